"""A job's process, from the side of the service: started, listened to, stopped."""

import asyncio
import json
from contextlib import suppress

from otio_v2a.score.lifeline import as_line, started
from otio_v2a.watch.ended import Ended, understood
from otio_v2a.watch.errand import Errand

_MODULE = "otio_v2a.watch.job"
_GRACE = 120.0
_TAIL = 2000


async def done(errand: Errand, name: str, stop: asyncio.Event) -> Ended:
    """How a job ended, in a process of its own; when `stop` is set, it stops where it is.

    A request that is under way is let end first: it may be paid.
    """
    try:
        process = await started(_MODULE)
    except OSError as error:
        return Ended(name, "stuck", f"no process can be started: {error.strerror or error}.")
    listening = asyncio.create_task(_heard(process, errand))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait((listening, stopping), return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    if not listening.done():
        await _stopped(process, listening)
    out, err = await listening
    code = await process.wait()
    _close(process)
    try:
        return understood(json.loads(out))
    except (ValueError, KeyError, TypeError):
        last = err.decode("utf-8", "replace").strip()[-_TAIL:]
        return Ended(name, "died", f"its process died (code {code}). {last}".strip())


async def _heard(process: asyncio.subprocess.Process, errand: Errand) -> tuple[bytes, bytes]:
    """All that a job says, once it was told its errand. Its line stays open."""
    if process.stdin:
        with suppress(BrokenPipeError, ConnectionResetError):
            process.stdin.write(as_line(errand))
            await process.stdin.drain()
    out, err = await asyncio.gather(_all(process.stdout), _all(process.stderr))
    return out, err


async def _all(stream: asyncio.StreamReader | None) -> bytes:
    return await stream.read() if stream else b""


async def _stopped(
    process: asyncio.subprocess.Process, listening: "asyncio.Task[tuple[bytes, bytes]]"
) -> None:
    """Close the job's line, which stops it; kill it when it does not end."""
    _close(process)
    try:
        await asyncio.wait_for(asyncio.shield(listening), _GRACE)
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()


def _close(process: asyncio.subprocess.Process) -> None:
    if process.stdin:
        process.stdin.close()
