"""Results as a person reads them, or as JSON: stdout holds nothing else."""

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from otio_v2a.cli import as_json as forms
from otio_v2a.cli.labels import console, lengths, notices, places, table_of
from otio_v2a.gateway.ledger import number
from otio_v2a.model import Cue, Part, Prompts, Role
from otio_v2a.providers.base import Local, Provider, priced
from otio_v2a.score.choosing import Listing, Open
from otio_v2a.score.outlook import Outlook
from otio_v2a.score.prepare import Prepared
from otio_v2a.score.report import Report, dumped
from otio_v2a.score.reports.as_json import as_json as report_json
from otio_v2a.score.reports.words import named
from otio_v2a.score.standing import Standing
from otio_v2a.timecode import timecode

_STATES = {
    "placed": "green",
    "kept": "green",
    "failed": "red",
    "uncertain": "yellow",
    "skipped": "dim",
}


def cues(prepared: Prepared, *, as_json: bool) -> None:
    """The cues of a timeline, what is held back, and what was said."""
    edit, spotted = prepared.document.edit, prepared.spotted
    if as_json:
        _json(forms.cues(prepared))
        return
    out = console()
    table = table_of("Cue", "In", "Out", "Length", "Prompts", "Where")
    for cue in spotted.cues:
        table.add_row(cue.id, *places(cue.record, edit), _prompts(cue), escape(cue.address))
    _headline(out, prepared, _counted(len(spotted.cues)))
    if spotted.cues:
        out.print(table)
    _held(out, prepared)
    notices(out, prepared.notices)
    if not spotted.cues and not spotted.held:
        out.print("No marker asks for sound. Name a marker 'sfx' or 'bgm' and write the prompt in")
        out.print("its note, then export again.")


def plan(prepared: Prepared, ahead: Outlook, *, as_json: bool) -> None:
    """What would be asked for, its price, and what is already there."""
    if as_json:
        _json(forms.plan(prepared, ahead))
        return
    out = console()
    edit = prepared.document.edit
    table = table_of("Cue", "In", "Out", "Length", "Role", "Prompts", "Requests", "Cost", "State")
    for part in prepared.plan.parts:
        if part.cue.id not in prepared.chosen:
            continue
        state = ahead.problems.get(part.key) or _standing(ahead.standings.get(part.key, {}))
        shown = _words(part.prompts)
        table.add_row(
            *(part.cue.id, *places(part.cue.record, edit), part.role, shown, _requests(part)),
            _dollars(ahead.costs.get(part.key, Decimal(0))),
            escape(state),
        )
    _headline(out, prepared, _counted(len(prepared.chosen)))
    if prepared.plan.parts:
        out.print(table)
    _held(out, prepared)
    notices(out, (*prepared.notices, *ahead.remarks))
    count = sum(ahead.requests.values())
    what = f"{count} request{'' if count == 1 else 's'} to {prepared.provider.name}"
    assumed = " (nobody published this price: it is assumed)"
    doubt = assumed if prepared.provider.price.assumed and ahead.cost else ""
    out.print(f"\n[bold]{what}, {_dollars(ahead.cost)}{doubt}.[/] Nothing was sent.")


def report(done: Report, *, as_json: bool) -> None:
    """How a run ended."""
    if as_json:
        _json(report_json(done))
        return
    out = console()
    table = table_of("Cue", "In", "Role", "State", "Take", "Where")
    for cue in done.cues:
        place = ""
        if cue.record:
            place = timecode(done.start + cue.record.start, cue.record.rate, drop=done.drop_frame)
        state = f"[{_STATES[cue.status]}]{cue.status}[/]"
        take = "" if cue.take is None else str(cue.take)
        said = named(cue.message, done.timeline)
        told = f"\n[{_STATES[cue.status]}]{escape(said)}[/]" if said else ""
        table.add_row(cue.id, place, cue.role, state, take, escape(cue.address) + told)
    out.print(table)
    notices(out, done.notices)
    spent = f" {done.spent()[0].upper()}{done.spent()[1:]}." if done.requests else ""
    files = " and ".join(str(path) for path in (done.output, done.alone, done.bundle) if path)
    told = f"\n[bold]{done.counted()}.[/]{spent} Written: {escape(files)}"
    out.print(told, soft_wrap=True)


def takes(prepared: Prepared, found: Listing, *, as_json: bool) -> None:
    """The finished takes of every cue, the chosen one marked; then what waits for somebody."""
    if as_json:
        _json(forms.takes(prepared, found))
        return
    table = table_of("Cue", "In", "Out", "Length", "Role", "Takes", "Prompts")
    for one in found.takes:
        numbers = [
            f"[bold green]▸{take}[/]" if take == one.chosen else f" {take}" for take in one.done
        ]
        where = places(one.part.cue.record, prepared.document.edit)
        shown = " ".join(numbers) or "[dim]none yet[/]"
        table.add_row(one.part.cue.id, *where, one.part.role, shown, _words(one.part.prompts))
    out = console()
    out.print(table)
    if found.open:
        out.print()
        out.print(_open_requests(found.open))
        _decisions(out, found.open, prepared.document.path)


