"""`otio-v2a mixdown`: what is scored as one stereo file, and as a movie to send around."""

from pathlib import Path
from typing import Annotated

import typer

from otio_v2a.cli.options import (
    Broadcast,
    Dialect,
    Duck,
    Json,
    Loudness,
    Movie,
    ProviderName,
    Rate,
    SequenceName,
    StemChoice,
    Timeline,
    Unmarked,
    WorkDir,
)

Mix = Annotated[
    Path | None,
    typer.Option("-o", "--output", help="The mix. [default: NAME.v2a-mix.wav beside the timeline]"),
]
TimelineAudio = Annotated[
    bool, typer.Option("--timeline-audio", help="Add the timeline's own enabled audio tracks.")
]
Preview = Annotated[
    bool,
    typer.Option(
        "--movie", help="Write NAME.v2a-preview.mp4 too: the whole picture with the mix under it."
    ),
]


def mixdown(
    timeline: Timeline,
    output: Mix = None,
    timeline_audio: TimelineAudio = False,
    preview: Preview = False,
    provider: ProviderName = None,
    stems: StemChoice = None,
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
    """Mix what is scored into one stereo WAV, as long as the timeline. Scores and sends nothing.

    The chosen takes sound as `place` lays them. An existing file is replaced only if it is an
    earlier mix of ours.
    """
    from otio_v2a.cli import asking
    from otio_v2a.cli.configuration import settings_for
    from otio_v2a.cli.mixes import show
    from otio_v2a.cli.progress import making
    from otio_v2a.score.mixdown import mix_down, targets

    flags = {
        "provider": provider,
        "stems": stems,
        "loudness": loudness,
        "duck": duck,
        "bwf": bwf,
        "unmarked": unmarked or None,
        "workdir": workdir,
        "dialect": dialect,
        "sequence": sequence,
        "rate": rate,
        "picture": movie,
    }
    prepared = asking.prepared(timeline, settings_for(timeline, flags))
    folder = prepared.folder
    wanted = targets(prepared, folder, output, movie=preview, timeline_audio=timeline_audio)
    with making("mixing") as watch:
        made = mix_down(prepared, folder, wanted, watch)
    show(prepared, made, as_json=json)
    raise typer.Exit(made.exit_code)
