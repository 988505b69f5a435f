"""What hands do: cloth, paper, scraping, sawing, a match; mono."""

import numpy as np

from otio_v2a.sketch.hearing.lexicon import Manner
from otio_v2a.sketch.sounds.grains import click, pulsed, shaped, strewn, tick
from otio_v2a.sketch.workshop import Samples, burst, f32, layered, ring


def cloth(rng: np.random.Generator, manner: Manner) -> Samples:
    """Fabric that moves: soft swells without an edge."""
    seconds = rng.uniform(0.45, 0.7) / manner.speed
    swishes = []
    for late in np.sort(rng.uniform(0, 0.6, 4)) * seconds:
        length = rng.uniform(0.1, 0.22)
        low = rng.uniform(350, 900)
        weave = burst(rng, length, low, 2.6 * low) * shaped(length, (0, 0.6, 1, 0.5, 0))
        swishes.append((rng.uniform(0.4, 1), float(late), weave))
    threads = [tick(rng, low, 1.8 * low, 0.003) for low in rng.uniform(1800, 4200, 6)]
    rub = strewn(rng, threads, np.sort(rng.beta(2, 2, 50)) * seconds, 7)
    return layered((0.5, 0, rub), *swishes)


def paper(rng: np.random.Generator, manner: Manner) -> Samples:
    """A page that turns, or is crumpled: stiff crackles and a slide."""
    seconds = 0.6 / manner.speed
    grains = [tick(rng, low, low * 4, 0.0011) for low in rng.uniform(1500, 4200, 10)]
    folds = strewn(rng, grains, rng.beta(1.6, 2.2, round(70 * manner.force)) * seconds, 9)
    slide = burst(rng, seconds, 2600, 10_000) * shaped(seconds, (0.1, 0.7, 1, 0.5, 0))
    sheet = burst(rng, 0.12, 250, 1200) * shaped(0.12, (0, 1, 0))
    return layered((1, 0, folds), (0.22, 0, slide), (0.35, 0.5 * seconds, sheet))


def scratch(rng: np.random.Generator, manner: Manner) -> Samples:
    """Strokes to and fro over something rough."""
    stroke = 0.17 / manner.speed
    parts = []
    for turn in range(int(rng.integers(3, 6))):
        length = stroke * rng.uniform(0.8, 1.15)
        low = 1500 if turn % 2 else 2100
        grit = 0.35 + 0.65 * (burst(rng, length, 60, 500) > 0)
        rub = burst(rng, length, low, low * 3.2) * shaped(length, (0, 0.8, 1, 0.6, 0)) * f32(grit)
        parts.append((rng.uniform(0.7, 1), turn * stroke * 1.25, rub))
    return layered(*parts)


def saw(rng: np.random.Generator, manner: Manner) -> Samples:
    """One push and one pull of a hand saw: teeth over the grain of wood."""
    parts = []
    pace = 1 / manner.speed
    for late, usual, low, teeth in ((0.0, 0.34, 700, 150.0), (0.42, 0.28, 1000, 190.0)):
        seconds = usual * pace
        times = np.cumsum(rng.normal(1, 0.12, int(teeth * seconds)) / teeth)
        tooth = layered(
            (1, 0, tick(rng, low, low * 5, 0.0022)),
            (0.5, 0, ring([(rng.uniform(380, 440), 0.006, 1)], 0.03)),
        )
        swell = np.interp(times, (0, 0.3 * seconds, 0.8 * seconds, seconds), (0.3, 1, 0.9, 0.1))
        parts.append((1.0, late * pace, pulsed(times, swell, tooth, seconds + 0.05)))
    return layered(*parts)


def creak(rng: np.random.Generator, manner: Manner) -> Samples:
    """A hinge or a plank: it sticks and slips, ever faster, and the wood sings with it."""
    seconds = rng.uniform(0.7, 1.1) / manner.speed
    middle = rng.uniform(55, 85)
    pace = np.interp(np.linspace(0, 1, 400), (0, 0.3, 0.75, 1), (0.5, 1, 1.55, 1.1)) * middle
    times = np.cumsum(rng.normal(1, 0.05, 400) / pace)
    times = times[times < seconds]
    pitch = rng.uniform(620, 820)
    slip = ring(
        [
            (pitch, 0.005, 1),
            (pitch * 1.72, 0.004, 0.8),
            (pitch * 2.9, 0.003, 0.5),
            (240, 0.006, 0.5),
        ],
        0.05,
    )
    levels = np.interp(times / seconds, (0, 0.15, 0.8, 1), (0.4, 1, 0.9, 0.2))
    return pulsed(times, levels * rng.uniform(0.7, 1, len(times)), slip, seconds + 0.06)


def match(rng: np.random.Generator, _manner: Manner) -> Samples:
    """A match: the scrape, the flare, the small flame."""
    scrape = burst(rng, 0.16, 2200, 9000) * shaped(0.16, (0.6, 1, 0.8, 0.9))
    scrape *= f32(0.5 + 0.5 * (burst(rng, 0.16, 150, 900) > 0))
    flare = burst(rng, 0.9, 700, 8000) * shaped(0.9, (0, 1, 0.6, 0.35, 0.2, 0.08, 0))
    flame = burst(rng, 1.3, 90, 500) * shaped(1.3, (0, 0.9, 0.7, 0.5, 0.25, 0))
    spits = strewn(rng, [tick(rng, 2500, 11_000, 0.0008)], rng.uniform(0.15, 0.9, 16), 7)
    return layered(
        (0.4, 0, click()), (0.6, 0, scrape), (1, 0.13, flare), (0.7, 0.15, flame), (0.5, 0, spits)
    )
