"""Finished MP4 files: joined without encoding again, and checked before anyone gets them."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.container import InputContainer, OutputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from otio_v2a.errors import RenderError
from otio_v2a.picture.canvas import Canvas


@dataclass(frozen=True, slots=True)
class Finished:
    """What a rendered file is; `rate` is None unless every frame keeps to it."""

    frames: int
    rate: Fraction | None
    size: tuple[int, int]
    streams: tuple[str, ...]

    def __str__(self) -> str:
        """In words, for messages."""
        pace = f"at {self.rate} fps" if self.rate else "at no constant rate"
        width, height = self.size
        return f"{self.frames} frames {pace}, {width}x{height}, {' and '.join(self.streams)}"


def finished(path: Path, rate: Fraction) -> Finished:
    """What a rendered file is, by its packets; a file that cannot be read has no frames."""
    try:
        with av.open(str(path)) as container:
            kinds = tuple(stream.type for stream in container.streams)
            stream = container.streams.video[0]
            times = sorted(
                packet.pts * (stream.time_base or 0)
                for packet in container.demux(stream)
                if packet.pts is not None and packet.size
            )
            size = (stream.width, stream.height)
    except (av.FFmpegError, OSError, IndexError):
        return Finished(0, None, (0, 0), ())
    even = all(at == i / rate for i, at in enumerate(times))
    return Finished(len(times), rate if even else None, size, kinds)


def check(path: Path, frames: int, on: Canvas) -> None:
    """Nothing, when a file is exactly the picture asked for.

    Raises: RenderError saying what it is instead.
    """
    found = finished(path, on.rate)
    wanted = Finished(frames, on.rate, (on.width, on.height), ("video",))
    if found != wanted:
        message = f"the rendered picture has {found}; wanted were {wanted}. "
        message += "Check that its clips play, or export them again."
        raise RenderError(message)


def join(parts: Sequence[Path], out: Path, rate: Fraction) -> None:
    """One MP4 of all parts in order, their packets copied.

    Raises: RenderError when the parts were not encoded alike.
    """
    options = {"movflags": "+faststart", "fflags": "+bitexact"}
    try:
        with av.open(str(out), "w", format="mp4", options=options) as joined:
            _copy(parts, joined, rate)
    except av.FFmpegError as error:
        message = (
            f"cannot join the rendered parts: {error}. Check the free disk space, then run again."
        )
        raise RenderError(message) from error


def sync(path: Path) -> None:
    """The file's content on the disk itself, not only in memory."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def _copy(parts: Sequence[Path], joined: OutputContainer, rate: Fraction) -> None:
    """Every packet, counted anew: shown in the part's own order, decoded one a frame.

    The decoder starts early by the most that any part asks for: a part of a frame or two asks for
    nothing.
    """
    target: VideoStream | None = None
    early = max(map(_early, parts), default=Fraction(0))
    done = 0
    for part in parts:
        begun = done
        with av.open(str(part)) as container:
            stream = container.streams.video[0]
            target = target or joined.add_stream_from_template(stream)
            if target.codec_context.extradata != stream.codec_context.extradata:
                message = (
                    "the rendered parts are encoded differently and cannot be joined. Run again."
                )
                raise RenderError(message)
            for packet in _packets(container, stream):
                packet.pts = (packet.pts or 0) + round(begun / rate / packet.time_base)
                packet.dts = round((done / rate - early) / packet.time_base)
                packet.stream = target
                joined.mux(packet)
                done += 1


def _early(part: Path) -> Fraction:
    """How long before the first picture of a part its decoding begins, in seconds."""
    with av.open(str(part)) as container:
        first = next(_packets(container, container.streams.video[0]), None)
        return Fraction(-(first.dts or 0) * first.time_base) if first else Fraction(0)


def _packets(container: InputContainer, stream: VideoStream) -> Iterator["Packet[VideoStream]"]:
    return (packet for packet in container.demux(stream) if packet.pts is not None)
