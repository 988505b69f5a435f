"""Where a marker stands in its clip: the time domains of each dialect, and whether the answer fits.

Source: timelines fact sheet sections 3 and 4.2; the tables there are test vectors.
"""

from dataclasses import dataclass
from fractions import Fraction

from otio_v2a.timeline.dialects import Domain
from otio_v2a.timeline.times import Exact, Range


@dataclass(frozen=True, slots=True)
class Use:
    """How a clip uses its media. Unit: exact frames of the timeline's rate.

    `start` is its source start, `duration` its record duration, `record` its place in the record,
    timecode included, `available` the whole of its media.
    """

    start: Exact
    duration: Exact
    speed: Fraction = Fraction(1)
    available: Range | None = None
    record: Exact = 0

    def source_at(self, offset: Exact) -> Exact:
        """The source time `offset` record frames after the clip's start; backwards from its end."""
        if self.speed == 1:
            return self.start + offset
        first = self.start if self.speed >= 0 else self.start - self.duration * self.speed
        return first + offset * self.speed


@dataclass(frozen=True, slots=True)
class Offset:
    """A marker inside its clip. Unit: exact record frames from the clip's start."""

    start: Exact
    length: Exact
    whole: bool = False
    """Whether nothing tells where in the clip it stands, so that the whole clip is meant."""


def offset(use: Use, mark: Range, domain: Domain, *, exact: bool = False) -> Offset | str:
    """Where a marker stands in its clip, counted as `domain` does; else in words why it does not.

    Another domain is tried only when the number cannot be a time of the clip's media: a marker on a
    part that was trimmed away stays outside and is never moved. None is tried where `exact` says
    that this is how the marker counts.
    """
    others = () if exact else Domain if use.speed else (Domain.SOURCE,)
    for candidate in dict.fromkeys((domain, *others)):
        found = _measured(use, mark, candidate)
        if found and 0 <= found.start < use.duration:
            return found
        if found and candidate is domain and _in_media(use, found.start):
            break
    if use.speed == 0 and not exact:
        return Offset(0, 0, whole=True)
    shown = sorted((use.source_at(0), use.source_at(use.duration)))
    if exact:
        shown = [use.start, use.start + use.duration]
    return (
        f"the marker stands at frame {said(mark.start)}, outside what its clip shows"
        f" (frames {said(shown[0])} to {said(shown[1])}). Move it onto the clip."
    )


def said(frames: Exact) -> str:
    """A number of frames for people: whole, or with up to two decimals."""
    return f"{float(frames):.2f}".rstrip("0").rstrip(".")


def _in_media(use: Use, start: Exact) -> bool:
    if use.available is None:
        return False
    first, duration = use.available
    return first <= use.source_at(start) < first + duration


def _measured(use: Use, mark: Range, domain: Domain) -> Offset | None:
    if domain is Domain.RELATIVE:
        return Offset(mark.start, mark.duration)
    if domain is Domain.RECORD:
        return Offset(mark.start - use.record, mark.duration)
    if domain is Domain.PLAIN:
        return Offset(mark.start - use.start, mark.duration)
    if domain is Domain.WARPED and use.speed != 1:
        return _from_warped(use, mark)
    if domain is Domain.MEDIA:
        if use.available is None:
            return None
        mark = Range(mark.start + use.available.start, mark.duration)
    return _from_source(use, mark)


def _from_source(use: Use, mark: Range) -> Offset:
    if use.speed in (0, 1):
        return Offset(mark.start - use.start, mark.duration)
    if use.speed > 0:
        return Offset((mark.start - use.start) / use.speed, mark.duration / use.speed)
    end = use.source_at(0)
    behind = max(mark.duration, Fraction(1))
    return Offset((end - mark.start - behind) / -use.speed, mark.duration / -use.speed)


def _from_warped(use: Use, mark: Range) -> Offset | None:
    """Resolve counts a retimed clip's markers in record frames, from where all its media starts."""
    if use.available is None or use.speed == 0:
        return None
    first, duration = use.available
    head = use.start - first
    if use.speed < 0:
        head = duration - head + use.duration * use.speed
    return Offset(mark.start - first - head / abs(use.speed), mark.duration)


def on_timeline(mark: Range, start: int, length: int, *, timecode_first: bool) -> Range | str:
    """Where a marker of the whole timeline stands, counted from its first frame or its timecode.

    Unit: frames; `start` is the timeline's first timecode. In words why it stands nowhere, else.
    """
    plain, from_timecode = mark, Range(mark.start - start, mark.duration)
    for place in (from_timecode, plain) if timecode_first else (plain, from_timecode):
        if 0 <= place.start < max(1, length):
            return place
    return (
        f"the marker stands at frame {said(mark.start)}, outside the timeline"
        f" (frames 0 to {length}, timecode {start} to {start + length}). Move it into the timeline."
    )
