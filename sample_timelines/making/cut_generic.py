"""`generic_24.otio`: plain OpenTimelineIO, Clip.1, 24 fps; markers that go wrong in every way."""

from . import otio
from .clips import CAFE, FILM, GLASS, SHORE, TYPING
from .otio import Json, Mark, Parts, Use

START = 84_240

_TOO_LONG = "rain on glass and " * 11 + "end"
_CAFE = (
    Mark("sfx: rain on a café window | bgm: soft piano, 70 BPM", "", 12, 144),
    Mark("asmr", "a spoon clinks against a china cup | id: spoon", 156, 72, "PINK"),
)
_TALKS = (
    Mark("sfx 1", "waves", 0, 48, "YELLOW"),
    Mark("sfx", _TOO_LONG, 48, 72, "RED"),
    Mark("sfx", "surf, wind over dunes | reverb: big", 96, 84),
)
_KEYS = (
    Mark("sfx", "typing, fast and light | bmg: lo-fi beat", 24, 72, "RED"),
    Mark("bgm", "", 100, 92, "PURPLE"),
)
_SMASH = (
    Mark(
        "sfx: glass breaks",
        "sfx: a glass shatters on floor tiles | takes: 3 | gain: +2 dB | fade: 0.1s",
        16,
        150,
    ),
    Mark("Soundbite", "score this later", 60, 1, "WHITE"),
)
_ON_TRACK = Mark("foley", "chair creaks, cloth | fade: 40ms | asmr: no", 240, 96)
_ON_STACK = Mark("bgm", "gentle waltz, music box | gain: -9", 60, 516, "PURPLE")


def build() -> Json:
    """The timeline as JSON."""
    uses = (Use(CAFE, 6, 240, _CAFE), Use(SHORE, 24, 180, _TALKS))
    more = (Use(TYPING, 8, 204, _KEYS), Use(GLASS, 12, 170, _SMASH))
    children = [*map(_clip, uses), otio.gap(30, FILM), *map(_clip, more)]
    marks = (otio.marker(_ON_TRACK, _ON_TRACK.at, FILM),)
    picture = otio.track("Video", Parts("V1", markers=marks), children)
    sound = otio.track("Audio", Parts("A1"), [_clip(Use(CAFE, 6, 240))])
    stack = otio.item(
        "Stack.1",
        Parts("tracks", markers=(otio.marker(_ON_STACK, _ON_STACK.at, FILM),)),
        children=[picture, sound],
    )
    return otio.timeline("Generic 24", otio.time(START, FILM), {}, stack)


def _clip(use: Use) -> Json:
    """A Clip.1, which has one media reference and no key to choose it by."""
    start = use.start(FILM)
    parts = Parts(
        use.clip.file,
        otio.span(start, use.length, FILM),
        markers=tuple(otio.marker(mark, start + mark.at, FILM) for mark in use.marks),
    )
    return otio.item("Clip.1", parts, media_reference=otio.reference(use.clip, ""))
