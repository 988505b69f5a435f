"""Pictures by Resolve's own renderer: the right frames, and everything put back however it ends.

Source: Resolve fact sheet sections 9 and 13.
"""

import json
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import imageio_ffmpeg
import numpy as np
import pytest
from inresolve import Clip, Ended, a_movie
from launching import Bench, a_bench
from nearby import Desk

from otio_v2a.resolve.setup.install import ARGUMENTS
from resolve_script.v2a_launcher import deliver
from resolve_script.v2a_launcher.stopped import RefusedError

FFMPEG = (imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-v", "error", "-y")
MARKS = {"video": {"in": 3, "out": 40}, "audio": {"in": 5, "out": 41}}
JOBS = [
    {"name": "one", "mark_in": 90_010, "mark_out": 90_019},
    {"name": "two", "mark_in": 90_050, "mark_out": 90_060},
]


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch):
    """Nobody waits between two looks at how far a job is."""
    monkeypatch.setattr(deliver, "time", SimpleNamespace(sleep=lambda _seconds: None))


def a_desk(folder: Path, **more: Any) -> Desk:
    """A Resolve on its Color page, with marks, a track that is off, and a job of the editor's."""
    given: dict[str, Any] = {"mark_in_out": MARKS, "page": "color", "renderer": ["touch", "{out}"]}
    desk = Desk(folder, scene={**given, **more})
    (folder / "out").mkdir(exist_ok=True)
    desk.resolve.timeline.SetTrackEnable("audio", 3, False)
    project = desk.resolve.project
    project.LoadRenderPreset("H.265 Master")
    project.SetRenderSettings({"TargetDir": str(folder), "CustomName": "theirs"})
    assert project.AddRenderJob()
    project.LoadRenderPreset(desk.resolve.world.quirks.leftover_preset)
    desk.counted = dict(desk.resolve.world.counts)
    desk.before = desk.timelines
    return desk


def rendered(desk: Desk) -> Any:
    return deliver.render(desk.hands, JOBS, str(desk.folder / "out"), 160, 90, 25.0)


def kept(desk: Desk) -> dict[str, Any]:
    """What is to be as before."""
    now = desk.resolve.dump()
    return {name: now[name] for name in ("timelines", "current", "page", "jobs", "bin")}


def told(desk: Desk, method: str) -> list[Any]:
    """The arguments of every call of a method since the desk was there."""
    first = desk.counted.get(f"Project.{method}", 0)
    found = [one["args"] for one in desk.resolve.world.log if one["method"] == method]
    return found[first:]


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("preset", ["Audio Only", "ProRes 422 HQ"])
def test_ranges_are_rendered_whatever_was_loaded_before(preset: str, language: str, tmp_path: Path):
    desk = a_desk(tmp_path, quirks={"leftover_preset": preset, "language": language})
    before = kept(desk)
    files = {name: str(tmp_path / "out" / f"{name}.mp4") for name in ("one", "two")}
    assert rendered(desk) == {"files": files}
    # After "Audio Only" the file would have been made without the renderer, and not be empty.
    assert [Path(one).read_bytes() for one in files.values()] == [b"", b""]
    assert kept(desk) == before
    same = {
        "SelectAllFrames": False,
        "TargetDir": str(tmp_path / "out"),
        "ExportVideo": True,
        "ExportAudio": False,
        "FormatWidth": 160,
        "FormatHeight": 90,
        "FrameRate": 25.0,
    }
    assert told(desk, "SetRenderSettings") == [
        [{**same, "MarkIn": 90_010, "MarkOut": 90_019, "CustomName": "one"}],
        [{**same, "MarkIn": 90_050, "MarkOut": 90_060, "CustomName": "two"}],
    ]
    assert told(desk, "SetCurrentRenderFormatAndCodec") == [["mp4", "H264"]]


