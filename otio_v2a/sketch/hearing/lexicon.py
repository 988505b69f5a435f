"""Prompts as layers: which sounds the words ask for, how loud and in what manner."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from otio_v2a.sketch.hearing.asking import blanked, sounds_in
from otio_v2a.sketch.hearing.clauses import clauses, refused
from otio_v2a.sketch.hearing.manner import Manner, manners, says_only_how, together
from otio_v2a.sketch.hearing.words import DISCRETE_LAYERS, LITTLE, table

__all__ = ["MOST_LAYERS", "Heard", "Layer", "Manner", "clauses", "hear", "refused"]

MOST_LAYERS = 8
"""Layers one prompt may have; more become mush."""

_USUAL = Manner()
_RANK_STEP, _RANK_FLOOR = 2.2, -8.0


@dataclass(frozen=True, slots=True)
class Layer:
    """One sound that is asked for. Unit: `level` in dB below the strongest."""

    name: str
    level: float = 0.0
    manner: Manner = _USUAL


@dataclass(frozen=True, slots=True)
class Heard:
    """What a prompt asks for, first-named strongest, and the words that found nothing."""

    layers: tuple[Layer, ...]
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Asked:
    layer: str
    manner: Manner
    guessed: bool


def hear(prompt: str, *, asmr: bool = False) -> Heard:
    """The layers of a prompt, at most eight; negated words ask for nothing."""
    asked: list[_Asked] = []
    unknown: list[str] = []
    for clause in _with_their_manners(clauses(together(blanked(prompt.lower())))):
        found = sounds_in(clause)
        for words, manner in zip(found, manners(clause, found), strict=True):
            asked += [_Asked(layer, manner, words.guessed) for layer in words.layers]
        if not found:
            unknown += _unexplained(clause)
    return Heard(
        _ranked(_fitting(asked, refused(prompt)), asmr=asmr), tuple(dict.fromkeys(unknown))
    )


def _with_their_manners(parts: Sequence[str]) -> tuple[str, ...]:
    """Clauses that only say how ("slow and heavy") joined to the one they belong to."""
    kept: list[str] = []
    for part in parts:
        if kept and (says_only_how(part, LITTLE) or says_only_how(kept[-1], LITTLE)):
            kept[-1] = f"{kept[-1]} {part}"
        else:
            kept.append(part)
    return tuple(kept)


def _fitting(asked: Sequence[_Asked], out: str) -> tuple[_Asked, ...]:
    """Without what the prompt refuses ("a street, no traffic"), or a place suggests needlessly.

    Where nothing would be left, another manner of it was refused ("no loud traffic, just far").
    """
    banned = {layer for words in sounds_in(out) for layer in words.layers}
    kept = tuple(one for one in asked if one.layer not in banned)
    kept = kept or tuple(one for one in asked if not one.guessed)
    needless = {"room"} if {one.layer for one in kept} - {"room"} else set()
    if any(not one.guessed for one in kept):
        needless |= {*DISCRETE_LAYERS}
    return tuple(one for one in kept if not one.guessed or one.layer not in needless)


def _ranked(asked: Sequence[_Asked], *, asmr: bool) -> tuple[Layer, ...]:
    layers: dict[str, Layer] = {}
    for one in asked:
        level = max(_RANK_FLOOR, -_RANK_STEP * len(layers))
        manner = replace(one.manner, close=asmr or one.manner.close)
        layers.setdefault(one.layer, Layer(one.layer, level, manner))
    return tuple(layers.values())[:MOST_LAYERS]


def _unexplained(clause: str) -> list[str]:
    explained = [entry.finder for kind in ("manners", "surfaces") for entry in table(kind)]
    words = re.findall(r"[^\W\d_]+(?:['-][^\W\d_]+)*", clause)
    return [
        word
        for word in words
        if word not in LITTLE and not any(finder.fullmatch(word) for finder in explained)
    ]
