"""Where the beats of a cue lie: a tempo, a first bar and a last chord that meet the picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from otio_v2a.timecode import SAMPLE_RATE

SPREAD, STEPS = 0.06, 49
"""How far a free tempo may move from the style's, and how many tempos are tried."""

_PHASES = 24  # places within a beat where a first beat is tried
_RING, _SHARE = 1.6, 0.4  # the last chord rings so many seconds, or this share of a short cue
_BAR_WEIGHT, _END_WEIGHT, _DRIFT_WEIGHT, _PHASE_WEIGHT = 0.12, 0.2, 0.03, 0.03
_LEAST_HEAD = 0.5  # beats between the cue's start and a first downbeat after it
_STING = 2  # bars: what is shorter may end on any beat
_MOST_CUTS = 256
_PER_MINUTE = 60 * SAMPLE_RATE

_Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Grid:
    """The beats of one cue.

    Unit: `bpm` beats a minute, exactly; `bar` beats; `origin` is the sample of beat 0, before the
    cue's first where it starts within a bar; `length` samples.
    """

    bpm: Fraction
    bar: int
    origin: int
    length: int

    def sample(self, beat: Fraction) -> int:
        """The sample of a beat after the cue's start, the nearest one."""
        return self.origin + self.lasting(beat)

    def lasting(self, beats: Fraction) -> int:
        """How many samples so many beats last, the nearest number, halves up."""
        over = beats.denominator * self.bpm.numerator
        return (2 * beats.numerator * self.bpm.denominator * _PER_MINUTE + over) // (2 * over)

    def beats(self, samples: int) -> Fraction:
        """How many beats a number of samples lasts."""
        return samples * self.bpm / _PER_MINUTE

    @property
    def head(self) -> Fraction:
        """The beat that stands on the cue's first sample."""
        return self.beats(-self.origin)

    @property
    def end(self) -> Fraction:
        """The beat that stands on the cue's last sample."""
        return self.beats(self.length - self.origin)

    @property
    def last_chord(self) -> Fraction:
        """The beat of the last chord: a downbeat, in a sting any beat, with time left to ring."""
        ring = self.beats(round(min(_RING * SAMPLE_RATE, _SHARE * self.length)))
        step = self.bar if self.end - self.head >= _STING * self.bar + ring else 1
        return max(self.head, (self.end - ring) // step * step * Fraction(1))


def fit(bpm: float | Fraction, bar: int, cuts: Sequence[int], length: int, *, free: bool) -> Grid:
    """The grid on which most cuts fall on beats, downbeats first, and the end on a bar.

    A free tempo moves up to 6 %; a named one is kept, and the first bar is shortened instead.
    Unit: `cuts` and `length` in samples of the cue.
    """
    tempos = [Fraction(bpm)]
    if free:
        shares = np.linspace(1 - SPREAD, 1 + SPREAD, STEPS)
        tempos = [Fraction(round(float(bpm) * float(share) * 1000), 1000) for share in shares]
    places = np.asarray(cuts[:_MOST_CUTS], np.float64)
    costs = [_costs(float(tempo), float(bpm), bar, places, length) for tempo in tempos]
    which, phase = np.unravel_index(int(np.argmin(costs)), (len(tempos), bar * _PHASES))
    tempo = tempos[int(which)]
    origin = -round(Fraction(int(phase), _PHASES) * _PER_MINUTE / tempo)
    return Grid(tempo, bar, origin, length)


def _costs(tempo: float, wished: float, bar: int, cuts: _Floats, length: int) -> _Floats:
    """What every place of the first beat costs. Shape: (bar * _PHASES,)."""
    heads = np.arange(bar * _PHASES) / _PHASES
    cost = _DRIFT_WEIGHT * abs(tempo / wished - 1) / SPREAD + _PHASE_WEIGHT * (
        (heads % 1 > 0) + 0.5 * (heads > 0)
    )
    cost[(heads > bar - _LEAST_HEAD) & (heads > 0)] = np.inf  # a first bar too short to be one
    ends = (length * tempo / _PER_MINUTE + heads) / bar
    cost = cost + _END_WEIGHT * np.abs(ends - np.round(ends))
    if len(cuts):
        beats = cuts[:, None] * (tempo / _PER_MINUTE) + heads
        cost += np.abs(beats - np.round(beats)).mean(axis=0)
        cost += _BAR_WEIGHT * np.abs(beats / bar - np.round(beats / bar)).mean(axis=0)
    return np.asarray(cost, np.float64)
