"""How a request stands before a run: done, to be sent, under way, or for a person to decide."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from otio_v2a.gateway.ledger import Entry
from otio_v2a.providers.base import Provider, Remote
from otio_v2a.score.orders import Order, finished
from otio_v2a.score.workfolder import WorkFolder


class Standing(StrEnum):
    """What a run would do about a request; only the first may cost something."""

    TO_SEND = "to be scored"
    SOUGHT = "to be looked up"
    UNDER_WAY = "paid, under way"
    UNCERTAIN = "uncertain"
    FAILED = "failed"
    DONE = "done"


def standing(
    asked: Order, known: Mapping[str, Entry], folder: WorkFolder, provider: Provider
) -> Standing:
    """How one request stands."""
    if finished(asked, known, folder):
        return Standing.DONE
    entry = known.get(asked.key)
    if entry is None or not isinstance(provider, Remote):
        return Standing.TO_SEND
    if entry.state == "intent":
        # Whoever cannot be asked leaves it open for ever.
        found = provider.found(entry.client)
        return Standing.UNCERTAIN if found is None else Standing.SOUGHT
    return _REMOTE[entry.state]


_REMOTE: Mapping[str, Standing] = MappingProxyType(
    {
        "rejected": Standing.TO_SEND,
        "submitted": Standing.UNDER_WAY,
        # Paid, and its file is gone: it is fetched again.
        "done": Standing.UNDER_WAY,
        "uncertain": Standing.UNCERTAIN,
        "failed": Standing.FAILED,
    }
)

MAY_COST = frozenset({Standing.TO_SEND, Standing.SOUGHT})
"""What has to be approved: a lost request may turn out never to have arrived."""

UNDECIDED = frozenset({Standing.UNCERTAIN, Standing.FAILED})
"""What a person decides on: it is never paid again by itself."""
