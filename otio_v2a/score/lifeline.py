"""A process of our own for one errand: told it on stdin, stopped when its line is closed.

So no such process outlives whoever sent it, however that ended.
"""

import asyncio
import json
import os
import signal
import subprocess
import sys
from _thread import interrupt_main
from collections.abc import Iterator

from pydantic import BaseModel

_LONGEST = 2**24


async def started(module: str) -> asyncio.subprocess.Process:
    """A process that runs a module of ours; Ctrl-C at our terminal is ours to pass on.

    Raises: OSError when this machine has no room for a process, or for its lines.
    """
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-m", module),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        limit=_LONGEST,
        start_new_session=os.name == "posix",
        creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
    )


def as_line(errand: BaseModel) -> bytes:
    """An errand as it is sent."""
    return json.dumps(errand.model_dump(mode="json")).encode("ascii") + b"\n"


def lines() -> Iterator[bytes]:
    """What is sent on stdin, a line at a time, until it is closed; to be gone on with in a thread.

    Nothing is buffered: a buffer that a thread waits in must not be locked when the process ends.
    """
    held = b""
    while said := os.read(0, 4096):
        *whole, held = (held + said).split(b"\n")
        yield from whole


def obey_interrupts() -> None:
    """Have Ctrl-C stop us, even where whoever started our sender had it ignored."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def interrupt() -> None:
    """Stop this process as Ctrl-C would; from any thread."""
    if os.name == "posix":
        os.kill(os.getpid(), signal.SIGINT)
    else:
        interrupt_main()
