"""A claimed timeline -> how it ends: refused, made before, held, failed or scored; then filed."""

import os
import signal
from contextlib import ExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal
from hashlib import sha256
from pathlib import Path
from typing import Any

from filelock import FileLock

from otio_v2a.errors import HeldError, InterruptedRunError, LedgerError, V2AError
from otio_v2a.providers import registry
from otio_v2a.providers.base import Remote
from otio_v2a.score.ordering import ordered_parts
from otio_v2a.score.prepare import Prepared, prepare
from otio_v2a.score.report import Report
from otio_v2a.score.workfolder import WorkFolder
from otio_v2a.settings import Settings
from otio_v2a.timeline.bundles.bundle import is_bundle
from otio_v2a.timeline.bundles.delivery import digest
from otio_v2a.watch.claim import Claim, Job
from otio_v2a.watch.desk import Desk
from otio_v2a.watch.disk import in_the_way, is_low
from otio_v2a.watch.ended import FILED, Ended
from otio_v2a.watch.filing import Outcome, filed, result_place
from otio_v2a.watch.folder import shown
from otio_v2a.watch.purse import Earlier
from otio_v2a.watch.refusal import refused
from otio_v2a.watch.scoring import Scoring, scored

_LOCKS, _WAIT = 3, 0.5
_NO_LIMIT = Decimal(10**12)
_UNHEARD = {
    *("watch", "notify", "gateway", "workers", "ffmpeg"),
    *("max_cost", "auto_approve_below", "search_dirs", "workdir"),
}
"""Settings that change nothing of what is heard or written."""


def worked(claim: Claim, desk: Desk) -> Ended:
    """Do a claimed job and file it.

    Raises: InterruptedRunError when stopped; OSError when it cannot be filed.
    """
    started = _now()
    with ExitStack() as alone:
        found = _outcome(claim.job, desk, alone)
        ended = replace(found.ended, started=started, ended=_now())
        if ended.how not in FILED:
            return ended
        maps = tuple(
            (one.source, one.target) for one in desk.settings.path_maps if one.both is not False
        )
        # This takes a moment and is the end: a stop would have it done again, and not be told.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        ended = filed(claim, desk.folder, replace(found, ended=ended), maps)
        # It is filed: a disk that is full by now must not keep anybody from hearing of it.
        with suppress(LedgerError):
            _remember(desk, found, ended)
        return ended


def _remember(desk: Desk, found: Outcome, ended: Ended) -> None:
    """The number of a result, and that nobody is asked about its timeline any more."""
    if found.number:
        desk.purse.numbered(desk.folder.name(found.work), found.number)
    if ended.how != "held":
        desk.purse.decided(shown(ended.name))


def _outcome(job: Job, desk: Desk, alone: ExitStack) -> Outcome:
    """How it ends; until it is filed, others of the same content wait on what `alone` holds."""
    watch = desk.settings.watch
    problem = refused(job.timeline, job.key, desk.settings)
    if job.attempts >= watch.attempts:
        problem = f"its process died {job.attempts} times without a word; the log may say more."
    if problem:
        return Outcome(Ended(job.key, "failed", problem))
    try:
        scoring = understood(job, desk)
        # A few locks for all contents: two that share one wait for one another for nothing, seldom.
        lock = FileLock(desk.folder.state / "locks" / scoring.digest[:_LOCKS])
        desk.tell("waiting for its turn", 0.0)
        alone.enter_context(lock.acquire(poll_interval=_WAIT))
        return _result(scoring)
    except InterruptedRunError:
        raise
    except V2AError as error:
        stuck = in_the_way(error, desk.folder.root, watch.min_free_mb)
        return Outcome(Ended(job.key, "stuck" if stuck else "failed", str(error)))


def understood(job: Job, desk: Desk) -> Scoring:
    """The timeline read, and what it comes to.

    Raises: TimelineError, UsageError, MediaError.
    """
    workdir = desk.folder.work / Path(job.key).parent
    settings = unattended(desk.settings, job.origin, workdir)
    prepared = prepare(
        job.timeline,
        settings,
        os.environ,
        # A bundle has its media with it; a file's relative paths start where it was dropped.
        origin=None if is_bundle(job.timeline) else job.origin,
    )
    work = prepared.folder
    return Scoring(desk, job, prepared, work, _digest(prepared, work))


