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

from otio_v2a.audio.bwf import bext, ixml
from otio_v2a.audio.decode import CHANNELS, Samples
from otio_v2a.audio.files import explained, put
from otio_v2a.audio.meter import Measured
from otio_v2a.audio.pieces import Slate
from otio_v2a.errors import AudioError
from otio_v2a.timecode import SAMPLE_RATE

Write = Callable[[Samples], None]
"""Takes the next block of the file."""

Measure = Callable[[], Measured | None]
"""How loud the sound was, asked when all of it is written."""

_BYTES = 3
_FRAME = CHANNELS * _BYTES
_FULL_SCALE = 1 << 23
_LIMIT = (1 << 32) - 1


def header(samples: int, front: bytes = b"", behind: int = 0) -> bytes:
    """What stands in front of the samples; RF64 where the file would pass 4 GiB.

    `front` are chunks before the format's, `behind` the bytes of those after the samples.
    Source: Microsoft RIFF; EBU Tech 3306 (RF64).
    """
    size = samples * _FRAME
    rates = SAMPLE_RATE, SAMPLE_RATE * _FRAME, _FRAME, _BYTES * 8
    form = front + struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, CHANNELS, *rates)
    riff_size = 4 + len(form) + 8 + size + behind
    if riff_size <= _LIMIT:
        riff = struct.pack("<4sI4s", b"RIFF", riff_size, b"WAVE")
        return riff + form + struct.pack("<4sI", b"data", size)
    riff = struct.pack("<4sI4s", b"RF64", _LIMIT, b"WAVE")
    true = struct.pack("<4sIQQQI", b"ds64", 28, riff_size + 36, size, samples, 0)
    return riff + true + form + struct.pack("<4sI", b"data", _LIMIT)


def pcm(block: Samples) -> bytes:
    """Samples as little-endian 24-bit integers; what is beyond full scale stays at full scale."""
    # All exact in float32: it holds every whole number up to 2^24.
    scaled = block * np.float32(_FULL_SCALE)
    np.rint(scaled, out=scaled)
    np.clip(scaled, -_FULL_SCALE, _FULL_SCALE - 1, out=scaled)
    wide: NDArray[np.uint8] = scaled.astype("<i4", order="C").view(np.uint8).reshape(-1, 4)
    # Octet by octet: half the time of copying a slice of threes.
    octets = np.empty((len(wide), _BYTES), np.uint8)
    for place in range(_BYTES):
        octets[:, place] = wide[:, place]
    return octets.tobytes()


@contextmanager
def wav_file(
    out: Path, samples: int, slate: Slate | None = None, measure: Measure = lambda: None
) -> Iterator[Write]:
    """Takes exactly `samples` samples and puts them at `out`, 48 kHz, stereo, 24 bit.

    With a slate it is a Broadcast WAV, with the loudness that `measure` tells at the end.
    Written to a temporary name beside it, synced, then renamed; a failure leaves nothing behind.
    Raises: AudioError when the folder cannot be written to.
    """
    part = out.with_name(f".v2a-{secrets.token_hex(6)}.part")
    with explained(out):
        file = part.open("xb", buffering=0)
    try:
        with file:
            behind = ixml(slate) if slate else b""
            front = bext(slate, None) if slate else b""
            opening = header(samples, front, len(behind))
            put(file, opening, out)
            yield lambda block: put(file, pcm(block), out)
            put(file, behind, out)
            _check(file, len(opening) + samples * _FRAME + len(behind), out)
            if slate:
                file.seek(0)
                put(file, header(samples, bext(slate, measure()), len(behind)), out)
            with explained(out):
                os.fsync(file.fileno())
        with explained(out):
            part.replace(out)
    finally:
        part.unlink(missing_ok=True)


def _check(file: FileIO, expected: int, out: Path) -> None:
    written = file.tell()
    if written != expected:
        message = f"{out.name} came out {written} bytes long instead of {expected}: run again"
        raise AudioError(message)
