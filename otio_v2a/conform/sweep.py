"""What lies on one another at each moment: rows of stretches, swept once from left to right.

V2      ████████            upper rows lie over lower ones
V1  ██████▓▓██              ▓ one clip dissolving into the next
    |   |  |  | |           a stretch ends where anything begins or ends
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import groupby
from operator import itemgetter

from otio_v2a.conform.visuals import layered
from otio_v2a.edit import Event
from otio_v2a.model import Mix, Shot, Visual


@dataclass(frozen=True, slots=True)
class Blend:
    """Layers mixed into others; the second ones' share is `share` at record frame `start`."""

    outgoing: tuple["Layer", ...]
    incoming: tuple["Layer", ...]
    start: int
    share: Fraction
    step: Fraction = Fraction(0)


Layer = Event | Blend
"""A clip, or a blend of some."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Record frames `start` to `end` (excluded) during which the same layers are seen."""

    start: int
    end: int
    layers: tuple[Layer, ...]

    def visual(self, start: int, end: int, rate: Fraction) -> Visual:
        """What is seen of it from record frame `start` to `end`."""
        return _visual(self.layers, start, end, rate)


Row = Sequence[Stretch]
"""Stretches in record order, none overlapping."""


def swept(rows: Sequence[Row]) -> Iterator[tuple[int, int, list[tuple[Layer, ...]]]]:
    """Every stretch of time during which no row changes, with what each row has there.

    Stretches in which no row has anything are left out. Linear but for sorting runs in order.
    """
    edges: list[tuple[int, int, tuple[Layer, ...]]] = []
    for number, row in enumerate(rows):
        for stretch in row:
            edges.append((stretch.end, number, ()))
            edges.append((stretch.start, number, stretch.layers))
    # Stable: where one stretch of a row begins as another ends, the later edge stands last.
    edges.sort(key=itemgetter(0))
    current: list[tuple[Layer, ...]] = [()] * len(rows)
    before = 0
    for at, group in groupby(edges, key=itemgetter(0)):
        if at > before and any(current):
            yield before, at, current
        for _, number, layers in group:
            current[number] = layers
        before = at


def stacked(rows: Sequence[Row]) -> list[Stretch]:
    """Rows as one row, the later over the earlier."""
    if len(rows) == 1:
        return list(rows[0])
    return [
        Stretch(start, end, tuple(layer for layers in current for layer in layers))
        for start, end, current in swept(rows)
    ]


def _visual(layers: Sequence[Layer], start: int, end: int, rate: Fraction) -> Visual:
    return layered([_layer(layer, start, end, rate) for layer in layers], end - start)


def _layer(layer: Layer, start: int, end: int, rate: Fraction) -> Visual:
    if isinstance(layer, Event):
        offset = Fraction(start - layer.record.start) / rate * layer.speed
        return Shot(end - start, layer.media, layer.source_in + offset, layer.speed, layer.fit)
    return Mix(
        _visual(layer.outgoing, start, end, rate),
        _visual(layer.incoming, start, end, rate),
        layer.share + (start - layer.start) * layer.step,
        layer.step,
    )
