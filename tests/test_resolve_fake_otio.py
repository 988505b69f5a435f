"""What the fake Resolve writes to OTIO lies where the scene has it.

Source: Resolve fact sheet section 11, timeline facts section 4; Q3, Q22.
"""

from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import Any

import opentimelineio as otio
import pytest
from conversions import SHARED
from fakes.resolve import rates
from resolves import PROFILES, a_clip, a_scene, a_track, opened, read, written

from otio_v2a.timeline.document import load

REAL = SHARED / "otio-core" / "effects.otio"
every_profile = pytest.mark.parametrize("profile", PROFILES)
RATES = ("23.976", "24", "25", "29.97 DF", "29.97", "50", "59.94")
STARTS = ("00:00:00:00", "01:00:00:00", "10:00:00:00")
MEDIA = ("00:00:00:00", "04:18:37:20")
STYLES = ("exact", "short")
QUICK = {
    (rate, STARTS[number % 3], MEDIA[number % 2], STYLES[number // 2 % 2])
    for number, rate in enumerate(RATES)
}
CASES = [
    pytest.param(*case, marks=() if case in QUICK else pytest.mark.sweep)
    for case in product(RATES, STARTS, MEDIA, STYLES)
]
EXACT = {
    "23.976": Fraction(24000, 1001),
    "29.97": Fraction(30000, 1001),
    "59.94": Fraction(60000, 1001),
}


def cut(rate: str, media: str) -> list[dict[str, Any]]:
    """Clips at three speeds, a gap, a dissolve and sound; each with a marker at frame 5 of it."""
    shared = {"media_start": media, "markers": [{"frame": 5, "note": "rain", "duration": 3}]}
    wav = {"file": "/m/d.wav", "media_rate": rate.split(maxsplit=1)[0], "media_frames": 500}
    return [
        a_track(
            a_clip(0, 48, source_in=17, **shared),
            a_clip(60, 20, source_in=38, speed=2, file="/m/b.mov", **shared),
            a_clip(80, 31, source_in=9, speed=-1, file="/m/c.mov", **shared),
            transitions=[{"at": 80, "before": 4, "after": 4}],
        ),
        a_track(
            {**wav, "record": 30, "duration": 40, "source_in": 21}, kind="audio", enabled=False
        ),
    ]


@pytest.mark.parametrize(("rate", "start", "media", "style"), CASES)
def test_what_is_written_lies_where_the_scene_has_it(
    rate: str, start: str, media: str, style: str, tmp_path: Path
):
    more = {"start_timecode": start, "markers": [{"frame": 33, "note": "hail"}]}
    given = a_scene(*cut(rate, media), rate=rate, quirks={"otio_rates": style}, **more)
    edit = load(written(opened(given), tmp_path / "cut.otio")).edit
    fps = EXACT.get(rate.split(maxsplit=1)[0]) or Fraction(rate)
    first = Fraction(rates.rate(rate).frames(media)) / fps
    assert (edit.rate, edit.start, edit.length) == (fps, rates.rate(rate).frames(start), 111)
    spans = [
        [(one.record.start, one.record.length) for one in track.events] for track in edit.tracks
    ]
    assert spans == [[(0, 48), (60, 20), (80, 31)], [(30, 40)]]
    video, audio = (track.events for track in edit.tracks)
    assert [(one.speed, one.media and one.media.start) for one in video] == [
        (1, first),
        (2, first),
        (-1, first),
    ]
    assert [one.source_in for one in video[:2]] == [first + 17 / fps, first + 38 / fps]
    assert [track.enabled for track in edit.tracks] == [True, False]
    assert audio[0].source_in == 21 / fps
    assert [(one.note, one.record and one.record.start) for one in edit.markers] == [
        ("rain", 5),
        ("hail", 33),
        ("rain", 65),
        ("rain", 85),
    ]
    assert [(one.record.start, one.record.length) for one in edit.tracks[0].transitions] == [
        (76, 8)
    ]


@pytest.mark.parametrize("rate", RATES)
def test_opentimelineio_reads_it(rate: str, tmp_path: Path):
    given = a_scene(*cut(rate, MEDIA[1]), rate=rate, start_timecode="01:00:00:00")
    timeline = otio.adapters.read_from_file(str(written(opened(given), tmp_path / "cut.otio")))
    media = rates.rate(rate).frames(MEDIA[1])
    assert timeline.global_start_time.value == rates.rate(rate).frames("01:00:00:00")
    video, audio = timeline.tracks
    ranges = [video.range_of_child(one) for one in video.find_clips()]
    assert [(one.start_time.value, one.duration.value) for one in ranges] == [
        (0, 48),
        (60, 20),
        (80, 31),
    ]
    assert audio.duration().value == video.duration().value == 111
    clips = list(video.find_clips())
    assert [one.source_range.start_time.value for one in clips] == [
        media + 17,
        media + 38,
        media + 9,
    ]
    assert [one.markers[0].marked_range.start_time.value for one in clips] == [
        media + 17 + 5,
        media + 19 + 5,
        media + 40 + 5,
    ]
    assert [one.media_reference.available_range.start_time.value for one in clips] == [media] * 3


def spelled(value: Any) -> set[tuple[str, ...]]:
    """The keys of every object in a document, in their order; a schema stands before its own."""
    if isinstance(value, list):
        return {one for each in value for one in spelled(each)}
    if not isinstance(value, dict):
        return set()
    below = spelled(list(value.values()))
    return below | ({(value["OTIO_SCHEMA"], *value)} if "OTIO_SCHEMA" in value else set())


@pytest.mark.skipif(not REAL.is_file(), reason="the real Resolve export is not here")
def test_it_is_spelled_as_the_real_export(tmp_path: Path):
    real = read(REAL)
    tracks = cut("24", MEDIA[0])
    tracks[0]["items"].append(a_clip(120, 9, offline=True, file="/m/e.mov"))
    made = read(written(opened(a_scene(*tracks)), tmp_path / "cut.otio"))
    more = {one for one in spelled(made) if one[0] in ("LinearTimeWarp.1", "Marker.2")}
    assert spelled(made) - more == spelled(real)
    assert len(more) == 2
    assert (made["metadata"], made["tracks"]["metadata"]) == (real["metadata"], {})
    for kind in ("Video", "Audio"):
        theirs = applied(real, kind)
        assert [one for one in applied(made, kind) if one not in theirs] == []


def applied(document: dict[str, Any], kind: str) -> list[list[tuple[Any, ...]]]:
    """What stands at each clip of the tracks of a kind, speeds and equaliser bands left away."""
    clips = [
        one
        for track in document["tracks"]["children"]
        for one in track["children"]
        if track["kind"] == kind and one["OTIO_SCHEMA"] == "Clip.2"
    ]
    return [
        [
            tuple(has[key] for key in ("Effect Name", "Name", "Type", "Enabled"))
            for effect in clip["effects"]
            for has in [effect["metadata"].get("Resolve_OTIO")]
            if has and has["Type"] != 63
        ]
        for clip in clips
    ]


def test_a_clip_of_another_rate_is_written_as_in_the_real_export(tmp_path: Path):
    """24 fps media at one hour in a 25 fps timeline: 90032, its marker 22 frames behind."""
    clip = a_clip(0, 44, source_in=30.72, media_rate="24", media_start=86400, media_frames=100)
    given = a_scene(a_track({**clip, "markers": [{"frame": 22}]}), rate="25")
    child = read(written(opened(given), tmp_path / "cut.otio"))["tracks"]["children"][0]["children"]
    start = {"OTIO_SCHEMA": "RationalTime.1", "rate": 25.0, "value": 90032.0}
    assert child[0]["source_range"]["start_time"] == start
    assert child[0]["markers"][0]["marked_range"]["start_time"] == {**start, "value": 90054.0}
    available = child[0]["media_references"]["DEFAULT_MEDIA"]["available_range"]
    assert available["start_time"] == {**start, "rate": 24.0, "value": 86400.0}


def test_tracks_are_padded_and_nothing_hidden_is_told(tmp_path: Path):
    clip = a_clip(0, 48, color="Teal", markers=[{"frame": 5, "customData": "v2a"}])
    tracks = (a_track(clip), a_track(kind="audio", sub="mono", locked=True))
    path = written(opened(a_scene(*tracks)), tmp_path / "cut.otio")
    text = path.read_text(encoding="utf-8")
    assert not [word for word in ("customData", "v2a", "Teal", "color_tag") if word in text]
    video, audio = read(path)["tracks"]["children"]
    assert [one["OTIO_SCHEMA"] for one in video["children"]] == ["Clip.2"]
    (gap,) = audio["children"]
    assert (gap["OTIO_SCHEMA"], gap["source_range"]["duration"]["value"]) == ("Gap.1", 48.0)
    assert audio["metadata"] == {
        "Resolve_OTIO": {"Audio Type": "Mono", "Locked": True, "SoloOn": False}
    }


def test_offline_media_and_titles_are_missing(tmp_path: Path):
    clips = (a_clip(0, 10, offline=True), {"record": 10, "duration": 9, "title": "fusion"})
    path = written(opened(a_scene(a_track(*clips))), tmp_path / "cut.otio")
    offline, title = (
        one["media_references"]["DEFAULT_MEDIA"]
        for one in read(path)["tracks"]["children"][0]["children"]
    )
    assert (offline["OTIO_SCHEMA"], title["OTIO_SCHEMA"]) == ("MissingReference.1",) * 2
    assert offline["metadata"] == {"Resolve_OTIO": {"Media Url": "/media/A001.mov"}}
    assert offline["available_range"]["duration"]["value"] == 50.0
    assert (title["metadata"], title["available_range"]) == ({}, None)


@every_profile
@pytest.mark.parametrize("wrong", ["a name", "swapped", "a folder that is not there", "AAF"])
def test_an_export_that_is_wrongly_asked_for_makes_no_file(
    profile: str, wrong: str, tmp_path: Path
):
    resolve = opened(a_scene(a_track(a_clip()), profile=profile))
    kind, none = resolve.resolve.EXPORT_OTIO, resolve.resolve.EXPORT_NONE
    path = str(tmp_path / "cut.otio")
    assert (type(kind), kind) == (float, 15.0)
    asked = {
        "a name": (path, "EXPORT_OTIO", none),
        "swapped": (path, none, kind),
        "a folder that is not there": (str(tmp_path / "none" / "cut.otio"), kind, none),
        "AAF": (path, resolve.resolve.EXPORT_AAF, none),
    }
    assert not resolve.timeline.Export(*asked[wrong])
    assert list(tmp_path.iterdir()) == []
