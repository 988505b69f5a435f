"""The music of one cue, from its prompt to its sound."""

from collections.abc import Sequence
from dataclasses import dataclass

from otio_v2a.providers.base import Tell
from otio_v2a.sketch.music.form import bar_beats
from otio_v2a.sketch.music.grid import Grid, fit
from otio_v2a.sketch.music.instruments.kit import KITS
from otio_v2a.sketch.music.played import Played
from otio_v2a.sketch.music.playing import play
from otio_v2a.sketch.music.styles import Score, read_style
from otio_v2a.sketch.music.writing import write
from otio_v2a.sketch.workshop import Samples, dice

_TUNINGS = 1 << 12


@dataclass(frozen=True, slots=True)
class Composed:
    """A cue's music on paper: what was asked, where the beats lie, and every note.

    `twist` tells how this take's instruments are tuned.
    """

    score: Score
    grid: Grid
    notes: tuple[Played, ...]
    twist: int


def compose(prompt: str, cuts: Sequence[int], length: int, seed: int, take: int) -> Composed:
    """The music of a cue as notes; the same seed and take give the same.

    Unit: `cuts` and `length` in samples after the cue's start.
    """
    score = read_style(prompt)
    rng = dice(seed, take, "music")
    moved = score.style.bpm * (1 + score.style.span * float(rng.uniform(-1, 1)))
    bpm = moved if score.bpm is None else score.bpm
    grid = fit(bpm, bar_beats(score), cuts, length, free=score.bpm is None)
    notes = write(score, grid, rng, take)
    return Composed(score, grid, notes, int(rng.integers(_TUNINGS)) * KITS + take % KITS)


def perform(composed: Composed, out: Samples, tell: Tell) -> None:
    """Plays the notes into silence, in place. Shape: `out` is (2, the cue's samples)."""
    play(composed.notes, composed.score, composed.grid, out, composed.twist, tell)
