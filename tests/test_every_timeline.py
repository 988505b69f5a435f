"""Every real timeline there is comes back with our tracks in place and nothing lost."""

import subprocess
from fractions import Fraction
from pathlib import Path
from typing import Any

import every
import pytest
import soundfile
from every import FILES, RATES, SHARED
from running import Place, placed, sample

from otio_v2a.picture.engine import ffmpeg_path
from otio_v2a.timeline.document import load
from otio_v2a.timeline.reading import Reading

QUICK = ("one_clip.aaf", "2997fps-DFTC.aaf")
HERE = pytest.mark.skipif(not FILES, reason="the real exports are not here")


def _case(path: Path) -> Any:
    slow = path.suffix == ".aaf" and path.name not in QUICK
    name = str(path.relative_to(SHARED))
    return pytest.param(path, id=name, marks=pytest.mark.sweep if slow else ())


@HERE
@pytest.mark.parametrize("source", [_case(path) for path in FILES])
def test_a_real_timeline_goes_the_whole_way_and_loses_nothing(source: Path, tmp_path: Path) -> None:
    document = every.DOCUMENT.read_text(encoding="utf-8")
    assert every.walked(source, tmp_path).line in document.splitlines()


def a_movie(path: Path, frames: int, rate: Fraction) -> None:
    """A movie of so many frames, grey and small."""
    source = f"color=gray:size=64x36:rate={rate},trim=end_frame={frames}"
    call = [
        ffmpeg_path(""),
        "-v",
        "error",
        "-f",
        "lavfi",
        "-i",
        source,
        "-pix_fmt",
        "yuv420p",
        path,
    ]
    subprocess.run(call, check=True)


SCORED = (
    "fcp7/premiere_example.xml",
    "edl/25fps.edl",
    "aaf/one_clip.aaf",
    pytest.param("otio-core/effects.otio", marks=pytest.mark.sweep),
    pytest.param("fcpx/fcpx_project.fcpxml", marks=pytest.mark.sweep),
)


@HERE
@pytest.mark.parametrize("name", SCORED)
def test_a_real_timeline_without_its_media_is_scored_by_a_movie_of_it(
    name: str, tmp_path: Path
) -> None:
    source = SHARED / name
    rate = RATES.get(source.name) if source.suffix == ".edl" else None
    plain = load(source, Reading(rate=rate))
    timeline = tmp_path / source.name
    timeline.write_bytes(every.marked(source, plain))
    if source.suffix == ".aaf":
        every.mark_aaf(timeline)
    a_movie(tmp_path / "whole.mp4", plain.edit.length, plain.edit.rate)
    flags = ("--rate", str(rate)) if rate else ()
    words = ("--picture", tmp_path / "whole.mp4", "--json", "--progress", "none", *flags)
    desk = Place(tmp_path)
    done = desk.run("score", timeline, *words)
    assert done.code == 0, done.err
    told = done.json
    assert told["cues"]
    assert {cue["status"] for cue in told["cues"]} == {"placed"}
    for cue in told["cues"]:
        start, length = cue["record"]["start"], cue["record"]["length"]
        second = int(plain.edit.rate)
        # A second of handle on each side, but none from before midnight.
        begin, end = max(start - second, -plain.edit.start), start + length + second
        first, last = (sample(frame, plain.edit.rate) for frame in (begin, end))
        assert soundfile.info(cue["audio"]).frames == last - first
    out = Path(told["output"])
    wanted = sorted((cue["record"]["start"], cue["record"]["length"]) for cue in told["cues"])
    if out.suffix == ".otio":
        assert sorted((clip.start, clip.length) for clip in placed(out)) == wanted
    before = out.read_bytes()
    again = desk.run("score", timeline, *words)
    assert {cue["status"] for cue in again.json["cues"]} == {"kept"}
    assert out.read_bytes() == before
