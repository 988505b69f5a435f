"""The service's log: a line an event, on the terminal and in files that take turns."""

import logging
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from logging.handlers import RotatingFileHandler
from pathlib import Path

from filelock import FileLock, Timeout

from otio_v2a.errors import UsageError
from otio_v2a.watch.folder import Folder

LOG = logging.getLogger("otio_v2a.watch")
_BYTES, _FILES, _MOST = 2_000_000, 5, 100
_FORM = "%(asctime)s  %(levelname)-7s  %(message)s"


class _Steady(RotatingFileHandler):
    """Opens its file again when the share is back; a full disk loses lines, and nothing else."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Close what cannot be written to."""
        del record
        self.stream.close() if self.stream else None
        self.stream = None


@contextmanager
def logged(folder: Folder) -> Iterator[logging.Logger]:
    """The log, open: `.state/log/HOST.log`, or the next free name for a second service here."""
    place = folder.state / "log"
    place.mkdir(parents=True, exist_ok=True)
    path, lock = _own(place)
    screen = logging.StreamHandler(sys.stderr)
    kept = _Steady(path, maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8", delay=True)
    LOG.setLevel(logging.INFO)
    LOG.propagate = False
    for handler in (screen, kept):
        handler.setFormatter(logging.Formatter(_FORM, datefmt="%Y-%m-%d %H:%M:%S"))
        LOG.addHandler(handler)
    try:
        yield LOG
    finally:
        for handler in (screen, kept):
            LOG.removeHandler(handler)
            handler.close()
        lock.release()


def _own(place: Path) -> tuple[Path, FileLock]:
    """A log that no other service here writes to."""
    for number in range(1, _MOST):
        name = f"{socket.gethostname()}{f'-{number}' if number > 1 else ''}.log"
        lock = FileLock(place / f".{name}.lock", timeout=0, thread_local=False)
        try:
            lock.acquire()
        except Timeout:
            continue
        return place / name, lock
    message = f"{_MOST - 1} services of this machine watch the folder. Stop some."
    raise UsageError(message)
