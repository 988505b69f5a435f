"""The words and keys an editor may write in a marker, and what each key accepts."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from otio_v2a.model import Fade, Stems

ROLES = ("sfx", "bgm")
"""The keys whose value is a prompt; prompts are told in this order."""


@dataclass(frozen=True, slots=True)
class Key:
    """One key an editor may write: its other spellings, what it takes, what it does."""

    name: str
    aliases: tuple[str, ...]
    value: str
    meaning: str


KEYS = (
    Key(
        "sfx",
        ("fx", "sound", "foley", "sound_effect_prompt"),
        "text, at most 200 characters",
        "The effects to be heard. Without a text, the model decides.",
    ),
    Key(
        "bgm",
        ("music", "score", "bgm_prompt"),
        "text, at most 200 characters",
        "The music to be heard. Without a text, the model decides.",
    ),
    Key(
        "asmr",
        ("asmr_mode",),
        "yes or no",
        "Close, detailed sound. 'asmr' alone means yes; without the key, no.",
    ),
    Key(
        "takes",
        (),
        "a whole number from 1 to 8",
        "How many takes to make; each is paid for. Without the key, the run's setting (1).",
    ),
    Key(
        "gain",
        (),
        "a level from -60 to 12 dB, like '-6 dB'",
        "How much louder or softer the sound is made. Without the key, 0 dB.",
    ),
    Key(
        "fade",
        (),
        "a length with f (frames), s or ms, like '12f' or '0.5s'",
        "The fade at both edges of the range. Without the key, the run's setting (10 ms).",
    ),
    Key(
        "stems",
        (),
        "mix or split",
        "mix: one request with both prompts. split: one each, paid twice. "
        "Without the key, the run's setting (mix).",
    ),
    Key(
        "id",
        (),
        "1 to 64 of the characters a-z, A-Z, 0-9, '-' and '_'",
        "A name that keeps takes and marker together. Without the key, it is made from its place.",
    ),
    Key(
        "video_id",
        ("kling_id",),
        "1 to 128 of the characters a-z, A-Z, 0-9, '-', '_', '.' and ':'",
        "The clip was generated at Kling: its id there is sent instead of a picture "
        "(Kling and KKIAI, within 30 days).",
    ),
)
"""Every key of the grammar, in the order they are documented."""

ALIASES: Mapping[str, str] = MappingProxyType(
    {alias: key.name for key in KEYS for alias in (key.name, *key.aliases)}
)
"""Every spelling of every key, in lower case, and the key it means."""

WORDS: Mapping[str, str] = MappingProxyType(
    {alias: key for alias, key in ALIASES.items() if key in (*ROLES, "asmr") and "_" not in alias}
)
"""The spellings that make a marker ours when its name holds them."""

_YES = frozenset(("", "1", "true", "yes", "y", "on"))
_NO = frozenset(("0", "false", "no", "n", "off"))
_TAKES = re.compile(r"0*([1-8])")
_NUMBER = r"(?:[0-9]{1,9}(?:[.,][0-9]{0,9})?|[.,][0-9]{1,9})"
_GAIN = re.compile(rf"([+-]?{_NUMBER})\s*(?:db)?")
_GAIN_DB = (-60, 12)
_FADE = re.compile(rf"({_NUMBER})\s*(f|s|ms)")
_ID = re.compile(r"[A-Za-z0-9_-]{1,64}")
_VIDEO_ID = re.compile(r"[A-Za-z0-9_.:-]{1,128}")


def value_of(key: str) -> str:
    """What a key takes, in words."""
    return next(known.value for known in KEYS if known.name == key)


def asmr(value: str) -> bool | None:
    """Yes or no; the empty text is yes."""
    if value.lower() in _YES:
        return True
    return False if value.lower() in _NO else None


def takes(value: str) -> int | None:
    """A number of takes."""
    number = _TAKES.fullmatch(value)
    return int(number[1]) if number else None


def gain(value: str) -> float | None:
    """A level in dB, with a point or a comma."""
    number = _GAIN.fullmatch(value.lower().replace("\u2212", "-"))
    level = float(number[1].replace(",", ".")) if number else None
    return level if level is not None and _GAIN_DB[0] <= level <= _GAIN_DB[1] else None


def fade(value: str) -> Fade | None:
    """A length with its unit; frames are whole."""
    written = _FADE.fullmatch(value.lower())
    if written is None:
        return None
    amount = Fraction(written[1].replace(",", "."))
    return None if written[2] == "f" and amount.denominator > 1 else Fade(amount, written[2])


def stems(value: str) -> Stems | None:
    """One request with both prompts, or one each."""
    return Stems(value.lower()) if value.lower() in tuple(Stems) else None


def identity(value: str) -> str | None:
    """A name for the cue that is safe in a file name."""
    return value if _ID.fullmatch(value) else None


def video_id(value: str) -> str | None:
    """The id of a clip at the one who generated it."""
    return value if _VIDEO_ID.fullmatch(value) else None


ACCEPTS: Mapping[str, Callable[[str], object]] = MappingProxyType(
    {
        "asmr": asmr,
        "takes": takes,
        "gain": gain,
        "fade": fade,
        "stems": stems,
        "id": identity,
        "video_id": video_id,
    }
)
"""For each key but the prompts: its value as read, or None where it does not suit the key."""
