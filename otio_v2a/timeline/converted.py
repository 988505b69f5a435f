"""What a read-only format became: the text of an .otio timeline, read on like any other."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from otio_v2a.errors import TimelineError
from otio_v2a.model import Notice
from otio_v2a.timeline.clips import namespace
from otio_v2a.timeline.dialects import Dialect
from otio_v2a.timeline.ours import NAMESPACE


@dataclass(frozen=True, slots=True)
class Converted:
    """An .otio text that stands for a file we never write, and what it could not carry."""

    text: str
    dialect: Dialect
    notices: tuple[Notice, ...] = ()


def converted(
    root: dict[str, Any], dialect: Dialect, notices: tuple[Notice, ...], drop_frame: bool | None
) -> Converted:
    """A timeline object as text, signed so that it is known again when the result is read."""
    told = {} if drop_frame is None else {"drop_frame": drop_frame}
    signed = {**root, "metadata": {NAMESPACE: {"dialect": dialect.name, **told}}}
    return Converted(json.dumps(signed, indent=4, ensure_ascii=False), dialect, notices)


def told_drop_frame(root: dict[str, Any]) -> bool | None:
    """Whether a converted timeline counts drop-frame; None where its text does not say."""
    found = namespace(root, NAMESPACE).get("drop_frame")
    return found if isinstance(found, bool) else None


def content(path: Path, most: int, advice: str) -> bytes:
    """The bytes of a file that has at most `most` of them.

    Raises: TimelineError when it is larger or cannot be read.
    """
    try:
        size = path.stat().st_size
        if size > most:
            message = f"{path.name}: the file has {size} bytes; at most {most} are read. {advice}"
            raise TimelineError(message)
        return path.read_bytes()
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror}). Check the path."
        raise TimelineError(message) from error
