"""The time stamps of a movie, and the rate they keep."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Protocol

import av
from av.container import InputContainer
from av.video.stream import VideoStream

from otio_v2a.errors import MediaError
from otio_v2a.timecode import snap_rate

STILL_RATE = Fraction(25)
"""The rate of what has none."""

_WHOLE = 64 << 20
_SAMPLE = 600
_REORDERED = 32
_MILLISECOND = Fraction(1, 1000)
_FINE = 100_000


@dataclass(frozen=True, slots=True)
class Stamps:
    """Time stamps in seconds: `known` from the beginning on in order, `last` of the file.

    `count` is how many frames are shown, None unless the whole file was read.
    """

    known: Sequence[Fraction]
    last: Fraction
    count: int | None


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast frames follow each other: `rate` is the mean where it is not `constant`.

    `declared` is the rate that timecode counts at, `longest` the longest a frame stays, in seconds.
    """

    rate: Fraction
    constant: bool
    declared: Fraction
    frames: int | None
    longest: Fraction


class _Ratio(Protocol):
    """A fraction of PyAV: `Fraction` to version 18, a class of its own from 19 on."""

    @property
    def numerator(self) -> int: ...
    @property
    def denominator(self) -> int: ...


def time_base(stream: VideoStream) -> Fraction:
    """How long one tick of a stream's time stamps is, in seconds."""
    return _exact(stream.time_base) if stream.time_base else Fraction(1, av.time_base)


def read_stamps(container: InputContainer, stream: VideoStream, path: Path) -> Stamps:
    """Time stamps from the index where it is complete (MP4, MOV), else from the packets.

    Raises: MediaError when the file is cut off.
    """
    size = path.stat().st_size
    entries = stream.index_entries
    if "mov" in container.format.name and len(entries) == stream.frames > 0:
        return _indexed(stream, path, size)
    container.seek(0)
    if size <= _WHOLE:
        return _demuxed(container, stream, limit=None)
    head = _demuxed(container, stream, limit=_SAMPLE)
    return Stamps(head.known, max(head.last, _last(container, stream)), None)


def pace(container: InputContainer, stream: VideoStream, stamps: Stamps, first: Fraction) -> Pace:
    """The exact rate, and whether every known frame keeps to it.

    Unit: `first` is the time stamp of the first frame in seconds.
    """
    said = (stream.guessed_rate, stream.average_rate, stream.base_rate)
    declared = [snap_rate(_exact(rate)) for rate in said if rate]
    mean = _mean(stamps.known)
    candidates = (*declared, *([snap_rate(mean)] if mean else []))
    for rate in candidates:
        if _keeps(rate, stamps.known, time_base(stream)):
            return Pace(rate, True, rate, _frames(stamps, rate), Fraction(0))
    if mean is None:
        rate = candidates[0] if candidates else STILL_RATE
        return Pace(rate, not candidates, rate, _frames(stamps, rate), Fraction(0))
    return _varying(stamps, first, _latest(container, stream, stamps), candidates[0])


def _exact(ratio: _Ratio) -> Fraction:
    return Fraction(ratio.numerator, ratio.denominator)


def _indexed(stream: VideoStream, path: Path, size: int) -> Stamps:
    entries = list(stream.index_entries)
    end = max(entry.pos + entry.size for entry in entries)
    if end > size:
        message = f"'{path.name}' is cut off: it has {size} of at least {end} bytes. Copy it again."
        raise MediaError(message)
    times = [entry.timestamp * time_base(stream) for entry in entries]
    # An edit list may hide frames: they keep time but are not shown.
    return Stamps(times, times[-1], sum(not entry.is_discard for entry in entries))


def _demuxed(container: InputContainer, stream: VideoStream, limit: int | None) -> Stamps:
    found = sorted(itertools.islice(_times(container, stream, _WHOLE), limit))
    if not found:
        return Stamps([Fraction(0)], Fraction(0), None)
    if limit is None:
        return Stamps(found, found[-1], len(found))
    # Packets come in the order of decoding: later ones may belong between the last few.
    settled = found[:-_REORDERED] or found[: len(found) // 2 + 1]
    return Stamps(settled, found[-1], None)


def _times(
    container: InputContainer, stream: VideoStream, enough: int | None = None
) -> Iterator[Fraction]:
    """The time stamps of the packets that are shown, until `enough` bytes of them were read."""
    base, read = time_base(stream), 0
    for packet in container.demux(stream):
        if packet.size and packet.pts is not None and not packet.is_discard:
            yield packet.pts * base
        read += packet.size
        if enough is not None and read > enough:
            return


def _last(container: InputContainer, stream: VideoStream) -> Fraction:
    """The last time stamp, read near the end of the file."""
    container.seek(
        max(0, (container.start_time or 0) + (container.duration or 0) - 2 * av.time_base)
    )
    return max(_times(container, stream), default=Fraction(0))


def _latest(container: InputContainer, stream: VideoStream, stamps: Stamps) -> Fraction:
    """When the last frame is shown; an index only has the times of decoding."""
    if "mov" in container.format.name:
        return _last(container, stream) or stamps.last
    return stamps.last


def _varying(stamps: Stamps, first: Fraction, last: Fraction, declared: Fraction) -> Pace:
    """A mean rate at which the last frame falls on its number, or on the last one guessed."""
    length = max(last - first, _MILLISECOND)
    known = stamps.known[-1] - stamps.known[0]
    count = stamps.count or 1 + -(-length * (len(stamps.known) - 1) // known)
    mean = Fraction(max(1, count - 1) / length).limit_denominator(_FINE)
    longest = max(later - at for at, later in itertools.pairwise(stamps.known))
    return Pace(mean, False, declared, count, longest)


def _mean(stamps: Sequence[Fraction]) -> Fraction | None:
    length = stamps[-1] - stamps[0]
    return (len(stamps) - 1) / length if length > 0 else None


def _keeps(rate: Fraction, stamps: Sequence[Fraction], tick: Fraction) -> bool:
    """Whether the frames lie on the grid of a rate, but for the rounding of their time stamps."""
    slack = float(min(max(tick, _MILLISECOND) * 3 / 2, 3 / rate / 10))
    first, apart = float(stamps[0]), float(1 / rate)
    return all(abs(float(at) - first - i * apart) < slack for i, at in enumerate(stamps))


def _frames(stamps: Stamps, rate: Fraction) -> int | None:
    if stamps.count is not None:
        return stamps.count
    return round((stamps.last - stamps.known[0]) * rate) + 1 if stamps.last else None
