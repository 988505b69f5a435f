"""What a person does in Resolve while a script runs.

A scene's `meanwhile` is a list of `{"after": {"method": "Timeline.Export", "count": 1}, "do": {}}`:
`do` happens once, right after that method was called for the count-th time (1 unless said). In `do`
stands one of

    {"move": {"timeline": "Cut", "item": "A001.mov", "by": 48}}     earlier when negative
    {"trim": {"timeline": "Cut", "item": "A001.mov", "head": 5, "tail": -3}}
                                  frames taken off each end; negative ones are added
    {"delete_item": {"timeline": "Cut", "item": "A001.mov"}}
    {"switch_timeline": "Other"}                                    opens another timeline
    {"rename_timeline": {"timeline": "Cut", "name": "Cut v2"}}
    {"delete_timeline": "Cut"}
    {"open_page": "fairlight"}
    {"select_bin": "Footage"}
    {"save": true}
    {"close_dialog": true}                                          the one of Q12
    {"fail": {"method": "MediaPool.AppendToTimeline", "times": 1, "result": null}}
                                  that call does nothing and gives `result`; without `result` what
                                  such a call gives when it fails
    {"quit": true}                                                  from now on all gives None

An item is named by its name (the first of that name), or by its place: `["audio", 1, 2]` is the
second item on audio track 1. A scene's `failing` is a list of such `fail`, valid from the start.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from fakes.resolve.application import saved
from fakes.resolve.model import Item, Sequence
from fakes.resolve.pool import unlisted
from fakes.resolve.timeline import taken
from fakes.resolve.world import World


@dataclass
class Plan:
    """One thing that a person will do."""

    method: str
    count: int
    deed: str
    what: Any

    def is_due(self, counts: dict) -> bool:
        """Whether the call was made often enough."""
        return counts.get(self.method, 0) >= self.count

    def act(self, world: World) -> None:
        """Do it."""
        DEEDS[self.deed](world, self.what)


def planned(given: dict) -> Plan:
    """A plan as a scene has it."""
    ((deed, what),) = given["do"].items()
    if deed not in DEEDS:
        message = f"nobody knows how to {deed}"
        raise ValueError(message)
    return Plan(given["after"]["method"], given["after"].get("count", 1), deed, what)


def named(world: World, name: str) -> Sequence:
    """The timeline of a name."""
    return next(one for one in world.project.sequences if one.name == name)


def meant(world: World, what: dict) -> tuple:
    """A timeline and the item of it that is meant."""
    sequence = named(world, what["timeline"])
    place = what["item"]
    if isinstance(place, list):
        items = sequence.track(place[0], place[1]).items
        return sequence, sorted(items, key=lambda one: one.record)[place[2] - 1]
    every = [one for track in sequence.all_tracks() for one in track.items]
    return sequence, next(one for one in every if one.name == place)


def move(world: World, what: dict) -> None:
    _, item = meant(world, what)
    item.record += what["by"]


def trim(world: World, what: dict) -> None:
    """The markers stay where they are in the media: those of the item do not move at its head."""
    sequence, item = meant(world, what)
    head, tail = what.get("head", 0), what.get("tail", 0)
    item.source += _played(item, sequence, head if item.speed >= 0 else tail)
    item.record += head
    item.duration -= head + tail


def _played(item: Item, sequence: Sequence, frames: int) -> Fraction:
    if item.media is None:
        return Fraction(0)
    return frames * abs(item.speed) * item.media.rate.fps / sequence.rate.fps


def delete_item(world: World, what: dict) -> None:
    sequence, item = meant(world, what)
    taken(sequence.track_of(item), item)


def switch_timeline(world: World, what: str) -> None:
    world.project.current = named(world, what)


def rename_timeline(world: World, what: dict) -> None:
    named(world, what["timeline"]).name = what["name"]


def delete_timeline(world: World, what: str) -> None:
    unlisted(world.project, named(world, what))


def open_page(world: World, what: str) -> None:
    world.page = what


def select_bin(world: World, what: str) -> None:
    world.project.bin = next(one for one in world.project.root.folders() if one.name == what)


def save(world: World, _what: bool) -> None:
    saved(world)


def close_dialog(world: World, _what: bool) -> None:
    world.modal = False


def fail(world: World, what: dict) -> None:
    world.failing.append(dict({"times": 1}, **what))


def leave(world: World, _what: bool) -> None:
    world.gone = True


DEEDS: dict[str, Callable] = {
    "move": move,
    "trim": trim,
    "delete_item": delete_item,
    "switch_timeline": switch_timeline,
    "rename_timeline": rename_timeline,
    "delete_timeline": delete_timeline,
    "open_page": open_page,
    "select_bin": select_bin,
    "save": save,
    "close_dialog": close_dialog,
    "fail": fail,
    "quit": leave,
}
