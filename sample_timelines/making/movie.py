"""A clip as frames and sound, written to a movie file by ffmpeg."""

import math
import re
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import soundfile
from numpy.typing import NDArray

from .pixels import HEIGHT, WIDTH, Canvas, Ink, box, letters

SAMPLE_RATE = 48_000

Draw = Callable[[int], Canvas]
Sound = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Clip:
    """One movie to make.

    `events` names what can be heard, and the frames it happens on, from the movie's first frame.
    `timecode` is the label of the first frame; empty for a file without timecode.
    """

    file: str
    rate: Fraction
    frames: int
    draw: Draw
    events: Mapping[str, tuple[int, ...]]
    timecode: str = ""
    sound: Callable[[int], Sound] | None = None
    quality: int = 23

    @property
    def samples(self) -> int:
        """How many audio samples its picture lasts."""
        return round(self.frames * SAMPLE_RATE / self.rate)

    @property
    def start(self) -> int:
        """Its timecode as a frame count at its own rate; 0 without timecode.

        Source: SMPTE ST 12-1; 29.97 drop frame skips two labels each minute but the tenth.
        """
        if not self.timecode:
            return 0
        hours, minutes, seconds, frames = map(int, re.split("[:;]", self.timecode))
        minutes += 60 * hours
        dropped = 2 * (minutes - minutes // 10) if ";" in self.timecode else 0
        return (60 * minutes + seconds) * math.ceil(self.rate) + frames - dropped


def finished(clip: Clip, index: int) -> NDArray[np.uint8]:
    """One frame with its number in the corner. Shape: (height, width, 3), 0 to 255."""
    canvas = clip.draw(index)
    box(canvas, 592 + 340j, 40 + 14j, Ink((0.0, 0.0, 0.0), 0.45))
    letters(canvas, 598 + 343j, f"{index:05d}", Ink((1.0, 1.0, 1.0), 0.75))
    return (np.clip(canvas, 0, 1) * 255 + 0.5).astype(np.uint8)


def write(clip: Clip, folder: Path) -> Path:
    """The clip's movie in `folder`, complete or not there at all."""
    target = folder / clip.file
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        made = Path(scratch) / f"movie{target.suffix}"
        sound = Path(scratch) / "sound.wav"
        if clip.sound:
            soundfile.write(sound, clip.sound(clip.samples), SAMPLE_RATE)
        _encode(clip, sound, made)
        made.replace(target)
    return target


def _encode(clip: Clip, sound: Path, made: Path) -> None:
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *_inputs(clip, sound)]
    command += [*_codecs(clip), str(made)]
    with subprocess.Popen(command, stdin=subprocess.PIPE) as encoder:
        assert encoder.stdin is not None
        for index in range(clip.frames):
            encoder.stdin.write(finished(clip, index).tobytes())
        encoder.stdin.close()
        status = encoder.wait()
    if status:
        message = f"{clip.file}: ffmpeg stopped with code {status}; its message stands above."
        raise RuntimeError(message)


def _inputs(clip: Clip, sound: Path) -> list[str]:
    picture = ["-f", "rawvideo", "-pix_fmt", "rgb24", "-s", f"{WIDTH}x{HEIGHT}"]
    picture += ["-r", f"{clip.rate.numerator}/{clip.rate.denominator}", "-i", "pipe:"]
    return [*picture, "-i", str(sound)] if clip.sound else picture


def _codecs(clip: Clip) -> list[str]:
    """H.264 in long groups with B-frames, as cameras and screen recorders write it."""
    options = ["-map_metadata", "-1", "-fflags", "+bitexact", "-flags", "+bitexact"]
    options += ["-vf", "scale=out_color_matrix=bt709:out_range=tv,format=yuv420p"]
    options += ["-colorspace", "bt709", "-color_primaries", "bt709", "-color_trc", "bt709"]
    # One thread: the same bytes from the same ffmpeg, however many cores there are.
    options += ["-c:v", "libx264", "-preset", "slow", "-crf", str(clip.quality), "-threads", "1"]
    options += ["-g", "250", "-bf", "3", "-video_track_timescale", str(clip.rate.numerator)]
    if clip.sound:
        options += ["-c:a", "aac", "-b:a", "40k", "-ac", "1"]
    if clip.timecode:
        options += ["-timecode", clip.timecode]
    if not clip.file.endswith(".mkv"):
        return [*options, "-movflags", "+faststart"]
    at = options.index("-video_track_timescale")
    return options[:at] + options[at + 2 :]
