"""OTIO's RationalTime and TimeRange as exact frames of the timeline."""

from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from otio_v2a.errors import TimelineError
from otio_v2a.timecode import snap_rate

Exact = Fraction | int
"""A position or length in frames of the timeline: an int when it is whole."""

_LARGEST = 2**53
_FASTEST = 10**6


class Range(NamedTuple):
    """A stretch of time. Unit: exact frames at the rate it was read for."""

    start: Exact
    duration: Exact


def rate_of(time: object, address: str) -> Fraction:
    """The exact rate a RationalTime counts in.

    Raises: TimelineError naming `address` when it is missing, not a number, or not above zero.
    """
    written = _field(time, "rate", address)
    rate = _snapped(written) if isinstance(written, int | float | Fraction) else None
    if rate is None:
        message = (
            f"{address}: a time counts at {written!r:.40} frames a second."
            " Export the timeline again."
        )
        raise TimelineError(message)
    return rate


def frames(time: object, rate: Fraction, address: str) -> Exact:
    """A RationalTime in exact frames at `rate`.

    Raises: TimelineError naming `address` when it is not a finite number of frames.
    """
    value = _number(_field(time, "value", address), address)
    own = rate_of(time, address)
    if own is rate or own == rate:
        return value
    top = value.numerator * rate.numerator * own.denominator
    bottom = value.denominator * rate.denominator * own.numerator
    return Fraction(top, bottom) if top % bottom else top // bottom


def frame_range(written: object, rate: Fraction, address: str) -> Range | None:
    """A TimeRange in exact frames at `rate`; None where there is none.

    Raises: TimelineError naming `address` when a number in it is not usable, a duration negative.
    """
    if written is None:
        return None
    start = frames(_field(written, "start_time", address), rate, address)
    duration = frames(_field(written, "duration", address), rate, address)
    if duration < 0:
        message = (
            f"{address}: a duration is negative ({float(duration):g} frames)."
            " Export the timeline again."
        )
        raise TimelineError(message)
    return Range(start, duration)


def seconds(position: Exact, rate: Fraction) -> Fraction:
    """Frames at `rate` as exact seconds."""
    if isinstance(position, int):
        return Fraction(position * rate.denominator, rate.numerator)
    return position / rate


def nearest(position: Exact) -> int:
    """The nearest whole frame, halves up."""
    return position if isinstance(position, int) else (2 * position + 1) // 2


def _field(written: Any, key: str, address: str) -> Any:
    if isinstance(written, dict) and key in written:
        return written[key]
    message = f"{address}: a time has no '{key}'. Export the timeline again."
    raise TimelineError(message)


def _number(written: object, address: str) -> Exact:
    if type(written) is float and written.is_integer() and -_LARGEST <= written <= _LARGEST:
        return int(written)
    if isinstance(written, bool) or not isinstance(written, int | float | Fraction):
        message = f"{address}: a time is {written!r:.40}, not a number. Export the timeline again."
        raise TimelineError(message)
    if not -_LARGEST <= written <= _LARGEST:
        message = f"{address}: a time is {written!r:.20}, not a frame. Export the timeline again."
        raise TimelineError(message)
    return written if isinstance(written, int | Fraction) else Fraction(written)


@lru_cache(maxsize=256)
def _snapped(written: float | Fraction) -> Fraction | None:
    return snap_rate(written) if 0 < written <= _FASTEST else None
