"""Workspace > Scripts > V2A Score: shown, approved, scored, listened to, placed."""

import asyncio
import os
import webbrowser
from contextlib import suppress
from decimal import Decimal
from functools import partial
from pathlib import Path

from otio_v2a.errors import HeldError, ResolveError, TimelineError
from otio_v2a.providers.base import usd
from otio_v2a.resolve import delivering, sounds
from otio_v2a.resolve.clock import rate_of
from otio_v2a.resolve.findings import known, native
from otio_v2a.resolve.following import followed
from otio_v2a.resolve.launcher import Launcher
from otio_v2a.resolve.placing import READ, Native
from otio_v2a.resolve.protocol import CANCELLED, DONE, Request, Standing, action
from otio_v2a.resolve.rendering import pictured, rendered
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
        self._launcher, self._request, self._selftest = launcher, request, selftest
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
        self._taken = list(request.timelines)
        self._placed = ""
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
        if self._placed:
            return DONE, f"V2A: done. {self._placed}"
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
            return _AFTERWARDS if self._placed else about.settings.resolve.idle * _MINUTE

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
        placing = asyncio.create_task(self._place(before))
        self._placing.append(placing)
        return await asyncio.shield(placing)

    async def _place(self, before: Prepared) -> PlacedView:
        """Into Resolve, as the timeline is by now.

        Raises: ResolveError when it does not stand there as it should; V2AError.
        """
        path = await asyncio.to_thread(self._another)
        (read,) = await self._launcher.ask(action("export", path=str(path), target=False))
        standing = Standing.model_validate(read)
        now = await asyncio.to_thread(self._prepared, path, before.settings)
        report = await asyncio.to_thread(sounds.written, now)
        placed = {one.id for one in report.cues if one.status in ("placed", "kept")}
        said = list(followed(before, now, placed))
        rates = rate_of(self._request.project.rate or standing.rate), rate_of(standing.rate)
        load = await asyncio.to_thread(
            partial(
                sounds.load_of,
                now,
                report,
                self._left(),
                handles=rates[0].fps == rates[1].fps,
            )
        )
        if not load.lanes:
            message = " ".join(("no cue has a sound to place.", *said))
            raise ResolveError(message)
        done = await self._delivered(standing, load, report.output or path)
        self._taken.append(done.timeline)
        clips = f"{done.clips} clip{'' if done.clips == 1 else 's'}"
        tracks = f"{done.tracks} track{'' if done.tracks == 1 else 's'}"
        self._placed = f"Placed in '{done.timeline}': {clips} on {tracks}."
        said = [self._placed, *said, *done.remarks, "Save the project."]
        self._launcher.say("\n".join(f"V2A: {line}" for line in said))
        return PlacedView(output="", message=" ".join(said), code=0)

    def _left(self) -> Native:
        """What is left to Resolve."""
        if self._settings.resolve.place == "import":
            return READ
        return native(self._request, known(self._request, self._selftest))

    def _another(self) -> Path:
        """Where the timeline is exported once more: by the same name, as its work folder has it."""
        number = 1 + sum(1 for _ in self._folder.glob("now-*"))
        folder = self._folder / f"now-{number}"
        folder.mkdir()
        return folder / self._request.otio

    def _prepared(self, path: Path, chosen: Settings) -> Prepared:
        """The timeline as it was exported just now, with the pictures that it was scored by.

        `chosen` are the settings as the page has them.
        """
        settings = chosen.model_copy(update={"picture": self._settings.picture})
        now = prepare(path, settings, os.environ)
        if self._settings.resolve.picture != "resolve":
            return now
        picture = pictured(path.with_name("picture.otio"), now)
        return prepare(path, now.settings.model_copy(update={"picture": str(picture)}), os.environ)

    async def _delivered(
        self, standing: Standing, load: delivering.Load, path: Path
    ) -> delivering.Delivered:
        where = self._settings.resolve.place
        update = {"timeline": standing, "timelines": tuple(self._taken)}
        request = self._request.model_copy(update=update)
        report = known(request, self._selftest)
        if report and report.end_is_inclusive:
            await self._launcher.ask(action("know", end_is_inclusive=True))
        if where == "import":
            return await delivering.imported(self._launcher, request, path, load)
        return await delivering.deliver(self._launcher, request, load, where)

    async def _pictured(self) -> Settings:
        """The settings, with the program's picture as Resolve renders it where that is asked."""
        if self._settings.resolve.picture != "resolve":
            return self._settings
        path = self._folder / self._request.otio
        prepared = await asyncio.to_thread(prepare, path, self._settings, os.environ)
        picture = await rendered(self._launcher, self._request, prepared)
        return self._settings.model_copy(update={"picture": str(picture)})
