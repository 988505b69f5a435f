"""The Premiere round trip: what an editor exports, what comes back, by .otio and by XML."""

import json
import os
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import opentimelineio as otio
import pytest
import soundfile
from placing import a_lane, a_placement, place, two_that_fade
from running import ROOT, SMALL, Place, sample
from timelines import (
    Json,
    a_clip,
    a_gap,
    a_range,
    a_reference,
    a_stack,
    a_time,
    a_track,
    premiere,
    written,
)

from otio_v2a.timeline.check import verify
from otio_v2a.timeline.document import load
from otio_v2a.timeline.reading import Reading

FILM, PAL = Fraction(24), Fraction(25)
MEDIA = ROOT / "sample_timelines" / "media"
SIGNED = {
    "AudioFrameRate": 48000.0,
    "PixelAspectRatio": {"denominator": 1.0, "numerator": 1.0},
    "VideoFrameRate": 24.0,
    "VideoResolution": {"height": 1080, "width": 1920},
}


def linked(link: str) -> Json:
    """A clip of the edit as Premiere links it."""
    metadata = {"PremierePro_OTIO": {"LinkID": link, "SourceClipIndex": 0}}
    url = "file:///C:/Rushes/A%20001.mov"
    return a_clip("A", a_range(0.0, 60.0), a_reference(url), metadata=metadata)


def sequence(*tracks: Json) -> Json:
    """A sequence of Premiere with the metadata of its stack."""
    whole = premiere(*tracks, name="Seq 01", start=86400.0)
    stack = a_stack(*tracks, metadata={"PremierePro_OTIO": SIGNED}, name="Seq 01")
    return {**whole, "tracks": stack}


EDIT = sequence(
    a_track(linked("7"), linked("12")),
    a_track(linked("7"), linked("x9"), a_gap(0.0), kind="Audio"),
)


def ours(text: str) -> list[Json]:
    """Our tracks in a timeline's text."""
    tracks = json.loads(text)["tracks"]["children"]
    return [track for track in tracks if "otio_v2a" in track["metadata"]]


def test_our_tracks_and_clips_say_what_premiere_looks_for(tmp_path: Path) -> None:
    document = load(written(tmp_path, EDIT))
    text = place(document, [two_that_fade(FILM), a_lane(a_placement(5, 9, FILM), name="V2A SFX 2")])
    verify(text, document)
    first, second = ours(text)
    stereo = {"AudioChannels": {"ChannelType": "Stereo", "NumberOfChannels": 2}}
    assert [track["metadata"]["PremierePro_OTIO"] for track in (first, second)] == [stereo, stereo]
    clips = [clip for track in (first, second) for clip in track["children"][1:]]
    assigned = [{"SecondaryChannelIndex": 0}, {"SecondaryChannelIndex": 1}]
    assert [clip["metadata"]["PremierePro_OTIO"] for clip in clips] == [
        {
            "AudioChannels": {"ChannelType": "Stereo", "SecondaryAssignments": assigned},
            "LinkID": link,
            "OriginalChannelGroupIndex": 0,
            "SourceClipIndex": 0,
        }
        for link in ("13", "14", "15")
    ]
    url = "file:///out/Cut%2001.v2a/audio/v2a_0a1b2c3d_sfx_t2_11223344.wav"
    assert clips[0]["media_reference"]["target_url"] == url
    assert place(load(written(tmp_path, json.loads(text))), []) == document.text


@pytest.mark.parametrize(("asked", "schema"), [("", "Clip.1"), ("Clip.2", "Clip.2")])
def test_which_clips_premiere_gets_can_be_configured(
    tmp_path: Path, asked: str, schema: str
) -> None:
    document = load(written(tmp_path, EDIT), Reading(clip_schema=asked))
    (track,) = ours(place(document, [a_lane(a_placement(5, 9, FILM))]))
    assert [child["OTIO_SCHEMA"] for child in track["children"]] == ["Gap.1", schema]


