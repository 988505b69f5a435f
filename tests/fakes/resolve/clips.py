"""MediaPoolItem and Folder: what lies in the media pool.

Source: Resolve fact sheet sections 7, 8 and 10; Q9, Q24.
"""

from __future__ import annotations

import json
from pathlib import PurePosixPath, PureWindowsPath

from fakes.resolve import markers
from fakes.resolve.handles import Inside, call
from fakes.resolve.model import Bin, Media


class Folder(Inside):
    """A bin."""

    models = (Bin,)

    @call("0", gives="str")
    def get_name(self) -> str:
        return self.model.name

    @call("0", gives="list")
    def get_clip_list(self) -> list:
        return list(self.model.clips)

    @call("0", gives="list")
    def get_sub_folder_list(self) -> list:
        return list(self.model.bins)


class MediaPoolItem(Inside):
    """A clip of the pool, or a timeline's entry in it."""

    models = (Media,)

    @call("0", gives="str")
    def get_name(self) -> str:
        return self.model.sequence.name if self.model.sequence else self.model.name

    @call("1", since="20.2")
    def set_name(self, name: object) -> bool:
        if not isinstance(name, str) or not name:
            return False
        self.model.name = name
        return True

    @call("0", gives="str")
    def get_media_id(self) -> str:
        return self.model.id.replace("-", "")

    @call("0", since="18.0", gives="str")
    def get_unique_id(self) -> str:
        return self.model.id

    @call("0", gives="dict")
    def get_markers(self) -> dict:
        return markers.told(self.model.markers)

    @call("0-1", gives="dict or value")
    def get_clip_property(self, name: object = None) -> object:
        """Strings, mostly (section 7); a name that is none is an empty string."""
        has: dict = properties(self.model, self.world.quirks.rate_style)
        if self.world.quirks.fps_number:
            has["FPS"] = float(has["FPS"].replace(" DF", ""))
        return has if name is None else has.get(name, "")

    @call("0", since="19.0", gives="JSON str")
    def get_audio_mapping(self) -> str:
        media = self.model
        heard = media.channels if "audio" in media.kinds else 0
        kind = {1: "Mono", 2: "Stereo"}.get(heard, "Adaptive")
        track = {"channel_idx": list(range(1, heard + 1)), "mute": False, "type": kind}
        mapping = {"1": track} if heard else {}
        return json.dumps(
            {"embedded_audio_channels": heard, "linked_audio": {}, "track_mapping": mapping}
        )


def properties(media: Media, style: str) -> dict:
    """What GetClipProperty tells. Source: section 7 ("`File Path`, `FPS`, `Type`, ... mostly")."""
    if media.sequence is not None:
        rate = media.sequence.rate
        has = {"Clip Name": media.sequence.name, "File Path": "", "Type": "Timeline"}
        return {**has, "FPS": rate.spelled(style), "Frames": str(media.sequence.length)}
    path = PureWindowsPath if "\\" in media.file else PurePosixPath
    both = {("audio",): "Audio", ("video",): "Video"}.get(media.kinds, "Video + Audio")
    has = {
        "Clip Name": media.name,
        "File Name": path(media.file).name,
        "File Path": media.file,
        "FPS": media.rate.spelled(style).replace(" DF", ""),
        "Frames": str(media.frames),
        "Start TC": media.rate.timecode(media.start),
        "End TC": media.rate.timecode(media.start + media.frames),
        "Duration": media.rate.timecode(media.frames),
        "Type": both,
    }
    if "audio" in media.kinds:
        has["Audio Ch"] = str(media.channels)
        has["Sample Rate"] = str(media.sample_rate)
    return has
