"""OTIO objects as JSON spells them, for timelines that are converted."""

import json
from collections.abc import Sequence
from fractions import Fraction
from typing import Any

Json = dict[str, Any]


def a_time(frames: Fraction | int, rate: Fraction) -> Json:
    """A RationalTime. Unit: frames at `rate`; whole ones are written as whole floats."""
    return {"OTIO_SCHEMA": "RationalTime.1", "rate": float(rate), "value": float(frames)}


def a_range(start: Fraction | int, duration: Fraction | int, rate: Fraction) -> Json:
    """A TimeRange. Unit: frames at `rate`."""
    return {
        "OTIO_SCHEMA": "TimeRange.1",
        "duration": a_time(duration, rate),
        "start_time": a_time(start, rate),
    }


def an_item(schema: str, name: str, source: Json | None, **fields: Any) -> Json:
    """An item of a track, or a composition; `fields` are more members, or others."""
    return {
        "OTIO_SCHEMA": schema,
        "metadata": {},
        "name": name,
        "source_range": source,
        "effects": [],
        "markers": [],
        "enabled": True,
        **fields,
    }


def a_gap(length: int, rate: Fraction, **fields: Any) -> Json:
    """A gap of whole frames."""
    return an_item("Gap.1", "", a_range(0, length, rate), **fields)


def a_track(name: str, kind: str, children: Sequence[Json]) -> Json:
    """A track."""
    return an_item("Track.1", name, None, children=list(children), kind=kind)


def a_reference(schema: str, name: str, available: Json | None = None, **fields: Any) -> Json:
    """A media reference."""
    return {
        "OTIO_SCHEMA": schema,
        "metadata": {},
        "name": name,
        "available_range": available,
        "available_image_bounds": None,
        **fields,
    }


def an_effect(schema: str, name: str, **fields: Any) -> Json:
    """An effect."""
    return {
        "OTIO_SCHEMA": schema,
        "metadata": {},
        "name": "",
        "effect_name": name,
        **fields,
    }


def a_clip(name: str, source: Json, reference: Json, speed: Fraction | None = None) -> Json:
    """A clip with one media reference; `speed` None is normal."""
    return an_item(
        "Clip.2",
        name,
        source,
        effects=[] if speed is None else [_a_warp(speed)],
        media_references={"DEFAULT_MEDIA": reference},
        active_media_reference_key="DEFAULT_MEDIA",
    )


def a_marker(text: str, colour: str, place: Json) -> Json:
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


def a_transition(kind: str, length: int, rate: Fraction) -> Json:
    """A transition that begins at its cut."""
    return {
        "OTIO_SCHEMA": "Transition.1",
        "metadata": {},
        "name": kind,
        "in_offset": a_time(0, rate),
        "out_offset": a_time(length, rate),
        "transition_type": kind,
    }


def a_timeline(name: str, start: Json, tracks: Sequence[Json]) -> Json:
    """A timeline whose first frame has the timecode `start`."""
    return {
        "OTIO_SCHEMA": "Timeline.1",
        "metadata": {},
        "name": name,
        "global_start_time": start,
        "tracks": an_item("Stack.1", "tracks", None, children=list(tracks)),
    }


def _a_warp(speed: Fraction) -> Json:
    kind = "LinearTimeWarp" if speed else "FreezeFrame"
    more = {"name": "", "enabled": True, "time_scalar": float(speed)}
    return {"OTIO_SCHEMA": f"{kind}.1", "effect_name": kind, "metadata": {}, **more}


def text(timeline: Json) -> str:
    """A timeline as text, each child of each track on a line of its own.

    All of it indented would take three times as long and as much room.
    """
    stack = timeline["tracks"]
    tracks = [
        _spread(track, [_line(child) for child in track["children"]]) for track in stack["children"]
    ]
    whole = _line({**timeline, "tracks": None})
    return whole.replace('"tracks": null', f'"tracks": {_spread(stack, tracks)}') + "\n"


def _spread(composition: Json, children: list[str]) -> str:
    whole = _line({**composition, "children": None})
    between = ",\n".join(children)
    # In a string the quotes of this key would be escaped.
    return whole.replace('"children": null', f'"children": [\n{between}\n]')


def _line(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False)