def test_our_tracks_alone_have_the_start_and_length_of_the_sequence(tmp_path: Path) -> None:
    document = load(written(tmp_path, EDIT))
    told: Json = json.loads(document.alone([two_that_fade(FILM)]))
    tracks = told.pop("tracks")
    assert told == {
        "OTIO_SCHEMA": "Timeline.1",
        "metadata": {"PremierePro_OTIO": {"MetadataVersion": "1.0"}},
        "name": "Seq 01 V2A audio",
        "global_start_time": a_time(86400.0, 24.0),
    }
    assert (tracks["metadata"], tracks["name"]) == (
        {"PremierePro_OTIO": SIGNED},
        "Seq 01 V2A audio",
    )
    path = written(tmp_path, {**told, "tracks": tracks}, "alone.otio")
    timeline = otio.adapters.read_from_file(str(path))
    (track,) = timeline.tracks
    ranges = [child.range_in_parent() for child in track]
    assert [(one.start_time.value, one.duration.value) for one in ranges] == [
        (0, 10),
        (10, 20),
        (30, 25),
        (55, 65),
    ]
    assert track.duration().value == document.edit.length == 120


XMEML = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE xmeml>
<xmeml version="4">
{sequences}</xmeml>
"""

SEQUENCE = """\t<sequence id="{id}" MZ.EditLine="0" explodedTracks="true">
\t\t<duration>200</duration>
\t\t<rate><timebase>25</timebase><ntsc>FALSE</ntsc></rate>
\t\t<name>{name}</name>
\t\t<media>
\t\t\t<video>
\t\t\t\t<format><samplecharacteristics><width>640</width><height>360</height></samplecharacteristics></format>
\t\t\t\t<track>
\t\t\t\t\t<clipitem id="clipitem-1">
\t\t\t\t\t\t<name>storm_window.mov</name>
\t\t\t\t\t\t<duration>650</duration>
\t\t\t\t\t\t<rate><timebase>25</timebase><ntsc>FALSE</ntsc></rate>
\t\t\t\t\t\t<start>50</start><end>200</end><in>100</in><out>250</out>
\t\t\t\t\t\t<file id="file-1">
\t\t\t\t\t\t\t<name>storm_window.mov</name>
\t\t\t\t\t\t\t<pathurl>{url}</pathurl>
\t\t\t\t\t\t\t<rate><timebase>25</timebase><ntsc>FALSE</ntsc></rate>
\t\t\t\t\t\t\t<duration>650</duration>
\t\t\t\t\t\t\t<timecode><rate><timebase>25</timebase></rate><frame>90000</frame></timecode>
\t\t\t\t\t\t</file>
\t\t\t\t\t\t<marker><comment>glass</comment><name>sfx</name><in>110</in><out>-1</out></marker>
\t\t\t\t\t</clipitem>
\t\t\t\t</track>
\t\t\t</video>
\t\t\t<audio>
\t\t\t</audio>
\t\t</media>
\t\t<timecode><rate><timebase>25</timebase><ntsc>FALSE</ntsc></rate><frame>91500</frame></timecode>
\t\t<marker><comment>slow piano</comment><name>bgm</name><in>60</in><out>180</out></marker>
\t</sequence>
"""


def a_sequence(number: int = 1, name: str = "Cut 01") -> str:
    """A sequence of one clip of the samples' storm, a marker on it and one over it."""
    url = "file://localhost" + str(MEDIA / "storm_window.mov").replace(" ", "%20")
    return SEQUENCE.format(id=f"sequence-{number}", name=name, url=url)


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, Any]:
    folder = tmp_path_factory.mktemp("premiere")
    export = folder / "Cut 01.xml"
    export.write_text(XMEML.format(sequences=a_sequence()), encoding="utf-8")
    desk = Place(folder, SMALL)
    done = desk.run("score", export, "--audio-only", "--json", "--progress", "none")
    assert done.code == 0, done.err
    return desk, done.json


