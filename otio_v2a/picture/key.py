"""The key that says what a picture shows: the same frames, the same key, whatever their names."""

import hashlib
import json
from collections.abc import Mapping, Sequence

from otio_v2a.model import Layers, Media, Shot, Visual
from otio_v2a.picture.canvas import ENCODER, Canvas, place
from otio_v2a.picture.media import Source
from otio_v2a.picture.shown import course, frames_shown

_COLOURS = "bt709"
"""How every picture is coloured; part of its key."""

_Sources = Mapping[Media, Source]


def picture_key(visuals: Sequence[Visual], sources: _Sources, canvas: Canvas) -> str:
    """What identifies a picture by what it shows, as 64 hex digits.

    Names, paths and places in the edit do not matter, nor how the picture is cut up: only which
    frames are seen.
    """
    runs: list[tuple[object, list[object]]] = []
    for visual in visuals:
        seen, frames = _seen(visual, sources, canvas)
        if runs and runs[-1][0] == seen:
            runs[-1][1].extend(frames)
        elif frames:
            runs.append((seen, frames))
    shape = (canvas.width, canvas.height, str(canvas.rate), sorted(ENCODER.items()), _COLOURS)
    return hashlib.sha256(json.dumps([shape, runs]).encode()).hexdigest()


def _seen(visual: Visual, sources: _Sources, on: Canvas) -> tuple[object, list[object]]:
    """What a visual shows but for its frames, and these."""
    if isinstance(visual, Shot):
        return _shot(visual, sources, on)
    if isinstance(visual, Layers):
        kinds, frames = zip(*(_seen(one, sources, on) for one in visual.visuals), strict=True)
        return ["layers", *kinds], [list(row) for row in zip(*frames, strict=True)]
    kinds, frames = zip(
        *(_seen(one, sources, on) for one in (visual.outgoing, visual.incoming)), strict=True
    )
    shares = [str(visual.share + k * visual.step) for k in range(visual.length)]
    return ["mix", *kinds], [list(row) for row in zip(shares, *frames, strict=True)]


def _shot(shot: Shot, sources: _Sources, on: Canvas) -> tuple[object, list[object]]:
    """The fingerprint of what a shot shows, and its frames; positions where the rate varies."""
    if shot.media is None:
        return "black", [0] * shot.length
    source = sources[shot.media]
    where = place(source, shot.fit, on)
    seen = [source.fingerprint, where.size, where.seen]
    if source.constant:
        return seen, list(frames_shown(shot, source, on.rate))
    way = course(shot, source, on.rate)
    return seen, [str(way.at + k * way.step) for k in range(way.length)]
