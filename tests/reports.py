"""The report of a run that knew every ending, made by hand."""

from decimal import Decimal
from fractions import Fraction
from math import inf
from pathlib import Path
from typing import Any

from otio_v2a.model import Fade, Level, Notice, Prompts, Span
from otio_v2a.score.heard import Heard, Seen
from otio_v2a.score.report import CueReport, Report

FILM = Fraction(24000, 1001)
START = 86_400
FOLDER = Path("/edit/Cut 01.v2a")
JPEG = b"\xff\xd8\xff\xe0 no picture \xff\xd9"
UNSURE = "its answer is lost. Say: otio-v2a takes TIMELINE resubmit 1a2b3c4d."


def prompts(effects: str = "", music: str = "", *, asmr: bool = False) -> Prompts:
    return Prompts(sound_effect=effects, background_music=music, asmr=asmr)


def sound(name: str) -> str:
    return str(FOLDER / "audio" / name)


def a_cue(name: str, start: int, length: int, role: str = "sfx", **fields: Any) -> CueReport:
    """A cue whose id is its name, in a clip of its own; placed unless something else is said."""
    return CueReport(
        **{
            "id": f"id-{name}",
            "name": name,
            "role": role,
            "address": f"clip '{name}.mov'",
            "record": Span(start, length, FILM),
            "status": "placed",
            **fields,
        }
    )


RAIN = a_cue(
    *("rain", 48, 120),
    take=2,
    takes=(1, 2, 3),
    audio=sound("rain t2.wav"),
    prompts=prompts("rain on tin"),
    price=Decimal("0.105"),
    gain_db=-6.0,
    fade=Fade(Fraction(12), "f"),
    still=JPEG,
    # A second of handle before five seconds and a frame or so of cue, half a second after.
    heard=Heard(-23.44, -1.26, 6.505, 1.0, 0.5, (0.0, 0.5, 1.0, 0.25), (3.5, 5.0)),
    seen=(Seen("cut", 50, 0.9), Seen("step", 80, 0.1), Seen("cut", 150, 1.0)),
)
WAVES = a_cue(
    *("waves", 240, 96, "bgm"),
    status="kept",
    take=1,
    takes=(1,),
    audio=sound("waves.wav"),
    prompts=prompts("", "slow piano", asmr=True),
    heard=Heard(-31.0, -9.0, 4.004, 0.0, 0.0, (0.2,) * 400, ()),
)
HUSH = a_cue(
    *("hush", 400, 72, "mix"),
    take=1,
    audio=sound("hush.wav"),
    prompts=prompts(),
    heard=Heard(-inf, -inf, 3.003, 0.0, 0.0, (0.0,) * 400, ()),
)
LOST = a_cue("lost", 500, 60, status="uncertain", message=UNSURE, price=Decimal("0.035"))
BROKEN = a_cue("broken", 300, 24, status="failed", message="refused. Reword it.", still=JPEG)
LATER = a_cue("later", 700, 24, status="skipped", message="not scored yet.")
HELD = a_cue("held", 600, 24, "", status="failed", message="the prompt is too long. Shorten it.")
OFF = a_cue("off", 0, 0, "", record=None, status="skipped", message="its clip is disabled.")

ABOUT_RAIN = Notice("clip 'rain.mov'", "peaks were clipped, lower the gain")
ABOUT_WAVES = Notice("elsewhere", "its picture is extended by 0.60 s.", Level.INFO, cue="id-waves")
ABOUT_NONE = Notice("timeline, marker 'sfx 1'", "its name goes on.", Level.HINT)


def a_report(*cues: CueReport, notices: tuple[Notice, ...] = (), **fields: Any) -> Report:
    told = {
        "timeline": Path("/edit/Cut 01.otio"),
        "output": Path("/edit/Cut 01.v2a.otio"),
        "provider": "wavespeed",
        "cost": Decimal("0.14"),
        "requests": 4,
        "start": START,
        **fields,
    }
    return Report(cues=cues, notices=notices, **told)


EVERY = a_report(
    *(RAIN, WAVES, HUSH, LOST, BROKEN, LATER, HELD, OFF),
    notices=(ABOUT_RAIN, ABOUT_NONE, ABOUT_WAVES),
)
