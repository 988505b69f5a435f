"""A watch folder from the command line: its settings, its service, and how it stands."""

import asyncio
import json
import os
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer
from rich.markup import escape

from otio_v2a.cli.configuration import keys_file, settings_for
from otio_v2a.cli.labels import console, table_of
from otio_v2a.errors import InterruptedRunError, UsageError
from otio_v2a.gateway.keys import has_key, stored
from otio_v2a.gateway.webhook import check_address
from otio_v2a.providers import registry
from otio_v2a.providers.base import Remote, usd
from otio_v2a.score.report import dumped
from otio_v2a.settings import Settings
from otio_v2a.watch.ended import Ended
from otio_v2a.watch.folder import Folder
from otio_v2a.watch.journal import LOG, logged
from otio_v2a.watch.notifying import SECRET
from otio_v2a.watch.presence import Card, present
from otio_v2a.watch.service import Service, Watching
from otio_v2a.watch.status import Running, Status
from otio_v2a.watch.status import status as stands

_STOPPED, _FAILED, _HELD = 1, 3, 4
_NAMED = 5


@dataclass(frozen=True, slots=True)
class Flags:
    """What was said on the command line; it goes before every file."""

    provider: str | None
    watch: Mapping[str, Any]


def serve(root: Path, flags: Flags, *, once: bool, poll: bool, as_json: bool) -> int:
    """Watch a folder; the exit code of `--once`.

    Raises: UsageError for a wrong configuration; InterruptedRunError when stopped.
    """
    folder = Folder(root.absolute())
    folder.make()
    settings = _checked(_settings(folder, flags))
    how = Watching(
        folder=folder,
        settings=lambda: _settings(folder, flags),
        keys=keys_file(),
        secret=_secret(),
        told=_print if as_json else _nothing,
        once=once,
        poll=poll,
    )
    with logged(folder), present(folder) as presence:
        LOG.info("watching '%s' with %s. %s", folder.root, settings.provider, _allowed(settings))
        service = Service(how, presence)
        counts = asyncio.run(service.run())
        LOG.info("ended: %s.", _counted(counts))
    if service.stopped:
        message = "stopped watching; what was under way goes on with the next start."
        raise InterruptedRunError(message)
    return _code(counts)


def status(root: Path, flags: Flags, *, as_json: bool) -> None:
    """Show how a folder stands."""
    folder = Folder(root.absolute())
    found = stands(folder, _settings(folder, flags))
    if as_json:
        typer.echo(dumped(found.told()), nl=False)
    else:
        _show(found)


def _settings(folder: Folder, flags: Flags) -> Settings:
    """The settings of a folder: flags, environment, its own file, the user's."""
    found = settings_for(folder.root / "in", {"provider": flags.provider})
    watch = found.watch.model_copy(update=dict(flags.watch))
    return found.model_copy(update={"watch": watch})


def _checked(settings: Settings) -> Settings:
    """Raises: UsageError for what every timeline would fail for."""
    name = settings.provider
    provider = registry.provider(name, settings.providers.get(name, {}), os.environ)
    if isinstance(provider, Remote) and not has_key(provider, os.environ, keys_file()):
        message = f"there is no key for {name}. Say: otio-v2a keys set {name}"
        raise UsageError(message)
    if settings.notify.url:
        check_address(settings.notify.url)
    return settings


def _secret() -> str:
    """What webhooks are signed with, if anything; the environment goes before the file."""
    return os.environ.get(SECRET, "").strip() or stored(keys_file()).get(SECRET, "")


def _allowed(settings: Settings) -> str:
    watch = settings.watch
    if not watch.cap_per_job or not watch.cap_per_day:
        return "Nothing may cost anything without a yes (cap_per_job, cap_per_day)."
    return f"At most {usd(watch.cap_per_job)} USD a job and {usd(watch.cap_per_day)} a day."


def _print(ended: Ended) -> None:
    typer.echo(json.dumps(ended.told()))


def _nothing(_ended: Ended) -> None:
    pass


def _counted(counts: Counter[str]) -> str:
    return (
        ", ".join(f"{count} {how}" for how, count in sorted(counts.items()) if count) or "no jobs"
    )


def _code(counts: Counter[str]) -> int:
    """What `--once` came to, in the codes of every verb."""
    if counts["stuck"]:
        return _STOPPED
    if counts["failed"] or counts["partial"]:
        return _FAILED
    return _HELD if counts["held"] else 0


def _show(found: Status) -> None:
    out = console()
    out.print(f"[bold]{escape(str(found.folder))}[/]")
    out.print(_watched(found.services))
    cap = f" of {usd(found.cap_per_day)}" if found.cap_per_day else ""
    out.print(
        f"{found.done_today} done today, {len(found.queue)} waiting, {len(found.held)} held,"
        f" {found.failures} failed; {usd(found.spent_today)}{cap} USD spent today"
    )
    if found.running:
        out.print()
        table = table_of("Running", "Where", "State")
        for job in found.running:
            table.add_row(escape(job.name), escape(f"{job.host} ({job.pid})"), escape(_stage(job)))
        out.print(table)
    _left(found)


def _left(found: Status) -> None:
    out = console()
    for title, some in (("Held", found.held), ("Failed", found.failed)):
        if some:
            out.print()
            table = table_of(title, "State")
            for one in some:
                table.add_row(escape(one.name), escape(one.message))
            out.print(table)
    if found.queue:
        out.print()
        shown, more = ", ".join(found.queue[:_NAMED]), len(found.queue) - _NAMED
        out.print(
            f"[bold]Waiting[/]  {escape(shown)}{f' and {more} more' if more > 0 else ''}",
            soft_wrap=True,
        )


def _stage(job: Running) -> str:
    if job.waits:
        return f"waits: {job.stage}" if job.stage else "waits to be gone on with"
    return f"{job.stage} {job.share:.0%}"


def _watched(cards: tuple[Card, ...]) -> str:
    """Who watches, in a line."""
    alive = [one for one in cards if one.alive is not False]
    if not alive:
        return "[red]Nobody watches this folder.[/]"
    told = ", ".join(f"{one.host} ({one.pid}), last look {one.seen[11:19]} UTC" for one in alive)
    return f"[green]Watched by {escape(told)}.[/]"
