"""Transitions of a storyline as OTIO's."""

from collections.abc import Iterator
from fractions import Fraction

from otio_v2a.timeline.fcpxml.resources import Resources
from otio_v2a.timeline.markup import Node
from otio_v2a.timeline.spelled import Json, a_time

_DISSOLVE = "SMPTE_Dissolve"
_OTHER = "Custom_Transition"
_DISSOLVES = ("cross dissolve", "fxplug:4731e73a-8dac-4113-9a30-ae85b1761265")
"""What a cross dissolve is called, and the effect it is in every language (timelines facts, 7)."""


def a_transition(node: Node, kind: str, reach: tuple[int, int], rate: Fraction) -> Json:
    """A transition that reaches so many frames before its cut and after it."""
    before, after = reach
    return {
        "OTIO_SCHEMA": "Transition.1",
        "metadata": {},
        "name": node.attributes.get("name", ""),
        "in_offset": a_time(before, rate),
        "out_offset": a_time(after, rate),
        "transition_type": kind,
    }


def kind_of(node: Node, resources: Resources) -> str:
    """The type of a transition; "" where it is one of sound alone."""
    video = node.find("filter-video")
    if video is None and node.find("filter-audio") is not None:
        return ""
    told = {one.casefold() for one in _told(node, video, resources)}
    return _DISSOLVE if told & set(_DISSOLVES) else _OTHER


def _told(node: Node, video: Node | None, resources: Resources) -> Iterator[str]:
    if video is None:
        yield node.attributes.get("name", "")
        return
    yield video.attributes.get("name", "")
    effect = resources.named(video.attributes.get("ref", ""), "effect")
    if effect is not None:
        yield effect.attributes.get("uid", "")
        yield effect.attributes.get("name", "")
