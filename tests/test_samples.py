"""The sample timelines are what their script builds, what their README says, and complete."""

import importlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from sampled import (
    SAMPLES,
    declared,
    described,
    lowest_red,
    marked,
    pictures,
    probed,
    rate_of,
    table,
    timeline_of,
    voice,
)

# Scoring a sample leaves its .v2a.otio and .v2a folder here; they are not shipped.
TIMELINES = {path.name: path for path in sorted(SAMPLES.glob("*.otio")) if ".v2a." not in path.name}
MEDIA = {path.name: path for path in sorted((SAMPLES / "media").iterdir()) if path.is_file()}


@pytest.fixture(scope="module")
def clips() -> Iterator[dict[str, Any]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(SAMPLES)
        making = importlib.import_module("making.clips")
        yield {clip.file: clip for clip in making.CLIPS}


@pytest.fixture(scope="module")
def rebuilt(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rebuilt")
    script = [sys.executable, str(SAMPLES / "make_media.py"), "--no-media", "--into", str(folder)]
    subprocess.run(script, check=True, timeout=60)
    return folder


def test_the_script_builds_exactly_the_committed_timelines(rebuilt: Path) -> None:
    built = {path.name: path.read_text("utf-8") for path in sorted(rebuilt.iterdir())}
    assert built == {name: path.read_text("utf-8") for name, path in TIMELINES.items()}


def test_the_samples_weigh_eight_megabytes_at_most() -> None:
    shipped = (*TIMELINES.values(), *MEDIA.values(), *SAMPLES.rglob("*.py"), SAMPLES / "README.md")
    assert sum(path.stat().st_size for path in shipped) <= 8_000_000


def test_there_is_a_movie_for_every_clip_and_no_other_file(clips: dict[str, Any]) -> None:
    assert sorted(MEDIA) == sorted(clips)


def test_no_two_timelines_share_a_rate_or_a_length() -> None:
    rates = [rate_of(timeline_of(path)) for path in TIMELINES.values()]
    lengths = [timeline_of(path).duration().value for path in TIMELINES.values()]
    assert len(set(rates)) == len(rates)
    assert len(set(lengths)) == len(lengths)


@pytest.mark.parametrize("name", TIMELINES)
def test_every_clip_stays_inside_a_movie_that_is_there(name: str) -> None:
    for clip in timeline_of(TIMELINES[name]).find_clips():
        path = SAMPLES / clip.media_reference.target_url
        assert path.is_file(), path
        media = clip.available_range()
        assert media == declared(probed(path)), path
        shown = clip.trimmed_range()
        speed = next((e.time_scalar for e in clip.effects if hasattr(e, "time_scalar")), 1)
        last = shown.start_time.to_seconds() + shown.duration.to_seconds() * speed
        assert shown.start_time.to_seconds() >= media.start_time.to_seconds() - 1e-9, path
        assert last <= media.end_time_exclusive().to_seconds() + 1e-9, path


@pytest.mark.parametrize("name", TIMELINES)
def test_the_readme_lists_every_marker_where_it_stands(name: str) -> None:
    told = [row[:5] for row in table(f"### {name}")]
    assert told == list(marked(timeline_of(TIMELINES[name])))


def test_the_readme_describes_every_movie(clips: dict[str, Any]) -> None:
    told = {row[0].strip("`"): row[1:] for row in table("## Media")}
    assert told == {name: described(probed(MEDIA[name]), clip) for name, clip in clips.items()}


def test_the_committed_movies_show_the_frames_the_script_draws(clips: dict[str, Any]) -> None:
    finished = importlib.import_module("making.movie").finished
    for name, clip in clips.items():
        at = (0, 97)
        for index, shown in zip(at, pictures(MEDIA[name], at), strict=True):
            error = np.abs(shown.astype(float) - finished(clip, index)).mean()
            assert error < 5, (name, index)


def test_the_scratch_voices_last_as_long_as_their_pictures(clips: dict[str, Any]) -> None:
    for name in ("storm_window.mov", "park_walk.mov", "café #2 (rain).mp4"):
        sound = voice(MEDIA[name])
        # AAC comes in frames of 1024 samples, and may lead with one or two.
        assert abs(len(sound) - clips[name].samples) <= 3 * 1024, name
        assert 0.3 < np.abs(sound).max() < 1, name


def test_lightning_strikes_on_its_frames_and_on_no_other(clips: dict[str, Any]) -> None:
    clip = clips["storm_window.mov"]
    shown = pictures(MEDIA[clip.file], range(clip.frames), "gray")
    light = np.array([picture.mean() for picture in shown])
    assert tuple(np.flatnonzero(np.diff(light) > 12) + 1) == clip.events["lightning"]


def test_the_ball_is_lowest_on_each_of_its_bounces(clips: dict[str, Any]) -> None:
    clip = clips["ball.mp4"]
    around = [frame + step for frame in clip.events["bounce"] for step in (-4, 0, 4)]
    lowest = [lowest_red(shown) for shown in pictures(MEDIA[clip.file], around)]
    for before, at, after in zip(*[iter(lowest)] * 3, strict=True):
        assert at > before
        assert at > after


def test_the_samples_hold_every_kind_of_marker() -> None:
    text = "\n".join(path.read_text("utf-8") for path in TIMELINES.values())
    words = ("takes: 2", "gain: -6", "fade: 12f", "stems: split", "id: walk-theme", "| bgm: ")
    assert [word for word in words if word not in text] == []
    notes = [row[4] for name in TIMELINES for row in table(f"### {name}")]
    assert sum(note.startswith("`{") for note in notes) == 3
    keywords = re.findall(r'"Keywords": \[\s*"(\w+)"', text)
    assert keywords == ["sfx"]
    comments = re.findall(r'"comment": "(.*)"', text)
    assert [len(json.loads(f'"{comment}"')) for comment in comments].count(201) == 1
