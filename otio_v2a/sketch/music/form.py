"""The form of a cue: an introduction, phrases of four bars that differ, and a cadence."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from otio_v2a.sketch.music.grid import Grid
from otio_v2a.sketch.music.harmony import firm, is_bright
from otio_v2a.sketch.music.styles import Score

PHRASE = 4
"""Bars in a phrase."""

_COMPOUND = 6
_SHORT, _LONG = 4, 24  # bars: below everything plays at once; from the other on there is a middle
_LATER = "ABACABDA"
_WEIGHTS = {"I": 0.32, "A": 0.62, "B": 0.84, "C": 0.42, "D": 0.95}


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of the form.

    Unit: `beat` where it starts, `beats` how long it is, `energy` 0 to 1; `place` counts bars in
    their phrase, `phrase` phrases; `theme` is a letter, I for the introduction; `degree` the chord.
    """

    beat: Fraction
    beats: Fraction
    energy: float
    theme: str
    phrase: int
    place: int
    degree: int
    closes: bool = False
    cadence: bool = False

    @property
    def fills(self) -> bool:
        """Whether the drums lead into what follows."""
        return self.closes and self.energy > _WEIGHTS["C"]


def bar_beats(score: Score) -> int:
    """How many beats a bar has: in six-eight two, of three quavers."""
    return 2 if score.metre == _COMPOUND else score.metre


def is_compound(score: Score) -> bool:
    """Whether a beat has three parts."""
    return score.metre == _COMPOUND


def bars(score: Score, grid: Grid, rng: np.random.Generator, take: int) -> tuple[Bar, ...]:
    """Every bar before the last chord. Another take has another progression."""
    last_chord = grid.last_chord
    count = -(-last_chord // grid.bar)
    lead = _introduction(count)
    chords = _chords(score, rng, take)
    cadence = _cadence(score, rng)
    made = []
    for number in range(count):
        beat = Fraction(number * grid.bar)
        phrase, place = divmod(number - lead, PHRASE) if number >= lead else (-1, number)
        theme = _theme(phrase, count)
        last = number == count - 1
        degree = cadence if last and count > 1 else chords[theme][place % len(chords[theme])]
        closes = last or (number + 1 - lead) % PHRASE == 0
        made.append(
            Bar(
                beat,
                min(Fraction(grid.bar), last_chord - beat),
                _energy(score, theme, number, count),
                theme,
                phrase,
                place,
                firm(score.style.scale, degree),
                closes,
                last,
            )
        )
    return tuple(made)


def _introduction(count: int) -> int:
    """Bars before the first phrase, so that the last one ends with the cue."""
    if count < _SHORT:
        return 0
    odd = count % PHRASE
    return PHRASE if not odd and count >= 3 * PHRASE else odd


def _theme(phrase: int, count: int) -> str:
    if phrase < 0:
        return "I"
    if count < _LONG:
        return "AAB"[phrase % 3] if count > 2 * PHRASE else "A"
    return _LATER[(phrase // 2) % len(_LATER)]


def _energy(score: Score, theme: str, number: int, count: int) -> float:
    """Louder and fuller towards the end; a short cue is full from its start."""
    through = (number + 0.5) / count
    if "build" in score.features:
        return 0.2 + 0.8 * through
    if count < _SHORT:
        return 0.75 + 0.2 * through
    arc = 0.16 * through - 0.06
    return float(np.clip(_WEIGHTS[theme] + arc, 0.25, 1.0))


def _chords(score: Score, rng: np.random.Generator, take: int) -> dict[str, tuple[int, ...]]:
    """A progression for every theme; which comes first follows the take."""
    written = score.style.progressions
    if "drone" in score.features:
        written = ((0, 0, 0, 0), (0, 0, 3, 0), (0, 0, 0, 5), (0, 5, 0, 0))
    order = [written[(take + number) % len(written)] for number in range(4)]
    order[1:] = [order[1 + int(which)] for which in rng.permutation(3)]
    opening = tuple(order[0][:2])
    return {"I": opening, "A": order[0], "B": order[1], "C": order[2], "D": order[3]}


def _cadence(score: Score, rng: np.random.Generator) -> int:
    """The chord before the last one."""
    choices = (4, 3) if is_bright(score.style.scale) else (6, 4, 3)
    return choices[int(rng.integers(len(choices)))]
