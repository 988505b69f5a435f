"""How ffmpeg has to open and filter each piece of a picture to show exactly its frames. Pure."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from fractions import Fraction

from otio_v2a.model import Media, Shot
from otio_v2a.picture.canvas import Canvas
from otio_v2a.picture.media import Source
from otio_v2a.picture.probe import FORMATS
from otio_v2a.picture.shown import TOLERANCE, Course, course

Value = str | int | None

_BACKWARDS = 32
_HEAD_START = 10
_UNINDEXED = frozenset({"mpegts", "mpeg"})
_MICROSECONDS = 1_000_000


@dataclass(frozen=True, slots=True)
class Piece:
    """What one input shows: a source on its course, or `length` frames of black without one."""

    length: int
    source: Source | None = None
    course: Course | None = None


@dataclass(frozen=True, slots=True)
class Opening:
    """One input of ffmpeg: its name, its options, the stream taken from it."""

    name: str
    options: Mapping[str, Value]
    stream: int = 0


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter of ffmpeg with its arguments."""

    name: str
    values: tuple[Value, ...] = ()
    options: Mapping[str, Value] = field(default_factory=dict)


def pieces(shot: Shot, sources: Mapping[Media, Source], canvas: Canvas) -> Iterator[Piece]:
    """A shot in pieces: as it is, or in short stretches when it plays backwards.

    A stretch that plays backwards is in memory as a whole before its first frame comes out.
    """
    if shot.media is None:
        yield Piece(shot.length)
        return
    source = sources[shot.media]
    way = course(shot, source, canvas.rate)
    stretch = _BACKWARDS if way.step < 0 else max(1, way.length)
    for begin in range(0, way.length, stretch):
        length = min(stretch, way.length - begin)
        yield Piece(length, source, replace(way, at=way.at + begin * way.step, length=length))


def opening(piece: Piece, canvas: Canvas, *, seek: bool) -> Opening:
    """The input of a piece, sought to half a frame before its first frame.

    Containers without an index, and varying rates, are sought some seconds earlier: there a seek
    may land late.
    """
    if piece.source is None or piece.course is None:
        black = f"color=black:s={canvas.width}x{canvas.height}:r={canvas.rate}"
        return Opening(black, {"f": "lavfi"})
    source, way = piece.source, _forward(piece.course)
    options: dict[str, Value] = {
        "threads": 1,
        "protocol_whitelist": "file,pipe",
        "format_whitelist": FORMATS,
        "noaccurate_seek": None,
    }
    if source.container == "image2":
        options["pattern_type"] = "none"
    early = _HEAD_START if source.container in _UNINDEXED or not source.constant else 0
    at = (way.frame(0) - Fraction(1, 2)) / source.rate - early + source.first - source.opened
    if seek and at > 0 and way.frame(0) > 0:
        options["ss"] = f"{float(at):.6f}"
    return Opening(f"file:{source.path}", options, source.stream)


def filters(piece: Piece, size: tuple[int, int], rate: Fraction) -> tuple[Filter, ...]:
    """What makes an input show exactly the frames of a piece, `size` large, square pixels."""
    alike = (Filter("setsar", (1,)), Filter("format", ("yuv420p",)))
    if piece.source is None or piece.course is None:
        return (Filter("trim", (), {"end_frame": piece.length}), *alike)
    way = _forward(piece.course)
    turned = (Filter("reverse"),) if piece.course.step < 0 else ()
    timed = _timed(piece.source, way, rate)
    scale = Filter("scale", size, {"out_range": "tv"})
    return (*timed, scale, *alike, *_held(way), *turned)


def _timed(source: Source, way: Course, rate: Fraction) -> tuple[Filter, ...]:
    """The frames of a source at the record frames that show them, from record frame 0 on.

    `fps` repeats and drops. Frames missing at the head leave a hole that nothing here fills, so
    that the picture comes out too short and is noticed.
    """
    ticks = 1 + _MICROSECONDS // rate.numerator
    # A record frame before the media begins: `fps` repeats the first one back to it.
    early = {"start_time": 0} if way.at < 0 else {}
    # `fps` may lose the very last frame it is given: let that be a copy.
    copies = 4 * (math.ceil(way.step) + 1)
    return (
        *((Filter("tpad", (), {"stop_mode": "clone", "stop": copies}),) if _ends(way) else ()),
        Filter("settb", (f"1/{ticks * rate.numerator}",)),
        Filter("setpts", (f"{_place(source, way)}*{ticks * rate.denominator}",)),
        Filter("fps", (), {"fps": str(rate), "round": "near", **early}),
        Filter("trim", (), {"start_pts": 0, "end_pts": way.length if way.step else 1}),
    )


def _place(source: Source, way: Course) -> str:
    """The record frame at which a frame appears: the first k with `at + k * step` not before it.

    Each frame is numbered by its own time stamp, so it does not matter where the seek landed.
    All in whole numbers below 2**53, which floating point divides and rounds up without error.
    """
    step = way.step or Fraction(1)
    parts = math.lcm(way.at.denominator, step.denominator)
    base = way.frame(0)
    number = f"(PTS*TB-{_exact(source.first)})*{_exact(source.rate)}"
    number = f"round({number})" if source.constant else number
    return f"ceil((({number}-{base})*{parts}-{int((way.at - base) * parts)})/{int(step * parts)})"


def _held(way: Course) -> tuple[Filter, ...]:
    """The last frame repeated where a shot stands still or goes on after its media."""
    if way.step and not _ends(way):
        return ()
    return (
        Filter("tpad", (), {"stop_mode": "clone", "stop": way.length}),
        Filter("trim", (), {"end_pts": way.length}),
    )


def _ends(way: Course) -> bool:
    """Whether a shot comes to the end of its media, give or take a frame of its count."""
    return way.last is None or way.frame(way.length - 1) >= way.last - 1


def _forward(way: Course) -> Course:
    """A course as it is decoded: forwards, and at the last frame where it begins after it."""
    way = way.backwards() if way.step < 0 else way
    if way.last is None or way.at < way.last + 1:
        return way
    return replace(way, at=way.last + TOLERANCE, step=Fraction(0))


def _exact(value: Fraction) -> str:
    return f"({value.numerator}/{value.denominator})"
