"""What another timeline of the folder has paid for: fetched from its work folder, not bought again.

Whatever became of the request there comes along: a reply, a job under way, a doubt.
"""

import shutil
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from otio_v2a.gateway.ledger import Entry, Ledger, opened
from otio_v2a.score.workfolder import WorkFolder, held
from otio_v2a.watch.purse import Purse


def borrow(elsewhere: Mapping[str, str], folder: WorkFolder, below: Path, purse: Purse) -> None:
    """Bring requests here from the work folders `below` that they are in.

    Raises: LockedError while one of those is at work; AudioError, LedgerError, OSError.
    """
    for work in sorted(set(elsewhere.values())):
        keys = [key for key, other in elsewhere.items() if other == work]
        other = WorkFolder(below / work)
        # A database of a shared folder is data from others: no name in it leads out of there.
        if other.ledger.is_file() and other.root.resolve().is_relative_to(below.resolve()):
            with held(other), opened(other.ledger) as theirs, held(folder):
                known = theirs.entries()
                with opened(folder.ledger) as ours:
                    for entry in (known[key] for key in keys if key in known):
                        _fetch(entry, other, folder, ours)
        purse.hand_over(keys, folder.root.relative_to(below).as_posix())


def _fetch(entry: Entry, other: WorkFolder, folder: WorkFolder, ours: Ledger) -> None:
    """One request, its file before its entry."""
    if entry.state == "rejected":
        return
    if entry.reply and Path(entry.reply).name == entry.reply:
        source = other.root / "replies" / entry.reply
        with suppress(FileNotFoundError):
            part = folder.file("replies", f"{entry.reply}.part")
            shutil.copyfile(source, part)
            part.replace(part.with_suffix(""))
    ours.adopt(entry)
