"""Shots rendered into one MP4, frame for frame. The only place that builds ffmpeg graphs."""

import asyncio
import math
import os
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from otio_v2a.errors import RenderError
from otio_v2a.model import Media, Shot
from otio_v2a.picture import mp4
from otio_v2a.picture.canvas import ENCODER, Canvas, canvas, fitted, picture_key
from otio_v2a.picture.engine import ffmpeg_path
from otio_v2a.picture.media import Source
from otio_v2a.picture.probe import FORMATS
from otio_v2a.picture.process import run
from otio_v2a.picture.shown import Course, course, frames_shown, short_by


@contextmanager
def _without_working_directory() -> Iterator[None]:
    """No imports from the folder one happens to stand in.

    Source: CVE-2025-50817: `future`, which ffmpeg-python imports, may import a file `test.py` from sys.path.
    """
    before = list(sys.path)
    here = Path.cwd()
    sys.path[:] = [entry for entry in before if entry and Path(entry).resolve() != here]
    try:
        yield
    finally:
        sys.path[:] = before


with _without_working_directory():
    import ffmpeg

__all__ = [
    "Canvas",
    "canvas",
    "frames_shown",
    "picture_key",
    "render",
    "short_by",
]

Tell = Callable[[float], None]

_TOGETHER = 8
_BACKWARDS = 32
_HEAD_START = 10
_UNINDEXED = frozenset({"mpegts", "mpeg"})


@dataclass(frozen=True, slots=True)
class _Piece:
    """What one input of a graph shows: `length` frames of a source on its course, or black."""

    length: int
    source: Source | None = None
    course: Course | None = None


@dataclass(frozen=True, slots=True)
class _Work:
    """One picture under way: where its parts are made, and how much there is to do."""

    canvas: Canvas
    folder: Path
    total: int
    tell: Tell


async def render(
    shots: Sequence[Shot],
    sources: Mapping[Media, Source],
    canvas: Canvas,
    out: Path,
    tell: Tell,
) -> None:
    """The shots as `out`: H.264 in MP4, silent, constant rate, exactly their frames.

    `tell` is told the share done, 0 to 1; what it raises stops the rendering.
    The file appears when it is complete and checked; stopped or failed, nothing is left behind.
    Raises: RenderError; MediaError when there is no ffmpeg.
    """
    pieces = [piece for shot in shots for piece in _pieces(shot, sources, canvas)]
    total = sum(piece.length for piece in pieces)
    if not total:
        message = f"there is nothing to show in '{out.name}'. Give the cue a length."
        raise RenderError(message)
    with _workshop(out) as folder:
        work = _Work(canvas, folder, total, tell)
        whole = await _parts(pieces, work)
        await asyncio.to_thread(_deliver, whole, out, work)
    tell(1.0)


