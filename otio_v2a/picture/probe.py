"""What the picture of a media file is: rate, frames, timecode, size. PyAV, in process."""

import re
from collections.abc import Mapping
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any

import av
from av.container import InputContainer
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from otio_v2a.errors import MediaError
from otio_v2a.picture.coding import coding
from otio_v2a.picture.source import Probed
from otio_v2a.picture.stamps import STILL_RATE, pace, read_stamps, time_base
from otio_v2a.timecode import can_drop

FORMATS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,mpeg,mxf,avi,gxf,flv,asf,ogg,dv,gif,apng,"
    "image2,png_pipe,jpeg_pipe,tiff_pipe,bmp_pipe,webp_pipe,dpx_pipe,exr_pipe"
)
"""Containers that are opened: no playlists, no lists of other files."""

# Camera tags need not be Unicode. PyAV from 19 on never minds, and has no such option any more.
_INDIFFERENT = 19
_LENIENT: Mapping[str, Any] = MappingProxyType(
    {} if int(av.__version__.split(".")[0]) >= _INDIFFERENT else {"metadata_errors": "replace"}
)
_OPTIONS: Mapping[str, str] = MappingProxyType(
    # A name is a name, and no pattern of the names of other files.
    {"protocol_whitelist": "file", "format_whitelist": FORMATS, "pattern_type": "none"}
)
_STILLS = frozenset(
    {
        "image2",
        "png_pipe",
        "jpeg_pipe",
        "tiff_pipe",
        "bmp_pipe",
        "webp_pipe",
        "dpx_pipe",
        "exr_pipe",
    }
)


def probe(path: Path) -> Probed:
    """What the picture of a file is.

    Raises: MediaError when it cannot be read, is cut off or has no picture.
    """
    try:
        with av.open(f"file:{path}", options=dict(_OPTIONS), **_LENIENT) as container:
            return _probe(container, path)
    except (av.FFmpegError, UnicodeError) as error:
        message = f"cannot read '{path.name}' as a movie ({error}). Export or copy the file again."
        raise MediaError(message) from error


def _probe(container: InputContainer, path: Path) -> Probed:
    stream = _picture(container, path)
    frame = _first_frame(container, stream, path)
    width, height = _displayed(frame, stream)
    first = (frame.pts or 0) * time_base(stream)
    paced = pace(container, stream, read_stamps(container, stream, path), first)
    still = container.format.name in _STILLS
    return Probed(
        rate=STILL_RATE if still else paced.rate,
        frames=1 if still else paced.frames,
        timecode=_timecode(container, paced.declared),
        constant=paced.constant,
        width=width,
        height=height,
        first=first,
        opened=Fraction(container.start_time or 0, av.time_base),
        longest=paced.longest,
        stream=stream.index,
        container=container.format.name,
        codec=stream.codec_context.name,
        coding=coding(frame, stream),
    )


def _picture(container: InputContainer, path: Path) -> VideoStream:
    for stream in container.streams.video:
        if not stream.disposition & Disposition.attached_pic:
            stream.thread_type = "NONE"
            return stream
    message = f"'{path.name}' has no picture. Relink the clip to a file with video."
    raise MediaError(message)


def _first_frame(container: InputContainer, stream: VideoStream, path: Path) -> VideoFrame:
    for frame in container.decode(stream):
        return frame
    message = f"'{path.name}' holds no whole picture. Export or copy the file again."
    raise MediaError(message)


def _displayed(frame: VideoFrame, stream: VideoStream) -> tuple[int, int]:
    """Width and height on the screen: square pixels, turned upright."""
    aspect = stream.sample_aspect_ratio or Fraction(1)
    width = round(frame.width * aspect) if aspect > 0 else frame.width
    return (frame.height, width) if frame.rotation % 180 else (width, frame.height)


def _timecode(container: InputContainer, rate: Fraction) -> Fraction | None:
    """The timecode of the first frame in exact seconds, wherever in the file it stands."""
    places = (*(stream.metadata for stream in container.streams), container.metadata)
    label = next((place["timecode"] for place in places if "timecode" in place), "")
    frame = read_timecode(label, rate)
    return None if frame is None else frame / rate


def read_timecode(label: str, rate: Fraction) -> int | None:
    """The frame that a timecode label counts to, from 00:00:00:00; None when it is no label.

    Source: SMPTE ST 12-1; `;` or `.` before the frames means drop-frame.
    """
    drop = bool(re.search(r"[;.]\d+$", label)) and can_drop(rate)
    fields = re.fullmatch(r"(\d+):(\d\d):(\d\d)[:;.](\d\d+)", label.strip())
    if fields is None:
        return None
    hours, minutes, seconds, frames = map(int, fields.groups())
    base = -(-rate.numerator // rate.denominator)
    minutes += 60 * hours
    dropped = (base // 15) * (minutes - minutes // 10) if drop else 0
    return (60 * minutes + seconds) * base + frames - dropped
