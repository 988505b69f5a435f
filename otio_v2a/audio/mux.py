"""A silent picture and its sound as one MP4 to send around: the picture copied, the sound AAC."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from itertools import chain
from pathlib import Path

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet
from av.video.stream import VideoStream

from otio_v2a.audio.decode import decode
from otio_v2a.errors import AudioError
from otio_v2a.timecode import SAMPLE_RATE

_BITS_A_SECOND = 192_000
_OPTIONS = {"movflags": "+faststart", "fflags": "+bitexact"}


def mux(picture: Path, sound: Path, out: Path, tell: Callable[[float], None]) -> None:
    """The picture of an MP4 with the sound of a file under it, from the first frame of both.

    The encoder's delay is told in the file (an edit list), so that players start on time.
    Raises: AudioError when the sound cannot be read, or the movie cannot be written.
    """
    try:
        with (
            av.open(f"file:{picture}", options={"protocol_whitelist": "file"}) as shown,
            av.open(f"file:{out}", "w", format="mp4", options=_OPTIONS) as movie,
        ):
            video = movie.add_stream_from_template(shown.streams.video[0])
            audio = movie.add_stream("aac", rate=SAMPLE_RATE, layout="stereo")
            audio.bit_rate = _BITS_A_SECOND
            coded = _coded(sound, audio)
            lasting = Fraction(shown.duration or 1, av.time_base)
            waiting = next(coded, None)
            for packet in _pictures(shown):
                while waiting and _time(waiting) <= _time(packet):
                    movie.mux_one(waiting)
                    waiting = next(coded, None)
                tell(float(min(Fraction(1), max(Fraction(0), _time(packet) / lasting))))
                packet.stream = video
                movie.mux_one(packet)
            for left in chain(filter(None, [waiting]), coded):
                movie.mux_one(left)
    except (av.FFmpegError, OSError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        message = f"{out.name} cannot be written ({reason}): make room, or name another with -o"
        raise AudioError(message) from error


def _pictures(shown: InputContainer) -> "Iterator[Packet[VideoStream]]":
    return (packet for packet in shown.demux(video=0) if packet.pts is not None)


def _time(packet: "Packet[VideoStream] | Packet[AudioStream]") -> Fraction:
    return (packet.dts or 0) * packet.time_base


def _coded(sound: Path, stream: AudioStream) -> "Iterator[Packet[AudioStream]]":
    at = 0
    for block in decode(sound):
        frame = AudioFrame.from_ndarray(block.reshape(1, -1), format="flt", layout="stereo")
        frame.sample_rate, frame.time_base, frame.pts = SAMPLE_RATE, Fraction(1, SAMPLE_RATE), at
        at += len(block)
        yield from stream.encode(frame)
    yield from stream.encode(None)