@contextmanager
def _workshop(out: Path) -> Iterator[Path]:
    """A folder beside `out` to work in, gone afterwards with everything in it."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(
            dir=out.parent, prefix=f".{out.name[:40]}.{os.getpid()}.", suffix=".tmp"
        ) as folder:
            yield Path(folder)
    except OSError as error:
        message = (
            f"cannot write '{out}': {error.strerror}. Check the folder and the free disk space."
        )
        raise RenderError(message) from error


def _pieces(shot: Shot, sources: Mapping[Media, Source], canvas: Canvas) -> Iterator[_Piece]:
    """A shot as inputs of a graph: as it is, or in short stretches when it plays backwards.

    A stretch that plays backwards is held in memory as a whole before its first frame comes out.
    """
    if shot.media is None:
        yield _Piece(shot.length)
        return
    source = sources[shot.media]
    way = course(shot, source, canvas.rate)
    stretch = _BACKWARDS if way.step < 0 else way.length
    for begin in range(0, way.length, max(1, stretch)):
        length = min(stretch, way.length - begin)
        part = replace(way, at=way.at + begin * way.step, length=length)
        yield _Piece(length, source, part)


async def _parts(pieces: Sequence[_Piece], work: _Work) -> Path:
    """All pieces in one file: a few at a time, then joined, so that memory does not grow with their number."""
    groups = [pieces[at : at + _TOGETHER] for at in range(0, len(pieces), _TOGETHER)]
    parts: list[Path] = []
    done = 0
    for group in groups:
        parts.append(await _part(group, len(parts), done, work))
        done += sum(piece.length for piece in group)
    if len(parts) == 1:
        return parts[0]
    whole = work.folder / "whole.mp4"
    await asyncio.to_thread(mp4.join, parts, whole, work.canvas.rate)
    return whole


async def _part(group: Sequence[_Piece], number: int, done: int, work: _Work) -> Path:
    """One file of a few pieces; sought first, decoded from the beginning where seeking missed frames."""
    out = work.folder / f"{number}.mp4"
    wanted = sum(piece.length for piece in group)

    def counted(frames: int) -> None:
        work.tell(min(1.0, (done + min(frames, wanted)) / work.total))

    for seek in (True, False):
        ended = await run(
            _command(group, out, work.canvas, seek=seek), work.folder / "log", counted
        )
        if ended.code:
            break
        found = await asyncio.to_thread(mp4.finished, out, work.canvas.rate)
        if found.frames == wanted:
            return out
    message = f"cannot render {_names(group)}: {ended.complaint or 'frames are missing'}. "
    message += "Check that the clip plays, or export it again."
    raise RenderError(message)


def _deliver(whole: Path, out: Path, work: _Work) -> None:
    mp4.check(whole, work.total, work.canvas)
    mp4.sync(whole)
    whole.replace(out)


def _names(group: Sequence[_Piece]) -> str:
    names = dict.fromkeys(piece.source.path.name for piece in group if piece.source)
    return ", ".join(f"'{name}'" for name in names) or "black"


def _command(group: Sequence[_Piece], out: Path, canvas: Canvas, *, seek: bool) -> list[str]:
    """The whole command line of ffmpeg for one part."""
    pictures = [_picture(i, piece, canvas, seek=seek) for i, piece in enumerate(group)]
    rate = str(canvas.rate)
    # Renumbered after joining: concat guesses how long the last frame of each input lasts.
    joined = ffmpeg.concat(*pictures, n=len(pictures), v=1, a=0)
    joined = joined.filter("settb", f"1/({rate})").filter("setpts", "N")
    written = ffmpeg.output(
        joined,
        f"file:{out}",
        **ENCODER,
        r=rate,
        pix_fmt="yuv420p",
        threads=1,
        map_metadata=-1,
        map_chapters=-1,
        movflags="+faststart",
        fflags="+bitexact",
        flags="+bitexact",
        f="mp4",
    )
    own = ["-nostdin", "-hide_banner", "-v", "error", "-y", "-copyts", "-progress", "pipe:1"]
    own += ["-filter_complex_threads", "1", "-filter_threads", "1"]
    return [ffmpeg_path(canvas.ffmpeg), *own, *ffmpeg.get_args(written)]


def _picture(number: int, piece: _Piece, canvas: Canvas, *, seek: bool) -> Any:
    """One piece as a stream of exactly its frames, all pieces alike in size and format."""
    # Two equal inputs would be one node of the graph; this tells them apart and changes nothing.
    apart = {"probesize": 5_000_000 + number}
    if piece.source is None or piece.course is None:
        black = f"color=black:s={canvas.width}x{canvas.height}:r={canvas.rate}"
        stream = ffmpeg.input(black, f="lavfi", **apart).filter("trim", end_frame=piece.length)
        return _formatted(stream)
    way = piece.course
    mirrored = way.step < 0
    forward = way.backwards() if mirrored else way
    options = _input(piece.source, forward, seek=seek) | apart
    stream = ffmpeg.input(f"file:{piece.source.path}", **options)[str(piece.source.stream)]
    stream = _placed(_timed(stream, piece.source, forward, canvas), piece.source, canvas)
    stream = _held(stream, forward)
    return stream.filter("reverse") if mirrored else stream


def _input(source: Source, way: Course, *, seek: bool) -> dict[str, Any]:
    """How a source is opened: half a frame before the first frame wanted, or a few seconds more without an index."""
    options: dict[str, Any] = {
        "threads": 1,
        "protocol_whitelist": "file,pipe",
        "format_whitelist": FORMATS,
        "noaccurate_seek": None,
    }
    if source.container == "image2":
        options["pattern_type"] = "none"
    early = _HEAD_START if source.container in _UNINDEXED or not source.constant else 0
    at = (way.frame(0) - Fraction(1, 2)) / source.rate - early + source.first - source.opened
    if seek and at > 0:
        options["ss"] = f"{float(at):.6f}"
    return options


def _timed(stream: Any, source: Source, way: Course, canvas: Canvas) -> Any:
    """The frames of a source at the record frames that show them, from record frame 0 on.

    Each frame is numbered by its own time stamp, so it does not matter where the seek landed. Its place is the first
    record frame k with `at + k * step` not before it, in whole numbers below 2**53. Then `fps` repeats and drops.
    """
    rate = canvas.rate
    base = way.frame(0)
    step = way.step or Fraction(1)
    parts = math.lcm(way.at.denominator, step.denominator)
    ticks = 1 + 1_000_000 // rate.numerator
    number = f"(PTS*TB-{_exact(source.first)})*{_exact(source.rate)}"
    number = f"round({number})" if source.constant else number
    ahead = f"({number}-{base})*{parts}-{int((way.at - base) * parts)}"
    place = f"ceil(({ahead})/{int(step * parts)})*{ticks * rate.denominator}"
    if _ends(way):
        # `fps` may lose the very last frame it is given: let that be a copy.
        stream = stream.filter("tpad", stop_mode="clone", stop=4 * (math.ceil(step) + 1))
    stream = stream.filter("settb", f"1/{ticks * rate.numerator}").filter("setpts", place)
    # A record frame before the media begins: `fps` repeats the first one back to it.
    early = {"start_time": 0} if way.at < 0 else {}
    stream = stream.filter("fps", fps=str(rate), round="near", **early)
    return stream.filter("trim", start_pts=0, end_pts=way.length if way.step else 1)


def _exact(value: Fraction) -> str:
    return f"({value.numerator}/{value.denominator})"


def _placed(stream: Any, source: Source, canvas: Canvas) -> Any:
    """The picture at its size in the middle of the canvas, black around it."""
    width, height = fitted(source, canvas)
    stream = stream.filter("scale", width, height, out_range="tv", out_color_matrix="bt709")
    if (width, height) != (canvas.width, canvas.height):
        stream = stream.filter("pad", canvas.width, canvas.height, "(ow-iw)/2", "(oh-ih)/2")
    return _formatted(stream)


def _formatted(stream: Any) -> Any:
    return stream.filter("setsar", 1).filter("format", "yuv420p").filter("setpts", "PTS-STARTPTS")


def _held(stream: Any, way: Course) -> Any:
    """The last frame repeated where a shot stands still or goes on after its media."""
    if way.step and not _ends(way):
        return stream
    stream = stream.filter("tpad", stop_mode="clone", stop=way.length)
    return stream.filter("trim", end_frame=way.length)


def _ends(way: Course) -> bool:
    """Whether a shot comes to the end of its media, give or take a frame of its count."""
    return way.last is None or way.frame(way.length - 1) >= way.last - 1
