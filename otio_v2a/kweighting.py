"""The filter of the ear that loudness is measured with: K-weighting at 48 kHz."""

from functools import cache

import numpy as np
import numpy.typing as npt

_SHELF = (
    (1.53512485958697, -2.69169618940638, 1.19839281085285),
    (1.0, -1.69065929318241, 0.73248077421585),
)
_HIGH_PASS = (1.0, -2.0, 1.0), (1.0, -1.99004745483398, 0.99007225036621)

OFFSET = -0.691
"""LUFS of a K-weighted power of 1. Source: ITU-R BS.1770-5, annex 1."""


@cache
def response(length: int) -> npt.NDArray[np.float64]:
    """What K-weighting does to the power in each bin of a spectrum of `length` real samples.

    Shape: (length // 2 + 1,).
    Source: ITU-R BS.1770-5, tables 1 and 2.
    """
    turn = np.exp(-2j * np.pi * np.fft.rfftfreq(length))
    gain = np.ones(len(turn))
    for above, below in (_SHELF, _HIGH_PASS):
        gain *= np.abs(np.polyval(above[::-1], turn) / np.polyval(below[::-1], turn)) ** 2
    gain.setflags(write=False)
    return gain
