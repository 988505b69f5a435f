"""How ffmpeg has to open and filter each piece of a picture to show exactly its frames. Pure."""

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import groupby
from pathlib import Path
from types import MappingProxyType

from otio_v2a.model import Media, Shot
from otio_v2a.picture.canvas import Canvas, Place
from otio_v2a.picture.chain import Filter, Value
from otio_v2a.picture.colours import black, displayed
from otio_v2a.picture.probe import FORMATS
from otio_v2a.picture.shown import MISSING, TOLERANCE, Course, course, frames_shown
from otio_v2a.picture.source import Source

__all__ = ["Filter", "Opening", "Piece", "filters", "opening", "pieces"]

_STANDING = 8
_ENLARGED = 4
_HEAD_START = 10
_UNINDEXED = frozenset({"mpegts", "mpeg"})
_MICROSECONDS = 1_000_000
_LOCAL: Mapping[str, Value] = MappingProxyType(
    # Frames of another size or kind go through the same filters: `scale` takes them as they come.
    {"threads": 1, "protocol_whitelist": "file", "reinit_filter": 0}
)


@dataclass(frozen=True, slots=True)
class Piece:
    """What one input shows: a source on its course, or `length` frames of black without one.

    Of an image sequence, `files` are the frames shown instead of a course, one a record frame or
    one alone that stands; `folder` holds links to their files (`links.linked`).
    """

    length: int
    source: Source | None = None
    course: Course | None = None
    files: tuple[int, ...] = ()
    folder: Path | None = None

    @property
    def backwards(self) -> bool:
        """Whether it is decoded forwards and then turned: in memory as a whole."""
        return self.course is not None and self.course.step < 0


@dataclass(frozen=True, slots=True)
class Opening:
    """One input of ffmpeg: its name, its options, the stream taken from it."""

    name: str
    options: Mapping[str, Value]
    stream: int = 0


def pieces(shot: Shot, sources: Mapping[Media, Source], canvas: Canvas) -> Iterator[Piece]:
    """A shot in pieces: several where files of a sequence stand or are missing, else one."""
    if shot.media is None:
        yield Piece(shot.length)
        return
    source = sources[shot.media]
    if source.numbering:
        yield from _of_files(frames_shown(shot, source, canvas.rate), source)
        return
    way = course(shot, source, canvas.rate)
    if way.last == 0:
        # A still is decoded once, whatever the shot does with it.
        way = replace(way, at=TOLERANCE, step=Fraction(0))
    yield Piece(shot.length, source, way)


def _of_files(frames: Sequence[int], source: Source) -> Iterator[Piece]:
    """The frames of a sequence in pieces: those that stand, and black, apart from the others."""
    moving: list[int] = []
    for frame, run in groupby(frames):
        length = len(list(run))
        if frame != MISSING and length < _STANDING:
            moving += [frame] * length
            continue
        if moving:
            yield Piece(len(moving), source, files=tuple(moving))
            moving = []
        yield Piece(length) if frame == MISSING else Piece(length, source, files=(frame,))
    if moving:
        yield Piece(len(moving), source, files=tuple(moving))


def opening(piece: Piece, canvas: Canvas, *, seek: bool) -> Opening:
    """The input of a piece, sought to half a frame before its first frame.

    Containers without an index, and varying rates, are sought some seconds earlier: there a seek
    may land late. Pictures between which fields are shared need the frame before.
    """
    if piece.source is None:
        nothing = f"color=black:s={canvas.width}x{canvas.height}:r={canvas.rate}"
        return Opening(nothing, {"f": "lavfi"})
    if piece.course is None:
        return _numbered(piece.folder or piece.source.path.parent, piece.source, canvas.rate)
    source, way = piece.source, _forward(piece.course)
    options: dict[str, Value] = {**_LOCAL, "format_whitelist": FORMATS, "noaccurate_seek": None}
    if source.container == "image2":
        options["pattern_type"] = "none"
    if source.coding.decoder:
        options["vcodec"] = source.coding.decoder
    at = _begin(source, way) - _early(source)
    if seek and way.frame(0) > 0 and at > source.opened:
        options["ss"] = f"{float(at - source.opened):.6f}"
    return Opening(f"file:{source.path}", options, source.stream)


def _numbered(folder: Path, source: Source, rate: Fraction) -> Opening:
    """The input of a sequence: the links in a folder, each of which is one record frame."""
    pattern = str(folder / f"%06d.{source.container}")
    # What is a number in the folder's own name must not be read as one.
    pattern = str(folder).replace("%", "%%") + pattern[len(str(folder)) :]
    counted: dict[str, Value] = {"f": "image2", "framerate": str(rate), "start_number": 0}
    return Opening(f"file:{pattern}", {**_LOCAL, **counted})


def _begin(source: Source, way: Course) -> Fraction:
    """The time stamp from which on frames are needed: half a frame before the first one.

    Fields are put together from three frames: there the one before is needed too.
    """
    before = Fraction(3, 2) if source.coding.interlaced else Fraction(1, 2)
    return source.first + (way.frame(0) - before) / source.rate


def _early(source: Source) -> Fraction:
    sure = source.constant and source.container not in _UNINDEXED
    return Fraction(0) if sure else _HEAD_START + source.longest


def filters(piece: Piece, where: Place, rate: Fraction) -> tuple[Filter, ...]:
    """What makes an input show exactly the frames of a piece, at the size of its place.

    It ends in yuv420p, or with a source that has alpha in yuva420p, straight: BT.709, tv range.
    """
    if piece.source is None:
        return (Filter("trim", (), {"end_frame": piece.length}), *black())
    shown = _sized(piece.source, where)
    if piece.course is None:
        return (*shown, *_counted(piece, rate))
    way = _forward(piece.course)
    turned = (Filter("reverse"),) if piece.backwards else ()
    fields = _whole(piece.source, way) if piece.source.coding.interlaced else ()
    return (*fields, *_timed(piece.source, way, rate), *shown, *_held(way), *turned)


def _sized(source: Source, where: Place) -> tuple[Filter, ...]:
    """A picture scaled, and what is beyond its place cut off: first, where it is enlarged a lot."""
    if where.size == where.seen:
        return displayed(source, where.size)
    ratios = [whole / seen for whole, seen in zip(where.size, where.seen, strict=True)]
    if max(ratios) <= _ENLARGED:
        return (*displayed(source, where.size), Filter("crop", where.seen))
    middle = Filter("crop", (f"iw/{ratios[0]:.6f}", f"ih/{ratios[1]:.6f}"), {"exact": 1})
    return (middle, *displayed(source, where.seen))


def _counted(piece: Piece, rate: Fraction) -> tuple[Filter, ...]:
    """The files of a sequence one by one; a single one stands."""
    steps = (Filter("settb", (f"1/({rate})",)), Filter("setpts", ("N",)))
    return (*steps, *_standing(piece.length)) if len(piece.files) == 1 else steps


def _whole(source: Source, way: Course) -> tuple[Filter, ...]:
    """Whole frames made of fields, without the frames that are only decoded on the way there."""
    begin = _begin(source, way)
    cut = (Filter("trim", (), {"start": f"{float(begin):.6f}"}),)
    fields = Filter("bwdif", (), {"mode": "send_frame", "deint": "interlaced"})
    return (*(cut if source.constant and begin > 0 else ()), fields)


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
    return _standing(way.length)


def _standing(length: int) -> tuple[Filter, ...]:
    return (
        Filter("tpad", (), {"stop_mode": "clone", "stop": length}),
        Filter("trim", (), {"end_pts": length}),
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
