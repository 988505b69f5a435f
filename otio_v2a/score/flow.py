"""The flow, in order: order, approve, work, choose, bake, lay out, write, report."""

import asyncio
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from otio_v2a.errors import HeldError, InterruptedRunError, TimelineError
from otio_v2a.gateway.budget import Budget
from otio_v2a.gateway.ledger import Ledger, opened
from otio_v2a.planning import segment_price
from otio_v2a.providers.base import usd
from otio_v2a.score.hiring import Means, hired, secrets
from otio_v2a.score.laying import Laying, laid
from otio_v2a.score.ordering import ordered_parts, standings
from otio_v2a.score.orders import Order, Ordered
from otio_v2a.score.placing import Placed, Takes, takes
from otio_v2a.score.prepare import Prepared
from otio_v2a.score.progress import Watch
from otio_v2a.score.report import Report
from otio_v2a.score.reporting import Result
from otio_v2a.score.scorers import Idle, Scorer
from otio_v2a.score.standing import MAY_COST, Standing
from otio_v2a.score.stopping import GiveUp, Withdrawals, left_behind, stoppable
from otio_v2a.score.work import Bench, Done, Work, cores
from otio_v2a.score.workfolder import Outputs, WorkFolder, held
from otio_v2a.score.writing import write

Approve = Callable[[Mapping[str, Decimal]], bool]
"""Asked for a yes: the price in USD of every request, by its key."""


def _go_on(_who: str, _jobs: int) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Run:
    """One run: where it works, where it writes, whom it asks and whom it tells.

    `environment` and the file `keys` hold the secrets of sellers.
    """

    folder: WorkFolder
    outputs: Outputs
    approve: Approve
    watch: Watch
    alternates: bool = False
    environment: Mapping[str, str] = field(default_factory=dict)
    keys: Path = Path()
    give_up: GiveUp = _go_on
    withdrawals: Withdrawals = field(default_factory=Withdrawals)


def score(prepared: Prepared, run: Run) -> Report:
    """Score what is not scored yet, place everything that is, and write the timeline.

    Raises: HeldError when the price needs a yes; LockedError; TimelineError when it cannot be
    written; InterruptedRunError when stopped: what is finished is kept.
    """
    _check_marked(prepared)
    with held(run.folder), opened(run.folder.ledger) as ledger:
        ordered = ordered_parts(prepared, ledger, run.folder)
        wanted = [one for one in ordered if one.part.cue.id in prepared.chosen]
        left = _left(wanted, ledger, run.folder)
        means = _means(left, prepared, run)
        before = {one.part.key for one in takes(ordered, ledger, run.folder) if one.chosen}
        try:
            busy = means if left or _litter(prepared, ledger) else None
            done = stoppable(_scored(wanted, prepared, ledger, run, busy))
        except InterruptedRunError as error:
            stopped = left_behind(prepared.provider, ledger, means, run.give_up)
            if stopped:
                raise stopped from error
            raise
        found = takes(ordered, ledger, run.folder)
        placed = stoppable(_placed(found, prepared, ledger, run))
        _set_aside(found, placed, ledger)
        spent = means.budget.spent, means.budget.requests
        result = Result(found, placed, before, done, *spent)
        return write(prepared, run.folder, run.outputs, result, ledger)


def _left(
    wanted: Sequence[Ordered], ledger: Ledger, folder: WorkFolder
) -> tuple[tuple[Order, Standing], ...]:
    """The requests that are not done, each once, and how they stand."""
    found = standings(wanted, ledger, folder)
    return tuple({one.key: (one, how) for one, how in found if how is not Standing.DONE}.values())


def _litter(prepared: Prepared, ledger: Ledger) -> bool:
    """Whether a killed run left pictures at a public address that are to be taken away."""
    return prepared.settings.hosting.delete and bool(ledger.hosted())


def _means(left: Collection[tuple[Order, Standing]], prepared: Prepared, run: Run) -> Means:
    """The account's secrets and the approved money.

    Raises: UsageError when a key or an address is missing; HeldError without a yes.
    """
    settings = prepared.settings
    vault = secrets(prepared.provider, left, settings, run.environment, run.keys)
    priced = [one for one, how in left if how in MAY_COST]
    return Means(settings, vault, run.environment, Budget(approved(priced, prepared, run)))


def place(prepared: Prepared, run: Run) -> Report:
    """Rebuild the output from the chosen takes: renders, scores and costs nothing."""
    with held(run.folder), opened(run.folder.ledger) as ledger:
        ordered = ordered_parts(prepared, ledger, run.folder)
        found = takes(ordered, ledger, run.folder)
        placed = stoppable(_placed(found, prepared, ledger, run))
        before = {one.part.key for one in found}
        result = Result(found, placed, before)
        return write(prepared, run.folder, run.outputs, result, ledger)


def _check_marked(prepared: Prepared) -> None:
    """Raises: TimelineError when no marker asks for anything."""
    if prepared.spotted.cues or prepared.spotted.held:
        return
    message = (
        f"no marker in '{prepared.document.path.name}' asks for sound. Name a marker 'sfx' or"
        " 'bgm', write the prompt into its note, and export again; or say --unmarked."
    )
    raise TimelineError(message)


def approved(asked: Collection[Order], prepared: Prepared, run: Run) -> Decimal:
    """What these requests will cost, allowed.

    Raises: HeldError above the cap, or without a yes where one is needed: a price that is only
    assumed always needs one.
    """
    price, settings = prepared.provider.price, prepared.settings
    prices = {one.key: segment_price(one.segment, price) for one in asked}
    cost = sum(prices.values(), Decimal(0))
    count = f"{len(asked)} request{'' if len(asked) == 1 else 's'}"
    if cost > settings.max_cost:
        message = (
            f"{count} to {prepared.provider.name} would cost {usd(cost)} USD, more than"
            f" the cap of {usd(settings.max_cost)}. Nothing was sent. Raise it with --max-cost."
        )
        raise HeldError(message)
    doubtful = price.assumed and bool(cost)
    needed = cost > settings.auto_approve_below or doubtful
    if needed and not run.approve(prices):
        message = f"{usd(cost)} USD were not approved: nothing was sent. Say --yes to go on."
        raise HeldError(message)
    return cost


async def _scored(
    wanted: Sequence[Ordered], prepared: Prepared, ledger: Ledger, run: Run, means: Means | None
) -> Done:
    """Why parts failed; without means, nothing is left to be scored."""
    free = asyncio.Semaphore(cores(prepared.settings.workers))

    def work(scorer: Scorer) -> Work:
        return Work(Bench(run.folder, ledger, scorer, free, run.watch, run.withdrawals))

    if means is None:
        return await work(Idle()).do(wanted)
    async with hired(prepared.provider, run.folder, ledger, free, means) as scorer:
        return await work(scorer).do(wanted)


async def _placed(found: Sequence[Takes], prepared: Prepared, ledger: Ledger, run: Run) -> Placed:
    return await laid(found, Laying(prepared, ledger, run.folder, run.watch, run.alternates))


def _set_aside(found: Sequence[Takes], laid: Placed, ledger: Ledger) -> None:
    """Have replies that cannot be used made again by the next run, where that costs nothing."""
    for one in found:
        problem = laid.problems.get(one.part.key)
        if problem and one.chosen and one.ordered.provider.price.free:
            for asked in one.ordered.of_take(one.chosen):
                ledger.fail(asked.key, problem)
