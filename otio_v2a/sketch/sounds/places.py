"""Places and those who are in them: birds, insects, crowds, traffic; each a stereo loop."""

import numpy as np

from otio_v2a.sketch.hearing.lexicon import Manner
from otio_v2a.sketch.sounds.booth import Booth
from otio_v2a.sketch.sounds.grains import clap
from otio_v2a.sketch.sounds.voices import shout, vowel
from otio_v2a.sketch.workshop import OFF, Samples, chirp, f32, layered, peaked
from otio_v2a.timecode import SAMPLE_RATE


def birds(booth: Booth, manner: Manner) -> Samples:
    """Songs of a few birds, each with its own phrase, and air."""
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


def insects(booth: Booth, manner: Manner) -> Samples:
    """Crickets near, a chorus far."""
    trills = []
    for pitch in booth.rng.uniform(3800, 5600, 6):
        pulse = peaked(chirp(pitch, pitch * 0.985, 0.017) * np.hanning(816).astype(np.float32))
        trills.append(layered(*((1.0, 0.034 * k, pulse) for k in range(booth.rng.integers(3, 9)))))
    chorus = booth.noise((OFF, OFF, OFF, OFF, OFF, OFF, -22, -6, -12, -24)) * booth.drift(0.06, 5)
    air = booth.noise((-8, -8, -12, -16, -22, -30, -36, OFF, OFF, OFF))
    return f32(booth.strew(trills, 9 * manner.speed, 8) + 0.05 * chorus + 0.03 * air)


def crowd(booth: Booth, manner: Manner) -> Samples:
    """Many who talk, and no word."""
    murmur = booth.empty()
    for _ in range(2):
        murmur += booth.noise((OFF, -20, -8, -2, 0, -4, -12, -20, -28, OFF)) * booth.drift(0.24, 9)
    grains = [vowel(booth.rng) for _ in range(32)]
    voices = booth.strew(grains, 26 * manner.speed * manner.force, 8)
    return f32(0.16 * murmur + 2.2 * voices)


def children(booth: Booth, manner: Manner) -> Samples:
    """Children who call and run about, over their own chatter."""
    calls = [shout(booth.rng) for _ in range(20)]
    near = booth.strew(calls, 3.2 * manner.speed * manner.force, 7)
    chatter = booth.strew(calls[:8], 9 * manner.speed, 5)
    air = booth.noise((OFF, -22, -18, -14, -10, -10, -14, -20, -28, OFF)) * booth.drift(0.3, 6)
    return f32(near + 0.22 * chatter + 0.03 * air)


def applause(booth: Booth, manner: Manner) -> Samples:
    """Hands near, hands far."""
    grains = [clap(booth.rng) for _ in range(40)]
    claps = booth.strew(grains, 85 * manner.speed * manner.force, 8)
    far = booth.noise((OFF, OFF, -24, -16, -8, -2, -2, -7, -13, -22)) * booth.drift(0.05, 3)
    return f32(2.5 * claps + 0.16 * far * booth.drift(2, 3))


def traffic(booth: Booth, manner: Manner) -> Samples:
    """A city's rumble, and cars that pass from side to side."""
    city = booth.noise((-3, 0, -2, -5, -9, -13, -20, -28, -36, OFF)) * booth.drift(2.5, 3)
    out = city * f32(0.45)
    tyres = booth.noise((-14, -6, -4, -5, -3, 0, -3, -10, -18, -28))
    for _ in range(max(1, round(booth.length / SAMPLE_RATE / 1.7 * manner.speed * manner.force))):
        count = min(booth.length, round(booth.rng.uniform(2.5, 5) * SAMPLE_RATE))
        arch = np.sin(np.linspace(0, np.pi, count, dtype=np.float32)) ** 2
        shape = arch * arch * arch * f32(booth.rng.uniform(0.6, 1.2))
        across = np.linspace(0.2, 0.8, count, dtype=np.float32)[:: booth.rng.choice((-1, 1))]
        start, at = booth.rng.integers(0, booth.length - count + 1, 2)
        passing = tyres[:, at : at + count] * shape
        out[:, start : start + count] += passing * np.stack([1 - across, across])
    return out


def room(booth: Booth, _manner: Manner) -> Samples:
    """The air of a room."""
    return f32(booth.noise((-14, -7, -5, -7, -11, -15, -20, -26, -32, -40)) * booth.drift(5, 1.2))
