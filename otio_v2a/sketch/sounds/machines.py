"""Engines, rotors and rails, motors and mains; each a stereo loop."""

from collections.abc import Sequence

import numpy as np

from otio_v2a.sketch.hearing.lexicon import Manner
from otio_v2a.sketch.sounds.booth import Booth
from otio_v2a.sketch.sounds.grains import tick
from otio_v2a.sketch.workshop import OFF, Samples, f32, layered, ring
from otio_v2a.timecode import SAMPLE_RATE

_TABLE = 4096


def engine(booth: Booth, manner: Manner) -> Samples:
    """A piston engine, its pace drifting."""
    pace = 34 * manner.speed * (0.8 if manner.force > 1 else 1.0)
    phase = booth.phase(pace * booth.drift(1.7, 0.5))
    firm = _buzz(booth.rng, phase, 39, 0.9)
    puff = np.exp(-5 * phase)
    exhaust = booth.noise((-16, -8, -3, 0, -3, -6, -11, -18, -26, OFF))
    return f32(firm * 1.6 * booth.drift(0.12, 1.5) + exhaust * (0.12 + puff) * 0.45)


def tools(booth: Booth, manner: Manner) -> Samples:
    """A drill that is run up, pressed in and let go, again and again."""
    cycles = max(1, round(booth.length / SAMPLE_RATE / 3.4 * manner.speed))
    turn = np.linspace(0, cycles, booth.length, endpoint=False, dtype=np.float32) % 1
    on = f32(np.clip(turn * 14, 0, 1) * np.clip((0.82 - turn) * 9, 0, 1))
    load = f32(np.clip((turn - 0.2) * 9, 0, 1) * np.clip((0.66 - turn) * 9, 0, 1))
    phase = booth.phase(f32(205) * (0.35 + 0.65 * on) * (1 - 0.22 * load) * booth.drift(0.2, 0.3))
    motor = _buzz(booth.rng, phase, 60, 0.55)
    gears = _buzz(booth.rng, phase * 7 % 1, 9, 0.5)
    grind = booth.noise((OFF, OFF, -26, -18, -10, -5, -2, 0, -5, -12)) * (0.5 + phase)
    return f32(on * (motor + 0.5 * gears + (0.15 + 1.1 * load) * grind))


def airplane(booth: Booth, manner: Manner) -> Samples:
    """A jet on its way over: the roar comes and goes, the turbine falls in pitch."""
    seconds = 11 / manner.speed
    cycles = max(1, round(booth.length / SAMPLE_RATE / seconds))
    turn = np.linspace(0, cycles, booth.length, endpoint=False, dtype=np.float32) % 1
    near = f32(1 / (1 + ((turn - 0.5) * 5) ** 2))
    roar = booth.noise((-8, -1, 0, -1, -4, -8, -13, -19, -26, -36)) * booth.drift(0.4, 2.5)
    bright = booth.noise((OFF, OFF, OFF, -18, -10, -5, -3, -6, -12, -22))
    fall = f32(1 - 0.16 * np.tanh((turn - 0.5) * 7))
    whine = booth.whistle(f32(1480) * fall, 8) + 0.6 * booth.whistle(f32(2310) * fall, 8)
    return f32(near * (roar + 0.5 * near * bright + 0.9 * whine) + 0.08 * roar)


def helicopter(booth: Booth, manner: Manner) -> Samples:
    """A rotor overhead."""
    phase = booth.phase(np.full(booth.length, 11.5 * manner.speed, np.float32))
    chop = np.exp(-6 * phase) * np.minimum(1, phase * 30)
    blade = booth.noise((0, 2, 1, -3, -7, -12, -18, -24, -32, OFF))
    whine = booth.chord([(412, 0.1), (823, 0.06), (1270, 0.04)])
    return f32(blade * (0.12 + chop) * booth.drift(1.5, 3) + whine)


def train(booth: Booth, manner: Manner) -> Samples:
    """Wheels over rail joints, two and two."""
    clack = layered((1, 0, tick(booth.rng, 250, 2600)), (0.8, 0.11, tick(booth.rng, 200, 2200)))
    low = ring([(62, 0.06, 1.0), (97, 0.05, 0.6)], 0.35)
    beats = max(2, round(booth.length / SAMPLE_RATE * 1.5 * manner.speed))
    roll = booth.noise((-16, -9, -4, -2, -3, -7, -12, -18, -24, -34)) * booth.drift(0.5, 3)
    return f32(7 * _regular(booth, [layered((1, 0, clack), (0.8, 0, low))], beats) + 0.55 * roll)


def machine(booth: Booth, manner: Manner) -> Samples:
    """A machine that thuds and clanks at an even pace."""
    beats = max(2, round(booth.length / SAMPLE_RATE * 3.2 * manner.speed))
    clank = ring([(booth.rng.uniform(300, 2600), 0.03, 0.5) for _ in range(6)], 0.25)
    thud = layered((1.0, 0, ring([(74, 0.05, 1.0), (128, 0.03, 0.5)], 0.3)), (0.3, 0.06, clank))
    loop = _regular(booth, [thud, f32(0.6 * clank)], beats)
    whirr = booth.noise((-6, -2, -3, -3, -6, -9, -12, -18, -24, OFF)) * booth.drift(0.09, 2)
    return f32(loop * 5 + whirr * 0.45 + booth.chord([(118, 0.3), (236, 0.18), (473, 0.1)]))


