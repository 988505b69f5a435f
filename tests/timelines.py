"""Small .otio timelines as dicts, in the spelling of each dialect."""

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

from otio_v2a.edit import Edit, Event
from otio_v2a.timeline.document import load
from otio_v2a.timeline.reading import Reading

Json = dict[str, Any]


def a_time(value: float, rate: float = 24.0) -> Json:
    return {"OTIO_SCHEMA": "RationalTime.1", "rate": rate, "value": value}


def a_range(start: float, duration: float, rate: float = 24.0) -> Json:
    return {
        "OTIO_SCHEMA": "TimeRange.1",
        "duration": a_time(duration, rate),
        "start_time": a_time(start, rate),
    }


def a_marker(start: float, duration: float, note: str = "rain", **fields: Any) -> Json:
    """A Resolve marker; `name`, `rate`, `comment`, `metadata` and `color` may differ."""
    rate = fields.pop("rate", 24.0)
    return {
        "OTIO_SCHEMA": "Marker.2",
        "metadata": {"Resolve_OTIO": {"Keywords": [], "Note": note}},
        "name": "sfx",
        "color": "GREEN",
        "marked_range": a_range(start, duration, rate),
        "comment": "",
        **fields,
    }


def a_warp(scalar: float) -> Json:
    return {
        "OTIO_SCHEMA": "LinearTimeWarp.1",
        "metadata": {},
        "name": "",
        "effect_name": "",
        "time_scalar": scalar,
    }


def a_reference(url: str, available: Json | None = None, **fields: Any) -> Json:
    return {
        "OTIO_SCHEMA": "ExternalReference.1",
        "metadata": {},
        "name": "",
        "available_range": available,
        "available_image_bounds": None,
        "target_url": url,
        **fields,
    }


def a_clip(name: str, source: Json | None, reference: Json | None = None, **fields: Any) -> Json:
    """A Clip.2; `markers`, `effects`, `enabled` and anything else may differ."""
    return {
        "OTIO_SCHEMA": "Clip.2",
        "metadata": {},
        "name": name,
        "source_range": source,
        "effects": [],
        "markers": [],
        "enabled": True,
        "media_references": {"DEFAULT_MEDIA": reference},
        "active_media_reference_key": "DEFAULT_MEDIA",
        **fields,
    }


def a_gap(duration: float, rate: float = 24.0, **fields: Any) -> Json:
    return {
        "OTIO_SCHEMA": "Gap.1",
        "metadata": {},
        "name": "",
        "source_range": a_range(0.0, duration, rate),
        "effects": [],
        "markers": [],
        "enabled": True,
        **fields,
    }


def a_dissolve(half: float = 6.0) -> Json:
    return {
        "OTIO_SCHEMA": "Transition.1",
        "metadata": {},
        "name": "",
        "in_offset": a_time(half),
        "out_offset": a_time(half),
        "transition_type": "SMPTE_Dissolve",
    }


def a_track(*children: Json, **fields: Any) -> Json:
    return {
        "OTIO_SCHEMA": "Track.1",
        "metadata": {},
        "name": "",
        "source_range": None,
        "effects": [],
        "markers": [],
        "enabled": True,
        "children": list(children),
        "kind": "Video",
        **fields,
    }


def a_stack(*children: Json, **fields: Any) -> Json:
    return {
        "OTIO_SCHEMA": "Stack.1",
        "metadata": {},
        "name": "",
        "source_range": None,
        "effects": [],
        "markers": [],
        "enabled": True,
        "children": list(children),
        **fields,
    }


def a_timeline(*tracks: Json, start: Json | None = None, **fields: Any) -> Json:
    """A generic timeline; `markers` go to its stack."""
    stack = a_stack(*tracks, markers=fields.pop("markers", []))
    return {
        "OTIO_SCHEMA": "Timeline.1",
        "metadata": {},
        "name": "",
        "global_start_time": start,
        "tracks": stack,
        **fields,
    }


def resolve(*tracks: Json, start: float = 86400.0, rate: float = 24.0, **fields: Any) -> Json:
    """A timeline as Resolve signs it."""
    metadata = {"Resolve_OTIO": {"Resolve OTIO Meta Version": "1.0"}}
    return a_timeline(*tracks, start=a_time(start, rate), metadata=metadata, **fields)


def premiere(*tracks: Json, start: float = 0.0, rate: float = 24.0, **fields: Any) -> Json:
    """A timeline as Premiere signs it."""
    metadata = {"PremierePro_OTIO": {"MetadataVersion": "1.0"}}
    return a_timeline(*tracks, start=a_time(start, rate), metadata=metadata, **fields)


def kdenlive(*tracks: Json, length: float, rate: float = 25.0) -> Json:
    """A timeline as Kdenlive leaves it: nothing named, every track with a source_range."""
    ranged = [{**track, "source_range": a_range(0.0, length, rate)} for track in tracks]
    return a_timeline(*ranged)


def written(folder: Path, timeline: Json, name: str = "Cut 01.otio", **how: Any) -> Path:
    """The timeline as a file; `how` goes to json.dumps."""
    path = folder / name
    path.write_text(json.dumps(timeline, **{"indent": 4, **how}), encoding="utf-8", newline="")
    return path


def at(seconds: int | str) -> Fraction:
    """Exact seconds: `at("3751")`, `at("29/8")`."""
    return Fraction(seconds)


def read(tmp_path: Path, timeline: Json, dialect: str | None = None) -> Edit:
    return load(written(tmp_path, timeline), Reading(dialect=dialect or "")).edit


def events(tmp_path: Path, timeline: Json) -> tuple[Event, ...]:
    return read(tmp_path, timeline).tracks[0].events


def a_shot(start: float = 0.0, length: float = 48.0, **fields: Any) -> Json:
    return a_clip("A", a_range(start, length), a_reference("/m/A.mov"), **fields)
