"""The scorer of a run: this machine's, or a seller's with its key, its till and its hosting.

Everything that loads httpx is imported where it is used: a run with nothing left does without.
"""

import asyncio
from collections.abc import AsyncIterator, Collection, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from otio_v2a.errors import ProviderError, UsageError
from otio_v2a.gateway.budget import Budget
from otio_v2a.gateway.keys import Vault, vault
from otio_v2a.gateway.ledger import Entry, Ledger
from otio_v2a.gateway.patience import Clock
from otio_v2a.providers.base import Local, Provider, Remote
from otio_v2a.providers.wire import Movie
from otio_v2a.score.local import Desk, LocalScorer
from otio_v2a.score.orders import Order
from otio_v2a.score.scorers import Scorer
from otio_v2a.score.standing import Standing
from otio_v2a.score.workfolder import WorkFolder
from otio_v2a.settings import Settings

if TYPE_CHECKING:
    from otio_v2a.gateway.client import Client

_NEEDS_KEY = frozenset({Standing.TO_SEND, Standing.SOUGHT, Standing.UNDER_WAY})


@dataclass(frozen=True, slots=True)
class Means:
    """What a run works with: the user's settings, secrets and environment, the approved money."""

    settings: Settings
    vault: Vault
    environment: Mapping[str, str]
    budget: Budget
    clock: Clock = field(default_factory=Clock)


def secrets(
    provider: Provider,
    left: Collection[tuple[Order, Standing]],
    settings: Settings,
    environment: Mapping[str, str],
    keys: Path,
) -> Vault:
    """The account's secrets, once everything else that a seller needs is known to be there.

    Raises: UsageError naming what is missing and how to give it, before anything is sent.
    """
    needed = [one for one, how in left if how in _NEEDS_KEY]
    if not isinstance(provider, Remote) or not needed:
        return Vault({})
    if provider.missing:
        raise UsageError(provider.missing)
    files = any(not one.video_id for one in needed)
    if settings.hosting.kind == "none" and files and provider.upload(_NOTHING) is None:
        message = (
            f"{provider.name} takes no files, only public addresses. Tell where your pictures get"
            " one: [hosting] in your configuration, see docs/providers.md."
        )
        raise UsageError(message)
    return vault(provider, environment, keys)


_NOTHING = Movie(Path(), 0, "")


@asynccontextmanager
async def hired(
    provider: Provider, folder: WorkFolder, ledger: Ledger, cores: asyncio.Semaphore, means: Means
) -> AsyncIterator[Scorer]:
    """The scorer of one run.

    Raises: UsageError when hosting is configured wrong.
    """
    if isinstance(provider, Local):
        yield LocalScorer(provider, Desk(folder, ledger, means.budget, cores))
    elif isinstance(provider, Remote):
        from otio_v2a.gateway.account import Account
        from otio_v2a.gateway.hosting import hosting
        from otio_v2a.gateway.till import Till
        from otio_v2a.score.remote import Counter, RemoteScorer

        settings, clock = means.settings, means.clock
        store = hosting(settings.hosting, settings.gateway, means.environment)
        async with _client(provider, means) as client:
            account = Account(provider, clock)
            till = Till(client, account, ledger, means.budget, settings.gateway, clock)
            counter = Counter(client, till, store, clock, delete=settings.hosting.delete)
            yield RemoteScorer(counter, folder)
    else:
        message = f"the provider '{provider.name}' can score neither here nor far away."
        raise ProviderError(message)


@asynccontextmanager
async def _client(provider: Remote, means: Means) -> AsyncIterator["Client"]:
    from otio_v2a.gateway.client import Client
    from otio_v2a.gateway.http import Http

    settings = means.settings.gateway
    async with Http(provider, means.vault, settings, means.clock) as http:
        yield Client(provider, http, settings, means.clock)


async def cancelled(provider: Remote, ledger: Ledger, means: Means) -> int:
    """Ask a seller to stop everything that is under way there; how many jobs it stopped."""
    stopped = 0
    async with _client(provider, means) as client:
        for entry in under_way(provider, ledger):
            if await client.cancel(entry.job):
                ledger.fail(entry.key, "it was cancelled.")
                stopped += 1
    return stopped


def under_way(provider: Provider, ledger: Ledger) -> tuple[Entry, ...]:
    """What a seller has accepted and not delivered."""
    known = ledger.entries().values()
    return tuple(one for one in known if (one.state, one.provider) == ("submitted", provider.name))
