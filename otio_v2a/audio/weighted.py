"""How loud stretches of a short sound are to the ear: K-weighted power."""

from functools import cache

import numpy as np

from otio_v2a.audio.decode import Samples
from otio_v2a.timecode import SAMPLE_RATE

# The two filters at 48 kHz, each as (b, a). Source: BS.1770-5 annex 1.
_SHELF = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (
        1.0,
        -1.69065929318241,
        0.73248077421585,
    ),
)
_HIGH_PASS = (1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621)
_OFFSET = -0.691


def powers(sound: Samples, length: int) -> np.ndarray:
    """The K-weighted power of each stretch of `length` samples, channels added.

    Shape: (samples, channels) -> (samples // length,), at least one; a remainder is left out.
    Source: BS.1770-5, its filters taken as what they do to a spectrum (Parseval).
    """
    length = min(length, len(sound))
    count = len(sound) // length
    stretches = sound[: count * length].reshape(count, length, -1)
    weights = _response(length)
    return np.array([_power(stretch, weights) for stretch in stretches])


def loudness(power: float) -> float:
    """A K-weighted power in LUFS; -inf for silence."""
    with np.errstate(divide="ignore"):
        return _OFFSET + 10 * float(np.log10(power))


def _power(stretch: Samples, weights: np.ndarray) -> float:
    spectrum = np.abs(np.fft.rfft(stretch, axis=0)) ** 2
    return float((spectrum * weights).sum()) / len(stretch) ** 2


@cache
def _response(length: int) -> np.ndarray:
    """(bins, 1): the squared gain of each bin, twice where a bin stands for two."""
    turn = np.exp(-2j * np.pi * np.fft.rfftfreq(length, 1 / SAMPLE_RATE) / SAMPLE_RATE)
    gain = np.ones(len(turn))
    for b, a in (_SHELF, _HIGH_PASS):
        gain *= np.abs(np.polyval(b[::-1], turn) / np.polyval(a[::-1], turn)) ** 2
    gain[1 : (length + 1) // 2] *= 2
    return gain[:, np.newaxis]
