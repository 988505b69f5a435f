"""Shots rendered into one MP4, frame for frame. The only place that builds ffmpeg graphs."""

import asyncio
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

from otio_v2a.conform import leaves
from otio_v2a.errors import RenderError
from otio_v2a.model import Visual
from otio_v2a.picture import mp4
from otio_v2a.picture.canvas import ENCODER, Canvas
from otio_v2a.picture.compose import Painter, Sources, units
from otio_v2a.picture.engine import ffmpeg_path
from otio_v2a.picture.ffmpeg_python import ffmpeg
from otio_v2a.picture.glance import glance_of, glanced, joined
from otio_v2a.picture.process import Ended, run

Tell = Callable[[float], None]

_NO_ROOM = 1 << 20
_PATIENCE = 600.0
_PATIENCE_A_FRAME = 5.0
_FILLED = Fraction(9, 10)
_COARSE = "28"
_NO_ZSCALE = "No such filter: 'zscale'"


@dataclass(frozen=True, slots=True)
class _Work:
    """One picture under way: where its parts are made, how, and how much there is to do."""

    sources: Sources
    canvas: Canvas
    folder: Path
    total: int
    tell: Tell


async def render(
    visuals: Sequence[Visual], sources: Sources, canvas: Canvas, out: Path, tell: Tell
) -> bool:
    """The visuals as `out`: H.264 in MP4, silent, constant rate, exactly their frames.

    Where it would have more bytes than the canvas allows it is encoded again, coarser: the result
    says whether. Where the canvas asks for a glance it stands beside `out` as well, if there is
    room for it: what goes wrong with it is no failure.
    `tell` is told the share done, 0 to 1; what it raises stops the rendering.
    The file appears when it is complete and checked; stopped or failed, nothing is left behind.
    Raises: RenderError; MediaError when there is no ffmpeg.
    """
    every = list(units(visuals, sources, canvas))
    total = sum(visual.length for visual in every)
    if not total:
        message = f"there is nothing to show in '{out.name}'. Give the cue a length."
        raise RenderError(message)
    with _workshop(out) as folder:
        work = _Work(sources, canvas, Path(folder), total, tell)
        parts = [work.folder / f"{number}.mp4" for number in range(len(every))]
        whole = await _parts(every, parts, work)
        reduced = canvas.most is not None and whole.stat().st_size > canvas.most
        if canvas.most is not None and reduced:
            whole = await _reduced(whole, canvas.most, work)
        await asyncio.to_thread(_deliver, whole, out, work)
        await asyncio.to_thread(_deliver_glance, parts, out, work)
    tell(1.0)
    return reduced


async def _reduced(whole: Path, most: int, work: _Work) -> Path:
    """A finished picture encoded again, in at most so many bytes. Raises: RenderError.

    A decoder's buffer that is filled at a rate, and holds a second of it, is never asked for more;
    a tenth is left for the container.
    """
    seconds = work.total / work.canvas.rate
    rate = str(int(most * 8 * _FILLED / (seconds + 1)))
    small = work.folder / "small.mp4"
    encoder = {**ENCODER, "crf": _COARSE, "maxrate": rate, "bufsize": rate}
    again = ffmpeg.input(f"file:{whole}", threads=1, protocol_whitelist="file")["0"]
    patience = _PATIENCE + _PATIENCE_A_FRAME * work.total
    command = _ffmpeg(_encoded(again, small, work, encoder), work)
    ended = await run(command, work.folder / "log", _ignore, patience)
    if ended.code:
        message = f"cannot encode the picture again: {ended.complaint}. Free some disk space."
        raise RenderError(message)
    size = small.stat().st_size
    if size > most:
        message = f"its picture has {size} bytes at the least, at most {most} fit. Mark less of it."
        raise RenderError(message)
    return small


def _ignore(_: int) -> None:
    """What was told before is told already."""


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


async def _parts(every: Sequence[Visual], parts: Sequence[Path], work: _Work) -> Path:
    """All visuals in one file: one at a time, then joined, so that memory stays flat."""
    done = 0
    for visual, part in zip(every, parts, strict=True):
        await _part(visual, part, done, work)
        done += visual.length
    if len(parts) == 1:
        return parts[0]
    whole = work.folder / "whole.mp4"
    await asyncio.to_thread(mp4.join, parts, whole, work.canvas.rate)
    return whole


