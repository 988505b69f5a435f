"""Where a job ends: results, originals and reports, each in its place, nothing overwritten.

The timeline moves last: until it has, the job is not ended, and whoever finds it does it again.
"""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import count
from pathlib import Path

from otio_v2a.path_maps import Maps, outward
from otio_v2a.score.report import Report, dumped
from otio_v2a.score.reports.as_html import as_html
from otio_v2a.score.reports.as_json import as_json
from otio_v2a.score.reports.as_text import as_text
from otio_v2a.watch.claim import Claim
from otio_v2a.watch.ended import FILED, Ended, State, advice
from otio_v2a.watch.folder import OLDER, REPORT, Folder, put, shown
from otio_v2a.watch.listing import listed

_TEXT, _PAGE = ".v2a-report.txt", ".v2a-report.html"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a job ended, with the report of its run where there was one.

    `work` is the work folder it ran in, `place` the folder that its results go to, and `number`
    theirs.
    """

    ended: Ended
    report: Report | None = None
    work: Path = Path()
    place: Path | None = None
    number: int = 0


def result_place(folder: Folder, key: str, last: int) -> tuple[Path, int]:
    """A folder of today that nobody has, `done/2026-11-20/Cut 01.v2a-001`, and its number.

    `last` is the number of the last result.
    """
    for number in count(last + 1):
        place = _today(folder, key, f"{number:03}")
        if not place.exists():
            break
    return place, number


def _today(folder: Folder, key: str, named: str) -> Path:
    day = datetime.now().astimezone().strftime("%Y-%m-%d")
    return folder.done / day / Path(key).parent / f"{Path(key).stem}.v2a-{named}"


def filed(claim: Claim, folder: Folder, outcome: Outcome, maps: Maps) -> Ended:
    """Put everything where it belongs; the claim is closed.

    Raises: OSError when a place cannot be written to: then the timeline is where it was.
    """
    job, state, place = claim.job, FILED[outcome.ended.how], outcome.place
    if place:
        place.parent.mkdir(parents=True, exist_ok=True)
        job.result.rename(place)
    if state == "done":
        home = place or _free(_today(folder, job.key, "same"))
    else:
        home = _room(folder, state, job.key)
    final = home / job.timeline.name
    home.mkdir(parents=True, exist_ok=True)
    _make_room(final)
    ended = replace(outcome.ended, where=final)
    for one in {home, place or home}:
        _report(one / shown(final.name), replace(outcome, ended=ended), maps)
    listed(folder, ended)
    job.timeline.rename(final)
    claim.close()
    _forget(folder, job.key, home)
    return ended


def _room(folder: Folder, state: State, key: str) -> Path:
    return (folder.failed if state == "failed" else folder.held) / Path(key).parent


def _make_room(final: Path) -> None:
    """Move an earlier timeline of the same name, with its reports, out of the way."""
    if not _is_there(final):
        return
    changed = datetime.fromtimestamp(final.lstat().st_mtime).astimezone()
    place = _free(final.parent / OLDER / changed.strftime("%Y-%m-%d %H.%M.%S"))
    place.mkdir(parents=True)
    for path in filter(_is_there, (final, *_reports(final))):
        path.rename(place / path.name)


def _free(place: Path) -> Path:
    """A folder that nobody has: `place`, `place (2)`, …"""
    named = (place if one == 1 else place.with_name(f"{place.name} ({one})") for one in count(1))
    return next(one for one in named if not one.exists())


def _forget(folder: Folder, key: str, home: Path) -> None:
    """Take away the reports that an earlier try left where its timeline was moved away from."""
    for room in (_room(folder, "failed", key), _room(folder, "held", key)):
        timeline = room / Path(key).name
        # The job has ended: what cannot be taken away is no reason to say otherwise.
        with suppress(OSError):
            if room != home and not _is_there(timeline):
                for path in _reports(timeline):
                    path.unlink(missing_ok=True)


def _is_there(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _reports(timeline: Path) -> list[Path]:
    return [_named(timeline, kind) for kind in (_TEXT, REPORT, _PAGE)]


def _named(timeline: Path, kind: str) -> Path:
    return timeline.with_name(shown(timeline.name) + kind)


def _report(beside: Path, outcome: Outcome, maps: Maps) -> None:
    """The sidecars: for programs, for people, and the page where something was scored."""
    ended, report = outcome.ended, _as_filed(outcome)
    told = ended.told()
    told["editor"] = [outward(str(path), maps) for path in ended.outputs]
    told["report"] = as_json(report) if report else None
    put(_named(beside, REPORT), dumped(told))
    put(_named(beside, _TEXT), _text(ended, report))
    if report:
        page = as_html(report, outcome.work, datetime.now().astimezone())
        put(_named(beside, _PAGE), page)


def _as_filed(outcome: Outcome) -> Report | None:
    """The report with the paths that everything has once it is filed."""
    report, place = outcome.report, outcome.place
    if report is None or place is None or outcome.ended.where is None:
        return None
    return replace(
        report,
        timeline=outcome.ended.where,
        output=place / report.output.name if report.output else None,
        alone=place / report.alone.name if report.alone else None,
        bundle=place / report.bundle.name if report.bundle else None,
    )


def _text(ended: Ended, report: Report | None) -> str:
    """What a person reads first: how it ended and what to do; then the report."""
    said = [f"{shown(ended.name)}: {ended.how}", ended.message, advice(ended)]
    rest = f"\n{as_text(report)}" if report else ""
    return "\n".join(filter(None, said)) + "\n" + rest
