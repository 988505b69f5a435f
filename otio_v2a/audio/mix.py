"""Many sounds, each in its place, as one: a sweep that opens a sound when it starts.

No more sounds are open at a time than sound together, and nothing is held of any but a block.
"""

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np

from otio_v2a.audio.decode import CHANNELS, Samples
from otio_v2a.audio.limiter import Limiter
from otio_v2a.audio.meter import Measured, Meter
from otio_v2a.audio.pieces import Curve
from otio_v2a.audio.wav import wav_file

Tell = Callable[[float], None]
"""Told the share done, 0 to 1, now and then; raises when the run is being stopped."""

CEILING = -1.0
"""dBTP: what no peak of a mix passes."""

_BLOCK = 16_384
_STEP = 0.01


@dataclass(frozen=True, slots=True)
class Ramp:
    """The way from silence at sample `silent` to the whole sound at sample `whole`.

    Unit: absolute samples. It fades in where `silent` comes first, else out. Of two that cross over
    the same samples the gains add up to 1 at each of them, with `equal_power` their squares.
    """

    silent: int
    whole: int
    curve: Curve = "linear"

    def gains(self, start: int, end: int) -> Samples:
        """The gain of each sample, shape (end - start, 1)."""
        centres = np.arange(start, end) + 0.5
        way = np.clip((centres - self.silent) / (self.whole - self.silent), 0.0, 1.0)
        if self.curve == "equal_power":
            way = np.sin(way * np.pi / 2)
        return way.astype(np.float32)[:, np.newaxis]

    def touches(self, start: int, end: int) -> bool:
        """Whether some of the samples are not whole."""
        return start < self.whole if self.silent < self.whole else end > self.whole


@dataclass(frozen=True, slots=True)
class Sound:
    """Something that sounds from sample `start` to `end`. Unit: absolute samples.

    `opened` gives its blocks from an absolute sample on; it is asked once, when the mix gets there.
    Where they end too early it is silent. `ramps` are multiplied.
    """

    start: int
    end: int
    opened: Callable[[int], Iterator[Samples]]
    ramps: tuple[Ramp, ...] = ()


@dataclass(frozen=True, slots=True)
class Mixed:
    """What was written: samples a channel, how loud, and by how many dB its peaks were held."""

    samples: int
    measured: Measured
    held_db: float = 0.0


def mixed(sounds: Iterable[Sound], start: int, end: int) -> Iterator[Samples]:
    """The sum of some sounds from sample `start` to `end`, silent where there is none.

    Linear in the number of sounds: a stretch in which none starts or ends is read from those that
    sound in it.
    """
    heard = [one for one in sounds if max(one.start, start) < min(one.end, end)]
    waiting = deque(sorted(heard, key=lambda one: one.start))
    sounding: list[_Reader] = []
    try:
        while start < end:
            while waiting and waiting[0].start <= start:
                sounding.append(_Reader(waiting.popleft(), start))
            stops = (end, start + _BLOCK, *(reader.end for reader in sounding))
            until = min(*stops, *(one.start for one in islice(waiting, 1)))
            yield _sum(sounding, until - start)
            for done in [reader for reader in sounding if reader.end <= until]:
                done.close()
                sounding.remove(done)
            start = until
    finally:
        for reader in sounding:
            reader.close()


def write_mix(sounds: Sequence[Sound], length: int, out: Path, tell: Tell, start: int = 0) -> Mixed:
    """The sum of some sounds from `start` on, as a WAV of `length` samples: 48 kHz, stereo, 24 bit.

    Where its true peak would pass CEILING a limiter holds it there; the rest is as it is.
    Raises: AudioError when a sound cannot be read or the file cannot be written.
    """
    meter, limiter = Meter(), Limiter(CEILING)
    at, told = 0, 0.0
    with wav_file(out, length) as write:
        for block in limiter.limited(mixed(sounds, start, start + length)):
            write(block)
            meter.hear(block)
            at += len(block)
            if at / length - told >= _STEP:
                told = at / length
                tell(told)
    return Mixed(length, meter.measured(), limiter.deepest)


def _sum(sounding: Sequence["_Reader"], length: int) -> Samples:
    whole = np.zeros((length, CHANNELS), np.float32)
    for reader in sounding:
        reader.add(whole)
    return whole


class _Reader:
    """A sound read forward from a sample on; silent where its blocks have ended."""

    def __init__(self, sound: Sound, start: int) -> None:
        self.end = sound.end
        self._ramps = sound.ramps
        self._at = start
        self._blocks = sound.opened(start)
        self._left = np.zeros((0, CHANNELS), np.float32)

    def add(self, whole: Samples) -> None:
        """Add what comes next to some samples: as many of them as there are."""
        end = self._at + len(whole)
        while self._at < end:
            block = self._left if len(self._left) else next(self._blocks, None)
            if block is None:
                self._at = end
                return
            left = end - self._at
            piece, self._left = block[:left], block[left:]
            whole[len(whole) - left :][: len(piece)] += self._faded(piece)
            self._at += len(piece)

    def _faded(self, piece: Samples) -> Samples:
        start, end = self._at, self._at + len(piece)
        for ramp in self._ramps:
            if ramp.touches(start, end):
                piece = piece * ramp.gains(start, end)
        return piece

    def close(self) -> None:
        """Close the file behind it, if one is open."""
        if isinstance(self._blocks, Generator):
            self._blocks.close()
