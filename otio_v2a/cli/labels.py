"""What every verb prints alike: the console, columns, timecodes, notices."""

import sys

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from otio_v2a.edit import Edit
from otio_v2a.model import Notice, Span
from otio_v2a.providers.base import Limits
from otio_v2a.score.report import worst_first
from otio_v2a.timecode import timecode

_PIPE_WIDTH = 160
_STYLES = {"error": "red", "warning": "yellow", "hint": "cyan", "info": "dim"}
_WIDE = frozenset({"Prompts", "Where", "State", "Found"})


def console() -> Console:
    """Stdout as wide as the terminal, or wide enough for whole lines where it is a pipe."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)


def table_of(*columns: str) -> Table:
    """A table of these columns; the wide ones wrap, the others never do."""
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold", no_wrap=column not in _WIDE)
    return table


def places(record: Span, edit: Edit) -> tuple[str, str, str]:
    """In, out and length of a span, as labels of the timeline."""
    first = timecode(edit.start + record.start, edit.rate, drop=edit.drop_frame)
    last = timecode(edit.start + record.end, edit.rate, drop=edit.drop_frame)
    return first, last, f"{float(record.length / edit.rate):.2f} s"


def lengths(limits: Limits) -> str:
    """`3-20 s`, `up to 8 s`, `from 3 s`, `any`."""
    shortest, longest = limits.min_seconds, limits.max_seconds
    if shortest and longest:
        return f"{float(shortest):g}-{float(longest):g} s"
    if longest:
        return f"up to {float(longest):g} s"
    return f"from {float(shortest):g} s" if shortest else "any"


def notices(out: Console, said: tuple[Notice, ...]) -> None:
    """What there is to be said, the worst first."""
    for notice in worst_first(said):
        label = f"[{_STYLES[notice.level]}]{notice.level}[/]"
        out.print(f"{label}  {escape(notice.address)}: {escape(notice.message)}")
