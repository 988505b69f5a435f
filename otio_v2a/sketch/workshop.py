"""The workshop: noise, tones, decays, rooms and panning that every sound is made of."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import numpy as np
import numpy.typing as npt

from otio_v2a.timecode import SAMPLE_RATE

Samples = npt.NDArray[np.float32]

OCTAVES = 10
"""Bands of the noise bank: centres 31.25 Hz, 62.5 Hz, ... 16 kHz."""

OFF = -90.0
"""A band of `coloured` that is left out. Unit: dB."""

_BANK = 1 << 18
_DENSE, _DENSE_LOOP = 30.0, 1 << 18  # grains a second that are strewn over a shorter loop; samples
_ECHOED = 1.2  # seconds of a sound that a room answers to; what is longer rumbles by itself
_CONTROL = 512  # samples between two points of a slow curve


def f32(values: npt.ArrayLike) -> Samples:
    """The values as float32."""
    return np.asarray(values, np.float32)


def dice(seed: int, take: int, name: str) -> np.random.Generator:
    """Random numbers that only this seed, take and layer name give."""
    return np.random.default_rng([seed % (1 << 64), take % (1 << 32), crc32(name.encode())])


def ticks(seconds: float) -> Samples:
    """The time of every sample. Unit: seconds."""
    return np.arange(max(1, round(seconds * SAMPLE_RATE)), dtype=np.float32) / np.float32(
        SAMPLE_RATE
    )


def decay(seconds: float, half: float) -> Samples:
    """A curve from 1 that halves every `half` seconds and ends at zero."""
    time = ticks(seconds)
    return f32(np.exp2(-time / half) * np.minimum(1, (seconds - time) / (0.15 * seconds)))


@lru_cache(maxsize=1)
def noise_bank() -> Samples:
    """Loopable noise in octave bands. Shape: (OCTAVES, 2**18), each band of RMS 1."""
    rng = np.random.default_rng(19_790_711)
    bins = _BANK // 2 + 1
    spectrum = rng.standard_normal(bins) + 1j * rng.standard_normal(bins)
    octave = np.log2(np.maximum(np.arange(bins) * SAMPLE_RATE / _BANK, 1) / 31.25)
    bank = np.empty((OCTAVES, _BANK), np.float32)
    for band in range(OCTAVES):
        mask = np.cos(np.pi / 2 * np.clip(octave - band, -1, 1))
        row = np.fft.irfft(spectrum * mask)
        bank[band] = row / np.sqrt(np.mean(row**2))
    bank.setflags(write=False)
    return bank


def coloured(bands: Sequence[float]) -> Samples:
    """Loopable noise with the given octave levels. Unit: dB from 31 Hz up."""
    out = np.zeros(_BANK, np.float32)
    for level, row in zip(bands, noise_bank(), strict=True):
        if level > OFF:
            out += row * np.float32(10 ** (level / 20))
    return out


def burst(rng: np.random.Generator, seconds: float, low: float, high: float) -> Samples:
    """Noise between two frequencies in Hz, with soft slopes, of peak about 1."""
    count = max(64, round(seconds * SAMPLE_RATE))
    size = _quick_size(count)
    spectrum = np.fft.rfft(rng.standard_normal(size, np.float32))
    spectrum *= _slopes(size, low, high)
    noise = np.fft.irfft(spectrum, size)[:count]
    return f32(noise / (3 * noise.std()))


def _slopes(size: int, low: float, high: float) -> Samples:
    hertz = np.arange(1, size // 2 + 2, dtype=np.float32) * np.float32(SAMPLE_RATE / size)
    below, above = (np.float32(low) / hertz) ** 2, (hertz / np.float32(high)) ** 2
    return f32(1 / np.sqrt((1 + below * below) * (1 + above * above)))


def _quick_size(count: int) -> int:
    """The next length that Fourier transforms take quickly."""
    power = 1 << (count - 1).bit_length()
    return next(size for size in (power * 5 // 8, power * 3 // 4, power) if size >= count)


def ring(modes: Sequence[tuple[float, float, float]], seconds: float) -> Samples:
    """Struck modes sounding together. `modes` are (Hz, half-life in seconds, level)."""
    time = ticks(seconds)
    out = np.zeros_like(time)
    for hertz, half, level in modes:
        out += level * np.exp2(-time / half) * np.sin(2 * np.pi * hertz * time)
    return f32(out * np.minimum(1, (seconds - time) / (0.3 * seconds)))


def chirp(start: float, end: float, seconds: float) -> Samples:
    """A sine that glides evenly in pitch. Unit: Hz."""
    time = ticks(seconds)
    ratio = np.log(end / start) / seconds
    phase = start * (np.expm1(ratio * time) / ratio) if ratio else start * time
    return f32(np.sin(2 * np.pi * phase))


def layered(*parts: tuple[float, float, Samples]) -> Samples:
    """Sounds on top of one another. Each part is (level, seconds after the start, sound)."""
    starts = [round(late * SAMPLE_RATE) for _, late, _ in parts]
    length = max(start + len(sound) for start, (_, _, sound) in zip(starts, parts, strict=True))
    out = np.zeros(length, np.float32)
    for start, (level, _, sound) in zip(starts, parts, strict=True):
        out[start : start + len(sound)] += np.float32(level) * sound
    return out


def peaked(sound: Samples, peak: float = 1.0) -> Samples:
    """The sound scaled to a peak; silence stays silence."""
    top = float(np.abs(sound).max(initial=0))
    return sound * np.float32(peak / top) if top else sound


def dulled(sound: Samples, hertz: float) -> Samples:
    """The sound through a causal low-pass, so that its attack does not move. Mono."""
    kernel = np.exp(-2 * np.pi * hertz / SAMPLE_RATE * np.arange(round(SAMPLE_RATE / hertz) + 8))
    return convolved(sound, f32(kernel / kernel.sum()))[: len(sound)]


def convolved(sound: Samples, kernel: Samples) -> Samples:
    """The linear convolution of two mono sounds."""
    size = _quick_size(len(sound) + len(kernel) - 1)
    spectrum = np.fft.rfft(sound, size) * np.fft.rfft(kernel, size)
    return f32(np.fft.irfft(spectrum, size)[: len(sound) + len(kernel) - 1])


@lru_cache(maxsize=8)
def room(seconds: float) -> Samples:
    """The echo of a room, direct sound left out. Shape: (2, samples). 60 dB down at its end."""
    rng = np.random.default_rng(round(seconds * 1000))
    count = round(seconds * SAMPLE_RATE)
    time = np.arange(count) / SAMPLE_RATE
    bright = burst(rng, 2 * seconds, 1500, 7000).reshape(2, -1)[:, :count]
    warm = burst(rng, 2 * seconds, 180, 1500).reshape(2, -1)[:, :count]
    fade = np.minimum(1, np.maximum(0, time - 0.008) / 0.015)
    echo = fade * (
        warm * 10 ** (-3 * time / seconds) + 0.7 * bright * 10 ** (-5.5 * time / seconds)
    )
    return f32(echo / np.sqrt((echo**2).sum(axis=1, keepdims=True)))


@lru_cache(maxsize=32)
def _room_spectrum(seconds: float, size: int) -> npt.NDArray[np.complex64]:
    return np.asarray(np.fft.rfft(2 * _halved(room(seconds)), size), np.complex64)


def echoed(sound: Samples, seconds: float) -> Samples:
    """What a room answers to a mono sound. Shape: (2, samples).

    A room swallows the highs: half of the samples say it all.
    """
    half = _halved(sound[None, : round(_ECHOED * SAMPLE_RATE)])[0]
    length = len(half) + round(seconds * SAMPLE_RATE) // 2
    size = _quick_size(length)
    spectrum = np.fft.rfft(half, size) * _room_spectrum(seconds, size)
    echo = f32(np.fft.irfft(spectrum, size)[:, :length])
    out = np.repeat(echo, 2, axis=1)
    out[:, 1:-1:2] += echo[:, 1:]
    out[:, 1:-1:2] /= 2
    return out


def _halved(sound: Samples) -> Samples:
    """Every two samples as their mean. Shape: (channels, samples)."""
    return f32(sound[:, : sound.shape[1] // 2 * 2].reshape(len(sound), -1, 2).mean(axis=2))


def placed(sound: Samples, x: float) -> Samples:
    """A mono sound at a place between left -1 and right 1, of even power. Shape: (2, samples)."""
    angle = (np.clip(x, -1, 1) * 0.8 + 1) * np.pi / 4
    return f32([[np.cos(angle)], [np.sin(angle)]]) * sound


def stretched(points: Samples, length: int) -> Samples:
    """A slow curve as samples, straight between its evenly spread points."""
    step = -(-length // max(1, len(points) - 1))
    out = np.outer(np.diff(points), np.linspace(0, 1, step, endpoint=False, dtype=np.float32))
    out += points[:-1, None]
    return out.ravel()[:length]


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


def gain(decibels: float) -> float:
    """Decibels as a factor."""
    return float(10 ** (decibels / 20))


def add_looped(out: Samples, start: int, sound: Samples) -> None:
    """Adds a sound in place; what runs over the end goes on at the start."""
    length, start = out.shape[1], start % out.shape[1]
    head = min(sound.shape[1], length - start)
    out[:, start : start + head] += sound[:, :head]
    rest = sound[:, head : head + start]
    out[:, : rest.shape[1]] += rest


def add_at(out: Samples, start: int, sound: Samples) -> None:
    """Adds a sound in place; what lies outside is left out."""
    first, last = max(0, start), min(out.shape[1], start + sound.shape[1])
    if first < last:
        out[:, first:last] += sound[:, first - start : last - start]
