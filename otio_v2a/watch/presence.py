"""Which services watch a folder: each has a card in `.state/services`, and a lock on it."""

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from otio_v2a.watch.folder import Folder, put


@dataclass(frozen=True, slots=True)
class Card:
    """A service. `seen` is when it last looked; `alive` is None where only that can tell."""

    host: str
    pid: int
    since: str
    seen: str
    alive: bool | None = None


class Presence:
    """This service's own card."""

    def __init__(self, path: Path) -> None:
        """Use `present`; this only wraps."""
        self._path = path
        self._since = _now()

    def show(self) -> None:
        """Say that the folder was looked at just now.

        Raises: OSError.
        """
        card = Card(socket.gethostname(), os.getpid(), self._since, _now())
        put(self._path, json.dumps(asdict(card)))


@contextmanager
def present(folder: Folder) -> Iterator[Presence]:
    """A card for this process, taken away at the end; those of dead ones here are, too."""
    place = folder.state / "services"
    place.mkdir(parents=True, exist_ok=True)
    for path, card in _cards(folder):
        if card.alive is False:
            _remove(path)
    path = place / f"{socket.gethostname()}-{os.getpid()}.json"
    lock = FileLock(path.with_suffix(".lock"), thread_local=False)
    with lock:
        yield Presence(path)
    _remove(path)


def services(folder: Folder) -> list[Card]:
    """Everybody who watches a folder, or did and died."""
    return [card for _, card in _cards(folder)]


def _cards(folder: Folder) -> Iterator[tuple[Path, Card]]:
    for path in sorted((folder.state / "services").glob("*.json")):
        with suppress(OSError, ValueError, TypeError):
            said = json.loads(path.read_text(encoding="utf-8"))
            here = said["host"] == socket.gethostname()
            yield path, Card(**{**said, "alive": _is_held(path) if here else None})


def _is_held(path: Path) -> bool:
    lock = FileLock(path.with_suffix(".lock"), timeout=0, thread_local=False)
    try:
        with lock:
            return False
    except (Timeout, OSError):
        return True


def _remove(path: Path) -> None:
    with suppress(OSError):
        path.unlink(missing_ok=True)
        path.with_suffix(".lock").unlink(missing_ok=True)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
