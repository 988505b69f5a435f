"""A watch folder from the command line: its settings, its service, and how it stands."""

import asyncio
import json
import os
from collections import Counter
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import typer

from otio_v2a.cli.configuration import keys_file, settings_for
from otio_v2a.cli.standing import show
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
from otio_v2a.watch.presence import present
from otio_v2a.watch.service import Service, Watching
from otio_v2a.watch.status import status as stands

_STOPPED, _FAILED, _HELD = 1, 3, 4


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
        LOG.info(
            "watching '%s', scored by %s. %s", folder.inbox, settings.provider, _allowed(settings)
        )
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
    settings = _settings(folder, flags)
    found = stands(folder, settings)
    if as_json:
        typer.echo(dumped(found.told()), nl=False)
    else:
        show(found, settings.watch.stale, datetime.now(UTC))


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
        return "What costs anything waits for a yes (cap_per_job and cap_per_day are not both set)."
    return f"At most {usd(watch.cap_per_job)} USD a job and {usd(watch.cap_per_day)} a day."


def _print(ended: Ended) -> None:
    # Whoever listened may have gone; the jobs go on.
    with suppress(OSError):
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
