"""What is not as the scene behind it: how much, where, and how wide."""

from collections.abc import Iterator, Sequence

import numpy as np
import numpy.typing as npt

from otio_v2a.sketch.watching.camera import path
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

Pixels = npt.NDArray[np.int_]
"""Down and to the right, frame by frame. Shape: (frames, 2)."""

Mask = npt.NDArray[np.bool_]

THERE = 0.002
"""Of the picture: less than this is nothing that moves."""

COMPACT = 0.3
"""Picture heights: what reaches further is not one thing that moves."""

_SCENE = 2.0  # seconds before and after of which the middle is what stands still
_LOOKS = 27
_ANEW = 0.5  # seconds
_EDGE, _AT_EDGE = 2, 0.1  # pixels; of all that moves
_HIGH, _FAR = 13, 26  # pixels by which the camera may have moved between two looks
_STANDS = 3  # pixels: where the camera goes no further it stands
_STIRRED = 0.25  # of the picture: so much is elsewhere where the camera moves, at least
_TOGETHER = 0.6  # of all that moves, at least
_SEEN = 0.6  # of the looks
_MOST_GRAIN = 40  # where all of the picture moves, it is not grain
_GRAINS, _MIDDLE = 4.5, 0.67  # times the spread of the grain; of which half is within this


def placed(grays: Grays, gate: int, fps: float) -> tuple[Curve, ...]:
    """Mass, way across, way down, spread and width of what is not as the scene behind it.

    Two frames are always compared before the same scene, so that the way has no jumps.
    """
    mass, x, y, spread, width = np.zeros((5, len(grays)), np.float32)
    moved: list[slice] = []
    for at in _spans(len(grays), fps):
        wide = slice(max(0, at.start - 1), at.stop)
        there = apart(grays[wide], _scene(grays, at, fps))
        mass[wide], across, down, spread[wide], sideways = _place(gated(there, gate))
        first = slice(wide.start + 1, at.stop)
        x[first], y[first] = np.diff(across), np.diff(down)
        one = compact(mass[wide], spread[wide])
        width[wide] = np.where(one, sideways, np.nan)
        elsewhere = np.count_nonzero(there > NOISE_GATE) / there.size
        if elsewhere > _STIRRED and 2 * np.count_nonzero(one) < len(one):
            moved.append(at)
    for at, found in _left_behind(grays, moved, fps):
        width[at] = found
    return mass, np.nan_to_num(x).cumsum(), np.nan_to_num(y).cumsum(), spread, width


def compact(mass: Curve, spread: Curve) -> Mask:
    """Where one thing moves, no crowd and no camera."""
    return np.asarray((mass > THERE) & (spread < COMPACT), np.bool_)


def _spans(frames: int, fps: float) -> Iterator[slice]:
    anew = max(1, round(_ANEW * fps))
    for start in range(0, frames, anew):
        yield slice(start, min(frames, start + anew))


def _around(at: slice, fps: float) -> slice:
    """The frames of which a scene is taken."""
    reach = round(_SCENE * fps)
    return slice(max(0, at.start - reach), at.stop + reach)


# --- the scene before a camera that stands --------------------------------------------------


