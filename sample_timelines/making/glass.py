"""A glass of water slides off a shelf, falls and breaks."""

from functools import lru_cache

import numpy as np

from .pixels import Canvas, Ink, box, convex, disc, ellipse, glow, sky, stroke

SLIDE = 40
TIP = 78
BREAK = 120
"""The frame on which the glass hits the floor."""

_FLOOR = 318.0
_EDGE = 236.0
_SHELF = 112.0


def draw(frame: int) -> Canvas:
    """One frame of the glass."""
    canvas = _kitchen().copy()
    if frame < BREAK:
        centre, turn = _flight(frame)
        _tumbler(canvas, centre, turn)
    else:
        _splash(canvas, frame - BREAK)
        _shards(canvas, frame - BREAK)
    return canvas


def _flight(frame: int) -> tuple[complex, float]:
    """Where the glass is, and its turn in radians."""
    rest = complex(196, _SHELF - 36)
    if frame < TIP:
        slide = max(0, frame - SLIDE) / (TIP - SLIDE)
        wobble = 0.03 * np.sin(frame / 2) * (slide > 0)
        return rest + 44 * slide**2, float(wobble)
    fall = (frame - TIP) / (BREAK - TIP)
    drop = _FLOOR - 30 - rest.imag
    return rest + complex(44 + 66 * fall, drop * fall**2), 2.3 * fall


@lru_cache
def _kitchen() -> Canvas:
    canvas = sky([(0, (0.72, 0.80, 0.80)), (270, (0.88, 0.90, 0.86)), (360, (0.80, 0.80, 0.76))])
    for x in range(0, 640, 40):
        for y in range(0, 270, 40):
            box(canvas, complex(x + 1, y + 1), 37 + 37j, Ink((0.80, 0.87, 0.86), 0.7))
    box(canvas, 0 + 270j, 640 + 90j, Ink((0.58, 0.47, 0.38)))
    for x in range(-200, 900, 84):
        convex(
            canvas,
            (x + 270j, x + 2 + 270j, 2.1 * x - 350 + 362j, 2.1 * x - 356 + 362j),
            Ink((0.44, 0.35, 0.28)),
        )
    box(canvas, 0 + 258j, 640 + 12j, Ink((0.93, 0.92, 0.88)))
    box(canvas, complex(0, _SHELF + 14), complex(_EDGE, 10), Ink((0.35, 0.40, 0.40), 0.35, 10))
    box(canvas, complex(0, _SHELF), complex(_EDGE, 14), Ink((0.55, 0.37, 0.22)))
    for jar, colour in (
        (26, (0.75, 0.42, 0.20)),
        (78, (0.35, 0.50, 0.28)),
        (124, (0.80, 0.72, 0.50)),
    ):
        box(canvas, complex(jar, _SHELF - 52), 36 + 52j, Ink(colour, 1, 2))
        box(canvas, complex(jar + 3, _SHELF - 60), 30 + 9j, Ink((0.30, 0.30, 0.32)))
    glow(canvas, 560 + 40j, 300, Ink((0.10, 0.09, 0.05), 0.8))
    return canvas


def _tumbler(canvas: Canvas, centre: complex, turn: float) -> None:
    spin = complex(np.cos(turn), np.sin(turn))

    def at(x: float, y: float) -> complex:
        return centre + complex(x, y) * spin

    shadow = (centre.imag / _FLOOR) ** 2
    if centre.real > _EDGE - 10:
        ellipse(
            canvas, complex(centre.real, _FLOOR), 30 + 6j, Ink((0.15, 0.10, 0.07), 0.4 * shadow, 8)
        )
    convex(
        canvas, (at(-21, -36), at(21, -36), at(16, 36), at(-16, 36)), Ink((0.80, 0.93, 0.97), 0.45)
    )
    convex(
        canvas, (at(-18, -14), at(18, -14), at(15, 32), at(-15, 32)), Ink((0.30, 0.62, 0.80), 0.65)
    )
    stroke(
        canvas,
        [at(-21, -36), at(-16, 36), at(16, 36), at(21, -36), at(-21, -36)],
        2.4,
        Ink((0.97, 1, 1), 0.9),
    )
    stroke(canvas, [at(-12, -28), at(-9, 26)], 3, Ink((1, 1, 1), 0.6))


def _splash(canvas: Canvas, age: int) -> None:
    spread = 1 - 0.93**age
    puddle = complex(306, _FLOOR + 8)
    ellipse(
        canvas,
        puddle,
        complex(20 + 110 * spread, 4 + 17 * spread),
        Ink((0.36, 0.55, 0.66), 0.55, 3),
    )
    ellipse(
        canvas,
        puddle - 20 - 2j,
        complex(8 + 50 * spread, 1 + 5 * spread),
        Ink((0.85, 0.95, 1.0), 0.45, 4),
    )
    if age < 3:
        glow(canvas, puddle - 12j, 70, Ink((0.8, 0.9, 1.0), 0.8 - 0.25 * age))
    rng = np.random.default_rng(61)
    for push, lift, size in rng.uniform((-6, 2.5, 1.2), (6.5, 8, 3), (40, 3)):
        height = lift * age - 0.32 * age**2
        if height > 0:
            disc(canvas, puddle + complex(push * age, -height), size, Ink((0.55, 0.78, 0.90), 0.85))


def _shards(canvas: Canvas, age: int) -> None:
    rng = np.random.default_rng(64)
    for push, lift, size, depth in rng.uniform((-6.5, 1.5, 6, -8), (7, 6.5, 15, 26), (24, 4)):
        air = min(age, lift / 0.30)
        skid = (1 - 0.86 ** (age - air)) * 5 * push if age > air else 0.0
        turn = np.exp(1j * (size + air * push * 0.09))
        flat = 0.35 if age > air else 1.0
        height = max(0.0, lift * air - 0.30 * air**2)
        centre = complex(306 + push * air + skid, _FLOOR + depth - height)
        corners = [
            centre + complex((size * p * turn).real, (size * p * turn).imag * flat)
            for p in (1, -0.7 + 0.6j, -0.4 - 0.7j)
        ]
        convex(canvas, corners, Ink((0.84, 0.95, 0.98), 0.75))
        stroke(canvas, [corners[0], corners[1]], 1.4, Ink((1, 1, 1), 0.9))
