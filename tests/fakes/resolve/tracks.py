"""A timeline's tracks, as it tells and changes them.

Source: Resolve fact sheet sections 7 and 8; Q7, Q13, Q20.
"""

from __future__ import annotations

import re

from fakes.resolve.handles import Inside, call
from fakes.resolve.markers import is_number
from fakes.resolve.model import Track

SUBS = re.compile(r"mono|stereo|5\.1(film)?|7\.1(film)?|adaptive([1-9]|[12]\d|3[0-6])")


class Tracks(Inside):
    """What a timeline tells and does about its tracks; numbers count from 1."""

    @call("1", gives="int")
    def get_track_count(self, kind: object) -> int:
        return len(self.model.tracks.get(kind, []) if isinstance(kind, str) else [])

    @call("1-2", since="18.5")
    def add_track(self, kind: object, sub: object = None) -> bool:
        """Audio is mono unless said otherwise (Q7); the dict form came with 20.3 (section 7)."""
        found = self.model.tracks.get(kind) if isinstance(kind, str) else None
        index = None
        if isinstance(sub, dict):
            if not self.world.profile.has("20.3"):
                return False
            sub, index = sub.get("audioType"), sub.get("index")
        if kind == "audio" and sub is None:
            sub = self.world.quirks.default_audio
        if found is None or (kind == "audio" and not SUBS.fullmatch(str(sub))):
            return False
        made = Track(kind, f"{kind.capitalize()} {len(found) + 1}", sub if kind == "audio" else "")
        inside = is_number(index) and 1 <= index <= len(found)
        found.insert(int(index) - 1 if inside else len(found), made)
        return True

    @call("2", since="18.5")
    def delete_track(self, kind: object, index: object) -> bool:
        track = self.model.track(kind, index)
        if track is None:
            return False
        for one in track.listed():
            one.dead = True
        self.model.tracks[kind].remove(track)
        return True

    @call("2", gives="str")
    def get_track_name(self, kind: object, index: object) -> str:
        track = self.model.track(kind, index)
        return track.name if track else ""

    @call("3")
    def set_track_name(self, kind: object, index: object, name: object) -> bool:
        return self._set(kind, index, "name", name if isinstance(name, str) and name else None)

    @call("2", since="19.0.1", gives="str")
    def get_track_sub_type(self, kind: object, index: object) -> str:
        track = self.model.track(kind, index)
        return track.sub if track else ""

    @call("3", since="18.5")
    def set_track_enable(self, kind: object, index: object, value: object) -> bool:
        return self._set(kind, index, "enabled", value if isinstance(value, bool) else None)

    @call("3", since="18.5")
    def set_track_lock(self, kind: object, index: object, value: object) -> bool:
        return self._set(kind, index, "locked", value if isinstance(value, bool) else None)

    @call("2", since="18.5")
    def get_is_track_enabled(self, kind: object, index: object) -> bool:
        """Falsy for a timeline that is not open (Q13)."""
        track = self.model.track(kind, index)
        return bool(track and track.enabled and self.world.is_current(self.model))

    @call("2", since="18.5")
    def get_is_track_locked(self, kind: object, index: object) -> bool:
        """Falsy for a timeline that is not open (Q13)."""
        track = self.model.track(kind, index)
        return bool(track and track.locked and self.world.is_current(self.model))

    @call("2", gives="list")
    def get_item_list_in_track(self, kind: object, index: object) -> list:
        """Clips and transitions (Q20)."""
        track = self.model.track(kind, index)
        return track.listed() if track else []

    def _set(self, kind: object, index: object, field: str, value: object) -> bool:
        track = self.model.track(kind, index)
        if track is None or value is None:
            return False
        setattr(track, field, value)
        return True
