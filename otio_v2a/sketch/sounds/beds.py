"""Continuous layers: weather and places, each a stereo loop of noise bands and grains."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from otio_v2a.sketch.hearing.lexicon import Manner
from otio_v2a.sketch.sounds.grains import bubble, clap, crackle, drop, plip, tick, vowel
from otio_v2a.sketch.sounds.machines import alarm, drone, engine, helicopter, hum, machine, train
from otio_v2a.sketch.workshop import Booth, Samples, chirp, f32, layered, peaked
from otio_v2a.timecode import SAMPLE_RATE

MakeBed = Callable[[Booth, Manner], Samples]

_OFF = -90.0


@dataclass(frozen=True, slots=True)
class Bed:
    """A continuous layer: how it is made, and how many dB it swells with the picture's motion."""

    make: MakeBed
    breath: float = 2.0
    level: float = 0.0


def _rain(booth: Booth, manner: Manner) -> Samples:
    dense = 70 * manner.force * manner.speed
    body = {1.6: 0, 0.5: -22}.get(manner.force, -12)
    wash = booth.noise((_OFF, -34, body - 14, body - 8, body, -10, -6, -4, -5, -12))
    drops = booth.strew([drop(booth.rng) for _ in range(24)], dense, 7)
    plips = booth.strew([plip(booth.rng) for _ in range(12)], dense / 9, 6)
    near = 6.0 if manner.close else 3.5
    return f32(wash * booth.drift(3, 2) * 0.35 * manner.force + near * drops + near * 0.5 * plips)


def _wind(booth: Booth, manner: Manner) -> Samples:
    gust = booth.drift(4 / manner.speed, 6 * min(1.3, manner.force))
    low = booth.noise((-6, 0, 0, -2, -12, _OFF, _OFF, _OFF, _OFF, _OFF)) * booth.drift(2.2, 4)
    mid = booth.noise((_OFF, _OFF, -14, -4, 0, -3, -12, _OFF, _OFF, _OFF)) * booth.drift(1.3, 5)
    high = booth.noise((_OFF, _OFF, _OFF, _OFF, -12, -4, -4, -9, -16, -26)) * booth.drift(0.8, 6)
    return f32(gust * (low + 0.9 * gust * mid + 0.3 * gust**2 * high))


def _waves(booth: Booth, manner: Manner) -> Samples:
    cycles = max(1, round(booth.length / SAMPLE_RATE / (7 / manner.speed)))
    phase = np.linspace(0, cycles, booth.length, endpoint=False, dtype=np.float32)
    phase = (phase + 0.12 * (booth.drift(9, 3) - 1)) % 1
    swell = f32(np.clip(phase / 0.35, 0, 1) ** 2 * np.clip((1 - phase) / 0.65, 0, 1) ** 1.5)
    foam = np.roll(swell, round(0.7 * SAMPLE_RATE))
    deep = booth.noise((-8, -2, 0, -2, -6, -12, -20, _OFF, _OFF, _OFF))
    hiss = booth.noise((_OFF, _OFF, _OFF, -20, -12, -6, -3, -3, -6, -12)) * booth.drift(0.3, 2)
    return f32(deep * (0.2 + swell) + hiss * (0.04 + 0.7 * foam))


def _fire(booth: Booth, manner: Manner) -> Samples:
    roar = booth.noise((-8, -2, 0, -4, -10, -18, -24, -28, -32, _OFF)) * booth.drift(0.25, 7)
    hiss = booth.noise((_OFF, _OFF, _OFF, _OFF, -20, -14, -10, -8, -8, -12)) * booth.drift(0.6, 5)
    snaps = booth.strew(
        [crackle(booth.rng) for _ in range(24)], 14 * manner.force * manner.speed, 12
    )
    return f32(roar * booth.drift(2.5, 4) * 0.3 + 0.12 * hiss + 9 * snaps)


def _birds(booth: Booth, manner: Manner) -> Samples:
    songs = []
    for _ in range(7):
        base = booth.rng.uniform(2300, 5200)
        notes = booth.rng.integers(2, 7)
        gap = booth.rng.uniform(0.07, 0.19)
        bend = (
            booth.rng.uniform(0.75, 1.35, notes) if booth.rng.integers(2) else np.full(notes, 1.25)
        )
        song = [(1.0, gap * k, _tweet(base, float(bend[k]), gap * 0.75)) for k in range(notes)]
        echo = [(0.18, late + 0.11, note) for _, late, note in song]
        songs.append(layered(*song, *echo))
    air = booth.noise((-14, -10, -10, -14, -20, -24, -26, -28, -30, -34))
    return f32(booth.strew(songs, 1.6 * manner.speed * manner.force, 9) + 0.012 * air)


def _tweet(base: float, bend: float, seconds: float) -> Samples:
    note = chirp(base, base * bend, seconds)
    return note * np.hanning(len(note)).astype(np.float32)


