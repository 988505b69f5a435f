"""An EDL becomes a timeline: every cut, dissolve, speed and locator at its record timecode."""

import re
from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import opentimelineio as otio
import pytest
from conversions import SHARED, places, scored, sources, understood
from hypothesis import given, settings
from hypothesis import strategies as st

from otio_v2a.edit import Edit, Marker, Transition
from otio_v2a.errors import TimelineError
from otio_v2a.model import Level, Notice, Span
from otio_v2a.spotting import spot
from otio_v2a.timeline.converted import Converted
from otio_v2a.timeline.document import load
from otio_v2a.timeline.edl.reader import LARGEST_EDL, read_edl
from otio_v2a.timeline.reading import Reading

FILM, PAL = Fraction(24), Fraction(25)
NTSC_24, NTSC_30 = Fraction(24000, 1001), Fraction(30000, 1001)
NTSC_60 = Fraction(60000, 1001)
REAL = sorted((SHARED / "edl").glob("*.edl"))
LOST = "an EDL holds cuts, dissolves and speeds: sizes, opacity, titles and effects are not in it"
EVENT = re.compile(r"\d+\s+(\S+)\s+(\S+)\s+[CD]\s.*?(\d\d:\S+)\s+(\d\d:\S+)\s+(\d\d:\S+)\s+(\d\S+)")


def converted(path: Path, text: str, rate: Fraction = FILM, encoding: str = "utf-8") -> Converted:
    path.write_bytes(text.encode(encoding))
    return read_edl(path, rate)


def edited(folder: Path, text: str, rate: Fraction = FILM) -> Edit:
    return understood(converted(folder / "Cut 01.edl", text, rate), folder)


def counted(label: str, base: int, *, drop: bool) -> int:
    """A label as frames, its dropped labels counted minute by minute."""
    hours, minutes, seconds, frames = map(int, re.split("[:;]", label))
    past = hours * 60 + minutes
    skipped = base // 15 * sum(1 for minute in range(1, past + 1) if minute % 10)
    return (past * 60 + seconds) * base + frames - (skipped if drop else 0)


@pytest.mark.skipif(not REAL, reason="the real EDLs are not here")
@pytest.mark.parametrize("path", REAL, ids=lambda path: path.name)
def test_every_event_of_a_real_edl_stands_where_its_record_timecode_says(path: Path) -> None:
    rate = PAL if path.name == "25fps.edl" else FILM
    written = [found.groups() for found in map(EVENT.match, path.read_text().splitlines()) if found]
    numbers = [[counted(label, int(rate), drop=False) for label in one[2:]] for one in written]
    start = min(one[2] for one in numbers)
    edit = understood(read_edl(path, rate), path.parent)
    shown = [event for event in edit.tracks[0].events if event.record.length]
    assert (edit.start, edit.rate, edit.drop_frame) == (start, rate, False)
    assert edit.length == max(one[3] for one in numbers) - start
    assert [(one.record.start, one.record.length) for one in shown] == [
        (one[2] - start, one[3] - one[2]) for one in numbers if one[3] > one[2]
    ]
    begun = [one[0] for one in numbers if one[3] > one[2]]
    assert [event.source_in * rate for event in shown] == begun


@pytest.mark.skipif(not REAL, reason="the real EDLs are not here")
def test_real_locators_stand_at_their_record_timecode_with_colour_and_text() -> None:
    path = SHARED / "edl" / "screening_example.edl"
    edit = understood(read_edl(path, FILM), path.parent)
    start = counted("00:59:53:11", 24, drop=False)
    shown = [(one.record, one.name, one.note, one.colour, one.problem) for one in edit.markers]
    frames = [
        counted(f"01:00:{label}", 24, drop=False) - start for label in ("01:14", "02:14", "15:13")
    ]
    assert shown == [
        (Span(frames[0], 1, FILM), "ANIM FIX NEEDED", "", "RED", ""),
        (Span(frames[1], 1, FILM), "ANIM FIX NEEDED", "", "PINK", ""),
        (Span(frames[2], 1, FILM), "", "", "GREEN", ""),
    ]
    assert [one.event and one.event.name for one in edit.markers] == [
        "ZZ100_504C (LAY1)",
        "ZZ100_504C (LAY1)",
        "ZZ100_508 (LAY2)",
    ]


