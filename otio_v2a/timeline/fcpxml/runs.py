"""Storylines and connected clips of one composition, each with its exact place and its lane."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from fractions import Fraction

from otio_v2a.timeline.fcpxml.resources import Resources
from otio_v2a.timeline.fcpxml.story import ITEMS, Core, active, connected, core, is_seen, lane
from otio_v2a.timeline.fcpxml.timing import ZERO, Timing, pace, points, seconds
from otio_v2a.timeline.markup import Node

Lanes = tuple[int, ...]
"""Where something stands: its lane, after the lanes of all that it hangs on; () the storyline."""


@dataclass(frozen=True, slots=True)
class Placed:
    """An item in its place. Unit: `at` in seconds of the composition's own time.

    `core` is the media of a clip that is nothing else.
    """

    node: Node
    at: Fraction
    timing: Timing
    is_seen: bool
    core: Core | None = None

    @property
    def end(self) -> Fraction:
        """Where it ends."""
        return self.at + self.timing.duration

    def trimmed(self, head: Fraction) -> "Placed":
        """The same without its first record seconds."""
        return replace(self, at=self.at + head, timing=self.timing.trimmed(head))


@dataclass(frozen=True, slots=True)
class Joint:
    """A transition. Unit: seconds of the composition's own time."""

    node: Node
    at: Fraction
    end: Fraction


@dataclass(frozen=True, slots=True)
class Run:
    """A storyline: items and the transitions between them, in order."""

    lanes: Lanes
    items: list[Placed | Joint] = field(default_factory=list)


@dataclass(slots=True)
class Gathering:
    """Finds everything that stands in a composition of a rate."""

    resources: Resources
    rate: Fraction
    runs: list[Run] = field(default_factory=list)

    def storyline(
        self, nodes: Iterable[Node], base: Fraction, lanes: Lanes = (), first: Fraction = ZERO
    ) -> None:
        """Take in a storyline and what hangs on it.

        Unit: seconds of the composition's own time: the storyline's offsets count from `base`, and
        its first item stands at `first` unless it says otherwise.
        """
        run = Run(lanes)
        self.runs.append(run)
        end = max(base, first)
        for node in nodes:
            if node.tag == "transition":
                run.items.append(_joint(node, base, end))
            elif (item := active(node)) is not None and item.tag in ITEMS:
                placed = self.placed(item, seconds(item, "offset", end - base) + base)
                run.items.append(placed)
                end = placed.end
                self._connected(placed, lanes)

    def placed(self, node: Node, at: Fraction) -> Placed:
        """An item where it stands."""
        made_of = core(node, self.resources)
        return Placed(node, at, self._timing(node), is_seen(node, self.resources), made_of)

    def _connected(self, placed: Placed, lanes: Lanes) -> None:
        for node in connected(placed.node):
            offset = seconds(node, "offset", placed.timing.start)
            at = placed.at + placed.timing.elapsed(offset)
            where = (*lanes, lane(node))
            if node.tag == "spine":
                self.storyline(node.children, at, where)
            else:
                own = {**node.attributes, "offset": "0s"}
                self.storyline([replace(node, attributes=own)], at, where)

    def _timing(self, node: Node) -> Timing:
        """Its clock."""
        start, duration, rate = self._usual(node)
        mapped = points(node)
        speed = pace(node, self.rate, rate)
        first = seconds(node, "start", mapped[0][0] if mapped else start)
        if mapped:
            duration = mapped[-1][0] - mapped[0][0]
        usual = None if duration is None else duration / speed
        length = seconds(node, "duration", usual)
        return Timing(first, max(ZERO, length), speed, mapped)

    def _usual(self, node: Node) -> tuple[Fraction, Fraction | None, Fraction | None]:
        """Start, duration and rate of what an item shows, as they are unless it says them."""
        ref = node.attributes.get("ref", "")
        own = self.resources.rate(node.attributes.get("format", ""))
        if node.tag in ("asset-clip", "video", "audio") and (asset := self.resources.asset(ref)):
            return asset.start, asset.duration, own or asset.rate
        if inside := self.resources.inside(node):
            return inside.origin, inside.duration, inside.rate
        return ZERO, None, own


def _joint(node: Node, base: Fraction, end: Fraction) -> Joint:
    """A transition; around the end of the item before it unless it says where."""
    length = seconds(node, "duration")
    at = base + seconds(node, "offset", end - base - length / 2)
    return Joint(node, at, at + length)
