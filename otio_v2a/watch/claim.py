"""Whose a job is: taken by a rename, kept by a lock and signs of life, taken over when dead.

Source: workflow sheet section 8, requirement 3. A lock goes with its process, however that ends;
where another machine's locks cannot be seen, its signs of life decide, told by a clock of ours.
"""

import json
import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Any
from uuid import uuid4

from filelock import FileLock, Timeout

from otio_v2a.watch.folder import Folder, put

_OWN = ".v2a-job"
_RESULT = "result"


@dataclass(frozen=True, slots=True)
class Job:
    """A timeline in `processing/`, in a folder of its own.

    `key` is what it is known by, `origin` the folder it was dropped into, where media may lie
    beside it; `attempts` counts how often its owner died.
    """

    root: Path
    key: str
    origin: Path
    approved: bool = False
    attempts: int = 0

    @property
    def timeline(self) -> Path:
        """The file, or the bundle that is a folder."""
        return self.root / Path(self.key).name

    @property
    def result(self) -> Path:
        """Where what is made of it stands until it is filed."""
        return self.root / _RESULT


@dataclass(frozen=True, slots=True)
class Owner:
    """Who works at a job. `beat` counts signs of life; `released`: nobody does, go on with it."""

    host: str
    pid: int
    since: str
    beat: int = 0
    stage: str = ""
    share: float = 0.0
    released: bool = False


class Claim:
    """A job that is this process's own until it is given up."""

    def __init__(self, job: Job, lock: FileLock) -> None:
        """Use `claimed` or `taken_over`; this only wraps."""
        self.job = job
        self._lock = lock
        since = datetime.now(UTC).isoformat(timespec="seconds")
        self._owner = Owner(socket.gethostname(), os.getpid(), since)
        self._beats = 0
        self._closed, self._writing = False, Lock()

    def beat(self, stage: str, share: float = 0.0) -> None:
        """Give a sign of life, and say how far it is; nothing once it is filed or given up.

        Raises: OSError when the job is not ours any more, or the disk refuses.
        """
        with self._writing:
            if self._closed:
                return
            self._beats += 1
            owner = replace(self._owner, beat=self._beats, stage=stage, share=round(share, 3))
            _write(self.job.root, "owner", asdict(owner))

    def give_up(self, why: str = "") -> None:
        """Whoever finds it may go on with it at once; nothing where it was given up before."""
        with self._writing:
            if self._closed:
                return
            self._closed = True
            with suppress(OSError):
                owner = replace(self._owner, stage=why, released=True)
                _write(self.job.root, "owner", asdict(owner))
            self._lock.release()

    def close(self) -> None:
        """What was to be filed is filed: take the rest away."""
        with self._writing:
            self._closed = True
            self._lock.release()
            shutil.rmtree(self.job.root, ignore_errors=True)


def claimed(folder: Folder, path: Path) -> Claim | None:
    """A dropped timeline, moved to a job of its own; None where it is gone.

    Raises: OSError when it cannot be moved.
    """
    job = Job(_new(folder, path.name), folder.key(path), path.parent, folder.is_approved(path))
    claim = _begun(job)
    try:
        path.rename(job.timeline)
    except FileNotFoundError:
        claim.close()
        return None
    except OSError:
        claim.close()
        raise
    return claim


def put_back(claim: Claim) -> bool:
    """Have a job's timeline stand where it was dropped, unless another does; whether it does."""
    place = claim.job.origin / claim.job.timeline.name
    if place.exists() or not place.parent.is_dir():
        return False
    claim.job.timeline.rename(place)
    claim.close()
    return True


def taken_over(folder: Folder, root: Path) -> Claim | None:
    """The job of somebody who is dead; None where somebody else was quicker, or it is empty.

    Raises: OSError when it cannot be moved.
    """
    found = job_at(root)
    if found is None or not _is_free(root):
        return None
    owner = owner_of(root)
    died = 0 if owner is None or owner.released else 1
    name = _named(found.timeline.name)
    moved = replace(found, root=folder.processing / name, attempts=found.attempts + died)
    try:
        root.rename(moved.root)
        shutil.rmtree(moved.result, ignore_errors=True)
        return _begun(moved)
    except FileNotFoundError:
        return None


