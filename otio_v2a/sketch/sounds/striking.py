"""Hits in their place: some of each kind made, with their echo, and laid where they belong."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from otio_v2a.sketch.hearing.lexicon import Layer, Manner
from otio_v2a.sketch.sounds.dealing import Stroke
from otio_v2a.sketch.sounds.grounds import of_material
from otio_v2a.sketch.sounds.hits import HITS
from otio_v2a.sketch.sounds.laying import DISTANT_DB, FORCE_DB
from otio_v2a.sketch.sounds.scene import Scene
from otio_v2a.sketch.workshop import (
    Samples,
    add_at,
    dice,
    dulled,
    echoed,
    f32,
    gain,
    layered,
    peaked,
    placed,
)
from otio_v2a.timecode import SAMPLE_RATE

HIT_PEAK = 0.45
"""Peak of every hit before its weight."""

_VARIANTS, _VARIANTS_OF_LONG = 4, 3
_LONG = 0.6  # seconds
_DISTANT_HZ, _SOFT_HZ, _DETAIL_HZ = 900.0, 2600.0, 2000.0
_DETAIL = 4.0
_LOWER = 0.86  # of its pitch: a heavy hit
_DRY, _NEAR, _FAR, _USUAL = 0.0, 0.08, 0.6, 0.26
_ASMR_DB = 5.0
_WIDER, _EAR_TO_EAR = 1.5, 0.0005  # times as far to the side; seconds


@dataclass(frozen=True, slots=True)
class _Baked:
    """A hit with its echo: `dry` mono, `echo` stereo; sample `anchor` lands on the event."""

    dry: Samples
    echo: Samples
    anchor: int


def lay_hits(out: Samples, layer: Layer, scene: Scene, strokes: Sequence[Stroke]) -> None:
    """Adds one discrete layer in place, a sound on every stroke."""
    rng = dice(scene.seed, scene.take, layer.name)
    variants = [_bake(layer, rng, asmr=scene.asmr) for _ in strokes[:1]]
    enough = _VARIANTS if len(variants[0].dry) < _LONG * SAMPLE_RATE else _VARIANTS_OF_LONG
    variants += [_bake(layer, rng, asmr=scene.asmr) for _ in strokes[1:enough]]
    level = gain(layer.level + HITS[layer.name].level + _decibels(layer, asmr=scene.asmr))
    last = -1
    for stroke in strokes:
        last = (last + int(rng.integers(1, max(2, len(variants))))) % len(variants)
        baked = variants[last]
        loud = np.float32(level * stroke.strength * gain(rng.uniform(-1, 1)))
        start = stroke.at - baked.anchor
        add_at(out, start, _heard(baked.dry * loud, stroke.x, asmr=scene.asmr))
        add_at(out, start, baked.echo * loud)


def _heard(sound: Samples, x: float, *, asmr: bool) -> Samples:
    """A sound at its side; close to the ear it comes later to the other one."""
    if not asmr:
        return placed(sound, x)
    wide = float(np.clip(_WIDER * x, -1, 1))
    late = round(abs(wide) * _EAR_TO_EAR * SAMPLE_RATE)
    both = np.zeros((2, len(sound) + late), np.float32)
    near, far = placed(sound, -abs(wide))
    left = int(wide > 0)
    both[left, : len(sound)] = near
    both[1 - left, late:] = far
    return both


def _bake(layer: Layer, rng: np.random.Generator, *, asmr: bool) -> _Baked:
    hit, manner = HITS[layer.name], layer.manner
    dry = hit.make(rng, manner)
    if hit.struck and manner.material:
        dry = layered((1, 0, peaked(dry)), (0.8, 0, of_material(rng, manner.material)))
    dry = peaked(_staged(_weighted(dry, manner), manner, asmr=asmr), HIT_PEAK)
    wet = _wetness(manner, asmr=asmr)
    seconds = hit.room * (1.5 if manner.distant else 1)
    echo = echoed(dry, seconds) * np.float32(wet) if wet else np.zeros((2, 0), np.float32)
    return _Baked(dry, echo, _loudest(dry) if hit.swells else 0)


def _wetness(manner: Manner, *, asmr: bool) -> float:
    if asmr:
        return _DRY
    return _FAR if manner.distant else _NEAR if manner.close else _USUAL


def _weighted(sound: Samples, manner: Manner) -> Samples:
    """Heavy is lower and longer, soft is duller."""
    if manner.force > 1:
        places = np.arange(0, len(sound) - 1, _LOWER, dtype=np.float32)
        return f32(np.interp(places, np.arange(len(sound)), sound))
    return dulled(sound, _SOFT_HZ) if manner.force < 1 else sound


def _staged(sound: Samples, manner: Manner, *, asmr: bool) -> Samples:
    if asmr or (manner.close and not manner.distant):
        detail = _DETAIL if asmr else _DETAIL / 3
        return f32((1 + detail) * sound - detail * dulled(sound, _DETAIL_HZ))
    return dulled(sound, _DISTANT_HZ) if manner.distant else sound


def _loudest(sound: Samples) -> int:
    width = round(0.03 * SAMPLE_RATE)
    sums = np.cumsum(np.pad(np.abs(sound), width // 2), dtype=np.float64)
    return int(np.argmax(sums[width:] - sums[:-width])) if len(sums) > width else 0


def _decibels(layer: Layer, *, asmr: bool) -> float:
    force = FORCE_DB.get(layer.manner.force, 0.0)
    return force / 2 + _ASMR_DB if asmr else force + DISTANT_DB * layer.manner.distant
