"""Metal and glass, and what rings: bells, blades, coins, cutlery, telephones; mono."""

import numpy as np

from otio_v2a.sketch.hearing.lexicon import Manner
from otio_v2a.sketch.sounds.grains import AUDIBLE, click, pulsed, shaped, strewn, tick, tink
from otio_v2a.sketch.workshop import Samples, burst, decay, f32, layered, ring, ticks


def bell(rng: np.random.Generator, manner: Manner) -> Samples:
    """A bell, its partials those of a church bell."""
    pitch = (330 if manner.force > 1 else 620) * rng.uniform(0.94, 1.06)
    partials = (
        (0.5, 0.9, 0.4),
        (1.0, 0.7, 1.0),
        (1.19, 0.5, 0.6),
        (1.5, 0.6, 0.35),
        (2.0, 0.6, 0.6),
        (2.75, 0.3, 0.3),
        (4.1, 0.15, 0.2),
    )
    tone = ring([(pitch * f, t, a) for f, t, a in partials], 4.0)
    return layered((1, 0, tone), (0.6, 0, tick(rng, 1500, 8000)))


def metal(rng: np.random.Generator, manner: Manner) -> Samples:
    """Metal on metal."""
    pitch = rng.uniform(380, 620) * (0.75 if manner.force > 1 else 1)
    ratios = (1.0, 1.53, 2.31, 2.92, 3.87, 5.02, 6.3, 8.1)
    modes = [(pitch * r * rng.uniform(0.98, 1.02), 0.2 / r**0.5, r**-0.4) for r in ratios]
    return layered((1, 0, ring(modes, 1.8)), (1.2, 0, click()), (1.0, 0, tick(rng, 2000, 12_000)))


def glass(rng: np.random.Generator, manner: Manner) -> Samples:
    """Glass that shatters."""
    shards = []
    for pitch in rng.uniform(1900, 9000, 12):
        ratios = [r for r in (1.0, 1.71, 2.43) if pitch * r < AUDIBLE]
        modes = [(pitch * r, rng.uniform(0.01, 0.07), 1 / r) for r in ratios]
        shards.append(ring(modes, 0.3))
    late = np.append(0, rng.gamma(1.4, 0.16, round(34 * manner.force)))
    fall = strewn(rng, shards, late, 6)
    crash = burst(rng, 0.12, 2500, 16_000) * decay(0.12, 0.012)
    return layered((1, 0, click()), (0.8, 0, crash), (0.45, 0, fall))


def coins(rng: np.random.Generator, _manner: Manner) -> Samples:
    """Coins that fall, chink and spin to rest."""
    small = [tink(rng, pitch, rng.uniform(0.02, 0.05)) for pitch in rng.uniform(3600, 7200, 5)]
    falls = np.append(0, np.sort(rng.gamma(1.6, 0.09, 7)))
    spin = 0.3 + np.cumsum(0.07 * 0.88 ** np.arange(14))
    rest = pulsed(spin, np.linspace(0.35, 0.08, 14), small[0], 1.3)
    return layered((0.8, 0, click()), (1, 0, strewn(rng, small, falls, 5)), (0.8, 0, rest))


def keys(rng: np.random.Generator, manner: Manner) -> Samples:
    """A bunch of keys that jingles: many small knocks of thin metal."""
    small = [tink(rng, pitch, rng.uniform(0.006, 0.018)) for pitch in rng.uniform(2400, 6400, 8)]
    shakes = np.concatenate([start + rng.gamma(1.5, 0.022, 9) for start in (0, 0.16, 0.33)])
    times = np.append(0, shakes / manner.speed)
    rattle = strewn(rng, [tick(rng, 3500, 13_000, 0.0015)], times + 0.004, 5)
    return layered((0.6, 0, click()), (1, 0, strewn(rng, small, times, 6)), (0.3, 0, rattle))


def dishes(rng: np.random.Generator, manner: Manner) -> Samples:
    """Cutlery on a plate, a plate set down on another."""
    plate = rng.uniform(900, 1300)
    modes = [(plate, 0.05, 0.8), (plate * 2.27, 0.04, 1), (plate * 3.9, 0.025, 0.6)]
    china = layered((1, 0, ring(modes, 0.4)), (0.6, 0, tick(rng, 1200, 6000, 0.003)))
    forks = [tink(rng, pitch, 0.03) for pitch in rng.uniform(2700, 5200, 3)]
    touches = np.sort(rng.uniform(0.08, 0.6, 4)) / manner.speed
    again = float(touches[-1] + 0.1)
    return layered(
        (0.8, 0, click()),
        (1, 0, china),
        (0.5, 0, strewn(rng, forks, touches, 5)),
        (0.5, again, china),
    )


def sword(rng: np.random.Generator, _manner: Manner) -> Samples:
    """A blade: steel on steel, then the long ring of it sliding off."""
    pitch = rng.uniform(1500, 2100)
    ratios = (1.0, 1.47, 2.09, 2.56, 3.39, 4.08, 5.2)
    modes = [(pitch * r * rng.uniform(0.99, 1.01), 0.32 / r**0.6, r**-0.3) for r in ratios]
    blade = ring(modes, 1.5)
    slide = burst(rng, 0.5, 3000, 13_000) * shaped(0.5, (0.6, 1, 0.8, 0.4, 0))
    slide *= 0.6 + 0.4 * f32(np.sin(2 * np.pi * 46 * ticks(0.5)))
    return layered((1.2, 0, click()), (1, 0, blade), (0.45, 0.01, slide))


def phone(rng: np.random.Generator, manner: Manner) -> Samples:
    """A telephone that rings twice: two small bells and a clapper between them."""
    low = rng.uniform(920, 1400)
    one = ring([(low, 0.05, 1), (low * 2.76, 0.03, 0.6), (low * 5.4, 0.015, 0.3)], 0.35)
    high = low * rng.uniform(1.13, 1.26)
    other = ring([(high, 0.05, 1), (high * 2.76, 0.03, 0.6)], 0.35)
    strokes = np.arange(0, 0.42, 0.0475)
    burr = pulsed(strokes, 1.0, one, 0.8) + pulsed(strokes + 0.024, 1.0, other, 0.8)
    return layered((0.5, 0, click()), (1, 0, burr), (1, 0.62 / manner.speed, burr))


def zip_up(rng: np.random.Generator, manner: Manner) -> Samples:
    """A zipper: teeth ever faster, ever higher."""
    seconds = rng.uniform(0.42, 0.6) / manner.speed
    pace = np.interp(np.linspace(0, 1, 200), (0, 0.7, 1), (110, 260, 190))
    times = np.append(0, np.cumsum(1 / pace))
    times = times[times < seconds]
    tooth = layered(
        (1, 0, tick(rng, 3200, 12_000, 0.0008)), (0.4, 0, ring([(2600, 0.002, 1)], 0.01))
    )
    teeth = pulsed(times, rng.uniform(0.8, 1, len(times)), tooth, seconds + 0.06)
    cloth = burst(rng, seconds, 900, 4000) * shaped(seconds, (0.2, 0.6, 1, 0))
    stop = tick(rng, 1500, 8000, 0.003)
    return layered((1, 0, teeth), (0.10, 0, cloth), (0.7, seconds, stop))
