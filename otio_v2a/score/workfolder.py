"""The folder beside a timeline: where pictures, replies, sounds, ledger and reports stand."""

import json
import os
import shutil
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from otio_v2a.errors import LockedError, TimelineError, UsageError

_HALF_MADE = frozenset({".part", ".tmp"})
_REMEMBERED = 16


class Manifest(BaseModel):
    """Which files and tracks are ours.

    `outputs` are the paths of timelines with the sha256 of what was written there, newest first.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: int = 1
    files: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ()
    outputs: dict[str, tuple[str, ...]] = {}

    def with_outputs(self, contents: Mapping[Path, bytes]) -> dict[str, tuple[str, ...]]:
        """`outputs` when files of these contents are about to be written.

        Earlier ones stay: until the new one is in its place, one of them still is.
        """
        known = dict(self.outputs)
        for path, content in contents.items():
            name, written = str(path.resolve()), digest(content)
            earlier = (one for one in known.get(name, ()) if one != written)
            known[name] = (written, *earlier)[:_REMEMBERED]
        return known


@dataclass(frozen=True, slots=True)
class WorkFolder:
    """`Cut 01.v2a/`, whether or not it exists yet."""

    root: Path

    @property
    def ledger(self) -> Path:
        """The ledger's file."""
        return self.root / "ledger.sqlite3"

    def file(self, kind: str, name: str) -> Path:
        """A file in `pictures`, `replies` or `audio`, whose folder exists when this returns."""
        folder = self.root / kind
        folder.mkdir(parents=True, exist_ok=True)
        return folder / name

    def manifest(self) -> Manifest:
        """What was written before; empty where nothing was or it cannot be read."""
        with suppress(OSError, ValidationError):
            return Manifest.model_validate_json((self.root / "manifest.json").read_bytes())
        return Manifest()

    def write(self, name: str, text: str) -> None:
        """A small text file, whole or not at all."""
        self.root.mkdir(parents=True, exist_ok=True)
        temporary = self.root / f".{name}.{os.getpid()}.tmp"
        try:
            temporary.write_text(text, encoding="utf-8")
            temporary.replace(self.root / name)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            message = f"'{self.root / name}' cannot be written: {error.strerror}. Free some space."
            raise TimelineError(message) from error


def beside(timeline: Path, workdir: Path | None = None) -> WorkFolder:
    """The work folder of a timeline: beside it, or inside `workdir`."""
    return WorkFolder((workdir or timeline.parent).absolute() / f"{timeline.stem}.v2a")


@contextmanager
def held(folder: WorkFolder) -> Iterator[None]:
    """The work folder for this run alone; the lock goes with the process, however it ends.

    Raises: LockedError naming who holds it.
    """
    holder = folder.root / "lock.json"
    lock = FileLock(folder.root / "lock", timeout=0)
    try:
        folder.root.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        message = f"another run holds '{folder.root.name}'{_who(holder)}. Wait until it has ended."
        raise LockedError(message) from error
    except OSError as error:
        message = (
            f"the work folder '{folder.root}' cannot be used: {error.strerror}."
            " Name another place with --workdir."
        )
        raise UsageError(message) from error
    try:
        since = datetime.now().astimezone().strftime("%H:%M:%S")
        who = {"process": os.getpid(), "host": socket.gethostname(), "since": since}
        folder.write("lock.json", json.dumps(who))
        _sweep(folder)
        yield
    finally:
        holder.unlink(missing_ok=True)
        lock.release()


def _sweep(folder: WorkFolder) -> None:
    """Take away what killed runs left half made; nobody else works here while the lock is held."""
    for kind in ("pictures", "replies", "audio"):
        for path in (folder.root / kind).glob("*"):
            if path.suffix in _HALF_MADE:
                shutil.rmtree(path, ignore_errors=True)
                # On Windows a file that is open somewhere stays until the next run.
                with suppress(OSError):
                    path.unlink(missing_ok=True)


def _who(holder: Path) -> str:
    with suppress(OSError, ValueError, KeyError):
        who = json.loads(holder.read_text(encoding="utf-8"))
        return f": process {who['process']} on {who['host']}, since {who['since']}"
    return ""


@dataclass(frozen=True, slots=True)
class Outputs:
    """The files that a run writes: the scored timeline, and `alone` one of our tracks alone."""

    timeline: Path
    alone: Path | None = None


def outputs(
    timeline: Path, asked: Path | None, folder: WorkFolder, name: str, *, alone: bool = False
) -> Outputs:
    """Where the scored timeline goes: `name`, unless another is asked for.

    `alone` is whether our tracks alone are written too.
    Raises: UsageError when that is the input itself, a file not ours to replace, or in no folder.
    """
    suffix = Path(name).suffix
    out = asked or timeline.with_name(name)
    out = out / name if out.is_dir() else out
    if out.suffix.lower() != suffix:
        message = f"'{timeline.name}' is written as {suffix}. Name a {suffix} file with -o."
        raise UsageError(message)
    _check_ours(out, timeline, folder)
    if not alone:
        return Outputs(out)
    second = out.with_name(f"{out.stem}-audio-only{suffix}")
    _check_ours(second, timeline, folder)
    return Outputs(out, second)


def _check_ours(out: Path, timeline: Path, folder: WorkFolder) -> None:
    if not out.parent.is_dir():
        message = f"there is no folder '{out.parent}'. Make it, or name another file with -o."
        raise UsageError(message)
    if not out.exists():
        return
    if out.samefile(timeline):
        message = f"the output '{out}' is the timeline itself. Name another file with -o."
        raise UsageError(message)
    written = folder.manifest().outputs.get(str(out.resolve()), ())
    if digest(out.read_bytes()) not in written:
        message = (
            f"'{out}' exists and was not written by this program, or was changed since."
            " Name another file with -o, or move it away."
        )
        raise UsageError(message)


def digest(content: bytes) -> str:
    """Its sha256, in hex."""
    return sha256(content).hexdigest()
