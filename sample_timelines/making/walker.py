"""Someone walks through a park: gravel, then a wooden bridge, then gravel again."""

from functools import lru_cache

import numpy as np

from .pixels import (
    WIDTH,
    Canvas,
    Colour,
    Ink,
    below,
    box,
    convex,
    disc,
    ellipse,
    glow,
    sky,
    stroke,
)

STEP = 12
FOOTFALLS = tuple(range(6, 384, STEP))
"""Frames on which a foot lands."""

BRIDGE = (150, 258)
"""First and last footfall on wood."""

_GROUND = 300
_STRIDE = 62.0
_SPEED = _STRIDE / STEP
_HIP = 88.0
_LEG = 46.0
_X = 250.0


def draw(frame: int) -> Canvas:
    """One frame of the walk."""
    canvas = sky([(0, (0.42, 0.62, 0.80)), (200, (0.90, 0.88, 0.78)), (360, (0.55, 0.62, 0.40))])
    glow(canvas, 520 + 60j, 150, Ink((1.0, 0.92, 0.6), 0.24))
    disc(canvas, 520 + 60j, 20, Ink((1.0, 0.97, 0.82)))
    travel = _SPEED * (frame - FOOTFALLS[0])
    _far(canvas, travel)
    _path(canvas, travel)
    _person(canvas, frame)
    return canvas


@lru_cache
def _trees() -> tuple[tuple[float, float, float], ...]:
    rng = np.random.default_rng(14)
    return tuple(map(tuple, rng.uniform((0, 0.75, 0), (2600, 1.25, 1), (30, 3)).tolist()))


def _far(canvas: Canvas, travel: float) -> None:
    x = np.arange(WIDTH)
    hill = 205 + 22 * np.sin((x + 0.12 * travel) / 110) + 9 * np.sin((x + 0.12 * travel) / 47)
    below(canvas, hill, Ink((0.52, 0.64, 0.60)))
    below(canvas, 238 + 6 * np.sin((x + 0.4 * travel) / 60), Ink((0.42, 0.57, 0.33)))
    for place, size, tone in sorted(_trees(), key=lambda tree: tree[1]):
        left = (place - 0.45 * size * travel) % 2600 - 80
        if left < WIDTH + 80:
            _tree(canvas, complex(left, 246 + 12 * size), size, tone)
    below(canvas, np.full(WIDTH, 262.0), Ink((0.46, 0.60, 0.31)))


def _tree(canvas: Canvas, foot: complex, size: float, tone: float) -> None:
    stroke(canvas, [foot, foot - 70j * size], 9 * size, Ink((0.34, 0.25, 0.18)))
    leaf: Colour = (0.20 + 0.25 * tone, 0.42 + 0.06 * tone, 0.20)
    light: Colour = (leaf[0] + 0.08, leaf[1] + 0.08, leaf[2] + 0.05)
    for offset, radius in ((-22 - 74j, 26), (20 - 78j, 28), (-2 - 104j, 30)):
        disc(canvas, foot + offset * size, radius * size, Ink(leaf))
        disc(canvas, foot + (offset + 5 - 6j) * size, radius * size * 0.6, Ink(light))


def _path(canvas: Canvas, travel: float) -> None:
    below(canvas, np.full(WIDTH, 286.0), Ink((0.72, 0.66, 0.54)))
    below(canvas, np.full(WIDTH, 318.0), Ink((0.60, 0.54, 0.43)))
    rng = np.random.default_rng(7)
    for place, y, size in rng.uniform((0, 288, 0.8), (WIDTH + 20, 356, 2.4), (170, 3)):
        speed = 1 + (y - _GROUND) / 140
        spot = complex((place - speed * travel) % (WIDTH + 20) - 10, y)
        ellipse(canvas, spot, complex(1.6 * size, size), Ink((0.45, 0.40, 0.33), 0.7))
    _bridge(canvas, travel)


