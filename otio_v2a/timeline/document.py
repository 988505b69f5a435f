"""The door to timeline files: read once, changed as text, saved whole or not at all."""

import codecs
import gc
import os
import secrets
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from otio_v2a.errors import SequenceError, TimelineError
from otio_v2a.model import Lane
from otio_v2a.timeline.markup import Encoding, decoded
from otio_v2a.timeline.otio import read_otio
from otio_v2a.timeline.reading import NOTHING, Reading
from otio_v2a.timeline.written import Document
from otio_v2a.timeline.xmeml.document import read_xmeml

LARGEST_FILE = 2**30
"""Bytes; a larger file is no timeline."""


def load(path: Path, reading: Reading = NOTHING) -> Document:
    """The timeline in a file, in the dialect it is written in unless another is named.

    Raises: TimelineError, one line naming the file and the place in it.
    """
    raw = _bytes(path)
    try:
        with _collector_resting():
            return _read(path, raw, reading)
    except SequenceError as error:
        message = f"{path.name}: {error}"
        raise SequenceError(message, error.names) from error
    except TimelineError as error:
        message = f"{path.name}: {error}"
        raise TimelineError(message) from error


def place(document: Document, lanes: Sequence[Lane], files: Collection[str] = ()) -> str:
    """The text of the timeline with our tracks after all others, those of an earlier run replaced.

    `files` are the names of sound files known to be ours. No lanes: our tracks are only removed.
    """
    return document.placed(lanes, files)


def save(content: bytes, out: Path) -> None:
    """Write a file: all of it, or nothing at all.

    Raises: TimelineError when it cannot be written; an existing file is then as it was.
    """
    temporary = out.with_name(f".v2a-{secrets.token_hex(6)}.tmp")
    try:
        with temporary.open("xb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(out)
    except OSError as error:
        message = f"{out}: cannot be written ({error.strerror}). Name another file with -o."
        raise TimelineError(message) from error
    finally:
        with suppress(OSError):
            temporary.unlink()


@contextmanager
def _collector_resting() -> Iterator[None]:
    """Decoding makes millions of objects and no cycles; the collector would halve its speed."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _read(path: Path, raw: bytes, reading: Reading) -> Document:
    if path.suffix.lower() == ".xml" or (path.suffix.lower() != ".otio" and _is_xml(raw)):
        text, encoding = decoded(raw)
        return read_xmeml(path, text, encoding, reading)
    return _otio(path, raw, reading)


def _is_xml(raw: bytes) -> bool:
    return raw.lstrip(codecs.BOM_UTF8 + b" \t\r\n").startswith(b"<?xml")


def _otio(path: Path, raw: bytes, reading: Reading) -> Document:
    mark = codecs.BOM_UTF8 if raw.startswith(codecs.BOM_UTF8) else b""
    try:
        text = raw[len(mark) :].decode()
    except UnicodeDecodeError as error:
        message = (
            f"byte {error.start + 1 + len(mark)} is not UTF-8 text, so it is no .otio file."
            " Export the timeline as OTIO."
        )
        raise TimelineError(message) from error
    return read_otio(path, text, Encoding(bom=mark), reading)


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            message = (
                f"{path.name}: the file has {size} bytes; at most {LARGEST_FILE} are read."
                " Export one timeline."
            )
            raise TimelineError(message)
        return path.read_bytes()
    except OSError as error:
        message = f"{path}: cannot be read ({error.strerror}). Check the path."
        raise TimelineError(message) from error
