"""Which layers a clause asks for."""

from collections.abc import Iterable
from dataclasses import dataclass

from otio_v2a.sketch.hearing.notation import Entry
from otio_v2a.sketch.hearing.words import DISCRETE_LAYERS, HIDES, table


@dataclass(frozen=True, slots=True, order=True)
class Found:
    """Words of a clause that ask for layers. `guessed` from a place where nothing is named."""

    start: int
    stop: int
    layers: tuple[str, ...]
    guessed: bool = False


def blanked(text: str) -> str:
    """The text with false friends as blanks, but for those in a longer phrase that is none."""
    meant = _longest(text, table("sounds"))
    for false in _longest(text, table("false friends")):
        if not any(one.start <= false.start and false.stop <= one.stop for one in meant):
            text = text[: false.start] + " " * (false.stop - false.start) + text[false.stop :]
    return text


def sounds_in(clause: str) -> tuple[Found, ...]:
    """What a clause asks for, in its order, without what another of its words explains."""
    found = _longest(clause, table("sounds"))
    if not any(layer in DISCRETE_LAYERS for words in found for layer in words.layers):
        found = (*found, *_apart(_longest(clause, table("things")), found))
    for name in ("unclear", "places", "ambience"):
        found = found or _longest(clause, table(name), guessed=name != "unclear")
    return _unhidden(tuple(sorted(found)))


def _longest(clause: str, words: Iterable[Entry], *, guessed: bool = False) -> tuple[Found, ...]:
    """What matches, the longest first, none over another."""
    every = [
        Found(match.start(), match.end(), entry.names, guessed)
        for entry in words
        for match in entry.finder.finditer(clause)
    ]
    kept: tuple[Found, ...] = ()
    for found in sorted(every, key=lambda words: (words.start - words.stop, words.start)):
        kept = (*kept, *_apart((found,), kept))
    return kept


def _apart(found: Iterable[Found], others: tuple[Found, ...]) -> tuple[Found, ...]:
    return tuple(
        one
        for one in found
        if all(one.stop <= other.start or other.stop <= one.start for other in others)
    )


def _unhidden(found: tuple[Found, ...]) -> tuple[Found, ...]:
    named = {layer for words in found for layer in words.layers}
    hidden = frozenset({"surface"}).union(*(HIDES.get(layer, frozenset()) for layer in named))
    shown = (
        Found(
            words.start,
            words.stop,
            tuple(layer for layer in words.layers if layer not in hidden),
            words.guessed,
        )
        for words in found
    )
    return tuple(words for words in shown if words.layers)
