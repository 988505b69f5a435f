"""Pictures as Resolve itself renders them: grade, titles, speed ramps and all.

A range is rendered once: its movie is named by what the timeline shows there, so that a second run
finds it, and what was paid for it.
"""

import asyncio
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from otio_v2a.conform import leaves, shots
from otio_v2a.errors import MediaError, ResolveError
from otio_v2a.model import Media, Span
from otio_v2a.picture.media import Library
from otio_v2a.resolve.clock import absolute, rate_of
from otio_v2a.resolve.launcher import Launcher
from otio_v2a.resolve.otio import Made, Writer
from otio_v2a.resolve.protocol import Request, action
from otio_v2a.score.prepare import Prepared

_LARGEST = (1920, 1080)
"""More may be gated in the free edition. Source: Resolve fact sheet section 13."""


@dataclass(frozen=True, slots=True)
class _Range:
    """A range that is sent, and the movie of it."""

    record: Span
    movie: Path


async def rendered(launcher: Launcher, request: Request, prepared: Prepared) -> Path:
    """A timeline of the movies of every range that is sent; those that are missing are rendered.

    Raises: ResolveError when Resolve does not render one whole.
    """
    ranges = tuple(_ranges(prepared))
    missing = {one.movie: one for one in ranges if not one.movie.exists()}
    if missing:
        launcher.say(f"V2A: Resolve renders {len(missing)} range(s); then its page comes back.")
        await _made(launcher, request, tuple(missing.values()), prepared)
    return pictured(launcher.folder / "picture.otio", prepared)


def pictured(path: Path, prepared: Prepared) -> Path:
    """A timeline of the movies that there are, written to `path`. The oldest are on top.

    So a range that is added later changes nothing of what is seen of the others.
    """
    there = sorted(
        (one for one in _ranges(prepared) if one.movie.exists()),
        key=lambda one: (-one.movie.stat().st_mtime_ns, one.record),
    )
    path.write_text(json.dumps(_timeline(there, prepared)), encoding="utf-8")
    return path


def _ranges(prepared: Prepared) -> Iterator[_Range]:
    """Every range of the plan, once, as far as the timeline goes: beyond it is black."""
    folder = prepared.folder.root / "rendered"
    edit = prepared.document.edit
    whole = Span(0, edit.length, edit.rate)
    spans = {
        segment.record.clipped(whole) for part in prepared.plan.parts for segment in part.segments
    }
    for span in sorted(one for one in spans if one.length):
        name = sha256(repr(list(seen(span, prepared))).encode("utf-8", "replace")).hexdigest()
        yield _Range(span, folder / f"{name[:32]}.mp4")


def seen(span: Span, prepared: Prepared) -> Iterator[object]:
    """What tells a range from others, wherever it stands."""
    yield span.length, str(span.rate)
    for visual in shots(prepared.program, span):
        for shot in leaves(visual):
            media = shot.media
            yield shot.length, str(shot.source_in), str(shot.speed), _known(media)


def _known(media: Media | None) -> tuple[str, ...]:
    return (media.name, *media.paths[:1]) if media else ()


async def _made(
    launcher: Launcher, request: Request, missing: Sequence[_Range], prepared: Prepared
) -> None:
    """Have Resolve render ranges; whether its last frame counts is seen by the first of them.

    Source: Resolve fact sheet section 9: nobody knows whether MarkOut counts.
    """
    left: Sequence[_Range] = missing
    for last in (1, 0):
        files = await _rendered(launcher, request, left, prepared, last)
        left = await asyncio.to_thread(_kept, left, files, last)
        if not left:
            return


def _kept(ranges: Sequence[_Range], files: Mapping[str, str], last: int) -> list[_Range]:
    """Put movies that are whole where they belong; those that lack their last frame.

    Raises: ResolveError for any other length.
    """
    short = []
    for one in ranges:
        made = Path(files[one.movie.stem])
        frames = _frames(made)
        if frames == one.record.length:
            made.replace(one.movie)
        elif last and frames == one.record.length - 1:
            short.append(one)
        else:
            message = (
                f"Resolve rendered {frames} frames of {one.record.length}. Set"
                ' `picture = "source"` under [resolve] in your otio-v2a.toml.'
            )
            raise ResolveError(message)
    return short


async def _rendered(
    launcher: Launcher, request: Request, ranges: Sequence[_Range], prepared: Prepared, last: int
) -> dict[str, str]:
    folder = ranges[0].movie.parent / "new"
    folder.mkdir(parents=True, exist_ok=True)
    for stale in folder.iterdir():
        with suppress(OSError):
            stale.unlink()
    start = request.timeline.start_frame
    width, height = _size(prepared)
    (read,) = await launcher.ask(
        action(
            "render",
            jobs=[
                {
                    "name": one.movie.stem,
                    "mark_in": absolute(start, one.record.start),
                    "mark_out": absolute(start, one.record.end) - last,
                }
                for one in ranges
            ],
            folder=str(folder),
            width=width,
            height=height,
            # 23.976 and the like, as Resolve spells them.
            rate=round(float(rate_of(request.timeline.rate).fps), 3),
        )
    )
    files: dict[str, str] = read["files"]
    return files


def _size(prepared: Prepared) -> tuple[int, int]:
    """The timeline's size, as large as it may be."""
    width, height = prepared.settings.frame_size or prepared.document.edit.frame or _LARGEST
    scale = min(1.0, _LARGEST[0] / width, _LARGEST[1] / height)
    return round(width * scale / 2) * 2, round(height * scale / 2) * 2


def _frames(movie: Path) -> int:
    """Raises: ResolveError when there is no picture in it."""
    try:
        source = Library().source(Media(movie.name, (str(movie),)))
    except MediaError as error:
        message = f"what Resolve rendered cannot be read: {error}"
        raise ResolveError(message) from error
    return source.frames or 0


def _timeline(ranges: Sequence[_Range], prepared: Prepared) -> Made:
    writer = Writer(float(prepared.document.edit.rate))

    def track(one: _Range) -> Made:
        whole = (0, one.record.length)
        clip = writer.clip(str(one.movie), whole, whole)
        gap = [writer.gap(one.record.start)] if one.record.start else []
        return writer.track("Video", [*gap, clip], {})

    return writer.timeline(0, [track(one) for one in ranges])
