"""Lanes -> files: the timeline, the manifest, the report; each whole or not at all."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from otio_v2a.model import Lane, Notice, PartKey
from otio_v2a.score.placing import Placed, Takes
from otio_v2a.score.prepare import Prepared
from otio_v2a.score.report import CueReport, Report, Status, dumped, worst_first
from otio_v2a.score.reports.as_html import as_html
from otio_v2a.score.reports.as_json import as_json
from otio_v2a.score.reports.as_text import as_text
from otio_v2a.score.work import Done
from otio_v2a.score.workfolder import Manifest, Outputs, WorkFolder
from otio_v2a.timeline.bundles.bundle import is_bundle
from otio_v2a.timeline.bundles.delivery import Goods, Text, digest, goods, put, staged
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
    sounds = {Path(one.file) for lane in lanes for one in lane.placements}
    known = frozenset(manifest.files) | {sound.name for sound in sounds}
    document = prepared.document
    texts = dict(_texts(document, outputs, lanes, known))
    wanted = {
        path: goods(path, document.encoding.encoded(text), sounds, document.path)
        for path, text in texts.items()
    }
    if outputs.alone:
        wanted[outputs.alone] = Text(document.alone(lanes).encode())
    new = {path: one for path, one in wanted.items() if not one.stands(path)}
    if new:
        _check(texts.values(), document)
        tracks = tuple(lane.name for lane in lanes)
        _deliver(new, folder, Manifest(files=tuple(sorted(known)), tracks=tracks))
    report = _report(prepared, outputs, result)
    folder.write("report.json", dumped(as_json(report)))
    folder.write("report.txt", as_text(report))
    folder.write("report.html", as_html(report, folder.root, datetime.now().astimezone()))
    return report


def _texts(
    document: Document, outputs: Outputs, lanes: Sequence[Lane], known: frozenset[str]
) -> Iterator[tuple[Path, str]]:
    """The scored timeline as each output has it: sounds are named from inside a bundle in it."""
    for path in filter(None, (outputs.timeline, outputs.bundle)):
        written = document.bundled if is_bundle(path) else document.placed
        yield path, written(lanes, known)


def _check(texts: Iterable[str], document: Document) -> None:
    """Raises: TimelineError when one of the texts is not the document with our tracks."""
    # Loads opentimelineio, which a run that changes nothing does without.
    from otio_v2a.timeline.check import verify

    for text in texts:
        verify(text, document)


def _deliver(new: Mapping[Path, Goods], folder: WorkFolder, ours: Manifest) -> None:
    """The checked goods in their places, once they are made and stand in the manifest.

    Written first, the manifest owns them whenever the run is cut off.
    """
    with ExitStack() as stack:
        made = {path: stack.enter_context(staged(one, path)) for path, one in new.items()}
        outputs = folder.manifest().with_outputs({path: digest(made[path]) for path in made})
        owned = ours.model_copy(update={"outputs": outputs})
        folder.write("manifest.json", owned.model_dump_json(indent=2) + "\n")
        for path, one in made.items():
            put(one, path)


def _report(prepared: Prepared, outputs: Outputs, result: Result) -> Report:
    edit = prepared.document.edit
    cues = (*_scored(prepared, result), *_held(prepared))
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
