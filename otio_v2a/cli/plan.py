"""`otio-v2a plan`: segments, price, what is already paid."""

from otio_v2a.cli.options import (
    Dialect,
    Json,
    Movie,
    Only,
    ProviderName,
    Rate,
    SequenceName,
    StemChoice,
    TakeCount,
    Timeline,
    Unmarked,
    WorkDir,
)


def plan(
    timeline: Timeline,
    provider: ProviderName = None,
    takes: TakeCount = None,
    stems: StemChoice = None,
    only: Only = None,
    unmarked: Unmarked = False,
    movie: Movie = None,
    dialect: Dialect = None,
    sequence: SequenceName = None,
    rate: Rate = None,
    workdir: WorkDir = None,
    json: Json = False,
) -> None:
    """Show what would be asked for, its price, and what is already paid. Sends nothing."""
    from otio_v2a.cli import asking, show
    from otio_v2a.cli.configuration import settings_for
    from otio_v2a.score.outlook import outlook

    flags = {
        "provider": provider,
        "takes": takes,
        "stems": stems,
        "unmarked": unmarked or None,
        "workdir": workdir,
        "dialect": dialect,
        "sequence": sequence,
        "rate": rate,
        "picture": movie,
    }
    settings = settings_for(timeline, flags)
    prepared = asking.prepared(timeline, settings, only=only or ())
    folder = prepared.folder
    show.plan(prepared, outlook(prepared, folder), as_json=json)
