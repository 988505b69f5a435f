"""The peaks between the samples: what a converter will make of them."""

import numpy as np

from otio_v2a.audio.decode import CHANNELS, Samples
from otio_v2a.audio.level import peak

_TAPS, _PHASES = 32, 4
BEFORE, AFTER = _TAPS // 2 - 1, _TAPS // 2
"""Samples that must be known before and after one to know the peak behind it."""

_CHUNK = _TAPS
_BETA = 9.0
# Chunks multiplied at once: few enough for one thread, whose work is over before others wake up.
_BUNDLE = 32


def _kernel() -> np.ndarray:
    """(3, 32): the three values between two samples, of the 32 samples around them.

    Source: BS.1770-5 annex 2 asks for 4 times the rate; Kaiser-windowed sine cardinals, each
    with a sum of 1, are those of libswresample, which ffmpeg's `ebur128` measures with.
    """
    distance = np.arange(_TAPS) - BEFORE - np.arange(1, _PHASES)[:, np.newaxis] / _PHASES
    window = np.i0(_BETA * np.sqrt(np.maximum(1 - (2 * distance / _TAPS) ** 2, 0)))
    taps = np.sinc(distance) * window
    return np.asarray(taps / taps.sum(axis=1, keepdims=True))


def _matrix(kernel: np.ndarray) -> np.ndarray:
    """(63, 96): a chunk and its surroundings -> the values behind each of its 32 samples."""
    matrix = np.zeros((_CHUNK + _TAPS - 1, _PHASES - 1, _CHUNK), np.float32)
    for at in range(_CHUNK):
        matrix[at : at + _TAPS, :, at] = kernel.T
    return matrix.reshape(_CHUNK + _TAPS - 1, -1)


_KERNEL = _kernel()
_MATRIX = _matrix(_KERNEL)
HIGHEST = float(np.abs(_KERNEL).sum(axis=1).max())
"""No value between samples can be more than this times the largest of those around it."""


def crests(sound: Samples, gate: float) -> np.ndarray:
    """The largest absolute value at each sample and up to the next, of all channels.

    Shape: (n + 31, channels) -> (n,): the first 15 and the last 16 samples are surroundings.
    Where no sample around is above `gate`, samples alone are looked at.
    """
    inner = len(sound) - _TAPS + 1
    chunks = -(-inner // _CHUNK)
    around = np.zeros((CHANNELS, (chunks + 1) * _CHUNK), np.float32)
    around[:, : len(sound)] = sound.T
    highest = np.abs(around).max(axis=0)
    found = highest[BEFORE : BEFORE + chunks * _CHUNK].reshape(chunks, _CHUNK)
    loud = np.unique(np.flatnonzero(highest > gate) // _CHUNK)
    hot = np.union1d(loud, loud - 1)
    hot = hot[(hot >= 0) & (hot < chunks)]
    if len(hot):
        windows = np.lib.stride_tricks.sliding_window_view(around, len(_MATRIX), axis=1)
        # Padded to whole bundles.
        padded = np.resize(hot, -(-len(hot) // _BUNDLE) * _BUNDLE)
        bundles = windows[:, padded * _CHUNK].reshape(CHANNELS, -1, _BUNDLE, len(_MATRIX))
        between = np.abs(bundles @ _MATRIX).max(axis=0).reshape(len(padded), -1, _CHUNK)
        every = between[: len(hot)].max(axis=1)
        found[hot] = np.maximum(found[hot], every)
    return np.asarray(found.ravel()[:inner])


class TruePeak:
    """The highest true peak of a sound, heard block by block."""

    # A steady tone reaches 3.01 dB over its samples, at a quarter of the rate; what lies farther
    # below the highest so far is not looked behind.
    _LOOKED = 10 ** (-3.5 / 20)

    def __init__(self) -> None:
        """Nothing was heard yet."""
        self._highest = 0.0
        self._around = np.zeros((BEFORE, CHANNELS), np.float32)

    def hear(self, block: Samples) -> None:
        """The next block."""
        highest = max(peak(block), peak(self._around))
        self._highest = max(self._highest, highest)
        gate = self._highest * self._LOOKED
        sound = np.concatenate([self._around, block])
        if highest > gate and len(sound) >= _TAPS:
            self._highest = max(self._highest, float(crests(sound, gate).max()))
        self._around = sound[-(_TAPS - 1) :]

    def highest(self) -> float:
        """The true peak as an amplitude, once the sound has ended."""
        self.hear(np.zeros((AFTER, CHANNELS), np.float32))
        return self._highest
