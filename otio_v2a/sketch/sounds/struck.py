"""Blows: what strikes, falls, bounces, breaks and shuts; mono, attack first."""

import numpy as np

from otio_v2a.sketch.hearing.lexicon import Manner
from otio_v2a.sketch.sounds.grains import click, shaped, strewn, tick
from otio_v2a.sketch.sounds.grounds import ground
from otio_v2a.sketch.workshop import Samples, burst, chirp, decay, layered, ring


def impact(rng: np.random.Generator, manner: Manner) -> Samples:
    """A heavy blow."""
    thump = chirp(rng.uniform(120, 150), 48, 0.5) * decay(0.5, 0.06)
    smack = burst(rng, 0.12, 300, 5000) * decay(0.12, 0.009)
    body = burst(rng, 0.4, 70, 700) * decay(0.4, 0.035)
    return layered(
        (0.8, 0, click()), (0.9, 0, thump), (0.7, 0, smack), (0.6, 0, body), _met(rng, manner)
    )


def _met(rng: np.random.Generator, manner: Manner) -> tuple[float, float, Samples]:
    return (0.7, 0.0, ground(rng, manner.surface) if manner.surface else click())


def punch(rng: np.random.Generator, _manner: Manner) -> Samples:
    """A fist on flesh, the swing that brings it cut short."""
    flesh = burst(rng, 0.09, 160, 1500) * decay(0.09, 0.012)
    slap = burst(rng, 0.04, 1200, 6500) * decay(0.04, 0.005)
    knuckles = ring([(rng.uniform(190, 240), 0.012, 1), (430, 0.008, 0.5)], 0.09)
    cloth = burst(rng, 0.14, 1500, 6000) * shaped(0.14, (0, 0.6, 0.3, 0))
    return layered(
        (1.2, 0, click()), (1, 0, flesh), (1, 0, slap), (0.8, 0, knuckles), (0.18, 0.03, cloth)
    )


def bounce(rng: np.random.Generator, manner: Manner) -> Samples:
    """A ball on the floor."""
    low, mid = rng.uniform(82, 96), rng.uniform(190, 225)
    skin = ring([(low, 0.035, 1.0), (mid, 0.03, 0.5), (395, 0.02, 0.2)], 0.3)
    slap = burst(rng, 0.05, 400, 3000) * decay(0.05, 0.005)
    return layered((0.5, 0, click()), (1, 0, skin), (0.6, 0, slap), _met(rng, manner))


def knock(rng: np.random.Generator, manner: Manner) -> Samples:
    """Knuckles on a door, two or three times."""
    parts = []
    for turn in range(int(rng.integers(2, 4))):
        low, mid = rng.uniform(230, 280), rng.uniform(520, 640)
        wood = ring([(low, 0.018, 1), (mid, 0.012, 0.6), (1240, 0.006, 0.3)], 0.15)
        late, loud = 0.19 / manner.speed * turn * rng.uniform(0.95, 1.05), 0.85**turn
        tap = tick(rng, 700, 3500)
        parts += [(loud, late, wood), (0.7 * loud, late, click()), (0.4 * loud, late, tap)]
    return layered(*parts)


def hammer(rng: np.random.Generator, _manner: Manner) -> Samples:
    """Steel on a nail's head, and the wood under it."""
    pitch = rng.uniform(2300, 2900)
    head = ring([(pitch, 0.03, 1), (pitch * 1.43, 0.02, 0.7), (pitch * 2.2, 0.014, 0.4)], 0.3)
    wood = ring([(rng.uniform(200, 240), 0.025, 1), (470, 0.015, 0.6)], 0.2)
    crack = tick(rng, 900, 7000, 0.003)
    return layered((1.2, 0, click()), (0.4, 0, head), (1, 0, wood), (0.7, 0, crack))


def chop(rng: np.random.Generator, _manner: Manner) -> Samples:
    """A blade through something crisp, onto a board."""
    board = ring([(rng.uniform(310, 380), 0.014, 1), (820, 0.009, 0.6), (1900, 0.004, 0.3)], 0.12)
    crisp = strewn(rng, [tick(rng, 1500, 8000, 0.002)], np.sort(rng.uniform(0, 0.03, 7)), 4)
    edge = burst(rng, 0.05, 4000, 12_000) * decay(0.05, 0.006)
    return layered((1, 0, click()), (0.8, 0.002, crisp), (0.3, 0, edge), (1, 0.03, board))


