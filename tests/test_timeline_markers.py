"""Where markers stand: the domains of each dialect, checked against real exports and by hand."""

import json
import os
from fractions import Fraction
from pathlib import Path

import pytest
from timelines import (
    Json,
    a_clip,
    a_gap,
    a_marker,
    a_range,
    a_reference,
    a_stack,
    a_time,
    a_timeline,
    a_track,
    a_warp,
    kdenlive,
    premiere,
    resolve,
    written,
)

from otio_v2a.edit import Marker
from otio_v2a.model import Span
from otio_v2a.timeline.dialects import Domain
from otio_v2a.timeline.document import load
from otio_v2a.timeline.markers import Offset, Use, offset
from otio_v2a.timeline.times import Range

FILM = Fraction(24)
SHARED = Path(os.environ.get("OTIO_V2A_SHARED", Path(__file__).parents[2] / "shared")) / "timelines"
MEDIA = "/m/A012.mov"


def use_of(clip: Json) -> Use:
    """A clip's use of its media at its own rate, worked out here from its numbers alone."""
    source = clip["source_range"]
    rate = source["duration"]["rate"]
    media = clip["media_references"]["DEFAULT_MEDIA"]["available_range"]
    ratio = Fraction(rate) / Fraction(media["duration"]["rate"])
    warps = [one["time_scalar"] for one in clip["effects"] if "time_scalar" in one]
    return Use(
        start=Fraction(source["start_time"]["value"]),
        duration=Fraction(source["duration"]["value"]),
        speed=Fraction(warps[0]).limit_denominator(1000) if warps else Fraction(1),
        available=Range(
            Fraction(media["start_time"]["value"]) * ratio,
            Fraction(media["duration"]["value"]) * ratio,
        ),
    )


@pytest.mark.parametrize(
    ("name", "domain", "expected"),
    [
        ("movie_with_handles", Domain.WARPED, 85),
        ("qt_embedded_tc", Domain.WARPED, 22),
        ("qt_handle_tail_review", Domain.WARPED, 33),
        ("qt_retimed_speed", Domain.WARPED, 85),
        ("img_seq_2x_speed_resolve", Domain.WARPED, Fraction(9, 2)),
        ("img_seq_embedded_tc_review", Domain.WARPED, 50),
        ("img_seq_no_handles", Domain.WARPED, 50),
        ("img_seq_with_handles", Domain.WARPED, 19),
        ("legacy_img_sequence", Domain.SOURCE, 52),
        ("img_seq_reverse_speed_0_7", Domain.SOURCE, 22),
        ("img_seq_2x_speed", Domain.RELATIVE, 0),
        ("img_seq_freeze_frame", Domain.RELATIVE, 0),
        ("qt_reverse_speed_2x", Domain.RELATIVE, 0),
    ],
)
def test_the_markers_of_thirteen_real_clips_stand_where_their_tools_put_them(
    name: str, domain: Domain, expected: Fraction
) -> None:
    path = SHARED / "ayon" / f"{name}.json"
    if not path.exists():
        pytest.skip(f"the real export {path.name} is not here")
    clip = json.loads(path.read_text(encoding="utf-8"))
    marked = clip["markers"][0]["marked_range"]
    length = Fraction(marked["duration"]["value"])
    mark = Range(Fraction(marked["start_time"]["value"]), length)

    assert offset(use_of(clip), mark, domain) == Offset(expected, length)


@pytest.mark.parametrize(
    ("use", "mark", "expected"),
    [
        (Use(90032, 44, Fraction(1), Range(90000, Fraction(625, 6))), 90054, 22),
        (Use(39, 11, Fraction(2), Range(0, 99)), 24, Fraction(9, 2)),
        (Use(0, 171, Fraction(5, 2), Range(0, 16450)), 85, 85),
        (Use(20, 41, Fraction(-1), Range(0, 100)), 59, 20),
    ],
)
def test_resolve_counts_markers_of_retimed_clips_in_the_warped_domain(
    use: Use, mark: int, expected: Fraction
) -> None:
    assert offset(use, Range(mark, 1), Domain.WARPED) == Offset(expected, 1)


