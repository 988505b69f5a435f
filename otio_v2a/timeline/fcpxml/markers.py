"""Markers of an item, in the time of its source as OTIO counts it."""

from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType

from otio_v2a.timeline.fcpxml.story import MARKERS
from otio_v2a.timeline.fcpxml.timing import Timing, seconds
from otio_v2a.timeline.markup import Node
from otio_v2a.timeline.spelled import Json, a_range

_COLOURS: Mapping[str, str] = MappingProxyType({"0": "RED", "1": "GREEN"})
"""Colours of to-dos, open and completed, as Final Cut Pro shows them."""


def markers(node: Node, timing: Timing, start: Fraction, rate: Fraction) -> list[Json]:
    """The markers of an item whose source_range starts at `start`. Unit: frames at `rate`.

    They count from there in record frames, whatever the item's speed is.
    """
    return [_marker(one, timing, start, rate) for one in node.all(*MARKERS)]


def _marker(node: Node, timing: Timing, start: Fraction, rate: Fraction) -> Json:
    into = timing.elapsed(seconds(node, "start"))
    length = seconds(node, "duration", Fraction(0)) / timing.pace
    told = node.attributes
    colour = "ORANGE" if node.tag == "chapter-marker" else _COLOURS.get(told.get("completed", ""))
    return {
        "OTIO_SCHEMA": "Marker.2",
        "metadata": {},
        "name": told.get("value", ""),
        "color": colour or "BLUE",
        "comment": told.get("note", ""),
        "marked_range": a_range(start + into * rate, length * rate, rate),
    }
