"""Whoever is to know that a job has ended: a program of the user's, an address, or both."""

import asyncio
import json
import os
import subprocess

from otio_v2a.command.program import scrubbed
from otio_v2a.command.running import end_tree
from otio_v2a.settings import NotifySettings
from otio_v2a.watch.ended import FILED, Ended

SECRET = "OTIO_V2A_NOTIFY_SECRET"
"""The variable of the secret that webhooks are signed with."""


async def notified(ended: Ended, settings: NotifySettings, secret: str) -> list[str]:
    """Tell everybody who wants to know; what went wrong with it, a line each."""
    event = FILED.get(ended.how)
    if event is None or event not in settings.events:
        return []
    body = json.dumps(ended.told(), ensure_ascii=False).encode("utf-8", "replace")
    jobs = []
    if settings.command:
        jobs.append(_run(settings, event, body))
    if settings.url:
        jobs.append(_posted(settings, event, body, secret))
    return [problem for problem in await asyncio.gather(*jobs) if problem]


async def _posted(settings: NotifySettings, event: str, body: bytes, secret: str) -> str:
    # Loads httpx, which a service without an address does without.
    from otio_v2a.gateway.webhook import post

    return await post(settings.url, event, body, secret, settings.timeout)


async def _run(settings: NotifySettings, event: str, body: bytes) -> str:
    """The program gets the message on stdin and the event in V2A_EVENT: no shell, no keys."""
    environment = {**scrubbed(os.environ, ()), "V2A_EVENT": event}
    name = settings.command[0]
    try:
        process = await asyncio.create_subprocess_exec(
            *settings.command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=os.name == "posix",
            creationflags=getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0),
        )
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else error
        return f"'{name}' cannot be started: {why}."
    try:
        async with asyncio.timeout(settings.timeout):
            await process.communicate(body)
    except TimeoutError:
        await asyncio.to_thread(end_tree, process.pid)
        await process.wait()
        return f"'{name}' did not end in {settings.timeout:g} s, and was stopped."
    return f"'{name}' ended with code {process.returncode}." if process.returncode else ""
