"""What lies in a watch folder: what of it can be begun, and what has to be let lie."""

import random
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from otio_v2a.settings import Settings
from otio_v2a.watch.claim import Pulses, job_at
from otio_v2a.watch.ended import Ended
from otio_v2a.watch.errand import Errand
from otio_v2a.watch.folder import Folder, shown
from otio_v2a.watch.inbox import Dropped, Settling, scanned

_MIXED = 4
_SOON, _LATEST = 5.0, 600.0


@dataclass(slots=True)
class Look:
    """What one look found: jobs to begin by name, and whether more may come of waiting.

    `blocked`: nothing can be begun; `barred` says which folders cannot be looked into.
    """

    ready: dict[str, Errand] = field(default_factory=dict)
    waiting: bool = False
    blocked: bool = False
    barred: str = ""


@dataclass(frozen=True, slots=True)
class _Pause:
    """Until when something is let lie. Unit: seconds of the monotonic clock."""

    until: float = 0.0
    tries: int = 0


class Lookout:
    """Looks into a folder again and again, and remembers what it saw."""

    def __init__(self, folder: Folder, keys: Path) -> None:
        """Nothing is seen yet."""
        self._folder, self._keys = folder, keys
        self._settling = Settling()
        self._pulses = Pulses()
        self._pauses: dict[str, _Pause] = {}

    def look(self, settings: Settings, busy: Collection[str]) -> Look:
        """What can be begun beside what is `busy`, the oldest first.

        Raises: OSError when the folder cannot be reached.
        """
        now, look = time.monotonic(), Look()
        barred: list[OSError] = []
        dropped = scanned(self._folder, barred.append)
        rested = self._settling.rested(dropped, now, settings.watch.settle)
        look.barred = " ".join(sorted(map(_barred, barred)))
        look.waiting = len(rested) < len(dropped)
        errands = [*self._orphans(settings, now), *self._rested(settings, rested)]
        marks = {_mark(name, errand) for name, errand in errands}
        self._pauses = {mark: one for mark, one in self._pauses.items() if mark in marks}
        for name, errand in errands:
            pause = self._pauses.get(_mark(name, errand), _Pause())
            look.waiting |= pause.tries == 0
            room = len(look.ready) + len(busy) < settings.watch.jobs
            if room and name not in (*busy, *look.ready) and pause.until <= now:
                look.ready[name] = errand
        return look

    def heard(self, name: str, errand: Errand, ended: Ended, patience: float) -> None:
        """Let lie what has to wait. Unit: `patience` in seconds, for what cannot be read."""
        mark, now = _mark(name, errand), time.monotonic()
        before = self._pauses.pop(mark, _Pause())
        if ended.how == "later":
            self._pauses[mark] = _Pause(now + max(0.0, patience - errand.rested))
        elif ended.how == "stuck":
            pause = _Pause(now + min(_LATEST, _SOON * 2**before.tries), before.tries + 1)
            # A file that was dropped is a job by now, unless not even that could be.
            self._pauses[mark] = self._pauses[f"job {name}"] = pause
        elif ended.how == "died" and not errand.is_job:
            # Only what was claimed counts its deaths: another might die as fast as it can.
            self._pauses[mark] = _Pause(now + _SOON)

    def _orphans(self, settings: Settings, now: float) -> Iterator[tuple[str, Errand]]:
        for root in self._pulses.dead(self._folder, now, settings.watch.stale):
            if job := job_at(root):
                yield job.key, self._errand(settings, root, is_job=True)

    def _rested(
        self, settings: Settings, rested: list[tuple[Dropped, float]]
    ) -> Iterator[tuple[str, Errand]]:
        for one, since in _mixed(rested):
            yield self._folder.key(one.path), self._errand(settings, one.path, rested=since)

    def _errand(
        self, settings: Settings, path: Path, *, is_job: bool = False, rested: float = 0.0
    ) -> Errand:
        return Errand(
            root=self._folder.root,
            path=path,
            is_job=is_job,
            rested=rested,
            settings=settings,
            keys=self._keys,
        )


def _mixed(rested: list[tuple[Dropped, float]]) -> list[tuple[Dropped, float]]:
    """The oldest first, but the first few in any order: of two services each begins with others."""
    first = rested[:_MIXED]
    random.shuffle(first)
    return [*first, *rested[_MIXED:]]


def _barred(error: OSError) -> str:
    """What is said of a folder in `in` that is passed over."""
    return f"'{shown(str(error.filename))}' cannot be looked into: {error.strerror}."


def _mark(name: str, errand: Errand) -> str:
    """What a pause is remembered by: a job changes its folder when it is taken over."""
    return f"{'job' if errand.is_job else 'file'} {name}"
