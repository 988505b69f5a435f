"""Fades and transitions of 21.1 Studio, in record frames.

Source: Resolve fact sheet sections 7 and 12 (W; their units at fractional rates are open there).
"""

from __future__ import annotations

from fakes.resolve.markers import is_number
from fakes.resolve.model import Item, Sequence, Track, Transition
from fakes.resolve.world import World

_ALLOWED = {
    "category": ("simple", "fusion", "ofx", "audio"),
    "position": ("start", "end"),
    "alignment": ("left", "center", "right"),
}
_KEYS = {"type", "duration", *_ALLOWED}


def faded(item: Item, fades: object) -> bool:
    """Set the fades that are named; they have to fit into the item together."""
    if not isinstance(fades, dict) or not fades or set(fades) - {"FadeIn", "FadeOut"}:
        return False
    wanted = [fades.get("FadeIn", item.fades[0]), fades.get("FadeOut", item.fades[1])]
    if any(not is_number(one) or one < 0 for one in wanted) or sum(wanted) > item.duration:
        return False
    item.fades = (int(wanted[0]), int(wanted[1]))
    return True


def led(world: World, sequence: Sequence, item: Item, options: dict) -> Transition | None:
    """A transition at an edge of an item; None without the handles it needs, or over another."""
    if set(options) - _KEYS or not isinstance(options.get("type"), str):
        return None
    if any(options.get(key, all_[0]) not in all_ for key, all_ in _ALLOWED.items()):
        return None
    track = sequence.track_of(item)
    length = options.get("duration", sequence.rate.nominal)
    if (
        not is_number(length)
        or length < 1
        or (options.get("category") == "audio") != (track.kind == "audio")
    ):
        return None
    made = _over_the_edge(world, item, options, int(length))
    if not _fits(sequence, track, made):
        return None
    track.transitions.append(made)
    return made


def _over_the_edge(world: World, item: Item, options: dict, length: int) -> Transition:
    at = item.record if options.get("position", "end") == "start" else item.end
    default = "right" if options.get("position") == "start" else "left"
    side = options.get("alignment", default)
    before = {"left": length, "center": length // 2, "right": 0}[side]
    audio = options.get("category") == "audio"
    return Transition(world.new_id(), options["type"], at, before, length - before, audio)


def _fits(sequence: Sequence, track: Track, made: Transition) -> bool:
    """Both sides have media for it, where there are two; each alone stays inside its item."""
    if any(one.record < made.end and made.record < one.end for one in track.transitions):
        return False
    left = next((one for one in track.items if one.end == made.at), None)
    right = next((one for one in track.items if one.record == made.at), None)
    if (made.before and left is None) or (made.after and right is None):
        return False
    if left and (made.before > left.duration or _tail(sequence, left) < made.after):
        return False
    return not (right and (made.after > right.duration or _head(sequence, right) < made.before))


def _head(sequence: Sequence, item: Item) -> float:
    return item.warped(sequence.rate)


def _tail(sequence: Sequence, item: Item) -> float:
    if item.media is None:
        return 0
    length = item.media.seconds(item.media.frames) * sequence.rate.fps / (abs(item.speed) or 1)
    return length - item.warped(sequence.rate) - item.duration
