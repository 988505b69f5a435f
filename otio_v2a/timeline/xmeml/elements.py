"""The elements of an xmeml file that are read, and the values in them."""

import re
from fractions import Fraction
from functools import lru_cache

from otio_v2a.errors import TimelineError
from otio_v2a.timecode import snap_rate
from otio_v2a.timeline.markup import Needs, Node
from otio_v2a.timeline.times import Exact

NEEDS = Needs(
    branches=(
        *("xmeml", "project", "bin", "children", "clip", "sequence", "media", "video", "audio"),
        *("track", "clipitem", "generatoritem", "transitionitem", "file", "rate", "timecode"),
        *("format", "samplecharacteristics", "marker", "filter", "effect", "parameter"),
        "keyframe",
    ),
    leaves=(
        *("name", "duration", "timebase", "ntsc", "start", "end", "in", "out", "enabled"),
        *("alignment", "pathurl", "mediaSource", "frame", "displayformat", "comment"),
        *("width", "height", "pixelaspectratio", "effectid", "parameterid"),
        *("mediatype", "value", "cutPointTicks"),
    ),
)
"""The text of a `<value>` that holds others, a position, is what stands in these."""

_NUMBER = re.compile(r"[-+]?\d{1,20}(\.\d{0,20})?", re.ASCII)
_FASTEST = 1000
_LARGEST = 2**53
_ASPECTS = {
    "ntsc-601": Fraction(10, 11),
    "pal-601": Fraction(59, 54),
    "hd-(1440x1080)": Fraction(4, 3),
    "hd-(1280x1080)": Fraction(3, 2),
    "hd-(960x720)": Fraction(4, 3),
}


def rate_of(node: Node | None, address: str) -> Fraction:
    """The exact rate an element counts in: its own `<rate>`.

    Raises: TimelineError naming `address` when it has none that can be used.
    """
    found = rate_or_none(node)
    if found is None:
        message = f"{address}: it has no rate that can be used. Export the timeline again."
        raise TimelineError(message)
    return found


def rate_or_none(node: Node | None) -> Fraction | None:
    """The exact rate an element says, if it does: 30 and NTSC are 30000/1001."""
    rate = node.find("rate") if node else None
    return _exact(rate.told("timebase"), rate.told("ntsc")) if rate else None


@lru_cache(maxsize=256)
def _exact(timebase: str, ntsc: str) -> Fraction | None:
    base = number(timebase)
    if base is None or not 0 < base <= _FASTEST:
        return None
    return Fraction(base * 1000, 1001) if is_true(ntsc) and is_whole(base) else snap_rate(base)


def number(text: str) -> Exact | None:
    """A number as written, exactly; None where there is none. Some write `1055.0` for a frame."""
    if not _NUMBER.fullmatch(text):
        return None
    found = int(text) if text.isdecimal() else whole(Fraction(text))
    return found if -_LARGEST <= found <= _LARGEST else None


def whole(exact: Exact) -> Exact:
    """The same number, as an int where it is one: those are quicker."""
    return exact.numerator if exact.denominator == 1 else exact


def is_whole(exact: Exact) -> bool:
    """Whether a number has no fraction."""
    return exact.denominator == 1


def rescaled(frames: Exact, rate: Fraction, to: Fraction) -> Exact:
    """Frames at one rate as exact frames at another."""
    return frames if rate is to or rate == to else whole(frames * to / rate)


def frame(node: Node, tag: str, address: str) -> Exact | None:
    """A time of an element in its own frames; None where it is missing or `-1`: not told.

    Raises: TimelineError naming `address` when it is no number.
    """
    text = node.texts.get(tag)
    if not text:
        return None
    found = number(text)
    if found is None:
        message = f"{address}: its <{tag}> is '{text[:40]}', no frame. Export the timeline again."
        raise TimelineError(message)
    return None if found == -1 else found


def is_true(text: str) -> bool:
    """What `TRUE` says, however it is spelled."""
    return text.lower() in ("true", "1", "yes")


def is_off(node: Node) -> bool:
    """Whether an element says `<enabled>FALSE`."""
    return node.told("enabled").lower() in ("false", "0", "no")


def first_timecode(node: Node, rate: Fraction, address: str) -> Exact:
    """The timecode of a file's or sequence's first frame; 0 without one.

    Unit: exact frames at `rate`, which is also what it is told in unless it says otherwise.
    """
    code = node.find("timecode")
    told = frame(code, "frame", address) if code else None
    return rescaled(told, rate_or_none(code) or rate_or_none(node) or rate, rate) if told else 0


def picture_size(sequence: Node) -> tuple[int, int] | None:
    """The size of a sequence's picture in square pixels, where it says so."""
    told = sequence.find("media", "video", "format", "samplecharacteristics")
    sides = [number(told.told(side)) for side in ("width", "height")] if told else []
    if told is None or not all(side and 1 <= side <= 2**16 for side in sides):
        return None
    width, height = (int(side or 0) for side in sides)
    aspect = _ASPECTS.get(told.told("pixelaspectratio").lower(), Fraction(1))
    return round(width * aspect), height
