"""A ball is thrown across a workbench and bounces, twice."""

from functools import lru_cache

import numpy as np

from .pixels import Canvas, Ink, box, disc, ellipse, glow, sky, stroke

BOUNCES = (20, 52, 79, 102, 121, 136, 200, 232, 259, 282, 301, 316)
"""Frames on which the ball touches the bench."""

_FLOOR = 300
_RADIUS = 26
_GRAVITY = 0.82
_THROWS = (BOUNCES[:6], BOUNCES[6:])
_ACROSS = (150.0, 3.6)


def draw(frame: int) -> Canvas:
    """One frame of the ball."""
    canvas = _bench().copy()
    throw = _THROWS[frame >= 180]
    height = _height(frame, throw)
    x = -40 + _ACROSS[1] * (frame - throw[0] + 44)
    squash = max((1 - abs(frame - bounce) / 3 for bounce in throw), default=0.0)
    _ball(canvas, complex(x, _FLOOR - height), max(0.0, squash), height)
    return canvas


def _height(frame: int, bounces: tuple[int, ...]) -> float:
    """How high the ball's underside is: a parabola from each bounce to the next."""
    last = max((bounce for bounce in bounces if bounce <= frame), default=bounces[0] - 36)
    following = min((bounce for bounce in bounces if bounce > frame), default=None)
    if following is None:
        return max(0.0, 4.0 * float(np.sin((frame - last) / 3)) * 0.8 ** (frame - last))
    return 0.5 * _GRAVITY * (frame - last) * (following - frame)


@lru_cache
def _bench() -> Canvas:
    canvas = sky([(0, (0.20, 0.27, 0.33)), (280, (0.36, 0.43, 0.46)), (360, (0.3, 0.3, 0.3))])
    for x in range(20, 640, 26):
        for y in range(16, 210, 26):
            disc(canvas, complex(x, y), 2.4, Ink((0.13, 0.18, 0.22)))
    _tools(canvas)
    box(canvas, 0 + 270j, 640 + 90j, Ink((0.62, 0.43, 0.26)))
    rng = np.random.default_rng(2)
    for y, x, length in rng.uniform((274, -60, 90), (330, 600, 300), (40, 3)):
        stroke(canvas, [complex(x, y), complex(x + length, y)], 1.2, Ink((0.48, 0.32, 0.19), 0.5))
    box(canvas, 0 + 334j, 640 + 30j, Ink((0.40, 0.26, 0.15)))
    box(canvas, 0 + 332j, 640 + 3j, Ink((0.75, 0.55, 0.35)))
    glow(canvas, 470 + 60j, 330, Ink((0.32, 0.27, 0.18), 0.8))
    return canvas


def _tools(canvas: Canvas) -> None:
    steel, wood = Ink((0.68, 0.72, 0.75)), Ink((0.55, 0.34, 0.17))
    stroke(canvas, [110 + 70j, 110 + 170j], 12, wood)
    box(canvas, 82 + 52j, 58 + 24j, steel)
    stroke(canvas, [230 + 60j, 230 + 110j], 14, Ink((0.72, 0.20, 0.15)))
    stroke(canvas, [230 + 110j, 230 + 182j], 6, steel)
    stroke(canvas, [330 + 76j, 352 + 178j], 11, steel)
    disc(canvas, 328 + 66j, 17, steel)
    disc(canvas, 325 + 56j, 9, Ink((0.27, 0.34, 0.39)))
    ellipse(canvas, 520 + 120j, 44 + 44j, Ink((0.85, 0.72, 0.22)))
    ellipse(canvas, 520 + 120j, 28 + 28j, Ink((0.27, 0.34, 0.39)))


def _ball(canvas: Canvas, foot: complex, squash: float, height: float) -> None:
    spread = 1 + height / 90
    shade = Ink((0.13, 0.08, 0.04), 0.55 / spread, 4 + height / 12)
    ellipse(
        canvas, complex(foot.real, _FLOOR + 3), complex(_RADIUS * 0.9 * spread, 6 * spread), shade
    )
    wide, tall = _RADIUS * (1 + 0.24 * squash), _RADIUS * (1 - 0.28 * squash)
    centre = foot - 1j * tall
    ellipse(canvas, centre, complex(wide, tall), Ink((0.83, 0.16, 0.13)))
    spin = np.exp(1j * foot.real / _RADIUS)
    for side in (1, -1):
        spot = centre + complex(wide * 0.62 * (side * spin).real, tall * 0.62 * (side * spin).imag)
        ellipse(canvas, spot, complex(wide, tall) * 0.2, Ink((0.97, 0.90, 0.80)))
    ellipse(
        canvas,
        centre - complex(0.35 * wide, 0.42 * tall),
        complex(wide, tall) * 0.26,
        Ink((1, 1, 1), 0.5, 5),
    )
