"""Timeline: its name, its items and the way out.

Source: Resolve fact sheet sections 7, 8, 9 and 10; Q3, Q11, Q18, Q19, Q24.
"""

from __future__ import annotations

from pathlib import Path

from fakes.resolve.application import FCPXML, NONE, OTIO
from fakes.resolve.copying import copied
from fakes.resolve.exporting import exported
from fakes.resolve.handles import call
from fakes.resolve.markers import is_number
from fakes.resolve.marks import Marks
from fakes.resolve.model import Item, Media, Sequence, Track
from fakes.resolve.pool import listed
from fakes.resolve.tracks import Tracks

MODES = ("Sample Peak Program", "True Peak", "ITU-R BS.1770-4")


class Timeline(Tracks, Marks):
    """A timeline."""

    models = (Sequence,)

    @call("0", gives="str")
    def get_name(self) -> str:
        return self.model.name

    @call("1", gives="bool (unique name)")
    def set_name(self, name: object) -> bool:
        if not self._is_free(name):
            return False
        self.model.name = name
        return True

    @call("0", since="18.0", gives="str")
    def get_unique_id(self) -> str:
        return self.model.id

    @call("0", gives="int")
    def get_start_frame(self) -> int:
        return self.world.start(self.model)

    @call("0", gives="int")
    def get_end_frame(self) -> int:
        return self.world.start(self.model) + self.model.length

    @call("0", since="18.0", gives="str")
    def get_start_timecode(self) -> str:
        return self.model.rate.timecode(self.model.start)

    @call("1", since="18.0")
    def set_start_timecode(self, timecode: object) -> bool:
        try:
            self.model.start = self.model.rate.frames(str(timecode))
        except ValueError:
            return False
        return True

    @call("0-1", gives="str")
    def get_setting(self, name: object = None) -> object:
        """Strings (Q24); an unknown name is an empty string."""
        has = settings(self.model.rate, self.model.size, self.world.quirks.rate_style)
        return has if name is None else has.get(name, "")

    @call("0", since="21.1", gives="dict")
    def get_settings(self) -> dict:
        return settings(self.model.rate, self.model.size, self.world.quirks.rate_style)

    @call("0", since="19.1", gives="MediaPoolItem")
    def get_media_pool_item(self) -> Media | None:
        clips = self.world.project.root.all()
        return next((one for one in clips if one.sequence is self.model), None)

    @call("0", since="21.0.4", gives="list")
    def get_selected_clips(self) -> list:
        return [one for track in self.model.all_tracks() for one in track.items if one.selected]

    @call("1-2", since="18.5")
    def delete_clips(self, items: object, ripple: object = False) -> bool:
        """On the Edit page only, and not always at once (Q11)."""
        world = self.world
        if world.page != "edit":
            return False
        world.deletes += 1
        if world.quirks.delete_fails_first and world.deletes == 1:
            return False
        chosen = items if isinstance(items, list) else []
        there = [one for one in chosen if self.model.track_of(one)]
        for one in there:
            taken(self.model.track_of(one), one, bool(ripple))
        return bool(there) and len(there) == len(chosen)

    @call("2", since="18.5")
    def set_clips_linked(self, items: object, linked: object) -> bool:
        chosen = [one for one in items if isinstance(one, Item)] if isinstance(items, list) else []
        every = [one for track in self.model.all_tracks() for one in track.items]
        number = max((one.link for one in every), default=0) + 1
        for one in chosen:
            one.link = number if linked else 0
        return bool(chosen)

    @call("0-1", gives="Timeline or None")
    def duplicate_timeline(self, name: object = None) -> Sequence | None:
        """A new name is needed; the copy is not open (section 7, I) unless the scene says so."""
        name = f"{self.model.name} copy" if name is None else name
        if not self._is_free(name):
            return None
        made = copied(self.world, self.model, name)
        listed(self.world, made, self.world.project.bin)
        if self.world.quirks.duplicate_becomes_current:
            self.world.project.current = made
        return made

    @call("2-3", gives="bool")
    def export(self, path: object, kind: object, sub: object = NONE) -> bool:
        """OTIO, by the enum values of the live handle (Q3). FCPXML 1.10 makes a folder."""
        if not isinstance(path, str) or not is_number(kind) or not is_number(sub):
            return False
        if not path or not Path(path).parent.is_dir() or Path(path).is_dir():
            return False
        if kind == FCPXML:
            Path(path).mkdir(exist_ok=True)
            return True
        if kind != OTIO or not self.world.profile.has("18.5"):
            return False
        Path(path).write_text(exported(self.world, self.model), encoding="utf-8")
        return True

    @call("0", since="21.1", gives="list")
    def get_normalize_audio_modes(self) -> list:
        return list(MODES)

    @call("1-2", since="21.1", studio=True)
    def normalize_audio_level(self, items: object, options: object = None) -> bool:
        """True for items of this timeline; what it does to their level is not modelled."""
        chosen = items if isinstance(items, list) else []
        wanted = options if isinstance(options, dict) else {}
        known = {"normalizationMode", "targetLevel", "targetLoudness", "setLevelMode"}
        if set(wanted) - known or wanted.get("normalizationMode", MODES[0]) not in MODES:
            return False
        return bool(chosen) and all(self.model.track_of(one) for one in chosen)

    def _is_free(self, name: object) -> bool:
        names = {one.name for one in self.world.project.sequences}
        return isinstance(name, str) and bool(name.strip()) and name not in names


def taken(track: Track, one: object, ripple: bool = False) -> None:
    """Take an item, with the transitions at its edges, or a transition off its track.

    With ripple what lies behind an item moves up.
    """
    one.dead = True
    if not isinstance(one, Item):
        track.transitions.remove(one)
        return
    track.items.remove(one)
    for each in [each for each in track.transitions if each.at in (one.record, one.end)]:
        each.dead = True
        track.transitions.remove(each)
    for later in track.items if ripple else ():
        if later.record >= one.end:
            later.record -= one.duration


def settings(rate: object, size: tuple, style: str) -> dict:
    """What a timeline's or a project's settings say, all as text."""
    return {
        "timelineFrameRate": rate.spelled(style),
        "timelinePlaybackFrameRate": rate.short,
        "timelineDropFrameTimecode": "1" if rate.drop else "0",
        "timelineResolutionWidth": str(size[0]),
        "timelineResolutionHeight": str(size[1]),
    }
