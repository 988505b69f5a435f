"""Gain, edge fades and peak: all that happens to a sound after it is joined."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from otio_v2a.audio.decode import Samples
from otio_v2a.audio.pieces import Curve


@dataclass(frozen=True, slots=True)
class Edges:
    """The fades at both ends of a sound of `length` samples. Unit: samples."""

    length: int
    fade_in: int = 0
    fade_out: int = 0
    curve: Curve = "equal_power"


def faded(blocks: Iterable[Samples], edges: Edges) -> Iterator[Samples]:
    """The same sound, faded at its edges; blocks away from them pass untouched."""
    at = 0
    for block in blocks:
        end = at + len(block)
        if at < edges.fade_in or end > edges.length - edges.fade_out:
            yield block * _edge_gains(at, end, edges)
        else:
            yield block
        at = end


def amplified(blocks: Iterable[Samples], gain_db: float) -> Iterator[Samples]:
    """The same sound, louder or softer; at 0 dB its samples are untouched."""
    factor = np.float32(10 ** (gain_db / 20))
    return (block * factor if gain_db else block for block in blocks)


def peak(block: Samples) -> float:
    """The largest absolute sample, 0 when there is none."""
    return float(np.abs(block).max(initial=0.0))


def decibels(amplitude: float) -> float:
    """An amplitude in dB re full scale; -inf for silence."""
    return 20 * math.log10(amplitude) if amplitude else -math.inf


def _edge_gains(start: int, end: int, edges: Edges) -> Samples:
    centres = np.arange(start, end) + 0.5
    rise = centres / max(edges.fade_in, 1)
    fall = (edges.length - centres) / max(edges.fade_out, 1)
    ends = [np.clip(side, 0.0, 1.0) for side in (rise, fall)]
    if edges.curve == "equal_power":
        ends = [np.sin(side * np.pi / 2) for side in ends]
    both = (ends[0] if edges.fade_in else 1.0) * (ends[1] if edges.fade_out else 1.0)
    return np.broadcast_to(both, centres.shape).astype(np.float32)[:, np.newaxis]
