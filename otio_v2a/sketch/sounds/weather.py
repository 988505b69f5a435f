"""Weather, water and fire; each a stereo loop of noise bands and grains."""

import numpy as np

from otio_v2a.sketch.hearing.lexicon import Manner
from otio_v2a.sketch.sounds.booth import Booth
from otio_v2a.sketch.sounds.grains import bubble, crackle, drop, plip, strewn, tick
from otio_v2a.sketch.workshop import OFF, Samples, f32, layered, ring
from otio_v2a.timecode import SAMPLE_RATE


def rain(booth: Booth, manner: Manner) -> Samples:
    """A wash of far drops, and near ones that ring as what they fall on."""
    dense = 70 * manner.force**2 * manner.speed
    body = {1.6: 0, 0.5: -22}.get(manner.force, -12)
    wash = booth.noise((OFF, -34, body - 14, body - 8, body, -10, -6, -4, -5, -12))
    drops = booth.strew([_raindrop(booth, manner.surface) for _ in range(24)], dense, 7)
    plips = booth.strew([plip(booth.rng) for _ in range(12)], dense / 9, 6)
    near = 6.0 if manner.close else 3.5
    wash *= booth.drift(3, 2) * f32(0.35 * manner.force / near)
    wash += drops
    plips *= f32(0.5)
    wash += plips
    return wash


def _raindrop(booth: Booth, surface: str) -> Samples:
    wet = drop(booth.rng)
    if surface == "metal":
        pitch = booth.rng.uniform(700, 2400)
        tin = ring([(pitch, 0.02, 0.9), (pitch * 1.63, 0.015, 0.6), (pitch * 2.9, 0.01, 0.4)], 0.12)
        return layered((0.6, 0, wet), (0.7, 0, tin))
    if surface == "leaves":
        return tick(booth.rng, 700, 2600, 0.004)
    return wet


def wind(booth: Booth, manner: Manner) -> Samples:
    """Gusts: the stronger, the brighter; and one that whistles."""
    gust = booth.drift(4 / manner.speed, 6 * min(1.3, manner.force))
    low = booth.noise((-6, 0, 0, -2, -12, OFF, OFF, OFF, OFF, OFF))
    low *= booth.drift(2.2, 4)
    mid = booth.noise((OFF, OFF, -15, -5, -1, -4, -13, OFF, OFF, OFF))
    mid *= booth.drift(1.3, 5)
    out = booth.noise((OFF, OFF, OFF, OFF, -22, -14, -14, -19, -26, -36))
    out += booth.whistle(booth.drift(2.6, 2.5) * f32(520), 30) * f32(0.25)
    for calmer in (mid, low):
        out *= gust
        out += calmer
    out *= gust
    return out


def waves(booth: Booth, manner: Manner) -> Samples:
    """Breakers that swell, crash and draw back hissing."""
    cycles = max(1, round(booth.length / SAMPLE_RATE / (7 / manner.speed)))
    phase = np.linspace(0, cycles, booth.length, endpoint=False, dtype=np.float32)
    phase = (phase + 0.12 * (booth.drift(9, 3) - 1)) % 1
    swell = f32(np.clip(phase / 0.35, 0, 1) ** 2 * np.sqrt(np.clip((1 - phase) / 0.65, 0, 1)) ** 3)
    foam = np.roll(swell, round(0.7 * SAMPLE_RATE))
    deep = booth.noise((-8, -2, 0, -2, -6, -12, -20, OFF, OFF, OFF))
    hiss = booth.noise((OFF, OFF, OFF, -20, -12, -6, -3, -3, -6, -12)) * booth.drift(0.3, 2)
    return f32(deep * (0.2 + swell) + hiss * (0.04 + 0.7 * foam))


def fire(booth: Booth, manner: Manner) -> Samples:
    """Roar, hiss and snaps."""
    roar = booth.noise((-8, -2, 0, -4, -10, -18, -24, -28, -32, OFF)) * booth.drift(0.25, 7)
    hiss = booth.noise((OFF, OFF, OFF, OFF, -20, -14, -10, -8, -8, -12)) * booth.drift(0.6, 5)
    grains = [crackle(booth.rng) for _ in range(24)]
    snaps = booth.strew(grains, 14 * manner.force * manner.speed, 12)
    return f32(roar * booth.drift(2.5, 4) * 0.3 + 0.12 * hiss + 9 * snaps)


