"""A timeline once more, with new ids and nothing shared but the media.

Source: Resolve fact sheet section 7 (DuplicateTimeline).
"""

from __future__ import annotations

from dataclasses import replace

from fakes.resolve.model import Item, Sequence, Track
from fakes.resolve.world import World


def copied(world: World, sequence: Sequence, name: str) -> Sequence:
    """Tracks, items, transitions, markers and marks of a timeline, under another name."""
    return replace(
        sequence,
        id=world.new_id(),
        name=name,
        tracks={kind: [_track(world, one) for one in all_] for kind, all_ in _tracks(sequence)},
        markers=[replace(one) for one in sequence.markers],
        marks={kind: dict(marks) for kind, marks in sequence.marks.items()},
    )


def _tracks(sequence: Sequence) -> list:
    return list(sequence.tracks.items())


def _track(world: World, track: Track) -> Track:
    items = [_item(world, one) for one in track.items]
    transitions = [replace(one, id=world.new_id()) for one in track.transitions]
    return replace(track, items=items, transitions=transitions)


def _item(world: World, item: Item) -> Item:
    made = replace(item, id=world.new_id(), markers=[replace(one) for one in item.markers])
    made.takes = [dict(one) for one in item.takes]
    made.selected = made.doomed = False
    return made
