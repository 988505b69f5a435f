"""`otio-v2a mixdown`: one file that sounds as the written timeline does, to the sample."""

from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import opentimelineio as otio
import pytest
import soundfile
from flashes import Movie
from grays import grays
from reels import a_place, renders
from running import Done, Place, sample
from sounds import a_file, baked, noise, tone
from timelines import a_clip, a_gap, a_marker, a_range, a_reference, a_track, resolve, written

PAL = Fraction(25)
MOVIE = Movie("reel.mov", PAL, 14, 9, 90_000, "01:00:00:00")
LENGTH = 330
HOUR = 90_000.0
STEP = 2.0**-23
"""One step of 24 bits: what rounding may add up to, with a little float32 beside it."""

MARKS = (
    a_marker(HOUR + 20, 90, "tone", rate=25.0),
    a_marker(HOUR + 110, 100, "44100 tone", rate=25.0),
    a_marker(HOUR + 80, 200, "hum | gain: -3", rate=25.0, name="foley"),
)


def a_cut(
    folder: Path,
    *audio: dict[str, Any],
    marks: Any = MARKS,
    name: str = "Cut 01.otio",
    length: int = LENGTH,
) -> Path:
    movie = a_reference(str(folder / MOVIE.name), a_range(HOUR, 350, 25.0))
    picture = a_track(a_clip("reel", a_range(HOUR + 10, length, 25.0), movie))
    timeline = resolve(picture, *audio, start=HOUR, rate=25.0, markers=list(marks))
    return written(folder, timeline, name)


def heard(timeline: Path, names: str = "V2A ") -> np.ndarray:
    """What an editor plays of a timeline's tracks: files at their heads, Transitions straight."""
    sound = np.zeros((sample(LENGTH, PAL), 2))
    read = otio.adapters.read_from_file(str(timeline))
    for track in read.tracks:
        if not track.name.startswith(names) or not track.enabled:
            continue
        at = 0
        for index, child in enumerate(track):
            if isinstance(child, otio.schema.Clip):
                before, after = _joint(track, index - 1), _joint(track, index + 1)
                _add(sound, child, at, before, after)
            if not isinstance(child, otio.schema.Transition):
                at += int(child.duration().value)
    return sound


def _joint(track: Any, index: int) -> tuple[int, int]:
    one = track[index] if 0 <= index < len(track) else None
    if not isinstance(one, otio.schema.Transition):
        return 0, 0
    return int(one.in_offset.value), int(one.out_offset.value)


def _add(sound: np.ndarray, clip: Any, at: int, before: Any, after: Any) -> None:
    samples, _ = soundfile.read(clip.media_reference.target_url, always_2d=True)
    first = int(clip.source_range.start_time.value)
    end = at + int(clip.source_range.duration.value)
    begin, stop = sample(at - before[0], PAL), sample(end + after[1], PAL)
    skip = begin - sample(at - first, PAL)
    shown = samples[skip : skip + stop - begin].copy()
    if any(before):
        length = sample(at + before[1], PAL) - begin
        shown[:length] *= ((np.arange(length) + 0.5) / length)[:, None]
    if any(after):
        length = stop - sample(end - after[0], PAL)
        shown[-length:] *= ((np.arange(length) + 0.5) / length)[::-1, None]
    sound[begin:stop] += shown


@pytest.fixture(scope="module")
def scored(tmp_path_factory: pytest.TempPathFactory) -> tuple[Place, Path]:
    """A cut of two cues that abut and music over both, scored."""
    folder = tmp_path_factory.mktemp("mixdown")
    MOVIE.make(folder)
    place, cut = a_place(folder), a_cut(folder)
    done = place.run("score", cut, "--provider", "stumbler", "--progress", "none", "--json")
    assert (done.code, [cue["message"] for cue in done.json["cues"]]) == (0, [""] * 3)
    return place, cut


def mix(scored: tuple[Place, Path], *words: object) -> Done:
    place, cut = scored
    return place.run("mixdown", cut, "--provider", "stumbler", "--json", *words)


