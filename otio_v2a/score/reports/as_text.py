"""The report for people who read plain text: a line or two a cue, in 100 columns."""

from collections.abc import Iterator
from pathlib import Path
from textwrap import fill

from otio_v2a.score.report import CueReport, Report
from otio_v2a.score.reports.words import is_silent, loudness, named, plain, true_peak

_COLUMNS = 100
_UNDER_NAMES = " " * len("01:00:00:00  ")


def as_text(report: Report) -> str:
    """What `report.txt` holds. A path is never broken, however long it is."""
    lines = [
        f"Timeline  {report.timeline}",
        f"Output    {report.output or 'none written'}",
        *([f"Alone     {report.alone}"] if report.alone else []),
        *([f"Bundle    {report.bundle}"] if report.bundle else []),
        f"Provider  {report.provider}, {report.spent()}",
        f"Cues      {report.counted()}",
        "",
    ]
    for cue in report.cues:
        lines += _cue(cue, report)
    said = [_wrapped(f"{one.level}: {one.address}: {one.message}") for one in report.notices]
    return "\n".join([*lines, *(["", *said] if said else []), ""])


def _cue(cue: CueReport, report: Report) -> Iterator[str]:
    where = report.label(cue.record.start, cue.record.rate) if cue.record else "--:--:--:--"
    take = f"take {cue.take}" if cue.take else ""
    rest = named(cue.message, report.timeline) or Path(cue.audio).name
    yield _wrapped(f"{where}  {cue.id}  {cue.role:4}  {cue.status:9}  {take:7} {cue.name}  {rest}")
    known = ", ".join(_known(cue))
    if known:
        yield _UNDER_NAMES + known


def _known(cue: CueReport) -> Iterator[str]:
    if cue.heard:
        yield loudness(cue.heard)
        if not is_silent(cue.heard):
            yield f"true peak {true_peak(cue.heard)}"
    if cue.seen:
        yield f"{len(cue.seen)} event{'' if len(cue.seen) == 1 else 's'} in the picture"


def _wrapped(line: str) -> str:
    return fill(
        plain(line),
        _COLUMNS,
        subsequent_indent=_UNDER_NAMES,
        break_long_words=False,
        break_on_hyphens=False,
    )
