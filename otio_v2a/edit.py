"""The edit as neutral data: tracks, events and markers, whatever file they came from."""

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from otio_v2a.model import WHOLE, Fit, Media, Notice, Span


@dataclass(frozen=True, slots=True)
class Event:
    """One clip or compound clip as the edit shows it; gaps are what lies between events.

    `record` is in frames of the timeline, from its first frame, for nested events too.
    Unit: `source_in` is exact seconds of source time at the first record frame; `speed` as in
    `Shot`. `contents` are the tracks of a compound clip, already in record frames and clipped to
    `record`, or to where transitions show it beyond that. `opacity` is 0 to 1. `unsupported` says
    in words what the picture has and cannot be conformed (a title, a ramp); empty otherwise.
    """

    name: str
    address: str
    record: Span
    media: Media | None = None
    source_in: Fraction = Fraction(0)
    speed: Fraction = Fraction(1)
    enabled: bool = True
    contents: tuple["Track", ...] = ()
    unsupported: str = ""
    opacity: Fraction = Fraction(1)
    fit: Fit = WHOLE


@dataclass(frozen=True, slots=True)
class Transition:
    """One event of a track dissolving into the next; None where there is a gap.

    `outgoing` and `incoming` are the very events of the track: equal copies of them are others.
    `record` is where both are seen. The second one's share is `share` at the first of these frames
    and grows by `step` a frame. `unsupported` says in words what is no plain dissolve (a wipe).
    """

    address: str
    record: Span
    outgoing: Event | None
    incoming: Event | None
    share: Fraction
    step: Fraction
    unsupported: str = ""


@dataclass(frozen=True, slots=True)
class Track:
    """One track, events and transitions in record order. Video tracks stand bottom first."""

    name: str
    kind: Literal["video", "audio"]
    events: tuple[Event, ...]
    enabled: bool = True
    transitions: tuple[Transition, ...] = ()


@dataclass(frozen=True, slots=True)
class Marker:
    """A marker with its exact place in the edit.

    `record` is None where the marker lies outside what its clip shows; `problem` then says so.
    `point` marks no range of its own: the clip's visible part is meant.
    `event` is the clip it hangs on, None for track and timeline markers.
    `anchor` identifies it across edits: its media and source position, or its record position.
    `enabled` is False when its clip, an enclosing compound clip or its track is disabled.
    """

    address: str
    name: str
    note: str
    record: Span | None
    anchor: str
    point: bool = False
    keywords: tuple[str, ...] = ()
    colour: str = ""
    event: Event | None = None
    enabled: bool = True
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Edit:
    """A whole timeline: exact rate, first frame's timecode as a frame count, tracks and markers.

    `frame` is the size of its picture in square pixels, None where its file does not say.
    """

    name: str
    rate: Fraction
    start: int
    length: int
    tracks: tuple[Track, ...]
    markers: tuple[Marker, ...]
    drop_frame: bool = False
    notices: tuple[Notice, ...] = ()
    frame: tuple[int, int] | None = None
