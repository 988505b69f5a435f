"""What is hammered or plucked: pianos, guitars, basses, bells. Upper partials die first."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from otio_v2a.sketch.music.tones import HIGHEST, Floats, damped, hertz
from otio_v2a.sketch.workshop import Samples, burst, f32
from otio_v2a.timecode import SAMPLE_RATE

_MIDDLE, _SHARED = 60, 0.4  # middle C; what one side has of the other
_CABINET = f32(np.exp(-np.arange(20) / 5) / 5)
"""What a loudspeaker leaves of a distorted string: a low-pass of about 1.5 kHz, 6 dB an octave."""


@dataclass(frozen=True, slots=True)
class Struck:
    """How something struck sounds.

    `tilt` is the power by which partials fall; `point` where the string is struck, as a share of
    it; `half` the seconds to half of the first partial at middle C, `damping` how much faster each
    further one dies; `bright` the Hz above which a hard blow reaches; `stiff` how partials spread;
    `noise` is (level, low Hz, high Hz, half-life); `ratios` names partials outright; `apart` the
    cents between left and right; `body` a resonance in Hz; `drive` how much it is distorted;
    `tremble` the tremolo in Hz.
    """

    half: float
    tilt: float = 1.0
    point: float = 0.125
    damping: float = 0.15
    bright: float = 3000.0
    stiff: float = 0.0
    noise: tuple[float, float, float, float] = (0.05, 200, 3000, 0.01)
    ratios: tuple[tuple[float, float], ...] = ()
    apart: float = 1.5
    body: float = 0.0
    drive: float = 0.0
    tremble: float = 0.0
    ring: float = 0.25
    follow: float = 22.0
    most: int = 28


STRUCK: Mapping[str, Struck] = MappingProxyType(
    {
        "piano grand": Struck(
            1.5, 0.9, 0.12, 0.16, 3600, 0.00035, (0.16, 90, 1400, 0.012), ring=0.3
        ),
        "piano felt": Struck(
            1.2, 1.3, 0.13, 0.28, 1500, 0.00035, (0.3, 70, 900, 0.018), ring=0.4, apart=3
        ),
        "piano electric": Struck(
            1.3, noise=(0.06, 600, 4000, 0.006), bright=2600, tremble=5.2, damping=0.35, ring=0.2,
            ratios=((1, 1), (2, 0.22), (3, 0.12), (4, 0.1), (6.27, 0.14), (7.0, 0.05)),
        ),
        "piano harpsichord": Struck(
            0.7, 0.45, 0.09, 0.06, 9000, 0.0001, (0.25, 1500, 9000, 0.004), ring=0.1
        ),
        "guitar nylon": Struck(
            0.8, 1.1, 0.26, 0.22, 2200, 0.00004, (0.2, 120, 1200, 0.008), body=110, ring=0.25
        ),
        "guitar steel": Struck(
            1.0, 0.75, 0.17, 0.12, 4200, 0.00006, (0.18, 400, 5000, 0.006), body=105, apart=3,
            ring=0.2
        ),
        "guitar electric": Struck(
            1.2, 0.85, 0.2, 0.14, 3000, 0.00005, (0.1, 500, 4000, 0.004), apart=4, ring=0.15
        ),
        "guitar distorted": Struck(
            2.2, 0.7, 0.14, 0.06, 4000, 0.00005, (0.15, 500, 4000, 0.005), apart=9, drive=9,
            ring=0.12
        ),
        "guitar ukulele": Struck(
            0.3, 0.95, 0.2, 0.2, 3200, 0.00005, (0.22, 300, 2400, 0.006), body=220, ring=0.15
        ),
        "guitar banjo": Struck(
            0.3, 0.6, 0.08, 0.05, 6500, 0.00005, (0.3, 700, 6000, 0.004), body=360, ring=0.12
        ),
        "guitar harp": Struck(
            1.3, 1.25, 0.35, 0.24, 2600, 0.00004, (0.08, 200, 1800, 0.006), apart=3, ring=0.9
        ),
        "strings pizzicato": Struck(
            0.16, 1.0, 0.3, 0.25, 2400, 0.0, (0.2, 200, 1600, 0.008), body=290, apart=12,
            ring=0.35
        ),
        "bass finger": Struck(
            0.9, 1.0, 0.22, 0.22, 1500, 0.00004, (0.12, 100, 1500, 0.006), ring=0.1, apart=0.6
        ),
        "bass upright": Struck(
            0.55, 1.1, 0.3, 0.3, 1100, 0.00004, (0.25, 80, 900, 0.012), body=95, ring=0.15,
            apart=0.6
        ),
        "bass sub": Struck(
            1.2, 1.9, 0.5, 0.3, 900, 0.0, (0.15, 60, 700, 0.008), drive=2.2, ring=0.12,
            apart=0.0, most=6
        ),
        "synth arp": Struck(
            0.26, 0.8, 0.5, 0.16, 5200, 0.0, (0.03, 2000, 8000, 0.003), apart=12, ring=0.12
        ),
        "bells glockenspiel": Struck(
            0.55, bright=9000, noise=(0.12, 3000, 11_000, 0.003), damping=0.5, ring=1.2, follow=40,
            ratios=((1, 1), (2.756, 0.4), (5.404, 0.2), (8.933, 0.08)),
        ),
        "bells musicbox": Struck(
            0.4, bright=8000, noise=(0.3, 2500, 9000, 0.003), damping=0.4, ring=0.9, follow=40,
            apart=5,
            ratios=((1, 1), (2.0, 0.12), (3.02, 0.18), (6.27, 0.14), (9.1, 0.05)),
        ),
        "bells kalimba": Struck(
            0.35, bright=4500, noise=(0.3, 300, 2500, 0.005), damping=0.7, ring=0.5, apart=3,
            ratios=((1, 1), (2.0, 0.1), (5.4, 0.22), (8.9, 0.06)),
        ),
        "bells marimba": Struck(
            0.2, bright=3500, noise=(0.25, 250, 1800, 0.006), damping=0.8, ring=0.4,
            ratios=((1, 1), (3.93, 0.28), (9.6, 0.07)),
        ),
        "bells vibraphone": Struck(
            1.2, bright=4500, noise=(0.08, 500, 4000, 0.004), damping=0.45, ring=0.8, tremble=5.5,
            ratios=((1, 1), (4.0, 0.22), (10.0, 0.05)),
        ),
        "bells tubular": Struck(
            2.2, bright=6000, noise=(0.12, 600, 5000, 0.006), damping=0.12, ring=2.0, apart=4,
            ratios=((0.5, 0.25), (1, 0.8), (1.51, 0.5), (2.0, 0.7), (2.66, 0.35), (3.41, 0.3),
            (4.24, 0.2), (5.15, 0.12)),
        ),
    }
)  # fmt: skip
"""Every struck instrument by family and kind."""


def strike(kind: str, pitch: int, hard: float, count: int, twist: int) -> Samples:
    """One note, struck and let go `ring` seconds before its end. Shape: (2, count)."""
    recipe = STRUCK[kind]
    base = hertz(pitch)
    numbers, levels = _partials(recipe, base, hard)
    follow = 2 ** ((_MIDDLE - pitch) / recipe.follow)
    halves = np.maximum(recipe.half * follow / (1 + recipe.damping * (numbers - 1)), 0.012)
    rng = np.random.default_rng([pitch, 5])
    sides = levels * (1 + 0.25 * rng.uniform(-1, 1, (2, len(levels))))
    parted = 2 ** (recipe.apart / 2400)
    partials = np.stack([numbers * base * parted, numbers * base / parted])
    out = damped(partials, halves, sides, count, twist * 128 + pitch)
    out += np.float32(_SHARED) * out[::-1]
    noise = _noise(recipe, hard, count)
    out[:, : noise.shape[1]] += noise
    return _finished(recipe, out, count)


def _partials(recipe: Struck, base: float, hard: float) -> tuple[Floats, Floats]:
    if recipe.ratios:
        numbers = np.array([ratio for ratio, _ in recipe.ratios])
        levels = np.array([level for _, level in recipe.ratios])
    else:
        number = np.arange(1, recipe.most + 1)
        numbers = number * np.sqrt(1 + recipe.stiff * number**2)
        levels = number**-recipe.tilt * (0.12 + np.abs(np.sin(np.pi * number * recipe.point)))
    reach = recipe.bright * (0.25 + 1.5 * hard**1.5)
    levels = levels * np.exp(-np.maximum(0, numbers - 1) * base / reach)
    if recipe.body:
        levels = levels * (1 + 1.6 * np.exp(-((np.log2(numbers * base / recipe.body) / 0.35) ** 2)))
    heard = (numbers * base < HIGHEST) & (levels > 1e-4 * levels.max())
    return numbers[heard], levels[heard]


@lru_cache(maxsize=64)
def _blow(low: float, high: float, half: float) -> Samples:
    rng = np.random.default_rng(round(low + high))
    seconds = 12 * half
    noise = np.stack([burst(rng, seconds, low, high) for _ in range(2)])
    return f32(noise * np.exp2(-np.arange(noise.shape[1]) / SAMPLE_RATE / half))


def _noise(recipe: Struck, hard: float, count: int) -> Samples:
    level, low, high, half = recipe.noise
    return _blow(low, high, half)[:, :count] * np.float32(3 * level * hard**1.5)


def _finished(recipe: Struck, out: Samples, count: int) -> Samples:
    ring = min(count // 2, round(recipe.ring * SAMPLE_RATE))
    rise = min(count, 72)
    out[:, :rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    out[:, count - ring :] *= np.linspace(1, 0, ring, dtype=np.float32) ** 2
    if recipe.drive:
        pushed = np.tanh(out * np.float32(recipe.drive / (np.abs(out).max() + 1e-9)))
        out = np.stack([np.convolve(channel, _CABINET)[:count] for channel in pushed])
    if recipe.tremble:
        sway = np.float32(0.22) * np.sin(
            f32(2 * np.pi * recipe.tremble / SAMPLE_RATE) * np.arange(count, dtype=np.float32)
        )
        out = out * np.stack([1 + sway, 1 - sway])
    return f32(out)
