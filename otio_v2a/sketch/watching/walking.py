"""Periodic motion: cadence and phase, as footfalls."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import ceil, floor, hypot, pi

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from otio_v2a.sketch.watching.events import Happening, Kind, compact, happenings
from otio_v2a.sketch.watching.watch import Curve, Watched

_SLOWEST, _FASTEST = 1.1, 4.0  # steps a second
_WINDOW, _HOP, _CALM = 3.0, 0.5, 1.2  # seconds
_PERIODIC, _NEARLY = 0.42, 0.8  # autocorrelation of a walk, at least; of the highest peak
_SEEN = 0.35  # of a window: the least in which there is somebody to be seen
_STEADY = 0.12  # by how much the cadence may change from window to window
_HIGH, _WIDE = 3, 3  # tiles: where the legs of somebody are whom the camera follows
_FOLLOWED = 4  # windows in which they stay there
_APART = 1.2  # places: what stirs alike further apart is no walker
_OPENS, _SWINGS = 0.16, 0.1  # of the width; light a second: the least swing of legs
_WIDE_OPEN = 0.28  # of the width: hardly anything but legs opens as far
_UNEVEN = 0.15  # of a step: how much longer or shorter most may be
_FAINT = 0.4  # of the usual swing
_BLOWS = 0.13  # strength of turns and stops a step: what bounces or hammers does not walk
_SWAYS, _ASIDE = 0.052, 2.0  # picture heights; the weight of sideways
_HALF_UP = 0.55
_CYCLES = 5  # steps from which one is timed where much else moves


@dataclass(frozen=True, slots=True)
class _Swing:
    """A curve that is highest when legs are furthest apart, and where there is somebody at all.

    `late` is by how many frames; `least` the swing that counts; `windows` how many in a row;
    `cycles` are the steps from which one is timed.
    """

    curve: Curve
    there: Curve
    late: float
    least: float
    windows: int = 1
    cycles: int = 3


@dataclass(frozen=True, slots=True)
class _Stretch:
    """Some frames in which somebody walks.

    Unit: `period` frames a step; `size` of the swing as in its curve; `likeness` 0 to 1.
    """

    first: int
    last: int
    period: float
    steps: tuple[int, ...]
    size: float
    likeness: float

    def meets(self, other: "_Stretch") -> bool:
        """Whether some frames belong to both."""
        return self.first < other.last and other.first < self.last

    def beside(self, others: Sequence["_Stretch"]) -> "_Stretch":
        """The same without the steps that others have, or that come too soon after or before."""
        near = self.period / 2
        steps = tuple(
            step
            for step in self.steps
            if not any(one.first - near < step < one.last + near for one in others)
        )
        return replace(self, steps=steps)


def footfalls(watched: Watched) -> tuple[Happening, ...]:
    """Steps of periodic motion: where the legs are furthest apart, once a cadence.

    Source: media fact sheet section 19: autocorrelation at 0.9 to 4 Hz.
    """
    events = happenings(watched)
    cuts = [one.frame for one in events if one.kind is Kind.CUT]
    blows = np.zeros(watched.frames, np.float32)
    for one in events:
        if one.kind in {Kind.TURN, Kind.STOP}:
            blows[one.frame] = one.strength
    frames = [
        first + frame
        for first, last in pairwise((0, *cuts, watched.frames))
        for frame in _walked(watched.part(first, last), blows[first:last])
    ]
    return tuple(
        Happening(frame, Kind.STEP, 0.6, float(np.nan_to_num(watched.x[frame]))) for frame in frames
    )


def _walked(shot: Watched, blows: Curve) -> list[int]:
    """The frames of the steps in one shot."""
    fps = float(shot.rate)
    if shot.frames < round(_WINDOW * fps):
        return []
    kept: list[_Stretch] = []
    for stretch in [*_crossing(shot, fps)] or _followed(shot, fps):
        struck = float(blows[stretch.first : stretch.last].sum()) / len(stretch.steps)
        least = _BLOWS if stretch.size < _WIDE_OPEN / 2 else 2 * _BLOWS
        walks = struck < least or _stays(shot, stretch)
        others = [one for one in kept if stretch.meets(one)]
        same = all(_steady(stretch.period, one.period) for one in others)
        if same and walks:
            kept.append(stretch.beside(others))
    return sorted(frame for stretch in kept for frame in stretch.steps)


def _stays(watched: Watched, stretch: _Stretch) -> bool:
    """Whether what moves stays in one place, as no ball or hammer does: limbs turn around it."""
    if watched.traces is None:
        return False
    traces = watched.traces.part(stretch.first, stretch.last)
    there = compact(traces)
    if not there.any():
        return False
    sways = hypot(_ASIDE * float(traces.x[there].std()), float(traces.y[there].std()))
    return sways < _SWAYS


def _crossing(watched: Watched, fps: float) -> Iterator[_Stretch]:
    """Walks past what stands behind: the walker's width tells where the legs are."""
    traces = watched.traces
    if traces is None:
        every = np.ones(watched.frames, np.float32)
        yield from _walks(_Swing(-watched.motion, every, 0.0, _SWINGS / fps), fps)
        return
    there = np.isfinite(traces.width)
    if there.any():
        wide = np.nan_to_num(traces.width) / max(float(np.median(traces.width[there])), 1e-9)
        yield from _walks(_Swing(wide, there.astype(np.float32), 0.0, _OPENS), fps)


