"""What a score run would do now: what is done, to be paid, or cannot be had."""

from collections import Counter
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from decimal import Decimal

from otio_v2a.gateway.ledger import opened
from otio_v2a.model import PartKey
from otio_v2a.score.ordering import ordered_parts, unpaid
from otio_v2a.score.prepare import Prepared
from otio_v2a.score.workfolder import WorkFolder


@dataclass(frozen=True, slots=True)
class Outlook:
    """Requests still to be made, by part; their price; and the parts whose picture is offline."""

    requests: Mapping[PartKey, int]
    cost: Decimal
    problems: Mapping[PartKey, str]


def outlook(prepared: Prepared, folder: WorkFolder) -> Outlook:
    """What is left to do. Opens the ledger only where there is one; writes nothing."""
    there = opened(folder.ledger) if folder.ledger.is_file() else nullcontext(None)
    with there as ledger:
        ordered = ordered_parts(prepared, ledger)
        wanted = [one for one in ordered if one.part.cue.id in prepared.chosen]
        left = unpaid(wanted, ledger, folder)
    requests = Counter(asked.part.key for asked in left.values())
    problems = {one.part.key: one.problem for one in ordered if one.problem}
    return Outlook(requests, len(left) * prepared.provider.price, problems)
