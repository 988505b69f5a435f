"""`bench_kdenlive_30.otio`: Kdenlive, 30 fps; nothing is named, markers count from their clip."""

import json

from . import otio
from .clips import BALL, GLASS, TYPING, WEB
from .otio import Json, Mark, Parts, Use

_BALL = (
    Mark(
        "", json.dumps({"sound_effect_prompt": "a rubber ball bouncing on wood"}), 10, 160, "GREEN"
    ),
    Mark("", "thrown again here", 180, 1, "BLUE"),
    Mark("", "sfx: a hollow ball bouncing", 190, 140, "YELLOW"),
)
_SMASH = {
    "sound_effect_prompt": "a glass slides, falls and shatters on tiles",
    "bgm_prompt": "tense strings, sudden stop",
    "asmr_mode": False,
    "takes": 2,
}
_GLASS = (Mark("", json.dumps({"v2a": _SMASH}), 30, 165, "RED"),)


def build() -> Json:
    """The timeline as JSON."""
    picture = [
        _clip(Use(BALL, 0, 345, _BALL)),
        otio.gap(30, WEB),
        _clip(Use(GLASS, 10, 225, _GLASS)),
    ]
    upper = [otio.gap(330, WEB), _clip(Use(TYPING, 45, 60))]
    tracks = [
        _track("Video", 600, picture),
        _track("Video", 390, upper),
        _track("Audio", 0, []),
    ]
    stack = otio.item("Stack.1", Parts(), children=tracks)
    return otio.timeline("", None, {}, stack)


def _track(kind: str, length: int, children: list[Json]) -> Json:
    return otio.track(kind, Parts(source_range=otio.span(0, length, WEB)), children)


def _clip(use: Use) -> Json:
    parts = Parts(
        source_range=otio.span(use.start(WEB), use.length, WEB),
        markers=tuple(otio.marker(mark, mark.at, WEB) for mark in use.marks),
    )
    return otio.clip2(parts, otio.reference(use.clip, ""))
