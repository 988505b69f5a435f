"""What a music prompt says: moods, instruments wanted and refused, key, tempo, metre, form."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from otio_v2a.sketch.music.words import INSTRUMENTS, LEANINGS, LITTLE, MANNERS_OF, MOODS, PACES

SLOWEST, FASTEST = 20, 400
"""The tempos that are played. Unit: beats a minute."""

_NOT = r"(?:no|not|without|w/o|never|minus|except|excluding|avoid|skip|sans|non|don'?t|isn'?t|nor)"
_REFUSAL = re.compile(
    rf"\b{_NOT}\b[ -]*(?P<after>[^,;.:!?\n]*?)"
    r"(?=$|[,;.:!?\n]|\b(?:but|just|only|with|plus|instead|at|in|while|then)\b)"
)
_JOINED = re.compile(
    r"(?:\s*,?\s*(?:and|or|nor|&)\s+|\s*,\s*)(?P<word>[a-z0-9 '-]+?)(?=$|[,;.!?\n]|\band\b|\bor\b)"
)
_FREE = re.compile(r"\b(?P<what>[a-z]+)-?(?:less| free|-free)\b")
_ALONE = re.compile(
    r"\b(?:solo|only|just|alone|unaccompanied|nothing but|a\W?cappella|quartet|by itself)\b"
)
_BPM = re.compile(
    r"(?<![\d.])(\d{2,3}(?:[.,]\d+)?)\s?-?(?:bpm|beats?\W(?:per|a)\W(?:minute|min)|b\.p\.m)"
    r"|\b(?:bpm|tempo)\W{0,3}(?:of |at |is |around |about )?(\d{2,3}(?:[.,]\d+)?)(?![\d.]*\d)"
    r"|[♩♪q]\s?=\s?(\d{2,3}(?:[.,]\d+)?)"
)
_DRUM_AND_BASS = re.compile(r"\bdrum\W*(?:n|and|'n'|&)\W*bass\b")  # a genre, no instruments
_SHIFT = r"(?:\s?(?:#|♯|b(?![a-z])|♭)|[ -](?:sharp|flat))?"
_MODES: Mapping[str, str] = MappingProxyType(
    {
        "harmonic minor": r"harmonic minor",
        "melodic minor": r"melodic minor",
        "major": r"maj(?:or)?|ionian|dur",
        "minor": r"min(?:or)?|m|natural minor|aeolian|moll",
        "dorian": r"dorian",
        "phrygian": r"phrygian",
        "lydian": r"lydian",
        "mixolydian": r"mixolydian",
        "locrian": r"locrian",
        "pentatonic": r"pentatonic",
    }
)
_ANY_MODE = "|".join(_MODES.values())
_KEYS = (
    re.compile(
        rf"\bkey of (?P<note>[A-Ga-g])(?P<shift>{_SHIFT})(?:[ -]?(?P<mode>{_ANY_MODE}))?(?![a-z])"
    ),
    re.compile(rf"\b(?P<note>[A-Gb-g])(?P<shift>{_SHIFT})[ -]?(?P<mode>{_ANY_MODE})(?![a-z])"),
    re.compile(
        rf"\b(?P<note>a)(?P<shift>{_SHIFT})[ -](?P<mode>{_ANY_MODE})"
        r"(?=\s*(?:$|[,;.:)!/]|\d|(?:at|with|and|no|without|for|around|waltz)\b))"
    ),
    re.compile(
        rf"\b(?:in|[Kk]ey:?) (?P<note>[A-G])(?P<shift>{_SHIFT})(?P<mode>)"
        r"(?=\s*(?:$|[,;.)]|\d|at\b|with\b))"
    ),
)
_MODE_ALONE = re.compile(
    r"\b(harmonic minor|melodic minor|major|minor|ionian|aeolian|dorian|phrygian|lydian|mixolydian"
    r"|locrian|pentatonic)\b"
)
_PITCHES = MappingProxyType({"c": 0, "d": 2, "e": 4, "f": 5, "g": 7, "a": 9, "b": 11})
_METRES = (
    (re.compile(r"\b6\s?/\s?8\b|\b12\s?/\s?8\b|\bsix[- ]eight\b|\bjig\b|\bbarcarolle\b"), 6),
    (
        re.compile(
            r"\b3\s?/\s?4\b|\bwaltz\w*|\bthree[- ]four\b|\bminuets?\b|\btriple (?:time|met\w+)"
        ),
        3,
    ),
    (re.compile(r"\b5\s?/\s?4\b|\bfive[- ]four\b"), 5),
)
_HURRY = re.compile(r"\b(?:fast\w*|quick\w*|up\W?tempo|rapid\w*|brisk\w*|hurried|racing|frantic)\b")
_REST = re.compile(r"\b(?:slow\w*|down\W?tempo|unhurried|languid|leisurely|lazy)\b")
_FEATURES: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "half-time": re.compile(r"\bhalf\W?time\b"),
        "four on the floor": re.compile(r"\bfour\W?(?:on|to)\W?the\W?floor\b"),
        "build": re.compile(r"\b(?:build\w*|rising|crescendo\w*|risers?|escalat\w*|ramp\w*"
        r"|swell\w*)\b"),
        "sting": re.compile(r"\b(?:stings?|stingers?|bumpers?|button)\b"),
        "drone": re.compile(r"\b(?:drones?|droning|static)\b"),
        "ostinato": re.compile(r"\b(?:ostinat\w+|puls\w+|driving|ticking|repeat\w*|motoric"
        r"|riff\w*)\b"),
        "sparse": re.compile(r"\b(?:sparse|minimal\w*|simple|bare|subtle|understated)\b"),
        "swing": re.compile(r"\b(?:swing\w*|shuffle\w*|swung)\b"),
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What a prompt names, nothing guessed.

    Unit: `bpm` beats a minute, only if a number is named; `pace` the range that a tempo word
    means; `tonic` semitones above C; `metre` beats a bar (6: two of three quavers).
    `instruments` are families with the kind that is named; `moods` first-named first.
    """

    moods: tuple[str, ...] = ()
    leaning: str = ""
    instruments: tuple[tuple[str, str], ...] = ()
    refused: frozenset[str] = frozenset()
    alone: bool = False
    mode: str | None = None
    tonic: int | None = None
    bpm: Fraction | None = None
    pace: tuple[float, float] | None = None
    hurry: float = 1.0
    metre: int | None = None
    features: frozenset[str] = frozenset()
    unknown: tuple[str, ...] = ()


