"""Clips of an xmeml track as OTIO objects: media, source range, speed, looks, markers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from otio_v2a.errors import TimelineError
from otio_v2a.timeline.markup import Node
from otio_v2a.timeline.xmeml.elements import (
    first_timecode,
    frame,
    is_off,
    is_true,
    number,
    rate_or_none,
)

Json = dict[str, Any]

NAMESPACE = "fcp_xml"
"""Where what only this format says stands in metadata, as OTIO's own adapter has it."""


@dataclass(frozen=True, slots=True)
class Span:
    """Where a clip stands in its sequence with all it shows in transitions. Unit: its frames."""

    begin: Fraction
    end: Fraction


@dataclass(frozen=True, slots=True)
class Shelf:
    """The files and sequences of a document by id: each is told once and referred to later.

    `pixels` says that scales count from the pixels of media, not from the size at which they fit.
    """

    files: Mapping[str, Node]
    sequences: Mapping[str, Node]
    pixels: bool = True

    def file(self, clip: Node) -> Node | None:
        """The file that a clip shows, wherever it is told."""
        found = clip.find("file")
        return self.files.get(found.attributes.get("id", ""), found) if found else None

    def sequence(self, clip: Node) -> Node | None:
        """The sequence that stands in place of a clip's media, wherever it is told."""
        found = clip.find("sequence")
        return self.sequences.get(found.attributes.get("id", ""), found) if found else None


def time(frames: Fraction, rate: Fraction) -> Json:
    """Frames at a rate as a RationalTime, exactly: it is read here and never written."""
    value = frames.numerator if frames.denominator == 1 else frames
    return {"OTIO_SCHEMA": "RationalTime.1", "value": value, "rate": rate}


def span(start: Fraction, duration: Fraction, rate: Fraction) -> Json:
    """A TimeRange, exactly."""
    written = {"start_time": time(start, rate), "duration": time(duration, rate)}
    return {"OTIO_SCHEMA": "TimeRange.1", **written}


def gap(duration: Fraction, rate: Fraction) -> Json:
    """Nothing, for so many frames."""
    return {"OTIO_SCHEMA": "Gap.1", "source_range": span(Fraction(0), duration, rate)}


@dataclass(frozen=True, slots=True)
class Cut:
    """A clip as cut: where it stands without its transitions, and where that begins in it.

    Unit: frames of the sequence, whose rate is `rate`; `skipped` is what is seen of it before.
    """

    node: Node
    address: str
    rate: Fraction
    duration: Fraction
    skipped: Fraction


def clip(cut: Cut, shelf: Shelf) -> Json:
    """A clip, title or generator as an OTIO Clip.

    Raises: TimelineError with its address when a time in it cannot be used.
    """
    node = cut.node
    file = shelf.file(node)
    first = first_timecode(file, cut.address) if file else Fraction(0)
    return {
        "OTIO_SCHEMA": "Clip.2",
        "name": node.told("name"),
        "enabled": not is_off(node),
        "source_range": _source_range(cut, first),
        "effects": list(_effects(cut, shelf)),
        "markers": list(_markers(cut)),
        "media_reference": _reference(node, file, cut.address),
    }


def nested(cut: Cut, tracks: Json, shelf: Shelf) -> Json:
    """A clip whose media is a sequence, as an OTIO Stack: it counts from its first frame."""
    return {
        **tracks,
        "name": cut.node.told("name") or tracks["name"],
        "enabled": not is_off(cut.node),
        "source_range": _source_range(cut, Fraction(0)),
        "effects": list(_effects(cut, shelf)),
        "markers": list(_markers(cut)),
    }


def _own_rate(cut: Cut) -> Fraction:
    return rate_or_none(cut.node) or cut.rate


def _begin(cut: Cut) -> Fraction:
    """Where the cut begins in the clip's own count. Unit: frames of the clip's rate."""
    told = frame(cut.node, "in", cut.address) or Fraction(0)
    return told + cut.skipped / cut.rate * _own_rate(cut)


