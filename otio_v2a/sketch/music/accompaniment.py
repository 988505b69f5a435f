"""What the band plays under the melody: held, broken and struck chords."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from types import MappingProxyType

import numpy as np

from otio_v2a.sketch.music.form import Bar
from otio_v2a.sketch.music.harmony import Key, near
from otio_v2a.sketch.music.played import Played

_LOW = 40  # the middle of what the bass plays
_STRUM = Fraction(1, 36)
_HALF, _QUARTER, _THIRD = Fraction(1, 2), Fraction(1, 4), Fraction(1, 3)
_BUSY = 0.6  # energy from which figures are busy


@dataclass(frozen=True, slots=True)
class Part:
    """One instrument in one bar: its chord low to high, and which of its figures it plays."""

    instrument: str
    bar: Bar
    key: Key
    chord: tuple[int, ...]
    figure: int
    drive: int
    compound: bool = False

    @property
    def hard(self) -> float:
        """How hard it plays, 0 to 1."""
        return 0.4 + 0.4 * self.bar.energy

    @property
    def unit(self) -> Fraction:
        """The shortest notes of its figures, in beats."""
        if self.compound:
            return _THIRD
        return (Fraction(1), _HALF, _QUARTER)[self.drive] if self.bar.energy > _BUSY else _HALF * 2

    @property
    def root(self) -> int:
        """The chord's root as a bass note."""
        return near(self.key.pitch(self.bar.degree) % 12, _LOW)

    @property
    def fifth(self) -> int:
        """The scale's fifth above the root."""
        return near(self.key.pitch(self.bar.degree + 4) % 12, self.root + 4)

    def at(self, beat: Fraction, pitch: int, beats: Fraction, hard: float = 1.0) -> Played:
        """A note of this part; `hard` as a share of how hard the part plays."""
        return Played(
            self.bar.beat + beat, self.instrument, pitch, beats, min(1.0, self.hard * hard)
        )


Figure = Callable[[Part], Iterator[Played]]


def held(part: Part) -> Iterator[Played]:
    """The chord, as long as the bar."""
    for pitch in part.chord:
        yield part.at(Fraction(0), pitch, part.bar.beats)


def rooted(part: Part) -> Iterator[Played]:
    """The chord and its root below, as long as the bar."""
    yield part.at(Fraction(0), part.root + (12 if part.root < _LOW else 0), part.bar.beats)
    yield from held(part)


def broken(part: Part) -> Iterator[Played]:
    """The root, then the chord's notes one after the other, up or in a shape."""
    shape = ((0, 1, 2, 3, 2, 1), (0, 2, 1, 3), (0, 1, 3, 2), (0, 3, 2, 1), (0, 2, 3, 2))[
        part.figure % 5
    ]
    tones = (part.root + 12, *part.chord)
    unit = min(part.unit, _HALF) if not part.compound else _THIRD
    unit = unit if part.drive else max(unit, _HALF) if not part.compound else unit
    for number in range(int(part.bar.beats / unit)):
        pitch = tones[shape[number % len(shape)] % len(tones)]
        hard = 1.0 if number == 0 else 0.85 if number % 2 == 0 else 0.7
        left = part.bar.beats - number * unit
        yield part.at(number * unit, pitch, min(left, 4 * unit), hard)


def runs(part: Part) -> Iterator[Played]:
    """An arpeggio in short even notes over two octaves."""
    tones = (*part.chord, *(pitch + 12 for pitch in part.chord))
    shapes = (
        range(len(tones)),
        (0, 2, 1, 3, 2, 4),
        (0, 3, 1, 4, 2, 5),
        (5, 4, 3, 2, 1, 0),
        (0, 1, 3, 1),
    )
    shape = tuple(shapes[part.figure % 5])
    unit = _THIRD if part.compound else _QUARTER if part.drive > 1 else _HALF
    for number in range(int(part.bar.beats / unit)):
        pitch = tones[shape[number % len(shape)] % len(tones)]
        yield part.at(number * unit, pitch, unit, 0.95 if number % 4 == 0 else 0.7)


