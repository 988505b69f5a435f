"""An AAF becomes a timeline: clips, transitions, speeds and media, each marker on its frame."""

import json
import logging
import random
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import aaf2
import opentimelineio as otio
import pytest
from avids import Cut, Reel, Said, written
from conversions import SHARED, places, scored, sources, understood
from timelines import a_clip, a_marker, a_range, a_reference, a_timeline, a_track, a_warp
from timelines import written as saved

from otio_v2a.edit import Edit, Track
from otio_v2a.errors import TimelineError
from otio_v2a.model import Level, Notice, Span
from otio_v2a.spotting import spot
from otio_v2a.timeline.aaf import read_aaf
from otio_v2a.timeline.aaf.slim import Mark, slim
from otio_v2a.timeline.converted import Converted, converted
from otio_v2a.timeline.dialects import AVID
from otio_v2a.timeline.document import load

FILM, PAL, NTSC_30 = Fraction(24), Fraction(25), Fraction(30000, 1001)
REAL = sorted((SHARED / "aaf").glob("*.aaf"))
needs_real = pytest.mark.skipif(not REAL, reason="the real AAFs are not here")


def edited(path: Path, sequence: str = "") -> Edit:
    return understood(read_aaf(path, sequence), path.parent)


@cache
def found(name: str) -> Converted:
    """A real file, read once for all tests."""
    return read_aaf(SHARED / "aaf" / name)


def real(name: str) -> Edit:
    return understood(found(name), SHARED / "aaf")


def marked(mob: Any) -> Iterator[tuple[int, str, str]]:
    """Position, text and colour of every marker of a sequence, as pyaaf2 has them."""
    for slot in mob.slots:
        if isinstance(slot, aaf2.mobslots.EventMobSlot):
            for marker in slot.segment["Components"].value:
                told = {one.name: one.value for one in marker["CommentMarkerAttributeList"].value}
                text, colour = marker["Comment"].value, told["_ATN_CRM_COLOR"].upper()
                yield marker["Position"].value, text, colour


def is_seen(part: Any) -> bool:
    """Whether a component shows media; titles show a graphic that is not in any file."""
    if isinstance(part, aaf2.components.OperationGroup):
        inside = any(map(is_seen, part.segments))
        return inside and not part.operation.name.startswith("Title")
    if isinstance(part, aaf2.components.Sequence | aaf2.components.NestedScope):
        return any(map(is_seen, getattr(part, "components", None) or part.slots))
    return isinstance(part, aaf2.components.SourceClip | aaf2.components.Selector)


def cuts(sequence: Any) -> list[tuple[int, int]]:
    """First frame and length of all that is seen in a sequence, cut where transitions say."""
    spans: list[list[int]] = []
    at, cut = 0, None
    parts = getattr(sequence, "components", [sequence])
    for part in parts:
        if isinstance(part, aaf2.components.Transition):
            at -= part.length
            cut = at + part["CutPoint"].value
            spans[-1][1] = cut
            continue
        spans.append([at if cut is None else cut, at + part.length, is_seen(part)])
        at, cut = at + part.length, None
    return [(start, end - start) for start, end, seen in spans if seen and end > start]


def pictures(mob: Any) -> list[list[tuple[int, int]]]:
    """The cuts of every video track that shows something, the lowest first."""
    tracks = []
    for slot in mob.slots:
        segment = getattr(slot, "segment", None)
        if getattr(segment, "media_kind", "") == "Picture":
            scoped = isinstance(segment, aaf2.components.NestedScope)
            tracks.extend(segment.slots if scoped else [segment])
    return [found for found in map(cuts, tracks) if found]


def shown(tracks: tuple[Track, ...]) -> list[list[tuple[int, int]]]:
    spans = [
        [(one.record.start, one.record.length) for one in track.events]
        for track in tracks
        if track.kind == "video"
    ]
    return [found for found in spans if found]


QUICK = (
    *("multiple_markers.aaf", "2997fps-DFTC.aaf", "one_clip.aaf"),
    *("linear_speed_effects.aaf", "transitions.aaf", "test_muted_clip.aaf"),
)


