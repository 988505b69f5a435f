"""Lanes -> files: the timeline, the manifest, the report; each whole or not at all."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from otio_v2a.model import Notice, PartKey
from otio_v2a.score.placing import Placed, Takes
from otio_v2a.score.prepare import Prepared
from otio_v2a.score.report import CueReport, Report, Status, dumped, worst_first
from otio_v2a.score.work import Done
from otio_v2a.score.workfolder import Manifest, Outputs, WorkFolder
from otio_v2a.timeline.document import save
from otio_v2a.timeline.written import Document


@dataclass(frozen=True, slots=True)
class Result:
    """What a run has to write down. `before` are the parts that were scored before it began."""

    found: Sequence[Takes]
    placed: Placed
    before: Collection[PartKey]
    done: Done = field(default_factory=Done)
    cost: Decimal = Decimal(0)
    requests: int = 0


def write(prepared: Prepared, folder: WorkFolder, outputs: Outputs, result: Result) -> Report:
    """Write the scored timeline, then what is ours in it, then the report.

    Raises: TimelineError when a timeline cannot be written; nothing is half-written.
    """
    manifest, lanes = folder.manifest(), result.placed.lanes
    files = {Path(one.file).name for lane in lanes for one in lane.placements}
    known = frozenset(manifest.files) | files
    document = prepared.document
    text = document.placed(lanes, known)
    contents = {outputs.timeline: document.encoding.encoded(text)}
    if outputs.alone:
        contents[outputs.alone] = document.alone(lanes).encode()
    new = {path: content for path, content in contents.items() if not _stands(path, content)}
    if new:
        ours = Manifest(
            files=tuple(sorted(known)),
            tracks=tuple(lane.name for lane in lanes),
            outputs=manifest.with_outputs(contents),
        )
        _deliver(new, text, document, folder, ours)
    report = _report(prepared, outputs, result)
    folder.write("report.json", dumped(report.as_json()))
    folder.write("report.txt", report.as_text())
    return report


def _stands(path: Path, content: bytes) -> bool:
    return path.is_file() and path.read_bytes() == content


def _deliver(
    new: Mapping[Path, bytes], text: str, document: Document, folder: WorkFolder, ours: Manifest
) -> None:
    """The checked timelines in their places, once they stand in the manifest.

    Written first, the manifest owns the files whenever the run is cut off.
    """
    # Loads opentimelineio, which a run that changes nothing does without.
    from otio_v2a.timeline.check import verify

    verify(text, document)
    folder.write("manifest.json", ours.model_dump_json(indent=2) + "\n")
    for path, content in new.items():
        save(content, path)


def _report(prepared: Prepared, outputs: Outputs, result: Result) -> Report:
    edit = prepared.document.edit
    cues = (*_scored(prepared, result), *_held(prepared))
    return Report(
        timeline=prepared.document.path,
        output=outputs.timeline,
        alone=outputs.alone,
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
