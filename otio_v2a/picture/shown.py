"""Which frame of the media each record frame shows. Pure arithmetic; the renderer obeys it."""

from bisect import bisect_right
from dataclasses import dataclass, replace
from fractions import Fraction
from math import lcm
from operator import ne

from otio_v2a.model import Shot
from otio_v2a.picture.source import Source

TOLERANCE = Fraction(1, 16)
"""Frames of media of varying rate by which a time may fall short of a frame and still mean it."""

_ROUNDED = Fraction(3, 2000)
"""No more than this in seconds, where frames are long: the rest of them is no rounding.

Source: containers round time stamps, Matroska to a millisecond (media fact sheet, section 1).
"""

_NOISE = Fraction(1, 20_000)
"""The same for a constant rate, whose frames are counted: what floats may be off by.

Source: times written as floats lie beside their frame (timelines fact sheet, section 11); the
frames that mixed rates show lie at least 1/1001 apart.
"""

_FINE = 100_000

MISSING = -1
"""The frame of an image sequence whose file is not there, and that is shown as black."""


@dataclass(frozen=True, slots=True)
class Course:
    """Where in its media a shot is: at record frame k, at media frame `at + k * step`.

    Unit: frames of the media, tolerance included; the frame shown is the floor, held between 0
    and `last`.
    """

    at: Fraction
    step: Fraction
    length: int
    last: int | None

    def frame(self, k: int) -> int:
        """The media frame that record frame k shows."""
        return self._held(self.wanted(k))

    def wanted(self, k: int) -> int:
        """The media frame that record frame k asks for, whether the media has it or not."""
        return (self.at + k * self.step) // 1

    def all_wanted(self) -> list[int]:
        """`wanted` for every record frame; in whole numbers, since there are many."""
        parts = lcm(self.at.denominator, self.step.denominator)
        at, step = int(self.at * parts), int(self.step * parts)
        return [(at + k * step) // parts for k in range(self.length)]

    def all_frames(self) -> tuple[int, ...]:
        """`frame` for every record frame."""
        wanted = self.all_wanted()
        return tuple(wanted) if self.is_inside else tuple(map(self._held, wanted))

    @property
    def is_inside(self) -> bool:
        """Whether the media has every frame that is asked for: the first and the last tell."""
        ends = self.wanted(0), self.wanted(self.length - 1)
        return min(ends) >= 0 and (self.last is None or max(ends) <= self.last)

    def _held(self, frame: int) -> int:
        return max(0, frame if self.last is None else min(frame, self.last))

    def backwards(self) -> "Course":
        """The same frames in the opposite order."""
        return replace(self, at=self.at + (self.length - 1) * self.step, step=-self.step)


def course(shot: Shot, source: Source, rate: Fraction) -> Course:
    """The course of a shot through its media; `rate` is the timeline's."""
    tolerance = _NOISE if source.constant else min(TOLERANCE, _ROUNDED * source.rate)
    at = (shot.source_in - _origin(shot, source)) * source.rate + tolerance
    # Sums of these stay below 2**53, where the renderer's floating point is exact.
    step = (shot.speed * source.rate / rate).limit_denominator(_FINE)
    last = None if source.frames is None else source.frames - 1
    return Course(at.limit_denominator(_FINE), step, shot.length, last)


def frames_shown(shot: Shot, source: Source, rate: Fraction) -> tuple[int, ...]:
    """The media frame that each record frame of a shot shows, counted from the media's first.

    Frames before the first and past the last hold it. Where the media's rate is not constant
    they count at its mean. Of an image sequence they are those whose files are there, or MISSING
    where black is shown instead.
    """
    frames = course(shot, source, rate).all_frames()
    if source.numbering is None:
        return frames
    return tuple(frame if _is_there(frame, source) else _instead(frame, source) for frame in frames)


def missing_in(shot: Shot, source: Source, rate: Fraction) -> tuple[str, ...]:
    """The names of the files of an image sequence that a shot would show, were they there."""
    if source.numbering is None:
        return ()
    frames = dict.fromkeys(course(shot, source, rate).all_frames())
    return tuple(source.numbering.name(frame) for frame in frames if not _is_there(frame, source))


def short_by(shot: Shot, source: Source, rate: Fraction) -> int:
    """How many record frames of a shot lie outside its media, and hold its first or last frame."""
    if source.frames is None or source.frames == 1:
        return 0
    way = course(shot, source, rate)
    return 0 if way.is_inside else sum(map(ne, way.all_frames(), way.all_wanted()))


def _is_there(frame: int, source: Source) -> bool:
    at = bisect_right(source.there, (frame, frame))
    near = source.there[max(0, at - 1) : at + 1]
    return any(first <= frame <= last for first, last in near)


def _instead(frame: int, source: Source) -> int:
    """What is shown for a missing file: the frame before it, at the head the one after it."""
    if source.numbering and source.numbering.black:
        return MISSING
    return max((last for _, last in source.there if last < frame), default=source.there[0][0])


def _origin(shot: Shot, source: Source) -> Fraction:
    """The source time of the first frame: as the timeline says, else by timecode if it fits."""
    if shot.media is not None and shot.media.start is not None:
        return shot.media.start
    if not source.has_timecode or source.frames is None:
        return Fraction(0)
    into = (shot.source_in - source.start) * source.rate + TOLERANCE
    return source.start if 0 <= into < source.frames else Fraction(0)
