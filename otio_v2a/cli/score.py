"""`otio-v2a score`: the whole flow."""

import os
from decimal import Decimal
from typing import Annotated

import typer

from otio_v2a.cli.options import (
    Alternates,
    AudioOnly,
    Broadcast,
    Bundle,
    Dialect,
    Duck,
    Json,
    Loudness,
    Movie,
    Only,
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

Cost = Annotated[
    float | None,
    typer.Option("--max-cost", min=0, metavar="USD", help="Send nothing above it. [default: 5.00]"),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Do not ask; the cap still holds.")]
ProgressStyle = Annotated[
    str,
    typer.Option("--progress", metavar="rich|jsonl|none", help="How progress is told, on stderr."),
]


def score(
    timeline: Timeline,
    output: Output = None,
    provider: ProviderName = None,
    takes: TakeCount = None,
    stems: StemChoice = None,
    only: Only = None,
    unmarked: Unmarked = False,
    alternates: Alternates = False,
    audio_only: AudioOnly = None,
    bundle: Bundle = None,
    loudness: Loudness = None,
    duck: Duck = None,
    bwf: Broadcast = None,
    max_cost: Cost = None,
    yes: Yes = False,
    progress: ProgressStyle = "rich",
    movie: Movie = None,
    dialect: Dialect = None,
    sequence: SequenceName = None,
    rate: Rate = None,
    workdir: WorkDir = None,
    json: Json = False,
) -> None:
    """Render, score and place every cue: a new timeline with new audio tracks.

    What is already scored costs nothing and is not done again. The input is never changed.
    """
    from otio_v2a.cli import asking, show
    from otio_v2a.cli.configuration import keys_file, settings_for
    from otio_v2a.cli.progress import shown
    from otio_v2a.score import flow
    from otio_v2a.score.workfolder import outputs

    cap = None if max_cost is None else Decimal(str(max_cost))
    flags = {
        "provider": provider,
        "takes": takes,
        "stems": stems,
        "unmarked": unmarked or None,
        "workdir": workdir,
        "dialect": dialect,
        "sequence": sequence,
        "rate": rate,
        "audio_only": audio_only,
        "bundle": bundle,
        "loudness": loudness,
        "duck": duck,
        "bwf": bwf,
        "picture": movie,
    }
    settings = settings_for(timeline, {**flags, "max_cost": cap})
    prepared = asking.prepared(timeline, settings, only=only or ())
    folder = prepared.folder
    name = prepared.document.output_name
    out = outputs(timeline, output, folder, name, prepared.settings)
    with shown(progress, prepared) as watch:
        run = flow.Run(
            folder=folder,
            outputs=out,
            approve=asking.always if yes else asking.ask,
            watch=watch,
            alternates=alternates,
            environment=os.environ,
            keys=keys_file(),
            give_up=asking.ask_to_cancel,
        )
        report = flow.score(prepared, run)
    show.report(report, as_json=json)
    raise typer.Exit(report.exit_code)
