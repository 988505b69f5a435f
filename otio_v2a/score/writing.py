"""Lanes -> files: the timeline, the manifest, the report; each whole or not at all."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from otio_v2a.model import Notice, PartKey
from otio_v2a.score.placing import Placed, Takes
from otio_v2a.score.prepare import Prepared
from otio_v2a.score.report import CueReport, Report, Status, dumped, worst_first
from otio_v2a.score.work import Done
from otio_v2a.score.workfolder import Manifest, WorkFolder, digest
from otio_v2a.timeline.document import place, save


@dataclass(frozen=True, slots=True)
class Result:
    """What a run has to write down. `before` are the parts that were scored before it began."""

    found: Sequence[Takes]
    placed: Placed
    before: Collection[PartKey]
    done: Done = field(default_factory=Done)
    cost: Decimal = Decimal(0)
    requests: int = 0


def write(prepared: Prepared, folder: WorkFolder, output: Path, result: Result) -> Report:
    """Write the scored timeline, then what is ours in it, then the report.

    Raises: TimelineError when the timeline cannot be written; nothing is half-written.
    """
    manifest, lanes = folder.manifest(), result.placed.lanes
    files = {Path(one.file).name for lane in lanes for one in lane.placements}
    known = frozenset(manifest.files) | files
    text = place(prepared.document, lanes, known)
    content = prepared.document.encoding.encoded(text)
    written = digest(content)
    ours = Manifest(
        files=tuple(sorted(known)),
        tracks=tuple(lane.name for lane in lanes),
        outputs=manifest.with_output(output, written),
    )
    if not (output.is_file() and digest(output.read_bytes()) == written):
        _deliver(text, prepared, folder, ours, output)
    report = _report(prepared, output, result)
    folder.write("report.json", dumped(report.as_json()))
    folder.write("report.txt", report.as_text())
    return report


def _deliver(
    text: str, prepared: Prepared, folder: WorkFolder, ours: Manifest, output: Path
) -> None:
    """The checked timeline in its place, once it stands in the manifest.

    Written first, the manifest owns the file whenever the run is cut off.
    """
    # Loads opentimelineio, which a run that changes nothing does without.
    from otio_v2a.timeline.check import verify

    verify(text, prepared.document)
    folder.write("manifest.json", ours.model_dump_json(indent=2) + "\n")
    save(prepared.document.encoding.encoded(text), output)


def _report(prepared: Prepared, output: Path, result: Result) -> Report:
    edit = prepared.document.edit
    cues = (*_scored(prepared, result), *_held(prepared))
    return Report(
        timeline=prepared.document.path,
        output=output,
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
        yield from (Notice(takes.part.cue.address, one) for one in takes.ordered.remarks)
    yield from result.done.notices


def _scored(prepared: Prepared, result: Result) -> Iterator[CueReport]:
    for takes in result.found:
        cue = takes.part.cue
        status, message = _ended(takes, prepared, result)
        yield CueReport(
            *(cue.id, cue.name, takes.part.role, cue.address, cue.record, status),
            take=takes.chosen,
            audio=result.placed.files.get(takes.part.key, ""),
            message=message,
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
