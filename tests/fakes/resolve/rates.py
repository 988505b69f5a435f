"""Frame rates as Resolve spells them, and timecode.

Source: Resolve fact sheet section 10.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from fractions import Fraction

_SPELLED = re.compile(r"^\s*(\d+(?:\.\d+)?)\s*(DF)?\s*$", re.IGNORECASE)
_TIMECODE = re.compile(r"^(\d+):(\d\d):(\d\d)[:;.](\d+)$")
_NTSC = {
    Fraction(24000, 1001): "23.976",
    Fraction(30000, 1001): "29.97",
    Fraction(48000, 1001): "47.952",
    Fraction(60000, 1001): "59.94",
    Fraction(120000, 1001): "119.88",
}


@dataclass(frozen=True)
class Rate:
    """An exact rate, and whether its labels drop frames."""

    fps: Fraction
    drop: bool = False

    @property
    def nominal(self) -> int:
        """Frames in a second of labels: 30 at 29.97."""
        return int(self.fps + Fraction(1, 2))

    @property
    def short(self) -> str:
        """Three decimals at most: `23.976`, `24`."""
        return _NTSC.get(self.fps) or f"{float(self.fps):g}"

    @property
    def dropped(self) -> int:
        """Labels left out in each minute but the tenth."""
        return 2 * self.nominal // 30 if self.drop else 0

    def spelled(self, style: str) -> str:
        """As a setting says it (Q24): `29.97 DF`; `24` plain, `24.0` in the float style."""
        text = self.short
        if style == "float" and "." not in text:
            text += ".0"
        return text + " DF" * self.drop

    def frames(self, timecode: str) -> int:
        """How many frames lie before the one of this label."""
        found = _TIMECODE.match(timecode)
        if not found:
            message = f"{timecode!r} is no timecode"
            raise ValueError(message)
        hours, minutes, seconds, frames = (int(part) for part in found.groups())
        total = 60 * hours + minutes
        labels = (60 * total + seconds) * self.nominal + frames
        return labels - self.dropped * (total - total // 10)

    def timecode(self, frame: int) -> str:
        """The label of a frame."""
        minute = 60 * self.nominal - self.dropped
        ten = 10 * minute + self.dropped
        tens, rest = divmod(frame, ten)
        skipped = max(0, (rest - self.dropped) // minute) * self.dropped if self.drop else 0
        seconds, frames = divmod(frame + 9 * self.dropped * tens + skipped, self.nominal)
        minutes, seconds = divmod(seconds, 60)
        hours, minutes = divmod(minutes, 60)
        mark = ";" if self.drop else ":"
        return f"{hours:02}:{minutes:02}:{seconds:02}{mark}{frames:02}"


def rate(value: object) -> Rate:
    """The rate that a number or text means: `29.97 DF`, `24.0`, 23.976."""
    found = _SPELLED.match(str(value))
    if not found:
        message = f"{value!r} is no frame rate"
        raise ValueError(message)
    number = float(found.group(1))
    near = (exact for exact in _NTSC if abs(float(exact) - number) < 0.005)
    return Rate(next(near, Fraction(found.group(1))), drop=found.group(2) is not None)
