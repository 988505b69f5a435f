"""Small films to send to gateways: legal ones, and ones wrong in exactly one way.

Source: facts 'providers', section 2: what the vendors take.
"""

import io
from fractions import Fraction
from functools import cache

import av
import numpy as np

RATE = 25
WIDTH, HEIGHT = 64, 48


@cache
def a_film(frames: int = 85, codec: str = "libx264", *, sound: bool = False) -> bytes:
    """A film of so many frames at 25 fps that grows brighter; 85 frames are 3.4 s."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as target:
        stream = target.add_stream(codec, rate=RATE)
        stream.width, stream.height, stream.pix_fmt = WIDTH, HEIGHT, "yuv420p"
        if codec == "libx264":
            stream.options = {"preset": "ultrafast"}
        heard = target.add_stream("aac", rate=48_000) if sound else None
        for number in range(frames):
            shade = np.full((HEIGHT, WIDTH, 3), number * 255 // frames, np.uint8)
            target.mux(stream.encode(av.VideoFrame.from_ndarray(shade, format="rgb24")))
        target.mux(stream.encode(None))
        if heard is not None:
            silence = av.AudioFrame.from_ndarray(np.zeros((2, 1024), np.float32), "fltp", "stereo")
            silence.sample_rate, silence.pts = 48_000, 0
            target.mux([*heard.encode(silence), *heard.encode(None)])
    return out.getvalue()


def heard(data: bytes) -> Fraction:
    """How long a result sounds. Unit: seconds."""
    with av.open(io.BytesIO(data)) as container:
        stream = container.streams.audio[0]
        return Fraction(sum(frame.samples for frame in container.decode(stream)), stream.rate)
