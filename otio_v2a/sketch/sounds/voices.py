"""Living things: voices, breath, hearts; mono."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from otio_v2a.sketch.hearing.lexicon import Manner
from otio_v2a.sketch.sounds.grains import shaped
from otio_v2a.sketch.workshop import (
    Samples,
    burst,
    chirp,
    decay,
    dulled,
    f32,
    layered,
    peaked,
)
from otio_v2a.timecode import SAMPLE_RATE

_VOWELS = (
    (730, 1090, 2440),
    (270, 2290, 3010),
    (530, 1840, 2480),
    (570, 840, 2410),
    (300, 870, 2240),
)
"""Hz of the first three formants of five vowels. Source: Peterson and Barney 1952, men."""

_LOUDEST, _WIDTH = (1, 0.5, 0.2), 90.0  # of the formants; Hz
_WHISPER = (1.0, 0.8, 0.5)
_HIGHEST = 5200.0  # Hz of a voice's partials
_LEAST = 0.004  # of every partial, between formants
_TABLE = 4096  # samples of one turn


def voiced(pitch: Samples, formants: npt.ArrayLike, width: float = _WIDTH) -> Samples:
    """Partials of a gliding pitch in Hz, one value a sample, under formants in Hz."""
    usual = float(pitch.mean())
    numbers = np.arange(1, max(2, int(_HIGHEST / usual)))
    off = (usual * numbers[:, None] - np.ravel(formants)) / width
    levels = (np.array(_LOUDEST) / (1 + off**2)).sum(axis=1) + _LEAST
    spectrum = np.zeros(_TABLE // 2 + 1, np.complex64)
    spectrum[1 : len(numbers) + 1] = -1j * levels / numbers**0.3
    turns = np.cumsum(pitch, dtype=np.float64) * (_TABLE / SAMPLE_RATE)
    wave = f32(np.fft.irfft(spectrum) * _TABLE / 2)
    return wave[turns.astype(np.int64) % _TABLE]


def vowel(rng: np.random.Generator) -> Samples:
    """A syllable of a voice that says nothing."""
    seconds, pitch = rng.uniform(0.1, 0.32), rng.uniform(95, 230)
    glide = shaped(seconds, (pitch, pitch * (1 + 0.12 * rng.uniform(-1, 1))))
    formants = np.array(_VOWELS[rng.integers(len(_VOWELS))]) * rng.uniform(0.92, 1.18)
    out = voiced(glide, formants)
    return peaked(f32(out * np.hanning(len(out)) ** 0.7))


def shout(rng: np.random.Generator) -> Samples:
    """A child that calls."""
    seconds, pitch = rng.uniform(0.18, 0.6), rng.uniform(300, 520)
    bend = (1, rng.uniform(1.15, 1.5), rng.uniform(0.85, 1.1))
    glide = shaped(seconds, [pitch * b for b in bend])
    formants = np.array(_VOWELS[rng.integers(len(_VOWELS))]) * rng.uniform(1.3, 1.5)
    out = voiced(glide, formants, 180)
    return peaked(f32(out * np.hanning(len(out)) ** 0.5))


def bark(rng: np.random.Generator, manner: Manner) -> Samples:
    """A dog, once or twice."""
    pitch = (260 if manner.force > 1 else 420) * rng.uniform(0.9, 1.1)
    yap = _yap(rng, pitch)
    again = ((0.85, 0.34 / manner.speed, _yap(rng, pitch * 0.97)),) if rng.integers(2) else ()
    return layered((1, 0, yap), *again)


def _yap(rng: np.random.Generator, pitch: float) -> Samples:
    bend = [pitch * b for b in (0.8, 1.25, 1.1, 0.65)]
    voice = voiced(shaped(0.2, bend), (900, 1500, 2600), 350)
    rough = 0.6 + 0.4 * burst(rng, 0.2, 40, 300)
    yap = peaked(f32(voice * rough * shaped(0.2, (0, 1, 0.9, 0.5, 0))))
    return layered((1, 0, yap), (0.3, 0, burst(rng, 0.16, 700, 5000) * decay(0.16, 0.03)))


def cat(rng: np.random.Generator, manner: Manner) -> Samples:
    """A meow: mouth opens and closes over a voice that rises and falls."""
    seconds = rng.uniform(0.55, 0.85) / manner.speed
    pitch = rng.uniform(520, 680)
    glide = shaped(seconds, [pitch * b for b in (0.8, 1.15, 1.2, 1.05, 0.75)])
    closed, opened = voiced(glide, (500, 2700, 4000), 200), voiced(glide, (1300, 2000, 3400), 260)
    mouth = shaped(seconds, (0, 0.5, 1, 0.9, 0.2))
    loud = shaped(seconds, (0, 0.7, 1, 0.8, 0.4, 0))
    return f32((closed * (1 - mouth) + opened * mouth) * loud)


def laughter(rng: np.random.Generator, manner: Manner) -> Samples:
    """Ha-ha-ha, each lower and softer than the last."""
    pitch = rng.uniform(180, 340)
    formants = np.array((760, 1250, 2600)) * (0.8 + pitch / 900)
    parts = []
    count = int(rng.integers(4, 8))
    for turn in range(count):
        glide = shaped(0.13, (pitch * 1.12, pitch * 0.9)) * f32(1 - 0.03 * turn)
        ha = peaked(f32(voiced(glide, formants, 120) * shaped(0.13, (0, 1, 0.8, 0.25, 0))))
        late = 0.19 / manner.speed * turn + rng.uniform(0, 0.02)
        fade = 0.9**turn
        breath = burst(rng, 0.08, 900, 5000) * shaped(0.08, (0, 1, 0))
        parts += [(fade, late + 0.03, ha), (0.25 * fade, late, breath)]
    return layered(*parts)


def breath(rng: np.random.Generator, manner: Manner) -> Samples:
    """In through the mouth, and out."""
    slow = 1 / manner.speed
    drawn, out = rng.uniform(0.55, 0.75) * slow, rng.uniform(0.7, 0.95) * slow
    inward = _whispered(rng, drawn, (1250, 2350, 3900)) * shaped(drawn, (0, 0.5, 0.9, 1, 0))
    outward = _whispered(rng, out, (620, 1350, 2500)) * shaped(out, (0, 1, 0.6, 0.25, 0))
    return layered((0.7, 0, inward), (1, drawn + 0.1 * slow, outward))


def _whispered(rng: np.random.Generator, seconds: float, formants: Sequence[float]) -> Samples:
    """Air through a mouth whose formants are in Hz."""
    bands = (
        burst(rng, seconds, 0.93 * f, 1.07 * f) * g for f, g in zip(formants, _WHISPER, strict=True)
    )
    return f32(sum(bands) + 0.12 * burst(rng, seconds, 900, 7000))


def heartbeat(rng: np.random.Generator, manner: Manner) -> Samples:
    """Lub-dub."""
    lub = chirp(rng.uniform(62, 68), 40, 0.18) * decay(0.18, 0.04)
    dub = chirp(rng.uniform(76, 84), 50, 0.14) * decay(0.14, 0.028)
    soft = burst(rng, 0.1, 60, 300) * decay(0.1, 0.015)
    late = 0.28 / manner.speed**0.5
    beat = layered((1, 0, lub), (0.5, 0, soft), (0.7, late, dub), (0.3, late, soft))
    return dulled(beat, 500)


def wings(rng: np.random.Generator, manner: Manner) -> Samples:
    """Feathers that beat the air, a few strokes."""
    parts = []
    count = int(rng.integers(4, 8))
    for turn in range(count):
        late = 0.085 / manner.speed * turn * rng.uniform(0.95, 1.05)
        loud = 0.6 + 0.4 * np.sin(np.pi * (turn + 1) / (count + 1))
        low = burst(rng, 0.07, 180, 900) * shaped(0.07, (0, 1, 0.3, 0))
        high = burst(rng, 0.04, 2500, 9000) * shaped(0.04, (0, 1, 0.2, 0))
        parts += [(loud, late, low), (0.3 * loud, late + 0.012, high)]
    return layered(*parts)