def asked(prompt: str) -> Asked:
    """What a music prompt names."""
    text, refusals = _sorted_out(_BPM.sub(" ", _DRUM_AND_BASS.sub("dnb", prompt.lower())))
    named = tuple(_instruments(text))
    moods = _moods(_without(text, named))
    leaning = _first(MOODS, text) or _first(MANNERS_OF, text) or _first(LEANINGS, text)
    tonic, mode = _key(prompt)
    bpm, pace = _bpm(prompt.lower()), _pace(text)
    features = frozenset(name for name, words in _FEATURES.items() if words.search(text))
    metre = next((beats for words, beats in _METRES if words.search(prompt.lower())), None)
    found = Asked(
        moods=moods,
        leaning="" if moods else leaning,
        instruments=_once([(family, kind) for _, _, family, kind in named]),
        refused=_refused(", ".join([refusals, *_FREE.findall(text)])),
        alone=bool(_ALONE.search(text)),
        mode=mode,
        tonic=tonic,
        bpm=bpm,
        pace=pace,
        hurry=1.18 if _HURRY.search(text) else 0.86 if _REST.search(text) else 1.0,
        metre=metre,
        features=features,
    )
    return found if _says_something(found) else Asked(unknown=_unexplained(text))


def _says_something(found: Asked) -> bool:
    return found != Asked(alone=found.alone, features=found.features & {"sting", "build"})


def _sorted_out(text: str) -> tuple[str, str]:
    """The text without what is refused, and what is refused."""
    kept, refusals, end = [], [], 0
    for match in _REFUSAL.finditer(text):
        kept.append(text[end : match.start()])
        stop = _list_end(text, match)
        refusals.append(text[match.start("after") : stop])
        end = max(stop, match.end())
    kept.append(text[end:])
    return " ".join(kept), " , ".join(refusals)


