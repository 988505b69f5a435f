"""A yes to a timeline that waits in `needs-approval/`, said on a page instead of by moving it."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from otio_v2a.errors import UsageError
from otio_v2a.providers.base import usd
from otio_v2a.settings import Settings
from otio_v2a.watch.claim import Job
from otio_v2a.watch.desk import Desk
from otio_v2a.watch.folder import Folder
from otio_v2a.watch.outcome import unattended, understood
from otio_v2a.watch.purse import opened


@dataclass(frozen=True, slots=True)
class Waiting:
    """A timeline that waits for a yes, and the folder that it waits in."""

    folder: Folder
    path: Path

    @property
    def key(self) -> str:
        """What it is known by."""
        return self.path.relative_to(self.folder.held).as_posix()

    @property
    def origin(self) -> Path:
        """Where it was dropped."""
        return (self.folder.inbox / self.key).parent

    def settings(self, given: Settings) -> Settings:
        """As its folder would score it."""
        return unattended(given, self.origin, self.folder.work / Path(self.key).parent)


def waiting(path: Path) -> Waiting | None:
    """The timeline at a path as one that waits for a yes; None for any other."""
    there = path.absolute()
    for root in there.parents:
        folder = Folder(root)
        if there.is_relative_to(folder.held) and folder.is_there:
            return Waiting(folder, there)
    return None


def approve(held: Waiting, settings: Settings, keys: Path, price: Decimal) -> str:
    """Say yes to a price: the service scores it, up to that, as it is now. What is said of it.

    Raises: UsageError when another timeline of its name is approved already; TimelineError,
    MediaError when it cannot be read; LedgerError.
    """
    place = held.folder.approved / held.key
    if place.exists():
        message = f"'{held.key}' is approved already, and waits to be scored."
        raise UsageError(message)
    with opened(held.folder.purse) as purse:
        job = Job(held.path.parent, held.key, held.origin, approved=True)
        desk = Desk(held.folder, purse, settings, keys, lambda _stage, _share: None)
        purse.hold(understood(job, desk).digest, held.key, price)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        held.path.rename(place)
    except OSError as error:
        message = f"'{held.path}' cannot be moved into in/approved/: {error.strerror}."
        raise UsageError(message) from error
    return f"Approved for {usd(price)} USD: the watch folder scores it. You may close this page."
