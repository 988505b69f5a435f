"""`otio-v2a cues`: what is marked, what was not understood and why; and the sheet of it."""

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
    StemChoice,
    Timeline,
    Unmarked,
    WorkDir,
)
from otio_v2a.errors import UsageError

Csv = Annotated[
    bool, typer.Option("--csv", help="Write a cue sheet for a spreadsheet: NAME.cues.csv.")
]
Html = Annotated[
    bool, typer.Option("--html", help="Write a cue sheet with pictures, to print: NAME.cues.html.")
]
File = Annotated[
    Path | None,
    typer.Option(
        "-o", "--output", help="The cue sheet, or - for stdout. [default: beside the timeline]"
    ),
]


def cues(
    timeline: Timeline,
    csv: Csv = False,
    html: Html = False,
    output: File = None,
    provider: ProviderName = None,
    stems: StemChoice = None,
    movie: Movie = None,
    dialect: Dialect = None,
    sequence: SequenceName = None,
    rate: Rate = None,
    unmarked: Unmarked = False,
    workdir: WorkDir = None,
    json: Json = False,
) -> None:
    """List what is marked, what was not understood, and why; or write the cue sheet. Sends nothing.

    A cue sheet tells of every cue how it stands too. It replaces only a cue sheet.
    """
    from otio_v2a.cli import asking, show
    from otio_v2a.cli.configuration import settings_for

    endings = tuple(ending for ending, is_asked in (("csv", csv), ("html", html)) if is_asked)
    _check(endings, output, json=json)
    # What is marked can be told without the movie that a configuration may name.
    picture = movie if movie or endings else ""
    flags = {
        "provider": provider,
        "stems": stems,
        "unmarked": unmarked or None,
        "workdir": workdir,
        "dialect": dialect,
        "sequence": sequence,
        "rate": rate,
        "picture": picture,
    }
    settings = settings_for(timeline, flags)
    prepared = asking.prepared(timeline, settings)
    if not endings:
        show.cues(prepared, as_json=json)
        return
    from otio_v2a.cli.sheet import files

    home = prepared.document.home
    places = {ending: files.place(home, ending, output) for ending in endings}
    files.write(prepared, prepared.folder, places)


def _check(endings: tuple[str, ...], output: Path | None, *, json: bool) -> None:
    """Raises: UsageError for flags that do not go together."""
    if endings and json:
        message = "a cue sheet is a file, not JSON: say --json without --csv and --html."
        raise UsageError(message)
    if output and len(endings) != 1:
        message = "-o names one cue sheet: say either --csv or --html with it."
        raise UsageError(message)
