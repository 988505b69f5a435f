"""What is loud, or larger than life: thunder, shots, blasts, and the cinema's own sounds; mono."""

import numpy as np

from otio_v2a.sketch.hearing.lexicon import Manner
from otio_v2a.sketch.sounds.grains import bubble, click, crackle, rolling, shaped, strewn, tink
from otio_v2a.sketch.sounds.voices import voiced
from otio_v2a.sketch.workshop import Samples, burst, chirp, decay, f32, layered, ticks


def thunder(rng: np.random.Generator, manner: Manner) -> Samples:
    """A crack that breaks up, and the rumble it leaves."""
    crack = burst(rng, 0.5, 140, 9000) * decay(0.5, 0.035)
    parts = [(1.2, 0.0, click(0.002)), (1.0, 0.0, crack)]
    roll = burst(rng, 0.5, 90, 3500) * decay(0.5, 0.06)
    for late in np.cumsum(rng.exponential(0.12, 6)):
        parts.append((rng.uniform(0.25, 0.6), float(late), roll[:: rng.choice((-1, 1))]))
    seconds = 4.2 * min(1.3, max(0.8, manner.force))
    swell = shaped(seconds, rng.uniform(0.35, 1, 14))
    rumble = rolling(rng, seconds, 110) * decay(seconds, 0.7) * swell
    return layered(*parts, (1.1, 0.02, rumble * np.minimum(1, ticks(seconds) * 12)))


def explosion(rng: np.random.Generator, _manner: Manner) -> Samples:
    """A blast, its pressure, and what falls down after it."""
    pressure = chirp(rng.uniform(74, 112), rng.uniform(24, 34), 1.4) * decay(1.4, 0.22)
    debris = burst(rng, 2.2, 50, 1400) * decay(2.2, 0.28)
    shards = strewn(rng, [crackle(rng) for _ in range(8)], rng.uniform(0.2, 1.6, 40), 8)
    crack = burst(rng, 0.3, 500, 12_000) * decay(0.3, 0.02)
    return layered(
        (1, 0, click(0.002)), (1, 0, pressure), (0.9, 0, debris), (0.8, 0, crack), (0.2, 0, shards)
    )


def gunshot(rng: np.random.Generator, _manner: Manner) -> Samples:
    """A shot, and its slap from a wall."""
    crack = burst(rng, 0.12, 900, 15_000) * decay(0.12, 0.006)
    body = burst(rng, 0.5, 90, 900) * decay(0.5, 0.03)
    return layered((1, 0, click()), (1, 0, crack), (0.7, 0, body), (0.25, 0.13, crack))


def boom(rng: np.random.Generator, _manner: Manner) -> Samples:
    """A trailer's low blow: a sub that drops, and brass that growls over it."""
    seconds = 3.2
    sub = chirp(rng.uniform(78, 92), 27, seconds) * decay(seconds, 0.75)
    blow = burst(rng, 0.5, 40, 400) * decay(0.5, 0.05)
    root = rng.uniform(52, 58)
    growl = voiced(shaped(2.0, (root, root * 0.97)), (220, 480, 900), 160) * decay(2.0, 0.4)
    return layered((0.8, 0, click(0.002)), (1, 0, sub), (0.9, 0, blow), (0.25, 0, growl))


def whoosh(rng: np.random.Generator, manner: Manner) -> Samples:
    """Air that is parted: bands that swell one after the other."""
    seconds = 0.8 / manner.speed
    time = ticks(seconds)
    out = np.zeros_like(time)
    for band, low in enumerate((180, 420, 950, 2100, 4600)):
        centre = seconds * (0.5 + 0.02 * band)
        rise = np.exp(-(((time - centre) / (seconds * (0.19 - 0.022 * band))) ** 2))
        out += f32(burst(rng, seconds, low, low * 2.2)[: len(time)] * rise * 0.85**band)
    return f32(out * np.hanning(len(out)) ** 0.3)


