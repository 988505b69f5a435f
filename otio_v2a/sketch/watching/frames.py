"""Frames at a glance, and what sets one apart from another."""

import numpy as np
import numpy.typing as npt

from otio_v2a.providers.base import GLANCE_HEIGHT as HEIGHT
from otio_v2a.providers.base import GLANCE_WIDTH as WIDTH

__all__ = ["ACROSS", "DOWN", "HEIGHT", "NOISE_GATE", "WIDTH", "Curve", "Grays", "apart", "gated"]

Curve = npt.NDArray[np.float32]
Grays = npt.NDArray[np.uint8]

NOISE_GATE = 6
"""Differences of 8-bit gray up to this are grain or coding noise, not motion."""

ACROSS, DOWN = (np.linspace(-1, 1, side, dtype=np.float32) for side in (WIDTH, HEIGHT))
"""Where each column lies, -1 left to 1 right, and each row, -1 top to 1 bottom."""


def apart(one: Grays, other: Grays) -> Grays:
    """By how much two frames differ, pixel by pixel."""
    return np.asarray(np.maximum(one, other) - np.minimum(one, other), np.uint8)


def gated(change: Grays, gate: int) -> Grays:
    """A difference without all that is not above the gate."""
    return np.asarray(change * (change > gate), np.uint8)
