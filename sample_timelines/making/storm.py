"""A night storm behind a window: clouds, a bending tree, rain, drops on the pane, lightning."""

from functools import lru_cache

import numpy as np

from .pixels import (
    HEIGHT,
    WIDTH,
    Canvas,
    Field,
    Ink,
    below,
    box,
    disc,
    ellipse,
    glow,
    noise,
    shifted,
    sky,
    stroke,
)

FLASHES = (60, 64, 190, 310, 314, 420, 540)
"""Frames on which lightning strikes."""

_BOLTS = {60: 150, 190: 470, 310: 250, 420: 390, 540: 90}
_WOOD = (0.16, 0.11, 0.09)


def draw(frame: int) -> Canvas:
    """One frame of the storm."""
    flash = _flash(frame)
    canvas = _heavens(frame, flash)
    for strike, x in _BOLTS.items():
        if 0 <= frame - strike < 3:
            _bolt(canvas, strike, x, 1 - (frame - strike) / 3)
    _land(canvas, frame, flash)
    _rain(canvas, frame, flash)
    _pane(canvas, frame, flash)
    return canvas


def _flash(frame: int) -> float:
    """How bright the sky is lit, 0 to 1."""
    since = [frame - strike for strike in FLASHES if 0 <= frame - strike < 10]
    return float(0.72 ** min(since)) if since else 0.0


@lru_cache
def _clouds() -> Field:
    return noise(3, (3, 4), (HEIGHT, 2 * WIDTH))


def _heavens(frame: int, flash: float) -> Canvas:
    canvas = sky([(0, (0.06, 0.08, 0.15)), (200, (0.17, 0.21, 0.29)), (360, (0.08, 0.10, 0.13))])
    thick = shifted(_clouds(), -1.3 * frame, 0)[:, :WIDTH]
    thin = shifted(_clouds(), -2.1 * frame + 500, 0)[:, :WIDTH]
    cover = np.clip((0.65 * thick + 0.35 * thin - 0.36) * 2.6, 0, 1)[..., None]
    canvas += cover * np.array((0.13, 0.145, 0.17), np.float32) * np.float32(1 + 2.4 * flash)
    canvas += np.float32(flash) * np.array((0.30, 0.32, 0.42), np.float32)
    return canvas


def _bolt(canvas: Canvas, strike: int, x: int, strength: float) -> None:
    rng = np.random.default_rng(strike)
    steps = np.cumsum(rng.uniform(-16, 16, 14))
    points = [complex(x + steps[i], 16 * i - 6) for i in range(14)]
    glow(canvas, points[7], 170, Ink((0.5, 0.55, 0.8), 0.5 * strength))
    stroke(canvas, points, 6, Ink((0.7, 0.75, 1.0), 0.35 * strength, 6))
    stroke(canvas, points, 2, Ink((1.0, 1.0, 1.0), strength))
    fork = [
        points[6] + complex(9 * i * (1 if x < 320 else -1), 10 * i + rng.uniform(-5, 5))
        for i in range(5)
    ]
    stroke(canvas, fork, 1.4, Ink((0.9, 0.92, 1.0), strength))


def _land(canvas: Canvas, frame: int, flash: float) -> None:
    x = np.arange(WIDTH)
    lit = 1 + 3 * flash
    far = 222 + 14 * np.sin(x / 97) + 7 * np.sin(x / 41 + 1)
    near = 262 + 12 * np.sin(x / 120 + 2) + 4 * np.sin(x / 33)
    below(canvas, far, Ink((0.06 * lit, 0.08 * lit, 0.10 * lit)))
    for house, height in ((96, 20), (121, 14), (142, 24)):
        box(canvas, complex(house, 238 - height), 18 + 60j, Ink((0.02, 0.025, 0.035)))
        box(canvas, complex(house + 6, 244 - height), 5 + 6j, Ink((0.95, 0.72, 0.35)))
    below(canvas, near, Ink((0.035 * lit, 0.055 * lit, 0.055 * lit)))
    _tree(canvas, frame, flash)


def _tree(canvas: Canvas, frame: int, flash: float) -> None:
    bark = Ink((0.012, 0.016, 0.02))
    leaf = Ink((0.015 + 0.05 * flash, 0.03 + 0.07 * flash, 0.03 + 0.06 * flash), 1, 3)
    bend = 7 * np.sin(frame / 11) + 4 * np.sin(frame / 4.7) + 8
    foot = 505 + 290j
    crown = foot + complex(bend, -120)
    stroke(canvas, [foot, foot + complex(bend / 4, -60), crown], 9, bark)
    for index, angle in enumerate(np.linspace(-3.3, 0.2, 8)):
        sway = bend * 0.5 * np.sin(frame / 5 + index)
        end = crown + complex(50 * np.cos(angle) + sway, 44 * np.sin(angle))
        stroke(canvas, [foot + complex(bend / 3, -75), end], 3, bark)
        ellipse(canvas, end, complex(23 + 5 * (index % 3), 22), leaf)
    ellipse(canvas, crown - 8j, 44 + 34j, leaf)


def _rain(canvas: Canvas, frame: int, flash: float) -> None:
    rng = np.random.default_rng(5)
    light = Ink((0.55, 0.62, 0.72), 0.28 + 0.2 * flash)
    for x, y, speed in rng.uniform((0, 0, 15), (WIDTH + 90, HEIGHT, 26), (150, 3)):
        top = (y + speed * frame) % (HEIGHT + 40) - 30
        start = complex((x - 0.17 * speed * frame) % (WIDTH + 90) - 20, top)
        stroke(canvas, [start, start + complex(-0.17, 1) * speed * 0.8], 1.0, light)


def _pane(canvas: Canvas, frame: int, flash: float) -> None:
    rng = np.random.default_rng(8)
    for x, y, size in rng.uniform((30, 20, 1.2), (610, 330, 3.2), (55, 3)):
        run = frame * size * 0.5 if size > 2.4 else 0.0
        drop = complex(x + 2 * np.sin((y + run) / 13), (y + run) % 330)
        disc(canvas, drop, size, Ink((0.02, 0.03, 0.05), 0.5))
        disc(
            canvas, drop - complex(0.5, 0.7), size * 0.55, Ink((0.7, 0.78, 0.9), 0.35 + 0.4 * flash)
        )
        if run:
            stroke(canvas, [drop, drop - 26j], size * 0.8, Ink((0.6, 0.7, 0.85), 0.10))
    shade = 1 + 1.6 * flash
    wood = Ink((_WOOD[0] * shade, _WOOD[1] * shade, _WOOD[2] * shade))
    edge = Ink((0.30 * shade, 0.22 * shade, 0.17 * shade))
    for corner, size in _FRAME:
        box(canvas, corner, size, wood)
    for corner, size in _EDGES:
        box(canvas, corner, size, edge)


_FRAME = (
    (-2 - 2j, 644 + 16j),
    (-2 + 0j, 22 + 362j),
    (620 + 0j, 24 + 362j),
    (312 + 0j, 14 + 330j),
    (-2 + 326j, 644 + 38j),
)
_EDGES = ((20 + 326j, 600 + 3j), (312 + 14j, 2 + 312j), (20 + 14j, 2 + 312j))
