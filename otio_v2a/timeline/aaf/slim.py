"""An AAF as its adapter leaves it, made small and right: what we read of it, each marker in place.

Source: otio-aaf-adapter 2.0.0 keeps every AAF property as metadata (a clip has 10 to 30 kB of it);
it moves markers of the timecode track onto clips where they do not belong.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from otio_v2a.model import Level, Notice
from otio_v2a.timecode import snap_rate, timecode
from otio_v2a.timeline import spelled
from otio_v2a.timeline.aaf.media import references
from otio_v2a.timeline.clips import namespace, objects, schema, text
from otio_v2a.timeline.spelled import Json

_STRUCTURE = frozenset(
    ("TimelineMobSlot", "MobSlot", "Sequence", "ScopeReference", "NestedScope", "Filler", "Stack")
)
_KINDS = ("Video", "Audio")
_WARPS = ("LinearTimeWarp", "FreezeFrame", "TimeEffect")
_HARMLESS = frozenset(("Submaster", "Audio Pan", "Audio Gain", "Mono Audio Gain"))
_OFFSETS = "PARAM_SPEED_OFFSET_MAP_U"
_ENDS = 2


@dataclass(frozen=True, slots=True)
class Mark:
    """A marker of the sequence, as the AAF itself says. Unit: frames at `rate` from its start."""

    position: int
    length: int
    rate: Fraction
    track: int
    text: str
    colour: str

    @property
    def key(self) -> tuple[int, int, str]:
        """What tells it from others, which the adapter's metadata says too."""
        return self.position, self.track, self.text

    @property
    def at(self) -> Fraction:
        """Seconds from the start of the sequence."""
        return self.position / self.rate


def slim(root: Json, marks: Sequence[Mark]) -> tuple[Json, tuple[Notice, ...]]:
    """The timeline with what we read of it, and a word on what is left out."""
    known = {mark.key: mark for mark in marks}
    tracks = [one for one in objects(root["tracks"].get("children")) if one.get("kind") in _KINDS]
    hung: set[tuple[int, int, str]] = set()
    slimmed = [_track(one, known, hung) for one in tracks]
    end = max((_lasting(one) for one in slimmed), default=Fraction(0))
    free = [mark for mark in marks if mark.key not in hung]
    markers = [
        spelled.a_marker(mark.text, mark.colour, _place(mark)) for mark in free if mark.at < end
    ]
    stack = {**_bare(root["tracks"]), "children": slimmed, "markers": markers}
    return {**root, "tracks": stack}, (*_left_out(tracks), *_astray(free, end))


def _track(track: Json, known: Mapping[tuple[int, int, str], Mark], hung: set[Any]) -> Json:
    """A track of the sequence; its markers hang on the child that covers their position."""
    children, at = [], Fraction(0)
    for child in objects(track.get("children")):
        length = _lasting(child)
        found = [known[key] for key in dict.fromkeys(_keys(child)) if key in known]
        right = [mark for mark in found if at <= mark.at < at + length]
        hung.update(mark.key for mark in right)
        slimmed = _slimmed(child, known)
        if "markers" in slimmed:
            own = [_hanging(mark, slimmed, at) for mark in right]
            slimmed = {**slimmed, "markers": _told_once([*own, *slimmed["markers"]])}
        children.append(slimmed)
        at += length
    name = "" if track.get("name") in _STRUCTURE else track.get("name")
    return {**_bare(track), "name": name, "children": children, "effects": _speeds(track)}


def _slimmed(node: Json, known: Mapping[tuple[int, int, str], Mark]) -> Json:
    """A clip, gap, compound clip or transition; markers of its media that it shows stay on it."""
    kind = schema(node)
    if kind == "Transition":
        return _transition(node)
    window = node.get("source_range")
    slimmed = {**_bare(node), "effects": _speeds(node), "source_range": _warped(node, window)}
    inside = (one for one in objects(node.get("markers")) if _key(one) not in known)
    slimmed["markers"] = [
        spelled.a_marker(_comment(one), text(one.get("color")), one["marked_range"])
        for one in inside
        if _is_inside(one, window)
    ]
    if kind == "Clip":
        return {**slimmed, **references(node)}
    if kind not in ("Stack", "Track"):
        return slimmed
    if not _shows(node) and window:
        gap = {key: slimmed[key] for key in ("metadata", "source_range", "markers", "enabled")}
        return {"OTIO_SCHEMA": "Gap.1", "name": "", "effects": [], **gap}
    return {**slimmed, "children": [_slimmed(one, known) for one in objects(node.get("children"))]}


def _bare(node: Json) -> Json:
    return {**node, "metadata": {}, "markers": []}


def _shows(node: Json) -> bool:
    """Whether a compound clip has media: titles and effects on nothing have none we could show."""
    effects = [text(effect.get("name")) for effect in objects(node.get("effects"))]
    return not any(name.startswith("Title") for name in effects) and bool(_clips(node))


