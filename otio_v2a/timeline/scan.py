"""The text of an .otio file, decoded once, with the place of every track in it."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from otio_v2a.errors import TimelineError

_SPACE = re.compile(r"[ \t\r\n]*")
_LOOSE = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\Z)|-?Inf(?!inity)|-NaN', re.DOTALL)
_LONG_INTEGER = 4000

Reader = Callable[[str, int], tuple[Any, int]]


@dataclass(frozen=True, slots=True)
class Child:
    """One child of the root stack: its text is `text[start:end]`, `value` that text decoded."""

    start: int
    end: int
    value: Any


@dataclass(frozen=True, slots=True)
class Scan:
    """A decoded timeline: `root` without the root stack's children, which stand in `children`.

    `array` is where the list of children stands in the text, brackets included.
    """

    root: dict[str, Any]
    array: tuple[int, int]
    children: tuple[Child, ...]


def scan(text: str) -> Scan:
    """The timeline in `text`, with the place of each track.

    Numbers that JSON does not know (`Inf`, written by OTIO) are read as NaN.
    Raises: TimelineError with line and column, or saying what the file holds instead of a timeline.
    """
    try:
        return _scan(text)
    except RecursionError as error:
        message = "the file is nested too deeply to be read. Export the timeline again."
        raise TimelineError(message) from error
    except json.JSONDecodeError as error:
        if text.strip() and not text.lstrip().startswith(("{", "[")):
            message = "the file is no .otio timeline. Export the timeline as OpenTimelineIO."
            raise TimelineError(message) from error
        raise TimelineError(_located(text, error.pos, error.msg)) from error


def _located(text: str, at: int, said: str) -> str:
    line, column = text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)
    return (
        f"line {line}, column {column}: {said[:1].lower()}{said[1:]}."
        " The file is damaged or incomplete: export the timeline again."
    )


def _scan(text: str) -> Scan:
    try:
        return _timeline(text, json.JSONDecoder(strict=False))
    except json.JSONDecodeError:
        strict = _LOOSE.sub(_as_nan, text)
        if strict == text:
            raise
        return _scan(strict)
    except ValueError:
        # An integer too long for int(): nothing of ours, but it must not stop the file.
        return _timeline(text, json.JSONDecoder(strict=False, parse_int=_long_integer))


def _as_nan(match: re.Match[str]) -> str:
    found = match.group()
    return found if found[0] == '"' else "NaN".rjust(len(found))


def _long_integer(digits: str) -> int | float:
    return int(digits) if len(digits) < _LONG_INTEGER else float(digits)


def _timeline(text: str, decoder: json.JSONDecoder) -> Scan:
    walker = _Walker(decoder)
    root, end = walker.decode(text, _skip(text, 0), {"tracks": walker.stack})
    if end != len(text):
        said = "Extra data"
        raise TimelineError(_located(text, end, said))
    if _schema(root) == "SerializableCollection":
        root = _only_timeline(text, walker)
    if _schema(root) != "Timeline":
        message = f"the file holds {_described(root)}, not a timeline. Export a whole timeline."
        raise TimelineError(message)
    if walker.array is None:
        message = "the timeline has no list of tracks. Export the timeline again."
        raise TimelineError(message)
    return Scan(root, walker.array, tuple(walker.children))


def _only_timeline(text: str, walker: "_Walker") -> dict[str, Any]:
    root, _ = walker.decode(text, _skip(text, 0), {"children": walker.collection})
    timelines = [child for child in root.get("children") or () if _schema(child) == "Timeline"]
    if len(timelines) != 1:
        message = (
            f"the file is a collection of {len(timelines)} timelines. Export one timeline a file."
        )
        raise TimelineError(message)
    found: dict[str, Any] = timelines[0]
    return found


def _schema(value: object) -> str:
    return str(value.get("OTIO_SCHEMA", "")).partition(".")[0] if isinstance(value, dict) else ""


def _described(value: object) -> str:
    schema = _schema(value)[:40].encode("ascii", "replace").decode()
    return f"one {schema}" if schema else "no OTIO object"


def _skip(text: str, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def _past(text: str, at: int, mark: str) -> int:
    if not text.startswith(mark, at):
        said = f"Expecting {mark!r}"
        raise TimelineError(_located(text, at, said))
    return at + 1


@dataclass(slots=True)
class _Walker:
    """Walks the few outer levels by hand; everything inside is decoded by json's C scanner."""

    decoder: json.JSONDecoder
    array: tuple[int, int] | None = None
    children: list[Child] = field(default_factory=list)

    def decode(self, text: str, at: int, inner: Mapping[str, Reader]) -> tuple[Any, int]:
        value, end = self.object(text, at, inner)
        return value, _skip(text, end)

    def object(self, text: str, at: int, inner: Mapping[str, Reader]) -> tuple[Any, int]:
        if not text.startswith("{", at):
            return self.decoder.raw_decode(text, at)
        members: dict[str, Any] = {}
        at = _skip(text, at + 1)
        while not text.startswith("}", at):
            _past(text, at, '"')
            key, at = self.decoder.raw_decode(text, at)
            at = _skip(text, _past(text, _skip(text, at), ":"))
            members[key], at = inner.get(key, self.decoder.raw_decode)(text, at)
            at = self._next(text, at, "}")
        return members, at + 1

    def stack(self, text: str, at: int) -> tuple[Any, int]:
        self.array, self.children = None, []
        return self.object(text, at, {"children": self.tracks})

    def tracks(self, text: str, at: int) -> tuple[Any, int]:
        if not text.startswith("[", at):
            return self.decoder.raw_decode(text, at)
        self.children = list(self._elements(text, at))
        end = self.children[-1].end if self.children else at + 1
        self.array = (at, _past(text, _skip(text, end), "]"))
        return [], self.array[1]

    def collection(self, text: str, at: int) -> tuple[Any, int]:
        if not text.startswith("[", at):
            return self.decoder.raw_decode(text, at)
        values: list[Any] = []
        at = _skip(text, at + 1)
        while not text.startswith("]", at):
            value, at = self.object(text, at, {"tracks": self.stack})
            values.append(value)
            at = self._next(text, at, "]")
        return values, at + 1

    def _elements(self, text: str, at: int) -> list[Child]:
        found: list[Child] = []
        at = _skip(text, at + 1)
        while not text.startswith("]", at):
            value, end = self.decoder.raw_decode(text, at)
            found.append(Child(at, end, value))
            at = self._next(text, end, "]")
        return found

    def _next(self, text: str, at: int, closing: str) -> int:
        """Where the next member starts, or where `closing` stands."""
        at = _skip(text, at)
        if text.startswith(closing, at):
            return at
        after = _skip(text, _past(text, at, ","))
        if text.startswith(closing, after):
            said = "Expecting another value after ','"
            raise TimelineError(_located(text, after, said))
        return after
