"""Where a path of one machine is on another: path maps, there and back."""

from collections.abc import Iterable, Iterator

Maps = Iterable[tuple[str, str]]
"""Pairs of path beginnings, each as one machine and as the other has it."""


def mapped(path: str, maps: Maps) -> Iterator[str]:
    """The path as each map that fits has it, the longest beginning first.

    Beginnings end where a folder does: `/mnt/p` is none of `/mnt/pictures`. `\\` and `/` are one,
    and capitals make no difference, as on the drives of Windows.
    """
    plain = _plain(path)
    fitting = ((_plain(before).rstrip("/"), after) for before, after in maps)
    for before, after in sorted(fitting, key=lambda one: -len(one[0])):
        rest = plain[len(before) :]
        if plain.casefold().startswith(before.casefold()) and (not rest or rest[0] == "/"):
            yield _joined(after, path[len(before) :].lstrip("\\/"))


def outward(path: str, maps: Maps) -> str:
    """A path of this machine as the editor's has it; as it is where no map fits."""
    return next(mapped(path, ((after, before) for before, after in maps)), path)


def _plain(path: str) -> str:
    return path.replace("\\", "/")


def _joined(folder: str, rest: str) -> str:
    """A folder and what is below it, with the separators of the folder's machine."""
    windows = "\\" in folder or folder[1:2] == ":"
    mark = "\\" if windows and "/" not in folder else "/"
    below = rest.replace("/", "\\") if mark == "\\" else rest.replace("\\", "/")
    return f"{folder.rstrip(chr(92) + '/')}{mark}{below}" if below else folder
