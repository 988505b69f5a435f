"""The folder beside a timeline: where pictures, replies, sounds, ledger and reports stand."""

import json
import os
import shutil
import socket
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, ValidationError

from otio_v2a.errors import LockedError, TimelineError, UsageError
from otio_v2a.settings import Settings
from otio_v2a.timeline.bundles.bundle import is_bundle, is_folder
from otio_v2a.timeline.bundles.delivery import Goods, digest, put, staged

_HALF_MADE = frozenset({".part", ".tmp"})
_REMEMBERED = 16
_OTIO = ".otio"


class Manifest(BaseModel):
    """Which files and tracks are ours.

    `outputs` are the paths of timelines with the digests of what was written there, newest first.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: int = 1
    files: tuple[str, ...] = ()
    tracks: tuple[str, ...] = ()
    outputs: dict[str, tuple[str, ...]] = {}

    def with_outputs(self, digests: Mapping[Path, str]) -> dict[str, tuple[str, ...]]:
        """`outputs` when what has these digests is about to be written.

        Earlier ones stay: until the new one is in its place, one of them still is.
        """
        known = dict(self.outputs)
        for path, written in digests.items():
            name = str(path.resolve())
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


def deliver(new: Mapping[Path, Goods], folder: WorkFolder, ours: Manifest) -> None:
    """Goods in their places, once all are made, in order, and stand in the manifest.

    Written first, the manifest owns them whenever the run is cut off.
    Raises: TimelineError when one cannot be written; what was there is then as it was.
    """
    with ExitStack() as stack:
        made = {path: stack.enter_context(staged(one, path)) for path, one in new.items()}
        outputs = folder.manifest().with_outputs({path: digest(made[path]) for path in made})
        owned = ours.model_copy(update={"outputs": outputs})
        folder.write("manifest.json", owned.model_dump_json(indent=2) + "\n")
        for path, one in made.items():
            put(one, path)


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
    except NotImplementedError as error:
        message = (
            f"the disk of the work folder '{folder.root}' knows no locks."
            " Name a place on another with --workdir."
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
    for kind in ("pictures", "replies", "audio", "media", "previews"):
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
    """The files that a run writes.

    The scored timeline, `alone` one of our tracks alone, `bundle` it with our sounds in one file.
    """

    timeline: Path
    alone: Path | None = None
    bundle: Path | None = None


def outputs(
    timeline: Path, asked: Path | None, folder: WorkFolder, name: str, settings: Settings
) -> Outputs:
    """Where the scored timeline goes: `name`, unless another is asked for; and what goes with it.

    Raises: UsageError when that is the input itself, a file not ours to replace, or in no folder;
    when a bundle is asked for of a format that has none.
    """
    suffix = Path(name).suffix
    out = asked or timeline.with_name(name)
    out = out / name if out.is_dir() and not is_folder(out) else out
    if out.suffix.lower() != suffix:
        message = f"'{timeline.name}' is written as {suffix}. Name a {suffix} file with -o."
        raise UsageError(message)
    alone = out.with_name(f"{out.stem}-audio-only{_OTIO if is_bundle(out) else suffix}")
    found = Outputs(
        out,
        alone if settings.audio_only else None,
        _bundle(out, timeline) if settings.bundle else None,
    )
    for path in filter(None, (found.timeline, found.alone, found.bundle)):
        check_ours(path, timeline, folder)
    return found


def _bundle(out: Path, timeline: Path) -> Path | None:
    """The bundle that goes with a timeline; none with one that is a bundle itself."""
    if is_bundle(out):
        return None
    if out.suffix.lower() != _OTIO:
        message = (
            f"'{timeline.name}' is written as {out.suffix}, and a bundle is .otio only. Export the"
            " timeline as OpenTimelineIO, or do without --bundle."
        )
        raise UsageError(message)
    return out.with_suffix(".otioz")


def check_ours(out: Path, timeline: Path, folder: WorkFolder) -> None:
    """Raises: UsageError when a path is the input itself, not ours to replace, or in no folder."""
    if not out.parent.is_dir():
        message = f"there is no folder '{out.parent}'. Make it, or name another file with -o."
        raise UsageError(message)
    if out.resolve().is_relative_to(timeline.resolve()) or _is_same(out, timeline):
        message = f"the output '{out}' is the timeline itself. Name another file with -o."
        raise UsageError(message)
    if not out.exists():
        return
    written = folder.manifest().outputs.get(str(out.resolve()), ())
    if not written or digest(out) not in written:
        message = (
            f"'{out}' exists and was not written by this program, or was changed since."
            " Name another file with -o, or move it away."
        )
        raise UsageError(message)


def _is_same(out: Path, timeline: Path) -> bool:
    return out.exists() and out.samefile(timeline)
