"""A movie of the whole timeline takes the place of its clips, frame on frame, or is refused."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from coded import BLACK, Coded, make, read_numbers
from looked import looked, looks
from reels import statuses
from running import Place
from timelines import (
    Json,
    a_clip,
    a_gap,
    a_marker,
    a_range,
    a_reference,
    a_time,
    a_track,
    resolve,
    written,
)

from otio_v2a.cli.configuration import settings_for
from otio_v2a.errors import MediaError
from otio_v2a.model import Notice
from otio_v2a.score.prepare import prepare
from otio_v2a.settings import Settings

PAL, NTSC = Fraction(25), Fraction(30000, 1001)
FRAMES, FIRST = 150, 1000
PLAIN = Coded(PAL, FRAMES, FIRST)
"""A movie of the timeline whose frame at record frame r carries the number FIRST + r."""

MOVIES: dict[str, Coded] = {
    "hour.mov": replace(PLAIN, timecode="01:00:00:00"),
    "zero.mov": replace(PLAIN, timecode="00:00:00:00"),
    "bare.mp4": PLAIN,
    "late.mov": replace(PLAIN, timecode="01:00:00:01"),
    "long.mp4": replace(PLAIN, frames=FRAMES + 1),
    "short.mp4": replace(PLAIN, frames=FRAMES - 1),
    "film.mp4": replace(PLAIN, rate=Fraction(24)),
    "ntsc.mp4": replace(PLAIN, rate=Fraction(24000, 1001)),
    "phone.mp4": replace(PLAIN, filters="select='not(eq(mod(n,7),3))'", varying=True),
    "intro.mp4": replace(PLAIN, frames=120),
}


@pytest.fixture(scope="module")
def movie(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A movie by its name, made when it is first asked for."""
    folder = tmp_path_factory.mktemp("exports")

    @cache
    def made(name: str) -> Path:
        return make(folder / name, MOVIES[name])

    return made


CUE = (40, 60)
"""Where the timeline is marked: first frame and length."""


def the_cut(rate: float = 25.0, start: float = 90_000.0, length: float = FRAMES) -> Json:
    """A timeline of media that are nowhere, with a title and a graded clip over them."""
    gone = a_clip("A", a_range(0.0, length, rate), a_reference("/nowhere/A.mov"))
    title = a_clip(
        "T",
        a_range(0.0, 100.0, rate),
        {"OTIO_SCHEMA": "GeneratorReference.1", "generator_kind": "Rich"},
        effects=[{"OTIO_SCHEMA": "Effect.1", "effect_name": "Glow", "name": ""}],
    )
    marker = a_marker(start + CUE[0], CUE[1], rate=rate)
    tracks = (a_track(gone), a_track(title))
    return resolve(*tracks, start=start, rate=rate, markers=[marker])


def a_cut(folder: Path, **how: float) -> Path:
    return written(folder, the_cut(**how))


def settings(path: Path | str) -> Settings:
    """Of a run with that movie, ten frames of handles."""
    return Settings(picture=str(path), handles=Fraction(2, 5))


@pytest.mark.parametrize("name", ["hour.mov", "zero.mov", "bare.mp4"])
def test_the_movies_frames_stand_where_the_timelines_do(
    name: str, movie: Callable[[str], Path], tmp_path: Path
) -> None:
    # Its timecode is the timeline's, or zero, or it has none: its first frame is frame 0.
    (out,) = looked(a_cut(tmp_path), settings(movie(name)), tmp_path / "out.mp4")
    assert read_numbers(out) == [*range(FIRST + 40 - 10, FIRST + 100 + 10)]


def test_a_movie_of_a_timeline_that_starts_at_zero_may_start_at_zero_alone(
    movie: Callable[[str], Path], tmp_path: Path
) -> None:
    cut = a_cut(tmp_path, start=0.0)
    for name in ("zero.mov", "bare.mp4"):
        assert prepare(cut, settings(movie(name)), {}).shown.length == FRAMES
    message = "the movie 'hour.mov' starts at 01:00:00:00, the timeline at 00:00:00:00. "
    assert refused(cut, movie("hour.mov")) == message + AGAIN


AGAIN = "Export the whole timeline again, or name the right movie."


def refused(cut: Path, path: Path) -> str:
    with pytest.raises(MediaError, match=r"^(the movie|there is no movie|cannot read) ") as caught:
        prepare(cut, settings(path), {})
    return str(caught.value)


