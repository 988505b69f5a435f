"""Gain, edge fades and peak: all that happens to a sound after it is joined."""

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from otio_v2a.audio.decode import Samples
from otio_v2a.audio.pieces import Curve
from otio_v2a.timecode import SAMPLE_RATE

HANDLE_FADE = SAMPLE_RATE // 200
"""How long a handle fades toward the edge that it lies beyond, in samples, at most.

Source: any fade of 5 ms or more removes a click (measured, media fact sheet section 16).
"""


@dataclass(frozen=True, slots=True)
class Edges:
    """The fades at both ends of what is heard of a sound of `length` samples. Unit: samples.

    `head` and `tail` lie beyond those ends: handles, as loud as the rest up to a short fade.
    """

    length: int
    fade_in: int = 0
    fade_out: int = 0
    head: int = 0
    tail: int = 0
    curve: Curve = "equal_power"


def faded(blocks: Iterable[Samples], edges: Edges) -> Iterator[Samples]:
    """The same sound, faded at its edges; blocks away from them pass untouched."""
    first, last = edges.head + edges.fade_in, edges.length - edges.tail - edges.fade_out
    at = 0
    for block in blocks:
        end = at + len(block)
        if (edges.fade_in and at < first) or (edges.fade_out and end > last):
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
    gains = np.ones(len(centres))
    outer = edges.length - edges.tail
    sides = (centres - edges.head, edges.fade_in), (outer - centres, edges.fade_out)
    for inward, fade in sides:
        if fade:
            length = np.where(inward > 0, fade, min(fade, HANDLE_FADE))
            rise = np.clip(np.abs(inward) / length, 0.0, 1.0)
            gains *= np.sin(rise * np.pi / 2) if edges.curve == "equal_power" else rise
    return gains.astype(np.float32)[:, np.newaxis]
