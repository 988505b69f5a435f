"""What happens in a picture, frame by frame: flashes, cuts, turns, stops and onsets."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from otio_v2a.sketch.watching.watch import LAGS, Curve, Watched

Mask = npt.NDArray[np.bool_]

_APART = 0.085  # seconds: nearer than this, the ear takes two events for one
_CUT_MOTION, _CUT_SHARE, _CUT_FACTOR = 0.02, 0.5, 3.5
_BACK = 0.35  # of the change: the picture before a flash is back
_FLASH_LUMA = 0.12
_ONSET_MOTION, _ONSET_FACTOR, _ONSET_SPREAD = 0.002, 1.8, 2.5
_TURN_SPEED, _TURN_SHARP = 0.3, 0.4  # picture heights a second; share of the fastest nearby
_STOP_MOTION, _STILL = 0.003, 0.12


class Kind(StrEnum):
    """What an event is."""

    FLASH = "flash"
    CUT = "cut"
    TURN = "turn"
    STOP = "stop"
    ONSET = "onset"
    STEP = "step"


_RANK = tuple(Kind)


@dataclass(frozen=True, slots=True, order=True)
class Happening:
    """One event, seen first in `frame`; `strength` 0 to 1, `x` -1 left to 1 right."""

    frame: int
    kind: Kind
    strength: float
    x: float


def happenings(watched: Watched) -> tuple[Happening, ...]:
    """Everything that happens, in frame order.

    Of events within 85 ms of one another only the one whose kind stands first in `Kind` stays.
    """
    flashes = _flashes(watched)
    cuts = _cuts(watched) & ~_after(flashes, max(LAGS))
    clean = watched.motion.copy()
    clean[_after(flashes, max(LAGS)) | flashes | cuts] = 0
    found = {
        Kind.FLASH: np.where(flashes, watched.motion * 3, 0),
        Kind.CUT: np.where(cuts, watched.motion * 5, 0),
        Kind.TURN: _turns(watched, clean > 0),
        Kind.STOP: _stops(clean),
        Kind.ONSET: _onsets(clean, watched),
    }
    return _merged(found, watched)


def _merged(found: dict[Kind, Curve], watched: Watched) -> tuple[Happening, ...]:
    apart = _APART * float(watched.rate)
    kept: list[Happening] = []
    for kind in _RANK[:-1]:
        strengths = found[kind]
        order = np.argsort(-strengths, kind="stable")
        for frame in order[: np.count_nonzero(strengths > 0)]:
            if all(abs(frame - other.frame) > apart for other in kept):
                x = np.nan_to_num(watched.x[frame])
                strength = min(1.0, float(strengths[frame]))
                kept.append(Happening(int(frame), kind, strength, float(x)))
    return tuple(sorted(kept))


def _after(mask: Mask, reach: int) -> Mask:
    late = np.zeros_like(mask)
    for lag in range(1, reach + 1):
        late[lag:] |= mask[:-lag]
    return late


def _sudden(watched: Watched) -> Mask:
    """Frames that change far more than their neighbourhood."""
    reach = max(3, round(float(watched.rate) / 3))
    usual = np.median(_windows(watched.motion, reach), axis=1)
    least = np.maximum(_CUT_MOTION, _CUT_FACTOR * usual + 0.01)
    return np.asarray(watched.motion > least, np.bool_)


def _cuts(watched: Watched) -> Mask:
    return _sudden(watched) & (watched.share > _CUT_SHARE)


def _flashes(watched: Watched) -> Mask:
    """A sudden change undone: the earlier picture is back, or the added light falls by half."""
    motion, luma = watched.motion, watched.luma
    undone = np.full(watched.frames, np.inf, np.float32)
    for column, lag in enumerate(LAGS):
        undone[: -lag + 1] = np.minimum(undone[: -lag + 1], watched.gaps[lag - 1 :, column])
    rise = np.diff(luma, prepend=luma[:1])
    reach = max(3, round(float(watched.rate) / 6))
    lowest = _windows(np.append(luma[1:], luma[-1:]), reach)[:, reach:].min(axis=1)
    faded = (rise > _FLASH_LUMA) & (luma - lowest > rise / 2)
    flashes = _sudden(watched) & (
        (undone < _BACK * motion) & (np.abs(rise) > _FLASH_LUMA / 3) | faded
    )
    return np.asarray(flashes & ~_after(flashes, max(LAGS)), np.bool_)


def _onsets(clean: Curve, watched: Watched) -> Curve:
    """Motion that begins or leaps: well above the last quarter of a second, and still going on."""
    reach = max(6, round(float(watched.rate) / 4))
    # The first frame has none before it: motion that is there from the start does not begin.
    padded = np.concatenate([np.full(reach, np.max(clean[1:2], initial=0)), clean])
    padded[reach : reach + 1] = padded[:1]
    past = sliding_window_view(padded, reach)[:-1]
    usual = _ONSET_FACTOR * (past.mean(axis=1) + _ONSET_SPREAD * past.std(axis=1))
    return np.where((clean > _ONSET_MOTION) & (clean > usual), np.sqrt(clean) * 4, 0)


def _stops(clean: Curve) -> Curve:
    """Motion that ends at once and stays still: something arrived."""
    reach = 4
    before = _windows(clean, reach)[:, :reach].min(axis=1)
    after = _windows(clean, reach)[:, reach:].max(axis=1)
    stopped = (before > _STOP_MOTION) & (after < _STILL * before)
    stopped[:reach] = stopped[-reach:] = False
    return np.where(stopped, np.sqrt(before) * 4, 0)


def _turns(watched: Watched, valid: Mask) -> Curve:
    """Sharp changes of direction: a bounce, a hammer.

    The centre of change lies halfway between two frames' positions, so c[n] and c[n + 1] straddle
    the turn in frame n, v[n] is all before it and v[n + 2] all after it; a smooth turn is slow on
    both sides.
    """
    strengths = np.zeros(watched.frames, np.float32)
    aspect = 16 / 9
    for centre in (watched.y / 2, watched.x / 2 * aspect):
        speed = np.diff(np.where(valid, centre, np.nan), prepend=np.nan) * float(watched.rate)
        strengths = np.maximum(strengths, _sharp(np.nan_to_num(speed), float(watched.rate)))
    return strengths


def _sharp(speed: npt.NDArray[np.floating], fps: float) -> Curve:
    out = np.append(speed[2:], [0.0, 0.0])[: len(speed)]
    slower = np.minimum(np.abs(speed), np.abs(out))
    fastest = _windows(np.abs(speed), max(3, round(fps * 0.4))).max(axis=1)
    opposite = (speed * out < 0) & (slower > np.maximum(_TURN_SPEED, _TURN_SHARP * fastest))
    peak = slower >= _windows(np.where(opposite, slower, 0), 2).max(axis=1)
    return np.asarray(np.where(opposite & peak, np.clip(slower / 2.5, 0.2, 1), 0), np.float32)


def _windows(curve: npt.NDArray[np.floating], reach: int) -> npt.NDArray[np.floating]:
    """Shape: (frames, 2 * reach + 1), each frame with `reach` neighbours either side."""
    return sliding_window_view(np.pad(curve, reach, mode="edge"), 2 * reach + 1)
