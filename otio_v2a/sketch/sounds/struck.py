"""Things that strike things: steps, blows, bounces, glass, doors, keys; mono, attack first."""

import numpy as np

from otio_v2a.sketch.hearing.lexicon import Manner
from otio_v2a.sketch.sounds.grains import bubble, tick
from otio_v2a.sketch.workshop import Samples, burst, chirp, decay, f32, layered, ring, ticks

_AUDIBLE = 18_000.0  # Hz


def click(seconds: float = 0.0005) -> Samples:
    """The sharp edge that makes a sound start on its first sample."""
    return f32(np.exp(-ticks(0.004) / seconds))


def footstep(rng: np.random.Generator, manner: Manner) -> Samples:
    """A heel, a toe, and the ground they meet."""
    heel = layered(
        (
            0.4,
            0,
            ring([(rng.uniform(75, 110), 0.025, 1.0), (rng.uniform(150, 210), 0.014, 0.4)], 0.16),
        ),
        (0.9, 0, burst(rng, 0.06, 300, 3000) * decay(0.06, 0.007)),
        (0.35, 0, click()),
    )
    late = 0.07 / manner.speed * rng.uniform(0.8, 1.2)
    toe = burst(rng, 0.07, 500, 3800) * decay(0.07, 0.012)
    ground = _ground(rng, manner.surface)
    return layered(
        (1, 0, heel), (0.22, late, toe), (1, 0.002, ground), (0.5, late, ground[: len(ground) // 2])
    )


def _ground(rng: np.random.Generator, surface: str) -> Samples:
    if surface in {"gravel", "leaves"}:
        low, high, size = (900, 5500, 26) if surface == "gravel" else (2200, 12_000, 34)
        spots = rng.gamma(1.5, 0.035, size)
        return layered(
            *((0.5 * rng.random(), float(s), tick(rng, low, high)) for s in spots),
            (0.0, 0.3, click()),
        )
    if surface == "wood":
        return ring(
            [
                (rng.uniform(170, 215), 0.03, 0.7),
                (rng.uniform(330, 420), 0.02, 0.45),
                (760, 0.009, 0.25),
            ],
            0.2,
        )
    if surface == "metal":
        return 0.4 * ring(
            [(f * rng.uniform(0.97, 1.03), 0.09, 0.5) for f in (310, 820, 1490, 2380, 3700)], 0.6
        )
    if surface == "wet":
        drops = [
            (0.5 * rng.random(), float(rng.gamma(2, 0.03)), bubble(rng, 500, 2400))
            for _ in range(9)
        ]
        return layered((0.5, 0, burst(rng, 0.16, 900, 7000) * decay(0.16, 0.03)), *drops)
    return f32(0.12 * burst(rng, 0.05, 1500, 6000) * decay(0.05, 0.01))


def impact(rng: np.random.Generator, manner: Manner) -> Samples:
    """A heavy blow."""
    deep = 1.0 / min(1.5, max(0.7, manner.force))
    thump = chirp(rng.uniform(120, 150) * deep, 48 * deep, 0.5) * decay(0.5, 0.06)
    smack = burst(rng, 0.12, 300, 5000) * decay(0.12, 0.009)
    body = burst(rng, 0.4, 70, 700) * decay(0.4, 0.035)
    ground = _ground(rng, manner.surface) if manner.surface else click()
    return layered(
        (0.8, 0, click()), (0.9, 0, thump), (0.7, 0, smack), (0.6, 0, body), (0.7, 0, ground)
    )


def bounce(rng: np.random.Generator, manner: Manner) -> Samples:
    """A ball on the floor."""
    skin = ring(
        [(rng.uniform(82, 96), 0.035, 1.0), (rng.uniform(190, 225), 0.03, 0.5), (395, 0.02, 0.2)],
        0.3,
    )
    slap = burst(rng, 0.05, 400, 3000) * decay(0.05, 0.005)
    ground = _ground(rng, manner.surface) if manner.surface else click()
    return layered((0.5, 0, click()), (1, 0, skin), (0.6, 0, slap), (0.4, 0, ground))


def glass(rng: np.random.Generator, _manner: Manner) -> Samples:
    """Glass that shatters."""
    parts = [(1.0, 0.0, click()), (0.8, 0.0, burst(rng, 0.12, 2500, 16_000) * decay(0.12, 0.012))]
    for late in np.append(0, rng.gamma(1.4, 0.16, 34)):
        pitch = rng.uniform(1900, 9000)
        modes = [
            (pitch * f, rng.uniform(0.01, 0.07), 1 / f)
            for f in (1.0, 1.71, 2.43)
            if pitch * f < _AUDIBLE
        ]
        parts.append((0.35 * np.exp(-1.6 * late), float(late), ring(modes, 0.35)))
    return layered(*parts)


def door(rng: np.random.Generator, manner: Manner) -> Samples:
    """A door that slams."""
    slam = layered(
        (0.6, 0, impact(rng, manner)),
        (0.9, 0, ring([(rng.uniform(135, 160), 0.05, 1), (312, 0.04, 0.7), (545, 0.03, 0.4)], 0.5)),
    )
    latch = layered((1, 0, tick(rng, 1500, 7000)), (0.6, 0.035, tick(rng, 1100, 5000)))
    rattle = [
        (0.12 * rng.random(), float(rng.uniform(0.05, 0.3)), tick(rng, 700, 3500)) for _ in range(6)
    ]
    return layered((1, 0, slam), (0.7, 0.012, latch), *rattle)


def bell(rng: np.random.Generator, manner: Manner) -> Samples:
    """A bell, its partials those of a church bell."""
    pitch = (330 if manner.force > 1 else 620) * rng.uniform(0.94, 1.06)
    partials = (
        (0.5, 0.9, 0.4),
        (1.0, 0.7, 1.0),
        (1.19, 0.5, 0.6),
        (1.5, 0.6, 0.35),
        (2.0, 0.6, 0.6),
        (2.75, 0.3, 0.3),
        (4.1, 0.15, 0.2),
    )
    return layered(
        (1, 0, ring([(pitch * f, t, a) for f, t, a in partials], 4.5)),
        (0.6, 0, tick(rng, 1500, 8000)),
    )


def metal(rng: np.random.Generator, _manner: Manner) -> Samples:
    """Metal on metal."""
    pitch = rng.uniform(380, 620)
    ratios = (1.0, 1.53, 2.31, 2.92, 3.87, 5.02, 6.3, 8.1)
    modes = [(pitch * r * rng.uniform(0.98, 1.02), 0.2 / r**0.5, r**-0.4) for r in ratios]
    return layered((1, 0, ring(modes, 1.8)), (1.2, 0, click()), (1.0, 0, tick(rng, 2000, 12_000)))


def knock(rng: np.random.Generator, _manner: Manner) -> Samples:
    """Knuckles on wood."""
    wood = ring(
        [
            (rng.uniform(230, 280), 0.018, 1),
            (rng.uniform(520, 640), 0.012, 0.6),
            (1240, 0.006, 0.3),
        ],
        0.15,
    )
    return layered((1, 0, wood), (0.7, 0, click()), (0.4, 0, tick(rng, 700, 3500)))


def key(rng: np.random.Generator, _manner: Manner) -> Samples:
    """One key of a keyboard, down and up."""
    pitch = rng.uniform(1700, 2700)
    down = layered(
        (0.8, 0, click()),
        (1, 0, tick(rng, 1400, 8000)),
        (0.3, 0, ring([(pitch, 0.004, 1), (340, 0.008, 0.8)], 0.06)),
    )
    return layered((1, 0, down), (0.3, float(rng.uniform(0.06, 0.1)), tick(rng, 2200, 9000)))


def shutter(rng: np.random.Generator, _manner: Manner) -> Samples:
    """A camera's shutter, or a switch."""
    first, second = tick(rng, 1800, 10_000), tick(rng, 900, 6000)
    return layered((1, 0, click()), (1, 0, first), (0.7, 0.045, second), (0.3, 0.06, first))


def clock(rng: np.random.Generator, _manner: Manner) -> Samples:
    """One tick of a clock."""
    return layered(
        (1, 0, click()),
        (0.8, 0, tick(rng, 2500, 9000)),
        (0.3, 0, ring([(rng.uniform(2900, 3500), 0.006, 1)], 0.06)),
    )
