"""The cue sheet for a spreadsheet: CSV as Excel, Numbers and LibreOffice open it."""

import csv
from collections.abc import Iterator
from io import StringIO

from otio_v2a.cli.labels import places
from otio_v2a.cli.sheet.words import fade, gain, length
from otio_v2a.edit import Edit
from otio_v2a.providers.base import usd
from otio_v2a.score.reports.words import plain
from otio_v2a.score.sheet import Row, Sheet

HEADER = (
    *("Number", "Cue", "Name", "In", "Out (first frame after)", "Duration", "Seconds", "Role"),
    *("Effects", "Music", "ASMR", "Takes", "Gain (dB)", "Fade", "Stems"),
    *("Status", "Paid (USD)", "Where", "Notes"),
)

_BOM = b"\xef\xbb\xbf"
_FORMULA = ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20")
"""What a formula begins with, in full width too."""


def as_csv(sheet: Sheet, edit: Edit) -> bytes:
    """A line a row. Source: RFC 4180; the BOM tells Excel that it is UTF-8."""
    text = StringIO()
    lines = csv.writer(text, lineterminator="\r\n")
    lines.writerow(HEADER)
    for number, row in enumerate(sheet.rows, start=1):
        lines.writerow([str(number), *_cells(row, edit)])
    return _BOM + text.getvalue().encode("utf-8", "replace")


def is_ours(beginning: bytes) -> bool:
    """Whether a file begins as ours do: its first line is our header, with or without the BOM."""
    first = beginning.removeprefix(_BOM).split(b"\n")[0].removesuffix(b"\r")
    return first == ",".join(HEADER).encode()


def _cells(row: Row, edit: Edit) -> Iterator[str]:
    """What is ours to word stands as it is; what came with the timeline is made harmless."""
    yield from (_harmless(row.id), _harmless(row.name))
    yield from _times(row, edit)
    yield " + ".join(row.roles)
    prompts, options = row.prompts, row.options
    yield from (_harmless(prompts.sound_effect), _harmless(prompts.background_music))
    yield "yes" if prompts.asmr else ""
    yield from (str(options.takes or ""), gain(options), fade(options), options.stems or "")
    yield _harmless(row.status)
    yield usd(row.paid)
    yield from (_harmless(row.address), _harmless(" ".join(row.notes)))


def _times(row: Row, edit: Edit) -> tuple[str, ...]:
    if row.record is None:
        return ("",) * 4
    begin, end, _ = places(row.record, edit)
    return begin, end, *length(row.record, edit)


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula: an apostrophe says that it is a text.

    Source: OWASP, CSV Injection; tabs and line ends have become spaces by then.
    """
    line = plain(text)
    return f"'{line}" if line.lstrip().startswith(_FORMULA) else line