def _list_end(text: str, match: re.Match[str]) -> int:
    """Where the list that starts with a refusal ends: `no drums, bass or brass` refuses three."""
    stop, last_or = match.end("after"), match.end("after")
    while item := _JOINED.match(text, stop):
        families = tuple(_instruments(item["word"]))
        if not families or _without(item["word"], families).strip():
            break
        stop = item.end()
        if re.search(r"\b(?:or|nor)\b", item.group()):
            last_or = stop
    return last_or


def _refused(refusals: str) -> frozenset[str]:
    named = {family for _, _, family, _ in _instruments(refusals)}
    rhythm = re.search(r"\b(?:beat|drum|rhythm|percussion)s?\b", refusals)
    return frozenset(named | {"drums"}) if rhythm else frozenset(named)


def _instruments(text: str) -> Iterator[tuple[int, int, str, str]]:
    """The instruments in a text in their order, the longest words first where two could begin."""
    found = [
        (match.start(), match.end(), family, kind)
        for family, kinds in INSTRUMENTS.items()
        for kind, finder in _FINDERS[family].items()
        for match in finder.finditer(text)
    ]
    end = 0
    for start, stop, family, kind in sorted(found, key=lambda hit: (hit[0], -hit[1])):
        if start >= end:
            yield start, stop, family, kind
            end = stop


_FINDERS: Mapping[str, Mapping[str, re.Pattern[str]]] = MappingProxyType(
    {
        family: {
            kind: re.compile(rf"\b(?:{words})(?!\w|\W?less\b|\W?free\b)")
            for kind, words in kinds.items()
        }
        for family, kinds in INSTRUMENTS.items()
    }
)


def _once(named: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Every family once, with the kind named first that is not the family's usual one."""
    kinds: dict[str, str] = {}
    for family, kind in named:
        if kinds.setdefault(family, kind) == tuple(INSTRUMENTS[family])[-1]:
            kinds[family] = kind
    return tuple(kinds.items())


def _without(text: str, named: Sequence[tuple[int, int, str, str]]) -> str:
    for start, stop, _, _ in named:
        text = text[:start] + " " * (stop - start) + text[stop:]
    return text


def _moods(text: str) -> tuple[str, ...]:
    found = [
        (match.start(), -match.end(), mood)
        for mood, words in MOODS.items()
        if (match := re.search(rf"\b(?:{words})\b", text))
    ]
    return tuple(mood for _, _, mood in sorted(found))


def _first(table: Mapping[str, str], text: str) -> str:
    found = [
        (match.start(), mood)
        for mood, words in table.items()
        if (match := re.search(rf"\b(?:{words})\b", text))
    ]
    return min(found)[1] if found else ""


def _key(prompt: str) -> tuple[int | None, str | None]:
    """The tonic and the mode; "a minor third" and "in a minor key" name no tonic."""
    for pattern in _KEYS:
        if match := pattern.search(prompt):
            return _tonic(match), _mode(match["mode"] or "major")
    alone = _MODE_ALONE.search(prompt.lower())
    return None, _mode(alone.group(1)) if alone else None


def _mode(words: str) -> str:
    return next(name for name, known in _MODES.items() if re.fullmatch(known, words, re.IGNORECASE))


def _tonic(match: re.Match[str]) -> int:
    shift = match["shift"].strip(" -").lower()
    step = 1 if shift in {"#", "♯", "sharp"} else -1 if shift in {"b", "♭", "flat"} else 0
    return (_PITCHES[match["note"].lower()] + step) % 12


def _bpm(text: str) -> Fraction | None:
    match = _BPM.search(text)
    if not match:
        return None
    number = Fraction(next(filter(None, match.groups())).replace(",", "."))
    return number if SLOWEST <= number <= FASTEST else None


def _pace(text: str) -> tuple[float, float] | None:
    return next(
        (pace for words, pace in PACES.items() if re.search(rf"\b(?:{words})\b", text)), None
    )


def _unexplained(text: str) -> tuple[str, ...]:
    words = re.findall(r"[^\W\d_]+(?:['-][^\W\d_]+)*", text)
    return tuple(dict.fromkeys(word for word in words if word not in LITTLE))
