"""A timeline's markers, its marks in and out, and its playhead.

Source: Resolve fact sheet sections 7 to 9; Q8, Q17.
"""

from __future__ import annotations

from fakes.resolve import markers
from fakes.resolve.handles import Inside, call
from fakes.resolve.markers import is_number
from fakes.resolve.model import Item


class Marks(Inside):
    """A timeline's markers, its marks and its playhead; all count from its first frame."""

    @call("0", gives="dict")
    def get_markers(self) -> dict:
        return markers.told(self.model.markers)

    @call("5-6")
    def add_marker(self, *values: object) -> bool:
        return markers.added(self.model.markers, values)

    @call("1")
    def delete_marker_at_frame(self, frame: object) -> bool:
        there = [one for one in self.model.markers if one.frame == frame]
        return markers.removed(self.model.markers, there)

    @call("1")
    def delete_marker_by_custom_data(self, data: object) -> bool:
        return markers.removed(self.model.markers, self._with(data)[:1])

    @call("1", gives="dict")
    def get_marker_by_custom_data(self, data: object) -> dict:
        there = self._with(data)
        return markers.described(there[0]) if there else {}

    @call("2")
    def update_marker_custom_data(self, frame: object, data: object) -> bool:
        there = [one for one in self.model.markers if one.frame == frame]
        if not there or not isinstance(data, str):
            return False
        there[0].custom = data
        return True

    @call("0", since="19.1", gives="dict")
    def get_mark_in_out(self) -> dict:
        """From 0; what is not set is not there (section 9)."""
        return {kind: dict(marks) for kind, marks in self.model.marks.items() if marks}

    @call("2-3", since="19.1")
    def set_mark_in_out(self, start: object, end: object, kind: object = "all") -> bool:
        kinds = {"all": ("video", "audio")}.get(kind, (kind,))
        if not is_number(start) or not is_number(end) or not 0 <= start <= end:
            return False
        if not set(kinds) <= {"video", "audio"}:
            return False
        for one in kinds:
            self.model.marks[one] = {"in": int(start), "out": int(end)}
        return True

    @call("0-1", since="19.1")
    def clear_mark_in_out(self, kind: object = "all") -> bool:
        for one in {"all": ("video", "audio")}.get(kind, (kind,)):
            self.model.marks.pop(one, None)
        return True

    @call("0", gives="str")
    def get_current_timecode(self) -> str:
        return self.model.rate.timecode(self.model.start + self.model.playhead)

    @call("1")
    def set_current_timecode(self, timecode: object) -> bool:
        try:
            frame = self.model.rate.frames(str(timecode)) - self.model.start
        except ValueError:
            return False
        if frame < 0:
            return False
        self.model.playhead = frame
        return True

    @call("0", gives="item")
    def get_current_video_item(self) -> Item | None:
        at = self.model.playhead
        shown = [one for track in self.model.tracks["video"] for one in track.items]
        return next((one for one in reversed(shown) if one.record <= at < one.end), None)

    def _with(self, data: object) -> list:
        return [one for one in self.model.markers if one.custom == data]