@pytest.mark.skipif(not REAL, reason="the real EDLs are not here")
def test_real_speeds_and_freezes_are_kept() -> None:
    path = SHARED / "edl" / "speed_effects_small.edl"
    (track,) = understood(read_edl(path, FILM), path.parent).tracks
    assert sources(track.events) == [
        ("86445", "1"),
        ("86661", "0"),
        ("86660", "0"),
        ("86660", "1"),
        ("86544", "119/60"),
    ]


@pytest.mark.skipif(not REAL, reason="the real EDLs are not here")
@pytest.mark.parametrize(
    ("name", "start", "length", "sides"),
    [
        ("dissolve_test.edl", 9, 10, ("clip_A", "clip_B")),
        ("dissolve_test_3.edl", 61, 30, ("Clip_B.mov", "Clip_C.mov")),
        ("dissolve_test_fail.edl", 9, 10, ("clip_A", "clip_B")),
        ("transition_duration.edl", 180, 26, ("ABC0200.", "ABC0300.")),
    ],
)
def test_a_real_dissolve_begins_at_its_cut(
    name: str, start: int, length: int, sides: tuple[str, str]
) -> None:
    path = SHARED / "edl" / name
    (track,) = understood(read_edl(path, FILM), path.parent).tracks
    (found,) = track.transitions
    assert found.outgoing
    assert found.incoming
    assert (found.outgoing.name, found.incoming.name) == sides
    assert found.record == Span(start, length, FILM)
    assert (found.share, found.step) == (Fraction(1, 2 * length), Fraction(1, length))


RATES = [
    ("23.976", NTSC_24, "NON-DROP FRAME", ":", False),
    ("24", FILM, "NON-DROP FRAME", ":", False),
    ("25", PAL, "NON-DROP FRAME", ":", False),
    ("29.97", NTSC_30, "NON-DROP FRAME", ":", False),
    ("29.97", NTSC_30, "DROP FRAME", ":", True),
    ("29.97", NTSC_30, "DROP FRAME", ";", True),
    ("50", Fraction(50), "NON-DROP FRAME", ":", False),
    ("59.94", NTSC_60, "NON-DROP FRAME", ":", False),
    ("59.94", NTSC_60, "DROP FRAME", ":", True),
    ("59.94", NTSC_60, "DROP FRAME", ";", True),
]


@pytest.mark.parametrize("case", RATES, ids=str)
def test_records_and_locators_are_exact_at_every_rate(
    tmp_path: Path, case: tuple[str, Fraction, str, str, bool]
) -> None:
    spelled, rate, mode, mark, drop = case
    labels = ["00:59:58:07", "01:00:03:11", "01:09:59:19", "01:10:07:04", "01:01:00:05"]
    first, cut, left, last, locator = (mark.join(one.rsplit(":", 1)) for one in labels)
    text = (
        f"TITLE: Reel 1\nFCM: {mode}\n"
        f"001  A012  V  C  {first} {cut} {first} {cut}\n"
        f"002  B007  V  C  {cut} {left} {cut} {left}\n"
        f"* LOC: {locator} RED     sfx: rain on glass\n"
        f"003  C001  V  C  {left} {last} {left} {last}\n"
    )
    made = converted(tmp_path / "a.edl", text, Fraction(spelled))
    edit = understood(made, tmp_path)
    base = round(rate)
    start, second, third, end, at = (counted(label, base, drop=drop) for label in labels)
    assert (edit.name, edit.rate, edit.start, edit.length) == ("Reel 1", rate, start, end - start)
    assert edit.drop_frame is drop
    assert places(edit.tracks[0].events) == [
        ("A012", 0, second - start),
        ("B007", second - start, third - second),
        ("C001", third - start, end - third),
    ]
    assert [one.source_in * rate for one in edit.tracks[0].events] == [start, second, third]
    assert edit.markers == (
        Marker(
            address="video track 1, clip 'B007', marker 'sfx: rain on glass'",
            name="sfx: rain on glass",
            note="",
            record=Span(at - start, 1, rate),
            anchor=f"B007|{at / rate}",
            point=True,
            colour="RED",
            event=edit.tracks[0].events[1],
        ),
    )
    (cue,) = spot(edit).cues
    assert (cue.prompts.sound_effect, cue.record) == (
        "rain on glass",
        Span(second - start, third - second, rate),
    )


