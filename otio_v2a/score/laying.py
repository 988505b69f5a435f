"""Takes -> lanes as a run's settings have them: laid out, baked, and lowered under dialogue."""

from collections.abc import Sequence
from dataclasses import dataclass

from otio_v2a.gateway.ledger import Ledger
from otio_v2a.score.baking import Baker
from otio_v2a.score.finishing import Finishing
from otio_v2a.score.ordering import studio
from otio_v2a.score.placing import Placed, PlaceOptions, Takes, place_takes
from otio_v2a.score.prepare import Prepared
from otio_v2a.score.progress import Watch
from otio_v2a.score.work import cores
from otio_v2a.score.workfolder import WorkFolder
from otio_v2a.timecode import frames_in


@dataclass(frozen=True, slots=True)
class Laying:
    """What takes are laid for, where they are baked, who watches; whether others stand beside.

    `transitions`: whether crossfades are left to the application; None: as its dialect has them.
    `open_fades`: whether the fades that markers ask for are.
    """

    prepared: Prepared
    ledger: Ledger
    folder: WorkFolder
    watch: Watch = lambda _: None
    alternates: bool = False
    transitions: bool | None = None
    handles: bool = True
    open_fades: bool = False


async def laid(found: Sequence[Takes], how: Laying) -> Placed:
    """The lanes of a timeline. A take that cannot be baked drops its cue, not the others."""
    prepared, ledger, folder = how.prepared, how.ledger, how.folder
    settings, document = prepared.settings, prepared.document
    kept = document.dialect.keeps_transitions
    options = PlaceOptions(
        transitions=kept if how.transitions is None else how.transitions,
        crossfade=frames_in(settings.crossfade, document.edit.rate),
        start=document.edit.start,
        stamped=settings.bwf,
        alternates=how.alternates,
        handles=how.handles,
    )
    finishing = Finishing(document.edit, settings, open_fades=how.open_fades)
    with Baker(folder, ledger, cores(settings.workers), finishing) as baker:
        placed = await place_takes(found, baker, options, how.watch)
    if not settings.duck:
        return placed
    # Loads numpy and PyAV, which most runs that have nothing new to bake do without.
    from otio_v2a.score.lowering import Lowering

    library = studio(prepared, ledger, folder).library
    return await Lowering(finishing, library, ledger).lowered(placed)