def _case(path: Path) -> Any:
    marks = () if path.name in QUICK else pytest.mark.sweep
    return pytest.param(path, id=path.name, marks=marks)


@needs_real
@pytest.mark.parametrize("path", [_case(path) for path in REAL])
def test_a_real_aaf_has_its_cuts_and_markers_where_the_file_says(path: Path) -> None:
    made, edit = found(path.name), real(path.name)
    with aaf2.open(str(path)) as file:
        (mob,) = file.content.toplevel()
        expected, tracks, name = Counter(marked(mob)), pictures(mob), mob.name
    assert [one.problem for one in edit.markers if one.record is None] == []
    read = ((one.record.start, one.name, one.colour) for one in edit.markers if one.record)
    assert Counter(read) == expected
    assert shown(edit.tracks) == tracks
    assert (edit.name, [notice.message for notice in edit.notices]) == (name, [])
    assert '"AAF"' not in made.text
    timeline = otio.adapters.read_from_string(made.text, "otio_json")
    assert timeline.duration().value == edit.length


@needs_real
def test_a_real_marker_on_a_clip_means_it_and_one_on_a_gap_what_is_seen_there() -> None:
    edit = real("multiple_markers.aaf")
    on = {one.name.partition(":")[0]: one.event and one.event.name for one in edit.markers}
    assert on == {
        "PUBLISH": None,
        "FX": None,
        "INSERT": None,
        "YELLOW": None,
        "GREEN": None,
        "BLUE": None,
        "CYAN": None,
        "MAGENTA": "Drop_24.mov",
        "RED": None,
    }
    addresses = {one.address.partition(", marker")[0] for one in edit.markers}
    assert addresses == {
        "timeline",
        "video track 1, clip 'zts02_1010'",
        "video track 1, gap at frame 0",
        "video track 2, gap at frame 0",
        "video track 3, gap at frame 0",
        "video track 4, clip 'Drop_24.mov'",
        "video track 5, gap at frame 0",
        "video track 5, gap at frame 192",
    }


@needs_real
def test_real_transitions_keep_their_frames_and_sides() -> None:
    video, *_ = real("transitions.aaf").tracks
    assert places(video.events) == [
        ("tech.fux (loop)-HD.mp4", 0, 117),
        ("t-hawk (loop)-HD.mp4", 117, 77),
        ("KOLL-HD.mp4", 247, 144),
        ("brokchrd (loop)-HD.mp4", 391, 130),
    ]
    mixed = [
        (
            one.record.start,
            one.record.length,
            one.outgoing and one.outgoing.name[:4],
            one.incoming and one.incoming.name[:4],
            one.unsupported,
        )
        for one in video.transitions
    ]
    assert mixed == [
        (0, 12, None, "tech", ""),
        (69, 48, "tech", "t-ha", ""),
        (182, 24, "t-ha", None, ""),
        (223, 48, None, "KOLL", "it is shown as a dissolve"),
        (473, 48, "brok", None, ""),
    ]


@needs_real
def test_real_speeds_are_those_of_the_offset_map() -> None:
    (track,) = real("linear_speed_effects.aaf").tracks
    speeds = [Fraction(source, record) for source in range(1, 6) for record in range(1, 5)]
    # The first one is the clip itself.
    assert [event.speed for event in track.events] == speeds


@needs_real
def test_real_clips_have_all_files_they_may_be() -> None:
    event, _ = real("30fps.aaf").tracks[0].events
    assert event.media
    assert event.media.paths == (
        "/Users/edit/Desktop/Josh/DemoClips/Frame Debugger 0h.mov",
        "/reverb/Users/edit/Desktop/Josh/DemoClips/Frame Debugger 0h.mov",
        "//VSD/Tools_Media/Avid MediaFiles/MXF/reverb.1/Frame Debugger 0h.5B204E8BV.mxf",
    )
    (clip,) = real("2997fps-DFTC.aaf").tracks[0].events
    name = "58982c7f-78b3-4cf9-8432-729fc4eafd55.mov"
    assert clip.media
    assert clip.media.paths == (
        f"/Macintosh HD/Users/ereinecke/Downloads/{name}",
        f"/Users/ereinecke/Downloads/{name}",
    )
    assert (clip.media.rate, clip.media.start) == (Fraction(24000, 1001), 0)


