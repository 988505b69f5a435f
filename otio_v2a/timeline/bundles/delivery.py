"""What a run writes: a text, an .otioz or an .otiod, made beside its place and then moved there."""

import codecs
import filecmp
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Protocol
from zipfile import ZipFile, is_zipfile

from otio_v2a.errors import TimelineError
from otio_v2a.timeline.bundles.bundle import (
    CONTENT,
    DAMAGED,
    MEDIA,
    MIB,
    is_bundle,
    is_folder,
    is_zip,
)
from otio_v2a.timeline.bundles.zipping import Zip, stays


class Goods(Protocol):
    """One thing that a run writes."""

    def stands(self, out: Path) -> bool:
        """Whether it is there already."""

    def make(self, out: Path) -> None:
        """Write it where nothing is. Raises: OSError; TimelineError."""


@dataclass(frozen=True, slots=True)
class Text:
    """The goods of a file."""

    content: bytes

    def stands(self, out: Path) -> bool:
        """As Goods says."""
        return out.is_file() and out.read_bytes() == self.content

    def make(self, out: Path) -> None:
        """As Goods says."""
        with out.open("xb") as file:
            file.write(self.content)
            file.flush()
            os.fsync(file.fileno())


@dataclass(frozen=True, slots=True)
class Folder:
    """The goods of an .otiod: `content` and `sounds` by name, all else from the `original`."""

    content: bytes
    sounds: Mapping[str, Path]
    original: Path

    def stands(self, out: Path) -> bool:
        """Whether it is there already; files of one size and time are not read."""
        there = dict(_entries(out)) if out.is_dir() else {}
        written = there.pop(CONTENT, out)
        wanted = {**self._kept(), **self.sounds}
        return (
            Text(self.content).stands(written)
            and there.keys() == wanted.keys()
            and all(_alike(path, there[name]) for name, path in wanted.items())
        )

    def make(self, out: Path) -> None:
        """As Goods says. Media of the original are linked where the disk can."""
        out.mkdir()
        for name, path in self._kept().items():
            _take(path, out / name, top=name == MEDIA)
        for name, sound in self.sounds.items():
            shutil.copy2(sound, out / name)
        Text(self.content).make(out / CONTENT)

    def _kept(self) -> dict[str, Path]:
        """What of the original has a place in the new one; the folder of media in any case."""
        found = {MEDIA: self.original / MEDIA, **dict(_entries(self.original))}
        return {
            name: path for name, path in found.items() if stays(name, self.content, self.sounds)
        }


def goods(out: Path, content: bytes, sounds: Iterable[Path], original: Path) -> Goods:
    """A timeline with our sounds, packed as the name of its place says.

    What else is in the `original` comes with it, where that is a bundle.
    """
    named = {f"{MEDIA}/{sound.name}": sound for sound in sounds}
    if is_folder(out):
        return Folder(content, named, original)
    if is_zip(out) and is_bundle(original):
        return Zip(content, named, original)
    # opentimelineio reads no byte order mark.
    return Zip(content.removeprefix(codecs.BOM_UTF8), named) if is_zip(out) else Text(content)


@contextmanager
def staged(one: Goods, out: Path) -> Iterator[Path]:
    """Goods made beside their place, gone again unless they are moved there.

    Raises: TimelineError when they cannot be written.
    """
    made = _beside(out, "new")
    try:
        with _told(out):
            _remove(made)
            one.make(made)
        yield made
    finally:
        with suppress(OSError):
            _remove(made)


def put(made: Path, out: Path) -> None:
    """Move what was made to its place. A file takes it at once; a folder while nobody looks.

    Raises: TimelineError when it cannot; what was there is then as it was.
    """
    with _told(out):
        if not out.is_dir():
            made.replace(out)
            return
        old = _beside(out, "old")
        _remove(old)
        out.rename(old)
        try:
            made.rename(out)
        except OSError:
            old.rename(out)
            raise
        _remove(old)


def save(content: bytes, out: Path) -> None:
    """Write a file: all of it, or nothing at all.

    Raises: TimelineError when it cannot be written; an existing file is then as it was.
    """
    with staged(Text(content), out) as made:
        put(made, out)


def digest(path: Path) -> str:
    """What identifies what stands at a path: another one after any change.

    Of a zip that is its end, which tells the CRC of each member; of media in a folder their sizes
    with their first and last MiB: gigabytes are not read to see that nothing happened.
    Raises: OSError.
    """
    if path.is_dir():
        told = "".join(f"{name}\0{_mark(name, one)}\n" for name, one in _entries(path))
        return sha256(told.encode("utf-8", "surrogateescape")).hexdigest()
    with path.open("rb") as file:
        start = _directory(path)
        file.seek(start)
        return f"{start}:{file_digest(file, 'sha256').hexdigest()}".removeprefix("0:")


def _directory(path: Path) -> int:
    """Where the list of members begins in a zip; 0 for any other file."""
    with suppress(*DAMAGED):
        if is_zipfile(path):
            with ZipFile(path) as zipped:
                return zipped.start_dir
    return 0


def _mark(name: str, path: Path) -> str:
    if path.is_symlink() or path.is_dir():
        return str(path.readlink()) if path.is_symlink() else ""
    with path.open("rb") as file:
        if name == CONTENT or name.startswith(f"{MEDIA}/v2a_"):
            return file_digest(file, "sha256").hexdigest()
        size = path.stat().st_size
        told = sha256(file.read(MIB))
        file.seek(max(0, size - MIB))
        told.update(file.read(MIB))
        return f"{size}:{told.hexdigest()}"


def _entries(folder: Path, inside: str = "") -> Iterator[tuple[str, Path]]:
    """All that is below a folder, by name; what links lead to is left out, but for the media."""
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: entry.name)
    for entry in entries:
        name, path = f"{inside}{entry.name}", Path(entry.path)
        yield name, path
        if entry.is_dir(follow_symlinks=name == MEDIA):
            yield from _entries(path, f"{name}/")


def _take(path: Path, out: Path, *, top: bool) -> None:
    """A link to a file in its new place, else a copy; folders are made, links lead where they did.

    `top` is the folder of media, which becomes a folder even where it is a link.
    """
    if path.is_symlink() and not top:
        out.symlink_to(path.resolve())
    elif path.is_dir() or top:
        out.mkdir()
    else:
        try:
            out.hardlink_to(path)
        except OSError:
            shutil.copy2(path, out)


def _alike(path: Path, other: Path) -> bool:
    if path.is_symlink() or path.is_dir():
        return path.resolve() == other.resolve() or (path.is_dir() and other.is_dir())
    return other.is_file() and filecmp.cmp(path, other)


def _beside(out: Path, word: str) -> Path:
    """A hidden place for what becomes `out`, or was it: the same in every run."""
    return out.with_name(f".v2a-{sha256(out.name.encode()).hexdigest()[:12]}.{word}.tmp")


def _remove(path: Path) -> None:
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


@contextmanager
def _told(out: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        why = error.strerror or error
        message = f"{out}: cannot be written ({why}). Name another file with -o."
        raise TimelineError(message) from error