def _scene(grays: Grays, at: slice, fps: float) -> Grays:
    """What stands behind everything that moves: of 27 looks at a frame and around it the middle."""
    last = len(grays) - 1
    reach = min(round(_SCENE * fps), last // 2)
    middle = at.start + max(1, round(_ANEW * fps)) // 2
    middle = min(max(middle, reach), last - reach)
    looks = np.linspace(middle - reach, middle + reach, _LOOKS).round().astype(int)
    return _middle([np.asarray(grays[look], np.uint8) for look in looks])


def _middle(shown: Sequence[Grays]) -> Grays:
    """The middle gray of each pixel of 27 frames.

    Source: the median of medians of three, which is the median but for rare cases.
    """
    while len(shown) > 1:
        third = len(shown) // 3
        shown = [_median(*shown[k::third]) for k in range(third)]
    return shown[0]


def _median(one: Grays, other: Grays, third: Grays) -> Grays:
    low, high = np.minimum(one, other), np.maximum(one, other)
    return np.asarray(np.maximum(low, np.minimum(high, third)), np.uint8)


# --- the scene before a camera that moves ---------------------------------------------------


def _left_behind(grays: Grays, moved: list[slice], fps: float) -> Iterator[tuple[slice, Curve]]:
    """How wide one thing is where the camera moves indeed."""
    ways = path(grays, fps) if moved else np.empty((0, 2), np.float32)
    for at in moved:
        near = _around(at, fps)
        gone = np.round(ways[near] - ways[(at.start + at.stop) // 2]).astype(int)
        if np.ptp(gone, axis=0).max() > _STANDS:
            inner = slice(at.start - near.start, at.stop - near.start)
            yield at, _followed(grays[near], gone, inner)


def _followed(grays: Grays, gone: Pixels, at: slice) -> Curve:
    """How wide one thing is before a scene that the camera leaves behind; NaN where none is.

    `gone` is how far the camera has gone since the middle of the frames asked for.
    """
    seen = np.flatnonzero((np.abs(gone) < (_HIGH, _FAR)).all(axis=1))
    looks = seen[np.linspace(0, len(seen) - 1, _LOOKS).round().astype(int)]
    scene = _middle([_moved(grays[look], gone[look]) for look in looks])
    grain = float(np.median(apart(grays[(at.start + at.stop) // 2], scene))) / _MIDDLE
    gate = min(_MOST_GRAIN, max(NOISE_GATE, round(_GRAINS * grain)))
    low, high = _bounds(scene, _known(gone[looks]), gate)
    shown = []
    for frame in range(at.start, at.stop):
        down, right = np.clip(gone[frame], (-_HIGH, -_FAR), (_HIGH, _FAR)).tolist()
        part = slice(_HIGH + down, _HIGH + down + HEIGHT), slice(_FAR + right, _FAR + right + WIDTH)
        shown.append((grays[frame] < low[part]) | (grays[frame] > high[part]))
    mass, _, _, spread, width = _place(_together(np.stack(shown)))
    return np.where(compact(mass, spread), width, np.nan)


def _together(shown: Mask) -> Grays:
    """What lies near the middle column of all that is shown; nothing where much lies elsewhere."""
    columns = shown.sum(axis=1, dtype=np.float32)
    gone = columns.cumsum(axis=1)
    middle = (gone < gone[:, -1:] / 2).sum(axis=1)
    near = np.abs(np.arange(WIDTH) - middle[:, None]) <= COMPACT * HEIGHT
    near &= ((columns * near).sum(axis=1) > _TOGETHER * gone[:, -1])[:, None]
    return np.asarray(shown & near[:, None], np.uint8)


def _moved(frame: Grays, gone: Pixels) -> Grays:
    """A frame as it was seen from elsewhere; its edges go on beyond what was seen."""
    down, right = gone.tolist()
    rows, columns = np.arange(HEIGHT) - down, np.arange(WIDTH) - right
    rows = np.minimum(np.maximum(rows, 0), HEIGHT - 1)
    columns = np.minimum(np.maximum(columns, 0), WIDTH - 1)
    return np.asarray(frame[rows[:, None], columns], np.uint8)


def _known(gone: Pixels) -> Mask:
    """The part of a scene that most looks saw."""
    sides = []
    for side, ways in zip((HEIGHT, WIDTH), gone.T, strict=True):
        at = np.arange(side) - ways[:, None]
        sides.append(((at >= 0) & (at < side)).mean(axis=0) > _SEEN)
    return np.asarray(np.logical_and.outer(*sides), np.bool_)


def _bounds(scene: Grays, known: Mask, gate: int) -> tuple[Grays, Grays]:
    """The darkest and the brightest that each pixel and those beside it may be.

    Where nothing is known of the scene that may be anything.
    """
    sides = (_HIGH, _HIGH), (_FAR, _FAR)
    low, high = (_beside(_beside(scene, most), most) for most in (np.minimum, np.maximum))
    low, high = np.maximum(low, gate) - gate, np.minimum(high, 255 - gate) + gate
    low, high = np.where(known, low, 0), np.where(known, high, 255)
    return np.pad(low, sides, constant_values=0), np.pad(high, sides, constant_values=255)


def _beside(scene: Grays, most: np.ufunc) -> Grays:
    """The most of each pixel and those to either side; turned on its side, for the other sides."""
    wide = np.pad(scene, ((0, 0), (1, 1)), mode="edge")
    return np.asarray(most(most(wide[:, :-2], wide[:, 2:]), scene).T, np.uint8)


# --- what is there --------------------------------------------------------------------------


def _place(there: Grays) -> tuple[Curve, ...]:
    """How much is there, its middle, how far it spreads and how wide it is, in picture heights."""
    weights = (there > 0).astype(np.float32)
    columns, rows = weights.sum(axis=1), weights.sum(axis=2)
    total = columns.sum(axis=1)
    size = total / (WIDTH * HEIGHT)
    weight = np.where(size > THERE, total, np.nan)
    wide = WIDTH / HEIGHT
    x, y = columns @ ACROSS / weight, rows @ DOWN / weight
    var_x, var_y = columns @ ACROSS**2 / weight - x**2, rows @ DOWN**2 / weight - y**2
    spread = np.sqrt(np.maximum(0, var_x * wide**2 + var_y)) / 2
    width = np.sqrt(np.maximum(0, var_x)) * wide / 2
    spread[_leaving(weights, total)] = np.inf
    return np.asarray(size, np.float32), x * wide / 2, y / 2, spread, width


def _leaving(weights: Curve, total: Curve) -> Mask:
    """Where much lies at the sides or at the top: what leaves the picture there does not stop."""
    beside = weights[:, :, :_EDGE].sum(axis=(1, 2)) + weights[:, :, -_EDGE:].sum(axis=(1, 2))
    above = weights[:, :_EDGE, _EDGE:-_EDGE].sum(axis=(1, 2))
    return np.asarray(beside + above > _AT_EDGE * total, np.bool_)