FAILING = {
    "Project.LoadRenderPreset": "Resolve has no render preset 'H.264 Master'",
    "Project.GetRenderCodecs": "Resolve does not render H264 as mp4 here",
    "Project.SetCurrentRenderFormatAndCodec": "Resolve does not render H264 as mp4 here",
    "Project.SetRenderSettings": "Resolve does not take these render settings: {settings}",
    "Project.AddRenderJob": "Resolve added no render job for 'one'",
    "Project.StartRendering": "Resolve did not start rendering",
}


@pytest.mark.parametrize("method", FAILING)
def test_whatever_is_refused_all_is_put_back(method: str, tmp_path: Path):
    desk = a_desk(tmp_path)
    before = kept(desk)
    desk.meanwhile(method, 0, fail={"method": method})
    with pytest.raises(RefusedError) as raised:
        rendered(desk)
    settings = [repr(one[0]) for one in told(desk, "SetRenderSettings")][-1:]
    assert str(raised.value) == FAILING[method].format(settings="".join(settings))
    assert kept(desk) == before


@pytest.mark.parametrize(
    ("more", "why"),
    [
        ({"renderer": ["false"]}, "Resolve could not render: Renderfehler"),
        ({"renderer": []}, "Resolve could not render: Kein Renderer"),
        (
            {"quirks": {"refused_codecs": [["mp4", "H264"]]}},
            "Resolve does not render H264 as mp4 here",
        ),
    ],
)
def test_a_job_that_fails_is_told_and_all_is_put_back(
    more: dict[str, Any], why: str, tmp_path: Path
):
    desk = a_desk(tmp_path, **more)
    before = kept(desk)
    with pytest.raises(RefusedError) as raised:
        rendered(desk)
    assert str(raised.value) == why
    assert kept(desk) == before


def test_a_job_without_a_file_is_told(tmp_path: Path):
    desk = a_desk(tmp_path)
    before = kept(desk)
    ended = {"JobStatus": "Abgeschlossen", "CompletionPercentage": 100}
    lie = {"method": "Project.GetRenderJobStatus", "result": ended, "times": 9}
    desk.meanwhile("Project.StartRendering", 1, fail=lie)
    with pytest.raises(RefusedError) as raised:
        rendered(desk)
    assert str(raised.value) == "Resolve rendered 'one', and there is no file of it"
    assert kept(desk) == before


def test_a_render_that_stands_still_is_given_up(tmp_path: Path):
    desk = a_desk(tmp_path)
    before = kept(desk)
    none = {"method": "Project.GetRenderJobStatus", "times": 9_999}
    desk.meanwhile("Project.StartRendering", 1, fail=none)
    with pytest.raises(RefusedError) as raised:
        rendered(desk)
    assert str(raised.value) == "Resolve stopped rendering before it was done"
    assert kept(desk) == before


