"""What a scene chooses, what people do meanwhile, and what is told of it all.

Source: Resolve fact sheet section 16.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from resolves import Opened, a_clip, a_scene, a_track, a_wav, opened


def test_people_go_on_working():
    tracks = (a_track(a_clip(10, 50, source_in=20, markers=[{"frame": 5}])),)
    deeds = [
        {"move": {"timeline": "Cut", "item": "A001.mov", "by": 8}},
        {"trim": {"timeline": "Cut", "item": ["video", 1, 1], "head": 2, "tail": 3}},
        {"rename_timeline": {"timeline": "Cut", "name": "Cut 2"}},
        {"fail": {"method": "Timeline.AddTrack"}},
        {"quit": True},
    ]
    plans = [
        {"after": {"method": "Timeline.GetName", "count": number}, "do": deed}
        for number, deed in enumerate(deeds, 1)
    ]
    resolve = opened(a_scene(*tracks, meanwhile=plans))
    timeline, (item,) = resolve.timeline, resolve.items()

    def place() -> tuple[int, ...]:
        return item.GetStart(), item.GetDuration(), item.GetLeftOffset()

    assert (timeline.GetName(), place()) == ("Cut", (86418, 50, 20))
    assert (timeline.GetName(), place()) == ("Cut", (86420, 45, 22))
    assert list(item.GetMarkers()) == [25.0]
    assert (timeline.GetName(), timeline.GetName()) == ("Cut", "Cut 2")
    assert [timeline.AddTrack("video"), timeline.AddTrack("video")] == [False, True]
    assert timeline.GetName() == "Cut 2"
    assert (timeline.GetName(), timeline.AddTrack("video")) == (None, None)


CLIP = {"timeline": "Cut", "item": "A001.mov"}


@pytest.mark.parametrize(
    ("deed", "changes"),
    [
        ({"delete_item": CLIP}, {"length": 0}),
        ({"switch_timeline": "Other"}, {"current": "Other"}),
        ({"delete_timeline": "Cut"}, {"current": "Other", "length": 0}),
        ({"open_page": "fairlight"}, {"page": "fairlight"}),
        ({"select_bin": "Day 1"}, {"bin": "Day 1"}),
        ({"close_dialog": True}, {"modal": False}),
        ({"save": True}, {}),
    ],
)
def test_each_deed_changes_what_it_says(deed: dict[str, Any], changes: dict[str, Any]):
    media = [{"file": "/m/b.mov", "frames": 9, "bin": "Day 1"}]
    plan = {"after": {"method": "Resolve.GetVersion"}, "do": deed}
    others = [{"name": "Other"}]
    given = a_scene(a_track(a_clip()), others=others, media=media, meanwhile=[plan])
    resolve = opened(given)
    resolve.world.modal = True

    def left() -> dict[str, Any]:
        dump = resolve.dump()
        has = {key: dump[key] for key in ("current", "page", "bin", "modal")}
        return {**has, "length": dump["timelines"][0]["length"]}

    before = left()
    assert resolve.resolve.GetVersion() is None
    assert left() == {**before, **changes}


def test_what_nobody_has_measured_can_be_had_either_way(tmp_path: Path):
    def had(name: str, value: Any, question: Callable[[Opened], Any]) -> list[Any]:
        tracks = (a_track(a_clip(5, 50)), a_track(kind="audio"))
        start = {"rate": "29.97 DF", "start_timecode": "01:00:00;00"}
        both = (opened(a_scene(*tracks, **start, quirks=one)) for one in ({}, {name: value}))
        return [question(one) for one in both]

    def taken(one: Opened) -> bool:
        media = one.wav(a_wav(tmp_path / "a.wav"))
        (item,) = one.pool.AppendToTimeline([{"mediaPoolItem": media, "endFrame": 20}])
        answer: bool = item.AddTake(media)
        return answer

    def fps(one: Opened) -> Any:
        return one.items()[0].GetMediaPoolItem().GetClipProperty("FPS")

    def copied(one: Opened) -> str:
        one.timeline.DuplicateTimeline("Copy")
        name: str = one.project.GetCurrentTimeline().GetName()
        return name

    assert had("drop_start", "labels", lambda one: one.items()[0].GetStart()) == [107897, 108005]
    assert had("take_on_audio", True, taken) == [False, True]
    assert had("fps_number", True, fps) == ["29.97", 29.97]
    assert had("duplicate_becomes_current", True, copied) == ["Cut", "Copy"]


@pytest.mark.parametrize("wrong", [{"end_frames": "exclusive"}, {"end_frame": "included"}])
def test_a_scene_with_a_quirk_that_is_none_is_refused(wrong: dict[str, Any]):
    with pytest.raises(ValueError, match=f"^no such quirk: {next(iter(wrong))}$"):
        opened(a_scene(quirks=wrong))


def test_every_call_is_in_the_log(tmp_path: Path):
    resolve = opened(a_scene(a_track(kind="audio")))
    media = resolve.wav(a_wav(tmp_path / "a.wav"))
    resolve.world.log.clear()
    resolve.pool.AppendToTimeline([{"mediaPoolItem": media, "endFrame": 5.0}])
    resolve.timeline.Export("", 15.0)
    said = {"mediaPoolItem": {"object": "MediaPoolItem", "name": "a.wav"}, "endFrame": 5.0}
    assert resolve.dump()["log"] == [
        {"object": "MediaPool", "method": "AppendToTimeline", "args": [[said]]},
        {"object": "Timeline", "method": "Export", "args": ["", 15.0]},
    ]
