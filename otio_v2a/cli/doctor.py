"""`otio-v2a doctor`: everything a run needs, on one screen."""

import typer

from otio_v2a.cli.options import Json


def doctor(json: Json = False) -> None:
    """Check ffmpeg, PyAV, OpenTimelineIO, providers, configuration and disk."""
    from rich.markup import escape

    from otio_v2a.cli.checks import checks
    from otio_v2a.cli.labels import console, table_of
    from otio_v2a.score.report import dumped

    found = checks()
    if json:
        rows = [{"name": one.name, "good": one.good, "found": one.found} for one in found]
        typer.echo(dumped({"checks": rows}), nl=False)
    else:
        table = table_of("", "What", "Found")
        for one in found:
            good = "[green]✓[/]" if one.good else "[red]✗[/]"
            table.add_row(good, one.name, escape(one.found))
        console().print(table)
    raise typer.Exit(0 if all(one.good for one in found) else 1)