def test_otio_reads_the_conversion_at_the_same_places(tmp_path: Path) -> None:
    text = (
        "001 A V C 00:00:10:00 00:00:11:00 01:00:00:00 01:00:01:00\n"
        "002 A V C 00:00:11:00 00:00:11:00 01:00:01:00 01:00:01:00\n"
        "002 B V D 012 00:00:20:00 00:00:22:00 01:00:01:00 01:00:03:00\n"
        "003 C V C 00:00:30:00 00:00:31:00 01:00:05:00 01:00:06:00\n"
    )
    made = converted(tmp_path / "a.edl", text)
    timeline = otio.adapters.read_from_string(made.text, "otio_json")
    (track,) = timeline.tracks
    clips = [child for child in track if isinstance(child, otio.schema.Clip)]
    ranges = track.range_of_all_children()
    found = [(ranges[one].start_time.value, ranges[one].duration.value) for one in clips]
    assert timeline.global_start_time == otio.opentime.RationalTime(86400, 24)
    assert found == [(0, 24), (24, 48), (120, 24)]
    assert clips[0].visible_range().duration.value == 36


def test_the_scored_edl_is_an_otio_that_means_the_same(tmp_path: Path) -> None:
    text = (
        "FCM: NON-DROP FRAME\n"
        "001 A V C 00:00:10:00 00:00:11:00 01:00:05:10 01:00:06:10\n"
        "002 B V C 00:00:10:00 00:00:11:00 01:00:06:10 01:00:40:10\n"
        "M2 B -015.0 00:00:10:00\n* LOC: 01:00:20:10 RED sfx: rain\n"
    )
    made = converted(tmp_path / "a.edl", text, NTSC_30)
    edit = understood(made, tmp_path)
    before, after = scored(made, tmp_path)
    assert (before.edit, before.dialect, edit.drop_frame) == (edit, made.dialect, False)
    assert (after.edit, after.dialect) == (edit, made.dialect)


def test_mixed_codes_count_source_by_the_last_fcm_and_record_by_the_first(tmp_path: Path) -> None:
    text = (
        "TITLE: x\nFCM: DROP FRAME\n"
        "001 A V C 01:01:00:02 01:01:10:02 01:00:00:00 01:00:10:00\n"
        "FCM: NON-DROP FRAME\n"
        "002 B V C 01:01:00:02 01:01:10:02 01:00:10:00 01:00:20:00\n"
    )
    edit = edited(tmp_path, text, NTSC_30)
    assert places(edit.tracks[0].events) == [("A", 0, 300), ("B", 300, 300)]
    drop, plain = (counted("01:01:00:02", 30, drop=drop) for drop in (True, False))
    assert sources(edit.tracks[0].events) == [(str(drop), "1"), (str(plain), "1")]
    assert edit.start == counted("01:00:00:00", 30, drop=True)


def test_where_any_label_has_a_semicolon_those_with_colons_are_non_drop(tmp_path: Path) -> None:
    text = "FCM: DROP FRAME\n001 A V C 01:01:00:02 01:01:10:02 01:01:00;02 01:01:10;02\n"
    edit = edited(tmp_path, text, NTSC_30)
    assert edit.start == counted("01:01:00:02", 30, drop=True)
    assert sources(edit.tracks[0].events) == [(str(counted("01:01:00:02", 30, drop=False)), "1")]


def test_drop_frame_where_there_is_none_is_said(tmp_path: Path) -> None:
    text = "FCM: DROP FRAME\n001 A.mov V C 00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\n"
    made = converted(tmp_path / "a.edl", text, PAL)
    assert made.notices[1:] == (
        Notice(
            "timeline",
            "it says drop-frame, which there is not at 25 frames a second: counted as non-drop."
            " Check --rate.",
        ),
    )
    assert understood(made, tmp_path).start == 90_000


