"""How each application writes OTIO: where marker times count from, URLs, schemas, crossfades.

Source: timelines fact sheet sections 1, 3 to 5 and 10.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import chain
from types import MappingProxyType
from typing import Any

from otio_v2a.errors import TimelineError
from otio_v2a.timeline.clips import NEUTRAL


class Domain(StrEnum):
    """What the number in a clip's marker counts from."""

    SOURCE = "source"  # the clip's source time
    WARPED = "warped"  # Resolve: the record time of a retimed clip, moved to the media's start
    RELATIVE = "relative"  # the clip's own first frame
    MEDIA = "media"  # the first frame of the media, whatever its timecode
    RECORD = "record"  # the first frame of the timeline
    PLAIN = "plain"  # the clip's source start, its speed left aside: OTIO's own maths


@dataclass(frozen=True, slots=True)
class Dialect:
    """What one application expects of a timeline, and what its own exports mean.

    `domain` is where its clip markers count from; `timecode_markers` whether its timeline markers
    count from the timeline's timecode; `source_lengths` whether the source_range of a retimed clip
    has its source length; `file_urls` None copies the style of the timeline's first reference.
    `one_text` is whether a marker has one text and no name: it is then read as the name.
    `bare_titles` is whether titles and adjustment clips are clips without any media.
    `exact` is whether its clip markers count from there beyond doubt, as in what we converted.
    """

    name: str
    keeps_transitions: bool = True
    clip_schema: str = "Clip.2"
    domain: Domain = Domain.SOURCE
    timecode_markers: bool = False
    source_lengths: bool = False
    file_urls: bool | None = False
    trailing_gap: bool = False
    one_text: bool = False
    bare_titles: bool = False
    exact: bool = False


RESOLVE = Dialect(
    "resolve",
    domain=Domain.WARPED,
    timecode_markers=True,
    trailing_gap=True,
    bare_titles=True,
)
PREMIERE = Dialect(
    "premiere", keeps_transitions=False, clip_schema="Clip.1", source_lengths=True, file_urls=True
)
KDENLIVE = Dialect(
    "kdenlive",
    keeps_transitions=False,
    domain=Domain.RELATIVE,
    trailing_gap=True,
    one_text=True,
)
HIERO = Dialect("hiero", domain=Domain.RELATIVE, file_urls=None)
PREMIERE_XML = Dialect("premiere-xml", domain=Domain.RELATIVE, file_urls=True)
RESOLVE_XML = Dialect("resolve-xml", domain=Domain.RELATIVE, file_urls=True)
FCP7 = Dialect("fcp7", domain=Domain.RELATIVE, file_urls=True)
FCPX = Dialect("fcpx", domain=Domain.PLAIN, exact=True)
EDL = Dialect("edl", domain=Domain.PLAIN, one_text=True)
AVID = Dialect("avid", domain=Domain.PLAIN, one_text=True)
GENERIC = Dialect("generic", domain=Domain.PLAIN, file_urls=None)

OTIO: Mapping[str, Dialect] = MappingProxyType(
    {
        dialect.name: dialect
        for dialect in (RESOLVE, PREMIERE, KDENLIVE, HIERO, FCPX, EDL, AVID, GENERIC)
    }
)
"""The dialects of .otio by name."""

XMEML: Mapping[str, Dialect] = MappingProxyType(
    {"premiere": PREMIERE_XML, "resolve": RESOLVE_XML, "fcp7": FCP7}
)
"""The dialects of FCP7 XML by name."""


def named(name: str, among: Mapping[str, Dialect] = OTIO) -> Dialect:
    """The dialect of that name. Raises: TimelineError listing the names there are."""
    if name in among:
        return among[name]
    message = f"there is no timeline dialect '{name}'. Choose one of: {', '.join(among)}."
    raise TimelineError(message)


def detect(root: Mapping[str, Any], tracks: Sequence[dict[str, Any]]) -> Dialect:
    """The dialect of a timeline, by the metadata its application leaves; generic when in doubt."""
    items = chain.from_iterable(_list(track.get("children")) for track in tracks)
    for holder in chain((root, root.get("tracks")), tracks, items):
        found = _signed(holder.get("metadata")) if isinstance(holder, dict) else None
        if found:
            return found
    return KDENLIVE if _is_kdenlive(root, tracks) else GENERIC


def _signed(metadata: object) -> Dialect | None:
    if not isinstance(metadata, dict) or not metadata:
        return None
    if "Resolve_OTIO" in metadata:
        return RESOLVE
    if isinstance(metadata.get(NEUTRAL), dict):
        name: str = str(metadata[NEUTRAL].get("dialect"))
        return OTIO.get(name)
    if "PremierePro_OTIO" in metadata:
        return PREMIERE
    if "AAF" in metadata:
        return AVID
    return HIERO if any(key.startswith(("foundry.", "openpype.")) for key in metadata) else None


def _is_kdenlive(root: Mapping[str, Any], tracks: Sequence[dict[str, Any]]) -> bool:
    """Kdenlive names nothing, signs nothing, and gives every track a source_range."""
    plain = not any(holder.get("name") or holder.get("metadata") for holder in (root, *tracks))
    ranged = all(track.get("source_range") for track in tracks)
    return bool(tracks) and plain and ranged and not root.get("global_start_time")


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