def test_the_mix_is_what_the_placed_timeline_sounds_like(scored: tuple[Place, Path]) -> None:
    place, cut = scored
    before = len(renders(place)), len(place.requests())
    done = mix(scored)
    assert (done.code, done.err) == (0, "")
    out = cut.with_name("Cut 01.v2a-mix.wav")
    told = done.json
    assert (told["files"], told["samples"], told["sounds"]) == ([str(out)], LENGTH * 1920, 3)
    said = {notice["message"].split("'")[0] for notice in told["notices"]}
    assert (told["held_db"], said) == (0.0, {"stumbled over "})
    expected = heard(cut.with_name("Cut 01.v2a.otio"))
    # Two of the sounds crossfade, and the third stands under both.
    assert np.abs(expected[sample(108, PAL) : sample(112, PAL)]).max() > 0.25
    found = baked(out)
    assert found.shape == expected.shape
    assert np.abs(found - expected).max() <= 2 * STEP
    assert -0.01 < told["true_peak_dbtp"] - 20 * np.log10(np.abs(expected).max()) < 0.5
    assert -30 < told["loudness_lufs"] < -10
    assert (len(renders(place)), len(place.requests())) == before


def test_an_earlier_mix_is_replaced_and_nothing_of_the_users(scored: tuple[Place, Path]) -> None:
    _, cut = scored
    out = cut.with_name("again.wav")
    assert (mix(scored, "-o", out).code, mix(scored, "-o", out).code) == (0, 0)
    out.write_bytes(b"mine")
    done = mix(scored, "-o", out)
    line = (
        f"otio-v2a: '{out}' exists and was not written by this program, or was changed since."
        " Name another file with -o, or move it away.\n"
    )
    assert (done.code, done.out, done.err) == (2, "", line)
    assert out.read_bytes() == b"mine"


def test_where_nothing_is_scored_one_line_says_so(tmp_path: Path) -> None:
    MOVIE.make(tmp_path)
    cut = a_cut(tmp_path)
    done = Place(tmp_path).run("mixdown", cut)
    line = (
        "otio-v2a: nothing of 'Cut 01.otio' is scored yet, so there is nothing to mix."
        " Score it first.\n"
    )
    assert (done.code, done.out, done.err) == (1, "", line)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["Cut 01.otio", "reel.mov"]


def test_the_timelines_own_audio_is_added_where_it_stands(scored: tuple[Place, Path]) -> None:
    place, cut = scored
    folder = cut.parent
    a_file(folder / "dx.wav", noise(1, 12 * 48_000, 0.05), subtype="PCM_24")
    a_file(folder / "fx.wav", noise(2, 12 * 48_000, 0.05)[:, 0], subtype="PCM_24")
    dx, fx, gone = (
        a_reference(str(folder / name), a_range(HOUR, 300, 25.0))
        for name in ("dx.wav", "fx.wav", "gone.wav")
    )
    dissolve = {
        "OTIO_SCHEMA": "Transition.1",
        "in_offset": {"OTIO_SCHEMA": "RationalTime.1", "rate": 25.0, "value": 4.0},
        "out_offset": {"OTIO_SCHEMA": "RationalTime.1", "rate": 25.0, "value": 6.0},
        "transition_type": "SMPTE_Dissolve",
    }
    spoken = a_track(
        a_gap(10, 25.0),
        a_clip("dx", a_range(HOUR + 50, 40, 25.0), dx),
        dissolve,
        a_clip("fx", a_range(HOUR + 20, 60, 25.0), fx),
        a_clip("gone", a_range(HOUR, 20, 25.0), gone),
        a_clip("gone again", a_range(HOUR, 20, 25.0), gone),
        kind="Audio",
        name="A1",
    )
    off = a_track(a_clip("dx", a_range(HOUR, 80, 25.0), dx), kind="Audio", name="A2", enabled=False)
    own = a_cut(folder, spoken, off, name="own.otio", marks=())
    done = place.run("mixdown", own, "--timeline-audio", "--json")
    assert (done.code, done.json["timeline_sounds"], done.json["sounds"]) == (0, 2, 0)
    found = baked(folder / "own.v2a-mix.wav")
    expected = np.zeros_like(found)
    sounds = {
        name: soundfile.read(folder / f"{name}.wav", always_2d=True)[0] for name in ("dx", "fx")
    }
    expected[10 * 1920 : 56 * 1920] += sounds["dx"][50 * 1920 : 96 * 1920] * _line(46, 36)
    expected[46 * 1920 : 110 * 1920] += sounds["fx"][16 * 1920 : 80 * 1920] * _line(64, 54)[::-1]
    # Cuts are faded for 5 ms; elsewhere it is the very sound.
    expected[10 * 1920 :][:240] *= ((np.arange(240) + 0.5) / 240)[:, None]
    expected[110 * 1920 - 240 : 110 * 1920] *= ((np.arange(240) + 0.5) / 240)[::-1, None]
    assert np.abs(found - expected).max() <= 2 * STEP
    said = [(notice["level"], notice["message"]) for notice in done.json["notices"]]
    assert said[0][1].startswith("silent in the mix: media is offline: 'gone.wav' (looked in ")
    assert [level for level, _ in said] == ["warning", "info"]


