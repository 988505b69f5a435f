"""The runs of a review, one at a time: begun for a price that was shown, and what they spend."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

from otio_v2a.errors import HeldError, LockedError
from otio_v2a.gateway.ledger import there
from otio_v2a.providers.base import usd
from otio_v2a.review.running import Handing, Running
from otio_v2a.review.told import PlacedView, RunView
from otio_v2a.review.views import Known
from otio_v2a.review.worker import Errand
from otio_v2a.score.prepare import Prepared
from otio_v2a.settings import Settings

_OWED = frozenset({"intent", "submitted", "done", "failed", "uncertain"})
_EXACT = Decimal("0.000001")


@dataclass(slots=True)
class Reviewed:
    """What is reviewed, and for whom. `output` is where the timeline is written.

    `approve` is who scores it once somebody says yes to a price, where that is not the review
    itself; then `origin` is the folder that the timeline came from. `place` takes the sounds where
    they go, where that is not a file of ours; `title` is what the timeline is called.
    """

    timeline: Path
    output: Path | None
    settings: Settings
    keys: Path
    approve: Callable[[Decimal], str] | None = None
    origin: Path | None = None
    place: Callable[[Prepared], Awaitable[PlacedView]] | None = None
    title: str = ""


class Runs:
    """The run that is under way, or the last one."""

    def __init__(
        self, about: Reviewed, wake: Callable[[], None], changed: Callable[[], None]
    ) -> None:
        """None yet. `wake` is called when a run moves, `changed` when it has made something."""
        self._about, self._wake, self._changed = about, wake, changed
        self._run: Running | None = None
        self._task: asyncio.Task[None] | None = None
        self._ledger = Path()
        self._since, self._spent, self._count = "", 0.0, 0

    @property
    def is_busy(self) -> bool:
        """Whether one is under way."""
        return self._run is not None and not self._run.is_over

    @property
    def is_handed_over(self) -> bool:
        """Whether the timeline is somebody else's by now."""
        return isinstance(self._run, Handing) and self._run.is_over and self._run.is_good

    async def view(self) -> RunView | None:
        """How it stands."""
        if self._run is None:
            return None
        if not self._run.is_over:
            self._spent = await asyncio.to_thread(self._paid)
        return self._run.view(self._spent)

    def begin(self, known: Known, cues: Collection[str], price: float) -> None:
        """Start one: of these cues, or of all where none is named.

        Nothing is waited for between the look at what is under way and the start.
        Raises: LockedError when one is under way; HeldError when the price is another by now, or
        above the cap.
        """
        if self.is_busy:
            message = "a run is under way. Wait until it has ended, or cancel it."
            raise LockedError(message)
        costs = known.ahead.costs.items()
        cost = sum((one for (cue, _), one in costs if not cues or cue in cues), Decimal(0))
        said, most = Decimal(str(price)), self._about.settings.max_cost
        if said.quantize(_EXACT) != cost.quantize(_EXACT):
            message = f"the price is {usd(cost)} USD by now, not {usd(said)}. Look again."
            raise HeldError(message)
        if cost > most:
            message = f"{usd(cost)} USD are more than the cap of {usd(most)}. Nothing was sent."
            raise HeldError(message)
        self._ledger = known.prepared.folder.ledger
        self._since, self._spent = datetime.now(UTC).isoformat(timespec="milliseconds"), 0.0
        self._count += 1
        errand, approve = self._errand(cues, cost), self._about.approve
        if approve:
            self._run = Handing(self._count, errand, self._wake, approve)
        else:
            self._run = Running(self._count, errand, self._wake)
        self._task = asyncio.create_task(self._ran(self._run))

    async def cancel(self, cue: str) -> None:
        """Stop one cue, or all."""
        if self._run and self.is_busy:
            await (self._run.withdraw(cue) if cue else self._run.stop())

    async def close(self) -> None:
        """Stop what is under way, and wait for it."""
        if self._run:
            await self._run.stop()
        await self.rest()

    async def rest(self) -> None:
        """Wait for what is under way."""
        if self._task:
            await self._task

    def _errand(self, cues: Collection[str], approved: Decimal) -> Errand:
        about = self._about
        return Errand(
            timeline=about.timeline.absolute(),
            output=about.output,
            settings=about.settings.model_copy(update={"auto_approve_below": Decimal(0)}),
            cues=tuple(cues),
            approved=approved,
            keys=about.keys,
        )

    async def _ran(self, run: Running) -> None:
        try:
            await run.run()
        finally:
            self._spent = await asyncio.to_thread(self._paid)
            # Whoever hears that it has ended finds what it made.
            run.finish()
            self._changed()

    def _paid(self) -> float:
        """What was paid since the run began, as the ledger has it."""
        with there(self._ledger) as ledger:
            entries = ledger.entries().values() if ledger else ()
        since = (one.price for one in entries if one.created >= self._since and one.state in _OWED)
        return float(sum(since, Decimal(0)))