def pulsed(part: Part) -> Iterator[Played]:
    """An ostinato: one figure of repeated notes on the chord's lower tones."""
    figures = ((0, 0, 0, 1), (0, 1, 0, 2), (0, 0, 1, 0, 0, 1, 0, 1), (0, 2, 1, 2), (0, 0, 2, 0))
    tones = (part.chord[0] - 12, part.chord[1] - 12, part.chord[2] - 12)
    unit = (
        _THIRD
        if part.compound
        else _QUARTER
        if part.drive > 1 and part.bar.energy > _BUSY
        else _HALF
    )
    figure = figures[part.figure % 5]
    for number in range(int(part.bar.beats / unit)):
        accent = 1.0 if number % 4 == 0 else 0.65
        yield part.at(
            number * unit, tones[figure[number % len(figure)]], unit * Fraction(9, 10), accent
        )


def blocks(part: Part) -> Iterator[Played]:
    """Whole chords on the beats, the root on the first."""
    yield part.at(Fraction(0), part.root + 12, part.bar.beats, 0.9)
    rhythms = ("0 1 2 3", "0 3/2 2 3", "0 1 5/2 3", "0 2", "0 3/2 3")
    starts = _starts(rhythms[part.figure % 5], part)
    for start, beats in starts:
        for pitch in part.chord:
            yield part.at(start, pitch, beats, 0.9 if start == 0 else 0.72)


def comped(part: Part) -> Iterator[Played]:
    """Short chords off the beat, as a pianist or guitarist comps."""
    rhythms = ("0 3/2", "1/2 2", "1 5/2", "0 5/2 7/2", "3/2 3")
    for start, beats in _starts(rhythms[(part.figure + part.bar.place) % 5], part):
        for pitch in part.chord[-3:]:
            yield part.at(start, pitch, min(beats, Fraction(3, 4)), 0.85)


def scratched(part: Part) -> Iterator[Played]:
    """Sixteenth-note chords with gaps, as a funk guitar."""
    signs = (
        "x..x..xx..x.x...",
        "..x.x..x..x.x..x",
        "x.x..x..x.x..x..",
        "..xx..x...xx..x.",
        "x..x.xx...x..x..",
    )
    for number in range(int(part.bar.beats * 4)):
        if signs[part.figure % 5][number % 16] == "x":
            for pitch in part.chord[-3:]:
                yield part.at(number * _QUARTER, pitch, _QUARTER, 1.0 if number % 4 == 0 else 0.75)


def strummed(part: Part) -> Iterator[Played]:
    """Strums down on the beat and up off it, string after string."""
    rhythms = (
        "0 1 3/2 5/2 3 7/2",
        "0 1 2 5/2 3",
        "0 3/2 2 3 7/2",
        "0 1/2 3/2 2 5/2 7/2",
        "0 1 2 3",
    )
    strings = (part.root + 12, *part.chord, part.chord[0] + 12)
    for start, beats in _starts(rhythms[part.figure % 5], part):
        down = start.denominator == 1
        order = strings if down else tuple(reversed(strings[2:]))
        for number, pitch in enumerate(order):
            late = number * _STRUM
            yield part.at(start + late, pitch, max(beats - late, _QUARTER), 0.9 if down else 0.62)


def stabbed(part: Part) -> Iterator[Played]:
    """Accents with the full chord; held softly where the music is quiet."""
    if part.bar.energy <= _BUSY:
        yield from held(part)
        return
    rhythms = ("0 3", "0 3/2 3", "0 5/2", "0 1/2 3", "0")
    for start, beats in _starts(rhythms[part.figure % 5], part):
        for pitch in part.chord:
            yield part.at(start, pitch, min(beats, Fraction(2)), 1.1 if start == 0 else 0.9)


