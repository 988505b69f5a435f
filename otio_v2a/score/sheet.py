"""The cue sheet: a row for every marker of ours, in timeline order, and how it stands. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from otio_v2a.gateway.ledger import Entry
from otio_v2a.model import Cue, CueOptions, Notice, Prompts, Role, Span
from otio_v2a.providers.base import usd
from otio_v2a.score.gathering import Known
from otio_v2a.score.placing import Takes
from otio_v2a.score.prepare import Prepared
from otio_v2a.score.report import worst_first
from otio_v2a.score.state import State, together
from otio_v2a.spotting import Held, Mark

_NO_PROMPTS = Prompts.model_validate({})
_NOT_CUES = (State.HELD, State.SKIPPED)


@dataclass(frozen=True, slots=True)
class Row:
    """One marker of ours. `status` is its state in words, with the take or the reason.

    `prompts` and `options` are what was understood: nothing of a marker that is held or skipped.
    Unit: `paid` in USD, what is owed for certain.
    """

    id: str
    name: str
    address: str
    record: Span | None
    state: State
    status: str
    roles: tuple[Role, ...] = ()
    prompts: Prompts = _NO_PROMPTS
    options: CueOptions = field(default_factory=CueOptions)
    paid: Decimal = Decimal(0)
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """All rows in timeline order, and what is to be said of none of them in particular.

    Unit: `elsewhere` in USD, what was paid for cues that are not in the timeline any more.
    """

    rows: tuple[Row, ...]
    notices: tuple[Notice, ...] = ()
    elsewhere: Decimal = Decimal(0)

    @property
    def paid(self) -> Decimal:
        """What was paid for all rows. Unit: USD."""
        return sum((row.paid for row in self.rows), Decimal(0))

    @property
    def seconds(self) -> float:
        """How long all cues are, one after the other."""
        spans = (row.record for row in self.rows if row.state not in _NOT_CUES)
        return float(sum(span.length / span.rate for span in spans if span))

    def counted(self) -> str:
        """How many rows are what: `8 cues, 1 held, 2 skipped`."""
        states = Counter(row.state for row in self.rows)
        left = {state: states.pop(state, 0) for state in _NOT_CUES}
        cues = f"{states.total()} cue{'' if states.total() == 1 else 's'}"
        return ", ".join((cues, *(f"{count} {state}" for state, count in left.items() if count)))


def sheet(prepared: Prepared, known: Known) -> Sheet:
    """The rows of a timeline; markers without a place in it come last."""
    said: dict[str, list[Notice]] = {}
    for notice in (*prepared.notices, *_seen(known.takes)):
        said.setdefault(notice.cue, []).append(notice)
    marks: tuple[Mark, ...] = (*prepared.spotted.cues, *prepared.spotted.held)
    parts: dict[str, list[Takes]] = {}
    for one in known.takes:
        parts.setdefault(one.part.cue.id, []).append(one)
    bills = _bills(known)
    rows = tuple(
        _billed(
            _held(one) if isinstance(one, Held) else _scored(one, parts[one.id], known),
            bills.pop(one.id, ()),
            said.get(one.id, ()),
        )
        for one in sorted(marks, key=_place)
    )
    return Sheet(
        rows,
        worst_first(tuple(said.get("", ()))),
        _owed(entry for bill in bills.values() for entry in bill),
    )


def _place(mark: Mark) -> tuple[bool, int, int]:
    return (False, mark.record.start, mark.record.length) if mark.record else (True, 0, 0)


def _seen(found: Iterable[Takes]) -> Iterator[Notice]:
    """What was found out about the pictures."""
    for one in found:
        cue = one.part.cue
        yield from (Notice(cue.address, remark, cue=cue.id) for remark in one.ordered.remarks)


def _held(held: Held) -> Row:
    state = State.SKIPPED if held.skipped else State.HELD
    status = f"{state}: {held.message}"
    return Row(held.id, held.name, held.address, held.record, state, status)


def _scored(cue: Cue, parts: Sequence[Takes], known: Known) -> Row:
    return Row(
        *(cue.id, cue.name, cue.address, cue.record, *together(parts, known)),
        roles=tuple(one.part.role for one in parts),
        prompts=cue.prompts,
        options=cue.options,
    )


def _billed(row: Row, bill: Sequence[Entry], said: Sequence[Notice]) -> Row:
    """A row with what was paid for it and what is to be said of it."""
    doubt = sum(map(_doubtful, bill), Decimal(0))
    told = (one.message for one in worst_first(tuple(said)))
    unsure = (f"${usd(doubt)} more may have been paid.",) if doubt else ()
    return replace(row, paid=_owed(bill), notes=(*unsure, *told))


def _bills(known: Known) -> dict[str, list[Entry]]:
    """The ledger's entries by cue: what it asks for now, and what it was scored with before.

    A request that several cues ask for stands with the first of them alone.
    """
    owner: dict[str, str] = {}
    for (cue, _), asked in known.standings.items():
        for one, _ in asked:
            owner.setdefault(one.key, cue)
    bills: dict[str, list[Entry]] = {}
    for key, entry in known.entries.items():
        bills.setdefault(owner.get(key, entry.cue), []).append(entry)
    return bills


def _owed(bill: Iterable[Entry]) -> Decimal:
    paid = (entry.price for entry in bill if entry.state in ("submitted", "done"))
    return sum(paid, Decimal(0))


def _doubtful(entry: Entry) -> Decimal:
    """What may have been paid: for what failed or was lost there, and before it was paid anew."""
    lost = bool(entry.client) and entry.state in ("intent", "uncertain", "failed")
    return entry.price * (entry.attempt - 1 + lost)
