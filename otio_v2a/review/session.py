"""One timeline under review: what is known of it, what is changed, run, chosen and placed.

All of it is in the work folder and the ledger, as for every verb; a page that is closed loses
nothing. What takes time is done in threads, one at a time where it writes.
"""

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from otio_v2a.errors import HeldError, LockedError, UsageError, V2AError
from otio_v2a.model import Cue
from otio_v2a.review.changing import changed
from otio_v2a.review.listening import glimpsed, listened
from otio_v2a.review.runs import Reviewed, Runs
from otio_v2a.review.said import Approval, Choices, CueEdit
from otio_v2a.review.sellers import sellers
from otio_v2a.review.told import ListenView, PlacedView, PlanView, StateView
from otio_v2a.review.views import Addresses, Known, plan_view
from otio_v2a.score import flow, overrides
from otio_v2a.score.choosing import decide
from otio_v2a.score.outlook import survey
from otio_v2a.score.prepare import Prepared, prepare
from otio_v2a.score.stills import Still
from otio_v2a.score.workfolder import WorkFolder, outputs
from otio_v2a.settings import Settings

_Done = TypeVar("_Done")


class Session:
    """The review of one timeline."""

    def __init__(self, about: Reviewed, addresses: Addresses) -> None:
        """Nothing is read yet."""
        self._about, self._addresses = about, addresses
        self._lock, self._looking = asyncio.Lock(), asyncio.Semaphore(2)
        self._version = 1
        self._stamp = _stamp(about.timeline)
        self._known: Known | None = None
        self._runs = Runs(about, self._wake, self._changed)
        self._listeners: set[asyncio.Event] = set()

    async def plan(self) -> PlanView:
        """The whole plan, as it stands now."""
        return plan_view(await self._now())

    async def state(self) -> StateView:
        """Where everything stands."""
        return StateView(version=self._version, run=await self._runs.view())

    async def warm(self) -> None:
        """Read the timeline before anybody asks; what is wrong with it is told who asks."""
        with suppress(V2AError):
            await self._now()

    @property
    def is_busy(self) -> bool:
        """Whether a run is under way."""
        return self._runs.is_busy

    async def rest(self) -> None:
        """Wait until no run is under way."""
        await self._runs.rest()

    def listen_in(self) -> asyncio.Event:
        """An event that is set whenever something changes; give it back with `hang_up`."""
        event = asyncio.Event()
        self._listeners.add(event)
        return event

    def hang_up(self, event: asyncio.Event) -> None:
        """Nobody listens to it any more."""
        self._listeners.discard(event)

    async def change(self, cue: str, edit: CueEdit) -> PlanView:
        """Change what a cue asks for.

        Raises: UsageError for a prompt that nobody takes, or a cue that is not there.
        """
        known = await self._now()
        found = cue_of(known.prepared, cue)
        limit = known.prepared.provider.limits.prompt_characters
        for prompt in (edit.sound_effect, edit.background_music):
            if prompt and len(prompt) > limit:
                message = f"{known.prepared.provider.name} takes {limit} characters at most."
                raise UsageError(message)
        await self._written(lambda: changed(known.prepared, found, edit))
        return await self.plan()

    async def choose(self, choices: Choices) -> PlanView:
        """Choose who scores, how many takes, and whether stems are split."""
        if self._about.approve:
            message = "the watch folder's configuration says who scores."
            raise UsageError(message)
        said = {name: one for name, one in choices.model_dump().items() if one is not None}
        settings = Settings.model_validate({**self._about.settings.model_dump(), **said})
        before, self._about.settings = self._about.settings, settings
        try:
            self._changed()
            return await self.plan()
        except UsageError:
            self._about.settings = before
            self._changed()
            raise

    async def approve(self, approval: Approval) -> StateView:
        """Start a run for a price that was shown.

        Raises: UsageError for a cue that is not there; LockedError, HeldError as `Runs.begin`.
        """
        known = await self._now()
        cues = [cue_of(known.prepared, one).id for one in approval.cues]
        self._runs.begin(known, cues, approval.price_usd)
        return await self.state()

    async def reroll(self, cue: str, price: float) -> StateView:
        """Have a further take of one cue made, for a price that was shown.

        Raises: as `approve` does; then nothing is changed.
        """
        known = await self._now()
        found = cue_of(known.prepared, cue)
        numbers = [
            take for (one, _), (done, _) in known.takes.items() if one == cue for take in done
        ]
        planned = found.options.takes or self._about.settings.takes
        count = max((*numbers, planned)) + 1
        before = overrides.read(known.prepared.folder)
        await self._written(lambda: changed(known.prepared, found, CueEdit(takes=count)))
        try:
            return await self.approve(Approval(cues=(cue,), price_usd=price))
        except (HeldError, LockedError):
            await self._written(lambda: overrides.write(known.prepared.folder, before))
            raise

    async def cancel(self, cue: str) -> StateView:
        """Stop one cue, or all."""
        await self._runs.cancel(cue)
        return await self.state()

    async def use(self, cue: str, role: str, take: int) -> PlanView:
        """Choose the take that is placed."""
        known = await self._now()
        words = ["use", cue, str(take)]
        await self._written(lambda: decide(known.prepared, known.prepared.folder, words, role))
        return await self.plan()

    async def decide(self, request: str, job: str) -> PlanView:
        """Let a request be paid again, or take the seller's `job` for the one it asked for.

        Raises: UsageError when there is nothing to decide about it; LockedError during a run.
        """
        known = await self._now()
        words = ["adopt", request, job] if job else ["resubmit", request]
        await self._written(lambda: decide(known.prepared, known.prepared.folder, words, None))
        return await self.plan()

    async def place(self) -> PlacedView:
        """Write the timeline from the chosen takes."""
        known = await self._now()
        if self._about.place is None:
            return await self._written(lambda: self._placed(known.prepared))
        async with self._lock:
            return await self._about.place(known.prepared)

    async def listen(self, cue: str) -> ListenView:
        """What is needed to listen to a cue; its takes are baked and its picture made meanwhile."""
        known = await self._now()
        found = cue_of(known.prepared, cue)
        async with self._looking:
            return await asyncio.to_thread(listened, known.prepared, found, self._addresses)

    async def still(self, cue: str) -> Still:
        """A picture of a cue."""
        known = await self._now()
        found = cue_of(known.prepared, cue)
        async with self._looking:
            return await asyncio.to_thread(glimpsed, known.prepared, found)

    async def folder(self) -> WorkFolder:
        """Where its files are."""
        return (await self._now()).prepared.folder

    async def close(self) -> None:
        """Stop what is under way."""
        await self._runs.close()

    async def _now(self) -> Known:
        async with self._lock:
            stamp = await asyncio.to_thread(_stamp, self._about.timeline)
            if self._known and self._runs.is_handed_over:
                return self._known
            if stamp != self._stamp:
                # It was exported again meanwhile.
                self._stamp = stamp
                self._changed()
            if self._known is None or self._known.version != self._version:
                self._known = await asyncio.to_thread(self._read, self._version)
            return self._known

    def _read(self, version: int) -> Known:
        about = self._about
        prepared = prepare(about.timeline, about.settings, os.environ, origin=about.origin)
        found = survey(prepared, prepared.folder)
        return Known(
            prepared=prepared,
            ahead=found.ahead,
            takes={one.part.key: (one.done, one.chosen) for one in found.takes},
            undecided=found.undecided,
            sellers=sellers(about.settings, about.keys),
            version=version,
            addresses=self._addresses,
            is_handed=about.approve is not None,
            title=about.title or prepared.document.home.stem,
        )

    async def _written(self, job: Callable[[], _Done]) -> _Done:
        """Something that changes what is known."""
        async with self._lock:
            try:
                return await asyncio.to_thread(job)
            finally:
                self._changed()

    def _changed(self) -> None:
        self._version += 1
        self._wake()

    def _wake(self) -> None:
        for event in self._listeners:
            event.set()

    def _placed(self, prepared: Prepared) -> PlacedView:
        about, named = self._about, prepared.document.output_name
        out = outputs(about.timeline, about.output, prepared.folder, named, prepared.settings)
        run = flow.Run(prepared.folder, out, lambda _: False, lambda _: None)
        report = flow.place(prepared, run)
        return PlacedView(
            output=str(report.output.absolute()) if report.output else "",
            message=f"{report.counted()}.",
            code=report.exit_code,
        )


def _stamp(timeline: Path) -> tuple[int, int]:
    """What tells a timeline from one that is exported later under its name."""
    with suppress(OSError):
        found = timeline.stat()
        return found.st_mtime_ns, found.st_size
    return 0, 0


def cue_of(prepared: Prepared, cue: str) -> Cue:
    """Raises: UsageError when there is no such cue."""
    for one in prepared.spotted.cues:
        if one.id == cue:
            return one
    message = f"there is no cue '{cue}' here."
    raise UsageError(message)
