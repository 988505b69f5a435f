"""Workspace > Scripts > V2A Score: shown, approved, scored, listened to, placed."""

import asyncio
import os
import webbrowser
from contextlib import suppress
from decimal import Decimal
from pathlib import Path

from otio_v2a.errors import HeldError, ResolveError, TimelineError
from otio_v2a.providers.base import usd
from otio_v2a.resolve.bringing import Bringing
from otio_v2a.resolve.clock import rate_of
from otio_v2a.resolve.launcher import Launcher
from otio_v2a.resolve.protocol import CANCELLED, DONE, Request
from otio_v2a.resolve.rendering import rendered
from otio_v2a.resolve.telling import plan_lines, progress_line
from otio_v2a.review.runs import Reviewed
from otio_v2a.review.said import Approval
from otio_v2a.review.session import Session
from otio_v2a.review.told import PlacedView, PlanView
from otio_v2a.review.views import Addresses
from otio_v2a.score.prepare import Prepared, prepare
from otio_v2a.settings import Settings
from otio_v2a.timecode import can_drop

_MINUTE, _AFTERWARDS = 60, 10.0


class Scoring:
    """One run of the menu entry. `home` is the engine's, `keys` the file with the user's."""

    def __init__(
        self, launcher: Launcher, request: Request, settings: Settings, keys: Path, selftest: Path
    ) -> None:
        """Nothing is read yet."""
        self._launcher, self._request = launcher, request
        self._folder, self._keys = launcher.folder, keys
        rate = rate_of(request.timeline.rate)
        self._settings = settings.model_copy(
            update={
                # All timelines of a project share what was paid for.
                "workdir": launcher.folder.parent,
                "dialect": "resolve",
                "drop_frame": rate.drop if can_drop(rate.fps) else None,
            }
        )
        self._bringing = Bringing(launcher, request, self._settings, selftest)
        self._placing: list[asyncio.Task[PlacedView]] = []

    async def run(self) -> tuple[int, str]:
        """Until it is placed, or the editor has had enough; the code and the last words.

        Raises: V2AError when it cannot go on.
        """
        settings = await self._pictured()
        about = Reviewed(
            timeline=self._folder / self._request.otio,
            output=None,
            settings=settings,
            keys=self._keys,
            place=self._unbroken,
            title=self._request.timeline.name,
        )
        work = self._by_page(about) if settings.resolve.page else self._unasked(about)
        working = asyncio.create_task(work)
        attending = asyncio.create_task(self._launcher.attend())
        try:
            await asyncio.wait({working, attending}, return_when=asyncio.FIRST_COMPLETED)
            if not working.done():
                return CANCELLED, "V2A: cancelled. What is finished is kept."
            await working
        finally:
            attending.cancel()
            working.cancel()
            with suppress(asyncio.CancelledError):
                await asyncio.gather(working, attending, return_exceptions=True)
            # Whoever asked for it may have gone: what is half placed is still taken off.
            await asyncio.gather(*self._placing, return_exceptions=True)
        if self._bringing.placed:
            return DONE, f"V2A: done. {self._bringing.placed}"
        return CANCELLED, "V2A: closed before anything was placed. What is finished is kept."

    async def _by_page(self, about: Reviewed) -> None:
        """The editor decides on the review page."""
        # Loads what serves it, which a run without the page does without.
        from otio_v2a.review.server import serve

        seen: list[asyncio.Task[None]] = []

        def opened(address: str, review: Session) -> None:
            seen.append(asyncio.create_task(self._shown(address, review)))

        def idle() -> float:
            """Nobody comes to a page that could not be shown."""
            if any(task.done() for task in seen):
                return 0.0
            return _AFTERWARDS if self._bringing.placed else about.settings.resolve.idle * _MINUTE

        try:
            await serve(about, idle, opened)
        finally:
            for task in seen:
                task.cancel()
            found = await asyncio.gather(*seen, return_exceptions=True)
        for problem in found:
            if isinstance(problem, Exception):
                raise problem

    async def _shown(self, address: str, review: Session) -> None:
        """Open the page, and tell in Resolve's console how things go."""
        plan = await self._planned(review)
        self._launcher.say(plan_lines(plan))
        self._launcher.say(f"V2A page: {address}")
        if not await asyncio.to_thread(webbrowser.open, address):
            self._launcher.say("Open this address in a browser on this machine.")
        await self._followed(review)

    async def _planned(self, review: Session) -> PlanView:
        """Raises: TimelineError when no marker asks for anything."""
        plan = await review.plan()
        if not plan.cues and not plan.held:
            message = (
                "no marker asks for sound. Put one on a clip, name it 'sfx' or 'bgm', and write"
                " what should be heard into its note."
            )
            raise TimelineError(message)
        return plan

    async def _followed(self, review: Session) -> None:
        """Tell of every run, for ever."""
        event, ended = review.listen_in(), 0
        while True:
            await event.wait()
            event.clear()
            run = (await review.state()).run
            if run and run.state == "ended" and run.id != ended:
                ended = run.id
                self._launcher.say(f"V2A: {run.message}")
            elif run and run.state != "ended":
                self._launcher.progress(progress_line(run))

    async def _unasked(self, about: Reviewed) -> None:
        """Without a page: what costs little enough is scored and placed at once.

        Raises: HeldError when it costs more.
        """
        review = Session(about, Addresses(""))
        following = asyncio.create_task(self._followed(review))
        try:
            plan = await self._planned(review)
            self._launcher.say(plan_lines(plan))
            await self._scored(review, plan, about.settings)
            told = await review.place()
            if told.code:
                raise ResolveError(told.message)
        finally:
            following.cancel()
            await review.close()

    async def _scored(self, review: Session, plan: PlanView, settings: Settings) -> None:
        limit = settings.auto_approve_below
        cost = Decimal(str(plan.cost_usd))
        if cost > limit or (cost and plan.price_is_assumed):
            message = (
                f"this costs ${usd(cost)}, and without the page no more than ${usd(limit)} is"
                " approved by itself. Set `page = true` under [resolve] in your otio-v2a.toml, or"
                " raise `auto_approve_below`."
            )
            raise HeldError(message)
        await review.approve(Approval(price_usd=plan.cost_usd))
        await review.rest()
        run = (await review.state()).run
        if run and run.code not in (0, 3):
            raise ResolveError(run.message)

    async def _unbroken(self, before: Prepared) -> PlacedView:
        """Placed, or taken off again: nobody who goes away stops it halfway."""
        placing = asyncio.create_task(self._bringing.bring(before))
        self._placing.append(placing)
        return await asyncio.shield(placing)

    async def _pictured(self) -> Settings:
        """The settings, with the program's picture as Resolve renders it where that is asked."""
        if self._settings.resolve.picture != "resolve":
            return self._settings
        path = self._folder / self._request.otio
        prepared = await asyncio.to_thread(prepare, path, self._settings, os.environ)
        picture = await rendered(self._launcher, self._request, prepared)
        return self._settings.model_copy(update={"picture": str(picture)})
