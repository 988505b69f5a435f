"""`otio-v2a picture`: what would be sent for a cue, as a movie to look at."""

from pathlib import Path
from typing import Annotated

import typer

from otio_v2a.cli.options import (
    Dialect,
    Json,
    Movie,
    ProviderName,
    Rate,
    SequenceName,
    Timeline,
    Unmarked,
)

CueName = Annotated[str, typer.Argument(metavar="CUE", help="The cue, by its id or its name.")]
File = Annotated[
    Path | None,
    typer.Option("-o", "--output", help="The movie. [default: NAME.CUE.mp4 beside the timeline]"),
]


def picture(
    timeline: Timeline,
    cue: CueName,
    output: File = None,
    provider: ProviderName = None,
    movie: Movie = None,
    unmarked: Unmarked = False,
    dialect: Dialect = None,
    sequence: SequenceName = None,
    rate: Rate = None,
    json: Json = False,
) -> None:
    """Write exactly the picture that would be sent for a cue, to look at. Sends nothing.

    A cue of several segments becomes several files, numbered. An existing file is never replaced.
    """
    from otio_v2a.cli import asking, looks
    from otio_v2a.cli.configuration import settings_for
    from otio_v2a.cli.progress import making
    from otio_v2a.score.looking import look

    flags = {
        "provider": provider,
        "unmarked": unmarked or None,
        "dialect": dialect,
        "sequence": sequence,
        "rate": rate,
        "picture": movie,
    }
    settings = settings_for(timeline, flags)
    prepared = asking.prepared(timeline, settings, only=[cue])
    home = prepared.document.home
    out = output or home.with_name(f"{home.stem}.{_one(cue)}.mp4")
    with making("rendering") as tell:
        made = look(prepared, prepared.folder, out, lambda one, share: tell(one.file.name, share))
    looks.show(prepared, made, as_json=json)


def _one(cue: str) -> str:
    """A cue's name as part of a file name."""
    return "".join(letter if letter.isalnum() else "_" for letter in cue)[:40]