def unattended(settings: Settings, origin: Path, workdir: Path) -> Settings:
    """The same where nobody sits at a terminal: the caps are asked about every price."""
    maps = (
        one if one.both is not None else one.model_copy(update={"both": True})
        for one in settings.path_maps
    )
    changes = {
        "max_cost": _NO_LIMIT,
        "auto_approve_below": Decimal(0),
        "path_maps": tuple(maps),
        "search_dirs": (*settings.search_dirs, origin),
        "workdir": workdir,
        "providers": _divided(settings),
    }
    return settings.model_copy(update=changes)


def _divided(settings: Settings) -> dict[str, dict[str, Any]]:
    """The tables of providers with an account's limits shared out among jobs at once."""
    name, jobs = settings.provider, settings.watch.jobs
    provider = registry.provider(name, settings.providers.get(name, {}), os.environ)
    if not isinstance(provider, Remote):
        return settings.providers
    table = {
        **settings.providers.get(name, {}),
        "concurrency": max(1, provider.concurrency // jobs),
        "submit_interval": provider.submit_interval * jobs,
    }
    return {**settings.providers, name: table}


def _digest(prepared: Prepared, work: WorkFolder) -> str:
    """What a timeline, its media and the settings come to: alike, they would sound alike."""
    settings = prepared.settings
    ordered = ordered_parts(prepared, None, work)
    wanted = [(one.problem, [asked.key for asked in one.asked()]) for one in ordered]
    said = settings.model_dump_json(exclude=_UNHEARD)
    content = (digest(prepared.document.path), wanted, said)
    return sha256(repr(content).encode("utf-8", "backslashreplace")).hexdigest()


def _result(scoring: Scoring) -> Outcome:
    """What comes of a timeline that is understood."""
    job, desk = scoring.job, scoring.desk
    earlier = desk.purse.earlier(scoring.digest)
    if earlier:
        message = (
            f"the same as '{earlier.name}' of {earlier.at}: nothing was done, nothing paid."
            f" Its result: {earlier.outputs[0]}"
        )
        return Outcome(Ended(job.key, "same", message, outputs=earlier.outputs))
    place, number = result_place(desk.folder, job.key, desk.purse.number(scoring.name))
    document = scoring.prepared.document
    job.result.mkdir(exist_ok=True)
    try:
        report = scored(
            scoring, job.result / f"{document.home.stem}.v2a-{number:03}{document.suffix}"
        )
    except HeldError as error:
        desk.purse.hold(scoring.digest, shown(job.key), scoring.asked[-1])
        return Outcome(Ended(job.key, "held", str(error), price=scoring.asked[-1]))
    whole = report.exit_code == 0
    if not whole and is_low(desk.folder.root, desk.settings.watch.min_free_mb):
        # What fails on a full disk is tried again.
        return Outcome(Ended(job.key, "stuck", _why(report), spent=report.cost))
    if not any(cue.audio for cue in report.cues):
        return Outcome(Ended(job.key, "failed", _why(report), spent=report.cost))
    made = (report.output, report.alone, report.bundle)
    outputs = tuple(place / path.name for path in made if path)
    if whole:
        # Of what cannot be filed there are no files, and so nothing is remembered of it.
        at = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
        desk.purse.remember(scoring.digest, Earlier(shown(job.key), at, outputs))
    ended = Ended(
        name=job.key,
        how="done" if whole else "partial",
        message=_why(report),
        outputs=outputs,
        spent=report.cost,
    )
    return Outcome(ended, report, scoring.work.root, place, number)


def _why(report: Report) -> str:
    """What a run came to, and why the first cue that has no sound has none."""
    told = f"{report.counted()}; {report.spent()}."
    bad = [cue for cue in report.cues if cue.status in ("failed", "uncertain")]
    if bad:
        told += f" {bad[0].address}: {bad[0].message}"
    return told


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