@needs_real
def test_a_real_drop_frame_start_a_muted_clip_and_a_title() -> None:
    edit = real("2997fps-DFTC.aaf")
    assert (edit.rate, edit.start, edit.drop_frame) == (NTSC_30, 539_460, True)
    ((muted,),) = (track.events for track in real("test_muted_clip.aaf").tracks)
    assert (muted.record, muted.enabled) == (Span(0, 120, FILM), False)
    converted = read_aaf(SHARED / "aaf" / "essence_group.aaf")
    assert converted.notices == (Notice("timeline", "without these effects: Title_2.", Level.INFO),)


NAMED = {
    "2997fps-DFTC.aaf": {"", "Audio 1"},
    "composite.aaf": {"", "700.Exported.03,Video Mixdown,5"},
    "duplicates.aaf": {"Circles"},
    "subclip_sourceclip_references_compositionmob_with_mastermob.aaf": {"DX"},
}


@needs_real
def test_real_track_names_are_those_somebody_gave() -> None:
    assert {name: {track.name for track in real(name).tracks} for name in NAMED} == NAMED


@pytest.mark.sweep
@needs_real
def test_no_real_track_has_a_name_that_nobody_gave() -> None:
    names = {track.name for path in REAL for track in real(path.name).tracks}
    assert names == set().union(*NAMED.values())


