"""The door to pyaaf2 and OpenTimelineIO's AAF adapter: a sequence as JSON, and what it marks."""

import io
import json
import logging
import struct
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any

from aaf2.components import CommentMarker, Timecode
from aaf2.exceptions import AAFError
from aaf2.file import AAFFile
from aaf2.mobslots import EventMobSlot
from opentimelineio.exceptions import OTIOError
from otio_aaf_adapter.adapters import advanced_authoring_format as adapter

from otio_v2a.errors import TimelineError
from otio_v2a.timecode import snap_rate
from otio_v2a.timeline.aaf.slim import Mark
from otio_v2a.timeline.reading import picked

_DAMAGED = (
    AAFError,
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    MemoryError,
    OSError,
    RuntimeError,
    TypeError,
    ValueError,
    struct.error,
)
"""What pyaaf2 and the adapter raise over damaged files: found by cutting and flipping real ones."""


@dataclass(frozen=True, slots=True)
class Found:
    """A sequence as the adapter reads it, its markers as the file has them, and its timecode.

    `drop` is whether that counts drop-frame; None where the sequence has no timecode. `sequence`
    is its name where the file has others.
    """

    root: dict[str, Any]
    marks: tuple[Mark, ...]
    drop: bool | None
    sequence: str


def read(path: Path, sequence: str) -> Found:
    """The sequence of that name in an AAF, or the only one where the name is "".

    Raises: TimelineError when there is none or more than one, or the file is damaged.
    """
    with _Plainly(), _quietly():
        with _opened(path) as file:
            mobs = _sequences(file.content)
            names = [mob.name or "unnamed" for mob in mobs]
            if not mobs:
                message = "it has no sequence. Export one."
                raise TimelineError(message)
            index = picked([(name, "", at) for at, name in enumerate(names)], sequence)
            marks, drop = tuple(_marks(mobs[index])), _drop(mobs[index])
        root = json.loads(adapter.read_from_file(str(path)).to_json_string())
    if root["OTIO_SCHEMA"].startswith("SerializableCollection"):
        root = root["children"][index]
    return Found(root, marks, drop, names[index] if len(names) > 1 else "")


class _Plainly:
    """Turns what a damaged file raises into one line; pyaaf2 raises bare Exceptions as well."""

    def __enter__(self) -> None:
        """Nothing is to be prepared."""

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        """Raise a TimelineError in place of what a damaged file raised."""
        if isinstance(error, OTIOError):
            told = str(error).partition("\n")[0][:120]
            message = f"OpenTimelineIO cannot read the sequence ({told}). Export it another way."
            raise TimelineError(message) from error
        if kind is Exception or isinstance(error, _DAMAGED):
            message = "the AAF is damaged or incomplete. Export it again."
            raise TimelineError(message) from error


@contextmanager
def _quietly() -> Iterator[None]:
    """pyaaf2 warns by the root logger, which would set up logging; the adapter prints."""
    silent = logging.NullHandler()
    logging.getLogger().addHandler(silent)
    try:
        with redirect_stdout(io.StringIO()):
            yield
    finally:
        logging.getLogger().removeHandler(silent)


@contextmanager
def _opened(path: Path) -> Iterator[Any]:
    """The file, closed again even where pyaaf2 stops while it opens it."""
    file = AAFFile.__new__(AAFFile)
    try:
        file.__init__(str(path))
        yield file
    finally:
        if "f" in vars(file):
            file.f.close()


def _sequences(storage: Any) -> list[Any]:
    """The sequences of an AAF by the rule of the adapter, so that both count them alike."""
    return list(storage.toplevel()) or list(storage.compositionmobs()) or list(storage.mastermobs())


def _marks(mob: Any) -> Iterator[Mark]:
    for slot in mob.slots:
        if isinstance(slot, EventMobSlot):
            for marker in _components(slot):
                if isinstance(marker, CommentMarker):
                    yield _mark(marker, slot)


def _mark(marker: Any, slot: Any) -> Mark:
    attributes = {one.name: one.value for one in marker.getvalue("CommentMarkerAttributeList", [])}
    return Mark(
        position=int(marker["Position"].value),
        length=int(marker.getvalue("Length", None) or 1),
        rate=snap_rate(slot.edit_rate),
        track=int(slot["PhysicalTrackNumber"].value),
        text=str(marker.getvalue("Comment", None) or ""),
        colour=str(attributes.get("_ATN_CRM_COLOR") or "").upper(),
    )


def _drop(mob: Any) -> bool | None:
    """Whether the sequence's first timecode track counts drop-frame."""
    for slot in mob.slots:
        for part in _components(slot):
            if isinstance(part, Timecode) and slot["PhysicalTrackNumber"].value == 1:
                return bool(part.getvalue("Drop", False))
    return None


def _components(slot: Any) -> list[Any]:
    return list(slot.segment.getvalue("Components", None) or [slot.segment])
