"""What ImportTimelineFromFile makes of an OTIO, and what it silently refuses.

Source: Resolve fact sheet section 11 and timeline facts section 4.3; Q4, Q5, Q22. Only what is
read here survives: unknown metadata, customData, flags and colours of clips do not.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

from fakes.resolve.importing_clips import RefusedError, clip, marker_of, ranged, timed
from fakes.resolve.model import Item, Sequence, Track, Transition
from fakes.resolve.rates import rate
from fakes.resolve.world import World

SCHEMAS = {
    "Timeline.1", "Stack.1", "Track.1", "Clip.1", "Clip.2", "Gap.1", "Transition.1", "Effect.1",
    "LinearTimeWarp.1", "FreezeFrame.1", "TimeEffect.1", "Marker.1", "Marker.2", "RationalTime.1",
    "TimeRange.1", "ExternalReference.1", "MissingReference.1", "GeneratorReference.1",
    "ImageSequenceReference.1", "Box2d.1", "V2d.1",
}  # fmt: skip


def imported(world: World, path: str, options: dict, from_file: Callable) -> Sequence | None:
    """The timeline in a file; None for every reason there is.

    `from_file` takes a WAV into the pool.
    """
    try:
        document = json.loads(Path(path).read_text(encoding="utf-8"))
        return Reader(world, options, from_file).timeline(document)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RefusedError):
        return None


class Reader:
    """One import: its options, and the media that it brought."""

    def __init__(self, world: World, options: dict, from_file: Callable):
        self.world = world
        self.options = options
        self.from_file = from_file
        self.fresh: list = []

    def timeline(self, document: dict) -> Sequence:
        """Raises RefusedError, or whatever a bad shape raises, before anything has changed."""
        self.shaped(document)
        name = self.options.get("timelineName", document.get("name", ""))
        names = {one.name for one in self.world.project.sequences}
        if not isinstance(name, str) or not name.strip() or name in names:
            raise RefusedError
        start = document.get("global_start_time")
        made = Sequence(self.world.new_id(), name, self.world.project.rate, 0)
        if start is not None:
            frames, fps = timed(start)
            made.rate, made.start = rate(float(fps)), int(frames)
            made.rate = self.dropping(made.rate)
        stack = document["tracks"]
        for child in stack["children"]:
            kind = child["kind"].lower()
            made.tracks[kind].append(self.track(child, made, len(made.tracks[kind]) + 1))
        origin = made.start if self.world.quirks.marker_origin == "start" else 0
        made.markers = [marker_of(one, Fraction(origin), made.rate) for one in stack["markers"]]
        self.world.project.bin.clips.extend(self.fresh)
        return made

    def dropping(self, one: object) -> object:
        """OTIO says nothing about drop frame: it is the project's (section 10)."""
        project = self.world.project.rate
        return project if project.fps == one.fps else one

    def shaped(self, value: object) -> None:
        """Known schemas, and times that are floats (timeline facts 4.3)."""
        if isinstance(value, list):
            for one in value:
                self.shaped(one)
        if not isinstance(value, dict):
            return
        schema = value.get("OTIO_SCHEMA")
        if schema is not None and schema not in SCHEMAS:
            raise RefusedError
        if schema == "RationalTime.1" and self.world.quirks.integers_refused:
            whole(value)
        self.shaped([one for key, one in value.items() if key != "metadata"])

    def track(self, child: dict, made: Sequence, number: int) -> Track:
        """Its items one after the other; a name that is lost is a number (section 11)."""
        kind = child["kind"].lower()
        has = child.get("metadata", {}).get("Resolve_OTIO", {})
        name = f"{kind.capitalize()} {number}"
        if self.world.quirks.track_names == "kept" and child.get("name"):
            name = child["name"]
        sub = str(has.get("Audio Type", "Stereo")).lower() if kind == "audio" else ""
        track = Track(kind, name, sub, child.get("enabled", True), bool(has.get("Locked")))
        at = Fraction(0)
        for one in child["children"]:
            if one["OTIO_SCHEMA"] == "Transition.1":
                track.transitions.append(self.transition(one, int(at), kind, made))
                continue
            length = self.length(one, made)
            if one["OTIO_SCHEMA"] != "Gap.1":
                track.items.append(self.item(one, int(at), made))
            at += length
        return track

    def length(self, one: dict, made: Sequence) -> Fraction:
        _, duration = ranged(one["source_range"], made.rate)
        return duration

    def item(self, one: dict, at: int, made: Sequence) -> Item:
        """A clip; a compound clip is kept as it is."""
        duration = int(self.length(one, made))
        item = Item(self.world.new_id(), one.get("name", ""), at, duration)
        item.enabled = one.get("enabled", True)
        if one["OTIO_SCHEMA"] == "Stack.1":
            item.raw = one
            return item
        clip(self, item, one, made.rate)
        return item

    def transition(self, one: dict, at: int, kind: str, made: Sequence) -> Transition:
        """On audio every one becomes the cross fade of 0 dB (section 12)."""
        before, after = (int(ranged_time(one[key], made)) for key in ("in_offset", "out_offset"))
        name = "Cross Fade 0 dB" if kind == "audio" else one.get("name") or "Cross Dissolve"
        return Transition(self.world.new_id(), name, at, before, after, kind == "audio")


def whole(time: dict) -> None:
    """Refuse a time whose numbers are ints."""
    if not all(isinstance(time[key], float) for key in ("rate", "value")):
        raise RefusedError


def ranged_time(value: dict, made: Sequence) -> Fraction:
    """A time in frames of the timeline."""
    frames, fps = timed(value)
    return frames / rate(float(fps)).fps * made.rate.fps