@pytest.mark.parametrize(
    ("source", "motion", "expected"),
    [
        ("00:00:10:00 00:00:12:00", "M2 A 012.0 00:00:10:00", ("240", "1/2")),
        ("00:00:10:00 00:00:18:00", "M2 A 048.0 00:00:10:00", ("240", "2")),
        # Resolve writes the source as long as the record, whatever the speed.
        ("00:00:10:00 00:00:14:00", "M2 A 048.0 00:00:10:00", ("240", "2")),
        ("00:00:10:00 00:00:14:00", "M2 A 024.0 00:00:10:00", ("240", "1")),
        ("00:00:10:00 00:00:14:00", "M2 A -024.0 00:00:10:00", ("335", "-1")),
        ("00:00:14:00 00:00:10:00", "M2 A -24 00:00:14:00", ("335", "-1")),
        ("00:00:10:00 00:00:10:01", "M2 A 000.0 00:00:10:00", ("240", "0")),
        ("00:00:10:00 00:00:10:01", "* * FREEZE FRAME", ("240", "0")),
        ("00:00:10:00 00:00:12:00", "M2\tA\t12\t00:00:10;00", ("240", "1/2")),
    ],
)
def test_speeds_play_what_the_m2_line_says(
    tmp_path: Path, source: str, motion: str, expected: tuple[str, str]
) -> None:
    event = f"001 A V C {source} 01:00:00:00 01:00:04:00"
    made = converted(tmp_path / "a.edl", f"{event}\n{motion}\n* FROM CLIP: /m/A.mov\n")
    edit = understood(made, tmp_path)
    assert places(edit.tracks[0].events) == [("A", 0, 96)]
    assert sources(edit.tracks[0].events) == [expected]
    assert made.notices == (Notice("timeline", f"{LOST}.", Level.INFO),)


@pytest.mark.parametrize("fps", ["059.94", "060.0", "59.9401"])
def test_double_speed_is_exactly_double_however_ntsc_is_written(tmp_path: Path, fps: str) -> None:
    event = "001 A V C 00:00:10:00 00:00:18:00 01:00:00:00 01:00:04:00"
    edit = edited(tmp_path, f"{event}\nM2 A {fps} 00:00:10:00\n", NTSC_30)
    (found,) = edit.tracks[0].events
    assert abs(found.speed - 2) < Fraction(1, 100_000)


def test_an_m2_line_in_a_dissolve_belongs_to_its_reel(tmp_path: Path) -> None:
    text = (
        "001 A V C 00:00:10:00 00:00:11:00 01:00:00:00 01:00:01:00\n"
        "002 A V C 00:00:40:00 00:00:40:00 01:00:01:00 01:00:01:00\n"
        "002 B V D 012 00:00:20:00 00:00:22:00 01:00:01:00 01:00:03:00\n"
        "M2 A 048.0 00:00:40:00\n"
    )
    (track,) = edited(tmp_path, text).tracks
    assert places(track.events) == [("A", 0, 24), ("A", 24, 0), ("B", 24, 48)]
    assert sources(track.events) == [("240", "1"), ("960", "2"), ("480", "1")]


def dissolved(folder: Path, *lines: str) -> list[Transition]:
    return list(edited(folder, "\n".join(lines)).tracks[0].transitions)


def test_a_dissolve_may_come_from_something_that_was_not_seen_before(tmp_path: Path) -> None:
    (found,) = dissolved(
        tmp_path,
        "001 AX V C 00:00:10:00 00:00:11:00 01:00:00:00 01:00:01:00",
        "* FROM CLIP NAME: one",
        "002 AX V C 00:00:11:00 00:00:11:00 01:00:01:00 01:00:01:00",
        "002 AX V D 012 00:00:20:00 00:00:22:00 01:00:01:00 01:00:03:00",
        "* FROM CLIP NAME: two",
        "* TO CLIP NAME: three",
    )
    assert found.outgoing
    assert found.incoming
    assert (found.outgoing.name, found.incoming.name) == ("two", "three")
    assert (found.outgoing.record, found.record) == (Span(24, 0, FILM), Span(24, 12, FILM))


def test_an_outgoing_event_with_a_length_is_shown_before_its_dissolve(tmp_path: Path) -> None:
    text = (
        "001 A V C 00:00:10:00 00:00:11:00 01:00:00:00 01:00:01:00\n"
        "001 B V W004 012 00:00:20:00 00:00:22:00 01:00:01:00 01:00:03:00\n"
    )
    (track,) = edited(tmp_path, text).tracks
    (found,) = track.transitions
    assert places(track.events) == [("A", 0, 24), ("B", 24, 48)]
    assert (found.outgoing, found.incoming) == track.events
    assert found.unsupported == "it is shown as a dissolve"


