"""How much a timeline becomes when its compound clips are opened, before any is."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from otio_v2a.errors import TimelineError
from otio_v2a.timeline.fcpxml.resources import Inside, Resources
from otio_v2a.timeline.fcpxml.story import DEEPEST, ITEMS, MOST_CLIPS, REFERRING, active
from otio_v2a.timeline.markup import Node


@dataclass(frozen=True, slots=True)
class Size:
    """How many clips something holds, and how deep they stand in one another."""

    clips: int
    depth: int


@dataclass(slots=True)
class Measure:
    """Measures compound clips, each once, however often they are used."""

    resources: Resources
    _known: dict[int, Size] = field(default_factory=dict)
    _open: list[int] = field(default_factory=list)

    def checked(self, inside: Inside) -> None:
        """Nothing, where a timeline can be opened.

        Raises: TimelineError for compound clips in themselves, too deep, or too many.
        """
        size = self._inside(inside)
        if size.depth > DEEPEST:
            raise TimelineError(_too_deep())
        if size.clips > MOST_CLIPS:
            message = (
                f"with its compound clips opened it has {size.clips} clips, more than"
                f" {MOST_CLIPS}. Export one timeline without them."
            )
            raise TimelineError(message)

    def _inside(self, inside: Inside) -> Size:
        key = id(inside.holder)
        if key in self._open:
            message = f"compound clip '{inside.name}' holds itself. Take it out of itself."
            raise TimelineError(message)
        if len(self._open) > DEEPEST:
            raise TimelineError(_too_deep())
        if key not in self._known:
            self._open.append(key)
            self._known[key] = self._size(inside)
            self._open.pop()
        return self._known[key]

    def _size(self, inside: Inside) -> Size:
        clips = deepest = 0
        for item, depth in _every(inside.items):
            clips += 1
            deepest = max(deepest, depth)
            held = self.resources.inside(item) if _opens(item) else None
            if held:
                within = self._inside(held)
                clips += within.clips
                deepest = max(deepest, depth + within.depth)
        return Size(clips, deepest)


def _opens(item: Node) -> bool:
    return item.tag in REFERRING and item.attributes.get("srcEnable") != "audio"


def _every(nodes: tuple[Node, ...]) -> Iterator[tuple[Node, int]]:
    """All items in and on others, with how deep they stand."""
    waiting = [(node, 1) for node in nodes]
    while waiting:
        node, depth = waiting.pop()
        item = active(node)
        if item is None:
            continue
        counted = item.tag in ITEMS
        if counted:
            yield item, depth
        waiting.extend(
            (one, depth + counted)
            for one in item.children
            if one.tag == "spine" or one.tag in ITEMS
        )


def _too_deep() -> str:
    return f"clips stand in one another more than {DEEPEST} deep. Decompose some of them."
