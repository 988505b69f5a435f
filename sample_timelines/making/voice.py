"""Scratch sound as a camera's microphone hears it: a voice without words, and room tone."""

from functools import partial

import numpy as np

from .movie import SAMPLE_RATE, Sound

# First three formants in Hz of a, e, i, o, u (speech textbooks, an adult voice).
_VOWELS = (
    (730, 1090, 2440),
    (530, 1840, 2480),
    (270, 2290, 3010),
    (570, 840, 2410),
    (300, 870, 2240),
)


def talk(seed: int, pitch: float, samples: int) -> Sound:
    """Someone talking in a room, all syllables and no words. Shape: (samples,), full scale ±1."""
    rng = np.random.default_rng(seed)
    sound = _room(rng, samples)
    at = SAMPLE_RATE // 2
    while at < samples - SAMPLE_RATE:
        for _ in range(int(rng.integers(4, 9))):
            syllable = _syllable(rng, pitch * float(rng.uniform(0.88, 1.18)))
            piece = sound[at : at + len(syllable)]
            piece += syllable[: len(piece)]
            at += int(len(syllable) * rng.uniform(0.85, 1.1))
        at += int(SAMPLE_RATE * rng.uniform(0.4, 1.1))
    loud: Sound = sound / np.abs(sound).max() * np.float32(0.5)
    return loud


def _room(rng: np.random.Generator, samples: int) -> Sound:
    hiss = rng.standard_normal(samples)
    smooth = np.convolve(hiss, np.hanning(240) / 120, mode="same")
    return (0.02 * smooth).astype(np.float32)


def _syllable(rng: np.random.Generator, pitch: float) -> Sound:
    """A consonant's breath, then a vowel gliding in pitch."""
    length = int(SAMPLE_RATE * rng.uniform(0.13, 0.26))
    time = np.arange(length) / SAMPLE_RATE
    phase = 2 * np.pi * np.cumsum(pitch * (1 - 0.25 * time)) / SAMPLE_RATE
    formants = _VOWELS[int(rng.integers(len(_VOWELS)))]
    vowel = np.zeros(length)
    for harmonic in range(1, int(3600 / pitch)):
        height = sum(np.exp(-(((harmonic * pitch - formant) / 130) ** 2)) for formant in formants)
        vowel += (height + 0.03) / harmonic**0.5 * np.sin(harmonic * phase)
    vowel *= np.sin(np.pi * np.linspace(0, 1, length)) ** 0.6
    breath = np.diff(rng.standard_normal(length + 1)) * np.exp(-time / 0.02) * 0.12
    return (vowel + breath).astype(np.float32)


actor = partial(talk, 11, 118.0)
"""A low voice."""

actress = partial(talk, 23, 205.0)
"""A high voice."""
