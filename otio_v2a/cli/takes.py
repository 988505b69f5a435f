"""`otio-v2a takes`: list takes, choose one."""

from typing import Annotated

import typer

from otio_v2a.cli.options import (
    Dialect,
    Json,
    Movie,
    ProviderName,
    Rate,
    SequenceName,
    StemChoice,
    Timeline,
    WorkDir,
)

Words = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="use CUE TAKE | resubmit CUE | adopt CUE JOB_ID",
        help="Choose a take; pay once more for what failed or is uncertain; or say which job at the"
        " seller a lost request became. CUE is an id or a name.",
    ),
]
RoleName = Annotated[
    str | None, typer.Option("--role", metavar="sfx|bgm|mix", help="Which of the cue's stems.")
]


def takes(
    timeline: Timeline,
    words: Words = None,
    role: RoleName = None,
    provider: ProviderName = None,
    stems: StemChoice = None,
    movie: Movie = None,
    dialect: Dialect = None,
    sequence: SequenceName = None,
    rate: Rate = None,
    workdir: WorkDir = None,
    json: Json = False,
) -> None:
    """List the takes of every cue, or choose one: `takes TIMELINE use CUE TAKE`, then `place`.

    What is uncertain, failed or under way at a seller is listed too, with what you can do.
    """
    from otio_v2a.cli import asking, show
    from otio_v2a.cli.configuration import settings_for
    from otio_v2a.score.choosing import decide, listed
    from otio_v2a.score.reports.words import named

    flags = {
        "provider": provider,
        "stems": stems,
        "workdir": workdir,
        "dialect": dialect,
        "sequence": sequence,
        "rate": rate,
        "picture": movie,
    }
    prepared = asking.prepared(timeline, settings_for(timeline, flags))
    folder = prepared.folder
    if words:
        typer.echo(named(decide(prepared, folder, words, role), timeline), err=True)
    show.takes(prepared, listed(prepared, folder), as_json=json)
