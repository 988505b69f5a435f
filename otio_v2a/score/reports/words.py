"""What all reports for people say alike: levels, takes, messages on one line."""

import shlex
from html import escape
from pathlib import Path

from otio_v2a.score.heard import Heard, known
from otio_v2a.score.report import CueReport

_CONTROL = dict.fromkeys((*range(32), *range(127, 160)), " ")


def plain(text: str) -> str:
    """A text on one line, without what no reader shows: control characters become spaces."""
    return text.translate(_CONTROL)


def escaped(text: str) -> str:
    """A text from anywhere as HTML: on one line, no markup in it, nothing that is not Unicode."""
    return escape(plain(text)).encode("utf-8", "replace").decode()


def named(message: str, timeline: Path) -> str:
    """A message whose TIMELINE is the one at hand, ready to be typed."""
    return message.replace("TIMELINE", shlex.quote(str(timeline)))


def is_silent(heard: Heard | None) -> bool:
    """Whether there is a sound in which nothing is heard."""
    return heard is not None and known(heard.loudness) is None


def loudness(heard: Heard) -> str:
    """`-23.4 LUFS`, or `silent`."""
    return "silent" if is_silent(heard) else f"{heard.loudness:.1f} LUFS"


def true_peak(heard: Heard) -> str:
    """`-3.2 dBTP`; of silence `none`."""
    return "none" if known(heard.true_peak) is None else f"{heard.true_peak:.1f} dBTP"


def taken(cue: CueReport) -> str:
    """`2 of 3`: the take that is placed, and how many are finished; empty without any."""
    if cue.take is None:
        return f"none of {len(cue.takes)}" if cue.takes else ""
    return f"{cue.take} of {len(cue.takes)}" if cue.takes else str(cue.take)
