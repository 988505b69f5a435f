"""Loudness to target and peaks under the ceiling, in place, block by block."""

import numpy as np

from otio_v2a.kweighting import OFFSET, response
from otio_v2a.sketch.workshop import Samples, f32

CEILING = 10 ** (-1.5 / 20)
"""Highest sample we write: -1 dBFS less half a decibel for the peaks between samples."""

_BLOCK, _BATCH = 19_200, 64  # 400 ms
_SILENCE = -70.0  # LUFS: below it nothing is made louder
_MOST_UP = 24.0  # dB
_OVER = 2.5  # times the ceiling: the most the limiter has to hold
_STRETCH = 1 << 18
_GRAIN, _REACH = 48, 5  # the limiter works in milliseconds, looking 5 either way


def loudness(sound: Samples) -> float:
    """Integrated loudness in LUFS; -inf for silence.

    Shape: (2, samples).
    Source: ITU-R BS.1770-5, gates at -70 LUFS and 10 LU under the mean; its 400 ms blocks
    overlap by three quarters, ours stand side by side.
    """
    powers = np.concatenate([_powers(sound, start) for start in _starts(sound.shape[1])])
    levels = OFFSET + 10 * np.log10(powers + 1e-20)
    heard = powers[levels > _SILENCE]
    if not len(heard):
        return float("-inf")
    gate = OFFSET + 10 * np.log10(heard.mean()) - 10
    return float(OFFSET + 10 * np.log10(powers[levels > max(gate, _SILENCE)].mean()))


def _starts(length: int) -> list[np.ndarray[tuple[int], np.dtype[np.int64]]]:
    starts = np.arange(0, max(1, length - _BLOCK + 1), _BLOCK)
    return [starts[first : first + _BATCH] for first in range(0, len(starts), _BATCH)]


def _powers(sound: Samples, starts: np.ndarray[tuple[int], np.dtype[np.int64]]) -> Samples:
    size = min(_BLOCK, sound.shape[1])
    blocks = np.stack([sound[:, start : start + size] for start in starts])
    spectrum = np.abs(np.fft.rfft(blocks)) ** 2 * f32(response(size))
    return f32(2 * spectrum.sum(axis=(1, 2)) / size**2)


def level(sound: Samples, target: float) -> None:
    """Brings a sound to a loudness, in place; very high peaks hold it lower.

    Unit: `target` in LUFS. Silence stays silence.
    """
    now = loudness(sound)
    if now < _SILENCE:
        return
    top = max(float(np.max(sound)), -float(np.min(sound)), 1e-9)
    gain = min(10 ** (min(_MOST_UP, target - now) / 20), _OVER * CEILING / top)
    sound *= np.float32(gain)


def limit(sound: Samples) -> None:
    """Holds every peak under the ceiling, in place, without a click."""
    length = sound.shape[1]
    count = -(-length // _GRAIN)
    tops = np.maximum(sound.max(axis=0), -sound.min(axis=0))
    peaks = np.pad(tops, (0, count * _GRAIN - length)).reshape(count, _GRAIN).max(axis=1)
    if float(peaks.max(initial=0)) <= CEILING:
        return
    needed = np.pad(np.minimum(1, CEILING / np.maximum(peaks, 1e-9)), _REACH, constant_values=1)
    lowest = np.lib.stride_tricks.sliding_window_view(needed, 2 * _REACH + 1).min(axis=1)
    window = np.hanning(2 * _REACH + 1)[1:-1]
    smooth = np.convolve(np.pad(lowest, _REACH - 1, mode="edge"), window / window.sum(), "valid")
    middles = (np.arange(count) + 0.5) * _GRAIN
    for start in range(0, length, _STRETCH):
        block = sound[:, start : start + _STRETCH]
        block *= f32(np.interp(np.arange(start, start + block.shape[1]), middles, smooth))
    np.clip(sound, -CEILING, CEILING, out=sound)
