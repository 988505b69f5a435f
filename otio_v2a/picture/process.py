"""One run of ffmpeg: counted while it works, killed when it is not wanted any more."""

import asyncio
import os
import re
import signal
import subprocess
from asyncio.subprocess import Process
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from otio_v2a.errors import RenderError
from otio_v2a.picture.engine import environment

_FRAME = re.compile(rb"frame=\s*(\d+)")
_TAIL = 600
# No command ends with it: a signal counts from -1 down to -64.
_GIVEN_UP = -1000


@dataclass(frozen=True, slots=True)
class Ended:
    """How a run ended: its exit code, and the last lines it complained with."""

    code: int
    said: tuple[str, ...]

    @property
    def complaint(self) -> str:
        """The very last line."""
        return self.said[-1] if self.said else ""

    @property
    def given_up(self) -> bool:
        """Whether it was killed because it took too long."""
        return self.code == _GIVEN_UP


async def run(
    command: Sequence[str], log: Path, counted: Callable[[int], None], patience: float
) -> Ended:
    """The end of a command that reports its progress on standard output (`-progress pipe:1`).

    `counted` is told the frames written so far; `log` takes what the command complains about;
    after `patience` seconds it is killed.
    When this is cancelled, or `counted` raises, the command and its children are killed first.
    Raises: RenderError when the command does not start.
    """
    process = await _started(command, log)
    try:
        async with asyncio.timeout(patience):
            await _follow(process, counted)
            return Ended(await process.wait(), _tail(log))
    except TimeoutError:
        return Ended(_GIVEN_UP, (f"not finished after {patience:.0f} s",))
    finally:
        if process.returncode is None:
            await _end(process)


async def _started(command: Sequence[str], log: Path) -> Process:
    """The process; one that a cancellation overtakes while it starts is ended, not forgotten."""
    starting = asyncio.ensure_future(_start(command, log))
    try:
        return await asyncio.shield(starting)
    except asyncio.CancelledError:
        await _end(await starting)
        raise


async def _end(process: Process) -> None:
    """Kill it and its children, and take what it still has to say: its pipe is closed by that."""
    _kill(process)
    await process.communicate()


async def _start(command: Sequence[str], log: Path) -> Process:
    try:
        with log.open("wb") as errors:
            return await asyncio.create_subprocess_exec(
                *command,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=environment(os.environ),
                start_new_session=True,
            )
    except OSError as error:
        message = f"ffmpeg does not start: {error}. Check the ffmpeg setting and the free memory."
        raise RenderError(message) from error


async def _follow(process: Process, counted: Callable[[int], None]) -> None:
    if process.stdout is None:
        return
    async for line in process.stdout:
        found = _FRAME.match(line)
        if found:
            counted(int(found[1]))


def _kill(process: Process) -> None:
    try:
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    except ProcessLookupError:
        return


def _tail(log: Path) -> tuple[str, ...]:
    lines = log.read_bytes()[-_TAIL:].decode(errors="replace").split("\n")
    # What ffmpeg begins a line with are its own addresses in memory.
    plain = (re.sub(r"^(\[[^\]]* @ 0x[0-9a-f]+\] *)+", "", line.strip()) for line in lines)
    return tuple(filter(None, plain))
