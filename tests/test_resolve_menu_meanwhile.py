"""What the editor does in Resolve while the sounds are made: sounds follow their clips."""

import sys
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from flashes import Movie
from inresolve import Clip, Ended, Menu
from menu_cuts import EDGE
from menu_sounds import Heard
from menu_standing import Placed, effort, late, ours, placed
from pythons import python
from reopened import reopened
from resolves import opened
from running import Place

MOVIE = Movie("flashes.mov", Fraction(25), 9, 5, 90_000, "01:00:00:00")
CLIPS = {"stays": (0, 10), "shortens": (2, 70), "goes": (4, 130), "moves": (6, 190)}
"""Seconds into the movie, and frames from the timeline's first. Between them is black."""

DEEDS = (
    {"move": {"timeline": "Cut 01", "item": "moves", "by": 48}},
    {"trim": {"timeline": "Cut 01", "item": "shortens", "head": 5}},
    {"delete_item": {"timeline": "Cut 01", "item": "goes"}},
)

LONG = 35

Json = dict[str, Any]


def a_scene(folder: Path, *deeds: Json) -> Json:
    """Clips with a point each; what is done to them is done once the timeline was exported."""
    file = MOVIE.make(folder)
    items = [
        Clip(file, record, LONG, 25 * second, ((7, 1, f"sfx: thunder {name}", ""),)).told(
            90_000, "25", MOVIE.frames
        )
        | {"name": name}
        for name, (second, record) in CLIPS.items()
    ]
    tracks = [{"kind": "video", "name": "Video 1", "items": items}]
    exported = {"method": "Timeline.Export", "count": 1}
    return {
        "project": {"name": "Film"},
        "timelines": [
            {"name": "Cut 01", "rate": "25", "tracks": tracks},
            {"name": "Other", "tracks": []},
        ],
        "meanwhile": [{"after": exported, "do": one} for one in deeds],
    }


@pytest.fixture
def menu(tmp_path: Path) -> Menu:
    made = Menu(Place(tmp_path))
    made.install()
    return made


def remarks(ended: Ended) -> list[str]:
    """What the console says between where it was placed and its advice."""
    lines = ended.out.splitlines()
    first = next(at for at, line in enumerate(lines) if line.startswith("V2A: Placed in "))
    return lines[first + 1 : lines.index("V2A: Save the project.")]


def test_a_sound_follows_its_clip_and_what_was_changed_is_said(menu: Menu):
    scene, runner = a_scene(menu.place.folder, *DEEDS), python(12) or sys.executable
    ended = menu.run(scene, "V2A Score.py", "--globals", "fusion", python=runner)
    assert ended.code == 0, ended.out
    assert remarks(ended) == [
        "V2A: 'sfx: thunder shortens' at 01:00:03:00 was changed since it was scored: nothing is"
        " placed. Score it again.",
        "V2A: 'sfx: thunder goes' at 01:00:05:05 is no longer marked: nothing is placed.",
        "V2A: 'sfx: thunder moves' moved from 01:00:07:15 to 01:00:09:13: its sound is placed"
        " there.",
    ]
    scored = ended.timeline("Cut 01 - V2A 1")
    assert placed(scored) == [Placed("V2A SFX", 10, 35, 25), Placed("V2A SFX", 238, 35, 25)]
    (track,) = ours(scored)
    for item, (second, record) in zip(track["items"], ((0, 10), (6, 238)), strict=True):
        heard = Heard(Path(item["file"]), record, LONG, 25, 25, Fraction(25))
        flashes = (record + frame - 25 * second for frame in MOVIE.flashes)
        assert late(heard, flashes, (EDGE, EDGE)) == []
    assert [one["name"] for one in scored["markers"]] == ["\u2713 placed"] * 2
    assert [one["frame"] for one in scored["markers"]] == [10, 238]


@pytest.mark.sweep
def test_what_was_changed_is_scored_the_next_time_and_nothing_else(menu: Menu):
    scene = a_scene(menu.place.folder, *DEEDS)
    first = menu.run(scene)
    made = effort(menu)
    ended = menu.run({**reopened(first.resolve, scene), "current": "Cut 01"})
    assert remarks(ended) == []
    assert [len(one) - len(was) for one, was in zip(effort(menu), made, strict=True)] == [2, 1]
    assert placed(ended.timeline("Cut 01 - V2A 2")) == [
        Placed("V2A SFX", 10, 35, 25),
        Placed("V2A SFX", 75, 30, 25),
        Placed("V2A SFX", 238, 35, 25),
    ]


@pytest.mark.sweep
def test_a_timeline_with_another_name_keeps_its_sounds(menu: Menu):
    deeds = (
        {"rename_timeline": {"timeline": "Cut 01", "name": "Cut 02"}},
        {"switch_timeline": "Other"},
    )
    scene = a_scene(menu.place.folder, *deeds)
    ended = menu.run(scene)
    assert ended.code == 0, ended.out
    assert ended.names == ["Cut 02", "Other", "Cut 02 - V2A 1"]
    assert ended.resolve["current"] == "Cut 02 - V2A 1"
    assert len(placed(ended.timeline("Cut 02 - V2A 1"))) == len(CLIPS)
    assert ended.timeline("Other") == opened(scene).dump()["timelines"][1]
