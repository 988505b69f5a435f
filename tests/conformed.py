"""The one seam to the program: a timeline file as the movie it renders, and that movie's frames."""

import asyncio
from pathlib import Path
from typing import Any

import av
import numpy as np
from edits import Seller, a_cue, a_part
from grays import grays
from numpy.typing import NDArray

from otio_v2a.conform import program
from otio_v2a.picture.media import Library
from otio_v2a.picture.render import render
from otio_v2a.providers.base import Limits
from otio_v2a.score.pictures import Studio, pictures
from otio_v2a.timeline.document import load

HEIGHT = 180
"""Lines of every picture: as small as coded blocks allow."""


def conformed(timeline: Path, out: Path) -> Path:
    """The whole timeline as a movie, record frame 0 to its last."""
    edit = load(timeline).edit
    seen = program(edit)
    cue = a_cue(0, edit.length, edit.rate)
    studio = Studio(seen, seen, Library(), Seller(limits=Limits(height=HEIGHT)), edit.frame)
    part = a_part(cue, head=0, tail=0)
    (made,) = pictures(part, studio)
    asyncio.run(render(made.visuals, made.sources, made.canvas, out, lambda _: None))
    return out


def frames(movie: Path) -> list[NDArray[Any]]:
    """Every frame of a movie as gray levels, 0 to 255. Shape: (height, width)."""
    with av.open(str(movie)) as container:
        stream = container.streams.video[0]
        stream.thread_type = "NONE"
        return [gray.astype(np.float32) for gray in grays(container.decode(stream))]
