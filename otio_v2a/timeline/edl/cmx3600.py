"""CMX3600, the text of an EDL: its events with their comments, and its locators.

Not read by otio-cmx3600-adapter 1.0.0, which gives wrong places without a word: it counts `:`
labels under FCM: DROP FRAME as non-drop, loses locators with `;` or without a colour, M2 speeds
where source and record are as long as each other (Resolve's, and every reverse), and the record
position of whatever follows an event whose lengths differ.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from types import MappingProxyType

from otio_v2a.errors import TimelineError
from otio_v2a.timeline.edl.labels import Clock, is_count, is_drop, is_label

CUT = "C"
_EDIT = re.compile(r"C|D|W\d{1,3}|K[BO]?")
_CHANNEL = re.compile(r"AA|A\d{0,2}|V\d{0,2}")
_SHORT: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"B": ("V", "A1"), "AA": ("A1", "A2"), "A": ("A1",), "V1": ("V",), "NONE": ()}
)
_COMMENT = re.compile(
    r"\*?\s*(FROM CLIP NAME|TO CLIP NAME|FROM CLIP|FROM FILE|TO CLIP|TO FILE|SOURCE FILE|LOC)\s*:"
    r"\s*(.*)",
    re.IGNORECASE,
)
_LOCATOR = re.compile(r"(\S+)\s*(.*)")
_SPEED = re.compile(r"M2\b(.*?)\s([+-]?\d{1,4}(?:\.\d{1,6})?)(?:\s+\d[\d:;.,]*)?")
_FILE_NAME = re.compile(r".*[^.\s]\.[A-Za-z][A-Za-z0-9]{1,4}")
_FROZEN = "FREEZE FRAME"
_COLOURED = re.compile(
    r"(RED|GREEN|BLUE|CYAN|MAGENTA|YELLOW|BLACK|WHITE|PINK|ORANGE|PURPLE|VIOLET|GREY|GOLD|DENIM"
    r"|FOREST)(?:\s+(.*))?",
    re.IGNORECASE,
)
_FEWEST = 3


@dataclass(frozen=True, slots=True)
class Entry:
    """One event line. Unit: frames; `source` and `record` are in and out, by their timecode.

    `kind` is C for a cut, D or Wnnn for a transition of `frames` that begins with it. `speed` is
    None where no M2 line tells one. `file` is how the EDL names its media, "" where it does not.
    """

    line: int
    number: str
    reel: str
    channels: tuple[str, ...]
    kind: str
    frames: int
    source: tuple[int, int]
    record: tuple[int, int]
    name: str = ""
    file: str = ""
    speed: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Locator:
    """A marker. Unit: `frame` is its record timecode as a count."""

    frame: int
    colour: str
    text: str


@dataclass(frozen=True, slots=True)
class Listing:
    """An EDL as read. `drop` is whether its record timecodes say that they are drop-frame."""

    title: str
    entries: tuple[Entry, ...]
    locators: tuple[Locator, ...]
    drop: bool


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    text: str


def parse(text: str, rate: Fraction) -> Listing:
    """What an EDL says, counted at `rate`.

    Raises: TimelineError naming the line that cannot be read, or saying that there is no event.
    """
    lines = enumerate(re.split(r"\r\n|\r|\n", text), 1)
    rows = [_Row(line, written.strip()) for line, written in lines if written.strip()]
    labels = [word for row in rows if _is_event(row) for word in _event_words(row)[-4:]]
    if not labels:
        message = "it has no event, so it is no EDL. Export the timeline as CMX3600 EDL."
        raise TimelineError(message)
    clock = Clock(rate, lettered=any(map(is_drop, labels)))
    modes = [mode for mode in map(_mode, rows) if mode is not None]
    master = bool(modes) and modes[0]
    drop = any(map(is_drop, labels[2::4])) if clock.lettered else master
    titles = (row.text[6:].strip() for row in rows if row.text.startswith("TITLE:"))
    locators = (_locator(row, clock, master) for row in rows)
    return Listing(
        title=next(titles, ""),
        entries=tuple(entry for block in _blocks(rows, clock, master) for entry in block),
        locators=tuple(found for found in locators if found),
        drop=drop,
    )


def _is_event(row: _Row) -> bool:
    return row.text[0].isdigit()


def _mode(row: _Row) -> bool | None:
    """Whether an FCM line says drop-frame; None for any other line."""
    if not row.text.startswith("FCM"):
        return None
    return "NON" not in row.text.upper() and "DROP" in row.text.upper()


def _event_words(row: _Row) -> list[str]:
    words = row.text.split()
    if len(words) >= 4 + _FEWEST and all(map(is_label, words[-4:])):
        return words
    message = (
        f"line {row.line}: '{row.text[:60]}' is no event: reel, channel, edit and four timecodes"
        " are needed. Export the EDL again."
    )
    raise TimelineError(message)


def _blocks(rows: Sequence[_Row], clock: Clock, master: bool) -> Iterator[tuple[Entry, ...]]:
    """Event lines that belong together, with what their comments tell them.

    The lines of a transition share a number. Source labels follow the last FCM line, record labels
    the first.
    """
    block: list[Entry] = []
    comments: list[_Row] = []
    source_drop = master
    for row in rows:
        mode = _mode(row)
        if mode is not None:
            source_drop = mode
        elif _is_event(row):
            entry = _entry(row, clock, (source_drop, master))
            if block and not _belongs(entry, block[-1], comments):
                yield _told(block, comments, clock)
                block, comments = [], []
            block.append(entry)
        else:
            comments.append(row)
    yield _told(block, comments, clock)


def _belongs(entry: Entry, before: Entry, comments: Sequence[_Row]) -> bool:
    return entry.number == before.number and (not comments or entry.kind != CUT)


def _entry(row: _Row, clock: Clock, drop: tuple[bool, bool]) -> Entry:
    words = _event_words(row)
    *head, frames = words[:-4] if is_count(words[-5]) else [*words[:-4], "0"]
    kind = head.pop().upper()
    if kind in ("B", "O") and head[-1].upper() == "K":
        kind = head.pop().upper() + kind
    if not _EDIT.fullmatch(kind) or len(head) < _FEWEST - 1:
        message = f"line {row.line}: '{row.text[:60]}' has no edit C, D, W or K. Export it again."
        raise TimelineError(message)
    counted = (drop[0], drop[0], drop[1], drop[1])
    first, last, start, end = (
        clock.frame(label, drop=counts, line=row.line)
        for label, counts in zip(words[-4:], counted, strict=True)
    )
    if end < start:
        end += clock.frame("24:00:00:00", drop=drop[1], line=row.line)
    number, *reel = head[:-1]
    channels = _channels(head[-1].upper())
    spans = (first, last), (start, end)
    return Entry(row.line, number, " ".join(reel), channels, kind, int(frames), *spans)


def _channels(code: str) -> tuple[str, ...]:
    """The tracks a channel code means; none for one that is not known."""
    if code in _SHORT:
        return _SHORT[code]
    if _CHANNEL.sub("", code).strip("/"):
        return ()
    found = (_SHORT.get(part, (part,)) for part in _CHANNEL.findall(code))
    return tuple(dict.fromkeys(name for names in found for name in names))


def _told(block: Sequence[Entry], comments: Sequence[_Row], clock: Clock) -> tuple[Entry, ...]:
    said = {
        found[1].upper(): found[2].strip()
        for found in (_COMMENT.match(row.text) for row in comments)
        if found
    }
    alone = len(block) == 1
    more = tuple(f"A{word}" for row in comments for word in _further(row))
    named = [_named(entry, said, alone=alone) for entry in block]
    told = [replace(entry, channels=(*entry.channels, *more)) for entry in named]
    for row in comments:
        _sped(told, row, clock)
    return tuple(told)


def _further(row: _Row) -> list[str]:
    """The channels of an AUD line: audio beyond the second track."""
    first, *words = row.text.split()
    return [word for word in words if len(word) < _FEWEST and is_count(word)] * (first == "AUD")


def _named(entry: Entry, said: Mapping[str, str], *, alone: bool) -> Entry:
    sides = ("FROM",) if entry.kind == CUT else ("TO", "FROM") if alone else ("TO",)
    name = next((said[f"{side} CLIP NAME"] for side in sides if f"{side} CLIP NAME" in said), "")
    files = [said.get(f"{side} {word}", "") for side in sides for word in ("CLIP", "FILE")]
    names = [said.get("SOURCE FILE", ""), name]
    files.extend(written for written in names if _FILE_NAME.fullmatch(written))
    return replace(entry, name=name, file=next(filter(None, files), ""))


def _sped(told: list[Entry], row: _Row, clock: Clock) -> None:
    """Give an M2 line's speed to the last event of its reel, or else to the last of the block."""
    found = _SPEED.fullmatch(row.text)
    if told and found:
        reel, fps = found[1].strip(), Fraction(found[2])
        index = next((i for i in reversed(range(len(told))) if told[i].reel == reel), -1)
        told[index] = replace(told[index], speed=_speed(fps, clock))
    elif told and row.text.lstrip("* ").startswith(_FROZEN) and told[-1].speed is None:
        told[-1] = replace(told[-1], speed=Fraction(0))


def _speed(fps: Fraction, clock: Clock) -> Fraction:
    """Frames a second as a speed: of the labels' rate or the exact one, the rounder percentage."""
    speeds = (fps / clock.base, (fps / clock.rate).limit_denominator(1000))
    return min(speeds, key=lambda speed: abs(speed * 100 - round(speed * 100)))


def _locator(row: _Row, clock: Clock, drop: bool) -> Locator | None:
    found = _COMMENT.match(row.text)
    placed = _LOCATOR.match(found[2]) if found and found[1].upper() == "LOC" else None
    if placed is None or not is_label(placed[1]):
        return None
    frame = clock.frame(placed[1], drop=drop, line=row.line)
    coloured = _COLOURED.fullmatch(placed[2].strip())
    if coloured:
        return Locator(frame, coloured[1].upper(), coloured[2] or "")
    return Locator(frame, "", placed[2].strip())