def riser(rng: np.random.Generator, manner: Manner) -> Samples:
    """Tension that climbs for some seconds and breaks off at its height."""
    seconds = 3.4 / manner.speed
    grow = (np.exp(3.4 * ticks(seconds) / seconds) - 1) / np.expm1(3.4)
    out = np.zeros(len(grow), np.float32)
    for ratio in (1.0, 1.008, 1.5, 2.01):
        note = chirp(rng.uniform(108, 114) * ratio, 640 * ratio, seconds)
        out += f32(note * (0.5 + 0.5 * note)) * f32(0.3)
    time = ticks(seconds)
    flutter = 0.6 + 0.4 * np.sin(2 * np.pi * (3 * time + 2.2 * time**2))
    air = burst(rng, seconds, 900, 9000)
    cut = np.minimum(1, (seconds - time) * 60)
    return f32((out * flutter + 0.8 * air * grow) * grow * cut)


def laser(rng: np.random.Generator, _manner: Manner) -> Samples:
    """A zap that falls, with a shimmer after it."""
    seconds = 0.34
    zap = chirp(rng.uniform(3200, 4200), 180, seconds)
    buzz = np.sin(np.pi * 2 * 62 * ticks(seconds) + 5 * zap)
    shine = [tink(rng, pitch, 0.06) for pitch in rng.uniform(3000, 6500, 6)]
    sparkle = strewn(rng, shine, np.sort(rng.uniform(0.05, 0.6, 9)), 6)
    return layered(
        (0.5, 0, click()),
        (1, 0, f32(zap * decay(seconds, 0.08))),
        (0.5, 0, f32(buzz * decay(seconds, 0.05))),
        (0.28, 0, sparkle),
    )


def horn(rng: np.random.Generator, manner: Manner) -> Samples:
    """A car's two-toned horn; a ship's where it is heavy or slow."""
    ship = manner.force > 1 or manner.speed < 1
    seconds = 1.9 if ship else rng.uniform(0.4, 0.6) / manner.speed
    pitches = (82, 123) if ship else (405, 508)
    formants = (420, 900, 1600) if ship else (1300, 2600, 3900)
    edge = 0.10 if ship else 0.015
    gate = np.minimum(1, np.minimum(ticks(seconds) / edge, (seconds - ticks(seconds)) / (3 * edge)))
    tones = (voiced(shaped(seconds, (pitch, pitch * 0.997)), formants, 500) for pitch in pitches)
    return f32(sum(tones) * gate)


def brakes(rng: np.random.Generator, manner: Manner) -> Samples:
    """Tyres that scream over a road, a little lower as they slow down."""
    seconds = rng.uniform(0.9, 1.3) / manner.speed
    pitch = rng.uniform(820, 1050)
    wobble = 1 + 0.02 * burst(rng, seconds, 4, 25)
    glide = shaped(seconds, [pitch * b for b in (0.85, 1.05, 1, 0.97, 0.82)]) * wobble
    scream = voiced(f32(glide), (950, 1900, 3100), 500)
    rough = 0.7 + 0.3 * burst(rng, seconds, 60, 300)
    rubber = burst(rng, seconds, 700, 3600)
    loud = shaped(seconds, (0.5, 1, 0.9, 0.7, 0.25, 0))
    return layered((0.5, 0, click()), (1, 0, f32((scream * rough + 0.5 * rubber) * loud)))


def splash(rng: np.random.Generator, manner: Manner) -> Samples:
    """Water that is struck, and rains back."""
    slap = burst(rng, 0.9, 350, 7000) * decay(0.9, 0.07 * manner.force)
    body = burst(rng, 0.5, 80, 500) * decay(0.5, 0.06)
    times = 0.08 + rng.gamma(2, 0.13, 34)
    drops = strewn(rng, [bubble(rng, 300, 2600) for _ in range(16)], times, 7)
    return layered((0.5, 0, click()), (1, 0, slap), (0.7, 0, body), (0.6, 0, drops))


def drip(rng: np.random.Generator, _manner: Manner) -> Samples:
    """One drop into still water."""
    first, second = bubble(rng, 900, 2300), bubble(rng, 700, 1500)
    return layered((0.4, 0, click()), (1, 0.0005, first), (0.4, 0.09, second))
