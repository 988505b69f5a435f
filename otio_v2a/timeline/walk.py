"""Tracks, clips and compound clips as events in record frames, with the markers on them."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, Literal

from otio_v2a.edit import Event, Track
from otio_v2a.errors import TimelineError
from otio_v2a.model import Notice, Span
from otio_v2a.timeline.clips import objects, on_grid, references, schema, text
from otio_v2a.timeline.hanging import Found, on_composition, on_item
from otio_v2a.timeline.items import (
    COMPOUNDS,
    DEEPEST,
    TRACKS,
    Seat,
    Setting,
    children,
    duration,
    item,
    too_deep,
)
from otio_v2a.timeline.scene import Scene, View, is_enabled
from otio_v2a.timeline.times import Exact, Range, frame_range, nearest, seconds

Kind = Literal["video", "audio"]

_KINDS: dict[str, Kind] = {"Video": "video", "Audio": "audio"}


@dataclass(slots=True)
class Walk:
    """One pass over a timeline; gathers notices and markers on its way.

    Unit: `end` is the frame after the timeline's last, exact.
    """

    setting: Setting
    notices: list[Notice] = field(default_factory=list)
    found: list[Found] = field(default_factory=list)
    dissolves: int = 0
    end: Exact = 0

    def tracks(self, stack: list[Any], view: View, skip: Container[int] = ()) -> tuple[Track, ...]:
        """The tracks of a stack, but for those whose index is in `skip`.

        Raises: TimelineError with an address when something in them cannot be read.
        """
        if view.depth > DEEPEST:
            raise TimelineError(too_deep(view.address.rstrip(", ")))
        counts: dict[Kind, int] = {"video": 0, "audio": 0}
        tracks = []
        for index, child in enumerate(stack):
            written = child if schema(child) in TRACKS else {"children": [child]}
            kind = _KINDS.get(text(written.get("kind", "Video")))
            if kind is None:
                self._say(
                    f"{view.address}track {index + 1}", "it is neither video nor audio: left out."
                )
                continue
            counts[kind] += 1
            if index not in skip:
                address = f"{view.address}{kind} track {counts[kind]}"
                tracks.append(self._track(written, kind, replace(view, address=address)))
        return tuple(tracks)

    def _track(self, written: dict[str, Any], kind: Kind, view: View) -> Track:
        enabled = is_enabled(written)
        inner = replace(self._trimmed(written, view), enabled=view.enabled and enabled)
        events = tuple(self._events(written, inner, kind))
        for marker in objects(written.get("markers")):
            self.found.append(on_composition(marker, inner, self.setting))
        return Track(text(written.get("name")), kind, events, enabled)

    def _trimmed(self, written: dict[str, Any], view: View) -> View:
        """The view of a track with a source_range; one that shows nothing of it is left aside."""
        window = frame_range(written.get("source_range"), self.setting.rate, view.address)
        if window is None or not window.start:
            return view.trimmed(window)
        bare = {**written, "source_range": None}
        length = duration(bare, self.setting, Seat(view.address, 0, depth=view.depth))
        if window.start < length and window.start + window.duration > 0:
            return view.trimmed(window)
        self._say(view.address, "its source_range shows nothing of it: the whole track counts.")
        # OTIO's EDL reader leaves the record timecode there.
        return replace(view, timecode=view.timecode - window.start)

    def _events(self, track: dict[str, Any], view: View, kind: Kind) -> Iterator[Event]:
        position: Exact = 0
        for index, child in enumerate(children(track), start=1):
            if schema(child) == "Transition":
                self.dissolves += kind == "video"
                continue
            record = view.base + position * view.scale
            seat = Seat(view.address, index, position, record, view.depth, view.timecode)
            read = item(child, self.setting, seat)
            scene = Scene(read, Range(record, read.use.duration * view.scale), view)
            position += read.use.duration
            event = self._event(scene)
            self._markers(scene, event)
            if event:
                yield event
        if not view.depth:
            self.end = max(self.end, view.seen(0, view.base + position)[1])

    def _event(self, scene: Scene) -> Event | None:
        """What is seen of a clip or compound clip; None for gaps and what is not seen at all."""
        read, view = scene.item, scene.view
        if read.remark:
            self._say(read.address, read.remark)
        is_compound = schema(read.written) in COMPOUNDS
        if not (read.shown or is_compound):
            return None
        contents = self._contents(scene) if is_compound else ()
        start, end = view.seen(scene.record.start, scene.record.start + scene.record.duration)
        first, length = nearest(start), nearest(end) - nearest(start)
        if length <= 0:
            return None
        speed = read.use.speed if view.scale == 1 else read.use.speed / view.scale
        # Backwards means the forward frames in the opposite order: the first is one before the end.
        backwards = speed if speed < 0 else 0
        media = read.shown.media if read.shown else None
        first_shown = on_grid(read.use.source_at(0), media, self.setting.rate)
        shown_first = first_shown + (start - scene.record.start) * speed + backwards
        rate = self.setting.rate
        return Event(
            name=read.name,
            address=read.address,
            record=Span(first, length, rate),
            media=media,
            source_in=seconds(shown_first, rate),
            speed=speed,
            enabled=read.enabled,
            contents=contents,
            unsupported=read.unsupported,
        )

    def _contents(self, scene: Scene) -> tuple[Track, ...]:
        stack = scene.item.written
        if scene.item.use.speed <= 0:
            return ()
        inside = scene.inside()
        if schema(stack) in TRACKS:
            # Its source_range is the item's own, already in the view.
            return self.tracks([{**stack, "source_range": None, "markers": None}], inside)
        return self.tracks(children(stack), inside)

    def _markers(self, scene: Scene, event: Event | None) -> None:
        written = scene.item.written
        on_media = (m for r in references(written) for m in objects(r.get("markers")))
        for marker in chain(objects(written.get("markers")), on_media):
            self.found.append(on_item(marker, replace(scene, event=event), self.setting))

    def _say(self, address: str, message: str) -> None:
        self.notices.append(Notice(address, message))
