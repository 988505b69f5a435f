"""What is heard of a sound that stands in the fake Resolve: its file, read sample by sample."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil
from pathlib import Path

import numpy as np
import soundfile
from numpy.typing import NDArray
from running import SAMPLE_RATE, sample

Sound = NDArray[np.float64]

ROUNDING = 2**-22
"""What two sounds of 24 bits may differ by, once one was faded."""

NEAR = SAMPLE_RATE // 100
"""Samples around the start of a frame in which a sound is looked for."""


def read(path: Path) -> Sound:
    """Shape: (samples, 2)."""
    sound, rate = soundfile.read(path, dtype="float64", always_2d=True)
    assert (rate, sound.shape[1]) == (SAMPLE_RATE, 2)
    return np.asarray(sound)


@dataclass(frozen=True)
class Heard:
    """A file and what is heard of it. Unit: frames of the timeline, `record` from its first."""

    path: Path
    record: int
    length: int
    head: int
    tail: int
    rate: Fraction

    @cached_property
    def sound(self) -> Sound:
        return read(self.path)

    @property
    def first(self) -> int:
        """The sample at which the file stands, counted from the timeline's first frame."""
        return sample(self.record - self.head, self.rate)

    @property
    def whole(self) -> int:
        """How many samples the file is to have: no frame of it may lack one."""
        return ceil((self.head + self.length + self.tail) * SAMPLE_RATE / self.rate)

    def is_faded(self, reply: Path, start: int, fades: tuple[Fraction, Fraction]) -> bool:
        """Whether what is heard is a reply faded in and out by a quarter wave of so many seconds.

        Unit: `start` is the frame at which the reply begins.
        """
        began = sample(self.record, self.rate)
        ended = sample(self.record + self.length, self.rate)
        at = began - sample(start, self.rate)
        raw = read(reply)[at : at + ended - began]
        mine = self.sound[began - self.first : ended - self.first]
        if raw.shape != mine.shape:
            return False
        centres = np.arange(len(raw)) + 0.5
        for inward, fade in zip((centres, centres[::-1]), fades, strict=True):
            long = int(fade * SAMPLE_RATE + Fraction(1, 2))
            if long:
                raw = raw * np.sin(np.clip(inward / long, 0, 1) * np.pi / 2)[:, None]
        return bool(np.abs(raw - mine).max() <= ROUNDING)

    def attack(self, frame: int) -> int:
        """How many samples behind the start of a frame its sound sets in.

        The first step half as large as the largest near it.
        """
        mono = self.sound.sum(axis=1)
        at = sample(frame, self.rate) - self.first
        near = np.abs(np.diff(mono[at - NEAR - 1 : at + NEAR]))
        return int(np.argmax(near > near.max() / 2)) - NEAR
