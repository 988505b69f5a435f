"""Lanes -> files: the timeline, the manifest, the report; each whole or not at all."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from otio_v2a.gateway.ledger import Ledger
from otio_v2a.model import Lane
from otio_v2a.path_maps import Maps, outward
from otio_v2a.score.prepare import Prepared
from otio_v2a.score.report import Report, dumped
from otio_v2a.score.reporting import Result, reported
from otio_v2a.score.reports.as_html import as_html
from otio_v2a.score.reports.as_json import as_json
from otio_v2a.score.reports.as_text import as_text
from otio_v2a.score.witness import Witness
from otio_v2a.score.workfolder import Manifest, Outputs, WorkFolder, deliver
from otio_v2a.timeline.bundles.bundle import is_bundle
from otio_v2a.timeline.bundles.delivery import Text, goods
from otio_v2a.timeline.written import Document


def write(
    prepared: Prepared, folder: WorkFolder, outputs: Outputs, result: Result, ledger: Ledger
) -> Report:
    """Write the scored timeline, then what is ours in it, then the report.

    Raises: TimelineError when a timeline cannot be written; nothing is half-written.
    """
    manifest, lanes = folder.manifest(), result.placed.lanes
    sounds = {Path(one.file) for lane in lanes for one in lane.placements}
    known = frozenset(manifest.files) | {sound.name for sound in sounds}
    document = prepared.document
    abroad = _abroad(lanes, prepared.settings.outward)
    texts = dict(_texts(document, outputs, lanes, abroad, known))
    wanted = {
        path: goods(path, document.encoding.encoded(text), sounds, document.path)
        for path, text in texts.items()
    }
    if outputs.alone:
        wanted[outputs.alone] = Text(document.alone(abroad).encode())
    new = {path: one for path, one in wanted.items() if not one.stands(path)}
    if new:
        _check(texts.values(), document)
        tracks = tuple(lane.name for lane in lanes)
        deliver(new, folder, Manifest(files=tuple(sorted(known)), tracks=tracks))
    report = reported(prepared, outputs, result, ledger.entries(), Witness(folder, ledger))
    folder.write("report.json", dumped(as_json(report)))
    folder.write("report.txt", as_text(report))
    folder.write("report.html", as_html(report, folder.root, datetime.now().astimezone()))
    return report


def _texts(
    document: Document,
    outputs: Outputs,
    lanes: Sequence[Lane],
    abroad: Sequence[Lane],
    known: frozenset[str],
) -> Iterator[tuple[Path, str]]:
    """The scored timeline as each output has it: sounds are named from inside a bundle in it."""
    for path in filter(None, (outputs.timeline, outputs.bundle)):
        inside = is_bundle(path)
        written = document.bundled if inside else document.placed
        yield path, written(lanes if inside else abroad, known)


def _abroad(lanes: Sequence[Lane], maps: Maps) -> tuple[Lane, ...]:
    """The lanes with their sounds where the editor's machine finds them."""
    return tuple(
        replace(
            lane,
            placements=tuple(replace(one, file=outward(one.file, maps)) for one in lane.placements),
        )
        for lane in lanes
    )


def _check(texts: Iterable[str], document: Document) -> None:
    """Raises: TimelineError when one of the texts is not the document with our tracks."""
    # Loads opentimelineio, which a run that changes nothing does without.
    from otio_v2a.timeline.check import verify

    for text in texts:
        verify(text, document)
