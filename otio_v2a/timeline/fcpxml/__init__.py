"""Final Cut Pro's FCPXML, read once and converted into an .otio timeline."""

from otio_v2a.timeline.fcpxml.reader import read_fcpxml

__all__ = ["read_fcpxml"]
