"""Where the files of media may be now: as written, as mapped, or by name below search folders."""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath, PureWindowsPath
from typing import Protocol

from otio_v2a.errors import OfflineError
from otio_v2a.model import Media, Numbering
from otio_v2a.path_maps import mapped

Index = dict[Path, dict[str, tuple[Path, ...]]]
"""The files below some folders, by name."""


class Held(Protocol):
    """Whoever holds files that a timeline names, and puts one on disk when it is looked for."""

    def file(self, path: Path) -> Path:
        """Where a file stands on disk; one that is not held, where it is said to be."""

    def folder(self, path: Path, wanted: Callable[[str], bool]) -> Path:
        """Where a folder stands on disk with its files of wanted names."""


@dataclass(frozen=True, slots=True)
class OnDisk:
    """All files are where they are said to be."""

    def file(self, path: Path) -> Path:
        """As Held says."""
        return path

    def folder(self, path: Path, wanted: Callable[[str], bool]) -> Path:
        """As Held says."""
        del wanted
        return path


@dataclass(frozen=True, slots=True)
class Places:
    """Where media are looked for; `index` grows with each folder that is searched."""

    search_dirs: tuple[Path, ...] = ()
    path_maps: tuple[tuple[str, str], ...] = ()
    index: Index = field(default_factory=dict, repr=False)

    def written(self, media: Media) -> Iterator[Path]:
        """Where the timeline says it is: first as the path maps have it, then as it stands."""
        mapped = tuple(_mapped(media.paths, self.path_maps))
        yield from (Path(path) for path in mapped if Path(path).is_absolute())
        for folder in self.search_dirs:
            yield from (folder / path for path in mapped if not _parts(path).is_absolute())

    def named(self, media: Media) -> Iterator[Path]:
        """Files of its name below the search folders, those whose folders agree most first."""
        for folder in self.search_dirs:
            for path in (*_mapped(media.paths, self.path_maps), media.name):
                parts = _parts(path).parts
                found = self._below(folder).get(parts[-1], ()) if parts else ()
                yield from _likeliest(found, parts)

    def numbered(self, media: Media, numbering: Numbering) -> Iterator[Path]:
        """Folders below the search folders with files of a sequence's name, likeliest first."""
        names = re.compile(f"{re.escape(numbering.prefix)}-?[0-9]+{re.escape(numbering.suffix)}")
        for folder in self.search_dirs:
            parts = _parts(next(_mapped(media.paths, self.path_maps), "")).parts[:-1]
            below = self._below(folder)
            found = {path.parent for name in below if names.fullmatch(name) for path in below[name]}
            yield from _likeliest(found, parts)

    def offline(self, media: Media, found: str = "") -> OfflineError:
        """The error that says where it was looked for; or what was `found` and is not it."""
        name = media.name or next((_parts(path).name for path in media.paths), "")
        message = f"media is offline: '{name}' ({found or self._looked(media)}). "
        message += "Relink it in the editor, or add its folder to search_dirs."
        return OfflineError(message)

    def _looked(self, media: Media) -> str:
        places = (*_mapped(media.paths, self.path_maps), *map(str, self.search_dirs))
        return f"looked in {', '.join(dict.fromkeys(places))}" if places else "it names no file"

    def _below(self, folder: Path) -> dict[str, tuple[Path, ...]]:
        if folder not in self.index:
            self.index[folder] = _names(folder)
        return self.index[folder]


def _mapped(paths: Iterable[str], maps: tuple[tuple[str, str], ...]) -> Iterator[str]:
    """Each path where the maps say it is now, then as it was written."""
    for path in paths:
        yield from mapped(path, maps)
        yield path


def _parts(path: str) -> PurePosixPath | PureWindowsPath:
    windows = PureWindowsPath(path)
    return windows if windows.drive or "\\" in path else PurePosixPath(path)


def _likeliest(found: Iterable[Path], wanted: tuple[str, ...]) -> list[Path]:
    """Paths by how many of their trailing parts agree with the wanted ones, the most first."""
    return sorted(found, key=lambda path: (-_agreeing(path, wanted), path))


def _agreeing(found: Path, wanted: tuple[str, ...]) -> int:
    pairs = zip(reversed(found.parts), reversed(wanted), strict=False)
    agreeing = next((count for count, (one, other) in enumerate(pairs) if one != other), None)
    return len(wanted) if agreeing is None else agreeing


def _names(folder: Path) -> dict[str, tuple[Path, ...]]:
    names: dict[str, tuple[Path, ...]] = {}
    for parent, _, files in os.walk(folder):
        for name in files:
            names[name] = (*names.get(name, ()), Path(parent, name))
    return names
