"""What the filters of a clip make of its picture, as an effect that our reader knows."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from otio_v2a.timeline.clips import NEUTRAL
from otio_v2a.timeline.markup import Node
from otio_v2a.timeline.xmeml.elements import is_off, number

_MOVED: Mapping[str, str] = MappingProxyType(
    {"rotation": "rotation", "center": "position", "centerOffset": "anchor point"}
)
"""Parameters of Basic Motion that are 0 where nothing is moved."""

_SIDES = ("left", "right", "top", "bottom")
_SPEED = "timeremap"

Told = dict[str, Any]


def looks(clip: Node, *, pixels: bool) -> Iterator[Told]:
    """The effect that says how a clip is laid over what is below; none where no filter changes it.

    `pixels` is whether its scale counts from the pixels of the media.
    """
    told: Told = {}
    filters = (one for one in clip.all("filter") if not is_off(one))
    effects = (effect for one in filters for effect in one.all("effect"))
    missing = dict.fromkeys(word for effect in effects for word in _read(effect, told))
    if "scale" in told:
        told["pixels"] = pixels
    if missing:
        told["missing"] = [*missing]
    if told:
        yield {"OTIO_SCHEMA": "Effect.1", "metadata": {NEUTRAL: told}}


def _read(effect: Node, told: Told) -> Iterator[str]:
    """Put into `told` what is a plain number, and name all else."""
    kind = effect.told("effectid")
    if effect.told("mediatype") == "audio" or kind == _SPEED:
        return
    values = {one.told("parameterid"): _standing(one) for one in effect.all("parameter")}
    if kind == "opacity":
        yield from _percent("opacity", values, told)
    elif kind == "basic":
        yield from _percent("scale", values, told)
        yield from (word for name, word in _MOVED.items() if not _is_zero(values.get(name, "0")))
    elif kind == "crop":
        if not all(_is_zero(values.get(side, "0")) for side in _SIDES):
            yield "crop"
    else:
        yield f"the effect '{effect.told('name') or kind}'"


def _standing(parameter: Node) -> str | None:
    """The value of a parameter as written; None for one with key frames."""
    return None if parameter.find("keyframe") else parameter.told("value")


def _percent(name: str, values: Mapping[str, str | None], told: Told) -> Iterator[str]:
    percent = number(values.get(name, "100") or "")
    if percent is None or percent < 0:
        yield name
    else:
        told[name] = float(Fraction(percent) / 100 * told.get(name, 1))


def _is_zero(value: str | None) -> bool:
    """Whether a number, or each of those in a position, is 0."""
    return value is not None and all(number(one) == 0 for one in value.split())
