"""A stretch of a long sound file, sample for sample what decoding all of it would give."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain, dropwhile
from math import gcd
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from soundfile import LibsndfileError, SoundFile

from otio_v2a.audio import align
from otio_v2a.audio.decode import CHANNELS, Samples, between, decode
from otio_v2a.errors import AudioError
from otio_v2a.timecode import SAMPLE_RATE

# Containers whose time stamps are exact to the sample after a seek too (measured against decoding
# all of them); those where they are while every packet is read, which costs little undecoded; and
# those that are decoded from their start: Matroska rounds time stamps to a millisecond.
_SOUGHT = "wav,w64,aiff,caf,au,flac,mov"
_READ = "mp3"
_DECODED = "aac,ac3,ogg,matroska,mpegts,mpeg,avi,flv"

# Nearer to the start a seek saves nothing. Unit: samples.
_FAR = 10 * SAMPLE_RATE
# Seconds: what decoders need before they are right (two packets of AAC, three of MP3 in MP4).
_SETTLING = Fraction(1, 4)
# Samples: what the resampler needs before it is right; its filter is 32 taps long.
_FILTER = 1024
# Seconds: smaller holes are rounding of time stamps, as in `decode`.
_HOLE = Fraction(1, 20)
_MICROSECONDS = 1_000_000
_BLOCK = 16_384


@dataclass(frozen=True, slots=True)
class Heard:
    """What a file says of its sound. Unit: seconds, None where it does not say.

    `start` is the source time of its first sample as a Broadcast WAV has it; `streams` how many
    sounds it holds, of which one is heard.
    """

    duration: Fraction | None
    start: Fraction | None
    streams: int


def heard(path: Path) -> Heard:
    """What a file says of its sound.

    Raises: AudioError when it cannot be read or has none.
    """
    try:
        with _opened(path, f"{_SOUGHT},{_READ},{_DECODED}") as container:
            stream = container.streams.best("audio")
            if not isinstance(stream, AudioStream):
                message = f"{path.name} has no sound"
                raise AudioError(message)
            lasting = container.duration
            return Heard(
                None if lasting is None else Fraction(lasting, _MICROSECONDS),
                _time_reference(container, stream),
                len(container.streams.audio),
            )
    except (av.FFmpegError, OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f"{path.name} cannot be read as sound ({reason})"
        raise AudioError(message) from error


def _time_reference(container: InputContainer, stream: AudioStream) -> Fraction | None:
    """Seconds since midnight at which a Broadcast WAV starts."""
    told = {**container.metadata, **stream.metadata}.get("time_reference", "")
    return Fraction(int(told), stream.rate) if told.isdecimal() and stream.rate else None


def excerpt(path: Path, start: int) -> Iterator[Samples]:
    """What `decode` gives of a file from sample `start` on; it is sought where that is exact.

    Shape: (n, 2) float32 at 48 kHz. Before 0 it is silent.
    Raises: AudioError as `decode` does.
    """
    if start >= _FAR:
        sought = _sought(path, start)
        first = next(sought, None)
        if first is not None:
            yield first
            yield from sought
            return
    if start < 0:
        yield np.zeros((-start, CHANNELS), np.float32)
    yield from between(decode(path), max(0, start), None)


def written(path: Path, start: int) -> Iterator[Samples]:
    """What a WAV of ours holds from sample `start` on: 48 kHz, stereo.

    Raises: AudioError when it cannot be read.
    """
    try:
        with SoundFile(path) as file:
            file.seek(min(max(0, start), file.frames))
            yield np.zeros((max(0, -start), CHANNELS), np.float32)
            yield from file.blocks(_BLOCK, dtype="float32", always_2d=True)
    except (LibsndfileError, OSError) as error:
        message = f"{path.name} cannot be read ({error}): delete it, then place it anew"
        raise AudioError(message) from error


def _sought(path: Path, start: int) -> Iterator[Samples]:
    """The same by a seek; nothing where that would not be exact."""
    try:
        container = _opened(path, f"{_SOUGHT},{_READ}")
    except (av.FFmpegError, OSError, ValueError):
        # Whether it can be read at all, and why not, is said by whoever decodes it from its start.
        return
    with container:
        stream = container.streams.best("audio")
        if isinstance(stream, AudioStream):
            stream.codec_context.thread_type = "NONE"
            yield from _from(container, stream, start)


def _from(container: InputContainer, stream: AudioStream, start: int) -> Iterator[Samples]:
    packets = container.demux(stream)
    head = next(packets)
    first = next(_frames(stream, chain((head,), packets)), None)
    zero = align.time(first) if first else None
    if first is None or zero is None or stream.time_base is None:
        return
    rate = first.sample_rate
    delay = Fraction(align.untold_delay(container, stream, head), rate)
    wanted = start + round((delay - align.lead(container, first)) * SAMPLE_RATE)
    # Resampled from here on, samples fall where they fall from the start: on whole ones of both.
    step = rate // gcd(rate, SAMPLE_RATE)
    at = max(0, (wanted * rate // SAMPLE_RATE - _FILTER) // step * step)
    begin = zero + Fraction(at, rate)
    found = _near(container, stream, int((begin - _SETTLING) / stream.time_base))
    sounding = _begun(_frames(stream, found), begin)
    last = align.last(container, stream)
    left = None if last is None else max(0, last - start)
    yield from between(_resampled(sounding), wanted - at * SAMPLE_RATE // rate, left)


def _near(
    container: InputContainer, stream: AudioStream, time: int
) -> "Iterator[Packet[AudioStream]]":
    """The packets from a time stamp on, or from a little before it."""
    if container.format.name == _READ:
        container.seek(0, stream=stream)
        return dropwhile(
            lambda one: one.pts is not None and one.pts < time, container.demux(stream)
        )
    container.seek(time, stream=stream)
    return container.demux(stream)


def _opened(path: Path, formats: str) -> InputContainer:
    options = {"protocol_whitelist": "file", "format_whitelist": formats}
    return av.open(f"file:{path.absolute()}", options=options)


def _frames(stream: AudioStream, packets: "Iterable[Packet[AudioStream]]") -> Iterator[AudioFrame]:
    """What is decoded of some packets; damaged ones leave a hole."""
    for packet in packets:
        with suppress(av.FFmpegError):
            yield from stream.decode(packet)


def _begun(frames: Iterator[AudioFrame], begin: Fraction) -> Iterator[AudioFrame]:
    """The frames from a time on, exactly, holes filled; nothing where a seek came too late."""
    for frame in frames:
        time, rate = align.time(frame), frame.sample_rate
        late = None if time is None else (begin - time) * rate
        if late is None or late < 0 or late.denominator != 1:
            return
        if late < frame.samples:
            yield _cut(frame, int(late))
            yield from _whole(frames, frame)
            return


def _whole(frames: Iterator[AudioFrame], last: AudioFrame) -> Iterator[AudioFrame]:
    """The frames after another one, holes between them filled with silence."""
    base = last.time_base or Fraction(1, last.sample_rate)
    tick = Fraction(1, last.sample_rate) / base
    # In whole numbers where they are: there are fifty frames a second.
    each = int(tick) if tick.denominator == 1 else tick
    shortest, longest = _HOLE / base, align.JUMP / base
    due = (last.pts or 0) + last.samples * each
    for frame in frames:
        hole = 0 if frame.pts is None else frame.pts - due
        if shortest < hole < longest:
            yield _silent(frame, round(hole / tick))
            due += hole
        due += frame.samples * each
        yield frame


def _cut(frame: AudioFrame, late: int) -> AudioFrame:
    """A frame without its first samples."""
    every = frame.to_ndarray()
    channels = 1 if frame.format.is_planar else frame.layout.nb_channels
    return _frame_of(np.ascontiguousarray(every[:, late * channels :]), frame)


def _silent(like: AudioFrame, count: int) -> AudioFrame:
    every = like.to_ndarray()
    width = every.shape[1] // like.samples * count
    # Eight-bit sound is silent in the middle of its numbers.
    middle = 128 if every.dtype == np.uint8 else 0
    return _frame_of(np.full((len(every), width), middle, every.dtype), like)


def _frame_of(every: np.ndarray, like: AudioFrame) -> AudioFrame:
    frame = AudioFrame.from_ndarray(every, format=like.format.name, layout=like.layout.name)
    frame.sample_rate = like.sample_rate
    return frame


def _resampled(frames: Iterator[AudioFrame]) -> Iterator[Samples]:
    first = next(frames, None)
    if first is None:
        return
    # Mono is doubled by hand: libswresample would lower it by 3 dB.
    layout = "mono" if first.layout.nb_channels == 1 else "stereo"
    resampler = AudioResampler(format="flt", layout=layout, rate=SAMPLE_RATE, frame_size=_BLOCK)
    for frame in chain((first,), frames, (None,)):
        if frame is not None:
            frame.pts = None
        for made in resampler.resample(frame):
            block = made.to_ndarray().astype(np.float32, copy=False)
            block = block.reshape(-1, made.layout.nb_channels)
            yield np.repeat(block, CHANNELS, axis=1) if layout == "mono" else block
