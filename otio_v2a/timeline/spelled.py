"""OTIO objects as JSON spells them, for timelines that are converted. Unit: whole frames."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

Json = dict[str, Any]


def time(value: int, rate: Fraction) -> Json:
    """A RationalTime, in floats, as Resolve reads them."""
    return {"OTIO_SCHEMA": "RationalTime.1", "rate": float(rate), "value": float(value)}


def time_range(start: int, length: int, rate: Fraction) -> Json:
    """A TimeRange."""
    return {
        "OTIO_SCHEMA": "TimeRange.1",
        "duration": time(length, rate),
        "start_time": time(start, rate),
    }


def marker(text: str, colour: str, place: Json) -> Json:
    """A marker with one text: its name, or its comment where that text is JSON."""
    is_json = text.lstrip().startswith("{")
    return {
        "OTIO_SCHEMA": "Marker.2",
        "metadata": {},
        "name": "" if is_json else text,
        "color": colour,
        "marked_range": place,
        "comment": text if is_json else "",
    }


def gap(start: int, length: int, rate: Fraction) -> Json:
    """A gap."""
    return _item("Gap.1", "", time_range(start, length, rate))


def clip(name: str, place: Json, reference: Json, speed: Fraction | None = None) -> Json:
    """A clip with one media reference; `speed` None is normal."""
    return {
        **_item("Clip.2", name, place),
        "effects": [] if speed is None else [_warp(speed)],
        "media_references": {"DEFAULT_MEDIA": reference},
        "active_media_reference_key": "DEFAULT_MEDIA",
    }


def reference(kind: str, **fields: Any) -> Json:
    """A media reference of any kind; without `available_range`, none is said."""
    return {
        "OTIO_SCHEMA": f"{kind}.1",
        "metadata": {},
        "name": "",
        "available_range": None,
        "available_image_bounds": None,
        **fields,
    }


def transition(kind: str, length: int, rate: Fraction) -> Json:
    """A transition that begins at its cut."""
    return {
        "OTIO_SCHEMA": "Transition.1",
        "metadata": {},
        "name": kind,
        "in_offset": time(0, rate),
        "out_offset": time(length, rate),
        "transition_type": kind,
    }


def track(name: str, kind: str, children: Sequence[Json]) -> Json:
    """A track, `kind` being Video or Audio."""
    return {**_item("Track.1", name, None), "children": list(children), "kind": kind}


def timeline(name: str, start: Json, tracks: Sequence[Json]) -> Json:
    """A timeline whose first frame has the timecode `start`."""
    stack = {**_item("Stack.1", "tracks", None), "children": list(tracks)}
    return {
        "OTIO_SCHEMA": "Timeline.1",
        "metadata": {},
        "name": name,
        "global_start_time": start,
        "tracks": stack,
    }


def _item(schema: str, name: str, place: Json | None) -> Json:
    return {
        "OTIO_SCHEMA": schema,
        "metadata": {},
        "name": name,
        "source_range": place,
        "effects": [],
        "markers": [],
        "enabled": True,
    }


def _warp(speed: Fraction) -> Json:
    frozen = {"OTIO_SCHEMA": "FreezeFrame.1", "effect_name": "FreezeFrame"}
    moving = {"OTIO_SCHEMA": "LinearTimeWarp.1", "effect_name": "LinearTimeWarp"}
    chosen = moving if speed else frozen
    return {**chosen, "metadata": {}, "name": "", "enabled": True, "time_scalar": float(speed)}
