"""Timecode labels of an EDL as frame counts, at a rate that only the user can tell."""

import re
from dataclasses import dataclass
from fractions import Fraction

from otio_v2a.errors import TimelineError
from otio_v2a.timecode import can_drop

_LABEL = re.compile(r"(\d{1,2})[:;](\d\d)[:;](\d\d)([:;.,])(\d{2,3})", re.ASCII)
_COUNT = re.compile(r"\d{1,9}", re.ASCII)
_DROP = (";", ",")
_SIXTY = 60


@dataclass(frozen=True, slots=True)
class Clock:
    """How an EDL counts: its rate, and whether each label says itself that it is drop-frame.

    Source: CMX writes `;` and `,` before the frames of drop-frame labels, `:` and `.` before
    others; many writers put `:` everywhere and leave it to the FCM line.
    """

    rate: Fraction
    lettered: bool = False

    @property
    def base(self) -> int:
        """Frame labels a second."""
        return -(-self.rate.numerator // self.rate.denominator)

    def frame(self, label: str, *, drop: bool, line: int) -> int:
        """The frame count of a label, or of a plain number, which is one already.

        `drop` is what the FCM line says. Raises: TimelineError naming the line of the file.
        """
        found = _LABEL.fullmatch(label)
        if found is None:
            return int(label)
        hours, minutes, seconds, frames = (int(found[part]) for part in (1, 2, 3, 5))
        if max(minutes, seconds) >= _SIXTY:
            message = f"line {line}: '{label}' is no timecode. Export the EDL again."
            raise TimelineError(message)
        if frames >= self.base:
            message = (
                f"line {line}: '{label}' has frame {frames}, but at {float(self.rate):.6g} frames a"
                f" second there are none beyond {self.base - 1}. Give the rate that the edit runs"
                " at, such as --rate 25, 29.97 or 59.94."
            )
            raise TimelineError(message)
        count = ((hours * _SIXTY + minutes) * _SIXTY + seconds) * self.base + frames
        counts_drop = found[4] in _DROP if self.lettered else drop
        if not (counts_drop and can_drop(self.rate)):
            return count
        past = hours * _SIXTY + minutes
        return count - self.base // 15 * (past - past // 10)


def is_label(word: str) -> bool:
    """Whether a word is a timecode, or a plain count of frames, as some EDLs have."""
    return bool(_LABEL.fullmatch(word)) or is_count(word)


def is_count(word: str) -> bool:
    """Whether a word is a whole number of a sane size."""
    return bool(_COUNT.fullmatch(word))


def is_drop(label: str) -> bool:
    """Whether a label itself says that it is drop-frame."""
    found = _LABEL.fullmatch(label)
    return bool(found and found[4] in _DROP)
