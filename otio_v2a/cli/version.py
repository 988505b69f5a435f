"""`otio-v2a --version`."""

from typing import Annotated

import typer

from otio_v2a import __version__


def _show(wanted: bool) -> None:
    if wanted:
        typer.echo(f"otio-v2a {__version__}")
        raise typer.Exit


def version_option(
    version: Annotated[
        bool, typer.Option("--version", callback=_show, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Puts sound on an edit: scores marked ranges of a timeline, and places them to the frame."""
