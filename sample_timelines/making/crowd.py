"""A crowd with umbrellas crosses a square in the evening."""

from functools import lru_cache

import numpy as np

from .pixels import (
    WIDTH,
    Canvas,
    Colour,
    Ink,
    box,
    convex,
    disc,
    ellipse,
    glow,
    noise,
    sky,
    stroke,
)

Walker = tuple[float, float, float, float]


def draw(frame: int) -> Canvas:
    """One frame of the crowd."""
    canvas = _square().copy()
    _signs(canvas, frame)
    for place, pace, depth, tone in _walkers():
        scale = 0.45 + 0.85 * depth
        left = (place + pace * scale * frame) % (WIDTH + 240) - 120
        _pedestrian(canvas, complex(left, 238 + 104 * depth), (scale, tone, frame * abs(pace) / 26))
    return canvas


@lru_cache
def _walkers() -> tuple[Walker, ...]:
    rng = np.random.default_rng(77)
    rows = rng.uniform((0, 1.3, 0, 0), (WIDTH + 240, 2.5, 1, 1), (22, 4))
    rows[:, 1] *= np.where(np.arange(22) % 2, 1, -1)
    return tuple(sorted(map(tuple, rows.tolist()), key=lambda walker: walker[2]))


@lru_cache
def _square() -> Canvas:
    canvas = sky([(0, (0.14, 0.15, 0.30)), (150, (0.62, 0.40, 0.42)), (230, (0.88, 0.62, 0.45))])
    rng = np.random.default_rng(16)
    left = -20.0
    while left < WIDTH:
        width, height = float(rng.uniform(44, 90)), float(rng.uniform(60, 170))
        tone = float(rng.uniform(0.16, 0.26))
        box(
            canvas,
            complex(left, 232 - height),
            complex(width, height),
            Ink((tone, tone * 0.85, tone * 1.25)),
        )
        for row in range(1, int(height // 20)):
            for column in range(int(width // 15)):
                ink = Ink((1.0, 0.83, 0.50), 0.8 if rng.random() < 0.4 else 0.08)
                box(canvas, complex(left + 6 + 15 * column, 226 - height + 20 * row), 6 + 9j, ink)
        left += width
    ground = np.linspace(0.34, 0.20, 130, dtype=np.float32)[:, None, None]
    canvas[230:] = ground * np.array((1.0, 0.86, 0.95), np.float32)
    wet = np.clip(noise(40, (5, 4), (130, WIDTH)) * 3 - 1.3, 0, 1)[..., None]
    canvas[230:] += wet * canvas[100:230][::-1] * np.float32(0.35)
    return canvas


def _signs(canvas: Canvas, frame: int) -> None:
    for index, (x, colour) in enumerate(
        ((86, (1.0, 0.25, 0.45)), (300, (0.25, 0.8, 1.0)), (540, (1.0, 0.75, 0.2)))
    ):
        pulse = 0.75 + 0.25 * np.sin(frame / 9 + 2 * index)
        glow(canvas, complex(x, 180), 62, Ink(colour, 0.5 * pulse))
        box(canvas, complex(x - 20, 172), 40 + 16j, Ink(colour, 0.9 * pulse, 2))
        ellipse(canvas, complex(x, 290), 22 + 44j, Ink(colour, 0.14 * pulse, 20, light=True))


def _umbrella_colour(tone: float) -> Colour:
    palette: tuple[Colour, ...] = (
        (0.75, 0.16, 0.18),
        (0.13, 0.30, 0.48),
        (0.85, 0.62, 0.18),
        (0.18, 0.42, 0.33),
        (0.32, 0.20, 0.40),
    )
    return palette[int(tone * 4.999)]


def _pedestrian(canvas: Canvas, foot: complex, look: tuple[float, float, float]) -> None:
    scale, tone, cycle = look
    coat = Ink((0.10 + 0.12 * tone, 0.10, 0.15 + 0.05 * tone))
    hip = foot - 46j * scale + 2j * scale * np.cos(4 * np.pi * cycle)
    ellipse(canvas, foot, complex(26, 5) * scale, Ink((0.05, 0.04, 0.07), 0.4, 5))
    for half in (0, 0.5):
        swing = 15 * np.sin(2 * np.pi * (cycle + half))
        lift = max(0.0, float(np.cos(2 * np.pi * (cycle + half)))) * 7
        knee = hip + complex(swing * 0.6, 23) * scale
        stroke(
            canvas,
            [hip, knee, foot + complex(swing, -lift) * scale],
            8 * scale,
            Ink((0.07, 0.07, 0.10)),
        )
    neck = hip - 42j * scale
    convex(
        canvas,
        (hip + (-14 + 14j) * scale, hip + (14 + 14j) * scale, neck + 10 * scale, neck - 10 * scale),
        coat,
    )
    disc(canvas, neck - 11j * scale, 9 * scale, Ink((0.72, 0.54, 0.46)))
    _umbrella(canvas, neck - 16j * scale, scale, _umbrella_colour(tone))


def _umbrella(canvas: Canvas, hand: complex, scale: float, colour: Colour) -> None:
    top = hand - 34j * scale
    stroke(canvas, [hand + complex(8, 34) * scale, top], 2 * scale, Ink((0.12, 0.12, 0.14)))
    rim = [
        top + complex(x, 34 - 34 * (1 - (x / 44) ** 2) ** 0.6) * scale for x in range(-44, 45, 11)
    ]
    convex(canvas, rim, Ink(colour))
    dark = Ink((colour[0] * 0.7, colour[1] * 0.7, colour[2] * 0.7))
    for rib in (-16, 16):
        stroke(canvas, [top + 1j * scale, top + complex(rib, 33) * scale], 1.4 * scale, dark)
    stroke(canvas, [rim[0], rim[-1]], 2 * scale, dark)
