"""Proof that a new timeline text is the old one plus our tracks, and that OTIO reads those."""

import json
import re
from typing import Any

import opentimelineio as otio

from otio_v2a.errors import TimelineError
from otio_v2a.timeline.otio import OtioDocument
from otio_v2a.timeline.ours import NAMESPACE, Claim, claim
from otio_v2a.timeline.written import Document
from otio_v2a.timeline.xmeml.check import check
from otio_v2a.timeline.xmeml.document import XmemlDocument

_SPACE = re.compile(r"[ \t\r\n]*")


def verify(text: str, document: Document) -> None:
    """Read `text` back: what is not ours is as in `document`, and ours stand as meant.

    Raises: TimelineError saying what differs.
    """
    try:
        if isinstance(document, XmemlDocument):
            check(text, document)
        elif isinstance(document, OtioDocument):
            _read_by_otio(_our_tracks(text, document))
    except TimelineError as error:
        message = (
            f"{document.path.name}: the new timeline failed its check and was not written:"
            f" {error} Please report this."
        )
        raise TimelineError(message) from error


def _our_tracks(text: str, document: OtioDocument) -> list[dict[str, Any]]:
    """Our tracks in `text`, everything around them proven to be the document's, by its characters.

    What is equal in the text is equal as JSON, NaN and long integers too, and needs no decoding.
    """
    first, last = document.layout.array
    head, tail = document.text[: first + 1], document.text[last - 1 :]
    if not (text.startswith(head) and text.endswith(tail)):
        message = "something outside the tracks changed."
        raise TimelineError(message)
    passed = 0
    ours: list[dict[str, Any]] = []
    at, end = _skip(text, len(head)), len(text) - len(tail)
    while at < end:
        passed, after = _matched(text, at, document, passed)
        if after is None:
            track, after = _decoded(text, at)
            ours.append(track)
        at = _next(text, after, end)
    if not all(_may_go(found) for found in document.claims[passed:]):
        message = "a track is missing that is not ours."
        raise TimelineError(message)
    return ours


def _matched(text: str, at: int, document: OtioDocument, passed: int) -> tuple[int, int | None]:
    """How many of the document's tracks are passed, and where the one at `at` ends, if it is one.

    Tracks of an earlier run may be missing.
    """
    for index in range(passed, len(document.claims)):
        slot = document.layout.slots[index]
        if text.startswith(document.text[slot.start : slot.end], at):
            return index + 1, at + slot.end - slot.start
        if not _may_go(document.claims[index]):
            return index, None
    return passed, None


def _may_go(found: Claim) -> bool:
    return found.holds(found.files)


def _decoded(text: str, at: int) -> tuple[dict[str, Any], int]:
    try:
        track, end = json.JSONDecoder().raw_decode(text, at)
    except json.JSONDecodeError as error:
        message = f"line {error.lineno}, column {error.colno} is not JSON."
        raise TimelineError(message) from error
    if not claim(track).holds():
        message = "a track changed that is not ours."
        raise TimelineError(message)
    return track, end


def _next(text: str, at: int, end: int) -> int:
    at = _skip(text, at)
    if at < end and not text.startswith(",", at):
        message = "two tracks stand without a comma between them."
        raise TimelineError(message)
    return _skip(text, at + 1) if at < end else end


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _read_by_otio(tracks: list[dict[str, Any]]) -> None:
    """Our tracks alone in a timeline: OTIO may refuse foreign ones, which are as they were."""
    stack = {"OTIO_SCHEMA": "Stack.1", "name": "tracks", "children": tracks}
    wrapped = json.dumps({"OTIO_SCHEMA": "Timeline.1", "name": NAMESPACE, "tracks": stack})
    try:
        timeline = otio.adapters.read_from_string(wrapped, "otio_json")
    except (otio.exceptions.OTIOError, ValueError) as error:
        message = f"OTIO cannot read our tracks ({error})."
        raise TimelineError(message) from error
    for written, read in zip(tracks, timeline.tracks, strict=True):
        _placed(written, read)


def _placed(written: dict[str, Any], read: otio.schema.Track) -> None:
    ranges = read.range_of_all_children()
    at = 0.0
    for child, seen in zip(written["children"], read, strict=True):
        if isinstance(seen, otio.schema.Transition):
            continue
        length = child["source_range"]["duration"]["value"]
        found = ranges[seen]
        if (found.start_time.value, found.duration.value) != (at, length):
            message = f"OTIO sees '{seen.name}' on '{read.name}' at {found}, not at frame {at:g}."
            raise TimelineError(message)
        if isinstance(seen, otio.schema.Clip) and not _has_handles(seen):
            message = f"the sound '{seen.name}' on '{read.name}' is too short for its crossfade."
            raise TimelineError(message)
        at += length


def _has_handles(clip: otio.schema.Clip) -> bool:
    shown, whole = clip.visible_range(), clip.available_range()
    starts = shown.start_time >= whole.start_time
    return bool(starts and shown.end_time_exclusive() <= whole.end_time_exclusive())
