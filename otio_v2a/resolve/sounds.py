"""Chosen takes -> the files that Resolve is given."""

from datetime import datetime

from otio_v2a.gateway.ledger import opened
from otio_v2a.model import Lane
from otio_v2a.resolve.delivering import Load
from otio_v2a.resolve.placing import Native
from otio_v2a.resolve.statuses import statuses
from otio_v2a.score import flow
from otio_v2a.score.laying import Laying, laid
from otio_v2a.score.ordering import ordered_parts
from otio_v2a.score.placing import takes
from otio_v2a.score.prepare import Prepared
from otio_v2a.score.report import Report
from otio_v2a.score.stopping import stoppable
from otio_v2a.score.workfolder import held, outputs


def written(prepared: Prepared) -> Report:
    """The scored timeline as a file beside what Resolve exported, for whoever imports it by hand.

    Raises: TimelineError when it cannot be written; LockedError while a run is under way.
    """
    out = outputs(
        prepared.document.path,
        None,
        prepared.folder,
        prepared.document.output_name,
        prepared.settings,
    )
    return flow.place(prepared, flow.Run(prepared.folder, out, lambda _: False, lambda _: None))


def load_of(prepared: Prepared, report: Report, native: Native, *, handles: bool) -> Load:
    """What is placed. Without `handles` each file begins with what is heard of it.

    Crossfades and fades are in the files, but where Resolve makes them itself.
    Raises: LockedError while a run is under way.
    """
    day = datetime.now().astimezone().date().isoformat()
    return Load(
        lanes=_lanes(prepared, native, handles=handles),
        statuses=statuses(report.cues, report.provider, day),
        audio=prepared.folder.root / "audio",
        length=prepared.document.edit.length,
        native=native,
    )


def _lanes(prepared: Prepared, native: Native, *, handles: bool) -> tuple[Lane, ...]:
    folder = prepared.folder
    with held(folder), opened(folder.ledger) as ledger:
        how = Laying(
            prepared,
            ledger,
            folder,
            transitions=native.crossfades,
            handles=handles,
            open_fades=native.fades,
        )
        found = takes(ordered_parts(prepared, ledger, folder), ledger, folder)
        return stoppable(laid(found, how)).lanes
