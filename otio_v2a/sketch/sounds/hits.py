"""Discrete layers: single sounds that land on what happens in the picture."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from otio_v2a.sketch.hearing.lexicon import Manner
from otio_v2a.sketch.sounds.grains import bubble, crackle, tick
from otio_v2a.sketch.sounds.struck import (
    bell,
    bounce,
    click,
    clock,
    door,
    footstep,
    glass,
    impact,
    key,
    knock,
    metal,
    shutter,
)
from otio_v2a.sketch.watching.events import Kind
from otio_v2a.sketch.workshop import (
    Samples,
    burst,
    chirp,
    decay,
    dulled,
    f32,
    layered,
    peaked,
    ticks,
)

MakeHit = Callable[[np.random.Generator, Manner], Samples]

_MOTION = (Kind.TURN, Kind.STOP, Kind.ONSET)
_STEPS = ((Kind.STEP,), _MOTION)
_BLOWS = ((*_MOTION, Kind.FLASH), (Kind.CUT,))
_SUDDEN = ((Kind.FLASH,), (Kind.CUT, *_MOTION))


@dataclass(frozen=True, slots=True)
class Hit:
    """A discrete layer: how one is made, and what in the picture it answers to.

    `answers` are groups of kinds; the first group with any event is taken; a layer without any
    keeps its own time. `most` is how many events it takes; `swells` lands by its peak, not its
    start. Unit: `every` seconds between sounds when the picture gives none, at an even pace where
    `steady`; `room` seconds of echo; `level` dB.
    """

    make: MakeHit
    answers: tuple[tuple[Kind, ...], ...] = _BLOWS
    every: float = 4.0
    steady: bool = False
    room: float = 0.6
    most: int = 100_000
    swells: bool = False
    level: float = 0.0


def _thunder(rng: np.random.Generator, manner: Manner) -> Samples:
    crack = burst(rng, 0.5, 140, 9000) * decay(0.5, 0.035)
    parts = [(1.2, 0.0, click(0.002)), (1.0, 0.0, crack)]
    for late in np.cumsum(rng.exponential(0.12, 5)):
        size = rng.uniform(0.25, 0.6)
        parts.append((size, float(late), burst(rng, 0.5, 90, 3500) * decay(0.5, 0.06)))
    seconds = 4.2 * min(1.3, max(0.8, manner.force))
    swell = np.interp(ticks(seconds), np.linspace(0, seconds, 14), rng.uniform(0.35, 1, 14))
    rumble = burst(rng, seconds, 24, 130) * decay(seconds, 0.7) * f32(swell)
    return layered(*parts, (1.1, 0.02, rumble * np.minimum(1, ticks(seconds) * 12)))


def _explosion(rng: np.random.Generator, _manner: Manner) -> Samples:
    boom = chirp(92, 28, 1.4) * decay(1.4, 0.22)
    debris = burst(rng, 2.2, 50, 1400) * decay(2.2, 0.28)
    shards = [(0.1, float(rng.uniform(0.2, 1.6)), crackle(rng)) for _ in range(30)]
    crack = burst(rng, 0.3, 500, 12_000) * decay(0.3, 0.02)
    return layered((1, 0, click(0.002)), (1, 0, boom), (0.9, 0, debris), (0.8, 0, crack), *shards)


def _gunshot(rng: np.random.Generator, _manner: Manner) -> Samples:
    crack = burst(rng, 0.12, 900, 15_000) * decay(0.12, 0.006)
    body = burst(rng, 0.5, 90, 900) * decay(0.5, 0.03)
    return layered((1, 0, click()), (1, 0, crack), (0.7, 0, body), (0.25, 0.13, crack))


def _whoosh(rng: np.random.Generator, manner: Manner) -> Samples:
    seconds = 0.8 / manner.speed
    time = ticks(seconds)
    out = np.zeros_like(time)
    for band, low in enumerate((180, 420, 950, 2100, 4600)):
        centre = seconds * (0.5 + 0.02 * band)
        rise = np.exp(-(((time - centre) / (seconds * (0.19 - 0.022 * band))) ** 2))
        out += f32(burst(rng, seconds, low, low * 2.2)[: len(time)] * rise * 0.85**band)
    return f32(out * np.hanning(len(out)) ** 0.3)


def _drip(rng: np.random.Generator, _manner: Manner) -> Samples:
    return layered(
        (0.4, 0, click()), (1, 0.0005, bubble(rng, 900, 2300)), (0.4, 0.09, bubble(rng, 700, 1500))
    )


def _splash(rng: np.random.Generator, manner: Manner) -> Samples:
    slap = burst(rng, 0.9, 350, 7000) * decay(0.9, 0.07 * manner.force)
    body = burst(rng, 0.5, 80, 500) * decay(0.5, 0.06)
    drops = [
        (0.5 * rng.random(), float(0.08 + rng.gamma(2, 0.13)), bubble(rng, 300, 2600))
        for _ in range(34)
    ]
    return layered((0.5, 0, click()), (1, 0, slap), (0.7, 0, body), *drops)


def _heartbeat(rng: np.random.Generator, _manner: Manner) -> Samples:
    lub = chirp(rng.uniform(62, 68), 40, 0.18) * decay(0.18, 0.04)
    dub = chirp(rng.uniform(76, 84), 50, 0.14) * decay(0.14, 0.028)
    soft = burst(rng, 0.1, 60, 300) * decay(0.1, 0.015)
    return dulled(layered((1, 0, lub), (0.5, 0, soft), (0.7, 0.28, dub), (0.3, 0.28, soft)), 500)


def _rustle(rng: np.random.Generator, manner: Manner) -> Samples:
    spots = rng.beta(2, 2.5, 60) * 0.6 / manner.speed
    return layered(
        *((float(rng.random()) ** 2, float(spot), tick(rng, 1800, 11_000)) for spot in spots)
    )


def _bark(rng: np.random.Generator, manner: Manner) -> Samples:
    pitch = (260 if manner.force > 1 else 420) * rng.uniform(0.9, 1.1)
    time = ticks(0.2)
    phase = 2 * np.pi * pitch * (time - 0.9 * time**2)
    voice = sum(np.sin(k * phase) / (1 + ((k * pitch - 1100) / 500) ** 2) for k in range(1, 14))
    yap = f32(voice * np.sin(np.pi * np.minimum(1, time / 0.2)) ** 0.6)
    return layered((1, 0, peaked(yap)), (0.35, 0, burst(rng, 0.16, 500, 4000) * decay(0.16, 0.04)))


HITS: Mapping[str, Hit] = MappingProxyType(
    {
        "bark": Hit(_bark, ((Kind.ONSET, Kind.STOP, Kind.TURN),), 3, room=0.5, swells=True),
        "bell": Hit(bell, ((Kind.CUT, *_MOTION),), 5, room=1.8, most=12),
        "bounce": Hit(bounce, ((Kind.TURN,), (Kind.STOP, Kind.ONSET)), 1.1, room=0.7),
        "click": Hit(shutter, _SUDDEN, 3, room=0.25),
        "clock": Hit(clock, (), 0.5, steady=True, room=0.3, level=-8),
        "door": Hit(door, ((Kind.STOP, Kind.TURN), (Kind.ONSET, Kind.CUT)), 7, room=0.9, most=3),
        "drip": Hit(_drip, ((Kind.TURN, Kind.STOP),), 1.7, room=1.4, level=-4),
        "explosion": Hit(_explosion, _SUDDEN, 8, room=1.8, most=6),
        "footsteps": Hit(footstep, _STEPS, 0.53, steady=True, room=0.45),
        "glass": Hit(glass, ((*_MOTION, Kind.FLASH), (Kind.CUT,)), 7, room=0.7, most=3),
        "gunshot": Hit(_gunshot, _SUDDEN, 3, room=1.5),
        "heartbeat": Hit(_heartbeat, (), 0.86, steady=True, room=0.2),
        "impact": Hit(impact, _BLOWS, 4, room=0.8),
        "keyboard": Hit(key, (), 0.16, room=0.25, level=-4),
        "knock": Hit(knock, _BLOWS, 2.5, room=0.5),
        "metal": Hit(metal, _BLOWS, 2.5, room=1.1),
        "rustle": Hit(_rustle, (_MOTION,), 1.6, room=0.25, swells=True, level=-4),
        "splash": Hit(_splash, _BLOWS, 4, room=0.6),
        "thunder": Hit(_thunder, ((Kind.FLASH,), (Kind.CUT,)), 9, room=2.4, most=40),
        "whoosh": Hit(_whoosh, ((Kind.CUT, Kind.ONSET), (Kind.TURN,)), 3, room=0.7, swells=True),
    }
)
"""Every discrete layer by its lexicon name."""
