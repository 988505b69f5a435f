"""TimelineItem: a clip on a track, or a transition.

Source: Resolve fact sheet sections 7, 8, 9 and 12; Q13, Q19, Q20, Q21.
"""

from __future__ import annotations

from fractions import Fraction
from math import floor

from fakes.resolve import markers
from fakes.resolve.fading import faded, led
from fakes.resolve.handles import Inside, call
from fakes.resolve.markers import CLIP_COLOURS, is_number
from fakes.resolve.model import Item, Media, Sequence, Track, Transition
from fakes.resolve.rates import Rate


class Placed(Inside):
    """What a transition has as well: a place."""

    @property
    def sequence(self) -> Sequence:
        """Its timeline; the open one for an item that is on none (Q6)."""
        return self.world.project.holding(self.model) or self.world.project.current

    @property
    def rate(self) -> Rate:
        """The timeline's."""
        return self.sequence.rate

    @property
    def track(self) -> Track | None:
        """Where it lies."""
        return self.sequence.track_of(self.model)

    @property
    def clip(self) -> Item | None:
        """The model where it is a clip; None for a transition."""
        return self.model if isinstance(self.model, Item) else None

    def told(self, frames: Fraction | int, precise: object) -> float | int:
        """Whole frames, or all of them."""
        return float(frames) if precise else floor(frames)

    @call("0", gives="str")
    def get_name(self) -> str:
        return self.model.name

    @call("1", since="20.2")
    def set_name(self, name: object) -> bool:
        if not isinstance(name, str) or not name or self.clip is None:
            return False
        self.model.name = name
        return True

    @call("0", since="18.0", gives="str")
    def get_unique_id(self) -> str:
        return self.model.id

    @call("0-1", gives="int (float)", wide="19.0.2")
    def get_start(self, precise: object = False) -> float | int:
        return self.told(self.world.start(self.sequence) + self.model.record, precise)

    @call("0-1", gives="int (float)", wide="19.0.2")
    def get_end(self, precise: object = False) -> float | int:
        return self.told(self.world.start(self.sequence) + self.model.end, precise)

    @call("0-1", gives="int (float)", wide="19.0.2")
    def get_duration(self, precise: object = False) -> float | int:
        return self.told(self.model.duration, precise)

    @call("0", since="19.0", gives="[type, index]")
    def get_track_type_and_index(self) -> list | None:
        track = self.track
        return [track.kind, self.sequence.tracks[track.kind].index(track) + 1] if track else None

    @call("0", since="21.1", gives="str")
    def get_type(self) -> str:
        """video, audio, generator or transition (Q19, section 7)."""
        if self.clip is None:
            return "transition"
        if self.clip.title:
            return "generator"
        return self.track.kind if self.track else "video"


class Sourced(Placed):
    """What an item plays of its media."""

    @call("0-1", gives="int (float)", wide="19.0.2")
    def get_left_offset(self, precise: object = False) -> float | int:
        """In the warped space of the markers, at the timeline's rate (sections 7, 9 and 11)."""
        return self.told(self.clip.warped(self.rate) if self.clip else 0, precise)

    @call("0-1", gives="int (float)", wide="19.0.2")
    def get_right_offset(self, precise: object = False) -> float | int:
        clip = self.clip
        if clip is None or clip.media is None or not clip.speed:
            return self.told(0, precise)
        length = clip.media.seconds(clip.media.frames) * self.rate.fps / abs(clip.speed)
        return self.told(length - clip.warped(self.rate) - clip.duration, precise)

    @call("0", since="19.0.2", gives="int")
    def get_source_start_frame(self) -> int:
        """In frames of the media, now and then one too early (Q21); backwards it is the higher."""
        clip = self.clip
        if clip is None or clip.media is None:
            return 0
        frame = floor(clip.source + (clip.span(self.rate) if clip.speed < 0 else 0))
        often = self.world.quirks.wobble
        return frame - 1 if often and frame and frame % often == 0 else frame

    @call("0", since="19.0.2", gives="int")
    def get_source_end_frame(self) -> int:
        """Behind the last where the rates match, the last where they differ (section 7)."""
        clip = self.clip
        if clip is None or clip.media is None:
            return 0
        frame = floor(clip.source + (clip.span(self.rate) if clip.speed >= 0 else 0))
        return frame if clip.media.rate.fps == self.rate.fps else frame - 1

    @call("0", since="19.0.2", gives="float s")
    def get_source_start_time(self) -> float:
        return self._seconds(self.clip.source) if self.clip else 0.0

    @call("0", since="19.0.2", gives="float s")
    def get_source_end_time(self) -> float:
        return self._seconds(self.clip.source + self.clip.span(self.rate)) if self.clip else 0.0

    @call("0", gives="item or None")
    def get_media_pool_item(self) -> Media | None:
        """None for a transition and for a title (Q20)."""
        media = self.clip.media if self.clip else None
        return None if media is None or media.dead else media

    @call("0", gives="dict")
    def get_markers(self) -> dict:
        """Keys count from the first frame of the source media (section 9)."""
        return markers.told(self.clip.markers) if self.clip else {}

    @call("5-6")
    def add_marker(self, *values: object) -> bool:
        return bool(self.clip) and markers.added(self.clip.markers, values)

    def _seconds(self, frame: Fraction) -> float:
        media = self.clip.media
        return float(media.seconds(media.start + frame)) if media else 0.0


