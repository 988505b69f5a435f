"""Takes, listed and chosen by a person; requests whose fate only a person can decide."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from otio_v2a.errors import UsageError
from otio_v2a.gateway.ledger import Entry, Ledger, number, opened, there
from otio_v2a.providers import registry
from otio_v2a.providers.base import Remote
from otio_v2a.score.ordering import ordered_parts, standings
from otio_v2a.score.orders import Order
from otio_v2a.score.placing import Takes, takes
from otio_v2a.score.prepare import Prepared
from otio_v2a.score.standing import UNDECIDED, Standing
from otio_v2a.score.workfolder import WorkFolder, held

_FORMS = "use CUE TAKE, resubmit CUE, adopt CUE JOB_ID"


@dataclass(frozen=True, slots=True)
class Open:
    """A request that waits for a person, or is under way at a seller."""

    entry: Entry
    standing: Standing


@dataclass(frozen=True, slots=True)
class Listing:
    """The finished takes of every part, and the requests that are neither done nor to be sent."""

    takes: tuple[Takes, ...]
    open: tuple[Open, ...] = ()


def listed(prepared: Prepared, folder: WorkFolder) -> Listing:
    """What there is; nothing where nothing was scored yet."""
    with there(folder.ledger) as ledger:
        ordered = ordered_parts(prepared, ledger, folder)
        found = takes(ordered, ledger, folder)
        if ledger is None:
            return Listing(found)
        return Listing(found, _open(standings(ordered, ledger, folder), ledger.entries()))


def _open(
    planned: Sequence[tuple[Order, Standing]], known: Mapping[str, Entry]
) -> tuple[Open, ...]:
    """What of the plan is neither done nor to be sent; and what else may have been paid for.

    The latter belongs to another provider, or to a cue as it was worded before.
    """
    found = {
        one.key: Open(known[one.key], how)
        for one, how in planned
        if how not in (Standing.DONE, Standing.TO_SEND)
    }
    wanted = {one.key for one, _ in planned}
    others = {
        key: Open(entry, _OWED[entry.state])
        for key, entry in known.items()
        if key not in wanted and entry.client and entry.state in _OWED
    }
    return (*found.values(), *others.values())


_OWED: Mapping[str, Standing] = MappingProxyType(
    {
        "intent": Standing.UNCERTAIN,
        "submitted": Standing.UNDER_WAY,
        "uncertain": Standing.UNCERTAIN,
    }
)
"""What may have been paid for without a sound to show for it."""


def decide(prepared: Prepared, folder: WorkFolder, words: Sequence[str], role: str | None) -> str:
    """Do what a person says: choose a take, pay anew, or adopt a job; what came of it.

    Where a request is meant, CUE may also be the request's own number, as `takes` lists it.
    Raises: UsageError when the words do not fit, or there is no such take or request.
    """
    match list(words):
        case ["use", cue, take] if take.isdecimal():
            _choose(folder, cue, _part(prepared, folder, cue, role), int(take))
            return "Chosen. Place it with: otio-v2a place TIMELINE"
        case ["resubmit", which]:
            return _resubmit(prepared, folder, which, role)
        case ["adopt", which, job]:
            return _adopt(prepared, folder, which, role, job)
    message = f"'{' '.join(words)}' is not understood. Say one of: {_FORMS}."
    raise UsageError(message)


def _part(prepared: Prepared, folder: WorkFolder, cue: str, role: str | None) -> Takes:
    found = [
        one
        for one in listed(prepared, folder).takes
        if cue in (one.part.cue.id, one.part.cue.name) and role in (None, one.part.role)
    ]
    if len(found) == 1:
        return found[0]
    known = ", ".join(f"{one.part.cue.id} ({one.part.role})" for one in found)
    message = f"several cues fit '{cue}': {known}. Say its id, and --role where it has stems."
    if not found:
        message = f"there is no cue '{cue}' here. See `otio-v2a takes TIMELINE`."
    raise UsageError(message)


def _choose(folder: WorkFolder, cue: str, found: Takes, number: int) -> None:
    if number not in found.done:
        done = ", ".join(map(str, found.done)) or "none"
        message = f"cue '{cue}' has no take {number}. Finished takes: {done}."
        raise UsageError(message)
    with held(folder), opened(folder.ledger) as ledger:
        ledger.choose(found.part.key, number)


def _resubmit(prepared: Prepared, folder: WorkFolder, which: str, role: str | None) -> str:
    """Let what failed or is uncertain be paid for once more, by the next run."""
    with held(folder), _ledger(folder) as ledger:
        keys = _undecided(prepared, ledger, folder, (which, role))
        cost = sum((ledger.release(key).price for key in keys), Decimal(0))
    count = f"{len(keys)} request{'' if len(keys) == 1 else 's'}"
    return f"{count} will be sent again by the next score, for ${cost.normalize():f}."


def _adopt(prepared: Prepared, folder: WorkFolder, which: str, role: str | None, job: str) -> str:
    """Take a job that a person found at the seller for the one whose answer was lost."""
    with held(folder), _ledger(folder) as ledger:
        keys = _undecided(prepared, ledger, folder, (which, role))
        if len(keys) > 1:
            numbers = ", ".join(map(number, keys))
            message = f"'{which}' has {len(keys)} such requests: {numbers}. Say which one you mean."
            raise UsageError(message)
        ledger.submit(keys[0], job)
    return "Adopted. The next score fetches what it made; that costs nothing."


def _ledger(folder: WorkFolder) -> AbstractContextManager[Ledger]:
    if not folder.ledger.is_file():
        message = f"nothing was sent yet: there is no '{folder.ledger}'."
        raise UsageError(message)
    return opened(folder.ledger)


def _undecided(
    prepared: Prepared, ledger: Ledger, folder: WorkFolder, where: tuple[str, str | None]
) -> tuple[str, ...]:
    """The keys of what failed or is uncertain, of one cue or by its own number."""
    which, role = where
    known = ledger.entries()
    if numbered := [key for key in known if number(key) == which]:
        found = [(key, _decidable(known[key])) for key in numbered]
    else:
        planned = standings(ordered_parts(prepared, ledger, folder), ledger, folder)
        found = [(one.key, how in UNDECIDED) for one, how in planned if _meant(one, which, role)]
    if not found:
        message = f"there is no cue or request '{which}' here. See `otio-v2a takes TIMELINE`."
        raise UsageError(message)
    keys = tuple(dict.fromkeys(key for key, undecided in found if undecided))
    if not keys:
        message = f"nothing of '{which}' is uncertain or failed: there is nothing to decide."
        raise UsageError(message)
    return keys


def _decidable(entry: Entry) -> bool:
    """Whether a person has to decide: a lost request that its seller can be asked for has not."""
    if entry.state == "intent":
        seller = registry.provider(entry.provider)
        return isinstance(seller, Remote) and seller.found(entry.client) is None
    return entry.state in ("uncertain", "failed")


def _meant(one: Order, which: str, role: str | None) -> bool:
    return which in (one.part.cue.id, one.part.cue.name) and role in (None, one.part.role)
