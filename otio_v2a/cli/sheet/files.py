"""Where cue sheets go: beside the timeline, to a file that is named, or to stdout."""

from collections.abc import Callable, Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

import typer

from otio_v2a.cli.progress import making
from otio_v2a.cli.sheet import as_csv, as_html
from otio_v2a.errors import TimelineError, UsageError
from otio_v2a.score.gathering import gathered
from otio_v2a.score.prepare import Prepared
from otio_v2a.score.sheet import sheet
from otio_v2a.score.stills import stills
from otio_v2a.score.workfolder import WorkFolder
from otio_v2a.timeline.bundles.delivery import save

STDOUT = Path("-")

_BEGINNING = 4096
_OURS: Mapping[str, Callable[[bytes], bool]] = {"csv": as_csv.is_ours, "html": as_html.is_ours}


def place(timeline: Path, ending: str, asked: Path | None) -> Path:
    """The file of a cue sheet, before anything is made.

    Raises: UsageError when it is not ours to replace, or in no folder.
    """
    if asked == STDOUT:
        return STDOUT
    default = f"{timeline.stem}.cues.{ending}"
    out = asked or timeline.with_name(default)
    out = out / default if out.is_dir() else out
    if not out.parent.is_dir():
        message = f"there is no folder '{out.parent}'. Make it, or name another file with -o."
        raise UsageError(message)
    if out.exists() and not _OURS[ending](_beginning(out)):
        message = (
            f"'{out}' exists and is no cue sheet of ours. Name another file with -o, or move it"
            " away."
        )
        raise UsageError(message)
    return out


def write(prepared: Prepared, folder: WorkFolder, places: Mapping[str, Path]) -> None:
    """Make the sheets and put each in its place, by its ending. Pictures are made for HTML alone.

    Raises: UsageError when one cannot be written; LedgerError.
    """
    known, studio = gathered(prepared, folder)
    rows = sheet(prepared, known)
    if "csv" in places:
        _deliver(as_csv.as_csv(rows, prepared.document.edit), places["csv"])
    if "html" in places:
        spans = [row.record for row in rows.rows if row.record]
        with making("pictures") as tell:
            told = partial(tell, "pictures")
            shown = stills(spans, studio, folder, prepared.settings.workers, told)
        now = datetime.now().astimezone()
        _deliver(as_html.as_html(as_html.Page(rows, prepared, shown, now)), places["html"])


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(_BEGINNING)
    except OSError as error:
        message = f"'{path}' cannot be read: {error.strerror}. Name another file with -o."
        raise UsageError(message) from error


def _deliver(content: bytes, out: Path) -> None:
    """A sheet in its place, whole or not at all, and where that is on stdout; or itself there."""
    if out == STDOUT:
        typer.echo(content, nl=False)
        return
    try:
        save(content, out)
    except TimelineError as error:
        raise UsageError(str(error)) from error
    typer.echo(str(out))
