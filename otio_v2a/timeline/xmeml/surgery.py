"""Our tracks in and out of an xmeml text; every other byte stays as it was."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from otio_v2a.errors import TimelineError
from otio_v2a.timeline.markup import Node
from otio_v2a.timeline.xmeml.text import Element, Hand, branch, hand_of, leaf


@dataclass(frozen=True, slots=True)
class Site:
    """Where tracks stand in a text. Unit: bytes.

    `media` and `audio` are the sequence's own, `tracks` its tracks in the order they are read.
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
    return Site(media, media.find("audio"), tuple(tracks))


def replaced(text: bytes, at: Site, ours: Collection[int], added: Sequence[Element]) -> bytes:
    """The text without the tracks at indexes `ours`, with new ones after the last that stays."""
    cuts = [(_before(text, node.start), node.end) for node in _picked(at, ours)]
    kept = [node.end for index, node in enumerate(at.tracks) if index not in ours]
    if not added:
        return _edited(text, [(start, end, b"") for start, end in cuts])
    if at.audio is None:
        return _edited(text, [_new_audio(text, at.media, added)])
    inside = [end for end in kept if at.audio.start < end <= at.audio.inner]
    hand = hand_of(text, at.audio, next(at.audio.all("track"), None))
    new = "".join(hand.written(one) for one in added).encode()
    edits = [(start, end, b"") for start, end in cuts]
    if at.audio.inner == at.audio.end:
        return _edited(text, [_opened(text, at.audio, new, hand)])
    place = max(inside, default=0) or _before(text, at.audio.inner)
    # What is cut away just here goes first, so that ours stand where those of the last run stood.
    return _edited(text, [*edits, (place, place, new)])


def _picked(at: Site, ours: Collection[int]) -> list[Node]:
    return [node for index, node in enumerate(at.tracks) if index in ours]


def _before(text: bytes, at: int) -> int:
    """Where the space before an element begins."""
    while text[at - 1 : at].isspace():
        at -= 1
    return at


def _edited(text: bytes, edits: Sequence[tuple[int, int, bytes]]) -> bytes:
    pieces: list[bytes] = []
    at = 0
    for start, end, new in sorted(edits):
        pieces += [text[at:start], new]
        at = max(at, end)
    return b"".join((*pieces, text[at:]))


def _opened(text: bytes, audio: Node, new: bytes, hand: Hand) -> tuple[int, int, bytes]:
    """An audio element without an end tag gets one."""
    start = text.rindex(b"/>", audio.start, audio.end)
    outer = hand.gap[: len(hand.gap) - len(hand.unit)]
    return start, audio.end, b">" + new + f"{outer}</audio>".encode()


def _new_audio(text: bytes, media: Node, added: Sequence[Element]) -> tuple[int, int, bytes]:
    """An audio element of our own after the last thing in the sequence's media."""
    hand = hand_of(text, media, media.children[0] if media.children else None)
    place = _before(text, media.inner)
    return place, place, hand.written(branch("audio", *HEAD, *added)).encode()


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
