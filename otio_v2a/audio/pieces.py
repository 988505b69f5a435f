"""What is baked from what: plain data, free of any audio library."""

from dataclasses import dataclass
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
    """

    start: int
    end: int
    head: int = 0
    tail: int = 0
    fade_in: int = 0
    fade_out: int = 0
    gain_db: float = 0.0
    curve: Curve = "equal_power"


@dataclass(frozen=True, slots=True)
class Baked:
    """What was written: samples a channel, peak (-inf for silence), what the user should know."""

    samples: int
    peak_dbfs: float
    remarks: tuple[str, ...]
