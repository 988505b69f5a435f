"""One frame of a picture as a JPEG, rendered like every other picture."""

import asyncio
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
from av.video.codeccontext import VideoCodecContext
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace

from otio_v2a.errors import RenderError
from otio_v2a.model import Visual
from otio_v2a.picture.canvas import Canvas
from otio_v2a.picture.compose import Sources
from otio_v2a.picture.render import render

_QUALITY = {"qmin": "3", "qmax": "3"}
"""Of the encoder's 2 (best) to 31."""


async def still(visuals: Sequence[Visual], sources: Sources, canvas: Canvas, movie: Path) -> bytes:
    """The first frame of the visuals as a JPEG; `movie` is where it is rendered to.

    Raises: RenderError; MediaError when there is no ffmpeg.
    """
    await render(visuals, sources, canvas, movie, lambda _: None)
    return await asyncio.to_thread(jpeg, movie)


def jpeg(movie: Path, seconds: Fraction = Fraction(0), height: int | None = None) -> bytes:
    """A frame of the shot that a movie of ours shows at a time, as a JPEG.

    It is the key frame at or before that time, the only one that is decoded: the encoder puts one
    at every cut. Unit: `height` in pixels, at most; None leaves it.
    Raises: RenderError when it cannot be read.
    """
    try:
        with av.open(str(movie)) as container:
            stream = container.streams.video[0]
            stream.thread_type = "NONE"
            stream.codec_context.thread_count = 1
            if seconds:
                container.seek(int(seconds * av.time_base), backward=True)
            return _encoded(next(container.decode(stream)), height)
    except (av.FFmpegError, IndexError, StopIteration) as error:
        message = f"the rendered picture '{movie.name}' cannot be read: {error}. Run again."
        raise RenderError(message) from error


def _encoded(frame: VideoFrame, height: int | None) -> bytes:
    """A frame as a JPEG: full range, BT.601, as every viewer takes it to be. Source: JFIF 1.02."""
    tall = min(frame.height, height or frame.height) // 2 * 2
    full = frame.reformat(
        width=max(2, frame.width * tall // frame.height // 2 * 2),
        height=tall,
        format="yuvj420p",
        src_colorspace=Colorspace.ITU709,
        dst_colorspace=Colorspace.ITU601,
        src_color_range=ColorRange.MPEG,
        dst_color_range=ColorRange.JPEG,
    )
    encoder = VideoCodecContext.create("mjpeg", "w")
    encoder.width, encoder.height, encoder.pix_fmt = full.width, full.height, "yuvj420p"
    encoder.options = _QUALITY
    encoder.time_base = Fraction(1, 25)
    return b"".join(bytes(packet) for packet in (*encoder.encode(full), *encoder.encode(None)))
