"""Nine instruments: one note each, from wavetables and noise."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from otio_v2a.sketch.workshop import Samples, burst, chirp, decay, f32, layered, peaked, ticks
from otio_v2a.timecode import SAMPLE_RATE

_TABLE = 1 << 14
_HIGHEST = 15_000.0


@dataclass(frozen=True, slots=True)
class Note:
    """What an instrument plays once. Unit: `pitch` MIDI numbers; `seconds` until it is let go."""

    pitch: int
    seconds: float
    hard: float = 0.7


def hertz(pitch: float) -> float:
    """The frequency of a MIDI number, A4 = 69 = 440 Hz."""
    return float(440 * 2 ** ((pitch - 69) / 12))


@lru_cache(maxsize=256)
def _table(kind: str, band: int, highest: int) -> Samples:
    """One cycle of a timbre's partials: band 0 the first two, band 1 to the sixth, band 2 above."""
    time = 2 * np.pi * np.arange(_TABLE) / _TABLE
    wave = np.zeros(_TABLE)
    rng = np.random.default_rng(len(kind) * 7919)
    for partial in range((1, 3, 7)[band], min((2, 6, 40)[band], highest) + 1):
        wave += _TIMBRES[kind](partial) * np.sin(partial * time + rng.uniform(0, 2 * np.pi))
    return f32(wave)


_TIMBRES: Mapping[str, Callable[[int], float]] = MappingProxyType(
    {
        "piano": lambda k: k**-1.25 * (0.35 if k % 8 == 0 else 1.0),
        "strings": lambda k: k**-1.0 * (1 + 0.6 * np.exp(-(((k - 4) / 2) ** 2))),
        "pad": lambda k: k**-1.7,
        "guitar": lambda k: abs(np.sin(k * 0.7)) * k**-1.0,
        "bass": lambda k: k**-1.4,
        "synth": lambda k: k**-1.0,
        "brass": lambda k: k**-0.8 * (1 + np.exp(-(((k - 3) / 2) ** 2))),
    }
)


def _read(table: Samples, cycles: npt.NDArray[np.float64]) -> Samples:
    return np.asarray(table[(cycles * _TABLE).astype(np.int64) & (_TABLE - 1)], np.float32)


def _voice(
    kind: str, note: Note, detune: float, bands: tuple[Samples, Samples, Samples]
) -> Samples:
    """One oscillator whose three bands of partials each have their own envelope."""
    pitch = hertz(note.pitch + detune)
    cycles = np.arange(len(bands[0]), dtype=np.float64) * (pitch / SAMPLE_RATE)
    highest = int(_HIGHEST / pitch)
    parts = (_read(_table(kind, band, highest), cycles) * curve for band, curve in enumerate(bands))
    return f32(sum(parts))


def _struck(kind: str, note: Note, halves: tuple[float, float, float], ring: float) -> Samples:
    """Plucked or hammered: upper partials die first; `halves` are half-lives at middle C."""
    seconds = note.seconds + ring
    time = ticks(seconds)
    scale = 2 ** ((60 - note.pitch) / 24)
    release = np.exp2(-np.maximum(0, time - note.seconds) / 0.12) * np.minimum(
        1, (seconds - time) * 30
    )
    attack = np.minimum(1, time * 700)
    levels = (1.0, 0.35 + 0.6 * note.hard, 0.15 + 0.8 * note.hard**2)
    low, mid, high = (
        f32(level * attack * release * np.exp2(-time / (half * scale)))
        for level, half in zip(levels, halves, strict=True)
    )
    sides = [_voice(kind, note, detune, (low, mid, high)) for detune in (-0.02, 0.025)]
    return np.stack(sides)


def _held(kind: str, note: Note, attack: float, release: float) -> Samples:
    """Bowed, blown or held: swells in and fades after it is let go."""
    seconds = note.seconds + release
    time = ticks(seconds)
    curve = np.clip(time / attack, 0, 1) ** 1.5 * np.clip((seconds - time) / release, 0, 1) ** 1.5
    shimmer = 1 + 0.05 * np.sin(2 * np.pi * 4.9 * time + note.pitch)
    bright = np.clip(time / (2.5 * attack), 0, 1) * (0.4 + 0.6 * note.hard)
    bands = (f32(curve), f32(curve * shimmer * bright), f32(curve * shimmer * bright**2 * 0.8))
    left, mid, right = (_voice(kind, note, detune, bands) for detune in (-0.09, 0.0, 0.08))
    return np.stack([left + 0.6 * mid, right + 0.6 * mid])


def _piano(note: Note) -> Samples:
    return _struck("piano", note, (0.75, 0.4, 0.16), 0.5)


def _guitar(note: Note) -> Samples:
    return _struck("guitar", note, (0.45, 0.28, 0.09), 0.4)


def _bass(note: Note) -> Samples:
    return _struck("bass", note, (0.9, 0.25, 0.06), 0.12)


def _synth(note: Note) -> Samples:
    return _struck("synth", note, (0.16, 0.1, 0.06), 0.3)


def _strings(note: Note) -> Samples:
    return _held("strings", note, min(0.35, note.seconds / 3), 0.5)


def _pad(note: Note) -> Samples:
    return _held("pad", note, min(0.9, note.seconds / 3), 1.0)


def _brass(note: Note) -> Samples:
    return _held("brass", note, 0.07, 0.2)


def _bells(note: Note) -> Samples:
    time = ticks(1.8)
    pitch = hertz(note.pitch)
    partials = ((1.0, 0.45, 1.0), (2.756, 0.16, 0.45), (5.404, 0.06, 0.25))
    rung = sum(
        level * np.exp2(-time / half) * np.sin(2 * np.pi * pitch * ratio * time)
        for ratio, half, level in partials
        if pitch * ratio < _HIGHEST
    )
    out = f32(rung * np.minimum(1, time * 900) * np.minimum(1, (1.8 - time) * 10))
    return np.stack([out, np.roll(out, 23)])


def _drums(note: Note) -> Samples:
    """The General MIDI numbers: 36 kick, 38 snare, 42 hat."""
    return np.stack([_kit(note.pitch)] * 2)


@lru_cache(maxsize=8)
def _kit(piece: int) -> Samples:
    rng = np.random.default_rng(piece)
    if piece == KICK:
        sweep = chirp(140, 46, 0.32) * decay(0.32, 0.05)
        return peaked(
            layered((1, 0, sweep), (0.4, 0, burst(rng, 0.02, 800, 5000) * decay(0.02, 0.002)))
        )
    if piece == SNARE:
        rattle = burst(rng, 0.2, 900, 9000) * decay(0.2, 0.03)
        return 0.7 * peaked(
            layered((0.8, 0, rattle), (0.6, 0, chirp(210, 165, 0.15) * decay(0.15, 0.025)))
        )
    return 0.3 * peaked(burst(rng, 0.07, 6500, 15_000) * decay(0.07, 0.012))


KICK, SNARE, HAT = 36, 38, 42

INSTRUMENTS: Mapping[str, Callable[[Note], Samples]] = MappingProxyType(
    {
        "bass": _bass,
        "bells": _bells,
        "brass": _brass,
        "drums": _drums,
        "guitar": _guitar,
        "pad": _pad,
        "piano": _piano,
        "strings": _strings,
        "synth": _synth,
    }
)
"""Every instrument: a note as stereo sound. Shape: (2, samples)."""
