"""One child of a track as read: how long it lasts, which part of its media it shows, how fast."""

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from otio_v2a.errors import TimelineError
from otio_v2a.timecode import snap_rate
from otio_v2a.timeline import urls
from otio_v2a.timeline.clips import (
    NEUTRAL,
    Picture,
    namespace,
    picture,
    references,
    schema,
    speed,
    text,
    written_urls,
)
from otio_v2a.timeline.dialects import Dialect
from otio_v2a.timeline.looks import Look, look
from otio_v2a.timeline.markers import Use
from otio_v2a.timeline.scene import Item
from otio_v2a.timeline.times import Exact, Range, frame_range, nearest

# Sequence and Filler are what OTIO called Track and Gap before 2018.
TRACKS = ("Track", "Sequence")
COMPOUNDS = ("Stack", *TRACKS)
GAPS = ("Gap", "Filler")
DEEPEST = 64

_FASTEST = 1000


@dataclass(frozen=True, slots=True)
class Setting:
    """What reading needs to know of the timeline. Unit: `start` is its first timecode in frames."""

    rate: Fraction
    start: int
    dialect: Dialect
    folder: Path


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a child stands: its track's address, its number in it, its position.

    Unit: exact frames; `timecode` is where its track's positions count from.
    """

    address: str
    index: int
    position: Exact = 0
    record: Exact = 0
    depth: int = 0
    timecode: Exact = 0


def item(child: Any, setting: Setting, seat: Seat) -> Item:
    """One child of a track with its source range, record duration and speed.

    An object of unknown kind is a gap as long as it says it is, with a remark.
    Raises: TimelineError with its address when a time in it is missing or cannot be used.
    """
    kind = schema(child)
    if kind == "Clip":
        return _clip(child, setting, seat)
    if kind in COMPOUNDS:
        return _compound(child, setting, seat)
    address = f"{seat.address}, gap at frame {nearest(seat.record)}"
    if kind in GAPS:
        window = frame_range(child.get("source_range"), setting.rate, address) or Range(0, 0)
        return Item(child, "", address, Use(*window, record=seat.timecode + seat.position))
    return _unknown(child, setting, seat)


def duration(composition: dict[str, Any], setting: Setting, seat: Seat) -> Exact:
    """How long a track or stack lasts. Unit: exact frames of the timeline."""
    window = frame_range(composition.get("source_range"), setting.rate, seat.address)
    if window is not None:
        return window.duration
    if seat.depth > DEEPEST:
        raise TimelineError(too_deep(seat.address))
    inner = Seat(seat.address, seat.index, depth=seat.depth + 1)
    lengths = [
        item(child, setting, inner).use.duration
        for child in children(composition)
        if schema(child) != "Transition"
    ]
    return sum(lengths) if schema(composition) in TRACKS else max(lengths, default=0)


def too_deep(address: str) -> str:
    """The message about compound clips in compound clips without end."""
    return (
        f"{address}: compound clips stand in one another more than {DEEPEST} deep."
        " Decompose some of them."
    )


def children(composition: dict[str, Any]) -> list[Any]:
    """The children of a track or stack as decoded."""
    found = composition.get("children")
    return found if isinstance(found, list) else []


def _clip(clip: dict[str, Any], setting: Setting, seat: Seat) -> Item:
    address = _address(clip, "clip", seat)
    shown = picture(clip, setting.folder, setting.rate, address)
    window = frame_range(clip.get("source_range"), setting.rate, address) or shown.available
    if window is None:
        message = f"{address}: nothing says how long it is. Export the timeline again."
        raise TimelineError(message)
    name = text(clip.get("name")) or (shown.media.name if shown.media else "")
    if setting.dialect.bare_titles and _is_bare(shown):
        left_out = "a title or adjustment clip without media is left out"
        shown = replace(shown, media=None, unsupported=left_out)
    use, ramp = _use(clip, window, setting, (address, shown, seat))
    seen = look(clip)
    told = _told(shown.unsupported, _without(ramp, seen))
    return Item(clip, name, address, use, shown, seen, told)


def _compound(stack: dict[str, Any], setting: Setting, seat: Seat) -> Item:
    address = _address(stack, "compound", seat)
    window = frame_range(stack.get("source_range"), setting.rate, address)
    if window is None:
        inner = Seat(address, seat.index, depth=seat.depth)
        window = Range(0, duration(stack, setting, inner))
    use, ramp = _use(stack, window, setting, (address, None, seat))
    backwards = "frozen or backwards compound clips are left out" if use.speed <= 0 else ""
    seen = look(stack)
    told = _told(backwards, _without(ramp, seen), _own_rate(stack, setting.rate))
    return Item(stack, text(stack.get("name")), address, use, look=seen, unsupported=told)


def _is_bare(shown: Picture) -> bool:
    """Whether nothing tells which media a clip shows, nor how long it is."""
    unnamed = shown.media is not None and not shown.media.paths and not shown.unsupported
    return unnamed and shown.available is None


def _without(ramp: str, seen: Look) -> str:
    missing = ", ".join(filter(None, (ramp, *seen.missing)))
    return f"it is shown without: {missing}" if missing else ""


def _own_rate(stack: dict[str, Any], rate: Fraction) -> str:
    """What is to be said of a compound clip that runs at a rate of its own."""
    own = namespace(stack, "Resolve_OTIO").get("Sequence Fps")
    own = namespace(stack, NEUTRAL).get("rate", own)
    if not isinstance(own, int | float) or not 0 < own <= _FASTEST or snap_rate(own) == rate:
        return ""
    return f"it runs at {own:g} fps: its frames may be seen one frame early or late"


def _told(*sentences: str) -> str:
    return "; ".join(filter(None, sentences))


def _use(
    holder: dict[str, Any], window: Range, setting: Setting, where: tuple[str, Picture | None, Seat]
) -> tuple[Use, str]:
    address, shown, seat = where
    factor, ramp = speed(holder, address)
    length = window.duration
    if setting.dialect.source_lengths and factor not in (0, 1):
        length = length / abs(factor)
    available = shown.available if shown else None
    return Use(window.start, length, factor, available, seat.timecode + seat.position), ramp


def _unknown(child: Any, setting: Setting, seat: Seat) -> Item:
    kind = text(schema(child) or "not an object")[:40]
    written = child if isinstance(child, dict) else {}
    address = f"{seat.address}, child {seat.index}"
    try:
        window = frame_range(written.get("source_range"), setting.rate, address)
    except TimelineError:
        window = None
    length = (
        f"a gap of {nearest(window.duration)} frames" if window else "nothing, as it has no length"
    )
    remark = f"its kind ({kind}) is not known: it is read as {length}."
    return Item(written, "", address, Use(*(window or Range(0, 0))), remark=remark)


def _address(written: dict[str, Any], word: str, seat: Seat) -> str:
    name = text(written.get("name")) or _file_name(written)
    label = f"'{name}'" if name else str(seat.index)
    return f"{seat.address}, {word} {label}"


def _file_name(written: dict[str, Any]) -> str:
    """What an unnamed clip is called: its media. Kdenlive names nothing."""
    named = (text(url) for one in references(written) for url in written_urls(one))
    return next(filter(None, map(urls.basename, named)), "")
