"""One job, in a process of its own: `python -m otio_v2a.watch.job`.

It reads its errand from stdin, one line of JSON, and ends when stdin does: so no job outlives its
service. It writes how it ended to stdout, one line too. It claims, scores and files by itself: a
service that is killed leaves nothing that another could not go on with.
"""

import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from otio_v2a.errors import InterruptedRunError, LedgerError, SequenceError, TimelineError
from otio_v2a.score.lifeline import interrupt, lines, obey_interrupts
from otio_v2a.score.prepare import reading
from otio_v2a.score.report import dumped
from otio_v2a.timeline.document import load
from otio_v2a.watch.claim import Claim, claimed, put_back, taken_over
from otio_v2a.watch.desk import Desk
from otio_v2a.watch.ended import Ended
from otio_v2a.watch.errand import Errand
from otio_v2a.watch.folder import Folder, shown
from otio_v2a.watch.inbox import stamped
from otio_v2a.watch.outcome import worked
from otio_v2a.watch.purse import opened
from otio_v2a.watch.refusal import refused


def run(errand: Errand) -> Ended:
    """Do one job."""
    folder = Folder(errand.root)
    name = errand.path.name if errand.is_job else folder.key(errand.path)
    try:
        found = _taken(folder, errand)
        if isinstance(found, Ended):
            return found
        return _worked(found, folder, errand)
    except (InterruptedRunError, KeyboardInterrupt):
        return Ended(name, "stopped", "stopped; what is finished is kept.")
    except OSError as error:
        return Ended(name, "stuck", _said(error))


def _worked(claim: Claim, folder: Folder, errand: Errand) -> Ended:
    """Do a claimed job; where something is in its way, give it up."""
    settings = errand.settings
    with _alive(claim, settings.watch.heartbeat) as tell:
        try:
            with opened(folder.purse) as purse:
                ended = worked(claim, Desk(folder, purse, settings, errand.keys, tell))
        except (OSError, LedgerError) as error:
            there = claim.job.root.exists()
            ended = Ended(claim.job.key, "stuck" if there else "gone", _said(error))
        if ended.how == "stuck":
            claim.give_up(ended.message)
        return ended


def _said(error: OSError | LedgerError) -> str:
    if isinstance(error, OSError):
        return f"{error.strerror or error}: '{shown(str(error.filename or ''))}'."
    return str(error)


def _taken(folder: Folder, errand: Errand) -> Claim | Ended:
    """The claim on the errand's timeline, or why there is none."""
    if errand.is_job:
        return taken_over(folder, errand.path) or Ended(errand.path.name, "gone")
    key, stamp = folder.key(errand.path), stamped(errand.path)
    problem = _unread(errand)
    if problem and errand.path.exists():
        return Ended(key, "later", problem)
    claim = claimed(folder, errand.path)
    if claim is None:
        return Ended(key, "gone")
    if stamped(claim.job.timeline) != stamp and put_back(claim):
        return Ended(key, "later", "it changed just now.")
    return claim


def _unread(errand: Errand) -> str:
    """Why a file that may still be copied cannot be read yet; empty where it can."""
    key, settings = Folder(errand.root).key(errand.path), errand.settings
    if errand.rested >= settings.watch.patience or refused(errand.path, key, settings):
        return ""
    try:
        load(errand.path, reading(errand.settings))
    except SequenceError:
        return ""
    except TimelineError as error:
        return f"it cannot be read yet, as if it were still being copied: {error}"
    return ""


@contextmanager
def _alive(claim: Claim, every: float) -> Iterator[Callable[[str, float], None]]:
    """Signs of life from a thread; ours is stopped when the job is not ours any more."""
    said: list[tuple[str, float]] = [("claimed", 0.0)]
    over = threading.Event()

    def beat() -> None:
        while not over.wait(every):
            try:
                claim.beat(*said[-1])
            except FileNotFoundError:
                if not over.is_set():
                    interrupt()
                return
            except OSError:
                # The disk is full, or away for a moment: the lock still says whose job it is.
                continue

    def tell(stage: str, share: float) -> None:
        said[:] = [(stage, share)]

    thread = threading.Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield tell
    finally:
        over.set()
        thread.join()
        claim.give_up()


def _listen(line: Iterator[bytes]) -> None:
    """Stop when whoever sent us is gone."""
    for _ in line:
        pass
    interrupt()


def main() -> None:
    """Read the errand, do it, say how it ended."""
    obey_interrupts()
    line = lines()
    errand = Errand.model_validate(json.loads(next(line)))
    threading.Thread(target=_listen, args=(line,), daemon=True).start()
    ended = run(errand)
    sys.stdout.write(dumped(ended.told()))


if __name__ == "__main__":
    main()
