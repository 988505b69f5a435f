"""What the clips of an FCPXML refer to: formats, media files, compound and multicam clips."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from types import MappingProxyType

from otio_v2a.errors import TimelineError
from otio_v2a.timeline import urls
from otio_v2a.timeline.fcpxml.timing import ZERO, address, seconds
from otio_v2a.timeline.markup import Node

_NAMED_RATE = re.compile(r"FFVideoFormat.*[0-9]([ip])([0-9]{2,5})\Z")
_NTSC: Mapping[str, Fraction] = MappingProxyType(
    {
        "2398": Fraction(24000, 1001),
        "2997": Fraction(30000, 1001),
        "4795": Fraction(48000, 1001),
        "5994": Fraction(60000, 1001),
        "11988": Fraction(120000, 1001),
    }
)
_FASTEST = 1000
_ANGLES = ("all", "video")


@dataclass(frozen=True, slots=True)
class Asset:
    """A media file. Unit: seconds; `rate` and `duration` are None where they are not told.

    `urls` are its places, the original first. `is_part` says that `start` and `duration` are those
    of the part that is used, not of the file.
    """

    name: str
    urls: tuple[str, ...]
    start: Fraction
    duration: Fraction | None
    rate: Fraction | None
    has_video: bool
    has_audio: bool
    is_still: bool
    is_part: bool


@dataclass(frozen=True, slots=True)
class Inside:
    """What a compound clip, or an angle of a multicam clip, holds.

    Unit: seconds of its own time: `origin` is its first frame's, offsets count from `base`.
    """

    name: str
    holder: Node
    items: tuple[Node, ...]
    rate: Fraction
    origin: Fraction
    base: Fraction
    duration: Fraction | None


@dataclass(slots=True)
class Resources:
    """Everything by its id; relative places of media start at `folder`.

    `parts` are the places of media that are told in parts: all of them where it is None.
    """

    nodes: Mapping[str, Node]
    folder: Path
    parts: frozenset[str] | None = frozenset()
    _assets: dict[str, Asset | None] = field(default_factory=dict)

    def named(self, ref: str, *tags: str) -> Node | None:
        """The resource of an id, if it is one of these."""
        found = self.nodes.get(ref)
        return found if found is not None and found.tag in tags else None

    def asset(self, ref: str) -> Asset | None:
        """The media file of an id."""
        if ref not in self._assets:
            found = self.named(ref, "asset")
            self._assets[ref] = self._read(found) if found else None
        return self._assets[ref]

    def rate(self, ref: str) -> Fraction | None:
        """The exact frame rate of a format; None where it has none, as those of stills.

        Source: a format says its frame duration, or has a name that tells it.
        """
        found = self.named(ref, "format")
        if found is None:
            return None
        if "frameDuration" in found.attributes:
            return _rate(found)
        told = _NAMED_RATE.match(found.attributes.get("name", ""))
        if told is None:
            return None
        scan, digits = told.groups()
        rate = _NTSC.get(digits) or Fraction(int(digits))
        return rate / 2 if scan == "i" else rate

    def size(self, ref: str) -> tuple[int, int] | None:
        """The size of a format in square pixels."""
        found = self.named(ref, "format")
        told = found.attributes if found else {}
        width, height = (_whole(told.get(name, "")) for name in ("width", "height"))
        across, along = (_whole(told.get(name, "1")) for name in ("paspH", "paspV"))
        if not (width and height and across and along):
            return None
        return width * across // along, height

    def inside(self, clip: Node) -> Inside | None:
        """What a ref-clip or mc-clip holds: of a multicam clip the angle whose picture is shown."""
        media = self.named(clip.attributes.get("ref", ""), "media")
        if media is None:
            return None
        name = media.attributes.get("name", "")
        if clip.tag == "mc-clip":
            return self._angle(name, media.find("multicam"), clip)
        sequence = media.find("sequence")
        return None if sequence is None else self.sequence(name, sequence)

    def sequence(self, name: str, node: Node) -> Inside:
        """What a sequence holds.

        Raises: TimelineError when it does not say its frame rate.
        """
        rate = self.rate(node.attributes.get("format", ""))
        if rate is None:
            message = f"sequence '{name}' has no frame rate. Export the timeline again."
            raise TimelineError(message)
        spine = node.find("spine")
        items = tuple(spine.children) if spine else ()
        duration = seconds(node, "duration", ZERO) or None
        return Inside(name, node, items, rate, seconds(node, "tcStart", ZERO), ZERO, duration)

    def _angle(self, name: str, multicam: Node | None, clip: Node) -> Inside | None:
        if multicam is None:
            return None
        rate = self.rate(multicam.attributes.get("format", ""))
        sources = [one.attributes for one in clip.all("mc-source")]
        wanted = [one.get("angleID") for one in sources if one.get("srcEnable", "all") in _ANGLES]
        angles = list(multicam.all("mc-angle"))
        if wanted:
            angles = [one for one in angles if one.attributes.get("angleID") == wanted[0]]
        if not angles or rate is None:
            return None
        # Source: offsets in an angle count from its first frame, a clip's start from tcStart.
        origin = seconds(multicam, "tcStart", ZERO)
        label = angles[0].attributes.get("name") or name
        return Inside(label, angles[0], tuple(angles[0].children), rate, origin, origin, None)

    def _read(self, node: Node) -> Asset:
        told = node.attributes
        written = _places(node)
        video, audio = told.get("hasVideo") == "1", told.get("hasAudio") == "1"
        duration = seconds(node, "duration", ZERO)
        return Asset(
            name=told.get("name", ""),
            urls=tuple(map(self._absolute, written)),
            start=seconds(node, "start", ZERO),
            duration=duration or None,
            rate=self.rate(told.get("format", "")),
            has_video=video or not audio,
            has_audio=audio,
            is_still="duration" in told and not duration and (video or not audio),
            is_part=self.parts is None or not self.parts.isdisjoint(written),
        )

    def _absolute(self, url: str) -> str:
        known = url[:5].lower() == "file:" or urls.remote_scheme(url) or urls.is_absolute(url)
        return url if known else f"{urls.file_url(str(self.folder))}/{url.removeprefix('./')}"


def resources(root: Node, folder: Path) -> Resources:
    """The resources of an FCPXML in a folder.

    Source: DaVinci Resolve names its events `... (Resolve)`; its assets have the start and duration
    of the part that a clip uses, several of one file. The file then says itself where it starts.
    """
    held = [one for holder in root.all("resources") for one in holder.children]
    nodes = {one.attributes["id"]: one for one in held if "id" in one.attributes}
    events = (
        *root.all("event"),
        *(one for into in root.all("library") for one in into.all("event")),
    )
    if any(event.attributes.get("name", "").endswith("(Resolve)") for event in events):
        return Resources(nodes, folder, None)
    ranges: dict[str, set[tuple[str | None, ...]]] = {}
    for asset in (one for one in held if one.tag == "asset"):
        told = tuple(asset.attributes.get(name) for name in ("start", "duration"))
        for place in _places(asset):
            ranges.setdefault(place, set()).add(told)
    return Resources(nodes, folder, frozenset(url for url, told in ranges.items() if len(told) > 1))


def _places(asset: Node) -> tuple[str, ...]:
    """Where the file of an asset is, as written, the original first."""
    reps = sorted(
        asset.all("media-rep"), key=lambda rep: rep.attributes.get("kind") != "original-media"
    )
    found = (one.attributes.get("src", "") for one in (asset, *reps))
    return tuple(filter(None, dict.fromkeys(found)))


def _rate(node: Node) -> Fraction:
    duration = seconds(node, "frameDuration")
    if duration * _FASTEST < 1:
        written = node.attributes["frameDuration"]
        message = f"{address(node)}: a frame lasts '{written:.40}'. Export the timeline again."
        raise TimelineError(message)
    return 1 / duration


def _whole(written: str) -> int:
    return int(written) if re.fullmatch("[0-9]{1,5}", written) else 0
