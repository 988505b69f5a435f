"""Timeline files as bytes, read with a limit."""

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
