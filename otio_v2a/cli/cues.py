"""`otio-v2a cues`: what is marked, what was not understood and why."""

from otio_v2a.cli.options import (
    Dialect,
    Json,
    Rate,
    SequenceName,
    Timeline,
    Unmarked,
)


def cues(
    timeline: Timeline,
    dialect: Dialect = None,
    sequence: SequenceName = None,
    rate: Rate = None,
    unmarked: Unmarked = False,
    json: Json = False,
) -> None:
    """List what is marked, what was not understood, and why. Renders and sends nothing."""
    from otio_v2a.cli import asking, show
    from otio_v2a.cli.configuration import settings_for

    # What is marked can be told without the movie that a configuration may name.
    settings = settings_for(
        timeline, {"dialect": dialect, "sequence": sequence, "rate": rate, "picture": ""}
    )
    prepared = asking.prepared(timeline, settings, unmarked=unmarked)
    show.cues(prepared, as_json=json)
