"""Where time 0 of a media file lies in its decoded sound, as its container tells it."""

import math
from fractions import Fraction

import av
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.packet import Packet

from otio_v2a.timecode import SAMPLE_RATE

JUMP = 60
"""Seconds; a clock that jumps farther is broken."""

# Containers whose own clock starts at 0, so that sound which starts late is meant to.
_CLOCKS = frozenset({"mov", "matroska"})

# What usual encoders (LAME, libavcodec's AAC) put in front of the sound, where no header tells.
# Source: measured, media fact sheet section 13 (25.06 ms and 23.2 ms at 44.1 kHz).
_USUAL_DELAY = {"mp3": 1105, "mp3float": 1105, "aac": 1024}
_DELAY_TELLERS = frozenset({"mp3", "aac", "mov"})


def time(frame: AudioFrame) -> Fraction | None:
    """The container time of a frame's first sample, in exact seconds."""
    if frame.pts is None or frame.time_base is None:
        return None
    return frame.pts * frame.time_base


def lead(container: InputContainer, first: AudioFrame) -> Fraction:
    """Seconds from the media's time 0 to its first decoded sample; below 0 it comes too early.

    Source: time 0 is the first picture if there is one, else zero (MP4, Matroska), else the sound.
    """
    begun, zero = time(first), _zero(container)
    if begun is None or zero is None:
        return Fraction(0)
    return begun - zero if abs(begun - zero) < JUMP else Fraction(0)


def untold_delay(
    container: InputContainer, stream: AudioStream, head: "Packet[AudioStream]"
) -> int:
    """Samples of encoder delay at the front that must be assumed, 0 where the file tells.

    A file tells by starting at another time than 0, or by a first packet before its start.
    """
    started = stream.start_time or (head.pts is not None and head.pts < 0)
    if started or _pictures(container) or not _DELAY_TELLERS & _formats(container):
        return 0
    return _USUAL_DELAY.get(stream.codec_context.name, 0)


def last(container: InputContainer, stream: AudioStream) -> int | None:
    """The sample at which an MP4 says its sound ends; encoders pad the last packet beyond it."""
    if "mov" not in _formats(container) or not stream.duration or stream.time_base is None:
        return None
    end = ((stream.start_time or 0) + stream.duration) * stream.time_base
    return math.ceil((end - (_zero(container) or 0)) * SAMPLE_RATE)


def _zero(container: InputContainer) -> Fraction | None:
    starts = _pictures(container)
    if starts:
        return starts[0]
    return Fraction(0) if _CLOCKS & _formats(container) else None


def _pictures(container: InputContainer) -> tuple[Fraction, ...]:
    """When each moving picture starts; cover art is none."""
    return tuple(
        video.start_time * video.time_base
        for video in container.streams.video
        if video.start_time is not None and video.time_base is not None
        if not video.disposition & av.stream.Disposition.attached_pic
    )


def _formats(container: InputContainer) -> frozenset[str]:
    return frozenset(container.format.name.split(","))
