"""A campfire at night, with sparks."""

from functools import lru_cache

import numpy as np

from .pixels import (
    HEIGHT,
    WIDTH,
    Canvas,
    Field,
    Ink,
    convex,
    disc,
    ellipse,
    glow,
    noise,
    shifted,
    sky,
    stroke,
)

POPS = (40, 95, 130, 131, 180, 240, 262)
"""Frames on which a log pops and throws sparks."""


def draw(frame: int) -> Canvas:
    """One frame of the fire."""
    flicker = 1 + 0.10 * np.sin(frame / 2.1) + 0.07 * np.sin(frame / 0.9 + 1)
    canvas = _night().copy()
    glow(canvas, 320 + 250j, 300, Ink((0.55, 0.24, 0.06), 0.55 * flicker))
    _ground(canvas, float(flicker))
    _flames(canvas, frame)
    _logs(canvas)
    _sparks(canvas, frame)
    return canvas


@lru_cache
def _night() -> Canvas:
    canvas = sky([(0, (0.02, 0.03, 0.07)), (230, (0.05, 0.06, 0.10)), (360, (0.03, 0.025, 0.02))])
    rng = np.random.default_rng(4)
    for x, y, size in rng.uniform((0, 0, 0.5), (WIDTH, 150, 1.2), (70, 3)):
        disc(canvas, complex(x, y), size, Ink((0.9, 0.93, 1.0), float(size) - 0.3))
    for x, height in rng.uniform((0, 90), (WIDTH, 190), (26, 2)):
        for tier in range(3):
            top = 262 - height + tier * height * 0.25
            half = 14 + 9 * tier
            convex(
                canvas,
                (complex(x, top), complex(x - half, top + 60), complex(x + half, top + 60)),
                Ink((0.012, 0.02, 0.02)),
            )
        stroke(
            canvas, [complex(x, 270 - height / 2), complex(x, 275)], 5, Ink((0.012, 0.016, 0.016))
        )
    return canvas


def _ground(canvas: Canvas, flicker: float) -> None:
    ellipse(canvas, 320 + 330j, 560 + 78j, Ink((0.06, 0.045, 0.03), 1, 6))
    glow(canvas, 320 + 318j, 210, Ink((0.85, 0.40, 0.10), 0.5 * flicker))
    for index, angle in enumerate(np.linspace(0.15, 2 * np.pi - 0.1, 15)):
        stone = 320 + 314j + complex(104 * np.cos(angle), 27 * np.sin(angle))
        warm = 0.10 + 0.16 * max(0.0, -np.sin(angle)) * flicker
        ellipse(canvas, stone, complex(13 + index % 3, 9), Ink((warm + 0.05, warm, warm * 0.8)))


@lru_cache
def _turbulence() -> Field:
    return noise(31, (5, 8), (HEIGHT, WIDTH))


def _flames(canvas: Canvas, frame: int) -> None:
    y = np.arange(110, 316, dtype=np.float32)[:, None]
    x = np.arange(220, 420, dtype=np.float32)[None, :]
    up = (312 - y) / 190
    sway = 14 * np.sin(frame / 9) * up**2 + 9 * np.sin(frame / 4 + up * 6) * up
    wide = 62 * np.clip(1 - up, 0, 1) ** 0.75 * (1 - 0.35 * np.exp(-up * 9)) + 4
    fuel = np.clip(1 - ((x - 320 - sway) / wide) ** 2, 0, 1) * np.clip(1.25 - up, 0, 1)
    churn = shifted(_turbulence(), 0.8 * np.sin(frame / 13), -5.5 * frame)[110:316, 220:420]
    fine = shifted(_turbulence(), 40, -9.0 * frame)[110:316, 220:420]
    heat = np.clip(fuel * 1.5 - (0.8 * churn + 0.9 * fine - 0.25) * (0.45 + 1.5 * up), 0, 1)
    part = canvas[110:316, 220:420]
    for threshold, colour in (
        (0.02, (0.85, 0.20, 0.03)),
        (0.18, (1.0, 0.50, 0.08)),
        (0.42, (1.0, 0.80, 0.30)),
        (0.72, (1.0, 0.96, 0.75)),
    ):
        cover = np.clip((heat - threshold) * 5, 0, 1)[..., None] * np.float32(0.9)
        part += (np.array(colour, np.float32) - part) * cover


def _logs(canvas: Canvas) -> None:
    for start, end in (
        (240 + 318j, 372 + 292j),
        (400 + 318j, 268 + 292j),
        (262 + 326j, 384 + 320j),
    ):
        stroke(canvas, [start, end], 17, Ink((0.11, 0.06, 0.035)))
        stroke(canvas, [start - 4j, end - 4j], 4, Ink((0.55, 0.22, 0.06), 0.7, 3))
        disc(canvas, start, 8, Ink((0.30, 0.19, 0.11)))
        disc(canvas, start, 4, Ink((0.19, 0.11, 0.06)))


def _sparks(canvas: Canvas, frame: int) -> None:
    for pop in POPS:
        age = frame - pop
        if not 0 <= age < 34:
            continue
        rng = np.random.default_rng(pop)
        glow(canvas, 320 + 285j, 120, Ink((1.0, 0.6, 0.2), 0.55 * 0.6**age))
        for push, lift, size in rng.uniform((-3.4, 3.5, 0.9), (3.4, 7.5, 1.9), (22, 3)):
            drift = 5 * np.sin(age / 4 + 9 * push)
            spark = complex(320 + push * age + drift, 285 - lift * age + 0.055 * age**2)
            disc(canvas, spark, size, Ink((1.0, 0.72, 0.30), 1 - age / 34))
