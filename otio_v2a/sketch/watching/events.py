"""What happens in a picture, frame by frame: flashes, cuts, turns, stops and onsets."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

from otio_v2a.sketch.watching import scene
from otio_v2a.sketch.watching.curves import Traces
from otio_v2a.sketch.watching.frames import Curve
from otio_v2a.sketch.watching.watch import LAGS, Watched

Mask = npt.NDArray[np.bool_]

_APART = 0.085  # seconds: nearer than this, the ear takes two events for one
_CUT_MOTION, _CUT_SHARE = 0.02, 0.4
_TORN, _TORN_FACTOR = 0.03, 1.8
_BESIDE = 3  # frames: film shown at video rates stands still for as long
_GLARE, _GLARE_FACTOR, _LIT, _FLASH_MOTION = 0.008, 6.0, 0.4, 0.025
_FADING_LUMA = 0.12
_FIT = 0.09  # seconds before and after a turn in which its speed is taken
_TURN_SPEED, _TURN_SHARE, _SHARP = 0.4, 0.25, 0.7  # picture heights a second
_HARDEST, _LEAST_BEND, _BESIDE_BEND, _OVERSHADOWS = 5.0, 1.05, 0.45, 0.4
_STILL, _NEARLY, _STIRS, _ASIDE = 0.3, 0.1, 0.25, 0.7
_ONSET_JOLT, _ONSET_FACTOR, _ONSET_PAST, _ONSET_SHARE = 0.002, 2.5, 0.35, 0.4
_LEADS_ON = 0.75  # seconds: motion that begins this near a turn or stop belongs to it


class Kind(StrEnum):
    """What an event is."""

    FLASH = "flash"
    CUT = "cut"
    TURN = "turn"
    STOP = "stop"
    ONSET = "onset"
    STEP = "step"


_RANKS = ((Kind.FLASH,), (Kind.CUT,), (Kind.TURN, Kind.STOP), (Kind.ONSET,))


@dataclass(frozen=True, slots=True, order=True)
class Happening:
    """One event, seen first in `frame`; `strength` 0 to 1, `x` -1 left to 1 right."""

    frame: int
    kind: Kind
    strength: float
    x: float


def happenings(watched: Watched) -> tuple[Happening, ...]:
    """Everything that happens but for steps, in frame order.

    Of events within 85 ms of one another only one stays: a flash before a cut, a cut before a turn
    or stop, the stronger before the weaker. What begins to move and then turns or stops is one
    event, the latter.
    """
    traces = watched.traces
    if traces is None:
        return ()
    fps = float(watched.rate)
    flashes = _flashes(watched, traces)
    dazzled = flashes | _after(flashes, max(LAGS))
    cuts = _cuts(watched, traces) & ~dazzled
    upset = _near(dazzled | cuts, round(0.12 * fps))
    turns, stops = _hits(traces, fps)
    found = {
        Kind.FLASH: np.where(flashes, watched.motion * 3, 0),
        Kind.CUT: np.where(cuts, watched.motion * 5, 0),
        Kind.TURN: np.where(upset, 0, turns),
        Kind.STOP: np.where(upset, 0, stops),
        Kind.ONSET: np.where(upset, 0, _onsets(watched, traces)),
    }
    return _merged(found, watched)


def _merged(found: dict[Kind, Curve], watched: Watched) -> tuple[Happening, ...]:
    fps = float(watched.rate)
    kept: list[Happening] = []
    for kinds in _RANKS:
        events = [one for kind in kinds for one in _events(kind, found[kind], watched)]
        apart = _LEADS_ON if Kind.ONSET in kinds else _APART
        for event in sorted(events, key=lambda one: (-one.strength, one.frame)):
            if all(abs(event.frame - other.frame) > apart * fps for other in kept):
                kept.append(event)
    return tuple(sorted(kept))


def _events(kind: Kind, strengths: Curve, watched: Watched) -> list[Happening]:
    return [
        Happening(
            int(frame),
            kind,
            min(1.0, float(strengths[frame])),
            float(np.nan_to_num(watched.x[frame])),
        )
        for frame in np.flatnonzero(strengths > 0)
    ]


def _after(mask: Mask, reach: int) -> Mask:
    late = np.zeros_like(mask)
    for lag in range(1, min(reach, len(mask) - 1) + 1):
        late[lag:] |= mask[:-lag]
    return late


def _near(mask: Mask, reach: int) -> Mask:
    return mask | _after(mask, reach) | _after(mask[::-1], reach)[::-1]


def _flashes(watched: Watched, traces: Traces) -> Mask:
    """Light that comes at once and is gone within three frames, or falls by half soon after."""
    reach = max(3, round(float(watched.rate) / 3))
    around = _windows(traces.glare, reach)
    usual = np.median(around, axis=1)
    added = traces.glare - usual
    spread = np.median(np.abs(around - usual[:, None]), axis=1)
    least = np.maximum(_GLARE, _GLARE_FACTOR * spread)
    gone = _windows(added, max(LAGS))[:, max(LAGS) + 1 :].min(axis=1) < _LIT * added
    least = np.maximum(least, _LIT * watched.motion)
    sudden = watched.motion > np.maximum(_FLASH_MOTION, _LIT * _before(watched.motion, 1))
    brief = sudden & (added > least) & (_before(added, 1) < _LIT * added) & gone
    flashes = brief | _fading(watched)
    return np.asarray(flashes & ~_after(flashes, max(LAGS)), np.bool_)


def _fading(watched: Watched) -> Mask:
    """Much more light all at once, of which half is gone within a sixth of a second."""
    luma = watched.luma
    rise = np.diff(luma, prepend=luma[:1])
    reach = max(3, round(float(watched.rate) / 6))
    lowest = _windows(luma, reach)[:, reach + 1 :].min(axis=1)
    return np.asarray((rise > _FADING_LUMA) & (luma - lowest > rise / 2), np.bool_)


def _cuts(watched: Watched, traces: Traces) -> Mask:
    """Frames that differ from the one before as no movement of the camera nearby makes them."""
    beside = np.delete(_windows(traces.torn, _BESIDE), _BESIDE, axis=1).max(axis=1)
    sudden = traces.torn > np.maximum(_TORN, _TORN_FACTOR * beside)
    return np.asarray(
        sudden & (watched.motion > _CUT_MOTION) & (watched.share > _CUT_SHARE), np.bool_
    )


def _onsets(watched: Watched, traces: Traces) -> Curve:
    """One thing that begins to move, or leaps, out of a third of a second that was calm."""
    reach = max(6, round(_ONSET_PAST * float(watched.rate)))
    # The first frame has none before it: motion that is there from the start does not begin.
    padded = np.concatenate([np.full(reach, np.inf), traces.jolt])
    past = sliding_window_view(padded, reach)[:-1].max(axis=1)
    begins = (traces.jolt > _ONSET_JOLT) & (traces.jolt > _ONSET_FACTOR * past)
    begins &= (watched.share < _ONSET_SHARE) & _near(compact(traces), 1)
    return np.where(begins, np.sqrt(traces.jolt) * 4, 0).astype(np.float32)


def compact(traces: Traces) -> Mask:
    """Where one thing moves, no crowd and no camera."""
    return scene.compact(traces.mass, traces.spread)


def _lying(traces: Traces) -> Mask:
    """Where what moved has become a part of the scene: nothing is in another place."""
    return np.asarray(traces.mass <= scene.THERE, np.bool_)


def _hits(traces: Traces, fps: float) -> tuple[Curve, Curve]:
    """Where one thing turns sharply, a bounce, and where it stops dead, a blow."""
    there = compact(traces) | _lying(traces)
    reach = max(2, round(_FIT * fps))
    x, y = (np.where(there, place, np.nan) for place in (traces.x, traces.y))
    across, down = (_slopes(place, reach) * np.float32(fps) for place in (x, y))
    sideways, falls = _sharp(across, down, fps), _sharp(down, across, fps)
    # What goes up comes down again, and makes no sound when it turns.
    falls = np.where(_before(down, reach) > 0, falls, 0)
    turns, stops = np.zeros((2, len(x)), np.float32)
    for place, speed, bends in ((x, across, sideways), (y, down, falls)):
        before = _before(speed, reach)
        peaks = np.flatnonzero((bends > 0) & (bends >= _windows(bends, reach).max(axis=1)))
        for frame in map(int, peaks):
            turned = before[frame] * speed[frame] < -(_TURN_SPEED**2)
            kind, nearly = (turns, 0.0) if turned else (stops, _NEARLY)
            way = place * np.sign(before[frame])
            near = slice(max(0, frame - reach), frame + reach + 1)
            first = _arrival(way, near, nearly)
            if not turned:
                first = _rest(traces.stir, slice(first, near.stop))
            kind[first] = max(kind[first], np.clip(bends[frame] / _HARDEST, 0, 1))
    both = np.maximum(turns, stops)
    clear = both >= _OVERSHADOWS * _windows(both, round(_BESIDE_BEND * fps)).max(axis=1)
    return turns * clear, stops * clear


def _sharp(speed: Curve, aside: Curve, fps: float) -> Curve:
    """By how much a speed changes where straight lines before and after meet at an angle, else 0.

    On a smooth bend, such as the top of a throw, the speeds differ the more the further apart
    they are taken; at a bounce they do not. `aside` is the speed the other way.
    """
    reach = max(2, round(_FIT * fps))
    before, after = _before(speed, reach), speed
    wider = np.nan_to_num(np.abs(_before(speed, -reach) - _before(speed, 2 * reach)))
    bend = np.abs(after - before)
    fastest = _windows(np.nan_to_num(np.abs(speed)), max(3, round(fps * 0.4))).max(axis=1)
    least = np.maximum(_TURN_SPEED, _TURN_SHARE * fastest)
    turned = (before * after < 0) & (np.minimum(np.abs(before), np.abs(after)) > least)
    stopped = (np.abs(before) > 2 * least) & (np.abs(after) < _STILL * np.abs(before))
    sharp = (turned | stopped) & (bend > np.maximum(_LEAST_BEND, _SHARP * wider))
    sharp &= np.abs(before) > _ASIDE * np.abs(_before(aside, reach))
    return np.asarray(np.where(sharp, bend, 0), np.float32)


def _arrival(way: Curve, at: slice, nearly: float) -> int:
    """The first frame at the end of a way upwards; `nearly` is the share that may be left to go."""
    near = np.nan_to_num(way[at], nan=-np.inf)
    furthest = near.max()
    return int(at.start + np.argmax(near >= furthest - nearly * (furthest - near[0])))


def _rest(stir: Curve, at: slice) -> int:
    """The last frame that stirs, where what comes after it lies still; else the first."""
    near = stir[at]
    last = len(near) - 1 - int(np.argmax(near[::-1] > _STIRS * near.max()))
    return int(at.start) + (last if last < len(near) - 1 else 0)


def _slopes(place: Curve, reach: int) -> Curve:
    """The slope of a line through each place and the `reach` after it; NaN where one is missing."""
    weights = np.arange(reach + 1) - reach / 2
    weights /= (weights**2).sum()
    padded = np.pad(place, (0, reach), constant_values=np.nan)
    return np.asarray(sliding_window_view(padded, reach + 1) @ weights, np.float32)


def _before(curve: Curve, lag: int) -> Curve:
    """The curve so many frames earlier; its ends last."""
    return curve[np.clip(np.arange(len(curve)) - lag, 0, len(curve) - 1)]


def _windows(curve: npt.NDArray[np.floating], reach: int) -> npt.NDArray[np.floating]:
    """Shape: (frames, 2 * reach + 1), each frame with `reach` neighbours either side."""
    return sliding_window_view(np.pad(curve, reach, mode="edge"), 2 * reach + 1)
