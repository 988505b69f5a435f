"""`otio-v2a`, all verbs in the order of the work."""

import os
import sys

import typer

from otio_v2a.cli.cues import cues
from otio_v2a.cli.doctor import doctor
from otio_v2a.cli.keys import keys
from otio_v2a.cli.mixdown import mixdown
from otio_v2a.cli.picture import picture
from otio_v2a.cli.place import place
from otio_v2a.cli.plan import plan
from otio_v2a.cli.providers import providers
from otio_v2a.cli.resolve import resolve
from otio_v2a.cli.review import review
from otio_v2a.cli.score import score
from otio_v2a.cli.takes import takes
from otio_v2a.cli.version import version_option
from otio_v2a.cli.watch import watch
from otio_v2a.errors import V2AError

app = typer.Typer(
    name="otio-v2a",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.callback()(version_option)
for verb in (
    cues,
    plan,
    picture,
    score,
    takes,
    place,
    review,
    mixdown,
    watch,
    providers,
    keys,
    doctor,
):
    app.command()(verb)
app.add_typer(resolve)


def main() -> None:
    """Run the command line: an error becomes one line on stderr, and its exit code the process's.

    OTIO_V2A_DEBUG=1 shows where it came from.
    """
    try:
        app()
    except V2AError as error:
        if os.environ.get("OTIO_V2A_DEBUG"):
            raise
        typer.echo(f"otio-v2a: {error}", err=True)
        sys.exit(error.exit_code)
