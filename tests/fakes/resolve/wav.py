"""What a WAV's header says, read by hand: PCM and float, plain or WAVE_FORMAT_EXTENSIBLE, RF64 too.

Source: Resolve fact sheet section 7 (a WAV's frames follow from its samples) and 11 (its start is
the time reference of its `bext` chunk, 0 without one).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

PCM, FLOAT, EXTENSIBLE = 1, 3, 0xFFFE
_UNKNOWN = 0xFFFFFFFF
_TIME_REFERENCE = 338


@dataclass(frozen=True)
class Wav:
    """A WAV's sound. `samples` are of one channel; `reference` is where it starts, in samples."""

    rate: int
    channels: int
    bits: int
    samples: int
    reference: int = 0


def read(path: str) -> Wav | None:
    """What the header says; None where this is no WAV that can be read."""
    with Path(path).open("rb") as file:
        head = file.read(12)
        if head[:4] not in (b"RIFF", b"RF64") or head[8:12] != b"WAVE":
            return None
        chunks = {}
        for name, size, start in _chunks(file):
            file.seek(start)
            chunks[name] = (size, file.read(min(size, 1024)) if name != b"data" else b"")
        return _wav(chunks)


def _wav(chunks: dict) -> Wav | None:
    if b"fmt " not in chunks or b"data" not in chunks:
        return None
    kind, channels, rate, _, block, bits = struct.unpack_from("<HHIIHH", chunks[b"fmt "][1])
    if kind == EXTENSIBLE:
        kind = struct.unpack_from("<H", chunks[b"fmt "][1], 24)[0]
    if kind not in (PCM, FLOAT) or not block or not rate:
        return None
    size, reference = chunks[b"data"][0], 0
    if size == _UNKNOWN and b"ds64" in chunks:
        size = struct.unpack_from("<Q", chunks[b"ds64"][1], 8)[0]
    if b"bext" in chunks:
        reference = struct.unpack_from("<Q", chunks[b"bext"][1], _TIME_REFERENCE)[0]
    return Wav(rate, channels, bits, size // block, reference)


def _chunks(file: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """Name, size and first byte of each chunk; what lies between need not be understood."""
    at = 12
    while True:
        file.seek(at)
        head = file.read(8)
        if len(head) < 8:
            return
        name, size = head[:4], struct.unpack("<I", head[4:])[0]
        yield name, size, at + 8
        at += 8 + size + size % 2
