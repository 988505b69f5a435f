"""Any reply as 48 kHz stereo blocks, from its media's time 0, without encoder delay."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from numpy.typing import NDArray

from otio_v2a.audio import align
from otio_v2a.errors import AudioError
from otio_v2a.timecode import SAMPLE_RATE

CHANNELS = 2
"""Channels of everything we write."""

Samples = NDArray[np.float32]
"""Sound in memory: (samples, channels), full scale ±1, 48 kHz."""

Remark = Callable[[str], None]
"""Told what the user should know about a file."""

_BLOCK = 16_384
_RATES = range(1_000, 768_001)
# Seconds: lost packets leave a hole to fill; time stamps alone err by up to 46 ms (Vorbis blocks).
_HOLE = Fraction(1, 20)
_NOTHING = Fraction(0)

# Playlists are refused whatever the file is called: they would open other files.
_OPTIONS = {
    "protocol_whitelist": "file",
    "format_whitelist": "wav,w64,aiff,caf,au,mp3,aac,ac3,flac,ogg,mov,matroska,mpegts,mpeg,avi,flv",
}

_WAVS = frozenset({b"RIFF", b"RF64"})


@dataclass(frozen=True, slots=True)
class Sound:
    """How long a file sounds, in samples from its time 0, and what is odd about it."""

    samples: int
    remarks: tuple[str, ...]


def measure(path: Path, limit: int, tell: Callable[[int], None]) -> Sound:
    """How many samples a file decodes to, counted, at most `limit`.

    `tell` hears the samples counted so far.
    Raises: AudioError as `decode` does, and when there is not one sample.
    """
    remarks: list[str] = []
    counted = 0
    for block in decode(path, remarks.append):
        counted += len(block)
        tell(min(counted, limit))
        if counted >= limit:
            break
    if not counted:
        message = f"{path.name} holds no sound at all: delete it, then fetch it anew"
        raise AudioError(message)
    return Sound(min(counted, limit), tuple(remarks))


def container_of(path: Path) -> tuple[str, ...]:
    """The names of a file's container format, as its content tells.

    Raises: AudioError when it cannot be read or has no audio stream.
    """
    with _readable(path), _opened(path) as (container, _):
        return tuple(container.format.name.split(","))


@contextmanager
def _readable(path: Path) -> Iterator[None]:
    """What libav cannot read, as one of our errors."""
    try:
        yield
    except (av.FFmpegError, OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f"{path.name} cannot be read as sound ({reason}): delete it, then fetch it anew"
        raise AudioError(message) from error


def decode(path: Path, remark: Remark = lambda _: None) -> Iterator[Samples]:
    """The sound of a file in blocks; its first sample is time 0 of the media.

    Shape: (n, 2) float32 at 48 kHz; mono stands on both channels, surround is mixed down (BS.775).
    Time 0 is the first picture if there is one, else the container's zero, else the first sample.
    Raises: AudioError when the file cannot be read or has no audio stream.
    """
    with _readable(path), _opened(path) as (container, stream):
        yield from _aligned(container, stream, lambda odd: remark(f"{path.name}: {odd}"))


def _probing(path: Path) -> dict[str, str]:
    """A WAV says all in its header; libav would read 5 MB of samples to be sure (40 ms)."""
    with path.open("rb") as file:
        return {"probesize": "65536"} if file.read(4) in _WAVS else {}


@contextmanager
def _opened(path: Path) -> Iterator[tuple[InputContainer, AudioStream]]:
    # "file:" keeps a name with a colon from being taken for a protocol.
    with av.open(f"file:{path.absolute()}", options=_OPTIONS | _probing(path)) as container:
        stream = container.streams.best("audio")
        if not isinstance(stream, AudioStream):
            message = f"{path.name} has no audio stream: choose a provider that returns sound"
            raise AudioError(message)
        stream.codec_context.thread_count = 1
        stream.codec_context.thread_type = "NONE"
        yield container, stream


def _aligned(container: InputContainer, stream: AudioStream, remark: Remark) -> Iterator[Samples]:
    packets = container.demux(stream)
    head = next(packets)
    frames = _frames(stream, chain((head,), packets), remark)
    first = next(frames, None)
    if first is None:
        return
    begun = align.lead(container, first)
    delay = align.untold_delay(container, stream, head)
    if delay:
        remark(f"does not say where its sound starts, {delay} samples of delay are assumed")
    skipped = round((Fraction(delay, first.sample_rate) - begun) * SAMPLE_RATE)
    led = chain(_silence(-skipped), _converted(chain((first,), frames), Path(container.name).name))
    yield from between(led, max(0, skipped), align.last(container, stream))


def _frames(
    stream: AudioStream, packets: Iterable["Packet[AudioStream]"], remark: Remark
) -> Iterator[AudioFrame]:
    damaged = False
    for packet in packets:
        try:
            frames = stream.decode(packet)
        except av.FFmpegError:
            # Decoders refuse damage in several ways; one packet is 20 ms, the rest still sounds.
            frames = []
            if not damaged:
                remark("parts of it are damaged and left out")
            damaged = True
        yield from frames


def _converted(frames: Iterable[AudioFrame], name: str) -> Iterator[Samples]:
    resampler: AudioResampler | None = None
    kind, clock = None, _Clock()
    for frame in frames:
        hole = clock.missing(frame) if resampler else _NOTHING
        if hole or kind != _kind(frame):
            yield from _rest(resampler)
            yield from _silence(round(hole * SAMPLE_RATE))
            clock.set(frame)
            resampler, kind = _resampler(frame, name), _kind(frame)
        clock.pass_by(frame)
        yield from map(_samples, resampler.resample(frame) if resampler else ())
    yield from _rest(resampler)


class _Clock:
    """When the next frame is due; frames whose stamps follow on one another cost no fractions."""

    def __init__(self) -> None:
        self._since, self._passed, self._rate = _NOTHING, 0, 1
        self._ticks = 0
        self._next: int | None = None

    def missing(self, frame: AudioFrame) -> Fraction:
        """Seconds of sound missing before a frame; a great jump is a broken clock, not silence."""
        if frame.pts is not None and frame.pts == self._next:
            return _NOTHING
        due = self._due()
        missing = (align.time(frame) or due) - due
        return missing if _HOLE < missing < align.JUMP else _NOTHING

    def set(self, frame: AudioFrame) -> None:
        """A frame begins when it says; without a stamp, when it was due."""
        self._since = align.time(frame) or self._due()
        self._passed, self._rate = 0, frame.sample_rate
        ticks = 1 / (frame.sample_rate * frame.time_base) if frame.time_base else _NOTHING
        self._ticks = int(ticks) if ticks.denominator == 1 else 0

    def pass_by(self, frame: AudioFrame) -> None:
        """A frame has sounded."""
        self._passed += frame.samples
        stamped = frame.pts is not None and self._ticks
        self._next = (frame.pts or 0) + frame.samples * self._ticks if stamped else None

    def _due(self) -> Fraction:
        return self._since + Fraction(self._passed, self._rate)


def _resampler(frame: AudioFrame, name: str) -> AudioResampler:
    if frame.sample_rate not in _RATES:
        message = (
            f"{name} claims {frame.sample_rate} samples a second: delete it, then fetch it anew"
        )
        raise AudioError(message)
    # Mono is doubled by hand: libswresample would lower it by 3 dB.
    layout = "mono" if frame.layout.nb_channels == 1 else "stereo"
    return AudioResampler(format="flt", layout=layout, rate=SAMPLE_RATE, frame_size=_BLOCK)


def _rest(resampler: AudioResampler | None) -> Iterator[Samples]:
    # Without this the last samples stay inside the resampler (17 of 14 400 000, measured).
    yield from map(_samples, resampler.resample(None) if resampler else ())


def _samples(frame: AudioFrame) -> Samples:
    channels = frame.layout.nb_channels
    block = frame.to_ndarray().reshape(-1, channels).astype(np.float32, copy=False)
    if not np.isfinite(block).all():
        block = np.nan_to_num(block, nan=0.0, posinf=1.0, neginf=-1.0)
    return np.repeat(block, CHANNELS, axis=1) if channels == 1 else block


def _kind(frame: AudioFrame) -> tuple[str, str, int]:
    return frame.format.name, frame.layout.name, frame.sample_rate


def _silence(count: int) -> Iterator[Samples]:
    for at in range(0, count, _BLOCK):
        yield np.zeros((min(_BLOCK, count - at), CHANNELS), np.float32)


def between(blocks: Iterable[Samples], start: int, end: int | None) -> Iterator[Samples]:
    """The samples from `start` on, and with `end` no more than that many of them."""
    at = -start
    for block in blocks:
        kept = block[max(0, -at) : None if end is None else max(0, end - at)]
        at += len(block)
        if len(kept):
            yield kept
        if end is not None and at >= end:
            return
