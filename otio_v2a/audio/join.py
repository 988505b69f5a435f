"""Voices that overlap become one sound, without a dip, a bump or a click at the seam."""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from otio_v2a.audio.decode import CHANNELS, Samples
from otio_v2a.audio.seam import crossfade, match, opposed, place
from otio_v2a.timecode import SAMPLE_RATE

SHORTEST = SAMPLE_RATE // 100
"""The shortest join in samples: sides that only touch are mirrored to reach it.

Source: any fade of 5 ms or more removes a click (measured, media fact sheet section 16).
"""

RIDE = 8 * SAMPLE_RATE
"""Samples in which a take that was raised or lowered at its seam is back at its own level.

3 dB in 8 s is a hand on the fader that nobody hears; and no seam hands its error to the next.
"""

Place = Callable[[int], None]
"""Told the absolute sample in the middle of a seam."""


@dataclass(frozen=True, slots=True)
class Voice:
    """One decoded piece in its place.

    Unit: absolute samples. Its picture is from `start` to `end`; it is silent where its blocks,
    which begin at `start` and are read once, end before that.
    """

    start: int
    end: int
    blocks: Iterable[Samples]


@dataclass(frozen=True, slots=True)
class Overlap:
    """Where one voice may hand over to the next, in absolute samples."""

    start: int
    end: int


def overlaps(voices: Sequence[Voice]) -> tuple[Overlap, ...]:
    """Where each voice may hand over to the next: in order, none overlapping."""
    found: list[Overlap] = []
    for before, after in pairwise(voices):
        overlap = _overlap(before, after)
        if found and found[-1].end > overlap.start:
            middle = (found[-1].end + overlap.start) // 2
            found[-1] = Overlap(found[-1].start, middle)
            overlap = Overlap(middle, overlap.end)
        found.append(overlap)
    return tuple(found)


def joined(voices: Sequence[Voice], seam: Place = lambda _: None) -> Iterator[Samples]:
    """The voices as one sound, from the first one's start to the last one's end.

    Each is raised or lowered, by 3 dB at most, to be as loud as the one before where they meet,
    and then comes back to its own level.
    In memory at a time: one overlap and one block, however long the voices are.
    """
    reader = _Reader(voices[0])
    for overlap, voice in zip(overlaps(voices), voices[1:], strict=True):
        following = _Reader(voice)
        yield from reader.until(overlap.start)
        head, tail = _sides(reader, following, overlap)
        join = place(head, tail[: len(head)])
        seam(overlap.start + (join.start + join.stop) // 2)
        following.meet(head, tail[: len(head)], join, overlap.start + join.stop)
        tail = following.ridden(tail, overlap.start)
        yield head[: join.start]
        yield crossfade(head[join], tail[join])
        yield tail[join.stop :]
        reader = following
    yield from reader.until(reader.end)


def _sides(reader: "_Reader", following: "_Reader", overlap: Overlap) -> tuple[Samples, Samples]:
    """What both voices sound in their overlap; the outgoing one as far as its reply goes."""
    head = reader.take(min(overlap.end, reader.end))
    following.skip(overlap.start)
    tail = following.take(overlap.end)
    length = overlap.end - overlap.start
    shared = min(length, max(reader.sounding - overlap.start, SHORTEST))
    return _mirrored(head[:shared], shared), _mirrored(tail[::-1], length)[::-1]


def _overlap(before: Voice, after: Voice) -> Overlap:
    start, end = after.start, max(after.start, before.end)
    if end - start >= SHORTEST:
        return Overlap(start, end)
    middle, half = (start + end) // 2, SHORTEST // 2
    return Overlap(max(middle - half, before.start), min(middle + half, after.end))


def _mirrored(side: Samples, length: int) -> Samples:
    """A side that ends too early, continued by its own mirror image: no step, no gap."""
    if not len(side):
        return np.zeros((length, CHANNELS), np.float32)
    return np.pad(side, ((0, length - len(side)), (0, 0)), mode="symmetric")


class _Reader:
    """A voice read forward; silent where its blocks have ended."""

    def __init__(self, voice: Voice) -> None:
        self.end = voice.end
        self.sounding = voice.start
        self._at = voice.start
        self._blocks = iter(voice.blocks)
        self._left = np.zeros((0, CHANNELS), np.float32)
        self._ended = False
        self._raised, self._turned, self._met = 0.0, 1, 0

    def until(self, end: int) -> Iterator[Samples]:
        """The sound up to an absolute sample, in blocks."""
        while self._at < end:
            if not len(self._left):
                self._left = self._next(end - self._at)
            block, self._left = np.split(self._left, [end - self._at])
            at, self._at = self._at, self._at + len(block)
            if not self._ended:
                self.sounding = self._at
            yield self.ridden(block, at)

    def take(self, end: int) -> Samples:
        """The sound up to an absolute sample, as one array."""
        return np.concatenate([np.zeros((0, CHANNELS), np.float32), *self.until(end)])

    def skip(self, end: int) -> None:
        """Leave out the sound up to an absolute sample."""
        for _ in self.until(end):
            pass

    def meet(self, head: Samples, tail: Samples, join: slice, met: int) -> None:
        """Be as loud as the voice before, and not against it, where both sound `head` and `tail`.

        From the absolute sample `met` on it comes back to its own level.
        """
        self._raised, self._met = match(head, tail), met
        self._turned = -1 if opposed(head[join], tail[join]) else 1

    def ridden(self, block: Samples, at: int) -> Samples:
        """A block of this voice, at the level it has there."""
        if not self._raised or at >= self._met + RIDE:
            return block * np.float32(self._turned) if self._turned < 0 else block
        since = np.arange(at, at + len(block)) - self._met
        ride = np.clip(1 - since / RIDE, 0.0, 1.0).astype(np.float32)
        factors = np.exp(ride * np.float32(self._raised * math.log(10) / 20))
        return np.asarray(block * (self._turned * factors)[:, np.newaxis])

    def _next(self, wanted: int) -> Samples:
        for block in self._blocks:
            if len(block):
                return block
        self._ended = True
        return np.zeros((min(wanted, SAMPLE_RATE), CHANNELS), np.float32)
