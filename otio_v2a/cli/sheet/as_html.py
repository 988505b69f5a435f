"""The cue sheet for paper: one HTML file that needs nothing else, to be read and printed."""

from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape

from otio_v2a.cli.labels import places
from otio_v2a.cli.sheet.style import STYLE
from otio_v2a.cli.sheet.words import fade, gain, length
from otio_v2a.edit import Edit
from otio_v2a.model import Role, Span
from otio_v2a.providers.base import usd
from otio_v2a.score.prepare import Prepared
from otio_v2a.score.reports.words import plain
from otio_v2a.score.sheet import Row, Sheet
from otio_v2a.score.stills import Still
from otio_v2a.timecode import timecode

_GENERATOR = '<meta name="generator" content="otio-v2a cue sheet">'
_COLUMNS = (
    *("No.", "Picture", "In", "Out", "Duration", "Cue", "Role", "Effects", "Music", "Options"),
    *("Status", "Paid"),
)
_CAPTION = (
    "Cues in the order of the timeline. Out is the first frame after a cue; the picture is the"
    " one in its middle. Paid is in USD."
)
_NOWHERE = "It has no place in the timeline."


@dataclass(frozen=True, slots=True)
class Page:
    """All that stands on the page. `made` is when."""

    sheet: Sheet
    prepared: Prepared
    stills: Mapping[Span, Still]
    made: datetime


def as_html(page: Page) -> bytes:
    """The whole file. Whatever came with the timeline is escaped, and nothing is loaded."""
    name = _text(page.prepared.document.path.name)
    edit = page.prepared.document.edit
    lines = [
        *("<!doctype html>", '<html lang="en">', "<head>", '<meta charset="utf-8">', _GENERATOR),
        '<meta http-equiv="Content-Security-Policy"'
        " content=\"default-src 'none'; img-src data:; style-src 'unsafe-inline'\">",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>Cue sheet: {name}</title>",
        *(f"<style>{STYLE}</style>", "</head>", "<body>", f"<h1>Cue sheet: {name}</h1>"),
        *_facts(page),
        *("<table>", f"<caption>{_CAPTION}</caption>", "<thead>", "<tr>"),
        *(f'<th scope="col">{column}</th>' for column in _COLUMNS),
        *("</tr>", "</thead>", "<tbody>"),
    ]
    for number, row in enumerate(page.sheet.rows, start=1):
        lines += _row(number, row, page.stills, edit)
    lines += ["</tbody>", "</table>", *_notices(page.sheet), "</body>", "</html>", ""]
    return "\n".join(lines).encode("utf-8", "replace")


def is_ours(beginning: bytes) -> bool:
    """Whether a file begins as ours do: with our generator tag."""
    return _GENERATOR.encode() in beginning


def _text(text: str) -> str:
    return escape(plain(text))


def _facts(page: Page) -> Iterator[str]:
    """What a page of a cue sheet is headed with."""
    edit, sheet = page.prepared.document.edit, page.sheet
    label, seconds = length(Span(0, edit.length, edit.rate), edit)
    drop = " drop-frame" if edit.drop_frame else ""
    elsewhere = f" (and {usd(sheet.elsewhere)} for cues that are gone)" if sheet.elsewhere else ""
    facts = {
        "Rate": f"{float(edit.rate):.6g} fps{drop}",
        "Start": timecode(edit.start, edit.rate, drop=edit.drop_frame),
        "Length": f"{label} ({seconds} s)",
        "Cues": sheet.counted(),
        "Marked": f"{sheet.seconds:.3f} s",
        "Paid": f"{usd(sheet.paid)} USD{elsewhere}",
        "Provider": page.prepared.provider.name,
        "Date": f"{page.made:%Y-%m-%d}",
    }
    yield "<dl>"
    yield from (f"<div><dt>{name}</dt><dd>{_text(said)}</dd></div>" for name, said in facts.items())
    yield "</dl>"


def _row(number: int, row: Row, stills: Mapping[Span, Still], edit: Edit) -> Iterator[str]:
    yield f'<tr class="{row.state.replace(" ", "-")}">'
    yield f'<th scope="row" class="number">{number}</th>'
    yield f'<td class="picture">{_picture(row, stills, edit)}</td>'
    yield from _times(row, edit)
    yield _cell(
        _text(row.name)
        + f'<small class="id">{_text(row.id)}</small><small>{_text(row.address)}</small>',
        "words",
    )
    yield _cell(" + ".join(row.roles))
    yield from (_cell(one, "words") for one in _prompts(row))
    yield _cell("<br>".join(_options(row)), "options")
    yield _cell(_status(row), "words")
    yield _cell(usd(row.paid), "number")
    yield "</tr>"


def _cell(content: str, kind: str = "") -> str:
    return f'<td class="{kind}">{content}</td>' if kind else f"<td>{content}</td>"


def _times(row: Row, edit: Edit) -> Iterator[str]:
    begin, end, lasts = "", "", ""
    if row.record:
        begin, end, _ = places(row.record, edit)
        label, seconds = length(row.record, edit)
        lasts = f"{label}<small>{seconds} s</small>"
    yield from (_cell(one, "time") for one in (begin, end, lasts))


def _picture(row: Row, stills: Mapping[Span, Still], edit: Edit) -> str:
    """The picture, or in its place why there is none."""
    if row.record is None:
        return f'<p class="none">{_NOWHERE}</p>'
    still = stills[row.record]
    if still.problem:
        return f'<p class="none">{_text(still.problem)}</p>'
    where = timecode(edit.start + still.frame, edit.rate, drop=edit.drop_frame)
    shown = b64encode(still.jpeg).decode()
    return f'<img alt="The picture at {where}" src="data:image/jpeg;base64,{shown}">'


def _prompts(row: Row) -> tuple[str, str]:
    """What is asked for: effects, and music."""
    effects, music = row.prompts.sound_effect, row.prompts.background_music
    if row.roles and not effects and not music:
        free = "<small>no prompt: the model decides</small>"
        return ("", free) if row.roles == (Role.BGM,) else (free, "")
    return _text(effects), _text(music)


def _options(row: Row) -> Iterator[str]:
    options = row.options
    if row.prompts.asmr:
        yield "ASMR"
    if options.takes:
        yield f"takes {options.takes}"
    if options.gain_db:
        yield f"gain {gain(options)} dB"
    if options.fade:
        yield f"fade {fade(options)}"
    if options.stems:
        yield f"stems {options.stems}"


def _status(row: Row) -> str:
    """Its state in bold, the rest of the words after it, then what else is to be read."""
    rest = row.status.removeprefix(row.state)
    told = f"<b>{row.state}</b>{_text(rest)}" if rest != row.status else f"<b>{_text(rest)}</b>"
    return told + "".join(f"<small>{_text(note)}</small>" for note in row.notes)


def _notices(sheet: Sheet) -> Iterator[str]:
    """What is to be said of no cue in particular."""
    if not sheet.notices:
        return
    yield from ("<h2>Also</h2>", "<ul>")
    for one in sheet.notices:
        yield f"<li>{one.level}: {_text(one.address)}: {_text(one.message)}</li>"
    yield "</ul>"
