"""One run of a program: watched while it works, ended with all its children, its last words kept.

Nothing it prints can fill the memory or the disk, and no shell ever sees its arguments.
"""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from threading import Thread
from typing import IO

from otio_v2a.errors import ProviderError
from otio_v2a.providers.base import Tell

_POLL = 0.1
_CHUNK = 65_536
_KEPT = 16_384
_LINGER = 2.0
_ALMOST = 0.95
_USUAL = 30
_WHOLE = 100
_PERCENT = re.compile(rb"(?<![0-9.])([0-9]{1,3}(?:\.[0-9]+)?) ?%")
_ESCAPE = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
_LINES, _LETTERS = 3, 400


@dataclass(frozen=True, slots=True)
class Run:
    """What is started, and where. Unit: seconds; `name` is what messages call the program.

    `hidden` are values that are not to be shown, whatever the program prints.
    """

    name: str
    argv: tuple[str, ...]
    folder: Path
    environment: Mapping[str, str]
    timeout: float
    hidden: tuple[str, ...] = ()


def run(asked: Run, tell: Tell) -> str:
    """What the program said last, in one line, once it has ended well.

    The share done that is told is the last percentage the program printed, or a guess by time.
    Raises: ProviderError when it cannot be started, ends badly or not in time; and what `tell`
    raises. In every case the program and its children are gone when this returns.
    """
    process = _started(asked)
    heard = _Heard()
    listener = Thread(target=heard.listen, args=(process.stdout,), daemon=True)
    try:
        listener.start()
        code = _followed(process, heard, asked.timeout, tell)
    finally:
        _end(process)
    # A child that left the group may keep the pipe open; nobody waits for that one.
    listener.join(_LINGER)
    said = last_words(heard.tail, asked.hidden)
    if code is None:
        message = (
            f"'{asked.name}' was stopped after {asked.timeout:g} s"
            f" (raise 'timeout' in [providers.command] if it needs more): {said}"
        )
        raise ProviderError(message)
    if code:
        message = f"'{asked.name}' ended with {_cause(code)}: {said}"
        raise ProviderError(message)
    return said


def share(tail: bytes, elapsed: float, timeout: float) -> float:
    """How much is done, below 1: by the last percentage printed, else by time. Unit: seconds.

    By time it is half the way after a thirtieth of the timeout, and never quite there.
    """
    told = [float(percent) for percent in _PERCENT.findall(tail)]
    sane = [percent / _WHOLE for percent in told if percent <= _WHOLE]
    return _ALMOST * (sane[-1] if sane else elapsed / (elapsed + timeout / _USUAL))


def last_words(tail: bytes, hidden: tuple[str, ...] = ()) -> str:
    """The last lines of an output in one, as a terminal would show them."""
    text = _ESCAPE.sub("", tail.decode(errors="replace"))
    for secret in hidden:
        text = text.replace(secret, "***")
    # A progress bar begins its line again and again; only the last one can be seen.
    shown = (line.rstrip("\r").rpartition("\r")[2] for line in text.split("\n"))
    lines = [" ".join(line.split()) for line in shown]
    said = " / ".join([line for line in lines if line][-_LINES:])
    kept = said if len(said) <= _LETTERS else "…" + said[1 - _LETTERS :]
    return "".join(letter for letter in kept if letter.isprintable()) or "nothing"


class _Heard:
    """The end of what a program prints; the rest is let go."""

    def __init__(self) -> None:
        """Nothing heard yet."""
        self.tail = b""

    def listen(self, pipe: IO[bytes]) -> None:
        """Until the last one who could print has ended."""
        with pipe:
            while chunk := pipe.read(_CHUNK):
                self.tail = (self.tail + chunk)[-_KEPT:]


def _started(asked: Run) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            asked.argv,
            bufsize=0,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            cwd=asked.folder,
            env=asked.environment,
            start_new_session=True,
            # There is no such thing outside Windows, where sessions are not.
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        message = f"'{asked.name}' cannot be started: {why}. Try '{asked.argv[0]}' by hand."
        raise ProviderError(message) from error


def _followed(
    process: subprocess.Popen[bytes], heard: _Heard, timeout: float, tell: Tell
) -> int | None:
    """The exit code, or None when the time is up."""
    began = time.monotonic()
    while (elapsed := time.monotonic() - began) < timeout:
        tell(share(heard.tail, elapsed, timeout))
        with suppress(subprocess.TimeoutExpired):
            return process.wait(min(_POLL, timeout - elapsed))
    return None


def end_tree(leader: int) -> None:
    """End a process that was started in a session of its own, with all its children.

    Nothing of its group is left, also where it has ended and left children behind.
    """
    if sys.platform == "win32":
        tree = ["taskkill", "/F", "/T", "/PID", str(leader)]
        subprocess.run(tree, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    else:
        # macOS says PermissionError of a group that holds nothing but zombies.
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(leader, signal.SIGKILL)


def _end(process: subprocess.Popen[bytes]) -> None:
    end_tree(process.pid)
    process.kill()
    process.wait()


def _cause(code: int) -> str:
    return f"code {code}" if code > 0 else f"signal {-code} ({signal.strsignal(-code)})"