def _followed(watched: Watched, fps: float) -> list[_Stretch]:
    """Walks in one place of the picture, before an even ground: there it stirs in step.

    Mostly nothing else moves. The longest, clearest and largest come first. What the whole picture
    does is taken out; what many places do is grass.
    """
    traces = watched.traces
    if traces is None or 2 * np.count_nonzero(np.isfinite(traces.width)) < watched.frames:
        return []
    places = sliding_window_view(traces.tiles, (_HIGH, _WIDE), axis=(1, 2)).mean(axis=(3, 4))
    every = np.ones(watched.frames, np.float32)
    places = places[:, :, ::2]
    stirring, columns = places.reshape(watched.frames, -1).T, places.shape[2]
    usual = np.median(stirring, axis=0)
    usual = usual / max(float(usual.mean()), 1e-9)
    stirring = stirring - stirring.mean(axis=1, keepdims=True) * usual
    found = [
        (number % columns, one)
        for number, place in enumerate(stirring)
        for one in _walks(_Swing(-place, every, 0.5, _SWINGS / fps, _FOLLOWED, _CYCLES), fps)
    ]
    alone = [one for _, one in found if _apart(one, found) < _APART]
    return sorted(alone, key=lambda one: one.likeness * one.size * (one.first - one.last))


def _apart(one: _Stretch, found: Sequence[tuple[int, _Stretch]]) -> float:
    """How far the columns spread in which the picture stirs at the same pace at the same time."""
    alike = [
        column for column, other in found if one.meets(other) and _steady(one.period, other.period)
    ]
    return float(np.std(alike))


def _steady(one: float, other: float) -> bool:
    return abs(one - other) <= _STEADY * max(one, other)


