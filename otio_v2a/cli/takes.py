"""`otio-v2a takes`: list takes, choose one."""

from typing import Annotated

import typer

from otio_v2a.cli.options import Dialect, Json, ProviderName, StemChoice, Timeline, WorkDir

Words = Annotated[
    list[str] | None,
    typer.Argument(metavar="use CUE TAKE", help="Choose: `use`, the cue's id or name, a number."),
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
    dialect: Dialect = None,
    workdir: WorkDir = None,
    json: Json = False,
) -> None:
    """List the takes of every cue, or choose one: `takes TIMELINE use CUE TAKE`, then `place`."""
    from otio_v2a.cli import show
    from otio_v2a.cli.configuration import settings_for
    from otio_v2a.score.choosing import choose, listed
    from otio_v2a.score.prepare import prepare
    from otio_v2a.score.workfolder import beside

    flags = {"provider": provider, "stems": stems, "dialect": dialect}
    prepared = prepare(timeline, settings_for(timeline, flags))
    folder = beside(timeline, workdir)
    if words:
        choose(prepared, folder, words, role)
        typer.echo(f"Chosen. Place it with: otio-v2a place '{timeline}'", err=True)
    show.takes(prepared, listed(prepared, folder), as_json=json)
