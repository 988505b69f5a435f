"""Record span -> the visuals of a picture: its own frames exactly, and handles beyond them."""

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from otio_v2a.conform.program import Program, Top
from otio_v2a.conform.visuals import Covers, fills, held, joined, leaves, part, visible
from otio_v2a.model import Mix, Shot, Span, Visual

_TOLERANCE = Fraction(1, 16)
"""Part of a frame by which written source positions may miss their frame (exports round to 1/8)."""


def shots(
    shown: Program, record: Span, head: int = 0, tail: int = 0, covers: Covers = fills
) -> tuple[Visual, ...]:
    """The picture of a record span, with `head` and `tail` frames of handles beyond it.

    Handles come from the first and last clips' own media, else from the timeline's picture beyond
    the cut, and where the timeline ends its outermost frame is held. Their lengths are exact: the
    result shows head + record + tail frames. What `covers` says is hidden is left out.
    """
    core = joined([*_between(shown, record.start, record.end, covers)], shown.rate)
    before = _head(shown, core[0], record.start, head, covers) if core and head else ()
    after = _tail(shown, core[-1], record.end, tail, covers) if core and tail else ()
    return joined((*before, *core, *after), shown.rate)


def cuts(shown: Program) -> tuple[int, ...]:
    """The record frames at which another picture begins, first and last frame aside."""
    found = {edge for top in shown.tops for edge in (top.start, top.end)}
    joints = {top.start for before, top in pairwise(shown.tops) if _runs_on(before, top, shown)}
    return tuple(sorted(found - joints - {0, shown.length}))


def _runs_on(before: Top, top: Top, shown: Program) -> bool:
    """Whether a cut is not seen: the same media goes on."""
    old, new = before.event, top.event
    looks = [(one.media, one.speed, one.fit, one.opacity) for one in (old, new)]
    alike = before.end == top.start and looks[0] == looks[1]
    since = Fraction(new.record.start - old.record.start) / shown.rate * old.speed
    return alike and new.source_in == old.source_in + since


def _between(shown: Program, start: int, end: int, covers: Covers) -> Iterator[Visual]:
    for stretch in shown.within(start, end):
        if stretch.start > start:
            yield Shot(stretch.start - start)
        start, last = max(start, stretch.start), min(end, stretch.end)
        yield visible(stretch.visual(start, last, shown.rate), covers)
        start = last
    if start < end:
        yield Shot(end - start)


def _head(
    shown: Program, first: Visual, start: int, length: int, covers: Covers
) -> tuple[Visual, ...]:
    if _media_before(first, shown.rate) >= length:
        return (part(first, -length, length, shown.rate),)
    seen = tuple(_between(shown, max(0, start - length), start, covers))
    missing = length - min(start, length)
    if not missing:
        return seen
    return (held(seen[0] if seen else first, 0, missing, shown.rate), *seen)


def _tail(
    shown: Program, last: Visual, end: int, length: int, covers: Covers
) -> tuple[Visual, ...]:
    if _media_after(last, shown.rate) >= length:
        return (part(last, last.length, length, shown.rate),)
    stop = max(end, min(end + length, shown.length))
    seen = tuple(_between(shown, end, stop, covers))
    missing = end + length - stop
    if not missing:
        return seen
    outermost = seen[-1] if seen else last
    return (*seen, held(outermost, outermost.length - 1, missing, shown.rate))


def _media_before(visual: Visual, rate: Fraction) -> int:
    """How many record frames of their own media precede all shots of a visual, as far as known."""
    if _changes(visual):
        return 0
    return min((_before(shot, rate) for shot in leaves(visual) if shot.media), default=0)


def _media_after(visual: Visual, rate: Fraction) -> int:
    if _changes(visual):
        return 0
    return min((_after(shot, rate) for shot in leaves(visual) if shot.media), default=0)


def _changes(visual: Visual) -> bool:
    """Whether a visual is in the midst of a dissolve, which handles cannot go on with."""
    if isinstance(visual, Shot):
        return False
    if isinstance(visual, Mix):
        return visual.step != 0 or _changes(visual.outgoing) or _changes(visual.incoming)
    return any(map(_changes, visual.visuals))


def _before(shot: Shot, rate: Fraction) -> int:
    media = shot.media
    if media is None or media.start is None or shot.speed <= 0:
        return 0
    return int((shot.source_in - media.start) / shot.speed * rate + _TOLERANCE)


def _after(shot: Shot, rate: Fraction) -> int:
    media = shot.media
    if media is None or media.start is None or media.duration is None or shot.speed <= 0:
        return 0
    left = (media.start + media.duration - shot.source_in) / shot.speed * rate
    return int(left + _TOLERANCE) - shot.length
