"""An EDL as an .otio text: cuts, dissolves, speeds and locators at their record timecode."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from pathlib import Path

from otio_v2a.errors import TimelineError
from otio_v2a.model import Level, Notice
from otio_v2a.timecode import can_drop, snap_rate, timecode
from otio_v2a.timeline import files, spelled
from otio_v2a.timeline.converted import Converted, converted
from otio_v2a.timeline.dialects import EDL
from otio_v2a.timeline.edl.cmx3600 import Entry, Listing, Locator, parse
from otio_v2a.timeline.spelled import Json

LARGEST_EDL = 2**26
"""Bytes; a larger file is no EDL."""

_FASTEST = 240
_BLACK = ("BL", "BLACK")
_BARS = "BARS"
_NUMBERS = re.compile(r"\[(\d{1,9})-\d{1,9}\](\.\w+)$")
_SLASH = re.compile(r"[/\\](?=[^/\\]*$)")
_ADVICE = "Export the timeline as CMX3600 EDL."


def read_edl(path: Path, rate: Fraction | None) -> Converted:
    """The timeline in an EDL, counted at `rate`, which no EDL says.

    Raises: TimelineError, one line, without a rate, where it does not fit, and for what is no EDL.
    """
    if rate is None:
        message = (
            "an EDL does not say how many frames a second it counts. Give them: --rate 25 (or"
            " 23.976, 24, 29.97, 30, 50, 59.94)."
        )
        raise TimelineError(message)
    exact = snap_rate(rate)
    if not 1 <= exact <= _FASTEST:
        message = f"an edit does not run at {float(rate):g} frames a second. Give another --rate."
        raise TimelineError(message)
    listing = parse(_text(path), exact)
    names = sorted({name for entry in listing.entries for name in entry.channels}, key=_order)
    if not names:
        message = f"none of its events is on a video or audio track. {_ADVICE}"
        raise TimelineError(message)
    start = min(entry.record[0] for entry in listing.entries)
    first, *others = (_children(_on(name, listing), start, exact) for name in names)
    marked = _marked(tuple(first), listing.locators, start, exact)
    tracks = [
        spelled.a_track(name, "Video" if _is_video(name) else "Audio", tuple(children))
        for name, children in zip(names, (marked, *others), strict=True)
    ]
    root = spelled.a_timeline(listing.title, spelled.a_time(start, exact), tracks)
    end = start + sum(map(_lasting, marked))
    notices = (*_notices(listing, exact), *_astray(listing, (start, end), exact))
    return converted(root, EDL, notices, listing.drop and can_drop(exact))


def _text(path: Path) -> str:
    """The text of an EDL in whatever encoding: UTF-8, UTF-16 with its mark, else Latin-1."""
    raw = files.read(path, LARGEST_EDL)
    try:
        if raw.startswith((b"\xff\xfe", b"\xfe\xff")):
            return raw.decode("utf-16")
        if b"\0" in raw:
            message = f"it has binary data, so it is no EDL. {_ADVICE}"
            raise TimelineError(message)
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        return raw.decode("latin-1")


def _is_video(name: str) -> bool:
    return name.startswith("V")


def _order(name: str) -> tuple[bool, int]:
    """Video before audio, each by number."""
    return not _is_video(name), int(name[1:] or 1)


def _is_keyed(entry: Entry) -> bool:
    """Whether it is keyed over another event, which shows the background (KB) alone."""
    return entry.kind in ("K", "KO")


def _on(name: str, listing: Listing) -> list[Entry]:
    """The events of a track in record order."""
    found = [one for one in listing.entries if name in one.channels and not _is_keyed(one)]
    return sorted(found, key=lambda one: one.record[0])


def _children(entries: Sequence[Entry], start: int, rate: Fraction) -> Iterator[Json]:
    """What stands on a track, by record timecode: where two events overlap, the later one wins."""
    at = start
    before: Entry | None = None
    for entry, after in zip(entries, (*entries[1:], None), strict=True):
        first, end = entry.record
        end = min(end, max(first, after.record[0])) if after else end
        if end == first and not _is_dissolved_from(entry, before, after):
            continue
        if first > at:
            yield spelled.a_gap(first - at, rate)
        if entry.frames and entry.kind[0] in "DW":
            kind = "SMPTE_Dissolve" if entry.kind == "D" else "SMPTE_Wipe"
            yield spelled.a_transition(kind, min(entry.frames, end - first), rate)
        yield _shown(entry, end - first, rate)
        at, before = end, entry


def _is_dissolved_from(entry: Entry, before: Entry | None, after: Entry | None) -> bool:
    """Whether an event without length shows something that a transition then leaves.

    Most such lines only say again what the event before them ends on.
    """
    if after is None or after.kind[0] not in "DW" or after.record[0] != entry.record[0]:
        return False
    if before is None or before.record[1] != entry.record[0] or before.reel != entry.reel:
        return True
    if before.name and entry.name and before.name != entry.name:
        return True
    return before.speed is None and before.source[1] != entry.source[0]


def _shown(entry: Entry, length: int, rate: Fraction) -> Json:
    """An event as a clip as long as in the record, or as a gap where it is black."""
    if entry.reel in _BLACK:
        return spelled.a_gap(length, rate)
    speed = None if entry.speed == 1 else entry.speed
    start = min(entry.source) if speed is not None and speed < 0 else entry.source[0]
    name = entry.name or entry.reel or entry.number
    clip = spelled.a_clip(
        name, spelled.a_range(start, length, rate), _reference(entry, rate), speed
    )
    return {**clip, "metadata": {"cmx_3600": {"event": entry.number, "reel": entry.reel}}}


def _reference(entry: Entry, rate: Fraction) -> Json:
    if entry.reel == _BARS:
        bars: Json = {"generator_kind": "SMPTEBars", "parameters": {}}
        return spelled.a_reference("GeneratorReference.1", "", **bars)
    numbers = _NUMBERS.search(entry.file)
    if numbers is None:
        if not entry.file:
            return spelled.a_reference("MissingReference.1", "")
        return spelled.a_reference("ExternalReference.1", "", target_url=entry.file)
    base, prefix = _SLASH.split(entry.file[: numbers.start()])[-2:]
    first, last = entry.source
    return spelled.a_reference(
        "ImageSequenceReference.1",
        "",
        spelled.a_range(first, max(0, last - first), rate),
        target_url_base=base,
        name_prefix=prefix,
        name_suffix=numbers[2],
        start_frame=int(numbers[1]),
        frame_step=1,
        frame_zero_padding=len(numbers[1]),
        rate=float(rate),
        missing_frame_policy="error",
    )


def _marked(
    children: Sequence[Json], locators: Sequence[Locator], start: int, rate: Fraction
) -> list[Json]:
    """The children of a track with the locators on them."""
    edges = list(accumulate(map(_lasting, children), initial=start))
    standing: dict[int, list[Json]] = {}
    for one in locators:
        index = bisect_right(edges, one.frame) - 1
        if 0 <= index < len(children):
            first = int(children[index]["source_range"]["start_time"]["value"])
            place = spelled.a_range(first + one.frame - edges[index], 1, rate)
            found = spelled.a_marker(one.text, one.colour, place)
            standing.setdefault(index, []).append(found)
    return [
        {**child, "markers": standing[index]} if index in standing else child
        for index, child in enumerate(children)
    ]


def _lasting(child: Json) -> int:
    """How many record frames a child of a track takes."""
    window = child.get("source_range")
    return int(window["duration"]["value"]) if window else 0


def _astray(listing: Listing, seen: tuple[int, int], rate: Fraction) -> Iterator[Notice]:
    """A word on each locator before or after all events of the first track."""
    for one in listing.locators:
        if not seen[0] <= one.frame < seen[1]:
            label = timecode(one.frame, rate, drop=listing.drop)
            yield Notice(f"locator '{one.text}'", f"{label} is outside the timeline: left out.")


def _notices(listing: Listing, rate: Fraction) -> Iterator[Notice]:
    unnamed = sum(not entry.file for entry in listing.entries if entry.reel not in _BLACK)
    lost = "an EDL holds cuts, dissolves and speeds: sizes, opacity, titles and effects are not"
    offline = f"; {unnamed} of {len(listing.entries)} events name no file" if unnamed else ""
    yield Notice("timeline", f"{lost} in it{offline}.", Level.INFO)
    if listing.drop and not can_drop(rate):
        message = (
            f"it says drop-frame, which there is not at {float(rate):.6g} frames a second:"
            " counted as non-drop. Check --rate."
        )
        yield Notice("timeline", message)
    for entries, message in _odd(listing):
        if entries:
            number = f"event {entries[0].number} (line {entries[0].line})"
            more = f" and {len(entries) - 1} more" if len(entries) > 1 else ""
            yield Notice("timeline", f"{number}{more}: {message}")


def _odd(listing: Listing) -> Iterator[tuple[list[Entry], str]]:
    entries = listing.entries
    lengths = "of another length in the source than in the record: the record counts."
    yield [one for one in entries if one.speed is None and _length(one) != _played(one)], lengths
    keyed = "keyed over others: left out."
    yield [one for one in entries if _is_keyed(one)], keyed
    nowhere = "on no track that is known: left out."
    yield [one for one in entries if not one.channels], nowhere
    names = dict.fromkeys(name for one in entries for name in one.channels)
    beside = (pair for name in names for pair in pairwise(_on(name, listing)))
    overlapped = [one for one, after in beside if one.record[1] > after.record[0]]
    yield overlapped, "running on into the one after: cut off there."


def _length(entry: Entry) -> int:
    return entry.record[1] - entry.record[0]


def _played(entry: Entry) -> int:
    return entry.source[1] - entry.source[0]
