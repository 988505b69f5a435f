"""Whether sounds stand in the fake Resolve as they should: its dump and their files, compared."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

from inresolve import Menu
from menu_cuts import Cutting, Stands
from menu_sounds import Heard

NEAR = 96
"""Samples: 2 ms, by which a thunder may set in beside its flash."""

CALM = Fraction(1, 10)
"""Seconds at the ends of a sound in which nothing is measured."""

Json = dict[str, Any]


def day() -> str:
    """Today, as markers say it."""
    return datetime.now().astimezone().date().isoformat()


def work(menu: Menu) -> Path:
    """The folder that all timelines of the project share."""
    (found,) = menu.home.glob("resolve/*/cut.v2a")
    return found


def effort(menu: Menu) -> tuple[list[str], ...]:
    """The names of all pictures and replies so far."""
    return tuple(sorted(one.name for one in (work(menu) / name).iterdir()) for name in _MADE)


_MADE = ("pictures", "replies")


def anonymous(tracks: Iterable[Json]) -> list[Json]:
    """Tracks without the ids of what lies on them: a copy has others."""
    return [{**one, "items": [{**item, "id": ""} for item in one["items"]]} for one in tracks]


def ours(timeline: Json) -> list[Json]:
    """The tracks that are called as ours are."""
    return [one for one in timeline["tracks"] if one["name"].startswith("V2A ")]


def others(timeline: Json) -> list[Json]:
    """The editor's tracks, as far as a copy is like its original."""
    return anonymous(one for one in timeline["tracks"] if not one["name"].startswith("V2A "))


@dataclass(frozen=True, slots=True)
class Placed:
    """Where a clip of ours stands. Unit: frames, `record` from the timeline's first."""

    track: str
    record: int
    length: int
    source: float
    fades: tuple[int, int] = (0, 0)


def placed(timeline: Json) -> list[Placed]:
    """Every clip on our tracks, in the order of the tracks."""
    return [
        Placed(
            track["name"],
            item["start"] - timeline["start_frame"],
            *(item["duration"], item["source_start"], tuple(item["fades"])),
        )
        for track in ours(timeline)
        for item in track["items"]
    ]


def wanted(stands: Iterable[Stands]) -> list[Placed]:
    """The same as it should be, where files are counted at the timeline's rate."""
    order = ("V2A SFX", "V2A SFX 2", "V2A BGM")
    made = [Placed(one.track, one.record, one.length, one.head, one.native) for one in stands]
    return sorted(made, key=lambda one: (order.index(one.track), one.record))


def assert_sound(cut: Cutting, timeline: Json, stands: Iterable[Stands], folder: Path) -> None:
    """Every file is in the work folder, whole, and the reply of its cue under the fades it should
    have; where the picture flashes, it thunders.
    """
    replies = sorted((folder / "replies").iterdir())
    for one in stands:
        (item,) = [
            item
            for track in ours(timeline)
            for item in track["items"]
            if (track["name"], item["start"] - timeline["start_frame"]) == (one.track, one.record)
        ]
        path = Path(item["file"])
        assert path.parent == folder / "audio"
        heard = Heard(path, one.record, one.length, one.head, one.tail, cut.fps)
        assert len(heard.sound) == heard.whole
        begins = one.begins - int(cut.fps)
        faded = [heard.is_faded(reply, begins, (one.fade_in, one.fade_out)) for reply in replies]
        assert faded.count(True) == 1, one
        assert _late(cut, one, heard) == [], one


def _late(cut: Cutting, one: Stands, heard: Heard) -> list[tuple[int, int]]:
    """The flashes whose thunder is not in sync, and by how many samples."""
    if not one.track.startswith("V2A SFX"):
        return []
    return late(heard, cut.flashes(), (one.fade_in, one.fade_out))


def late(
    heard: Heard, flashes: Iterable[int], fades: tuple[Fraction, Fraction]
) -> list[tuple[int, int]]:
    """Those of the flashes in a sound whose thunder is not in sync. Unit: seconds of fade."""
    first = heard.record + (fades[0] + CALM) * heard.rate
    last = heard.record + heard.length - (fades[1] + CALM) * heard.rate
    seen = [frame for frame in flashes if first <= frame < last]
    assert seen, heard
    return [(frame, off) for frame in seen if abs(off := heard.attack(frame)) > NEAR]


def assert_tracks(timeline: Json, names: Sequence[str]) -> None:
    """Our tracks stand behind all others, in this order, in stereo and switched on."""
    found = [(one["name"], one["kind"], one["sub"], one["enabled"]) for one in timeline["tracks"]]
    assert found[-len(names) :] == [(name, "audio", "stereo", True) for name in names]
    assert all(
        one["enabled"] and not one["offline"] for track in ours(timeline) for one in track["items"]
    )
    assert all(item["speed"] == 1 for track in ours(timeline) for item in track["items"])
