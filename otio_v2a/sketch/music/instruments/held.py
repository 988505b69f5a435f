"""What is bowed, blown, sung or held: sections as loops of many players, soloists with vibrato."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from otio_v2a.sketch.music.tones import (
    HIGHEST,
    Floats,
    Section,
    breath,
    cycle,
    hertz,
    looped,
    quivering,
    section,
)
from otio_v2a.sketch.workshop import Samples, f32, stretched
from otio_v2a.timecode import SAMPLE_RATE

_CONTROL = 256
_AAH = ((750, 0.35, 1.0), (1150, 0.25, 0.8), (2800, 0.25, 0.35))
_OOH = ((400, 0.5, 1.0), (850, 0.3, 0.5), (2500, 0.25, 0.1))
_PIPES = ((0.5, 0.4), (1, 1), (2, 0.8), (3, 0.35), (4, 0.5), (6, 0.2), (8, 0.25))
_DRAWBARS = ((0.5, 0.7), (1, 1), (1.5, 0.6), (2, 0.5), (3, 0.3), (4, 0.25), (8, 0.2))
_WOOD = ((280, 0.6, 0.6), (520, 0.5, 0.7), (1200, 0.7, 0.8), (2600, 0.5, 0.5))


@dataclass(frozen=True, slots=True)
class Held:
    """How a section is played: seconds to swell and to fade, seconds until bright, sway in Hz.

    `scratch` is the share of noise at the start.
    """

    loop: Section
    attack: float
    release: float
    bloom: float = 0.5
    sway: float = 0.0
    scratch: float = 0.0


@dataclass(frozen=True, slots=True)
class Blown:
    """How a soloist sounds: levels of partials, dark and bright, vibrato and breath."""

    levels: tuple[float, ...]
    tilt: tuple[float, float]
    attack: float
    release: float
    rate: float = 5.2
    cents: float = 22.0
    scoop: float = 0.0
    breath: float = 0.0
    peaks: tuple[tuple[float, float, float], ...] = ()
    double: float = 0.0


HELD: Mapping[str, Held] = MappingProxyType(
    {
        "strings long": Held(Section((1.5, 0.85), 14, _WOOD), 0.28, 0.5, 0.7, scratch=0.05),
        "strings staccato": Held(Section((1.2, 0.6), 12, _WOOD), 0.025, 0.22, 0.04, scratch=0.2),
        "pad warm": Held(Section((2.0, 1.25), 22), 0.8, 1.1, 2.4, sway=0.23),
        "pad drone": Held(
            Section((1.7, 1.1), 30, ((90, 0.8, 1), (420, 0.6, 0.5), (1700, 0.8, 0.3))), 1.2, 1.4,
            3.0, sway=0.13
        ),
        "choir aah": Held(Section((1.1, 0.8), 18, _AAH), 0.3, 0.55, 0.6, scratch=0.03),
        "choir low": Held(Section((1.1, 0.8), 20, _OOH), 0.3, 0.6, 0.6, scratch=0.03),
        "organ church": Held(
            Section((0.3, 0.15), 3, stops=_PIPES),
            0.05, 0.16, 0.1, scratch=0.05,
        ),
        "organ hammond": Held(
            Section((0.4, 0.2), 4, stops=_DRAWBARS),
            0.008, 0.06, 0.02, sway=6.4, scratch=0.12,
        ),
        "organ reed": Held(Section((0.9, 0.6), 7, _WOOD, odd=0.7), 0.06, 0.14, 0.15, scratch=0.06),
        "brass section": Held(
            Section((1.7, 0.55), 9, ((500, 0.9, 1), (1500, 0.8, 0.7))), 0.05, 0.2, 0.14,
            scratch=0.08
        ),
    }
)  # fmt: skip
"""Every section by family and kind."""

_FALL = tuple(1.0 for _ in range(32))
_ODD = tuple(1.0 if number % 2 == 0 else 0.14 for number in range(24))

BLOWN: Mapping[str, Blown] = MappingProxyType(
    {
        "flute concert": Blown(
            (1, 0.45, 0.2, 0.08, 0.05, 0.02), (0.6, 0.1), 0.05, 0.16, 5.1, 16, breath=0.1
        ),
        "flute pan": Blown(
            (1, 0.1, 0.25, 0.03, 0.05), (0.6, 0.2), 0.04, 0.2, 4.6, 12, 0.5, breath=0.3
        ),
        "flute whistle": Blown((1, 0.08, 0.03), (0.5, 0.1), 0.03, 0.12, 5.6, 18, 0.6, breath=0.1),
        "flute clarinet": Blown(_ODD, (1.5, 0.85), 0.04, 0.12, 4.8, 7, breath=0.03, peaks=_WOOD),
        "flute sax": Blown(
            _FALL, (1.4, 0.75), 0.035, 0.14, 5.0, 24, 0.7, breath=0.08, peaks=((620, 0.6, 1),
            (1500, 0.6, 0.6))
        ),
        "strings solo": Blown(_FALL, (1.35, 0.8), 0.09, 0.25, 5.7, 26, breath=0.05, peaks=_WOOD),
        "brass trumpet": Blown(
            _FALL, (1.5, 0.45), 0.035, 0.14, 5.2, 14, 0.3, breath=0.03, peaks=((1200, 0.9, 1),
            (2500, 0.6, 0.5))
        ),
        "brass horn": Blown(
            _FALL, (2.2, 1.1), 0.07, 0.25, 4.6, 7, 0.2, breath=0.02, peaks=((420, 0.9, 1), (900,
            0.6, 0.4))
        ),
        "synth lead": Blown(_FALL, (1.5, 0.85), 0.012, 0.14, 5.4, 14, double=11.0),
    }
)  # fmt: skip
"""Every soloist by family and kind."""


def release_of(kind: str) -> float:
    """How long a note sounds after it is let go. Unit: seconds."""
    return HELD[kind].release if kind in HELD else BLOWN[kind].release


def bow(kind: str, pitch: int, hard: float, count: int, twist: int) -> Samples:
    """One note of a section, its release at its end. Shape: (2, count)."""
    recipe = HELD[kind]
    loop = looped(section(recipe.loop, pitch, twist), count, pitch * 7919 + twist * 104_729)
    swell, bright = _curves(count, recipe.attack, recipe.release, recipe.bloom, hard)
    out = loop[2:] - loop[:2]
    out *= bright
    out += loop[:2]
    out *= swell
    if recipe.sway:
        out *= _sway(count, recipe.sway, 0.12)
    if recipe.scratch:
        out += _scratch(recipe.scratch * hard, recipe.attack, count, pitch)
    return f32(out)


def blow(kind: str, pitch: int, hard: float, count: int, twist: int) -> Samples:
    """One note of a soloist, its release at its end. Shape: (2, count)."""
    recipe = BLOWN[kind]
    where = quivering(pitch, count, recipe.rate, recipe.cents, recipe.scoop)
    swell, bright = _curves(count, recipe.attack, recipe.release, 2.5 * recipe.attack, hard)
    dark, light = (cycle(_levels(recipe, pitch, tilt)) for tilt in recipe.tilt)
    one = dark[where] * (swell * (1 - bright)) + light[where] * (swell * bright)
    other = one
    if recipe.double:
        away = quivering(pitch + recipe.double / 100, count, recipe.rate, recipe.cents)
        other = light[away] * (swell * bright) + dark[away] * (swell * (1 - bright))
    out = np.stack([one, other])
    if recipe.breath:
        octave = int(np.clip(round(np.log2(hertz(pitch) / 31.25)) + 1, 2, 8))
        start = (pitch * 7919 + twist * 31_337) % (1 << 18)
        air = breath(octave)[start : start + min(count, 1 << 18)]
        out[:, : len(air)] += air * (swell * np.float32(recipe.breath * (0.5 + hard)))[: len(air)]
    return f32(out)


def _levels(recipe: Blown, pitch: int, tilt: float) -> tuple[float, ...]:
    base = hertz(pitch)
    most = max(1, min(len(recipe.levels), int(HIGHEST / base)))
    found = []
    for number, level in enumerate(recipe.levels[:most], 1):
        body = (
            1.0
            if not recipe.peaks
            else 0.08
            + sum(
                gain * float(np.exp(-0.5 * (np.log2(number * base / centre) / width) ** 2))
                for centre, width, gain in recipe.peaks
            )
        )
        found.append(round(level * number**-tilt * body, 9))
    return tuple(found)


def _curves(
    count: int, attack: float, release: float, bloom: float, hard: float
) -> tuple[Samples, Samples]:
    """The swell of a note and how bright it is at every moment, 0 to 1."""
    time = np.arange(0, count + 2 * _CONTROL, _CONTROL) / SAMPLE_RATE
    end = count / SAMPLE_RATE
    attack, release = min(attack, 0.45 * end), min(release, 0.5 * end)
    rise = np.sin(np.pi / 2 * np.clip(time / attack, 0, 1)) ** 1.5
    fall = np.clip((end - time) / release, 0, 1) ** 1.6
    settle = 0.86 + 0.14 * np.exp(-time / 0.4)
    bright = (
        np.clip(time / max(bloom, 1e-3), 0, 1) * np.clip(1.25 * hard - 0.1, 0.05, 1) * fall**0.4
    )
    return _drawn(rise * fall * settle, count), _drawn(bright, count)


def _drawn(points: Floats, count: int) -> Samples:
    """A curve of one point every 256 samples."""
    return stretched(f32(points), (len(points) - 1) * _CONTROL)[:count]


def _sway(count: int, rate: float, depth: float) -> Samples:
    time = np.arange(0, count + 2 * _CONTROL, _CONTROL) / SAMPLE_RATE
    wave = depth * np.sin(2 * np.pi * rate * time)
    return np.stack([_drawn(1 + wave, count), _drawn(1 - wave, count)])


def _scratch(level: float, attack: float, count: int, pitch: int) -> Samples:
    octave = int(np.clip(round(np.log2(hertz(pitch) / 31.25)) + 2, 3, 8))
    length = min(count, round((attack + 0.06) * SAMPLE_RATE))
    noise = breath(octave)[pitch * 641 : pitch * 641 + length]
    curve = np.sin(np.linspace(0, np.pi, length, dtype=np.float32)) ** 2
    out = np.zeros(count, np.float32)
    out[:length] = noise * curve * np.float32(2 * level)
    return out
