"""What a timeline in a format that is only read has become: an .otio timeline."""

from dataclasses import dataclass
from typing import Any

from otio_v2a.model import Notice
from otio_v2a.timeline.clips import NEUTRAL
from otio_v2a.timeline.dialects import Dialect
from otio_v2a.timeline.spelled import text


@dataclass(frozen=True, slots=True)
class Converted:
    """The whole edit as .otio text, the dialect it is written in, and what was lost on the way.

    `sequence` tells it from others in its file, where there are others.
    """

    text: str
    dialect: Dialect
    notices: tuple[Notice, ...] = ()
    sequence: str = ""


def converted(
    root: dict[str, Any], dialect: Dialect, notices: tuple[Notice, ...], drop_frame: bool | None
) -> Converted:
    """A timeline object as text, signed so that it is known again when the result is read."""
    told = {} if drop_frame is None else {"drop_frame": drop_frame}
    signed = {**root, "metadata": {NEUTRAL: {"dialect": dialect.name, **told}}}
    return Converted(text(signed), dialect, notices)
