"""How the markers of a placed timeline tell what became of each cue."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from otio_v2a.notes import Reading, read, without_status
from otio_v2a.resolve.protocol import Marker, action
from otio_v2a.score.report import CueReport

DATA = "otio_v2a"
"""What our own markers carry, where no editor sees it."""

_GOOD, _BAD = "\u2713", "\u26a0"
_COLOURS = {_GOOD: "Mint", _BAD: "Red"}
_PLACED = frozenset({"placed", "kept"})


@dataclass(frozen=True, slots=True)
class Status:
    """What is to be told of a cue. Unit: `frame` counts from the timeline's first."""

    frame: int
    sign: str
    name: str
    line: str


def statuses(cues: Sequence[CueReport], provider: str, day: str) -> tuple[Status, ...]:
    """One status a cue, whatever its roles came to."""
    found: dict[str, Status] = {}
    for one in cues:
        if one.record is None or one.status == "skipped":
            continue
        good = one.status in _PLACED
        line = f"v2a: {' '.join(one.message.split())}"
        if good:
            count = len(one.takes)
            line = f"v2a: take {one.take}/{count}, {provider}, {day}"
        status = Status(one.record.start, _GOOD if good else _BAD, one.name, line)
        if one.id not in found or not good:
            found[one.id] = status
    return tuple(found.values())


def told(
    found: Sequence[Status], markers: Sequence[Marker], length: int
) -> Iterator[dict[str, object]]:
    """The markers that say so.

    A timeline marker that asked for the sound is marked itself, as its grammar knows it; elsewhere
    a marker of ours is put, which asks for nothing. One frame holds one marker: where somebody
    else's is, ours stands on the next free frame. Unit: `length` is the timeline's, in frames.
    """
    there = {one.frame: one for one in markers}
    for one in found:
        marker = there.get(one.frame)
        if marker and _asked(marker, one):
            name, note = without_status(marker.name, marker.note)
            note = "\n".join(filter(None, (note, one.line)))
            yield _put(marker, f"{one.sign} {name}", note)
            continue
        frame = one.frame
        while frame in there and there[frame].customData != DATA and frame + 1 < length:
            frame += 1
        there[frame] = Marker(frame=frame, customData="taken")
        said = "placed" if one.sign == _GOOD else "not placed"
        yield action(
            "put_marker",
            frame=frame,
            color=_COLOURS[one.sign],
            name=f"{one.sign} {said}",
            note=one.line,
            duration=1,
            data=DATA,
            over=DATA,
        )


def untold(markers: Sequence[Marker]) -> Iterator[dict[str, object]]:
    """The editor's own markers as they were."""
    for one in markers:
        name, note = without_status(one.name, one.note)
        if one.customData != DATA and name != one.name:
            yield _put(one, name, note)


def _asked(marker: Marker, one: Status) -> bool:
    """Whether it is the editor's marker of that cue, and says so itself.

    A keyword would be lost: Resolve tells scripts of none.
    """
    bare, _ = without_status(marker.name, marker.note)
    asked, _ = without_status(one.name, "")
    is_ours = isinstance(read(marker.name, marker.note), Reading)
    return marker.customData != DATA and bare == asked and is_ours


def _put(marker: Marker, name: str, note: str) -> dict[str, object]:
    """The editor's marker with other words. Its colour is the editor's."""
    return action(
        "put_marker",
        frame=marker.frame,
        color=marker.color or "Blue",
        name=name,
        note=note,
        duration=marker.duration,
        data=marker.customData,
        over="*",
    )