def fan(booth: Booth, manner: Manner) -> Samples:
    """Moved air with the beat of its blades."""
    phase = booth.phase(f32(14 * manner.speed) * booth.drift(4, 0.2))
    beat = 1 + f32(0.16) * np.sin(f32(2 * np.pi) * phase)
    air = booth.noise((-22, -14, -5, -2, 0, -1, -4, -8, -13, -20))
    motor = booth.chord([(118, 1.3), (236, 0.9), (354, 0.6), (826, 0.35)])
    return f32(air * beat + motor)


def hum(booth: Booth, manner: Manner) -> Samples:
    """Mains hum of about 50 Hz and its harmonics."""
    tones = (1, 2, 3, 4, 6, 8, 12, 16)
    levels = [0.5, 1.0, 0.3, 0.55, 0.25, 0.2, 0.12, 0.08]
    mains = booth.rng.uniform(48.5, 51.5)
    out = booth.chord([(mains * k, level) for k, level in zip(tones, levels, strict=True)])
    buzz = booth.noise((OFF, OFF, OFF, -20, -14, -12, -14, -18, -24, -30))
    return f32(out * booth.drift(0.7, 0.6 * manner.force) + 0.05 * buzz)


def drone(booth: Booth, _manner: Manner) -> Samples:
    """A dark, slowly beating low tone."""
    root = float(booth.rng.uniform(52, 72))
    ratios = ((1, 1.0), (1.006, 0.9), (1.5, 0.5), (2.003, 0.45), (2.98, 0.2))
    grit = booth.noise((0, 0, -3, -7, -12, -20, -30, -38, OFF, OFF)) * booth.drift(3, 6)
    tones = [(root * ratio, level) for ratio, level in ratios]
    return f32(booth.chord(tones) * booth.drift(2.3, 4) + 0.35 * grit)


def alarm(booth: Booth, manner: Manner) -> Samples:
    """A beeper: four beeps and a rest."""
    beats = max(1, round(booth.length / SAMPLE_RATE * 0.8 * manner.speed))
    pitch = booth.rng.uniform(1900, 2200)
    gate = f32(np.clip(np.minimum(np.arange(5280), np.arange(5280)[::-1]) / 150, 0, 1))
    time = np.arange(5280, dtype=np.float32) / SAMPLE_RATE
    tone = sum(
        level * np.sin(f32(2 * np.pi * hertz) * time)
        for hertz, level in ((pitch, 1), (2 * pitch, 0.2), (3 * pitch, 0.15))
    )
    beep = f32(tone * gate)
    four = layered(*((1.0, 0.17 * k, beep) for k in range(4)))
    return f32(_regular(booth, [four], beats) + 0.002 * booth.noise([0.0] * 10))


def siren(booth: Booth, manner: Manner) -> Samples:
    """A wail that climbs and falls, with its echo from the houses."""
    cycles = max(1, round(booth.length / SAMPLE_RATE / 4.4 * manner.speed))
    turn = np.linspace(0, cycles, booth.length, endpoint=False, dtype=np.float32)
    turn = (turn + f32(booth.rng.random())) % 1
    rise = 0.5 - 0.5 * np.cos(f32(2 * np.pi) * turn**0.8)
    phase = booth.phase(f32(booth.rng.uniform(520, 600)) * np.exp2(f32(1.25) * rise))
    horn = _buzz(booth.rng, phase, 9, 1.1) * booth.drift(1.3, 2)
    echoes = [(0.35, 0.19, 0.23), (0.2, 0.37, 0.31)]
    out = np.stack([horn, horn])
    for level, *lates in echoes:
        late = [round(seconds * SAMPLE_RATE) for seconds in lates]
        out += np.float32(level) * np.stack([np.roll(horn, samples) for samples in late])
    return out


def _buzz(rng: np.random.Generator, phase: Samples, partials: int, slope: float) -> Samples:
    """A tone of many partials at a phase of 0 to 1 a sample."""
    turns = np.arange(_TABLE) / _TABLE
    numbers = np.arange(1, partials + 1)[:, None]
    levels = numbers**-slope * np.minimum(1, numbers / 4) * rng.uniform(0.4, 1, (partials, 1))
    waves = levels * np.sin(2 * np.pi * (numbers * turns + rng.random((partials, 1))))
    wave = f32(waves.sum(axis=0))
    return wave[(phase * _TABLE).astype(np.int32) % _TABLE]


def _regular(booth: Booth, sounds: Sequence[Samples], beats: int) -> Samples:
    """Sounds in turn at an even pace that closes the loop."""
    line = np.zeros(booth.length, np.float32)
    first = booth.rng.random()
    for beat in range(beats):
        sound = sounds[beat % len(sounds)] * f32(booth.rng.uniform(0.8, 1))
        start = int((beat + first) * booth.length / beats)
        head = min(len(sound), booth.length - start)
        line[start : start + head] += sound[:head]
        line[: len(sound) - head] += sound[head:]
    return np.stack([line, line])
