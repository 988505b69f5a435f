"""Prompts as layers: which sounds the words ask for, how loud and in what manner."""

import re
from dataclasses import dataclass, replace

from otio_v2a.sketch.hearing.words import HIDES, LAYERS, LITTLE, MANNERS, SURFACES

MOST_LAYERS = 8
"""Layers one prompt may have; more become mush."""

_RANK_STEP, _RANK_FLOOR = 2.2, -8.0


_FINDERS = {name: re.compile(rf"\b(?:{words})\b") for name, words in LAYERS.items()}
_CLAUSE = re.compile(r"[,;.:!?/&+\n]|\b(?:and|with|while|then|plus|over|as|followed by)\b")
_NEGATION = re.compile(r"\b(?:no|not|without|never|minus|except)\b.*")


@dataclass(frozen=True, slots=True)
class Manner:
    """How a layer sounds: 1 is usual, or 0 to 1 for `distant`; `close` is dry and detailed."""

    distant: float = 0.0
    force: float = 1.0
    speed: float = 1.0
    surface: str = ""
    close: bool = False


@dataclass(frozen=True, slots=True)
class Layer:
    """One sound that is asked for. Unit: `level` in dB below the strongest."""

    name: str
    level: float = 0.0
    manner: Manner = Manner()


@dataclass(frozen=True, slots=True)
class Heard:
    """What a prompt asks for, first-named strongest, and the words that found nothing."""

    layers: tuple[Layer, ...]
    unknown: tuple[str, ...] = ()


def hear(prompt: str, *, asmr: bool = False) -> Heard:
    """The layers of a prompt, at most eight; negated words ask for nothing."""
    layers: dict[str, Layer] = {}
    unknown: list[str] = []
    for clause in clauses(prompt):
        names = _named(clause)
        manner = _manner(clause, asmr=asmr)
        for name in names:
            level = max(_RANK_FLOOR, -_RANK_STEP * len(layers))
            layers.setdefault(name, Layer(name, level, manner))
        if not names:
            unknown += _unexplained(clause)
    return Heard(tuple(layers.values())[:MOST_LAYERS], tuple(dict.fromkeys(unknown)))


def clauses(prompt: str) -> tuple[str, ...]:
    """The parts of a prompt, lower case, with what "no" and "without" refuse left out."""
    found = []
    for clause in _CLAUSE.split(prompt.lower()):
        kept = _NEGATION.sub("", clause).strip()
        if kept:
            found.append(kept)
    return tuple(found)


def refused(prompt: str) -> str:
    """The words that "no" and "without" refuse, in one string."""
    found = (_NEGATION.search(clause) for clause in _CLAUSE.split(prompt.lower()))
    return " ".join(match.group() for match in found if match)


def _named(clause: str) -> tuple[str, ...]:
    starts = {name: finder.search(clause) for name, finder in _FINDERS.items()}
    found = {name: match.start() for name, match in starts.items() if match}
    hidden = frozenset().union(*(HIDES.get(name, frozenset()) for name in found))
    if len(found) > 1:
        hidden |= {"room"}
    return tuple(sorted((name for name in found if name not in hidden), key=found.__getitem__))


def _manner(clause: str, *, asmr: bool) -> Manner:
    said = {name for name, words in MANNERS.items() if re.search(rf"\b(?:{words})\b", clause)}
    surface = next(
        (name for name, words in SURFACES.items() if re.search(rf"\b(?:{words})\b", clause)), ""
    )
    manner = Manner(
        surface=surface, distant=float("distant" in said), close=asmr or "close" in said
    )
    manner = replace(manner, force=1.6 if "heavy" in said else 0.5 if "soft" in said else 1.0)
    return replace(manner, speed=0.6 if "slow" in said else 1.6 if "fast" in said else 1.0)


def _unexplained(clause: str) -> list[str]:
    explained = "|".join((*MANNERS.values(), *SURFACES.values()))
    words = re.findall(r"[^\W\d_]+(?:['-][^\W\d_]+)*", clause)
    return [word for word in words if word not in LITTLE and not re.fullmatch(explained, word)]
