"""Proof that a new xmeml text is the old one plus our tracks, and that ours can be played."""

from fractions import Fraction
from itertools import chain

from otio_v2a.errors import TimelineError
from otio_v2a.timeline.xmeml.document import XmemlDocument, read_xmeml
from otio_v2a.timeline.xmeml.elements import frame
from otio_v2a.timeline.xmeml.pieces import Piece, pieces


def check(text: str, document: XmemlDocument) -> None:
    """Read `text` back: without what is ours it is the old one, and ours can be played.

    Raises: TimelineError saying what differs.
    """
    edit = document.edit
    again = read_xmeml(document.path, text, document.encoding, document.reading)
    ours = {name for one in chain(again.claims, document.claims) for name in one.files}
    if _bare(again, document, ours) != document.bare(ours):
        message = "something changed that is not ours."
        raise TimelineError(message)
    if again.edit.tracks != edit.tracks or again.edit.markers != edit.markers:
        message = "what is not ours would be read differently."
        raise TimelineError(message)
    for index in sorted(again.ours()):
        for piece in pieces(again.site.tracks[index], edit.rate, f"audio track {index + 1}"):
            _hold(piece)


def _bare(again: XmemlDocument, document: XmemlDocument, ours: set[str]) -> bytes:
    """The new text without what is ours: an audio element too, where there was none or no end tag.

    Raises: TimelineError when it has no audio element.
    """
    text, old, new = again.bare(ours), document.site.audio, again.site.audio
    if new is None:
        return text
    begin, end = new.start, text.index(b"</audio>", new.start) + len(b"</audio>")
    if old is None:
        return text[:begin].rstrip() + text[end:]
    if old.inner == old.end:
        return text[:begin] + document.text.encode()[old.start : old.end] + text[end:]
    return text


def _hold(piece: Piece) -> None:
    """Raises: TimelineError for a clip of ours that shows what its file does not have."""
    times = (frame(piece.node, tag, piece.address) for tag in ("in", "out", "duration"))
    start, end, whole = (Fraction(-1) if time is None else time for time in times)
    begin = piece.before.begin if piece.before else piece.start
    finish = piece.after.end if piece.after else piece.end
    if not 0 <= start < end <= whole or end - start != finish - begin:
        message = f"{piece.address} does not fit its place."
        raise TimelineError(message)