@pytest.mark.parametrize("how", ["cancel", "interrupt"])
def test_who_cancels_a_render_finds_all_as_it_was(
    how: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    desk = a_desk(tmp_path, quirks={"polls": 50})
    before = kept(desk)

    def meanwhile(_seconds: float) -> None:
        if how == "interrupt":
            raise KeyboardInterrupt
        (tmp_path / "cancel").touch()

    monkeypatch.setattr(deliver, "time", SimpleNamespace(sleep=meanwhile))
    with pytest.raises((RefusedError, KeyboardInterrupt), match=r"^(cancelled)?$"):
        rendered(desk)
    assert kept(desk) == before
    assert told(desk, "StopRendering") == [[]]


def test_what_the_editor_renders_meanwhile_goes_on(tmp_path: Path):
    desk = a_desk(tmp_path, quirks={"polls": 50})
    assert desk.resolve.project.StartRendering()
    before = kept(desk)
    with pytest.raises(RefusedError) as raised:
        rendered(desk)
    why = "Resolve is rendering something else: try again when it is done"
    assert str(raised.value) == why
    assert kept(desk) == before
    assert told(desk, "StopRendering") == []
    assert desk.resolve.project.IsRenderingInProgress()


@pytest.mark.parametrize(
    ("marks", "after"),
    [
        ({}, {}),
        ({"video": {"in": 7}}, {"video": {"in": 7, "out": 199}}),
        ({"audio": {"out": 7}}, {"audio": {"in": 0, "out": 7}}),
    ],
)
def test_marks_in_and_out_mean_what_they_meant(
    marks: dict[str, Any], after: dict[str, Any], tmp_path: Path
):
    desk = a_desk(tmp_path, mark_in_out=marks)
    rendered(desk)
    assert desk.timelines[0]["mark_in_out"] == after


def test_a_resolve_that_tells_of_no_marks_is_rendered_in_too(tmp_path: Path):
    desk = a_desk(tmp_path, profile="18.6 free")
    before = kept(desk)
    rendered(desk)
    assert kept(desk) == before


def test_another_timeline_that_is_opened_meanwhile_is_not_rendered(tmp_path: Path):
    desk = a_desk(tmp_path)
    desk.meanwhile("x", 0, switch_timeline="Other")
    before = kept(desk)
    with pytest.raises(RefusedError, match=r"^another timeline was opened meanwhile \('Other'\)"):
        rendered(desk)
    assert kept(desk) == before


# Each frame is as bright as its number says, in steps that survive being compressed.
SHOWN = "geq=lum='20+5*mod(N+{mark_in}\\,40)':cb=128:cr=128"
RENDERER = [
    *(*FFMPEG, "-f", "lavfi", "-i", "color=black:s={width}x{height}:r={rate}"),
    *("-vf", SHOWN, "-frames:v", "{frames}", "-pix_fmt", "yuv420p", "-c:v", "libx264"),
    *("-qp", "4", "file:{out}"),
]


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Fraction], Path]:
    folder = tmp_path_factory.mktemp("media")
    made: dict[Fraction, Path] = {}

    def movie(rate: Fraction) -> Path:
        return made.setdefault(rate, a_movie(folder, rate, 10))

    return movie


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    bench = a_bench(tmp_path / "home of Jörg")
    bench.told(arguments=list(ARGUMENTS))
    bench.extra["OTIO_V2A_RESOLVE__PICTURE"] = "resolve"
    return bench


def a_scene(movie: Path, spelled: str, start: str, **more: Any) -> dict[str, Any]:
    """One clip in the timeline's frames 10 to 209, which asks for rain from 40 to 114."""
    clip = Clip(movie, 10, 200, skip=25, markers=((30, 75, "sfx", "rain on glass"),))
    rate = spelled.removesuffix(" DF")
    timeline = {
        "name": "Cut 01",
        "rate": spelled,
        "start_timecode": start,
        "mark_in_out": MARKS,
        "tracks": [
            {"kind": "video", "name": "Video 1", "items": [clip.told(0, rate, 235)]},
            {"kind": "audio", "name": "Dialog", "enabled": False, "items": []},
        ],
    }
    given = {"timelines": [timeline], "renderer": RENDERER, "page": "color"}
    return {**given, "quirks": {"mark_out": "exclusive"}, **more}


def is_put_back(ended: Ended) -> bool:
    cut = ended.timeline("Cut 01")
    on = [track["enabled"] for track in cut["tracks"]]
    there = (ended.resolve["page"], cut["mark_in_out"], on, ended.resolve["jobs"])
    return there == ("color", MARKS, [True, False], [])


def brightness(movie: Path) -> list[int]:
    """How bright each frame of a movie is."""
    size = ("-vf", "extractplanes=y,scale=16:8", "-f", "rawvideo", "-pix_fmt", "gray", "-")
    call = [*FFMPEG[:-1], "-i", str(movie), "-fps_mode", "passthrough", *size]
    raw = subprocess.run(call, capture_output=True, check=True).stdout
    frames = np.frombuffer(raw, dtype=np.uint8).reshape(-1, 8 * 16)
    return [round((float(one) - 20) / 5) for one in frames.mean(axis=1)]


