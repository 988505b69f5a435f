"""The sounds that gateways give back: a tone as long as the picture, in the form asked for.

Source: facts 'providers', section 3.5: a result may be WAV, MP3, M4A, or a film with sound.
"""

import io
from collections.abc import Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any

import av
import numpy as np
import soundfile
from fakes.gateways.pictures import film
from numpy.typing import NDArray

RATE = 48_000
TYPES: Mapping[str, str] = {
    "wav": "audio/wav",
    "mp3": "audio/mpeg",
    "m4a": "audio/mp4",
    "mp4": "video/mp4",
}

Sound = NDArray[np.float32]

_CODECS = {"mp3": ("mp3", "libmp3lame"), "m4a": ("ipod", "aac")}
_LEVEL = 0.2
_LOWEST = 220.0
_PITCHES = 24


def pitch(number: int) -> float:
    """A job's own pitch in hertz, a semitone a job."""
    return float(_LOWEST * 2 ** ((number % _PITCHES) / 12))


def tone(seconds: Fraction, hertz: float) -> Sound:
    """A stereo tone. Shape: (samples, 2), float32."""
    at = np.arange(round(seconds * RATE)) / RATE
    wave = _LEVEL * np.sin(2 * np.pi * hertz * at)
    return np.repeat(wave[:, np.newaxis], 2, axis=1).astype(np.float32)


def cut(sound: Sound, seconds: float | Fraction) -> Sound:
    """The first seconds of a sound."""
    return sound[: round(Fraction(seconds) * RATE)]


def tone_file(video: bytes, form: str, hertz: float, seconds: Fraction | None = None) -> bytes:
    """A tone as long as the film's picture, or shorter, as a file."""
    found = film(video)
    whole = found.seconds if found else Fraction(1)
    heard = _remembered("m4a" if form == "mp4" else form, hertz, min(whole, seconds or whole))
    return _beside(video, heard) if form == "mp4" else heard


def encoded(sound: Sound, form: str, video: bytes) -> bytes:
    """A sound as a file. Form 'mp4' is the film with the sound beside its picture."""
    return _beside(video, _alone(sound, "m4a")) if form == "mp4" else _alone(sound, form)


@lru_cache(maxsize=512)
def _remembered(form: str, hertz: float, seconds: Fraction) -> bytes:
    return _alone(tone(seconds, hertz), form)


def _alone(sound: Sound, form: str) -> bytes:
    out = io.BytesIO()
    if form == "wav":
        soundfile.write(out, sound, RATE, subtype="PCM_16", format="WAV")
        return out.getvalue()
    container, codec = _CODECS[form]
    with av.open(out, "w", format=container) as target:
        _encode(_heard(target, codec), target, sound)
    return out.getvalue()


@lru_cache(maxsize=64)
def _beside(video: bytes, sound: bytes) -> bytes:
    """The picture's packets as they are, then the sound's."""
    out = io.BytesIO()
    with (
        av.open(out, "w", format="mp4") as target,
        av.open(io.BytesIO(video)) as seen,
        av.open(io.BytesIO(sound)) as heard,
    ):
        copied = [
            (source, stream, target.add_stream_from_template(stream))
            for source, stream in ((seen, seen.streams.video[0]), (heard, heard.streams.audio[0]))
        ]
        for source, stream, copy in copied:
            for packet in source.demux(stream):
                if packet.dts is not None:
                    packet.stream = copy
                    target.mux(packet)
    return out.getvalue()


def _heard(target: Any, codec: str) -> Any:
    stream = target.add_stream(codec, rate=RATE)
    stream.layout = "stereo"
    return stream


def _encode(stream: Any, target: Any, sound: Sound) -> None:
    frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(sound.T), "fltp", "stereo")
    frame.sample_rate, frame.pts = RATE, 0
    target.mux(stream.encode(frame))
    target.mux(stream.encode(None))
