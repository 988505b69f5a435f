"""Files that are damaged, foreign or hostile: one clear error, or read safely."""

import json
import re
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
    resolve,
    written,
)

from otio_v2a.errors import TimelineError
from otio_v2a.model import Notice, Span
from otio_v2a.timeline import document, files
from otio_v2a.timeline.document import load
from otio_v2a.timeline.encoding import Encoding
from otio_v2a.timeline.reading import Reading

FILM = Fraction(24)
AGAIN = "Export the timeline again."


def a_shot(**fields: object) -> Json:
    return a_clip("A012", a_range(0.0, 48.0), a_reference("/m/A.mov"), **fields)


def refused(path: Path, message: str, dialect: str | None = None) -> None:
    with pytest.raises(TimelineError, match=f"^{re.escape(message)}$"):
        load(path, Reading(dialect=dialect or ""))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "line 1, column 1: expecting value. The file is damaged or incomplete: "),
        ('{"a": 1', "line 1, column 8: expecting ','. The file is damaged or incomplete: "),
        ('{"a": 1,\n}', "line 2, column 1: expecting another value after ','. "),
        ('{"a" 1}', "line 1, column 6: expecting ':'. "),
        ("{a: 1}", "line 1, column 2: expecting '\"'. "),
        ('{"a": "b}', "line 1, column 7: unterminated string starting at. "),
        ('{"OTIO_SCHEMA": "Timeline.1"} x', "line 1, column 31: extra data. "),
        ("[1, 2]", "the file holds no OTIO object, not a timeline."),
        ('{"OTIO_SCHEMA": "Timeline.1"}', "the timeline has no list of tracks."),
        ('{"OTIO_SCHEMA": "Timeline.1", "tracks": null}', "the timeline has no list of tracks."),
        ('{"OTIO_SCHEMA": "Stack.1", "children": []}', "the file holds one Stack, not a timeline."),
        ('{"a": ' + "[" * 100_000, "the file is nested too deeply to be read."),
    ],
)
def test_a_damaged_file_is_refused_with_its_place(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "Cut 01.otio"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(TimelineError, match=f"^{re.escape('Cut 01.otio: ' + message)}"):
        load(path)


def test_a_truncated_real_timeline_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, resolve(a_track(a_shot())))
    whole = path.read_text(encoding="utf-8")
    for length in range(0, len(whole), 97):
        path.write_text(whole[:length], encoding="utf-8")
        with pytest.raises(TimelineError, match=r"^Cut 01\.otio: line \d+, column \d+: "):
            load(path)


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "Cut 01.otio"
    path.write_bytes(b"\xff\xfe{\x00")
    refused(
        path,
        "Cut 01.otio: byte 1 is not UTF-8 text, so it is no .otio file."
        " Export the timeline as OTIO.",
    )


def test_a_missing_or_oversized_file_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "Cut 01.otio"
    refused(path, "Cut 01.otio: cannot be read (No such file or directory). Check the path.")
    path.write_text("{}", encoding="utf-8")
    monkeypatch.setattr(files, "LARGEST_FILE", 1)
    refused(path, "Cut 01.otio: the file has 2 bytes; at most 1 are read. Export one timeline.")


def test_an_unknown_dialect_is_refused(tmp_path: Path) -> None:
    refused(
        written(tmp_path, a_timeline()),
        "Cut 01.otio: there is no timeline dialect 'vegas'."
        " Choose one of: resolve, premiere, kdenlive, hiero, fcpx, edl, avid, generic.",
        "vegas",
    )