def _line(frames: int, whole: int) -> np.ndarray:
    """1 for so many frames, then straight down to 0."""
    fall = (frames - whole) * 1920
    return np.concatenate([np.ones(whole * 1920), 1 - (np.arange(fall) + 0.5) / fall])[:, None]


def test_what_passes_full_scale_together_is_held_and_said(
    scored: tuple[Place, Path],
) -> None:
    place, cut = scored
    sound = tone(440, 14 * 48_000, level=0.9)
    tracks = []
    for name in ("loud", "as loud"):
        file = a_file(cut.parent / f"{name}.wav", sound, subtype="PCM_24")
        media = a_reference(str(file), a_range(0, 350, 25.0))
        # On two tracks, as the channels of a file are: it is heard once.
        clip = a_clip(name, a_range(0, LENGTH, 25.0), media)
        tracks += [a_track(clip, kind="Audio", name=name) for _ in range(2)]
    own = a_cut(cut.parent, *tracks, name="loud.otio", marks=())
    told = place.run("mixdown", own, "--timeline-audio", "--json").json
    found = baked(cut.with_name("loud.v2a-mix.wav"))
    # Twice 0.9 is 5.1 dB over full scale, and a decibel is kept free.
    assert told["timeline_sounds"] == 2
    assert (told["held_db"], told["true_peak_dbtp"]) == (
        pytest.approx(6.11, abs=0.05),
        pytest.approx(-1.0, abs=0.02),
    )
    held = "its peaks were held at -1 dBTP, by up to 6.1 dB."
    assert held in [notice["message"] for notice in told["notices"]]
    inside = slice(240, LENGTH * 1920 - 240)
    expected = 2 * sound[inside].astype(np.float64) * 10 ** (-1 / 20) / 1.8
    assert np.abs(found[inside] - expected).max() < 0.01


def test_the_movie_flashes_when_the_mix_clicks(tmp_path: Path) -> None:
    MOVIE.make(tmp_path)
    place = Place(tmp_path)
    cut = a_cut(tmp_path, marks=(a_marker(HOUR + 5, 140, "clicks", rate=25.0),), length=150)
    words = (cut, "--provider", "clicker-whole", "--json")
    assert place.run("score", *words, "--progress", "none").code == 0
    done = place.run("mixdown", *words, "--movie")
    movie = cut.with_name("Cut 01.v2a-preview.mp4")
    assert (done.code, done.json["files"][1]) == (0, str(movie))
    with av.open(str(movie)) as container:
        kinds = [(one.type, one.codec_context.name) for one in container.streams]
        shown = [*container.decode(video=0)]
    lit = [
        round(frame.time * 48_000)
        for frame, gray in zip(shown, grays(shown), strict=True)
        if gray.mean() > 128
    ]
    with av.open(str(movie)) as container:
        blocks = [frame.to_ndarray() for frame in container.decode(audio=0)]
    sound = np.abs(np.concatenate(blocks, axis=1)).max(axis=0)
    assert kinds == [("video", "h264"), ("audio", "aac")]
    first, last = sample(5, PAL), sample(145, PAL)
    flashed = [at for at in lit if first <= at < last]
    assert len(flashed) >= 4
    for at in flashed:
        around = sound[at - 960 : at + 960]
        assert abs(int(around.argmax()) - 960) <= 48 + 24
        assert around.max() > 0.1
    raw = movie.read_bytes()
    assert raw.index(b"moov") < raw.index(b"mdat")
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]
