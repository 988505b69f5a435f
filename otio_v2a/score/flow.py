"""The flow, in order: order, approve, work, choose, bake, lay out, write, report."""

import asyncio
import signal
from collections.abc import Callable, Coroutine, Sequence
from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, TypeVar

from otio_v2a.errors import HeldError, InterruptedRunError, TimelineError
from otio_v2a.gateway.ledger import Ledger, opened
from otio_v2a.model import PartKey
from otio_v2a.score.baking import Baker
from otio_v2a.score.ordering import ordered_parts, unpaid
from otio_v2a.score.orders import Ordered
from otio_v2a.score.placing import Placed, PlaceOptions, Takes, place_takes, takes
from otio_v2a.score.prepare import Prepared
from otio_v2a.score.progress import Watch
from otio_v2a.score.report import Report
from otio_v2a.score.work import Bench, Work, cores
from otio_v2a.score.workfolder import WorkFolder, held
from otio_v2a.score.writing import Result, write
from otio_v2a.timecode import frames_in

Approve = Callable[[Decimal, int], bool]
"""Asked for a yes: the price in USD and the number of requests."""

_Done = TypeVar("_Done")


@dataclass(frozen=True, slots=True)
class Run:
    """One run: where it works, where it writes, whom it asks and whom it tells."""

    folder: WorkFolder
    output: Path
    approve: Approve
    watch: Watch
    alternates: bool = False


def score(prepared: Prepared, run: Run) -> Report:
    """Score what is not scored yet, place everything that is, and write the timeline.

    Raises: HeldError when the price needs a yes; LockedError; TimelineError when it cannot be
    written; InterruptedRunError when stopped: what is finished is kept.
    """
    _check_marked(prepared)
    with held(run.folder), opened(run.folder.ledger) as ledger:
        ordered = ordered_parts(prepared, ledger)
        wanted = [one for one in ordered if one.part.cue.id in prepared.chosen]
        cost = approved(len(unpaid(wanted, ledger, run.folder)), prepared, run)
        before = {one.part.key for one in takes(ordered, ledger, run.folder) if one.chosen}
        failed = _run(_scored(wanted, prepared, ledger, run))
        found = takes(ordered, ledger, run.folder)
        laid = _run(_placed(found, prepared, ledger, run))
        _set_aside(found, laid, ledger)
        return write(prepared, run.folder, run.output, Result(found, laid, before, failed, cost))


def place(prepared: Prepared, run: Run) -> Report:
    """Rebuild the output from the chosen takes: renders, scores and costs nothing."""
    with held(run.folder), opened(run.folder.ledger) as ledger:
        ordered = ordered_parts(prepared, ledger)
        found = takes(ordered, ledger, run.folder)
        laid = _run(_placed(found, prepared, ledger, run))
        before = {one.part.key for one in found}
        return write(prepared, run.folder, run.output, Result(found, laid, before))


def _check_marked(prepared: Prepared) -> None:
    """Raises: TimelineError when no marker asks for anything."""
    if prepared.spotted.cues or prepared.spotted.held:
        return
    message = (
        f"no marker in '{prepared.document.path.name}' asks for sound. Name a marker 'sfx' or"
        " 'bgm', write the prompt into its note, and export again; or say --unmarked."
    )
    raise TimelineError(message)


def approved(count: int, prepared: Prepared, run: Run) -> Decimal:
    """What this many requests will cost, allowed.

    Raises: HeldError above the cap, or without a yes where one is needed.
    """
    cost = count * prepared.provider.price
    settings = prepared.settings
    if cost > settings.max_cost:
        message = (
            f"{count} requests to {prepared.provider.name} would cost {cost:.2f} USD, more than"
            f" the cap of {settings.max_cost:.2f}. Nothing was sent. Raise it with --max-cost."
        )
        raise HeldError(message)
    if cost > settings.auto_approve_below and not run.approve(cost, count):
        message = f"{cost:.2f} USD were not approved: nothing was sent. Say --yes to go on."
        raise HeldError(message)
    return cost


async def _scored(
    wanted: Sequence[Ordered], prepared: Prepared, ledger: Ledger, run: Run
) -> dict[PartKey, str]:
    workers = cores(prepared.settings.workers)
    return await Work(Bench(run.folder, ledger, prepared.provider, workers, run.watch)).do(wanted)


async def _placed(found: Sequence[Takes], prepared: Prepared, ledger: Ledger, run: Run) -> Placed:
    settings, document = prepared.settings, prepared.document
    options = PlaceOptions(
        transitions=document.dialect.keeps_transitions,
        crossfade=frames_in(settings.crossfade, document.edit.rate),
        alternates=run.alternates,
    )
    with Baker(run.folder, ledger, cores(settings.workers), settings.edge_fade) as baker:
        return await place_takes(found, baker, options, run.watch)


def _set_aside(found: Sequence[Takes], laid: Placed, ledger: Ledger) -> None:
    """Have replies that cannot be used made again by the next run, where that costs nothing."""
    for one in found:
        problem = laid.problems.get(one.part.key)
        if problem and one.chosen and not one.ordered.provider.price:
            for asked in one.ordered.of_take(one.chosen):
                ledger.fail(asked.key, problem)


def _run(job: Coroutine[Any, Any, _Done]) -> _Done:
    """The job's result; Ctrl-C and SIGTERM stop it cleanly.

    Raises: InterruptedRunError when stopped.
    """
    try:
        return asyncio.run(_stoppable(job))
    except (KeyboardInterrupt, asyncio.CancelledError) as error:
        message = "stopped; what is finished is kept. Run the same command again to go on."
        raise InterruptedRunError(message) from error


async def _stoppable(job: Coroutine[Any, Any, _Done]) -> _Done:
    task = asyncio.current_task()
    # Windows has no signal handlers on its loop; there Ctrl-C alone stops a run.
    with suppress(NotImplementedError):
        if task:
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await job
