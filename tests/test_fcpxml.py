"""Final Cut Pro's timelines become the edit that Final Cut shows, frame by frame."""

import json
import os
import re
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import opentimelineio as otio
import pytest
from finalcut import (
    DISSOLVE,
    a_document,
    an_asset,
    converted,
    edit_of,
    element,
    frames,
    of,
    read,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from otio_v2a.conform import unconformed
from otio_v2a.edit import Event
from otio_v2a.errors import TimelineError
from otio_v2a.model import Fit, Level, Notice
from otio_v2a.timeline.dialects import FCPX, detect
from otio_v2a.timeline.fcpxml import read_fcpxml

SHARED = Path(os.environ.get("OTIO_V2A_SHARED", Path(__file__).parents[2] / "shared")) / "timelines"
REAL = (
    ("fcpx_project.fcpxml", "OpenTimeline_Project"),
    ("fcpx_example.fcpxml", "OpenTimeline_Project"),
    ("fcpx_example.fcpxml", "OpenTimeline_Project 1"),
)
STORY = {"asset-clip", "clip", "ref-clip", "gap"}
RATES = {
    "23.976": Fraction(1001, 24000),
    "24": Fraction(100, 2400),
    "25": Fraction(100, 2500),
    "29.97": Fraction(1001, 30000),
    "30": Fraction(100, 3000),
    "50": Fraction(100, 5000),
    "59.94": Fraction(1001, 60000),
}
PAL = Fraction(1, 25)


def at_25(frames_: int) -> Fraction:
    return frames_ * PAL


def refused(folder: Path, text: str, message: str, sequence: str = "") -> None:
    with pytest.raises(TimelineError, match=f"^{re.escape(message)}$"):
        converted(folder, text, sequence)


def a_clip(
    ref: str, start: int, length: int, *inner: str, tag: str = "asset-clip", **told: Any
) -> str:
    """A clip at 25 fps. Unit: frames."""
    at = told.pop("at", None)
    place = {} if at is None else {"offset": at_25(at)}
    told = {"name": ref, **told, **place}
    return element(tag, *inner, ref=ref, start=at_25(start), duration=at_25(length), **told)


def a_pal(spine: str, *more: str, **told: Any) -> str:
    """A timeline at 25 fps of assets A and B that start at 00:00:10:00, C at 0."""
    assets = [an_asset(ref, Fraction(10), Fraction(40)) for ref in "AB"]
    third = an_asset("C", Fraction(0), Fraction(40))
    return a_document(spine, *assets, third, *more, frame=PAL, **told)


# The real exports


def shared(name: str) -> Path:
    path = SHARED / "fcpx" / name
    if not path.exists():
        pytest.skip(f"the real export {name} is not here")
    return path


def time_of(told: ET.Element, name: str, default: str = "0s") -> Fraction:
    return Fraction(told.get(name, default).removesuffix("s"))


def stands(told: ET.Element, base: Fraction) -> Iterator[tuple[ET.Element, Fraction]]:
    """Every element in the timeline with its record second: what Apple's reference says."""
    at = base + time_of(told, "offset")
    if told.tag == "spine":
        for child in told:
            yield from stands(child, at)
        return
    yield told, at
    for child in told:
        if child.get("lane"):
            yield from stands(child, at - time_of(told, "start"))


def nearest(seconds: Fraction) -> int:
    return (2 * seconds * 30 + 1) // 2


@pytest.mark.parametrize(("name", "project"), REAL)
def test_a_real_export_has_every_clip_where_its_times_put_it(name: str, project: str) -> None:
    path = shared(name)
    found = ET.parse(path).getroot().iterfind(".//project")
    (spine,) = (one.find("sequence/spine") for one in found if one.get("name") == project)
    assert spine is not None
    placed = [*stands(spine, Fraction(0))]
    expected = sorted(
        (nearest(at), nearest(at + time_of(told, "duration")), told.get("name"))
        for told, at in placed
        if told.tag in STORY - {"gap"}
    )
    edit = edit_of(read_fcpxml(path, project), path.parent)
    events = [event for track in edit.tracks for event in track.events]
    assert (
        sorted((event.record.start, event.record.end, event.name) for event in events) == expected
    )
    marks = [
        (nearest(at), marker, told) for told, at in placed for marker in told.iterfind("marker")
    ]
    hidden = [marker.get("value") for _, marker, told in marks if is_outside(marker, told)]
    assert [one.name for one in edit.markers if one.record is None] == hidden == ["Marker 3"]
    assert sorted((one.name, one.record.start) for one in edit.markers if one.record) == sorted(
        (marker.get("value"), start + nearest(time_of(marker, "start") - time_of(told, "start")))
        for start, marker, told in marks
        if not is_outside(marker, told)
    )


def is_outside(marker: ET.Element, told: ET.Element) -> bool:
    into = time_of(marker, "start") - time_of(told, "start")
    return not 0 <= into < time_of(told, "duration")


def test_the_real_project_shows_what_final_cut_shows() -> None:
    path = shared("fcpx_project.fcpxml")
    edit = edit_of(read_fcpxml(path), path.parent)
    assert (edit.name, edit.rate, edit.start, edit.length) == ("OpenTimeline_Project", 30, 0, 4500)
    assert (edit.frame, edit.drop_frame) == ((1920, 1080), False)
    shown = frames(edit)
    at = {frame: shown[frame] for frame in (0, 284, 285, 299, 300, 314, 315, 599, 600, 899, 900)}
    assert at == {
        0: "IMG_0715:0",
        284: "IMG_0715:284",
        285: "IMG_0715:285>- 1/60",
        299: "IMG_0715:299>- 29/60",
        300: "IMG_0715:300>- 31/60",
        314: "IMG_0715:314>- 59/60",
        315: "-",
        599: "-",
        600: "IMG_0513:0",
        899: "IMG_0513:299",
        900: "-",
    }
    assert shown[1500:1502] == ["->IMG_0268:0 1/60", "->IMG_0268:1 1/20"]
    assert shown[1785] == "IMG_0268:285>IMG_0740:15 31/60"
    assert shown[1937:1939] == ["IMG_0857:0", "IMG_0857:1"]
    # The compound clip from its second 109/30 on: 191 frames of its first clip, then black.
    assert shown[2400:2592] == [*of("IMG_0233", 109, 191), "-"]
    assert shown[2891] == "IMG_0268:0"
    # 10 s into it the compound shows IMG_0857 from frame 157: at record 2400 + 1200 - 109.
    assert shown[2890] == "-"
    assert shown[4200:4443] == of("IMG_0233", 57, 243)


def test_the_words_on_what_is_left_behind_are_one_notice() -> None:
    made = read_fcpxml(shared("fcpx_project.fcpxml"))
    message = "it was converted from FCPXML without: roles, the sound of video clips."
    assert made.notices == (Notice("timeline", message, Level.INFO),)
    assert detect(json.loads(made.text), []) is FCPX


def test_opentimelineio_reads_what_is_written(tmp_path: Path) -> None:
    made = read_fcpxml(shared("fcpx_project.fcpxml"))
    path = tmp_path / "Cut.otio"
    path.write_text(made.text, encoding="utf-8")
    timeline = otio.adapters.read_from_file(str(path))
    names = [(track.kind, track.name, len(track)) for track in timeline.tracks]
    assert names == [
        ("Video", "Storyline", 14),
        ("Video", "Lane 1", 7),
        ("Video", "Lane 2", 2),
        ("Audio", "Lane -1", 10),
    ]
    assert timeline.global_start_time == otio.opentime.RationalTime(0, 30)


# Rates, and where things start


@pytest.mark.parametrize("version", ["1.8", "1.9", "1.10", "1.11"])
@pytest.mark.parametrize("rate", RATES)
def test_every_rate_is_exact_and_every_frame_in_its_place(
    tmp_path: Path, rate: str, version: str
) -> None:
    frame = RATES[rate]
    first, hour = 86_393, 107_892
    old = version == "1.8"
    url = {"src": "file:///footage/A.mov", "inner": ""} if old else {}
    asset = an_asset("A", hour * frame, 500 * frame, **url)
    cuts = [(0, 17, 17), (17, 100, 1), (18, 444, 29)]
    spine = "".join(
        element(
            "asset-clip",
            element("marker", start=(hour + source) * frame, value="sfx", note="rain"),
            ref="A",
            name=f"shot {at}",
            offset=(first + at) * frame,
            start=(hour + source) * frame,
            duration=length * frame,
        )
        for at, source, length in cuts
    )
    text = a_document(spine, asset, frame=frame, version=version, tcStart=first * frame)
    edit = read(tmp_path, text)
    assert (edit.rate, edit.start, edit.length) == (1 / frame, first, 47)
    assert frames(edit) == [*of("A", 17, 17), *of("A", 100, 1), *of("A", 444, 29)]
    (track,) = edit.tracks
    ins = [(event.source_in, event.media and event.media.start) for event in track.events]
    assert ins == [((hour + source) * frame, hour * frame) for _, source, _ in cuts]
    assert [(one.record and one.record.start, one.name, one.note) for one in edit.markers] == [
        (at, "sfx", "rain") for at, _, _ in cuts
    ]


@pytest.mark.parametrize(("counting", "drops"), [("DF", True), ("NDF", False), (None, True)])
def test_the_counting_of_a_timeline_is_as_its_file_says(
    tmp_path: Path, counting: str | None, drops: bool
) -> None:
    frame = RATES["29.97"]
    told = {"tcFormat": counting} if counting else {}
    spine = element("gap", duration=10 * frame)
    edit = read(tmp_path, a_document(spine, frame=frame, tcStart=107_892 * frame, **told))
    assert (edit.start, edit.length, edit.drop_frame) == (107_892, 10, drops)


def test_times_beside_a_frame_are_rounded_and_neighbours_stay_together(tmp_path: Path) -> None:
    third = Fraction(1, 75)
    spine = "".join(
        element("asset-clip", ref="C", start=Fraction(0), offset=at * third, duration=size * third)
        for at, size in ((0, 4), (4, 4), (8, 1), (9, 3))
    )
    (track,) = read(tmp_path, a_pal(spine)).tracks
    spans = [(event.record.start, event.record.end) for event in track.events]
    assert spans == [(0, 1), (1, 3), (3, 4)]


def test_a_format_may_tell_its_rate_by_its_name_alone(tmp_path: Path) -> None:
    text = a_pal(a_clip("C", 0, 10)).replace('frameDuration="1/25s"', 'name="FFVideoFormat1080p50"')
    edit = read(tmp_path, text)
    assert (edit.rate, edit.length) == (50, 20)


# Lanes


def test_lanes_lie_over_and_under_the_storyline(tmp_path: Path) -> None:
    above = a_clip("B", 300, 4, lane=1, at=252)
    higher = a_clip("C", 0, 2, lane=2, at=253)
    below = a_clip("C", 500, 20, lane=-1, at=250)
    half = element("adjust-blend", amount="0.5")
    spine = a_clip("A", 250, 10, half, above, higher, below)
    edit = read(tmp_path, a_pal(spine))
    assert [track.name for track in edit.tracks] == ["Lane -1", "Storyline", "Lane 1", "Lane 2"]
    mixed = [f"->A:{at} 1/2/C:{500 + at}" for at in range(10)]
    assert frames(edit) == [
        *mixed[:2],
        "B:50",
        "C:0",
        "C:1",
        "B:53",
        *mixed[6:],
        *of("C", 510, 10),
    ]


def test_a_connected_clip_on_a_connected_clip_stands_next_to_it(tmp_path: Path) -> None:
    inner = a_clip("C", 7, 2, lane=-1, at=302) + a_clip("A", 290, 2, lane=1, at=303)
    spine = a_clip("A", 250, 12, a_clip("B", 300, 6, inner, lane=1, at=252))
    edit = read(tmp_path, a_pal(spine))
    names = ["Storyline", "Lane 1.-1", "Lane 1", "Lane 1.1"]
    assert [track.name for track in edit.tracks] == names
    assert frames(edit) == [
        *of("A", 0, 2),
        *of("B", 50, 3),
        *of("A", 40, 2),
        *of("B", 55, 1),
        *of("A", 8, 4),
    ]


def test_clips_that_overlap_in_one_lane_go_to_further_tracks(tmp_path: Path) -> None:
    laned = [a_clip("BC"[one % 2], 250, 6, lane=1, at=250 + 4 * one) for one in range(4)]
    edit = read(tmp_path, a_pal(a_clip("A", 250, 20, *laned)))
    spans = [
        (track.name, [(event.record.start, event.record.end) for event in track.events])
        for track in edit.tracks
    ]
    assert spans == [
        ("Storyline", [(0, 20)]),
        ("Lane 1", [(0, 6)]),
        ("Lane 1 (2)", [(4, 10)]),
        ("Lane 1 (3)", [(8, 14)]),
        ("Lane 1 (4)", [(12, 18)]),
    ]
    assert frames(edit) == [
        *of("B", 0, 4),
        *of("C", 250, 4),
        *of("B", 0, 4),
        *of("C", 250, 6),
        *of("A", 18, 2),
    ]


connections = st.lists(
    st.tuples(st.integers(-2, 3), st.integers(0, 20), st.integers(1, 9)), max_size=9
)


@settings(derandomize=True, deadline=None, max_examples=120)
@given(connections)
def test_the_uppermost_lane_is_seen_and_in_it_what_begins_last(
    tmp_path_factory: pytest.TempPathFactory, hung: list[tuple[int, int, int]]
) -> None:
    hung = [one for one in hung if one[0]]
    clips = [
        element(
            "asset-clip",
            ref="C",
            start=at_25(100 * index),
            duration=at_25(length),
            lane=lane,
            offset=at_25(250 + at),
        )
        for index, (lane, at, length) in enumerate(hung)
    ]
    edit = read(tmp_path_factory.mktemp("lanes"), a_pal(a_clip("A", 250, 12, *clips)))
    length = max([12, *(at + length for _, at, length in hung)])
    assert frames(edit) == [seen_at(frame, hung) for frame in range(length)]


def seen_at(frame: int, hung: list[tuple[int, int, int]]) -> str:
    """What is seen of a storyline of 12 frames and what hangs on it, one frame at a time."""
    there = [
        (lane, at, index, f"C:{100 * index + frame - at}")
        for index, (lane, at, length) in enumerate(hung)
        if at <= frame < at + length
    ]
    if frame < 12:
        there.append((0, 0, 0, f"A:{frame}"))
    return max(there)[3] if there else "-"


def test_a_storyline_hangs_on_a_gap_whose_clock_starts_at_an_hour(tmp_path: Path) -> None:
    clips = a_clip("A", 260, 3, at=0) + a_clip("B", 270, 4, at=5)
    spine = element("spine", clips, lane=1, offset=3600 + at_25(2))
    gap = element("gap", spine, start=Fraction(3600), duration=at_25(20))
    assert frames(read(tmp_path, a_pal(gap))) == [
        *["-"] * 2,
        *of("A", 10, 3),
        *["-"] * 2,
        *of("B", 20, 4),
        *["-"] * 9,
    ]


def test_sound_alone_stands_on_sound_tracks(tmp_path: Path) -> None:
    wav = an_asset("W", Fraction(0), Fraction(60), hasVideo=0, format="")
    music = a_clip("W", 5, 10, lane=-1, at=250)
    voice = element(
        "clip",
        element("gap", element("audio", ref="W", lane=-1, offset=Fraction(0)), offset="0s"),
        name="voice",
        lane=-2,
        offset=at_25(252),
        start=at_25(3),
        duration=at_25(4),
    )
    off = a_clip("B", 250, 4, lane=-3, at=250, srcEnable="audio")
    edit = read(tmp_path, a_pal(a_clip("A", 250, 10, music, voice, off), wav))
    found = [(track.kind, track.name, [told(one) for one in track.events]) for track in edit.tracks]
    assert found == [
        ("video", "Storyline", [("A", 0, 10, Fraction(10))]),
        ("audio", "Lane -3", [("B", 0, 4, Fraction(10))]),
        ("audio", "Lane -2", [("voice", 2, 4, Fraction(3, 25))]),
        ("audio", "Lane -1", [("W", 0, 10, Fraction(1, 5))]),
    ]


def told(event: Event) -> tuple[str, int, int, Fraction]:
    return event.name, event.record.start, event.record.length, event.source_in


def test_what_begins_before_the_timeline_is_cut_off_there(tmp_path: Path) -> None:
    early = a_clip("B", 300, 6, lane=1, at=247)
    assert frames(read(tmp_path, a_pal(a_clip("A", 250, 5, early)))) == [
        *of("B", 53, 3),
        *of("A", 3, 2),
    ]


# Clips in clips


def test_a_clip_is_the_video_in_it(tmp_path: Path) -> None:
    video = element("video", element("audio", ref="A", lane=-1), ref="A", offset=at_25(250))
    spine = element("clip", video, name="shot", start=at_25(260), duration=at_25(4))
    edit = read(tmp_path, a_pal(spine))
    assert frames(edit) == of("A", 10, 4)
    assert [track.kind for track in edit.tracks] == ["video"]


def test_a_video_elsewhere_in_its_clip_is_found_by_the_clips_clock(tmp_path: Path) -> None:
    video = element("video", ref="A", offset=at_25(7), start=at_25(255))
    spine = element("clip", video, start=at_25(9), duration=at_25(4))
    assert frames(read(tmp_path, a_pal(spine))) == of("A", 7, 4)


def test_a_synchronised_clip_shows_what_is_in_its_window(tmp_path: Path) -> None:
    inner = element("gap", start=Fraction(3600), offset="0s", duration=at_25(20))
    inner += a_clip("A", 250, 30, at=20)
    outer = a_clip("B", 250, 2, lane=1, at=25)
    held = element("spine", inner)
    spine = element("sync-clip", held, outer, start=at_25(17), duration=at_25(12))
    edit = read(tmp_path, a_pal(spine))
    assert frames(edit) == [*["-"] * 3, *of("A", 0, 5), *of("B", 0, 2), *of("A", 7, 2)]


def a_compound(ref: str, spine: str, **more: Any) -> str:
    sequence = element("sequence", element("spine", spine), **{"format": "r1", **more})
    return element("media", sequence, id=ref, name=f"compound {ref}")


def test_a_compound_in_a_compound_shows_its_window_of_the_window(tmp_path: Path) -> None:
    start = at_25(90_000)
    inner = a_compound("m1", a_clip("A", 250, 10, at=90_000) + a_clip("B", 250, 10), tcStart=start)
    used = a_clip("m1", 90_004, 12, tag="ref-clip", at=3)
    outer = a_compound("m2", element("gap", duration=at_25(3), offset="0s") + used)
    spine = a_clip("C", 0, 2) + a_clip("m2", 1, 9, tag="ref-clip") + a_clip("C", 11, 2)
    assert frames(read(tmp_path, a_pal(spine, inner, outer))) == [
        *of("C", 0, 2),
        *["-"] * 2,
        *of("A", 4, 6),
        *of("B", 0, 1),
        *of("C", 11, 2),
    ]


def test_a_compound_of_another_rate_shows_its_own_frames(tmp_path: Path) -> None:
    fast = element("format", id="r50", frameDuration="1/50s")
    held = a_compound("m1", a_clip("C", 0, 1) + a_clip("A", 250, 4), format="r50")
    edit = read(tmp_path, a_pal(a_clip("m1", 0, 5, tag="ref-clip"), fast, held))
    assert frames(edit) == [*of("C", 0, 1), *of("A", 0, 4)]
    assert [one.message for one in unconformed(edit)] == [
        "it runs at 50 fps: its frames may be seen one frame early or late"
    ]


def test_a_multicam_clip_shows_the_angle_that_is_switched_on(tmp_path: Path) -> None:
    angles = [
        element("mc-angle", a_clip("A", 250, 50, at=0), angleID="one"),
        element("mc-angle", a_clip("B", 250, 50, at=5), angleID="two"),
    ]
    multicam = element("multicam", *angles, format="r1", tcStart=at_25(100))
    sound = element("mc-source", angleID="one", srcEnable="audio")
    sight = element("mc-source", angleID="two", srcEnable="video")
    spine = a_clip("m1", 102, 6, sound, sight, tag="mc-clip")
    edit = read(tmp_path, a_pal(spine, element("media", multicam, id="m1", name="cameras")))
    assert frames(edit) == [*["-"] * 3, *of("B", 0, 3)]


def test_of_an_audition_the_first_is_seen(tmp_path: Path) -> None:
    picks = element("audition", a_clip("B", 250, 3), a_clip("C", 0, 9), offset=at_25(4))
    assert frames(read(tmp_path, a_pal(a_clip("A", 250, 4, at=0) + picks))) == [
        *of("A", 0, 4),
        *of("B", 0, 3),
    ]


def test_what_is_switched_off_is_not_seen_but_what_hangs_on_it_is(tmp_path: Path) -> None:
    spine = a_clip("A", 250, 6, a_clip("B", 250, 2, lane=1, at=252), enabled=0)
    edit = read(tmp_path, a_pal(spine))
    assert frames(edit) == [*["-"] * 2, *of("B", 0, 2), *["-"] * 2]


# Transitions


def a_dissolve(at: int, length: int, name: str = "Cross Dissolve") -> str:
    video = element("filter-video", ref="r9", name=name)
    return element("transition", video, name=name, offset=at_25(at), duration=at_25(length))


def test_dissolves_mix_their_neighbours_and_fade_at_the_ends(tmp_path: Path) -> None:
    spine = (
        a_dissolve(0, 2)
        + a_clip("A", 300, 6, at=0)
        + a_dissolve(4, 4)
        + a_clip("B", 300, 6, at=6)
        + a_dissolve(10, 2)
    )
    assert frames(read(tmp_path, a_pal(spine))) == [
        "->A:50 1/4",
        "->A:51 3/4",
        *of("A", 52, 2),
        "A:54>B:48 1/8",
        "A:55>B:49 3/8",
        "A:56>B:50 5/8",
        "A:57>B:51 7/8",
        *of("B", 52, 2),
        "B:54>- 1/4",
        "B:55>- 3/4",
    ]


def test_a_connected_storyline_fades_without_touching_the_next(tmp_path: Path) -> None:
    first = a_clip("B", 300, 4, at=0) + a_dissolve(2, 2)
    spines = [
        element("spine", first, lane=1, offset=at_25(250)),
        element("spine", a_clip("C", 9, 3, at=0), lane=1, offset=at_25(254)),
    ]
    assert frames(read(tmp_path, a_pal(a_clip("A", 250, 8, *spines)))) == [
        *of("B", 50, 2),
        "B:52>- 1/4/A:2",
        "B:53>- 3/4/A:3",
        *of("C", 9, 3),
        "A:7",
    ]


def test_a_transition_of_sound_alone_leaves_a_cut(tmp_path: Path) -> None:
    fade = element("transition", element("filter-audio"), offset=at_25(2), duration=at_25(4))
    spine = a_clip("A", 250, 4, at=0) + fade + a_clip("B", 250, 4, at=4)
    assert frames(read(tmp_path, a_pal(spine))) == [*of("A", 0, 4), *of("B", 0, 4)]


def test_a_dissolve_is_known_by_its_effect_and_a_wipe_is_said(tmp_path: Path) -> None:
    effects = [
        element("effect", id="r9", uid=DISSOLVE, name="Fondu"),
        element("effect", id="r8", uid="FxPlug:other", name="Band"),
    ]
    named = a_dissolve(3, 2, "Fondu enchaîné")
    other = a_dissolve(7, 2, "Volet").replace("r9", "r8")
    clips = [a_clip(ref, 300, 4, at=4 * index) for index, ref in enumerate("ABC")]
    edit = read(tmp_path, a_pal(clips[0] + named + clips[1] + other + clips[2], *effects))
    said = [(one.unsupported, one.record.start) for one in edit.tracks[0].transitions]
    assert said == [("", 3), ("it is shown as a dissolve", 7)]


# Speed


def mapped(*points: tuple[int, int]) -> str:
    times = (element("timept", time=at_25(own), value=at_25(shown)) for own, shown in points)
    return element("timeMap", *times)


@pytest.mark.parametrize(
    ("start", "points", "shown"),
    [
        pytest.param(10, [(0, 250), (100, 450)], of("A", 20, 5, 2), id="twice as fast"),
        pytest.param(4, [(0, 250), (400, 450)], ["A:2", "A:2", "A:3", "A:3", "A:4"], id="half"),
        pytest.param(10, [(0, 450), (200, 250)], of("A", 189, 5, -1), id="backwards"),
        pytest.param(0, [(0, 261), (9, 261)], ["A:11"] * 5, id="held"),
        pytest.param(9, [(9, 300)], of("A", 50, 5), id="one point"),
        pytest.param(
            12, [(0, 250), (10, 250), (20, 270), (30, 300)], of("A", 4, 5, 2), id="one piece"
        ),
    ],
)
def test_a_constant_speed_is_followed(
    tmp_path: Path, start: int, points: list[tuple[int, int]], shown: list[str]
) -> None:
    edit = read(tmp_path, a_pal(a_clip("A", start, 5, mapped(*points))))
    assert frames(edit) == shown
    assert not unconformed(edit)


def test_a_ramp_is_said_with_the_name_of_its_clip(tmp_path: Path) -> None:
    ramp = mapped((0, 0), (4, 4), (8, 12))
    edit = read(tmp_path, a_pal(a_clip("C", 0, 8, ramp, name="the chase")))
    assert [(one.address, one.message) for one in unconformed(edit)] == [
        ("video track 1, clip 'the chase'", "it is shown without: speed ramp")
    ]
    assert (edit.tracks[0].events[0].speed, edit.length) == (Fraction(3, 2), 8)


def test_a_conformed_rate_shows_every_frame_of_its_media(tmp_path: Path) -> None:
    film = element("format", id="r24", frameDuration="100/2400s")
    asset = an_asset("F", Fraction(100), Fraction(40), format="r24")
    connected = element("asset-clip", ref="C", lane=1, offset=100 + Fraction(70, 24), duration=PAL)
    told_ = {"ref": "F", "start": 100 + Fraction(10, 24), "duration": at_25(80)}
    conform = element("conform-rate", srcFrameRate="24")
    marker = element("marker", start=100 + Fraction(80, 24), value="sfx")
    spine = element("asset-clip", conform, connected, marker, **told_)
    edit = read(tmp_path, a_pal(spine, film, asset))
    assert frames(edit) == [*of("F", 10, 60), "C:0", *of("F", 71, 19)]
    assert [one.record and one.record.start for one in edit.markers] == [70]


def test_a_rate_that_is_not_conformed_plays_in_time(tmp_path: Path) -> None:
    fast = element("format", id="r50", frameDuration="1/50s")
    asset = an_asset("F", Fraction(0), Fraction(40), format="r50")
    conform = element("conform-rate", scaleEnabled=0, srcFrameRate="50")
    edit = read(tmp_path, a_pal(a_clip("F", 4, 4, conform), fast, asset))
    assert frames(edit) == of("F", 8, 4, 2)


# Looks


@pytest.mark.parametrize(
    ("inside", "opacity", "fit", "said"),
    [
        ([("adjust-blend", {"amount": "0.25"})], "1/4", Fit(), ""),
        ([("adjust-blend", {"amount": "1", "mode": "14"})], "1", Fit(), "blend mode"),
        ([("adjust-transform", {"scale": "0.5 0.5"})], "1", Fit(Fraction(1, 2)), ""),
        ([("adjust-transform", {"scale": "2 1"})], "1", Fit(), "scale"),
        ([("adjust-transform", {"scale": "-1 -1"})], "1", Fit(), "scale"),
        ([("adjust-transform", {"position": "0 0", "rotation": "0"})], "1", Fit(), ""),
        ([("adjust-transform", {"position": "10 -2", "rotation": "9"})], "1", Fit(),
         "position, rotation"),
        ([("adjust-conform", {"type": "none"})], "1", Fit(pixels=True), ""),
        ([("adjust-conform", {"type": "fill"})], "1", Fit(), "spatial conform 'fill'"),
        ([("filter-video", {"name": "Glow"}), ("filter-video", {"name": "Old", "enabled": 0})],
         "1", Fit(), "the effect 'Glow'"),
        ([("adjust-stabilization", {})], "1", Fit(), "stabilization"),
    ],
)  # fmt: skip
def test_how_a_clip_is_laid_over_others(
    tmp_path: Path, inside: list[tuple[str, dict[str, str]]], opacity: str, fit: Fit, said: str
) -> None:
    inner = [element(tag, **told_) for tag, told_ in inside]
    (track,) = read(tmp_path, a_pal(a_clip("A", 250, 4, *inner))).tracks
    (event,) = track.events
    words = f"it is shown without: {said}" if said else ""
    assert (event.opacity, event.fit, event.unsupported) == (Fraction(opacity), fit, words)


@pytest.mark.parametrize(
    ("adjustment", "said"),
    [
        ('<adjust-transform><param name="scale"/></adjust-transform>', "scale"),
        ('<adjust-transform><param name="position"/></adjust-transform>', "position"),
        ('<adjust-blend><param name="amount"/></adjust-blend>', "opacity"),
        ('<adjust-crop mode="trim"><trim-rect left="3"/></adjust-crop>', "crop"),
        ('<adjust-crop mode="trim"><trim-rect/><crop-rect top="3"/></adjust-crop>', ""),
        ('<adjust-crop mode="pan"><pan-rect/><pan-rect left="9"/></adjust-crop>', "Ken Burns"),
        ('<adjust-blend amount="1e999999999"/>', "opacity"),
    ],
)
def test_what_moves_or_is_cropped_is_said(tmp_path: Path, adjustment: str, said: str) -> None:
    (track,) = read(tmp_path, a_pal(a_clip("A", 250, 4, adjustment))).tracks
    words = f"it is shown without: {said}" if said else ""
    assert [event.unsupported for event in track.events] == [words]


def test_titles_and_generators_are_left_out_by_name(tmp_path: Path) -> None:
    effects = [element("effect", id="r8", name="Basic Title")]
    effects += [element("effect", id="r9", name="Custom Solid")]
    title = a_clip("r8", 90_000, 3, tag="title", lane=1, at=90_001, name="The End")
    spine = a_clip("r9", 90_000, 5, title, tag="video", name="Blue")
    edit = read(tmp_path, a_pal(spine, *effects))
    assert [(one.address, one.message) for one in unconformed(edit)] == [
        ("video track 1, clip 'Blue'", "the generator 'Custom Solid' is left out"),
        ("video track 2, clip 'The End'", "the generator 'Basic Title' is left out"),
    ]
    assert frames(edit) == ["-"] * 5


# Markers


def at_marker(start: int, value: str, **told_: Any) -> str:
    return element("marker", start=at_25(start), duration=PAL, value=value, **told_)


def test_markers_stand_where_their_holders_clock_says(tmp_path: Path) -> None:
    held = a_compound("m1", a_clip("B", 250, 20, at_marker(255, "inside")))
    connected = a_clip("B", 300, 5, at_marker(303, "connected"), lane=1, at=253)
    chapter = at_marker(252, "chapter").replace("<marker", "<chapter-marker")
    chapter = chapter.replace("</marker", "</chapter-marker")
    spine = (
        a_clip("A", 250, 10, connected, at_marker(251, "clip", note="rain"), chapter)
        + element(
            "gap", at_marker(90_002, "gap"), start=Fraction(3600), duration=at_25(10), name="Gap"
        )
        + a_clip("m1", 3, 10, at_marker(4, "compound"), tag="ref-clip")
        + a_clip("A", 10, 5, mapped((0, 250), (100, 450)), at_marker(12, "fast", completed=0))
        + a_clip("C", 10, 5, mapped((0, 9), (100, 9)), at_marker(14, "held", completed=1))
        + a_clip("C", 10, 5, at_marker(12, "off"), enabled=0)
    )
    text = a_pal(spine, held).replace(
        "</spine></sequence></project>",
        "</spine>" + at_marker(44, "timeline") + "</sequence></project>",
    )
    edit = read(tmp_path, text)
    found = [
        (one.record.start, one.name, one.note, one.colour, one.enabled)
        for one in edit.markers
        if one.record
    ]
    assert found == [
        (1, "clip", "rain", "BLUE", True),
        (2, "chapter", "", "ORANGE", True),
        (6, "connected", "", "BLUE", True),
        (12, "gap", "", "BLUE", True),
        (21, "compound", "", "BLUE", True),
        (22, "inside", "", "BLUE", True),
        (32, "fast", "", "RED", True),
        (39, "held", "", "GREEN", True),
        (42, "off", "", "BLUE", False),
        (44, "timeline", "", "BLUE", True),
    ]


@pytest.mark.parametrize("start", [0, 9, 249, 260, 900])
def test_a_marker_outside_its_clip_is_reported_and_never_moved(tmp_path: Path, start: int) -> None:
    for inner in ("", mapped((0, 250), (1000, 750)), mapped((0, 250), (1000, 250))):
        edit = read(tmp_path, a_pal(a_clip("A", 250, 10, inner, at_marker(start, "sfx"))))
        (marker,) = edit.markers
        assert marker.record is None
        assert re.fullmatch(
            r"the marker stands at frame -?\d+, outside what its clip shows"
            r" \(frames \d+ to \d+\)\. Move it onto the clip\.",
            marker.problem,
        )


# Which file, which project, and what cannot be read


def test_a_bundle_is_read_and_its_relative_media_found_in_it(tmp_path: Path) -> None:
    bundle = tmp_path / "Cut 01.fcpxmld"
    bundle.mkdir()
    text = a_pal(a_clip("A", 250, 4)).replace("file:///footage/A.mov", "./Media/A%20b.mov")
    (bundle / "Info.fcpxml").write_text(text, encoding="utf-8")
    (event,) = edit_of(read_fcpxml(bundle), tmp_path).tracks[0].events
    assert event.media
    assert event.media.paths == (str(bundle / "Media" / "A b.mov"),)


def test_the_original_comes_before_its_proxy(tmp_path: Path) -> None:
    reps = [
        element("media-rep", kind=kind, src=f"file:///{kind}/A.mov")
        for kind in ("proxy-media", "original-media")
    ]
    asset = an_asset("P", Fraction(0), Fraction(9), inner="".join(reps))
    (event,) = read(tmp_path, a_pal(a_clip("P", 0, 4), asset)).tracks[0].events
    assert event.media
    assert event.media.paths == ("/original-media/A.mov", "/proxy-media/A.mov")


@pytest.mark.parametrize("event", ["Event", "Cut 01 (Resolve)"])
def test_an_asset_of_a_part_does_not_say_where_its_file_starts(tmp_path: Path, event: str) -> None:
    # DaVinci Resolve writes an asset for each part of a file.
    url = {"inner": "", "src": "file:///footage/M.mov"}
    parts = [an_asset(f"p{at}", at_25(at), at_25(20), **url) for at in (100, 140)]
    spine = a_clip("p100", 100, 20) + a_clip("p140", 140, 20) + a_clip("C", 3, 5)
    text = a_pal(spine, *parts).replace('name="Event"', f'name="{event}"')
    (track,) = read(tmp_path, text).tracks
    starts = [(one.source_in, one.media and one.media.start) for one in track.events]
    whole = None if "Resolve" in event else 0
    assert starts == [(4, None), (Fraction(28, 5), None), (Fraction(3, 25), whole)]


def test_a_still_shows_its_one_frame(tmp_path: Path) -> None:
    form = element("format", id="r3", name="FFVideoFormatRateUndefined", width=10, height=10)
    asset = an_asset("S", Fraction(0), Fraction(0), format="r3", hasAudio=0)
    (event,) = (
        read(tmp_path, a_pal(a_clip("S", 90_000, 4, tag="video"), form, asset)).tracks[0].events
    )
    assert (event.source_in, event.media and event.media.start, event.record.length) == (0, None, 4)


def test_of_several_projects_one_is_named(tmp_path: Path) -> None:
    one = a_pal(a_clip("A", 250, 4))
    project = one[one.index("<project") : one.index("</event>")]
    two = one.replace("</event>", project.replace("Cut 01", "Cut 02") + "</event>")
    refused(tmp_path, two, f"it holds 2 sequences: 'Cut 01', 'Cut 02'. {NAME_ONE}")
    assert read(tmp_path, two, "Cut 02").name == "Cut 02"
    message = f"there is no sequence 'Cut 3' in it: 'Cut 01', 'Cut 02'. {NAME_ONE}"
    refused(tmp_path, two, message, "Cut 3")
    thrice = two.replace("</event>", project + "</event>")
    message = f"2 sequences are named 'Cut 01' in it: 'Cut 01', 'Cut 02', 'Cut 01'. {NAME_ONE}"
    refused(tmp_path, thrice, message, "Cut 01")


NAME_ONE = "Name one with --sequence, or export it alone."
GAP = element("gap", duration=at_25(5))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<xmeml/>", "the file holds <xmeml>, not <fcpxml>. Export the project as XML."),
        ("<fcpxml/>", "it has no project with a timeline. Export a project as XML."),
        (
            a_pal(GAP).replace('frameDuration="1/25s"', ""),
            "sequence 'Cut 01' has no frame rate. Export the timeline again.",
        ),
        (
            a_pal(GAP).replace("1/25s", "1/9999s"),
            "format 'r1': a frame lasts '1/9999s'. Export the timeline again.",
        ),
        (
            a_pal(GAP).replace("1/25s", "1/0s"),
            "format 'r1': its frameDuration is '1/0s', not a time. Export the timeline again.",
        ),
        (
            a_pal(element("gap", name="hole", duration="inf")),
            "gap 'hole': its duration is 'inf', not a time. Export the timeline again.",
        ),
        (a_pal(element("gap")), "gap: it has no duration. Export the timeline again."),
        (
            a_pal(a_clip("A", 250, 5, a_clip("B", 250, 5, lane="x"))),
            "asset-clip: its lane is 'x', not a number. Export the timeline again.",
        ),
    ],
)
def test_what_cannot_be_read_is_one_clear_line(tmp_path: Path, text: str, message: str) -> None:
    refused(tmp_path, text, message)


