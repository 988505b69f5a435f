"""Items as children of tracks: clips with their media, compound clips with all that is in them."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from typing import Any

from otio_v2a.model import Notice
from otio_v2a.timeline.clips import NEUTRAL
from otio_v2a.timeline.fcpxml.adjustments import looks
from otio_v2a.timeline.fcpxml.markers import markers
from otio_v2a.timeline.fcpxml.media import Source, generator, media
from otio_v2a.timeline.fcpxml.resources import Inside, Resources
from otio_v2a.timeline.fcpxml.rows import Grid, tracks
from otio_v2a.timeline.fcpxml.runs import Gathering, Placed
from otio_v2a.timeline.fcpxml.story import CONTAINERS, GENERATED, REFERRING, contents
from otio_v2a.timeline.fcpxml.timing import ONE, ZERO, Course, address, seconds
from otio_v2a.timeline.fcpxml.transitions import kind_of
from otio_v2a.timeline.markup import Node
from otio_v2a.timeline.spelled import Json, a_gap, a_range, an_effect, an_item


@dataclass(frozen=True, slots=True)
class Held:
    """What a composite item holds. Unit: its own time at the first frame of its tracks."""

    tracks: list[Json]
    origin: Fraction
    rate: Fraction


@dataclass(frozen=True, slots=True)
class Seen:
    """An item, the part of what it shows that is seen, and for how many frames."""

    placed: Placed
    course: Course
    length: int


@dataclass(slots=True)
class Builder:
    """Builds what stands in a composition of a rate; gathers notices and what is left behind."""

    resources: Resources
    rate: Fraction
    notices: list[Notice] = field(default_factory=list)
    left: set[str] = field(default_factory=set)

    def opened(self, inside: Inside) -> list[Json]:
        """The tracks of a sequence or an angle."""
        gathering = Gathering(self.resources, inside.rate)
        gathering.storyline(inside.items, inside.base, first=inside.origin)
        return self._tracks(gathering, inside.origin)

    def child(self, placed: Placed, length: int) -> Json:
        """An item as the child of a track, `length` frames long."""
        node = placed.node
        self.left.update(_left(node))
        if node.tag == "gap":
            told = markers(node, placed.timing, ZERO, self.rate)
            return a_gap(length, self.rate, markers=told)
        held = self._held(placed)
        if held is None:
            return self._clip(placed, length)
        course = placed.timing.course().moved(-held.origin)
        fields = {"metadata": {NEUTRAL: {"rate": float(held.rate)}}, "children": held.tracks}
        return self._item("Stack.1", Seen(placed, course, length), **fields)

    def _tracks(self, gathering: Gathering, origin: Fraction) -> list[Json]:
        builder = replace(self, rate=gathering.rate)
        kind = partial(kind_of, resources=self.resources)
        return tracks(gathering.runs, Grid(origin, gathering.rate), builder.child, kind)

    def _held(self, placed: Placed) -> Held | None:
        """What is in a composite item whose picture is seen."""
        node = placed.node
        if node.tag in CONTAINERS and placed.core is None:
            return self._contained(placed)
        if node.tag not in REFERRING or not placed.is_seen:
            return None
        inside = self.resources.inside(node)
        if inside is not None:
            return Held(self.opened(inside), inside.origin, inside.rate)
        message = "what it refers to is not in the file. Export the timeline again."
        self.notices.append(Notice(address(node), message))
        return None

    def _contained(self, placed: Placed) -> Held:
        """What a clip or sync-clip is made of: its offsets are in the clip's own time."""
        rate = self.resources.rate(placed.node.attributes.get("format", "")) or self.rate
        gathering = Gathering(self.resources, rate)
        for one in contents(placed.node):
            items = one.children if one.tag == "spine" else [one]
            base = seconds(one, "offset", ZERO) if one.tag == "spine" else ZERO
            gathering.storyline(items, base)
        starts = [item.at for run in gathering.runs for item in run.items]
        origin = min(starts, default=placed.timing.start)
        return Held(self._tracks(gathering, origin), origin, rate)

    def _clip(self, placed: Placed, length: int) -> Json:
        """A clip of one media."""
        source = self._source(placed)
        asset = source.asset
        if asset is not None and asset.has_audio and placed.is_seen:
            self.left.add("the sound of video clips")
        course = placed.timing.course().moved(source.shift)
        if asset is not None and asset.is_still:
            # A still has one frame; where a clip starts in it is Final Cut's own count.
            course = Course(ZERO, ONE)
        return self._item(
            "Clip.2",
            Seen(placed, course, length),
            media_references=media(source, self.rate),
            active_media_reference_key="DEFAULT_MEDIA",
        )

    def _source(self, placed: Placed) -> Source:
        node = placed.core.node if placed.core else placed.node
        shift = placed.core.shift if placed.core else ZERO
        ref = node.attributes.get("ref", "")
        name = placed.node.attributes.get("name") or node.attributes.get("name", "")
        asset = self.resources.asset(ref)
        effect = self.resources.named(ref, "effect")
        if asset is None and (effect or node.tag in GENERATED):
            kind = effect.attributes.get("name", "") if effect else ""
            return Source(name, None, shift, generator(kind or name))
        return Source(name, asset, shift)

    def _item(self, schema: str, seen: Seen, **fields: Any) -> Json:
        """An item in its source time. Backwards it starts with the lowest, as in OTIO."""
        node, course = seen.placed.node, seen.course
        shown = course.speed * seen.length / self.rate
        start = (course.start + min(ZERO, shown)) * self.rate
        return an_item(
            schema,
            node.attributes.get("name", ""),
            a_range(start, seen.length, self.rate),
            effects=[*_warps(course), *looks(node)],
            markers=markers(node, seen.placed.timing, start, self.rate),
            enabled=node.attributes.get("enabled") != "0",
            **fields,
        )


def _warps(course: Course) -> Iterator[Json]:
    """The effects that say at what speed an item is shown."""
    if course.speed != 1:
        yield an_effect("LinearTimeWarp.1", "Speed", time_scalar=float(course.speed))
    if course.ramp:
        yield an_effect("TimeEffect.1", "Speed ramp")


_LEFT = {
    "keyword": "keywords",
    "caption": "captions",
    "filter-audio": "sound effects",
    "adjust-volume": "sound levels",
    "adjust-panner": "panning",
    "adjust-EQ": "sound effects",
    "adjust-matchEQ": "sound effects",
    "adjust-loudness": "sound effects",
    "adjust-noiseReduction": "sound effects",
    "adjust-humReduction": "sound effects",
    "adjust-voiceIsolation": "sound effects",
    "audio-channel-source": "channel layouts",
}


def _left(node: Node) -> Iterator[str]:
    """What of an item an .otio timeline does not hold."""
    if node.tag == "title":
        yield "titles"
    if any("role" in name.lower() for name in node.attributes):
        yield "roles"
    yield from (_LEFT[one.tag] for one in node.children if one.tag in _LEFT)
