"""A timeline as Resolve writes it to OTIO.

Source: Resolve fact sheet section 11 and timeline facts section 4, from real exports; Q22: neither
customData nor flags nor clip colours are in it.
"""

from __future__ import annotations

import json
from fractions import Fraction

from fakes.resolve.exporting_effects import effects
from fakes.resolve.model import Item, Marker, Sequence, Track, Transition
from fakes.resolve.rates import Rate
from fakes.resolve.world import World


def exported(world: World, sequence: Sequence) -> str:
    """The whole file."""
    return json.dumps(Writer(world, sequence).timeline(), indent=4, ensure_ascii=False)


def kept(metadata: dict) -> dict:
    """Metadata in Resolve's own name space."""
    return {"Resolve_OTIO": metadata}


class Writer:
    """One timeline on its way into OTIO; times are floats."""

    def __init__(self, world: World, sequence: Sequence):
        self.sequence = sequence
        self.short = world.quirks.otio_rates == "short"
        self.origin = sequence.start if world.quirks.marker_origin == "start" else 0

    def timeline(self) -> dict:
        """Name empty, start in timeline frames, markers of the timeline on the stack."""
        sequence = self.sequence
        tracks = [*sequence.tracks["video"], *sequence.tracks["audio"]]
        stack = {
            "OTIO_SCHEMA": "Stack.1",
            "metadata": {},
            "name": "",
            "source_range": None,
            "effects": [],
            "markers": [self.marker(one, Fraction(self.origin)) for one in sequence.markers],
            "enabled": True,
            "children": [self.track(one) for one in tracks],
        }
        return {
            "OTIO_SCHEMA": "Timeline.1",
            "metadata": kept({"Resolve OTIO Meta Version": "1.0"}),
            "name": "",
            "global_start_time": self.time(sequence.start),
            "tracks": stack,
        }

    def track(self, track: Track) -> dict:
        """Items and transitions with gaps between, and one to the timeline's end."""
        metadata: dict = {"Locked": track.locked}
        if track.kind == "audio":
            kind = track.sub.capitalize()
            metadata = {"Audio Type": kind, "Locked": track.locked, "SoloOn": False}
        return {
            "OTIO_SCHEMA": "Track.1",
            "metadata": kept(metadata),
            "name": track.name,
            "source_range": None,
            "effects": [],
            "markers": [],
            "enabled": track.enabled,
            "children": self.children(track),
            "kind": track.kind.capitalize(),
        }

    def children(self, track: Track) -> list:
        """What lies on a track, in order."""
        made: list = []
        at = 0
        leading = {one.at: one for one in track.transitions}
        for item in sorted(track.items, key=lambda one: one.record):
            if item.record > at:
                made.extend([*self.lead(leading, at), self.gap(item.record - at)])
            made.extend([*self.lead(leading, item.record), self.item(item, track.kind)])
            at = item.end
        made.extend(self.lead(leading, at))
        if at < self.sequence.length:
            made.append(self.gap(self.sequence.length - at))
        return made

    def lead(self, leading: dict, at: int) -> list:
        """The transition over a cut, once."""
        one = leading.pop(at, None)
        return [] if one is None else [self.transition(one)]

    def gap(self, frames: int) -> dict:
        return {
            "OTIO_SCHEMA": "Gap.1",
            "metadata": {},
            "name": "",
            "source_range": self.range(0, frames),
            "effects": [],
            "markers": [],
            "enabled": True,
        }

    def item(self, item: Item, kind: str) -> dict:
        """A clip; its source start in the media's timecode, its duration that of the record."""
        if item.raw:
            return dict(item.raw, enabled=item.enabled)
        rate, media = self.sequence.rate, item.media
        first = media.seconds(media.start) * rate.fps if media else Fraction(0)
        source = first + (media.seconds(item.source) * rate.fps if media else 0)
        metadata: dict = {"Link Group ID": item.link} if item.link else {}
        if media and kind == "audio":
            numbers = range(media.channels)
            metadata["Channels"] = [{"Source Channel ID": n, "Source Track ID": 0} for n in numbers]
        return {
            "OTIO_SCHEMA": "Clip.2",
            "metadata": kept(metadata),
            "name": item.name,
            "source_range": self.range(source, item.duration),
            "effects": effects(item, kind),
            "markers": [self.marker(one, first) for one in item.markers],
            "enabled": item.enabled,
            "media_references": {"DEFAULT_MEDIA": self.reference(item)},
            "active_media_reference_key": "DEFAULT_MEDIA",
        }

    def reference(self, item: Item) -> dict:
        """A bare path; offline media is missing, with its path aside, and a Fusion title too."""
        media = item.media
        if item.title == "rich":
            kind = {"OTIO_SCHEMA": "GeneratorReference.1", "generator_kind": "Rich"}
            return {**kind, "metadata": {}, "name": "", "parameters": {}, "available_range": None}
        has: dict = {"metadata": {}, "name": item.name, "available_range": None}
        if media is not None:
            has["available_range"] = self.range(media.start, media.frames, media.rate)
        has["available_image_bounds"] = None
        if media is None:
            return {"OTIO_SCHEMA": "MissingReference.1", **has}
        if item.offline or media.dead:
            has["metadata"] = kept({"Media Url": media.file})
            return {"OTIO_SCHEMA": "MissingReference.1", **has}
        return {"OTIO_SCHEMA": "ExternalReference.1", **has, "target_url": media.file}

    def marker(self, marker: Marker, first: Fraction) -> dict:
        """The text is in the metadata, the comment empty."""
        return {
            "OTIO_SCHEMA": "Marker.2",
            "metadata": kept({"Keywords": list(marker.keywords), "Note": marker.note}),
            "name": marker.name,
            "color": marker.colour.upper(),
            "marked_range": self.range(first + marker.frame, marker.duration),
            "comment": "",
        }

    def transition(self, one: Transition) -> dict:
        """A dissolve; on audio it is always this cross fade (section 12)."""
        name = "Cross Fade 0 dB" if one.audio else one.name
        effect = {"Effect Name": name, "Enabled": True, "Name": name.replace(" 0 dB", "")}
        kind = "Cross Fade 0DB" if one.audio else name
        return {
            "OTIO_SCHEMA": "Transition.1",
            "metadata": kept(
                {"Effects": {**effect, "Parameters": [], "Type": 40}, "Transition Type": kind}
            ),
            "name": name,
            "in_offset": self.time(one.before),
            "out_offset": self.time(one.after),
            "transition_type": "SMPTE_Dissolve",
        }

    def time(self, frames: Fraction | int, rate: Rate | None = None) -> dict:
        """A time at the timeline's rate unless another is named."""
        one = rate or self.sequence.rate
        written = float(one.short) if self.short else float(one.fps)
        return {"OTIO_SCHEMA": "RationalTime.1", "rate": written, "value": float(frames)}

    def range(self, start: Fraction | int, frames: int, rate: Rate | None = None) -> dict:
        return {
            "OTIO_SCHEMA": "TimeRange.1",
            "duration": self.time(frames, rate),
            "start_time": self.time(start, rate),
        }
