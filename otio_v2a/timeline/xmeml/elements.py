"""The elements of an xmeml file that are read, and the values in them."""

import re
from fractions import Fraction

from otio_v2a.errors import TimelineError
from otio_v2a.timecode import snap_rate
from otio_v2a.timeline.markup import Needs, Node

NEEDS = Needs(
    branches=(
        *("xmeml", "project", "bin", "children", "clip", "sequence", "media", "video", "audio"),
        *("track", "clipitem", "generatoritem", "transitionitem", "file", "rate", "timecode"),
        *("format", "samplecharacteristics", "marker", "filter", "effect", "parameter"),
        "keyframe",
    ),
    leaves=(
        *("name", "duration", "timebase", "ntsc", "start", "end", "in", "out", "enabled"),
        *("alignment", "pathurl", "mediaSource", "frame", "string", "displayformat", "comment"),
        *("width", "height", "pixelaspectratio", "effectid", "effecttype", "parameterid"),
        *("mediatype", "when", "value", "cutPointTicks"),
    ),
)
"""The text of a `<value>` that holds others, a position, is what stands in these."""

_NUMBER = re.compile(r"[-+]?\d{1,20}(\.\d{0,20})?")
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
    timebase = number(rate.told("timebase")) if rate else None
    if rate is None or timebase is None or not 0 < timebase <= _FASTEST:
        return None
    whole = timebase.denominator == 1
    ntsc = whole and is_true(rate.told("ntsc"))
    return timebase * 1000 / 1001 if ntsc else snap_rate(timebase)


def number(text: str) -> Fraction | None:
    """A number as written, exactly; None where there is none. Some write `1055.0` for a frame."""
    if not _NUMBER.fullmatch(text):
        return None
    found = Fraction(text)
    return found if abs(found) <= _LARGEST else None


def frame(node: Node, tag: str, address: str) -> Fraction | None:
    """A time of an element in its own frames; None where it is missing or `-1`: not told.

    Raises: TimelineError naming `address` when it is no number.
    """
    text = node.told(tag)
    found = number(text)
    if text and found is None:
        message = f"{address}: its <{tag}> is '{text[:40]}', no frame. Export the timeline again."
        raise TimelineError(message)
    return None if found == -1 else found


def is_true(text: str) -> bool:
    """What `TRUE` says, however it is spelled."""
    return text.lower() in ("true", "1", "yes")


def is_off(node: Node) -> bool:
    """Whether an element says `<enabled>FALSE`."""
    return node.told("enabled").lower() in ("false", "0", "no")


def first_timecode(node: Node, address: str) -> Fraction:
    """The timecode of a file's or sequence's first frame, in exact seconds; 0 without one."""
    code = node.find("timecode")
    told = frame(code, "frame", address) if code else None
    if code is None or told is None:
        return Fraction(0)
    return told / (rate_or_none(code) or rate_of(node, address))


def picture_size(sequence: Node) -> tuple[int, int] | None:
    """The size of a sequence's picture in square pixels, where it says so."""
    told = sequence.find("media", "video", "format", "samplecharacteristics")
    sides = [number(told.told(side)) for side in ("width", "height")] if told else []
    if told is None or not all(side and 1 <= side <= 2**16 for side in sides):
        return None
    width, height = (int(side or 0) for side in sides)
    aspect = _ASPECTS.get(told.told("pixelaspectratio").lower(), Fraction(1))
    return round(width * aspect), height
