"""How loud a sound is: BS.1770 loudness by ffmpeg's own meter, and its true peak."""

import math
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.filter import Graph

from otio_v2a.audio.decode import Samples
from otio_v2a.audio.level import decibels
from otio_v2a.audio.truepeak import TruePeak
from otio_v2a.timecode import SAMPLE_RATE

SILENT = -70.0
"""LUFS; the absolute gate of BS.1770: what is not above it has no loudness."""

# `ebur128` says how loud it is so far on each 100 ms that it gives back.
_TOLD = SAMPLE_RATE // 10
_LAYOUT, _FORMAT = "stereo", "flt"


@dataclass(frozen=True, slots=True)
class Measured:
    """Integrated loudness in LUFS, its range in LU, true peak in dBTP; -inf for silence."""

    loudness: float
    range: float
    true_peak: float

    @property
    def is_heard(self) -> bool:
        """Whether it has a loudness: silence has none, nor what is shorter than 400 ms."""
        return math.isfinite(self.loudness)

    def raised(self, gain_db: float) -> "Measured":
        """The same sound at another level."""
        return Measured(self.loudness + gain_db, self.range, self.true_peak + gain_db)


class Meter:
    """Hears a sound block by block.

    Loudness by ffmpeg's `ebur128` (EBU Tech 3341); its true peak costs three times as much as
    its loudness, ours looks only where a peak may be.
    """

    def __init__(self, start: int = 0, end: int | None = None) -> None:
        """Its loudness is that of the samples from `start` to `end`, its true peak that of all."""
        self._start, self._end = start, end
        self._at = 0
        self._graph = Graph()
        source = self._graph.add_abuffer(
            format=_FORMAT,
            layout=_LAYOUT,
            sample_rate=SAMPLE_RATE,
            time_base=Fraction(1, SAMPLE_RATE),
        )
        meter = self._graph.add("ebur128", "metadata=1")
        source.link_to(meter)
        meter.link_to(self._graph.add("abuffersink"))
        self._graph.configure()
        self._heard = 0
        self._told: AudioFrame | None = None
        self._true_peak = TruePeak()
        self._measured: Measured | None = None

    def hear(self, block: Samples) -> None:
        """The next block."""
        self._true_peak.hear(block)
        end = len(block) if self._end is None else max(0, self._end - self._at)
        self._weigh(block[max(0, self._start - self._at) : end])
        self._at += len(block)

    def _weigh(self, block: Samples) -> None:
        if not len(block):
            return
        packed = np.ascontiguousarray(block, np.float32).reshape(1, -1)
        frame = AudioFrame.from_ndarray(packed, format=_FORMAT, layout=_LAYOUT)
        frame.sample_rate, frame.pts = SAMPLE_RATE, self._heard
        self._heard += len(block)
        self._graph.push(frame)
        self._pull()

    def measured(self) -> Measured:
        """What was heard, once the sound has ended."""
        if self._measured is None:
            self._measured = self._ended()
        return self._measured

    def _ended(self) -> Measured:
        self._graph.push(None)
        self._pull()
        told = self._told.metadata if self._told else {}
        loudness = float(told.get("lavfi.r128.I", SILENT))
        return Measured(
            loudness if loudness > SILENT else -math.inf,
            float(told.get("lavfi.r128.LRA", 0)),
            decibels(self._true_peak.highest()),
        )

    def _pull(self) -> None:
        with suppress(av.BlockingIOError, av.EOFError):
            while True:
                frame = self._graph.pull()
                # A shorter one, at the end, is told nothing.
                if isinstance(frame, AudioFrame) and frame.samples == _TOLD:
                    self._told = frame


@dataclass(frozen=True, slots=True)
class Known:
    """Stands where a meter does, for a sound that need not be measured."""

    known: Measured

    def hear(self, _: Samples) -> None:
        """Nothing new."""

    def measured(self) -> Measured:
        """What is known."""
        return self.known
