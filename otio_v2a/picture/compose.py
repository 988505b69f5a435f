"""Visuals as a graph of ffmpeg: shots in their places, over one another, mixed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import reduce
from pathlib import Path
from typing import Any

from otio_v2a.conform import leaves, opaque, part
from otio_v2a.model import Layers, Media, Mix, Shot, Visual
from otio_v2a.picture.canvas import Canvas, Place, covers, place
from otio_v2a.picture.ffmpeg_python import ffmpeg
from otio_v2a.picture.filters import Filter, Piece, filters, opening, pieces
from otio_v2a.picture.links import linked
from otio_v2a.picture.media import Source

_BACKWARDS = 32
_PROBE_SIZE = 5_000_000
_TICKS = 1000
_TICK = 1_000_000

Sources = Mapping[Media, Source]


def units(visuals: Sequence[Visual], sources: Sources, canvas: Canvas) -> Iterator[Visual]:
    """Visuals as they are, or in short stretches where a movie in them plays backwards.

    What plays backwards is in memory as a whole before its first frame comes out; the files of a
    sequence are merely opened in another order.
    """
    for visual in visuals:
        backwards = any(
            piece.backwards
            for shot in leaves(visual)
            if shot.speed < 0
            for piece in pieces(shot, sources, canvas)
        )
        stretch = _BACKWARDS if backwards else visual.length
        for begin in range(0, visual.length, stretch):
            length = min(stretch, visual.length - begin)
            whole = length == visual.length
            yield visual if whole else part(visual, begin, length, canvas.rate)


@dataclass(slots=True)
class Painter:
    """One graph under way; every input of it is another one."""

    sources: Sources
    canvas: Canvas
    folder: Path
    seek: bool
    opened: int = field(default=0, init=False)

    def paint(self, visual: Visual) -> Any:
        """A visual in exactly its frames."""
        return self._counted(self._opaque(visual, None))

    def _opaque(self, visual: Visual, below: Any) -> Any:
        """A visual over what lies below it, or over black: all of the canvas, nothing seen through.

        An opacity or a dissolve of what is itself seen through is the mix of both over what is
        below: over(mix(a, b)) = mix(over(a), over(b)), whatever their alpha.
        """
        if isinstance(visual, Shot):
            return self._shot(visual, below)
        if isinstance(visual, Layers):
            return reduce(lambda lower, upper: self._opaque(upper, lower), visual.visuals, below)
        sides = (visual.outgoing, visual.incoming)
        floors = [None if opaque(side, self._covers) else below for side in sides]
        if None not in floors:
            split = below.filter_multi_output("split")
            floors = [split[0], split[1]]
        return self._mixed(visual, *map(self._opaque, sides, floors))

    def _shot(self, shot: Shot, below: Any) -> Any:
        if shot.media is None:
            return self._black(shot.length) if below is None else below
        source = self.sources[shot.media]
        where = place(source, shot.fit, self.canvas)
        shown = self._pieces([*pieces(shot, self.sources, self.canvas)], where)
        if self._covers(shot):
            return shown
        if below is None and not source.coding.alpha:
            size = self.canvas.size
            return shown.filter("pad", *size, "(ow-iw)/2", "(oh-ih)/2")
        floor = self._black(shot.length) if below is None else below
        both = [self._counted(floor), self._counted(shown)]
        return ffmpeg.filter(both, "overlay", "(W-w)/2", "(H-h)/2")

    def _covers(self, shot: Shot) -> bool:
        return shot.media is not None and covers(shot, self.sources[shot.media], self.canvas)

    def _mixed(self, mix: Mix, outgoing: Any, incoming: Any) -> Any:
        share, step = mix.share, mix.step
        if step == 0:
            both = [self._counted(incoming), self._counted(outgoing)]
            opacity = f"{float(min(max(share, Fraction(0)), Fraction(1))):.9f}"
            return ffmpeg.filter(both, "blend", all_mode="normal", all_opacity=opacity)
        if step < 0:
            outgoing, incoming, share, step = incoming, outgoing, 1 - share, -step
        # `xfade` takes a minute at most: here a frame lasts a millisecond.
        both = [
            one.filter("settb", f"1/{_TICK}").filter("setpts", f"N*{_TICKS}")
            for one in (outgoing, incoming)
        ]
        length, begun = (float(value * _TICKS / _TICK) for value in (1 / step, -share / step))
        times = {"duration": f"{length:.6f}", "offset": f"{begun:.6f}"}
        return self._counted(ffmpeg.filter(both, "xfade", transition="fade", **times))

    def _black(self, length: int) -> Any:
        return self._pieces([Piece(length)], Place(self.canvas.size, self.canvas.size))

    def _pieces(self, every: Sequence[Piece], where: Place) -> Any:
        shown = [self._piece(piece, where) for piece in every]
        return shown[0] if len(shown) == 1 else ffmpeg.concat(*shown, n=len(shown), v=1, a=0)

    def _piece(self, piece: Piece, where: Place) -> Any:
        """One piece as a stream of exactly its frames, as much of them as is seen."""
        opened = opening(linked(piece, self.folder), self.canvas, seek=self.seek)
        # Two equal inputs would be one node of the graph; this tells them apart, nothing else.
        apart = {"probesize": _PROBE_SIZE + self.opened}
        self.opened += 1
        stream = ffmpeg.input(opened.name, **opened.options, **apart)[str(opened.stream)]
        shown = reduce(_through, filters(piece, where, self.canvas.rate), stream)
        is_hole = piece.source is None and where.seen != self.canvas.size
        return shown.filter("scale", *where.seen) if is_hole else shown

    def _counted(self, stream: Any) -> Any:
        """A stream whose time stamps are the numbers of its frames."""
        return stream.filter("settb", f"1/({self.canvas.rate})").filter("setpts", "N")


def _through(stream: Any, step: Filter) -> Any:
    return stream.filter(step.name, *step.values, **step.options)
