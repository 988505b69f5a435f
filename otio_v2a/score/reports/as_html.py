"""The report as a page: one HTML file that needs nothing else, to be read, mailed and printed."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from otio_v2a.model import Notice
from otio_v2a.score.report import CueReport, Report
from otio_v2a.score.reports.section import (
    Place,
    anchor,
    begin,
    facts,
    length,
    reason,
    said,
    section,
)
from otio_v2a.score.reports.style import STYLE
from otio_v2a.score.reports.summary import (
    TONES,
    in_order,
    loudness_range,
    scored,
    shared_out,
    state,
    verdict,
)
from otio_v2a.score.reports.waveform import FLOOR_DB
from otio_v2a.score.reports.words import escaped

_GENERATOR = '<meta name="generator" content="otio-v2a report">'
_SIGNS = {"good": "✓", "doubt": "?", "bad": "✗"}
_OUT = "Out is the first frame after a cue."
_DRAWN = (
    f" A waveform's height is its level, from {FLOOR_DB} dBFS to full scale. Its shaded ends are"
    " handles beyond the cue, dashed lines are seams between segments, and ticks below it are"
    " what happens in the picture."
)


def as_html(report: Report, folder: Path, made: datetime) -> str:
    """The whole file, to stand in `folder`: sounds below that are linked.

    Whatever came with the timeline is escaped; nothing is loaded, nothing runs.
    """
    name, cues = escaped(report.timeline.name), in_order(report)
    theirs, others = shared_out(report)
    lines = [
        *("<!doctype html>", '<html lang="en">', "<head>", '<meta charset="utf-8">', _GENERATOR),
        '<meta http-equiv="Content-Security-Policy"'
        " content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        *(f"<title>Sound report: {name}</title>", f"<style>{STYLE}</style>", "</head>", "<body>"),
        *("<header>", f"<h1>Sound report: {name}</h1>", *_verdict(report), *_open(report, cues)),
        *(facts(_facts(report, made)), "</header>", "<main>", "<h2>Cues</h2>"),
        f'<p class="legend">{_legend(cues)}</p>',
    ]
    for number, cue in enumerate(cues, start=1):
        lines += section(cue, report, Place(number, theirs.get(cue.id, ()), folder))
    lines += [*_others(others), "</main>", "</body>", "</html>", ""]
    return "\n".join(lines)


def _legend(cues: Sequence[CueReport]) -> str:
    if not cues:
        return "No marker asks for sound."
    return _OUT + (_DRAWN if any(cue.heard or cue.seen for cue in cues) else "")


def _verdict(report: Report) -> Iterator[str]:
    found = verdict(report)
    sign = f'<span aria-hidden="true">{_SIGNS[found.tone]}</span>'
    yield f'<p class="verdict {found.tone}">{sign} <b>{found.headline}</b> {found.said}</p>'


def _open(report: Report, cues: Sequence[CueReport]) -> Iterator[str]:
    """What somebody has to look at, each with its reason and a link to it."""
    found = [
        (number, cue)
        for number, cue in enumerate(cues, start=1)
        if TONES[state(cue)] in ("bad", "doubt")
    ]
    if not found:
        return
    yield '<ul class="open">'
    for number, cue in found:
        how, name = state(cue), f"<bdi>{escaped(cue.name)}</bdi>"
        yield (
            f'<li class="{TONES[how]}"><a href="#{anchor(number)}">{number}'
            f" {begin(cue, report)} {name}</a> <b>{how}</b> {escaped(reason(cue, report))}</li>"
        )
    yield "</ul>"


def _facts(report: Report, made: datetime) -> dict[str, str]:
    """What the report is headed with, as HTML."""
    long = scored(report)
    return {
        "Timeline": _path(report.timeline),
        "Output": _path(report.output) if report.output else "none written",
        "Our tracks alone": _path(report.alone) if report.alone else "",
        "Bundle": _path(report.bundle) if report.bundle else "",
        "Provider": escaped(report.provider),
        "Made": f"{made:%Y-%m-%d %H:%M}",
        "Money": report.spent(),
        "Scored": length(long, drop=report.drop_frame) if long else "",
        "Loudness": loudness_range(report),
    }


def _path(path: Path) -> str:
    return f"{escaped(path.name)}<small>{escaped(str(path.parent))}</small>"


def _others(others: Sequence[Notice]) -> Iterator[str]:
    if others:
        yield from ("<h2>Also</h2>", *said(others, placed=False))
