"""Continuous layers that turn, hum or beat: engines, rotors, trains, tones; each a stereo loop."""

import numpy as np

from otio_v2a.sketch.hearing.lexicon import Manner
from otio_v2a.sketch.sounds.grains import tick
from otio_v2a.sketch.workshop import Booth, Samples, chirp, f32, layered, ring, stretched
from otio_v2a.timecode import SAMPLE_RATE

_OFF = -90.0


def engine(booth: Booth, manner: Manner) -> Samples:
    """A piston engine, its pace drifting."""
    firing = 34 * manner.speed * (1.3 if manner.force > 1 else 1.0)
    cycles = round(firing * booth.length / SAMPLE_RATE)
    pace = booth.drift(1.7, 0.5).astype(np.float64)
    phase = np.cumsum(pace) * (cycles / pace.sum())
    table = np.arange(4096) / 4096
    levels = (
        np.arange(1, 40) ** -0.9
        * np.minimum(1, np.arange(1, 40) / 4)
        * booth.rng.uniform(0.4, 1, 39)
    )
    shifts = booth.rng.random(39)
    wave = f32(
        sum(
            a * np.sin(2 * np.pi * (k * table + p))
            for k, a, p in zip(range(1, 40), levels, shifts, strict=True)
        )
    )
    firm = wave[(phase * 4096).astype(np.int64) % 4096]
    puff = np.exp(-5 * (phase % 1)).astype(np.float32)
    exhaust = booth.noise((-16, -8, -3, 0, -3, -6, -11, -18, -26, _OFF))
    return f32(firm * 1.3 * booth.drift(0.12, 1.5) + exhaust * (0.25 + puff) * 0.7)


def hum(booth: Booth, manner: Manner) -> Samples:
    """Mains hum of 50 Hz and its harmonics."""
    tones = (1, 2, 3, 4, 6, 8, 12, 16)
    levels = [0.5, 1.0, 0.3, 0.55, 0.25, 0.2, 0.12, 0.08]
    out = _chord([(50.0 * k, level) for k, level in zip(tones, levels, strict=True)], booth)
    buzz = booth.noise((_OFF, _OFF, _OFF, -20, -14, -12, -14, -18, -24, -30))
    return f32(out * booth.drift(0.7, 0.6 * manner.force) + 0.05 * buzz)


def drone(booth: Booth, _manner: Manner) -> Samples:
    """A dark, slowly beating low tone."""
    root = float(booth.rng.uniform(52, 72))
    tones = [
        (root, 1.0),
        (root * 1.006, 0.9),
        (root * 1.5, 0.5),
        (root * 2.003, 0.45),
        (root * 2.98, 0.2),
    ]
    grit = booth.noise((0, 0, -3, -7, -12, -20, -30, -38, _OFF, _OFF)) * booth.drift(3, 6)
    return f32(_chord(tones, booth) * booth.drift(2.3, 4) + 0.35 * grit)


def machine(booth: Booth, manner: Manner) -> Samples:
    """A machine that thuds and clanks at an even pace."""
    beats = max(2, round(booth.length / SAMPLE_RATE * 3.2 * manner.speed))
    clank = ring([(booth.rng.uniform(300, 2600), 0.03, 0.5) for _ in range(6)], 0.25)
    thud = layered((1.0, 0, ring([(74, 0.05, 1.0), (128, 0.03, 0.5)], 0.3)), (0.3, 0.06, clank))
    loop = _regular(booth, [thud, f32(0.6 * clank)], beats)
    whirr = booth.noise((-6, -2, -3, -3, -6, -9, -12, -18, -24, _OFF)) * booth.drift(0.09, 2)
    return f32(loop * 5 + whirr * 0.45 + _chord([(118, 0.3), (236, 0.18), (473, 0.1)], booth))


def train(booth: Booth, manner: Manner) -> Samples:
    """Wheels over rail joints."""
    clack = layered((1, 0, tick(booth.rng, 250, 2600)), (0.8, 0.11, tick(booth.rng, 200, 2200)))
    low = ring([(62, 0.06, 1.0), (97, 0.05, 0.6)], 0.35)
    beats = max(2, round(booth.length / SAMPLE_RATE * 1.5 * manner.speed))
    roll = booth.noise((-16, -9, -4, -2, -3, -7, -12, -18, -24, -34)) * booth.drift(0.5, 3)
    return f32(7 * _regular(booth, [layered((1, 0, clack), (0.8, 0, low))], beats) + 0.55 * roll)


def helicopter(booth: Booth, manner: Manner) -> Samples:
    """A rotor overhead."""
    beats = round(booth.length / SAMPLE_RATE * 11.5 * manner.speed)
    phase = np.linspace(0, beats, booth.length, endpoint=False, dtype=np.float32) % 1
    chop = np.exp(-6 * phase) * np.minimum(1, phase * 30)
    blade = booth.noise((0, 2, 1, -3, -7, -12, -18, -24, -32, _OFF))
    whine = _chord([(412, 0.1), (823, 0.06), (1270, 0.04)], booth)
    return f32(blade * (0.12 + chop) * booth.drift(1.5, 3) + whine)


def alarm(booth: Booth, manner: Manner) -> Samples:
    """A beeper, twice a second."""
    beats = max(2, round(booth.length / SAMPLE_RATE * 2 * manner.speed))
    beep = layered((1, 0, chirp(960, 960, 0.22)), (0.3, 0, chirp(2880, 2880, 0.22)))
    gate = stretched(f32([0, *[1] * 15, 0]), len(beep))
    return f32(_regular(booth, [beep * gate], beats) + 0.002 * booth.noise([0.0] * 10))


def _chord(tones: list[tuple[float, float]], booth: Booth) -> Samples:
    """Steady sines that close the loop, left and right out of phase. Tones are (Hz, level)."""
    time = np.arange(booth.length, dtype=np.float64) / booth.length
    out = booth.empty()
    for hertz, level in tones:
        cycles = round(hertz * booth.length / SAMPLE_RATE)
        for side in range(2):
            out[side] += level * np.sin(2 * np.pi * (cycles * time + booth.rng.random()))
    return out


def _regular(booth: Booth, sounds: list[Samples], beats: int) -> Samples:
    """Sounds in turn at an even pace that closes the loop."""
    line = np.zeros(booth.length, np.float32)
    for beat in range(beats):
        sound = sounds[beat % len(sounds)] * f32(booth.rng.uniform(0.8, 1))
        start = round(beat * booth.length / beats)
        take = np.arange(start, start + len(sound)) % booth.length
        line[take] += sound
    return np.stack([line, line])
