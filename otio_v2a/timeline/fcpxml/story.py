"""The elements that stand in time: what they hold, what hangs on them, which are seen."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction

from otio_v2a.errors import TimelineError
from otio_v2a.timeline.fcpxml.resources import Resources
from otio_v2a.timeline.fcpxml.timing import ZERO, seconds
from otio_v2a.timeline.markup import Needs, Node

GENERATED = frozenset(("title", "live-drawing"))
REFERRING = frozenset(("ref-clip", "mc-clip"))
CONTAINERS = frozenset(("clip", "sync-clip"))
ITEMS = frozenset(
    ("asset-clip", "video", "audio", "gap", "audition", *GENERATED, *REFERRING, *CONTAINERS)
)
MARKERS = ("marker", "chapter-marker")
TIMED = ("conform-rate", "timeMap")

MOST_CLIPS = 1_000_000
"""Clips, those in compound clips counted as often as they are used."""

DEEPEST = 64
"""Clips in, or connected to, one another."""

NEEDS = Needs(
    branches=(
        *("fcpxml", "library", "event", "project", "resources", "format", "asset", "media-rep"),
        *("effect", "media", "sequence", "multicam", "mc-angle", "mc-source", "spine", *ITEMS),
        *("transition", *MARKERS, "keyword", "caption", *TIMED, "timept", "audio-channel-source"),
        *("adjust-blend", "adjust-transform", "adjust-conform", "adjust-crop", "adjust-corners"),
        *("adjust-stabilization", "adjust-rollingShutter", "adjust-360-transform", "param"),
        *("adjust-reorient", "adjust-orientation", "adjust-cinematic", "trim-rect", "crop-rect"),
        *("pan-rect", "filter-video", "filter-video-mask", "filter-audio", "adjust-volume"),
        *("adjust-panner", "adjust-EQ", "adjust-matchEQ", "adjust-loudness"),
        *("adjust-noiseReduction", "adjust-humReduction", "adjust-voiceIsolation"),
    )
)


@dataclass(frozen=True, slots=True)
class Core:
    """The one video or audio that a clip is made of.

    Unit: `shift` in seconds, from the clip's own time to the time of the media.
    """

    node: Node
    shift: Fraction


def active(node: Node) -> Node | None:
    """The item itself; of an audition the one that is picked, in its place."""
    if node.tag != "audition":
        return node
    picked = next(node.all(*ITEMS - {"audition"}), None)
    if picked is None:
        return None
    place = {name: told for name, told in node.attributes.items() if name in ("offset", "lane")}
    return replace(picked, attributes={**picked.attributes, **place})


def lane(node: Node) -> int:
    """The lane of a connected item: above its parent, below it, or 0 for in it.

    Raises: TimelineError when it is no number.
    """
    written = node.attributes.get("lane", "0")
    if written.lstrip("+-").isdecimal() and len(written) < len("-1000000"):
        return int(written)
    message = f"{node.tag}: its lane is '{written:.40}', not a number. Export the timeline again."
    raise TimelineError(message)


def contents(node: Node) -> list[Node]:
    """What a clip or sync-clip is made of; nothing of other items, whose media say it."""
    if node.tag not in CONTAINERS:
        return []
    return [one for one in node.all("spine", *ITEMS) if not lane(one)]


def connected(node: Node) -> Iterator[Node]:
    """What hangs on an item: items and storylines."""
    for one in node.all("spine", *ITEMS):
        if node.tag not in CONTAINERS or lane(one):
            yield one


def core(node: Node, resources: Resources) -> Core | None:
    """The one media of a clip that is made of nothing else; None where there is more to it."""
    made = contents(node) if node.tag == "clip" else []
    seen = [one for one in made if one.tag != "audio"]
    if len(seen) > 1 or not made or any(one.tag not in ("video", "audio", "gap") for one in made):
        return None
    first = (seen or made)[0]
    if first.tag == "gap":
        return _core_in_gap(first, resources)
    alike = all(one.attributes.get("ref") == first.attributes.get("ref") for one in made)
    return _core(first, resources, ZERO) if alike and _is_plain(first) else None


def is_seen(node: Node, resources: Resources) -> bool:
    """Whether an item belongs on a video track: all that is not sound alone."""
    told = node.attributes
    if node.tag == "audio" or told.get("srcEnable") == "audio":
        return False
    if node.tag == "asset-clip":
        asset = resources.asset(told.get("ref", ""))
        return asset is None or asset.has_video
    if node.tag == "mc-clip":
        enabled = [one.attributes.get("srcEnable", "all") for one in node.all("mc-source")]
        return not enabled or any(one in ("all", "video") for one in enabled)
    if node.tag in CONTAINERS:
        return any(_shows(one, resources) for one in contents(node)) or not contents(node)
    return True


def _shows(node: Node, resources: Resources) -> bool:
    """Whether anything in or on an item is seen."""
    if node.tag == "spine":
        return any(_shows(one, resources) for one in node.all(*ITEMS))
    item = active(node)
    if item is None:
        return False
    if item.tag == "gap":
        return any(_shows(one, resources) for one in connected(item))
    return is_seen(item, resources)


def _is_plain(video: Node) -> bool:
    """Whether nothing is to be said of a video but its media and their sound."""
    said = (*MARKERS, *TIMED, "spine", *ITEMS - {"audio"})
    ref = video.attributes.get("ref")
    sounds = all(one.attributes.get("ref") == ref for one in video.all("audio"))
    return sounds and next(video.all(*said), None) is None


def _core(media: Node, resources: Resources, shift: Fraction) -> Core:
    asset = resources.asset(media.attributes.get("ref", ""))
    start = seconds(media, "start", asset.start if asset else ZERO)
    return Core(media, shift + start - seconds(media, "offset", ZERO))


def _core_in_gap(gap: Node, resources: Resources) -> Core | None:
    """Sound alone hangs on a gap in its clip."""
    sounds = list(gap.all("audio"))
    alike = len({one.attributes.get("ref") for one in sounds}) == 1
    if not alike or next(gap.all("spine", *MARKERS, *ITEMS - {"audio"}), None) is not None:
        return None
    shift = seconds(gap, "start", ZERO) - seconds(gap, "offset", ZERO)
    return _core(sounds[0], resources, shift)
