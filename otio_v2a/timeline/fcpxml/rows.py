"""Storylines and connected clips laid out on tracks, whole frame by whole frame."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import groupby

from otio_v2a.timecode import frames_in
from otio_v2a.timeline.fcpxml.runs import Joint, Lanes, Placed, Run
from otio_v2a.timeline.fcpxml.transitions import a_transition
from otio_v2a.timeline.markup import Node
from otio_v2a.timeline.spelled import Json, a_gap, a_track

Build = Callable[[Placed, int], Json]
"""An item as the child of a track that lasts so many frames."""

Kind = Callable[[Node], str]
"""The kind of a transition: "" for one that the picture does not have."""


@dataclass(frozen=True, slots=True)
class Grid:
    """The frames of a composition. Unit: `origin` in seconds of its own time is frame 0."""

    origin: Fraction
    rate: Fraction

    def frame(self, at: Fraction) -> int:
        """The frame nearest to a time of the composition's own."""
        return int(frames_in(at - self.origin, self.rate))


@dataclass(slots=True)
class Row:
    """Items that adjoin, with the transitions between them. Unit: frames.

    It begins or ends with a transition where it is `open_head` or `open_tail`: what stands next to
    it there is no part of that.
    """

    start: int
    end: int
    children: list[Json] = field(default_factory=list)
    open_head: bool = False
    open_tail: bool = False

    @property
    def room(self) -> tuple[int, int]:
        """The frames that it keeps to itself on its track."""
        return self.start - self.open_head, self.end + self.open_tail


def tracks(runs: Iterable[Run], grid: Grid, build: Build, kind_of: Kind) -> list[Json]:
    """Everything that stands in a composition on tracks, the lowest first, sound after pictures."""
    layout = Layout(grid, build, kind_of)
    return [
        track
        for kind, is_seen in (("Video", True), ("Audio", False))
        for track in _tracks(_laned(runs, is_seen=is_seen), kind, layout)
    ]


@dataclass(frozen=True, slots=True)
class Layout:
    """How runs become rows."""

    grid: Grid
    build: Build
    kind_of: Kind

    def rows(self, items: list[Placed | Joint]) -> Iterator[Row]:
        """The rows of a run: a new one where an item begins before the one before it ends."""
        row: Row | None = None
        waiting: Joint | None = None
        for item in items:
            if isinstance(item, Joint):
                waiting = item
                continue
            start, end = self.grid.frame(item.at), self.grid.frame(item.end)
            if start < 0 and end <= 0:
                continue
            if row is not None and start < row.end:
                yield self._closed(row, waiting)
                row, waiting = None, None
            row = self._next(row, max(start, 0), waiting)
            waiting = None
            hidden = Fraction(max(0, -start)) / self.grid.rate
            row.children.append(self.build(item.trimmed(hidden), end - max(start, 0)))
            row.end = end
        if row is not None:
            yield self._closed(row, waiting)

    def _next(self, row: Row | None, start: int, joint: Joint | None) -> Row:
        """The row up to where the next item starts."""
        if row is None:
            joined = self._joined(joint, start)
            return Row(start, start, joined, open_head=bool(joined))
        gap = [a_gap(start - row.end, self.grid.rate)] if start > row.end else []
        if joint and self.grid.frame(joint.at) < row.end:
            row.children.extend((*self._joined(joint, row.end), *gap))
        else:
            row.children.extend((*gap, *self._joined(joint, start)))
        return row

    def _closed(self, row: Row, joint: Joint | None) -> Row:
        joined = self._joined(joint, row.end)
        row.children.extend(joined)
        row.open_tail = bool(joined)
        return row

    def _joined(self, joint: Joint | None, cut: int) -> list[Json]:
        """The transition around a cut, if there is one."""
        if joint is None:
            return []
        before = max(0, cut - self.grid.frame(joint.at))
        after = max(0, self.grid.frame(joint.end) - cut)
        kind = self.kind_of(joint.node)
        reach = before, after
        return [a_transition(joint.node, kind, reach, self.grid.rate)] if kind else []


def _laned(runs: Iterable[Run], *, is_seen: bool) -> list[Run]:
    """The runs of one kind: those items of each, and the transitions next to them."""
    found = []
    for run in runs:
        items: list[Placed | Joint] = []
        for index, item in enumerate(run.items):
            shown = item.is_seen if isinstance(item, Placed) else _is_between_seen(run, index)
            if shown is is_seen:
                items.append(item)
        if any(isinstance(item, Placed) for item in items):
            found.append(Run(run.lanes, items))
    return found


def _is_between_seen(run: Run, index: int) -> bool:
    """Whether a transition is one of pictures: an item next to it is seen, and is no gap."""
    beside = [*run.items[max(0, index - 1) : index], *run.items[index + 1 : index + 2]]
    items = [one for one in beside if isinstance(one, Placed) and one.node.tag != "gap"]
    return not items or any(one.is_seen for one in items)


def _tracks(runs: list[Run], kind: str, layout: Layout) -> Iterator[Json]:
    deepest = max((len(run.lanes) for run in runs), default=0)

    def height(run: Run) -> Lanes:
        # An item stands between what hangs below it and what hangs above it.
        return run.lanes + (0,) * (deepest - len(run.lanes))

    for lanes, group in groupby(sorted(runs, key=height), key=height):
        rows = [row for run in group for row in layout.rows(run.items)]
        for number, track in enumerate(_apart(rows)):
            yield a_track(_name(lanes, number), kind, list(_children(track, layout.grid.rate)))


def _apart(rows: list[Row]) -> list[list[Row]]:
    """Rows on as many tracks as they need: what begins later stands above what it overlaps.

    Of those that begin together the one that is told later.
    """
    found: list[list[Row]] = []
    busy: list[int] = []
    for row in sorted(rows, key=lambda row: row.room[0]):
        start, end = row.room
        while busy and busy[-1] <= start:
            busy.pop()
        if len(busy) == len(found):
            found.append([])
        found[len(busy)].append(row)
        busy.append(end)
    return found


def _children(rows: list[Row], rate: Fraction) -> Iterator[Json]:
    at = 0
    for row in rows:
        if row.start > at:
            yield a_gap(row.start - at, rate)
        yield from row.children
        at = row.end


def _name(lanes: Lanes, number: int) -> str:
    told = ".".join(str(lane) for lane in _stripped(lanes))
    name = f"Lane {told}" if told else "Storyline"
    return f"{name} ({number + 1})" if number else name


def _stripped(lanes: Lanes) -> Lanes:
    while lanes and not lanes[-1]:
        lanes = lanes[:-1]
    return lanes
