"""Lanes to place, for the tests of surgery and tracks."""

from collections.abc import Collection, Sequence
from fractions import Fraction
from typing import Any

from otio_v2a.model import Cue, Lane, Placement, Prompts, Role, Span
from otio_v2a.timeline.written import Document

FILE = "/out/Cut 01.v2a/audio/v2a_0a1b2c3d_sfx_t2_11223344.wav"
NEXT = "/out/Cut 01.v2a/audio/v2a_5e6f7081_sfx_t1_55667788.wav"


def place(document: Document, lanes: Sequence[Lane], files: Collection[str] = ()) -> str:
    """The text of a timeline with our tracks in it; `files` are known to be ours."""
    return document.placed(lanes, files)


def a_placement(start: int, length: int, rate: Fraction, **more: Any) -> Placement:
    """A take of an effects cue; `prompt`, `cue_id` and every field of a Placement may differ."""
    prompt = more.pop("prompt", "rain on glass")
    record = Span(start, length, rate)
    prompts = Prompts(sound_effect=prompt, background_music=more.pop("music", ""))
    cue = Cue(more.pop("cue_id", "0a1b2c3d"), "sfx", "marker 'sfx'", record, prompts)
    told = {"take": 2, "file": FILE, "provider": "sketch", **more}
    return Placement(cue, told.pop("role", Role.SFX), record=record, **told)


def a_lane(*placements: Placement, **more: Any) -> Lane:
    """A lane of effects."""
    told = {"name": "V2A SFX", "role": Role.SFX, **more}
    return Lane(told.pop("name"), told.pop("role"), placements, **told)


def two_that_fade(rate: Fraction, start: int = 10) -> Lane:
    """Two abutting takes with a crossfade of 12 frames."""
    return a_lane(
        a_placement(start, 20, rate, tail=6),
        a_placement(start + 20, 25, rate, head=6, cue_id="5e6f7081", take=1, file=NEXT),
        crossfades=(12,),
    )


def three_kinds(rate: Fraction) -> list[Lane]:
    """Two effects that crossfade, music over them, and a take that was not chosen."""
    music = a_placement(48, 60, rate, role=Role.BGM, prompt="", music="slow piano", file=NEXT)
    return [
        two_that_fade(rate, 36),
        a_lane(music, name="V2A BGM", role=Role.BGM),
        a_lane(a_placement(36, 45, rate, take=3), name="V2A SFX t3", enabled=False),
    ]
