"""Movies whose every frame carries its number as black and white blocks, and the reader of them."""

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import imageio_ffmpeg
import numpy as np
from grays import grays
from numpy.typing import NDArray

COLUMNS, ROWS = 8, 4
BLACK = -1
"""What `read_numbers` gives for a frame without blocks."""


X264 = ("-c:v", "libx264", "-preset", "veryfast", "-pix_fmt", "yuv420p")
LONG_GOP = (*X264, "-g", "24", "-bf", "3")
"""H.264 with long GOPs and B-frames."""


@dataclass(frozen=True, slots=True)
class Coded:
    """A movie to make: frame i carries the number first + i.

    `codec` are options of ffmpeg's encoder; `filters` may drop frames when the rate is `varying`.
    """

    rate: Fraction
    frames: int = 60
    first: int = 0
    size: tuple[int, int] = (320, 180)
    timecode: str = ""
    codec: tuple[str, ...] = LONG_GOP
    filters: str = ""
    varying: bool = False


def make(path: Path, coded: Coded) -> Path:
    """The movie, written; its container is what the name's ending says."""
    width, height = coded.size
    options = ["-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{width}x{height}"]
    options += ["-r", str(coded.rate), "-i", "-", "-threads", "1", *coded.codec]
    options += ["-vf", coded.filters] if coded.filters else []
    options += ["-fps_mode", "vfr"] if coded.varying else []
    options += ["-timecode", coded.timecode] if coded.timecode else []
    numbers = range(coded.first, coded.first + coded.frames)
    raw = b"".join(blocks(number, coded.size).tobytes() for number in numbers)
    run_ffmpeg((*options, f"file:{path}"), raw)
    return path


def run_ffmpeg(options: Sequence[str], given: bytes = b"") -> None:
    """Run ffmpeg with these options."""
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-y", *options]
    subprocess.run(command, input=given, check=True)


def blocks(number: int, size: tuple[int, int]) -> NDArray[np.uint8]:
    """One frame: 16 bits in the upper two rows, their complement below."""
    width, height = size
    bits = np.array([number >> bit & 1 for bit in range(16)]).reshape(2, COLUMNS)
    grid = np.concatenate([bits, 1 - bits]) * 210 + 20
    rows = np.arange(height) * ROWS // height
    columns = np.arange(width) * COLUMNS // width
    return grid[rows][:, columns].astype(np.uint8)


def read_numbers(path: Path, area: tuple[float, float, float, float] = (0, 0, 1, 1)) -> list[int]:
    """The number of every frame of a movie, BLACK for a frame without blocks.

    `area` is where the picture lies: left, top, right, bottom as shares of the frame.
    Raises: ValueError when a frame is blurred with another, or shows something else.
    """
    with av.open(str(path)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "NONE"
        return [_number(gray.astype(np.float64), area) for gray in grays(container.decode(stream))]


def _number(frame: NDArray[np.float64], area: tuple[float, float, float, float]) -> int:
    height, width = frame.shape
    left, top, right, bottom = area
    inside = frame[
        round(top * height) : round(bottom * height), round(left * width) : round(right * width)
    ]
    cells = np.array(
        [_centre(inside, row, column) for row in range(ROWS) for column in range(COLUMNS)]
    )
    if cells.max() < 40:
        return BLACK
    bits, complement = (cells > 128).reshape(2, 16)
    if (bits == complement).any() or (np.abs(cells - 128) < 60).any():
        message = f"no number can be read from blocks of {cells.astype(int).tolist()}"
        raise ValueError(message)
    return int(sum(1 << bit for bit in range(16) if bits[bit]))


def _centre(frame: NDArray[np.float64], row: int, column: int) -> float:
    height, width = frame.shape[0] / ROWS, frame.shape[1] / COLUMNS
    rows = slice(int((row + 0.35) * height), int((row + 0.65) * height) + 1)
    columns = slice(int((column + 0.35) * width), int((column + 0.65) * width) + 1)
    return float(frame[rows, columns].mean())
