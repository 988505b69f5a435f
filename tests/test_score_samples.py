"""The sample timelines, scored by the command line and its own scorer, offline and for nothing."""

import shutil
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import opentimelineio as otio
import pytest
import soundfile
from reels import both
from running import ROOT, Done, Place, foreign, placed, sample

SAMPLES = ROOT / "sample_timelines"


@dataclass(frozen=True, slots=True)
class Sample:
    """Which cues of a sample are scored, by name, and what comes of it.

    Unit: frames of the timeline; `clips` are track, start and length, by the sample's README.
    """

    only: tuple[str, ...]
    rate: Fraction
    clips: tuple[tuple[str, int, int], ...]
    code: int = 0
    skipped: int = 0


CASES = {
    "storm_25": Sample(
        ("foley", "Marker 4"),
        Fraction(25),
        (("V2A SFX", 200, 80), ("V2A SFX", 1025, 100)),
        skipped=7,
    ),
    "walk_23976": Sample(("foley",), Fraction(24_000, 1001), (("V2A SFX", 156, 48),), skipped=6),
    "street_2997df": Sample(("music",), Fraction(30_000, 1001), (("V2A BGM", 15, 660),), skipped=4),
    "bench_kdenlive_30": Sample(
        (),
        Fraction(30),
        (("V2A SFX", 10, 160), ("V2A SFX", 190, 140), ("V2A MIX", 405, 165)),
    ),
    "generic_24": Sample(
        ("asmr", "foley"),
        Fraction(24),
        (("V2A SFX", 156, 72), ("V2A SFX", 240, 96)),
        code=3,
        skipped=5,
    ),
}


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Done]:
    """The end of a run for each sample, in copies beside copies of their media; two at a time."""
    folder = tmp_path_factory.mktemp("samples")
    shutil.copytree(SAMPLES / "media", folder / "media")
    jobs: list[tuple[Place, tuple[object, ...]]] = []
    for name, case in CASES.items():
        timeline = shutil.copy(SAMPLES / f"{name}.otio", folder)
        only = [word for cue in case.only for word in ("--only", cue)]
        jobs.append((Place(folder), ("score", timeline, *only, "--json")))
    return dict(zip(CASES, both(jobs), strict=True))


@pytest.mark.parametrize("name", CASES)
def test_a_sample_gets_its_sounds_where_its_readme_says(name: str, runs: dict[str, Done]) -> None:
    case, done = CASES[name], runs[name]
    assert (done.code, done.err) == (case.code, "")
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


@pytest.mark.parametrize("name", CASES)
def test_a_sample_keeps_all_it_had(name: str, runs: dict[str, Done]) -> None:
    output = Path(runs[name].json["output"])
    source = output.with_name(f"{name}.otio")
    assert source.read_bytes() == (SAMPLES / source.name).read_bytes()
    assert foreign(output.read_text("utf-8")) == foreign(source.read_text("utf-8"))
    before, after = (otio.adapters.read_from_file(str(path)) for path in (source, output))
    assert after.duration() == before.duration()


@pytest.mark.parametrize("name", CASES)
def test_each_cue_of_a_sample_is_accounted_for(name: str, runs: dict[str, Done]) -> None:
    cues: list[dict[str, Any]] = runs[name].json["cues"]
    statuses = [cue["status"] for cue in cues]
    failed = 2 if CASES[name].code else 0
    assert statuses.count("placed") == len(CASES[name].clips)
    assert statuses.count("failed") == failed
    assert statuses.count("skipped") == len(cues) - failed - len(CASES[name].clips)
    assert len(cues) == failed + CASES[name].skipped + len(CASES[name].clips)
