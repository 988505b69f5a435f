"""Pictures as gray levels."""

from collections.abc import Iterable, Iterator

import numpy as np
from av import VideoFrame
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray


def grays(frames: Iterable[VideoFrame]) -> Iterator[NDArray[np.uint8]]:
    """Each frame's gray levels, 0 to 255. Shape: (height, width)."""
    # A frame that converts itself sets its converter up anew, which takes ten times as long.
    converter = VideoReformatter()
    for frame in frames:
        yield converter.reformat(frame, format="gray").to_ndarray()
