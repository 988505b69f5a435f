"""What a Resolve project is made of, as plain data. Nothing here refuses or misbehaves."""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from math import floor

from fakes.resolve.rates import Rate

KINDS = ("video", "audio", "subtitle")


@dataclass(eq=False)
class Marker:
    """A marker. `frame` is in the space of what it hangs on: see Item.markers, Sequence.markers."""

    frame: Fraction
    colour: str = "Blue"
    name: str = ""
    note: str = ""
    duration: int = 1
    custom: str = ""
    keywords: tuple = ()


@dataclass(eq=False)
class Media:
    """A clip of the media pool. `start` is its first frame's timecode in frames of `rate`.

    A timeline stands in a bin too: as Media with `sequence`, without a file.
    """

    id: str
    name: str
    file: str
    rate: Rate
    frames: int
    start: int = 0
    kinds: tuple = ("video",)
    channels: int = 2
    sample_rate: int = 48000
    markers: list = field(default_factory=list)
    sequence: object = None
    dead: bool = False

    def seconds(self, frames: Fraction | int) -> Fraction:
        """Frames of this media as time."""
        return Fraction(frames) / self.rate.fps


@dataclass(eq=False)
class Bin:
    """A folder of the media pool."""

    id: str
    name: str
    clips: list = field(default_factory=list)
    bins: list = field(default_factory=list)
    dead: bool = False

    def all(self) -> list:
        """Every clip in it and below."""
        return [*self.clips, *(clip for one in self.bins for clip in one.all())]

    def folders(self) -> list:
        """Itself and every bin below."""
        return [self, *(found for one in self.bins for found in one.folders())]


@dataclass(eq=False)
class Item:
    """A clip on a track.

    Unit: `record` and `duration` in timeline frames, from the timeline's first; `source` in frames
    of the media from its first: the lowest that is shown, also where it plays backwards. `markers`
    count timeline frames in the media's warped space: see `warped`. `title` is "fusion" or "rich"
    for what has no media; `raw` what an import brought that is not understood (a compound clip).
    """

    id: str
    name: str
    record: int
    duration: int
    media: Media | None = None
    source: Fraction = Fraction(0)
    speed: Fraction = Fraction(1)
    enabled: bool = True
    offline: bool = False
    title: str = ""
    raw: dict = field(default_factory=dict)
    markers: list = field(default_factory=list)
    colour: str = ""
    flags: tuple = ()
    fades: tuple = (0, 0)
    volume: float = 0.0
    takes: list = field(default_factory=list)
    take: int = 0
    link: int = 0
    selected: bool = False
    doomed: bool = False
    dead: bool = False

    @property
    def end(self) -> int:
        """The first timeline frame after it."""
        return self.record + self.duration

    def warped(self, rate: Rate) -> Fraction:
        """The item's first frame in the space of its markers, from the media's first frame.

        Source: fact sheet section 11, the marker time of a retimed clip (13 of 13 real clips).
        """
        if self.media is None:
            return Fraction(0)
        source = self.media.seconds(self.source) * rate.fps
        if not self.speed:
            return source
        if self.speed > 0:
            return source / self.speed
        length = self.media.seconds(self.media.frames) * rate.fps
        return (length - source - self.duration * -self.speed) / -self.speed

    def span(self, rate: Rate) -> Fraction:
        """How many frames of its media it plays."""
        fps = self.media.rate.fps if self.media else rate.fps
        return self.duration * abs(self.speed) * fps / rate.fps


@dataclass(eq=False)
class Transition:
    """What leads over a cut: `before` frames of it lie before the cut, `after` behind."""

    id: str
    name: str
    at: int
    before: int
    after: int
    audio: bool = False
    dead: bool = False

    record = property(lambda self: self.at - self.before)
    duration = property(lambda self: self.before + self.after)
    end = property(lambda self: self.at + self.after)


@dataclass(eq=False)
class Track:
    """One track. `sub` is mono, stereo, 5.1 ... on audio tracks, else empty."""

    kind: str
    name: str
    sub: str = ""
    enabled: bool = True
    locked: bool = False
    items: list = field(default_factory=list)
    transitions: list = field(default_factory=list)

    def listed(self) -> list:
        """Items and transitions in record order (Q20)."""
        return sorted([*self.items, *self.transitions], key=lambda one: (one.record, one.end))

    def covers(self, record: int, duration: int) -> bool:
        """Whether an item lies in that range already."""
        return any(one.record < record + duration and record < one.end for one in self.items)


@dataclass(eq=False)
class Sequence:
    """A timeline. `start` is its first frame's timecode in frames; markers count from 0."""

    id: str
    name: str
    rate: Rate
    start: int
    tracks: dict = field(default_factory=lambda: {kind: [] for kind in KINDS})
    markers: list = field(default_factory=list)
    marks: dict = field(default_factory=dict)
    playhead: int = 0
    size: tuple = (1920, 1080)
    dead: bool = False

    @property
    def length(self) -> int:
        """Timeline frames up to the end of the last item."""
        ends = [one.end for track in self.all_tracks() for one in track.items]
        return max(ends, default=0)

    def all_tracks(self) -> list:
        """Video, audio and subtitle tracks."""
        return [track for kind in KINDS for track in self.tracks[kind]]

    def track(self, kind: str, index: object) -> Track | None:
        """The track with a number from 1; None where there is none."""
        found = self.tracks.get(kind, []) if isinstance(kind, str) else []
        if not isinstance(index, (int, float)) or not 1 <= index <= len(found):
            return None
        return found[floor(index) - 1]

    def track_of(self, item: object) -> Track | None:
        """The track on which an item or transition lies."""
        has = (one for one in self.all_tracks() if any(item is each for each in one.listed()))
        return next(has, None)


@dataclass(eq=False)
class Job:
    """A render job; `settings` are those at the time it was added."""

    id: str
    settings: dict
    sequence: Sequence
    polls: int = -1
    error: str = ""
    finished: bool = False
    cancelled: bool = False


@dataclass(eq=False)
class Project:
    """A project: its timelines, its media pool and what the Deliver page holds."""

    id: str
    name: str
    rate: Rate
    saved: bool
    root: Bin
    sequences: list = field(default_factory=list)
    current: Sequence | None = None
    bin: Bin | None = None
    preset: str = ""
    settings: dict = field(default_factory=dict)
    jobs: list = field(default_factory=list)
    dead: bool = False

    def holding(self, thing: object) -> Sequence | None:
        """The timeline on which an item lies."""
        return next((one for one in self.sequences if one.track_of(thing)), None)
