"""The whole timeline as the viewer sees it: tracks, dissolves and compound clips, swept once."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from operator import attrgetter

from otio_v2a.conform.sweep import Blend, Layer, Stretch, stacked, swept
from otio_v2a.edit import Edit, Event, Track, Transition
from otio_v2a.model import WHOLE, Fit, Span


@dataclass(frozen=True, slots=True)
class Top:
    """Record frames `start` to `end` (excluded) during which one event is the uppermost."""

    start: int
    end: int
    event: Event


@dataclass(frozen=True, slots=True)
class Program:
    """The whole timeline as the viewer sees it: stretches in record order, black between them.

    `tops` are the uppermost events, cut where the edit cuts whatever dissolves there are.
    """

    rate: Fraction
    length: int
    stretches: tuple[Stretch, ...]
    tops: tuple[Top, ...]

    def within(self, start: int, end: int) -> Iterator[Stretch]:
        """The stretches that show at least one frame of record `start` to `end`."""
        if start >= end:
            return
        first = bisect_right(self.stretches, start, key=attrgetter("start")) - 1
        for index in range(max(0, first), len(self.stretches)):
            stretch = self.stretches[index]
            if stretch.start >= end:
                return
            if stretch.end > start:
                yield stretch

    def on_top(self, frame: int) -> Event | None:
        """The event seen uppermost at a record frame."""
        index = bisect_right(self.tops, frame, key=attrgetter("start")) - 1
        found = self.tops[index] if index >= 0 else None
        return found.event if found and frame < found.end else None


def program(edit: Edit) -> Program:
    """What the viewer sees, first frame to last. Linear in the number of events and tracks."""
    stretches = tuple(_Rows().of_tracks(edit.tracks))
    return Program(edit.rate, edit.length, stretches, tuple(_tops(edit.tracks)))


class _Rows:
    """Tracks as rows of stretches; what is inside a compound clip is swept once."""

    def __init__(self) -> None:
        self._inside: dict[int, list[Stretch]] = {}

    def of_tracks(self, tracks: Sequence[Track]) -> list[Stretch]:
        """All tracks over one another."""
        return stacked([self._track(one) for one in tracks if one.kind == "video" and one.enabled])

    def _track(self, track: Track) -> list[Stretch]:
        """One track: each event alone where no dissolve shows it together with its neighbour."""
        transitions = tuple(_apart(track.transitions))
        begun = {id(one.incoming): one.record.end for one in transitions}
        ended = {id(one.outgoing): one.record.start for one in transitions}
        row: list[Stretch] = []
        for event in track.events:
            start, end = event.record.start, event.record.end
            if transitions:
                start, end = begun.get(id(event), start), ended.get(id(event), end)
            row.extend(self._alone(event, start, end))
        for transition in transitions:
            row.extend(self._dissolve(transition))
        row.sort(key=attrgetter("start"))
        return row

    def _alone(self, event: Event, start: int, end: int) -> Iterator[Stretch]:
        """What an event shows from record frame `start` to `end`; nothing when it is disabled.

        A clip goes on beyond its record span as long as a neighbour dissolves with it.
        """
        if not event.enabled or not event.opacity or start >= end:
            return
        if event.contents:
            for stretch in self._contents(event):
                first, last = max(start, stretch.start), min(end, stretch.end)
                if first < last:
                    layers = tuple(_resized(layer, event.fit) for layer in stretch.layers)
                    yield Stretch(first, last, _see_through(event, layers))
        elif event.media is not None:
            yield Stretch(start, end, _see_through(event, (event,)))

    def _contents(self, event: Event) -> list[Stretch]:
        if id(event) not in self._inside:
            self._inside[id(event)] = self.of_tracks(event.contents)
        return self._inside[id(event)]

    def _dissolve(self, transition: Transition) -> Iterator[Stretch]:
        """Both events mixed; a side that is not there lets the tracks below be seen."""
        start, end = transition.record.start, transition.record.end
        sides = [
            list(self._alone(event, start, end)) if event else []
            for event in (transition.outgoing, transition.incoming)
        ]
        for first, last, (old, new) in swept(sides):
            blend = Blend(old, new, start, transition.share, transition.step)
            yield Stretch(first, last, (blend,))


def _apart(transitions: Sequence[Transition]) -> Iterator[Transition]:
    """Transitions one after the other, each between its own two clips.

    What an earlier one still covers is taken off the next.
    """
    passed = 0
    for one in transitions:
        start, end = max(one.record.start, passed), one.record.end
        if one.outgoing:
            start = max(start, one.outgoing.record.start)
        if one.incoming:
            end = min(end, one.incoming.record.end)
        if start < end:
            late = start - one.record.start
            record = Span(start, end - start, one.record.rate)
            yield replace(one, record=record, share=one.share + late * one.step)
            passed = end


def _see_through(event: Event, layers: tuple[Layer, ...]) -> tuple[Layer, ...]:
    """The layers at the opacity of their event."""
    return layers if event.opacity == 1 else (Blend((), layers, 0, event.opacity),)


def _resized(layer: Layer, fit: Fit) -> Layer:
    """A layer of a compound clip, as large as the compound makes it."""
    if fit == WHOLE:
        return layer
    if isinstance(layer, Event):
        own = layer.fit
        window = min(Fraction(1), own.window) * fit.scale
        return replace(layer, fit=replace(own, scale=own.scale * fit.scale, window=window))
    return replace(
        layer,
        outgoing=tuple(_resized(one, fit) for one in layer.outgoing),
        incoming=tuple(_resized(one, fit) for one in layer.incoming),
    )


def _tops(tracks: Sequence[Track]) -> Iterator[Top]:
    """The uppermost events in record order, the contents of compound clips in their place."""
    rows = [
        [Stretch(top.start, top.end, (top.event,)) for event in track.events for top in _top(event)]
        for track in tracks
        if track.kind == "video" and track.enabled
    ]
    found = (
        Top(start, end, event)
        for start, end, current in swept(rows)
        for event in next(reversed([row for row in current if row]))
        if isinstance(event, Event)
    )
    last: Top | None = None
    for top in found:
        if last and top.event is last.event and top.start == last.end:
            last = replace(last, end=top.end)
            continue
        if last:
            yield last
        last = top
    if last:
        yield last


def _top(event: Event) -> Iterator[Top]:
    if not event.enabled or not event.opacity or event.record.length <= 0:
        return
    if not event.contents:
        if event.media is not None:
            yield Top(event.record.start, event.record.end, event)
        return
    for inner in _tops(event.contents):
        start, end = max(inner.start, event.record.start), min(inner.end, event.record.end)
        if start < end:
            yield Top(start, end, inner.event)