def _bridge(canvas: Canvas, travel: float) -> None:
    start = _X - travel + _SPEED * (BRIDGE[0] - FOOTFALLS[0]) - _STRIDE / 2 + 20
    length = _SPEED * (BRIDGE[1] - BRIDGE[0]) + _STRIDE
    if start > WIDTH or start + length < 0:
        return
    box(canvas, complex(start, 286), complex(length, 80), Ink((0.28, 0.45, 0.55)))
    box(canvas, complex(start, 284), complex(length, 36), Ink((0.55, 0.38, 0.23)))
    for plank in np.arange(start, start + length, 21):
        box(canvas, complex(plank, 284), 2 + 36j, Ink((0.33, 0.21, 0.12)))
    box(canvas, complex(start, 318), complex(length, 9), Ink((0.40, 0.26, 0.15)))
    for post in np.arange(start + 6, start + length, 82):
        box(canvas, complex(post, 236), 6 + 50j, Ink((0.40, 0.27, 0.16)))
    box(canvas, complex(start, 236), complex(length, 6), Ink((0.48, 0.33, 0.20)))


def _foot(cycle: float) -> complex:
    """A foot relative to the point below the hip: half a cycle on the ground, half in the air."""
    phase = cycle % 1
    if phase < 0.5:
        return complex(_STRIDE / 2 - 2 * _STRIDE * phase, 0)
    swing = (phase - 0.5) * 2
    ease = swing * swing * (3 - 2 * swing)
    return complex(-_STRIDE / 2 + _STRIDE * ease, -17 * np.sin(np.pi * swing))


def _knee(hip: complex, foot: complex) -> complex:
    span = foot - hip
    bend = np.sqrt(max(_LEG**2 - (abs(span) / 2) ** 2, 0.0))
    return hip + span / 2 - 1j * span / abs(span) * float(bend)


def _person(canvas: Canvas, frame: int) -> None:
    cycle = (frame - FOOTFALLS[0]) / (2 * STEP)
    bob = 3.0 * np.cos(4 * np.pi * cycle)
    ground = complex(_X, _GROUND)
    ellipse(canvas, ground + 10j, 46 + 6j, Ink((0.2, 0.17, 0.14), 0.35, 5))
    hip = ground + complex(0, -_HIP + bob)
    neck = hip + 7 - 62j
    _arm(canvas, neck, cycle, Ink((0.45, 0.14, 0.12)))
    _limb(canvas, hip, ground + _foot(cycle + 0.5), Ink((0.14, 0.19, 0.30)))
    convex(
        canvas,
        (hip - 15 + 6j, hip + 14 + 6j, neck + 14, neck - 15 + 2j),
        Ink((0.72, 0.22, 0.17), 1, 2),
    )
    disc(canvas, neck - 1 + 4j, 14, Ink((0.72, 0.22, 0.17)))
    _limb(canvas, hip, ground + _foot(cycle), Ink((0.20, 0.26, 0.40)))
    head = neck + 5 - 25j
    stroke(canvas, [neck, head], 9, Ink((0.86, 0.67, 0.54)))
    ellipse(canvas, head, 14 + 16j, Ink((0.90, 0.72, 0.58)))
    ellipse(canvas, head - 5 - 5j, 14 + 13j, Ink((0.25, 0.17, 0.12)))
    disc(canvas, head + 8 - 0j, 1.6, Ink((0.1, 0.08, 0.08)))
    _arm(canvas, neck, cycle + 0.5, Ink((0.80, 0.28, 0.21)))


def _limb(canvas: Canvas, hip: complex, foot: complex, ink: Ink) -> None:
    ankle = foot - 7j
    stroke(canvas, [hip, _knee(hip, ankle), ankle], 15, ink)
    stroke(canvas, [ankle + 3j, ankle + 13 + 3j], 9, Ink((0.13, 0.10, 0.09)))


def _arm(canvas: Canvas, shoulder: complex, cycle: float, ink: Ink) -> None:
    angle = 0.55 * np.cos(2 * np.pi * cycle)
    elbow = shoulder + 6j + 30 * complex(np.sin(angle), np.cos(angle))
    hand = elbow + 27 * complex(np.sin(angle + 0.5), np.cos(angle + 0.5))
    stroke(canvas, [shoulder + 6j, elbow, hand], 11, ink)
    disc(canvas, hand, 6, Ink((0.90, 0.72, 0.58)))
