"""Times of FCPXML as exact seconds, and how an item's own clock runs against the record."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import pairwise

from otio_v2a.errors import TimelineError
from otio_v2a.timecode import snap_rate
from otio_v2a.timeline.markup import Node

ZERO, ONE = Fraction(0), Fraction(1)
_TIME = re.compile(r"([+-]?[0-9]{1,19})(?:/([0-9]{1,19})|\.([0-9]{1,19}))?\s*s?")
_RATE = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,9})?")
_LONGEST = 10**8

Point = tuple[Fraction, Fraction]
"""A point of a time map: a clip's own time, and the original time that is shown then."""


@dataclass(frozen=True, slots=True)
class Course:
    """What an item shows. Unit: `start` in original seconds at its first record moment.

    `speed` is original seconds a record second: of a ramp, the mean.
    """

    start: Fraction
    speed: Fraction
    ramp: bool = False

    def moved(self, shift: Fraction) -> "Course":
        """The same, counted so much later."""
        return replace(self, start=self.start + shift)


@dataclass(frozen=True, slots=True)
class Timing:
    """An item's own clock. Unit: `start` in its own seconds, `duration` in record seconds.

    `pace` is its own seconds a record second: not 1 where its rate is conformed to the timeline's.
    """

    start: Fraction
    duration: Fraction
    pace: Fraction = ONE
    points: tuple[Point, ...] = ()

    def elapsed(self, own: Fraction) -> Fraction:
        """The record seconds from its start to a time of its own."""
        return (own - self.start) / self.pace

    def trimmed(self, head: Fraction) -> "Timing":
        """The same without its first record seconds."""
        return replace(self, start=self.start + head * self.pace, duration=self.duration - head)

    def course(self) -> Course:
        """What it shows from its start to its end."""
        if not self.points:
            return Course(self.start, self.pace)
        end = self.start + self.duration * self.pace
        begun = _shown(self.points, self.start)
        slopes = set(_slopes(self.points, self.start, end))
        if len(slopes) == 1:
            return Course(begun, slopes.pop() * self.pace)
        mean = (_shown(self.points, end) - begun) / self.duration
        return Course(begun, mean, ramp=True)


def seconds(node: Node, name: str, default: Fraction | None = None) -> Fraction:
    """A time attribute in exact seconds: `1001/24000s`, `5s`, `0.5s`.

    Raises: TimelineError when it is missing and has no default, or is no time.
    """
    written = node.attributes.get(name)
    if written is None and default is not None:
        return default
    found = _TIME.fullmatch((written or "").strip())
    if found and found[2] != "0" * len(found[2] or ""):
        whole, below, decimals = found.groups()
        value = (
            Fraction(f"{whole}.{decimals}") if decimals else Fraction(int(whole), int(below or 1))
        )
        if abs(value) <= _LONGEST:
            return value
    told = f"its {name} is '{written:.40}', not a time" if written else f"it has no {name}"
    message = f"{address(node)}: {told}. Export the timeline again."
    raise TimelineError(message)


def address(node: Node) -> str:
    """What a message calls an element."""
    name = node.attributes.get("name") or node.attributes.get("id")
    return f"{node.tag} '{name}'" if name else node.tag


def points(node: Node) -> tuple[Point, ...]:
    """The time map of an item in order of its own time; of a single point, at normal speed."""
    holder = node.find("timeMap")
    if holder is None:
        return ()
    found = dict(
        sorted((seconds(one, "time"), seconds(one, "value")) for one in holder.all("timept"))
    )
    if len(found) == 1:
        time, value = next(iter(found.items()))
        found[time + 1] = value + 1
    return tuple(found.items())


def pace(node: Node, rate: Fraction, own: Fraction | None) -> Fraction:
    """How fast an item's own clock runs where its rate is conformed to that of its timeline.

    Source: Apple's reference, conform-rate: every frame of the media is shown for one frame of the
    timeline, unless scaleEnabled is 0. The item's own times stay those of its media.
    """
    conform = node.find("conform-rate")
    if conform is None or conform.attributes.get("scaleEnabled") == "0":
        return ONE
    written = _RATE.match(conform.attributes.get("srcFrameRate", ""))
    source = snap_rate(float(written[0])) if written else own
    return rate / source if source else ONE


def _segments(every: Sequence[Point]) -> Iterator[tuple[Fraction, Fraction, Fraction]]:
    """The pieces of a time map: own start and end, and slope."""
    for (start, value), (end, then) in pairwise(every):
        yield start, end, (then - value) / (end - start)


def _slopes(every: Sequence[Point], start: Fraction, end: Fraction) -> list[Fraction]:
    """The slopes between two own times; before and after the map it goes on as it does there."""
    pieces = list(_segments(every))
    low, high = every[0][0], every[-1][0]
    inside = [slope for begin, stop, slope in pieces if begin < end and start < stop]
    before = [pieces[0][2]] if start < low else []
    after = [pieces[-1][2]] if end > high or not inside else []
    return before + inside + after


def _shown(every: Sequence[Point], own: Fraction) -> Fraction:
    """The original time that is shown at a time of the item's own."""
    pieces = list(_segments(every))
    index = next((at for at, (_, end, _) in enumerate(pieces) if own < end), len(pieces) - 1)
    time, value = every[index]
    return value + (own - time) * pieces[index][2]
