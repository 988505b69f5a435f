"""The fake Resolve misbehaves as the measured one does: a promise for each quirk.

Source: Resolve fact sheet section 16, and the sections which fakes.resolve.quirks names.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from fakes.resolve import CLASSES
from fakes.resolve.profiles import version
from resolves import PROFILES, a_bext, a_clip, a_scene, a_track, a_wav, opened

FACTS = json.loads(
    (Path(__file__).parent / "data" / "resolve_api_facts.json").read_text(encoding="utf-8")
)
every_profile = pytest.mark.parametrize("profile", PROFILES)


def laid(media: Any, record: int, end: int, track: int = 1, start: int = 0) -> list[dict[str, Any]]:
    """What AppendToTimeline is told; `record` counts from a timeline's start at one hour of 24."""
    return [
        {
            "mediaPoolItem": media,
            "startFrame": start,
            "endFrame": end,
            "mediaType": 2,
            "trackIndex": track,
            "recordFrame": 86400 + record,
        }
    ]


def test_every_method_is_that_of_the_facts_and_the_other_way_round():
    built = {
        f"{kind.__name__}.{name}": {
            "arity": [one.least, one.most],
            "since": one.since,
            "returns": one.gives,
        }
        for kind in CLASSES
        for name, one in kind.calls.items()
    }
    facts = {
        name: {key: fact[key] for key in ("arity", "since", "returns")}
        for name, fact in FACTS.items()
    }
    assert built == facts


@every_profile
def test_only_what_a_version_has_is_listed_and_all_else_is_none(profile: str):
    resolve = opened(a_scene(a_track(a_clip()), profile=profile))
    numbers = resolve.world.profile.numbers
    for name, thing in (("Timeline", resolve.timeline), ("TimelineItem", resolve.items()[0])):
        has = {key.split(".")[1]: fact for key, fact in FACTS.items() if key.startswith(f"{name}.")}
        there = {key for key, fact in has.items() if version(fact["since"]) <= numbers}
        assert set(dir(thing)) == there
        assert {key for key in has if getattr(thing, key) is not None} == there
        assert hasattr(thing, "GetEverything")
        assert thing.GetEverything is None


@every_profile
def test_keywords_and_wrong_counts_are_type_errors(profile: str):
    resolve = opened(a_scene(profile=profile))
    with pytest.raises(TypeError, match="unexpected keyword argument 'page'"):
        resolve.resolve.OpenPage(page="edit")
    with pytest.raises(TypeError, match=r"^Timeline.GetTrackCount\(\) takes 1 to 1 arguments, 0"):
        resolve.timeline.GetTrackCount()
    with pytest.raises(TypeError, match=r"^Timeline.Export\(\) takes 2 to 3 arguments, 4 given$"):
        resolve.timeline.Export("a", 1, 2, 3)


@every_profile
def test_the_argument_of_getstart_came_with_19_0_2(profile: str):
    item = opened(a_scene(a_track(a_clip(12)), profile=profile)).items()[0]
    assert item.GetStart() == 86412
    if profile == "18.6 free":
        with pytest.raises(TypeError, match=r"^TimelineItem.GetStart\(\) takes 0 to 1"):
            item.GetStart(True)
        return
    assert item.GetStart(True) == 86412.0


@every_profile
def test_what_it_is_called(profile: str):
    resolve = opened(a_scene(profile=profile)).resolve
    number, edition = profile.split()
    product = {"free": "DaVinci Resolve", "Studio": "DaVinci Resolve Studio"}[edition]
    assert resolve.GetProductName() == product
    assert ".".join(str(part) for part in resolve.GetVersion()[:2]) == number
    assert resolve.GetVersionString() == ".".join(str(part) for part in resolve.GetVersion()[:4])


@every_profile
def test_an_earlier_item_wins_and_the_new_one_is_nowhere(profile: str, tmp_path: Path):
    resolve = opened(a_scene(a_track(kind="audio"), profile=profile))
    media = resolve.wav(a_wav(tmp_path / "a.wav"))
    assert resolve.pool.AppendToTimeline(laid(media, 0, 48))[0].GetUniqueId() != ""
    (item,) = resolve.pool.AppendToTimeline(laid(media, 47, 48))
    assert (item.GetName(), item.GetUniqueId()) == ("a.wav", "")
    assert [(one.GetStart(), one.GetDuration()) for one in resolve.items("audio")] == [(86400, 48)]


