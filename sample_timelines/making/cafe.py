"""A cup of coffee at a café window; a spoon stirs and rings against the rim."""

from functools import lru_cache

import numpy as np

from .pixels import (
    WIDTH,
    Canvas,
    Field,
    Ink,
    box,
    disc,
    ellipse,
    glow,
    noise,
    shifted,
    sky,
    stroke,
)

CLINKS = (36, 60, 84, 108, 160, 184, 208)
"""Frames on which the spoon rings against the cup."""

_CUP = 300 + 226j


def draw(frame: int) -> Canvas:
    """One frame of the café."""
    canvas = _outside().copy()
    _passing_lights(canvas, frame)
    _streaks(canvas, frame)
    _table(canvas)
    _cup(canvas, frame)
    _steam(canvas, frame)
    return canvas


@lru_cache
def _outside() -> Canvas:
    canvas = sky([(0, (0.20, 0.22, 0.32)), (240, (0.36, 0.31, 0.33)), (360, (0.2, 0.2, 0.2))])
    rng = np.random.default_rng(19)
    for x, y, size, warm in rng.uniform((0, 20, 12, 0), (WIDTH, 220, 34, 1), (34, 4)):
        colour = (1.0, 0.55 + 0.3 * warm, 0.25 + 0.2 * warm) if warm < 0.75 else (0.4, 0.7, 0.95)
        disc(canvas, complex(x, y), size, Ink(colour, 0.20, 3, light=True))
    return canvas


def _passing_lights(canvas: Canvas, frame: int) -> None:
    for start, speed, colour in (
        (-80, 3.1, (1.0, 0.9, 0.7)),
        (760, -2.4, (1.0, 0.25, 0.2)),
        (-420, 3.6, (1.0, 0.9, 0.7)),
    ):
        x = start + speed * frame
        disc(canvas, complex(x, 190), 26, Ink(colour, 0.35, 4, light=True))
        disc(canvas, complex(x + 46, 190), 26, Ink(colour, 0.35, 4, light=True))


def _streaks(canvas: Canvas, frame: int) -> None:
    rng = np.random.default_rng(29)
    for x, y, size, speed in rng.uniform((0, 0, 1.4, 0.2), (WIDTH, 260, 4, 2.6), (60, 4)):
        run = speed * frame if size > 2.6 else 0
        drop = complex(x + 3 * np.sin((y + run) / 17), (y + run) % 270 - 10)
        if run:
            stroke(canvas, [drop, drop - 30j], size * 0.7, Ink((0.85, 0.88, 0.95), 0.10, 2))
        disc(canvas, drop, size, Ink((0.10, 0.10, 0.14), 0.45))
        disc(canvas, drop + complex(-0.6, -0.8), size * 0.55, Ink((0.95, 0.93, 0.9), 0.55))
    box(canvas, 0 + 258j, 640 + 14j, Ink((0.20, 0.13, 0.09)))


def _table(canvas: Canvas) -> None:
    box(canvas, 0 + 272j, 640 + 90j, Ink((0.36, 0.22, 0.13)))
    rng = np.random.default_rng(3)
    for y, x, length in rng.uniform((276, -50, 80), (358, 600, 320), (46, 3)):
        stroke(canvas, [complex(x, y), complex(x + length, y)], 1.3, Ink((0.27, 0.16, 0.09), 0.6))
    glow(canvas, 330 + 300j, 220, Ink((0.42, 0.28, 0.16), 0.5))


def _cup(canvas: Canvas, frame: int) -> None:
    ellipse(canvas, _CUP + 88j, 128 + 24j, Ink((0.10, 0.05, 0.03), 0.5, 8))
    ellipse(canvas, _CUP + 82j, 120 + 22j, Ink((0.88, 0.87, 0.83)))
    ellipse(canvas, _CUP + 80j, 84 + 13j, Ink((0.70, 0.69, 0.66)))
    ellipse(canvas, _CUP + 78 + 32j, 30 + 27j, Ink((0.88, 0.87, 0.83)))
    ellipse(canvas, _CUP + 78 + 32j, 17 + 15j, Ink((0.50, 0.42, 0.36)))
    for layer in range(56):
        half = 72 * (1 - 0.08 * layer / 56 - 0.48 * (layer / 56) ** 3)
        tone = 0.93 - 0.004 * layer
        ellipse(
            canvas,
            _CUP + 1j * layer * 1.35,
            complex(half, 15 - 0.1 * layer),
            Ink((tone, tone * 0.985, tone * 0.95)),
        )
    ellipse(canvas, _CUP, 72 + 16j, Ink((0.97, 0.96, 0.93)))
    ellipse(canvas, _CUP + 2j, 65 + 12j, Ink((0.28, 0.15, 0.08)))
    ellipse(
        canvas, _CUP + complex(8 * np.sin(frame / 9), 3), 36 + 5j, Ink((0.62, 0.42, 0.26), 0.65, 4)
    )
    _spoon(canvas, frame)


def _spoon(canvas: Canvas, frame: int) -> None:
    near = min(abs(frame - clink) for clink in CLINKS)
    # The spoon circles once in 24 frames and touches the right rim on each clink.
    angle = 2 * np.pi * (frame - CLINKS[0]) / 24
    if 118 < frame < 150:
        angle = 2 * np.pi * (118 - CLINKS[0]) / 24
    bowl = _CUP + complex(46 * np.cos(angle), 6 * np.sin(angle) + 3)
    handle = bowl + complex(34 + 16 * np.cos(angle), -104)
    stroke(canvas, [bowl, handle], 6, Ink((0.66, 0.67, 0.70)))
    stroke(canvas, [bowl - 1, handle - 1], 2, Ink((0.95, 0.95, 0.97)))
    if near < 3:
        glow(canvas, _CUP + 62 - 2j, 26, Ink((1.0, 0.95, 0.8), 0.7 - 0.2 * near))


@lru_cache
def _wisps() -> Field:
    return noise(55, (6, 8), (320, WIDTH))


def _steam(canvas: Canvas, frame: int) -> None:
    y = np.arange(40, 224, dtype=np.float32)[:, None]
    x = np.arange(WIDTH, dtype=np.float32)[None, :]
    up = (224 - y) / 184
    sway = 22 * np.sin(frame / 22 + 4 * up) * up
    column = (
        np.exp(-(((x - 300 - sway) / (30 + 34 * up)) ** 2))
        * np.clip(1 - up, 0, 1)
        * np.clip(up * 8, 0, 1)
    )
    wisp = np.clip(shifted(_wisps(), 0.3 * frame, -1.9 * frame)[40:224] * 3.2 - 1.25, 0, 1)
    cover = (column * wisp)[..., None] * np.float32(0.6)
    canvas[40:224] += (np.array((0.95, 0.94, 0.93), np.float32) - canvas[40:224]) * cover
