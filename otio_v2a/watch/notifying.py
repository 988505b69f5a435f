"""Whoever is to know that a job has ended: a program of the user's, an address, or both."""

import asyncio
import json
import os
import subprocess
from contextlib import suppress

from otio_v2a.command.program import scrubbed
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

    problem = await post(settings.url, event, body, secret, settings.timeout)
    return f"{settings.url} was not told: {problem}." if problem else ""


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
        )
    except OSError as error:
        return f"'{name}' cannot be started: {error.strerror}."
    try:
        async with asyncio.timeout(settings.timeout):
            await process.communicate(body)
    except TimeoutError:
        with suppress(ProcessLookupError):
            process.kill()
        await process.wait()
        return f"'{name}' did not end in {settings.timeout:g} s, and was stopped."
    return f"'{name}' ended with code {process.returncode}." if process.returncode else ""
