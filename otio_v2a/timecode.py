"""Exact rates, timecode labels, and frames as audio samples."""

from fractions import Fraction
from functools import lru_cache

SAMPLE_RATE = 48_000
"""Samples a second of everything we write."""

_NTSC = tuple(Fraction(base * 1000, 1001) for base in (24, 30, 48, 60, 120))
_DROPPABLE = tuple(Fraction(base * 1000, 1001) for base in (30, 60, 120))
_INTEGERS = tuple(Fraction(fps) for fps in range(1, 241))
_TOLERANCE = Fraction(5, 1000)


@lru_cache(maxsize=256)
def snap_rate(value: float | Fraction) -> Fraction:
    """The exact rate a written one means: 23.976 is 24000/1001.

    An unknown rate stays itself, as an exact fraction; `is_known_rate` tells.
    Source: spellings of real exports, timelines fact sheet section 11 (accept within 0.005).
    """
    exact = Fraction(value)
    nearest = min((*_NTSC, *_INTEGERS), key=lambda rate: abs(rate - exact))
    return nearest if abs(nearest - exact) <= _TOLERANCE else exact.limit_denominator(100_000)


def is_known_rate(rate: Fraction) -> bool:
    """Whether the rate is a whole number to 240 or one of the five NTSC rates."""
    return rate in _NTSC or rate in _INTEGERS


def sample_at(frame: int, rate: Fraction, sample_rate: int = SAMPLE_RATE) -> int:
    """The audio sample at which an absolute frame starts.

    Unit: `frame` counts from the timeline's first frame; the result counts samples per channel.
    Source: nearest sample, halves up, s = floor(f * sr / rate + 1/2). Lengths are differences of
    it.
    """
    return (2 * frame * sample_rate * rate.denominator + rate.numerator) // (2 * rate.numerator)


def frames_in(seconds: Fraction, rate: Fraction) -> int:
    """The nearest whole number of frames, halves up."""
    return (2 * seconds * rate + 1) // 2


def can_drop(rate: Fraction) -> bool:
    """Whether drop-frame labels exist at this rate (29.97, 59.94, 119.88)."""
    return rate in _DROPPABLE


def timecode(frame: int, rate: Fraction, *, drop: bool = False) -> str:
    """The label of a frame count: `01:00:04:02`, or `01:00:04;02` with drop-frame.

    Unit: `frame` counts from 00:00:00:00. Hours go on past 23; before zero the label has a minus.
    Source: SMPTE ST 12-1: labels ;00 and ;01 (twice as many at 59.94) are skipped each minute but
    the tenth.
    """
    if frame < 0:
        return "-" + timecode(-frame, rate, drop=drop)
    base = -(-rate.numerator // rate.denominator)
    drops = drop and can_drop(rate)
    if drops:
        frame += _dropped_before(frame, base)
    seconds, frames = divmod(frame, base)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}{';' if drops else ':'}{frames:02}"


def _dropped_before(frame: int, base: int) -> int:
    skipped = base // 15
    per_minute = base * 60 - skipped
    per_ten = base * 600 - 9 * skipped
    tens, rest = divmod(frame, per_ten)
    return skipped * (9 * tens + max(0, rest - skipped) // per_minute)


def guess_drop_frame(start: int, rate: Fraction) -> bool:
    """Whether a timeline counts drop-frame, judged by its first frame, since OTIO does not say.

    A start on a whole second of exactly one counting decides; a tie is drop-frame, as OTIO itself
    prints.
    """
    if not can_drop(rate):
        return False
    whole_drop = timecode(start, rate, drop=True).endswith(";00")
    whole_plain = timecode(start, rate).endswith(":00")
    return whole_drop or not whole_plain
