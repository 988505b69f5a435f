"""Our tracks in and out of an xmeml text; every other byte stays as it was."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from otio_v2a.errors import TimelineError
from otio_v2a.timeline.markup import Node
from otio_v2a.timeline.xmeml.text import Element, Hand, branch, hand_of, leaf


@dataclass(frozen=True, slots=True)
class Site:
    """Where tracks stand in a text. Unit: bytes.

    `media` and `audio` are the sequence's own, `tracks` its tracks in the order they are read: in
    outline, since what is in them is read already and would be kept for nothing.
    """

    media: Node
    audio: Node | None
    tracks: tuple[Node, ...]


def site(sequence: Node, tracks: Sequence[Node]) -> Site:
    """Where the tracks of a sequence stand.

    Raises: TimelineError for a sequence without media.
    """
    media = sequence.find("media")
    if media is None or media.inner == media.end:
        message = f"the sequence '{sequence.told('name')}' is empty. Export it again."
        raise TimelineError(message)
    outlined = _outlined(media, 2)
    return Site(outlined, outlined.find("audio"), tuple(_outlined(one) for one in tracks))


def _outlined(node: Node, deep: int = 0) -> Node:
    """Where an element stands, and those in it so many levels deep."""
    inside = [_outlined(one, deep - 1) for one in node.children] if deep else []
    return Node(node.tag, node.attributes, node.start, node.inner, node.end, children=inside)


@dataclass(frozen=True, slots=True)
class Seam:
    """A text opened where our tracks belong: what stands before them and behind them.

    `opening` and `closing` are written around them where no audio element can hold them yet, in
    place of `shut`, the end of one that has nothing in it.
    """

    head: bytes
    tail: bytes
    hand: Hand
    opening: bytes = b""
    closing: bytes = b""
    shut: bytes = b""

    def closed(self) -> bytes:
        """The text without any of ours."""
        return self.head + self.shut + self.tail

    def holding(self, tracks: Sequence[Element]) -> bytes:
        """The text with tracks of ours; as it was where there are none."""
        if not tracks:
            return self.closed()
        written = "".join(self.hand.written(one) for one in tracks).encode()
        return b"".join((self.head, self.opening, written, self.closing, self.tail))

    def held(self, text: bytes) -> bytes | None:
        """The tracks that make of the text this one; None where more than that is different."""
        if text == self.closed():
            return b""
        before, behind = self.head + self.opening, self.closing + self.tail
        fits = len(text) >= len(before) + len(behind) and text.startswith(before)
        return text[len(before) : -len(behind)] if fits and text.endswith(behind) else None


def seam(text: bytes, at: Site, ours: Collection[int]) -> Seam:
    """A text without its tracks at indexes `ours`, opened after the last audio track there is."""
    audio = at.audio
    if audio is None:
        return _without_audio(text, at.media)
    hand = hand_of(text, audio, next(audio.all("track"), None))
    if audio.inner == audio.end:
        end = text.rindex(b"/>", audio.start, audio.end)
        outer = hand.gap[: len(hand.gap) - len(hand.unit)]
        closing = f"{outer}</audio>".encode()
        return Seam(text[:end], text[audio.end :], hand, b">", closing, shut=b"/>")
    ends = [track.end for track in audio.all("track")]
    place = ends[-1] if ends else _before(text, audio.inner)
    cuts = [(_before(text, one.start), one.end) for one in map(at.tracks.__getitem__, ours)]
    head = _without(text, 0, place, cuts)
    return Seam(head, _without(text, place, len(text), cuts), hand)


def _without(text: bytes, start: int, end: int, cuts: Sequence[tuple[int, int]]) -> bytes:
    """A stretch of text without what is cut from it."""
    kept: list[bytes] = []
    for begin, until in sorted(cuts):
        kept.append(text[start : min(begin, end)])
        start = max(start, min(until, end))
    return b"".join((*kept, text[start:end]))


def _before(text: bytes, at: int) -> int:
    """Where the space before an element begins."""
    while text[at - 1 : at].isspace():
        at -= 1
    return at


def _without_audio(text: bytes, media: Node) -> Seam:
    """Opened behind the last thing in the sequence's media, for an audio element of our own."""
    hand = hand_of(text, media, media.children[0] if media.children else None)
    inner = Hand(hand.gap + hand.unit, hand.unit)
    place = _before(text, media.inner)
    head = "".join(inner.written(one) for one in HEAD)
    opening, closing = f"{hand.gap}<audio>{head}", f"{hand.gap}</audio>"
    return Seam(text[:place], text[place:], inner, opening.encode(), closing.encode())


HEAD = (
    leaf("numOutputChannels", 2),
    branch(
        "format",
        branch("samplecharacteristics", leaf("depth", 16), leaf("samplerate", 48_000)),
    ),
    branch(
        "outputs",
        *(
            branch(
                "group",
                leaf("index", channel),
                leaf("numchannels", 1),
                leaf("downmix", 0),
                branch("channel", leaf("index", channel)),
            )
            for channel in (1, 2)
        ),
    ),
)
"""What stands before the tracks of a stereo sequence, as Premiere writes it."""