def test_a_missing_file_is_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "none.fcpxml"
    message = "cannot be read (No such file or directory). Check the path."
    with pytest.raises(TimelineError, match=f"^{re.escape(message)}$"):
        read_fcpxml(path)


def test_a_compound_in_itself_is_refused(tmp_path: Path) -> None:
    one = a_compound("m1", a_clip("m2", 0, 5, tag="ref-clip"))
    two = a_compound("m2", a_clip("m1", 0, 5, tag="ref-clip"))
    text = a_pal(a_clip("m1", 0, 5, tag="ref-clip"), one, two)
    message = "compound clip 'compound m1' holds itself. Take it out of itself."
    refused(tmp_path, text, message)


def test_compounds_that_double_are_counted_before_they_are_opened(tmp_path: Path) -> None:
    doubling = [
        a_compound(f"m{level}", 2 * a_clip(f"m{level + 1}", 0, 1, tag="ref-clip"))
        for level in range(50)
    ]
    text = a_pal(a_clip("m0", 0, 5, tag="ref-clip"), *doubling, a_compound("m50", GAP))
    message = (
        f"with its compound clips opened it has {1 + sum(2**n for n in range(1, 51)) + 2**50}"
        " clips, more than 1000000. Export one timeline without them."
    )
    refused(tmp_path, text, message)


