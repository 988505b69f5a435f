"""Voices that overlap become one sound, without a dip, a bump or a click at the seam."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from otio_v2a.audio.decode import CHANNELS, Samples
from otio_v2a.timecode import SAMPLE_RATE

LONGEST = 4 * SAMPLE_RATE
"""The longest join in samples; a longer overlap is joined in its middle."""

SHORTEST = SAMPLE_RATE // 100
"""The shortest join in samples: sides that only touch are mirrored to reach it.

Source: any fade of 5 ms or more removes a click (measured, media fact sheet section 16).
"""

# Opposed sides cancel whatever the gains are; beyond this the law would boost what is left.
_LEAST_RHO = -0.5


@dataclass(frozen=True, slots=True)
class Voice:
    """One decoded piece in its place.

    Unit: absolute samples. It sounds from `start` to `sounding` and stays silent until `end`.
    `blocks` begin at `start`; they are read once.
    """

    start: int
    sounding: int
    end: int
    blocks: Iterable[Samples]


@dataclass(frozen=True, slots=True)
class Seam:
    """Where one voice hands over to the next, in absolute samples."""

    start: int
    end: int


def correlation(head: Samples, tail: Samples) -> float:
    """How alike two sides are, -1 to 1; 0 when one is silent.

    Source: sum(xy) / sqrt(sum(x²) sum(y²)) over the overlap, all channels.
    """
    x, y = head.ravel().astype(np.float64), tail.ravel().astype(np.float64)
    power = float(np.sqrt(x @ x) * np.sqrt(y @ y))
    return float(np.clip(x @ y / power, -1.0, 1.0)) if power else 0.0


def gains(rho: float, length: int) -> tuple[Samples, Samples]:
    """The gains of the outgoing and the incoming side, each (length, 1).

    Source: constant power for correlated sides, a² + b² + 2·rho·a·b = 1: sines blended toward
    straight lines as the sides grow alike, then divided by the root of that sum.
    """
    u = (np.arange(length) + 0.5) / max(length, 1)
    alike = float(np.clip(rho, 0.0, 1.0))
    a = (1 - alike) * np.cos(u * np.pi / 2) + alike * (1 - u)
    b = (1 - alike) * np.sin(u * np.pi / 2) + alike * u
    norm = np.sqrt(a * a + b * b + 2 * max(rho, _LEAST_RHO) * a * b)
    return _column(a / norm), _column(b / norm)


def crossfade(head: Samples, tail: Samples) -> Samples:
    """Two sides of the same length as one, faded from `head` to `tail` at an even level."""
    a, b = gains(correlation(head, tail), len(head))
    return head * a + tail * b


def seams(voices: Sequence[Voice]) -> tuple[Seam, ...]:
    """Where each voice hands over to the next: in order, none overlapping."""
    found: list[Seam] = []
    for before, after in pairwise(voices):
        seam = _seam(before, after)
        if found and found[-1].end > seam.start:
            middle = (found[-1].end + seam.start) // 2
            found[-1] = Seam(found[-1].start, middle)
            seam = Seam(middle, seam.end)
        found.append(seam)
    return tuple(found)


def joined(voices: Sequence[Voice]) -> Iterator[Samples]:
    """The voices as one sound, from the first one's start to the last one's end.

    In memory at a time: one join and one block, however long the voices are.
    """
    reader = _Reader(voices[0])
    for seam, voice in zip(seams(voices), voices[1:], strict=True):
        following = _Reader(voice)
        yield from reader.until(seam.start)
        head = reader.take(min(seam.end, reader.end))
        following.skip(max(seam.start, voice.start))
        tail = following.take(seam.end)
        length = seam.end - seam.start
        yield crossfade(_mirrored(head, length), _mirrored(tail[::-1], length)[::-1])
        reader = following
    yield from reader.until(reader.end)


def _seam(before: Voice, after: Voice) -> Seam:
    start, end = after.start, max(after.start, before.sounding)
    middle = (start + end) // 2
    half = min(max(end - start, SHORTEST), LONGEST) // 2
    if SHORTEST <= end - start <= LONGEST:
        return Seam(start, end)
    return Seam(max(middle - half, before.start), min(middle + half, after.end))


def _mirrored(side: Samples, length: int) -> Samples:
    """A side that ends too early, continued by its own mirror image: no step, no gap."""
    if not len(side):
        return np.zeros((length, CHANNELS), np.float32)
    return np.pad(side, ((0, length - len(side)), (0, 0)), mode="symmetric")


def _column(values: np.ndarray) -> Samples:
    return values.astype(np.float32)[:, np.newaxis]


class _Reader:
    """A voice read forward; silent where its blocks have ended."""

    def __init__(self, voice: Voice) -> None:
        self.end = voice.end
        self._at = voice.start
        self._blocks = iter(voice.blocks)
        self._left = np.zeros((0, CHANNELS), np.float32)

    def until(self, end: int) -> Iterator[Samples]:
        """The sound up to an absolute sample, in blocks."""
        while self._at < end:
            if not len(self._left):
                self._left = self._next(end - self._at)
            block, self._left = np.split(self._left, [end - self._at])
            self._at += len(block)
            yield block

    def take(self, end: int) -> Samples:
        """The sound up to an absolute sample, as one array."""
        return np.concatenate([np.zeros((0, CHANNELS), np.float32), *self.until(end)])

    def skip(self, end: int) -> None:
        """Leave out the sound up to an absolute sample."""
        for _ in self.until(end):
            pass

    def _next(self, wanted: int) -> Samples:
        silence = np.zeros((min(wanted, SAMPLE_RATE), CHANNELS), np.float32)
        return next((block for block in self._blocks if len(block)), silence)
