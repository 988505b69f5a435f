"""A timeline of the folder, scored: its money set aside before, and settled after."""

import os
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from otio_v2a.errors import LockedError
from otio_v2a.gateway import ledger as ledgers
from otio_v2a.score import flow
from otio_v2a.score.prepare import Prepared
from otio_v2a.score.progress import Progress, Watch
from otio_v2a.score.report import Report
from otio_v2a.score.workfolder import WorkFolder, held, outputs
from otio_v2a.watch.borrowing import borrow
from otio_v2a.watch.claim import Job
from otio_v2a.watch.desk import Desk, Tell
from otio_v2a.watch.purse import Caps

_WAIT = 0.5


@dataclass(frozen=True, slots=True)
class Scoring:
    """A timeline that can be read. `digest` is what it, its media and its settings come to.

    `elsewhere` are requests that other timelines buy, with their work folders; `asked` the prices
    that the caps were asked for.
    """

    desk: Desk
    job: Job
    prepared: Prepared
    work: WorkFolder
    digest: str
    elsewhere: dict[str, str] = field(default_factory=dict)
    asked: list[Decimal] = field(default_factory=list)

    @property
    def name(self) -> str:
        """What the work folder is known by."""
        return self.desk.folder.name(self.work.root)


def scored(scoring: Scoring, out: Path) -> Report:
    """The report of the run; it waits for others that are at work on the same.

    Raises: HeldError above the caps; whatever `flow.score` does.
    """
    prepared, work, desk = scoring.prepared, scoring.work, scoring.desk
    home, named = prepared.document.path, prepared.document.output_name
    run = flow.Run(
        folder=work,
        outputs=outputs(home, out, work, named, prepared.settings),
        approve=lambda prices: _reserved(scoring, prices),
        watch=_watching(prepared, desk.tell),
        environment=os.environ,
        keys=desk.keys,
    )
    while True:
        try:
            if scoring.elsewhere:
                borrow(scoring.elsewhere, work, desk.folder.work, desk.purse)
                scoring.elsewhere.clear()
            return flow.score(prepared, run)
        except LockedError:
            desk.tell("waiting for another job", 0.0)
            time.sleep(_WAIT)
        finally:
            _settle(scoring)


def _reserved(scoring: Scoring, prices: Mapping[str, Decimal]) -> bool:
    """Have the money for these requests set aside.

    Raises: HeldError above the caps; LockedError when other timelines are buying some of them.
    """
    desk = scoring.desk
    watch, allowed = desk.settings.watch, None
    if scoring.job.approved:
        asked = desk.purse.asked(scoring.digest, scoring.job.key)
        allowed = desk.settings.max_cost if asked is None else asked
    scoring.asked.append(sum(prices.values(), Decimal(0)))
    caps = Caps(watch.cap_per_job, watch.cap_per_day, allowed)
    today = datetime.now().astimezone().date()
    scoring.elsewhere.update(desk.purse.reserve(scoring.name, prices, caps, today))
    if scoring.elsewhere:
        others = ", ".join(sorted(set(scoring.elsewhere.values())))
        message = f"{len(scoring.elsewhere)} of its requests are bought for {others}."
        raise LockedError(message)
    return True


def _settle(scoring: Scoring) -> None:
    """Give back what was set aside and is not owed, by this job or by one that was killed."""
    if not scoring.work.ledger.is_file():
        return
    # Whoever is at work there has money set aside, too, and settles for all of us.
    with (
        suppress(LockedError),
        held(scoring.work),
        ledgers.opened(scoring.work.ledger) as ledger,
    ):
        scoring.desk.purse.settle(scoring.name, ledger.entries())


def _watching(prepared: Prepared, tell: Tell) -> Watch:
    """Progress of all cues as one share."""
    shares: dict[tuple[str, str], float] = {}
    count = max(1, len(prepared.plan.parts))

    def watch(now: Progress) -> None:
        shares[now.cue, now.role] = now.share
        tell(now.stage, min(1.0, sum(shares.values()) / count))

    return watch
