"""An xmeml file as the OTIO timeline it means: one of its sequences, with everything it shows."""

import re
from collections.abc import Iterator
from fractions import Fraction

from otio_v2a.errors import TimelineError
from otio_v2a.timecode import can_drop
from otio_v2a.timeline.clips import NEUTRAL
from otio_v2a.timeline.dialects import FCP7, PREMIERE_XML, RESOLVE_XML, Dialect
from otio_v2a.timeline.markup import Node
from otio_v2a.timeline.scan import Child, Scan
from otio_v2a.timeline.times import nearest
from otio_v2a.timeline.xmeml.elements import first_timecode, picture_size, rate_of
from otio_v2a.timeline.xmeml.items import Json, Shelf, marked, time
from otio_v2a.timeline.xmeml.tracks import Tracks, track_nodes

_NUMBERED = re.compile(r"\S.* \d+$")
"""Resolve's ids of clips: `A001.mov 12`."""

_HOLDERS = ("xmeml", "project", "bin", "children")


def sequences(root: Node) -> list[tuple[str, str, Node]]:
    """The sequences of a file with their names and ids, but for those in place of a clip.

    Raises: TimelineError when there is none.
    """
    found = [one for one in _sequences(root) if one.children]
    if not found:
        message = f"it holds no sequence, but <{root.tag}>. Export a sequence as Final Cut Pro XML."
        raise TimelineError(message)
    return [(one.told("name"), one.attributes.get("id", ""), one) for one in found]


def _sequences(node: Node) -> Iterator[Node]:
    if node.tag == "sequence":
        yield node
    elif node.tag in _HOLDERS:
        for child in node.children:
            yield from _sequences(child)


def as_otio(root: Node, sequence: Node, spoken: Dialect) -> Scan:
    """A sequence as an OTIO timeline; each track stands where its element does.

    Raises: TimelineError with the address of what cannot be read.
    """
    address = f"sequence '{sequence.told('name')}'"
    rate = rate_of(sequence, address)
    told = _told(root, "file", "sequence")
    shelf = Shelf(told["file"], told["sequence"], spoken is not RESOLVE_XML)
    start = nearest(first_timecode(sequence, rate, address))
    markers = [marked(one, rate, 0, address) for one in sequence.all("marker")]
    width, height = picture_size(sequence) or (None, None)
    said: Json = {"drop_frame": _is_drop(sequence, rate), "width": width, "height": height}
    timeline: Json = {
        "OTIO_SCHEMA": "Timeline.1",
        "name": sequence.told("name"),
        "metadata": {NEUTRAL: said},
        "global_start_time": time(start, rate),
        "tracks": {"OTIO_SCHEMA": "Stack.1", "markers": markers},
    }
    tracks = Tracks(shelf).read(sequence)
    nodes = (node for node, _ in track_nodes(sequence))
    children = (
        Child(node.start, node.end, track) for node, track in zip(nodes, tracks, strict=True)
    )
    return Scan(timeline, (0, 0), tuple(children))


def _told(root: Node, *tags: str) -> dict[str, dict[str, Node]]:
    """Elements by tag and id: where each is told first, not where it is referred to."""
    found: dict[str, dict[str, Node]] = {tag: {} for tag in tags}
    waiting = [root]
    while waiting:
        one = waiting.pop()
        if one.tag in found and (one.texts or one.children) and "id" in one.attributes:
            found[one.tag].setdefault(one.attributes["id"], one)
        if one.children:
            waiting.extend(reversed(one.children))
    return found


def _is_drop(sequence: Node, rate: Fraction) -> bool | None:
    """Whether a sequence counts drop-frame; None where it does not say."""
    told = sequence.told("timecode", "displayformat").upper()
    return can_drop(rate) and told == "DF" if told else None


def dialect(sequence: Node) -> Dialect:
    """Who wrote a file, by what only they write."""
    tracks = [track for track, _ in track_nodes(sequence)]
    if any(
        name.startswith(("MZ.", "TL.")) for one in (sequence, *tracks) for name in one.attributes
    ):
        return PREMIERE_XML
    clips = (clip for track in tracks for clip in track.all("clipitem"))
    return (
        RESOLVE_XML
        if any(_NUMBERED.search(one.attributes.get("id", "")) for one in clips)
        else FCP7
    )
