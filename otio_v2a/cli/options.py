"""The arguments and flags that several verbs share."""

from pathlib import Path
from typing import Annotated

import typer

Timeline = Annotated[
    Path,
    typer.Argument(
        metavar="TIMELINE",
        exists=True,
        help="The timeline exported by the editor: .otio .xml .fcpxml .edl .aaf .otioz .otiod",
    ),
]
Json = Annotated[bool, typer.Option("--json", help="Print the result as JSON.")]
Output = Annotated[
    Path | None,
    typer.Option("-o", "--output", help="The scored timeline. [default: NAME.v2a.otio beside it]"),
]
ProviderName = Annotated[
    str | None, typer.Option("--provider", metavar="NAME", help="Who scores. [default: sketch]")
]
TakeCount = Annotated[
    int | None, typer.Option("--takes", min=1, max=8, help="Takes of each cue. [default: 1]")
]
StemChoice = Annotated[
    str | None,
    typer.Option(
        "--stems", metavar="mix|split", help="Both prompts in one request, or one request each."
    ),
]
Movie = Annotated[
    Path | None,
    typer.Option(
        "--picture",
        metavar="MOVIE",
        help="A movie of the whole timeline, exported by the editor: used instead of its clips.",
    ),
]
WorkDir = Annotated[
    Path | None,
    typer.Option("--workdir", help="Where NAME.v2a/ is kept. [default: beside the timeline]"),
]
Unmarked = Annotated[bool, typer.Option("--unmarked", help="Score what no marker covers too.")]
Only = Annotated[
    list[str] | None,
    typer.Option("--only", metavar="CUE", help="Only this cue (id or name); may be repeated."),
]
Dialect = Annotated[
    str | None,
    typer.Option(
        "--dialect",
        metavar="NAME",
        help="The application that wrote it: resolve, premiere, kdenlive, hiero, ...",
    ),
]
SequenceName = Annotated[
    str | None,
    typer.Option("--sequence", metavar="NAME", help="Which of several sequences in the file."),
]
Rate = Annotated[
    float | None,
    typer.Option("--rate", metavar="FPS", help="Frames a second, where the file (EDL) has none."),
]
AudioOnly = Annotated[
    bool | None,
    typer.Option(
        "--audio-only", help="Write NAME.v2a-audio-only too: a timeline of our tracks alone."
    ),
]
Bundle = Annotated[
    bool | None,
    typer.Option("--bundle", help="Write NAME.v2a.otioz too: the timeline and our sounds in one."),
]
Loudness = Annotated[
    str | None,
    typer.Option("--loudness", metavar="LUFS", help="How loud every sound is made. [default: off]"),
]
Duck = Annotated[
    str | None,
    typer.Option(
        "--duck", metavar="DB", help="Lower music under the timeline's dialogue. [default: off]"
    ),
]
Broadcast = Annotated[
    bool | None,
    typer.Option("--bwf", help="Write Broadcast WAV: timecode, prompts and names in each sound."),
]
Alternates = Annotated[
    bool,
    typer.Option("--alternates", help="Add the other takes as disabled clips on their own tracks."),
]
