"""An AAF as an .otio text: the sequence as OpenTimelineIO's adapter reads it, slimmed."""

from dataclasses import replace
from pathlib import Path

from otio_v2a.errors import TimelineError
from otio_v2a.timeline.aaf.slim import slim
from otio_v2a.timeline.converted import Converted, converted
from otio_v2a.timeline.dialects import AVID

_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_aaf(path: Path, sequence: str = "") -> Converted:
    """The sequence of that name in an AAF, or the only one there is.

    Raises: TimelineError, one line, when it is no AAF, damaged, or has other sequences.
    """
    from otio_v2a.timeline.aaf import file

    _checked(path)
    found = file.read(path, sequence)
    root, notices = slim(found.root, found.marks)
    return replace(converted(root, AVID, notices, found.drop), sequence=found.sequence)


def _checked(path: Path) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(len(_MAGIC))
    except OSError as error:
        message = f"cannot be read ({error.strerror}). Check the path."
        raise TimelineError(message) from error
    if head != _MAGIC:
        message = "it is no AAF. Export the sequence as AAF."
        raise TimelineError(message)
