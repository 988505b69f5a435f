"""The outline of a sound: the peak of each of 400 equal stretches."""

import numpy as np

from otio_v2a.audio.decode import Samples

STRETCHES = 400
_DIGITS = 3


class Waveform:
    """Hears `samples` samples block by block; a file shorter than 400 has a stretch a sample."""

    def __init__(self, samples: int) -> None:
        """Nothing was heard yet."""
        count = min(samples, STRETCHES)
        self._starts = np.arange(count) * samples // count
        self._peaks = np.zeros(count)
        self._at = 0

    def hear(self, block: Samples) -> None:
        """The next block."""
        if not len(block):
            return
        first = int(np.searchsorted(self._starts, self._at, side="right")) - 1
        last = int(np.searchsorted(self._starts, self._at + len(block), side="left"))
        edges = np.maximum(self._starts[first:last] - self._at, 0)
        height = np.abs(block).T
        peaks = np.maximum.reduceat(np.maximum(height[0], height[1]), edges)
        self._peaks[first:last] = np.maximum(self._peaks[first:last], peaks)
        self._at += len(block)

    def highest(self) -> float:
        """The largest absolute sample so far, also over full scale."""
        return float(self._peaks.max())

    def peaks(self) -> tuple[float, ...]:
        """The peaks, 0 to 1, three decimals."""
        return tuple(np.round(np.minimum(self._peaks, 1.0), _DIGITS).tolist())