def job_at(root: Path) -> Job | None:
    """The job in a folder of `processing/`; None where there is none."""
    said = _read(root, "job")
    try:
        return Job(root, said["key"], Path(said["origin"]), said["approved"], said["attempts"])
    except (KeyError, TypeError):
        return None


def owner_of(root: Path) -> Owner | None:
    """Who said to work at a job."""
    with suppress(TypeError):
        return Owner(**_read(root, "owner"))
    return None


def jobs(folder: Folder) -> Iterator[Path]:
    """The folders of all jobs, in the order of their names.

    Raises: OSError when the folder cannot be reached.
    """
    yield from sorted(path for path in folder.processing.iterdir() if path.is_dir())


class Pulses:
    """Tells which jobs nobody works at any more. Unit: seconds of any one clock."""

    def __init__(self) -> None:
        """Nothing is heard yet."""
        self._heard: dict[Path, tuple[Owner | None, float]] = {}

    def dead(self, folder: Folder, now: float, stale: float) -> list[Path]:
        """The jobs that may be taken over; those without a timeline are taken away.

        Another machine is dead when it has given no sign of life for `stale` seconds.

        Raises: OSError when the folder cannot be reached.
        """
        before, self._heard = self._heard, {}
        found = []
        for root in jobs(folder):
            owner = owner_of(root)
            known = before.get(root)
            since = known[1] if known and known[0] == owner else now
            self._heard[root] = (owner, since)
            here = owner is not None and owner.host == socket.gethostname()
            silent = now - since >= stale or (owner is not None and owner.released)
            if (here or silent) and _is_free(root):
                found.append(root)
        return [root for root in found if _is_job(root)]


def _is_job(root: Path) -> bool:
    """Whether there is something to do; what a claim that failed has left is taken away."""
    job = job_at(root)
    if job and (job.timeline.exists() or job.timeline.is_symlink()):
        return True
    # It may end, and be gone, while it is looked at.
    with suppress(FileNotFoundError):
        if not any(path.name not in (_OWN, _RESULT) for path in root.iterdir()):
            shutil.rmtree(root, ignore_errors=True)
    return False


def _begun(job: Job) -> Claim:
    (job.root / _OWN).mkdir(exist_ok=True)
    lock = _lock(job.root)
    lock.acquire(timeout=5)
    claim = Claim(job, lock)
    said = {"key": job.key, "origin": str(job.origin), "approved": job.approved}
    _write(job.root, "job", {**said, "attempts": job.attempts})
    claim.beat("claimed")
    return claim


def _is_free(root: Path) -> bool:
    lock = _lock(root)
    try:
        lock.acquire(timeout=0)
    except (Timeout, OSError):
        return False
    lock.release()
    return True


def _lock(root: Path) -> FileLock:
    return FileLock(root / _OWN / "lock", thread_local=False)


def _new(folder: Folder, name: str) -> Path:
    root = folder.processing / _named(name)
    root.mkdir()
    return root


def _named(name: str) -> str:
    """A folder's name that nobody else gives: readable, and never too long."""
    told = "".join(letter if letter.isalnum() else "_" for letter in Path(name).stem)[:40]
    return f"{told.encode('ascii', 'replace').decode().replace('?', '_')}-{uuid4().hex[:12]}"


def _write(root: Path, name: str, said: dict[str, Any]) -> None:
    put(root / _OWN / f"{name}.json", json.dumps(said))


def _read(root: Path, name: str) -> dict[str, Any]:
    with suppress(OSError, ValueError):
        said = json.loads((root / _OWN / f"{name}.json").read_text(encoding="utf-8"))
        return said if isinstance(said, dict) else {}
    return {}
