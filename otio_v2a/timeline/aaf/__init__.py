"""AAFs, read once by OpenTimelineIO's adapter and converted into an .otio timeline."""

from otio_v2a.timeline.aaf.reader import read_aaf

__all__ = ["read_aaf"]
