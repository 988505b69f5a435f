"""What processes cost: CPU seconds, wall seconds, memory. Linux, where memory is asked for."""

import os
import resource
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

_PROC = Path("/proc")
_PAGE = os.sysconf("SC_PAGE_SIZE")
_EVERY = 0.02
MIB = 1 << 20


def child(
    code: str, *arguments: str, cwd: Path | None = None, environment: dict[str, str] | None = None
) -> tuple[float, float]:
    """CPU and wall seconds of one child process."""
    command = [sys.executable, "-c", code, *arguments]
    env = {**os.environ, **(environment or {})}

    def run() -> None:
        subprocess.run(command, check=True, cwd=cwd, env=env, stdout=subprocess.DEVNULL)

    return spent(run)


def side_by_side(commands: Sequence[Sequence[str]], at_once: int) -> tuple[float, float]:
    """CPU and wall seconds of some commands, so many at once: our own threads cost nothing."""

    def one(command: Sequence[str]) -> None:
        subprocess.run(command, check=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)

    def run() -> None:
        with ThreadPoolExecutor(at_once) as threads:
            list(threads.map(one, commands))

    return spent(run)


def spent(job: Callable[[], None]) -> tuple[float, float]:
    """CPU and wall seconds of the child processes of a job, and of theirs."""
    before, begin = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    job()
    after, end = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    cpu = (after.ru_utime + after.ru_stime) - (before.ru_utime + before.ru_stime)
    return cpu, end - begin


def best(runs: int, *jobs: Callable[[], tuple[float, float]]) -> list[tuple[float, float]]:
    """The least CPU and wall seconds of each job, taken in turns."""
    taken = [[job() for job in jobs] for _ in range(runs)]
    return [
        (min(t[0] for t in column), min(t[1] for t in column))
        for column in zip(*taken, strict=True)
    ]


def peak(command: Sequence[str]) -> int:
    """The most bytes of memory that one command had."""
    process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return used.ru_maxrss * 1024


@dataclass(slots=True)
class Memory:
    """The most bytes of memory seen: of one program's processes together, of their parent."""

    below: int = field(default=0, init=False)
    own: int = field(default=0, init=False)


@contextmanager
def watched(program: str) -> Iterator[Memory]:
    """The memory, meanwhile, of every process of a program that our children have started."""
    seen, done = Memory(), threading.Event()

    def watch() -> None:
        while not done.wait(_EVERY):
            parents = dict(_parents())
            ours = [one for one, parent in parents.items() if parent == os.getpid()]
            below = [one for one, parent in parents.items() if parent in ours and _is(one, program)]
            seen.below = max(seen.below, sum(map(_resident, below)))
            seen.own = max([seen.own, *map(_resident, ours)])

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        yield seen
    finally:
        done.set()
        thread.join()


def _parents() -> Iterator[tuple[int, int]]:
    """Every process there is, and its parent."""
    for folder in _PROC.glob("[0-9]*"):
        with suppress(OSError):
            told = (folder / "stat").read_text().rpartition(")")[2].split()
            yield int(folder.name), int(told[1])


def _is(process: int, program: str) -> bool:
    """Whether it has become the program already: before that it has its parent's memory."""
    with suppress(OSError):
        return str((_PROC / str(process) / "exe").readlink()) == program
    return False


def _resident(process: int) -> int:
    with suppress(OSError):
        return int((_PROC / str(process) / "statm").read_text().split()[1]) * _PAGE
    return 0
