"""`storm_25.otio`: Resolve, 25 fps, 01:00:00:00; two video tracks, sound, a compound clip."""

import json

from . import resolve
from .clips import FIRE, PAL, SHORE, STORM
from .otio import Json, Mark, Use, gap, span

START = 90_000
LENGTH = 1150

_WINDOW = (
    Mark("sfx", "heavy rain against a window pane, thunder close by", 25, 125),
    Mark("sfx", "rain easing off, thunder rolling away", 150, 100),
    Mark("foley", "an old tree creaking in the wind", 200, 80, "LIME"),
    Mark("Marker 1", "check the flicker of the street lamp here", 280, 1, "BLUE"),
)
_WAVES = (Mark("sfx", "slow waves breaking on sand, gulls far off"),)
_EMBERS = (Mark("sfx", "campfire crackling, a log pops | gain: -6", 10, 75),)
_SWITCHED_OFF = (Mark("sfx", "this fire is switched off, so nobody pays for it", 10, 80, "RED"),)
_BOTH = {
    "sound_effect_prompt": "rain on a window, a thunderclap",
    "bgm_prompt": "low cello drone, uneasy",
    "asmr_mode": False,
}
_LAST = (
    Mark("V2A", json.dumps({"v2a": _BOTH}), 20, 150, "CYAN"),
    Mark("Marker 4", "dripping gutter, last drops on the sill", 200, 100, "GREEN", ("sfx",)),
)
_SCORE = Mark("bgm", "slow felt piano over a dark pad, 60 BPM", 300, 625, "PURPLE")


def build() -> Json:
    """The timeline as JSON."""
    marks = [resolve.mark(_SCORE, _SCORE.at, PAL)]
    return resolve.timeline(START, PAL, marks, [_video_1(), _video_2(), _audio_1()])


def _video_1() -> Json:
    children = [
        resolve.clip(Use(STORM, 25, 300, _WINDOW, link=1), PAL),
        resolve.clip(Use(SHORE, 50, 200, _WAVES), PAL),
        gap(25, PAL),
        resolve.compound(span(10, 200, PAL), 2, _compound()),
        resolve.clip(Use(FIRE, 150, 100, _SWITCHED_OFF, enabled=False), PAL),
        resolve.clip(Use(STORM, 300, 325, _LAST, link=3), PAL),
    ]
    return resolve.video(1, children)


def _compound() -> list[Json]:
    picture = [
        resolve.clip(Use(STORM, 400, 120, link=4), PAL),
        resolve.clip(Use(FIRE, 30, 120, _EMBERS), PAL),
    ]
    sound = [resolve.clip(Use(STORM, 400, 120, link=4), PAL, sound=True), gap(120, PAL)]
    return [resolve.video(1, picture), resolve.audio(1, sound)]


def _video_2() -> Json:
    """A cutaway that covers the waves for three seconds."""
    cutaway = resolve.clip(Use(FIRE, 100, 75), PAL)
    return resolve.video(2, [gap(400, PAL), cutaway, gap(LENGTH - 475, PAL)])


def _audio_1() -> Json:
    children = [
        resolve.clip(Use(STORM, 25, 300, link=1), PAL, sound=True),
        gap(LENGTH - 625, PAL),
        resolve.clip(Use(STORM, 300, 325, link=3), PAL, sound=True),
    ]
    return resolve.audio(1, children)
