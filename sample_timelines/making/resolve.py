"""Tracks, clips and markers in the form DaVinci Resolve gives them.

Source: timelines fact sheet section 4, measured on real exports: notes in `Resolve_OTIO.Note`
with an empty comment, upper-case colours, timecode-absolute source ranges, bare paths, a trailing
gap on each track.
"""

from fractions import Fraction

from . import otio
from .otio import Json, Mark, Parts, Use

_EFFECTS = (("Transform", 2), ("Cropping", 3), ("Dynamic Zoom", 59), ("Composite", 1))


def mark(mark: Mark, start: float, rate: Fraction) -> Json:
    """A marker whose note and keywords stand in Resolve's metadata."""
    metadata = {"Resolve_OTIO": {"Keywords": list(mark.keywords), "Note": mark.note}}
    return otio.marker(mark, start, rate, metadata) | {"comment": ""}


def clip(use: Use, rate: Fraction, *, sound: bool = False) -> Json:
    """A clip; retimed ones count their markers on the warped clock (fact sheet section 4.2)."""
    start = use.start(rate)
    origin = otio.base(use.clip, rate) + use.skip / use.speed
    metadata: Json = {"Channels": [{"Source Channel ID": 0, "Source Track ID": 0}]} if sound else {}
    if use.link:
        metadata["Link Group ID"] = use.link
    parts = Parts(
        use.clip.file,
        otio.span(start, use.length, rate),
        {"Resolve_OTIO": metadata},
        _effects(use.speed, sound),
        tuple(mark(one, origin + one.at, rate) for one in use.marks),
        use.enabled,
    )
    return otio.clip2(parts, otio.reference(use.clip, use.clip.file))


def _effects(speed: float, sound: bool) -> tuple[Json, ...]:
    first = () if speed == 1 else (otio.warp(speed),)
    if sound:
        return (*first, _effect("Fairlight Clip Volume and Fades", "Volume", 62))
    return (*first, *(_effect(name, name, kind) for name, kind in _EFFECTS))


def _effect(effect: str, name: str, kind: int) -> Json:
    what = {"Effect Name": effect, "Enabled": True, "Name": name, "Parameters": [], "Type": kind}
    return {
        "OTIO_SCHEMA": "Effect.1",
        "metadata": {"Resolve_OTIO": what},
        "name": "",
        "effect_name": "Resolve Effect",
    }


def dissolve(frames: int, rate: Fraction) -> Json:
    """A dissolve centred on the cut; on video too, Resolve names it like an audio crossfade."""
    effect = {"Effect Name": "Cross Fade 0 dB", "Enabled": True, "Name": "Cross Fade"}
    kind = {"Effects": effect | {"Parameters": [], "Type": 40}, "Transition Type": "Cross Fade 0DB"}
    return {
        "OTIO_SCHEMA": "Transition.1",
        "metadata": {"Resolve_OTIO": kind},
        "name": "Cross Fade 0 dB",
        "in_offset": otio.time(frames // 2, rate),
        "out_offset": otio.time(frames - frames // 2, rate),
        "transition_type": "SMPTE_Dissolve",
    }


def video(number: int, children: list[Json]) -> Json:
    """A video track."""
    metadata = {"Resolve_OTIO": {"Locked": False}}
    return otio.track("Video", Parts(f"Video {number}", metadata=metadata), children)


def audio(number: int, children: list[Json], kind: str = "Mono") -> Json:
    """An audio track."""
    metadata = {"Resolve_OTIO": {"Audio Type": kind, "Locked": False, "SoloOn": False}}
    return otio.track("Audio", Parts(f"Audio {number}", metadata=metadata), children)


def compound(span: Json, link: int, tracks: list[Json]) -> Json:
    """A compound clip: a Stack whose clock starts at 0."""
    metadata = {
        "Link Group ID": link,
        "Sequence Fps": span["duration"]["rate"],
        "Sequence ID": "{5d0c1f4e-6a6c-4f0e-9b57-2f1f8f1f3a10}",
        "Sequence Type": "Compound Clip",
    }
    parts = Parts("Compound Clip 1", span, {"Resolve_OTIO": metadata})
    return otio.item("Stack.1", parts, children=tracks)


def timeline(start: int, rate: Fraction, marks: list[Json], tracks: list[Json]) -> Json:
    """The whole: unnamed, as Resolve leaves it."""
    stack = otio.item("Stack.1", Parts(markers=tuple(marks)), children=tracks)
    metadata = {"Resolve_OTIO": {"Resolve OTIO Meta Version": "1.0"}}
    return otio.timeline("", otio.time(start, rate), metadata, stack)
