"""What is left of a Resolve after a script, as JSON.

    {"profile", "product", "project", "page", "current", "modal", "gone",
     "timelines": [{"name", "id", "rate", "start_frame" (absolute), "start_timecode", "length",
                    "tracks": [{"kind", "name", "sub", "enabled", "locked",
                                "items": [{"name", "id", "start" (absolute), "duration",
                                           "source_start" (frames of the media from its start),
                                           "file", "enabled", "offline", "speed",
                                           "fades": [in, out], "volume", "take", "takes",
                                           "link", "color", "title",
                                           "markers"}],
                                "transitions": [{"name", "at" (absolute), "before", "after"}]}],
                    "markers": [{"frame", "duration", "name", "note", "color", "customData"}],
                    "mark_in_out": {}}],
     "bins": {"name", "clips": [{"name", "file", "type", "rate", "frames"}], "bins": [...]},
     "bin": the current one's name, "jobs": [...], "log": [{"object", "method", "args"}]}

Markers stand as the API tells them: those of an item count from its media's first frame.
"""

from __future__ import annotations

from fractions import Fraction

from fakes.resolve import deliver, markers
from fakes.resolve.clips import properties
from fakes.resolve.model import Bin, Item, Project, Sequence, Track
from fakes.resolve.world import World


def dump(world: World) -> dict:
    """Everything there is."""
    made = {
        "profile": world.profile.name,
        "product": world.profile.product,
        "page": world.page,
        "modal": world.modal,
        "gone": world.gone,
        "log": world.log,
        "project": None,
        "current": None,
        "timelines": [],
    }
    return {**made, **_project(world, world.project)} if world.project else made


def _project(world: World, project: Project) -> dict:
    return {
        "project": project.name,
        "current": project.current.name if project.current else None,
        "timelines": [_timeline(world, one) for one in project.sequences],
        "bins": _bin(project.root),
        "bin": project.bin.name,
        "jobs": [deliver.told(one) for one in project.jobs],
    }


def _timeline(world: World, sequence: Sequence) -> dict:
    start = world.start(sequence)
    return {
        "name": sequence.name,
        "id": sequence.id,
        "rate": sequence.rate.spelled("plain"),
        "start_frame": start,
        "start_timecode": sequence.rate.timecode(sequence.start),
        "length": sequence.length,
        "tracks": [_track(one, start) for one in sequence.all_tracks()],
        "markers": _markers(sequence.markers),
        "mark_in_out": sequence.marks,
    }


def _track(track: Track, start: int) -> dict:
    made = {"kind": track.kind, "name": track.name, "sub": track.sub}
    return {
        **made,
        "enabled": track.enabled,
        "locked": track.locked,
        "items": [_item(one, start) for one in sorted(track.items, key=lambda one: one.record)],
        "transitions": [
            {"name": one.name, "at": start + one.at, "before": one.before, "after": one.after}
            for one in track.transitions
        ],
    }


def _item(item: Item, start: int) -> dict:
    return {
        "name": item.name,
        "id": item.id,
        "start": start + item.record,
        "duration": item.duration,
        "source_start": _number(item.source),
        "file": item.media.file if item.media else "",
        "enabled": item.enabled,
        "offline": item.offline or bool(item.media and item.media.dead),
        "speed": float(item.speed),
        "fades": list(item.fades),
        "volume": item.volume,
        "take": item.take,
        "takes": [one["media"].file for one in item.takes],
        "link": item.link,
        "color": item.colour,
        "title": item.title,
        "markers": _markers(item.markers),
    }


def _bin(folder: Bin) -> dict:
    clips = [properties(one, "plain") for one in folder.clips]
    return {
        "name": folder.name,
        "clips": [
            {
                "name": one["Clip Name"],
                "file": one["File Path"],
                "type": one["Type"],
                "rate": one["FPS"],
                "frames": int(one["Frames"]),
            }
            for one in clips
        ],
        "bins": [_bin(one) for one in folder.bins],
    }


def _markers(all_: list) -> list:
    return [{"frame": frame, **one} for frame, one in markers.told(all_).items()]


def _number(value: Fraction) -> float | int:
    return int(value) if value.denominator == 1 else float(value)
