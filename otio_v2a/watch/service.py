"""The service: look, start what is ready, listen to how it ends; nothing rests on an event.

Everything that must last is in the folder: a service that dies is gone on with by the next.
"""

import asyncio
import random
import signal
import socket
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from otio_v2a.errors import UsageError
from otio_v2a.settings import Settings
from otio_v2a.watch.child import done
from otio_v2a.watch.claim import Pulses, job_at, owner_of
from otio_v2a.watch.disk import is_low
from otio_v2a.watch.ended import FILED, Ended, advice
from otio_v2a.watch.folder import Folder, shown
from otio_v2a.watch.hints import Hints
from otio_v2a.watch.inbox import Dropped, Settling, scanned
from otio_v2a.watch.job import Errand
from otio_v2a.watch.journal import LOG
from otio_v2a.watch.notifying import notified
from otio_v2a.watch.presence import Presence

_MIXED = 4
_SOON, _LATEST = 5.0, 600.0
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


@dataclass(slots=True)
class _Pause:
    """Until when something is let lie. Unit: seconds of the monotonic clock."""

    until: float
    tries: int = 0


@dataclass(slots=True)
class _Look:
    """What one look found: jobs to begin, whether more may come of waiting, or nothing can."""

    ready: list[tuple[str, Errand]] = field(default_factory=list)
    waiting: bool = False
    blocked: bool = False


class Service:
    """One service on one folder."""

    def __init__(self, how: Watching, presence: Presence) -> None:
        """Nothing is started yet."""
        self._how, self._presence = how, presence
        self._settings = how.settings()
        watch = self._settings.watch
        self._settling, self._pulses = Settling(watch.settle), Pulses(watch.stale)
        self._running: dict[str, asyncio.Task[None]] = {}
        self._telling: set[asyncio.Task[None]] = set()
        self._pauses: dict[str, _Pause] = {}
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
            for name, errand in look.ready:
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

    def _looked(self, hints: Hints) -> _Look:
        """What can be begun. Whatever is in the way is said once, and is over by itself."""
        folder = self._how.folder
        try:
            if not folder.is_there:
                self._say("away", _AWAY.format(folder.root))
                return _Look(blocked=True)
            self._say("away", "", f"'{folder.root}' is back.")
            self._say("hints", hints.restored())
            self._presence.show()
            self._reread()
            low = is_low(folder.root, self._settings.watch.min_free_mb)
            least = f"{self._settings.watch.min_free_mb:g}"
            full = f"the disk is full: less than {least} MB are free (min_free_mb). Jobs wait."
            self._say("full", full if low else "", "there is space on the disk again.")
            return _Look(blocked=True) if low else self._found()
        except OSError as error:
            self._say("away", self._unreached(error))
            return _Look(blocked=True)

    def _unreached(self, error: OSError) -> str:
        """What is said of a folder that a look stumbled over; it may have gone away just then."""
        folder = self._how.folder
        with suppress(OSError):
            if not folder.is_there:
                return _AWAY.format(folder.root)
        return f"'{folder.root}' cannot be reached: {error.strerror or error}."

    def _found(self) -> _Look:
        folder, now, look = self._how.folder, time.monotonic(), _Look()
        barred: list[OSError] = []
        dropped = scanned(folder, barred.append)
        self._say("barred", " ".join(sorted(map(_barred, barred))))
        rested = self._settling.rested(dropped, now)
        lying = {one.path for one, _ in rested}
        for one in dropped:
            if one.path not in lying:
                self._pauses.pop(f"file {folder.key(one.path)}", None)
        errands = [
            (job.key, self._errand(root, is_job=True))
            for root in self._pulses.dead(folder, now)
            if (job := job_at(root))
        ]
        errands += [
            (folder.key(one.path), self._errand(one.path, rested=since))
            for one, since in _mixed(rested)
        ]
        free = self._settings.watch.jobs - len(self._running)
        for name, errand in errands:
            pause = self._pauses.get(_mark(name, errand))
            look.waiting |= pause is None or pause.tries == 0
            taken = name in self._running or any(name == other for other, _ in look.ready)
            if not taken and len(look.ready) < free and (pause is None or pause.until <= now):
                look.ready.append((name, errand))
        look.waiting |= len(rested) < len(dropped)
        for name, errand in look.ready:
            _say_whose(name, errand)
        return look

    def _errand(self, path: Path, *, is_job: bool = False, rested: float = 0.0) -> Errand:
        return Errand(
            root=self._how.folder.root,
            path=path,
            is_job=is_job,
            rested=rested,
            settings=self._settings,
            keys=self._how.keys,
        )

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
        mark, now = _mark(name, errand), time.monotonic()
        pause = self._pauses.pop(mark, _Pause(0.0))
        match ended.how:
            case "later":
                rest = self._settings.watch.patience - errand.rested
                self._pauses[mark] = _Pause(now + max(0.0, rest))
                self._say(mark, f"{shown(name)}: {ended.message}")
            case "stuck" | "died":
                # Only what was claimed counts its deaths: another might die as fast as it can.
                counted = ended.how == "died" and errand.is_job
                wait = 0.0 if counted else min(_LATEST, _SOON * 2**pause.tries)
                pause = _Pause(now + wait, pause.tries + (ended.how == "stuck"))
                self._pauses[mark] = pause
                if ended.how == "stuck":
                    # A file that was dropped is a job by now, unless not even that could be.
                    self._pauses[f"job {name}"] = pause
                self._say(mark, f"{shown(name)}: {ended.how}: {ended.message}")
            case "gone" | "stopped":
                return
            case _:
                self._filed(ended)
        self._counts[ended.how] += ended.how != "later"

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


def _mixed(rested: list[tuple[Dropped, float]]) -> list[tuple[Dropped, float]]:
    """The oldest first, but the first few in any order: of two services each begins with others."""
    first = rested[:_MIXED]
    random.shuffle(first)
    return [*first, *rested[_MIXED:]]


def _say_whose(name: str, errand: Errand) -> None:
    """Say it when a job is taken over; one that was left here so that it can be is none."""
    owner = owner_of(errand.path) if errand.is_job else None
    here = socket.gethostname()
    if owner and (owner.host != here or not owner.released):
        told = "which was stopped" if owner.released else "which gives no sign of life"
        LOG.info("%s: taking over from %s, %s.", shown(name), owner.host, told)


def _barred(error: OSError) -> str:
    """What is said of a folder in `in` that is passed over."""
    return f"'{shown(str(error.filename))}' cannot be looked into: {error.strerror}."


def _mark(name: str, errand: Errand) -> str:
    """What a pause is remembered by: a job changes its folder when it is taken over."""
    return f"{'job' if errand.is_job else 'file'} {name}"
