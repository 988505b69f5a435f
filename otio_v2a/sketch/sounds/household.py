"""Small continuous sounds near by: a purring cat, a pen on paper; each a stereo loop."""

import numpy as np

from otio_v2a.sketch.hearing.lexicon import Manner
from otio_v2a.sketch.sounds.booth import Booth
from otio_v2a.sketch.sounds.grains import tick
from otio_v2a.sketch.workshop import OFF, Samples, f32, stretched
from otio_v2a.timecode import SAMPLE_RATE

_POINTS_A_SECOND = 200
_IN = 0.45  # of a breath


def purr(booth: Booth, manner: Manner) -> Samples:
    """A cat that purrs in and out: 25 small pulses a second, deeper when it breathes out."""
    cycles = max(1, round(booth.length / SAMPLE_RATE / 2.1 * manner.speed))
    turn = np.linspace(0, cycles, booth.length, endpoint=False, dtype=np.float32) % 1
    out = f32(turn > _IN)
    share = np.where(out > 0, (turn - _IN) / (1 - _IN), turn / _IN)
    breath = np.sin(f32(np.pi) * share)
    phase = booth.phase((27 - 3.5 * out) * booth.drift(0.5, 0.4))
    pulse = np.exp(-7 * phase) * np.sqrt(breath)
    throat = booth.noise((OFF, -8, 0, -1, -6, -14, -24, -34, OFF, OFF)) * (0.75 + 0.25 * out)
    air = booth.noise((OFF, OFF, OFF, -18, -10, -6, -8, -14, -22, OFF))
    return f32(throat * pulse + 0.12 * air * breath * (0.4 + pulse))


def writing(booth: Booth, manner: Manner) -> Samples:
    """A pen that writes words: strokes to and fro, a lift, the next word."""
    strokes = stretched(_strokes(booth, manner), booth.length)
    grain = booth.gate(0.004)
    nib = booth.noise((OFF, OFF, OFF, OFF, -18, -8, -2, 0, -5, -13))
    desk = booth.noise((OFF, OFF, -10, -4, -6, -14, OFF, OFF, OFF, OFF))
    taps = booth.strew([tick(booth.rng, 400, 4000, 0.003) for _ in range(6)], 1.2, 6)
    near = f32(0.8) * nib[:1] + f32(0.35) * nib + f32(0.25) * desk[:1]
    return f32(strokes * (0.4 + 0.6 * grain) * near + 0.7 * taps)


def _strokes(booth: Booth, manner: Manner) -> Samples:
    points = np.zeros(round(booth.length / SAMPLE_RATE * _POINTS_A_SECOND), np.float32)
    at = 0.0
    while at < len(points) - 80:
        for _ in range(booth.rng.integers(4, 12)):
            count = max(6, round(_POINTS_A_SECOND * booth.rng.uniform(0.06, 0.19) / manner.speed))
            stroke = np.sin(np.linspace(0, np.pi, count)) ** 0.7 * booth.rng.uniform(0.4, 1)
            place = round(at)
            room_left = points[place : place + count]
            room_left += f32(stroke[: len(room_left)])
            at += count * booth.rng.uniform(1.0, 1.25)
        at += _POINTS_A_SECOND * booth.rng.uniform(0.15, 0.7) / manner.speed
    return points
