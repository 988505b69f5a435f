"""What effects make of a picture: its opacity and size where they are plain numbers, else in words.

Source: for Resolve's types and parameters the timelines fact sheet, section 4.1, measured in real
exports; for Premiere's its section 5, the numbers as writers of that dialect give them.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from otio_v2a.model import WHOLE, Fit
from otio_v2a.timeline.clips import NEUTRAL, namespace, objects, schema, text

_PRECISION = 10**6
_LARGEST = 100

_INTRINSIC: Mapping[int, str] = MappingProxyType(
    {
        1: "composite mode",
        2: "transform",
        3: "crop",
        22: "scaling",
        36: "video fade",
        43: "lens correction",
        59: "dynamic zoom",
    }
)
"""The effects that every clip of Resolve has, by type, and what they are when they are set."""

_COMPOSITE, _TRANSFORM = 1, 2
_PLACES = frozenset({"transformationPan", "transformationTilt"})
_SOUND = frozenset({62, 63, 64, 67, 72})

_MOTION: Mapping[int, tuple[str, object]] = MappingProxyType(
    {
        1: ("position", {"X": 0.5, "Y": 0.5}),
        5: ("rotation", 0.0),
        6: ("anchor point", {"X": 0.5, "Y": 0.5}),
        **dict.fromkeys((8, 9, 10, 11), ("crop", 0.0)),
    }
)
"""Parameters of Premiere's Motion by number: what they are, and what they say when they are not."""

_SCALE, _SCALE_WIDTH, _UNIFORM = 2, 3, 4
_OPACITY, _NORMAL = 1, (None, 0, 18)

_MOVES = "moves"
"""In place of a value that changes while the clip plays."""


@dataclass(frozen=True, slots=True)
class Look:
    """How a picture is laid over what is below; `missing` names what cannot be followed."""

    opacity: Fraction = Fraction(1)
    fit: Fit = WHOLE
    missing: tuple[str, ...] = ()


PLAIN = Look()


@dataclass(frozen=True, slots=True)
class _Change:
    """One thing that an effect does; `number` is None where it is no plain number."""

    word: str
    number: Fraction | None = None
    pixels: bool = False


def look(holder: dict[str, Any]) -> Look:
    """What the effects of a clip or compound clip make of its picture."""
    if not holder.get("effects"):
        return PLAIN
    effects = [one for one in objects(holder["effects"]) if schema(one) == "Effect"]
    opacity, fit = Fraction(1), WHOLE
    missing: dict[str, None] = {}
    for change in (found for effect in effects for found in _changes(effect)):
        if change.number is None:
            missing[change.word] = None
        elif change.word == "opacity":
            opacity *= min(Fraction(1), change.number)
        else:
            fit = Fit(fit.scale * change.number, fit.pixels or change.pixels)
    return Look(opacity if fit.scale else Fraction(0), fit, tuple(missing))


def _changes(effect: dict[str, Any]) -> Iterator[_Change]:
    if effect.get("enabled") is False:
        return
    resolve, premiere = (namespace(effect, f"{name}_OTIO") for name in ("Resolve", "PremierePro"))
    neutral = namespace(effect, NEUTRAL)
    if neutral:
        yield from _neutral(neutral)
    elif resolve:
        yield from _resolve(resolve)
    elif premiere:
        yield from _premiere(premiere, effect)
    else:
        yield _Change(_named(text(effect.get("effect_name")) or text(effect.get("name"))))


def _neutral(told: dict[str, Any]) -> Iterator[_Change]:
    """What our own conversions say: `opacity`, `scale`, `pixels`, and words for what is missing."""
    if "opacity" in told:
        yield _Change("opacity", _number(told["opacity"]))
    if "scale" in told or "pixels" in told:
        yield _Change("scale", _number(told.get("scale", 1.0)), pixels=told.get("pixels") is True)
    words = told.get("missing")
    yield from (_Change(text(word)) for word in (words if isinstance(words, list) else ()))


def _resolve(effect: dict[str, Any]) -> Iterator[_Change]:
    written = effect.get("Type")
    kind = written if isinstance(written, int) else None
    if effect.get("Enabled") is False or kind in _SOUND:
        return
    told = dict(_told(effect))
    word = None if kind is None else _INTRINSIC.get(kind)
    if word is None:
        yield _Change(_named(text(effect.get("Effect Name"))))
        return
    if kind == _COMPOSITE and "opacity" in told:
        percent = told.pop("opacity")
        yield _Change("opacity", None if percent is None else percent / 100)
    if kind == _TRANSFORM:
        sides = [told.pop(f"transformationZoom{side}", Fraction(1)) for side in "XY"]
        yield _Change("zoom", sides[0] if sides[0] == sides[1] else None)
        if _PLACES & told.keys():
            yield _Change("position")
        told = {name: value for name, value in told.items() if name not in _PLACES}
    if told:
        yield _Change(word)


def _told(effect: dict[str, Any]) -> Iterator[tuple[str, Fraction | None]]:
    """The parameters of an effect of Resolve that are not as they are by default."""
    for one in objects(effect.get("Parameters")):
        value, frames = one.get("Parameter Value"), one.get("Key Frames")
        if frames:
            value = _held(frames)
        if value != one.get("Default Parameter Value"):
            yield text(one.get("Parameter ID")), _number(value)


def _held(frames: object) -> object:
    """What all key frames of a parameter of Resolve say, _MOVES where it changes between them."""
    every = objects(list(frames.values())) if isinstance(frames, dict) else []
    if not every or any(one.get("Value") != every[0].get("Value") for one in every):
        return _MOVES
    # A curve may leave the value of its key frames on the way from one to the next.
    curved = len(every) > 1 and any(key.endswith("Bez") for one in every for key in one)
    return _MOVES if curved else every[0].get("Value")


def _premiere(effect: dict[str, Any], written: dict[str, Any]) -> Iterator[_Change]:
    parameters = objects(effect.get("Parameters"))
    told = {one["ID"]: _standing(one) for one in parameters if isinstance(one.get("ID"), int)}
    match = text(effect.get("MatchName"))
    if match == "AE.ADBE Opacity":
        percent = _number(told.pop(_OPACITY, 100.0))
        yield _Change("opacity", None if percent is None else percent / 100)
        if any(value not in _NORMAL for value in told.values()):
            yield _Change("blend mode")
    elif match == "AE.ADBE Motion":
        scale, width = _number(told.get(_SCALE, 100.0)), _number(told.get(_SCALE_WIDTH, 100.0))
        even = scale == width or told.get(_UNIFORM, True) not in (False, None)
        yield _Change("scale", scale / 100 if scale is not None and even else None, pixels=True)
        for number, (word, usual) in _MOTION.items():
            if told.get(number, usual) != usual:
                yield _Change(word)
    else:
        yield _Change(_named(text(written.get("effect_name")) or match))


def _standing(parameter: dict[str, Any]) -> object:
    """The value of a parameter of Premiere that stands still, _MOVES of one that does not."""
    frames = objects(parameter.get("Keyframes"))
    values = [frame.get("Value") for frame in frames]
    if any(value != values[0] for value in values):
        return _MOVES
    start = parameter.get("StartValue")
    return values[0] if values else start.get("Value") if isinstance(start, dict) else None


def _number(value: object) -> Fraction | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    if not 0 <= value <= _LARGEST * 100:
        return None
    return Fraction(value).limit_denominator(_PRECISION)


def _named(name: str) -> str:
    return f"the effect '{name}'" if name else "an effect"