def twinkled(part: Part) -> Iterator[Played]:
    """A few high notes of the chord."""
    rhythms = ("0 2", "1 3", "0 3/2 3", "1/2 2", "0 1 2")
    for number, (start, _) in enumerate(_starts(rhythms[part.figure % 5], part)):
        pitch = part.chord[(number + part.bar.place + part.figure) % len(part.chord)] + 24
        yield part.at(start, pitch, Fraction(2), 0.75)


def tolled(part: Part) -> Iterator[Played]:
    """One note at the start of every second bar."""
    if part.bar.place % 2 == part.figure % 2:
        yield part.at(Fraction(0), part.chord[part.figure % 3], part.bar.beats, 0.9)


def _starts(written: str, part: Part) -> Iterator[tuple[Fraction, Fraction]]:
    """The onsets of a rhythm of four beats that fit the bar, with the time to the next one."""
    starts = [Fraction(start) for start in written.split()]
    if part.compound:
        starts = [Fraction(2 * number, 3) for number in range(int(part.bar.beats * 3 / 2))]
    starts = [start for start in starts if start < part.bar.beats]
    for start, after in pairwise((*starts, part.bar.beats)):
        yield start, after - start


_FIGURES: Mapping[str, str] = MappingProxyType(
    {
        "still": "piano=tolled|twinkled bells=tolled guitar=tolled|broken "
        "synth=held|pulsed strings=rooted",
        "float": "piano=broken|tolled guitar=broken bells=twinkled synth=runs|held",
        "ballad": "piano=broken|blocks guitar=broken bells=twinkled synth=held",
        "pulse": "piano=pulsed|tolled strings=pulsed|rooted guitar=pulsed "
        "synth=runs|pulsed bells=twinkled",
        "march": "piano=pulsed|blocks strings=pulsed|rooted brass=stabbed|held "
        "guitar=pulsed synth=runs|pulsed bells=twinkled",
        "rock": "piano=blocks|pulsed strings=pulsed brass=stabbed "
        "guitar=pulsed|strummed synth=runs|pulsed organ=rooted|stabbed",
        "dance": "piano=comped|blocks strings=rooted brass=stabbed guitar=scratched "
        "synth=runs bells=runs|twinkled organ=comped",
        "beat": "piano=comped|blocks guitar=comped|broken bells=twinkled "
        "synth=held|runs brass=stabbed",
        "swing": "piano=comped guitar=comped brass=stabbed bells=comped "
        "organ=comped|rooted synth=comped",
        "funk": "piano=comped|scratched guitar=scratched brass=stabbed "
        "organ=comped|scratched synth=comped|runs strings=rooted|stabbed",
        "pop": "piano=blocks|broken guitar=strummed|broken bells=twinkled|runs "
        "synth=runs strings=rooted brass=stabbed",
        "folk": "piano=blocks|broken guitar=strummed|broken bells=twinkled synth=runs",
        "chamber": "piano=broken strings=rooted|pulsed guitar=broken bells=twinkled synth=runs",
    }
)
"""What every instrument may play in a feel; what is not named is held with its root."""


_BY_NAME: Mapping[str, Figure] = MappingProxyType(
    {
        figure.__name__: figure
        for figure in (
            held, rooted, broken, runs, pulsed, blocks, comped, scratched, strummed, stabbed,
            twinkled, tolled,
        )
    }
)  # fmt: skip


def figures(feel: str, instrument: str) -> Sequence[Figure]:
    """The figures that an instrument may play in a feel."""
    named = dict(part.split("=") for part in _FIGURES[feel].split())
    return [_BY_NAME[name] for name in named.get(instrument, "rooted").split("|")]


def chosen(feel: str, instrument: str, rng: np.random.Generator) -> Figure:
    """One of them."""
    known = figures(feel, instrument)
    return known[int(rng.integers(len(known)))]
