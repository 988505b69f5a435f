"""What is handed over: handles, loudness, Broadcast WAV, music that makes way for dialogue."""

import struct
from pathlib import Path
from typing import Any

import numpy as np
import opentimelineio as otio
import pytest
import soundfile
from reels import a_place, renders
from running import Place, sample
from sounds import SECOND, a_file, noise
from test_levels import by_the_book
from test_mixdown import HOUR, MOVIE, PAL, a_cut
from timelines import a_clip, a_marker, a_range, a_reference, a_track

WORDS = ("--loudness", "-23", "--duck", "9", "--bwf", "--json")
SPOKEN = (210, 250)
"""Frames in which somebody speaks, in the middle of the music."""


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, Path, Any]:
    folder = tmp_path_factory.mktemp("deliverables")
    MOVIE.make(folder)
    voice = noise(2, 14 * SECOND, 0.0005)
    begin, end = (sample(frame, PAL) for frame in SPOKEN)
    voice[begin:end] += noise(3, end - begin, 0.1)
    file = a_file(folder / "dx.wav", voice, subtype="PCM_24")
    spoken = a_clip("dx", a_range(0, 330, 25.0), a_reference(str(file), a_range(0, 350, 25.0)))
    marks = (
        a_marker(HOUR + 20, 90, "rain", rate=25.0),
        a_marker(HOUR + 120, 200, "calm pad", rate=25.0, name="bgm"),
    )
    cut = a_cut(folder, a_track(spoken, kind="Audio", name="DX 1"), marks=marks)
    place = a_place(folder)
    done = place.run("score", cut, "--progress", "none", *WORDS)
    assert [cue["message"] for cue in done.json["cues"]] == ["", ""]
    return place, cut, done.json


def clips(cut: Path) -> dict[str, Any]:
    """The one clip of each of our tracks."""
    read = otio.adapters.read_from_file(str(cut.with_name("Cut 01.v2a.otio")))
    return {
        track.name: next(one for one in track if isinstance(one, otio.schema.Clip))
        for track in read.tracks
        if track.name.startswith("V2A ")
    }


def test_music_that_makes_way_stands_where_the_dry_one_would_and_that_beside_it(
    scored: tuple[Place, Path, Any],
) -> None:
    _, cut, _ = scored
    found = clips(cut)
    assert {name: clip.enabled for name, clip in found.items()} == {
        "V2A SFX": True,
        "V2A BGM": True,
        "V2A BGM · dry": False,
    }
    lowered, dry = (
        soundfile.read(found[name].media_reference.target_url)[0]
        for name in ("V2A BGM", "V2A BGM · dry")
    )
    # The file begins a second before the music.
    begin, end = (sample(frame - 120 + 25, PAL) for frame in SPOKEN)
    down = lowered[begin:end] / 10 ** (-9 / 20)
    assert np.abs(down - dry[begin:end]).max() < 1e-6
    assert np.array_equal(lowered[: begin - SECOND // 2], dry[: begin - SECOND // 2])
    assert np.array_equal(lowered[end + 2 * SECOND :], dry[end + 2 * SECOND :])


def test_every_sound_has_its_loudness_over_its_own_range(scored: tuple[Place, Path, Any]) -> None:
    _, cut, told = scored
    found = clips(cut)
    for name in ("V2A SFX", "V2A BGM · dry"):
        shown, whole = found[name].source_range, found[name].available_range()
        first = int(shown.start_time.value - whole.start_time.value)
        assert (first, int(whole.duration.value - shown.duration.value)) == (25, 50)
        sound, _ = soundfile.read(found[name].media_reference.target_url)
        assert len(sound) == sample(int(whole.duration.value), PAL)
        own = sound[sample(first, PAL) : -sample(25, PAL)]
        assert by_the_book(own) == pytest.approx(-23, abs=0.1)
    assert [cue["loudness_lufs"] for cue in told["cues"]] == pytest.approx([-23, -23], abs=0.1)


def test_a_broadcast_wav_tells_the_sample_of_the_timecode_that_its_clip_has(
    scored: tuple[Place, Path, Any],
) -> None:
    _, cut, _ = scored
    found = clips(cut)
    firsts = {name: int(clip.available_range().start_time.value) for name, clip in found.items()}
    assert firsts == {"V2A SFX": 89_995, "V2A BGM": 90_095, "V2A BGM · dry": 90_095}
    for name, clip in found.items():
        data = Path(clip.media_reference.target_url).read_bytes()
        assert (data[:4], data[12:16]) == (b"RIFF", b"bext")
        (reference,) = struct.unpack_from("<Q", data, 20 + 256 + 32 + 32 + 10 + 8)
        assert reference == firsts[name] * 1920
        assert b"<TIMECODE_RATE>25/1</TIMECODE_RATE>" in data


def test_a_second_run_bakes_lowers_and_writes_nothing(scored: tuple[Place, Path, Any]) -> None:
    place, cut, _ = scored
    kept = [*(cut.parent / "Cut 01.v2a" / "audio").iterdir(), cut.with_name("Cut 01.v2a.otio")]
    before = {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in kept}
    rendered = len(renders(place))
    done = place.run("score", cut, "--progress", "none", *WORDS)
    assert (done.code, [cue["status"] for cue in done.json["cues"]]) == (0, ["kept", "kept"])
    assert {path: (path.stat().st_mtime_ns, path.read_bytes()) for path in kept} == before
    assert len(renders(place)) == rendered
