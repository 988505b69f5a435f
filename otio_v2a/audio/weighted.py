"""How loud stretches of a short sound are to the ear: K-weighted power."""

from functools import cache

import numpy as np

from otio_v2a.audio.decode import Samples
from otio_v2a.kweighting import OFFSET, response


def powers(sound: Samples, length: int) -> np.ndarray:
    """The K-weighted power of each stretch of `length` samples, channels added.

    Shape: (samples, channels) -> (samples // length,), at least one; a remainder is left out.
    Source: BS.1770-5, its filters taken as what they do to a spectrum (Parseval).
    """
    length = min(length, len(sound))
    count = len(sound) // length
    stretches = sound[: count * length].reshape(count, length, -1)
    weights = _weights(length)
    return np.array([_power(stretch, weights) for stretch in stretches])


def loudness(power: float) -> float:
    """A K-weighted power in LUFS; -inf for silence."""
    with np.errstate(divide="ignore"):
        return OFFSET + 10 * float(np.log10(power))


def _power(stretch: Samples, weights: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(stretch, axis=0)) ** 2
    return float((spectrum * weights).sum()) / len(stretch) ** 2


@cache
def _weights(length: int) -> np.ndarray:
    """(bins, 1): the squared gain of each bin, twice where a bin stands for two."""
    gain = response(length).copy()
    gain[1 : (length + 1) // 2] *= 2
    return gain[:, np.newaxis]