@pytest.mark.parametrize(
    ("clip", "message"),
    [
        (a_clip("A012", a_range(0.0, 48.0, 0.0)), "a time counts at 0.0 frames a second."),
        (a_clip("A012", a_range(0.0, 48.0, -24.0)), "a time counts at -24.0 frames a second."),
        (a_clip("A012", a_range(0.0, 48.0, float("nan"))), "a time counts at nan frames a second."),
        (a_clip("A012", a_range(float("nan"), 48.0)), "a time is nan, not a frame."),
        (a_clip("A012", a_range(0.0, float("inf"))), "a time is inf, not a frame."),
        (a_clip("A012", a_range(0.0, 10**400)), "a time is 1000"),
        (a_clip("A012", a_range(0.0, 1e300)), "a time is 1e+300, not a frame."),
        (a_clip("A012", a_range("0", 48.0)), "a time is '0', not a number."),  # type: ignore[arg-type]
        (a_clip("A012", {"start_time": a_time(0.0)}), "a time has no 'duration'."),
        (a_clip("A012", a_range(0.0, -48.0)), "a duration is negative (-48 frames)."),
        (a_clip("A012", None, a_reference("/m/A.mov")), "nothing says how long it is."),
        (a_shot(effects=[a_warp(float("nan"))]), "a speed is nan, not a number."),
        (a_shot(effects=[{"OTIO_SCHEMA": "LinearTimeWarp.1"}]), "a speed is None, not a number."),
    ],
)
def test_a_time_that_cannot_be_used_is_refused_with_its_clip(
    tmp_path: Path, clip: Json, message: str
) -> None:
    path = written(tmp_path, resolve(a_track(a_gap(12.0), clip)))
    place = re.escape(f"Cut 01.otio: video track 1, clip 'A012': {message}")
    with pytest.raises(TimelineError, match=f"^{place}.*{AGAIN}$"):
        load(path)


def test_a_start_that_cannot_be_used_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, a_timeline(a_track(a_shot()), start=a_time(float("nan"))))
    refused(path, f"Cut 01.otio: the timeline's start: a time is nan, not a frame. {AGAIN}")


@pytest.mark.parametrize("ranged", [True, False])
def test_compounds_in_compounds_without_end_are_refused(tmp_path: Path, ranged: bool) -> None:
    timeline = a_shot()
    for _ in range(70):
        source = a_range(0.0, 48.0) if ranged else None
        timeline = a_stack(a_track(timeline), source_range=source)
    path = written(tmp_path, resolve(a_track(timeline)), indent=None)
    with pytest.raises(
        TimelineError,
        match=r"^Cut 01\.otio: video track 1, compound 1.*: compound clips stand in one another"
        r" more than 64 deep\. Decompose some of them\.$",
    ):
        load(path)


def test_odd_numbers_outside_of_times_are_harmless(tmp_path: Path) -> None:
    path = written(tmp_path, resolve(a_track(a_shot())))
    odd = (
        '"metadata": {"a": Inf, "b": -Inf, "c": -NaN, "d": "Inf \\" Inf", "e": -Infinity, "n": BIG,'
    )
    odd = odd.replace("BIG", "9" * 5000) + '"f": NaN},\n"name": "A012"'
    text = path.read_text(encoding="utf-8")
    spelled = re.sub(r'"metadata": \{\},\s*"name": "A012"', lambda _: odd, text)
    assert spelled != text
    path.write_text(spelled, encoding="utf-8")
    read = load(path)
    assert read.text == spelled
    assert read.edit.tracks[0].events[0].record == Span(0, 48, FILM)


def test_inf_as_a_time_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, resolve(a_track(a_shot())))
    path.write_text(path.read_text(encoding="utf-8").replace("48.0", "Inf"), encoding="utf-8")
    place = "Cut 01.otio: video track 1, clip 'A012'"
    refused(path, f"{place}: a time is nan, not a frame. {AGAIN}")


def test_unknown_objects_are_gaps_and_said(tmp_path: Path) -> None:
    ranged = {"OTIO_SCHEMA": "Sticker.4", "source_range": a_range(0.0, 24.0)}
    bare = {"OTIO_SCHEMA": "Sticker.4"}
    data = a_track(a_shot(), kind="AAF_DataEssenceTrack")
    edit = load(written(tmp_path, resolve(a_track(ranged, bare, 7, a_shot()), data))).edit  # type: ignore[arg-type]
    assert [event.record for event in edit.tracks[0].events] == [Span(24, 48, FILM)]
    assert edit.notices == (
        Notice(
            "video track 1, child 1",
            "its kind (Sticker) is not known: it is read as a gap of 24 frames.",
        ),
        Notice(
            "video track 1, child 2",
            "its kind (Sticker) is not known: it is read as nothing, as it has no length.",
        ),
        Notice(
            "video track 1, child 3",
            "its kind (not an object) is not known: it is read as nothing, as it has no length.",
        ),
        Notice("track 2", "it is neither video nor audio: left out."),
    )


