"""Drums: five kits, from brushes to taiko. A soft hit is duller, and every take is tuned anew."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

import numpy as np

from otio_v2a.sketch.music.played import (
    CLAP,
    CRASH,
    HAT,
    HIGH_TOM,
    KICK,
    LOW_TOM,
    MID_TOM,
    OPEN_HAT,
    RIDE,
    RIM,
    SHAKER,
    SNARE,
)
from otio_v2a.sketch.workshop import (
    Samples,
    burst,
    chirp,
    decay,
    dulled,
    f32,
    layered,
    peaked,
    placed,
    ring,
)

_SPOTS: Mapping[int, float] = MappingProxyType(
    {
        HAT: 0.4, OPEN_HAT: 0.4, RIDE: -0.45, CRASH: -0.35, HIGH_TOM: 0.35, LOW_TOM: -0.3,
        SHAKER: 0.5, RIM: 0.2, CLAP: -0.1
    }
)  # fmt: skip
_LEVELS: Mapping[int, float] = MappingProxyType(
    {
        KICK: 1.0, SNARE: 0.75, CLAP: 0.6, RIM: 0.45, HAT: 0.3, OPEN_HAT: 0.36, RIDE: 0.34,
        CRASH: 0.5, SHAKER: 0.26
    }
)  # fmt: skip
_TUNINGS = (0, -3, 1, 3, -1, 2, -2)
KITS = len(_TUNINGS)
"""How many ways a kit is tuned; takes that follow one another are far apart."""

_BRIGHT = 0.75  # a hit this hard and above is not dulled


@lru_cache(maxsize=96)
def hit(kind: str, piece: int, layer: int, tuning: int) -> Samples:
    """One hit; `layer` 0 to 3 is how hard, `tuning` which drum of its kind. Shape: (2, samples)."""
    rng = np.random.default_rng([piece, tuning])
    tune = 2 ** (_TUNINGS[tuning % KITS] / 18)
    sound = _MAKERS[kind](rng, _as_kit(kind, piece), tune)
    hard = (layer + 1) / 4
    if hard < _BRIGHT:
        sound = peaked(dulled(sound, 1200 + 9000 * hard), float(np.abs(sound).max()))
    out = placed(peaked(sound, _LEVELS.get(piece, 0.8)), _SPOTS.get(piece, 0.0))
    out.setflags(write=False)
    return out


def _as_kit(kind: str, piece: int) -> int:
    """The piece that a kit has in the place of another."""
    return _INSTEAD.get(kind, {}).get(piece, piece)


_INSTEAD: Mapping[str, Mapping[int, int]] = MappingProxyType(
    {
        "taiko": {
            SNARE: HIGH_TOM, HAT: RIM, OPEN_HAT: CRASH, RIDE: RIM, CLAP: MID_TOM, SHAKER: RIM
        },
        "hands": {HAT: SHAKER, OPEN_HAT: SHAKER, RIDE: SHAKER, CRASH: SHAKER, CLAP: CLAP, RIM: RIM},
        "brushes": {HAT: HAT, CLAP: SNARE},
    }
)  # fmt: skip


def _kit(rng: np.random.Generator, piece: int, tune: float) -> Samples:
    if piece == KICK:
        body = chirp(130 * tune, 50 * tune, 0.34) * decay(0.34, 0.06)
        return layered((1, 0, body), (0.35, 0, burst(rng, 0.02, 900, 5000) * decay(0.02, 0.002)))
    if piece == SNARE:
        rattle = burst(rng, 0.26, 1200, 9500) * decay(0.26, 0.035)
        shell = ring(
            ((185 * tune, 0.03, 1.0), (331 * tune, 0.02, 0.6), (480 * tune, 0.012, 0.3)), 0.2
        )
        return layered((0.9, 0, rattle), (0.5, 0, shell))
    if piece in _DRUM_HERTZ:
        base = _DRUM_HERTZ[piece] * tune
        skin = chirp(base * 1.5, base, 0.5) * decay(0.5, 0.09)
        return layered((1, 0, skin), (0.25, 0, burst(rng, 0.03, 400, 4000) * decay(0.03, 0.004)))
    return _metal(rng, piece, tune)


_DRUM_HERTZ: Mapping[int, float] = MappingProxyType({LOW_TOM: 82, MID_TOM: 115, HIGH_TOM: 160})


def _metal(rng: np.random.Generator, piece: int, tune: float) -> Samples:
    if piece == RIM:
        wood = ring(((820 * tune, 0.008, 1.0), (1750 * tune, 0.005, 0.7), (2600, 0.003, 0.4)), 0.08)
        return layered((1, 0, wood), (0.3, 0, burst(rng, 0.015, 1500, 7000) * decay(0.015, 0.002)))
    if piece == CLAP:
        clap = burst(rng, 0.2, 900, 3800) * decay(0.2, 0.03)
        return layered((0.5, 0, clap[:480]), (0.6, 0.011, clap[:480]), (1, 0.022, clap))
    if piece == SHAKER:
        count = 4320
        swell = np.sin(np.linspace(0, np.pi, count)) ** 2
        return f32(burst(rng, 0.09, 4500, 13_000)[:count] * swell)
    seconds, half, low = _CYMBALS[piece]
    noise = burst(rng, seconds, low, 15_000) * decay(seconds, half)
    modes = tuple(
        (float(hertz) * tune, half * 1.3, 0.25) for hertz in rng.uniform(low * 0.6, 9000, 14)
    )
    return layered((0.7, 0, noise), (0.35, 0, ring(modes, seconds)))


_CYMBALS: Mapping[int, tuple[float, float, float]] = MappingProxyType(
    {
        HAT: (0.09, 0.014, 6500), OPEN_HAT: (0.45, 0.09, 5500), RIDE: (0.9, 0.2, 4500),
        CRASH: (1.9, 0.35, 3000)
    }
)  # fmt: skip


def _machine(rng: np.random.Generator, piece: int, tune: float) -> Samples:
    if piece == KICK:
        boom = np.tanh(2.2 * chirp(170 * tune, 44 * tune, 0.5) * decay(0.5, 0.1))
        return layered(
            (1, 0, f32(boom)), (0.3, 0, burst(rng, 0.012, 1500, 8000) * decay(0.012, 0.001))
        )
    if piece == SNARE:
        noise = burst(rng, 0.2, 1800, 9000) * decay(0.2, 0.04)
        return layered(
            (0.8, 0, noise), (0.6, 0, chirp(260 * tune, 180 * tune, 0.12) * decay(0.12, 0.02))
        )
    return _kit(rng, piece, tune)


def _brushes(rng: np.random.Generator, piece: int, tune: float) -> Samples:
    if piece == SNARE:
        swish = burst(rng, 0.3, 1500, 7000)
        return f32(swish * np.sin(np.linspace(0, np.pi, len(swish)) ** 0.6) ** 2)
    if piece == KICK:
        return f32(dulled(chirp(95 * tune, 52 * tune, 0.3) * decay(0.3, 0.05), 500))
    return _kit(rng, piece, tune)


def _taiko(rng: np.random.Generator, piece: int, tune: float) -> Samples:
    base = {KICK: 58, LOW_TOM: 74, MID_TOM: 98, HIGH_TOM: 135}.get(piece)
    if base is None:
        return _kit(rng, piece, tune)
    modes = tuple(
        (base * tune * ratio, half, level)
        for ratio, half, level in (
            (1, 0.16, 1.0),
            (1.59, 0.09, 0.5),
            (2.14, 0.06, 0.35),
            (2.65, 0.04, 0.2),
        )
    )
    skin = ring(modes, 0.9)
    bend = chirp(base * tune * 1.4, base * tune, 0.25) * decay(0.25, 0.04)
    slap = burst(rng, 0.08, 250, 3500) * decay(0.08, 0.01)
    return layered((0.7, 0, skin), (0.7, 0, bend), (0.5, 0, slap))


def _hands(rng: np.random.Generator, piece: int, tune: float) -> Samples:
    base = {KICK: 84, SNARE: 310, LOW_TOM: 150, MID_TOM: 210, HIGH_TOM: 280}.get(piece)
    if base is None:
        return _kit(rng, piece, tune)
    skin = ring(
        ((base * tune, 0.05, 1.0), (base * tune * 1.6, 0.03, 0.5), (base * tune * 2.3, 0.02, 0.3)),
        0.4,
    )
    return layered((1, 0, skin), (0.4, 0, burst(rng, 0.05, 500, 5000) * decay(0.05, 0.006)))


_Maker = Callable[[np.random.Generator, int, float], Samples]
_MAKERS: Mapping[str, _Maker] = MappingProxyType(
    {"kit": _kit, "machine": _machine, "brushes": _brushes, "taiko": _taiko, "hands": _hands}
)