@every_profile
def test_a_stereo_wav_on_a_new_track_is_one_item_a_channel(profile: str, tmp_path: Path):
    resolve = opened(a_scene(profile=profile))
    assert resolve.timeline.AddTrack("audio")
    assert resolve.timeline.AddTrack("audio", "stereo")
    media = resolve.wav(a_wav(tmp_path / "a.wav"))
    assert len(resolve.pool.AppendToTimeline(laid(media, 0, 48, track=2))) == 1
    assert len(resolve.pool.AppendToTimeline(laid(media, 100, 148, track=1))) == 2
    tracks = resolve.dump()["timelines"][0]["tracks"]
    assert [(one["sub"], [item["start"] for item in one["items"]]) for one in tracks] == [
        ("mono", [86500]),
        ("stereo", [86400, 86500]),
    ]


def test_the_second_channel_makes_its_track(tmp_path: Path):
    resolve = opened(a_scene(a_track(kind="audio", sub="mono")))
    media = resolve.wav(a_wav(tmp_path / "a.wav"))
    assert len(resolve.pool.AppendToTimeline(laid(media, 0, 48))) == 2
    assert [one["sub"] for one in resolve.dump()["timelines"][0]["tracks"]] == ["mono", "mono"]


def test_a_track_is_mono_only_where_the_scene_leaves_it_so():
    resolve = opened(a_scene(quirks={"default_audio": "stereo"}))
    resolve.timeline.AddTrack("audio")
    assert not resolve.timeline.AddTrack("audio", "quadro")
    assert [one["sub"] for one in resolve.dump()["timelines"][0]["tracks"]] == ["stereo"]


@pytest.mark.parametrize(("profile", "taken"), [("19.1 free", False), ("20.3 Studio", True)])
def test_a_track_is_put_in_between_since_20_3(profile: str, taken: bool):
    tracks = [a_track(kind="audio", name=name) for name in ("A", "B")]
    timeline = opened(a_scene(*tracks, profile=profile)).timeline
    assert timeline.AddTrack("audio", {"audioType": "stereo", "index": 2}) is taken
    names = [timeline.GetTrackName("audio", number) for number in (1, 2, 3)]
    assert names == (["A", "Audio 3", "B"] if taken else ["A", "B", ""])


@every_profile
def test_one_marker_a_frame_and_floats_from_zero(profile: str):
    timeline = opened(a_scene(profile=profile)).timeline
    assert timeline.AddMarker(96, "Blue", "one", "note", 0)
    assert not timeline.AddMarker(96, "Red", "two", "", 1)
    assert not timeline.AddMarker(97, "Orange", "a clip's colour", "", 1)
    assert timeline.AddMarker(3, "Cream", "three", "", 24, "secret")
    told = timeline.GetMarkers()
    assert [(type(key), key) for key in told] == [(float, 3.0), (float, 96.0)]
    assert told[96.0] == {
        "color": "Blue",
        "duration": 1.0,
        "note": "note",
        "name": "one",
        "customData": "",
    }
    assert timeline.GetMarkerByCustomData("secret")["name"] == "three"
    assert timeline.DeleteMarkerAtFrame(96)
    assert not timeline.DeleteMarkerAtFrame(96)


@every_profile
def test_the_marker_of_an_item_counts_from_its_media(profile: str):
    clip = a_clip(10, 50, source_in=30, markers=[{"frame": 5}])
    item = opened(a_scene(a_track(clip), profile=profile)).items()[0]
    assert list(item.GetMarkers()) == [35.0]
    assert item.GetStart() + 35 - item.GetLeftOffset() == 86400 + 10 + 5
    assert item.AddMarker(item.GetLeftOffset() + 6, "Red", "", "", 1)
    assert list(item.GetMarkers()) == [35.0, 36.0]


def test_markers_lie_on_whole_frames_and_are_seen_where_the_scene_has_them():
    """30 frames of 24 are 31.25 of 25: five behind is 36.25, so 37, which is seen there."""
    clip = a_clip(0, 44, source_in=30, media_rate="24", markers=[{"frame": 5}])
    (item,) = opened(a_scene(a_track(clip), rate="25")).items()
    assert (item.GetLeftOffset(), list(item.GetMarkers())) == (31, [37.0])


