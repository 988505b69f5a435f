"""One cue on the page: its picture, words, figures and waveform."""

from base64 import b64encode
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from otio_v2a.model import Fade, Notice, Prompts, Span
from otio_v2a.providers.base import usd
from otio_v2a.score.heard import Heard
from otio_v2a.score.report import CueReport, Report
from otio_v2a.score.reports.summary import TONES, state
from otio_v2a.score.reports.waveform import drawn, kinds
from otio_v2a.score.reports.words import escaped, loudness, named, taken, true_peak
from otio_v2a.timecode import timecode

_SILENT = "Nothing is heard in it. Choose another take, or change its prompt and score again."
_NOWHERE = "It has no place in the timeline."


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cue stands: its number on the page, what is said of it, the folder of the page."""

    number: int
    notices: Sequence[Notice]
    folder: Path


def facts(told: dict[str, str]) -> str:
    """Names and what they are, which is HTML; what is empty is left out."""
    rows = (f"<div><dt>{name}</dt><dd>{said}</dd></div>" for name, said in told.items() if said)
    return f"<dl>{''.join(rows)}</dl>"


def length(span: Span, *, drop: bool) -> str:
    """How long a span is, as the timeline counts and in seconds."""
    return f"{timecode(span.length, span.rate, drop=drop)} ({float(span.length / span.rate):.2f} s)"


def anchor(number: int) -> str:
    """What a link to a cue points to."""
    return f"cue-{number}"


def begin(cue: CueReport, report: Report) -> str:
    """Where a cue begins, as a timecode; empty where it has no place."""
    return report.label(cue.record.start, cue.record.rate) if cue.record else ""


def reason(cue: CueReport, report: Report) -> str:
    """Why a cue is not as it should be and what to do; empty where it is. As plain words."""
    silent = _SILENT if state(cue) == "silent" else ""
    return named(cue.message, report.timeline) or silent


def section(cue: CueReport, report: Report, place: Place) -> Iterator[str]:
    """The lines of a cue's section."""
    how = state(cue)
    yield f'<section class="cue {TONES[how]}" id="{anchor(place.number)}">'
    yield (
        f'<h3><span class="number">{place.number}</span> {begin(cue, report)}'
        f' <bdi>{escaped(cue.name)}</bdi> <b class="state">{how}</b></h3>'
    )
    yield f'<div class="picture">{_picture(cue, place.number)}</div>'
    yield '<div class="told">'
    if why := reason(cue, report):
        yield f'<p class="why">{escaped(why)}</p>'
    yield from _prompts(cue.prompts, cue.role)
    yield facts(_facts(cue, report, place.folder))
    yield from said(place.notices)
    yield f'<p class="where">{escaped(cue.address)}, cue {escaped(cue.id)}</p>'
    yield "</div>"
    if cue.record and (cue.heard or cue.seen):
        yield from _sound(cue, cue.record, report, place.number)
    yield "</section>"


def said(notices: Sequence[Notice], *, placed: bool = True) -> Iterator[str]:
    """Notices as a list, with where they stand unless that is plain from the `placed` list."""
    if not notices:
        return
    yield '<ul class="notices">'
    for one in notices:
        where = "" if placed else f"{escaped(one.address)}: "
        yield f'<li class="{one.level}"><b>{one.level}</b> {where}{escaped(one.message)}</li>'
    yield "</ul>"


def _picture(cue: CueReport, number: int) -> str:
    if not cue.still:
        return f'<p class="none">{"No picture." if cue.record else _NOWHERE}</p>'
    shown = b64encode(cue.still).decode()
    alt = f"The picture in the middle of cue {number}"
    return f'<img alt="{alt}" src="data:image/jpeg;base64,{shown}">'


def _prompts(prompts: Prompts | None, role: str) -> Iterator[str]:
    """What is asked for; what goes to another role is not told here."""
    if prompts is None:
        return
    asked = {"Effects": prompts.sound_effect, "Music": prompts.background_music}
    for name, words in asked.items():
        if words:
            yield f'<p class="prompt"><b>{name}</b> {escaped(words)}</p>'
    if not any(asked.values()) and role:
        yield '<p class="prompt none">No prompt: the model decides.</p>'
    if prompts.asmr:
        yield '<p class="prompt"><b>ASMR</b> on</p>'


def _facts(cue: CueReport, report: Report, folder: Path) -> dict[str, str]:
    record = cue.record
    return {
        "In": begin(cue, report),
        "Out": report.label(record.end, record.rate) if record else "",
        "Length": length(record, drop=report.drop_frame) if record else "",
        "Role": escaped(cue.role),
        "Take": taken(cue),
        "Loudness": loudness(cue.heard) if cue.heard else "",
        "True peak": true_peak(cue.heard) if cue.heard else "",
        "Gain": f"{cue.gain_db:+g} dB" if cue.gain_db else "",
        "Fades": _fade(cue.fade),
        "Handles": _handles(cue.heard),
        "Price": f"${usd(cue.price)}" if cue.role else "",
        "File": _file(cue.audio, folder),
    }


def _fade(fade: Fade | None) -> str:
    return escaped(f"{float(fade.amount):g}{fade.unit}") if fade else ""


def _handles(heard: Heard | None) -> str:
    if heard is None or not (heard.head or heard.tail):
        return ""
    return f"{heard.head:.2f} s before, {heard.tail:.2f} s after"


def _file(audio: str, folder: Path) -> str:
    """The file's name, with a link where it stands below the page's folder."""
    path = Path(audio)
    if not audio or not path.is_relative_to(folder):
        return escaped(path.name)
    address = quote(path.relative_to(folder).as_posix(), errors="replace")
    return f'<a href="{address}">{escaped(path.name)}</a>'


def _sound(cue: CueReport, record: Span, report: Report, number: int) -> Iterator[str]:
    """The drawing, with the names of its rows beside it."""
    rows = kinds(cue, record)
    yield '<div class="sound">'
    if rows:
        yield "<ul>" if cue.heard else '<ul class="bare">'
        yield from (f"<li>{escaped(kind)} {len(events)}</li>" for kind, events in rows.items())
        yield "</ul>"
    yield drawn(cue, record, report, f"{'Waveform' if cue.heard else 'Events'} of cue {number}")
    yield "</div>"
