"""A day with Resolve's menu: a page, two duplicates, one of them scored again, all taken off."""

import re
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from flashes import Movie
from inresolve import Clip, Ended, Menu
from menu_page import a_page
from menu_standing import Placed, anonymous, day, effort, others, ours, placed
from reopened import reopened
from resolves import a_wav, opened
from running import Place

RATE = "29.97"
MOVIE = Movie("flashes.mov", Fraction(30_000, 1001), 6, 9, 108_000, "01:00:00:00")
STAND = [Placed("V2A SFX", 25, 40, 29), Placed("V2A BGM", 70, 35, 29)]
"""A second before each is scored, in whole frames."""

Json = dict[str, Any]


def a_scene(folder: Path) -> Json:
    """A clip with a marker at frame 25, music from frame 70 on."""
    clip = Clip(MOVIE.make(folder), 10, 120, 31, ((15, 40, "sfx", "thunder | fade: 4f"),))
    music = {"frame": 70, "duration": 35, "name": "bgm", "note": "slow piano", "color": "Rose"}
    tracks = [
        {"kind": "video", "name": "Video 1", "items": [clip.told(108_000, RATE, MOVIE.frames)]},
        {"kind": "audio", "name": "Dialogue", "sub": "stereo", "items": []},
    ]
    timeline = {"name": "Cut 01", "rate": RATE, "tracks": tracks, "markers": [music]}
    return {"project": {"name": "Film"}, "timelines": [timeline]}


@dataclass(frozen=True, slots=True)
class Day:
    """What was scored on the page and placed twice: all that later tests go on from."""

    menu: Menu
    scene: Json
    ended: Ended
    days: frozenset[str]

    def opened(self, current: str) -> Json:
        """The project on another day, with that timeline open."""
        return {**reopened(self.ended.resolve, self.scene), "current": current}


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> Day:
    menu = Menu(Place(tmp_path_factory.mktemp("day")))
    menu.install()
    scene, first = a_scene(menu.place.folder), day()
    with a_page(menu, scene) as (child, page):
        plan = page.get("/api/plan")
        assert (plan["name"], plan["cost_usd"], len(plan["cues"])) == ("Cut 01", 0, 2)
        page.post("/api/run", price_usd=0)
        assert page.ended()["message"] == "2 placed; nothing was spent."
        said = [page.post("/api/place") for _ in range(2)]
        ended = child.ended()
    assert [one["message"] for one in said] == [
        f"Placed in 'Cut 01 - V2A {number}': 2 clips on 2 tracks. Save the project."
        for number in (1, 2)
    ]
    return Day(menu, scene, ended, frozenset({first, day()}))


@pytest.mark.sweep
def test_what_is_placed_twice_is_in_two_duplicates(scored: Day):
    ended, before = scored.ended, opened(scored.scene).dump()
    assert ended.code == 0, ended.out
    assert ended.names == ["Cut 01", "Cut 01 - V2A 1", "Cut 01 - V2A 2"]
    assert ended.timeline("Cut 01") == before["timelines"][0]
    for name in ended.names[1:]:
        timeline = ended.timeline(name)
        assert placed(timeline) == STAND
        assert others(timeline) == anonymous(before["timelines"][0]["tracks"])
        assert timeline["markers"] in [told(day) for day in scored.days]


def told(day: str) -> list[Json]:
    """A marker of ours for the clip's, and the timeline's own, in the editor's colour."""
    said = f"v2a: take 1/1, sketch, {day}"
    ours = {"name": "\u2713 placed", "note": said, "color": "Mint", "customData": "otio_v2a"}
    music = {"name": "\u2713 bgm", "note": f"slow piano\n{said}", "color": "Rose", "customData": ""}
    return [{"frame": 25, "duration": 1, **ours}, {"frame": 70, "duration": 35, **music}]


def test_the_console_tells_the_plan_the_page_and_what_was_placed(scored: Day):
    lines = scored.ended.out.splitlines()
    assert re.fullmatch(r"V2A page: http://127\.0\.0\.1:\d+/#[\w-]{32}", lines.pop(4))
    progress = re.compile(r"V2A: \d+ s: ")
    assert [line for line in lines[1:] if not progress.match(line)] == [
        "V2A: 2 ranges, 2 segments, 6 s of picture, sketch: free. Nothing is sent yet.",
        "  01:00:00:25  sfx: thunder",
        "  01:00:02:10  bgm: slow piano",
        "V2A: 2 placed; nothing was spent.",
        "V2A: Placed in 'Cut 01 - V2A 1': 2 clips on 2 tracks.",
        "V2A: Save the project.",
        "V2A: Placed in 'Cut 01 - V2A 2': 2 clips on 2 tracks.",
        "V2A: Save the project.",
        "V2A: done. Placed in 'Cut 01 - V2A 2': 2 clips on 2 tracks.",
    ]


def test_the_duplicate_scored_again_costs_nothing_and_has_each_sound_once(scored: Day):
    scene = scored.opened("Cut 01 - V2A 2")
    before, made = opened(scene).dump(), effort(scored.menu)
    ended = scored.menu.run(scene)
    assert ended.code == 0, ended.out
    assert "sketch: all of it kept, $0. Nothing is sent yet." in ended.out
    assert effort(scored.menu) == made
    assert ended.names == ["Cut 01", "Cut 01 - V2A 1", "Cut 01 - V2A 2", "Cut 01 - V2A 3"]
    *earlier, last = ended.resolve["timelines"]
    assert earlier == before["timelines"]
    assert anonymous(last["tracks"]) == anonymous(earlier[-1]["tracks"])
    assert placed(last) == STAND
    assert without_days(last) == without_days(earlier[-1])


