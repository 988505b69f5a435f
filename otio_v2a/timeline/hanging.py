"""Markers as they hang on clips, tracks and the timeline, and their place in the record."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from otio_v2a.edit import Event, Marker
from otio_v2a.errors import TimelineError
from otio_v2a.model import Span
from otio_v2a.timeline.clips import text
from otio_v2a.timeline.items import Setting
from otio_v2a.timeline.markers import Offset, Use, offset, on_timeline
from otio_v2a.timeline.notation import colour, keywords, note
from otio_v2a.timeline.scene import Scene, View
from otio_v2a.timeline.times import Exact, Range, frame_range, nearest, seconds


@dataclass(frozen=True, slots=True)
class Found:
    """A marker as read. Unit: exact record frames.

    `place` is a string where it has none, saying why. `low` and `high` bound what is seen there,
    `high` None being the end of the timeline; `last` is the last frame of its clip. `timeline` is
    given for markers of the whole timeline, whose origin only its length can tell.
    """

    written: dict[str, Any]
    address: str
    anchor: str
    place: Range | str
    point: bool = False
    low: Exact = 0
    high: Exact | None = None
    last: int | None = None
    event: Event | None = None
    enabled: bool = True
    timeline: Setting | None = None

    def marker(self, rate: Fraction, length: int) -> Marker:
        """The marker, its range clipped to what is seen of a timeline of `length` frames."""
        place = self._settled(length)
        record = None if isinstance(place, str) else self._record(place, rate, length)
        problem = place if isinstance(place, str) else ""
        if record is None and not problem:
            problem = "the marker stands on a part that the timeline does not show. Move it."
        anchor = self.anchor or f"record|{record.start if record else 'nowhere'}"
        return Marker(
            address=self.address,
            name=text(self.written.get("name")),
            note=note(self.written),
            record=record,
            anchor=anchor,
            point=self.point,
            keywords=keywords(self.written),
            colour=colour(self.written.get("color")),
            event=self.event,
            enabled=self.enabled,
            problem=problem,
        )

    def _settled(self, length: int) -> Range | str:
        if self.timeline is None or isinstance(self.place, str):
            return self.place
        first = self.timeline.dialect.timecode_markers
        return on_timeline(self.place, self.timeline.start, length, timecode_first=first)

    def _record(self, place: Range, rate: Fraction, length: int) -> Span | None:
        start, end = nearest(place.start), nearest(place.start + place.duration)
        if self.last is not None:
            start = min(start, self.last)
        low, high = nearest(self.low), length if self.high is None else nearest(self.high)
        whole = Span(start, 1 if self.point else max(1, end - start), rate)
        seen = whole.clipped(Span(low, max(0, high - low), rate))
        return seen if seen.length else None


def on_item(written: dict[str, Any], scene: Scene, setting: Setting) -> Found:
    """A marker that hangs on a clip, a compound clip or a gap."""
    item, view = scene.item, scene.view
    mark = _mark(written, setting)
    dialect = setting.dialect
    stands = (
        mark
        if isinstance(mark, str)
        else offset(item.use, mark, dialect.domain, exact=dialect.exact)
    )
    place, point = stands if isinstance(stands, str) else _in_record(scene, stands), False
    if isinstance(stands, Offset):
        point = stands.whole or is_point(written, stands)
    anchored = stands if isinstance(stands, Offset) else mark
    # A range may run on past its clip and track; in a compound clip there is nothing past them.
    runs_on = not (point or view.depth) and scene.event is not None
    return Found(
        written=written,
        address=_address(written, item.address),
        anchor=""
        if not item.key
        else view.anchor + _anchor(item.key, item.use, anchored, setting.rate),
        place=place,
        point=point,
        low=0 if runs_on else view.low,
        high=None if runs_on else view.high,
        last=nearest(scene.record.start + scene.record.duration) - 1,
        event=scene.event,
        enabled=scene.enabled,
    )


def on_composition(written: dict[str, Any], view: View, setting: Setting) -> Found:
    """A marker that hangs on a track or on the whole timeline."""
    place = _mark(written, setting)
    if not isinstance(place, str):
        place = Range(view.base + place.start * view.scale, place.duration * view.scale)
    return Found(
        written=written,
        address=_address(written, view.address),
        anchor="",
        place=place,
        point=not isinstance(place, str) and is_point(written, Offset(*place)),
        low=view.low,
        high=view.high,
        enabled=view.enabled,
        timeline=None if view.depth else setting,
    )


def is_point(written: dict[str, Any], stands: Offset) -> bool:
    """Whether a marker marks one frame at most, at the timeline's rate or at its own."""
    return stands.length <= 1 or written["marked_range"]["duration"]["value"] <= 1


def _mark(written: dict[str, Any], setting: Setting) -> Range | str:
    # One bad marker stops its cue, not the reel: what cannot be read is its problem.
    try:
        found = frame_range(written.get("marked_range"), setting.rate, "the marker")
    except TimelineError as error:
        return str(error)
    return found or "the marker has no place (marked_range). Set it again."


def _in_record(scene: Scene, stands: Offset) -> Range:
    if stands.whole:
        return scene.record
    scale = scene.view.scale
    return Range(scene.record.start + stands.start * scale, stands.length * scale)


def _anchor(key: str, use: Use, stands: Offset | Range | str, rate: Fraction) -> str:
    if isinstance(stands, str):
        return f"{key}|unreadable"
    at = use.source_at(stands.start) if isinstance(stands, Offset) else stands.start
    return f"{key}|{seconds(at, rate)}"


def _address(written: dict[str, Any], holder: str) -> str:
    name = text(written.get("name"))
    return f"{holder}, marker '{name}'" if name else f"{holder}, unnamed marker"