class Takes(Placed):
    """The take selector; its getters answer for the open timeline only (Q13)."""

    @call("1-3")
    def add_take(self, media: object, start: object = 0, end: object = None) -> bool:
        clip, kind = self.clip, self.track.kind if self.track else ""
        if clip is None or not isinstance(media, Media) or not kind:
            return False
        if kind == "audio" and not self.world.quirks.take_on_audio:
            return False
        if not clip.takes:
            clip.takes.append({"media": clip.media, "start": clip.source, "end": None})
        clip.takes.append({"media": media, "start": Fraction(start), "end": end})
        return True

    @call("1")
    def select_take_by_index(self, index: object) -> bool:
        clip = self.clip
        if clip is None or not is_number(index) or not 1 <= index <= len(clip.takes):
            return False
        clip.take = int(index)
        chosen = clip.takes[clip.take - 1]
        clip.media, clip.source = chosen["media"], chosen["start"]
        return True

    @call("1", gives="dict")
    def get_take_by_index(self, index: object) -> dict | None:
        takes = self._takes()
        if not is_number(index) or not 1 <= index <= len(takes):
            return None
        one = takes[int(index) - 1]
        start, end = one["start"], one["end"]
        last = one["media"].frames - 1 if end is None else end
        return {"startFrame": float(start), "endFrame": float(last), "mediaPoolItem": one["media"]}

    @call("0", gives="int")
    def get_takes_count(self) -> int:
        return len(self._takes())

    @call("0")
    def finalize_take(self) -> bool:
        had = bool(self.clip and self.clip.takes)
        if had:
            self.clip.takes, self.clip.take = [], 0
        return had

    def _takes(self) -> list:
        here = self.clip is not None and self.world.is_current(self.sequence)
        return self.clip.takes if here else []


class TimelineItem(Sourced, Takes):
    """A clip or a transition."""

    models = (Item, Transition)

    @call("0", since="19.0", gives="list")
    def get_linked_items(self) -> list:
        clip = self.clip
        if clip is None or not clip.link:
            return []
        every = [one for track in self.sequence.all_tracks() for one in track.items]
        return [one for one in every if one.link == clip.link and one is not clip]

    @call("0-1", gives="value or dict")
    def get_property(self, name: object = None) -> object:
        """Empty for a transition (Q20)."""
        has = {"Pan": 0.0, "Tilt": 0.0, "ZoomX": 1.0, "ZoomY": 1.0, "Opacity": 100.0}
        has = has if self.clip else {}
        return has if name is None else has.get(name)

    @call("1", since="18.5")
    def set_clip_enabled(self, value: object) -> bool:
        if self.clip is None or not isinstance(value, bool):
            return False
        self.clip.enabled = value
        return True

    @call("0", since="18.5")
    def get_clip_enabled(self) -> bool:
        return bool(self.clip and self.clip.enabled)

    @call("1")
    def set_clip_color(self, colour: object) -> bool:
        """Clips have colours of their own, which are not those of markers (section 9)."""
        if self.clip is None or colour not in CLIP_COLOURS:
            return False
        self.clip.colour = colour
        return True

    @call("0", since="21.1", gives="dict")
    def get_fades(self) -> dict:
        fades = self.clip.fades if self.clip else (0, 0)
        return {"FadeIn": fades[0], "FadeOut": fades[1]}

    @call("0", since="21.1", gives="dict")
    def get_speed(self) -> dict:
        return {"Speed": float(100 * self.clip.speed)} if self.clip else {}

    @call("1", since="21.1", studio=True)
    def set_fades(self, fades: object) -> bool:
        return self.clip is not None and faded(self.clip, fades)

    @call("1", since="21.1", gives="item or None", studio=True)
    def add_transition(self, options: object) -> Transition | None:
        if self.clip is None or self.track is None or not isinstance(options, dict):
            return None
        return led(self.world, self.sequence, self.clip, options)
