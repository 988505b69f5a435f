"""A bundle, read: an .otio timeline with its media in one zip (.otioz) or one folder (.otiod).

Source: opentimelineio 0.18.1, adapters/otioz.py, otiod.py and file_bundle_utils.py (source).
"""

import lzma
import re
import stat
import struct
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from zipfile import BadZipFile, ZipFile, ZipInfo, is_zipfile

from otio_v2a.errors import TimelineError
from otio_v2a.timeline import files

CONTENT = "content.otio"
MEDIA = "media"
VERSION = "version.txt"
MIB = 1 << 20
DAMAGED = (
    *(BadZipFile, EOFError, OverflowError, RuntimeError, ValueError),
    *(struct.error, zlib.error, lzma.LZMAError),
)
"""What reading a damaged zip, or one packed in a way that is not known, may raise."""

_ENCRYPTED = 0x1
_UTF8 = 0x800
_KNOWN = re.compile(r"\s*1(?:\.|\s*$)")
_DRIVE = re.compile(r"[A-Za-z]:")
_LONGEST_VERSION = 64


def is_zip(path: Path) -> bool:
    """Whether a timeline is called as one in a zip."""
    return path.suffix.lower() == ".otioz"


def is_folder(path: Path) -> bool:
    """Whether a timeline is called as one in a folder."""
    return path.suffix.lower() == ".otiod"


def is_bundle(path: Path) -> bool:
    """Whether a timeline is called as one with its media."""
    return is_zip(path) or is_folder(path)


def content(path: Path) -> bytes:
    """The timeline in a bundle.

    Raises: TimelineError when there is none, when a zip is none that an application writes, or
    unsafe in any part.
    """
    if is_zip(path):
        try:
            with opened(path) as zipped:
                return _content(zipped)
        except OSError as error:
            raise TimelineError(_unreadable(error)) from error
    if path.is_dir() and not (path / CONTENT).is_file():
        raise TimelineError(_without_content([one.name for one in path.iterdir()]))
    return files.read(path / CONTENT)


def _content(zipped: ZipFile) -> bytes:
    found = members(zipped)
    _check_version(zipped, found.get(VERSION))
    written = found.get(CONTENT)
    if written is None:
        raise TimelineError(_without_content(found))
    if written.file_size > files.LARGEST_FILE:
        message = (
            f"its {CONTENT} has {written.file_size} bytes; at most {files.LARGEST_FILE} are read."
            " Export one timeline."
        )
        raise TimelineError(message)
    return zipped.read(written)


@contextmanager
def opened(path: Path) -> Iterator[ZipFile]:
    """The zip at a path. Raises: TimelineError when it is none, or damaged; OSError while read."""
    try:
        with _zip(path) as zipped:
            yield zipped
    except DAMAGED as error:
        message = f"the zip cannot be read ({error}). Export the bundle again."
        raise TimelineError(message) from error


def _zip(path: Path) -> ZipFile:
    try:
        if path.is_file() and not is_zipfile(path):
            message = "it is no zip file. Export the bundle again."
            raise TimelineError(message)
        return ZipFile(path)
    except OSError as error:
        raise TimelineError(_unreadable(error)) from error


def _unreadable(error: OSError) -> str:
    # What unpacks bzip2 raises one without a number for damaged data.
    return f"cannot be read ({error.strerror or error}). Check the path."


def members(zipped: ZipFile) -> dict[str, ZipInfo]:
    """The files in a bundle by their names.

    Raises: TimelineError when one is called or packed as no application does it.
    """
    found: dict[str, ZipInfo] = {}
    alike: set[str] = set()
    for info in zipped.infolist():
        name = name_of(info)
        if trouble := _trouble(info, name) or ("there twice" if name.casefold() in alike else ""):
            message = f"its member {name!r} is {trouble}. Export the bundle again."
            raise TimelineError(message)
        if not info.is_dir():
            # On most desks capitals do not tell two files apart.
            alike.add(name.casefold())
            found[name] = info
    return found


def name_of(info: ZipInfo) -> str:
    """What a member is called: some applications write UTF-8 and do not say so."""
    if info.flag_bits & _UTF8:
        return info.filename
    try:
        return info.filename.encode("cp437").decode()
    except UnicodeError:
        return info.filename


def _trouble(info: ZipInfo, name: str) -> str:
    parts = re.split(r"[\\/]", name.removesuffix("/"))
    # Windows takes ".. " for "..".
    if not name.isprintable() or any(not part.strip(" .") or _DRIVE.match(part) for part in parts):
        return "called as no file in a folder can be"
    if stat.S_ISLNK(info.external_attr >> 16):
        return "a link, no file"
    return "encrypted" if info.flag_bits & _ENCRYPTED else ""


def _check_version(zipped: ZipFile, info: ZipInfo | None) -> None:
    if info is None:
        return
    with zipped.open(info) as file:
        told = file.read(_LONGEST_VERSION).decode(errors="replace")
    if not _KNOWN.match(told):
        message = (
            f"it is a bundle of version {told.strip()!r}, and only version 1 is known."
            " Export the timeline as .otio."
        )
        raise TimelineError(message)


def _without_content(found: Iterable[str]) -> str:
    alike = (name for name in found if name.rpartition("/")[2].casefold() == CONTENT)
    other = next(alike, "")
    return f"it holds no {CONTENT}{f', but {other!r}' if other else ''}. Export the bundle again."
