"""Media files: finding them where they are now, and what they hold."""

import hashlib
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path, PurePosixPath, PureWindowsPath

from otio_v2a.errors import MediaError, OfflineError
from otio_v2a.model import Media

_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Source:
    """A media file that is there, and what its picture is.

    Unit: `start` is the timecode of the first frame in exact seconds, 0 without timecode; `width`
    and `height` are what is displayed, in square pixels. `rate` is the mean where it is not
    `constant`; `frames` is None where the file does not tell. The rest is for the renderer:
    `first` is the time stamp of the first frame and `opened` that of the container, in seconds;
    `stream` is the index of the picture among the streams of the `container`.
    """

    path: Path
    rate: Fraction
    frames: int | None
    start: Fraction
    has_timecode: bool
    constant: bool
    width: int
    height: int
    fingerprint: str
    first: Fraction = Fraction(0)
    opened: Fraction = Fraction(0)
    stream: int = 0
    container: str = ""


@dataclass(frozen=True, slots=True)
class Library:
    """Where media are looked for; each file is found and probed once.

    `path_maps` are pairs of path beginnings, from and to, for media that were elsewhere when the
    edit was made. `search_dirs` are searched with their subfolders, by file name.
    `known` are sources by path, with the stamp of the file they were probed from; it grows.
    """

    search_dirs: tuple[Path, ...] = ()
    path_maps: tuple[tuple[str, str], ...] = ()
    known: dict[str, tuple[str, Source]] = field(default_factory=dict, repr=False, compare=False)
    _names: dict[Path, dict[str, tuple[Path, ...]]] = field(
        default_factory=dict, init=False, repr=False, compare=False
    )

    def source(self, media: Media) -> Source:
        """The file of a media as it is now; a file that was replaced is probed again.

        Raises: OfflineError when it is nowhere; MediaError when it cannot be read or shows nothing.
        """
        path = self._find(media)
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

    def _find(self, media: Media) -> Path:
        mapped = tuple(_mapped(media.paths, self.path_maps))
        direct = (Path(path) for path in mapped if Path(path).is_absolute())
        for path in (*direct, *self._near(mapped, media.name)):
            if _is_file(path):
                return path.resolve()
        message = f"media is offline: '{_name(media)}' ({self._looked(mapped)}). "
        message += "Relink it in the editor, or add its folder to search_dirs."
        raise OfflineError(message)

    def _near(self, paths: tuple[str, ...], name: str) -> Iterator[Path]:
        for folder in self.search_dirs:
            for path in paths:
                if not _parts(path).is_absolute():
                    yield folder / path
            for path in (*paths, name):
                yield from self._named(folder, _parts(path).parts)

    def _named(self, folder: Path, parts: tuple[str, ...]) -> tuple[Path, ...]:
        """Files of that name below a folder, the one whose own folders agree most first."""
        if not parts:
            return ()
        if folder not in self._names:
            self._names[folder] = _index(folder)
        found = self._names[folder].get(parts[-1], ())
        return tuple(sorted(found, key=lambda path: (-_agreeing(path.parts, parts), path)))

    def _looked(self, paths: tuple[str, ...]) -> str:
        places = (*paths, *map(str, self.search_dirs))
        return f"looked in {', '.join(dict.fromkeys(places))}" if places else "it names no file"


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


def _source(path: Path) -> Source:
    # Loads PyAV, which a run does without whose media are all known.
    from otio_v2a.picture.probe import probe

    probed = probe(path)
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
        stream=probed.stream,
        container=probed.container,
    )


def _mapped(paths: Iterable[str], maps: tuple[tuple[str, str], ...]) -> Iterator[str]:
    """Each path where the maps say it is now, then as it was written."""
    for path in paths:
        plain = path.replace("\\", "/")
        for before, after in maps:
            beginning = before.replace("\\", "/")
            if plain.casefold().startswith(beginning.casefold()):
                yield after + plain[len(beginning) :]
        yield path


def _parts(path: str) -> PurePosixPath | PureWindowsPath:
    windows = PureWindowsPath(path)
    return windows if windows.drive or "\\" in path else PurePosixPath(path)


def _name(media: Media) -> str:
    return media.name or next((_parts(path).name for path in media.paths), "")


def _agreeing(found: tuple[str, ...], wanted: tuple[str, ...]) -> int:
    """How many trailing parts two paths share."""
    pairs = zip(reversed(found), reversed(wanted), strict=False)
    return next((count for count, (one, other) in enumerate(pairs) if one != other), len(wanted))


def _index(folder: Path) -> dict[str, tuple[Path, ...]]:
    names: dict[str, tuple[Path, ...]] = {}
    for parent, _, files in os.walk(folder):
        for name in files:
            names[name] = (*names.get(name, ()), Path(parent, name))
    return names


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False
