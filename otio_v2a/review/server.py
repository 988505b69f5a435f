"""The review served: 127.0.0.1 alone, a free port, a random token, closed when nobody is there."""

import asyncio
import secrets
import socket
import time
from collections.abc import Awaitable, Callable, MutableMapping
from contextlib import suppress
from typing import Any

import uvicorn

from otio_v2a.review.app import application
from otio_v2a.review.guard import Guard
from otio_v2a.review.runs import Reviewed
from otio_v2a.review.session import Session
from otio_v2a.review.views import Addresses

_LOOK = 1.0


async def serve(
    about: Reviewed, idle: Callable[[], float], opened: Callable[[str, Session], None]
) -> None:
    """Serve until stopped, or until for `idle()` seconds nobody asked and no run was under way.

    `opened` is told the address once it answers, and what is reviewed there.
    """
    token, key = secrets.token_urlsafe(24), secrets.token_urlsafe(24)
    review = Session(about, Addresses(key))
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        port = listening.getsockname()[1]
        app = _Counted(Guard(application(review), token, key, lambda: port))
        config = uvicorn.Config(
            app,
            log_level="warning",
            access_log=False,
            server_header=False,
            timeout_graceful_shutdown=2,
            lifespan="off",
        )
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve(sockets=[listening]))
        try:
            # The socket takes connections from here on, and answers once the server is up.
            listening.listen()
            warming = asyncio.create_task(review.warm())
            opened(f"http://127.0.0.1:{port}/#{token}", review)
            while not serving.done():
                await asyncio.wait({serving}, timeout=_LOOK)
                if not review.is_busy and app.quiet >= idle():
                    server.should_exit = True
            await serving
            await warming
        finally:
            server.should_exit = True
            with suppress(asyncio.CancelledError):
                await serving
            await review.close()


class _Counted:
    """Knows since when nobody asks anything."""

    def __init__(self, app: Guard) -> None:
        self._app, self._open, self._last = app, 0, time.monotonic()

    @property
    def quiet(self) -> float:
        """Seconds in which nobody asked, or was told, anything."""
        return 0.0 if self._open else time.monotonic() - self._last

    async def __call__(
        self,
        scope: MutableMapping[str, Any],
        receive: Callable[[], Awaitable[MutableMapping[str, Any]]],
        send: Callable[[MutableMapping[str, Any]], Awaitable[None]],
    ) -> None:
        """One request."""
        self._open += 1
        try:
            await self._app(scope, receive, send)
        finally:
            self._open -= 1
            self._last = time.monotonic()