def _source_range(cut: Cut, first: Fraction) -> Json:
    """What a clip shows of its media. Unit: `first` is the media's timecode in seconds.

    A retimed clip counts `in` in frames of the retimed whole, so that media time is `in` times the
    speed; backwards from its end.
    """
    rate, speed = _own_rate(cut), _speed(cut.node)
    length = cut.duration / cut.rate * rate
    begin = _begin(cut)
    if speed < 0:
        whole = frame(cut.node, "duration", cut.address) or begin + length
        begin = whole - begin - length
    start = first * rate + begin * (abs(speed) if speed else 1)
    return span(start, length, rate)


def _speed(node: Node) -> Fraction:
    effect = _remap(node)
    if effect is None:
        return Fraction(1)
    told = {one.told("parameterid"): one.told("value") for one in effect.all("parameter")}
    percent = number(told.get("speed", "")) if told.get("speed") else Fraction(100)
    speed = Fraction(100) if percent is None else percent
    return -abs(speed) / 100 if is_true(told.get("reverse", "")) else speed / 100


def _remap(node: Node) -> Node | None:
    effects = (
        effect for one in node.all("filter") if not is_off(one) for effect in one.all("effect")
    )
    return next((effect for effect in effects if effect.told("effectid") == "timeremap"), None)


def _is_ramp(effect: Node) -> bool:
    told = {one.told("parameterid"): one.told("value") for one in effect.all("parameter")}
    return is_true(told.get("variablespeed", ""))


def _effects(cut: Cut, shelf: Shelf) -> Iterator[Json]:
    """The speed of a clip, and what changes its picture, as OTIO effects."""
    remap, speed = _remap(cut.node), _speed(cut.node)
    if remap and _is_ramp(remap):
        yield {"OTIO_SCHEMA": "TimeEffect.1"}
    if speed != 1:
        yield {"OTIO_SCHEMA": "LinearTimeWarp.1", "time_scalar": float(speed)}
    for one in cut.node.all("filter"):
        for effect in one.all("effect"):
            if effect is not remap and effect.told("mediatype") != "audio" and not is_off(one):
                yield _effect(effect, shelf)


def _effect(effect: Node, shelf: Shelf) -> Json:
    told = {
        "effectid": effect.told("effectid"),
        "pixels": shelf.pixels,
        "parameters": {
            one.told("parameterid"): None if one.find("keyframe") else one.told("value")
            for one in effect.all("parameter")
        },
    }
    name = effect.told("name")
    return {"OTIO_SCHEMA": "Effect.1", "effect_name": name, "metadata": {NAMESPACE: told}}


def _markers(cut: Cut) -> Iterator[Json]:
    """A clip's markers, counted from the cut: theirs and the clip's `in` count alike."""
    rate, begin = _own_rate(cut), _begin(cut)
    for marker in cut.node.all("marker"):
        yield marked(marker, rate, begin, cut.address)


def marked(marker: Node, rate: Fraction, origin: Fraction, address: str) -> Json:
    """A marker as OTIO has it; what cannot be read in it is left out, and found missing there."""
    written: Json = {"OTIO_SCHEMA": "Marker.2", "name": marker.told("name")}
    written["comment"] = marker.told("comment")
    try:
        start, end = (frame(marker, tag, address) for tag in ("in", "out"))
    except TimelineError:
        return written
    if start is None:
        return written
    length = max(Fraction(0), end - start) if end is not None else Fraction(0)
    return {**written, "marked_range": span(start - origin, length, rate)}


def _reference(node: Node, file: Node | None, address: str) -> Json:
    """A clip's media; what is made by the application itself is a generator."""
    effect = node.find("effect")
    if node.tag == "generatoritem" or (file and file.told("mediaSource")):
        kind = (file.told("mediaSource") if file else "") or (effect.told("name") if effect else "")
        return {"OTIO_SCHEMA": "GeneratorReference.1", "generator_kind": kind or node.told("name")}
    if file is None:
        return {"OTIO_SCHEMA": "MissingReference.1"}
    url = file.told("pathurl")
    written: Json = {"name": file.told("name"), "available_range": _available(file, address)}
    if not url:
        return {"OTIO_SCHEMA": "MissingReference.1", **written}
    return {"OTIO_SCHEMA": "ExternalReference.1", "target_url": url, **written}


def _available(file: Node, address: str) -> Json | None:
    duration = frame(file, "duration", address)
    rate = rate_or_none(file)
    if not duration or not rate:
        return None
    return span(first_timecode(file, address) * rate, duration, rate)