MADE = Reel(
    "Reel 1",
    tracks=(
        (
            Cut("A.mov", 10, 100, ("file:///host/Users/e/A%20b.mov", "file:///D%3A/A.mxf")),
            Cut("", 0, 50),
            Cut("B.mov", 3, 60),
        ),
        (Cut("", 0, 120), Cut("C.mov", 5, 40)),
    ),
    markers=(
        Said("sfx: rain", 20),
        Said("bgm: piano", 130, track=2, colour="Blue"),
        Said("sfx: wind", 105, length=30),
        Said("sfx: clock", 160, track=9, colour="Green"),
        Said("", 7),
    ),
    rate="30000/1001",
    start=107_892,
    drop=True,
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file that all tests read and none changes."""
    return written(tmp_path_factory.mktemp("made") / "Cut 01.aaf", MADE)


def test_a_sequence_has_its_rate_start_clips_and_markers(made: Path) -> None:
    edit = edited(made)
    assert (edit.name, edit.rate, edit.start, edit.drop_frame) == ("Reel 1", NTSC_30, 107_892, True)
    assert [places(track.events) for track in edit.tracks] == [
        [("A.mov", 0, 100), ("B.mov", 150, 60)],
        [("C.mov", 120, 40)],
    ]
    assert [sources(track.events) for track in edit.tracks] == [
        [("10", "1"), ("3", "1")],
        [("5", "1")],
    ]
    media = edit.tracks[0].events[0].media
    assert media
    assert media.paths == ("D:/A.mxf", "/host/Users/e/A b.mov", "/Users/e/A b.mov")
    assert [(one.name, one.record, one.colour, one.point) for one in edit.markers] == [
        ("", Span(7, 1, NTSC_30), "RED", True),
        ("sfx: rain", Span(20, 1, NTSC_30), "RED", True),
        ("sfx: wind", Span(105, 30, NTSC_30), "RED", False),
        ("bgm: piano", Span(130, 1, NTSC_30), "BLUE", True),
        ("sfx: clock", Span(160, 1, NTSC_30), "GREEN", True),
    ]


def test_markers_become_cues_of_their_clip_of_their_range_or_of_what_is_seen(made: Path) -> None:
    edit = edited(made)
    cues = [
        (cue.prompts.sound_effect or cue.prompts.background_music, cue.record)
        for cue in spot(edit).cues
    ]
    assert cues == [
        ("rain", Span(0, 100, NTSC_30)),
        ("wind", Span(105, 30, NTSC_30)),
        ("piano", Span(120, 40, NTSC_30)),
        ("clock", Span(150, 60, NTSC_30)),
    ]


def test_the_scored_aaf_is_an_otio_that_means_the_same(made: Path, tmp_path: Path) -> None:
    read = read_aaf(made)
    edit = understood(read, tmp_path)
    before, after = scored(read, tmp_path)
    assert (before.edit, after.edit) == (edit, edit)
    assert (before.dialect, after.dialect) == (AVID, AVID)
    (ours,) = (one for one in json.loads(after.text)["tracks"]["children"] if one["metadata"])
    clip = next(one for one in ours["children"] if one["OTIO_SCHEMA"] == "Clip.2")
    assert clip["media_references"]["DEFAULT_MEDIA"]["target_url"].startswith("/out/")


def test_a_marker_past_the_end_is_said(tmp_path: Path) -> None:
    reel = Reel("R", ((Cut("A.mov", 0, 50),),), (Said("sfx: late", 80),))
    made = read_aaf(written(tmp_path / "a.aaf", reel))
    assert made.notices == (
        Notice("marker 'sfx: late'", "00:00:03:05 is past the timeline's end: left out."),
    )
    assert understood(made, tmp_path).markers == ()


@pytest.mark.parametrize(
    ("points", "expected"),
    [
        ([[0, 0], [24, 48]], ("100", "2")),
        ([[0, 4], [24, 28]], ("104", "1")),
        ([[0, 24], [24, 0]], ("123", "-1")),
        ([[0, 0], [24, -24]], ("99", "-1")),
    ],
)
def test_a_speed_begins_where_its_offset_map_says(
    points: list[list[int]], expected: tuple[str, str], tmp_path: Path
) -> None:
    speed = (points[1][1] - points[0][1]) / 24
    offsets = {"PARAM_SPEED_OFFSET_MAP_U": {"keyframe_values": points}}
    effect = {**a_warp(speed), "metadata": {"AAF": {"Parameters": offsets}}}
    clip = a_clip("A", a_range(100.0, 24.0), a_reference("/m/A.mov"), effects=[effect])
    root, notices = slim(a_timeline(a_track(clip)), ())
    (track,) = understood(converted(root, AVID, notices, None), tmp_path).tracks
    assert sources(track.events) == [expected]


def test_a_marker_of_a_clip_and_of_its_media_is_one_and_those_not_shown_are_none(
    tmp_path: Path,
) -> None:
    said = {"AAF": {"Comment": "sfx: rain", "Position": 6, "AttachedPhysicalTrackNumber": 1}}
    of_media = {"AAF": {"Comment": "sfx: rain", "Position": 106, "AttachedPhysicalTrackNumber": 1}}
    unseen = {"AAF": {"Comment": "sfx: cut off", "Position": 90, "AttachedPhysicalTrackNumber": 1}}
    markers = [
        a_marker(106.0, 1.0, metadata=said),
        a_marker(106.0, 1.0, metadata=of_media),
        a_marker(90.0, 1.0, metadata=unseen),
    ]
    clip = a_clip("A", a_range(100.0, 24.0), a_reference("/m/A.mov"), markers=markers)
    mark = Mark(6, 1, FILM, 1, "sfx: rain", "RED")
    root, notices = slim(a_timeline(a_track(clip)), (mark,))
    edit = understood(converted(root, AVID, notices, None), tmp_path)
    assert [(one.name, one.record) for one in edit.markers] == [("sfx: rain", Span(6, 1, FILM))]


def refused(path: Path, message: str, sequence: str = "") -> None:
    with pytest.raises(TimelineError, match=f"^{re.escape(message)}$"):
        read_aaf(path, sequence)


def test_one_of_several_sequences_is_read_by_its_name(tmp_path: Path) -> None:
    day = Reel("Day", ((Cut("A.mov", 0, 50),),), (Said("sfx: day", 5),))
    night = Reel("Night", ((Cut("B.mov", 0, 70),),), (Said("sfx: night", 6),), start=180_000)
    path = written(tmp_path / "a.aaf", day, night)
    edit = edited(path, "Night")
    assert (edit.name, edit.start, edit.length) == ("Night", 180_000, 70)
    assert [one.name for one in edit.markers] == ["sfx: night"]
    listed = "'Day', 'Night'. Name one with --sequence, or export it alone."
    refused(path, f"it holds 2 sequences: {listed}")
    refused(path, f"there is no sequence 'Dusk' in it: {listed}", "Dusk")


DAMAGED = "the AAF is damaged or incomplete. Export it again."


def test_what_is_no_aaf_is_said_in_one_line(tmp_path: Path) -> None:
    path = tmp_path / "a.aaf"
    refused(path, "cannot be read (No such file or directory). Check the path.")
    for content in (b"", b"{}", b"\xd0\xcf\x11\xe0"):
        path.write_bytes(content)
        refused(path, "it is no AAF. Export the sequence as AAF.")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2000))
    refused(path, DAMAGED)
    with aaf2.open(str(path), "w"):
        pass
    refused(path, "it has no sequence. Export one.")


def damaged(whole: bytes, case: int) -> bytes:
    """A file cut off, with some bits flipped, or with a stretch of it overwritten."""
    dice, raw = random.Random(case), bytearray(whole)
    if case % 3 == 0:
        return bytes(raw[: dice.randrange(len(raw))])
    if case % 3 == 1:
        for _ in range(dice.choice((1, 4, 30))):
            raw[dice.randrange(dice.choice((8192, len(raw))))] ^= 1 << dice.randrange(8)
        return bytes(raw)
    at, length = dice.randrange(len(raw)), dice.choice((8, 64, 4096))
    raw[at : at + length] = dice.choice((b"\0", b"\xff")) * length
    return bytes(raw)


def spoken(path: Path) -> str:
    """What reading a file says: the error, or nothing."""
    try:
        edited(path)
    except TimelineError as error:
        return str(error)
    return ""


SAID = re.compile(
    r"|the AAF is damaged or incomplete\. Export it again\.|it is no AAF\. .*|it has no .*"
    r"|OpenTimelineIO cannot read the sequence \(.*\)\. .*|.*Export the timeline again\."
)


@pytest.mark.parametrize(
    "batch", [0, *(pytest.param(one, marks=pytest.mark.sweep) for one in range(1, 12))]
)
def test_a_damaged_aaf_is_read_or_refused_in_one_line(
    made: Path, tmp_path: Path, batch: int
) -> None:
    whole = made.read_bytes()
    path = tmp_path / "a.aaf"
    for case in range(batch * 3, batch * 3 + 3):
        path.write_bytes(damaged(whole, case))
        said = spoken(path)
        assert SAID.fullmatch(said), (case, said)


@pytest.mark.sweep
@needs_real
@pytest.mark.parametrize("name", ["test_muted_clip.aaf", "2997fps-DFTC.aaf", "one_clip.aaf"])
def test_a_damaged_real_aaf_is_read_or_refused_in_one_line(name: str, tmp_path: Path) -> None:
    whole = (SHARED / "aaf" / name).read_bytes()
    path = tmp_path / "a.aaf"
    for case in range(300):
        path.write_bytes(damaged(whole, case))
        said = spoken(path)
        assert SAID.fullmatch(said), (case, said)


def test_reading_prints_nothing_and_leaves_logging_alone(
    made: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    before = list(logging.getLogger().handlers)
    edited(made)
    assert logging.getLogger().handlers == before
    assert capfd.readouterr() == ("", "")


def test_the_libraries_are_loaded_only_for_an_aaf() -> None:
    code = (
        "import sys, otio_v2a.timeline.aaf, otio_v2a.timeline.edl\n"
        "print([name for name in ('aaf2', 'opentimelineio') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_what_others_converted_with_the_same_adapter_has_one_text_a_marker(
    tmp_path: Path,
) -> None:
    said = {"AAF": {"Comment": "sfx: rain"}}
    marker = a_marker(12.0, 1.0, name="sfx: rain", metadata=said)
    clip = a_clip("A", a_range(0.0, 48.0), markers=[marker], metadata={"AAF": {"Name": "A"}})
    document = load(saved(tmp_path, a_timeline(a_track(clip))))
    assert document.dialect is AVID
    assert [(one.name, one.note) for one in document.edit.markers] == [("sfx: rain", "")]
