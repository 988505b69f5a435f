"""What a run came to -> its report: how each cue ended, what is heard, seen and owed."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from otio_v2a.gateway.ledger import Entry
from otio_v2a.model import Notice, PartKey
from otio_v2a.score.placing import Placed, Takes
from otio_v2a.score.prepare import Prepared
from otio_v2a.score.report import CueReport, Report, Status, worst_first
from otio_v2a.score.witness import Witness
from otio_v2a.score.work import Done
from otio_v2a.score.workfolder import Outputs


@dataclass(frozen=True, slots=True)
class Result:
    """What a run has to write down. `before` are the parts that were scored before it began."""

    found: Sequence[Takes]
    placed: Placed
    before: Collection[PartKey]
    done: Done = field(default_factory=Done)
    cost: Decimal = Decimal(0)
    requests: int = 0


def reported(
    prepared: Prepared,
    outputs: Outputs,
    result: Result,
    bills: Mapping[str, Entry],
    witness: Witness,
) -> Report:
    """How a run ended. `bills` are the ledger's entries by key; `witness` looks at the pictures."""
    edit = prepared.document.edit
    scored = (_scored(one, prepared, result) for one in result.found)
    told = (_told(cue, one, bills, witness) for cue, one in zip(scored, result.found, strict=True))
    cues = (*told, *_held(prepared))
    return Report(
        timeline=prepared.document.path,
        output=outputs.timeline,
        alone=outputs.alone,
        bundle=outputs.bundle,
        provider=prepared.provider.name,
        cost=result.cost,
        requests=result.requests,
        cues=cues,
        notices=worst_first((*prepared.notices, *_remarks(result), *result.placed.notices)),
        start=edit.start,
        drop_frame=edit.drop_frame,
    )


def _remarks(result: Result) -> Iterator[Notice]:
    """What was found out about the pictures."""
    for takes in result.found:
        cue = takes.part.cue
        yield from (Notice(cue.address, one, cue=cue.id) for one in takes.ordered.remarks)
    yield from result.done.notices


def _scored(takes: Takes, prepared: Prepared, result: Result) -> CueReport:
    part = takes.part
    cue, options = part.cue, part.cue.options
    status, message = _ended(takes, prepared, result)
    return CueReport(
        *(cue.id, cue.name, part.role, cue.address, cue.record, status),
        take=takes.chosen,
        audio=result.placed.files.get(part.key, ""),
        message=message,
        prompts=part.prompts,
        takes=takes.done,
        gain_db=options.gain_db,
        fade=options.fade,
        heard=result.placed.heard.get(part.key),
    )


def _told(cue: CueReport, takes: Takes, bills: Mapping[str, Entry], witness: Witness) -> CueReport:
    """The same with what its pictures show, and what is owed for it."""
    every = {one.key for take in takes.done for one in takes.ordered.of_take(take)}
    orders = takes.ordered.of_take(takes.chosen) if takes.chosen else ()
    return replace(
        cue,
        price=sum((bills[key].price for key in every if key in bills), Decimal(0)),
        still=witness.still(orders),
        seen=witness.seen(orders),
    )


def _ended(takes: Takes, prepared: Prepared, result: Result) -> tuple[Status, str]:
    """How one part ended, and what is to be said of it."""
    trouble = result.done.failed.get(takes.part.key)
    if trouble:
        return trouble.status, trouble.message
    if problem := result.placed.problems.get(takes.part.key):
        return "failed", problem
    if takes.part.key in result.placed.files:
        return ("kept" if takes.part.key in result.before else "placed"), ""
    if takes.ordered.problem and takes.part.cue.id in prepared.chosen:
        return "failed", takes.ordered.problem
    return "skipped", "not scored yet."


def _held(prepared: Prepared) -> Iterator[CueReport]:
    for held in prepared.spotted.held:
        status: Status = "skipped" if held.skipped else "failed"
        yield CueReport(
            *(held.id, held.name, "", held.address, held.record, status), message=held.message
        )
