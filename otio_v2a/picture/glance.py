"""A picture's frames a second time, so small that what happens in them is found in no time."""

import os
import shutil
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

from otio_v2a.picture.ffmpeg_python import ffmpeg
from otio_v2a.providers.base import GLANCE_FRAME, GLANCE_HEIGHT, GLANCE_WIDTH

_SUFFIX = ".gray"


def glance_of(picture: Path) -> Path:
    """Where the glance of a picture's file stands: beside it, under its name."""
    return picture.with_suffix(_SUFFIX)


def glanced(stream: Any, out: Path, rate: Fraction) -> Any:
    """The output of ffmpeg that writes a stream as raw frames: 96x54, 8-bit gray, full range."""
    # A matrix that gray has not would have it scaled by way of RGB.
    bare = stream.filter("setparams", colorspace="unknown")
    shrunk = bare.filter("scale", GLANCE_WIDTH, GLANCE_HEIGHT, flags="area")
    small = shrunk.filter("format", "gray")
    return ffmpeg.output(small, f"file:{out}", vcodec="rawvideo", r=str(rate), f="rawvideo")


def joined(parts: Sequence[Path], frames: int) -> Path | None:
    """The glances of a picture's parts as one file; None where they are not all there, and whole.

    The parts are used up.
    Raises: OSError when the disk is full.
    """
    if not all(part.is_file() for part in parts):
        return None
    whole, *others = parts
    with whole.open("ab") as file:
        for part in others:
            with part.open("rb") as more:
                shutil.copyfileobj(more, file)
            part.unlink()
        file.flush()
        os.fsync(file.fileno())
    return whole if whole.stat().st_size == frames * GLANCE_FRAME else None
