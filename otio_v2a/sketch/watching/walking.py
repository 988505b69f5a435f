"""Periodic motion: cadence and phase, as footfalls."""

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from otio_v2a.sketch.watching.events import Happening, Kind
from otio_v2a.sketch.watching.watch import Curve, Watched

_SLOWEST, _FASTEST = 0.9, 4.0  # steps a second
_PERIODIC = 0.35  # autocorrelation of a walk, at least
_MOVING = 2e-4
_NEARLY = 0.8


def footfalls(watched: Watched) -> tuple[Happening, ...]:
    """Steps of periodic motion: where the legs pause, once a cadence.

    Source: media fact sheet section 19: autocorrelation at 0.9 to 4 Hz, least motion.
    """
    fps = float(watched.rate)
    window, hop = round(3 * fps), max(1, round(fps / 2))
    if watched.frames < window:
        return ()
    smooth = np.convolve(watched.motion, [0.25, 0.5, 0.25], mode="same")
    motion = np.asarray(smooth, np.float32)
    cadences = _cadences(motion, window, hop, fps)
    frames = _walk(motion, cadences, window, hop)
    return tuple(
        Happening(frame, Kind.STEP, 0.6, float(np.nan_to_num(watched.x[frame]))) for frame in frames
    )


def _cadences(motion: Curve, window: int, hop: int, fps: float) -> Curve:
    """Frames a step in each window, 0 where nothing is periodic."""
    pieces = sliding_window_view(motion, window)[::hop]
    pieces = pieces - pieces.mean(axis=1, keepdims=True)
    spectrum = np.abs(np.fft.rfft(pieces, 2 * window)) ** 2
    likeness = np.fft.irfft(spectrum)[:, :window]
    energy = np.maximum(likeness[:, :1], window * _MOVING**2)
    likeness = likeness / energy * (window / (window - np.arange(window)))
    first, last = max(2, int(fps / _FASTEST)), int(fps / _SLOWEST) + 1
    return np.array([_period(row, first, last) for row in likeness], np.float32)


def _period(likeness: Curve, first: int, last: int) -> float:
    inner = likeness[first : last + 1]
    peak = (inner > likeness[first - 1 : last]) & (inner >= likeness[first + 1 : last + 2])
    heights = np.where(peak, inner, 0)
    best = heights.max()
    if best < _PERIODIC:
        return 0.0
    lag = first + int(np.argmax(heights >= _NEARLY * best))
    left, mid, right = likeness[lag - 1 : lag + 2]
    return lag + 0.5 * float(left - right) / float(left - 2 * mid + right - 1e-9)


def _walk(motion: Curve, cadences: Curve, window: int, hop: int) -> list[int]:
    steps: list[int] = []
    low, reach = 0, 0.0
    while low < len(motion):
        nearest = min(len(cadences) - 1, max(0, round((low - window / 2) / hop)))
        cadence = float(cadences[nearest])
        if not cadence:
            low, reach = low + hop, 0.0
            continue
        high = min(len(motion), round(low + (reach or cadence)) + 1)
        step = low + int(np.argmin(motion[low:high]))
        steps.append(step)
        low, reach = round(step + 0.75 * cadence), 0.5 * cadence
    return steps