def clips(path: Path) -> list[tuple[str, str, tuple[int, ...], int]]:
    """The clips of our audio tracks: track, channel, start, end, in and out, length of the file."""
    found = []
    lengths: dict[str, int] = {}
    for track in ElementTree.parse(path).iterfind("sequence/media/audio/track"):
        for clip in track.iterfind("clipitem"):
            file = clip.find("file")
            assert file is not None
            if file.find("duration") is not None:
                lengths[file.attrib["id"]] = int(file.findtext("duration", ""))
            place = tuple(int(clip.findtext(tag, "")) for tag in ("start", "end", "in", "out"))
            channel = clip.findtext("sourcetrack/trackindex", "")
            name = track.attrib["MZ.TrackName"]
            found.append((name, channel, place, lengths[file.attrib["id"]]))
    return found


def test_an_xml_export_comes_back_with_stereo_pairs_in_their_places(
    scored: tuple[Place, Any],
) -> None:
    desk, told = scored
    export, out = (desk.folder / f"Cut 01{what}.xml" for what in ("", ".v2a"))
    alone = desk.folder / "Cut 01.v2a-audio-only.xml"
    assert (told["output"], told["audio_only"]) == (str(out), str(alone))
    assert [(cue["name"], cue["role"], cue["record"]) for cue in told["cues"]] == [
        ("sfx", "sfx", {"start": 50, "length": 150, "rate": "25"}),
        ("bgm", "bgm", {"start": 60, "length": 120, "rate": "25"}),
    ]
    expected = [
        ("V2A SFX", "1", (50, 200, 25, 175), 200),
        ("V2A SFX", "2", (50, 200, 25, 175), 200),
        ("V2A BGM", "1", (60, 180, 25, 145), 170),
        ("V2A BGM", "2", (60, 180, 25, 145), 170),
    ]
    assert clips(out) == clips(alone) == expected
    before, after = export.read_text(encoding="utf-8"), out.read_text(encoding="utf-8")
    start = before.index("\n\t\t\t</audio>")
    assert after.startswith(before[:start])
    assert after.endswith(before[start:])
    for cue in told["cues"]:
        start, end = cue["record"]["start"], cue["record"]["start"] + cue["record"]["length"]
        sound = soundfile.info(cue["audio"])
        assert (sound.frames, sound.samplerate, sound.channels, sound.subtype) == (
            sample(end + 25, PAL) - sample(start - 25, PAL),
            48_000,
            2,
            "PCM_24",
        )


def test_our_tracks_alone_are_a_sequence_of_the_same_start_and_length(
    scored: tuple[Place, Any],
) -> None:
    desk, _ = scored
    root = ElementTree.parse(desk.folder / "Cut 01.v2a-audio-only.xml").getroot()
    (found,) = root.iterfind("sequence")
    paths = ("name", "duration", "rate/timebase", "rate/ntsc", "timecode/frame", "timecode/string")
    assert [found.findtext(path) for path in paths] == [
        "Cut 01 V2A audio",
        "200",
        "25",
        "FALSE",
        "91500",
        "01:01:00:00",
    ]
    size = [
        found.findtext(f"media/video/format/samplecharacteristics/{s}") for s in ("width", "height")
    ]
    assert (size, found.find("media/video/track")) == (["640", "360"], None)


def test_running_again_changes_nothing_and_place_writes_the_same(scored: tuple[Place, Any]) -> None:
    desk, _ = scored
    export = desk.folder / "Cut 01.xml"
    names = ("Cut 01.v2a.xml", "Cut 01.v2a-audio-only.xml")
    before = [(desk.folder / name).read_bytes() for name in names]
    again = desk.run("score", export, "--audio-only", "--json", "--progress", "none")
    assert [cue["status"] for cue in again.json["cues"]] == ["kept", "kept"]
    (desk.folder / names[1]).unlink()
    assert desk.run("place", export, "--audio-only", "--json").code == 0
    assert [(desk.folder / name).read_bytes() for name in names] == before


