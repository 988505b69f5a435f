"""The service: look, start what is ready, listen to how it ends; nothing rests on an event.

Everything that must last is in the folder: a service that dies is gone on with by the next.
"""

import asyncio
import signal
import socket
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from otio_v2a.errors import UsageError
from otio_v2a.settings import Settings
from otio_v2a.watch.child import done
from otio_v2a.watch.claim import owner_of
from otio_v2a.watch.disk import is_low
from otio_v2a.watch.ended import FILED, Ended, advice
from otio_v2a.watch.errand import Errand
from otio_v2a.watch.folder import Folder, shown
from otio_v2a.watch.hints import Hints
from otio_v2a.watch.journal import LOG
from otio_v2a.watch.looking import Look, Lookout
from otio_v2a.watch.notifying import notified
from otio_v2a.watch.presence import Presence

_AWAY = "'{}' is away: looking again and again."


@dataclass(frozen=True, slots=True)
class Watching:
    """How a folder is watched.

    `settings` reads them anew for every look; `told` hears how each job ended. `once` ends the
    service when nothing is left to do, `poll` looks for events where a share has none.
    """

    folder: Folder
    settings: Callable[[], Settings]
    keys: Path
    secret: str
    told: Callable[[Ended], None]
    once: bool = False
    poll: bool = False


class Service:
    """One service on one folder."""

    def __init__(self, how: Watching, presence: Presence) -> None:
        """Nothing is started yet."""
        self._how, self._presence = how, presence
        self._settings = how.settings()
        self._lookout = Lookout(how.folder, how.keys)
        self._running: dict[str, asyncio.Task[None]] = {}
        self._telling: set[asyncio.Task[None]] = set()
        self._counts: Counter[str] = Counter()
        self._said: dict[str, str] = {}
        self._stop, self._wake = asyncio.Event(), asyncio.Event()
        self.stopped = False
        """Whether somebody asked it to stop."""

    async def run(self) -> Counter[str]:
        """Watch until stopped; with `once`, until nothing is left. How many jobs ended how."""
        loop = asyncio.get_running_loop()
        for number in (signal.SIGINT, signal.SIGTERM):
            # Windows has no signal handlers on its loop; there Ctrl-C cancels this task.
            with suppress(NotImplementedError):
                loop.add_signal_handler(number, self.stop)
        hints = Hints(
            self._how.folder.inbox,
            self._woken(loop),
            poll=self._how.poll,
            every=self._settings.watch.rescan,
        )
        try:
            await self._watched(hints)
        finally:
            self._stop.set()
            await asyncio.gather(*self._running.values())
            await asyncio.gather(*self._telling)
            await asyncio.to_thread(hints.stop)
        return self._counts

    def _woken(self, loop: asyncio.AbstractEventLoop) -> Callable[[], None]:
        """What another thread calls when something has happened."""

        def wake() -> None:
            loop.call_soon_threadsafe(self._wake.set)

        return wake

    def stop(self) -> None:
        """End after what cannot be interrupted; what is begun can be gone on with."""
        if not self.stopped:
            LOG.info("stopping: what is under way is left so that it can be gone on with.")
        self.stopped = True
        self._stop.set()
        self._wake.set()

    async def _watched(self, hints: Hints) -> None:
        while not self._stop.is_set():
            self._wake.clear()
            look = await asyncio.to_thread(self._looked, hints)
            for name, errand in look.ready.items():
                _say_whose(name, errand)
                self._start(name, errand)
            if self._how.once and not (self._running or look.waiting):
                self._counts["stuck"] += look.blocked
                return
            watch = self._settings.watch
            soon = max(0.05, watch.settle) if look.waiting else watch.rescan
            with suppress(TimeoutError):
                async with asyncio.timeout(min(soon, watch.rescan)):
                    await self._wake.wait()
            # A burst of events is one look.
            await asyncio.sleep(0.05)

    def _looked(self, hints: Hints) -> Look:
        """What can be begun. Whatever is in the way is said once, and is over by itself."""
        folder = self._how.folder
        try:
            if not folder.is_there:
                self._say("away", _AWAY.format(folder.root))
                return Look(blocked=True)
            self._say("away", "", f"'{folder.root}' is back.")
            self._say("hints", hints.restored())
            self._presence.show()
            self._reread()
            low = is_low(folder.root, self._settings.watch.min_free_mb)
            least = f"{self._settings.watch.min_free_mb:g}"
            full = f"the disk is full: less than {least} MB are free (min_free_mb). Jobs wait."
            self._say("full", full if low else "", "there is space on the disk again.")
            busy = list(self._running)
            look = Look(blocked=True) if low else self._lookout.look(self._settings, busy)
        except OSError as error:
            self._say("away", self._unreached(error))
            return Look(blocked=True)
        self._say("barred", look.barred)
        return look

    def _unreached(self, error: OSError) -> str:
        """What is said of a folder that a look stumbled over; it may have gone away just then."""
        folder = self._how.folder
        with suppress(OSError):
            if not folder.is_there:
                return _AWAY.format(folder.root)
        return f"'{folder.root}' cannot be reached: {error.strerror or error}."

    def _reread(self) -> None:
        """The settings as they are now; where they cannot be read, as they were."""
        try:
            self._settings = self._how.settings()
            self._say("settings", "", "the configuration can be read again.")
        except UsageError as error:
            self._say("settings", f"the configuration is left as it was: {error}")

    def _say(self, about: str, problem: str, over: str = "") -> None:
        """Say a problem once, and once that it is over."""
        before = self._said.get(about, "")
        if problem and problem != before:
            LOG.warning(problem)
        elif before and not problem and over:
            LOG.info(over)
        self._said[about] = problem

    def _start(self, name: str, errand: Errand) -> None:
        async def job() -> None:
            try:
                self._heard(name, errand, await done(errand, name, self._stop))
            finally:
                del self._running[name]
                self._wake.set()

        self._running[name] = asyncio.create_task(job())

    def _heard(self, name: str, errand: Errand, ended: Ended) -> None:
        """Write down how a job ended, tell whoever wants to know, and let lie what has to wait."""
        self._lookout.heard(name, errand, ended, self._settings.watch.patience)
        match ended.how:
            case "later":
                self._say(name, f"{shown(name)}: {ended.message}")
            case "stuck" | "died":
                self._say(name, f"{shown(name)}: {ended.how}: {ended.message}")
                self._counts[ended.how] += 1
            case "gone" | "stopped":
                pass
            case _:
                self._said.pop(name, None)
                self._counts[ended.how] += 1
                self._filed(ended)

    def _filed(self, ended: Ended) -> None:
        where = f" In '{shown(str(ended.where.parent))}'." if ended.where else ""
        told = f"{shown(ended.name)}: {ended.how}: {ended.message} {advice(ended)}".strip()
        good = FILED[ended.how] == "done"
        (LOG.info if good else LOG.warning)("%s%s", told, where)
        self._how.told(ended)
        task = asyncio.create_task(self._notified(ended))
        self._telling.add(task)
        task.add_done_callback(self._telling.discard)

    async def _notified(self, ended: Ended) -> None:
        for problem in await notified(ended, self._settings.notify, self._how.secret):
            LOG.warning("%s: %s", shown(ended.name), problem)


def _say_whose(name: str, errand: Errand) -> None:
    """Say it when a job is taken over; one that was left here so that it can be is none."""
    owner = owner_of(errand.path) if errand.is_job else None
    here = socket.gethostname()
    if owner and (owner.host != here or not owner.released):
        told = "which was stopped" if owner.released else "which gives no sign of life"
        LOG.info("%s: taking over from %s, %s.", shown(name), owner.host, told)