def test_clips_in_clips_without_end_are_refused(tmp_path: Path) -> None:
    message = "clips stand in one another more than 64 deep. Decompose some of them."
    connected = ""
    for _ in range(200):
        connected = a_clip("A", 250, 5, connected, lane=1)
    refused(tmp_path, a_pal(connected), message)
    chain = [
        a_compound(f"m{one}", a_clip(f"m{one + 1}", 0, 1, tag="ref-clip")) for one in range(3000)
    ]
    refused(tmp_path, a_pal(a_clip("m0", 0, 5, tag="ref-clip"), *chain), message)


def test_media_and_compounds_that_are_not_there_are_offline(tmp_path: Path) -> None:
    spine = a_clip("none", 0, 4) + a_clip("gone", 0, 4, tag="ref-clip", name="reel 2")
    made = converted(tmp_path, a_pal(spine))
    message = "what it refers to is not in the file. Export the timeline again."
    assert made.notices == (Notice("ref-clip 'reel 2'", message),)
    (track,) = edit_of(made, tmp_path).tracks
    assert [(one.name, one.media and one.media.paths) for one in track.events] == [
        ("none", ()),
        ("reel 2", ()),
    ]


def test_whole_frames_are_written_whole(tmp_path: Path) -> None:
    frame = RATES["23.976"]
    asset = an_asset("A", 86_399 * frame, 5000 * frame)
    clip = element("asset-clip", ref="A", start=86_400 * frame, duration=999 * frame)
    text = converted(tmp_path, a_document(clip, asset, frame=frame, tcStart=86_400 * frame)).text
    values = re.findall(r'"value": ([^},]*)', text)
    assert set(values) == {"86400.0", "999.0", "86399.0", "5000.0"}
    assert set(re.findall(r'"rate": ([^,}]*)', text)) == {"23.976023976023978"}


def test_the_same_file_is_converted_the_same_way(tmp_path: Path) -> None:
    text = a_pal(a_clip("A", 250, 9, a_clip("B", 250, 3, lane=1, at=252)))
    assert converted(tmp_path, text) == converted(tmp_path, text)
