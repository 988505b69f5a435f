"""A decoded .otio timeline as an Edit: one pass, exact positions, every marker with its place."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Any

from otio_v2a.edit import Edit, Marker
from otio_v2a.model import Notice
from otio_v2a.timecode import can_drop, guess_drop_frame, is_known_rate
from otio_v2a.timeline.clips import NEUTRAL, namespace, objects, text
from otio_v2a.timeline.hanging import on_composition
from otio_v2a.timeline.items import Setting
from otio_v2a.timeline.scan import Scan
from otio_v2a.timeline.scene import View
from otio_v2a.timeline.times import frames, nearest
from otio_v2a.timeline.walk import Walk

_LARGEST_SIDE = 2**16


def read_edit(scan: Scan, setting: Setting, ours: Collection[int] = ()) -> Edit:
    """The edit in a scanned timeline, without the tracks whose index is in `ours`.

    Raises: TimelineError with the address of what cannot be read.
    """
    root, rate, first = scan.root, setting.rate, setting.start
    values = [child.value for child in scan.children]
    walk = Walk(setting)
    tracks = walk.tracks(values, View(timecode=first), ours)
    for marker in objects(_stack(root).get("markers")):
        walk.found.append(on_composition(marker, View(address="timeline"), walk.setting))
    length = nearest(walk.end)
    markers = [found.marker(rate, length) for found in walk.found]
    if setting.dialect.one_text:
        markers = [_named_by_note(marker) for marker in markers]
    return Edit(
        name=text(root.get("name")) or text(_stack(root).get("name")),
        rate=rate,
        start=first,
        length=length,
        tracks=tracks,
        markers=tuple(_once(sorted(markers, key=_position))),
        drop_frame=_drop_frame(root, first, rate),
        notices=tuple(dict.fromkeys((*walk.notices, *_general(walk, root)))),
        frame=_frame(root),
    )


def first_frame(root: dict[str, Any], rate: Fraction) -> int:
    """The timecode of a timeline's first frame as a frame count; 0 where it has none.

    Raises: TimelineError when it cannot be used.
    """
    start = root.get("global_start_time")
    return nearest(frames(start, rate, "the timeline's start")) if start is not None else 0


def _drop_frame(root: dict[str, Any], first: int, rate: Fraction) -> bool:
    told = namespace(root, NEUTRAL).get("drop_frame")
    return told and can_drop(rate) if isinstance(told, bool) else guess_drop_frame(first, rate)


def _frame(root: dict[str, Any]) -> tuple[int, int] | None:
    """The size of the picture in square pixels, where the file says it."""
    told = namespace(root, NEUTRAL)
    if told:
        return _size(told)
    told = namespace(_stack(root), "PremierePro_OTIO")
    size, aspect = _size(told.get("VideoResolution")), told.get("PixelAspectRatio")
    if size and isinstance(aspect, dict):
        above, below = (_side(aspect.get(part)) for part in ("numerator", "denominator"))
        return (size[0] * above // below if above and below else size[0]), size[1]
    return size


def _size(told: object) -> tuple[int, int] | None:
    if not isinstance(told, dict):
        return None
    width, height = (_side(told.get(side)) for side in ("width", "height"))
    return (width, height) if width and height else None


def _side(written: object) -> int:
    plain = isinstance(written, int | float) and 1 <= written <= _LARGEST_SIDE
    return int(written) if isinstance(written, int | float) and plain else 0


def _named_by_note(marker: Marker) -> Marker:
    """The marker of an application whose markers have one text: what is no JSON is its name."""
    if marker.name == marker.note:
        return replace(marker, note="")
    if marker.name or marker.note.lstrip().startswith("{"):
        return marker
    return replace(marker, name=marker.note, note="")


def _once(markers: Iterable[Marker]) -> Iterator[Marker]:
    """Markers, those told by several of a clip's linked parts once: its picture's, by preference.

    They say the same of the same frames, and scoring both would cost twice.
    """
    seen = set()
    for marker in markers:
        place = marker.event.record if marker.point and marker.event else marker.record
        key = (place, marker.name, marker.note, marker.keywords, marker.colour, marker.enabled)
        if place is None or marker.event is None or key not in seen:
            seen.add(key)
            yield marker


def _position(marker: Marker) -> int:
    span = marker.record or (marker.event.record if marker.event else None)
    return span.start if span else 0


def _general(walk: Walk, root: dict[str, Any]) -> list[Notice]:
    said = []
    if not is_known_rate(walk.setting.rate):
        said.append(f"its rate ({float(walk.setting.rate):g}) is unusual; it is kept as it is.")
    if _stack(root).get("source_range"):
        said.append("its own source_range is left aside: the whole of its tracks counts.")
    return [Notice("timeline", message) for message in said]


def _stack(root: dict[str, Any]) -> dict[str, Any]:
    found = root.get("tracks")
    return found if isinstance(found, dict) else {}
