"""What the picture of a media file is: rate, frames, timecode, size. PyAV, in process."""

import itertools
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import Any, Protocol

import av
from av.container import InputContainer
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream

from otio_v2a.errors import MediaError
from otio_v2a.timecode import can_drop, snap_rate

FORMATS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,mpegts,mpeg,mxf,avi,gxf,flv,asf,ogg,dv,"
    "image2,png_pipe,jpeg_pipe,tiff_pipe,bmp_pipe,webp_pipe,gif,apng"
)
"""Containers that are opened: no playlists, no lists of other files."""

# Camera tags need not be Unicode. PyAV from 19 on never minds, and has no such option any more.
_INDIFFERENT = 19
_LENIENT: Mapping[str, Any] = MappingProxyType(
    {} if int(av.__version__.split(".")[0]) >= _INDIFFERENT else {"metadata_errors": "replace"}
)
_WHOLE = 64 << 20
_SAMPLE = 600
_MILLISECOND = Fraction(1, 1000)
_STILLS = frozenset({"image2", "png_pipe", "jpeg_pipe", "tiff_pipe", "bmp_pipe", "webp_pipe"})
_STILL_RATE = Fraction(25)


@dataclass(frozen=True, slots=True)
class Probed:
    """What a file says of its picture, checked against its own time stamps.

    Unit: seconds. `first` is the time stamp of the first frame, `opened` that of the container.
    """

    rate: Fraction
    frames: int | None
    timecode: Fraction | None
    constant: bool
    width: int
    height: int
    first: Fraction
    opened: Fraction
    stream: int
    container: str


@dataclass(frozen=True, slots=True)
class _Stamps:
    """Time stamps in seconds: `known` from the beginning on in order, `last` of the file.

    `count` is how many frames are shown, None unless the whole file was read.
    """

    known: Sequence[Fraction]
    last: Fraction
    count: int | None


def probe(path: Path) -> Probed:
    """What the picture of a file is.

    Raises: MediaError when it cannot be read, is cut off or has no picture.
    """
    try:
        with av.open(f"file:{path}", options=_options(), **_LENIENT) as container:
            return _probe(container, path)
    except (av.FFmpegError, UnicodeError) as error:
        message = f"cannot read '{path.name}' as a movie ({error}). Export or copy the file again."
        raise MediaError(message) from error


def _options() -> dict[str, str]:
    return {"protocol_whitelist": "file", "format_whitelist": FORMATS}


def _probe(container: InputContainer, path: Path) -> Probed:
    stream = _picture(container, path)
    frame = _first_frame(container, stream, path)
    width, height = _displayed(frame, stream)
    first = (frame.pts or 0) * _base(stream)
    stamps = _stamps(container, stream, path)
    rate, constant = _rate(stream, stamps)
    still = container.format.name in _STILLS
    return Probed(
        rate=_STILL_RATE if still else rate,
        frames=1 if still else _frames(stamps, rate),
        timecode=_timecode(container, rate),
        constant=constant,
        width=width,
        height=height,
        first=first,
        opened=Fraction(container.start_time or 0, av.time_base),
        stream=stream.index,
        container=container.format.name,
    )


def _picture(container: InputContainer, path: Path) -> VideoStream:
    for stream in container.streams.video:
        if not stream.disposition & Disposition.attached_pic:
            stream.thread_type = "NONE"
            return stream
    message = f"'{path.name}' has no picture. Relink the clip to a file with video."
    raise MediaError(message)


class _Ratio(Protocol):
    """A fraction of PyAV: `Fraction` to version 18, a class of its own from 19 on."""

    @property
    def numerator(self) -> int: ...
    @property
    def denominator(self) -> int: ...


def _exact(ratio: _Ratio) -> Fraction:
    return Fraction(ratio.numerator, ratio.denominator)


def _base(stream: VideoStream) -> Fraction:
    return _exact(stream.time_base) if stream.time_base else Fraction(1, av.time_base)


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


def _stamps(container: InputContainer, stream: VideoStream, path: Path) -> _Stamps:
    """Time stamps from the index where it is complete (MP4, MOV), else from the packets."""
    size = path.stat().st_size
    entries = stream.index_entries
    if "mov" in container.format.name and len(entries) == stream.frames > 0:
        return _indexed(stream, path, size)
    container.seek(0)
    if size <= _WHOLE:
        return _demuxed(container, stream, limit=None)
    head = _demuxed(container, stream, limit=_SAMPLE)
    if head.count is not None:
        return head
    return _Stamps(head.known, max(head.last, _last(container, stream)), None)


def _indexed(stream: VideoStream, path: Path, size: int) -> _Stamps:
    entries = list(stream.index_entries)
    end = max(entry.pos + entry.size for entry in entries)
    if end > size:
        message = f"'{path.name}' is cut off: it has {size} of at least {end} bytes. Copy it again."
        raise MediaError(message)
    times = [entry.timestamp * _base(stream) for entry in entries]
    # An edit list may hide frames: they keep time but are not shown.
    return _Stamps(times, times[-1], sum(not entry.is_discard for entry in entries))


def _demuxed(container: InputContainer, stream: VideoStream, limit: int | None) -> _Stamps:
    found = sorted(itertools.islice(_times(container, stream), limit))
    if not found:
        return _Stamps([Fraction(0)], Fraction(0), None)
    if limit is None or len(found) < limit:
        return _Stamps(found, found[-1], len(found))
    # Packets come in the order of decoding: later ones may belong between the last few.
    return _Stamps(found[:-32], found[-1], None)


def _times(container: InputContainer, stream: VideoStream) -> Iterator[Fraction]:
    base = _base(stream)
    for packet in container.demux(stream):
        if packet.size and packet.pts is not None and not packet.is_discard:
            yield packet.pts * base


def _last(container: InputContainer, stream: VideoStream) -> Fraction:
    """The last time stamp, read near the end of the file."""
    container.seek(
        max(0, (container.start_time or 0) + (container.duration or 0) - 2 * av.time_base)
    )
    return max(_times(container, stream), default=Fraction(0))


def _rate(stream: VideoStream, stamps: _Stamps) -> tuple[Fraction, bool]:
    """The exact rate, and whether every known frame keeps to it."""
    said = (stream.guessed_rate, stream.average_rate, stream.base_rate)
    declared = [_exact(rate) for rate in said if rate]
    mean = _mean(stamps.known)
    candidates = [snap_rate(rate) for rate in (*declared, mean) if rate]
    for rate in candidates:
        if _keeps(rate, stamps.known, _base(stream)):
            return rate, True
    return (snap_rate(mean or candidates[0]), False) if mean or candidates else (_STILL_RATE, True)


def _mean(stamps: Sequence[Fraction]) -> Fraction | None:
    length = stamps[-1] - stamps[0]
    return (len(stamps) - 1) / length if length > 0 else None


def _keeps(rate: Fraction, stamps: Sequence[Fraction], tick: Fraction) -> bool:
    """Whether the frames lie on the grid of a rate, but for the rounding of their time stamps."""
    slack = float(min(max(tick, _MILLISECOND) * 3 / 2, 3 / rate / 10))
    first, pace = float(stamps[0]), float(1 / rate)
    return all(abs(float(at) - first - i * pace) < slack for i, at in enumerate(stamps))


def _frames(stamps: _Stamps, rate: Fraction) -> int | None:
    if stamps.count is not None:
        return stamps.count
    return round((stamps.last - stamps.known[0]) * rate) + 1 if stamps.last else None


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
