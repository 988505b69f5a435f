"""Our tracks as OTIO writes them: gaps, clips with handles, crossfades, in each dialect's words."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from otio_v2a.errors import TimelineError
from otio_v2a.model import Lane, Placement, spoken
from otio_v2a.timeline import urls
from otio_v2a.timeline.bundles.bundle import MEDIA
from otio_v2a.timeline.clips import objects, references, schema, text
from otio_v2a.timeline.dialects import Dialect
from otio_v2a.timeline.items import Setting, children
from otio_v2a.timeline.natives import highest_link, on_clip, on_crossfade, on_track, own
from otio_v2a.timeline.ours import NAMESPACE

VERSION = 1
_PROMPT_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Style:
    """How the source writes what we write too: the spelling of its rate, its URLs, its clips.

    `bundled` is whether our sounds stand in a bundle with the timeline.
    """

    dialect: Dialect
    folder: Path
    rate: float
    file_urls: bool
    clip_schema: str
    links: int = 0
    """The highest number by which Premiere links clips of it."""
    bundled: bool = False


def style_of(
    foreign: list[dict[str, Any]], setting: Setting, rate: float, clip_schema: str = ""
) -> Style:
    """The style of a timeline's own tracks, whose file spells its rate `rate`."""
    dialect = setting.dialect
    clips = [
        clip for track in foreign for clip in objects(children(track)) if schema(clip) == "Clip"
    ]
    schemas = {clip["OTIO_SCHEMA"] for clip in clips}
    found = (text(reference.get("target_url")) for clip in clips for reference in references(clip))
    first = next(filter(None, found), "")
    copied = first[:5].lower() == "file:"
    return Style(
        dialect=dialect,
        folder=setting.folder,
        rate=rate,
        file_urls=copied if dialect.file_urls is None else dialect.file_urls,
        clip_schema=clip_schema or ("Clip.1" if schemas == {"Clip.1"} else dialect.clip_schema),
        links=highest_link(clips),
    )


def tracks_of(
    lanes: Sequence[Lane], style: Style, length: int, *, whole: bool = False
) -> list[dict[str, Any]]:
    """Lanes as Track objects. Unit: `length` is the timeline's, in frames.

    `whole` has each of them end where the timeline does, even where its application does not.
    """
    links = count(style.links + 1)
    lasting = length if whole or style.dialect.trailing_gap else 0
    return [_track(lane, style, lasting, links) for lane in lanes]


def alone(root: dict[str, Any], tracks: list[dict[str, Any]]) -> dict[str, Any]:
    """A timeline like the one whose root object is given, with nothing in it but `tracks`."""
    stack = root.get("tracks")
    inner = stack if isinstance(stack, dict) else {}
    names = [text(holder.get("name")) for holder in (root, inner)]
    return {
        "OTIO_SCHEMA": "Timeline.1",
        "metadata": own(root),
        "name": f"{names[0]} V2A audio" if names[0] else "",
        "global_start_time": root.get("global_start_time"),
        "tracks": {
            "OTIO_SCHEMA": "Stack.1",
            "metadata": own(inner),
            "name": f"{names[1]} V2A audio" if names[1] else "",
            "source_range": None,
            "effects": [],
            "markers": [],
            "enabled": True,
            "children": tracks,
        },
    }


def _track(lane: Lane, style: Style, length: int, links: Iterator[int]) -> dict[str, Any]:
    return {
        "OTIO_SCHEMA": "Track.1",
        "metadata": {
            **on_track(style.dialect),
            NAMESPACE: {"version": VERSION, "role": str(lane.role)},
        },
        "name": lane.name,
        "source_range": None,
        "effects": [],
        "markers": [],
        "enabled": lane.enabled,
        "children": list(_children(lane, style, length, links)),
        "kind": "Audio",
    }


