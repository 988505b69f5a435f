"""Where the camera looks: how far the whole picture moves from frame to frame."""

from itertools import pairwise

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from otio_v2a.sketch.watching.frames import HEIGHT, WIDTH, Curve, Grays, apart

Way = npt.NDArray[np.float64]
"""Pixels down and to the right."""

_EVERY, _LONG = 0.2, 4  # seconds between two looks; looks between which it is told exactly
_COARSE = (3, 6)  # half-size pixels by which it may move from look to look
_FINE, _EXACT = (2, 2), (3, 3)  # pixels by which it may be elsewhere than thought
_MOST = 20  # gray: what differs more moves otherwise, and counts no more for it


def path(grays: Grays, fps: float) -> Curve:
    """How far the camera has gone down and to the right since the first frame, in pixels.

    Shape: (frames, 2).
    """
    every = max(1, round(_EVERY * fps))
    looks = np.asarray(grays[::every], np.uint8)
    ways = [_step(*pair) for pair in pairwise(looks)]
    # After the last look it goes on as before.
    gone = np.cumsum([np.zeros(2), *ways, *ways[-1:]], axis=0)
    gone += _amiss(looks, gone)
    at = np.arange(len(grays)) / every
    down, right = (np.interp(at, np.arange(len(gone)), one) for one in gone.T)
    return np.stack([down, right], axis=1).astype(np.float32)


def _step(before: Grays, now: Grays) -> Way:
    """The way from one look to the next."""
    coarse = _way(_half(before), _half(now), np.zeros(2), _COARSE)
    return _way(before, now, 2 * coarse, _FINE)


def _amiss(looks: Grays, gone: Way) -> Way:
    """What small errors of many steps add up to, by looks further apart."""
    known = range(0, len(looks), _LONG)
    most = np.array([HEIGHT, WIDTH]) / 2
    errors = [np.zeros(2)]
    for one, other in pairwise(known):
        thought = gone[other] - gone[one]
        seen = (np.abs(thought) < most).all()
        way = _way(looks[one], looks[other], thought, _EXACT) if seen else thought
        errors.append(way - thought)
    wrong = np.cumsum(errors, axis=0)
    return np.stack([np.interp(np.arange(len(gone)), known, one) for one in wrong.T], axis=1)


def _half(frame: Grays) -> Grays:
    small = frame.reshape(HEIGHT // 2, 2, WIDTH // 2, 2).sum(axis=(1, 3), dtype=np.uint16) // 4
    return np.asarray(small, np.uint8)


def _way(before: Grays, now: Grays, thought: Way, reach: tuple[int, int]) -> Way:
    """Where two frames agree best, near the way that is thought."""
    around = np.round(thought).astype(int)
    sides = zip(now.shape, around.tolist(), reach, strict=True)
    inner = [(max(0, far - way), side - max(0, far + way)) for side, way, far in sides]
    rows, columns = (slice(first, last) for first, last in inner)
    sides = zip(inner, around.tolist(), reach, strict=True)
    wide = [slice(first + way - far, last + way + far) for (first, last), way, far in sides]
    middle = now[rows, columns]
    places = sliding_window_view(before[wide[0], wide[1]], middle.shape)
    unlike = np.minimum(apart(places, middle), _MOST).sum(axis=(2, 3), dtype=np.uint32)
    row, column = np.unravel_index(int(unlike.argmin()), unlike.shape)
    fine = _between(unlike[:, column], int(row)), _between(unlike[row], int(column))
    return np.asarray(around + fine - np.array(reach), np.float64)


def _between(unlike: npt.NDArray[np.uint32], at: int) -> float:
    """Where the least lies between the pixels: hard edges fall and rise in straight lines."""
    if not 0 < at < len(unlike) - 1:
        return at
    left, least, right = unlike[at - 1 : at + 2].tolist()
    return float(at + (left - right) / 2 / max(max(left, right) - least, 1e-9))
