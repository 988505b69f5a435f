"""Where markers stand: the domains of each dialect, checked against real exports and by hand."""

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
from otio_v2a.timeline.document import load

FILM = Fraction(24)
MEDIA = "/m/A012.mov"


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
    clip = a_clip("", a_range(500.0, 100.0, 25.0), a_reference("G:/a/b.mp4"), markers=[marker])
    found = the_marker(tmp_path, kdenlive(a_track(a_gap(10.0, 25.0), clip), length=110.0))
    assert found.record == Span(40, 20, Fraction(25))
    assert (found.address, found.anchor) == (
        "video track 1, clip 'b.mp4', marker 'sfx'",
        "G:/a/b.mp4|106/5",
    )


def test_a_range_may_run_on_past_a_short_track(tmp_path: Path) -> None:
    marker = a_marker(90.0, 60.0, rate=25.0)
    clip = a_clip("", a_range(0.0, 100.0, 25.0), a_reference("G:/a.mp4"), markers=[marker])
    short = a_track(clip, source_range=a_range(0.0, 100.0, 25.0))
    long = a_track(a_gap(140.0, 25.0), source_range=a_range(0.0, 140.0, 25.0))
    assert the_marker(tmp_path, a_timeline(short, long)).record == Span(90, 50, Fraction(25))


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


def test_kdenlive_has_one_text_which_is_the_marker_s_name_or_json(tmp_path: Path) -> None:
    spoken = {"sfx: rain": ("sfx: rain", ""), '{"sfx": "rain"}': ("", '{"sfx": "rain"}')}
    for text, expected in spoken.items():
        marker = a_marker(30.0, 20.0, rate=25.0, name="", metadata={}, comment=text)
        clip = a_clip("", a_range(500.0, 100.0, 25.0), a_reference("/b.mp4"), markers=[marker])
        found = the_marker(tmp_path, kdenlive(a_track(clip), length=100.0))
        assert (found.name, found.note) == expected