def _open_requests(found: Sequence[Open]) -> Table:
    table = table_of("Request", "Cue", "Role", "Take", "Segment", "Sent (UTC)", "State", "Where")
    for one in found:
        entry = one.entry
        colour = "yellow" if one.standing is Standing.UNCERTAIN else "dim"
        job = f"{entry.provider} {entry.job}".strip()
        told = f"\n{escape(entry.message)}" if entry.message else ""
        table.add_row(
            *(number(entry.key), entry.cue, entry.role, str(entry.take), str(entry.segment + 1)),
            entry.created[:19].replace("T", " "),
            f"[{colour}]{one.standing}[/]{told}",
            escape(job),
        )
    return table


def _decisions(out: Console, found: Sequence[Open], timeline: Path) -> None:
    """What a person can do about what is uncertain or failed."""
    takes = named("otio-v2a takes TIMELINE", timeline)
    if any(one.standing is Standing.UNCERTAIN for one in found):
        out.print("\nuncertain: it was sent and its answer lost. Look into your account there:")
        out.print(f"  listed      {escape(takes)} adopt REQUEST JOB_ID   fetched, free")
        out.print(f"  not listed  {escape(takes)} resubmit REQUEST       sent and paid anew")
        out.print("  or leave it: it is never sent again by itself.")
    if any(one.standing is Standing.FAILED for one in found):
        out.print(f"\nfailed: {escape(takes)} resubmit REQUEST pays for another try.")


def providers(found: Sequence[Provider], keyed: Collection[str], *, as_json: bool) -> None:
    """Who can score; `keyed` are those whose key is there."""
    if as_json:
        _json(forms.providers(found, keyed))
        return
    table = table_of("Provider", "Model", "Where", "Length", "Prompt", "USD", "Key")
    for one in found:
        where = "this machine" if isinstance(one, Local) else "online"
        prompt = f"{one.limits.prompt_characters} characters"
        key = "[green]✓[/]" if one.name in keyed else "[dim]none[/]"
        table.add_row(
            *(one.name, one.model, where, lengths(one.limits), prompt, priced(one.price)),
            "" if isinstance(one, Local) else key,
        )
    out = console()
    out.print(table)
    if any(one.price.assumed for one in found):
        out.print("[dim]A price in brackets is assumed: nobody publishes it.[/]")


def _headline(out: Console, prepared: Prepared, counted: str) -> None:
    edit, document = prepared.document.edit, prepared.document
    rate = float(edit.rate)
    start = timecode(edit.start, edit.rate, drop=edit.drop_frame)
    length = timecode(edit.length, edit.rate, drop=edit.drop_frame)
    drop = " drop-frame" if edit.drop_frame else ""
    name = escape(document.path.name)
    facts = f"{document.dialect.name}, {rate:.6g} fps{drop}, from {start}, {length} long"
    out.print(f"[bold]{name}[/]  {facts}: {counted}\n")


def _prompts(cue: Cue) -> str:
    options = cue.options
    extra = [
        f"takes {options.takes}" if options.takes else "",
        f"gain {options.gain_db:+g} dB" if options.gain_db else "",
        f"fade {float(options.fade.amount):g}{options.fade.unit}" if options.fade else "",
        f"stems {options.stems}" if options.stems else "",
    ]
    told = [line for line in (_words(cue.prompts), ", ".join(one for one in extra if one)) if line]
    return "\n".join(told)


def _words(prompts: Prompts) -> str:
    """Both prompts, a line each, named as the role they are for."""
    lines = [
        f"[cyan]{role}[/]  {escape(text)}"
        for role, text in (
            (Role.SFX, prompts.sound_effect),
            (Role.BGM, prompts.background_music),
        )
        if text
    ]
    if prompts.asmr:
        lines.append("[magenta]asmr[/]")
    return "\n".join(lines) or "[dim]no prompt: the model decides[/]"


def _standing(counts: Mapping[Standing, int]) -> str:
    """`done`, or `3 done, 1 uncertain` where a cue has several requests."""
    if len(counts) <= 1:
        return next(iter(counts), Standing.DONE)
    return ", ".join(f"{count} {how}" for how, count in counts.items())


def _requests(part: Part) -> str:
    segments, count = len(part.segments), len(part.takes)
    return f"{segments} x {count} takes" if count > 1 else str(segments)


def _counted(count: int) -> str:
    return f"{count} cue{'' if count == 1 else 's'}"


def _json(content: Mapping[str, Any]) -> None:
    typer.echo(dumped(content), nl=False)


def _held(out: Console, prepared: Prepared) -> None:
    for held in prepared.spotted.held:
        colour = "dim" if held.skipped else "red"
        word = "skipped" if held.skipped else "held"
        out.print(f"[{colour}]{word}[/]  {escape(held.address)}: {escape(held.message)}")


def _dollars(amount: Decimal) -> str:
    return "free" if not amount else f"${amount.normalize():f}"
