"""What the fake Resolve makes of an OTIO it is given, and what it refuses.

Source: Resolve fact sheet section 11, timeline facts section 4.3; Q4, Q5, Q22.
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from resolves import PROFILES, Opened, a_clip, a_scene, a_track, a_wav, opened, read, written

from otio_v2a.timeline.document import load

every_profile = pytest.mark.parametrize("profile", PROFILES)


def exported(folder: Path, profile: str = "21.0 Studio", **more: Any) -> tuple[Opened, Path]:
    """A timeline with picture and sound whose files are there, and its own export."""
    (folder / "A001.mov").touch()
    sound = str(a_wav(folder / "a.wav"))
    tracks = (
        a_track(a_clip(0, 48, file=str(folder / "A001.mov"), media_start="01:00:00:00")),
        a_track({"file": sound, "record": 10, "duration": 40, "source_in": 3}, kind="audio"),
    )
    resolve = opened(a_scene(*tracks, profile=profile, **more))
    return resolve, written(resolve, folder / "cut.otio")


def brought(resolve: Opened, path: Path, **options: Any) -> Any:
    """What ImportTimelineFromFile gives."""
    return resolve.pool.ImportTimelineFromFile(str(path), {"timelineName": "Back", **options})


def without_ids(value: Any) -> Any:
    """A dump of which the copy differs in its ids and name only."""
    if isinstance(value, list):
        return [without_ids(one) for one in value]
    if isinstance(value, dict):
        return {key: without_ids(one) for key, one in value.items() if key not in ("id", "link")}
    return value


@every_profile
def test_its_own_export_comes_back_as_it_was(profile: str, tmp_path: Path):
    resolve, path = exported(tmp_path, profile, markers=[{"frame": 7, "note": "hail"}])
    assert brought(resolve, path).GetName() == "Back"
    first, second = resolve.dump()["timelines"]
    assert without_ids({**second, "name": "Cut"}) == without_ids(first)
    assert brought(resolve, path) is None


def changed(path: Path, change: Callable[[dict[str, Any]], None]) -> None:
    """The same file with something else in it; `change` gets the first clip."""
    document = read(path)
    change(document["tracks"]["children"][0]["children"][0])
    path.write_text(json.dumps(document), encoding="utf-8")


def reference(clip: dict[str, Any]) -> dict[str, Any]:
    """The media reference of a clip."""
    has: dict[str, Any] = clip["media_references"]["DEFAULT_MEDIA"]
    return has


def as_a_title(clip: dict[str, Any]) -> None:
    clip["media_references"]["DEFAULT_MEDIA"] = {
        "OTIO_SCHEMA": "MissingReference.1",
        "metadata": {},
        "name": "",
        "available_range": reference(clip)["available_range"],
    }


REFUSED: dict[str, Callable[[dict[str, Any]], Any]] = {
    "a start from 0": lambda clip: clip["source_range"]["start_time"].update(value=0.0),
    "a start behind the media": lambda clip: clip["source_range"]["start_time"].update(value=9e5),
    "media from 0": lambda clip: reference(clip)["available_range"]["start_time"].update(value=0.0),
    "no available_range": lambda clip: reference(clip).update(available_range=None),
    "a file URL": lambda clip: reference(clip).update(
        target_url="file://" + reference(clip)["target_url"]
    ),
    "a file that is not there": lambda clip: reference(clip).update(target_url="/no/A001.mov"),
    "a Fusion title": as_a_title,
    "whole numbers": lambda clip: clip["source_range"]["duration"].update(value=48),
    "an unknown schema": lambda clip: clip["effects"].append({"OTIO_SCHEMA": "Effect.2"}),
    "a newer clip": lambda clip: clip.update(OTIO_SCHEMA="Clip.3"),
}


@pytest.mark.parametrize("wrong", REFUSED)
def test_what_is_not_liked_gives_none_and_leaves_nothing(wrong: str, tmp_path: Path):
    resolve, path = exported(tmp_path)
    changed(path, REFUSED[wrong])
    before = resolve.dump()
    assert brought(resolve, path) is None
    after = resolve.dump()
    assert {**after, "log": before["log"]} == before


@pytest.mark.parametrize(
    "wrong", ["no name", "a blank name", "no such file", "no OTIO", "never saved"]
)
def test_an_import_that_is_wrongly_asked_for_gives_none(wrong: str, tmp_path: Path):
    more = {"project": {"name": "Untitled Project"}} if wrong == "never saved" else {}
    resolve, path = exported(tmp_path, **more)
    if wrong == "no OTIO":
        path.write_text("<fcpxml/>", encoding="utf-8")
    if wrong == "no such file":
        path.unlink()
    options = {"no name": {}, "a blank name": {"timelineName": " "}}
    wanted = options.get(wrong, {"timelineName": "Back"})
    assert resolve.pool.ImportTimelineFromFile(str(path), wanted) is None


def test_clip_1_and_strangers_metadata_are_read_and_forgotten(tmp_path: Path):
    def old(clip: dict[str, Any]) -> None:
        clip.update(OTIO_SCHEMA="Clip.1", media_reference=reference(clip))
        clip["metadata"]["otio_v2a"] = {"role": "sfx"}
        del clip["media_references"], clip["active_media_reference_key"]

    resolve, path = exported(tmp_path)
    changed(path, old)
    back = brought(resolve, path)
    again = tmp_path / "again.otio"
    assert back.Export(str(again), resolve.resolve.EXPORT_OTIO)
    assert "otio_v2a" not in again.read_text(encoding="utf-8")
    (item,) = back.GetItemListInTrack("video", 1)
    assert (item.GetStart(), item.GetDuration()) == (86400, 48)


@every_profile
def test_without_source_clips_all_is_offline(profile: str, tmp_path: Path):
    resolve, path = exported(tmp_path, profile)
    folders = [resolve.pool.GetRootFolder()]
    assert brought(resolve, path, importSourceClips=False, sourceClipsFolders=folders)
    tracks = resolve.dump()["timelines"][1]["tracks"]
    assert [[one["offline"] for one in track["items"]] for track in tracks] == [[True], [True]]


def test_moved_clips_are_found_in_the_folder_that_is_named(tmp_path: Path):
    resolve, path = exported(tmp_path)
    moved = tmp_path / "moved"
    moved.mkdir()
    (tmp_path / "A001.mov").rename(moved / "A001.mov")
    assert brought(resolve, path) is None
    assert brought(resolve, path, sourceClipsPath=str(moved))


@pytest.mark.parametrize(("quirk", "name"), [("kept", "Dialogue"), ("lost", "Audio 1")])
def test_names_of_tracks_are_kept_or_lost(quirk: str, name: str, tmp_path: Path):
    resolve, path = exported(tmp_path, quirks={"track_names": quirk})
    resolve.timeline.SetTrackName("audio", 1, "Dialogue")
    back = brought(resolve, written(resolve, path))
    assert back.GetTrackName("audio", 1) == name


def test_volume_fades_and_crossfades_of_sound_survive(tmp_path: Path):
    sound = str(a_wav(tmp_path / "a.wav"))
    shared = {"file": sound, "duration": 40, "source_in": 10}
    loud = {**shared, "record": 0, "volume": -6.5, "fades": [3, 9]}
    track = a_track(loud, {**shared, "record": 40}, kind="audio")
    track["transitions"] = [{"at": 40, "before": 5, "after": 5, "name": "Cross Fade +3 dB"}]
    resolve = opened(a_scene(track))
    assert brought(resolve, written(resolve, tmp_path / "cut.otio"))
    (back,) = resolve.dump()["timelines"][1]["tracks"]
    assert [(one["volume"], one["fades"]) for one in back["items"]] == [
        (-6.5, [3, 9]),
        (0.0, [0, 0]),
    ]
    assert back["transitions"] == [
        {"name": "Cross Fade 0 dB", "at": 86440, "before": 5, "after": 5}
    ]


@pytest.mark.parametrize(("origin", "frame"), [("zero", 7.0), ("start", 86407.0)])
def test_markers_of_a_timeline_count_from_either(origin: str, frame: float, tmp_path: Path):
    given = a_scene(a_track(a_clip(offline=True)), markers=[{"frame": 7, "note": "hail"}])
    resolve = opened({**given, "quirks": {"marker_origin": origin}})
    path = written(resolve, tmp_path / "cut.otio")
    (marker,) = read(path)["tracks"]["markers"]
    assert marker["marked_range"]["start_time"]["value"] == frame
    assert list(brought(resolve, path).GetMarkers()) == [7.0]
    assert [one.record and one.record.start for one in load(path).edit.markers] == [7]
