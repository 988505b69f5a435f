"""The picture as curves: how much moves, where, and how bright it is, frame by frame."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import numpy.typing as npt

from otio_v2a.errors import ProviderError
from otio_v2a.providers.base import Tell

Curve = npt.NDArray[np.float32]
Gray = npt.NDArray[np.int16]

WIDTH, HEIGHT = 96, 54
NOISE_GATE = 6
"""Differences of 8-bit gray up to this are grain or coding noise, not motion."""

LAGS = (2, 3, 4)
"""How many frames back `Watched.gaps` looks, to tell a flash from a cut."""

_TELL_EVERY = 16


@dataclass(frozen=True, slots=True)
class Watched:
    """What one watching left behind: curves of one value a frame.

    Shape: (frames,) float32; `gaps` (frames, len(LAGS)), the change since 2, 3 and 4 frames before.
    Unit: `motion`, `gaps` and `luma` 0 to 1; `share` of the pixels that changed 0 to 1; `x` -1 left
    to 1 right and `y` -1 top to 1 bottom are the centre of what moved, NaN where nothing did.
    """

    rate: Fraction
    motion: Curve
    share: Curve
    x: Curve
    y: Curve
    luma: Curve
    gaps: Curve

    @property
    def frames(self) -> int:
        """How many frames were watched."""
        return len(self.motion)


def watch(picture: Path, frames: int, rate: Fraction, tell: Tell) -> Watched:
    """The curves of a picture's first `frames` frames.

    A picture that ends early counts as frozen on its last frame.
    Raises: ProviderError when the file cannot be decoded or shows nothing.
    """
    rows = np.zeros((frames, 5 + len(LAGS)), np.float32)
    rows[:, 2:4] = np.nan
    seen: deque[Gray] = deque(maxlen=max(LAGS) + 1)
    count = 0
    for gray in _grays(picture):
        if count == frames:
            break
        seen.appendleft(gray)
        rows[count] = _row(seen)
        count += 1
        if count % _TELL_EVERY == 0:
            tell(count / frames)
    if count == 0:
        message = f"{picture}: the picture has no frames. Render it again."
        raise ProviderError(message)
    rows[count:, 4] = rows[count - 1, 4]
    motion, share, x, y, luma = rows[:, :5].T.copy()
    return Watched(rate, motion, share, x, y, luma, gaps=rows[:, 5:])


def _row(seen: deque[Gray]) -> tuple[float, ...]:
    now, before = seen[0], seen[min(1, len(seen) - 1)]
    change = _change(now, before)
    total = float(change.sum())
    gaps = (float(_change(now, seen[min(lag, len(seen) - 1)]).mean()) / 255 for lag in LAGS)
    x, y = _centre(change, total)
    share = float(np.count_nonzero(change)) / change.size
    return (total / change.size / 255, share, x, y, float(now.mean()) / 255, *gaps)


def _change(now: Gray, before: Gray) -> Gray:
    change: Gray = np.abs(now - before)
    change[change <= NOISE_GATE] = 0
    return change


def _centre(change: Gray, total: float) -> tuple[float, float]:
    if not total:
        return float("nan"), float("nan")
    x = float(change.sum(axis=0) @ np.linspace(-1, 1, WIDTH)) / total
    y = float(change.sum(axis=1) @ np.linspace(-1, 1, HEIGHT)) / total
    return x, y


def _grays(picture: Path) -> Iterator[Gray]:
    try:
        with av.open(str(picture)) as container:
            stream = container.streams.video[0]
            stream.thread_type = "NONE"
            stream.codec_context.thread_count = 1
            for frame in container.decode(stream):
                small = frame.reformat(WIDTH, HEIGHT, "gray", interpolation="AREA")
                yield small.to_ndarray().astype(np.int16)
    except (av.FFmpegError, IndexError) as error:
        message = f"{picture}: the picture cannot be decoded ({error}). Render it again."
        raise ProviderError(message) from error
