"""Scenes for the fake Resolve, and a Resolve opened on one."""

import json
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fakes.resolve import dumping, scene
from fakes.resolve.world import World

PROFILES = ("18.6 free", "19.1 free", "20.3 Studio", "21.0 Studio", "21.1 Studio")
_PCM = b"\x01\0\0\0\0\0\x10\0\x80\0\0\xaa\0\x38\x9b\x71"


def a_clip(record: int = 0, duration: int = 100, **more: Any) -> dict[str, Any]:
    """An item of a scene, of a medium that has 40 frames more than are used at its end."""
    has = {"file": "/media/A001.mov", "record": record, "duration": duration, **more}
    used = has.get("source_in", 0) + duration * abs(has.get("speed", 1))
    return {"media_frames": int(used) + 40, **has}


def a_track(*items: dict[str, Any], kind: str = "video", **more: Any) -> dict[str, Any]:
    """A track of a scene."""
    return {"kind": kind, "items": list(items), **more}


def a_scene(*tracks: dict[str, Any], profile: str = "21.0 Studio", **more: Any) -> dict[str, Any]:
    """A scene with one timeline `Cut` at 24, which starts at one hour."""
    quirks = more.pop("quirks", {})
    timeline = {"name": "Cut", "rate": more.pop("rate", "24"), "tracks": list(tracks)}
    for key in ("start_timecode", "markers", "mark_in_out", "playhead", "size"):
        if key in more:
            timeline[key] = more.pop(key)
    timelines = [timeline, *more.pop("others", [])]
    return {"profile": profile, "quirks": quirks, "timelines": timelines, **more}


@dataclass
class Opened:
    """A Resolve as a script sees it, and from behind."""

    world: World
    resolve: Any
    manager: Any
    project: Any
    pool: Any
    timeline: Any

    def dump(self) -> dict[str, Any]:
        """What there is now."""
        return dumping.dump(self.world)

    def items(self, kind: str = "video", index: int = 1) -> list[Any]:
        """What lies on a track of the first timeline."""
        listed: list[Any] = self.timeline.GetItemListInTrack(kind, index)
        return listed

    def wav(self, path: Path) -> Any:
        """A WAV, taken into the pool."""
        return self.pool.ImportMedia([str(path)])[0]


def opened(given: dict[str, Any]) -> Opened:
    """The Resolve of a scene."""
    world = scene.world(given)
    resolve = scene.resolve(world)
    manager = resolve.GetProjectManager()
    project = manager.GetCurrentProject()
    timeline = project.GetTimelineByIndex(1)
    return Opened(world, resolve, manager, project, project.GetMediaPool(), timeline)


def written(resolve: Opened, path: Path) -> Path:
    """The first timeline as a file."""
    constants = resolve.resolve
    assert resolve.timeline.Export(str(path), constants.EXPORT_OTIO, constants.EXPORT_NONE)
    return path


def read(path: Path) -> dict[str, Any]:
    """A file as plain JSON."""
    document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return document


def a_wav(
    path: Path, samples: int = 48000 * 5, channels: int = 2, extensible: bool = False
) -> Path:
    """Silence at 48 kHz and 24 bits, with a chunk before the sound that nobody needs."""
    block = 3 * channels
    kind = 0xFFFE if extensible else 1
    form = struct.pack("<HHIIHH", kind, channels, 48000, 48000 * block, block, 24)
    if extensible:
        form += struct.pack("<HHI", 22, 24, (1 << channels) - 1) + _PCM
    chunks = (
        _chunk(b"fmt ", form) + _chunk(b"LIST", b"odd") + _chunk(b"data", bytes(samples * block))
    )
    path.write_bytes(b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks)
    return path


def a_bext(path: Path, reference: int) -> Path:
    """The same WAV with a time reference in samples."""
    sound = path.read_bytes()
    bext = _chunk(b"bext", bytes(338) + struct.pack("<Q", reference) + bytes(256))
    path.write_bytes(sound[:12] + bext + sound[12:])
    return path


def _chunk(name: bytes, body: bytes) -> bytes:
    return name + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
