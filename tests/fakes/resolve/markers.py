"""Markers as the API tells and takes them, for timelines, items and media alike.

Source: Resolve fact sheet section 9; Q8.
"""

from __future__ import annotations

from fractions import Fraction

from fakes.resolve.model import Marker

COLOURS = (
    "Blue", "Cyan", "Green", "Yellow", "Red", "Pink", "Purple", "Fuchsia", "Rose", "Lavender",
    "Sky", "Mint", "Lemon", "Sand", "Cocoa", "Cream",
)  # fmt: skip
CLIP_COLOURS = (
    "Orange", "Apricot", "Yellow", "Lime", "Olive", "Green", "Teal", "Navy", "Blue", "Purple",
    "Violet", "Pink", "Tan", "Beige", "Brown", "Chocolate",
)  # fmt: skip


def told(markers: list) -> dict:
    """`{96.0: {...}}`: keys and durations are floats (Q8)."""
    return {float(one.frame): described(one) for one in sorted(markers, key=lambda one: one.frame)}


def described(marker: Marker) -> dict:
    """One marker, without its frame."""
    return {
        "color": marker.colour,
        "duration": float(marker.duration),
        "note": marker.note,
        "name": marker.name,
        "customData": marker.custom,
    }


def added(markers: list, values: tuple) -> bool:
    """AddMarker: one a frame (Q8), 16 colours, a minimum of one frame."""
    frame, colour, name, note, duration, custom = (*values, "")[:6]
    numbers = [one for one in (frame, duration) if is_number(one)]
    texts = all(isinstance(one, str) for one in (name, note, custom))
    if len(numbers) < 2 or not texts or colour not in COLOURS or frame < 0:
        return False
    if any(one.frame == frame for one in markers):
        return False
    length = max(1, int(duration))
    markers.append(Marker(Fraction(frame), colour, name, note, length, custom))
    return True


def is_number(value: object) -> bool:
    """Whether it is an int or a float, and no bool."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def removed(markers: list, chosen: list) -> bool:
    """Take markers away; False when there are none to take."""
    for one in chosen:
        markers.remove(one)
    return bool(chosen)
