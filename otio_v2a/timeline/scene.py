"""Where things stand while a timeline is walked: the view into it, a child, its place."""

from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil
from typing import Any

from otio_v2a.edit import Event
from otio_v2a.timeline.clips import Picture
from otio_v2a.timeline.looks import PLAIN, Look
from otio_v2a.timeline.markers import Use
from otio_v2a.timeline.times import Exact, Range, nearest

_NOISE = Fraction(1, 1000)


@dataclass(frozen=True, slots=True)
class View:
    """How time inside a composition maps to the record, and what of it is seen.

    Unit: exact frames of the timeline, record = base + inner * scale. `high` None is the end of the
    timeline; `timecode` is what positions count from; `anchor` names the compound clips around.
    """

    address: str = ""
    base: Exact = 0
    scale: Exact = 1
    low: Exact = 0
    high: Exact | None = None
    enabled: bool = True
    anchor: str = ""
    depth: int = 0
    timecode: Exact = 0

    def seen(self, start: Exact, end: Exact) -> tuple[Exact, Exact]:
        """The part of a record stretch that is seen through it."""
        return max(start, self.low), end if self.high is None else min(end, self.high)

    def frame(self, position: Exact) -> int:
        """The first record frame at or after a position inside a retimed compound clip.

        Elsewhere the nearest: there positions are whole but for the noise of floats.
        """
        return nearest(position) if self.scale == 1 else ceil(position - _NOISE)

    def trimmed(self, window: Range | None) -> "View":
        """The view of a track whose source_range is `window`."""
        if window is None:
            return self
        low, high = self.seen(self.base, self.base + window.duration * self.scale)
        return replace(self, base=self.base - window.start * self.scale, low=low, high=high)


@dataclass(frozen=True, slots=True)
class Item:
    """One child of a track, before it has a place. `shown` is None but for clips."""

    written: dict[str, Any]
    name: str
    address: str
    use: Use
    shown: Picture | None = None
    look: Look = PLAIN
    unsupported: str = ""
    remark: str = ""

    @property
    def enabled(self) -> bool:
        """Whether it is switched on itself."""
        return is_enabled(self.written)

    @property
    def key(self) -> str:
        """What names its media across edits."""
        return self.shown.key if self.shown else self.name


@dataclass(frozen=True, slots=True)
class Scene:
    """One child of a track in its place. Unit: `record` in exact frames of the timeline.

    `head` and `tail` are how far transitions show it beyond that.
    """

    item: Item
    record: Range
    view: View
    event: Event | None = None
    head: Exact = 0
    tail: Exact = 0

    @property
    def enabled(self) -> bool:
        """Whether it and everything around it is switched on."""
        return self.view.enabled and self.item.enabled

    @property
    def shown(self) -> tuple[Exact, Exact]:
        """The part of it that is seen but for transitions: at least its edge that is nearest."""
        end = self.record.start + self.record.duration
        start, seen = self.view.seen(self.record.start, end)
        edge = min(max(seen, self.record.start), end) if seen < start else seen
        return (start, seen) if start <= seen else (edge, edge)

    @property
    def is_dissolved(self) -> bool:
        """Whether a transition shows it beyond its own record span."""
        return bool(self.head or self.tail)

    def inside(self) -> View:
        """The view into a compound clip, trimmed to what is seen of it; its speed is above zero."""
        use, start = self.item.use, self.record.start
        scale = self.view.scale if use.speed == 1 else self.view.scale / use.speed
        end = start + self.record.duration + self.tail
        low, high = self.view.seen(start - self.head, end)
        return View(
            address=f"{self.item.address}, ",
            base=start - use.start * scale,
            scale=scale,
            low=low,
            high=high,
            enabled=self.enabled,
            anchor=f"{self.view.anchor}{self.item.name}|",
            depth=self.view.depth + 1,
            timecode=self.view.timecode,
        )


def is_enabled(written: dict[str, Any]) -> bool:
    """Whether an object is switched on; those that do not say are."""
    return written.get("enabled") is not False
