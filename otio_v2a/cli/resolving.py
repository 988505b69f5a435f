"""Resolve's menu from the command line: what was done, and what was found."""

import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer

from otio_v2a.cli.configuration import settings_for
from otio_v2a.resolve.home import Home, engine_home
from otio_v2a.resolve.setup import doctor as looks
from otio_v2a.resolve.setup import install as installing
from otio_v2a.resolve.setup import uninstall as uninstalling
from otio_v2a.resolve.setup.folders import Machine
from otio_v2a.resolve.setup.senses import real_senses
from otio_v2a.resolve.setup.steps import Outcome
from otio_v2a.score.report import dumped

_COLOURS = {
    looks.Level.OK: typer.colors.GREEN,
    looks.Level.WARNING: typer.colors.YELLOW,
    looks.Level.PROBLEM: typer.colors.RED,
}


@dataclass(frozen=True, slots=True)
class Flags:
    """What was said of `install`."""

    all_users: bool
    watch: Path | None
    dry_run: bool
    as_json: bool


def install(flags: Flags) -> int:
    """Install, and say what was done; the exit code.

    Raises: ResolveError, UsageError.
    """
    machine, home = _here()
    asked = installing.Asked(home, sys.executable, flags.watch, flags.all_users)
    outcome = installing.install(machine, asked, dry_run=flags.dry_run)
    return _told(outcome, dry_run=flags.dry_run, as_json=flags.as_json)


def uninstall(*, dry_run: bool, as_json: bool) -> int:
    """Uninstall, and say what was done; the exit code."""
    outcome = uninstalling.uninstall(*_here(), dry_run=dry_run)
    return _told(outcome, dry_run=dry_run, as_json=as_json)


def doctor(*, as_json: bool) -> int:
    """Show every finding; the exit code.

    Raises: ResolveError, UsageError.
    """
    patient = looks.Patient(*_here(), real_senses(), settings_for(None, {}).ffmpeg)
    found = looks.findings(patient)
    if as_json:
        typer.echo(dumped({"findings": [_finding(one) for one in found]}), nl=False)
    else:
        for one in found:
            typer.echo(
                f"{typer.style(f'{one.level:9}', _COLOURS[one.level])}{one.name}: {one.found}"
            )
            if one.next:
                typer.echo(f"{'':9}{one.next}")
    return int(any(one.level is looks.Level.PROBLEM for one in found))


def _here() -> tuple[Machine, Home]:
    machine = Machine(platform.system(), os.environ, Path.home())
    return machine, engine_home(os.environ, machine.home)


def _told(outcome: Outcome, *, dry_run: bool, as_json: bool) -> int:
    """Print what was done; 1 where something is left that should not be."""
    if as_json:
        typer.echo(dumped({"dry_run": dry_run, **_outcome(outcome)}), nl=False)
    else:
        _show(outcome, "would be " if dry_run else "")
    return int(not outcome.is_whole)


def _show(outcome: Outcome, would: str) -> None:
    for path in outcome.written:
        typer.echo(f"{would}written: {path}")
    for path in outcome.removed:
        typer.echo(f"{would}removed: {path}")
    for one in outcome.left:
        typer.echo(f"left: {one.path}: {one.why}")
    if not (outcome.written or outcome.removed or outcome.left):
        typer.echo("Nothing to do.")
    for remark in outcome.remarks:
        typer.echo(remark, err=True)


def _outcome(outcome: Outcome) -> dict[str, Any]:
    return {
        "written": [str(path) for path in outcome.written],
        "current": [str(path) for path in outcome.current],
        "removed": [str(path) for path in outcome.removed],
        "left": [
            {"path": str(one.path), "why": one.why, "amiss": one.amiss} for one in outcome.left
        ],
        "remarks": list(outcome.remarks),
    }


def _finding(one: looks.Finding) -> dict[str, str]:
    return {"name": one.name, "level": one.level, "found": one.found, "next": one.next}
