"""The booth in which beds are made: their noise, tones, slow curves and strewn grains."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from otio_v2a.sketch.workshop import Samples, coloured, f32, stretched
from otio_v2a.timecode import SAMPLE_RATE

_DENSE, _DENSE_LOOP = 30.0, 1 << 18  # grains a second that are strewn over a shorter loop; samples
_CONTROL = 512  # samples between two points of a slow curve


@dataclass(frozen=True, slots=True)
class Booth:
    """Where one bed is made: its loop's length in samples, and its random numbers."""

    length: int
    rng: np.random.Generator

    def noise(self, bands: Sequence[float]) -> Samples:
        """Stereo noise with the given octave levels in dB. Shape: (2, length)."""
        return self.spread(coloured(bands))

    def spread(self, mono: Samples) -> Samples:
        """Two unrelated stretches of a loopable noise, left and right. Shape: (2, length)."""
        out = np.empty((2, self.length), np.float32)
        for side, start in zip(out, self.rng.integers(0, len(mono), 2), strict=True):
            _fill(side, mono, int(start))
        return out

    def whistle(self, pitch: Samples, width: float) -> Samples:
        """Noise in a narrow band that glides: `pitch` in Hz a sample, `width` in Hz. Mono.

        What is slow and random, turned by a sine, is narrow and random around its pitch.
        """
        points = max(8, round(self.length / SAMPLE_RATE * 4 * width))
        slow = self.rng.standard_normal(points, np.float32)
        phase = self.phase(pitch) * np.float32(2 * np.pi)
        return f32(stretched(np.append(slow, slow[0]), self.length) * np.cos(phase))

    def phase(self, pitch: Samples) -> Samples:
        """The phase of a pitch in Hz a sample, 0 to 1; it closes the loop."""
        turns = np.cumsum(pitch, dtype=np.float64)
        turns *= max(1, round(turns[-1] / SAMPLE_RATE)) / turns[-1]
        turns -= np.floor(turns)
        return f32(turns)

    def chord(self, tones: Sequence[tuple[float, float]]) -> Samples:
        """Steady sines (Hz, level) that close the loop, out of phase left and right.

        Every block of a sine is the first one turned by an angle: one product gives them all.
        """
        count = -(-self.length // _CONTROL)
        hertz, levels = np.array(tones).T
        turns = 2 * np.pi * np.round(hertz * self.length / SAMPLE_RATE) / self.length
        inner = turns[:, None] * np.arange(_CONTROL)
        waves = f32(np.concatenate([np.cos(inner), np.sin(inner)]))
        out = self.empty()
        for side in range(2):
            starts = turns * _CONTROL * np.arange(count)[:, None]
            starts += 2 * np.pi * self.rng.random(len(tones))
            angles = np.concatenate([levels * np.sin(starts), levels * np.cos(starts)], axis=1)
            out[side] = (f32(angles) @ waves).ravel()[: self.length]
        return out

    def gate(self, seconds: float) -> Samples:
        """Random steps between 0 and 1, one every so many seconds."""
        step = max(1, round(seconds * SAMPLE_RATE))
        values = self.rng.random(-(-self.length // step), np.float32)
        return np.repeat(values, step)[: self.length]

    def drift(self, period: float, depth: float) -> Samples:
        """A loopable curve around 1 that wanders about `depth` dB, once in `period` seconds."""
        points = max(8, self.length // _CONTROL)
        cycles = self.length / SAMPLE_RATE / period
        bins = np.arange(points // 2 + 1)
        shape = np.where(bins > 0, np.exp(-0.5 * (bins / max(1.0, cycles)) ** 2), 0)
        phases = np.exp(2j * np.pi * self.rng.random(len(bins)))
        curve = np.fft.irfft(shape * phases, points)
        curve /= max(curve.std(), 1e-9)
        looped = f32(10 ** (depth / 2 * np.append(curve, curve[0]) / 20))
        return stretched(looped, self.length)

    def empty(self) -> Samples:
        """Stereo silence. Shape: (2, length)."""
        return np.zeros((2, self.length), np.float32)

    def strew(self, grains: Sequence[Samples], rate: float, spread: float = 9.0) -> Samples:
        """Loopable grains at random, `rate` a second, levels within about `spread` dB."""
        if rate > _DENSE and self.length > _DENSE_LOOP:
            return self._tiled(Booth(_DENSE_LOOP, self.rng).strew(grains, rate, spread))
        out = self.empty()
        count = max(1, self.rng.poisson(rate * self.length / SAMPLE_RATE))
        levels = 10 ** (-np.abs(self.rng.normal(0, spread, count)) / 20)
        angles = (self.rng.uniform(-1, 1, count) * 0.8 + 1) * np.pi / 4
        gains = f32(levels * np.stack([np.cos(angles), np.sin(angles)]))[:, :, None]
        which = self.rng.integers(0, len(grains), count)
        for index, start in enumerate(self.rng.integers(0, self.length, count)):
            add_looped(out, int(start), grains[which[index]] * gains[:, index])
        return out

    def _tiled(self, loop: Samples) -> Samples:
        """A short loop laid end to end, on its own way round each time."""
        out = np.empty((2, self.length), np.float32)
        for start in range(0, self.length, loop.shape[1]):
            turned = loop[:: self.rng.choice((-1, 1))]
            out[:, start : start + loop.shape[1]] = turned[:, : self.length - start]
        return out


def _fill(out: Samples, loop: Samples, start: int) -> None:
    """A loop laid over `out` again and again from one of its samples on."""
    place = 0
    while place < len(out):
        part = loop[start : start + len(out) - place]
        out[place : place + len(part)] = part
        place, start = place + len(part), 0


def add_looped(out: Samples, start: int, sound: Samples) -> None:
    """Adds a sound in place; what runs over the end goes on at the start."""
    length, start = out.shape[1], start % out.shape[1]
    head = min(sound.shape[1], length - start)
    out[:, start : start + head] += sound[:, :head]
    rest = sound[:, head : head + start]
    out[:, : rest.shape[1]] += rest
