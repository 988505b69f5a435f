"""What is measured in music: its tempo, its loudness by instrument, where it is silent."""

from dataclasses import replace
from itertools import pairwise

import numpy as np

from otio_v2a.sketch.music.played import Composed
from otio_v2a.sketch.music.playing import play

RATE = 48_000


def performed(composed: Composed) -> np.ndarray:
    """A composed cue as sound. Shape: (2, samples)."""
    out = np.zeros((2, composed.grid.length), np.float32)
    play(composed, out, lambda _share: None)
    return out


def only(composed: Composed, instrument: str) -> Composed:
    """The same cue with one instrument's notes."""
    kept = tuple(note for note in composed.notes if note.instrument == instrument)
    return replace(composed, notes=kept)


def measured_bpm(sound: np.ndarray, near: float, beats: int) -> float:
    """The tempo by the autocorrelation of onsets over so many beats, near an expected one."""
    step = 96
    mono = sound.sum(axis=0)
    power = (mono[: len(mono) // step * step].reshape(-1, step) ** 2).sum(axis=1)
    onset = np.maximum(0, np.diff(np.log10(power + 1e-3), prepend=-3))
    size = 1 << (2 * len(onset)).bit_length()
    likeness = np.fft.irfft(np.abs(np.fft.rfft(onset - onset.mean(), size)) ** 2)
    wished = beats * 60 / near * RATE / step
    lags = np.arange(round(wished * 0.97), round(wished * 1.03))
    top = int(lags[np.argmax(likeness[lags])])
    left, middle, right = likeness[top - 1 : top + 2]
    peak = top + 0.5 * (left - right) / (left - 2 * middle + right)
    return float(beats * 60 * RATE / step / peak)


def spectrum(sound: np.ndarray) -> np.ndarray:
    """Power in third octaves from 50 Hz up, as a share of the whole."""
    power = np.abs(np.fft.rfft(sound.sum(axis=0))) ** 2
    hertz = np.fft.rfftfreq(sound.shape[1], 1 / RATE)
    edges = 50 * 2 ** (np.arange(26) / 3)
    bands = np.array(
        [power[(hertz >= low) & (hertz < high)].sum() for low, high in pairwise(edges)]
    )
    return bands / bands.sum()


def cut_error(cuts: list[int], bpm: float, origin: int) -> np.ndarray:
    """How far cuts lie from their nearest beats. Unit: seconds."""
    beats = (np.asarray(cuts) - origin) * bpm / 60 / RATE
    return np.abs(beats - np.round(beats)) * 60 / bpm
