"""What a vendor finds in the film it was given, and what it will not take.

Source: facts 'providers', section 2: H.264, 3.0 to 20.0 s, at most 100 MB; 3.4: no sound in it.
"""

import io
import urllib.request
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from http.client import HTTPException

import av
from av.error import FFmpegError

_FETCH_SECONDS = 10

MOST_BYTES = 100_000_000
"""A megabyte is 10^6 bytes until a vendor says otherwise (facts 'providers', section 2)."""


@dataclass(frozen=True, slots=True)
class Complaint:
    """Why a film was not taken. `kind`: download, unreadable, codec, sound, short, long, size."""

    kind: str
    message: str


@dataclass(frozen=True, slots=True)
class Film:
    """What was found. Unit: seconds; `seconds` of the picture, `container` as the file says."""

    codec: str
    seconds: Fraction
    container: Fraction
    sounds: int


@dataclass(frozen=True, slots=True)
class Allowed:
    """How long a film may be. Unit: seconds."""

    shortest: int = 3
    longest: int = 20


KLING = Allowed()
MMAUDIO = Allowed(1, 30)


@lru_cache(maxsize=64)
def film(data: bytes) -> Film | None:
    """What libav finds; None when it finds no picture."""
    try:
        with av.open(io.BytesIO(data)) as container:
            stream = container.streams.video[0]
            next(container.decode(stream))
            if not stream.frames or stream.average_rate is None or container.duration is None:
                return None
            seconds = stream.frames / Fraction(stream.average_rate)
            whole = Fraction(container.duration, av.time_base)
            return Film(stream.codec_context.name, seconds, whole, len(container.streams.audio))
    except (FFmpegError, IndexError, StopIteration):
        return None


def complaint(data: bytes, allowed: Allowed) -> Complaint | None:
    """Why a film is not taken, or None."""
    found = film(data)
    if len(data) > MOST_BYTES:
        return Complaint("size", f"the video has {len(data)} bytes, at most {MOST_BYTES}")
    if found is None:
        return Complaint("unreadable", "the video cannot be read")
    if found.codec != "h264":
        return Complaint("codec", f"the video is {found.codec}, not h264")
    if found.sounds:
        return Complaint("sound", "the video has an audio track")
    return _length(found.container, allowed)


def fetched(url: str) -> bytes | Complaint:
    """A film from where its owner put it; no proxy, no credentials."""
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=_FETCH_SECONDS) as answer:
            return bytes(answer.read())
    except (OSError, HTTPException) as error:
        return Complaint("download", f"the video could not be downloaded: {error}")


def _length(seconds: Fraction, allowed: Allowed) -> Complaint | None:
    if seconds < allowed.shortest:
        message = f"Video too short: {float(seconds):.3f} s, at least {allowed.shortest}"
        return Complaint("short", message)
    if seconds > allowed.longest:
        message = f"Video too long: {float(seconds):.3f} s, at most {allowed.longest}"
        return Complaint("long", message)
    return None
