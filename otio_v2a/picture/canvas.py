"""What a picture is painted on, and the key that says what it shows."""

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType

from otio_v2a.model import Media, Shot
from otio_v2a.picture.media import Source
from otio_v2a.picture.shown import course, frames_shown

ENCODER: Mapping[str, str] = MappingProxyType(
    {"vcodec": "libx264", "preset": "superfast", "crf": "23"}
)
"""How every picture is encoded; part of its key."""

_SLIVER = 2


@dataclass(frozen=True, slots=True)
class Canvas:
    """The size and rate of a picture: even, square pixels.

    `ffmpeg` is the configured path of the ffmpeg that paints it, empty for the one in the wheel.
    """

    width: int
    height: int
    rate: Fraction
    ffmpeg: str = field(default="", compare=False)


def canvas(shots_sources: Sequence[Source], rate: Fraction, height: int = 720) -> Canvas:
    """The canvas for the sources of some shots, one source a shot: the aspect most of them have.

    Never larger than the largest source; 16:9 when nothing but black is shown.
    """
    if not shots_sources:
        return Canvas(_even(Fraction(height * 16, 9)), _even(Fraction(height)), rate)
    aspects = Counter(Fraction(source.width, source.height) for source in shots_sources)
    aspect = aspects.most_common(1)[0][0]
    tallest = min(height, max(source.height for source in shots_sources))
    return Canvas(_even(tallest * aspect), _even(Fraction(tallest)), rate)


def fitted(source: Source, on: Canvas) -> tuple[int, int]:
    """The even size at which a source fits into a canvas, its aspect kept."""
    scale = min(Fraction(on.width, source.width), Fraction(on.height, source.height))
    width, height = _even(source.width * scale), _even(source.height * scale)
    # A line or two of black at the edge would only come from rounding to even sizes.
    return (
        on.width if on.width - width <= _SLIVER else width,
        on.height if on.height - height <= _SLIVER else height,
    )


def picture_key(shots: Sequence[Shot], sources: Mapping[Media, Source], canvas: Canvas) -> str:
    """What identifies a picture by what it shows, as 64 hex digits.

    Names, paths and places in the edit do not matter, nor how the shots are cut up: only which
    frames are seen.
    """
    runs: list[tuple[str, list[object]]] = []
    for shot in shots:
        seen, frames = _seen(shot, sources, canvas)
        if runs and runs[-1][0] == seen:
            runs[-1][1].extend(frames)
        elif frames:
            runs.append((seen, frames))
    shape = (canvas.width, canvas.height, str(canvas.rate), sorted(ENCODER.items()))
    return hashlib.sha256(json.dumps([shape, runs]).encode()).hexdigest()


def _seen(shot: Shot, sources: Mapping[Media, Source], on: Canvas) -> tuple[str, list[object]]:
    """The fingerprint of what a shot shows, and its frames; positions where the rate varies."""
    if shot.media is None:
        return "black", [0] * shot.length
    source = sources[shot.media]
    if source.constant:
        return source.fingerprint, list(frames_shown(shot, source, on.rate))
    way = course(shot, source, on.rate)
    return source.fingerprint, [str(way.at + k * way.step) for k in range(way.length)]


def _even(size: Fraction) -> int:
    return max(2, 2 * int(size / 2))
