"""A rendered movie held against the pictures it should show, frame by frame and cell by cell."""

from collections.abc import Iterable, Iterator, Sequence

import numpy as np
from coded import COLUMNS, ROWS
from numpy.typing import NDArray
from reference import Json, Pixels, Shelf, frame_at, length_of

TOLERANCE = 12.0
"""Gray levels by which an encoder may move a cell; a wrong number moves some by 210."""

CELLS = (2 * ROWS, 2 * COLUMNS)
_EDGE = 3
_FEWEST = 40


def differences(timeline: Json, movie: Sequence[Pixels], shelf: Shelf) -> list[str]:
    """What is wrong with a movie of the whole timeline, a line a frame; nothing if it is right."""
    length = length_of(timeline)
    if len(movie) != length:
        return [f"there are {len(movie)} frames, the timeline lasts {length}"]
    size = (movie[0].shape[1], movie[0].shape[0])
    return wrong((frame_at(timeline, frame, size, shelf) for frame in range(length)), movie)


def wrong(expected: Iterable[Pixels], found: Iterable[Pixels]) -> list[str]:
    """The frames that differ, each with the worst of its cells and both pictures in short."""
    pairs = enumerate(zip(expected, found, strict=True))
    return [line for frame, (one, other) in pairs for line in _differing(frame, one, other)]


def _differing(frame: int, expected: Pixels, found: Pixels) -> Iterator[str]:
    apart = cells_apart(expected, found)
    if (apart > TOLERANCE).any():
        row, column = np.unravel_index(apart.argmax(), apart.shape)
        many = f"{(apart > TOLERANCE).sum()} of {apart.size} cells differ"
        worst = f"the one in row {row}, column {column} by {apart.max():.0f} levels"
        shown = f"expected {in_short(expected)}, found {in_short(found)}"
        yield f"frame {frame}: {many}, {worst}; {shown}"


def cells_apart(expected: Pixels, found: Pixels) -> NDArray[np.float64]:
    """By how much each cell differs: three quarters of its pixels by no more than that.

    Only pixels around which the expected picture is flat count: scaling and encoding blur edges,
    and move those of a scaled picture by a line. A cell with hardly any of them counts as equal.
    """
    flat, off = _flat(expected), abs(found - expected)
    height, width = expected.shape
    apart = np.zeros(CELLS)
    for row, column in np.ndindex(CELLS):
        rows = slice(height * row // CELLS[0], height * (row + 1) // CELLS[0])
        columns = slice(width * column // CELLS[1], width * (column + 1) // CELLS[1])
        inside = np.sort(off[rows, columns][flat[rows, columns]])
        if inside.size >= _FEWEST:
            apart[row, column] = inside[inside.size * 3 // 4]
    return apart


def _flat(picture: Pixels) -> NDArray[np.bool_]:
    """Where nothing changes for three pixels up, down, left and right, and the frame goes on."""
    flat = np.ones(picture.shape, bool)
    for turned, view in ((picture, flat), (picture.T, flat.T)):
        steps = abs(np.diff(turned, axis=0)) > 1
        changes = np.pad(steps, ((_EDGE, _EDGE), (0, 0)), constant_values=True)
        for shift in range(2 * _EDGE):
            view[changes[shift : shift + turned.shape[0]]] = False
    return flat


def in_short(picture: Pixels) -> str:
    """The number of a plain picture; else the levels at the centres of its blocks."""
    height, width = picture.shape
    rows = (np.arange(ROWS) * 2 + 1) * height // (2 * ROWS)
    columns = (np.arange(COLUMNS) * 2 + 1) * width // (2 * COLUMNS)
    levels = picture[np.ix_(rows, columns)]
    bits, complement = (levels > 128).reshape(2, 16)
    if (bits != complement).all() and (abs(abs(levels - 125) - 105) < 12).all():
        return f"number {sum(1 << bit for bit in range(16) if bits[bit])}"
    return str(levels.round().astype(int).tolist())
