"""`otio-v2a review`: a local page to see the plan, say yes, listen, choose and place."""

from typing import Annotated

import typer

from otio_v2a.cli.options import (
    Dialect,
    Movie,
    Output,
    ProviderName,
    Rate,
    SequenceName,
    StemChoice,
    TakeCount,
    Timeline,
    Unmarked,
    WorkDir,
)

NoOpen = Annotated[
    bool, typer.Option("--no-open", help="Print the address alone; open no browser.")
]
Idle = Annotated[
    float,
    typer.Option(
        "--idle", min=0.01, metavar="MINUTES", help="End after so long without a visitor."
    ),
]
_MINUTE = 60


def review(
    timeline: Timeline,
    output: Output = None,
    provider: ProviderName = None,
    takes: TakeCount = None,
    stems: StemChoice = None,
    unmarked: Unmarked = False,
    movie: Movie = None,
    dialect: Dialect = None,
    sequence: SequenceName = None,
    rate: Rate = None,
    workdir: WorkDir = None,
    no_open: NoOpen = False,
    idle: Idle = 15,
) -> None:
    """Open a page on this machine: the plan and its price, progress, takes against their picture.

    Nothing leaves the machine but what you say yes to. The page ends with this command.
    """
    import asyncio
    import webbrowser

    from otio_v2a.cli import asking
    from otio_v2a.cli.configuration import keys_file, settings_for
    from otio_v2a.errors import InterruptedRunError
    from otio_v2a.review.runs import Reviewed
    from otio_v2a.review.server import serve

    flags = {
        "provider": provider,
        "takes": takes,
        "stems": stems,
        "unmarked": unmarked or None,
        "dialect": dialect,
        "sequence": sequence,
        "rate": rate,
        "picture": movie,
        "workdir": workdir,
    }
    prepared = asking.prepared(timeline, settings_for(timeline, flags))

    def told(address: str) -> None:
        typer.echo(address)
        if not no_open:
            webbrowser.open(address)

    about = Reviewed(timeline, output, prepared.settings, keys_file())
    try:
        asyncio.run(serve(about, idle * _MINUTE, told))
    except KeyboardInterrupt as error:
        message = "the page is closed; what is finished is kept."
        raise InterruptedRunError(message) from error