def _walks(swing: _Swing, fps: float) -> Iterator[_Stretch]:
    window, hop = round(_WINDOW * fps), max(1, round(_HOP * fps))
    calm = _calmed(swing, round(_CALM * fps))
    periods = _periods(calm, swing.there, window, hop, fps)
    for first, last in _runs(periods[:, 0]):
        if last - first >= swing.windows:
            period, likeness = np.median(periods[first:last], axis=0).tolist()
            begin = max(0, first * hop - window // 2)
            end = min(len(calm), (last - 1) * hop + window + window // 2)
            steps, size = _steps(calm, swing, slice(begin, end), period)
            if len(steps) > swing.cycles and _even(steps, period):
                yield _Stretch(steps[0], steps[-1] + 1, period, steps, size, likeness)


def _even(steps: Sequence[int], period: float) -> bool:
    return float(np.median(np.abs(np.diff(steps) - period))) < max(0.5, _UNEVEN * period)


def _calmed(swing: _Swing, width: int) -> Curve:
    """The curve without its slow drift; zero where nobody is."""
    kernel = np.ones(width)
    there = np.maximum(np.convolve(swing.there, kernel, mode="same"), 1e-9)
    usual = np.convolve(swing.curve * swing.there, kernel, mode="same") / there
    return np.asarray((swing.curve - usual) * swing.there, np.float32)


def _periods(calm: Curve, there: Curve, window: int, hop: int, fps: float) -> Curve:
    """Frames a step in each window, and how alike they are; 0 where nothing is periodic."""
    first, last = max(2, int(fps / _FASTEST)), int(fps / _SLOWEST) + 1
    likeness, seen = (_likeness(one, window, hop) for one in (calm, there))
    energy = np.maximum(likeness[:, :1], 1e-12)
    share = np.maximum(np.maximum(seen, _SEEN * seen[:, :1]) / np.maximum(seen[:, :1], 1e-9), 1e-9)
    likeness = np.where(seen[:, :1] > _SEEN * window, likeness / energy / share, 0)
    return np.array([_period(row, first, last) for row in likeness], np.float32)


def _likeness(curve: Curve, window: int, hop: int) -> Curve:
    """How much each window is like itself later. Shape: (windows, lags)."""
    pieces = sliding_window_view(curve, window)[::hop]
    spectrum = np.abs(np.fft.rfft(pieces, 2 * window)) ** 2
    return np.asarray(np.fft.irfft(spectrum)[:, :window], np.float32)


def _period(likeness: Curve, first: int, last: int) -> tuple[float, float]:
    inner = likeness[first : last + 1]
    peak = (inner > likeness[first - 1 : last]) & (inner >= likeness[first + 1 : last + 2])
    heights = np.where(peak, inner, 0)
    best = heights.max()
    if best < _PERIODIC:
        return 0.0, 0.0
    lag = first + int(np.argmax(heights >= _NEARLY * best))
    left, mid, right = likeness[lag - 1 : lag + 2]
    top = lag + 0.5 * float(left - right) / float(left - 2 * mid + right - 1e-9)
    return top, float(mid)


def _runs(periods: Curve) -> Iterator[tuple[int, int]]:
    """Windows next to one another of about the same period."""
    begun = 0
    for at in range(1, len(periods) + 1):
        if at == len(periods) or not _steady(periods[at], periods[at - 1]):
            if periods[begun]:
                yield begun, at
            begun = at


def _steps(calm: Curve, swing: _Swing, at: slice, period: float) -> tuple[tuple[int, ...], float]:
    """The frames nearest to the crests of the swing, timed over some of them; how large it is."""
    reach = ceil(swing.cycles * period / 2)
    around = np.arange(-reach, reach + 1)
    weights = np.cos(pi * around / (2 * reach + 2)) ** 2
    turning = weights * np.exp(2j * pi * around / period)
    there = np.maximum(np.convolve(swing.there, weights, mode="same"), 1e-9)
    wave = (np.convolve(calm, turning, mode="same") / there)[at]
    size, seen = np.abs(wave), swing.there[at] > 0
    usual = float(np.median(size[seen])) if seen.any() else 0.0
    if usual < swing.least / 2:
        return (), usual
    turns = np.maximum.accumulate(np.unwrap(np.angle(wave)) / (2 * pi))
    crests = np.arange(ceil(turns[0]), floor(turns[-1]) + 1)
    places = np.interp(crests, turns, np.arange(len(turns)))
    near = np.minimum(np.round(places).astype(int), len(turns) - 1)
    good = seen[near] & (size[near] > _FAINT * usual)
    frames = np.floor(at.start + places[good] - swing.late + _HALF_UP).astype(int)
    return tuple(int(frame) for frame in frames if 0 <= frame < len(calm)), usual
