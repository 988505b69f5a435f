"""Moods as styles, and a prompt as the score that its music is written from."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction
from types import MappingProxyType

from otio_v2a.sketch.music.asked import Asked, asked
from otio_v2a.sketch.music.harmony import (
    BRIGHT,
    DARK,
    DORIAN,
    LYDIAN,
    MAJOR,
    MINOR,
    PHRYGIAN,
    SCALES,
    is_bright,
)
from otio_v2a.sketch.music.words import INSTRUMENTS


@dataclass(frozen=True, slots=True)
class Style:
    """How a mood is written.

    `progressions` are scale degrees, a bar each; `drive` is 0 calm to 2 hard; `feel` names the
    patterns that the band plays; `wet` is the share of hall; `sevenths` tells rich chords.
    Unit: `bpm` beats a minute, `span` the share it may differ from take to take.
    """

    bpm: float
    scale: tuple[int, ...]
    progressions: tuple[tuple[int, ...], ...]
    band: tuple[str, ...]
    drive: int
    feel: str
    wet: float = 0.22
    sevenths: bool = False
    span: float = 0.06
    kinds: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True, slots=True)
class Score:
    """A style with what the prompt says of its own: a named tempo, key or band wins.

    Unit: `bpm` None leaves the tempo to the cuts; `tonic` semitones above C, None for chance;
    `metre` beats in a bar, 6 for two of three quavers.
    """

    style: Style
    bpm: Fraction | None
    tonic: int | None
    unknown: tuple[str, ...] = ()
    mood: str = ""
    metre: int = 4
    features: frozenset[str] = frozenset()

    def kind(self, family: str) -> str:
        """Which of a family's instruments plays."""
        return self.style.kinds.get(family) or tuple(INSTRUMENTS[family])[-1]


def _style(
    bpm: float, scale: tuple[int, ...], progressions: str, band: str, feel: str, **more: object
) -> Style:
    degrees = tuple(tuple(map(int, chords)) for chords in progressions.split())
    kinds = MappingProxyType(dict(pair.split("=") for pair in str(more.pop("kinds", "")).split()))
    drive, sevenths = int(str(more.pop("drive", 0))), bool(more.pop("sevenths", False))
    wet = float(str(more.pop("wet", 0.22)))
    return Style(bpm, scale, degrees, tuple(band.split()), drive, feel, wet, sevenths, 0.06, kinds)


STYLES: Mapping[str, Style] = MappingProxyType(
    {
        "horror": _style(
            58, PHRYGIAN, "0101 0151 0010 0510 0160", "pad strings bells", "still",
            wet=0.4, kinds="pad=drone bells=tubular",
        ),
        "tense": _style(
            88, MINOR, "0050 0535 0305 0056 0353", "strings bass synth", "pulse", drive=1,
            kinds="synth=arp bass=sub",
        ),
        "epic": _style(
            96, MINOR, "0526 0562 0365 0256 5602", "strings brass drums bass", "march", drive=2,
            wet=0.3, kinds="drums=taiko",
        ),
        "action": _style(
            138, MINOR, "0056 0536 0605 0026 0365", "guitar bass drums synth", "rock", drive=2,
            wet=0.12, kinds="guitar=distorted",
        ),
        "electronic": _style(
            124, MINOR, "0526 0056 5602 0352 0263", "synth bass drums pad", "dance", drive=2,
            wet=0.16, kinds="drums=machine bass=sub",
        ),
        "chill": _style(
            80, DORIAN, "1403 0314 3140 0103 0342", "piano bass drums pad", "beat", drive=1,
            sevenths=True, wet=0.18, kinds="piano=electric drums=machine",
        ),
        "jazz": _style(
            116, DORIAN, "1403 0314 0140 3140 0321", "piano bass drums", "swing", drive=1,
            sevenths=True, wet=0.14,
            kinds="bass=upright drums=brushes guitar=electric organ=hammond",
        ),
        "funk": _style(
            106, DORIAN, "0030 0303 0033 0043 0013", "guitar bass drums synth", "funk", drive=2,
            sevenths=True, wet=0.1, kinds="guitar=electric organ=hammond piano=electric",
        ),
        "happy": _style(
            118, MAJOR, "0304 0534 0343 0414 0354", "piano guitar bass bells", "pop", drive=1,
            kinds="guitar=ukulele", wet=0.15,
        ),
        "sad": _style(66, MINOR, "0526 0354 0532 0365 0504", "piano strings", "ballad", wet=0.32),
        "tender": _style(
            72, MAJOR, "0534 0253 0354 3052 0514", "piano strings guitar", "ballad", wet=0.3,
            kinds="guitar=nylon piano=felt",
        ),
        "uplifting": _style(
            108, MAJOR, "0453 3045 0543 5304 0354", "piano strings guitar bass", "pop", drive=1,
        ),
        "folk": _style(
            98, MAJOR, "0340 0534 0043 0303 0453", "guitar bass", "folk", drive=1, wet=0.14,
            kinds="bass=upright drums=hands strings=solo flute=whistle",
        ),
        "dreamy": _style(
            76, LYDIAN, "0104 0141 0514 0214 0415", "pad bells strings", "float", wet=0.42,
            kinds="bells=musicbox",
        ),
        "calm": _style(
            62, LYDIAN, "0410 0404 0251 0514 0240", "pad piano", "float", wet=0.36,
            kinds="piano=felt drums=hands",
        ),
        "classical": _style(
            92, MAJOR, "0345 0143 0534 0541 0514", "strings piano flute", "chamber", wet=0.28,
            kinds="bass=upright guitar=nylon drums=taiko",
        ),
    }
)  # fmt: skip
"""How every mood is written."""