def test_a_marker_on_a_trimmed_part_is_reported_and_never_moved() -> None:
    use = Use(100, 50, Fraction(1), Range(0, 1000))
    assert offset(use, Range(20, 1), Domain.SOURCE) == (
        "the marker stands at frame 20, outside what its clip shows (frames 100 to 150)."
        " Move it onto the clip."
    )


@pytest.mark.parametrize(
    ("use", "mark", "domain", "expected"),
    [
        (Use(86424, 480, Fraction(1), Range(86400, 2400)), 48, Domain.SOURCE, 48),
        (Use(86424, 480, Fraction(1), Range(86400, 2400)), 490, Domain.SOURCE, 466),
        (Use(86424, 480, record=90240), 90250, Domain.SOURCE, 10),
        (Use(86424, 480), 86472, Domain.RELATIVE, 48),
        (Use(100, 50, Fraction(0), Range(0, 1000)), 120, Domain.WARPED, 20),
    ],
    ids=["clip-relative", "media without timecode", "record timecode", "source", "held frame"],
)
def test_a_number_that_is_no_time_of_the_media_is_tried_in_the_other_domains(
    use: Use, mark: int, domain: Domain, expected: int
) -> None:
    assert offset(use, Range(mark, 1), domain) == Offset(expected, 1)


def test_a_marker_outside_a_held_frame_means_the_whole_clip() -> None:
    use = Use(100, 50, Fraction(0), Range(0, 1000))
    assert offset(use, Range(900, 1), Domain.WARPED) == Offset(0, 0, whole=True)


def test_premiere_counts_markers_in_source_time_whatever_the_speed() -> None:
    fast = Use(100, 50, Fraction(2))
    backwards = Use(100, 50, Fraction(-2))
    assert offset(fast, Range(140, 20), Domain.SOURCE) == Offset(20, 10)
    assert offset(backwards, Range(140, 20), Domain.SOURCE) == Offset(20, 10)


def the_marker(tmp_path: Path, timeline: Json) -> Marker:
    (marker,) = load(written(tmp_path, timeline)).edit.markers
    return marker


def a_marked(marker: Json, start: float = 86424.0, **fields: object) -> Json:
    media = a_reference(MEDIA, a_range(86400.0, 2400.0))
    return a_clip("A012", a_range(start, 480.0), media, markers=[marker], **fields)


def test_a_range_on_a_resolve_clip_is_read_whole(tmp_path: Path) -> None:
    metadata = {"Resolve_OTIO": {"Keywords": ["v2a", "wet"], "Note": "rain\non glass"}}
    marker = a_marker(86472.0, 240.0, metadata=metadata, color="CYAN", name="sfx")
    document = load(written(tmp_path, resolve(a_track(a_gap(48.0), a_marked(marker)))))

    assert document.edit.markers == (
        Marker(
            address="video track 1, clip 'A012', marker 'sfx'",
            name="sfx",
            note="rain\non glass",
            record=Span(96, 240, FILM),
            anchor=f"{MEDIA}|3603",
            keywords=("v2a", "wet"),
            colour="CYAN",
            event=document.edit.tracks[0].events[0],
        ),
    )


@pytest.mark.parametrize(
    ("metadata", "comment", "expected"),
    [
        ({"Resolve_OTIO": {"Note": "a"}}, "b", "a"),
        ({"Resolve_OTIO": {"Note": ""}, "fcp_xml": {"comment": "c"}}, "b", "b"),
        ({"fcp_xml": {"comment": "c"}, "AAF": {"Comment": "d"}}, "", "c"),
        ({"AAF": {"Comment": "d"}}, "", "d"),
        ({"AAF": {"CommentMarkerAttributeList": {"_ATN_CRM_COM": "e"}}}, "", "e"),
        ({"note": "f"}, "", "f"),
        ({"anything": {"Note": "g"}}, "", "g"),
        ({"anything": {"Note": 7}}, "", ""),
        (None, None, ""),
        ({}, "\ud83c rain", "\ufffd rain"),
    ],
)
def test_a_note_is_found_wherever_an_application_puts_it(
    tmp_path: Path, metadata: object, comment: object, expected: str
) -> None:
    marker = a_marker(86472.0, 1.0, metadata=metadata, comment=comment)
    assert the_marker(tmp_path, a_timeline(a_track(a_marked(marker)))).note == expected


