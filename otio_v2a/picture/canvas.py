"""What a picture is painted on: its size and rate, and where each shot stands in it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

from otio_v2a.model import Fit, Shot
from otio_v2a.picture.media import Source

ENCODER: Mapping[str, str] = MappingProxyType(
    {"vcodec": "libx264", "preset": "superfast", "crf": "23"}
)
"""How every picture is encoded; part of its key."""

_SLIVER = 2
Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Canvas:
    """The size and rate of a picture: even, square pixels.

    `frame` is the size of the timeline's own picture, None where nobody says. `most` is how many
    bytes its file may have, None for as many as it takes. `ffmpeg` is the configured path of the
    ffmpeg that paints it, empty for the one in the wheel. `glance` asks for its frames a second
    time, very small, in a file beside its own.
    """

    width: int
    height: int
    rate: Fraction
    frame: Size | None = None
    most: int | None = field(default=None, compare=False)
    ffmpeg: str = field(default="", compare=False)
    glance: bool = field(default=False, compare=False)

    @property
    def size(self) -> Size:
        """Width and height."""
        return self.width, self.height


@dataclass(frozen=True, slots=True)
class Place:
    """Where a shot stands: scaled to `size`, its middle part `seen` in the middle of the canvas."""

    size: Size
    seen: Size


def canvas(
    seen: Iterable[tuple[Source, int]], rate: Fraction, height: int = 720, frame: Size | None = None
) -> Canvas:
    """The canvas for some sources and the record frames for which each is seen.

    It has the aspect of the timeline's `frame`, else the one most frames have; 16:9 when there is
    nothing but black. It is never larger than the largest source, nor than the frame.
    """
    shown = list(seen)
    aspects: Counter[Fraction] = Counter()
    for source, frames in shown:
        aspects[Fraction(source.width, source.height)] += frames
    aspect = aspects.most_common(1)[0][0] if aspects else Fraction(16, 9)
    aspect, most = (Fraction(*frame), min(height, frame[1])) if frame else (aspect, height)
    whole = (max(Fraction(source.height), source.width / aspect) for source, _ in shown)
    tallest = min(Fraction(most), max(whole, default=Fraction(most)))
    return Canvas(_even(tallest * aspect), _even(tallest), rate, frame)


def place(source: Source, fit: Fit, on: Canvas) -> Place:
    """Where a source stands in a canvas."""
    if fit.pixels and on.frame:
        scale = fit.scale * Fraction(on.height, on.frame[1])
    else:
        whole = min(Fraction(on.width, source.width), Fraction(on.height, source.height))
        scale = fit.scale * whole
    width, height = _even(source.width * scale), _even(source.height * scale)
    # A line or two of black at the edge would only come from rounding to even sizes.
    size = _snapped(width, on.width), _snapped(height, on.height)
    window = min(Fraction(1), fit.window)
    return Place(
        size, (min(size[0], _even(on.width * window)), min(size[1], _even(on.height * window)))
    )


def covers(shot: Shot, source: Source, on: Canvas) -> bool:
    """Whether nothing is seen beside or through a shot."""
    return place(source, shot.fit, on).seen == on.size and not source.coding.alpha


def _snapped(side: int, whole: int) -> int:
    return whole if abs(whole - side) <= _SLIVER else side


def _even(size: Fraction) -> int:
    return max(2, 2 * int(size / 2))
