"""Media files: finding them where they are now, and what they hold."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import partial
from itertools import chain
from pathlib import Path

from otio_v2a.errors import MediaError
from otio_v2a.model import Media, Numbering
from otio_v2a.picture.relink import Held, Index, OnDisk, Places
from otio_v2a.picture.sequence import Files, frame_of, in_use, listed, sequence
from otio_v2a.picture.source import Probed, Source

__all__ = ["Library", "Source", "fingerprint"]

_MIB = 1 << 20
_SECOND = Fraction(1)


@dataclass(frozen=True, slots=True)
class Library:
    """Where media are looked for; each file is found and probed once.

    `path_maps` are pairs of path beginnings, from and to, for media that were elsewhere when the
    edit was made. `search_dirs` are searched with their subfolders, by file name and duration.
    `known` are sources by path, with the stamp of the file they were probed from; it grows.
    `held` puts on disk what is inside a bundle.
    """

    search_dirs: tuple[Path, ...] = ()
    path_maps: tuple[tuple[str, str], ...] = ()
    known: dict[str, tuple[str, Source]] = field(default_factory=dict, repr=False, compare=False)
    held: Held = field(default_factory=OnDisk, repr=False, compare=False)
    _index: Index = field(default_factory=dict, init=False, repr=False, compare=False)
    _listed: dict[tuple[Path, Numbering], tuple[int, Files]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def source(self, media: Media) -> Source:
        """The file of a media as it is now; a file that was replaced is probed again.

        Raises: OfflineError when it is nowhere; MediaError when it cannot be read or shows nothing.
        """
        if media.numbering:
            return self._sequence(media, media.numbering)
        places = self._places()
        for path in map(self.held.file, places.written(media)):
            if _is_file(path):
                return self._at(path.resolve())
        return self._fitting(media, filter(_is_file, places.named(media)))

    def _fitting(self, media: Media, found: Iterable[Path]) -> Source:
        """The first of some files of the right name that is as long as the timeline says."""
        others: list[Source] = []
        broken: list[MediaError] = []
        for path in found:
            try:
                source = self._at(path.resolve())
            except MediaError as error:
                broken.append(error)
                continue
            if _off(source, media) <= _SECOND:
                return source
            others.append(source)
        if broken and not others:
            raise broken[0]
        offline = self._places().offline(media, _nearest(media, others))
        raise offline

    def _at(self, path: Path) -> Source:
        try:
            status = path.stat()
            stamp = f"{status.st_size}:{status.st_mtime_ns}"
            kept, source = self.known.get(str(path), ("", None))
            if source is None or kept != stamp:
                source = _source(path)
                self.known[str(path)] = (stamp, source)
        except OSError as error:
            message = f"cannot read '{path}': {error.strerror}. Check the file's permissions."
            raise MediaError(message) from error
        return source

    def _sequence(self, media: Media, numbering: Numbering) -> Source:
        """The files of a sequence, as a source."""
        places = self._places()
        written = (path.parent for path in places.written(media))
        there = (self.held.folder(folder, partial(_is_frame, numbering)) for folder in written)
        try:
            for folder in chain(there, places.numbered(media, numbering)):
                files = in_use(self._files(folder, numbering), media)
                if files.sizes:
                    return self._remembered(files, media)
        except OSError as error:
            message = f"cannot read '{error.filename}': {error.strerror}. Check its permissions."
            raise MediaError(message) from error
        offline = places.offline(media)
        raise offline

    def _remembered(self, files: Files, media: Media) -> Source:
        name = f"{files.folder}: {files.numbering} {media.rate} {media.duration}"
        kept, source = self.known.get(name, ("", None))
        if source is None or kept != files.stamp:
            source = sequence(files, media, _probed(files.path(min(files.sizes))))
            self.known[name] = (files.stamp, source)
        return source

    def _files(self, folder: Path, numbering: Numbering) -> Files:
        """What is in a folder; looked through again when something came or went."""
        try:
            there = folder.resolve()
            changed = there.stat().st_mtime_ns
        except (OSError, ValueError):
            return Files(folder, numbering, {}, "")
        key = (there, numbering)
        if key not in self._listed or self._listed[key][0] != changed:
            self._listed[key] = (changed, listed(there, numbering))
        return self._listed[key][1]

    def _places(self) -> Places:
        return Places(self.search_dirs, self.path_maps, self._index)


def fingerprint(path: Path) -> str:
    """What identifies a file's content: its size with its first and last MiB, hashed.

    A renamed, moved or linked file keeps it. Raises: OSError.
    """
    size = path.stat().st_size
    digest = hashlib.blake2b(str(size).encode(), digest_size=32)
    with path.open("rb") as file:
        digest.update(file.read(_MIB))
        file.seek(max(0, size - _MIB))
        digest.update(file.read(_MIB))
    return digest.hexdigest()


def _off(source: Source, media: Media) -> Fraction:
    """By how many seconds a file is longer or shorter than the timeline says, if both tell."""
    if media.duration is None or source.duration is None or source.frames == 1:
        return Fraction(0)
    return abs(source.duration - media.duration)


def _nearest(media: Media, others: Sequence[Source]) -> str:
    """In words, which of some files of another length comes nearest; empty without any."""
    if not others or media.duration is None:
        return ""
    source = min(others, key=lambda one: _off(one, media))
    lasts, wanted = float(source.duration or 0), float(media.duration)
    return (
        f"the nearest of that name, {source.path}, lasts {lasts:.2f} s, "
        f"and the timeline says {wanted:.2f} s"
    )


def _probed(path: Path) -> Probed:
    # Loads PyAV, which a run does without whose media are all known.
    from otio_v2a.picture.probe import probe

    return probe(path)


def _source(path: Path) -> Source:
    probed = _probed(path)
    return Source(
        path=path,
        rate=probed.rate,
        frames=probed.frames,
        start=probed.timecode or Fraction(0),
        has_timecode=probed.timecode is not None,
        constant=probed.constant,
        width=probed.width,
        height=probed.height,
        fingerprint=fingerprint(path),
        first=probed.first,
        opened=probed.opened,
        longest=probed.longest,
        stream=probed.stream,
        container=probed.container,
        coding=probed.coding,
    )


def _is_frame(numbering: Numbering, name: str) -> bool:
    return frame_of(name, numbering) is not None


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
