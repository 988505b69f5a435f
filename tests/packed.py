"""Bundles made member by member, and read back without the program."""

import struct
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

Member = tuple[str, bytes, int]


def zipped(path: Path, *members: Member | ZipInfo) -> Path:
    """A zip of members: name, content and how it is packed; a ZipInfo stands for an empty one."""
    with ZipFile(path, "w") as made:
        for one in members:
            if isinstance(one, ZipInfo):
                made.writestr(one, b"")
            else:
                made.writestr(ZipInfo(one[0], (2024, 5, 6, 7, 8, 10)), one[1], one[2])
    return path


def a_bundle(path: Path, timeline: bytes, **media: bytes) -> Path:
    """An .otioz as OTIO writes it: `ball` is `media/ball.mp4`, stored."""
    files = ((f"media/{name}.mp4", content, ZIP_STORED) for name, content in media.items())
    version = ("version.txt", b"1.0.0", ZIP_DEFLATED)
    return zipped(path, version, ("content.otio", timeline, ZIP_DEFLATED), *files)


def contents(path: Path) -> dict[str, bytes]:
    """All members of a zip by name, in their order, each checked."""
    with ZipFile(path) as read:
        return {name: read.read(name) for name in read.namelist()}


def packed(path: Path) -> dict[str, tuple[int, bytes]]:
    """How each member is packed, and its bytes as they stand in the file."""
    raw = path.read_bytes()
    found = {}
    with ZipFile(path) as read:
        for info in read.infolist():
            name, extra = struct.unpack_from("<2H", raw, info.header_offset + 26)
            start = info.header_offset + 30 + name + extra
            found[info.filename] = info.compress_type, raw[start : start + info.compress_size]
    return found
