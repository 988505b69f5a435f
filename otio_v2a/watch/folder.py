"""A watch folder: its places, and what a file dropped into it is called."""

import json
import os
import re
from dataclasses import dataclass
from pathlib import Path
from uuid import uuid4

from otio_v2a.errors import UsageError

_MARK = "folder.json"
_APPROVED = "approved"
_PLACES = ("in", f"in/{_APPROVED}", "processing", "needs-approval", "done", "failed", "work")

TIMELINES = frozenset(
    {".otio", ".otioz", ".otiod", ".xml", ".fcpxml", ".fcpxmld", ".edl", ".aaf"},
)
"""Endings of what is scored."""

PROJECTS = frozenset({".prproj", ".drp", ".drt", ".dra", ".fcpbundle", ".avp", ".avb", ".veg"})
"""Endings of what an editor may take for a timeline: it is answered, not passed over."""

OLDER = "older"
"""Where earlier timelines of the same name go, with their reports."""

REPORT = ".v2a-report.json"
"""What follows a timeline's name in that of its report for programs."""

_UNFINISHED = frozenset(
    {".tmp", ".temp", ".part", ".partial", ".filepart", ".crdownload", ".download", ".swp", ".lock"}
)
_OURS = re.compile(r"\.v2a[-.]")


@dataclass(frozen=True, slots=True)
class Folder:
    """`FOLDER` of `otio-v2a watch FOLDER`."""

    root: Path

    @property
    def inbox(self) -> Path:
        """Where timelines are dropped, in folders too."""
        return self.root / "in"

    @property
    def approved(self) -> Path:
        """Where a timeline is moved whose price somebody says yes to."""
        return self.inbox / _APPROVED

    @property
    def processing(self) -> Path:
        """A folder for each job that somebody has claimed."""
        return self.root / "processing"

    @property
    def held(self) -> Path:
        """What waits for a yes, with its price in a report beside it."""
        return self.root / "needs-approval"

    @property
    def done(self) -> Path:
        """What is scored, in a folder for each day."""
        return self.root / "done"

    @property
    def failed(self) -> Path:
        """What is not, with the reason in a report beside it."""
        return self.root / "failed"

    @property
    def work(self) -> Path:
        """The work folders of timelines: sounds, ledgers, pictures; kept from job to job."""
        return self.root / "work"

    @property
    def state(self) -> Path:
        """The folder's own ledger, locks and log."""
        return self.root / ".state"

    @property
    def purse(self) -> Path:
        """The file of the folder's own ledger."""
        return self.state / "ledger.sqlite3"

    @property
    def is_there(self) -> bool:
        """Whether it can be reached: the empty mount point of a lost share is not it."""
        return (self.state / _MARK).is_file()

    def make(self) -> None:
        """Make what is missing.

        Raises: UsageError when the folder is none, or cannot be written to.
        """
        if not self.root.is_dir():
            message = f"there is no folder '{self.root}'. Make it, or connect its share."
            raise UsageError(message)
        try:
            for place in (*_PLACES, ".state"):
                (self.root / place).mkdir(parents=True, exist_ok=True)
            if not self.is_there:
                put(self.state / _MARK, json.dumps({"schema": 1, "id": uuid4().hex}))
        except OSError as error:
            message = f"the folder '{self.root}' cannot be watched: {error.strerror or error}."
            raise UsageError(message) from error

    def key(self, path: Path) -> str:
        """What a dropped timeline is known by: its path below `in`, whoever approved it."""
        below = path.relative_to(self.inbox)
        parts = below.parts[1:] if below.parts[0] == _APPROVED else below.parts
        return Path(*parts).as_posix()

    def name(self, work: Path) -> str:
        """What a work folder is known by: its path below `work`."""
        return work.relative_to(self.work).as_posix()

    def is_approved(self, path: Path) -> bool:
        """Whether somebody moved it to where a price is said yes to."""
        return path.is_relative_to(self.approved)


def is_unfinished(name: str) -> bool:
    """Whether a name in `in` says that the file is not to be touched: hidden, temporary, ours."""
    hidden = name.startswith((".", "~$")) or name.endswith("~")
    return hidden or Path(name).suffix.lower() in _UNFINISHED or bool(_OURS.search(name))


def is_wanted(name: str) -> bool:
    """Whether a file of this name is taken out of `in`: media beside a timeline are not."""
    suffix = Path(name).suffix.lower()
    return suffix in TIMELINES | PROJECTS and not is_unfinished(name)


def shown(name: str) -> str:
    """A name from a disk as one line of text, whatever it holds."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(
        letter if letter.isprintable() else "\N{REPLACEMENT CHARACTER}" for letter in text
    )


def put(path: Path, text: str) -> None:
    """A small text file, whole or not at all, and on the disk when this returns."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with temporary.open("w", encoding="utf-8") as out:
            out.write(text)
            out.flush()
            os.fsync(out.fileno())
        temporary.replace(path)
    except OSError:
        temporary.unlink(missing_ok=True)
        raise
