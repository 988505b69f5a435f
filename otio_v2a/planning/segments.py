"""How a cue is cut into the pieces that one request may hold, and where the seams lie."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import ceil, floor

from otio_v2a.model import Segment, Span, Stems
from otio_v2a.providers.base import Limits

_NEAR = 8
"""Picture cuts looked at on each side of where a seam would lie without them."""


@dataclass(frozen=True, slots=True)
class PlanOptions:
    """What a run asks of every cue that does not ask otherwise. Unit: seconds."""

    takes: int = 1
    stems: Stems = Stems.MIX
    crossfade: Fraction = Fraction(1)
    handles: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Frames:
    """Limits and lengths in whole frames of the timeline.

    `single` is the most frames one segment may have alone; `piece` the most where a cue is split:
    a frame less, so that no rounding on the way reaches the provider's limit.
    """

    shortest: int
    single: int | None
    crossfade: int
    handles: int

    @property
    def piece(self) -> int:
        """The most frames a segment of a split cue may have; meaningless without a limit."""
        return max(2, (self.single or 0) - 1)

    @property
    def overlap(self) -> int:
        """Frames that neighbouring segments share, at most half a segment."""
        return min(self.crossfade, self.piece // 2)


def in_frames(limits: Limits, options: PlanOptions, rate: Fraction) -> Frames:
    """A provider's limits as whole frames at an exact rate, none exceeding what was said."""
    longest = limits.max_seconds
    return Frames(
        shortest=ceil((limits.min_seconds or 0) * rate),
        single=None if longest is None else max(2, floor(longest * rate) - limits.margin),
        crossfade=floor(options.crossfade * rate),
        handles=floor(options.handles * rate),
    )


def handles(length: int, frames: Frames) -> tuple[int, int]:
    """Head and tail handle of a cue of `length` frames.

    They never cost a further segment, and they fill a cue that is too short for the provider.
    """
    room = 2 * frames.handles if frames.single is None else _room(length, frames, frames.single)
    side = min(frames.handles, room // 2)
    missing = max(0, frames.shortest - length - 2 * side)
    return side + missing // 2, side + missing - missing // 2


def _room(length: int, frames: Frames, single: int) -> int:
    """Frames of picture that fit beside a cue in the segments it needs anyway."""
    count = segment_count(length, frames)
    if count == 1:
        return max(0, single - length)
    return count * frames.piece - (count - 1) * frames.overlap - length


def segment_count(length: int, frames: Frames) -> int:
    """The fewest segments that hold `length`: (length + (n - 1) overlap) / n within the limit."""
    if frames.single is None or length <= frames.single:
        return 1
    return -(-(length - frames.overlap) // (frames.piece - frames.overlap))


def split(record: Span, frames: Frames, cuts: Sequence[int] = ()) -> tuple[Segment, ...]:
    """Segments that cover a picture span, neighbours sharing at least the crossfade.

    They are equal, unless seams can be moved onto picture cuts (record frames, in order): there
    what is heard changes anyway.
    """
    count = segment_count(record.length, frames)
    if count == 1:
        return (Segment(0, record),)
    size = -(-(record.length + (count - 1) * frames.overlap) // count)
    step = record.length - size
    starts = [record.start + step * index // (count - 1) for index in range(count)]
    before = frames.overlap - frames.overlap // 2
    seams = _seams([start + before for start in starts[1:]], record, frames, cuts)
    if not seams:
        spans = [Span(start, size, record.rate) for start in starts]
    else:
        spans = list(_between(seams, record, frames))
    return tuple(Segment(index, span) for index, span in enumerate(spans))


def _between(seams: Sequence[int], record: Span, frames: Frames) -> Iterator[Span]:
    """The spans that meet at the seams, the crossfade in the middle of each."""
    before, after = frames.overlap - frames.overlap // 2, frames.overlap // 2
    starts = (record.start, *(seam - before for seam in seams))
    ends = (*(seam + after for seam in seams), record.end)
    for start, end in zip(starts, ends, strict=True):
        yield Span(start, end - start, record.rate)


@dataclass(frozen=True, slots=True, order=True)
class _Way:
    """Seams chosen so far: how many lie on no cut, how far the others were moved, and which."""

    missed: int = 0
    moved: int = 0
    seams: tuple[int, ...] = ()


def _seams(
    even: Sequence[int], record: Span, frames: Frames, cuts: Sequence[int]
) -> tuple[int, ...]:
    """The seams, as many on cuts as can be, as little moved as can be; none if no cut fits.

    `even` is where they lie without cuts. Going through them, the best way to each possible place
    of a seam is kept.
    """
    before, after = frames.overlap - frames.overlap // 2, frames.overlap // 2
    edges = (record.start + before, *even, record.end - after)
    shortest = min(right - left for left, right in pairwise(edges)) + frames.overlap
    least = min(shortest, max(frames.shortest, 2 * frames.overlap))

    def fits(left: int, right: int) -> bool:
        return least <= right - left + frames.overlap <= frames.piece

    ways = [_Way()]
    for at in even:
        found = {
            seam: min(
                (
                    _Way(way.missed + missed, way.moved + abs(seam - at), (*way.seams, seam))
                    for way in ways
                    if fits(way.seams[-1] if way.seams else edges[0], seam)
                ),
                default=None,
            )
            for seam, missed in _choices(at, cuts).items()
        }
        ways = [way for way in found.values() if way]
    best = min(way for way in ways if fits(way.seams[-1], edges[-1]))
    return best.seams if best.missed < len(even) else ()


def _choices(at: int, cuts: Sequence[int]) -> dict[int, int]:
    """Where a seam may lie: where it would without cuts, which misses one, and on cuts near it."""
    middle = bisect_left(cuts, at)
    near = cuts[max(0, middle - _NEAR) : middle + _NEAR]
    return {at: 1, **dict.fromkeys(near, 0)}