def door(rng: np.random.Generator, _manner: Manner) -> Samples:
    """A door that shuts: the leaf, the frame, the latch."""
    low = rng.uniform(95, 120)
    leaf = ring([(low, 0.06, 1), (low * 1.72, 0.05, 0.8), (312, 0.04, 0.6), (545, 0.03, 0.3)], 0.5)
    air = burst(rng, 0.3, 60, 500) * decay(0.3, 0.03)
    latch = layered((1, 0, tick(rng, 1500, 7000)), (0.6, 0.035, tick(rng, 1100, 5000)))
    rattle = strewn(rng, [tick(rng, 700, 3500)], rng.uniform(0.05, 0.3, 6), 6)
    return layered(
        (0.8, 0, click()), (1, 0, leaf), (0.8, 0, air), (0.8, 0.014, latch), (0.14, 0, rattle)
    )


def stones(rng: np.random.Generator, manner: Manner) -> Samples:
    """Stones that tumble over one another and settle."""
    grains = []
    for pitch in rng.uniform(420, 2100, 10):
        clack = ring(
            [(pitch, 0.006, 1), (pitch * 2.1, 0.004, 0.7), (pitch * 3.3, 0.003, 0.5)], 0.05
        )
        grains.append(layered((1, 0, clack), (0.5, 0, tick(rng, 900, 6000, 0.002))))
    times = np.append(0, np.sort(rng.gamma(1.5, 0.16, round(28 * manner.force)))) / manner.speed
    sand = burst(rng, 0.9, 1500, 7000) * shaped(0.9, (0.2, 1, 0.5, 0.2, 0))
    return layered((1, 0, strewn(rng, grains, times, 6)), (0.10, 0, sand))


def snap(rng: np.random.Generator, _manner: Manner) -> Samples:
    """A twig that breaks: fibres, then all at once."""
    fibres = strewn(rng, [tick(rng, 1800, 9000, 0.0008)], rng.uniform(0.004, 0.06, 5), 5)
    crack = burst(rng, 0.03, 900, 14_000) * decay(0.03, 0.002)
    body = ring([(rng.uniform(900, 1300), 0.006, 1), (2350, 0.004, 0.6)], 0.05)
    return layered((1.2, 0, click()), (1, 0, crack), (0.7, 0, body), (0.5, 0.01, fibres))


def pop(rng: np.random.Generator, _manner: Manner) -> Samples:
    """A cork: the neck of the bottle rings for a moment."""
    neck = chirp(rng.uniform(520, 680), 900, 0.06) * decay(0.06, 0.009)
    air = burst(rng, 0.25, 2500, 9000) * shaped(0.25, (1, 0.3, 0.12, 0))
    low = chirp(210, 120, 0.06) * decay(0.06, 0.012)
    return layered((0.9, 0, click()), (1, 0, neck), (0.8, 0, low), (0.16, 0.01, air))


def key(rng: np.random.Generator, _manner: Manner) -> Samples:
    """One key of a keyboard, down and up."""
    pitch = rng.uniform(1700, 2700)
    wood = ring([(pitch, 0.004, 1), (340, 0.008, 0.8)], 0.06)
    down = layered((0.8, 0, click()), (1, 0, tick(rng, 1400, 8000)), (0.3, 0, wood))
    return layered((1, 0, down), (0.3, float(rng.uniform(0.06, 0.1)), tick(rng, 2200, 9000)))


def shutter(rng: np.random.Generator, _manner: Manner) -> Samples:
    """A camera's shutter, or a switch."""
    first, second = tick(rng, 1800, 10_000), tick(rng, 900, 6000)
    spring = ring([(rng.uniform(2700, 3300), 0.012, 1), (5200, 0.008, 0.6)], 0.1)
    return layered(
        (1, 0, click()), (1, 0, first), (0.12, 0, spring), (0.7, 0.055, second), (0.3, 0.07, first)
    )


def clock(rng: np.random.Generator, _manner: Manner) -> Samples:
    """One tick of a clock."""
    gear = ring([(rng.uniform(2900, 3500), 0.006, 1)], 0.06)
    case = ring([(rng.uniform(410, 450), 0.009, 1)], 0.07)
    return layered(
        (1, 0, click()), (0.8, 0, tick(rng, 2500, 9000)), (0.3, 0, gear), (0.25, 0, case)
    )
