"""The smallest sounds: drops, bubbles, crackles, claps, ticks and vowels; mono, peak about 1."""

import numpy as np

from otio_v2a.sketch.workshop import Samples, burst, chirp, decay, f32, peaked, ticks

_FORMANTS = (
    (730, 1090, 2440),
    (270, 2290, 3010),
    (530, 1840, 2480),
    (570, 840, 2410),
    (300, 870, 2240),
)
"""Hz of the first three formants of five vowels. Source: Peterson and Barney 1952, men."""


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


def tick(rng: np.random.Generator, low: float, high: float) -> Samples:
    """A short dry noise between two frequencies in Hz."""
    return peaked(burst(rng, 0.05, low, high) * decay(0.05, 0.004))


def vowel(rng: np.random.Generator) -> Samples:
    """A syllable of a voice that says nothing."""
    seconds, pitch = rng.uniform(0.1, 0.32), rng.uniform(95, 230)
    time = ticks(seconds)
    glide = pitch * (1 + 0.12 * rng.uniform(-1, 1) * time / seconds)
    phase = 2 * np.pi * np.cumsum(glide) / 48_000
    formants = np.array(_FORMANTS[rng.integers(len(_FORMANTS))]) * rng.uniform(0.92, 1.18)
    out = np.zeros_like(time)
    for partial in range(1, int(3600 / pitch)):
        hertz = partial * pitch
        level = sum(
            g / (1 + ((hertz - f) / 90) ** 2) for f, g in zip(formants, (1, 0.5, 0.2), strict=True)
        )
        out += f32(level / partial**0.3 * np.sin(partial * phase))
    return peaked(f32(out * np.hanning(len(out)) ** 0.7))
