"""The menu and the real engine when something stops them: nothing is lost, left or half placed."""

import json
import os
import re
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from fakes.resolve import dumping, scene
from inresolve import Child, Clip, Ended, a_movie
from launching import Bench, a_bench
from running import until

from otio_v2a.errors import LockedError
from otio_v2a.resolve.setup.install import ARGUMENTS
from otio_v2a.score.workfolder import WorkFolder, held

POSIX = pytest.mark.skipif(not Path("/proc/self/cmdline").exists(), reason="looks into /proc")
FOLDER = 'Jörg : "1" β'
NAME = 'Ça : "1"/β'
AGAIN = "Put it right, then start the script again: what is paid for is not paid twice."


@pytest.fixture(scope="module")
def movie(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return a_movie(tmp_path_factory.mktemp("media"), Fraction(25), 10, "01:00:00:00")


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A menu with the real engine, at a place that is hard to spell."""
    bench = a_bench(tmp_path / FOLDER)
    bench.told(arguments=list(ARGUMENTS))
    return bench


@pytest.fixture
def heard() -> Iterator[None]:
    """Children notice Ctrl-C, even where whoever started the tests does not."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


def a_scene(movie: Path, *, markers: bool = True, **more: Any) -> dict[str, Any]:
    """A cut of one clip, which asks for rain where it is not told otherwise."""
    rain = ((20, 75, "sfx", "rain on glass"),) if markers else ()
    clip = Clip(movie, 10, 100, skip=25, markers=rain)
    picture = {"kind": "video", "name": "Video 1", "items": [clip.told(90_000, "25", 250)]}
    sound = {"kind": "audio", "name": "Dialog", "sub": "stereo", "items": []}
    timeline = {"name": NAME, "rate": "25", "tracks": [picture, sound]}
    return {"project": {"name": "Film/β"}, "timelines": [timeline], "current": NAME, **more}


def before(given: dict[str, Any]) -> Any:
    """The timelines of a scene, untouched."""
    return json.loads(json.dumps(dumping.dump(scene.world(given))))["timelines"]


def why(ended: Ended) -> list[str]:
    """The last lines of a run that failed: title, why, what to do, and where the log is."""
    *_, title, reason, fix, log = ended.out.splitlines()
    assert log == f"Log: {ended.out.splitlines()[0].removeprefix('V2A log: ')}"
    return [title, reason, fix]


def configured(bench: Bench, text: str) -> None:
    """Write the user's configuration."""
    path = bench.place.folder / "home" / "otio-v2a" / "otio-v2a.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def running(folder: Path) -> list[str]:
    """Every process that has to do with a folder, but not this one."""
    found = []
    for one in Path("/proc").glob("[0-9]*"):
        try:
            words = (one / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if int(one.name) != os.getpid() and any(str(folder).encode() in word for word in words):
            found.append(b" ".join(words).decode(errors="replace"))
    return found


def is_free(folder: WorkFolder) -> bool:
    """Whether the next run may have it."""
    try:
        with held(folder):
            return True
    except LockedError:
        return False


def within(seconds: float, so: Callable[[], bool]) -> bool:
    """Whether it is so before that long."""
    end = time.monotonic() + seconds
    while not so():
        if time.monotonic() > end:
            return False
        time.sleep(0.05)
    return True


def test_a_configuration_that_cannot_be_used(bench: Bench, movie: Path):
    configured(bench, "[resolve]\npages = true\n")
    given = a_scene(movie)
    ended = bench.run(given)
    assert ended.code == 5
    assert why(ended) == [
        "V2A: The configuration cannot be used.",
        "Why: there is no setting 'resolve.pages'. Did you mean 'resolve.page'?",
        "What to do: Put it right in your otio-v2a.toml, then start the script again.",
    ]
    assert ended.resolve["timelines"] == before(given)


def test_a_timeline_that_asks_for_nothing(bench: Bench, movie: Path):
    given = a_scene(movie, markers=False)
    ended = bench.run(given)
    assert ended.code == 5
    assert why(ended) == [
        "V2A: It did not come to an end.",
        "Why: no marker asks for sound. Put one on a clip, name it 'sfx' or 'bgm', and write what"
        " should be heard into its note.",
        f"What to do: {AGAIN}",
    ]
    assert ended.resolve["timelines"] == before(given)


SELLER = {
    "OTIO_V2A_PROVIDER": "wavespeed",
    "WAVESPEED_API_KEY": "none",
    # Nobody listens there.
    "WAVESPEED_BASE_URL": "http://127.0.0.1:9",
}


def test_what_costs_more_than_is_allowed_is_not_sent(bench: Bench, movie: Path):
    given = a_scene(movie)
    ended = bench.run(given, OTIO_V2A_AUTO_APPROVE_BELOW="0.03", **SELLER)
    assert ended.code == 5
    assert why(ended) == [
        "V2A: It did not come to an end.",
        "Why: this costs $0.035, and without the page no more than $0.03 is approved by itself."
        " Set `page = true` under [resolve] in your otio-v2a.toml, or raise `auto_approve_below`.",
        "What to do: Nothing was sent. Allow it, then start the script again.",
    ]
    assert "cannot be reached" not in ended.log
    assert ended.resolve["timelines"] == before(given)


@pytest.mark.sweep
def test_a_seller_that_cannot_be_reached_is_why_nothing_is_placed(bench: Bench, movie: Path):
    given = a_scene(movie)
    ended = bench.run(given, **SELLER)
    assert ended.code == 5
    assert why(ended) == [
        "V2A: It did not come to an end.",
        "Why: no cue has a sound to place. 'sfx' at 01:00:01:05 has no sound yet: nothing is"
        " placed.",
        f"What to do: {AGAIN}",
    ]
    assert "'http://127.0.0.1/api/v3/media/uploads' cannot be reached" in ended.out
    assert ended.resolve["timelines"] == before(given)


def test_a_work_folder_that_another_run_holds(bench: Bench, movie: Path):
    given = a_scene(movie)
    project = scene.world(given).project
    assert project is not None
    with held(WorkFolder(bench.home / "resolve" / project.id / "cut.v2a")):
        ended = bench.run(given)
    assert ended.code == 5
    assert [re.sub(r"since [\d:]+", "since then", one) for one in why(ended)] == [
        "V2A: It did not come to an end.",
        f"Why: another run holds 'cut.v2a': process {os.getpid()} on {socket.gethostname()}, since"
        " then. Wait until it has ended.",
        f"What to do: {AGAIN}",
    ]
    assert ended.resolve["timelines"] == before(given)


@pytest.mark.sweep
def test_what_failed_in_the_editors_own_timeline_is_placed_at_the_next_start(
    bench: Bench, movie: Path
):
    dropped = [{"method": "MediaPool.AppendToTimeline", "times": 9}]
    given = a_scene(movie, failing=dropped)
    ended = bench.run(given, OTIO_V2A_RESOLVE__PLACE="current")
    assert ended.code == 5
    assert why(ended) == [
        "V2A: It did not come to an end.",
        "Why: append: it is not at frame 90030 of track 2, whatever Resolve says. What was placed"
        " is taken off again; your timeline is as it was.",
        f"What to do: {AGAIN}",
    ]
    assert ended.resolve["timelines"] == before(given)
    sounds = sorted((bench.home / "resolve").glob("*/cut.v2a/replies/*"))
    once = [path.stat().st_mtime_ns for path in sounds]
    known = {
        "resolve": {"product": "DaVinci Resolve Studio", "version": [21, 0, 4]},
        "at": "2026-11-20T14:02:00+01:00",
        "probes": {"end_frame_is_inclusive": {"ok": True, "seen": True}},
    }
    (bench.home / "selftest.json").write_text(json.dumps(known), encoding="utf-8")
    inclusive = a_scene(movie, quirks={"end_frame": "inclusive"})
    ended = bench.run(inclusive, OTIO_V2A_RESOLVE__PLACE="current")
    assert (ended.code, ended.names) == (0, [NAME])
    placed = ended.resolve["timelines"][0]["tracks"][2]
    assert [placed["name"]] + [(one["start"], one["duration"]) for one in placed["items"]] == [
        "V2A SFX",
        (90_030, 75),
    ]
    assert [path.stat().st_mtime_ns for path in sounds] == once
    assert len(sounds) == 1
    # What the self-test has seen of end frames need not be found out again.
    methods = [one["method"] for one in ended.resolve["log"]]
    assert methods.count("AppendToTimeline") == 1


def slow(bench: Bench) -> Path:
    """Let a program score that takes its time; the file that it makes when it has begun."""
    begun = bench.place.folder / "begun"
    program = bench.place.folder / "slow.py"
    text = f"import time\nopen({str(begun)!r}, 'w').close()\ntime.sleep(600)\n"
    program.write_text(text, encoding="utf-8")
    argv = [sys.executable, str(program), "{video}", "{prompt}", "{outdir}"]
    configured(bench, f'provider = "command"\n[providers.command]\nargv = {json.dumps(argv)}\n')
    return begun


@POSIX
def test_an_engine_whose_resolve_is_gone_ends_with_all_it_has_started(bench: Bench, movie: Path):
    begun = slow(bench)
    child = bench.start(a_scene(movie))
    until(begun.exists, child.process)
    assert len(running(bench.place.folder)) >= 3
    child.process.kill()
    child.process.communicate()
    assert within(10, lambda: not running(bench.place.folder)), running(bench.place.folder)
    (folder,) = (bench.home / "resolve").glob("*/cut.v2a")
    assert within(5, lambda: is_free(WorkFolder(folder)))


@POSIX
@pytest.mark.sweep
def test_an_engine_that_waits_for_the_page_ends_with_resolve(bench: Bench, movie: Path):
    said = {"OTIO_V2A_RESOLVE__PAGE": "true", "BROWSER": "true %s"}
    child = bench.start(a_scene(movie), **said)
    assert within(60, lambda: any("V2A page:" in log_of(one) for one in bench.runs))
    child.process.kill()
    child.process.communicate()
    assert within(10, lambda: not running(bench.place.folder)), running(bench.place.folder)


def log_of(run: Path) -> str:
    log = run / "run.log"
    return log.read_text(encoding="utf-8") if log.exists() else ""


def interrupted(child: Child, *, group: bool) -> Ended:
    (os.killpg if group else os.kill)(child.process.pid, signal.SIGINT)
    return child.ended()


@POSIX
@pytest.mark.usefixtures("heard")
@pytest.mark.sweep
@pytest.mark.parametrize("group", [False, True])
def test_who_interrupts_the_script_while_it_scores_has_all_as_it_was(
    bench: Bench, movie: Path, group: bool
):
    begun, given = slow(bench), a_scene(movie)
    child = bench.start(given)
    until(begun.exists, child.process)
    ended = interrupted(child, group=group)
    assert ended.code == 6
    assert ended.out.splitlines()[-1] == "V2A: cancelled. What is finished is kept."
    assert ended.resolve["timelines"] == before(given)
    assert within(10, lambda: not running(bench.place.folder)), running(bench.place.folder)


CANCELLING = """

import time

def _cancelling(hands, **told):
    laid = tracks.append(hands, **told)
    open(os.path.join(hands.folder, "cancel"), "w").close()
    time.sleep(1)
    return laid

VERBS["append"] = _cancelling
"""
"""A launcher whose user cancels when the first sound stands."""


@pytest.mark.sweep
@pytest.mark.parametrize("place", ["current", "duplicate"])
def test_who_cancels_while_it_is_placed_has_all_as_it_was(bench: Bench, movie: Path, place: str):
    doing = bench.home / "launcher" / "v2a_launcher" / "doing.py"
    doing.write_text(doing.read_text(encoding="utf-8") + CANCELLING, encoding="utf-8")
    given = a_scene(movie)
    ended = bench.run(given, OTIO_V2A_RESOLVE__PLACE=place)
    assert ended.code == 6
    assert ended.out.splitlines()[-1] == "V2A: cancelled. What is finished is kept."
    assert "AppendToTimeline" in {one["method"] for one in ended.resolve["log"]}
    assert (ended.resolve["timelines"], ended.resolve["current"]) == (before(given), NAME)


@POSIX
@pytest.mark.sweep
def test_a_second_entry_is_told_that_the_first_is_at_work(bench: Bench, movie: Path):
    begun, given = slow(bench), a_scene(movie)
    first = bench.start(given)
    until(begun.exists, first.process)
    second = bench.run(given)
    first.process.kill()
    first.process.communicate()
    assert second.code == 5
    assert why(second)[1].startswith("Why: another run holds 'cut.v2a': process ")
    assert second.resolve["timelines"] == before(given)
    assert within(10, lambda: not running(bench.place.folder)), running(bench.place.folder)


@POSIX
@pytest.mark.sweep
def test_an_engine_that_waits_for_an_answer_ends_with_resolve(bench: Bench, movie: Path):
    asked = bench.place.folder / "asked"
    doing = bench.home / "launcher" / "v2a_launcher" / "doing.py"
    silent = (
        "\nimport time\n\n\ndef _silent(hands, **told):\n"
        f"    open({str(asked)!r}, 'w').close()\n    time.sleep(600)\n\n\n"
        'VERBS["append"] = _silent\n'
    )
    doing.write_text(doing.read_text(encoding="utf-8") + silent, encoding="utf-8")
    child = bench.start(a_scene(movie))
    until(asked.exists, child.process)
    child.process.kill()
    child.process.communicate()
    assert within(10, lambda: not running(bench.place.folder)), running(bench.place.folder)
