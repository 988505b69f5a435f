"""A mix that was written, for people and for programs."""

import math

import typer
from rich.markup import escape

from otio_v2a.audio.mix import Mixed
from otio_v2a.cli.labels import console, notices
from otio_v2a.score.mixdown import Mixdown
from otio_v2a.score.prepare import Prepared
from otio_v2a.score.report import dumped, notice_json, worst_first
from otio_v2a.timecode import SAMPLE_RATE


def show(prepared: Prepared, made: Mixdown, *, as_json: bool) -> None:
    """Each file, how long and how loud the mix is, then what is to be said of it."""
    mixed = made.mixed
    files = [path for path in (made.targets.mix, made.targets.movie) if path]
    said = worst_first(made.notices)
    if as_json:
        told = {
            "timeline": str(prepared.document.path.absolute()),
            "files": [str(path.absolute()) for path in files],
            "samples": mixed.samples,
            "loudness_lufs": mixed.lufs,
            "peak_dbfs": None if math.isinf(mixed.peak_dbfs) else round(mixed.peak_dbfs, 2),
            "lowered_db": round(mixed.lowered_db, 2),
            "sounds": made.sounds,
            "timeline_sounds": made.own,
            "notices": [notice_json(notice) for notice in said],
        }
        typer.echo(dumped(told), nl=False)
        return
    out = console()
    for path in files:
        out.print(f"[bold]{escape(str(path))}[/]", soft_wrap=True)
    own = f" and {made.own} of the timeline" if made.targets.timeline_audio else ""
    out.print(f"  {made.sounds} sounds{own}, {_told(mixed)}")
    notices(out, said)


def _told(mixed: Mixed) -> str:
    """`80.00 s, -27.1 LUFS, peak -9.4 dBFS`, or that it is silent."""
    seconds = f"{mixed.samples / SAMPLE_RATE:.2f} s"
    if math.isinf(mixed.peak_dbfs):
        return f"{seconds}, silent"
    loudness = "" if mixed.lufs is None else f"{mixed.lufs:.1f} LUFS, "
    return f"{seconds}, {loudness}peak {mixed.peak_dbfs:.1f} dBFS"
