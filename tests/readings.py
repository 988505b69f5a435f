"""Builders of expected readings, and the messages several tests expect."""

from fractions import Fraction
from typing import Any

from otio_v2a.model import CueOptions, Fade, Prompts
from otio_v2a.notes import Reading

BOTH = ("sfx", "bgm")
NO_SFX = "the sfx prompt is empty, so the model decides. Write one to say what should be heard."
NO_BGM = "the bgm prompt is empty, so the model decides. Write one to say what should be heard."
MEND = "Correct it, or take the colon out if it belongs to the prompt."
STAYS = "it stays part of the text before it. Take it out if it should not."
TAKES = "it has to be a whole number from 1 to 8."
GAIN = "it has to be a level from -60 to 12 dB, like '-6 dB'."
FADE = "it has to be a length with f (frames), s or ms, like '12f' or '0.5s'."
ID = "it has to be 1 to 64 of the characters a-z, A-Z, 0-9, '-' and '_'."
VIDEO_ID = "it has to be 1 to 128 of the characters a-z, A-Z, 0-9, '-', '_', '.' and ':'."
_OPTIONS = frozenset(("takes", "gain_db", "fade", "stems", "video_id"))


def ok(sfx: str = "", bgm: str = "", **more: Any) -> Reading:
    """A reading without errors; roles are those with a prompt unless given."""
    return held(sfx, bgm, **more)


def held(sfx: str, bgm: str, *errors: str, asmr: bool = False, **more: Any) -> Reading:
    """A reading that its errors hold."""
    prompts = Prompts.model_construct(sound_effect=sfx, background_music=bgm, asmr=asmr)
    options = CueOptions(**{name: more.pop(name) for name in _OPTIONS & more.keys()})
    named = more.pop(
        "roles", tuple(role for role, text in zip(BOTH, (sfx, bgm), strict=True) if text)
    )
    sent = None if errors else prompts
    return Reading(named, sent, sfx, bgm, asmr, options, errors=errors, **more)


def frames(amount: int) -> Fade:
    """A fade of so many frames."""
    return Fade(Fraction(amount), "f")
