"""Image sequences: which of their files are there, and what identifies what they show."""

import hashlib
import os
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from otio_v2a.errors import MediaError
from otio_v2a.model import Media, Numbering
from otio_v2a.picture.source import Probed, Source
from otio_v2a.timecode import frames_in

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "bmp": "bmp",
        "dpx": "dpx",
        "exr": "exr",
        "mjpeg": "jpg",
        "png": "png",
        "targa": "tga",
        "tiff": "tif",
        "webp": "webp",
    }
)
"""The pictures a sequence may be of: ffmpeg's decoder, and the ending of names that calls it."""

_RATE = Fraction(25)
_TASTE = 64 << 10


@dataclass(frozen=True, slots=True)
class Files:
    """The files of a sequence that are there, by frame; `stamp` changes when one of them does."""

    folder: Path
    numbering: Numbering
    sizes: Mapping[int, int]
    stamp: str

    def path(self, frame: int) -> Path:
        """The file of a frame."""
        return self.folder / self.numbering.name(frame)


def listed(folder: Path, numbering: Numbering) -> Files:
    """The files of a sequence in a folder, none where there is no such folder.

    Raises: OSError.
    """
    sizes: dict[int, int] = {}
    digest = hashlib.blake2b(digest_size=16)
    if not folder.is_dir():
        return Files(folder, numbering, {}, "")
    with os.scandir(folder) as entries:
        found = {frame_of(entry.name, numbering): entry for entry in entries}
        for frame in sorted(frame for frame in found if frame is not None):
            if found[frame].is_file():
                status = found[frame].stat()
                sizes[frame] = status.st_size
                digest.update(f"{frame} {status.st_size} {status.st_mtime_ns}\n".encode())
    return Files(folder, numbering, sizes, digest.hexdigest())


def frame_of(name: str, numbering: Numbering) -> int | None:
    """The frame whose file has a name, counted from 0; None when it is no file of the sequence."""
    pattern = f"{re.escape(numbering.prefix)}(-?[0-9]+){re.escape(numbering.suffix)}"
    written = re.fullmatch(pattern, name, re.DOTALL)
    if written is None:
        return None
    frame, between = divmod(int(written[1]) - numbering.first, numbering.step or 1)
    return frame if frame >= 0 and not between and numbering.name(frame) == name else None


def in_use(files: Files, media: Media) -> Files:
    """The files that a media shows: no more than its duration needs."""
    if media.duration is None:
        return files
    frames = max(1, frames_in(media.duration, media.rate or _RATE))
    sizes = {frame: size for frame, size in files.sizes.items() if frame < frames}
    return Files(files.folder, files.numbering, sizes, files.stamp)


def sequence(files: Files, media: Media, probed: Probed) -> Source:
    """The sequence as a source; sizes and colours are those of its first file, as `probed`.

    Raises: MediaError when its files are no pictures, OSError.
    """
    name = _title(files.numbering, max(files.sizes))
    if probed.codec not in KINDS:
        message = f"'{name}' are no pictures that can be read ({probed.codec}). "
        raise MediaError(message + "Export the sequence as EXR, DPX, TIFF, PNG or JPEG.")
    fingerprint, mixed = _tasted(files)
    rate = media.rate or _RATE
    known = None if media.duration is None else max(1, frames_in(media.duration, rate))
    return Source(
        path=files.folder / name,
        rate=rate,
        frames=known or max(files.sizes) + 1,
        start=Fraction(0),
        has_timecode=False,
        constant=True,
        width=probed.width,
        height=probed.height,
        fingerprint=fingerprint,
        container=KINDS[probed.codec],
        coding=probed.coding,
        numbering=files.numbering,
        there=_stretches(files.sizes),
        mixed=mixed,
    )


def _title(numbering: Numbering, last: int) -> str:
    """All files of a sequence in one name: `shot.[1001-1100].exr`."""
    begin = len(numbering.prefix)
    first, end = (
        name[begin : len(name) - len(numbering.suffix)]
        for name in (numbering.name(0), numbering.name(last))
    )
    return f"{numbering.prefix}[{first}-{end}]{numbering.suffix}"


def _stretches(frames: Iterable[int]) -> tuple[tuple[int, int], ...]:
    """The first and last frame of each stretch without a hole."""
    found: list[tuple[int, int]] = []
    for frame in sorted(frames):
        if found and found[-1][1] == frame - 1:
            found[-1] = (found[-1][0], frame)
        else:
            found.append((frame, frame))
    return tuple(found)


def _tasted(files: Files) -> tuple[str, bool]:
    """What identifies what the files hold, and whether they are not all stored alike.

    Of each its size, beginning, middle and end are hashed. The middle counts because pictures of
    one size often begin and end in the same black.
    """
    digest = hashlib.blake2b(digest_size=32)
    kinds: set[bytes] = set()
    for frame, size in sorted(files.sizes.items()):
        digest.update(f"{frame} {size}\n".encode())
        with files.path(frame).open("rb") as file:
            tastes = [_taste(file, at) for at in (0, (size - _TASTE) // 2, size - _TASTE)]
        digest.update(b"".join(tastes))
        kinds.add(_channels(tastes[0]))
    return digest.hexdigest(), len(kinds) > 1


def _taste(file: BinaryIO, at: int) -> bytes:
    file.seek(max(0, at))
    return file.read(_TASTE)


def _channels(head: bytes) -> bytes:
    """The channels of an EXR file with their depths; nothing of another kind of file.

    Source: OpenEXR file layout: an attribute is a name, a type, a size and a value.
    """
    value = head.partition(b"channels\0chlist\0")[2]
    return value[: 4 + int.from_bytes(value[:4], "little")]
