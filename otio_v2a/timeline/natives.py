"""What applications look for on audio tracks and clips: their own metadata, in their own words.

Source: timelines fact sheet, sections 4.1 (measured in real exports of Resolve) and 5 (Premiere).
"""

from collections.abc import Iterable
from typing import Any

from otio_v2a.timeline.clips import namespace, text
from otio_v2a.timeline.dialects import PREMIERE, RESOLVE, Dialect

_RESOLVE, _PREMIERE = "Resolve_OTIO", "PremierePro_OTIO"
_STEREO = (0, 1)


def on_track(dialect: Dialect) -> dict[str, Any]:
    """The metadata of a stereo track."""
    if dialect is RESOLVE:
        return {_RESOLVE: {"Audio Type": "Stereo", "Locked": False, "SoloOn": False}}
    if dialect is PREMIERE:
        return {_PREMIERE: {"AudioChannels": {"ChannelType": "Stereo", "NumberOfChannels": 2}}}
    return {}


def on_clip(dialect: Dialect, link: int) -> dict[str, Any]:
    """The metadata of a stereo clip; in Premiere clips of one link number are one clip."""
    if dialect is RESOLVE:
        channels = [{"Source Channel ID": channel, "Source Track ID": 0} for channel in _STEREO]
        return {_RESOLVE: {"Channels": channels}}
    if dialect is PREMIERE:
        assigned = [{"SecondaryChannelIndex": channel} for channel in _STEREO]
        told = {
            "AudioChannels": {"ChannelType": "Stereo", "SecondaryAssignments": assigned},
            "LinkID": str(link),
            "OriginalChannelGroupIndex": 0,
            "SourceClipIndex": 0,
        }
        return {_PREMIERE: told}
    return {}


def on_crossfade(dialect: Dialect) -> tuple[str, dict[str, Any]]:
    """What a crossfade is called, and its metadata."""
    if dialect is not RESOLVE:
        return "Crossfade", {}
    name = "Cross Fade 0 dB"
    effects = {
        "Effect Name": name,
        "Name": "Cross Fade",
        "Type": 40,
        "Enabled": True,
        "Parameters": [],
    }
    return name, {_RESOLVE: {"Transition Type": "Cross Fade 0DB", "Effects": effects}}


def own(holder: dict[str, Any]) -> dict[str, Any]:
    """An object's metadata of the two applications, and none besides."""
    return {name: found for name in (_RESOLVE, _PREMIERE) if (found := namespace(holder, name))}


def highest_link(clips: Iterable[dict[str, Any]]) -> int:
    """The highest link number of Premiere's clips; 0 where there is none."""
    links = (text(namespace(clip, _PREMIERE).get("LinkID")) for clip in clips)
    return max((int(link) for link in links if link.isdecimal() and link.isascii()), default=0)
