"""Who plays when: the picture's events dealt to the discrete layers that the prompt names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from otio_v2a.sketch.hearing.lexicon import Layer
from otio_v2a.sketch.sounds.hits import HITS
from otio_v2a.sketch.watching.events import Happening, Kind
from otio_v2a.sketch.watching.watch import Watched
from otio_v2a.timecode import SAMPLE_RATE, sample_at

_JITTER = 0.38  # of the time between two unsynced sounds
_TAIL = 0.8  # seconds at the end in which no unsynced sound starts


@dataclass(frozen=True, slots=True)
class Stroke:
    """One sound of a discrete layer.

    Unit: `at` in samples; `strength` 0 to 1; `x` -1 left to 1 right.
    """

    at: int
    strength: float
    x: float


def deal(
    layers: Sequence[Layer], events: Sequence[Happening]
) -> Mapping[str, tuple[Happening, ...]]:
    """Each discrete layer's events.

    Where several layers want a kind they take turns in prompt order, the strongest event first.
    """
    hands: dict[str, list[Happening]] = {layer.name: [] for layer in layers}
    wanted = {name: _wanted(name, events) for name in hands}
    for kind in Kind:
        takers = [name for name in hands if kind in wanted[name]]
        ranked = sorted(
            (event for event in events if event.kind is kind), key=lambda e: (-e.strength, e.frame)
        )
        for turn, event in enumerate(ranked):
            open_hands = [name for name in takers if len(hands[name]) < HITS[name].most]
            if open_hands:
                hands[open_hands[_turn(kind, turn, len(open_hands))]].append(event)
    return {name: tuple(sorted(hand)) for name, hand in hands.items()}


def _turn(kind: Kind, turn: int, takers: int) -> int:
    """Flashes, cuts and steps belong to the first layer that wants them; other motion is shared."""
    return 0 if kind in {Kind.FLASH, Kind.CUT, Kind.STEP} else turn % takers


def _wanted(name: str, events: Sequence[Happening]) -> frozenset[Kind]:
    seen = {event.kind for event in events}
    groups = (group for group in HITS[name].answers if seen.intersection(group))
    return frozenset(next(groups, ()))


def synced(hand: Sequence[Happening], watched: Watched) -> tuple[Stroke, ...]:
    """The strokes on a layer's events: each on the first sample of its frame."""
    return tuple(
        Stroke(sample_at(event.frame, watched.rate), 0.55 + 0.45 * event.strength, event.x)
        for event in hand
    )


def unsynced(layer: Layer, length: int, rng: np.random.Generator) -> tuple[Stroke, ...]:
    """Strokes of a layer that the picture says nothing about: sparse, or at its own steady pace.

    Unit: `length` in samples.
    """
    hit = HITS[layer.name]
    every = hit.every / layer.manner.speed
    end = length / SAMPLE_RATE
    count = max(1, int(end / every + 0.5))
    times = (np.arange(count) + rng.uniform(0.2, 0.6)) * min(every, end)
    if hit.steady:
        times += rng.normal(0, 0.008, count)
    else:
        times += rng.uniform(-_JITTER, _JITTER, count) * min(every, end)
    tail = min(_TAIL, every / 4, 0.2 * end)
    inside = times[(times >= 0) & (times < end - tail)]
    if not len(inside):
        inside = np.array([end * 0.3])
    side = rng.uniform(-0.5, 0.5)
    return tuple(
        Stroke(round(at * SAMPLE_RATE), rng.uniform(0.6, 1), side + rng.uniform(-0.1, 0.1))
        for at in inside
    )