def test_lone_surrogates_are_replaced_in_what_is_read_only(tmp_path: Path) -> None:
    shot = a_clip("A\ud83c", a_range(0.0, 48.0), a_reference("/m/\ud83c.mov"))
    read = load(written(tmp_path, resolve(a_track(shot), name="R\udc00")))
    assert "\\ud83c" in read.text
    assert (read.edit.name, read.edit.tracks[0].events[0].name) == ("R\ufffd", "A\ufffd")


def test_a_byte_order_mark_and_line_ends_are_kept(tmp_path: Path) -> None:
    path = written(tmp_path, resolve(a_track(a_shot())))
    text = path.read_text(encoding="utf-8").replace("\n", "\r\n")
    path.write_bytes(b"\xef\xbb\xbf" + text.encode())
    read = load(path)
    assert (read.encoding, read.text) == (Encoding(bom=b"\xef\xbb\xbf"), text)
    document.save(read.encoding.encoded(read.text), tmp_path / "again.otio")
    assert (tmp_path / "again.otio").read_bytes() == path.read_bytes()


def test_the_later_of_two_keys_counts(tmp_path: Path) -> None:
    twice = json.dumps(resolve(a_track(a_shot())))
    later = json.dumps(a_stack(a_track(a_shot(), a_shot())))
    path = tmp_path / "Cut 01.otio"
    path.write_text(f'{twice[:-1]}, "tracks": {later}}}', encoding="utf-8")
    assert len(load(path).edit.tracks[0].events) == 2


def test_a_collection_of_one_timeline_is_that_timeline(tmp_path: Path) -> None:
    timeline = resolve(a_track(a_shot(markers=[a_marker(4.0, 1.0)])))
    one = {"OTIO_SCHEMA": "SerializableCollection.1", "name": "bin", "children": [timeline]}
    edit = load(written(tmp_path, one)).edit
    assert [marker.record for marker in edit.markers] == [Span(4, 1, FILM)]

    two = {**one, "children": [timeline, timeline]}
    refused(
        written(tmp_path, two),
        "Cut 01.otio: the file is a collection of 2 timelines. Export one timeline a file.",
    )


@pytest.mark.parametrize(
    "odd",
    [
        a_shot(markers=None, effects=None, metadata=None),
        a_shot(markers=[7, None, "x"], effects=["x"], metadata=[1]),
        a_shot(media_references=None),
        a_shot(media_references={"DEFAULT_MEDIA": None}, active_media_reference_key=None),
        a_shot(active_media_reference_key=["DEFAULT_MEDIA"]),
        a_shot(media_references={"other": a_reference("/m/A.mov")}),
        {**a_shot(enabled=None), "name": None},
    ],
)
def test_empty_and_odd_fields_are_tolerated(tmp_path: Path, odd: Json) -> None:
    edit = load(written(tmp_path, resolve(a_track(odd, name=None, metadata=None)))).edit
    (event,) = edit.tracks[0].events
    assert (event.record, event.enabled) == (Span(0, 48, FILM), True)


@pytest.mark.parametrize("text", ["<?xml version='1.0'?><xmeml/>", "TITLE: Cut 01"])
def test_a_file_of_another_kind_is_named_as_such(tmp_path: Path, text: str) -> None:
    path = tmp_path / "Cut 01.otio"
    path.write_text(text)
    with pytest.raises(TimelineError) as caught:
        load(path)
    assert str(caught.value) == (
        "Cut 01.otio: the file is no .otio timeline. Export the timeline as OpenTimelineIO."
    )
