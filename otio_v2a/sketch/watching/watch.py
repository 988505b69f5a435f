"""The picture as curves: how much moves, where, and how bright it is, frame by frame."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.video.reformatter import VideoReformatter

from otio_v2a.errors import ProviderError
from otio_v2a.providers.base import GLANCE_FRAME, GLANCE_HEIGHT, GLANCE_WIDTH, Tell
from otio_v2a.sketch.watching.curves import LAGS, Traces, basics, traces
from otio_v2a.sketch.watching.frames import NOISE_GATE, Curve, Grays

__all__ = ["LAGS", "NOISE_GATE", "Curve", "Watched", "observed", "watch", "watched_from"]

_TELL_EVERY = 16


@dataclass(frozen=True, slots=True)
class Watched:
    """What one watching left behind: curves of one value a frame.

    Shape: (frames,) float32; `gaps` (frames, len(LAGS)), the change since 2, 3 and 4 frames before.
    Unit: `motion`, `gaps` and `luma` 0 to 1; `share` of the pixels that changed 0 to 1; `x` -1 left
    to 1 right and `y` -1 top to 1 bottom are the centre of what moved, NaN where nothing did.
    `traces` are finer curves, in which most events are found; None where only these are known.
    """

    rate: Fraction
    motion: Curve
    share: Curve
    x: Curve
    y: Curve
    luma: Curve
    gaps: Curve
    traces: Traces | None = None

    @property
    def frames(self) -> int:
        """How many frames were watched."""
        return len(self.motion)

    def part(self, first: int, last: int) -> "Watched":
        """What was watched from frame `first` to `last` (excluded)."""
        whole = (self.motion, self.share, self.x, self.y, self.luma, self.gaps)
        motion, share, x, y, luma, gaps = (curve[first:last] for curve in whole)
        finer = self.traces and self.traces.part(first, last)
        return Watched(self.rate, motion, share, x, y, luma, gaps, finer)


def watch(
    picture: Path, frames: int, rate: Fraction, tell: Tell, glance: Path | None = None
) -> Watched:
    """The curves of a picture's first `frames` frames, from its glance where that is whole.

    A picture that ends early counts as frozen on its last frame.
    Raises: ProviderError when the file cannot be decoded or shows nothing.
    """
    watched = watched_from(glance, frames, rate) if glance else None
    return watched or observed(_decoded(picture, frames, tell), rate)


def watched_from(glance: Path, frames: int, rate: Fraction) -> Watched | None:
    """The curves of a picture by its glance alone: 96x54, 8-bit gray, raw, exactly `frames` frames.

    None where there is no such file of that size.
    """
    try:
        if not frames or glance.stat().st_size != frames * GLANCE_FRAME:
            return None
        shown = np.memmap(glance, np.uint8, "r", shape=(frames, GLANCE_HEIGHT, GLANCE_WIDTH))
    except (OSError, ValueError):
        return None
    return observed(shown, rate)


def observed(grays: Grays, rate: Fraction) -> Watched:
    """The curves of frames at a glance. Shape: (frames, 54, 96)."""
    rows = basics(grays)
    motion, share, x, y, luma = rows[:, :5].T.copy()
    finer = traces(grays, motion, float(rate))
    return Watched(rate, motion, share, x, y, luma, rows[:, 5:], finer)


def _decoded(picture: Path, frames: int, tell: Tell) -> Grays:
    shown = np.empty((frames, GLANCE_HEIGHT, GLANCE_WIDTH), np.uint8)
    count = 0
    for gray in _grays(picture):
        if count == frames:
            break
        shown[count] = gray
        count += 1
        if count % _TELL_EVERY == 0:
            tell(count / frames)
    if count == 0:
        message = f"{picture}: the picture has no frames. Render it again."
        raise ProviderError(message)
    shown[count:] = shown[count - 1]
    return shown


def _grays(picture: Path) -> Iterator[Grays]:
    try:
        with av.open(str(picture)) as container:
            stream = container.streams.video[0]
            stream.thread_type = "NONE"
            stream.codec_context.thread_count = 1
            # A frame that reformats itself sets a scaler up anew, which takes longer than scaling.
            scaler = VideoReformatter()
            for frame in container.decode(stream):
                small = scaler.reformat(
                    frame, GLANCE_WIDTH, GLANCE_HEIGHT, "gray", interpolation="AREA"
                )
                yield np.asarray(small.to_ndarray(), np.uint8)
    except (av.FFmpegError, IndexError) as error:
        message = f"{picture}: the picture cannot be decoded ({error}). Render it again."
        raise ProviderError(message) from error
