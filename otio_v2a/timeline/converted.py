"""What a timeline in a format that is only read has become: an .otio timeline."""

from dataclasses import dataclass

from otio_v2a.model import Notice
from otio_v2a.timeline.dialects import Dialect


@dataclass(frozen=True, slots=True)
class Converted:
    """The whole edit as .otio text, the dialect it is written in, and what was lost on the way.

    `sequence` tells it from others in its file, where there are others.
    """

    text: str
    dialect: Dialect
    notices: tuple[Notice, ...] = ()
    sequence: str = ""
