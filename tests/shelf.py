"""A shelf of small coded movies of many kinds: as files, and as the reference knows them."""

from fractions import Fraction
from pathlib import Path
from urllib.parse import quote

import numpy as np
from coded import LONG_GOP, Coded, blocks, make, run_ffmpeg
from numpy.typing import NDArray
from reference import Medium, Size
from timelines import Json, a_range, a_reference

SIZE = (320, 180)
FILM, PAL, P30, P50 = Fraction(24), Fraction(25), Fraction(30), Fraction(50)
NTSC_24, NTSC_30, NTSC_60 = (Fraction(rate * 1000, 1001) for rate in (24, 30, 60))
RATES = (NTSC_24, FILM, PAL, NTSC_30, P30, P50, NTSC_60)
ALPHA = (*("-c:v", "qtrle"), *("-pix_fmt", "argb"))
TIMECODES = {"film.mov": ("10:59:58:07", ((10 * 60 + 59) * 60 + 58) * 24 + 7)}
"""The timecode of a movie's first frame: as written into the file, and counted."""


def half_covered(size: Size) -> NDArray[np.float32]:
    """Opaque at the left, half seen through in the middle, empty at the right."""
    width, height = size
    columns = np.repeat(np.array([1, 0.5, 0], np.float32), (width // 2, width // 4, width // 4))
    return np.broadcast_to(columns, (height, width))


MOVIES = (
    Medium("film24.mp4", FILM, 96, 0x0A31),
    Medium("film.mov", FILM, 96, 0x1A57),
    Medium("ntsc.mkv", NTSC_24, 96, 0x2B13),
    Medium("pal.mp4", PAL, 96, 0x3C75, (480, 270)),
    Medium("ntsc30.mp4", NTSC_30, 96, 0x4D29),
    Medium("p30.mp4", P30, 96, 0x5E4B),
    Medium("p50.mp4", P50, 120, 0x6F17),
    Medium("ntsc60.mp4", NTSC_60, 120, 0x7063),
    Medium("phone.mp4", P30, 96, 0x8135, (180, 320)),
    Medium("alpha.mov", PAL, 72, 0x9227, cover=half_covered),
    Medium("still.png", PAL, 1, 0xA355),
)
SHELF = {medium.name: medium for medium in MOVIES}


def stock(folder: Path) -> Path:
    """The whole shelf as files in a folder."""
    for medium in MOVIES:
        path = folder / medium.name
        if medium.name == "alpha.mov":
            _with_alpha(path, medium)
        elif medium.name == "still.png":
            shape = ("-f", "rawvideo", "-pix_fmt", "gray", "-s", _by(medium.size), "-i", "-")
            run_ffmpeg((*shape, f"file:{path}"), blocks(medium.first, medium.size).tobytes())
        else:
            label = TIMECODES.get(medium.name, ("", 0))[0]
            rate, frames, first, size = medium.rate, medium.frames, medium.first, medium.size
            make(path, Coded(rate, frames, first, size, timecode=label, codec=LONG_GOP))
    return folder


def _with_alpha(path: Path, medium: Medium) -> None:
    covered = (medium.cover(medium.size) * 255).round().astype(np.uint8)[..., None]
    numbers = range(medium.first, medium.first + medium.frames)
    grays = (blocks(number, medium.size)[..., None] for number in numbers)
    raw = b"".join(np.concatenate([gray, gray, gray, covered], -1).tobytes() for gray in grays)
    shape = ("-f", "rawvideo", "-pix_fmt", "rgba", "-s", _by(medium.size))
    run_ffmpeg((*shape, "-r", str(medium.rate), "-i", "-", *ALPHA, f"file:{path}"), raw)


def _by(size: Size) -> str:
    return f"{size[0]}x{size[1]}"


def first_frame(medium: Medium) -> int:
    """The timecode of a medium's first frame, counted at its rate; 0 without timecode."""
    return TIMECODES.get(medium.name, ("", 0))[1]


def a_medium(medium: Medium, folder: Path, *, file_url: bool = False) -> Json:
    """The media reference of a movie of the shelf."""
    path = str(folder / medium.name)
    url = f"file://{quote(path)}" if file_url else path
    return a_reference(url, a_range(first_frame(medium), medium.frames, float(medium.rate)))
