"""`otio-v2a resolve`: the entries in DaVinci Resolve's menu."""

from pathlib import Path
from typing import Annotated

import typer

from otio_v2a.cli.options import Json

resolve = typer.Typer(
    name="resolve",
    help="Put V2A into DaVinci Resolve's menu, take it out, or see whether all is well.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

AllUsers = Annotated[
    bool, typer.Option("--all-users", help="For everybody on this machine, not for you alone.")
]
Watch = Annotated[
    Path | None,
    typer.Option(
        "--watch",
        metavar="FOLDER",
        help="The watch folder of the Lua entries. [default: the last one, or one in ~/.otio_v2a]",
    ),
]
DryRun = Annotated[
    bool, typer.Option("--dry-run", help="Say what would be done, and change nothing.")
]


@resolve.command()
def install(
    all_users: AllUsers = False, watch: Watch = None, dry_run: DryRun = False, json: Json = False
) -> None:
    """Put V2A into DaVinci Resolve's menu, Workspace > Scripts. Say it again after an update.

    Older entries of ours are replaced, wherever they lie; files of others are never touched.
    """
    from otio_v2a.cli import resolving

    flags = resolving.Flags(all_users, watch, dry_run, json)
    raise typer.Exit(resolving.install(flags))


@resolve.command()
def uninstall(dry_run: DryRun = False, json: Json = False) -> None:
    """Take V2A out of Resolve's menu again. Jobs and the watch folder stay, with their sounds."""
    from otio_v2a.cli import resolving

    raise typer.Exit(resolving.uninstall(dry_run=dry_run, as_json=json))


@resolve.command()
def doctor(json: Json = False) -> None:
    """See whether Resolve's menu will work, and what to do where it will not. Changes nothing.

    Resolve need not run. Ends with 1 when there is a problem; a warning is none.
    """
    from otio_v2a.cli import resolving

    raise typer.Exit(resolving.doctor(as_json=json))