def test_of_two_sequences_one_must_be_named_and_each_has_its_output(tmp_path: Path) -> None:
    export = tmp_path / "Reel.xml"
    both = a_sequence(1, "Scene 1/2") + a_sequence(2, "Scene 3")
    export.write_text(XMEML.format(sequences=both), encoding="utf-8")
    desk = Place(tmp_path)
    refused = desk.run("cues", export)
    assert (refused.code, refused.err) == (
        1,
        "otio-v2a: Reel.xml: it holds 2 sequences: 'Scene 1/2', 'Scene 3'."
        " Name one with --sequence, or export it alone.\n",
    )
    wrong = desk.run("cues", export, "--sequence", "Scene 2")
    assert wrong.err == (
        "otio-v2a: Reel.xml: there is no sequence 'Scene 2' in it: 'Scene 1/2', 'Scene 3'."
        " Name one with --sequence, or export it alone.\n"
    )
    for name, output in (
        ("Scene 1/2", "Reel.Scene_1_2.v2a.xml"),
        ("sequence-2", "Reel.Scene_3.v2a.xml"),
    ):
        done = desk.run("place", export, "--sequence", name, "--json")
        assert (done.code, done.json["output"]) == (0, str(tmp_path / output))
        assert (tmp_path / output).read_bytes() == export.read_bytes()
    sheet = desk.run("cues", export, "--sequence", "Scene 3", "--csv")
    assert (sheet.code, sheet.out) == (0, f"{tmp_path / 'Reel.Scene_3.cues.csv'}\n")
    folders = {path.name for path in tmp_path.glob("*.v2a")}
    assert folders == {"Reel.Scene_1_2.v2a", "Reel.Scene_3.v2a"}


def test_a_choice_in_one_sequence_is_none_in_another(tmp_path: Path) -> None:
    export = tmp_path / "Reel.xml"
    both = a_sequence(1, "Day") + a_sequence(2, "Night")
    export.write_text(XMEML.format(sequences=both), encoding="utf-8")
    desk = Place(tmp_path, SMALL)
    flags = ("--provider", "clicker", "--takes", "2", "--progress", "none")
    for name in ("Day", "Night"):
        assert desk.run("score", export, "--sequence", name, *flags).code in (0, 3)
    day = ("--sequence", "Day", "--provider", "clicker")
    chosen = desk.run("takes", export, "use", "bgm", "2", *day)
    assert chosen.code == 0, chosen.err
    took = {}
    for name in ("Day", "Night"):
        told = desk.run("takes", export, "--sequence", name, "--provider", "clicker", "--json").json
        took[name] = {one["name"]: one["chosen"] for one in told["cues"]}
    assert took == {"Day": {"sfx": 1, "bgm": 2}, "Night": {"sfx": 1, "bgm": 1}}


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="no terminals of our own on this system")
def test_whoever_sits_at_the_terminal_is_asked_which_sequence(tmp_path: Path) -> None:
    export = tmp_path / "Reel.xml"
    both = a_sequence(1, "Scene 1") + a_sequence(2, "Scene 2")
    export.write_text(XMEML.format(sequences=both), encoding="utf-8")
    keyboard, terminal = os.openpty()
    os.write(keyboard, b"2\n")
    with Place(tmp_path).start("place", export, "--json", terminal=terminal) as child:
        out, err = child.communicate(timeout=60)
    os.close(keyboard)
    os.close(terminal)
    assert child.returncode == 0, err
    assert json.loads(out)["output"] == str(tmp_path / "Reel.Scene_2.v2a.xml")
    assert err.startswith(
        "This file holds several sequences:\n  1  Scene 1\n  2  Scene 2\nWhich one? "
    )
