"""The tracks of an xmeml sequence as OTIO objects: clips, gaps and transitions in order."""

from collections.abc import Iterator
from fractions import Fraction

from otio_v2a.errors import TimelineError
from otio_v2a.timeline.items import DEEPEST, too_deep
from otio_v2a.timeline.markup import Node
from otio_v2a.timeline.ours import NAMESPACE
from otio_v2a.timeline.times import Exact
from otio_v2a.timeline.xmeml.elements import is_off, rate_of
from otio_v2a.timeline.xmeml.items import Cut, Json, Shelf, clip, gap, nested, time
from otio_v2a.timeline.xmeml.pieces import Joint, Piece, pieces
from otio_v2a.timeline.xmeml.writing import PREFIX

_MOST = 200_000
_DISSOLVES = ("Cross Dissolve", "KGAudioTransCrossFade3dB", "KGAudioTransCrossFade0dB")
_KINDS = (("video", "Video"), ("audio", "Audio"))


def track_nodes(sequence: Node) -> Iterator[tuple[Node, str]]:
    """The tracks of a sequence with their kinds as OTIO calls them, the lowest picture first."""
    return ((track, kind) for media, kind in _media(sequence) for track in media.all("track"))


def _media(sequence: Node) -> Iterator[tuple[Node, str]]:
    found = ((sequence.find("media", tag), kind) for tag, kind in _KINDS)
    return ((media, kind) for media, kind in found if media)


def is_marked(track: Node) -> bool:
    """Whether every clip of a track has an id of ours."""
    clips = [clip.attributes.get("id", "") for clip in track.all("clipitem")]
    return bool(clips) and all(name.startswith(PREFIX) for name in clips)


class Tracks:
    """Reads sequences; one that stands in several places is read once."""

    def __init__(self, shelf: Shelf) -> None:
        """Files and sequences are looked up on `shelf`."""
        self._shelf = shelf
        self._known: dict[int, tuple[Json, int]] = {}
        self._open: list[int] = []
        self._held = 0

    def read(self, sequence: Node, address: str = "") -> list[Json]:
        """The tracks of a sequence.

        Raises: TimelineError for one that holds itself, or more than any timeline does.
        """
        rate = rate_of(sequence, address or f"sequence '{sequence.told('name')}'")
        return [
            self._track(node, kind, rate, f"{address}{kind.lower()} track {number}")
            for media, kind in _media(sequence)
            for number, node in enumerate(media.all("track"), 1)
        ]

    def _track(self, node: Node, kind: str, rate: Fraction, address: str) -> Json:
        self._count(1)
        return {
            "OTIO_SCHEMA": "Track.1",
            "metadata": {NAMESPACE: {}} if is_marked(node) else {},
            "name": node.attributes.get("MZ.TrackName", "") or node.told("name"),
            "kind": kind,
            "enabled": not is_off(node),
            "children": list(self._children(node, rate, address)),
        }

    def _children(self, track: Node, rate: Fraction, address: str) -> Iterator[Json]:
        at: Exact = 0
        laid: Joint | None = None
        for piece in pieces(track, rate, address):
            start = max(piece.start, at)  # of two clips in one place the earlier stays whole
            if piece.end < start or (piece.end == start and not piece.is_joined):
                continue
            if start > at or laid is not piece.before:
                yield gap(start - at, rate)  # without length it keeps what fades from what cuts
            if piece.before and piece.before is not laid:
                yield _transition(piece.before, rate)
            yield self._item(piece, start, rate)
            laid, at = piece.after, piece.end
            if laid:
                yield _transition(laid, rate)

    def _item(self, piece: Piece, start: Exact, rate: Fraction) -> Json:
        self._count(1 + sum(1 for _ in piece.node.all("marker")))
        cut = Cut(piece.node, piece.address, rate, piece.end - start, start - piece.seen_from)
        sequence = self._shelf.sequence(piece.node)
        if sequence is None:
            return clip(cut, self._shelf)
        return nested(cut, self._stack(sequence, piece.address), self._shelf)

    def _stack(self, sequence: Node, address: str) -> Json:
        known = self._known.get(id(sequence))
        if known:
            self._count(known[1])
            return known[0]
        if id(sequence) in self._open:
            message = f"{address}: the sequence '{sequence.told('name')}' stands in itself."
            raise TimelineError(message)
        if len(self._open) >= DEEPEST:
            raise TimelineError(too_deep(address))
        self._open.append(id(sequence))
        before = self._held
        tracks = self.read(sequence, f"{address}, ")
        self._open.pop()
        stack = {"OTIO_SCHEMA": "Stack.1", "name": sequence.told("name"), "children": tracks}
        self._known[id(sequence)] = stack, self._held - before
        return stack

    def _count(self, more: int) -> None:
        self._held += more
        if self._held > _MOST:
            message = f"with all it nests it has more than {_MOST} tracks, clips and markers."
            raise TimelineError(message)


def _transition(joint: Joint, rate: Fraction) -> Json:
    effect = joint.node.find("effect")
    name = effect.told("name") if effect else ""
    plain = effect is None or effect.told("effectid") in _DISSOLVES
    return {
        "OTIO_SCHEMA": "Transition.1",
        "name": name,
        "transition_type": "SMPTE_Dissolve" if plain else "Custom_Transition",
        "in_offset": time(joint.cut - joint.begin, rate),
        "out_offset": time(joint.end - joint.cut, rate),
    }
