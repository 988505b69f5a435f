"""The fake Resolve's pages, dialogs and bins, and what its versions know.

Source: Resolve fact sheet sections 7, 13 and 16, Q11 to Q24.
"""

from pathlib import Path
from typing import Any

import pytest
from resolves import PROFILES, a_clip, a_scene, a_track, a_wav, opened

every_profile = pytest.mark.parametrize("profile", PROFILES)
MARKS = {"video": {"in": 10, "out": 20}}
FROM_19_1 = tuple(name for name in PROFILES if name != "18.6 free")


@every_profile
def test_clips_are_deleted_on_the_edit_page_only(profile: str):
    clips = (a_clip(0, 50), a_clip(50, 50), a_clip(100, 50))
    resolve = opened(a_scene(a_track(*clips), profile=profile, page="color"))
    first = resolve.items()[:1]
    assert not resolve.timeline.DeleteClips(first)
    assert resolve.resolve.OpenPage("edit")
    assert resolve.timeline.DeleteClips(first, True)
    assert [one.GetStart() for one in resolve.items()] == [86400, 86450]
    assert not resolve.timeline.DeleteClips(first)
    assert first[0].GetName() is None


def test_the_first_delete_may_do_nothing():
    given = a_scene(a_track(a_clip()), quirks={"delete_fails_first": True})
    resolve = opened(given)
    assert not resolve.timeline.DeleteClips(resolve.items())
    assert len(resolve.items()) == 1
    assert resolve.timeline.DeleteClips(resolve.items())
    assert resolve.items() == []


@pytest.mark.parametrize("profile", ["18.6 free", "19.1 free", "21.1 free"])
def test_after_a_studio_call_the_free_edition_answers_nothing(profile: str):
    given = a_scene(a_track(a_clip()), profile=profile)
    resolve = opened({**given, "quirks": {"studio_only": ["Project.LoadRenderPreset"]}})
    name = {"21.1 free": "SetFades"}.get(profile)
    said = (
        resolve.items()[0].SetFades({"FadeIn": 2})
        if name
        else resolve.project.LoadRenderPreset("H.264 Master")
    )
    assert said is False
    assert resolve.timeline.SetTrackName("video", 1, "x") is False
    assert resolve.timeline.GetName() is None
    assert resolve.manager.GetCurrentProject() is None
    assert resolve.dump()["modal"] is True


@pytest.mark.parametrize("profile", ["20.3 Studio", "21.1 Studio"])
def test_studio_answers_what_is_studio_only(profile: str):
    given = a_scene(profile=profile, quirks={"studio_only": ["Project.LoadRenderPreset"]})
    resolve = opened(given)
    assert resolve.project.LoadRenderPreset("H.264 Master") is True
    assert resolve.dump()["modal"] is False


@every_profile
def test_tracks_and_takes_of_a_timeline_that_is_not_open_say_nothing(profile: str):
    tracks = (a_track(a_clip(), locked=True), a_track(kind="audio"))
    resolve = opened(a_scene(*tracks, profile=profile, others=[{"name": "Other"}]))
    item, cut = resolve.items()[0], resolve.timeline
    item.AddTake(item.GetMediaPoolItem(), 5, 25)

    def says() -> list[Any]:
        track = ("video", 1)
        return [
            cut.GetIsTrackEnabled(*track),
            cut.GetIsTrackLocked(*track),
            item.GetTakesCount(),
            bool(item.GetTakeByIndex(2)),
        ]

    assert says() == [True, True, 2, True]
    assert resolve.project.SetCurrentTimeline(resolve.project.GetTimelineByIndex(2))
    assert says() == [False, False, 0, False]


@every_profile
def test_media_come_into_the_open_bin_and_are_listed_once(profile: str, tmp_path: Path):
    resolve = opened(a_scene(profile=profile))
    root = resolve.pool.GetRootFolder()
    folder = resolve.pool.AddSubFolder(root, "V2A")
    assert resolve.pool.SetCurrentFolder(root)
    one, two = (str(a_wav(tmp_path / name)) for name in ("a.wav", "b.wav"))
    listed = resolve.pool.ImportMedia([one, one, str(tmp_path / "none.wav")])
    assert [media.GetName() for media in listed] == ["a.wav"]
    assert resolve.pool.SetCurrentFolder(folder)
    assert [media.GetName() for media in resolve.pool.ImportMedia([one, two])] == ["b.wav"]
    assert [media.GetName() for media in folder.GetClipList()] == ["b.wav"]
    assert resolve.pool.MoveClips(listed, folder)
    assert [media.GetName() for media in root.GetClipList()] == ["Cut"]


@pytest.mark.parametrize("profile", FROM_19_1)
def test_the_deliver_page_takes_the_marks_away(profile: str):
    resolve = opened(a_scene(a_track(a_clip()), profile=profile, mark_in_out=MARKS))
    assert resolve.timeline.GetMarkInOut() == MARKS
    assert resolve.resolve.OpenPage("color")
    assert resolve.timeline.GetMarkInOut() == MARKS
    assert resolve.resolve.OpenPage("deliver")
    assert resolve.timeline.GetMarkInOut() == {}
    assert resolve.timeline.SetMarkInOut(3, 9, "audio")
    assert resolve.timeline.GetMarkInOut() == {"audio": {"in": 3, "out": 9}}
    assert not resolve.resolve.OpenPage("delivery")


def test_18_6_knows_no_marks():
    timeline = opened(a_scene(profile="18.6 free", mark_in_out=MARKS)).timeline
    assert timeline.GetMarkInOut is None


