"""Clips of an xmeml track as OTIO objects: media, source range, speed, looks, markers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from otio_v2a.errors import TimelineError
from otio_v2a.timeline.markup import Node
from otio_v2a.timeline.times import Exact
from otio_v2a.timeline.xmeml.effects import looks
from otio_v2a.timeline.xmeml.elements import (
    first_timecode,
    frame,
    is_off,
    is_true,
    number,
    rate_or_none,
    rescaled,
    whole,
)

Json = dict[str, Any]

_MISSING = "MissingReference.1"


@dataclass(frozen=True, slots=True)
class Shelf:
    """The files and sequences of a document by id: each is told once and referred to later.

    `pixels` says that scales count from the pixels of media, not from the size at which they fit.
    """

    files: Mapping[str, Node]
    sequences: Mapping[str, Node]
    pixels: bool = True
    _read: dict[int, Json] = field(default_factory=dict)

    def file(self, clip: Node) -> Node | None:
        """The file that a clip shows, wherever it is told."""
        found = clip.find("file")
        return self.files.get(found.attributes.get("id", ""), found) if found else None

    def sequence(self, clip: Node) -> Node | None:
        """The sequence that stands in place of a clip's media, if it is told anywhere."""
        found = clip.find("sequence")
        told = self.sequences.get(found.attributes.get("id", ""), found) if found else None
        return told if told and told.children else None

    def reference(self, file: Node, address: str) -> Json:
        """The media reference for a file: made once, however many clips show it."""
        if id(file) not in self._read:
            self._read[id(file)] = _reference(file, address)
        return self._read[id(file)]


def time(frames: Exact, rate: Fraction) -> Json:
    """Frames at a rate as a RationalTime, exactly: it is read here and never written."""
    return {"OTIO_SCHEMA": "RationalTime.1", "value": frames, "rate": whole(rate)}


def span(start: Exact, duration: Exact, rate: Fraction) -> Json:
    """A TimeRange, exactly."""
    written = {"start_time": time(start, rate), "duration": time(duration, rate)}
    return {"OTIO_SCHEMA": "TimeRange.1", **written}


def gap(duration: Exact, rate: Fraction) -> Json:
    """Nothing, for so many frames."""
    return {"OTIO_SCHEMA": "Gap.1", "source_range": span(0, duration, rate)}


@dataclass(frozen=True, slots=True)
class Cut:
    """A clip as cut: where it stands without its transitions, and where that begins in it.

    Unit: frames of the sequence, whose rate is `rate`; `skipped` is what is seen of it before.
    """

    node: Node
    address: str
    rate: Fraction
    duration: Exact
    skipped: Exact


@dataclass(frozen=True, slots=True)
class _Pace:
    """How a clip counts: its own rate, where the cut begins in it, and how fast it plays.

    Unit: `begin` in frames of that rate, as its `in` is.
    """

    rate: Fraction
    begin: Exact
    speed: Exact
    remap: Node | None


def clip(cut: Cut, shelf: Shelf) -> Json:
    """A clip, title or generator as an OTIO Clip.

    Raises: TimelineError with its address when a time in it cannot be used.
    """
    pace, file = _pace(cut), shelf.file(cut.node)
    first = first_timecode(file, pace.rate, cut.address) if file else 0
    made = _made(cut.node, file)
    if made is None:
        media = shelf.reference(file, cut.address) if file else {"OTIO_SCHEMA": _MISSING}
    else:
        media = {"OTIO_SCHEMA": "GeneratorReference.1", "generator_kind": made}
    return {
        "OTIO_SCHEMA": "Clip.2",
        "name": cut.node.told("name"),
        **_said(cut, pace, shelf, first),
        "media_reference": media,
    }


def nested(cut: Cut, tracks: Json, shelf: Shelf) -> Json:
    """A clip whose media is a sequence, as an OTIO Stack: it counts from its first frame."""
    name = cut.node.told("name") or tracks["name"]
    return {**tracks, "name": name, **_said(cut, _pace(cut), shelf, 0)}


