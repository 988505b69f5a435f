"""The music of one cue as notes, from its prompt."""

from collections.abc import Sequence

from otio_v2a.sketch.music.form import bar_beats
from otio_v2a.sketch.music.grid import fit
from otio_v2a.sketch.music.instruments.kit import KITS
from otio_v2a.sketch.music.played import Composed
from otio_v2a.sketch.music.styles import read_style
from otio_v2a.sketch.music.writing import write
from otio_v2a.sketch.workshop import dice

_TUNINGS = 1 << 12


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
