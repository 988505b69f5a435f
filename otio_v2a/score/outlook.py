"""What a score run would do now: what is done, to be paid, under way, or cannot be had."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from otio_v2a.gateway.ledger import Entry, there
from otio_v2a.model import Notice, PartKey
from otio_v2a.planning import segment_price
from otio_v2a.score.ordering import ordered_parts, standings
from otio_v2a.score.orders import Order, Ordered
from otio_v2a.score.placing import Takes, takes
from otio_v2a.score.prepare import Prepared
from otio_v2a.score.standing import MAY_COST, UNDECIDED, Standing
from otio_v2a.score.workfolder import WorkFolder


@dataclass(frozen=True, slots=True)
class Outlook:
    """Requests still to be made and their price, by part; how every part's requests stand.

    `problems` are the parts whose picture cannot be had, `remarks` what is to be said of the
    others. Unit: USD.
    """

    requests: Mapping[PartKey, int]
    costs: Mapping[PartKey, Decimal]
    standings: Mapping[PartKey, Mapping[Standing, int]]
    problems: Mapping[PartKey, str]
    remarks: tuple[Notice, ...]

    @property
    def cost(self) -> Decimal:
        """The price of everything still to be made."""
        return sum(self.costs.values(), Decimal(0))


@dataclass(frozen=True, slots=True)
class Undecided:
    """A request that failed or is uncertain: a person decides whether it is paid again."""

    part: PartKey
    entry: Entry


@dataclass(frozen=True, slots=True)
class Survey:
    """What is left to do, every part's finished takes, and what waits for a person."""

    ahead: Outlook
    takes: tuple[Takes, ...]
    undecided: tuple[Undecided, ...]


def outlook(prepared: Prepared, folder: WorkFolder) -> Outlook:
    """What is left to do. Opens the ledger only where there is one; writes nothing but media that
    are in a zip.
    """
    with there(folder.ledger) as ledger:
        ordered = ordered_parts(prepared, ledger, folder)
        return _ahead(ordered, prepared, standings(_wanted(ordered, prepared), ledger, folder))


def survey(prepared: Prepared, folder: WorkFolder) -> Survey:
    """All that is known of it, from one look at the pictures."""
    with there(folder.ledger) as ledger:
        ordered = ordered_parts(prepared, ledger, folder)
        found = standings(_wanted(ordered, prepared), ledger, folder)
        known = ledger.entries() if ledger else {}
        undecided = {one.key: one.part.key for one, how in found if how in UNDECIDED}
        return Survey(
            _ahead(ordered, prepared, found),
            takes(ordered, ledger, folder),
            tuple(Undecided(part, known[key]) for key, part in undecided.items()),
        )


def _wanted(ordered: Iterable[Ordered], prepared: Prepared) -> list[Ordered]:
    return [one for one in ordered if one.part.cue.id in prepared.chosen]


def _ahead(
    ordered: Sequence[Ordered], prepared: Prepared, found: Sequence[tuple[Order, Standing]]
) -> Outlook:
    left = {one.key: one for one, how in found if how in MAY_COST}.values()
    counted: dict[PartKey, Counter[Standing]] = {}
    for one, how in found:
        counted.setdefault(one.part.key, Counter())[how] += 1
    return Outlook(
        Counter(asked.part.key for asked in left),
        _costs(left, prepared),
        counted,
        {one.part.key: one.problem for one in ordered if one.problem},
        tuple(
            Notice(one.part.cue.address, remark)
            for one in _wanted(ordered, prepared)
            for remark in one.remarks
        ),
    )


def _costs(asked: Iterable[Order], prepared: Prepared) -> dict[PartKey, Decimal]:
    costs: dict[PartKey, Decimal] = {}
    for one in asked:
        price = segment_price(one.segment, prepared.provider.price)
        costs[one.part.key] = costs.get(one.part.key, Decimal(0)) + price
    return costs
