"""Beds in their place: how loud, how near, on which side, and how they go with the motion."""

import numpy as np

from otio_v2a.sketch.hearing.lexicon import Layer
from otio_v2a.sketch.hearing.manner import HEAVY, SOFT
from otio_v2a.sketch.sounds.beds import BEDS, Bed
from otio_v2a.sketch.sounds.booth import Booth
from otio_v2a.sketch.sounds.scene import Scene
from otio_v2a.sketch.watching.watch import Curve, Watched
from otio_v2a.sketch.workshop import Samples, dice, f32, gain, room, stretched

BED_RMS = 10 ** (-32 / 20)
"""Level of every bed before its weight, so that beds never bury events."""

DISTANT_DB, ASMR_DB = -7.0, -5.0
"""What distance takes from a layer, and what ASMR takes from beds."""

FORCE_DB = {SOFT: -7.0, HEAVY: 3.0}
"""What force adds to a layer's level."""

_BLOCK = 1 << 18
_COARSE = 8  # samples that are one where only the lows count
_ECHO, _WET = 1.4, 0.9  # seconds, share
_DETAIL, _WIDE = 2.2, 1.6
_ACROSS = 0.75  # of the way from the middle to the side
_PAN_SECONDS = 1.2


def lay_bed(out: Samples, layer: Layer, scene: Scene, breath: Curve, pan: Curve) -> None:
    """Adds one continuous layer in place; `breath` and `pan` have a value a frame, -1 to 1."""
    bed, length = BEDS[layer.name], out.shape[1]
    whole = -(-length // _BLOCK) * _BLOCK
    booth = Booth(min(bed.loop * _BLOCK, whole), dice(scene.seed, scene.take, layer.name))
    loop = _staged(bed.make(booth, layer.manner), layer, booth, asmr=scene.asmr)
    audible = loop[:, :length]
    rms = float(np.sqrt(np.mean([np.vdot(side, side) / side.size for side in audible])))
    level = BED_RMS * gain(_decibels(bed, layer, asmr=scene.asmr)) / max(rms, 1e-9)
    curves = level * 10 ** (breath * bed.breath / 20) * _balance(pan if bed.follows else 0 * pan)
    for start in range(0, length, _BLOCK):
        stop, at = min(length, start + _BLOCK), start % booth.length
        for side, curve in enumerate(curves):
            part = loop[side, at : at + stop - start] * _between(f32(curve), start, stop, length)
            out[side, start:stop] += part


def _decibels(bed: Bed, layer: Layer, *, asmr: bool) -> float:
    force = FORCE_DB.get(layer.manner.force, 0.0)
    where = ASMR_DB - force / 2 if asmr else DISTANT_DB * layer.manner.distant
    return layer.level + bed.level + force + where


def _staged(loop: Samples, layer: Layer, booth: Booth, *, asmr: bool) -> Samples:
    """A loop far away, or close to the ear."""
    if layer.manner.distant:
        return _far(loop)
    if not asmr and not layer.manner.close:
        return loop
    near = (1 + _DETAIL) * loop - _DETAIL * _fine(_coarse(loop), booth.length)
    middle = near.mean(axis=0)
    return f32(middle + (_WIDE if asmr else 1.0) * (near - middle))


def _coarse(loop: Samples) -> Samples:
    """The lows of a loop, one value for some samples. Shape: (2, samples / 8)."""
    return f32(loop.reshape(2, -1, _COARSE).mean(axis=2))


def _fine(lows: Samples, length: int) -> Samples:
    """The lows as samples again, each back in its place."""
    late = np.roll(lows, 1, axis=1)
    between = f32((lows + late) / 2)  # half a step late: the middle of each mean is its place
    return np.stack([stretched(np.append(side, side[:1]), length) for side in between])


def _far(loop: Samples) -> Samples:
    """Heard from afar: no highs, and more of the place than of the thing."""
    lows = _coarse(loop)
    lows = f32((np.roll(lows, 1, axis=1) + 2 * lows + np.roll(lows, -1, axis=1)) / 4)
    tail = _coarse(_padded(room(_ECHO), _COARSE))
    tail = f32(tail / np.sqrt((tail**2).sum(axis=1, keepdims=True)))
    echo = np.fft.rfft(lows) * np.fft.rfft(tail, lows.shape[1])
    return _fine(f32(lows + _WET * np.fft.irfft(echo, lows.shape[1])), loop.shape[1])


def _padded(sound: Samples, step: int) -> Samples:
    return np.pad(sound, ((0, 0), (0, -sound.shape[1] % step)))


def breathing(watched: Watched) -> Curve:
    """How the picture moves against its own usual: -1 to 1 a frame, smooth over half a second."""
    width = max(3, round(float(watched.rate) / 2)) | 1
    smooth = _smooth(watched.motion, width)
    smooth = smooth / max(float(smooth.mean()), 0.004 * width / 2)
    return f32(np.tanh(smooth - smooth.mean()))


def sides(watched: Watched) -> Curve:
    """Where the picture moves, left -1 to right 1, slowly; where nothing moves it stays."""
    seen = np.flatnonzero(np.isfinite(watched.x))
    if not len(seen):
        return np.zeros(watched.frames, np.float32)
    where = f32(np.interp(np.arange(watched.frames), seen, watched.x[seen]))
    width = max(3, round(_PAN_SECONDS * float(watched.rate))) | 1
    return f32(_smooth(where, width) / np.hanning(width + 2).sum())


def _smooth(curve: Curve, width: int) -> Curve:
    padded = np.pad(curve, width // 2, mode="edge")
    return f32(np.convolve(padded, np.hanning(width + 2)[1:-1], "valid"))


def _balance(pan: Curve) -> Samples:
    """Gains of even power for the two sides; in the middle both are 1. Shape: (2, frames)."""
    angle = (1 + _ACROSS * pan) * np.pi / 4
    return f32(np.sqrt(2) * np.stack([np.cos(angle), np.sin(angle)]))


def _between(curve: Curve, start: int, stop: int, length: int) -> Samples:
    where = np.linspace(start, stop, (stop - start) // 512 + 2) * (len(curve) / length)
    return stretched(f32(np.interp(where, np.arange(len(curve)) + 0.5, curve)), stop - start)