def _said(cut: Cut, pace: _Pace, shelf: Shelf, first: Exact) -> Json:
    """What clips and nested sequences say alike. Unit: `first` is the media's timecode."""
    return {
        "enabled": not is_off(cut.node),
        "source_range": _source_range(cut, pace, first),
        "effects": list(_effects(cut.node, pace, shelf)),
        "markers": [
            marked(one, pace.rate, pace.begin, cut.address) for one in cut.node.all("marker")
        ],
    }


def _pace(cut: Cut) -> _Pace:
    rate, remap = rate_or_none(cut.node) or cut.rate, _remap(cut.node)
    begin = (frame(cut.node, "in", cut.address) or 0) + rescaled(cut.skipped, cut.rate, rate)
    return _Pace(rate, begin, _speed(remap) if remap else 1, remap)


def _source_range(cut: Cut, pace: _Pace, first: Exact) -> Json:
    """What a clip shows of its media.

    A retimed clip counts `in` in frames of the retimed whole, so that media time is `in` times the
    speed; backwards from its end.
    """
    length, begin = rescaled(cut.duration, cut.rate, pace.rate), pace.begin
    if pace.speed < 0:
        lasting = frame(cut.node, "duration", cut.address) or begin + length
        begin = lasting - begin - length
    if pace.speed not in (0, 1):
        begin = whole(begin * max(pace.speed, -pace.speed))
    return span(first + begin, length, pace.rate)


def _speed(remap: Node) -> Exact:
    told = {one.told("parameterid"): one.told("value") for one in remap.all("parameter")}
    percent = number(told.get("speed", ""))
    speed = 1 if percent is None else whole(Fraction(percent) / 100)
    return min(speed, -speed) if is_true(told.get("reverse", "")) else speed


def _remap(node: Node) -> Node | None:
    effects = (
        effect for one in node.all("filter") if not is_off(one) for effect in one.all("effect")
    )
    return next((effect for effect in effects if effect.told("effectid") == "timeremap"), None)


def _is_ramp(effect: Node) -> bool:
    told = {one.told("parameterid"): one.told("value") for one in effect.all("parameter")}
    return is_true(told.get("variablespeed", ""))


def _effects(node: Node, pace: _Pace, shelf: Shelf) -> Iterator[Json]:
    """The speed of a clip, and what changes its picture, as OTIO effects."""
    if pace.remap and _is_ramp(pace.remap):
        yield {"OTIO_SCHEMA": "TimeEffect.1"}
    if pace.speed != 1:
        yield {"OTIO_SCHEMA": "LinearTimeWarp.1", "time_scalar": float(pace.speed)}
    yield from looks(node, pixels=shelf.pixels)


def marked(marker: Node, rate: Fraction, origin: Exact, address: str) -> Json:
    """A marker as OTIO has it; what cannot be read in it is left out, and found missing there.

    Unit: `origin` is where the clip or sequence begins that it hangs on, counted as its `in` is.
    """
    written: Json = {"OTIO_SCHEMA": "Marker.2", "name": marker.told("name")}
    written["comment"] = marker.told("comment")
    try:
        start, end = (frame(marker, tag, address) for tag in ("in", "out"))
    except TimelineError:
        return written
    if start is None:
        return written
    length = max(0, end - start) if end is not None else 0
    return {**written, "marked_range": span(start - origin, length, rate)}


def _made(node: Node, file: Node | None) -> str | None:
    """What the application makes itself, in place of media; None where there is media."""
    source = file.told("mediaSource") if file and not file.told("pathurl") else ""
    if node.tag != "generatoritem" and not source:
        return None
    return source or node.told("effect", "name") or node.told("name")


def _reference(file: Node, address: str) -> Json:
    url = file.told("pathurl")
    written: Json = {"name": file.told("name"), "available_range": _available(file, address)}
    if not url:
        return {"OTIO_SCHEMA": _MISSING, **written}
    return {"OTIO_SCHEMA": "ExternalReference.1", "target_url": url, **written}


def _available(file: Node, address: str) -> Json | None:
    duration, rate = frame(file, "duration", address), rate_or_none(file)
    if not duration or not rate:
        return None
    return span(first_timecode(file, rate, address), duration, rate)
