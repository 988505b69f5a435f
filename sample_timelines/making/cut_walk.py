"""`walk_23976.otio`: Resolve, 23.976 fps, 10:00:00:00; mixed rates, a dissolve, double speed."""

from . import resolve
from .clips import NTSC_FILM, SHORE, TYPING, WALK
from .otio import Json, Mark, Use, gap

START = 864_000
LENGTH = 818

_PARK = (
    Mark("sfx", "footsteps on gravel, birds | takes: 2 | fade: 12f", 18, 102),
    Mark("foley", "footsteps on wooden planks | gain: -3", 156, 48),
)
_WAVES = (
    Mark("sfx + bgm", "surf on a wide beach | bgm: warm strings, 70 BPM | stems: split", 40, 110),
)
_KEYS = (Mark("asmr", "soft keyboard clicks, close and dry", 12, 180, "PINK"),)
_HURRY = (Mark("sfx", "hurried steps, cloth rustling", 12, 84),)
_SCORE = Mark(
    "score", "light pizzicato strings, curious, 96 BPM | id: walk-theme", 0, 240, "PURPLE"
)


def build() -> Json:
    """The timeline as JSON."""
    # Resolve's clock for timeline markers is not known for sure: this file counts from the
    # timecode, storm_25.otio from the first frame.
    marks = [resolve.mark(_SCORE, START + _SCORE.at, NTSC_FILM)]
    return resolve.timeline(START, NTSC_FILM, marks, [_video_1(), _audio_1()])


def _video_1() -> Json:
    children = [
        resolve.clip(Use(WALK, 24, 240, _PARK, link=1), NTSC_FILM),
        resolve.dissolve(24, NTSC_FILM),
        resolve.clip(Use(SHORE, 48, 192, _WAVES), NTSC_FILM),
        resolve.clip(Use(TYPING, 20, 206, _KEYS), NTSC_FILM),
        gap(48, NTSC_FILM),
        resolve.clip(Use(WALK, 80, 132, _HURRY, speed=2.0), NTSC_FILM),
    ]
    return resolve.video(1, children)


def _audio_1() -> Json:
    talk = resolve.clip(Use(WALK, 24, 240, link=1), NTSC_FILM, sound=True)
    return resolve.audio(1, [talk, gap(LENGTH - 240, NTSC_FILM)])