REFUSED = {
    "late.mov": f"starts at 01:00:00:01, the timeline at 01:00:00:00. {AGAIN}",
    "long.mp4": "has 151 frames, the timeline 150. Export the whole timeline again.",
    "short.mp4": "has 149 frames, the timeline 150. Export the whole timeline again.",
    "film.mp4": ("runs at 24 fps, the timeline at 25 fps. Export it again at the timeline's rate."),
    "ntsc.mp4": (
        "runs at 23.976 fps, the timeline at 25 fps. Export it again at the timeline's rate."
    ),
    "phone.mp4": (
        "has a varying rate, 21.48 fps on average. Export it again at 25 fps, the timeline's rate."
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_a_movie_that_does_not_fit_is_refused_with_the_numbers(
    name: str, movie: Callable[[str], Path], tmp_path: Path
) -> None:
    assert refused(a_cut(tmp_path), movie(name)) == f"the movie '{name}' {REFUSED[name]}"


@pytest.mark.parametrize("rate", [23.976, 24.0, 29.97])
def test_rates_that_are_nearly_the_same_are_not(
    rate: float, movie: Callable[[str], Path], tmp_path: Path
) -> None:
    fits = {23.976: "ntsc.mp4", 24.0: "film.mp4"}
    cut = a_cut(tmp_path, rate=rate, start=0.0)
    for name in ("ntsc.mp4", "film.mp4"):
        if name == fits.get(rate):
            assert prepare(cut, settings(movie(name)), {}).shown.length == FRAMES
        else:
            own = {"ntsc.mp4": "23.976", "film.mp4": "24"}[name]
            assert refused(cut, movie(name)).startswith(
                f"the movie '{name}' runs at {own} fps, the timeline at {rate:g} fps. "
            )


@pytest.mark.parametrize(("start", "length", "black"), [(100, 45, 35), (60, 55, 5), (60, 50, 0)])
def test_a_movie_that_ends_with_the_picture_is_taken_and_black_follows(
    start: int, length: int, black: int, movie: Callable[[str], Path], tmp_path: Path
) -> None:
    # The sound goes on for 30 frames; an export of the picture alone ends with the last clip.
    clip = a_clip("A", a_range(0.0, 120.0, 25.0), a_reference("/nowhere/A.mov"))
    sound = a_clip("S", a_range(0.0, 150.0, 25.0), a_reference("/nowhere/S.wav"))
    marker = a_marker(90_000.0 + start, length, rate=25.0)
    tracks = (a_track(clip, a_gap(30.0, 25.0)), a_track(sound, kind="Audio"))
    cut = written(tmp_path, resolve(*tracks, start=90_000.0, rate=25.0, markers=[marker]))
    assert refused(cut, movie("short.mp4")) == "the movie 'short.mp4' " + REFUSED["short.mp4"]
    found = looks(cut, settings(movie("intro.mp4")), tmp_path / "out.mp4")
    # In the cue and in its tail alike, and nothing is said of a movie that is too short.
    last = min(120, start + length + 10)
    assert read_numbers(found.files[0].file) == [
        *range(FIRST + start - 10, FIRST + last),
        *[BLACK] * black,
    ]
    assert found.notices == ()


def test_a_file_that_is_not_there_or_no_movie_is_one_line(tmp_path: Path) -> None:
    cut = a_cut(tmp_path)
    gone = tmp_path / "gone.mov"
    assert refused(cut, gone) == (
        f"there is no movie '{gone}' to take the picture from. Export the whole timeline to it,"
        " or name another."
    )
    (tmp_path / "notes.mov").write_text("no movie")
    assert refused(cut, tmp_path / "notes.mov").startswith("cannot read 'notes.mov' as a movie (")


def test_with_a_movie_nothing_is_said_of_titles_effects_and_offline_clips(
    movie: Callable[[str], Path], tmp_path: Path
) -> None:
    cut = a_cut(tmp_path)
    said = (
        "video track 2, clip 'T': the generator 'Rich' is left out; it is shown without:"
        " the effect 'Glow'."
    )
    assert prepare(cut, Settings(), {}).notices == (Notice("timeline, marker 'sfx'", said),)
    assert prepare(cut, settings(movie("bare.mp4")), {}).notices == ()


def test_seams_of_long_cues_still_lie_on_the_cuts_of_the_edit(
    movie: Callable[[str], Path], tmp_path: Path
) -> None:
    # Two clips that meet at frame 70; a model that takes 4 seconds.
    clips = [
        a_clip(name, a_range(0.0, length, 25.0), a_reference(f"/nowhere/{name}.mov"))
        for name, length in (("A", 70.0), ("B", 80.0))
    ]
    marker = a_marker(90_000.0, FRAMES, rate=25.0)
    cut = written(tmp_path, resolve(a_track(*clips), start=90_000.0, rate=25.0, markers=[marker]))
    said = {"wavespeed": {"min_seconds": 1.0, "max_seconds": 4.0}}
    options = settings(movie("bare.mp4")).model_copy(
        update={"provider": "wavespeed", "providers": said, "handles": Fraction(0)}
    )
    (part,) = prepare(cut, options, {}).plan.parts
    # The crossfade of 25 frames lies 13 before the cut and 12 after it.
    spans = [(one.record.start, one.record.end) for one in part.segments]
    assert spans == [(0, 82), (57, 150)]


# --- by the command line ------------------------------------------------------------------------


def test_a_run_sends_the_movies_frames_whatever_the_clips(
    movie: Callable[[str], Path], tmp_path: Path
) -> None:
    place = Place(tmp_path)
    words = ("score", a_cut(tmp_path), "--provider", "clicker-whole", "--progress", "none")
    done = place.run(*words, "--json", "--picture", movie("hour.mov"))
    assert (done.code, done.err, statuses(done)) == (0, "", ["placed"])
    assert done.json["notices"] == []
    (picture,) = (tmp_path / "Cut 01.v2a" / "pictures").glob("*.mp4")
    assert read_numbers(picture) == [*range(FIRST + 15, FIRST + 125)]
    # Another cue, another name, another movie of the same frames: nothing is made again.
    again = place.run(*words, "--json", "--picture", movie("hour.mov"))
    assert (again.code, statuses(again), len(place.requests())) == (0, ["kept"], 1)
    bare = place.run(*words)
    assert (bare.code, "media is offline: 'A.mov'" in bare.out) == (3, True)


@pytest.mark.parametrize(
    ("verb", "name"), [("score", "late.mov"), ("plan", "long.mp4"), ("picture", "ntsc.mp4")]
)
def test_a_movie_that_does_not_fit_is_one_line_and_nothing_is_written(
    verb: str, name: str, movie: Callable[[str], Path], tmp_path: Path
) -> None:
    cut = a_cut(tmp_path)
    which = ("sfx",) if verb == "picture" else ()
    done = Place(tmp_path).run(verb, cut, *which, "--picture", movie(name))
    line = f"otio-v2a: the movie '{name}' {REFUSED[name]}\n"
    assert (done.code, done.out, done.err) == (1, "", line)
    assert [path.name for path in tmp_path.iterdir()] == [cut.name]


def test_the_setting_starts_at_the_timelines_folder_and_the_flag_at_the_working_directory(
    movie: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cuts, elsewhere = tmp_path / "cuts", tmp_path / "elsewhere"
    (cuts / "exports").mkdir(parents=True)
    elsewhere.mkdir()
    cut = a_cut(cuts)
    (cuts / "exports" / "set.mp4").write_bytes(movie("bare.mp4").read_bytes())
    (elsewhere / "given.mp4").write_bytes(movie("long.mp4").read_bytes())
    (cuts / "otio-v2a.toml").write_text('picture = "exports/set.mp4"\n')
    monkeypatch.chdir(elsewhere)
    place = Place(tmp_path)
    good, bad = place.run("plan", cut), place.run("plan", cut, "--picture", "given.mp4")
    line = f"otio-v2a: the movie 'given.mp4' {REFUSED['long.mp4']}\n"
    assert (good.code, good.err) == (0, "")
    assert (bad.code, bad.err) == (1, line.replace("long.mp4", "given.mp4"))


def test_a_flag_wins_over_the_setting_and_a_home_is_a_home(
    movie: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "home"))
    cut = a_cut(tmp_path)
    (tmp_path / "otio-v2a.toml").write_text('picture = "set.mp4"\n')
    monkeypatch.chdir(tmp_path)
    assert settings_for(cut, {"picture": None}).picture == "set.mp4"
    given = settings_for(cut, {"picture": Path("given.mp4")})
    assert given.picture == str(tmp_path / "given.mp4")
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "mine.mp4").write_bytes(movie("bare.mp4").read_bytes())
    assert prepare(cut, settings("~/mine.mp4"), {}).shown.length == FRAMES


def test_a_timeline_without_a_start_is_met_at_zero(
    movie: Callable[[str], Path], tmp_path: Path
) -> None:
    bare = {**the_cut(start=0.0), "global_start_time": None}
    cut = written(tmp_path, bare)
    assert prepare(cut, settings(movie("zero.mov")), {}).shown.length == FRAMES
    timed = {**bare, "global_start_time": a_time(90_000.0, 25.0)}
    assert prepare(written(tmp_path, timed), settings(movie("hour.mov")), {}).shown.length == 150
