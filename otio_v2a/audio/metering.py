"""The loudness of a sound that is written as a stream."""

from contextlib import suppress
from fractions import Fraction

from av.audio.frame import AudioFrame
from av.filter import Graph

from otio_v2a.audio.decode import Samples
from otio_v2a.timecode import SAMPLE_RATE

_GATE = -70.0
_TICK = Fraction(1, SAMPLE_RATE)


class Loudness:
    """A meter that hears blocks in their order. Source: EBU R128 (libavfilter's ebur128)."""

    def __init__(self) -> None:
        """Nothing heard yet."""
        self._graph = Graph()
        self._graph.threads = 1
        source = self._graph.add_abuffer(
            format="flt", sample_rate=SAMPLE_RATE, layout="stereo", time_base=_TICK
        )
        meter = self._graph.add("ebur128", "metadata=1")
        sink = self._graph.add("abuffersink")
        source.link_to(meter)
        meter.link_to(sink)
        self._graph.configure()
        self._at = 0
        self._integrated = _GATE

    def hear(self, block: Samples) -> None:
        """The next block, shape (n, 2)."""
        frame = AudioFrame.from_ndarray(block.reshape(1, -1), format="flt", layout="stereo")
        frame.sample_rate, frame.time_base, frame.pts = SAMPLE_RATE, _TICK, self._at
        self._at += len(block)
        self._graph.push(frame)
        with suppress(BlockingIOError):
            while True:
                self._integrated = float(self._graph.pull().metadata["lavfi.r128.I"])

    @property
    def lufs(self) -> float | None:
        """The integrated loudness so far; None for silence, or less than 0.4 s."""
        return self._integrated if self._integrated > _GATE else None