def _children(
    lane: Lane, style: Style, length: int, links: Iterator[int]
) -> Iterator[dict[str, Any]]:
    at = 0
    for index, placement in enumerate(lane.placements):
        start = placement.record.start
        if start < at:
            message = f"track '{lane.name}': the sound at frame {start} starts before frame {at}."
            raise TimelineError(message)
        if start > at:
            yield _gap(start - at, style)
        elif index and (overlap := _crossfade(lane, index - 1)) and style.dialect.keeps_transitions:
            yield _transition(overlap, style)
        yield _clip(placement, style, next(links))
        at = placement.record.end
    if length > at:
        yield _gap(length - at, style)


def _crossfade(lane: Lane, index: int) -> int:
    return lane.crossfades[index] if index < len(lane.crossfades) else 0


def _time(value: int, style: Style) -> dict[str, Any]:
    # Resolve reads floats only.
    return {"OTIO_SCHEMA": "RationalTime.1", "rate": style.rate, "value": float(value)}


def _range(start: int, length: int, style: Style) -> dict[str, Any]:
    return {
        "OTIO_SCHEMA": "TimeRange.1",
        "duration": _time(length, style),
        "start_time": _time(start, style),
    }


def _gap(length: int, style: Style) -> dict[str, Any]:
    return {
        "OTIO_SCHEMA": "Gap.1",
        "metadata": {},
        "name": "",
        "source_range": _range(0, length, style),
        "effects": [],
        "markers": [],
        "enabled": True,
    }


def _transition(length: int, style: Style) -> dict[str, Any]:
    name, metadata = on_crossfade(style.dialect)
    return {
        "OTIO_SCHEMA": "Transition.1",
        "metadata": metadata,
        "name": name,
        "in_offset": _time(length // 2, style),
        "out_offset": _time(length - length // 2, style),
        "transition_type": "SMPTE_Dissolve",
    }


def _clip(placement: Placement, style: Style, link: int) -> dict[str, Any]:
    clip = {
        "OTIO_SCHEMA": style.clip_schema,
        "metadata": {**on_clip(style.dialect, link), NAMESPACE: _told(placement)},
        "name": clip_name(placement),
        "source_range": _range(placement.first + placement.head, placement.record.length, style),
        "effects": [],
        "markers": [],
        "enabled": placement.enabled,
    }
    media = _media(placement, style)
    if style.clip_schema == "Clip.1":
        return {**clip, "media_reference": media}
    references = {"media_references": {"DEFAULT_MEDIA": media}}
    return {**clip, **references, "active_media_reference_key": "DEFAULT_MEDIA"}


def _media(placement: Placement, style: Style) -> dict[str, Any]:
    path = placement.file
    path = path if urls.is_absolute(path) else str(style.folder / path)
    url = urls.file_url(path) if style.file_urls else path
    whole = placement.head + placement.record.length + placement.tail
    return {
        "OTIO_SCHEMA": "ExternalReference.1",
        "metadata": {},
        "name": urls.basename(path),
        "available_range": _range(placement.first, whole, style),
        "available_image_bounds": None,
        "target_url": f"{MEDIA}/{urls.basename(path)}" if style.bundled else url,
    }


def _told(placement: Placement) -> dict[str, Any]:
    prompts = placement.cue.prompts
    return {
        "version": VERSION,
        "cue": placement.cue.id,
        "role": str(placement.role),
        "take": placement.take,
        "provider": placement.provider,
        "prompts": {
            "sound_effect": prompts.sound_effect,
            "background_music": prompts.background_music,
            "asmr": prompts.asmr,
        },
    }


def clip_name(placement: Placement) -> str:
    """What the editor reads on the clip: role, prompt and take, between dashes."""
    prompt = shortened(" + ".join(spoken(placement.cue.prompts, placement.role)))
    return " \N{EN DASH} ".join(filter(None, (str(placement.role), prompt, f"t{placement.take}")))


def shortened(prompt: str, most: int = _PROMPT_SHOWN) -> str:
    """A prompt cut at a word to at most `most` characters."""
    if len(prompt) <= most:
        return prompt
    words = prompt[: most + 1].rpartition(" ")[0] or prompt[:most]
    return f"{words.rstrip(' ,;.')}\N{HORIZONTAL ELLIPSIS}"
