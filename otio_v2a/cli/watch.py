"""`otio-v2a watch`: a folder in which every timeline that is dropped gets its sound."""

from decimal import Decimal
from pathlib import Path
from typing import Annotated

import typer

from otio_v2a.cli.options import Json, ProviderName

Words = Annotated[
    list[str],
    typer.Argument(
        metavar="FOLDER | status FOLDER",
        help="The folder; `status` tells how it stands, and changes nothing.",
    ),
]
Once = Annotated[bool, typer.Option("--once", help="Do what is there, then end.")]
Poll = Annotated[
    bool, typer.Option("--poll", help="For network shares, which send no events: look for them.")
]
Jobs = Annotated[
    int | None, typer.Option("--jobs", min=1, help="Timelines at once. [default: 2]", metavar="N")
]
PerJob = Annotated[
    float | None,
    typer.Option(
        "--cap-per-job", min=0, metavar="USD", help="More is held for a yes. [default: 0]"
    ),
]
PerDay = Annotated[
    float | None,
    typer.Option("--cap-per-day", min=0, metavar="USD", help="More in a day is held. [default: 0]"),
]


def watch(
    words: Words,
    once: Once = False,
    poll: Poll = False,
    jobs: Jobs = None,
    provider: ProviderName = None,
    cap_per_job: PerJob = None,
    cap_per_day: PerDay = None,
    json: Json = False,
) -> None:
    """Score every timeline that is dropped into FOLDER/in, and file it in done, failed or held.

    What costs more than the caps waits in needs-approval; moving it into in/approved is a yes.
    """
    from otio_v2a.cli import watching

    given = {
        "jobs": jobs,
        "cap_per_job": _dollars(cap_per_job),
        "cap_per_day": _dollars(cap_per_day),
    }
    flags = watching.Flags(provider, {name: one for name, one in given.items() if one is not None})
    match words:
        case ["status", folder]:
            watching.status(Path(folder), flags, as_json=json)
        case [folder]:
            code = watching.serve(Path(folder), flags, once=once, poll=poll, as_json=json)
            raise typer.Exit(code)
        case _:
            from otio_v2a.errors import UsageError

            message = "that is not understood. Say: watch FOLDER (or: watch status FOLDER)."
            raise UsageError(message)


def _dollars(amount: float | None) -> Decimal | None:
    return None if amount is None else Decimal(str(amount))
