"""The workshop: noise, tones, decays, rooms and panning that every sound is made of."""

from collections.abc import Sequence
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
_ECHOED = 1.2  # seconds of a sound that a room answers to; what is longer rumbles by itself


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


def gain(decibels: float) -> float:
    """Decibels as a factor."""
    return float(10 ** (decibels / 20))


def add_at(out: Samples, start: int, sound: Samples) -> None:
    """Adds a sound in place; what lies outside is left out."""
    first, last = max(0, start), min(out.shape[1], start + sound.shape[1])
    if first < last:
        out[:, first:last] += sound[:, first - start : last - start]
