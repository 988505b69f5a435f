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
_MOTHER = """
import gc, json, os, select, signal, socket, sys, traceback
import otio_v2a.cli.app, otio_v2a.cli.configuration, otio_v2a.cli.progress, otio_v2a.cli.show
import otio_v2a.cli.watching
import otio_v2a.gateway.client, otio_v2a.picture.probe, otio_v2a.picture.render
import otio_v2a.score.baking, otio_v2a.score.flow, otio_v2a.score.looking
import otio_v2a.sketch.provider, otio_v2a.sketch.scorer, otio_v2a.timeline.check
from otio_v2a.cli import main
from otio_v2a.sketch.hearing.words import TABLES, table


def live(job):
    if job["alone"]:
        os.setsid()
    os.environ.clear()
    os.environ.update(job["environment"])
    os.chdir(job["folder"])
    sys.path[:0] = job["environment"].get("PYTHONPATH", "").split(os.pathsep)
    sys.argv = ["otio-v2a", *job["words"]]
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:
        traceback.print_exc()
        return 1
    return 0


def born(order, fds):
    child = os.fork()
    if child:
        return child
    for other in (mother, ended, ending, *families.values()):
        other.close()
    for number, stream in enumerate(fds[:3]):
        os.dup2(stream, number)
    for one in fds:
        os.close(one)
    code = live(json.loads(order))
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def buried():
    while families:
        child, status = os.waitpid(-1, os.WNOHANG)
        if not child:
            break
        with families.pop(child) as family:
            family.sendall(str(os.waitstatus_to_exitcode(status)).encode() + b"\\n")


mother = socket.socket(fileno=int(sys.argv[1]))
ended, ending = socket.socketpair()
ending.setblocking(False)
ended.setblocking(False)
signal.set_wakeup_fd(ending.fileno())
signal.signal(signal.SIGCHLD, lambda *_: None)
families = {}
# What the children share is made once, and stays shared.
for name in TABLES:
    table(name)
gc.collect()
gc.freeze()
while True:
    ready, _, _ = select.select([mother, ended], [], [])
    if ended in ready:
        ended.recv(4096)
        buried()
    if mother in ready:
        order, fds, _, _ = socket.recv_fds(mother, 1 << 20, 4)
        if not order:
            break
        child = born(order, fds)
        for stream in fds[:3]:
            os.close(stream)
        families[child] = socket.socket(fileno=fds[3])
        families[child].sendall(str(child).encode() + b"\\n")
"""


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
    environment = {**os.environ, "PYTHONUTF8": "1", "OPENBLAS_NUM_THREADS": "1"}
    mother = subprocess.Popen(
        [sys.executable, "-c", _MOTHER, str(there.fileno())],
        env=environment,
        pass_fds=[there.fileno()],
        stdin=subprocess.DEVNULL,
    )
    there.close()
    atexit.register(mother.wait)
    atexit.register(here.close)
    return here