def test_fades_to_and_from_black_have_one_side(tmp_path: Path) -> None:
    into, out = dissolved(
        tmp_path,
        "001 BL V C 00:00:00:00 00:00:00:00 01:00:00:00 01:00:00:00",
        "001 A V D 012 00:00:20:00 00:00:22:00 01:00:00:00 01:00:02:00",
        "002 A V C 00:00:22:00 00:00:22:00 01:00:02:00 01:00:02:00",
        "002 BL V D 024 00:00:00:00 00:00:01:00 01:00:02:00 01:00:03:00",
    )
    assert (into.outgoing, into.incoming and into.incoming.name) == (None, "A")
    assert (out.outgoing and out.outgoing.name, out.incoming) == ("A", None)
    assert (into.record, out.record) == (Span(0, 12, FILM), Span(48, 24, FILM))


def test_a_transition_never_outlasts_its_event(tmp_path: Path) -> None:
    (found,) = dissolved(
        tmp_path,
        "001 A V C 00:00:10:00 00:00:11:00 01:00:00:00 01:00:01:00",
        "002 B V D 099 00:00:20:00 00:00:21:00 01:00:01:00 01:00:02:00",
    )
    assert found.record == Span(24, 24, FILM)


def test_channels_become_tracks_that_stand_together(tmp_path: Path) -> None:
    text = (
        "001 S1 AA/V C 00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\n"
        "001 S2 A C 00:00:00:00 00:00:01:00 01:00:02:00 01:00:03:00\n"
        "002 S3 B C 00:00:00:00 00:00:01:00 01:00:04:00 01:00:05:00\n"
        "AUD 3 4\n"
        "003 S4 NONE C 00:00:00:00 00:00:01:00 01:00:05:00 01:00:06:00\n"
        "AUD 12\n"
    )
    edit = edited(tmp_path, text)
    assert [(one.name, one.kind, places(one.events)) for one in edit.tracks] == [
        ("V", "video", [("S1", 0, 24), ("S3", 96, 24)]),
        ("A1", "audio", [("S1", 0, 24), ("S2", 48, 24), ("S3", 96, 24)]),
        ("A2", "audio", [("S1", 0, 24)]),
        ("A3", "audio", [("S3", 96, 24)]),
        ("A4", "audio", [("S3", 96, 24)]),
        ("A12", "audio", [("S4", 120, 24)]),
    ]


def test_the_record_counts_where_lists_disagree(tmp_path: Path) -> None:
    text = (
        "009 C.mov V C 00:00:00:00 00:00:01:00 01:00:02:00 01:00:03:00\n"
        "007 A.mov V C 00:00:00:00 00:00:01:05 01:00:00:00 01:00:01:00\n"
        "008 B.mov V C 00:00:00:00 00:00:02:00 01:00:01:00 01:00:03:00\n"
        "008 K.mov V K 024 00:00:00:00 00:00:02:00 01:00:01:00 01:00:03:00\n"
        "010 X.mov GPI C 00:00:00:00 00:00:02:00 01:00:03:00 01:00:05:00\n"
    )
    made = converted(tmp_path / "a.edl", text)
    (track,) = understood(made, tmp_path).tracks
    assert places(track.events) == [("A.mov", 0, 24), ("B.mov", 24, 24), ("C.mov", 48, 24)]
    assert [notice.message for notice in made.notices] == [
        f"{LOST}; 5 of 5 events name no file.",
        "event 007 (line 2): of another length in the source than in the record: the record"
        " counts.",
        "event 008 (line 4): keyed over others: left out.",
        "event 010 (line 5): on no track that is known: left out.",
        "event 008 (line 3): running on into the one after: cut off there.",
    ]


def test_twelve_hundred_events_with_numbers_that_start_again(tmp_path: Path) -> None:
    def label(frame: int) -> str:
        minutes, frames = divmod(frame, 60 * 25)
        return f"{minutes // 60:02}:{minutes % 60:02}:{frames // 25:02}:{frames % 25:02}"

    edges = [index * 37 + index % 5 for index in range(1201)]
    lines = [
        f"{index % 999 + 1:03} R{index} V C {label(7)} {label(7 + b - a)} {label(a)} {label(b)}"
        for index, (a, b) in enumerate(pairwise(edges))
    ]
    (track,) = edited(tmp_path, "\n".join(lines), PAL).tracks
    assert [(one.record.start, one.record.end) for one in track.events] == list(pairwise(edges))


def test_a_record_over_midnight_goes_on(tmp_path: Path) -> None:
    text = "001 A V C 00:00:00:00 00:00:02:00 23:59:59:00 00:00:01:00\n"
    edit = edited(tmp_path, text)
    assert (edit.start, edit.length) == (counted("23:59:59:00", 24, drop=False), 48)


