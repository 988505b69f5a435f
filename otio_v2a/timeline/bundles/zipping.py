"""An .otioz, written: the timeline, our sounds, and all else of the bundle it comes from."""

import os
import re
import shutil
import struct
from collections import deque
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile, ZipInfo, is_zipfile
from zlib import crc32

from otio_v2a.errors import TimelineError
from otio_v2a.timeline.bundles.bundle import (
    CONTENT,
    DAMAGED,
    MEDIA,
    MIB,
    VERSION,
    members,
    name_of,
    opened,
)

_VERSION = b"1.0.0"
_SOUND = re.compile(rf"{MEDIA}/v2a_.+_(?:sfx|bgm|mix)_t\d+_[0-9a-f]{{8}}\.wav")
_METHODS = (ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA)
_UNIX = 3
_SIZES_FOLLOW = 0x8
_LOCAL_HEADER = struct.Struct("<4s22x2H")
_SIGNATURE = b"PK\x03\x04"


def stays(name: str, content: bytes, sounds: Collection[str]) -> bool:
    """Whether a file of a bundle goes into the next one with a new timeline and `sounds`.

    A sound of an earlier run does not once the timeline does not name it any more.
    """
    if name == CONTENT or name in sounds:
        return False
    return not _SOUND.fullmatch(name) or name.rpartition("/")[2].encode() in content


@dataclass(frozen=True, slots=True)
class Zip:
    """The goods of an .otioz: `content` and `sounds` by name, all else from the `original`."""

    content: bytes
    sounds: Mapping[str, Path]
    original: Path | None = None

    def stands(self, out: Path) -> bool:
        """Whether it is there already, by the names, sizes and CRCs that a zip tells at its end."""
        if not is_zipfile(out):
            return False
        try:
            with ZipFile(out) as zipped:
                there = [(name_of(one), one.file_size, one.CRC) for one in zipped.infolist()]
        except DAMAGED:
            return False
        return there == list(self._told())

    def make(self, out: Path) -> None:
        """Write it: the same goods are the same bytes.

        Raises: OSError; TimelineError when the original cannot be read.
        """
        with out.open("xb") as file:
            with ZipFile(file, "w") as zipped:
                if self.original:
                    self._take(self.original, file, zipped)
                else:
                    zipped.writestr(_member(VERSION), _VERSION, ZIP_DEFLATED)
                    zipped.writestr(_member(CONTENT), self.content, ZIP_DEFLATED)
                for name, sound in sorted(self.sounds.items()):
                    info = _member(name, sound.stat().st_size)
                    with sound.open("rb") as source, zipped.open(info, "w") as place:
                        shutil.copyfileobj(source, place, MIB)
            file.flush()
            os.fsync(file.fileno())

    def _told(self) -> Iterator[tuple[str, int, int]]:
        """Name, size and CRC of each member, in order."""
        written = (CONTENT, len(self.content), crc32(self.content))
        if self.original:
            with _reading(self.original) as source:
                for name, info in self._kept(source):
                    yield written if name == CONTENT else (name, info.file_size, info.CRC)
        else:
            yield VERSION, len(_VERSION), crc32(_VERSION)
            yield written
        for name, sound in sorted(self.sounds.items()):
            yield name, sound.stat().st_size, _crc(sound)

    def _kept(self, source: ZipFile) -> Iterator[tuple[str, ZipInfo]]:
        """The members of the original that have a place in the new one, in their order."""
        members(source)
        for info in source.infolist():
            name = name_of(info)
            if name == CONTENT or stays(name, self.content, self.sounds):
                yield name, info

    def _take(self, original: Path, file: IO[bytes], zipped: ZipFile) -> None:
        """Copy the original's members as they are packed, the new timeline in its place."""
        with _reading(original) as source, original.open("rb") as raw:
            for name, info in self._kept(source):
                if name == CONTENT:
                    zipped.writestr(_member(CONTENT), self.content, ZIP_DEFLATED)
                    continue
                taken = copy(info)
                taken.filename, taken.extra, taken.header_offset = name, b"", file.tell()
                taken.flag_bits &= ~_SIZES_FOLLOW
                file.write(taken.FileHeader())
                for chunk in _packed(source, raw, info):
                    file.write(chunk)
                zipped.filelist.append(taken)
                zipped.NameToInfo[name] = taken
                zipped.start_dir = file.tell()


@contextmanager
def _reading(original: Path) -> Iterator[ZipFile]:
    """The zip at a path. Raises: TimelineError naming it."""
    try:
        with opened(original) as source:
            yield source
    except TimelineError as error:
        message = f"{original.name}: {error}"
        raise TimelineError(message) from error


def _packed(source: ZipFile, raw: IO[bytes], info: ZipInfo) -> Iterator[bytes]:
    """The data of a member as it stands in the zip; its content is proven by its CRC.

    Raises: TimelineError when it is not as long as the zip says.
    """
    if info.compress_type == ZIP_STORED:
        yield from _content(source, info)
        return
    # What Windows packs large files with cannot be unpacked here, and comes as it is.
    if info.compress_type in _METHODS:
        deque(_content(source, info), maxlen=0)
    yield from _between(raw, info)


def _content(source: ZipFile, info: ZipInfo) -> Iterator[bytes]:
    try:
        with source.open(info) as member:
            yield from _counted(member, info, info.file_size)
    except OSError as error:
        message = f"its member '{name_of(info)}' cannot be read ({error.strerror or error})."
        raise TimelineError(message) from error


def _between(raw: IO[bytes], info: ZipInfo) -> Iterator[bytes]:
    """The bytes of a packed member, as many as the zip says.

    Raises: TimelineError when it does not begin where the zip says.
    """
    raw.seek(info.header_offset)
    signature, name, extra = _LOCAL_HEADER.unpack(raw.read(_LOCAL_HEADER.size))
    if signature != _SIGNATURE:
        message = f"its member '{name_of(info)}' is not where the zip says."
        raise TimelineError(message)
    raw.seek(name + extra, os.SEEK_CUR)
    yield from _counted(raw, info, info.compress_size)


def _counted(file: IO[bytes], info: ZipInfo, size: int) -> Iterator[bytes]:
    left = size
    while chunk := file.read(min(left, MIB)):
        left -= len(chunk)
        yield chunk
    if left:
        message = f"its member '{name_of(info)}' has {size - left} bytes, not {size}."
        raise TimelineError(message)


def _member(name: str, size: int = 0) -> ZipInfo:
    """A member as we write it, on any machine and at any time."""
    info = ZipInfo(name)
    info.create_system, info.external_attr, info.file_size = _UNIX, 0o644 << 16, size
    return info


def _crc(path: Path) -> int:
    crc = 0
    with path.open("rb") as file:
        while chunk := file.read(MIB):
            crc = crc32(chunk, crc)
    return crc
