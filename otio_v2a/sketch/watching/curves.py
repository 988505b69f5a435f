"""Frames at a glance -> curves of one value a frame: how much changes, where, and how."""

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace

import numpy as np

from otio_v2a.sketch.watching.frames import (
    ACROSS,
    DOWN,
    HEIGHT,
    NOISE_GATE,
    WIDTH,
    Curve,
    Grays,
    apart,
    gated,
)
from otio_v2a.sketch.watching.scene import placed

LAGS = (2, 3, 4)
"""How many frames back `gaps` looks, to tell a flash from a cut."""

TILE = 6
"""Pixels of a tile's side: the picture has 9 rows of 16."""

_BLOCK = 64
_GRAINS = 4.5  # times the spread of the grain: what is above it moves
_MOST_GRAIN = 40  # where all of the picture moves, it is not grain
_EVERY = 5  # frames between two looks at the grain
_BRIEF = 4  # frames: what is gone again by then was a flash
_INTO_TILES = np.kron(np.eye(WIDTH // TILE), np.ones((TILE, 1))).astype(np.float32)
_FAR, _HIGH = 8, 5  # half-size pixels by which the camera may have moved from frame to frame
_SUDDEN_MOTION, _SUDDEN = 0.02, 1.4


@dataclass(frozen=True, slots=True)
class Traces:
    """Finer curves of a picture, for finding events.

    Shape: (frames,) float32; `tiles` (frames, 9, 16). Unit: `glare` is light that comes and goes
    within three frames, `stir` motion above this picture's own grain, `jolt` its change, `torn`
    what no movement of the camera explains (only where much changes at once), all as means over
    the picture, 0 to 1; `mass` the share of the picture that is not as it mostly is around then,
    `x` and `y` how far its middle has gone to the right and down, `spread` how far it reaches
    around there, in picture heights: NaN where nothing is, `spread` infinite where it leaves the
    picture; `width` how far one thing reaches sideways, also before a scene that the camera leaves
    behind, NaN where no one thing is. `tiles` is motion by place.
    """

    glare: Curve
    stir: Curve
    jolt: Curve
    torn: Curve
    mass: Curve
    x: Curve
    y: Curve
    spread: Curve
    width: Curve
    tiles: Curve

    def part(self, first: int, last: int) -> "Traces":
        """The curves from frame `first` to `last` (excluded)."""
        cut = {one.name: getattr(self, one.name)[first:last] for one in fields(self)}
        return replace(self, **cut)


def basics(grays: Grays) -> Curve:
    """Motion, share, x, y, luma and the gaps of `LAGS`. Shape: (frames, 5 + len(LAGS))."""
    rows = np.empty((len(grays), 5 + len(LAGS)), np.float32)
    for at in _blocks(grays):
        now = grays[at]
        change = gated(apart(now, _ago(grays, at, 1)), NOISE_GATE)
        total, x, y = _centre(change)
        rows[at, 0] = total / (WIDTH * HEIGHT * 255)
        rows[at, 1] = np.count_nonzero(change, axis=(1, 2)) / (WIDTH * HEIGHT)
        rows[at, 2], rows[at, 3] = x, y
        rows[at, 4] = _mean(now)
        for column, lag in enumerate(LAGS, start=5):
            rows[at, column] = _mean(gated(apart(now, _ago(grays, at, lag)), NOISE_GATE))
    return rows


def traces(grays: Grays, motion: Curve, fps: float) -> Traces:
    """The finer curves; `motion` is the first of the basics."""
    gate = min(_MOST_GRAIN, max(NOISE_GATE, round(_GRAINS * _grain(grays))))
    glare, stir, jolt = np.zeros((3, len(grays)), np.float32)
    tiles = np.empty((len(grays), HEIGHT // TILE, WIDTH // TILE), np.float32)
    for at in _blocks(grays):
        now, last = grays[at], _ago(grays, at, 1)
        change = gated(apart(now, last), gate)
        stir[at], tiles[at] = _mean(change), _tiled(gated(apart(now, last), NOISE_GATE))
        glare[at] = _mean(now - _opened(grays, at))
        jolt[at] = _jolt(now, last, _ago(grays, at, 2), gate)
    torn = _torn(grays, motion, fps)
    mass, x, y, spread, width = placed(grays, gate, fps)
    return Traces(glare, stir, jolt, torn, mass, x, y, spread, width, tiles)


def _blocks(grays: Grays) -> Iterator[slice]:
    for start in range(0, len(grays), _BLOCK):
        yield slice(start, min(len(grays), start + _BLOCK))


def _ago(grays: Grays, at: slice, lag: int) -> Grays:
    """The frames so many before; the first and the last stand for what lies beyond."""
    wanted = np.clip(np.arange(at.start, at.stop) - lag, 0, len(grays) - 1)
    return np.asarray(grays[wanted], np.uint8)


def _mean(frames: Grays) -> Curve:
    """The mean of each frame, 0 to 1."""
    flat = frames.reshape(len(frames), -1).astype(np.float32)
    return np.asarray(flat.sum(axis=1) / (WIDTH * HEIGHT * 255), np.float32)


def _centre(change: Grays) -> tuple[Curve, Curve, Curve]:
    """The sum of each frame, and where its middle lies, -1 to 1; NaN where it is zero."""
    weights = change.astype(np.float32)
    columns, rows = weights.sum(axis=1), weights.sum(axis=2)
    total = columns.sum(axis=1)
    weight = np.where(total > 0, total, np.nan)
    return total, columns @ ACROSS / weight, rows @ DOWN / weight


def _tiled(change: Grays) -> Curve:
    across = change.astype(np.float32) @ _INTO_TILES
    shape = (len(change), HEIGHT // TILE, TILE, WIDTH // TILE)
    return np.asarray(across.reshape(shape).sum(axis=2) / (TILE * TILE * 255), np.float32)


def _opened(grays: Grays, at: slice) -> Grays:
    """Each pixel without light that lasts fewer than four frames: an opening in time."""
    wide = slice(at.start - _BRIEF + 1, at.stop)
    least = _ago(grays, wide, 0)
    for ahead in range(1, _BRIEF):
        least = np.minimum(least, _ago(grays, wide, -ahead))
    count = at.stop - at.start
    most = least[:count]
    for behind in range(1, _BRIEF):
        most = np.maximum(most, least[behind : behind + count])
    return most


def _jolt(now: Grays, last: Grays, before: Grays, gate: int) -> Curve:
    """How much more or less changes than in the frame before: what begins, not what goes on."""
    bend = np.abs(now.astype(np.int16) + before - 2 * last.astype(np.int16))
    bend[bend <= 2 * gate] = 0
    return np.asarray(bend.reshape(len(bend), -1).mean(axis=1, dtype=np.float32) / 255)


def _grain(grays: Grays) -> float:
    """The spread of what changes from frame to frame in the calmest quarter of the picture."""
    picked = grays[1::_EVERY], grays[:-1:_EVERY]
    if not len(picked[0]):
        return 0.0
    tiles = _tiled(apart(*picked)).reshape(len(picked[0]), -1) * 255
    return float(np.quantile(np.quantile(tiles, 0.25, axis=1), 0.25)) / 0.8


def _torn(grays: Grays, motion: Curve, fps: float) -> Curve:
    """What is left of a change when the camera's movement is taken out; 0 where little changes."""
    reach = max(3, round(fps / 3))
    padded = np.pad(motion, reach, mode="edge")
    usual = np.median(np.lib.stride_tricks.sliding_window_view(padded, 2 * reach + 1), axis=1)
    sudden = np.flatnonzero((motion > _SUDDEN_MOTION) & (motion > _SUDDEN * usual))
    wanted = np.unique(np.clip(sudden[:, None] + np.arange(-3, 4), 1, len(motion) - 1))
    left = np.zeros(len(motion), np.float32)
    for frame in wanted:
        left[frame] = _unexplained(grays[frame - 1], grays[frame])
    return left


def _unexplained(before: Grays, now: Grays) -> float:
    """The least difference of the middle of a frame from the frame before, wherever that lay."""
    small = [
        frame.reshape(HEIGHT // 2, 2, WIDTH // 2, 2).sum(axis=(1, 3), dtype=np.int16) // 4
        for frame in (before, now)
    ]
    middle = small[1][_HIGH:-_HIGH, _FAR:-_FAR]
    places = np.lib.stride_tricks.sliding_window_view(small[0], middle.shape)
    return float(np.abs(places - middle).mean(axis=(2, 3)).min()) / 255
