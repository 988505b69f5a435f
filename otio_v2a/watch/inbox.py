"""What lies in `in/`, and what of it has come to rest."""

import os
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from otio_v2a.watch.folder import Folder, is_unfinished, is_wanted

_DEEPEST = 8
_BEGINNING = 4096
_ROOT = re.compile(rb"<([A-Za-z_][\w:.-]*)[\s/>]")


@dataclass(frozen=True, slots=True)
class Stamp:
    """What tells one state of a file from another: of a folder, all files in it together."""

    size: int
    changed: int
    node: int
    files: int = 1


@dataclass(frozen=True, slots=True)
class Dropped:
    """A file, or a bundle that is a folder, as it was seen."""

    path: Path
    stamp: Stamp


def scanned(folder: Folder, barred: Callable[[OSError], None] | None = None) -> list[Dropped]:
    """What is to be taken out of `in/`, the oldest first; `barred` hears of folders in it that
    cannot be looked into.

    Raises: OSError when the folder cannot be reached.
    """
    found = _below(folder.inbox, 0, barred)
    return sorted(found, key=lambda one: (one.stamp.changed, os.fsencode(one.path)))


def _below(place: Path, depth: int, barred: Callable[[OSError], None] | None) -> Iterator[Dropped]:
    for entry in _listed(place, depth, barred):
        path = place / entry.name
        if is_wanted(entry.name) and not _is_other_xml(path):
            # What is gone by now was taken by somebody else, or away.
            stamp = stamped(path)
            if stamp:
                yield Dropped(path, stamp)
        elif _is_open(entry) and depth < _DEEPEST:
            yield from _below(path, depth + 1, barred)


def _listed(
    place: Path, depth: int, barred: Callable[[OSError], None] | None
) -> "list[os.DirEntry[str]]":
    try:
        with os.scandir(place) as entries:
            return list(entries)
    except OSError as error:
        if not depth:
            raise
        if barred and not isinstance(error, FileNotFoundError):
            barred(error)
    return []


def _is_other_xml(path: Path) -> bool:
    """Whether it is XML of something else, such as what cameras write beside each clip."""
    if path.suffix.lower() != ".xml":
        return False
    try:
        with path.open("rb") as file:
            beginning = file.read(_BEGINNING).replace(b"\0", b"")
    except OSError:
        return False
    root = _ROOT.search(beginning)
    return root is not None and root.group(1) not in (b"xmeml", b"fcpxml")


def _is_open(entry: "os.DirEntry[str]") -> bool:
    """Whether timelines may lie in it."""
    return entry.is_dir(follow_symlinks=False) and not is_unfinished(entry.name)


def stamped(path: Path) -> Stamp | None:
    """How a file is now; None where there is none, or it cannot be seen."""
    try:
        found = path.lstat()
        if not path.is_dir() or path.is_symlink():
            return Stamp(found.st_size, found.st_mtime_ns, found.st_ino)
        inside = [Path(parent, name) for parent, _, names in os.walk(path) for name in names]
        states = [one.lstat() for one in inside]
    except OSError:
        return None
    return Stamp(
        size=sum(one.st_size for one in states),
        changed=max(one.st_mtime_ns for one in (found, *states)),
        node=found.st_ino,
        files=len(states),
    )


@dataclass(frozen=True, slots=True)
class _Resting:
    stamp: Stamp
    since: float


class Settling:
    """Remembers since when each file has looked as it does. Unit: seconds of any one clock."""

    def __init__(self) -> None:
        """Nothing is seen yet."""
        self._seen: dict[Path, _Resting] = {}

    def rested(
        self, found: Iterable[Dropped], now: float, settle: float
    ) -> list[tuple[Dropped, float]]:
        """What has not changed for `settle` seconds, and since how many; the rest is forgotten."""
        before, self._seen = self._seen, {}
        resting = []
        for one in found:
            known = before.get(one.path)
            same = known if known and known.stamp == one.stamp else _Resting(one.stamp, now)
            self._seen[one.path] = same
            if now - same.since >= settle:
                resting.append((one, now - same.since))
        return resting

    @property
    def moving(self) -> int:
        """How many files were there at the last look."""
        return len(self._seen)
