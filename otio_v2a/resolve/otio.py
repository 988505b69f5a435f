"""Small timelines as Resolve reads them. Unit: frames at one rate.

Source: Resolve fact sheet section 11.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Made = dict[str, Any]

_MARK = {"Resolve OTIO Meta Version": "1.0"}


@dataclass(frozen=True, slots=True)
class Writer:
    """Writes timelines of one rate, which Resolve reads as floats only."""

    rate: float

    def time(self, value: int) -> Made:
        """A moment or a length."""
        return {"OTIO_SCHEMA": "RationalTime.1", "rate": self.rate, "value": float(value)}

    def stretch(self, start: int, length: int) -> Made:
        """A range."""
        return {
            "OTIO_SCHEMA": "TimeRange.1",
            "start_time": self.time(start),
            "duration": self.time(length),
        }

    def gap(self, length: int) -> Made:
        """Nothing, for so long."""
        return {"OTIO_SCHEMA": "Gap.1", "source_range": self.stretch(0, length)}

    def clip(self, path: str, use: tuple[int, int], file: tuple[int, int], **more: object) -> Made:
        """A stretch of a file. `use` and `file` are where it and the whole file begin, and how
        long they are.
        """
        media = {
            "OTIO_SCHEMA": "ExternalReference.1",
            "target_url": path,
            "available_range": self.stretch(*file),
        }
        return {
            "OTIO_SCHEMA": "Clip.2",
            "name": path.replace("\\", "/").rpartition("/")[2],
            "metadata": {"Resolve_OTIO": {}},
            "source_range": self.stretch(*use),
            "media_references": {"DEFAULT_MEDIA": media},
            "active_media_reference_key": "DEFAULT_MEDIA",
            **more,
        }

    def marker(self, start: int, length: int, name: str) -> Made:
        """A marker, in the time of what it is on."""
        return {
            "OTIO_SCHEMA": "Marker.2",
            "name": name,
            "color": "BLUE",
            "marked_range": self.stretch(start, length),
            "metadata": {"Resolve_OTIO": {"Note": "", "Keywords": []}},
        }

    def track(self, kind: str, children: Sequence[Made], metadata: Mapping[str, Any]) -> Made:
        """A track: `Video` or `Audio`."""
        told = {"Resolve_OTIO": {"Locked": False, **metadata}}
        children = list(children)
        return {"OTIO_SCHEMA": "Track.1", "kind": kind, "metadata": told, "children": children}

    def timeline(self, start: int, tracks: Sequence[Made], markers: Sequence[Made] = ()) -> Made:
        """The whole; `start` is its first frame's timecode."""
        return {
            "OTIO_SCHEMA": "Timeline.1",
            "metadata": {"Resolve_OTIO": _MARK},
            "name": "",
            "global_start_time": self.time(start),
            "tracks": {
                "OTIO_SCHEMA": "Stack.1",
                "children": list(tracks),
                "markers": list(markers),
            },
        }
