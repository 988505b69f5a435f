"""What can be done with a visual without looking at it: cut, held, looked through."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from otio_v2a.model import Layers, Mix, Shot, Visual

Covers = Callable[[Shot], bool]
"""Whether nothing below a shot is seen."""


def fills(shot: Shot) -> bool:
    """Whether a shot covers what lies below it, as far as can be told without opening its file."""
    return shot.media is not None and shot.fit.scale >= 1 and shot.fit.window >= 1


def leaves(visual: Visual) -> Iterator[Shot]:
    """The shots a visual is made of, the lowest first."""
    if isinstance(visual, Shot):
        yield visual
        return
    inner = visual.visuals if isinstance(visual, Layers) else (visual.outgoing, visual.incoming)
    for one in inner:
        yield from leaves(one)


def visible(visual: Visual, covers: Covers) -> Visual:
    """A visual without what is hidden in it. `covers` is asked only about what may be seen."""
    if isinstance(visual, Shot):
        return visual
    if isinstance(visual, Mix):
        if visual.step == 0 and visual.share in (0, 1):
            return visible(visual.incoming if visual.share else visual.outgoing, covers)
        outgoing, incoming = visible(visual.outgoing, covers), visible(visual.incoming, covers)
        return replace(visual, outgoing=outgoing, incoming=incoming)
    seen: list[Visual] = []
    for layer in reversed(visual.visuals):
        shown = visible(layer, covers)
        if not (isinstance(shown, Shot) and shown.media is None):
            seen.append(shown)
        if opaque(shown, covers):
            break
    return layered(tuple(reversed(seen)), visual.length)


def opaque(visual: Visual, covers: Covers) -> bool:
    """Whether nothing below a visual is seen."""
    if isinstance(visual, Shot):
        return visual.media is not None and covers(visual)
    if isinstance(visual, Layers):
        return any(opaque(one, covers) for one in reversed(visual.visuals))
    return opaque(visual.outgoing, covers) and opaque(visual.incoming, covers)


def layered(visuals: Sequence[Visual], length: int) -> Visual:
    """Visuals over one another; nothing where there are none."""
    if len(visuals) == 1:
        return visuals[0]
    return Layers(tuple(visuals)) if visuals else Shot(length)


def part(visual: Visual, start: int, length: int, rate: Fraction) -> Visual:
    """`length` record frames of a visual from its frame `start` on, which may lie outside it."""
    if isinstance(visual, Shot):
        source_in = visual.source_in + Fraction(start) / rate * visual.speed
        return replace(visual, length=length, source_in=source_in if visual.media else Fraction(0))
    if isinstance(visual, Layers):
        return Layers(tuple(part(one, start, length, rate) for one in visual.visuals))
    return replace(
        visual,
        outgoing=part(visual.outgoing, start, length, rate),
        incoming=part(visual.incoming, start, length, rate),
        share=visual.share + start * visual.step,
    )


def held(visual: Visual, frame: int, length: int, rate: Fraction) -> Visual:
    """One frame of a visual, held for `length` frames."""
    return _stilled(part(visual, frame, length, rate))


def _stilled(visual: Visual) -> Visual:
    if isinstance(visual, Shot):
        return replace(visual, speed=Fraction(0)) if visual.media else visual
    if isinstance(visual, Layers):
        return Layers(tuple(map(_stilled, visual.visuals)))
    return replace(
        visual,
        outgoing=_stilled(visual.outgoing),
        incoming=_stilled(visual.incoming),
        step=Fraction(0),
    )


def joined(visuals: Sequence[Visual], rate: Fraction) -> tuple[Visual, ...]:
    """Neighbours that continue one another as one."""
    whole: list[Visual] = []
    for visual in visuals:
        last = whole[-1] if whole else None
        if last is not None and part(last, last.length, visual.length, rate) == visual:
            whole[-1] = part(last, 0, last.length + visual.length, rate)
        else:
            whole.append(visual)
    return tuple(whole)
