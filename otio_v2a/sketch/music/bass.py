"""What the bass plays: lines of four beats for every feel."""

from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType

from otio_v2a.sketch.music.accompaniment import Part
from otio_v2a.sketch.music.harmony import near
from otio_v2a.sketch.music.played import Played

_THIN = 0.45  # energy below which it only holds
_QUARTER = Fraction(1, 4)

_LINES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "still": ("0:r", "0:r 2:r"),
        "float": ("0:r", "0:r 3:f", "0:r 2:f"),
        "ballad": ("0:r", "0:r 2:f", "0:r 3/2:f 2:r", "0:r 3:f"),
        "chamber": ("0:r 1:f 2:r 3:f", "0:r 2:f", "0:r 2:r 3:f"),
        "pop": ("0:r 3/2:r 2:r 7/2:f", "0:r 1:r 2:r 3:r", "0:r 1/2:r 3/2:r 2:f 3:r", "0:r 2:f 3:r"),
        "folk": ("0:r 2:f", "0:r 1:f 2:r 3:f", "0:r 3/2:r 2:f"),
        "march": (
            "0:r 1/2:r 1:r 3/2:r 2:r 5/2:r 3:r 7/2:r", "0:r 1:r 3/2:r 2:r 3:r 7/2:r",
            "0:r 3/2:r 2:r 3:f",
        ),
        "pulse": (
            "0:r 1/2:r 1:r 3/2:r 2:r 5/2:r 3:r 7/2:o", "0:r 3/4:r 3/2:r 2:r 11/4:r 7/2:r",
            "0:r 2:r 5/2:r",
        ),
        "rock": (
            "0:r 1/2:r 1:r 3/2:r 2:r 5/2:r 3:r 7/2:f", "0:r 1/2:r 3/2:r 2:r 3:o 7/2:f",
            "0:r 1:r 3/2:o 2:r 5/2:r 3:f",
        ),
        "dance": (
            "1/2:r 3/2:r 5/2:r 7/2:r", "1/4:r 1/2:r 5/4:r 3/2:r 9/4:r 5/2:r 13/4:r 7/2:o",
            "0:r 3/4:r 3/2:o 2:r 11/4:r 7/2:f",
        ),
        "beat": ("0:r 7/4:r 5/2:r", "0:r 3/2:f 5/2:r", "0:r 3/4:r 2:o 7/2:f"),
        "funk": (
            "0:r 3/4:r 3/2:o 7/4:f 5/2:r 13/4:f", "0:r 1/2:o 3/2:r 7/4:r 11/4:f 7/2:o",
            "0:r 1/4:r 3/4:o 3/2:f 5/2:r 11/4:r 7/2:f",
        ),
        "swing": ("0:r 1:t 2:f 3:n", "0:r 1:f 2:o 3:n", "0:r 1:n 2:t 3:f"),
    }
)  # fmt: skip
"""Bass lines of four beats: onset and tone, r root, f fifth, o octave, t third, n the next step."""


def bass_line(part: Part, feel: str, *, still: bool) -> Iterator[Played]:
    """One bar of the bass; the drone of a still piece is its tonic."""
    known = _LINES["still" if still else feel]
    notes = [note.split(":") for note in known[part.figure % len(known)].split()]
    onsets = [(Fraction(start), tone) for start, tone in notes if Fraction(start) < part.bar.beats]
    if part.compound:
        onsets = [(Fraction(0), "r"), (Fraction(2, 3), "r"), (Fraction(1), "f")]
    if part.bar.energy < _THIN:
        onsets = [(Fraction(0), "r")]
    ends = [start for start, _ in onsets[1:]] + [part.bar.beats]
    for (start, tone), end in zip(onsets, ends, strict=True):
        if start < part.bar.beats:
            beats = max(min(end, part.bar.beats) - start, _QUARTER)
            yield part.at(
                start, _bass_tone(part, tone), beats * Fraction(19, 20), 1.0 if start == 0 else 0.85
            )


def _bass_tone(part: Part, tone: str) -> int:
    third = near(part.key.pitch(part.bar.degree + 2) % 12, part.root + 3)
    step = near(part.key.pitch(part.bar.degree + 1) % 12, part.root + 2)
    return {"r": part.root, "f": part.fifth, "o": part.root + 12, "t": third, "n": step}[tone]