def water(booth: Booth, manner: Manner) -> Samples:
    """A stream: bubbles over a rush."""
    rush = booth.noise((OFF, -26, -16, -8, -4, -4, -7, -10, -14, -22)) * booth.drift(0.35, 3)
    grains = [bubble(booth.rng, 350, 2200) for _ in range(32)]
    pops = booth.strew(grains, 55 * manner.speed, 7)
    return f32(rush * booth.drift(2.0, 3) * 0.16 * manner.force**1.5 + 2.4 * pops)


def bubbles(booth: Booth, manner: Manner) -> Samples:
    """Bubbles that rise in deep water, in bouts."""
    deep = booth.noise((0, 0, -3, -10, -18, -28, -40, OFF, OFF, OFF)) * booth.drift(1.2, 4)
    grains = [bubble(booth.rng, 160, 900) for _ in range(32)]
    pops = booth.strew(grains, 22 * manner.speed * manner.force, 8)
    return f32(0.14 * deep + 2.2 * pops * booth.drift(1.5, 6))


def leaves(booth: Booth, manner: Manner) -> Samples:
    """Foliage that stirs in gusts: a bright flutter and the tick of single leaves."""
    gust = booth.drift(2.8 / manner.speed, 9)
    flutter = booth.noise((OFF, OFF, OFF, OFF, -26, -14, -5, 0, -3, -9)) * booth.drift(0.07, 7)
    grains = [tick(booth.rng, low, low * 3, 0.003) for low in booth.rng.uniform(1500, 4500, 16)]
    single = booth.strew(grains, 60 * manner.speed * manner.force, 8)
    return f32(gust * (0.35 * flutter + 1.6 * single))


def pouring(booth: Booth, manner: Manner) -> Samples:
    """Vessels filled one after the other: the pitch of the air in them rises."""
    cycles = max(1, round(booth.length / SAMPLE_RATE / (4.2 / manner.speed)))
    phase = np.linspace(0, cycles, booth.length, endpoint=False, dtype=np.float32) % 1
    full = np.minimum(phase / 0.8, 1)
    flow = f32(np.clip(phase * 12, 0, 1) * np.clip((0.84 - phase) * 25, 0, 1))
    pitch = f32(330) * np.exp2(full * full * f32(1.7))
    air = booth.whistle(pitch, 60) + 0.5 * booth.whistle(pitch * f32(2.7), 60)
    grains = [bubble(booth.rng, 500, 2600) for _ in range(24)]
    gurgle = booth.strew(grains, 60 * manner.force, 6)
    splash = booth.noise((OFF, OFF, OFF, -22, -12, -6, -4, -8, -14, -22)) * booth.drift(0.08, 4)
    return f32(flow * (0.25 * air + 2.2 * gurgle + 0.10 * splash))


def frying(booth: Booth, manner: Manner) -> Samples:
    """Fat that sizzles: a dense bright crackle, spits, and a boil below."""
    spits = [tick(booth.rng, low, low * 3.5, 0.0012) for low in booth.rng.uniform(2600, 6500, 24)]
    sizzle = booth.strew(spits, 260 * manner.force, 6)
    hiss = booth.noise((OFF, OFF, OFF, OFF, -30, -20, -12, -6, 0, -2)) * booth.drift(0.05, 4)
    pops = booth.strew([_spit(booth.rng) for _ in range(8)], 3 * manner.speed, 8)
    return f32(booth.drift(1.8, 3) * (1.5 * sizzle + 0.14 * hiss) + 2.6 * pops)


def _spit(rng: np.random.Generator) -> Samples:
    times = rng.uniform(0, 0.09, 7)
    return layered(
        (1, 0, strewn(rng, [tick(rng, 1400, 9000, 0.002)], times, 5)),
        (0.4, 0, bubble(rng, 600, 1500)),
    )


def static(booth: Booth, manner: Manner) -> Samples:
    """Radio hiss with pops, and a carrier that drifts by."""
    hiss = booth.noise((OFF, OFF, -24, -18, -12, -6, -3, 0, -2, -8)) * booth.drift(0.4, 3)
    pops = booth.strew([tick(booth.rng, 900, 7000) for _ in range(16)], 18 * manner.speed, 10)
    heterodyne = booth.whistle(booth.drift(1.4, 7) * f32(1700), 4)
    dropouts = 1 - f32(0.85) * np.floor(booth.gate(0.11) + f32(0.15))
    return f32(dropouts * (0.5 * hiss + 0.05 * heterodyne) + 3 * pops)
