"""How the word tables are written, and how they become patterns."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

_SIGN = re.compile(r"(?P<plain>(?:\\w|\))[*+])|(?P<last>\w)\+|[*_~]")
_MEANINGS: Mapping[str, str] = MappingProxyType(
    {"*": r"\w*", "_": "[ -]?", "~": r"[ -](?:[\w'-]+ ){0,2}"}
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a word table: the names it stands for and what finds them."""

    names: tuple[str, ...]
    finder: re.Pattern[str]


def entries(table: str) -> tuple[Entry, ...]:
    """The lines of a table, each `names: words`; an indented line goes on with the one before it.

    A word is a pattern, without blanks, in which `_` is a blank or a hyphen or nothing, `+` stands
    for the endings -s, -ed and -ing, `*` for any ending, and `~` for a blank and up to two words
    in between; `\\w*`, `)*` and the like mean what they mean in any pattern.
    """
    lines = re.sub(r"\n +", " ", table).split("\n")
    return tuple(_entry(*line.split(":", 1)) for line in lines if line)


def pattern(words: str) -> re.Pattern[str]:
    """What finds any of some words, the longest first."""
    longest = sorted(words.split(), key=len, reverse=True)
    return re.compile(rf"\b(?:{'|'.join(map(_expanded, longest))})(?!\w)")


def _entry(names: str, words: str) -> Entry:
    return Entry(tuple(names.split()), pattern(words))


def _expanded(word: str) -> str:
    return _SIGN.sub(_meaning, word)


def _meaning(sign: re.Match[str]) -> str:
    if sign.group("plain"):
        return sign.group()
    if sign.group("last"):
        return _endings(sign.group("last"))
    return _MEANINGS[sign.group()]


def _endings(last: str) -> str:
    if last == "e":
        return "(?:e|es|ed|ing)"
    if last == "y":
        return "(?:y|ys|yed|ying|ies|ied)"
    return f"{last}(?:e?s|{last}?ed|{last}?ing)?"


def names(table: str) -> tuple[str, ...]:
    """The single names a table has lines for, in its order."""
    lines = [line for line in table.splitlines() if line and not line.startswith(" ")]
    found = [name for line in lines for name in line.split(":", 1)[0].split()]
    return tuple(dict.fromkeys(found))
