"""Proof that a new xmeml text is the old one plus our tracks, and that ours can be played."""

from collections.abc import Iterator
from fractions import Fraction

from otio_v2a.errors import TimelineError
from otio_v2a.timeline import urls
from otio_v2a.timeline.markup import Needs, Node, tree
from otio_v2a.timeline.ours import PREFIX as SOUND
from otio_v2a.timeline.xmeml.document import XmemlDocument
from otio_v2a.timeline.xmeml.elements import NEEDS, frame, rate_or_none
from otio_v2a.timeline.xmeml.pieces import Joint, Piece, pieces
from otio_v2a.timeline.xmeml.writing import PREFIX

_NEEDS = Needs((*NEEDS.branches, "link"), (*NEEDS.leaves, "linkclipref"))


def check(text: str, document: XmemlDocument) -> None:
    """Prove by its bytes that `text` is the old one but for tracks of ours, and read those back.

    What is equal in the text is read equally, for no id of ours is one of the others.
    Raises: TimelineError saying what differs.
    """
    added = _added(text.encode(), document)
    audio = tree(b"<audio>" + added + b"</audio>", _NEEDS)
    if any(one.tag != "track" for one in audio.children):
        message = "something was added that is no track."
        raise TimelineError(message)
    _identify(audio, document)
    for number, track in enumerate(audio.children, 1):
        _play(track, document.edit.rate, f"new track {number}")


def _added(text: bytes, document: XmemlDocument) -> bytes:
    """The tracks that were added; any of an earlier run may be missing.

    Raises: TimelineError when anything else is not as it was.
    """
    old, nodes = document.text.encode(), document.site.tracks
    may_go = {index for index, found in enumerate(document.claims) if found.holds(found.files)}
    gone = {one for one in may_go if old[nodes[one].start : nodes[one].end] not in text}
    for replaced in (document.ours(), may_go, gone):
        added = document.seam(replaced).held(text)
        if added is not None:
            return added
    message = "something changed that is not ours."
    raise TimelineError(message)


def _identify(audio: Node, document: XmemlDocument) -> None:
    """Raises: TimelineError when an id is not ours alone, or a clip refers to what is not there."""
    told = [one.attributes["id"] for one in _every(audio) if _is_told(one)]
    if len(set(told)) < len(told) or not all(map(_is_ours, told)) or document.taken & set(told):
        message = "an id is not ours alone."
        raise TimelineError(message)
    referred = {one.attributes.get("id", "") for one in _every(audio) if one.tag == "file"}
    linked = {one.texts.get("linkclipref", "") for one in _every(audio) if one.tag == "link"}
    if not referred | linked <= set(told):
        message = "a clip refers to something that is not there."
        raise TimelineError(message)


def _play(track: Node, rate: Fraction, address: str) -> None:
    """Raises: TimelineError for a clip of ours that cannot be played where it stands."""
    at: Fraction | int = 0
    joint: Joint | None = None
    for piece in pieces(track, rate, address):
        if piece.start < at or piece.before is not joint or not _fits(piece, rate):
            message = f"{piece.address} does not fit its place."
            raise TimelineError(message)
        at, joint = piece.end, piece.after
    if joint or not at:
        message = f"{address}: it has no sound at its end."
        raise TimelineError(message)
    for file in (one for one in _every(track) if one.tag == "file" and _is_told(one)):
        if rate_or_none(file) != rate or not urls.basename(file.told("pathurl")).startswith(SOUND):
            message = f"{address}: '{file.told('name')}' is no sound of ours."
            raise TimelineError(message)


def _fits(piece: Piece, rate: Fraction) -> bool:
    """Whether a clip counts as its sequence does, and shows as much of its file as it is seen."""
    start, end, whole = (frame(piece.node, tag, piece.address) for tag in ("in", "out", "duration"))
    if rate_or_none(piece.node) != rate or start is None or end is None or whole is None:
        return False
    begin = piece.before.begin if piece.before else piece.start
    finish = piece.after.end if piece.after else piece.end
    return 0 <= start < end <= whole and end - start == finish - begin


def _is_told(node: Node) -> bool:
    """Whether an element is told here, and not referred to."""
    return "id" in node.attributes and bool(node.children or node.texts)


def _is_ours(name: str) -> bool:
    return name.startswith(PREFIX)


def _every(node: Node) -> Iterator[Node]:
    yield node
    for child in node.children:
        yield from _every(child)
