"""How the markers of a placed timeline tell what became of each cue."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

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
        line = f"v2a: {one.message}"
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
        if marker and bare(marker.name) == bare(one.name) and marker.customData != DATA:
            note = "\n".join(filter(None, (without(marker.note), one.line)))
            yield action(
                "put_marker",
                frame=one.frame,
                color=_COLOURS[one.sign],
                name=f"{one.sign} {bare(marker.name)}",
                note=note,
                duration=marker.duration,
                data=marker.customData,
                over="*",
            )
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
        if one.customData != DATA and one.name != bare(one.name):
            yield action(
                "put_marker",
                frame=one.frame,
                color=one.color or "Blue",
                name=bare(one.name),
                note=without(one.note),
                duration=one.duration,
                data=one.customData,
                over="*",
            )


def bare(name: str) -> str:
    """A marker's name without our sign."""
    return name.lstrip(f"{_GOOD}{_BAD}\ufe0f ") if name[:1] in (_GOOD, _BAD) else name


def without(note: str) -> str:
    """A note without our lines."""
    return "\n".join(line for line in note.splitlines() if not line.startswith("v2a:"))
