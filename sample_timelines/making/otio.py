"""The objects of an .otio file as plain JSON, keys in the order that OpenTimelineIO writes them."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from .movie import Clip

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Mark:
    """A marker to write.

    Unit: `at` and `length` are record frames, `at` from the start of what the marker hangs on.
    """

    name: str
    note: str
    at: int = 0
    length: int = 1
    colour: str = "GREEN"
    keywords: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Use:
    """A stretch of a clip on a track.

    Unit: frames of the timeline; `skip` counts from the first frame of the media.
    `link` is the number of its picture-and-sound group, 0 for none.
    """

    clip: Clip
    skip: int
    length: int
    marks: tuple[Mark, ...] = ()
    link: int = 0
    enabled: bool = True
    speed: float = 1.0

    def start(self, rate: Fraction) -> int:
        """The first source frame it shows, timecode included, counted at the timeline's rate."""
        return base(self.clip, rate) + self.skip


@dataclass(frozen=True, slots=True)
class Parts:
    """What any item of a track carries besides its kind and its children."""

    name: str = ""
    source_range: Json | None = None
    metadata: Json | None = None
    effects: tuple[Json, ...] = ()
    markers: tuple[Json, ...] = ()
    enabled: bool = True


def base(clip: Clip, rate: Fraction) -> int:
    """The media's first timecode, counted at the timeline's rate."""
    return clip.start if clip.rate == rate else round(clip.start / clip.rate * rate)


def time(value: float, rate: Fraction) -> Json:
    """A RationalTime; Resolve wants its numbers as floats."""
    return {"OTIO_SCHEMA": "RationalTime.1", "rate": float(rate), "value": float(value)}


def span(start: float, length: float, rate: Fraction) -> Json:
    """A TimeRange."""
    return {
        "OTIO_SCHEMA": "TimeRange.1",
        "duration": time(length, rate),
        "start_time": time(start, rate),
    }


def item(schema: str, parts: Parts, **more: Any) -> Json:
    """A clip, gap, track or stack; `more` are the keys after `enabled`."""
    return {
        "OTIO_SCHEMA": schema,
        "metadata": parts.metadata or {},
        "name": parts.name,
        "source_range": parts.source_range,
        "effects": list(parts.effects),
        "markers": list(parts.markers),
        "enabled": parts.enabled,
        **more,
    }


def gap(length: int, rate: Fraction, markers: tuple[Json, ...] = ()) -> Json:
    """A Gap."""
    return item("Gap.1", Parts(source_range=span(0, length, rate), markers=markers))


def marker(mark: Mark, start: float, rate: Fraction, metadata: Json | None = None) -> Json:
    """A Marker.2 at `start` of whatever clock the application uses; its note is the comment."""
    return {
        "OTIO_SCHEMA": "Marker.2",
        "metadata": metadata or {},
        "name": mark.name,
        "color": mark.colour,
        "marked_range": span(start, mark.length, rate),
        "comment": mark.note,
    }


def reference(clip: Clip, name: str) -> Json:
    """An ExternalReference to the clip's movie, beside the timeline."""
    return {
        "OTIO_SCHEMA": "ExternalReference.1",
        "metadata": {},
        "name": name,
        "available_range": span(clip.start, clip.frames, clip.rate),
        "available_image_bounds": None,
        "target_url": f"media/{clip.file}",
    }


def clip2(parts: Parts, media: Json) -> Json:
    """A Clip.2 with one media reference."""
    references = {"DEFAULT_MEDIA": media}
    more = {"media_references": references, "active_media_reference_key": "DEFAULT_MEDIA"}
    return item("Clip.2", parts, **more)


def warp(speed: float) -> Json:
    """A constant speed."""
    return {
        "OTIO_SCHEMA": "LinearTimeWarp.1",
        "metadata": {},
        "name": "",
        "effect_name": "",
        "time_scalar": speed,
    }


def track(kind: str, parts: Parts, children: Sequence[Json]) -> Json:
    """A Track."""
    return item("Track.1", parts, children=list(children), kind=kind)


def timeline(name: str, start: Json | None, metadata: Json, stack: Json) -> Json:
    """A Timeline."""
    return {
        "OTIO_SCHEMA": "Timeline.1",
        "metadata": metadata,
        "name": name,
        "global_start_time": start,
        "tracks": stack,
    }


def save(document: Json, path: Path) -> None:
    """The document as text, four spaces deep, as the applications write it."""
    text = json.dumps(document, indent=4, ensure_ascii=False) + "\n"
    path.write_text(text, encoding="utf-8", newline="\n")
