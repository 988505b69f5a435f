"""Pictures that were written to be looked at, for people and for programs."""

from typing import Any

import typer
from rich.markup import escape

from otio_v2a.cli.labels import console, notices, places
from otio_v2a.edit import Edit
from otio_v2a.score.looking import Look, Looks
from otio_v2a.score.prepare import Prepared
from otio_v2a.score.report import dumped, notice_json, span_json

_MEGABYTE = 1_000_000


def show(prepared: Prepared, made: Looks, *, as_json: bool) -> None:
    """Each file with what it shows, then what is to be said of it."""
    if as_json:
        files = [_json(one) for one in made.files]
        said = [notice_json(one) for one in made.notices]
        typer.echo(dumped({"files": files, "notices": said}), nl=False)
        return
    out = console()
    edit = prepared.document.edit
    for one in made.files:
        out.print(f"[bold]{escape(str(one.file))}[/]")
        out.print(f"  {_range(one, edit)}: {_told(one)}")
    notices(out, made.notices)


def _range(one: Look, edit: Edit) -> str:
    """Which part of the edit it is: the cue's own, and how much beyond it."""
    whole = one.segment.record
    inside = whole.clipped(one.cue.record)
    start, end, _ = places(inside, edit)
    beyond = (inside.start - whole.start) / whole.rate, (whole.end - inside.end) / whole.rate
    sides = zip(beyond, ("before", "after"), strict=True)
    more = " and ".join(f"{float(length):.2f} s {side}" for length, side in sides if length)
    return f"{start} to {end}" + (f", with {more}" if more else "")


def _told(one: Look) -> str:
    on = one.picture.canvas
    size = one.file.stat().st_size / _MEGABYTE
    coarser = ", coarser than usual to stay below what is taken" if one.coarse else ""
    return f"{one.picture.frames} frames, {on.width}x{on.height}, {size:.1f} MB{coarser}"


def _json(one: Look) -> dict[str, Any]:
    on = one.picture.canvas
    return {
        "file": str(one.file.absolute()),
        "cue": one.cue.id,
        "segment": one.segment.index,
        "record": span_json(one.segment.record),
        "width": on.width,
        "height": on.height,
        "bytes": one.file.stat().st_size,
        "coarse": one.coarse,
    }
