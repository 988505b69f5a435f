"""How Resolve counts: its rates, its zero points, and frames of a sound.

Source: Resolve fact sheet sections 7, 9 and 10.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from otio_v2a.errors import ResolveError
from otio_v2a.timecode import can_drop, snap_rate

_RATE = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(DF)?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rate:
    """Exact frames a second, and whether labels drop frames."""

    fps: Fraction
    drop: bool = False


def rate_of(text: str) -> Rate:
    """The rate that Resolve spells `24`, `24.0`, `23.976`, `29.97 DF`.

    Raises: ResolveError for anything else.
    """
    found = _RATE.fullmatch(text)
    if not found or not float(found[1]):
        message = f"Resolve gives the rate '{text}', which is none. Set the timeline's frame rate."
        raise ResolveError(message)
    fps = snap_rate(float(found[1]))
    return Rate(fps, bool(found[2]) and can_drop(fps))


def absolute(start_frame: int, frame: int) -> int:
    """The timeline's own number of a frame counted from its first.

    Markers, marks in and out and our cues count from the first frame; where clips stand, where
    they are appended and what is rendered is counted with the start timecode.
    """
    return start_frame + frame


def shown_at(item_start: int, marker: int, left_offset: int) -> int:
    """The absolute frame of a clip's marker, which counts from the first frame of its media."""
    return item_start + marker - left_offset


@dataclass(frozen=True, slots=True)
class Stretch:
    """What is laid of a sound. Unit: frames of the sound as Resolve counts them; `end` is the first
    after it; `slack` in frames of the timeline: how far the clip may be off where the rates differ.
    """

    start: int
    end: int
    slack: int


def stretch(head: int, length: int, rate: Fraction, fps: Fraction) -> Stretch:
    """Which frames of a sound are heard for `length` frames of the timeline, after `head` of them.

    Resolve counts a sound's frames at the rate the project had when it was imported, and shortens
    to whole frames of the timeline: such a clip is never longer than asked for.
    """
    start, end = head * fps / rate, (head + length) * fps / rate
    slack = 0 if fps == rate else -(-rate // fps)
    return Stretch(int(start), int(end), slack)
