"""Sounds into Resolve: into the timeline as it is by now, whatever became of it meanwhile."""

import asyncio
import os
from functools import partial
from pathlib import Path

from otio_v2a.errors import ResolveError
from otio_v2a.resolve import delivering, sounds
from otio_v2a.resolve.clock import rate_of
from otio_v2a.resolve.findings import known, native
from otio_v2a.resolve.following import followed
from otio_v2a.resolve.launcher import Launcher
from otio_v2a.resolve.placing import READ, Native
from otio_v2a.resolve.protocol import Request, Standing, action
from otio_v2a.resolve.rendering import pictured
from otio_v2a.review.told import PlacedView
from otio_v2a.score.prepare import Prepared, prepare
from otio_v2a.settings import Settings


class Bringing:
    """Where the sounds of one run go. `selftest` is the report of the last one."""

    def __init__(
        self, launcher: Launcher, request: Request, settings: Settings, selftest: Path
    ) -> None:
        """Nothing is placed yet."""
        self._launcher, self._request = launcher, request
        self._settings, self._selftest = settings, selftest
        self._taken = list(request.timelines)
        self.placed = ""
        """What was placed last, in words."""

    async def bring(self, before: Prepared) -> PlacedView:
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
        self.placed = f"Placed in '{done.timeline}': {clips} on {tracks}."
        said = [self.placed, *said, *done.remarks, "Save the project."]
        self._launcher.say("\n".join(f"V2A: {line}" for line in said))
        return PlacedView(output="", message=" ".join(said), code=0)

    def _left(self) -> Native:
        """What is left to Resolve."""
        if self._settings.resolve.place == "import":
            return READ
        return native(self._request, known(self._request, self._selftest))

    def _another(self) -> Path:
        """Where the timeline is exported once more: by the same name, as its work folder has it."""
        number = 1 + sum(1 for _ in self._launcher.folder.glob("now-*"))
        folder = self._launcher.folder / f"now-{number}"
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
