"""What is needed to look at a cue and to listen to it; made when it is asked for, then kept."""

from otio_v2a.gateway.ledger import there
from otio_v2a.model import Cue
from otio_v2a.review.told import ListenView
from otio_v2a.review.views import Addresses, event_view, take_view
from otio_v2a.score.audition import auditions, preview, seen
from otio_v2a.score.ordering import studio
from otio_v2a.score.prepare import Prepared
from otio_v2a.score.stills import Still, stills


def listened(prepared: Prepared, cue: Cue, addresses: Addresses) -> ListenView:
    """A cue's picture with its context, the timeline's own sound under it, and every take.

    Raises: MediaError when the picture cannot be had.
    """
    with there(prepared.folder.ledger) as ledger:
        shown = preview(prepared, ledger, cue)
        takes = auditions(prepared, ledger, cue.id) if ledger else ()
        events = seen(prepared, ledger, cue.id) if ledger else ()
    record = shown.record
    return ListenView(
        cue=cue.id,
        picture=addresses.of("picture", shown.picture.name),
        own=addresses.of("own", shown.own.name) if shown.own else "",
        before=float((cue.record.start - record.start) / record.rate),
        seconds=float(record.length / record.rate),
        rate=float(record.rate),
        first_frame=prepared.document.edit.start + record.start,
        takes=tuple(take_view(one, addresses) for one in takes),
        events=tuple(event_view(one, cue.record) for one in events),
    )


def glimpsed(prepared: Prepared, cue: Cue) -> Still:
    """A frame in the middle of a cue."""
    with there(prepared.folder.ledger) as ledger:
        where = studio(prepared, ledger, prepared.folder)
    return stills([cue.record], where, prepared.folder, 1, lambda _: None)[cue.record]