_PLAIN = replace(STYLES["uplifting"], bpm=84, drive=0, feel="ballad", band=("pad", "piano"))
_BAND_MOODS = ("electronic", "chill", "jazz", "funk", "folk", "classical")
_RHYTHM = frozenset({"drums", "bass"})
_FILLERS = ("pad", "piano", "strings", "guitar", "synth", "organ")


def read_style(prompt: str) -> Score:
    """What a music prompt asks for; of several moods the first-named counts."""
    found = asked(prompt)
    mood = found.moods[0] if found.moods else found.leaning
    style = _manner(found, mood)
    style = replace(style, bpm=_pace(found, style), band=_band(found, style))
    style = replace(style, kinds=MappingProxyType({**style.kinds, **_kinds(found)}))
    unknown = found.unknown
    return Score(style, found.bpm, found.tonic, unknown, mood, found.metre or 4, found.features)


def _manner(found: Asked, mood: str) -> Style:
    """The mood's style; of a genre and a feeling the one lends its band, the other its chords."""
    if found.unknown:
        return STYLES["calm"]
    style = STYLES.get(mood, _PLAIN)
    genre = next((name for name in found.moods if name in _BAND_MOODS), mood)
    if genre != mood:
        lent = STYLES[genre]
        style = replace(lent, scale=style.scale, progressions=style.progressions)
    if found.mode is None:
        return style
    scale = SCALES[found.mode]
    if is_bright(scale) == is_bright(style.scale):
        return replace(style, scale=scale)
    return replace(style, scale=scale, progressions=BRIGHT if is_bright(scale) else DARK)


def _pace(found: Asked, style: Style) -> float:
    if found.pace:
        return sum(found.pace) / 2
    return style.bpm * found.hurry


def _kinds(found: Asked) -> dict[str, str]:
    """The kinds that are named beyond the family's usual one, which the mood may colour."""
    return {
        family: kind for family, kind in found.instruments if kind != tuple(INSTRUMENTS[family])[-1]
    }


def _band(found: Asked, style: Style) -> tuple[str, ...]:
    """Instruments named win over the style's; those refused never play."""
    named = tuple(family for family, _ in found.instruments)
    wanted = named or style.band
    if named and not found.alone and not set(named) - _RHYTHM:
        wanted = (*named, *(family for family in style.band if family not in named))
    left = tuple(family for family in wanted if family not in found.refused)
    return left or tuple(family for family in _FILLERS if family not in found.refused)[:1]