def _clips(node: Json) -> list[Json]:
    """All clips in a node, itself included."""
    if schema(node) == "Clip":
        return [node]
    return [clip for child in objects(node.get("children")) for clip in _clips(child)]


def _transition(node: Json) -> Json:
    """A transition; Avid's dissolves and fades are dissolves, everything else is named."""
    operation = namespace(node, "AAF").get("OperationGroup")
    named = operation.get("Operation") if isinstance(operation, dict) else None
    name = text(named.get("Name")) if isinstance(named, dict) else ""
    plain = "dissolve" in name.lower() or name.startswith("Fade") or not name
    kind = "SMPTE_Dissolve" if plain else "Custom_Transition"
    return {**node, "metadata": {}, "name": name, "transition_type": kind}


def _speeds(node: Json) -> list[Json]:
    effects = objects(node.get("effects"))
    return [{**one, "metadata": {}} for one in effects if schema(one) in _WARPS]


def _warped(node: Json, window: Json | None) -> Json | None:
    """The source range of a retimed clip, from where its speed begins or, backwards, ends.

    The offset map tells the source frame at its first and last record frame; the adapter takes the
    speed from it and leaves its beginning aside.
    """
    for effect in objects(node.get("effects")):
        parameters = namespace(effect, "AAF").get("Parameters")
        offsets = parameters.get(_OFFSETS) if isinstance(parameters, dict) else None
        points = offsets.get("keyframe_values") if isinstance(offsets, dict) else None
        if window and schema(effect) == "LinearTimeWarp" and points and len(points) == _ENDS:
            start = window["start_time"]
            first = min(points[0][1], points[1][1]) if effect["time_scalar"] < 0 else points[0][1]
            return {**window, "start_time": {**start, "value": start["value"] + first}}
    return window


def _seconds(time: Json) -> Fraction:
    return Fraction(time["value"]) / snap_rate(time["rate"])


def _lasting(node: Json) -> Fraction:
    """How long a node lasts in its track, in seconds."""
    if schema(node) == "Transition":
        return Fraction(0)
    if node.get("source_range"):
        return _seconds(node["source_range"]["duration"])
    lengths = [_lasting(child) for child in objects(node.get("children"))]
    return (
        sum(lengths, Fraction(0)) if schema(node) == "Track" else max(lengths, default=Fraction(0))
    )


def _is_inside(marker: Json, window: Json | None) -> bool:
    if window is None:
        return True
    at, start = _seconds(marker["marked_range"]["start_time"]), _seconds(window["start_time"])
    return start <= at < start + _seconds(window["duration"])


def _key(marker: Json) -> tuple[int, int, str]:
    aaf = namespace(marker, "AAF")
    return aaf.get("Position", -1), aaf.get("AttachedPhysicalTrackNumber", -1), _comment(marker)


def _keys(node: Json) -> Iterator[tuple[int, int, str]]:
    """The keys of all markers on a node and in it."""
    yield from map(_key, objects(node.get("markers")))
    for child in objects(node.get("children")):
        yield from _keys(child)


def _comment(marker: Json) -> str:
    """A marker's text. The adapter names one without any by its class."""
    return text(namespace(marker, "AAF").get("Comment"))


def _place(mark: Mark) -> Json:
    return spelled.a_range(mark.position, mark.length, mark.rate)


def _hanging(mark: Mark, child: Json, at: Fraction) -> Json:
    """A marker of the sequence on one of its clips, in the clip's own time, as OTIO counts."""
    place = _place(mark)
    window = child.get("source_range")
    if window:
        own = window["start_time"]
        since = float((mark.at - at) * snap_rate(own["rate"]))
        place = {**place, "start_time": {**own, "value": own["value"] + since}}
    return spelled.a_marker(mark.text, mark.colour, place)


def _told_once(markers: Sequence[Json]) -> list[Json]:
    """Markers but for those that say the same at the same place: of a clip and of its media."""
    known = {
        (one["name"], one["comment"], _seconds(one["marked_range"]["start_time"])): one
        for one in reversed(markers)
    }
    return list(reversed(known.values()))


def _left_out(tracks: Sequence[Json]) -> Iterator[Notice]:
    video = (one for one in tracks if one.get("kind") == "Video")
    names = {name for one in video for name in _effects(one)} - _HARMLESS
    if names:
        shown = ", ".join(sorted(names))
        yield Notice("timeline", f"without these effects: {shown}.", Level.INFO)


def _effects(node: Json) -> Iterator[str]:
    for effect in objects(node.get("effects")):
        if schema(effect) == "Effect":
            yield text(effect.get("name")) or "unnamed"
    for child in objects(node.get("children")):
        yield from _effects(child)


def _astray(marks: Sequence[Mark], end: Fraction) -> Iterator[Notice]:
    for mark in marks:
        if mark.at >= end:
            label = timecode(mark.position, mark.rate)
            yield Notice(f"marker '{mark.text}'", f"{label} is past the timeline's end: left out.")
