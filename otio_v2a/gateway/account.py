"""One account at one seller: how many at once, how fast, and whether there is a point in asking."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from otio_v2a.errors import GatewayError
from otio_v2a.gateway.patience import Clock
from otio_v2a.providers.base import Remote
from otio_v2a.providers.wire import Kind

_HOPELESS = frozenset({Kind.AUTH, Kind.TOKEN, Kind.QUOTA})


class Account:
    """The limits of one account, shared by all requests of a run."""

    def __init__(self, provider: Remote, clock: Clock) -> None:
        """Slots for jobs under way; a token bucket for requests."""
        self._slots = asyncio.Semaphore(provider.concurrency)
        self._interval = provider.submit_interval
        self._burst = provider.burst
        self._clock = clock
        self._due = 0.0
        self._closed: GatewayError | None = None

    @asynccontextmanager
    async def slot(self) -> AsyncIterator[None]:
        """One of the jobs that may be under way, from before its request until it has ended.

        Raises: GatewayError when an earlier refusal holds for every request.
        """
        async with self._slots:
            self._ask()
            yield

    async def turn(self) -> None:
        """Until the next request may go: `burst` at once, then one an interval."""
        now = self._clock.now()
        due = max(self._due, now)
        # Taken before the wait, so that nobody else gets the same turn.
        self._due = due + self._interval
        wait = due - self._interval * (self._burst - 1) - now
        if wait > 0:
            await self._clock.sleep(wait)
        self._ask()

    def close(self, error: GatewayError) -> None:
        """Remember a refusal that holds for every further request: no key, no credit."""
        if error.kind in _HOPELESS:
            self._closed = error

    def _ask(self) -> None:
        if self._closed:
            raise GatewayError(str(self._closed), self._closed.kind)
