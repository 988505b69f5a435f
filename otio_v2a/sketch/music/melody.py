"""A melody: a motif of two bars that comes again, moved, turned over, and brought to rest."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from otio_v2a.sketch.music.form import PHRASE, Bar
from otio_v2a.sketch.music.harmony import Key

HALF, THIRD = Fraction(1, 2), Fraction(1, 3)

_Cell = tuple[Fraction, ...]


def _cells(*written: str) -> tuple[_Cell, ...]:
    return tuple(tuple(map(Fraction, cell.split())) for cell in written)


_PAIRS = (
    _cells("2", "1 1", "3/2 1/2", "2"),
    _cells("1 1", "3/2 1/2", "1 1/2 1/2", "1/2 1/2 1", "2"),
    _cells("1 1/2 1/2", "1/2 1/2 1", "1/2 1 1/2", "3/4 3/4 1/2", "1/2 1/2 1/2 1/2", "3/2 1/4 1/4"),
)
_SINGLES = (_cells("1"), _cells("1", "1/2 1/2"), _cells("1/2 1/2", "1", "3/4 1/4"))
_TRIPLE = (
    _cells("1", "2/3 1/3"),
    _cells("2/3 1/3", "1", "1/3 1/3 1/3"),
    _cells("1/3 1/3 1/3", "2/3 1/3"),
)
"""Rhythms of two beats, of one, and of one with three parts, from quiet to busy."""

_WALK = (-2, -1, -1, 1, 1, 2, 3, -3)
_REACH = 4


@dataclass(frozen=True, slots=True)
class Step:
    """One note of a motif. Unit: beats; `rise` scale degrees above the melody's middle."""

    beat: Fraction
    beats: Fraction
    rise: int


@dataclass(frozen=True, slots=True)
class Sung:
    """One note of a melody in its bar. Unit: beats, MIDI pitch."""

    beat: Fraction
    beats: Fraction
    pitch: int
    hard: float


Motif = tuple[tuple[Step, ...], ...]


def motif(bar: int, busy: int, *, compound: bool, rng: np.random.Generator) -> Motif:
    """Two bars of rhythm and contour."""
    rise, made = int(rng.integers(-1, 3)), []
    for _ in range(2):
        beat, steps = Fraction(0), []
        for beats in _rhythm(bar, busy, compound=compound, rng=rng):
            steps.append(Step(beat, beats, rise))
            beat += beats
            rise += int(rng.choice(_WALK))
            rise = max(-_REACH, min(_REACH, rise))
        made.append(tuple(steps))
    return tuple(made)


def _rhythm(bar: int, busy: int, *, compound: bool, rng: np.random.Generator) -> Iterator[Fraction]:
    if compound:
        for _ in range(bar):
            yield from _one_of(_TRIPLE[busy], rng)
        return
    for _ in range(bar // 2):
        yield from _one_of(_PAIRS[busy], rng)
    for _ in range(bar % 2):
        yield from _one_of(_SINGLES[busy], rng)


def _one_of(cells: Sequence[_Cell], rng: np.random.Generator) -> _Cell:
    return cells[int(rng.integers(len(cells)))]


def sing(
    theme: Motif, bar: Bar, key: Key, middle: int, rng: np.random.Generator
) -> tuple[Sung, ...]:
    """What the melody has in one bar: strong beats on the chord, the phrase's last bar at rest."""
    steps = theme[bar.place % 2]
    turned, moved = _varied(bar)
    if bar.place % PHRASE == PHRASE - 1:
        steps = _rested(steps, bar)
    elif bar.phrase % 2 and rng.random() < HALF:
        steps = _ornamented(steps)
    centre = key.degree_near(middle)
    sung = []
    for step in steps:
        if step.beat >= bar.beats:
            break
        degree = centre + (-step.rise if turned else step.rise) + moved
        if step.beat % 2 == 0 or step.beats >= 1:
            degree = _on_chord(degree, bar.degree)
        hard = 0.5 + 0.25 * bar.energy + 0.03 * step.rise + (0.06 if step.beat % 2 == 0 else 0)
        beats = min(step.beats, bar.beats - step.beat)
        sung.append(Sung(step.beat, beats, key.pitch(degree), min(1.0, hard)))
    return tuple(sung)


def _varied(bar: Bar) -> tuple[bool, int]:
    """Whether the contour is turned over here, and by how many degrees it is moved."""
    second_half = bar.place % PHRASE >= PHRASE // 2
    return bool(second_half and bar.phrase % 2), (1 if second_half else 0) + bar.phrase % 3 - 1


def _rested(steps: Sequence[Step], bar: Bar) -> tuple[Step, ...]:
    """The bar's first note, held."""
    first = steps[0]
    held = max(bar.beats - 1, min(bar.beats, Fraction(1)))
    return (Step(first.beat, held, 0),)


def _ornamented(steps: Sequence[Step]) -> tuple[Step, ...]:
    """The longest note parted in two, by way of its upper neighbour."""
    longest = max(steps, key=lambda step: step.beats)
    if longest.beats < 1:
        return tuple(steps)
    rest = longest.beats - HALF
    parts = (
        Step(longest.beat, rest, longest.rise),
        Step(longest.beat + rest, HALF, longest.rise + 1),
    )
    return tuple(part for step in steps for part in (parts if step is longest else (step,)))


def _on_chord(degree: int, root: int) -> int:
    """The nearest degree that belongs to the chord."""
    return min(
        range(degree - 2, degree + 3),
        key=lambda near: (((near - root) % 7) not in {0, 2, 4}, abs(near - degree)),
    )