def test_a_point_marks_one_frame_even_when_its_rate_is_lower(tmp_path: Path) -> None:
    marker = a_marker(86400.0, 1.0, rate=24.0)
    clip = a_clip("A", a_range(90000.0, 50.0, 25.0), a_reference(MEDIA), markers=[marker])
    found = the_marker(tmp_path, resolve(a_track(clip), rate=25.0, start=90000.0))
    assert (found.point, found.record) == (True, Span(0, 1, Fraction(25)))


def test_half_a_frame_is_rounded_up(tmp_path: Path) -> None:
    media = a_reference(MEDIA, a_range(0.0, 990.0))
    marker = a_marker(43.5, 48.0)
    clip = a_clip("A", a_range(39.0, 120.0), media, markers=[marker], effects=[a_warp(2.0)])
    found = the_marker(tmp_path, resolve(a_track(a_gap(480.0), clip)))
    # o = 43.5 - 39 / 2 = 24, so source frame 39 + 24 * 2 = 87.
    assert (found.record, found.anchor) == (Span(504, 48, FILM), f"{MEDIA}|29/8")

    later = a_marker(44.0, 48.0)
    found = the_marker(tmp_path, resolve(a_track({**clip, "markers": [later]})))
    assert found.record == Span(25, 48, FILM)


def test_kdenlive_counts_from_the_clip_and_trims_its_tracks(tmp_path: Path) -> None:
    marker = a_marker(30.0, 20.0, rate=25.0, metadata={}, comment="rain")
    clip = a_clip(
        "", a_range(500.0, 100.0, 25.0), a_reference("G:/a/b.mp4"), markers=[marker]
    )
    found = the_marker(tmp_path, kdenlive(a_track(a_gap(10.0, 25.0), clip), length=110.0))
    assert found.record == Span(40, 20, Fraction(25))
    assert (found.address, found.anchor) == (
        "video track 1, clip 2, marker 'sfx'",
        "G:/a/b.mp4|106/5",
    )


@pytest.mark.parametrize(("start", "expected"), [(120.0, 120), (86520.0, 120), (86400.0, 0)])
def test_timeline_markers_of_resolve_are_read_in_both_origins(
    tmp_path: Path, start: float, expected: int
) -> None:
    marker = a_marker(start, 24.0)
    clip = a_clip("A", a_range(0.0, 480.0), a_reference(MEDIA))
    found = the_marker(tmp_path, resolve(a_track(clip), markers=[marker]))
    assert found == Marker(
        address="timeline, marker 'sfx'",
        name="sfx",
        note="rain",
        record=Span(expected, 24, FILM),
        anchor=f"record|{expected}",
        colour="GREEN",
    )


def test_a_marker_beyond_the_timeline_says_so(tmp_path: Path) -> None:
    clip = a_clip("A", a_range(0.0, 480.0), a_reference(MEDIA))
    found = the_marker(tmp_path, resolve(a_track(clip), markers=[a_marker(481.0, 1.0)]))
    assert (found.record, found.problem) == (
        None,
        "the marker stands at frame 481, outside the timeline"
        " (frames 0 to 480, timecode 86400 to 86880). Move it into the timeline.",
    )


def test_markers_on_gaps_and_tracks_count_from_there(tmp_path: Path) -> None:
    gap = a_gap(100.0, markers=[a_marker(30.0, 10.0, name="gap")])
    clip = a_clip("A", a_range(0.0, 480.0), a_reference(MEDIA))
    track = a_track(clip, gap, markers=[a_marker(200.0, 10.0, name="track")], enabled=False)
    edit = load(written(tmp_path, resolve(track))).edit
    assert [(one.address, one.record, one.anchor, one.enabled) for one in edit.markers] == [
        ("video track 1, marker 'track'", Span(200, 10, FILM), "record|200", False),
        ("video track 1, gap at frame 480, marker 'gap'", Span(510, 10, FILM), "record|510", False),
    ]


