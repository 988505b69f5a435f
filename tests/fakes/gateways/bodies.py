"""What is wrong with a request's body: missing, unknown, of another type, too long, out of range.

Source: facts 'providers', sections 2 and 4 to 11: fields, types, prompts of at most 200 characters.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

PROMPT = 200
"""Code points, not bytes (facts 'providers', section 2)."""


@dataclass(frozen=True, slots=True)
class Field:
    """What a key may hold. `longest` and `shortest` count code points, `low` and `high` numbers."""

    kind: type | tuple[type, ...] = str
    required: bool = False
    shortest: int = 0
    longest: int = 0
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """`kind`: missing, unknown, type, short, long or range."""

    name: str
    kind: str
    message: str


NUMBER = (int, float)
TEXT = Field()
FLAG = Field(bool)
WHOLE = Field(int)


def problems(body: Any, fields: Mapping[str, Field]) -> list[Problem]:
    """Everything that is wrong, in the order of the fields."""
    if not isinstance(body, dict):
        return [Problem("body", "type", "body: a JSON object is required")]
    return [*_missing(body, fields), *_unknown(body, fields), *_wrong(body, fields)]


def _missing(body: dict[str, Any], fields: Mapping[str, Field]) -> Iterator[Problem]:
    for name, field in fields.items():
        if field.required and name not in body:
            yield Problem(name, "missing", f"{name}: field required")


def _unknown(body: dict[str, Any], fields: Mapping[str, Field]) -> Iterator[Problem]:
    for name in body:
        if name not in fields:
            yield Problem(name, "unknown", f"{name}: unknown field")


def _wrong(body: dict[str, Any], fields: Mapping[str, Field]) -> Iterator[Problem]:
    for name, field in fields.items():
        if name not in body:
            continue
        value = body[name]
        if not _is(value, field.kind):
            yield Problem(name, "type", f"{name}: wrong type {type(value).__name__}")
        elif isinstance(value, str):
            yield from _length(name, value, field)
        elif isinstance(value, int | float):
            yield from _range(name, value, field)


def _is(value: Any, kind: type | tuple[type, ...]) -> bool:
    """Exactly: JSON's true is no number, though Python's is."""
    return type(value) in (kind if isinstance(kind, tuple) else (kind,))


def _length(name: str, value: str, field: Field) -> Iterator[Problem]:
    if field.longest and len(value) > field.longest:
        yield Problem(name, "long", f"{name}: {len(value)} characters, at most {field.longest}")
    if len(value) < field.shortest:
        yield Problem(name, "short", f"{name}: must not be empty")


def _range(name: str, value: float, field: Field) -> Iterator[Problem]:
    low, high = field.low, field.high
    if (low is not None and value < low) or (high is not None and value > high):
        yield Problem(name, "range", f"{name}: {value} is outside {low} to {high}")