def test_a_retimed_item_counts_in_its_warped_space():
    """The frames of three real exports: 2x from 39, 2.5x from 0, reverse from 20 of 100."""
    real = [
        (a_clip(0, 11, source_in=39, speed=2, file="/m/a.mov"), 19, 24),
        (a_clip(50, 171, speed=2.5, file="/m/b.mov"), 0, 85),
        (a_clip(300, 41, source_in=20, speed=-1, file="/m/c.mov", media_frames=100), 39, 59),
    ]
    items = opened(a_scene(a_track(*(clip for clip, _, _ in real)))).items()
    assert [one.GetLeftOffset() for one in items] == [offset for _, offset, _ in real]
    halves = [one.GetLeftOffset() + one.GetDuration() // 2 for one in items]
    assert halves == [marker for _, _, marker in real]


def test_an_item_played_backwards_at_twice_the_speed_counts_from_the_end_of_its_media():
    """Of 100 frames 20 lie before what is shown, 20 are shown, and 60 behind are 30 at 2x."""
    clip = a_clip(0, 10, source_in=20, speed=-2, media_frames=100)
    (item,) = opened(a_scene(a_track(clip))).items()
    assert (item.GetLeftOffset(), item.GetRightOffset()) == (30, 10)


@pytest.mark.parametrize(
    ("project", "rate", "frames", "length"),
    [("24", "24", 120, 48), ("23.976", "29.97 DF", 119, 60), ("25", "29.97 DF", 125, 57)],
)
def test_a_wav_keeps_the_rate_of_the_project_at_its_import(
    project: str, rate: str, frames: int, length: int, tmp_path: Path
):
    """48 of its frames are 48, 60 and 57.5 of the timeline's: floored."""
    given = a_scene(a_track(kind="audio"), rate=rate, start_timecode="00:00:00:00")
    resolve = opened({**given, "project": {"rate": project}})
    media = resolve.wav(a_wav(tmp_path / "a.wav"))
    assert (media.GetClipProperty("FPS"), media.GetClipProperty()["Frames"]) == (
        project,
        str(frames),
    )
    clip = {**laid(media, 7, 48)[0], "recordFrame": 7}
    (item,) = resolve.pool.AppendToTimeline([clip])
    assert (item.GetStart(), item.GetDuration()) == (7, length)


@pytest.mark.parametrize("extensible", [False, True])
def test_the_header_of_a_wav_is_read(extensible: bool, tmp_path: Path):
    path = a_wav(tmp_path / "a.wav", samples=48001, channels=6, extensible=extensible)
    resolve = opened(a_scene())
    has = resolve.wav(a_bext(path, 48000 * 3600)).GetClipProperty()
    assert {key: has[key] for key in ("Frames", "Audio Ch", "Start TC", "Type")} == {
        "Frames": "24",
        "Audio Ch": "6",
        "Start TC": "01:00:00:00",
        "Type": "Audio",
    }


@every_profile
@pytest.mark.parametrize(("convention", "length"), [("exclusive", 47), ("inclusive", 48)])
def test_the_end_frame_is_either(profile: str, convention: str, length: int, tmp_path: Path):
    quirks = {"end_frame": convention}
    resolve = opened(a_scene(a_track(kind="audio"), profile=profile, quirks=quirks))
    media = resolve.wav(a_wav(tmp_path / "a.wav"))
    (item,) = resolve.pool.AppendToTimeline(laid(media, 0, 48, start=1))
    assert item.GetDuration() == length


@pytest.mark.parametrize(
    "wrong",
    [{"trackIndex": 2}, {"mediaType": 1}, {"recordFrame": 5}, {"startFrame": 48}, {"endFrame": ""}],
)
def test_what_has_no_place_is_not_appended(wrong: dict[str, Any], tmp_path: Path):
    resolve = opened(a_scene(a_track(kind="audio")))
    media = resolve.wav(a_wav(tmp_path / "a.wav"))
    assert resolve.pool.AppendToTimeline([{**laid(media, 0, 48)[0], **wrong}]) == [None]
    assert resolve.items("audio") == []
