"""What a music prompt asks for: mood, key, tempo and instruments."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from otio_v2a.sketch.hearing.lexicon import clauses, refused

MAJOR, MINOR = (0, 2, 4, 5, 7, 9, 11), (0, 2, 3, 5, 7, 8, 10)
DORIAN, LYDIAN, PHRYGIAN = (0, 2, 3, 5, 7, 9, 10), (0, 2, 4, 6, 7, 9, 11), (0, 1, 3, 5, 7, 8, 10)

_SLOWEST, _FASTEST = 40, 220


@dataclass(frozen=True, slots=True)
class Style:
    """How a bed is written: `progression` a scale degree a bar, `drive` 0 calm to 2 hard."""

    bpm: float
    scale: tuple[int, ...]
    progression: tuple[int, ...]
    band: tuple[str, ...]
    drive: int = 0


@dataclass(frozen=True, slots=True)
class Score:
    """A style with what the prompt says of its own: a named tempo, key or band wins.

    Unit: `bpm` None leaves the tempo to the cuts; `tonic` semitones above C, None for chance.
    """

    style: Style
    bpm: float | None
    tonic: int | None
    unknown: tuple[str, ...] = ()


def _style(bpm: float, scale: tuple[int, ...], degrees: str, band: str, drive: int = 0) -> Style:
    return Style(bpm, scale, tuple(map(int, degrees)), tuple(band.split()), drive)


_SCORES: tuple[tuple[str, Style], ...] = (
    (r"horror|scary|creepy|terror|sinister", _style(62, PHRYGIAN, "0104", "pad strings bells")),
    (
        r"tens\w*|suspens\w*|thriller|mysteri\w*|dark|ominous|noir",
        _style(84, MINOR, "0534", "strings bass synth", 1),
    ),
    (
        r"epic|heroic|trailer|triumph\w*|battle|orchestral|dramatic",
        _style(96, MINOR, "0526", "strings brass drums bass", 2),
    ),
    (
        r"action|chase|aggressive|intense|rock|metal|punk",
        _style(138, MINOR, "0564", "guitar bass drums synth", 2),
    ),
    (
        r"techno|house|edm|electronic\w*|dance|trance|cyberpunk|synthwave",
        _style(124, MINOR, "0526", "synth bass drums pad", 2),
    ),
    (
        r"hip\W?hop|lo\W?fi|chill\w*|trap|beats?",
        _style(82, DORIAN, "1405", "piano bass drums pad", 1),
    ),
    (r"jazz\w*|swing|lounge|bossa", _style(112, DORIAN, "1405", "piano bass drums", 1)),
    (
        r"funk\w*|upbeat|energetic|fun|pop|party|disco|groov\w*",
        _style(116, MAJOR, "0453", "guitar bass drums synth", 2),
    ),
    (
        r"happy|cheer\w*|playful|joy\w*|comedy|quirky|whimsical|bright",
        _style(118, MAJOR, "0304", "piano guitar bass bells", 1),
    ),
    (
        r"sad|melanchol\w*|sorrow\w*|lonely|grief|emotional|nostalg\w*",
        _style(66, MINOR, "0526", "piano strings"),
    ),
    (
        r"romantic|love|tender|warm|hopeful|gentle|sweet",
        _style(74, MAJOR, "0534", "piano strings guitar"),
    ),
    (
        r"inspir\w*|corporate|uplifting|motivat\w*|documentary|optimistic",
        _style(108, MAJOR, "0453", "piano strings guitar bass", 1),
    ),
    (r"folk|country|western|acoustic|indie", _style(98, MAJOR, "0340", "guitar bass", 1)),
    (
        r"magic\w*|fantasy|dream\w*|fairy\w*|wonder\w*|space|ethereal",
        _style(78, LYDIAN, "0104", "pad bells strings"),
    ),
    (
        r"ambient|calm\w*|peace\w*|relax\w*|meditat\w*|soft|slow|quiet|drone|minimal\w*",
        _style(60, LYDIAN, "0430", "pad piano"),
    ),
    (
        r"classical|waltz|baroque|cinematic|film|soundtrack",
        _style(84, MAJOR, "0345", "strings piano"),
    ),
)
_USUAL = _style(84, MAJOR, "0534", "pad piano")

_BAND: Mapping[str, str] = MappingProxyType(
    {
        "piano": r"pianos?|keys|rhodes",
        "strings": r"strings?|violins?|cellos?|quartet|viola",
        "pad": r"pads?|atmospher\w*|choir|organ",
        "guitar": r"guitars?|ukulele|banjo|harp",
        "bass": r"bass|808|contrabass",
        "drums": r"drums?|percussi\w*|beats?|drumming|kick|taiko",
        "synth": r"synth\w*|arp\w*|electronic\w*",
        "bells": r"bells?|music box|glockenspiel|celesta|chimes?|marimba|xylophone|kalimba",
        "brass": r"brass|horns?|trumpets?|trombones?|fanfare",
    }
)
_KEYS = MappingProxyType({"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11})
_KEY = re.compile(r"\b([a-g])\s?(#|b|sharp|flat)?[ -](major|minor)\b")
_MODE = re.compile(r"\b(major|minor)\b")
_BPM = re.compile(r"\b(\d{2,3}(?:\.\d+)?)\s?(?:bpm|beats per minute)")
_HURRY = re.compile(r"\bfast\w*|\bquick\w*|\buptempo")
_REST = re.compile(r"\bslow\w*")
_LITTLE = frozenset(
    [
        "music",
        "song",
        "track",
        "bed",
        "background",
        "theme",
        "tune",
        "melody",
        "score",
        "with",
        "and",
        "a",
        "the",
        "of",
        "in",
        "at",
        "for",
        "some",
        "no",
        "bpm",
    ]
)


def read_style(prompt: str) -> Score:
    """What a music prompt asks for; of several moods the first-named counts."""
    text = ", ".join(clauses(prompt))
    style, known = _mood(text)
    band = _band(text, prompt, style)
    tempo = _BPM.search(prompt.lower())
    key = _KEY.search(prompt.lower())
    mode = _MODE.search(text)
    scale = {"major": MAJOR, "minor": MINOR}[mode.group(1)] if mode else style.scale
    pace = style.bpm * (1.2 if _HURRY.search(text) else 0.85 if _REST.search(text) else 1.0)
    bpm = min(_FASTEST, max(_SLOWEST, float(tempo.group(1)))) if tempo else None
    unknown = () if known or tempo or key or mode else _unexplained(text)
    written = Style(pace, scale, style.progression, band, style.drive)
    return Score(written, bpm, _tonic(key) if key else None, unknown)


def _mood(text: str) -> tuple[Style, bool]:
    found = [
        (match.start(), style)
        for words, style in _SCORES
        if (match := re.search(rf"\b(?:{words})\b", text))
    ]
    if found:
        return min(found, key=lambda pair: pair[0])[1], True
    return _USUAL, any(re.search(rf"\b(?:{words})\b", text) for words in _BAND.values())


def _band(text: str, prompt: str, style: Style) -> tuple[str, ...]:
    """Instruments named win over the style's; those refused never play."""
    named = [name for name, words in _BAND.items() if re.search(rf"\b(?:{words})\b", text)]
    out = refused(prompt)
    banned = {name for name, words in _BAND.items() if re.search(rf"\b(?:{words})\b", out)}
    wanted = named or style.band
    if named and not set(named) - {"drums", "bass"}:
        wanted = (*named, *(name for name in style.band if name not in named))
    left = tuple(name for name in wanted if name not in banned)
    return left or tuple(name for name in ("pad", "piano", "strings") if name not in banned)[:1]


def _tonic(key: re.Match[str]) -> int:
    shift = {"#": 1, "sharp": 1, "b": -1, "flat": -1}.get(key.group(2) or "", 0)
    return (_KEYS[key.group(1)] + shift) % 12


def _unexplained(text: str) -> tuple[str, ...]:
    words = re.findall(r"[^\W\d_]+(?:['-][^\W\d_]+)*", text)
    return tuple(dict.fromkeys(word for word in words if word not in _LITTLE))
