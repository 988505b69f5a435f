"""Timeline files as bytes: read with a limit, written whole or not at all."""

import os
import secrets
from contextlib import suppress
from pathlib import Path

from otio_v2a.errors import TimelineError

LARGEST_FILE = 2**30
"""Bytes; a larger file is no timeline."""


def read(path: Path, largest: int | None = None) -> bytes:
    """All of a file, if it has at most `largest` bytes.

    Raises: TimelineError when it has more, or cannot be read.
    """
    most = LARGEST_FILE if largest is None else largest
    try:
        size = path.stat().st_size
        if size > most:
            message = f"the file has {size} bytes; at most {most} are read. Export one timeline."
            raise TimelineError(message)
        return path.read_bytes()
    except OSError as error:
        message = f"cannot be read ({error.strerror}). Check the path."
        raise TimelineError(message) from error


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
