"""One seam: where in an overlap it lies, how loud the newcomer is, and how it fades."""

import math
from dataclasses import dataclass

import numpy as np

from otio_v2a.audio.decode import Samples
from otio_v2a.audio.meter import SILENT
from otio_v2a.audio.weighted import loudness, powers
from otio_v2a.timecode import SAMPLE_RATE

LONGEST = 2 * SAMPLE_RATE
"""The longest join in samples; a longer overlap is joined in one place of it."""

# A place must be softer than the middle by this much: below, takes of rain and of music gain
# nothing from being joined elsewhere (measured, media fact sheet section 16).
_SOFTER = 10 ** (-3 / 10)
_STEP = SAMPLE_RATE // 4

# What is shorter than a block of BS.1770 does not tell how loud it is.
_TELLING = SAMPLE_RATE * 2 // 5
MOST_DB = 3.0
"""How far a take is raised or lowered to meet its neighbour."""
_LEAST_DB = 0.5

# Opposed more than this, a side is turned over: no gain fills what cancels.
_OPPOSED = -0.25
# Correlation is taken in stretches of 10 ms, smoothed over ten of them.
_STRETCH, _SMOOTHED = SAMPLE_RATE // 100, 10
# Sides that cancel for a moment are raised by 6 dB, no more.
_LEAST_POWER = 0.25
_INAUDIBLE = 1e-12


def place(head: Samples, tail: Samples) -> slice:
    """Which samples of an overlap the join takes: all, or as long as it may be.

    A longer overlap is joined in its middle, or where both sides are softest together.
    """
    if len(head) <= LONGEST:
        return slice(0, len(head))
    middle = (len(head) - LONGEST) // 2
    quarters = powers(head, _STEP) + powers(tail, _STEP)
    sums = np.convolve(quarters, np.ones(LONGEST // _STEP), mode="valid")
    softest = int(sums.argmin())
    if sums[softest] < _SOFTER * sums[middle // _STEP]:
        middle = softest * _STEP
    return slice(middle, middle + LONGEST)


def match(head: Samples, tail: Samples) -> float:
    """By how many dB the incoming side must be raised to be as loud as the outgoing one.

    Within 3 dB; 0 where it is less than anyone hears, or a side is silent or too short to tell.
    """
    if len(head) < _TELLING:
        return 0.0
    levels = [loudness(float(powers(side, len(side)).mean())) for side in (head, tail)]
    if min(levels) <= SILENT:
        return 0.0
    difference = float(np.clip(levels[0] - levels[1], -MOST_DB, MOST_DB))
    return difference if abs(difference) >= _LEAST_DB else 0.0


def opposed(head: Samples, tail: Samples) -> bool:
    """Whether two sides would cancel: the incoming take is then turned over, as by a Ø switch."""
    return correlation(head, tail) < _OPPOSED


def correlation(head: Samples, tail: Samples) -> float:
    """How alike two sides are, -1 to 1; 0 when one is silent.

    Source: sum(xy) / sqrt(sum(x²) sum(y²)) over the overlap, all channels.
    """
    power = math.sqrt(_product(head, head)) * math.sqrt(_product(tail, tail))
    return float(np.clip(_product(head, tail) / power, -1.0, 1.0)) if power else 0.0


def _product(head: Samples, tail: Samples) -> float:
    # Not by a matrix library: its threads take longer to wake up than this does.
    return float(np.einsum("ij,ij->", head, tail, dtype=np.float64))


@dataclass(frozen=True, slots=True)
class _Powers:
    """Of two sides, and of their product, at each sample or in all."""

    head: np.ndarray
    tail: np.ndarray
    both: np.ndarray


def gains(rho: float, length: int) -> tuple[Samples, Samples]:
    """The gains of two equally loud sides, (length, 1) each, that correlate by `rho` throughout.

    Source: constant power for correlated sides, a² + b² + 2·rho·a·b = 1: sines blended toward
    straight lines as the sides grow alike, then divided by the root of that sum.
    """
    one = np.ones(length)
    return _gains(rho, _Powers(one, one, rho * one))


def crossfade(head: Samples, tail: Samples) -> Samples:
    """Two sides of the same length as one, faded from `head` to `tail` at an even level.

    Source: the law of `gains`, with the power that the two sides have at each moment.
    """
    pairs = (head, head), (tail, tail), (head, tail)
    products = (np.einsum("ij,ij->i", *pair, dtype=np.float64) for pair in pairs)
    a, b = _gains(correlation(head, tail), _Powers(*map(_smooth, products)))
    return head * a + tail * b


def _gains(rho: float, powers: _Powers) -> tuple[Samples, Samples]:
    length = len(powers.head)
    u = (np.arange(length) + 0.5) / max(length, 1)
    cosine, sine = np.cos(u * np.pi / 2), np.sin(u * np.pi / 2)
    alike = float(np.clip(rho, 0.0, 1.0))
    a = (1 - alike) * cosine + alike * (1 - u)
    b = (1 - alike) * sine + alike * u
    wanted = cosine**2 * powers.head + sine**2 * powers.tail
    made = a * a * powers.head + b * b * powers.tail + 2 * a * b * powers.both
    share = np.maximum(made, _INAUDIBLE) / np.maximum(wanted, _INAUDIBLE)
    norm = np.sqrt(np.maximum(share, _LEAST_POWER))
    return _column(a / norm), _column(b / norm)


def _smooth(values: np.ndarray) -> np.ndarray:
    """The means of 10 ms stretches, smoothed, at each sample."""
    count = max(1, len(values) // _STRETCH)
    edges = np.linspace(0, len(values), count + 1).astype(int)
    means = np.add.reduceat(values, edges[:-1]) / np.diff(edges)
    reach = min(_SMOOTHED, count) // 2
    window = np.hanning(2 * reach + 3)[1:-1]
    line = np.convolve(np.pad(means, reach, mode="edge"), window / window.sum(), mode="valid")
    return np.interp(np.arange(len(values)), (edges[:-1] + edges[1:]) / 2, line)


def _column(values: np.ndarray) -> Samples:
    return values.astype(np.float32)[:, np.newaxis]
