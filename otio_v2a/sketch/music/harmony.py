"""Scales, chords, and voices that move as little as they can."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

MAJOR, MINOR = (0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10)
DORIAN, LYDIAN, PHRYGIAN = (0, 2, 3, 5, 7, 9, 10), (0, 2, 4, 6, 7, 9, 11), (0, 1, 3, 5, 7, 8, 10)

SCALES: Mapping[str, tuple[int, ...]] = MappingProxyType(
    {
        "major": MAJOR,
        "minor": MINOR,
        "dorian": DORIAN,
        "lydian": LYDIAN,
        "phrygian": PHRYGIAN,
        "mixolydian": (0, 2, 4, 5, 7, 9, 10),
        "locrian": (0, 1, 3, 5, 6, 8, 10),
        "harmonic minor": (0, 2, 3, 5, 7, 8, 11),
        "melodic minor": (0, 2, 3, 5, 7, 9, 11),
        "pentatonic": MAJOR,
    }
)
"""Every mode that can be named. Unit: semitones above the tonic."""

BRIGHT = (
    (0, 4, 5, 3), (0, 5, 3, 4), (0, 3, 0, 4), (0, 2, 3, 4), (3, 0, 4, 5), (0, 3, 5, 4),
)  # fmt: skip
DARK = ((0, 5, 2, 6), (0, 3, 5, 4), (0, 5, 3, 4), (0, 2, 5, 6), (0, 6, 5, 6), (0, 3, 0, 5))
"""Progressions for a scale with a major and with a minor third: a degree a bar."""

_OCTAVE, _STEPS = 12, 7
_CENTRE = 61
_LOWEST, _HIGHEST = 50, 67  # of a chord's lowest voice, around middle C
_THIRD_MAJOR, _TRITONE = 4, 6


@dataclass(frozen=True, slots=True)
class Key:
    """A tonic, in semitones above C, and a scale."""

    tonic: int
    scale: tuple[int, ...]

    def pitch(self, degree: int) -> int:
        """The MIDI number of a scale degree; degree 0 lies in the octave from middle C's C down."""
        octave, step = divmod(degree, _STEPS)
        return 48 + self.tonic + _OCTAVE * octave + self.scale[step]

    def degree_near(self, pitch: int) -> int:
        """The scale degree whose pitch lies nearest."""
        guess = round((pitch - 48 - self.tonic) * _STEPS / _OCTAVE)
        return min(range(guess - 2, guess + 3), key=lambda degree: abs(self.pitch(degree) - pitch))

    def tones(self, degree: int, size: int) -> tuple[int, ...]:
        """The pitch classes of the chord on a degree: its thirds, root first."""
        return tuple(self.pitch(degree + 2 * third) % _OCTAVE for third in range(size))


def is_bright(scale: Sequence[int]) -> bool:
    """Whether the scale has a major third."""
    return scale[2] >= _THIRD_MAJOR


def firm(scale: Sequence[int], degree: int) -> int:
    """The degree, or the one a third below it where its chord would be diminished."""
    root, fifth = scale[degree % _STEPS], scale[(degree + 4) % _STEPS]
    return degree if (fifth - root) % _OCTAVE != _TRITONE else (degree - 2) % _STEPS


def voiced(tones: Sequence[int], before: Sequence[int] = ()) -> tuple[int, ...]:
    """The chord in the close position that moves least from the one before, low to high."""
    candidates = list(_positions(tones))
    if not before:
        return min(candidates, key=lambda voices: abs(sum(voices) / len(voices) - _CENTRE))
    return min(candidates, key=lambda voices: _moved(voices, before))


def _positions(tones: Sequence[int]) -> list[tuple[int, ...]]:
    found = []
    for low in range(_LOWEST, _HIGHEST + 1):
        if low % _OCTAVE in tones:
            above = sorted((tone - low) % _OCTAVE for tone in tones)
            found.append(tuple(low + step for step in above))
    return found


def _moved(voices: Sequence[int], before: Sequence[int]) -> float:
    pairs = zip(voices, before, strict=False)
    drift = abs(sum(voices) / len(voices) - _CENTRE)
    return sum(abs(here - there) for here, there in pairs) + 0.4 * drift


def near(tone: int, pitch: float) -> int:
    """The pitch of a pitch class that lies nearest to a pitch."""
    return round((pitch - tone) / _OCTAVE) * _OCTAVE + tone
