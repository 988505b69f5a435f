"""What is known of every cue before its sheet is written: pictures, requests, takes."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from otio_v2a.gateway.ledger import Entry, Ledger, there
from otio_v2a.model import PartKey
from otio_v2a.score.ordering import ordered_parts, studio
from otio_v2a.score.orders import Order, Ordered
from otio_v2a.score.pictures import Studio
from otio_v2a.score.placing import Takes, takes
from otio_v2a.score.prepare import Prepared
from otio_v2a.score.standing import Standing, standing
from otio_v2a.score.workfolder import WorkFolder

Standings = tuple[tuple[Order, Standing], ...]
"""Requests, and how each of them stands."""


@dataclass(frozen=True, slots=True)
class Known:
    """The takes of every part, how all requests of it stand, and the ledger's entries by key."""

    takes: tuple[Takes, ...]
    standings: Mapping[PartKey, Standings]
    entries: Mapping[str, Entry] = field(default_factory=dict)


def gathered(prepared: Prepared, folder: WorkFolder) -> tuple[Known, Studio]:
    """What is known, and what its pictures are made from. Takes no lock, and makes no folder but
    for media that are in a zip.

    Raises: LedgerError.
    """
    with there(folder.ledger) as ledger:
        made_from = studio(prepared, ledger, folder)
        ordered = ordered_parts(prepared, ledger, folder, made_from)
        return _known(ordered, ledger, folder), made_from


def _known(ordered: tuple[Ordered, ...], ledger: Ledger | None, folder: WorkFolder) -> Known:
    entries = ledger.entries() if ledger else {}
    found = takes(ordered, ledger, folder)
    stand = {
        part.part.key: tuple(
            (one, standing(one, entries, folder, part.provider)) for one in _begun(part, entries)
        )
        for part in ordered
    }
    return Known(tuple(found), stand, entries)


def _begun(part: Ordered, entries: Mapping[str, Entry]) -> Iterator[Order]:
    """The requests of every take that is planned, or was asked for by an earlier run."""
    highest = max((*part.part.takes, *(entry.take for entry in entries.values())))
    for take in range(1, 1 + highest):
        orders = part.of_take(take)
        if take in part.part.takes or any(one.key in entries for one in orders):
            yield from orders