@every_profile
def test_a_selection_is_told_since_21_0_4(profile: str):
    clips = (a_clip(0, 50), a_clip(50, 50, selected=True))
    timeline = opened(a_scene(a_track(*clips), profile=profile)).timeline
    if profile.startswith("21"):
        assert [one.GetStart() for one in timeline.GetSelectedClips()] == [86450]
        return
    assert timeline.GetSelectedClips is None


def test_fades_and_transitions_of_21_1():
    audio = a_track(
        a_clip(0, 50, file="/m/a.wav", source_in=10, media_frames=100),
        a_clip(50, 50, file="/m/b.wav", source_in=2, media_frames=100),
        kind="audio",
    )
    resolve = opened(a_scene(audio, profile="21.1 Studio"))
    one, two = resolve.items("audio")
    assert one.SetFades({"FadeIn": 5})
    assert not one.SetFades({"FadeOut": 46})
    assert one.GetFades() == {"FadeIn": 5, "FadeOut": 0}
    wanted = {"type": "Cross Fade +3 dB", "category": "audio", "alignment": "center"}
    assert one.AddTransition({**wanted, "duration": 6}) is None
    assert one.AddTransition({**wanted, "duration": 41, "alignment": "right"}) is None
    made = one.AddTransition({**wanted, "duration": 4})
    assert (made.GetStart(), made.GetEnd(), made.GetType()) == (86448, 86452, "transition")
    assert two.AddTransition({**wanted, "duration": 4, "position": "start"}) is None
    assert [item.GetType() for item in resolve.items("audio")] == ["audio", "transition", "audio"]


@every_profile
def test_transitions_are_items_without_media(profile: str):
    clips = (a_clip(0, 50), a_clip(50, 50, source_in=20))
    transitions = [{"at": 50, "before": 6, "after": 6}]
    resolve = opened(a_scene(a_track(*clips, transitions=transitions), profile=profile))
    made = resolve.items()[1]
    assert (made.GetName(), made.GetMediaPoolItem(), made.GetProperty()) == (
        "Cross Dissolve",
        None,
        {},
    )
    assert (made.GetStart(), made.GetDuration()) == (86444, 12)


@pytest.mark.parametrize("profile", FROM_19_1)
def test_source_frames_are_one_off_now_and_then(profile: str):
    clips = [a_clip(100 * number, 10, source_in=30 + number) for number in range(5)]
    clips.append(a_clip(600, 30, source_in=7, media_rate="25", file="/m/b.mov"))
    clips.append(a_clip(700, 10, source_in=7, speed=-1, file="/m/c.mov"))
    items = opened(a_scene(a_track(*clips), profile=profile)).items()
    assert [one.GetSourceStartFrame() for one in items] == [29, 31, 32, 33, 34, 7, 17]
    assert [one.GetSourceEndFrame() for one in items[4:]] == [44, 7 + 31 - 1, 7]


@every_profile
@pytest.mark.parametrize("vanishing", [False, True])
def test_items_of_an_append_that_failed_may_vanish_when_saved(
    profile: str, vanishing: bool, tmp_path: Path
):
    quirks = {"vanishing": vanishing}
    resolve = opened(a_scene(a_track(kind="audio"), profile=profile, quirks=quirks))
    media = resolve.wav(a_wav(tmp_path / "a.wav"))
    infos = [
        {"mediaPoolItem": media, "endFrame": 24, "trackIndex": index, "recordFrame": 86400}
        for index in (1, 9)
    ]
    assert [bool(one) for one in resolve.pool.AppendToTimeline(infos)] == [True, False]
    assert len(resolve.items("audio")) == 1
    assert resolve.manager.SaveProject()
    assert len(resolve.items("audio")) == (0 if vanishing else 1)


def test_a_project_that_was_never_saved_is_not_saved():
    resolve = opened({**a_scene(), "project": {"name": "Untitled Project"}})
    assert not resolve.manager.SaveProject()


@pytest.mark.parametrize(
    ("rate", "style", "spelled"),
    [
        ("29.97 DF", "plain", "29.97 DF"),
        ("24", "float", "24.0"),
        ("24", "plain", "24"),
        ("23.98", "float", "23.976"),
    ],
)
def test_rates_are_spelled_in_more_than_one_way(rate: str, style: str, spelled: str):
    given = a_scene(rate=rate, quirks={"rate_style": style}, profile="21.1 Studio")
    timeline = opened(given).timeline
    assert timeline.GetSetting("timelineFrameRate") == spelled
    assert timeline.GetSettings()["timelineFrameRate"] == spelled
    assert timeline.GetSetting("noSuchSetting") == ""


def test_a_copy_of_a_timeline_is_another_and_not_open():
    clip = a_clip(0, 50, markers=[{"frame": 5}])
    resolve = opened(a_scene(a_track(clip), markers=[{"frame": 7}]))
    assert resolve.timeline.DuplicateTimeline("Cut") is None
    copy = resolve.timeline.DuplicateTimeline("Cut V2A")
    assert resolve.project.GetCurrentTimeline().GetName() == "Cut"
    assert (list(copy.GetMarkers()), copy.GetUniqueId() != resolve.timeline.GetUniqueId()) == (
        [7.0],
        True,
    )
    (item,) = copy.GetItemListInTrack("video", 1)
    assert (item.GetStart(), list(item.GetMarkers())) == (86400, [5.0])
    item.AddMarker(9, "Red", "", "", 1)
    assert copy.DeleteTrack("video", 1)
    assert list(resolve.items()[0].GetMarkers()) == [5.0]
