"""A wet street at night; cars pass under the lamps."""

from functools import lru_cache

import numpy as np

from .pixels import WIDTH, Canvas, Ink, box, convex, disc, ellipse, glow, sky, stroke

PASSES = (100, 235, 350)
"""Frames on which a car is right before the camera."""

_SPEEDS = (9.0, -7.0, 13.0)
_PAINTS = ((0.60, 0.10, 0.10), (0.12, 0.25, 0.45), (0.55, 0.55, 0.58))
_KERB = 250


def draw(frame: int) -> Canvas:
    """One frame of the street."""
    canvas = _town().copy()
    order = sorted(range(len(PASSES)), key=lambda car: _SPEEDS[car] > 0)
    for car in order:
        middle = 320 + _SPEEDS[car] * (frame - PASSES[car])
        if -420 < middle < WIDTH + 420:
            _car(canvas, complex(middle, 292 if _SPEEDS[car] > 0 else 262), car)
    _drizzle(canvas, frame)
    return canvas


@lru_cache
def _town() -> Canvas:
    canvas = sky([(0, (0.03, 0.04, 0.09)), (180, (0.12, 0.10, 0.17)), (_KERB, (0.16, 0.12, 0.15))])
    rng = np.random.default_rng(12)
    left = -10.0
    while left < WIDTH:
        width, height = float(rng.uniform(60, 110)), float(rng.uniform(90, 190))
        _house(canvas, rng, complex(left, 232 - height), complex(width, height))
        left += width + 3
    box(canvas, 0 + 232j, 640 + 20j, Ink((0.15, 0.14, 0.16)))
    _road(canvas)
    for lamp in (90, 330, 570):
        stroke(
            canvas,
            [complex(lamp, 244), complex(lamp, 92), complex(lamp + 26, 82)],
            4,
            Ink((0.05, 0.05, 0.06)),
        )
        glow(canvas, complex(lamp + 30, 88), 150, Ink((1.0, 0.70, 0.34), 0.42))
        ellipse(canvas, complex(lamp + 30, 86), 11 + 4j, Ink((1.0, 0.92, 0.72)))
    return canvas


def _house(canvas: Canvas, rng: np.random.Generator, corner: complex, size: complex) -> None:
    tone = float(rng.uniform(0.05, 0.10))
    box(canvas, corner, size, Ink((tone, tone * 0.95, tone * 1.25)))
    for x in np.arange(10, size.real - 12, 18):
        for y in np.arange(12, size.imag - 26, 22):
            lit = rng.random() < 0.35
            warm = (0.95, 0.74, 0.40) if rng.random() < 0.7 else (0.62, 0.75, 0.90)
            ink = Ink(warm, 0.85) if lit else Ink((0.02, 0.02, 0.04))
            box(canvas, corner + complex(float(x), float(y)), 9 + 12j, ink)


def _road(canvas: Canvas) -> None:
    road = canvas[_KERB:]
    mirror = canvas[_KERB - len(road) : _KERB][::-1]
    depth = np.linspace(0.30, 0.10, len(road), dtype=np.float32)[:, None, None]
    blur = sum(np.roll(mirror, step, 0) for step in range(-6, 7)) / 13
    road[:] = np.array((0.045, 0.045, 0.06), np.float32) + blur * depth
    for lamp in (120, 360, 600):
        ellipse(canvas, complex(lamp, 305), 15 + 62j, Ink((0.55, 0.36, 0.16), 0.30, 24, light=True))
    for dash in range(-10, WIDTH, 90):
        convex(
            canvas,
            [dash + 278j, dash + 44 + 278j, dash + 42 + 282j, dash - 3 + 282j],
            Ink((0.5, 0.48, 0.42), 0.7),
        )


def _car(canvas: Canvas, foot: complex, car: int) -> None:
    way = 1 if _SPEEDS[car] > 0 else -1
    scale = 1.15 if way > 0 else 0.9

    def at(x: float, y: float) -> complex:
        return foot + complex(x * way, -y) * scale

    _beams(canvas, (at(96, 24), at(-100, 28)), way, scale)
    red, green, blue = _PAINTS[car]
    paint = Ink((red, green, blue), 1, 2)
    ellipse(canvas, at(0, -2), complex(108, 9) * scale, Ink((0.0, 0.0, 0.0), 0.6, 6))
    convex(canvas, [at(-100, 12), at(100, 10), at(102, 26), at(92, 36), at(-98, 40)], paint)
    convex(canvas, [at(-74, 38), at(-52, 64), at(18, 64), at(52, 36)], paint)
    glass = Ink((0.10, 0.13, 0.18))
    convex(canvas, [at(-64, 40), at(-48, 59), at(-18, 59), at(-18, 40)], glass)
    convex(canvas, [at(-13, 40), at(-13, 59), at(14, 59), at(40, 39)], glass)
    stroke(canvas, [at(-96, 38), at(90, 34)], 2, Ink((red + 0.3, green + 0.3, blue + 0.3), 0.6))
    for wheel in (-62, 62):
        disc(canvas, at(wheel, 12), 17 * scale, Ink((0.03, 0.03, 0.035)))
        disc(canvas, at(wheel, 12), 9 * scale, Ink((0.35, 0.35, 0.38)))
        spin = np.exp(1j * (foot.real / (17 * scale)))
        stroke(
            canvas, [at(wheel, 12) - 8 * spin, at(wheel, 12) + 8 * spin], 2, Ink((0.15, 0.15, 0.16))
        )


def _beams(canvas: Canvas, lamps: tuple[complex, complex], way: int, scale: float) -> None:
    front, rear = lamps
    wide = [front, front + complex(240 * way, 34) * scale, front + complex(240 * way, -34) * scale]
    convex(canvas, wide, Ink((1.0, 0.93, 0.70), 0.12, 16, light=True))
    glow(canvas, front, 70, Ink((1.0, 0.93, 0.75), 0.9))
    glow(canvas, front + complex(60 * way, 44), 90, Ink((0.8, 0.72, 0.5), 0.35))
    glow(canvas, rear, 46, Ink((1.0, 0.12, 0.08), 0.8))
    disc(canvas, front, 6 * scale, Ink((1.0, 0.98, 0.9)))


def _drizzle(canvas: Canvas, frame: int) -> None:
    rng = np.random.default_rng(9)
    for x, y, speed in rng.uniform((0, 0, 11), (WIDTH, 400, 17), (70, 3)):
        top = complex(x, (y + speed * frame) % 400 - 30)
        stroke(canvas, [top, top + 0.8j * speed], 1, Ink((0.6, 0.6, 0.7), 0.20))
    for x, y, beat in rng.uniform((0, 262, 0), (WIDTH, 355, 20), (26, 3)):
        age = (frame + beat) % 20 / 20
        ellipse(
            canvas,
            complex(x, y),
            complex(1 + 11 * age, 0.6 + 3 * age),
            Ink((0.6, 0.6, 0.7), 0.14 * (1 - age)),
        )
