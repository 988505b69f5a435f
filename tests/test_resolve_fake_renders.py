"""The fake Resolve's Deliver page renders bit by bit, and not what one thinks.

Source: Resolve fact sheet section 13; Q15.
"""

import sys
from pathlib import Path
from typing import Any

import pytest
from resolves import Opened, a_clip, a_scene, a_track, opened


def rendering(folder: Path, **quirks: Any) -> Opened:
    """A timeline of 100 frames, whose renderer writes down what it was told."""
    code = "import sys, pathlib; pathlib.Path(sys.argv[1]).write_text(' '.join(sys.argv[2:]))"
    asked = ["%{n}", "{frames}", "{rate}", "{width}", "{height}", "{mark_in}"]
    given = a_scene(a_track(a_clip()), rate="29.97 DF", quirks=quirks, page="deliver")
    (folder / "out").mkdir(exist_ok=True)
    return opened({**given, "renderer": [sys.executable, "-c", code, "{out}", *asked]})


def asked_for(resolve: Opened, folder: Path, **more: Any) -> str:
    """The id of a job for twenty frames."""
    first = resolve.timeline.GetStartFrame() + 10
    wanted = {"SelectAllFrames": False, "MarkIn": first, "MarkOut": first + 19}
    named = {"TargetDir": str(folder / "out"), "CustomName": "shot", "ExportVideo": True}
    assert resolve.project.SetRenderSettings({**wanted, **named, **more})
    job: str = resolve.project.AddRenderJob()
    return job


def polled(resolve: Opened, job: str) -> list[tuple[str, int]]:
    """All that is said of a job until it ends."""
    said = []
    while not said or resolve.project.IsRenderingInProgress():
        status = resolve.project.GetRenderJobStatus(job)
        said.append((status["JobStatus"], status["CompletionPercentage"]))
    return said


@pytest.mark.parametrize(("mark_out", "frames"), [("inclusive", 20), ("exclusive", 19)])
def test_a_job_is_rendered_while_it_is_asked_for(mark_out: str, frames: int, tmp_path: Path):
    resolve = rendering(tmp_path, mark_out=mark_out, polls=5)
    assert resolve.project.LoadRenderPreset("H.264 Master")
    job = asked_for(resolve, tmp_path, FormatWidth=640, FormatHeight=360)
    assert resolve.project.StartRendering([job])
    assert not (tmp_path / "out" / "shot.mp4").exists()
    said = polled(resolve, job)
    assert said[0] == ("Wird gerendert", 20)
    assert resolve.project.GetRenderJobStatus(job) == {
        "JobStatus": "Abgeschlossen",
        "CompletionPercentage": 100,
    }
    told = (tmp_path / "out" / "shot.mp4").read_text(encoding="utf-8")
    assert told == f"%{{n}} {frames} 30000/1001 640 360 {107892 + 10}"


def test_a_leftover_preset_makes_an_mp4_without_video(tmp_path: Path):
    resolve = rendering(tmp_path)
    job = asked_for(resolve, tmp_path)
    resolve.project.GetRenderJobList()
    assert [one["IsExportVideo"] for one in resolve.project.GetRenderJobList()] == [True]
    resolve.project.StartRendering(job)
    polled(resolve, job)
    assert (tmp_path / "out" / "shot.mp4").read_bytes()[4:8] == b"ftyp"


def test_a_job_may_be_missing_from_the_list_at_first(tmp_path: Path):
    resolve = rendering(tmp_path)
    job = asked_for(resolve, tmp_path)
    assert resolve.project.GetRenderJobList() == []
    assert [one["JobId"] for one in resolve.project.GetRenderJobList()] == [job]
    assert resolve.project.DeleteRenderJob(job)
    assert not resolve.project.DeleteRenderJob(job)
    assert resolve.dump()["jobs"] == []


@pytest.mark.parametrize(
    "case", ["no renderer", "marks from zero", "stopped", "no folder", "codec by its description"]
)
def test_a_render_that_comes_to_nothing(case: str, tmp_path: Path):
    resolve = rendering(tmp_path, refused_codecs=[["mov", "H264"]])
    resolve.project.LoadRenderPreset("H.264 Master")
    project = resolve.project
    if case == "no folder":
        assert asked_for(resolve, tmp_path, TargetDir=str(tmp_path / "none")) == ""
        return
    if case == "codec by its description":
        assert project.GetRenderCodecs("mp4")["H.264"] == "H264"
        assert not project.SetCurrentRenderFormatAndCodec("mp4", "H.264")
        assert not project.SetCurrentRenderFormatAndCodec("mov", "H264")
        assert project.SetCurrentRenderFormatAndCodec("mp4", "H264")
        return
    if case == "no renderer":
        resolve.world.renderer = []
    wrong = {"MarkIn": 10, "MarkOut": 29} if case == "marks from zero" else {}
    job = asked_for(resolve, tmp_path, **wrong)
    assert project.StartRendering()
    if case == "stopped":
        project.StopRendering()
    polled(resolve, job)
    status = project.GetRenderJobStatus(job)
    ended = ("Abgebrochen", False) if case == "stopped" else ("Fehlgeschlagen", True)
    assert (status["JobStatus"], "Error" in status) == ended
    assert status["CompletionPercentage"] < 100
    assert not (tmp_path / "out" / "shot.mp4").exists()