def _water(booth: Booth, manner: Manner) -> Samples:
    rush = booth.noise((_OFF, -26, -16, -8, -4, -4, -7, -10, -14, -22)) * booth.drift(0.35, 3)
    pops = booth.strew([bubble(booth.rng, 350, 2200) for _ in range(32)], 55 * manner.speed, 7)
    return f32(rush * booth.drift(2.0, 3) * 0.16 * manner.force + 2.4 * pops)


def _crowd(booth: Booth, manner: Manner) -> Samples:
    murmur = booth.empty()
    for _ in range(3):
        murmur += booth.noise((_OFF, -20, -8, -2, 0, -4, -12, -20, -28, _OFF)) * booth.drift(
            0.24, 8
        )
    voices = booth.strew([vowel(booth.rng) for _ in range(40)], 26 * manner.speed * manner.force, 8)
    return f32(0.16 * murmur + 2.2 * voices)


def _room(booth: Booth, _manner: Manner) -> Samples:
    return f32(booth.noise((-14, -7, -5, -7, -11, -15, -20, -26, -32, -40)) * booth.drift(5, 1.2))


def _insects(booth: Booth, manner: Manner) -> Samples:
    trills = []
    for pitch in booth.rng.uniform(3800, 5600, 6):
        pulse = peaked(chirp(pitch, pitch * 0.985, 0.017) * np.hanning(816).astype(np.float32))
        trills.append(layered(*((1.0, 0.034 * k, pulse) for k in range(booth.rng.integers(3, 9)))))
    chorus = booth.noise((_OFF, _OFF, _OFF, _OFF, _OFF, _OFF, -22, -6, -12, -24)) * booth.drift(
        0.06, 5
    )
    air = booth.noise((-8, -8, -12, -16, -22, -30, -36, _OFF, _OFF, _OFF))
    return f32(booth.strew(trills, 9 * manner.speed, 8) + 0.05 * chorus + 0.03 * air)


def _traffic(booth: Booth, manner: Manner) -> Samples:
    city = booth.noise((-3, 0, -2, -5, -9, -13, -20, -28, -36, _OFF)) * booth.drift(2.5, 3)
    out = city * 0.6
    for _ in range(max(1, round(booth.length / SAMPLE_RATE / 5 * manner.speed))):
        seconds = booth.rng.uniform(2.5, 5)
        count = min(booth.length, round(seconds * SAMPLE_RATE))
        shape = f32(np.hanning(count) ** 3)
        tyres = booth.noise((-8, -2, -2, -4, -3, -2, -6, -13, -20, -30))[:, :count]
        across = np.linspace(0.2, 0.8, count, dtype=np.float32)[:: booth.rng.choice((-1, 1))]
        start = int(booth.rng.integers(0, booth.length - count + 1))
        out[:, start : start + count] += tyres * shape * np.stack([1 - across, across])
    return f32(out)


def _static(booth: Booth, manner: Manner) -> Samples:
    hiss = booth.noise((_OFF, _OFF, -24, -18, -12, -6, -3, 0, -2, -8)) * booth.drift(0.4, 3)
    pops = booth.strew([tick(booth.rng, 900, 7000) for _ in range(16)], 18 * manner.speed, 10)
    return f32(0.5 * hiss + 3 * pops)


def _bubbles(booth: Booth, manner: Manner) -> Samples:
    deep = booth.noise((0, 0, -3, -10, -18, -28, -40, _OFF, _OFF, _OFF)) * booth.drift(1.2, 4)
    pops = booth.strew(
        [bubble(booth.rng, 160, 900) for _ in range(32)], 22 * manner.speed * manner.force, 8
    )
    return f32(0.14 * deep + 2.2 * pops * booth.drift(1.5, 6))


def _applause(booth: Booth, manner: Manner) -> Samples:
    claps = booth.strew([clap(booth.rng) for _ in range(40)], 85 * manner.speed * manner.force, 8)
    far = booth.noise((_OFF, _OFF, -24, -16, -8, -2, -2, -7, -13, -22)) * booth.drift(0.05, 3)
    return f32(2.5 * claps + 0.16 * far * booth.drift(2, 3))


BEDS: Mapping[str, Bed] = MappingProxyType(
    {
        "alarm": Bed(alarm, 0, -3),
        "applause": Bed(_applause, 3),
        "birds": Bed(_birds, 1, -2),
        "bubbles": Bed(_bubbles, 4),
        "crowd": Bed(_crowd, 3),
        "drone": Bed(drone, 3, -1),
        "engine": Bed(engine, 5),
        "fire": Bed(_fire, 3),
        "helicopter": Bed(helicopter, 3),
        "hum": Bed(hum, 0, -4),
        "insects": Bed(_insects, 1, -3),
        "machine": Bed(machine, 3),
        "rain": Bed(_rain, 1.5),
        "room": Bed(_room, 0, -8),
        "static": Bed(_static, 2, -3),
        "traffic": Bed(_traffic, 3),
        "train": Bed(train, 2),
        "water": Bed(_water, 3),
        "waves": Bed(_waves, 2),
        "wind": Bed(_wind, 6),
    }
)
"""Every continuous layer by its lexicon name."""