async def _part(visual: Visual, out: Path, done: int, work: _Work) -> None:
    """A visual in one file; decoded from the beginning where a seek landed too late.

    That takes longer still: what was given up is not tried again.
    """
    wanted = visual.length
    patience = _PATIENCE + _PATIENCE_A_FRAME * wanted

    def counted(frames: int) -> None:
        work.tell((done + min(frames, wanted)) / work.total)

    log, small = work.folder / "log", work.canvas.glance
    for seek in (True, False):
        command = _command(visual, out, work, seek=seek, small=small)
        ended = await run(command, log, counted, patience)
        if ended.given_up:
            break
        found = await asyncio.to_thread(mp4.finished, out, work.canvas.rate)
        if not ended.code and found.frames == wanted:
            return
        # Whatever it was that ffmpeg could not do: the picture comes first.
        small = small and not ended.code
        glance_of(out).unlink(missing_ok=True)
    raise RenderError(_failed(visual, ended, work))


def _failed(visual: Visual, ended: Ended, work: _Work) -> str:
    """Why it went wrong: ffmpeg cannot even complain where the disk is full."""
    names = _names(visual, work.sources)
    if shutil.disk_usage(work.folder).free < _NO_ROOM:
        return f"cannot render {names}: the disk is full. Make room, then run again."
    if any(_NO_ZSCALE in line for line in ended.said):
        return (
            f"cannot render {names}: this ffmpeg has no zscale, which HDR and EXR need. Leave the"
            " ffmpeg setting empty to use the one that comes along."
        )
    message = f"cannot render {names}: {ended.complaint.rstrip('.') or 'frames are missing'}. "
    return message + "Check that the clip plays, or export it again."


def _deliver(whole: Path, out: Path, work: _Work) -> None:
    mp4.check(whole, work.total, work.canvas)
    try:
        mp4.sync(whole)
        whole.replace(out)
    except OSError as error:
        raise RenderError(_unwritable(out, error)) from error


def _deliver_glance(parts: Sequence[Path], out: Path, work: _Work) -> None:
    with suppress(OSError):
        whole = joined([glance_of(part) for part in parts], work.total)
        if whole:
            whole.replace(glance_of(out))


def _unwritable(out: Path, error: OSError) -> str:
    return f"cannot write '{out}': {error.strerror}. Check the folder and the free disk space."


def _names(visual: Visual, sources: Sources) -> str:
    shown = (shot.media for shot in leaves(visual))
    names = dict.fromkeys(sources[media].path.name for media in shown if media)
    return ", ".join(f"'{name}'" for name in names) or "black"


def _command(visual: Visual, out: Path, work: _Work, *, seek: bool, small: bool) -> list[str]:
    """The whole command line of ffmpeg for one part; its glance too where that is wanted."""
    painted = Painter(work.sources, work.canvas, work.folder, seek).paint(visual)
    if not small:
        return _ffmpeg(_encoded(painted, out, work, ENCODER), work)
    both = painted.filter_multi_output("split")
    picture = _encoded(both[0], out, work, ENCODER)
    beside = glanced(both[1], glance_of(out), work.canvas.rate)
    return _ffmpeg(ffmpeg.merge_outputs(picture, beside), work)


def _encoded(stream: Any, out: Path, work: _Work, encoder: Mapping[str, str]) -> Any:
    """The output of ffmpeg that encodes a stream, and nothing but its picture."""
    return ffmpeg.output(
        stream,
        f"file:{out}",
        **encoder,
        r=str(work.canvas.rate),
        pix_fmt="yuv420p",
        threads=1,
        map_metadata=-1,
        map_chapters=-1,
        movflags="+faststart",
        fflags="+bitexact",
        flags="+bitexact",
        f="mp4",
    )


def _ffmpeg(written: Any, work: _Work) -> list[str]:
    """The command line of ffmpeg for what is to be written."""
    own = ["-nostdin", "-hide_banner", "-v", "error", "-y", "-copyts", "-progress", "pipe:1"]
    own += ["-filter_complex_threads", "1", "-filter_threads", "1"]
    return [ffmpeg_path(work.canvas.ffmpeg), *own, *ffmpeg.get_args(written)]
