"""How a watch folder stands, read from what lies in it: nothing is changed, nobody need watch."""

import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from otio_v2a.errors import UsageError
from otio_v2a.settings import Settings
from otio_v2a.watch.claim import job_at, jobs, owner_of
from otio_v2a.watch.folder import OLDER, REPORT, Folder, shown
from otio_v2a.watch.inbox import scanned
from otio_v2a.watch.presence import Card, services
from otio_v2a.watch.purse import opened

_LAST = 10


@dataclass(frozen=True, slots=True)
class Running:
    """A job that somebody works at, or that waits to be gone on with. `share` is 0 to 1."""

    name: str
    host: str
    pid: int
    stage: str
    share: float
    waits: bool


@dataclass(frozen=True, slots=True)
class Left:
    """A timeline that waits for somebody. Unit: `price` in USD."""

    name: str
    message: str
    next: str
    price: float
    at: str


@dataclass(frozen=True, slots=True)
class Status:
    """How a watch folder stands now. Unit: USD."""

    folder: Path
    services: tuple[Card, ...]
    queue: tuple[str, ...]
    running: tuple[Running, ...]
    held: tuple[Left, ...]
    failed: tuple[Left, ...]
    failures: int
    done_today: int
    spent_today: Decimal
    cap_per_day: Decimal
    cap_per_job: Decimal

    def told(self) -> dict[str, Any]:
        """As programs read it."""
        return {
            "folder": str(self.folder),
            "services": [asdict(one) for one in self.services],
            "queue": list(self.queue),
            "running": [asdict(one) for one in self.running],
            "held": [asdict(one) for one in self.held],
            "failed": [asdict(one) for one in self.failed],
            "failures": self.failures,
            "done_today": self.done_today,
            "spent_today_usd": float(self.spent_today),
            "cap_per_day_usd": float(self.cap_per_day),
            "cap_per_job_usd": float(self.cap_per_job),
        }


def status(folder: Folder, settings: Settings) -> Status:
    """How a folder stands.

    Raises: UsageError when it is no watch folder, or cannot be reached.
    """
    if not folder.is_there:
        message = (
            f"'{folder.root}' is no watch folder, or its share is away."
            f" Say: otio-v2a watch {folder.root}"
        )
        raise UsageError(message)
    now = datetime.now().astimezone()
    today = folder.done / now.strftime("%Y-%m-%d")
    try:
        failed = _left(folder.failed)
        spent = _spent(folder, now.date())
        return Status(
            folder=folder.root,
            services=tuple(services(folder)),
            queue=tuple(shown(folder.key(one.path)) for one in scanned(folder)),
            running=tuple(_running(folder)),
            held=tuple(_left(folder.held)),
            failed=tuple(failed[:_LAST]),
            failures=len(failed),
            done_today=sum(1 for _ in today.rglob(f"*{REPORT}")),
            spent_today=spent,
            cap_per_day=settings.watch.cap_per_day,
            cap_per_job=settings.watch.cap_per_job,
        )
    except OSError as error:
        message = f"'{folder.root}' cannot be read: {error.strerror or error}."
        raise UsageError(message) from error


def _spent(folder: Folder, day: date) -> Decimal:
    """What a day has cost; before the first job there is no purse, and none is made."""
    if not folder.purse.is_file():
        return Decimal(0)
    with opened(folder.purse) as purse:
        return purse.spent(day)


def _running(folder: Folder) -> Iterator[Running]:
    for root in jobs(folder):
        job, owner = job_at(root), owner_of(root)
        if job and owner:
            yield Running(
                name=shown(job.key),
                host=owner.host,
                pid=owner.pid,
                stage=owner.stage,
                share=owner.share,
                waits=owner.released,
            )


def _left(place: Path) -> list[Left]:
    """What lies in a place with a report, the latest first; what somebody moved away is not."""
    found = []
    for parent, folders, names in os.walk(place):
        lying = {shown(name) for name in (*folders, *names)}
        folders[:] = [name for name in folders if name != OLDER]
        for name in names:
            if name.endswith(REPORT) and name.removesuffix(REPORT) in lying:
                with suppress(OSError, ValueError, KeyError, TypeError):
                    found.append(_told(Path(parent, name)))
    return sorted(found, key=lambda one: one.at, reverse=True)


def _told(report: Path) -> Left:
    """What a sidecar says.

    Raises: OSError, ValueError, KeyError, TypeError when it is none.
    """
    said = json.loads(report.read_text(encoding="utf-8"))
    at = datetime.fromisoformat(said["ended"]).astimezone(UTC).isoformat()
    return Left(said["name"], said["message"], said["next"], said["price_usd"], at)
