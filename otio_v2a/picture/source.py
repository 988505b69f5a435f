"""What is known of a media file, or of an image sequence, that is there."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from otio_v2a.model import Numbering


@dataclass(frozen=True, slots=True)
class Coding:
    """How the picture of a file is coded, where that decides how it is shown.

    `interlaced` pictures are two fields each. `alpha` says that it can be seen through, straight
    but for a linear picture, whose colours are multiplied by it. `transfer` is "pq", "hlg" or
    "linear", and empty for everything made for a usual screen. `matrix` is the one its colours
    are taken to be coded with where the file does not say; `decoder` is the one to insist on.
    """

    interlaced: bool = False
    alpha: bool = False
    transfer: str = ""
    matrix: str = ""
    decoder: str = ""


@dataclass(frozen=True, slots=True)
class Probed:
    """What a file says of its picture, checked against its own time stamps.

    Unit: seconds. `first` is the time stamp of the first frame, `opened` that of the container,
    `longest` how long a frame may stay where the rate is not constant.
    """

    rate: Fraction
    frames: int | None
    timecode: Fraction | None
    constant: bool
    width: int
    height: int
    first: Fraction
    opened: Fraction
    longest: Fraction
    stream: int
    container: str
    codec: str
    coding: Coding


@dataclass(frozen=True, slots=True)
class Source:
    """A media file that is there, and what its picture is.

    Unit: `start` is the timecode of the first frame in exact seconds, 0 without timecode; `width`
    and `height` are what is displayed, in square pixels. `rate` is the mean where it is not
    `constant`; `frames` is None where the file does not tell. The rest is for the renderer: `first`
    is the time stamp of the first frame and `opened` that of the container, in seconds; `longest`
    is how long a frame may stay on the screen where the rate is not constant; `stream` is the index
    of the picture among the streams of the `container`.
    Of an image sequence `numbering` names the files in the folder of `path`, `there` holds the
    first and last frame of each stretch without a hole, `container` is their kind, and `mixed`
    says that they are not all of the same channels.
    """

    path: Path
    rate: Fraction
    frames: int | None
    start: Fraction
    has_timecode: bool
    constant: bool
    width: int
    height: int
    fingerprint: str
    first: Fraction = Fraction(0)
    opened: Fraction = Fraction(0)
    longest: Fraction = Fraction(0)
    stream: int = 0
    container: str = ""
    coding: Coding = Coding()
    numbering: Numbering | None = None
    there: tuple[tuple[int, int], ...] = ()
    mixed: bool = False

    @property
    def duration(self) -> Fraction | None:
        """How long it is in seconds; None where the file does not tell."""
        return None if self.frames is None else self.frames / self.rate
