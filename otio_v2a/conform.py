"""Edit + record span -> Shots: the picture the viewer sees, by one interval sweep.

    V2      ████████              upper tracks cover lower ones,
    V1  ██████████   ██████       holes are black
    program ▓▓▓▓████████░██████   (a compound clip is swept alike; its holes are transparent)

Cuts, gaps, covering and handles are known here; dissolves and layered pictures would become
further kinds of `Stretch`.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from heapq import merge

from otio_v2a.edit import Edit, Event, Track
from otio_v2a.model import Shot, Span

_TOLERANCE = Fraction(1, 16)
"""Part of a frame by which written source positions may miss their frame (exports round to 1/8)."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Record frames `start` to `end` (excluded) during which one event is on top."""

    start: int
    end: int
    event: Event

    def shot(self, start: int, end: int, rate: Fraction) -> Shot:
        """What is seen of it from record frame `start` to `end`."""
        event = self.event
        offset = Fraction(start - event.record.start) / rate * event.speed
        return Shot(end - start, event.media, event.source_in + offset, event.speed)


@dataclass(frozen=True, slots=True)
class Program:
    """The whole timeline as the viewer sees it: stretches in record order, black between them."""

    rate: Fraction
    length: int
    stretches: tuple[Stretch, ...]
    starts: tuple[int, ...]

    def within(self, start: int, end: int) -> Iterator[Stretch]:
        """The stretches that show at least one frame of record `start` to `end`."""
        if start >= end:
            return
        for index in range(max(0, bisect_right(self.starts, start) - 1), len(self.starts)):
            stretch = self.stretches[index]
            if stretch.start >= end:
                return
            if stretch.end > start:
                yield stretch

    def on_top(self, frame: int) -> Event | None:
        """The event seen at a record frame."""
        return next((stretch.event for stretch in self.within(frame, frame + 1)), None)


def program(edit: Edit) -> Program:
    """What the viewer sees, first frame to last. Linear in the number of events and tracks."""
    stretches = tuple(_sweep(edit.tracks))
    starts = tuple(stretch.start for stretch in stretches)
    return Program(edit.rate, edit.length, stretches, starts)


def _sweep(tracks: Sequence[Track]) -> list[Stretch]:
    seen: list[Stretch] = []
    for track in tracks:
        if track.kind == "video" and track.enabled:
            seen = _cover(seen, [one for event in track.events for one in _shown(event)])
    return seen


def _shown(event: Event) -> list[Stretch]:
    """The stretches an event adds to its track; none when disabled, empty or without a picture."""
    if not event.enabled or event.record.length <= 0:
        return []
    if event.contents:
        return _sweep(event.contents)
    if event.media is None:
        return []
    return [Stretch(event.record.start, event.record.end, event)]


def _cover(lower: list[Stretch], upper: list[Stretch]) -> list[Stretch]:
    """Both in record order, with the lower cut away where the upper shows."""
    return list(merge(_uncovered(lower, upper), upper, key=lambda stretch: stretch.start))


def _uncovered(lower: list[Stretch], upper: list[Stretch]) -> Iterator[Stretch]:
    first = 0
    for under in lower:
        start = under.start
        while first < len(upper) and upper[first].end <= start:
            first += 1
        for index in range(first, len(upper)):
            over = upper[index]
            if over.start >= under.end:
                break
            if over.start > start:
                yield Stretch(start, over.start, under.event)
            start = max(start, over.end)
        if start < under.end:
            yield Stretch(start, under.end, under.event)


def shots(shown: Program, record: Span, head: int = 0, tail: int = 0) -> tuple[Shot, ...]:
    """The picture of a record span, with `head` and `tail` frames of handles beyond it.

    Handles come from the first and last shot's own media, else from the timeline's picture beyond
    the cut, else the outermost frame is held. Their lengths are exact: the result shows head +
    record + tail frames.
    """
    core = tuple(_between(shown, record.start, record.end))
    before = _head_handle(shown, core[0], record.start, head) if core and head else ()
    after = _tail_handle(shown, core[-1], record.end, tail) if core and tail else ()
    return _joined((*before, *core, *after), shown.rate)


def _between(shown: Program, start: int, end: int) -> Iterator[Shot]:
    for stretch in shown.within(start, end):
        if stretch.start > start:
            yield Shot(stretch.start - start)
        start, last = max(start, stretch.start), min(end, stretch.end)
        yield stretch.shot(start, last, shown.rate)
        start = last
    if start < end:
        yield Shot(end - start)


def _head_handle(shown: Program, first: Shot, start: int, head: int) -> tuple[Shot, ...]:
    if _media_before(first, shown.rate) >= head:
        offset = Fraction(head) / shown.rate * first.speed
        return (replace(first, length=head, source_in=first.source_in - offset),)
    if start >= head:
        return tuple(_between(shown, start - head, start))
    return (_held(first, head, 0, shown.rate),)


def _tail_handle(shown: Program, last: Shot, end: int, tail: int) -> tuple[Shot, ...]:
    if _media_after(last, shown.rate) >= tail:
        offset = Fraction(last.length) / shown.rate * last.speed
        return (replace(last, length=tail, source_in=last.source_in + offset),)
    if end + tail <= shown.length:
        return tuple(_between(shown, end, end + tail))
    return (_held(last, tail, last.length - 1, shown.rate),)


def _held(shot: Shot, length: int, frame: int, rate: Fraction) -> Shot:
    """One frame of a shot, held; black stays black."""
    if shot.media is None:
        return Shot(length)
    source_in = shot.source_in + Fraction(frame) / rate * shot.speed
    return replace(shot, length=length, source_in=source_in, speed=Fraction(0))


def _media_before(shot: Shot, rate: Fraction) -> int:
    """How many record frames of its own media precede a shot; 0 where that is not known."""
    media = shot.media
    if media is None or media.start is None or shot.speed <= 0:
        return 0
    return int((shot.source_in - media.start) / shot.speed * rate + _TOLERANCE)


def _media_after(shot: Shot, rate: Fraction) -> int:
    media = shot.media
    if media is None or media.start is None or media.duration is None or shot.speed <= 0:
        return 0
    left = (media.start + media.duration - shot.source_in) / shot.speed * rate
    return int(left + _TOLERANCE) - shot.length


def _joined(parts: Sequence[Shot], rate: Fraction) -> tuple[Shot, ...]:
    """Neighbours that continue one another as one shot."""
    joined: list[Shot] = []
    for shot in parts:
        last = joined[-1] if joined else None
        if last is not None and _continues(last, shot, rate):
            joined[-1] = replace(last, length=last.length + shot.length)
        else:
            joined.append(shot)
    return tuple(joined)


def _continues(last: Shot, shot: Shot, rate: Fraction) -> bool:
    if last.media != shot.media or last.speed != shot.speed:
        return False
    return last.media is None or shot.source_in == last.source_in + last.length / rate * last.speed


def unconformed(edit: Edit) -> tuple[Event, ...]:
    """Enabled events whose look cannot be rendered as it is; `unsupported` says what is missing."""
    return tuple(_unconformed(edit.tracks))


def _unconformed(tracks: Sequence[Track]) -> Iterator[Event]:
    for track in tracks:
        if track.kind != "video" or not track.enabled:
            continue
        for event in track.events:
            if event.enabled and event.unsupported:
                yield event
            if event.enabled:
                yield from _unconformed(event.contents)
