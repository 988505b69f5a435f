"""A project that a script of the fake Resolve left, as a scene: closed, and opened again."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

Json = dict[str, Any]

_KEPT = ("duration", "name", "note", "color", "customData")
_SAME = ("name", "file", "duration", "speed", "enabled", "offline", "volume", "link", "color")


def reopened(left: Json, scene: Json) -> Json:
    """The scene of what is left. Media are of their timeline's rate, WAVs are read again."""
    known = {
        item["file"]: {name: one for name, one in item.items() if name.startswith("media_")}
        for timeline in scene["timelines"]
        for track in timeline["tracks"]
        for item in track["items"]
    }
    sounds = [
        {"file": clip["file"], "bin": path}
        for path, clip in _clips(left["bins"], ())
        if clip["type"] == "Audio"
    ]
    return {
        **scene,
        "media": sounds,
        "timelines": [_timeline(one, known) for one in left["timelines"]],
        "current": left["current"],
        "meanwhile": [],
    }


def _clips(folder: Json, path: tuple[str, ...]) -> Iterator[tuple[str, Json]]:
    for clip in folder["clips"]:
        yield "/".join(path), clip
    for one in folder["bins"]:
        yield from _clips(one, (*path, one["name"]))


def _timeline(one: Json, known: dict[str, Json]) -> Json:
    first = one["start_frame"]
    return {
        "name": one["name"],
        "rate": one["rate"],
        "start_timecode": one["start_timecode"],
        "tracks": [_track(track, first, known) for track in one["tracks"]],
        "markers": [_marker(marker, 0) for marker in one["markers"]],
        "mark_in_out": one["mark_in_out"],
    }


def _track(track: Json, first: int, known: dict[str, Json]) -> Json:
    return {
        **{name: track[name] for name in ("kind", "name", "sub", "enabled", "locked")},
        "items": [_item(one, first, known) for one in track["items"]],
        "transitions": [{**one, "at": one["at"] - first} for one in track["transitions"]],
    }


def _item(item: Json, first: int, known: dict[str, Json]) -> Json:
    source = Fraction(item["source_start"])
    # Markers lie in the warped time of their media: see the fake's Item.warped.
    warped = source / Fraction(item["speed"])
    return {
        **{name: item[name] for name in _SAME},
        **known.get(item["file"], {}),
        "record": item["start"] - first,
        "source_in": str(source),
        "fades": item["fades"],
        "markers": [_marker(one, warped) for one in item["markers"]],
    }


def _marker(marker: Json, first: Fraction | int) -> Json:
    frame = Fraction(marker["frame"]) - first
    return {**{name: marker[name] for name in _KEPT}, "frame": str(frame)}
