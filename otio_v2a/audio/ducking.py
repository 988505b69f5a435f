"""Music lowered wherever somebody speaks: a side chain that looks ahead and does not pump.

Two passes, both streaming. The first hears the dialogue alone, and keeps its level a hundred times
a second; from these it is decided where speech is. The second lowers the music there.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from otio_v2a.audio.decode import CHANNELS, Samples, decode, measure
from otio_v2a.audio.meter import Meter
from otio_v2a.audio.pieces import Slate
from otio_v2a.audio.wav import wav_file
from otio_v2a.timecode import SAMPLE_RATE

Levels = NDArray[np.float64]
"""The power of a sound in the band of speech, one value a hop; a full-scale sine has 1/2."""

Key = Callable[[int], Iterable[Samples]]
"""Gives so many samples of the dialogue, from where the music begins."""

HOP = SAMPLE_RATE // 100
"""Samples from one level to the next."""

_WINDOW = 2 * HOP
_BAND = (200.0, 4000.0)
_SMOOTHED = 5
# A batch of hops at once keeps numpy busy and memory small.
_BATCH = 256

_EARLY = SAMPLE_RATE // 20
"""Samples by which a word begins before it is loud."""

_QUIET = 10 ** (-50 / 10)
"""Power below which nothing counts as speech: the room itself."""

_RELATIVE = 10 ** (-10 / 10)
_PAUSE = 10 ** (-70 / 10)


@dataclass(frozen=True, slots=True)
class Duck:
    """How music is lowered. Unit: dB and seconds; `threshold` is relative to the dialogue's level.

    The music is down when a word begins: `attack` lies before it. It stays down for `hold` after
    one, and what is spoken for less than `shortest` is no word.
    """

    depth: float = 9.0
    threshold: float = -14.0
    attack: float = 0.15
    hold: float = 0.4
    release: float = 0.7
    shortest: float = 0.08


DUCK = Duck()
"""How music is lowered unless somebody says otherwise."""


@dataclass(frozen=True, slots=True)
class Ducked:
    """What was written: samples a channel, and for how many seconds its sound is lowered."""

    samples: int
    lowered_seconds: float


Words = tuple[tuple[int, int], ...]
"""Where somebody speaks: pairs of samples, in order and apart."""


def duck(
    music: Path, key: Key, out: Path, options: Duck = DUCK, slate: Slate | None = None
) -> Ducked | None:
    """A copy of some music at `out`, lowered wherever the `key` speaks: 48 kHz, stereo, 24 bit.

    None, and no file, where it speaks nowhere. The music itself stays as it is.
    Raises: AudioError when the music cannot be read or the file cannot be written.
    """
    length = measure(music, 1 << 62, lambda _: None).samples
    found = words(levels(key(length)), options)
    if not found:
        return None
    meter = Meter()
    with wav_file(out, length, slate, meter.measured) as write:
        for block in ducked(decode(music), found, options):
            meter.hear(block)
            write(block)
    lowered = sum(min(end, length) - max(begin, 0) for begin, end in found)
    return Ducked(length, lowered / SAMPLE_RATE)


def levels(blocks: Iterable[Samples]) -> Levels:
    """The level of some dialogue, hop by hop: 200 to 4000 Hz, over 50 ms.

    Value i is the mean over the five windows of 20 ms around sample i * HOP.
    """
    found = [_powers(batch) for batch in _batches(blocks)]
    powers = np.concatenate(found) if found else np.zeros(0)
    if len(powers) < _SMOOTHED:
        return powers
    return np.convolve(powers, np.full(_SMOOTHED, 1 / _SMOOTHED), mode="same")


def words(heard: Levels, options: Duck = DUCK) -> Words:
    """Where somebody speaks, those closer together than hold and attack made one.

    Loud is what passes the threshold, below the mean of all that is not pause (gated as
    BS.1770 gates: 10 dB below a first mean).
    """
    loud = heard > _threshold(heard, options)
    edges = np.flatnonzero(np.diff(loud.astype(np.int8), prepend=0, append=0))
    gap = (options.hold + options.attack) * SAMPLE_RATE
    found: list[tuple[int, int]] = []
    for begin, end in (edges.reshape(-1, 2) * HOP).tolist():
        if end - begin < options.shortest * SAMPLE_RATE:
            continue
        early = begin - _EARLY
        first = found.pop()[0] if found and early - found[-1][1] <= gap else early
        found.append((first, end))
    return tuple(found)


def ducked(blocks: Iterable[Samples], spoken: Words, options: Duck = DUCK) -> Iterator[Samples]:
    """The music with every one of its samples, lowered by `depth` where somebody speaks.

    The gain goes down and up along half a cosine in dB, so that nothing clicks.
    """
    at = 0
    begins, ends = np.array([one for pair in spoken for one in pair]).reshape(-1, 2).T
    for block in blocks:
        share = _share(np.arange(at, at + len(block)), (begins, ends), options)
        at += len(block)
        gains = 10 ** (-options.depth / 20 * share)
        yield block * gains.astype(np.float32)[:, np.newaxis] if share.any() else block


def _share(
    samples: NDArray[np.int64], spoken: tuple[NDArray[np.int64], NDArray[np.int64]], options: Duck
) -> NDArray[np.float64]:
    """How much of the depth applies to each sample, 0 to 1: from the words before and after it."""
    begins, ends = spoken
    after = np.searchsorted(begins, samples, side="right")
    far = np.array([np.iinfo(np.int64).max // 2])
    since = samples - np.concatenate([-far, ends])[after] - options.hold * SAMPLE_RATE
    until = np.concatenate([begins, far])[after] - samples
    falling = _eased(until / (options.attack * SAMPLE_RATE))
    rising = _eased(since / (options.release * SAMPLE_RATE))
    return np.maximum(falling, rising)


def _eased(way: NDArray[np.float64]) -> NDArray[np.float64]:
    """1 down to 0 as `way` goes from 0 to 1, by half a cosine."""
    return (1 + np.cos(np.pi * np.clip(way, 0.0, 1.0))) / 2


def _threshold(heard: Levels, options: Duck) -> float:
    sounding = heard[heard > _PAUSE]
    if not len(sounding):
        return np.inf
    gated = sounding[sounding > _RELATIVE * sounding.mean()]
    return max(float(gated.mean()) * 10 ** (options.threshold / 10), _QUIET)


def _batches(blocks: Iterable[Samples]) -> Iterator[Samples]:
    """The sound in pieces of whole hops, each with the half window before and after it."""
    half = _WINDOW // 2
    waiting = np.zeros((half, CHANNELS), np.float32)
    size = _BATCH * HOP + _WINDOW
    for block in blocks:
        waiting = np.concatenate([waiting, block])
        while len(waiting) >= size:
            yield waiting[:size]
            waiting = waiting[_BATCH * HOP :]
    left = len(waiting) - half
    if left > 0:
        hops = -(-left // HOP)
        yield np.pad(waiting, ((0, hops * HOP + _WINDOW - len(waiting)), (0, 0)))


def _powers(batch: Samples) -> Levels:
    """The power in the band of speech of each hop, the mean of both channels."""
    windows = np.lib.stride_tricks.sliding_window_view(batch, _WINDOW, axis=0)[::HOP]
    shape = np.hanning(_WINDOW)
    spectra = np.fft.rfft(windows[: (len(batch) - _WINDOW) // HOP] * shape, axis=-1)
    hertz = np.fft.rfftfreq(_WINDOW, 1 / SAMPLE_RATE)
    band = (hertz >= _BAND[0]) & (hertz <= _BAND[1])
    power = np.square(np.abs(spectra[..., band])).sum(axis=-1) * 2
    mean: Levels = power.mean(axis=-1) / (_WINDOW * np.square(shape).sum())
    return mean
