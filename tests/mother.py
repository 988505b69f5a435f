"""The process that `warm` forks all others from: it has imported everything, and waits for orders.

An order is a command line of ours with its environment, its standard streams and a socket that
hears its number and how it ended. What such a command sends for an errand is forked from it.
"""

import asyncio
import gc
import importlib
import json
import logging
import os
import pkgutil
import select
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from typing import Any, NoReturn

import otio_v2a
from otio_v2a.cli import main
from otio_v2a.sketch.hearing.words import TABLES, table
from otio_v2a.watch import job

_LATE = ("anyio._backends._asyncio", "h11", "httpcore", "numpy.ma")
"""What others import only when it is used."""

_HANDLED = (signal.SIGINT, signal.SIGTERM, signal.SIGCHLD)


def _code(run: Callable[[], None]) -> int:
    """The exit code that a program ends with."""
    try:
        run()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - as the interpreter itself ends a program
        traceback.print_exc()
        return 1
    return 0


def _end(code: int) -> NoReturn:
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


def _live(order: dict[str, Any]) -> int:
    """Be the command that was ordered."""
    if order["alone"]:
        os.setsid()
    os.environ.clear()
    os.environ.update(order["environment"])
    os.chdir(order["folder"])
    sys.path[:0] = order["environment"].get("PYTHONPATH", "").split(os.pathsep)
    sys.argv = ["otio-v2a", *order["words"]]
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    return _code(main)


def _job() -> NoReturn:
    """Be the process of a job; our streams, our session and our parent are right already."""
    # What the service had open goes, and nothing of it may be closed a second time.
    gc.freeze()
    gc.enable()
    signal.set_wakeup_fd(-1)
    for number in _HANDLED:
        signal.signal(number, signal.SIG_DFL)
    os.closerange(3, os.sysconf("SC_OPEN_MAX"))
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    logging.getLogger("otio_v2a.watch").handlers.clear()
    _end(_code(job.main))


class _Mother:
    """All that were born here, by number, with the sockets that wait for their end."""

    def __init__(self, orders: socket.socket) -> None:
        self._orders = orders
        self._ended, self._ending = socket.socketpair()
        self._families: dict[int, socket.socket] = {}

    def wait(self) -> None:
        """Do what is ordered, until nobody is there to order anything."""
        self._ending.setblocking(False)
        self._ended.setblocking(False)
        signal.set_wakeup_fd(self._ending.fileno())
        signal.signal(signal.SIGCHLD, lambda *_: None)
        while True:
            ready, _, _ = select.select([self._orders, self._ended], [], [])
            if self._ended in ready:
                self._ended.recv(4096)
                self._buried()
            if self._orders in ready:
                order, fds, _, _ = socket.recv_fds(self._orders, 1 << 20, 4)
                if not order:
                    return
                self._bear(order, fds)

    def _bear(self, order: bytes, fds: list[int]) -> None:
        child = os.fork()
        if not child:
            self._be(order, fds)
        for stream in fds[:3]:
            os.close(stream)
        self._families[child] = socket.socket(fileno=fds[3])
        self._families[child].sendall(f"{child}\n".encode())

    def _be(self, order: bytes, fds: list[int]) -> NoReturn:
        for other in (self._orders, self._ended, self._ending, *self._families.values()):
            other.close()
        for number, stream in enumerate(fds[:3]):
            os.dup2(stream, number)
        for one in fds:
            os.close(one)
        _end(_live(json.loads(order)))

    def _buried(self) -> None:
        while self._families:
            child, status = os.waitpid(-1, os.WNOHANG)
            if not child:
                return
            with self._families.pop(child) as family:
                family.sendall(f"{os.waitstatus_to_exitcode(status)}\n".encode())


def _fork_jobs() -> None:
    """Have a service fork the processes of its jobs; all else about them is as it always is.

    With V2A_WHOLE_START in its environment, they start as they do for users.
    """
    started = asyncio.create_subprocess_exec

    def begun(*words: str, **how: Any) -> Any:
        if words[1:] == ("-P", "-m", job.__name__) and "V2A_WHOLE_START" not in os.environ:
            how["preexec_fn"] = _job
        return started(*words, **how)

    asyncio.create_subprocess_exec = begun


def _import_everything() -> None:
    for found in pkgutil.walk_packages(otio_v2a.__path__, "otio_v2a."):
        if not found.name.endswith("__main__"):
            importlib.import_module(found.name)
    for name in _LATE:
        importlib.import_module(name)


if __name__ == "__main__":
    _fork_jobs()
    # What the children share is made once, and stays shared.
    _import_everything()
    for name in TABLES:
        table(name)
    gc.collect()
    gc.freeze()
    _Mother(socket.socket(fileno=int(sys.argv[1]))).wait()
