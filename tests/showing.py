"""Shots rendered for tests, and what is seen in them: frame numbers, or the very pixels."""

import asyncio
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from coded import read_numbers, run_ffmpeg
from numpy.typing import NDArray

from otio_v2a.model import Media, Shot
from otio_v2a.picture.canvas import Canvas
from otio_v2a.picture.media import Library
from otio_v2a.picture.render import render

PAL, NTSC = Fraction(25), Fraction(30000, 1001)
SMALL = (160, 90)
ANYWHERE = Library()

Planes = tuple[NDArray[np.uint8], NDArray[np.uint8], NDArray[np.uint8]]
"""Shape: Y, and half as large Cb and Cr."""


def media_of(path: Path) -> Media:
    return Media(path.name, (str(path),))


def rendered(
    shots: Sequence[Shot],
    folder: Path,
    rate: Fraction = PAL,
    size: tuple[int, int] = SMALL,
    library: Library = ANYWHERE,
) -> Path:
    """The movie that shows the shots; nothing else is left beside it."""
    sources = {shot.media: library.source(shot.media) for shot in shots if shot.media}
    out = folder / "rendered" / "out.mp4"
    asyncio.run(render(shots, sources, Canvas(*size, rate), out, lambda _: None))
    assert [path.name for path in out.parent.iterdir()] == [out.name]
    return out


def numbers(
    shots: Sequence[Shot],
    folder: Path,
    rate: Fraction = PAL,
    size: tuple[int, int] = SMALL,
    library: Library = ANYWHERE,
) -> list[int]:
    """The numbers of all frames of the shots, rendered."""
    return read_numbers(rendered(shots, folder, rate, size, library))


def frames(path: Path) -> list[Planes]:
    """Every frame of a movie in yuv420p, as it is stored."""
    with av.open(str(path)) as container:
        return [_planes(frame) for frame in container.decode(video=0)]


def _planes(frame: av.VideoFrame) -> Planes:
    assert frame.format.name == "yuv420p"
    found = [np.frombuffer(plane, np.uint8).reshape(-1, plane.line_size) for plane in frame.planes]
    sizes = (frame.width, frame.width // 2, frame.width // 2)
    first, second, third = (whole[:, :width] for whole, width in zip(found, sizes, strict=True))
    return first, second, third


def middles(planes: Planes) -> tuple[int, int, int]:
    """Y, Cb and Cr around the middle of a frame."""
    first, second, third = (
        round(
            float(plane[rows // 2 - 2 : rows // 2 + 2, columns // 2 - 2 : columns // 2 + 2].mean())
        )
        for plane in planes
        for rows, columns in [plane.shape]
    )
    return first, second, third


def raw(path: Path, pixels: NDArray[np.generic], kind: str, *options: str) -> Path:
    """A file made of raw pictures: `pixels` begins with height and width, `kind` is ffmpeg's."""
    height, width = pixels.shape[-3:-1] if pixels.shape[-1] in {3, 4} else pixels.shape[-2:]
    shape = ("-f", "rawvideo", "-pix_fmt", kind, "-s", f"{width}x{height}", "-i", "-")
    path.parent.mkdir(parents=True, exist_ok=True)
    run_ffmpeg((*shape, *options, f"file:{path}"), pixels.tobytes())
    return path
