"""What is baked from what: plain data, free of any audio library."""

from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Literal

Curve = Literal["equal_power", "linear"]
"""How an edge fades: by a quarter cosine, or straight."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A reply and the picture it was made for.

    Unit: absolute samples from the timeline's first frame, below 0 allowed: where the reply's
    first sample stands, and where its picture ends.
    """

    path: Path
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Finish:
    """Which stretch becomes the file, and how loud and how faded.

    Unit: `start` and `end` are absolute samples. `head` and `tail` are samples of handle at the
    file's ends; where they end, what is heard begins, and there it fades. Fades are samples.
    `loudness` is the usual level in LUFS, None leaves it as it came; `gain_db` counts from there.
    `ceiling`, in dBTP, holds wherever we raise a level: by `loudness`, by a gain above 0, in a
    join.
    """

    start: int
    end: int
    head: int = 0
    tail: int = 0
    fade_in: int = 0
    fade_out: int = 0
    gain_db: float = 0.0
    curve: Curve = "equal_power"
    loudness: float | None = None
    ceiling: float = -1.0


@dataclass(frozen=True, slots=True)
class Slate:
    """What a Broadcast WAV says about itself.

    Unit: `time_reference` in samples since midnight, at 48 kHz; `made` is local time without a
    zone; `tracks` names the channels.
    """

    description: str
    originator: str
    reference: str
    made: datetime
    time_reference: int
    rate: Fraction
    drop_frame: bool
    project: str
    scene: str
    take: str
    tape: str
    note: str
    tracks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Baked:
    """What was written, and what the user should know about it.

    Unit: samples a channel; `peak_dbfs`, `loudness` in LUFS and `true_peak` in dBTP are -inf for
    silence. `waveform` is the peak, 0 to 1, of each of 400 equal stretches of the file; `seams`
    are the samples of the file in which the middle of each seam lies.
    """

    samples: int
    peak_dbfs: float
    remarks: tuple[str, ...]
    loudness: float
    true_peak: float
    waveform: tuple[float, ...]
    seams: tuple[int, ...]
