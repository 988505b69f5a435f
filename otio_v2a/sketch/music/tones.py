"""Three ways to a tone: partials that die away, a loop of many players, a reed that quivers."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from otio_v2a.sketch.workshop import Samples, coloured, f32
from otio_v2a.timecode import SAMPLE_RATE

HIGHEST = 14_000.0
"""No partial lies above it. Unit: Hz."""

_BLOCK = 256
_EARLY, _FAINT = 48, 1e-3  # blocks: a quarter of a second; then only what is still heard
_ROWS = 16  # products this small stay on one processor, where many threads cost more than they save
_LOOP, _SHIFTS = 1 << 16, 1 << 13
_CYCLE = 1 << 13
_MIDDLE = 0.3  # of one side that the other has, so that a section has a middle

Floats = npt.NDArray[np.float64]


def hertz(pitch: float) -> float:
    """The frequency of a MIDI number, A4 = 69 = 440 Hz."""
    return float(440 * 2 ** ((pitch - 69) / 12))


def damped(partials: Floats, halves: Floats, levels: Floats, count: int, twist: int) -> Samples:
    """Partials dying away together. Shape: `partials`, `levels` (channels, K); (channels, count).

    Unit: `partials` Hz, `halves` seconds to half. The sum of K partials is one product of a
    (samples / 256, 2 K) and a (2 K, 256) matrix. Partials that have died are left out later on.
    """
    turns = np.random.default_rng(twist).random(halves.shape)
    speed, rate = partials / SAMPLE_RATE, 1 / (halves * SAMPLE_RATE)
    cosine, sine = _spun(speed[:, :, None] * np.arange(_BLOCK), rate[:, None] * np.arange(_BLOCK))
    right = np.concatenate([sine, cosine], axis=1)
    blocks = -(-count // (_BLOCK * _ROWS)) * _ROWS
    out = np.zeros((len(partials), blocks // _ROWS, _ROWS, _BLOCK), np.float32)
    first, size = 0, _EARLY
    while first < blocks:
        rows = np.arange(first, min(blocks, first + size))[:, None] * _BLOCK
        now = levels.max(axis=0) * np.exp2(-rows[0] * rate)
        kept = np.flatnonzero(now > _FAINT * levels.max())
        if not len(kept):
            break
        angles = rows * speed[:, None, kept] + turns[kept]
        left = np.concatenate(_spun(angles, rows * rate[kept]), axis=2)
        both = np.concatenate([kept, kept + len(halves)])
        weights = f32(np.tile(levels[:, None, kept], 2))
        stacked = (left * weights).reshape(len(left), -1, _ROWS, len(both))
        part = slice(first // _ROWS, (first + len(rows)) // _ROWS)
        np.matmul(stacked, right[:, None, both], out=out[:, part])
        first, size = first + size, 2 * size
    return out.reshape(len(partials), -1)[:, :count]


def _spun(turns: Floats, halvings: Floats) -> tuple[Samples, Samples]:
    """Cosine and sine after so many turns, halved so many times."""
    angles = f32(turns - np.floor(turns)) * np.float32(2 * np.pi)
    size = np.exp2(-f32(halvings))
    return np.cos(angles) * size, np.sin(angles) * size


@dataclass(frozen=True, slots=True)
class Section:
    """Many players on one note.

    `tilt` is the power by which partials fall, dark and bright; `cents` how far the players are
    apart; `peaks` are formants (Hz, width in octaves, gain); `stops` partials that sound, empty
    for all.
    """

    tilt: tuple[float, float]
    cents: float
    peaks: tuple[tuple[float, float, float], ...] = ()
    stops: tuple[tuple[float, float], ...] = ()
    most: int = 40
    odd: float = 1.0


@lru_cache(maxsize=40)
def section(kind: Section, pitch: int, twist: int) -> Samples:
    """A loop without a seam: dark left and right, bright left and right. Shape: (4, 2**16).

    Source: the PADsynth algorithm (P. Nasca): every partial is a small hill of random phases.
    """
    base = hertz(pitch)
    stops = kind.stops or tuple((k, 1.0) for k in range(1, kind.most + 1))
    dark, bright = np.zeros(_LOOP // 2 + 1), np.zeros(_LOOP // 2 + 1)
    for number, stop in stops:
        if number * base > HIGHEST:
            break
        gain = stop * _formant(kind, number * base) * (kind.odd if number % 2 == 0 else 1.0)
        first, hill = _hill(number * base, kind.cents)
        dark[first : first + len(hill)] += hill * gain * number ** -kind.tilt[0]
        bright[first : first + len(hill)] += hill * gain * number ** -kind.tilt[1]
    return _loops(dark, bright, (pitch * 131 + twist * 17) % _SHIFTS)


def _hill(centre: float, cents: float) -> tuple[int, Floats]:
    middle = centre * _LOOP / SAMPLE_RATE
    width = max(0.4, middle * (2 ** (cents / 1200) - 1))
    first = max(1, int(middle - 3 * width))
    bins = np.arange(first, int(middle + 3 * width) + 2)
    hill = np.exp(-0.5 * ((bins - middle) / width) ** 2)
    return first, np.asarray(hill / np.sqrt((hill**2).sum()), np.float64)


@lru_cache(maxsize=1)
def _phases() -> npt.NDArray[np.complex64]:
    rng = np.random.default_rng(1_977)
    turns = rng.random((2, _LOOP // 2 + 1 + _SHIFTS), np.float32)
    return np.asarray(np.exp(2j * np.pi * turns), np.complex64)


def _loops(dark: Floats, bright: Floats, shift: int) -> Samples:
    phases = _phases()[:, shift : shift + len(dark)]
    spectra = np.concatenate([f32(dark) * phases, f32(bright) * phases])
    loops = f32(np.fft.irfft(spectra, _LOOP))
    loops += np.float32(_MIDDLE) * loops[[1, 0, 3, 2]]
    loops /= np.sqrt(np.mean(loops**2, axis=1, keepdims=True)) + np.float32(1e-12)
    loops.setflags(write=False)
    return loops


def _formant(kind: Section, frequency: float) -> float:
    if not kind.peaks:
        return 1.0
    return 0.08 + sum(
        gain * float(np.exp(-0.5 * (np.log2(frequency / centre) / width) ** 2))
        for centre, width, gain in kind.peaks
    )


def looped(loop: Samples, count: int, start: int) -> Samples:
    """So many samples of a loop from a place in it."""
    start %= loop.shape[1]
    if start + count <= loop.shape[1]:
        return loop[:, start : start + count]
    times = -(-(start + count) // loop.shape[1])
    return np.tile(loop, times)[:, start : start + count]


@lru_cache(maxsize=64)
def cycle(levels: Sequence[float]) -> Samples:
    """One cycle of a waveform from the levels of its partials. Shape: (2**13,), of RMS 1."""
    rng = np.random.default_rng(len(levels))
    spectrum = np.zeros(_CYCLE // 2 + 1, np.complex128)
    spectrum[1 : len(levels) + 1] = np.asarray(levels) * np.exp(
        2j * np.pi * rng.random(len(levels))
    )
    wave = f32(np.fft.irfft(spectrum))
    return wave / np.float32(np.sqrt(np.mean(wave**2)) + 1e-12)


def quivering(
    pitch: float, count: int, rate: float, cents: float, scoop: float = 0.0
) -> npt.NDArray[np.int64]:
    """Where in a cycle each sample reads: a steady pitch whose vibrato grows after a while.

    Unit: `rate` Hz, `cents` the vibrato's depth, `scoop` semitones below at the very start.
    """
    points = np.arange(0, count + 64, 64)
    time = points / SAMPLE_RATE
    grown = np.clip((time - 0.15) / 0.5, 0, 1)
    bend = cents / 100 * grown * np.sin(2 * np.pi * rate * time) - scoop * np.exp(-time / 0.03)
    speed = hertz(pitch) * 2 ** (bend / 12) / SAMPLE_RATE
    turns = np.concatenate([[0.0], np.cumsum(speed[:-1] * 64)])
    phase = turns[:-1, None] + speed[:-1, None] * np.arange(64)
    return (phase.ravel()[:count] * _CYCLE).astype(np.int64) & (_CYCLE - 1)


@lru_cache(maxsize=4)
def breath(octave: int) -> Samples:
    """Loopable noise around an octave band of the noise bank, of RMS about 1."""
    return coloured([0.0 if abs(band - octave) <= 1 else -60.0 for band in range(10)])
