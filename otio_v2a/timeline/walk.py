"""Tracks, clips and compound clips as events in record frames, with the markers on them."""

from collections.abc import Container, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import Any, Literal

from otio_v2a.edit import Event, Track, Transition
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
from otio_v2a.timeline.times import Exact, Range, frame_range, seconds
from otio_v2a.timeline.transitions import NOWHERE, Joint, reaches

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
        found = list(self._children(written, inner))
        for marker in objects(written.get("markers")):
            self.found.append(on_composition(marker, inner, self.setting))
        events = tuple(one for one in found if isinstance(one, Event))
        transitions = tuple(one for one in found if isinstance(one, Transition))
        return Track(text(written.get("name")), kind, events, enabled, transitions)

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

    def _children(self, track: dict[str, Any], view: View) -> Iterator[Event | Transition]:
        """What stands on a track: its events in order, each transition after those it joins."""
        position: Exact = 0
        every = children(track)
        reach, wrong = reaches(every, self.setting, view.address)
        for error in wrong:
            self._say(view.address, f"a transition is read as a cut: {error}")
        before: Event | None = None
        joint: Joint | None = None
        for index, child in enumerate(every):
            if index in reach:
                joint = Joint(child, reach[index], position)
                continue
            record = view.base + position * view.scale
            seat = Seat(view.address, index + 1, position, record, view.depth, view.timecode)
            read = item(child, self.setting, seat)
            scene = Scene(
                read,
                Range(record, read.use.duration * view.scale),
                view,
                head=reach.get(index - 1, NOWHERE).before * view.scale,
                tail=reach.get(index + 1, NOWHERE).after * view.scale,
            )
            position += read.use.duration
            event = self._event(scene)
            self._markers(scene, event if event and event.record.length else None)
            if event:
                yield event
            if joint:
                yield from self._joined(joint, view, before, event)
            before, joint = event, None
        if joint:
            yield from self._joined(joint, view, before, None)
        if not view.depth:
            self.end = max(self.end, view.seen(0, view.base + position)[1])

    def _joined(
        self, joint: Joint, view: View, before: Event | None, after: Event | None
    ) -> Iterator[Transition]:
        found = joint.transition(view, self.setting.rate, before, after)
        if found:
            yield found

    def _event(self, scene: Scene) -> Event | None:
        """What is seen of a clip or compound clip; None for gaps and what is not seen at all."""
        read, view = scene.item, scene.view
        if read.remark:
            self._say(read.address, read.remark)
        is_compound = schema(read.written) in COMPOUNDS
        if not (read.shown or is_compound):
            return None
        contents = self._contents(scene) if is_compound else ()
        start, end = scene.shown
        first, last = view.frame(start), view.frame(end)
        if last < first or (last == first and not scene.is_dissolved):
            return None
        speed = read.use.speed if view.scale == 1 else read.use.speed / view.scale
        # Backwards means the forward frames in the opposite order: the first is one before the end.
        backwards = speed if speed < 0 else 0
        media = read.shown.media if read.shown else None
        begun = read.use.start
        played = read.use.source_at(0) - begun
        first_shown = on_grid(begun, media, self.setting.rate) + played
        # What starts between two frames is moved to one of them; not in a retimed compound clip.
        since = (start if view.scale == 1 else first) - scene.record.start
        shown_first = first_shown + since * speed + backwards
        rate = self.setting.rate
        return Event(
            name=read.name,
            address=read.address,
            record=Span(first, last - first, rate),
            media=media,
            source_in=seconds(shown_first, rate),
            speed=speed,
            enabled=read.enabled,
            contents=contents,
            unsupported=read.unsupported,
            opacity=read.look.opacity,
            fit=read.look.fit,
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
