"""Bytes put into files, with errors that say what to do."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from io import FileIO
from pathlib import Path
from tempfile import TemporaryFile

import numpy as np

from otio_v2a.audio.decode import CHANNELS, Samples
from otio_v2a.errors import AudioError

_BLOCK = 16_384


@contextmanager
def explained(out: Path) -> Iterator[None]:
    """What the system refuses, as one of our errors."""
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        message = (
            f"{out.name} cannot be written to {out.parent} ({reason}): "
            "make room or give the folder write permission, or choose another"
        )
        raise AudioError(message) from error


def put(file: FileIO, data: bytes | memoryview, out: Path) -> None:
    """All of `data` into an unbuffered file that will be `out`.

    Raises: AudioError when the disk is full.
    """
    # Unbuffered, so that closing after a full disk has nothing left to write and cannot fail again.
    left = memoryview(data)
    with explained(out):
        while left:
            left = left[file.write(left) :]


class Scratch:
    """Sound laid by as float, in a file without a name beside `out`, and read again from there."""

    def __init__(self, file: FileIO, out: Path) -> None:
        """`file` is empty, unbuffered, and will be `out`."""
        self._file, self._out = file, out

    def write(self, block: Samples) -> None:
        """The next block.

        Raises: AudioError when the disk is full.
        """
        put(self._file, np.ascontiguousarray(block, np.float32).data.cast("B"), self._out)

    def blocks(self) -> Iterator[Samples]:
        """All of it, from its first sample on."""
        self._file.seek(0)
        while True:
            block = np.empty((_BLOCK, CHANNELS), np.float32)
            size = self._file.readinto(block.data.cast("B"))
            if not size:
                return
            yield block[: size // block.strides[0]]


@contextmanager
def scratch(out: Path) -> Iterator[Scratch]:
    """Room for the sound of `out` while it is made; gone afterwards.

    Raises: AudioError when the folder cannot be written to.
    """
    with ExitStack() as opened:
        with explained(out):
            file = opened.enter_context(TemporaryFile(buffering=0, prefix=".v2a-", dir=out.parent))
        yield Scratch(file, out)
