"""What a self-test tries with: a movie with a timecode, a sound, and timelines made of them."""

import json
import wave
from dataclasses import dataclass
from fractions import Fraction
from math import pi, sin
from pathlib import Path

from otio_v2a.errors import RenderError
from otio_v2a.picture.engine import ffmpeg_path
from otio_v2a.picture.process import run
from otio_v2a.resolve.clock import Rate
from otio_v2a.resolve.otio import Made, Writer
from otio_v2a.resolve.placing import CROSSFADE
from otio_v2a.timecode import SAMPLE_RATE, frames_in, timecode

SECONDS = 8
"""How long the movie and the sound are."""

SKIP, AT, MARKED = 1, 2, 3
"""Seconds: where the clip begins in its movie, where it stands, its marker from there."""

FADE = 10
"""Frames."""

_CHANNELS, _WIDTH = 2, 2
_PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Trial:
    """Where the files are and how their timeline is counted. Unit: frames."""

    folder: Path
    rate: Rate
    start: int

    def frames(self, seconds: int) -> int:
        """Whole frames in so many seconds."""
        return int(frames_in(Fraction(seconds), self.rate.fps))

    @property
    def movie(self) -> Path:
        """The movie."""
        return self.folder / "v2a-selftest.mov"

    @property
    def sound(self) -> Path:
        """The sound."""
        return self.folder / "v2a-selftest.wav"

    @property
    def timeline(self) -> Path:
        """The timeline."""
        return self.folder / "v2a-selftest.otio"


async def made(folder: Path, rate: Rate, start: int) -> Trial:
    """The files of a trial; `start` is the timecode that movie and timeline begin with.

    Raises: RenderError when ffmpeg does not make the movie.
    """
    trial = Trial(folder, rate, start)
    _sound(trial.sound)
    source = f"testsrc2=s=320x180:r={rate.fps}:d={SECONDS}"
    label = timecode(start, rate.fps, drop=rate.drop)
    form = ("-f", "lavfi", "-i", source, "-pix_fmt", "yuv420p", "-c:v", "libx264")
    command = [ffmpeg_path(), "-y", *form, "-timecode", label, f"file:{trial.movie}"]
    ended = await run(command, folder / "selftest.log", lambda _: None, _PATIENCE)
    if ended.code:
        message = f"the self-test's movie could not be made: {ended.complaint}"
        raise RenderError(message)
    trial.timeline.write_text(json.dumps(_timeline(trial)), encoding="utf-8")
    return trial


def _sound(path: Path) -> None:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(_CHANNELS)
        file.setsampwidth(_WIDTH)
        file.setframerate(SAMPLE_RATE)
        wave_ = (round(3000 * sin(2 * pi * 440 * at / SAMPLE_RATE)) for at in range(SAMPLE_RATE))
        second = b"".join(one.to_bytes(_WIDTH, "little", signed=True) * _CHANNELS for one in wave_)
        file.writeframes(second * SECONDS)


def _timeline(trial: Trial) -> Made:
    """A clip with a marker; two sounds, a crossfade and a fade; a marker of the timeline."""
    writer, frames = Writer(float(trial.rate.fps)), trial.frames
    whole = (trial.start, frames(SECONDS))
    use = (trial.start + frames(SKIP), frames(SECONDS - SKIP - 1))
    marker = writer.marker(trial.start + frames(SKIP + MARKED), FADE, "V2A clip")
    shown = writer.clip(str(trial.movie), use, whole, markers=[marker])
    heard = (0, frames(SECONDS))
    left = writer.clip(str(trial.sound), (frames(1), frames(2)), heard, effects=[_faded()])
    right = writer.clip(str(trial.sound), (frames(2), frames(2)), heard)
    video = writer.track("Video", [writer.gap(frames(AT)), shown], {})
    sound = [left, _crossfade(writer), right]
    audio = writer.track("Audio", sound, {"Audio Type": "Stereo", "SoloOn": False})
    return writer.timeline(trial.start, [video, audio], [writer.marker(FADE, 1, "V2A timeline")])


def _faded() -> Made:
    """Source: Resolve fact sheet section 12."""
    fade = {
        "Parameter ID": "faderOut",
        "Variant Type": "Double",
        "Parameter Value": float(FADE),
        "Default Parameter Value": 0.0,
        "Key Frames": {},
        "minValue": 0.0,
        "maxValue": 1000.0,
    }
    name = "Fairlight Clip Volume and Fades"
    told = {"Effect Name": name, "Name": name, "Type": 62, "Enabled": True, "Parameters": [fade]}
    return {
        "OTIO_SCHEMA": "Effect.1",
        "effect_name": "Resolve Effect",
        "metadata": {"Resolve_OTIO": told},
    }


def _crossfade(writer: Writer) -> Made:
    told = {"Transition Type": "Cross Fade 0DB", "Effects": {"Effect Name": "Cross Fade 0 dB"}}
    return {
        "OTIO_SCHEMA": "Transition.1",
        "name": CROSSFADE,
        "transition_type": "SMPTE_Dissolve",
        "in_offset": writer.time(FADE // 2),
        "out_offset": writer.time(FADE // 2),
        "metadata": {"Resolve_OTIO": told},
    }
