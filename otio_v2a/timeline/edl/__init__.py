"""EDLs (CMX3600), read once and converted into an .otio timeline."""

from otio_v2a.timeline.edl.reader import read_edl

__all__ = ["read_edl"]
