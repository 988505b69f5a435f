"""The clips of an OTIO that is imported: their media, range, speed, fades and markers.

Source: Resolve fact sheet section 11; Q4, Q5.
"""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path
from typing import Any

from fakes.resolve.exporting_effects import FADER
from fakes.resolve.markers import COLOURS
from fakes.resolve.model import Item, Marker, Media
from fakes.resolve.rates import Rate, rate

_MOVING = ("LinearTimeWarp.1", "FreezeFrame.1")


class RefusedError(Exception):
    """The import gives None."""


def timed(value: dict) -> tuple:
    """Frames and frames a second of a RationalTime."""
    return Fraction(value["value"]), Fraction(value["rate"])


def ranged(value: dict, timeline: Rate) -> tuple:
    """Start and duration of a TimeRange in frames of the timeline, by exact rates."""
    made = []
    for key in ("start_time", "duration"):
        frames, fps = timed(value[key])
        made.append(snapped(frames / rate(float(fps)).fps * timeline.fps))
    return tuple(made)


def snapped(frames: Fraction) -> Fraction:
    """The whole number that a float has missed by a hair."""
    near = Fraction(round(frames))
    return near if abs(frames - near) < Fraction(1, 1000) else frames


def clip(reader: Any, item: Item, one: dict, timeline: Rate) -> None:
    """Everything of a clip but its place. Raises RefusedError."""
    start, duration = ranged(one["source_range"], timeline)
    for effect in one.get("effects", []):
        affected(item, effect)
    reference = chosen(one)
    if reference["OTIO_SCHEMA"] == "GeneratorReference.1":
        item.title = "rich"
        return
    item.media, item.offline = medium(reader, reference)
    fps = item.media.rate.fps
    first = item.media.seconds(item.media.start) * timeline.fps
    length = item.media.seconds(item.media.frames) * timeline.fps
    used = duration * abs(item.speed)
    # One frame is what rounding between two rates may take.
    if start < first - Fraction(1, 2) or start + used > first + length + 1:
        raise RefusedError
    item.source = max(Fraction(0), snapped((start - first) / timeline.fps * fps))
    item.link = one.get("metadata", {}).get("Resolve_OTIO", {}).get("Link Group ID", 0)
    item.markers = [marker_of(each, first, timeline) for each in one.get("markers", [])]


def chosen(one: dict) -> dict:
    """The active reference of a Clip.2, the only one of a Clip.1."""
    if one["OTIO_SCHEMA"] == "Clip.1":
        return one["media_reference"]
    if one["OTIO_SCHEMA"] != "Clip.2":
        raise RefusedError
    return one["media_references"][one["active_media_reference_key"]]


def medium(reader: Any, reference: dict) -> tuple:
    """The media of a clip, and whether it is offline: all are without importSourceClips (Q5).

    A missing one without its path is a Fusion title and stops the import; so does a file:// URL, a
    file that is not there, and a reference without available_range.
    """
    schema = reference["OTIO_SCHEMA"]
    if schema == "MissingReference.1":
        url = reference.get("metadata", {}).get("Resolve_OTIO", {}).get("Media Url", "")
    else:
        url = reference["target_url"]
    has = reference.get("available_range")
    if not url or has is None or "://" in url or url.startswith("file:"):
        raise RefusedError
    if schema == "MissingReference.1" or reader.options.get("importSourceClips", True) is False:
        return described(reader, url, has), True
    found = located(reader, url)
    media = known(reader, found, has)
    starts = timed(has["start_time"])
    apart = starts[0] / rate(float(starts[1])).fps - media.seconds(media.start)
    if abs(apart) > Fraction(1, 2) / media.rate.fps:
        raise RefusedError
    return media, False


def located(reader: Any, url: str) -> str:
    """The file itself, or its name in sourceClipsPath."""
    folder = reader.options.get("sourceClipsPath")
    if not Path(url).is_file() and folder:
        url = str(Path(folder) / url.replace("\\", "/").rsplit("/", 1)[-1])
    if not Path(url).is_file():
        raise RefusedError
    return url


def known(reader: Any, path: str, has: dict) -> Media:
    """What the pool has of a file; else it is taken in, as the reference describes it."""
    pool = [*reader.world.project.root.all(), *reader.fresh]
    found = next((one for one in pool if one.file == path), None)
    if found is None:
        found = reader.from_file(reader.world, path) or described(reader, path, has)
        reader.fresh.append(found)
    return found


def described(reader: Any, path: str, has: dict) -> Media:
    """Media that nobody can look into, as its reference says."""
    start, fps = timed(has["start_time"])
    frames, _ = timed(has["duration"])
    name = path.replace("\\", "/").rsplit("/", 1)[-1]
    made = Media(reader.world.new_id(), name, path, rate(float(fps)), int(frames), int(start))
    made.kinds = ("video", "audio")
    return made


def affected(item: Item, effect: dict) -> None:
    """Speed, and the fader's volume and fades; all other effects are left away."""
    if effect["OTIO_SCHEMA"] in _MOVING:
        item.speed = Fraction(str(effect.get("time_scalar", 0.0)))
    has = effect.get("metadata", {}).get("Resolve_OTIO", {})
    if has.get("Effect Name") != FADER:
        return
    values = {one["Parameter ID"]: one["Parameter Value"] for one in has.get("Parameters", [])}
    item.volume = values.get("volume", 0.0)
    item.fades = (int(values.get("faderIn", 0)), int(values.get("faderOut", 0)))


def marker_of(one: dict, first: Fraction, timeline: Rate) -> Marker:
    """A marker; its text is read from Resolve's own metadata only."""
    start, duration = ranged(one["marked_range"], timeline)
    has = one.get("metadata", {}).get("Resolve_OTIO", {})
    colour = str(one.get("color") or "").capitalize()
    return Marker(
        frame=snapped(start - first),
        colour=colour if colour in COLOURS else "Blue",
        name=one.get("name", ""),
        note=str(has.get("Note", "")),
        duration=max(1, int(duration)),
        keywords=tuple(has.get("Keywords", [])),
    )
