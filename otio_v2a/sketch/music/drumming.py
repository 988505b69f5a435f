"""What the drums play: grooves of sixteen steps, fills, and hits at the start of a phrase."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType

import numpy as np

from otio_v2a.sketch.music.form import PHRASE, Bar
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
    Played,
)

_STEP = Fraction(1, 4)
_SIXTEEN = 16
_FULL = 0.55  # energy from which the whole groove plays
_HEIGHT, _SNARED, _LEFT_OUT = 0.8, 0.6, 0.2  # energy of long fills; shares of fills and hits
_LOUD = MappingProxyType({"X": 0.95, "x": 0.7, "-": 0.4})
_TAIL = Fraction(1, 2)

_PIECES = MappingProxyType(
    {
        "k": KICK, "s": SNARE, "h": HAT, "o": OPEN_HAT, "c": CLAP, "r": RIDE, "m": RIM,
        "l": LOW_TOM, "t": MID_TOM, "u": HIGH_TOM, "w": SHAKER,
    }
)  # fmt: skip

_GROOVES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "still": ("kX...............", "kX.........-....."),
        "pulse": (
            "kX.....x.X....... hx.-.x.-.x.-.x.-. l..........x....x",
            "kX..x..x...x..... hx-x-x-x-x-x-x-x- t............x.x.",
            "kX.......X.x..... w--x---x---x---x- m....x.......x...",
        ),
        "march": (
            "kX..x..x.X..x.x.. s....X.......X... l..x..x..x..x..xx",
            "kX.....x.X.x..... s....X..-....X.-- tx.xxx.xxx.xxx.xx",
            "kX.x.x...X.x.x... sx..xx..xx..xX.xx l........x......x",
        ),
        "rock": (
            "kX.....x.X.x..... s....X.......X... hX.x.X.x.X.x.X.x.",
            "kX.x...x.X.x...x. s....X.......X..- hx.x.x.x.x.x.x.x.",
            "kX..x..x...x..x.. s....X.......X... rX.x.X.x.X.x.X.x.",
        ),
        "dance": (
            "kX...X...X...X... c....X.......X... o..x...x...x...x. h--.---.---.---.-",
            "kX...X...X...X..x s....X.......X... o..x...x...x...x. w-x-x-x-x-x-x-x-x",
            "kX...X...X...X... c....X.......X..x h..X-..X-..X-..X-",
        ),
        "beat": (
            "kX......x..x..... s....X.......X... hx.-.x.-.x.-.x.-.",
            "kX..x.....Xx..... m....X.......X... hx-x.x-x.x.x.x-x.",
            "kX.....x..X..x... s....X.......X.-. hx.x.x.x.x.xxx.x.",
        ),
        "swing": (
            "rx...x.x.x...x.x. h....x.......x... s......-........- k-.......-.......",
            "rx...x.x.x...x.x. h....x.......x... s..-.......-...-. k-...-...-...-...",
            "rx.x.x...x.x.x... h....x.......x... s..........-..... kx.....-.........",
        ),
        "funk": (
            "kX..x..-...X..x.. s....X..-.-..X..- hx-x-x-x-x-x-x-x-",
            "kX.X....x..X..... s....X..-.-.-X... hx.xxx.x.x.xxx.x.",
            "kX.....X..X.-.... s....X.-.-...X.-. hxxx-xxx-xxx-xxx-",
        ),
        "pop": (
            "kX.......X.x..... s....x.......x... hx.-.x.-.x.-.x.-.",
            "kX.....x.X....... c....x.......x... w-.x.-.x.-.x.-.x.",
            "kX...X...X...X... s....x.......x... h..x...x...x...x.",
        ),
        "folk": (
            "kx.......x....... s....-.......-... w-.x.-.x.-.x.-.x.",
            "kx.......x.x..... w-.--x.---.--x.--",
            "kx...x...x...x... m..-...-...-...-. w-x-x-x-x-x-x-x-x",
        ),
    }
)
"""Grooves of four beats: a piece's letter, then a sixteenth a sign, X loud, x, - soft."""

_LIKE = MappingProxyType({"ballad": "pop", "float": "folk", "chamber": "march"})
_HALF_TIME = "kX.........x..... s........X....... hx.-.x.-.x.-.x.-."
_FLOOR = "kX...X...X...X... c....X.......X... o..x...x...x...x."


def groove(feel: str, features: frozenset[str], number: int) -> str:
    """The groove of a feel; features named outright win."""
    if "half-time" in features:
        return _HALF_TIME
    if "four on the floor" in features:
        return _FLOOR
    known = _GROOVES[_LIKE.get(feel, feel)]
    return known[number % len(known)]


def drumming(
    bar: Bar, written: str, *, compound: bool, rng: np.random.Generator
) -> Iterator[Played]:
    """One bar of drums: thin where the music is, a fill before another phrase, a hit after it."""
    fill = _fill_start(bar) if bar.fills else bar.beats
    if bar.phrase > 0 and bar.place == 0 and bar.energy > _FULL:
        yield Played(bar.beat, "drums", CRASH, Fraction(2), 0.5 + 0.3 * bar.energy)
    for line in written.split():
        piece = _PIECES[line[0]]
        if bar.energy < _FULL and piece in {SNARE, CLAP, OPEN_HAT}:
            continue
        for beat, hard in _hits(line[1:], bar, compound=compound):
            if beat < fill:
                loud = hard * (0.65 + 0.35 * bar.energy) * (1 + 0.06 * rng.standard_normal())
                yield Played(bar.beat + beat, "drums", piece, _TAIL, float(np.clip(loud, 0.15, 1)))
    if bar.fills:
        yield from _fill(bar, fill, compound=compound, rng=rng)


def _hits(signs: str, bar: Bar, *, compound: bool) -> Iterator[tuple[Fraction, float]]:
    """The hits of a line; in other metres than four beats its quarters are dealt out anew."""
    if compound:
        for number in range(int(bar.beats * 3)):
            sign = signs[(number * 8 // 3) % len(signs)] if number % 3 else signs[number // 3 * 4]
            if sign in _LOUD:
                yield Fraction(number, 3), _LOUD[sign]
        return
    for number in range(int(bar.beats / _STEP)):
        sign = signs[number % _SIXTEEN]
        if sign in _LOUD:
            yield number * _STEP, _LOUD[sign]


def _fill_start(bar: Bar) -> Fraction:
    """A beat before the phrase ends; two where the music is at its height."""
    beats = 2 if bar.energy > _HEIGHT and bar.place % PHRASE == PHRASE - 1 else 1
    return max(Fraction(0), bar.beats - beats)


def _fill(
    bar: Bar, start: Fraction, *, compound: bool, rng: np.random.Generator
) -> Iterator[Played]:
    step = Fraction(1, 3) if compound else _STEP
    count = int((bar.beats - start) / step)
    pieces = (SNARE, SNARE, HIGH_TOM, HIGH_TOM, MID_TOM, MID_TOM, LOW_TOM, LOW_TOM)
    shape = pieces if rng.random() < _SNARED else (HIGH_TOM, MID_TOM, MID_TOM, LOW_TOM)
    for number in range(count):
        if count > PHRASE and rng.random() < _LEFT_OUT:
            continue
        hard = (0.45 + 0.4 * number / max(1, count)) * (0.5 + 0.5 * bar.energy)
        piece = shape[number * len(shape) // count]
        yield Played(bar.beat + start + number * step, "drums", piece, _TAIL, hard)