def test_plain_frame_counts_are_places_too(tmp_path: Path) -> None:
    edit = edited(tmp_path, "001 A V C 100 150 86400 86450\n")
    assert (edit.start, places(edit.tracks[0].events)) == (86_400, [("A", 0, 50)])


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ("* FROM CLIP: S:\\path\\A.mov", ("S:\\path\\A.mov",)),
        ("* FROM FILE: /m/a b: c.mov", ("/m/a b: c.mov",)),
        ("FROM CLIP NAME: A.mov", ("{folder}/A.mov",)),
        ("* FROM CLIP NAME: A v2.0 (LAY1)", ()),
        ("* SOURCE FILE: A.mxf\n* FROM CLIP NAME: shot", ("{folder}/A.mxf",)),
        ("* SOURCE FILE: ZZ100_501.LAY3.01", ()),
        ("* FROM CLIP: /s/A.[1001-1020].exr", ("/s/A.1001.exr",)),
    ],
)
def test_media_are_found_by_path_or_by_a_name_that_is_a_file(
    tmp_path: Path, said: str, expected: tuple[str, ...]
) -> None:
    text = f"001 A V C 00:00:10:00 00:00:11:00 01:00:00:00 01:00:01:00\n{said}\n"
    (event,) = edited(tmp_path, text).tracks[0].events
    assert event.media
    assert event.media.paths == tuple(one.format(folder=tmp_path) for one in expected)


@pytest.mark.parametrize(
    ("locator", "expected"),
    [
        ("* LOC: 01:00:00:12 sfx: rain: hard", ("sfx: rain: hard", "", "")),
        ("*LOC:01:00:00:12 Green bgm: slow piano", ("bgm: slow piano", "", "GREEN")),
        ("* LOC: 01:00:00:12 REDDISH light", ("REDDISH light", "", "")),
        ('* LOC: 01:00:00:12 RED {"v2a": {}}', ("", '{"v2a": {}}', "RED")),
        ("* LOC: 01:00:00:12", ("", "", "")),
    ],
)
def test_a_locator_has_one_text(
    tmp_path: Path, locator: str, expected: tuple[str, str, str]
) -> None:
    text = f"001 A V C 00:00:10:00 00:00:11:00 01:00:00:00 01:00:01:00\n{locator}\n"
    (found,) = edited(tmp_path, text).markers
    assert (found.name, found.note, found.colour) == expected
    assert found.record == Span(12, 1, FILM)


def test_locators_in_gaps_dissolves_and_nowhere_keep_their_place(tmp_path: Path) -> None:
    text = (
        "001 A V C 00:00:10:00 00:00:11:00 01:00:00:00 01:00:01:00\n"
        "002 B V C 00:00:20:00 00:00:22:00 01:00:02:00 01:00:04:00\n"
        "M2 B 048.0 00:00:20:00\n"
        "003 C V D 012 00:00:30:00 00:00:31:00 01:00:04:00 01:00:05:00\n"
        "* LOC: 01:00:04:00 sfx: dissolve\n"
        "* LOC: 01:00:01:12 sfx: gap\n"
        "* LOC: 01:00:03:23 sfx: fast\n"
        "* LOC: 02:00:00:00 sfx: far\n"
    )
    made = converted(tmp_path / "a.edl", text)
    assert made.notices[-1:] == (
        Notice("locator 'sfx: far'", "02:00:00:00 is outside the timeline: left out."),
    )
    shown = [
        (one.name, one.record and one.record.start, one.event and one.event.name)
        for one in understood(made, tmp_path).markers
    ]
    assert sorted(shown) == [
        ("sfx: dissolve", 96, "C"),
        ("sfx: fast", 95, "B"),
        ("sfx: gap", 36, None),
    ]


PLAIN = "TITLE: Gr\u00fcn\n001 A V C 00:00:10:00 00:00:11:00 01:00:00:00 01:00:01:00\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1", "utf-16"])
@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
def test_any_encoding_and_line_ending_is_read(tmp_path: Path, encoding: str, ending: str) -> None:
    made = converted(tmp_path / "a.edl", PLAIN.replace("\n", ending), encoding=encoding)
    assert understood(made, tmp_path) == edited(tmp_path, PLAIN)
    assert understood(made, tmp_path).name == "Gr\u00fcn"


