"""A mix that was written, for people and for programs."""

import typer
from rich.markup import escape

from otio_v2a.audio.mix import Mixed
from otio_v2a.cli.labels import console, notices
from otio_v2a.score.heard import known
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
            "loudness_lufs": known(mixed.measured.loudness),
            "true_peak_dbtp": known(mixed.measured.true_peak),
            "held_db": mixed.held_db,
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
    """`80.00 s, -27.1 LUFS, true peak -9.4 dBTP`, or that it is silent."""
    seconds, measured = f"{mixed.samples / SAMPLE_RATE:.2f} s", mixed.measured
    if known(measured.true_peak) is None:
        return f"{seconds}, silent"
    loudness = f"{measured.loudness:.1f} LUFS, " if measured.is_heard else ""
    return f"{seconds}, {loudness}true peak {measured.true_peak:.1f} dBTP"