@dataclass(frozen=True)
class Case:
    """A timeline's rate and start, and how Resolve counts there."""

    spelled: str
    rate: Fraction
    label: str
    start: int
    told: float
    mark_out: str


CASES = [
    Case("25", Fraction(25), "01:00:00:00", 90_000, 25.0, "exclusive"),
    *(
        pytest.param(one, marks=pytest.mark.sweep)
        for one in (
            Case("24", Fraction(24), "00:00:00:00", 0, 24.0, "inclusive"),
            Case("23.976", Fraction(24_000, 1001), "01:00:00:00", 86_400, 23.976, "exclusive"),
            Case("29.97 DF", Fraction(30_000, 1001), "01:00:00;00", 107_892, 29.97, "inclusive"),
        )
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda one: one.spelled)
def test_what_resolve_shows_is_sent_to_the_frame_and_only_once(
    bench: Bench, media: Callable[[Fraction], Path], case: Case
):
    quirks = {"mark_out": case.mark_out}
    given = a_scene(media(case.rate), case.spelled, case.label, quirks=quirks)
    ended = bench.run(given)
    assert (ended.code, ended.names) == (0, ["Cut 01", "Cut 01 - V2A 1"])
    assert is_put_back(ended)
    asked = [one["args"][0] for one in ended.resolve["log"] if one["method"] == "SetRenderSettings"]
    # Handles of whole frames within a second on each side; the last frame counts, or it does not.
    second = int(case.rate)
    first, last = case.start + 40 - second, case.start + 115 + second - 1
    ends = [last] if case.mark_out == "inclusive" else [last, last + 1]
    assert [(one["MarkIn"], one["MarkOut"], one["FrameRate"]) for one in asked] == [
        (first, end, case.told) for end in ends
    ]
    (sent,) = (bench.home / "resolve").glob("*/cut.v2a/pictures/*.mp4")
    shown = [at % 40 for at in range(first, last + 1)]
    assert brightness(sent)[: len(shown)] == shown
    again = bench.run(given)
    assert again.code == 0
    assert {"AddRenderJob", "OpenPage"} & {one["method"] for one in again.resolve["log"]} == set()
    assert list((bench.home / "resolve").glob("*/cut.v2a/pictures/*.mp4")) == [sent]
    assert len(list((bench.home / "resolve").glob("*/cut.v2a/replies/*"))) == 1
    assert "all of it kept" in again.out


SOURCE = ' Set `picture = "source"` under [resolve] in your otio-v2a.toml.'


@pytest.mark.parametrize(
    ("renderer", "why"),
    [
        pytest.param(
            ["touch", "{out}"],
            "Why: what Resolve rendered cannot be read: ",
            marks=pytest.mark.sweep,
        ),
        pytest.param(
            [word.replace("{frames}", "7") for word in RENDERER],
            f"Why: Resolve rendered 7 frames of 125.{SOURCE}",
            marks=pytest.mark.sweep,
        ),
        pytest.param(
            ["false"],
            "Why: render: Resolve could not render: Renderfehler",
            marks=pytest.mark.sweep,
        ),
    ],
    ids=["no movie", "too short", "fails"],
)
def test_a_render_that_will_not_do_is_told_and_nothing_is_sent(
    bench: Bench, media: Callable[[Fraction], Path], renderer: list[str], why: str
):
    given = a_scene(media(Fraction(25)), "25", "01:00:00:00", renderer=renderer)
    ended = bench.run(given)
    assert ended.code == 5
    assert ended.out.splitlines()[-3].startswith(why)
    assert is_put_back(ended)
    assert ended.names == ["Cut 01"]
    assert json.dumps(ended.resolve["log"]).count("AppendToTimeline") == 0
    assert list((bench.home / "resolve").glob("*/cut.v2a/replies/*")) == []
