"""Files of ours in folders of Resolve's: known by their names, and by what they say."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from otio_v2a.resolve.setup.folders import PAGES, Place
from otio_v2a.resolve.setup.scripts import MARK, NAMES

_LONGEST = 2**20


def is_there(path: Path) -> bool:
    """Whether anything has this name, a link to nowhere too."""
    return path.is_symlink() or path.exists()


def foreign(path: Path) -> str:
    """Why what has a name of ours is not ours to touch; empty where it is, or where nothing is.

    A link is ours by its name alone: it goes, what it leads to stays.
    """
    if path.is_symlink() or not path.exists():
        return ""
    if not path.is_file():
        return "it is no file"
    try:
        with path.open("rb") as file:
            said = file.read(_LONGEST)
    except OSError as error:
        return f"it cannot be read ({error.strerror})"
    return "" if MARK.encode() in said else f"it is not ours: it does not say '{MARK}'"


def named(places: Iterable[Place]) -> tuple[Path, ...]:
    """What has a name of ours in these places, on every page, whosever it is."""
    every = (place.scripts / page / name for place in places for page in PAGES for name in NAMES)
    return tuple(dict.fromkeys(path for path in every if is_there(path)))


def listed(paths: Iterable[str]) -> tuple[Path, ...]:
    """What a list of ours leads to. A list may be wrong: only names of ours count."""
    found = (Path(one) for one in paths)
    return tuple(path for path in found if path.name in NAMES and is_there(path))


def others(paths: Iterable[Path], kept: Iterable[Path]) -> Iterator[Path]:
    """Each path once that is none of those kept, whatever links lead to it."""
    seen = {_real(path) for path in kept}
    for path in paths:
        real = _real(path)
        if real not in seen:
            seen.add(real)
            yield path


def _real(path: Path) -> Path:
    """Where a file lies; itself, where it is a link."""
    return path.parent.resolve() / path.name
