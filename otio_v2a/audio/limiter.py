"""A look-ahead limiter: no true peak above the ceiling, no click, nothing else changed."""

from collections.abc import Iterable, Iterator
from itertools import chain

import numpy as np

from otio_v2a.audio.decode import CHANNELS, Samples, between
from otio_v2a.audio.level import peak
from otio_v2a.audio.truepeak import AFTER, BEFORE, HIGHEST, crests
from otio_v2a.timecode import SAMPLE_RATE

_AHEAD = SAMPLE_RATE // 200
# The peak between two samples is made by both, and by their neighbours.
_BESIDE = 4
_WINDOW = _AHEAD + 2 * _BESIDE + 1
# dB a sample: 30 dB a second, slow enough not to be heard as distortion of a low note.
_RELEASE = 30 / SAMPLE_RATE
# dB kept free for the gain's own movement and for rounding to 24 bit.
_SPARE = 0.01


class Limiter:
    """Holds a ceiling over a sound that is heard block by block.

    `deepest` is the most it has taken away so far, in dB.
    """

    def __init__(self, ceiling: float) -> None:
        """Unit: `ceiling` in dBTP."""
        self.deepest = 0.0
        self._ceiling = 10 ** ((ceiling - _SPARE) / 20)
        self._gate = self._ceiling / HIGHEST
        # Nothing to take away, and nothing under way.
        self._calm = False
        self._around = np.zeros((BEFORE, CHANNELS), np.float32)
        self._held = np.zeros((0, CHANNELS), np.float32)
        self._wanted = np.zeros(_BESIDE)
        self._past = np.zeros(_AHEAD)

    def limited(self, blocks: Iterable[Samples]) -> Iterator[Samples]:
        """The same sound under the ceiling; where nothing is above it, the same samples."""
        # Silence in front, for a sound that begins above the ceiling.
        lead, rest = _silence(_AHEAD), _silence(AFTER + _AHEAD + _BESIDE)
        delayed = map(self._next, chain((lead,), blocks, (rest,)))
        yield from between(delayed, _AHEAD, None)

    def _next(self, block: Samples) -> Samples:
        """What can be let go after another block: as long as it, but 5 ms later."""
        self._held = np.concatenate([self._held, block])
        if self._calm and len(block) >= BEFORE + AFTER and peak(block) <= self._gate:
            self._around = block[-(BEFORE + AFTER) :]
            return self._released(len(block))
        self._wanted = np.concatenate([self._wanted, self._reductions(block)])
        count = max(0, len(self._wanted) - _WINDOW + 1)
        if self._wanted.any() or self._past.any():
            eased = self._eased(_lowest(self._wanted, _WINDOW)[:count])
            self.deepest = max(self.deepest, -float(eased.min(initial=0.0)))
        else:
            eased = np.zeros(0)
        self._wanted = self._wanted[count:]
        self._calm &= count > 0 and not (self._wanted.any() or self._past.any())
        gone = self._released(count)
        return gone * _factors(eased) if eased.any() else gone

    def _released(self, count: int) -> Samples:
        gone, self._held = np.split(self._held, [count])
        return gone

    def _reductions(self, block: Samples) -> np.ndarray:
        """The gain in dB, 0 or below, that each sample needs for itself."""
        sound = np.concatenate([self._around, block])
        self._around = sound[-(BEFORE + AFTER) :]
        count = max(0, len(sound) - BEFORE - AFTER)
        self._calm = peak(self._around) <= self._gate
        if not count or peak(sound) <= self._gate:
            return np.zeros(count)
        over = np.maximum(crests(sound, self._gate) / self._ceiling, 1.0)
        return -20 * np.log10(over, dtype=np.float64)

    def _eased(self, lowest: np.ndarray) -> np.ndarray:
        """Down within the look-ahead, up by the release: never above what is needed."""
        rise = _RELEASE * np.arange(len(lowest) + 1)
        steps = np.concatenate([self._past[-1:], lowest])
        released = (np.minimum.accumulate(steps - rise) + rise)[1:]
        line = np.concatenate([self._past, np.minimum(released, 0.0)])
        self._past = line[-_AHEAD:]
        weights = np.hanning(_AHEAD + 3)[1:-1]
        return np.convolve(line, weights / weights.sum(), mode="valid")


def _lowest(values: np.ndarray, window: int) -> np.ndarray:
    """The least of each `window` neighbours, by doubling."""
    reach = 1
    while reach < window:
        step = min(reach, window - reach)
        values = np.minimum(values[:-step], values[step:])
        reach += step
    return values


def _silence(count: int) -> Samples:
    return np.zeros((count, CHANNELS), np.float32)


def _factors(gains_db: np.ndarray) -> Samples:
    return np.asarray(10 ** (gains_db / 20), np.float32)[:, np.newaxis]