def refused(path: Path, rate: Fraction | None, message: str) -> None:
    with pytest.raises(TimelineError, match=f"^{re.escape(message)}$"):
        read_edl(path, rate)


def test_without_a_rate_it_is_asked_for(tmp_path: Path) -> None:
    message = (
        "an EDL does not say how many frames a second it counts. Give them: --rate 25 (or 23.976,"
        " 24, 29.97, 30, 50, 59.94)."
    )
    refused(tmp_path / "a.edl", None, message)
    message = "an edit does not run at 0.5 frames a second. Give another --rate."
    refused(tmp_path / "a.edl", Fraction(1, 2), message)


AGAIN = "Export the EDL again."
CMX = "Export the timeline as CMX3600 EDL."


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", f"it has no event, so it is no EDL. {CMX}"),
        (b"TITLE: x\n* nothing\n", f"it has no event, so it is no EDL. {CMX}"),
        (b"001\0\0", f"it has binary data, so it is no EDL. {CMX}"),
        (
            b"\n001 A V C 00:00:10:00 00:00:11:24 01:00:00:00 01:00:01:24\n",
            "line 2: '00:00:11:24' has frame 24, but at 24 frames a second there are none beyond"
            " 23. Give the rate that the edit runs at, such as --rate 25, 29.97 or 59.94.",
        ),
        (
            b"001 A V C 00:00:10:00 00:00:11:00 01:00:00:00\n",
            "line 1: '001 A V C 00:00:10:00 00:00:11:00 01:00:00:00' is no event: reel, channel,"
            f" edit and four timecodes are needed. {AGAIN}",
        ),
        (
            b"001 A V X 00:00:10:00 00:00:11:00 01:00:00:00 01:00:01:00\n",
            "line 1: '001 A V X 00:00:10:00 00:00:11:00 01:00:00:00 01:00:01:00' has no edit C,"
            " D, W or K. Export it again.",
        ),
        (
            b"001 A V C 00:00:10:00 00:61:11:00 01:00:00:00 01:00:01:00\n",
            f"line 1: '00:61:11:00' is no timecode. {AGAIN}",
        ),
        (
            b"001 A GPI C 00:00:10:00 00:00:11:00 01:00:00:00 01:00:01:00\n",
            f"none of its events is on a video or audio track. {CMX}",
        ),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(
    tmp_path: Path, content: bytes, message: str
) -> None:
    path = tmp_path / "a.edl"
    path.write_bytes(content)
    refused(path, FILM, message)


def test_a_huge_or_missing_file_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.edl"
    with path.open("wb") as file:
        file.truncate(LARGEST_EDL + 1)
    message = (
        f"the file has {LARGEST_EDL + 1} bytes; at most {LARGEST_EDL} are read."
        " Export one timeline."
    )
    refused(path, FILM, message)
    gone = tmp_path / "b.edl"
    refused(gone, FILM, "cannot be read (No such file or directory). Check the path.")


WORDS = """001 002 A B BL V A1 AA/V C D W001 K B 024 012.0 -024.0 M2 * LOC: FROM CLIP NAME: AUD 3
FCM: DROP FRAME 00:00:10:00 00:00:11;00 01:00:00:00 01:00:01:00 99:00:00:23 [1-2].exr \u00b2"""


@given(st.lists(st.sampled_from([*WORDS.split(), "\n"]), max_size=60).map(" ".join))
@settings(derandomize=True, deadline=None, max_examples=300)
def test_any_text_is_read_or_refused_in_one_line(
    tmp_path_factory: pytest.TempPathFactory, text: str
) -> None:
    folder = tmp_path_factory.mktemp("any")
    head = "001 A V C 00:00:10:00 00:00:11:00 01:00:00:00 01:00:01:00\n"
    said = ""
    try:
        understood(converted(folder / "a.edl", head + text), folder)
    except TimelineError as error:
        said = str(error)
    assert "\n" not in said


def test_a_dialect_that_an_edl_cannot_have_is_left_aside_with_a_word(tmp_path: Path) -> None:
    path = tmp_path / "Cut 01.edl"
    path.write_text(PLAIN, encoding="utf-8")
    asked, plain = (load(path, Reading(dialect=one, rate=PAL)) for one in ("resolve", ""))
    message = "the dialect 'resolve' is left aside: .edl has none."
    assert asked.edit.notices == (*plain.edit.notices, Notice("timeline", message))
    assert (asked.dialect.name, asked.text) == ("edl", plain.text)
