"""Child processes that have imported everything already: forked from one that waits for them.

A command of ours spends more than a second of every test on imports. The forked process is a real
one: its own memory, environment, working directory and standard streams, its own end.
"""

import atexit
import json
import os
import select
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from functools import cache
from pathlib import Path
from signal import SIGKILL
from types import TracebackType
from typing import Self

_ONE_AT_A_TIME, _ASKING = threading.Lock(), threading.Lock()
_MOTHER = Path(__file__).with_name("mother.py")


class Child:
    """A process under way, used as `Popen` is; it ends no later than the `with` it is used in."""

    def __init__(self, words: Sequence[str], environment: Mapping[str, str], terminal: int) -> None:
        """`terminal` is its stdin: a descriptor, or as `Popen` says it."""
        with ExitStack() as ours:
            out, told = self._piped(ours), self._piped(ours)
            reading, writing = os.pipe()
            ours.callback(os.close, reading)
            self.stdout, self.stderr, self.stdin = (
                *(os.fdopen(one[0], encoding="utf-8") for one in (out, told)),
                os.fdopen(writing, "w", encoding="utf-8"),
            )
            if terminal != subprocess.PIPE:
                self.stdin.close()
            typed = reading if terminal < 0 else terminal
            self._family = _forked(words, environment, (typed, out[1], told[1]), alone=True)
        self._told = self._family.makefile("r", encoding="ascii")
        self.pid = int(self._told.readline())
        self.returncode: int | None = None

    @staticmethod
    def _piped(ours: ExitStack) -> tuple[int, int]:
        """A pipe whose second end is closed here in the end."""
        reading, writing = os.pipe()
        ours.callback(os.close, writing)
        return reading, writing

    def poll(self) -> int | None:
        """Its exit code, once it has ended."""
        return self._ended(0)

    def wait(self, timeout: float | None = None) -> int:
        """Its exit code, when it has ended."""
        ended = self._ended(timeout)
        if ended is None:
            raise TimeoutError
        return ended

    def communicate(self, text: str = "", timeout: float | None = None) -> tuple[str, str]:
        """What it still says until its end, having been told that text."""
        if not self.stdin.closed:
            self.stdin.write(text)
            self.stdin.close()
        with ThreadPoolExecutor(2) as pool:
            out, err = pool.submit(self.stdout.read), pool.submit(self.stderr.read)
            try:
                self.wait(timeout)
            except TimeoutError:
                self.kill()
                raise
        return out.result(), err.result()

    def send_signal(self, number: int) -> None:
        """Nothing, when it has ended."""
        with suppress(ProcessLookupError):
            if self.poll() is None:
                os.kill(self.pid, number)

    def kill(self) -> None:
        """End it at once."""
        self.send_signal(SIGKILL)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self.kill()
        for stream in (self.stdout, self.stderr, self.stdin):
            stream.close()
        self.wait()
        self._told.close()
        self._family.close()

    def _ended(self, timeout: float | None) -> int | None:
        if self.returncode is None and select.select([self._family], [], [], timeout)[0]:
            self.returncode = int(self._told.readline())
        return self.returncode


def run(words: Sequence[str], environment: Mapping[str, str]) -> tuple[int, bytes, bytes]:
    """How a command line of ours ended, and what it said; nobody sits at its terminal."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        with _ONE_AT_A_TIME, Path(os.devnull).open("rb") as nothing:
            streams = (nothing.fileno(), out.fileno(), err.fileno())
            with _forked(words, environment, streams) as family, family.makefile() as told:
                _, code = told
        out.seek(0)
        err.seek(0)
        return int(code), out.read(), err.read()


def _forked(
    words: Sequence[str],
    environment: Mapping[str, str],
    streams: tuple[int, int, int],
    *,
    alone: bool = False,
) -> socket.socket:
    """Start a command: a line with its number comes at once, one with its exit code at its end.

    `alone`: in a group of its own.
    """
    folder = str(Path.cwd())
    order = {"words": [*words], "environment": {**environment}, "folder": folder, "alone": alone}
    here, there = socket.socketpair()
    here.settimeout(300)
    with there, _ASKING:
        socket.send_fds(_mother(), [json.dumps(order).encode()], [*streams, there.fileno()])
    return here


@cache
def _mother() -> socket.socket:
    """The connection to the process that all others are forked from; it ends with this one."""
    here, there = socket.socketpair()
    ours = {"PYTHONPATH": str(_MOTHER.parents[1]), "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"}
    mother = subprocess.Popen(
        [sys.executable, "-P", str(_MOTHER), str(there.fileno())],
        env={**os.environ, **ours},
        pass_fds=[there.fileno()],
        stdin=subprocess.DEVNULL,
    )
    there.close()
    atexit.register(mother.wait)
    atexit.register(here.close)
    return here
