"""The sample timelines, scored by the command line and its own scorer, offline and for nothing."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import opentimelineio as otio
import pytest
import soundfile
from running import ROOT, SMALL, Done, Place, foreign, placed, sample
from sheets import storm
from slices import quick

SAMPLES = ROOT / "sample_timelines"
WHOLE = "bench_kdenlive_30"
"""The sample whose pictures are as large as a user's."""


@dataclass(frozen=True, slots=True)
class Sample:
    """What comes of a sample, by its README. Unit: frames of the timeline.

    `clips` are track, start and length; `skipped` and `failed` how many markers are not scored.
    """

    rate: Fraction
    clips: tuple[tuple[str, int, int], ...]
    skipped: int = 0
    failed: int = 0


CASES = {
    "storm_25": Sample(
        Fraction(25),
        (
            ("V2A SFX", 25, 125),
            ("V2A SFX", 150, 100),
            ("V2A SFX", 300, 200),
            ("V2A SFX", 645, 75),
            ("V2A SFX", 1025, 100),
            ("V2A SFX 2", 200, 80),
            ("V2A BGM", 300, 625),
            ("V2A MIX", 845, 150),
        ),
        skipped=1,
    ),
    "walk_23976": Sample(
        Fraction(24_000, 1001),
        (
            ("V2A SFX", 18, 102),
            ("V2A SFX", 156, 48),
            ("V2A SFX", 280, 110),
            ("V2A SFX", 444, 180),
            ("V2A SFX", 698, 84),
            ("V2A BGM", 0, 240),
            ("V2A BGM", 280, 110),
        ),
    ),
    "street_2997df": Sample(
        Fraction(30_000, 1001),
        (
            ("V2A SFX", 30, 150),
            ("V2A SFX", 285, 80),
            ("V2A SFX", 400, 190),
            ("V2A SFX", 630, 270),
            ("V2A BGM", 15, 660),
        ),
    ),
    "bench_kdenlive_30": Sample(
        Fraction(30),
        (("V2A SFX", 10, 160), ("V2A SFX", 190, 140), ("V2A MIX", 405, 165)),
    ),
    "generic_24": Sample(
        Fraction(24),
        (
            ("V2A SFX", 156, 72),
            ("V2A SFX", 240, 96),
            ("V2A SFX", 336, 84),
            ("V2A SFX", 670, 150),
            ("V2A BGM", 60, 516),
            ("V2A BGM 2", 550, 92),
            ("V2A MIX", 12, 144),
        ),
        failed=2,
    ),
}
QUICK = ("storm_25", "bench_kdenlive_30")
"""One of each application; plain OpenTimelineIO is left for the sweep."""


Runs = Callable[[str], Done]


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Runs:
    """The end of a run for each sample asked for, in copies beside copies of their media."""
    folder = tmp_path_factory.mktemp("samples")
    shutil.copytree(SAMPLES / "media", folder / "media")

    @cache
    def run(name: str) -> Done:
        timeline = shutil.copy(SAMPLES / f"{name}.otio", folder)
        return Place(folder, {} if name == WHOLE else SMALL).run("score", timeline, "--json")

    return run


@pytest.mark.parametrize("name", quick(CASES, QUICK))
def test_a_sample_gets_its_sounds_where_its_readme_says(name: str, runs: Runs) -> None:
    case, done = CASES[name], runs(name)
    assert (done.code, done.err) == (3 if case.failed else 0, "")
    told = done.json
    assert (told["provider"], told["cost_usd"]) == ("sketch", 0.0)
    clips = placed(Path(told["output"]))
    assert tuple((clip.track, clip.start, clip.length) for clip in clips) == case.clips
    for clip in clips:
        info = soundfile.info(clip.path)
        end = clip.file_start + clip.available[1]
        length = sample(end, case.rate) - sample(clip.file_start, case.rate)
        assert (info.samplerate, info.channels, info.subtype, info.frames) == (
            *(48_000, 2, "PCM_24"),
            length,
        )
        sound, _ = soundfile.read(clip.path)
        assert 0.001 < np.abs(sound).max() < 1.0


def test_the_cue_sheet_of_a_scored_sample_says_so(runs: Runs) -> None:
    timeline = Path(runs("storm_25").json["output"]).with_name("storm_25.otio")
    place = Place(timeline.parent, SMALL)
    done = place.run("cues", timeline, "--csv", "-o", "-")
    assert done.out.encode() == storm(place, timeline, "scored: take 1")


@pytest.mark.parametrize("name", quick(CASES, QUICK))
def test_a_sample_keeps_all_it_had(name: str, runs: Runs) -> None:
    output = Path(runs(name).json["output"])
    source = output.with_name(f"{name}.otio")
    assert source.read_bytes() == (SAMPLES / source.name).read_bytes()
    assert foreign(output.read_text("utf-8")) == foreign(source.read_text("utf-8"))
    before, after = (otio.adapters.read_from_file(str(path)) for path in (source, output))
    assert after.duration() == before.duration()


@pytest.mark.parametrize("name", quick(CASES, QUICK))
def test_each_cue_of_a_sample_is_accounted_for(name: str, runs: Runs) -> None:
    cues: list[dict[str, Any]] = runs(name).json["cues"]
    statuses = [cue["status"] for cue in cues]
    case = CASES[name]
    expected = {"placed": len(case.clips), "failed": case.failed, "skipped": case.skipped}
    assert {status: statuses.count(status) for status in expected} == expected
    assert len(cues) == sum(expected.values())


AGAIN = """
import sys
sys.argv = ["otio-v2a", "score", sys.argv[1], "--progress", "none", "--json"]
from otio_v2a.cli import main
try:
    main()
except SystemExit as ended:
    heavy = ("av", "numpy", "soundfile", "ffmpeg", "opentimelineio", "httpx", "watchdog")
    print(ended.code, [name for name in heavy if name in sys.modules], file=sys.stderr)
"""


def test_a_run_with_nothing_new_keeps_all_and_loads_nothing_heavy(runs: Runs) -> None:
    output = Path(runs("storm_25").json["output"])
    before = output.read_bytes(), output.stat().st_mtime_ns
    timeline = str(output.with_name("storm_25.otio"))
    call = [sys.executable, "-c", AGAIN, timeline]
    environment = {**os.environ, **SMALL}
    done = subprocess.run(call, capture_output=True, text=True, check=True, env=environment)
    assert done.stderr == "0 []\n"
    statuses = [cue["status"] for cue in json.loads(done.stdout)["cues"]]
    assert statuses == ["kept"] * 8 + ["skipped"]
    assert (output.read_bytes(), output.stat().st_mtime_ns) == before