def without_days(timeline: Json) -> list[Json]:
    """Its markers, whenever they were written."""
    return [
        {**one, "note": re.sub(r"\d{4}-\d\d-\d\d", "", one["note"])} for one in timeline["markers"]
    ]


@pytest.mark.sweep
def test_the_original_scored_again_is_duplicated_once_more(scored: Day):
    made = effort(scored.menu)
    ended = scored.menu.run(scored.opened("Cut 01"))
    assert ended.code == 0, ended.out
    assert effort(scored.menu) == made
    assert ended.names[3:] == ["Cut 01 - V2A 3"]
    assert placed(ended.timeline("Cut 01 - V2A 3")) == STAND
    assert placed(ended.timeline("Cut 01")) == []


def test_only_what_is_ours_is_taken_off(scored: Day):
    scene = scored.opened("Cut 01 - V2A 2")
    tracks = scene["timelines"][2]["tracks"]
    mine = a_wav(scored.menu.place.folder / "mine.wav")
    heard = {"file": str(mine), "record": 100, "duration": 20}
    next(one for one in tracks if one["name"] == "V2A SFX")["items"].append(heard)
    before, files = opened(scene).dump(), sorted(scored.menu.home.glob("resolve/*/*/audio/*"))
    ended = scored.menu.run(scene, "V2A Remove.py")
    assert ended.code == 0, ended.out
    assert ended.out.splitlines()[1:] == [
        "V2A: 2 clips taken off 'Cut 01 - V2A 2'. Track 'V2A SFX' holds clips of yours: it stays."
        " The sounds stay in the bin V2A: Score places them again, free."
    ]
    *earlier, left = ended.resolve["timelines"]
    assert earlier == before["timelines"][:2]
    (track,) = ours(left)
    assert [(one["name"], one["start"]) for one in track["items"]] == [("mine.wav", 107_992 + 108)]
    assert others(left) == others(earlier[0])
    assert left["markers"] == earlier[0]["markers"]
    assert ended.resolve["bins"] == before["bins"]
    assert sorted(scored.menu.home.glob("resolve/*/*/audio/*")) == files


def test_sounds_in_the_timeline_itself_are_never_doubled(scored: Day):
    where, made = {"OTIO_V2A_RESOLVE__PLACE": "current"}, effort(scored.menu)
    first = scored.menu.run(scored.opened("Cut 01"), **where)
    assert first.code == 0, first.out
    assert "V2A: Placed in 'Cut 01': 2 clips on 2 tracks." in first.out
    assert placed(first.timeline("Cut 01")) == STAND
    scene = {**reopened(first.resolve, scored.scene), "current": "Cut 01"}
    before, again = opened(scene).dump(), scored.menu.run(scene, **where)
    assert again.code == 0, again.out
    assert (again.names, effort(scored.menu)) == (scored.ended.names, made)
    assert anonymous(again.timeline("Cut 01")["tracks"]) == anonymous(
        before["timelines"][0]["tracks"]
    )
    assert again.resolve["timelines"][1:] == before["timelines"][1:]
    assert again.resolve["bins"] == before["bins"]


@pytest.mark.sweep
@pytest.mark.parametrize("names", ["kept", "lost"])
def test_sounds_come_with_a_timeline_that_is_imported(names: str, scored: Day):
    scene = {**scored.opened("Cut 01"), "quirks": {"track_names": names}}
    before = opened(scene).dump()
    ended = scored.menu.run(scene, OTIO_V2A_RESOLVE__PLACE="import")
    assert ended.code == 0, ended.out
    assert "V2A: Placed in 'Cut 01 - V2A 3': 2 clips on 2 tracks." in ended.out
    assert "no media" not in ended.out
    *earlier, made = ended.resolve["timelines"]
    assert earlier == before["timelines"]
    assert (made["name"], made["start_timecode"]) == ("Cut 01 - V2A 3", "01:00:00:00")
    sounds = [
        (item["start"] - made["start_frame"], item["duration"], item["source_start"])
        for track in made["tracks"]
        for item in track["items"]
        if Path(item["file"]).name.startswith("v2a_")
    ]
    assert sounds == [(one.record, one.length, one.source) for one in STAND]
    assert made["markers"] in [told(day) for day in scored.days]


@pytest.mark.sweep
def test_a_page_that_is_closed_ends_the_script(scored: Day):
    with a_page(scored.menu, scored.scene, OTIO_V2A_RESOLVE__IDLE="0.02") as (child, _):
        ended = child.ended()
    assert ended.code == 6
    last = "V2A: closed before anything was placed. What is finished is kept."
    assert ended.out.splitlines()[-1] == last
    assert ended.resolve["timelines"] == opened(scored.scene).dump()["timelines"]


@pytest.mark.sweep
def test_without_a_marker_no_page_is_opened_and_nobody_waits(scored: Day):
    scene = a_scene(scored.menu.place.folder)
    timeline = scene["timelines"][0]
    timeline["markers"] = timeline["tracks"][0]["items"][0]["markers"] = []
    ended = scored.menu.run(scene, OTIO_V2A_RESOLVE__PAGE="true", BROWSER="false")
    assert ended.code == 5
    assert ended.out.splitlines()[2] == (
        "Why: no marker asks for sound. Put one on a clip, name it 'sfx' or 'bgm', and write what"
        " should be heard into its note."
    )
