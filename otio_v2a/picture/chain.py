"""One step of a chain of ffmpeg's filters."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Value = str | int | None


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter of ffmpeg with its arguments."""

    name: str
    values: tuple[Value, ...] = ()
    options: Mapping[str, Value] = field(default_factory=dict)
