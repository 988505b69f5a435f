"""The smallest sounds: drops, bubbles, crackles, claps, ticks; mono, peak about 1."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from otio_v2a.sketch.workshop import (
    Samples,
    burst,
    chirp,
    convolved,
    decay,
    f32,
    layered,
    peaked,
    ring,
    stretched,
    ticks,
)
from otio_v2a.timecode import SAMPLE_RATE

AUDIBLE = 18_000.0
"""Hz that nobody needs more of."""


def drop(rng: np.random.Generator) -> Samples:
    """A raindrop on a hard surface."""
    low = rng.uniform(1800, 4500)
    return peaked(burst(rng, 0.02, low, low * 2.2) * decay(0.02, rng.uniform(0.001, 0.003)))


def plip(rng: np.random.Generator) -> Samples:
    """A raindrop into water."""
    return peaked(bubble(rng, 900, 3200))


def bubble(rng: np.random.Generator, low: float, high: float) -> Samples:
    """A bubble between two pitches in Hz: a sine that rises as it dies.

    Source: van den Doel 2005, damped sine of rising pitch; small bubbles are high and short.
    """
    pitch = low * (high / low) ** rng.random()
    seconds = float(np.clip(40 / pitch, 0.02, 0.16))
    note = chirp(pitch, pitch * rng.uniform(1.05, 1.5), seconds) * decay(seconds, seconds / 5)
    return f32(note * np.minimum(1, ticks(seconds) * 1500))


def crackle(rng: np.random.Generator) -> Samples:
    """A snap of burning wood."""
    low = rng.uniform(700, 3500)
    return peaked(burst(rng, 0.03, low, low * 4) * decay(0.03, rng.uniform(0.0006, 0.004)))


def clap(rng: np.random.Generator) -> Samples:
    """One pair of hands."""
    low = rng.uniform(700, 1500)
    return peaked(burst(rng, 0.045, low, low * 2) * decay(0.045, rng.uniform(0.004, 0.008)))


def tick(rng: np.random.Generator, low: float, high: float, half: float = 0.004) -> Samples:
    """A short dry noise between two frequencies in Hz."""
    return peaked(burst(rng, 0.05, low, high) * decay(0.05, half))


def tink(rng: np.random.Generator, pitch: float, half: float) -> Samples:
    """A small thing of metal or glass: a struck tone with three overtones."""
    ratios = (1.0, 2.32 * rng.uniform(0.97, 1.03), 4.25, 6.63)
    modes = [(pitch * r, half / r**0.5, r**-0.7) for r in ratios if pitch * r < AUDIBLE]
    return ring(modes, min(1.2, half * 8))


def click(seconds: float = 0.0005) -> Samples:
    """The sharp edge that makes a sound start on its first sample."""
    return f32(np.exp(-ticks(0.004) / seconds))


def pulsed(times: npt.ArrayLike, levels: npt.ArrayLike, grain: Samples, seconds: float) -> Samples:
    """One grain again and again: what sticks and slips, or clatters evenly. Unit: seconds."""
    train = np.zeros(round(seconds * SAMPLE_RATE), np.float32)
    places = np.round(np.asarray(times) * SAMPLE_RATE).astype(np.int64)
    inside = (places >= 0) & (places < len(train))
    np.add.at(train, places[inside], np.broadcast_to(levels, places.shape)[inside])
    return convolved(train, grain)[: len(train)]


def strewn(
    rng: np.random.Generator, grains: Sequence[Samples], times: npt.ArrayLike, spread: float = 9.0
) -> Samples:
    """Grains at times in seconds, levels within about `spread` dB."""
    levels = 10 ** (-np.abs(rng.normal(0, spread, np.size(times))) / 20)
    which = rng.integers(0, len(grains), np.size(times))
    return layered(
        *(
            (float(level), float(time), grains[grain])
            for level, time, grain in zip(levels, np.ravel(times), which, strict=True)
        )
    )


def rolling(rng: np.random.Generator, seconds: float, hertz: float) -> Samples:
    """Noise that has nothing above some hertz: a few random points a period, joined."""
    count = round(seconds * SAMPLE_RATE)
    points = rng.standard_normal(max(4, round(2 * hertz * seconds)), np.float32)
    return stretched(f32((points - points.mean()) / 2), count)


def shaped(seconds: float, points: npt.ArrayLike) -> Samples:
    """A curve through evenly spread points."""
    heights = np.ravel(points)
    return f32(np.interp(ticks(seconds), np.linspace(0, seconds, len(heights)), heights))
