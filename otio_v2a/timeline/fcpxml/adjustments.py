"""What the adjustments of a clip make of its picture, as an effect that our reader knows."""

import re
from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from otio_v2a.timeline.clips import NEUTRAL
from otio_v2a.timeline.markup import Node
from otio_v2a.timeline.spelled import Json, an_effect

_NAMED: Mapping[str, str] = MappingProxyType(
    {
        "adjust-corners": "distortion",
        "adjust-stabilization": "stabilization",
        "adjust-rollingShutter": "rolling shutter correction",
        "adjust-360-transform": "360° transform",
        "adjust-reorient": "360° orientation",
        "adjust-orientation": "360° orientation",
        "adjust-cinematic": "cinematic focus",
    }
)
_STILL: Mapping[str, str] = MappingProxyType({"position": "0 0", "rotation": "0", "anchor": "0 0"})
_NUMBER = re.compile(r"[+-]?[0-9]{1,9}(?:\.[0-9]{0,15})?")
_RECTANGLES = ("trim-rect", "crop-rect", "pan-rect")
_SIDES = ("left", "top", "right", "bottom")
_NORMAL_MODES = ("", "0")


def looks(node: Node) -> list[Json]:
    """The effect that says how a clip is laid over what is below; none where it fills the frame."""
    told: dict[str, Any] = {}
    missing = list(dict.fromkeys(_missing(node, told)))
    if missing:
        told["missing"] = missing
    return [an_effect("Effect.1", "Look", metadata={NEUTRAL: told})] if told else []


def _missing(node: Node, told: dict[str, Any]) -> Iterator[str]:
    """Put into `told` what is plain, and name all else."""
    for one in node.children:
        if one.attributes.get("enabled") == "0":
            continue
        if one.tag in _NAMED:
            yield _NAMED[one.tag]
        elif one.tag in ("filter-video", "filter-video-mask"):
            yield f"the effect '{one.attributes.get('name') or 'mask'}'"
        elif one.tag in _READERS:
            yield from _READERS[one.tag](one, told)


def _blend(node: Node, told: dict[str, Any]) -> Iterator[str]:
    amount = _plain(node.attributes.get("amount", "1"))
    if amount is None or node.find("param"):
        yield "opacity"
    elif amount < 1:
        told["opacity"] = float(amount)
    if node.attributes.get("mode", "") not in _NORMAL_MODES:
        yield "blend mode"


def _transform(node: Node, told: dict[str, Any]) -> Iterator[str]:
    moving = {one.attributes.get("name", "") for one in node.all("param")}
    sides = {_plain(side) for side in node.attributes.get("scale", "1 1").split()}
    scale = sides.pop() if len(sides) == 1 else None
    if scale is None or scale < 0 or "scale" in moving:
        yield "scale"
    elif scale != 1:
        told["scale"] = float(scale)
    for name, usual in _STILL.items():
        written = node.attributes.get(name, usual).split()
        if name in moving or [_plain(one) for one in written] != [0] * len(usual.split()):
            yield name
    yield from sorted(moving - {"scale", *_STILL})


def _conform(node: Node, told: dict[str, Any]) -> Iterator[str]:
    kind = node.attributes.get("type", "fit")
    if kind == "none":
        told["pixels"] = True
    elif kind != "fit":
        yield f"spatial conform '{kind:.20}'"


def _crop(node: Node, _told: dict[str, Any]) -> Iterator[str]:
    mode = node.attributes.get("mode", "trim")
    shown = [one for one in node.all(*_RECTANGLES) if one.tag == f"{mode}-rect"]
    sides = (one.attributes.get(side, "0") for one in shown for side in _SIDES)
    moving = any(one.find("param") for one in shown)
    if moving or any(_plain(side) != 0 for side in sides):
        yield "Ken Burns" if mode == "pan" else "crop"


_READERS = MappingProxyType(
    {
        "adjust-blend": _blend,
        "adjust-transform": _transform,
        "adjust-conform": _conform,
        "adjust-crop": _crop,
    }
)


def _plain(written: str) -> Fraction | None:
    """A number as written; None where it is none."""
    return Fraction(written.strip()) if _NUMBER.fullmatch(written.strip()) else None
