"""`otio-v2a review`: a local page to see the plan, say yes, listen, choose and place."""

from typing import TYPE_CHECKING, Annotated

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

if TYPE_CHECKING:
    from otio_v2a.review.runs import Reviewed
    from otio_v2a.review.session import Session
    from otio_v2a.watch.approval import Waiting

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

    Nothing leaves the machine but what you say yes to. The page ends with this command. A timeline
    that waits in a watch folder's needs-approval is approved there, and scored by its service.
    """
    import asyncio
    import webbrowser

    from otio_v2a.cli import asking
    from otio_v2a.cli.configuration import keys_file, settings_for
    from otio_v2a.errors import InterruptedRunError
    from otio_v2a.review.runs import Reviewed
    from otio_v2a.review.server import serve
    from otio_v2a.watch.approval import waiting

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
    held = waiting(timeline)
    if held:
        about = _handed(held)
    else:
        prepared = asking.prepared(timeline, settings_for(timeline, flags))
        about = Reviewed(timeline, output, prepared.settings, keys_file())

    def told(address: str, _review: "Session") -> None:
        typer.echo(address)
        if not no_open:
            webbrowser.open(address)

    try:
        asyncio.run(serve(about, lambda: idle * _MINUTE, told))
    except KeyboardInterrupt as error:
        message = "the page is closed; what is finished is kept."
        raise InterruptedRunError(message) from error


def _handed(held: "Waiting") -> "Reviewed":
    """The review of a timeline that a watch folder holds; its own configuration counts."""
    from otio_v2a.cli.configuration import keys_file, settings_for
    from otio_v2a.review.runs import Reviewed
    from otio_v2a.timeline.bundles.bundle import is_bundle
    from otio_v2a.watch.approval import approve

    settings, keys = settings_for(held.folder.inbox, {}), keys_file()
    return Reviewed(
        held.path,
        None,
        held.settings(settings),
        keys,
        approve=lambda price: approve(held, settings, keys, price),
        # A bundle has its media with it.
        origin=None if is_bundle(held.path) else held.origin,
    )