def test_a_range_longer_than_its_clip_is_clipped_to_the_timeline_only(tmp_path: Path) -> None:
    other = a_clip("B", a_range(0.0, 100.0), a_reference("/m/B.mov"))
    clip = a_marked(a_marker(86472.0, 9000.0))
    assert the_marker(tmp_path, resolve(a_track(clip, other))).record == Span(48, 532, FILM)


@pytest.mark.parametrize(("clip", "track"), [(False, True), (True, False), (False, False)])
def test_a_marker_is_disabled_with_its_clip_or_track(
    tmp_path: Path, clip: bool, track: bool
) -> None:
    marked = a_marked(a_marker(86472.0, 1.0), enabled=clip)
    found = the_marker(tmp_path, resolve(a_track(marked, enabled=track)))
    assert not found.enabled


def test_a_marker_inside_a_compound_clip_is_found_in_the_record(tmp_path: Path) -> None:
    inner = a_clip(
        "B001",
        a_range(90000.0, 240.0),
        a_reference("/m/B001.mov", a_range(86400.0, 12000.0)),
        markers=[a_marker(90100.0, 24.0), a_marker(90010.0, 1.0, name="cut off")],
    )
    compound = a_stack(
        a_track(inner), name="Comp", source_range=a_range(60.0, 120.0), enabled=False
    )
    edit = load(written(tmp_path, resolve(a_track(a_gap(1000.0), compound)))).edit
    where = "video track 1, compound 'Comp', video track 1, clip 'B001'"
    shown = edit.tracks[0].events[0].contents[0].events[0]
    assert edit.markers == (
        Marker(
            address=f"{where}, marker 'cut off'",
            name="cut off",
            note="rain",
            record=None,
            anchor="Comp|/m/B001.mov|45005/12",
            point=True,
            colour="GREEN",
            event=shown,
            enabled=False,
            problem="the marker stands on a part that the timeline does not show. Move it.",
        ),
        Marker(
            address=f"{where}, marker 'sfx'",
            name="sfx",
            note="rain",
            record=Span(1040, 24, FILM),
            anchor="Comp|/m/B001.mov|22525/6",
            colour="GREEN",
            event=shown,
            enabled=False,
        ),
    )


def test_one_marker_that_cannot_be_read_does_not_stop_the_others(tmp_path: Path) -> None:
    broken = a_marker(float("nan"), 1.0, name="broken")
    zero = a_marker(86472.0, 1.0, name="no rate", rate=0.0)
    none = {**a_marker(86472.0, 1.0, name="no place"), "marked_range": None}
    good = a_marker(86472.0, 1.0)
    clip = {**a_marked(good), "markers": [broken, zero, none, good]}
    edit = load(written(tmp_path, resolve(a_track(clip)))).edit
    assert [(one.name, one.record, one.problem) for one in edit.markers] == [
        (
            "broken",
            None,
            "the marker: a time is nan, not a frame. Export the timeline again.",
        ),
        (
            "no rate",
            None,
            "the marker: a time counts at 0.0 frames a second. Export the timeline again.",
        ),
        ("no place", None, "the marker has no place (marked_range). Set it again."),
        ("sfx", Span(48, 1, FILM), ""),
    ]


def test_newer_markers_keep_their_colour_name(tmp_path: Path) -> None:
    marker = a_marker(86472.0, 1.0, OTIO_SCHEMA="Marker.3", color={"r": 1.0, "name": "RED"})
    assert the_marker(tmp_path, premiere(a_track(a_marked(marker)))).colour == "RED"


def test_an_anchor_does_not_depend_on_where_the_timeline_lies(tmp_path: Path) -> None:
    marker = a_marker(12.0, 1.0)
    clip = a_clip("A", a_range(0.0, 24.0), a_reference("media/A 1.mov"), markers=[marker])
    timeline = a_timeline(a_track(clip), start=a_time(0.0))
    (tmp_path / "moved").mkdir()
    here = load(written(tmp_path, timeline)).edit
    moved = load(written(tmp_path / "moved", timeline)).edit
    assert [edit.markers[0].anchor for edit in (here, moved)] == ["media/A 1.mov|1/2"] * 2
