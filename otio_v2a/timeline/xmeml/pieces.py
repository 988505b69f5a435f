"""Where the clips of an xmeml track stand, and where they would meet without their transitions.

A clip that a transition begins or ends has `-1` there, and its `in` and `out` take the whole
transition in. Source: measured in Premiere's exports, timelines fact sheet, section 6.
"""

from dataclasses import dataclass, field
from fractions import Fraction

from otio_v2a.errors import TimelineError
from otio_v2a.timecode import frames_in
from otio_v2a.timeline.markup import Node
from otio_v2a.timeline.xmeml.elements import frame, number, rate_or_none

_TICKS = 254_016_000_000
"""Premiere's, a second."""


@dataclass(frozen=True, slots=True)
class Joint:
    """A transition. Unit: frames of the sequence; at `cut` the clips would meet without it."""

    node: Node
    begin: Fraction
    end: Fraction
    cut: Fraction


@dataclass(slots=True)
class Piece:
    """A clip between its transitions. Unit: frames of the sequence.

    It stands at `start` to `end`, and its `in` is what is seen at `seen_from`, which lies before
    where a transition begins it.
    """

    node: Node
    address: str
    start: Fraction = Fraction(0)
    end: Fraction = Fraction(0)
    seen_from: Fraction = Fraction(0)
    before: Joint | None = None
    after: Joint | None = None


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
    if joint and (start is None or joint.begin <= start <= joint.end):
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
    if last and (frame(last.node, "end", last.address) is None or begin <= last.end <= end):
        last.after, last.end = joint, joint.cut


def _cut(node: Node, begin: Fraction, end: Fraction, rate: Fraction) -> Fraction:
    """Where the clips of a transition would meet: Premiere says it in ticks, others by its kind."""
    ticks = number(node.told("cutPointTicks"))
    if ticks is not None:
        cut = begin + frames_in(ticks / _TICKS, rate)
        if begin <= cut <= end:
            return cut
    aligned = node.told("alignment")
    if aligned.startswith("end"):
        return end
    return begin if aligned.startswith("start") else begin + (end - begin) // 2


def _length(row: _Row, piece: Piece) -> Fraction:
    """How long a clip is by its `in` and `out`. Unit: frames of the sequence."""
    start, end = (frame(piece.node, tag, piece.address) for tag in ("in", "out"))
    own = rate_or_none(piece.node) or row.rate
    return max(Fraction(0), _told(end, piece) - (start or 0)) * row.rate / own


def _told(position: Fraction | None, piece: Piece) -> Fraction:
    if position is None:
        message = f"{piece.address}: nothing says where it stands. Export the timeline again."
        raise TimelineError(message)
    return position
