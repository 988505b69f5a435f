"""A note in its place: what is written and then heard."""

from dataclasses import dataclass
from fractions import Fraction

from otio_v2a.sketch.music.grid import Grid
from otio_v2a.sketch.music.styles import Score

KICK, RIM, SNARE, CLAP, HAT, LOW_TOM, OPEN_HAT, MID_TOM, CRASH, HIGH_TOM, RIDE, SHAKER = (
    36, 37, 38, 39, 42, 45, 46, 47, 49, 50, 51, 70,
)  # fmt: skip
"""The pieces of a kit. Source: the General MIDI numbers."""


@dataclass(frozen=True, slots=True)
class Played:
    """One note. Unit: `beat` from the first bar; `pitch` in MIDI numbers; `hard` 0 to 1."""

    beat: Fraction
    instrument: str
    pitch: int
    beats: Fraction
    hard: float = 0.7


@dataclass(frozen=True, slots=True)
class Composed:
    """A cue's music on paper: what was asked, where the beats lie, and every note.

    `twist` tells how this take's instruments are tuned.
    """

    score: Score
    grid: Grid
    notes: tuple[Played, ...]
    twist: int
