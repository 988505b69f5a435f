"""A 24-bit WAV written as a stream: the whole file appears at once, or none."""

import os
import secrets
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from otio_v2a.audio.decode import CHANNELS, Samples
from otio_v2a.errors import AudioError
from otio_v2a.timecode import SAMPLE_RATE

Write = Callable[[Samples], None]
"""Takes the next block of the file."""

_BYTES = 3
_FRAME = CHANNELS * _BYTES
_FULL_SCALE = 1 << 23
_LIMIT = (1 << 32) - 1


def header(samples: int) -> bytes:
    """What stands in front of the samples; RF64 where the file would pass 4 GiB.

    Source: Microsoft RIFF; EBU Tech 3306 (RF64).
    """
    size = samples * _FRAME
    rates = SAMPLE_RATE, SAMPLE_RATE * _FRAME, _FRAME, _BYTES * 8
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, CHANNELS, *rates)
    if size + 36 <= _LIMIT:
        riff = struct.pack("<4sI4s", b"RIFF", size + 36, b"WAVE")
        return riff + form + struct.pack("<4sI", b"data", size)
    riff = struct.pack("<4sI4s", b"RF64", _LIMIT, b"WAVE")
    true = struct.pack("<4sIQQQI", b"ds64", 28, size + 72, size, samples, 0)
    return riff + true + form + struct.pack("<4sI", b"data", _LIMIT)


def pcm(block: Samples) -> bytes:
    """Samples as little-endian 24-bit integers; what is beyond full scale stays at full scale."""
    # All exact in float32: it holds every whole number up to 2^24.
    scaled = np.rint(block * np.float32(_FULL_SCALE))
    whole = np.clip(scaled, -_FULL_SCALE, _FULL_SCALE - 1).astype("<i4", order="C")
    octets: NDArray[np.uint8] = whole.view(np.uint8).reshape(-1, 4)
    return octets[:, :_BYTES].tobytes()


@contextmanager
def wav_file(out: Path, samples: int) -> Iterator[Write]:
    """Takes exactly `samples` samples and puts them at `out`, 48 kHz, stereo, 24 bit.

    Written to a temporary name beside it, synced, then renamed; a failure leaves nothing behind.
    Raises: AudioError when the folder cannot be written to.
    """
    part = out.with_name(f".v2a-{secrets.token_hex(6)}.part")
    with _explained(out):
        file = part.open("xb", buffering=0)
    try:
        with file:
            _put(file, header(samples), out)
            yield lambda block: _put(file, pcm(block), out)
            _finish(file, len(header(samples)) + samples * _FRAME, out)
        with _explained(out):
            part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def _put(file: FileIO, data: bytes, out: Path) -> None:
    # Unbuffered, so that closing after a full disk has nothing left to write and cannot fail again.
    left = memoryview(data)
    with _explained(out):
        while left:
            left = left[file.write(left) :]


def _finish(file: FileIO, expected: int, out: Path) -> None:
    with _explained(out):
        written = file.tell()
        os.fsync(file.fileno())
    if written != expected:
        message = f"{out.name} came out {written} bytes long instead of {expected}: run again"
        raise AudioError(message)


@contextmanager
def _explained(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or str(error)
        message = (
            f"{out.name} cannot be written to {out.parent} ({reason}): "
            "make room or give the folder write permission, or choose another"
        )
        raise AudioError(message) from error
