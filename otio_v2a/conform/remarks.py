"""What the timeline shows and no conforming can: said, never passed over."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from otio_v2a.edit import Edit, Event, Track
from otio_v2a.model import Span


@dataclass(frozen=True, slots=True)
class Unseen:
    """Something that is not seen as the editor sees it, in words, and where it stands."""

    address: str
    record: Span
    message: str


def unconformed(edit: Edit) -> tuple[Unseen, ...]:
    """Everything enabled whose look cannot be rendered as it is."""
    return tuple(_unconformed(edit.tracks))


def _unconformed(tracks: Sequence[Track]) -> Iterator[Unseen]:
    for track in tracks:
        if track.kind != "video" or not track.enabled:
            continue
        begun = {id(one.incoming): one.record.start for one in track.transitions}
        ended = {id(one.outgoing): one.record.end for one in track.transitions}
        for transition in track.transitions:
            if transition.unsupported:
                yield Unseen(transition.address, transition.record, transition.unsupported)
        for event in track.events:
            if event.enabled:
                start = min(event.record.start, begun.get(id(event), event.record.start))
                end = max(event.record.end, ended.get(id(event), event.record.end))
                yield from _seen_otherwise(event, Span(start, end - start, event.record.rate))


def _seen_otherwise(event: Event, seen: Span) -> Iterator[Unseen]:
    if event.unsupported:
        yield Unseen(event.address, seen, event.unsupported)
    yield from _unconformed(event.contents)
