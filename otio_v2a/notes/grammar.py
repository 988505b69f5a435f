"""What a marker's text says: keys and their values, from plain text or JSON, not yet judged."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from otio_v2a.notes.vocabulary import ALIASES, ROLES, WORDS, value_of

# Keyboards for Chinese and Japanese type the full-width forms of : = | and ;
ASSIGN = ":=\uff1a\uff1d"
"""What may stand between a key and its value."""
_SEPARATORS = "|;\uff5c\uff1b"
_SPACES = (
    "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006"
    "\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
)
_SEPARATOR = re.compile(f"([{_SEPARATORS}\n])")
_KEYED = re.compile(rf"\s*(\w+)\s*[{ASSIGN}]")
_MENTIONED = re.compile(r"\b(\w+)\b[\"'\u2018\u2019\u201c\u201d]?\s*:")
_CLAIMING = {alias for alias, key in ALIASES.items() if key not in ("id", "video_id")} | {"v2a"}
_SHOWN = 60
_TYPO_LETTERS = 3
_MEND_KEY = "Correct it, or take the colon out if it belongs to the prompt."


@dataclass(frozen=True, slots=True)
class Entry:
    """A key with its text, folded and trimmed; the key is empty for text that stands before any."""

    key: str
    value: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """The entries of one text, in order, and what was wrong with it."""

    entries: tuple[Entry, ...] = ()
    errors: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()


def parse(text: str, place: str) -> Parsed:
    """The entries of a text; one that starts with a brace is JSON.

    `place` is the word for the text in messages: name or note.
    """
    return _parse_json(text, place) if is_json(text) else _parse_plain(text, place)


def is_json(text: str) -> bool:
    """Whether a text is meant as JSON."""
    return text.strip(_SPACES).startswith("{")


def opening_word(text: str) -> str:
    """The word of ours, as written, that a text opens with as a key: `SFX` of `SFX: rain`."""
    keyed = _KEYED.match(text.lstrip(_SPACES))
    return keyed[1] if keyed and keyed[1].lower() in WORDS else ""


def claims(text: str) -> bool:
    """Whether a text is JSON that asks for something of ours, readable or not.

    A lone `id` or `video_id` asks for nothing, and many tools write one.
    """
    if not is_json(text):
        return False
    loaded = _load(text)
    names = _MENTIONED.findall(text) if isinstance(loaded, str) else [name for name, _ in loaded]
    return any(name.lower() in _CLAIMING for name in names)


def breakage(text: str) -> str:
    """Where a text that is meant as JSON cannot be read; empty for all others."""
    loaded = _load(text) if is_json(text) else ()
    return loaded if isinstance(loaded, str) else ""


def fold(text: str) -> str:
    """The text in one line, without spaces and separators at its ends."""
    lines = (line.strip() for line in text.splitlines())
    return " ".join(line for line in lines if line).strip(_SPACES + _SEPARATORS)


def quote(text: str) -> str:
    """The text in quotes for a message: one line, shortened, safe to print."""
    line = fold(text)
    shown = line if len(line) <= _SHOWN else line[: _SHOWN - 1] + "…"
    return "'" + "".join(letter if letter.isprintable() else "\ufffd" for letter in shown) + "'"


def _parse_plain(text: str, place: str) -> Parsed:
    found: list[tuple[str, list[str]]] = [("", [])]
    errors: list[str] = []
    warnings: list[str] = []
    for separator, piece in _pieces(text):
        key, value = _split(piece)
        if key in ALIASES:
            found.append((ALIASES[key], [value]))
            continue
        found[-1][1].extend((separator, piece))
        if key and (near := _meant(key)):
            message = f"unknown key {quote(key)} in the {place}: did you mean '{near}'?"
            (errors if separator else warnings).append(f"{message} {_MEND_KEY}")
        elif key and separator:
            message = f"unknown key {quote(key)} in the {place}: it stays part of the text before"
            warnings.append(f"{message} it. Take it out if it should not.")
    entries = (Entry(key, fold("".join(pieces))) for key, pieces in found)
    return Parsed(
        tuple(entry for entry in entries if entry.key or entry.value),
        tuple(errors),
        tuple(warnings),
    )


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """Each separator with the text after it; the first has none before it."""
    parts = _SEPARATOR.split("\n".join(text.splitlines()))
    return zip(("", *parts[1::2]), parts[::2], strict=True)


def _split(piece: str) -> tuple[str, str]:
    """The lower-case word a piece opens with as a key, known or not, and what follows it."""
    if (bare := piece.strip(_SPACES).lower()) in ALIASES:
        return bare, ""
    piece = piece.lstrip(_SPACES)
    keyed = _KEYED.match(piece)
    if keyed is None or keyed[1][0].isdigit():
        return "", ""
    return keyed[1].lower(), piece[keyed.end() :]


def _meant(word: str) -> str:
    """The spelling that an unknown word is one slip of the finger away from, or nothing."""
    known = (alias for alias in ALIASES if len(alias) >= _TYPO_LETTERS <= len(word))
    return next((alias for alias in known if _one_edit(*sorted((word, alias), key=len))), "")


def _one_edit(short: str, long: str) -> bool:
    """Whether one letter inserted, replaced, or swapped with the next makes one the other."""
    same = next((i for i, letter in enumerate(short) if letter != long[i]), len(short))
    if len(short) != len(long):
        return short[same:] == long[same + 1 :]
    left, right = short[same:], long[same:]
    return left[1:] == right[1:] or (left[:2] == right[1::-1] and left[2:] == right[2:])


class _Numeral(str):
    """A JSON number as it was written, so that no size, NaN or infinity can hurt."""

    __slots__ = ()


_Pairs = tuple[tuple[str, object], ...]
_KINDS: Mapping[type, str] = MappingProxyType(
    {tuple: "an object", list: "a list", bool: "true or false", _Numeral: "a number", str: "empty"}
)


def _load(text: str) -> _Pairs | str:
    """The fields of a JSON object, doubles kept, or where it is broken."""
    try:
        loaded: _Pairs = json.loads(
            text.strip(_SPACES),
            strict=False,
            object_pairs_hook=tuple,
            parse_int=_Numeral,
            parse_float=_Numeral,
            parse_constant=_Numeral,
        )
    except json.JSONDecodeError as error:
        return f"line {error.lineno}, column {error.colno}"
    except RecursionError:
        return "too many brackets"
    return loaded


def _parse_json(text: str, place: str) -> Parsed:
    loaded = _load(text)
    if isinstance(loaded, str):
        message = f"the {place} starts with '{{' but is not valid JSON ({loaded})."
        return Parsed(errors=(f"{message} Correct it, or write plain text.",))
    ours = [value for name, value in loaded if name.lower() == "v2a"]
    if not ours:
        return _parse_fields(loaded)
    if len(ours) > 1 or not isinstance(ours[0], tuple):
        message = "the JSON field 'v2a' has to be one object."
        return Parsed(errors=(f'{message} Write it like {{"v2a": {{"sfx": "rain"}}}}.',))
    inner = _parse_fields(ours[0])
    strays = (name for name, _ in loaded if name.lower() in _CLAIMING - {"v2a"})
    notes = (f"the JSON field {quote(name)} is not read. Move it into 'v2a'." for name in strays)
    return Parsed(inner.entries, inner.errors, (*inner.warnings, *notes))


def _parse_fields(pairs: _Pairs) -> Parsed:
    entries, errors, warnings = [], [], []
    for name, value in pairs:
        key = ALIASES.get(name.lower(), "")
        text = _text_of(key, value)
        if not key:
            near = _meant(name.lower())
            hint = f"Did you mean '{near}'?" if near else "Correct it or take it out."
            warnings.append(f"the JSON field {quote(name)} is unknown and not read. {hint}")
        elif text is None:
            kind = _KINDS.get(type(value), "null")
            errors.append(f"the JSON field {quote(name)} is {kind}; it has to be {value_of(key)}.")
        else:
            entries.append(Entry(key, fold(text)))
    return Parsed(tuple(entries), tuple(errors), tuple(warnings))


def _text_of(key: str, value: object) -> str | None:
    """What a JSON value would read in plain text; None when its type does not suit the key."""
    if isinstance(value, bool):
        return ("yes" if value else "no") if key == "asmr" else None
    if not isinstance(value, str) or (key == "asmr" and not value):
        return None
    return None if key in ROLES and isinstance(value, _Numeral) else value
