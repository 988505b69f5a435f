"""A small rasteriser: anti-aliased shapes, glows and letters on a float canvas.

Shape: a canvas is (height, width, 3) float32, 0 to 1; shapes change it in place.
Unit: pixels from the upper left corner; a point is a complex number, x + 1j * y.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .font import GLYPHS

Canvas = NDArray[np.float32]
Field = NDArray[np.float32]
Colour = tuple[float, float, float]

WIDTH = 640
HEIGHT = 360


@dataclass(frozen=True, slots=True)
class Ink:
    """What fills a shape: `soft` is the width of its edge, `light` adds instead of covering."""

    colour: Colour
    opacity: float = 1.0
    soft: float = 1.0
    light: bool = False


def sky(stops: Sequence[tuple[float, Colour]]) -> Canvas:
    """A fresh canvas graded from top to bottom; stops are (y, colour), ascending."""
    rows = np.arange(HEIGHT)
    ys = [y for y, _ in stops]
    bands = [np.interp(rows, ys, [colour[i] for _, colour in stops]) for i in range(3)]
    column = np.stack(bands, axis=1).astype(np.float32)
    return np.repeat(column[:, None, :], WIDTH, axis=1)


def disc(canvas: Canvas, centre: complex, radius: float, ink: Ink) -> None:
    """A filled circle."""
    ellipse(canvas, centre, complex(radius, radius), ink)


def ellipse(canvas: Canvas, centre: complex, radii: complex, ink: Ink) -> None:
    """A filled ellipse with horizontal and vertical radii."""
    reach = complex(radii.real + ink.soft, radii.imag + ink.soft)
    window, x, y = _window(centre - reach, centre + reach)
    norm = np.sqrt(((x - centre.real) / radii.real) ** 2 + ((y - centre.imag) / radii.imag) ** 2)
    _blend(canvas[window], (1 - norm) * min(radii.real, radii.imag), ink)


def stroke(canvas: Canvas, points: Sequence[complex], width: float, ink: Ink) -> None:
    """A line with round ends through the points."""
    for start, end in pairwise(points):
        _capsule(canvas, (start, end), width / 2, ink)


def _capsule(canvas: Canvas, ends: tuple[complex, complex], radius: float, ink: Ink) -> None:
    start, end = ends
    reach = (radius + ink.soft) * (1 + 1j)
    low = complex(min(start.real, end.real), min(start.imag, end.imag)) - reach
    high = complex(max(start.real, end.real), max(start.imag, end.imag)) + reach
    window, x, y = _window(low, high)
    along = end - start
    square = max(abs(along) ** 2, 1e-6)
    share = ((x - start.real) * along.real + (y - start.imag) * along.imag) / square
    share = np.clip(share, 0, 1)
    away = np.hypot(x - start.real - share * along.real, y - start.imag - share * along.imag)
    _blend(canvas[window], radius - away, ink)


def convex(canvas: Canvas, points: Sequence[complex], ink: Ink) -> None:
    """A filled convex polygon; the points may go round either way."""
    xs, ys = [p.real for p in points], [p.imag for p in points]
    edge = ink.soft * (1 + 1j)
    window, x, y = _window(complex(min(xs), min(ys)) - edge, complex(max(xs), max(ys)) + edge)
    middle = sum(points) / len(points)
    inside = np.full(np.broadcast_shapes(x.shape, y.shape), 1e6, np.float32)
    for start, end in zip(points, [*points[1:], points[0]], strict=True):
        normal = 1j * (end - start) / max(abs(end - start), 1e-6)
        if ((middle - start) * normal.conjugate()).real < 0:
            normal = -normal
        side = (x - start.real) * normal.real + (y - start.imag) * normal.imag
        inside = np.minimum(inside, side)
    _blend(canvas[window], inside, ink)


def box(canvas: Canvas, corner: complex, size: complex, ink: Ink) -> None:
    """A filled rectangle from its upper left corner."""
    across, down = size.real + 0j, 1j * size.imag
    convex(canvas, (corner, corner + across, corner + across + down, corner + down), ink)


def below(canvas: Canvas, heights: NDArray[np.floating], ink: Ink) -> None:
    """Everything under a skyline; `heights` holds one y for each column."""
    y = np.arange(HEIGHT, dtype=np.float32)[:, None]
    _blend(canvas, y - heights.astype(np.float32)[None, :] + 0.5, ink)


def glow(canvas: Canvas, centre: complex, radius: float, ink: Ink) -> None:
    """Light that fades out over `radius`."""
    reach = radius * (1 + 1j)
    window, x, y = _window(centre - reach, centre + reach)
    away = ((x - centre.real) ** 2 + (y - centre.imag) ** 2) / radius**2
    light = np.clip(1 - away, 0, 1) ** 2 * ink.opacity
    canvas[window] += light[..., None] * np.array(ink.colour, np.float32)


def letters(canvas: Canvas, corner: complex, words: str, ink: Ink, size: int = 1) -> None:
    """Upper-case words in a five by seven font; `size` is pixels a dot."""
    colour = np.array(ink.colour, np.float32)
    x, y = int(corner.real), int(corner.imag)
    for letter in words.upper():
        dots = np.kron(np.array(GLYPHS[letter], np.float32), np.ones((size, size), np.float32))
        part = canvas[y : y + dots.shape[0], x : x + dots.shape[1]]
        cover = dots[: part.shape[0], : part.shape[1], None] * ink.opacity
        part += (colour - part) * cover
        x += 6 * size


def noise(seed: int, cells: tuple[int, int], size: tuple[int, int]) -> Field:
    """Smooth noise from 0 to 1 that tiles in both directions. Shape: `size` rows and columns."""
    rng = np.random.default_rng(seed)
    total = np.zeros(size, np.float32)
    weight = 0.0
    for octave in range(4):
        rows, columns = (count << octave for count in cells)
        grid = rng.random((rows, columns), dtype=np.float32)
        total += _stretch(_stretch(grid, size[0]).T, size[1]).T / (1 << octave)
        weight += 1 / (1 << octave)
    return total / np.float32(weight)


def shifted(field: Field, right: float, down: float) -> Field:
    """A tiling field moved by any distance, between pixels too."""
    for distance, axis in ((right, 1), (down, 0)):
        whole = int(np.floor(distance))
        part = np.float32(distance - whole)
        near = np.roll(field, whole, axis)
        field = near + (np.roll(near, 1, axis) - near) * part
    return field


def _stretch(grid: Field, length: int) -> Field:
    """Rows resampled to `length` with a smooth curve between them, wrapping round."""
    at = np.arange(length, dtype=np.float32) * len(grid) / length
    low = at.astype(int)
    part = at - low
    part = (part * part * (3 - 2 * part))[:, None]
    rows: Field = grid[low % len(grid)] * (1 - part) + grid[(low + 1) % len(grid)] * part
    return rows


def _window(low: complex, high: complex) -> tuple[tuple[slice, slice], Field, Field]:
    left, right = (int(np.clip(value, 0, WIDTH)) for value in (low.real, high.real + 2))
    top, bottom = (int(np.clip(value, 0, HEIGHT)) for value in (low.imag, high.imag + 2))
    x = np.arange(left, right, dtype=np.float32)[None, :] + np.float32(0.5)
    y = np.arange(top, bottom, dtype=np.float32)[:, None] + np.float32(0.5)
    return (slice(top, bottom), slice(left, right)), x, y


def _blend(part: Canvas, inside: NDArray[np.floating], ink: Ink) -> None:
    cover = np.clip(inside / np.float32(ink.soft) + np.float32(0.5), 0, 1) * np.float32(ink.opacity)
    colour = np.array(ink.colour, np.float32)
    if ink.light:
        part += cover[..., None] * colour
    else:
        part += (colour - part) * cover[..., None]
