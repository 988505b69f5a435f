"""How a watch folder stands, on a screen: who watches, what runs, what waits for whom."""

import textwrap
from collections.abc import Iterable
from datetime import datetime

from rich.console import Console
from rich.markup import escape

from otio_v2a.cli.labels import console
from otio_v2a.providers.base import usd
from otio_v2a.watch.presence import Card
from otio_v2a.watch.status import Left, Running, Status

_NAMED = 5
_MINUTE, _HOUR, _DAY = 60, 3600, 86_400


def show(found: Status, stale: float, now: datetime) -> None:
    """Print it. Unit: seconds after which a service that cannot be asked counts as gone."""
    out = console()
    out.print(f"[bold]{escape(str(found.folder))}[/]", soft_wrap=True)
    for line in _watched(found.services, stale, now):
        out.print(line, soft_wrap=True)
    cap = f" of {usd(found.cap_per_day)}" if found.cap_per_day else ""
    _say(
        out,
        f"{found.done_today} done today, {len(found.queue)} waiting, {len(found.held)} held,"
        f" {found.failures} failed; {usd(found.spent_today)}{cap} USD spent today",
    )
    _part(out, "Running", [(f"{one.name}  {_stage(one)}",) for one in found.running])
    _part(out, "Waiting", _few(found.queue))
    _part(out, "[yellow]Held[/]", [_told(one, now) for one in found.held])
    more = found.failures - len(found.failed)
    failed = [_told(one, now) for one in found.failed]
    _part(out, "[red]Failed[/]", [*failed, *([(f"and {more} more in failed/",)] if more else [])])


def _part(out: Console, title: str, some: Iterable[tuple[str, ...]]) -> None:
    """A title, and below it a line for each, with more about it below that."""
    lines = [*some]
    if lines:
        out.print(f"\n[bold]{title}[/]")
    for first, *further in lines:
        _say(out, first, 2)
        for line in filter(None, further):
            _say(out, line, 4)


def _say(out: Console, text: str, indent: int = 0) -> None:
    """A text, broken between words alone: a name that was cut in two cannot be copied."""
    space = " " * indent
    told = textwrap.fill(
        text,
        out.width,
        initial_indent=space,
        subsequent_indent=space,
        break_long_words=False,
        break_on_hyphens=False,
    )
    out.print(told, markup=False, emoji=False, soft_wrap=True)


def _few(names: tuple[str, ...]) -> list[tuple[str, ...]]:
    more = len(names) - _NAMED
    rest = [(f"and {more} more",)] if more > 0 else []
    return [*((name,) for name in names[:_NAMED]), *rest]


def _told(one: Left, now: datetime) -> tuple[str, ...]:
    ended = datetime.fromisoformat(one.at)
    return (f"{one.name}  {ago((now - ended).total_seconds())}", one.message, one.next)


def _stage(job: Running) -> str:
    if job.waits:
        return f"waits: {job.stage}" if job.stage else "waits to be gone on with"
    return f"{job.stage} {job.share:.0%}, on {job.host}"


def _watched(cards: tuple[Card, ...], stale: float, now: datetime) -> list[str]:
    """Who watches, a line each; those who have not been heard of for long, after that."""
    lines = []
    silent = []
    for one in cards:
        since = (now - datetime.fromisoformat(one.seen)).total_seconds()
        who = f"{escape(one.host)} ({one.pid})"
        if one.alive or (one.alive is None and since <= stale):
            lines.append(f"[green]Watched by {who}, looked {ago(since)}.[/]")
        elif one.alive is None:
            silent.append(f"[yellow]{who} looked {ago(since)}, and not since.[/]")
    return [*(lines or ["[red]Nobody watches this folder.[/]"]), *silent]


def ago(seconds: float) -> str:
    """`just now`, `12 s ago`, `5 min ago`, `3 h ago`, `2 days ago`; clocks may differ a little."""
    if seconds < 1:
        return "just now"
    if seconds < _MINUTE:
        return f"{seconds:.0f} s ago"
    if seconds < _HOUR:
        return f"{seconds // _MINUTE:.0f} min ago"
    if seconds < 2 * _DAY:
        return f"{seconds // _HOUR:.0f} h ago"
    return f"{seconds // _DAY:.0f} days ago"
