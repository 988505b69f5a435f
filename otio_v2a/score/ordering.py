"""A plan's parts with their pictures and keys, and how each of their requests stands."""

from collections.abc import Iterable
from pathlib import Path

from otio_v2a.gateway.ledger import Ledger
from otio_v2a.picture.media import Library
from otio_v2a.picture.relink import Held, OnDisk
from otio_v2a.picture.remembered import read, written
from otio_v2a.score.orders import Order, Ordered, order
from otio_v2a.score.pictures import Studio
from otio_v2a.score.prepare import Prepared
from otio_v2a.score.standing import Standing, standing
from otio_v2a.score.workfolder import WorkFolder
from otio_v2a.timeline.bundles.bundle import is_zip
from otio_v2a.timeline.bundles.unpacking import Unpacking


def studio(prepared: Prepared, ledger: Ledger | None, folder: WorkFolder) -> Studio:
    """What the pictures are made from. The ledger tells what media files held before.

    Media in a zip are unpacked into the work folder when they are looked for.
    """
    settings = prepared.settings
    library = Library(
        search_dirs=tuple(folder.expanduser() for folder in settings.search_dirs),
        path_maps=tuple((one.source, one.target) for one in settings.path_maps),
        known=read(ledger.probes() if ledger else ()),
        held=_held(prepared.document.path.absolute(), folder),
    )
    return Studio(
        shown=prepared.shown,
        program=prepared.program,
        library=library,
        provider=prepared.provider,
        frame=settings.frame_size or prepared.document.edit.frame,
        ffmpeg=settings.ffmpeg,
    )


def _held(timeline: Path, folder: WorkFolder) -> Held:
    return Unpacking(timeline, folder.root) if is_zip(timeline) else OnDisk()


def ordered_parts(
    prepared: Prepared,
    ledger: Ledger | None,
    folder: WorkFolder,
    made_from: Studio | None = None,
) -> tuple[Ordered, ...]:
    """Every part of the plan, ordered. The ledger remembers what media files hold."""
    where = made_from or studio(prepared, ledger, folder)
    before = ledger.probes() if ledger else ()
    ordered = tuple(order(part, where) for part in prepared.plan.parts)
    if ledger:
        ledger.remember(set(written(where.library.known)) - set(before))
    return ordered


def standings(
    wanted: Iterable[Ordered], ledger: Ledger | None, folder: WorkFolder
) -> tuple[tuple[Order, Standing], ...]:
    """Every request that the plan asks for, and how it stands."""
    known = ledger.entries() if ledger else {}
    return tuple(
        (one, standing(one, known, folder, ordered.provider))
        for ordered in wanted
        for one in ordered.asked()
    )
