"""The service's log: a line an event, on the terminal and in files that take turns."""

import logging
import os
import shutil
import socket
import sys
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

from filelock import FileLock, Timeout

from otio_v2a.errors import UsageError
from otio_v2a.watch.folder import Folder

LOG = logging.getLogger("otio_v2a.watch")
_BYTES, _FILES, _MOST = 2_000_000, 5, 100
_FORM = "%(asctime)s  %(levelname)-7s  %(message)s"


class _Lines(logging.Formatter):
    """What a file may be called is not what a terminal should do: nothing but text."""

    def format(self, record: logging.LogRecord) -> str:
        """One line, or a few of which the further ones are indented."""
        return "\n    ".join(map(_printable, super().format(record).splitlines()))


class _Screen(_Lines):
    """The time alone, and lines as wide as the terminal, broken between words."""

    def format(self, record: logging.LogRecord) -> str:
        """A few lines, of which the further ones are indented."""
        indent = " " * len("00:00:00  ")
        return "\n".join(
            textwrap.fill(
                line,
                shutil.get_terminal_size().columns,
                subsequent_indent=indent,
                break_long_words=False,
                break_on_hyphens=False,
            )
            for line in super().format(record).splitlines()
        )


def _printable(line: str) -> str:
    return "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in line)


class Steady(RotatingFileHandler):
    """Opens its file again when the share is back; a full disk loses lines, and nothing else."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line, into the file that others see under its name."""
        if self.stream and not self._is_seen(self.stream.fileno()):
            self._let_go()
        super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - logging's own name
        """Close what cannot be written to."""
        del record
        self._let_go()

    def close(self) -> None:
        """End, whatever the disk says."""
        self._let_go()
        super().close()

    @property
    def _place(self) -> Path:
        return Path(self.baseFilename)

    def _is_seen(self, handle: int) -> bool:
        try:
            return os.path.samestat(os.fstat(handle), self._place.stat())
        except OSError:
            return False

    def _open(self) -> TextIOWrapper:
        """The file; its folder is made where somebody took it away, not where the share is away.

        Raises: OSError.
        """
        self._place.parent.mkdir(exist_ok=True)
        return super()._open()

    def _let_go(self) -> None:
        stream, self.stream = self.stream, None
        # What could not be written is tried once more by closing, and refused once more.
        with suppress(OSError):
            if stream:
                stream.close()


@contextmanager
def logged(folder: Folder) -> Iterator[logging.Logger]:
    """The log, open: `.state/log/HOST.log`, or the next free name for a second service here."""
    place = folder.state / "log"
    place.mkdir(parents=True, exist_ok=True)
    path, lock = _own(place)
    screen = logging.StreamHandler(sys.stderr)
    kept = Steady(path, maxBytes=_BYTES, backupCount=_FILES - 1, encoding="utf-8", delay=True)
    LOG.setLevel(logging.INFO)
    LOG.propagate = False
    whole = _Lines(_FORM, datefmt="%Y-%m-%d %H:%M:%S")
    short = _Screen("%(asctime)s  %(message)s", datefmt="%H:%M:%S")
    kept.setFormatter(whole)
    screen.setFormatter(short if sys.stderr.isatty() else whole)
    for handler in (screen, kept):
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
