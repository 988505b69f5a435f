"""What is ours in Resolve is called."""

import re
from collections.abc import Collection

ROOT = "V2A"
_OURS = re.compile(r"V2A (SFX|BGM|MIX)( \d+)?( · take \d+)?")
_NUMBERED = re.compile(r"(.*?) - V2A \d+")


def free_name(name: str, taken: Collection[str]) -> str:
    """`Cut 01 - V2A 3`: the first number that no timeline has."""
    found = _NUMBERED.fullmatch(name)
    base = found[1] if found else name
    number = 1
    while f"{base} - V2A {number}" in taken:
        number += 1
    return f"{base} - V2A {number}"


def bin_of(timeline: str) -> list[str]:
    """The bin of a timeline's sounds, from the media pool's root."""
    found = _NUMBERED.fullmatch(timeline)
    return [ROOT, found[1] if found else timeline]


def is_our_track(name: str) -> bool:
    """Whether a track is called as ours are."""
    return bool(_OURS.fullmatch(name))
