"""`otio-v2a place`: the timeline again, from the chosen takes."""

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
    Output,
    ProviderName,
    Rate,
    SequenceName,
    StemChoice,
    Timeline,
    Unmarked,
    WorkDir,
)


def place(
    timeline: Timeline,
    output: Output = None,
    provider: ProviderName = None,
    stems: StemChoice = None,
    alternates: Alternates = False,
    audio_only: AudioOnly = None,
    bundle: Bundle = None,
    loudness: Loudness = None,
    duck: Duck = None,
    bwf: Broadcast = None,
    unmarked: Unmarked = False,
    movie: Movie = None,
    dialect: Dialect = None,
    sequence: SequenceName = None,
    rate: Rate = None,
    workdir: WorkDir = None,
    json: Json = False,
) -> None:
    """Write the timeline again from the chosen takes. Free: renders and sends nothing."""
    from otio_v2a.cli import asking, show
    from otio_v2a.cli.configuration import settings_for
    from otio_v2a.score import flow
    from otio_v2a.score.workfolder import outputs

    flags = {
        "provider": provider,
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
    prepared = asking.prepared(timeline, settings_for(timeline, flags))
    folder = prepared.folder
    name = prepared.document.output_name
    out = outputs(timeline, output, folder, name, prepared.settings)
    run = flow.Run(folder, out, asking.always, lambda _: None, alternates)
    report = flow.place(prepared, run)
    show.report(report, as_json=json)
    raise typer.Exit(report.exit_code)
