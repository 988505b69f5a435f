"""Shots rendered into one MP4, frame for frame. The only place that builds ffmpeg graphs."""

import asyncio
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any

from otio_v2a.errors import RenderError
from otio_v2a.model import Media, Shot
from otio_v2a.picture import mp4
from otio_v2a.picture.canvas import ENCODER, Canvas, canvas, fitted, picture_key
from otio_v2a.picture.engine import ffmpeg_path
from otio_v2a.picture.filters import Filter, Piece, filters, opening, pieces
from otio_v2a.picture.media import Source
from otio_v2a.picture.process import run
from otio_v2a.picture.shown import frames_shown, short_by

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
_PROBE_SIZE = 5_000_000
_NO_ROOM = 1 << 20
_PATIENCE = 600.0
_PATIENCE_A_FRAME = 5.0


@contextmanager
def _without_working_directory() -> Iterator[None]:
    """No imports from the folder one happens to stand in.

    Source: CVE-2025-50817: `future`, which ffmpeg-python imports, may import a file `test.py`
    from anywhere on sys.path.
    """
    before = list(sys.path)
    here = _working_directory()
    # A relative entry, the empty one too, is looked up from there.
    absolute = [entry for entry in before if Path(entry).is_absolute()]
    sys.path[:] = [entry for entry in absolute if Path(entry).resolve() != here]
    try:
        yield
    finally:
        sys.path[:] = before


def _working_directory() -> Path | None:
    try:
        return Path.cwd()
    except FileNotFoundError:
        return None


with _without_working_directory():
    import ffmpeg


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
    every = [piece for shot in shots for piece in pieces(shot, sources, canvas)]
    total = sum(piece.length for piece in every)
    if not total:
        message = f"there is nothing to show in '{out.name}'. Give the cue a length."
        raise RenderError(message)
    with _workshop(out) as folder:
        work = _Work(canvas, Path(folder), total, tell)
        whole = await _parts(every, work)
        await asyncio.to_thread(_deliver, whole, out, work)
    tell(1.0)


def _workshop(out: Path) -> "tempfile.TemporaryDirectory[str]":
    """A folder beside `out` to work in, gone afterwards with everything in it."""
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        return tempfile.TemporaryDirectory(
            dir=out.parent,
            prefix=f".{out.name[:40]}.{os.getpid()}.",
            suffix=".tmp",
            ignore_cleanup_errors=True,
        )
    except OSError as error:
        raise RenderError(_unwritable(out, error)) from error


async def _parts(every: Sequence[Piece], work: _Work) -> Path:
    """All pieces in one file: a few at a time, then joined, so that memory stays flat."""
    groups = [every[at : at + _TOGETHER] for at in range(0, len(every), _TOGETHER)]
    parts: list[Path] = []
    done = 0
    for number, group in enumerate(groups):
        part = work.folder / f"{number}.mp4"
        await _part(group, part, done, work)
        parts.append(part)
        done += _length(group)
    if len(parts) == 1:
        return parts[0]
    whole = work.folder / "whole.mp4"
    await asyncio.to_thread(mp4.join, parts, whole, work.canvas.rate)
    return whole


async def _part(group: Sequence[Piece], out: Path, done: int, work: _Work) -> None:
    """A few pieces in one file; decoded from the beginning where a seek landed too late."""
    wanted = _length(group)
    patience = _PATIENCE + _PATIENCE_A_FRAME * wanted

    def counted(frames: int) -> None:
        work.tell((done + min(frames, wanted)) / work.total)

    log = work.folder / "log"
    for seek in (True, False):
        command = _command(group, out, work.canvas, seek=seek)
        ended = await run(command, log, counted, patience)
        found = await asyncio.to_thread(mp4.finished, out, work.canvas.rate)
        if not ended.code and found.frames == wanted:
            return
    raise RenderError(_failed(group, ended.complaint, work.folder))


def _failed(group: Sequence[Piece], complaint: str, folder: Path) -> str:
    """Why it went wrong: ffmpeg cannot even complain where the disk is full."""
    if shutil.disk_usage(folder).free < _NO_ROOM:
        return f"cannot render {_names(group)}: the disk is full. Make room, then run again."
    message = f"cannot render {_names(group)}: {complaint or 'frames are missing'}. "
    return message + "Check that the clip plays, or export it again."


def _deliver(whole: Path, out: Path, work: _Work) -> None:
    mp4.check(whole, work.total, work.canvas)
    try:
        mp4.sync(whole)
        whole.replace(out)
    except OSError as error:
        raise RenderError(_unwritable(out, error)) from error


def _unwritable(out: Path, error: OSError) -> str:
    return f"cannot write '{out}': {error.strerror}. Check the folder and the free disk space."


def _length(group: Sequence[Piece]) -> int:
    return sum(piece.length for piece in group)


def _names(group: Sequence[Piece]) -> str:
    names = dict.fromkeys(piece.source.path.name for piece in group if piece.source)
    return ", ".join(f"'{name}'" for name in names) or "black"


def _command(group: Sequence[Piece], out: Path, canvas: Canvas, *, seek: bool) -> list[str]:
    """The whole command line of ffmpeg for one part."""
    shown = [_picture(number, piece, canvas, seek=seek) for number, piece in enumerate(group)]
    rate = str(canvas.rate)
    # Numbered anew after joining: concat only guesses how long the last frame of an input lasts.
    joined = ffmpeg.concat(*shown, n=len(shown), v=1, a=0)
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


def _picture(number: int, piece: Piece, canvas: Canvas, *, seek: bool) -> Any:
    """One piece as a stream of exactly its frames, all pieces alike in size and format."""
    opened = opening(piece, canvas, seek=seek)
    # Two equal inputs would be one node of the graph; this tells them apart, and changes nothing.
    apart = {"probesize": _PROBE_SIZE + number}
    stream = ffmpeg.input(opened.name, **opened.options, **apart)[str(opened.stream)]
    if piece.source is None:
        return reduce(_through, filters(piece, (canvas.width, canvas.height), canvas.rate), stream)
    size = fitted(piece.source, canvas)
    shown = reduce(_through, filters(piece, size, canvas.rate), stream)
    if size == (canvas.width, canvas.height):
        return shown
    return shown.filter("pad", canvas.width, canvas.height, "(ow-iw)/2", "(oh-ih)/2")


def _through(stream: Any, step: Filter) -> Any:
    return stream.filter(step.name, *step.values, **step.options)
