"""Scorers of a third party: one clicks wherever the picture flashes, one stumbles on request.

Every request adds a line to the file that V2A_REQUESTS names: the first 16 digits of its key.
Source: made for the tests; what they rely on is `otio_v2a.providers.base` alone.
"""

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import soundfile
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from otio_v2a.errors import ProviderError
from otio_v2a.providers.base import FREE, Limits, LocalJob, Price, Tell

CLICK = 48
"""Samples at 48 kHz: a millisecond."""

_WHITE = 128
_PATIENCE = 120

Sound = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Clicker:
    """Clicks at the first sample of each flash of the picture, and is all but silent elsewhere."""

    name: str
    model: str = "click-1"
    limits: Limits = field(default_factory=Limits)
    price: Price = FREE
    concurrency: int = 0

    def score(self, job: LocalJob, tell: Tell) -> tuple[str, ...]:
        """Write the clicks as a 48 kHz, 24-bit WAV."""
        _count(job)
        sound = _clicks(job, self.limits)
        tell(0.5)
        soundfile.write(job.out, sound, 48_000, subtype="PCM_24", format="WAV")
        tell(1.0)
        return ()


@dataclass(frozen=True, slots=True)
class Stumbler:
    """Does what the effects prompt says: fail, break, garbage, nothing, short, mp3, m4a, slow."""

    name: str = "stumbler"
    model: str = "stumble-1"
    limits: Limits = field(default_factory=Limits)
    price: Price = FREE
    concurrency: int = 0

    def score(self, job: LocalJob, tell: Tell) -> tuple[str, ...]:
        """Write a reply, sound or not."""
        _count(job)
        word = job.prompts.sound_effect.split()[0]
        if word == "fail":
            message = f"the stumbler cannot score '{job.prompts.sound_effect}'. Ask for less."
            raise ProviderError(message)
        if word == "break":
            return (job.prompts.sound_effect.split()[99],)
        if word == "slow":
            _wait(tell)
        if word == "garbage":
            job.out.write_bytes(b"no sound at all " * 1000)
        elif word != "nothing":
            _reply(job, word)
        return (f"stumbled over '{word}'",)


_KLING = Limits(min_seconds=Fraction(3), max_seconds=Fraction(20), prompt_characters=200)

CLICKER = Clicker("clicker", limits=_KLING)
CLICKER_WHOLE = Clicker("clicker-whole")
PRICED = Clicker("priced", price=Price(Decimal("0.40")), limits=_KLING)
STUMBLER = Stumbler()


def _count(job: LocalJob) -> None:
    with Path(os.environ["V2A_REQUESTS"]).open("a", encoding="ascii") as file:
        file.write(f"{job.seed:016x}\n")


def _clicks(job: LocalJob, limits: Limits) -> Sound:
    lit = flashes(job)
    seconds = job.frames / job.rate
    if not (limits.min_seconds or 0) <= seconds <= (limits.max_seconds or seconds):
        message = f"a picture of {float(seconds):.3f} s is outside the limits."
        raise ProviderError(message)
    dice = np.random.default_rng(job.seed)
    sound = dice.standard_normal((_sample(job.frames, job.rate), 2), np.float32) * np.float32(1e-5)
    click = 0.5 * np.cos(2 * np.pi * 8_000 * np.arange(CLICK) / 48_000)
    for frame in lit:
        at = _sample(frame, job.rate)
        sound[at : at + CLICK] += click[: len(sound) - at, np.newaxis].astype(np.float32)
    return sound


def flashes(job: LocalJob) -> Sequence[int]:
    """The frames on which a flash begins; the picture has to be what the job says."""
    with av.open(str(job.picture)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "NONE"
        found = (stream.codec_context.name, stream.average_rate, len(container.streams))
        converter = VideoReformatter()
        grays = (converter.reformat(one, format="gray") for one in container.decode(stream))
        lit = [gray.to_ndarray().mean() > _WHITE for gray in grays]
    if (*found, len(lit)) != ("h264", job.rate, 1, job.frames):
        message = f"the picture is {found} with {len(lit)} frames, not {job.frames} at {job.rate}."
        raise ProviderError(message)
    return [at for at, one in enumerate(lit) if one and not (at and lit[at - 1])]


def _sample(frame: int, rate: Fraction) -> int:
    return int(frame * 48_000 / rate + Fraction(1, 2))


def _wait(tell: Tell) -> None:
    """Until the file that V2A_GATE names is there, or the run is stopped."""
    gate = Path(os.environ["V2A_GATE"])
    for _ in range(_PATIENCE * 50):
        if gate.exists():
            return
        tell(0.5)
        time.sleep(0.02)
    message = f"nobody made '{gate}'. Look why."
    raise ProviderError(message)


def _reply(job: LocalJob, word: str) -> None:
    """A tone as long as the picture, or half of it, in the form the word names."""
    rate = 44_100 if word in ("44100", "mp3") else 48_000
    seconds = float(job.frames / job.rate) / (2 if word == "short" else 1)
    tone = np.sin(2 * np.pi * 440 * np.arange(round(seconds * rate)) / rate) * 0.2
    sound = np.repeat(tone[:, np.newaxis], 2, axis=1).astype(np.float32)
    forms = {"mp3": ("mp3", "libmp3lame"), "m4a": ("ipod", "aac")}
    if word in forms:
        _encode(job.out, sound, rate, *forms[word])
    else:
        soundfile.write(job.out, sound, rate, subtype="PCM_16", format="WAV")


def _encode(out: Path, sound: Sound, rate: int, form: str, codec: str) -> None:
    with av.open(str(out), "w", format=form) as container:
        stream = container.add_stream(codec, rate=rate)
        assert isinstance(stream, av.AudioStream)
        frame = av.AudioFrame.from_ndarray(
            np.ascontiguousarray(sound.T), format="fltp", layout="stereo"
        )
        frame.sample_rate = rate
        container.mux([packet for part in (frame, None) for packet in stream.encode(part)])
