"""Where the clips of an xmeml track stand, and where they would meet without their transitions.

A clip that a transition begins or ends has `-1` there, and its `in` and `out` take the whole
transition in. Source: measured in Premiere's exports, timelines fact sheet, section 6.
"""

from dataclasses import dataclass, field
from fractions import Fraction

from otio_v2a.errors import TimelineError
from otio_v2a.timecode import frames_in
from otio_v2a.timeline.markup import Node
from otio_v2a.timeline.times import Exact
from otio_v2a.timeline.xmeml.elements import frame, number, rate_or_none, rescaled

_TICKS = 254_016_000_000
"""Premiere's, a second."""


@dataclass(frozen=True, slots=True)
class Joint:
    """A transition. Unit: frames of the sequence; at `cut` the clips would meet without it."""

    node: Node
    begin: Exact
    end: Exact
    cut: Exact

    def ends(self, clip: Exact | None) -> bool:
        """Whether the clip before it ends in it; None is an end that is not told."""
        if clip is None:
            return True
        from_black = self.node.told("alignment") == "start-black"
        return not from_black and (self.begin < clip <= self.end or clip == self.cut)

    def begins(self, clip: Exact | None) -> bool:
        """Whether the clip behind it begins in it; None is a start that is not told."""
        if clip is None:
            return True
        to_black = self.node.told("alignment") == "end-black"
        return not to_black and (self.begin <= clip < self.end or clip == self.cut)


@dataclass(slots=True)
class Piece:
    """A clip between its transitions. Unit: frames of the sequence.

    It stands at `start` to `end`, and its `in` is what is seen at `seen_from`, which lies before
    where a transition begins it.
    """

    node: Node
    address: str
    start: Exact = 0
    end: Exact = 0
    seen_from: Exact = 0
    before: Joint | None = None
    after: Joint | None = None

    @property
    def is_joined(self) -> bool:
        """Whether a transition shows it beyond where it stands."""
        return bool(self.before or self.after)


@dataclass(slots=True)
class _Row:
    rate: Fraction
    address: str
    pieces: list[Piece] = field(default_factory=list)
    waiting: Joint | None = None  # the transition after the last piece


def pieces(track: Node, rate: Fraction, address: str) -> list[Piece]:
    """The clips of a track in record order.

    Raises: TimelineError naming the clip whose place cannot be known.
    """
    row = _Row(rate, address)
    for node in track.all("clipitem", "generatoritem", "transitionitem"):
        if node.tag == "transitionitem":
            _join(row, node)
        else:
            _add(row, node)
    return sorted(row.pieces, key=lambda piece: piece.start)


def _add(row: _Row, node: Node) -> None:
    name = node.told("name") or str(len(row.pieces) + 1)
    piece = Piece(node, f"{row.address}, clip '{name}'")
    start, end = (frame(node, tag, piece.address) for tag in ("start", "end"))
    joint, row.waiting = row.waiting, None
    if joint and joint.begins(start):
        piece.before = joint
        piece.seen_from = joint.begin if start is None else start
        piece.start = joint.cut
    elif start is None:
        start = _told(end, piece) - _length(row, piece)
    if not piece.before:
        piece.start = piece.seen_from = _told(start, piece)
    # Without an end it ends in a transition, which follows; else where its `out` says.
    piece.end = piece.seen_from + _length(row, piece) if end is None else end
    row.pieces.append(piece)


def _join(row: _Row, node: Node) -> None:
    begin, end = (frame(node, tag, f"{row.address}, transition") for tag in ("start", "end"))
    if begin is None or end is None or end <= begin:
        return
    row.waiting = joint = Joint(node, begin, end, _cut(node, begin, end, row.rate))
    last = row.pieces[-1] if row.pieces else None
    told = frame(last.node, "end", last.address) if last else None
    if last and not last.after and joint.ends(told):
        last.after, last.end = joint, joint.cut


def _cut(node: Node, begin: Exact, end: Exact, rate: Fraction) -> Exact:
    """Where the clips of a transition would meet: Premiere says it in ticks, others by its kind."""
    ticks = number(node.told("cutPointTicks"))
    if ticks is not None:
        cut = begin + frames_in(Fraction(ticks, _TICKS), rate)
        if begin <= cut <= end:
            return cut
    aligned = node.told("alignment")
    if aligned.startswith("end"):
        return end
    return begin if aligned.startswith("start") else begin + (end - begin) // 2


def _length(row: _Row, piece: Piece) -> Exact:
    """How long a clip is by its `in` and `out`. Unit: frames of the sequence."""
    start, end = (frame(piece.node, tag, piece.address) for tag in ("in", "out"))
    own = rate_or_none(piece.node) or row.rate
    return rescaled(max(0, _told(end, piece) - (start or 0)), own, row.rate)


def _told(position: Exact | None, piece: Piece) -> Exact:
    if position is None:
        message = f"{piece.address}: nothing says where it stands. Export the timeline again."
        raise TimelineError(message)
    return position
