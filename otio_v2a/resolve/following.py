"""What the editor did while the sounds were made: cues that moved, changed or went. Pure.

A cue is known by its marker's clip and place in that clip's media, its sound by the picture it was
made for: so a clip that was moved takes its sound along, and one that was trimmed has none yet.
"""

from collections.abc import Collection, Iterator

from otio_v2a.model import Cue
from otio_v2a.resolve.rendering import seen
from otio_v2a.score.prepare import Prepared
from otio_v2a.timecode import timecode


def followed(before: Prepared, now: Prepared, placed: Collection[str]) -> Iterator[str]:
    """What is to be said of it. `placed` are the ids of the cues whose sound is placed now."""
    there = {cue.id: cue for cue in now.spotted.cues}
    for was in before.spotted.cues:
        cue = there.get(was.id)
        if cue is None:
            yield f"'{was.name}' at {_label(was, before)} is no longer marked: nothing is placed."
        elif cue.id not in placed and _is_same((was, before), (cue, now)):
            yield f"'{cue.name}' at {_label(cue, now)} has no sound yet: nothing is placed."
        elif cue.id not in placed:
            yield (
                f"'{was.name}' at {_label(cue, now)} was changed since it was scored: nothing is"
                " placed. Score it again."
            )
        elif cue.record.start != was.record.start:
            yield (
                f"'{was.name}' moved from {_label(was, before)} to {_label(cue, now)}: its sound"
                " is placed there."
            )
    known = {cue.id for cue in before.spotted.cues}
    for cue in now.spotted.cues:
        if cue.id not in known and cue.id not in placed:
            yield f"'{cue.name}' at {_label(cue, now)} is new: it is not scored yet."


def _is_same(one: tuple[Cue, Prepared], other: tuple[Cue, Prepared]) -> bool:
    """Whether a cue asks for the same, and shows the same, wherever it stands."""
    (cue, before), (now, after) = one, other
    asked = (cue.prompts, cue.options) == (now.prompts, now.options)
    return asked and [*seen(cue.record, before)] == [*seen(now.record, after)]


def _label(cue: Cue, prepared: Prepared) -> str:
    edit = prepared.document.edit
    return timecode(edit.start + cue.record.start, edit.rate, drop=edit.drop_frame)
