"""What steps and blows meet: the ground under a foot, and what a struck thing is made of."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

import numpy as np

from otio_v2a.sketch.hearing.lexicon import Manner
from otio_v2a.sketch.sounds.grains import bubble, click, strewn, tick
from otio_v2a.sketch.workshop import Samples, burst, decay, f32, layered, ring

Ground = Callable[[np.random.Generator], Samples]


def _gravel(rng: np.random.Generator) -> Samples:
    stones = [tick(rng, low, low * 4) for low in rng.uniform(700, 2600, 8)]
    return f32(1.3 * strewn(rng, stones, rng.gamma(1.5, 0.035, 30), 7))


def _leaves(rng: np.random.Generator) -> Samples:
    dry = [tick(rng, 2400, 13_000, rng.uniform(0.001, 0.005)) for _ in range(8)]
    return f32(0.9 * strewn(rng, dry, rng.gamma(1.6, 0.045, 40), 8))


def _snow(rng: np.random.Generator) -> Samples:
    crystals = [tick(rng, low, low * 2.2, 0.003) for low in rng.uniform(1100, 2400, 8)]
    pressed = burst(rng, 0.24, 350, 1500) * np.hanning(11_520).astype(np.float32)
    crunch = strewn(rng, crystals, np.sort(rng.uniform(0.02, 0.2, 70)), 5)
    return layered((0.9, 0.01, crunch), (0.7, 0, pressed))


def _wood(rng: np.random.Generator) -> Samples:
    low, mid = rng.uniform(170, 215), rng.uniform(330, 420)
    return ring([(low, 0.03, 0.9), (mid, 0.02, 0.6), (760, 0.009, 0.3)], 0.2)


def _metal(rng: np.random.Generator) -> Samples:
    modes = [(f * rng.uniform(0.97, 1.03), 0.09, 0.5) for f in (310, 820, 1490, 2380, 3700)]
    return 0.5 * ring(modes, 0.6)


def _wet(rng: np.random.Generator) -> Samples:
    drops = [bubble(rng, 500, 2400) for _ in range(9)]
    slap = burst(rng, 0.16, 900, 7000) * decay(0.16, 0.03)
    return layered((0.6, 0, slap), (0.7, 0.01, strewn(rng, drops, rng.gamma(2, 0.03, 9), 6)))


def _carpet(rng: np.random.Generator) -> Samples:
    return f32(0.5 * burst(rng, 0.12, 90, 420) * decay(0.12, 0.025))


def _tile(rng: np.random.Generator) -> Samples:
    modes = [(rng.uniform(1500, 1800), 0.006, 0.8), (rng.uniform(3100, 3600), 0.005, 0.6)]
    return layered((1, 0, ring(modes, 0.06)), (0.9, 0, tick(rng, 2500, 9000, 0.002)))


def _stone(rng: np.random.Generator) -> Samples:
    body = ring([(rng.uniform(520, 640), 0.008, 0.6), (1180, 0.004, 0.4)], 0.06)
    grit = strewn(rng, [tick(rng, 1800, 8000, 0.002)], rng.uniform(0.005, 0.07, 6), 6)
    return layered((1, 0, body), (0.6, 0, tick(rng, 900, 5000, 0.003)), (0.25, 0, grit))


GROUNDS: Mapping[str, Ground] = MappingProxyType(
    {
        "carpet": _carpet,
        "gravel": _gravel,
        "leaves": _leaves,
        "metal": _metal,
        "snow": _snow,
        "stone": _stone,
        "tile": _tile,
        "wet": _wet,
        "wood": _wood,
    }
)
"""Every surface of the lexicon."""

_SOFT_UNDERFOOT = frozenset({"carpet", "snow", "leaves"})


def ground(rng: np.random.Generator, surface: str) -> Samples:
    """A surface that something meets; a dull floor where none is named."""
    if surface:
        return GROUNDS[surface](rng)
    return f32(0.12 * burst(rng, 0.05, 1500, 6000) * decay(0.05, 0.01))


def footstep(rng: np.random.Generator, manner: Manner) -> Samples:
    """A heel, a toe, and the ground they meet."""
    hard = 0.25 if manner.surface in _SOFT_UNDERFOOT else 1.0
    modes = [(rng.uniform(75, 110), 0.025, 1.0), (rng.uniform(150, 210), 0.014, 0.4)]
    heel = layered(
        (0.4, 0, ring(modes, 0.16)),
        (0.8 * hard, 0, burst(rng, 0.06, 300, 2600) * decay(0.06, 0.007)),
        (0.35 * hard, 0, click()),
    )
    late = 0.07 / manner.speed * rng.uniform(0.8, 1.2)
    toe = burst(rng, 0.07, 400, 3000) * decay(0.07, 0.012)
    below = ground(rng, manner.surface)
    return layered(
        (1, 0, heel),
        (0.22 * hard, late, toe),
        (1, 0, below),
        (0.5, late, below[: len(below) // 2]),
    )


def hoof(rng: np.random.Generator, manner: Manner) -> Samples:
    """One step of a horse: two feet, each a hollow clop."""
    parts = []
    for late in (0.0, rng.uniform(0.1, 0.14) / manner.speed):
        pitch = rng.uniform(640, 900)
        clop = ring([(pitch, 0.011, 1), (pitch * 1.53, 0.008, 0.6), (165, 0.02, 0.8)], 0.14)
        parts += [(1.0, late, clop), (0.5, late, click()), (0.3, late, ground(rng, manner.surface))]
    return layered(*parts)


def of_material(rng: np.random.Generator, material: str) -> Samples:
    """What its material adds to a struck thing."""
    if material == "metallic":
        pitch = rng.uniform(420, 560)
        ratios = (1.0, 1.53, 2.31, 3.87, 5.02)
        return 0.4 * ring([(pitch * r, 0.12, r**-0.5) for r in ratios], 0.9)
    if material == "hollow":
        pitch = rng.uniform(150, 180)
        return 0.9 * ring([(pitch, 0.06, 1), (pitch * 1.9, 0.035, 0.5)], 0.4)
    pitch = rng.uniform(260, 320)
    return 0.9 * ring([(pitch, 0.016, 1), (pitch * 2.4, 0.009, 0.6), (1350, 0.005, 0.4)], 0.12)
