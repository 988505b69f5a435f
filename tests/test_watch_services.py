"""Services on a watch folder come, go and die at any moment: each timeline is scored once.

Source: reliability sheet, sections 1, 4, 5 and 17.1; workflow sheet, section 8, requirement 3.
"""

import json
import os
import random
import re
import resource
import signal
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import pytest
from fakes.gateways import Kling, WaveSpeed
from fakes.gateways.base import Gateway
from services import HERE, MOVIE, Serving, Station, a_cut, a_station, ends, lines, running, until

SOME = {"cap_per_job": 1, "cap_per_day": 50}
ELSEWHERE = "another-machine"
POST_SECONDS = 0.3
sweep = pytest.mark.sweep


class CarelessKling(Kling):
    """Makes and bills a job for every request, even for an id that it knows; lists it late."""

    lag = 0.5

    def admit(self, order: object) -> None:
        """Whatever it is."""


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("media")
    MOVIE.make(folder)
    return folder


@pytest.fixture
def station(tmp_path: Path, media: Path) -> Iterator[Station]:
    """A folder with a scorer that costs nothing."""
    with a_station(tmp_path, media, "clicker") as found:
        yield found


@contextmanager
def a_shop(folder: Path, media: Path, gateway: Gateway) -> Iterator[Station]:
    """A folder whose scorer takes money and time."""
    gateway.post_seconds = POST_SECONDS
    with a_station(folder, media, gateway.NAME, gateway, **SOME) as found:
        found.place.extra["OTIO_V2A_GATEWAY__LISTING_LAG"] = "0.7"
        yield found


@pytest.mark.parametrize("count", [6, pytest.param(200, marks=sweep)])
def test_two_services_on_one_folder_score_each_timeline_once_and_leave_none(
    count: int, station: Station
) -> None:
    names = [f"Cut {number:03}" for number in range(count)]
    bad = names[5::10]
    for name in names:
        path = station.drop(name, f"rain {name}")
        if name in bad:
            path.write_text('{"OTIO_SCHEMA": "Timeline.1", "tracks": ')
    with station.service("--once") as first, station.service("--once") as second:
        codes = {first.ended(1800), second.ended(1800)}
        told = ends([*first.told, *second.told])
    assert codes <= {0, 3}
    assert told == {name: "failed" if name in bad else "done" for name in names}
    assert station.filed() == {"done": sorted({*names} - {*bad}), "failed": bad}
    assert [path.stem for path in station.results()] == [
        f"{name}.v2a-001" for name in names if name not in bad
    ]
    asked = station.place.requests()
    assert (len(asked), len(set(asked)), station.stray()) == (count - len(bad),) * 2 + ([],)


def killed(serving: Serving, dice: random.Random, gateway: Gateway) -> str:
    """Kill something of a service after a few requests and a moment; what."""
    posts = gateway.posts + dice.randint(1, 3)
    end = time.monotonic() + 20
    while serving.child.poll() is None and gateway.posts < posts and time.monotonic() < end:
        time.sleep(0.002)
    time.sleep(dice.uniform(0, 3 * POST_SECONDS))
    if serving.child.poll() is not None:
        return "nothing"
    what = dice.choice(("service", "job", "everything"))
    jobs = serving.jobs()
    if what == "job" and jobs:
        os.kill(dice.choice(jobs), signal.SIGKILL)
    elif what == "service":
        orphans = serving.kill()
        until(lambda: not any(map(running, orphans)))
    else:
        serving.kill_all()
    return what


@sweep
@pytest.mark.parametrize("kind", [CarelessKling, WaveSpeed])
def test_killed_again_and_again_nothing_is_lost_and_no_request_is_billed_twice(
    kind: type[Gateway], tmp_path: Path, media: Path
) -> None:
    dice = random.Random(f"killed {kind.NAME}")
    with a_shop(tmp_path, media, kind()) as station:
        station.set(attempts=99, stale=2)
        names = [f"Cut {number}" for number in range(6)]
        prompts = {name: [f"{name} {word}" for word in ("rain", "steps", "bell")] for name in names}
        for name in names:
            station.drop(name, *prompts[name])
        kills: Counter[str] = Counter()
        for _ in range(60):
            with station.service() as serving:
                while serving.child.poll() is None and station.timelines("in"):
                    kills[killed(serving, dice, station.seller)] += 1
                if serving.child.poll() is None:
                    kills[killed(serving, dice, station.seller)] += 1
            if not (station.timelines("in") or station.timelines("processing")):
                break
        with station.service() as last:
            until(lambda: not (station.timelines("in") or station.stray()))
            assert last.stop() == 130
        assert sum(kills.values()) >= 5
        billed = station.billed()
        everything = Counter(prompt for cues in prompts.values() for prompt in cues)
        assert max(billed.values()) == 1
        assert set(billed) <= set(everything)
        assert (station.seller.complaints, station.seller.leaks) == ([], [])
        states = station.states()
        if kind is WaveSpeed:
            # What was in flight in a process that was killed is for a person to decide.
            assert sum(states.values()) == len(everything)
            assert set(states) <= {"done", "uncertain"}
            assert len(billed) >= states["done"]
        else:
            assert (billed, states) == (everything, Counter(done=len(everything)))
            assert station.filed() == {"done": names}
            assert station.spent() == station.owed()
        assert sorted(name for filed in station.filed().values() for name in filed) == names


def test_jobs_whose_service_was_killed_let_their_requests_end_and_the_next_service_goes_on(
    tmp_path: Path, media: Path
) -> None:
    with a_shop(tmp_path, media, WaveSpeed()) as station:
        station.seller.post_seconds = 1.0
        station.drop("Cut 01", "rain", "steps", "bell")
        with station.service() as serving:
            until(lambda: station.seller.posts >= 1)
            orphans = serving.kill()
            assert len(orphans) == 1
            until(lambda: not any(map(running, orphans)), 30)
        assert set(station.states()) == {"submitted"}
        assert station.owners()["Cut 01"]["released"] is True
        # Nobody waits until another machine would be thought dead.
        station.set(stale=10_000)
        done = station.once()
        assert (done.code, ends(lines(done))) == (0, {"Cut 01": "done"})
        assert station.billed() == Counter(["rain", "steps", "bell"])
        assert (station.stray(), station.spent()) == ([], station.owed())


def test_a_job_that_dies_is_gone_on_with_and_has_failed_when_it_dies_too_often(
    tmp_path: Path, media: Path
) -> None:
    with a_station(tmp_path, media, "stumbler", attempts=2) as station:
        station.drop("Cut 01", "slow rain")
        with station.service() as serving:
            for _ in range(2):
                until(lambda: station.owners().get("Cut 01", {}).get("stage") == "scoring")
                pid = station.owners()["Cut 01"]["pid"]
                os.kill(pid, signal.SIGKILL)
                until(lambda pid=pid: station.owners().get("Cut 01", {}).get("pid") != pid)
            until(lambda: station.filed() == {"failed": ["Cut 01"]})
            assert serving.stop() == 130
        report = station.report("failed", "Cut 01")
        message = "its process died 2 times without a word; the log may say more."
        assert (report["how"], report["message"]) == ("failed", message)
        assert station.stray() == []
        assert "its process died (code -9)." in station.log()


@sweep
def test_a_job_that_has_died_once_is_scored_by_its_next_process(
    tmp_path: Path, media: Path
) -> None:
    with a_station(tmp_path, media, "stumbler") as station:
        station.drop("Cut 01", "slow rain")
        with station.service() as serving:
            until(lambda: station.owners().get("Cut 01", {}).get("stage") == "scoring")
            os.kill(station.owners()["Cut 01"]["pid"], signal.SIGKILL)
            station.place.gate.touch()
            until(lambda: station.filed() == {"done": ["Cut 01"]})
            assert serving.stop() == 130
        assert (len(station.place.requests()), station.stray()) == (2, [])


@sweep
def test_a_job_that_dies_while_its_picture_is_made_is_gone_on_with(station: Station) -> None:
    hold = station.place.folder / "hold"
    hold.touch()
    station.drop("Cut 01", "rain")
    with station.service() as serving:
        until((station.place.folder / "renders.txt").exists)
        os.kill(station.owners()["Cut 01"]["pid"], signal.SIGKILL)
        # Its renderer is there still; the service does not wait for it.
        until(lambda: "its process died (code -9)." in "".join(serving.err), 30)
        hold.unlink()
        until(lambda: station.filed() == {"done": ["Cut 01"]})
        assert serving.stop() == 130
    assert (len(station.place.requests()), station.stray()) == (1, [])


@sweep
def test_a_service_that_was_stopped_leaves_no_process_and_no_card(station: Station) -> None:
    with station.service() as serving:
        serving.begun()
        assert [one["alive"] for one in station.status()["services"]] == [True]
        assert serving.stop() == 130
    assert station.status()["services"] == []
    with station.service() as serving:
        serving.begun()
        assert [one["alive"] for one in station.status()["services"]] == [True]
        serving.kill()
    assert [one["alive"] for one in station.status()["services"]] == [False]
    with station.service() as serving:
        serving.begun()
        assert [one["alive"] for one in station.status()["services"]] == [True]
        assert serving.stop(signal.SIGINT) == 130


def claim_of_another_machine(station: Station, name: str, **changes: Any) -> Path:
    """A job that another machine has claimed; it asks for nothing, so it will fail."""
    root = station.root / "processing" / f"{name.replace(' ', '_')}-0123456789ab"
    own = root / ".v2a-job"
    own.mkdir(parents=True)
    dropped = station.drop(name)
    dropped.rename(root / dropped.name)
    said = {"key": dropped.name, "origin": str(dropped.parent), "approved": False, "attempts": 0}
    (own / "job.json").write_text(json.dumps(said))
    heartbeat(root, 1, **changes)
    return root


def heartbeat(root: Path, beat: int, *, released: bool = False) -> None:
    """A sign of life of the other machine."""
    owner = {"host": ELSEWHERE, "pid": os.getpid(), "since": "2026-11-20T10:00:00+00:00"}
    owner |= {"beat": beat, "stage": "scoring", "share": 0.5, "released": released}
    temporary = root / ".v2a-job" / "owner.tmp"
    temporary.write_text(json.dumps(owner))
    temporary.replace(root / ".v2a-job" / "owner.json")


@pytest.mark.sweep
def test_a_job_of_another_machine_is_left_alone_until_that_is_silent_for_long_enough(
    station: Station,
) -> None:
    station.set(stale=2)
    root = claim_of_another_machine(station, "Cut 01")
    with station.service() as serving:
        serving.begun()
        for beat in range(2, 18):
            heartbeat(root, beat)
            time.sleep(0.25)
        assert (serving.told, station.stray()) == ([], [root.name])
        (running_job,) = station.status()["running"]
        assert (running_job["host"], running_job["waits"]) == (ELSEWHERE, False)
        silent = time.monotonic()
        until(lambda: station.filed() == {"failed": ["Cut 01"]})
        assert time.monotonic() - silent >= 1.5
        assert serving.stop() == 130
    assert station.stray() == []
    told = f"Cut 01.otio: taking over from {ELSEWHERE}, which gives no sign of life."
    assert told in station.log()
    assert "no marker in 'Cut 01.otio' asks" in station.report("failed", "Cut 01")["message"]


@sweep
def test_a_job_that_another_machine_has_given_up_is_gone_on_with_at_once(
    station: Station,
) -> None:
    station.set(stale=10_000)
    claim_of_another_machine(station, "Cut 01", released=True)
    done = station.once()
    assert (done.code, station.filed(), station.stray()) == (3, {"failed": ["Cut 01"]}, [])
    assert f"Cut 01.otio: taking over from {ELSEWHERE}, which was stopped." in station.log()


@sweep
def test_a_job_of_this_machine_whose_process_is_gone_is_gone_on_with_at_once(
    station: Station,
) -> None:
    station.set(stale=10_000, attempts=1)
    root = claim_of_another_machine(station, "Cut 01")
    owner = json.loads((root / ".v2a-job" / "owner.json").read_text())
    (root / ".v2a-job" / "owner.json").write_text(json.dumps({**owner, "host": HERE}))
    done = station.once()
    assert (done.code, station.filed(), station.stray()) == (3, {"failed": ["Cut 01"]}, [])
    assert station.report("failed", "Cut 01")["message"] == (
        "its process died 1 times without a word; the log may say more."
    )


@sweep
def test_what_a_claim_that_failed_has_left_is_taken_away(station: Station) -> None:
    station.set(stale=0.5)
    for name in ("nothing-0123456789ab", "lock-0123456789ab"):
        (station.root / "processing" / name).mkdir(parents=True)
    own = station.root / "processing" / "lock-0123456789ab" / ".v2a-job"
    own.mkdir()
    (own / "lock").touch()
    somebodys = station.root / "processing" / "somebody's folder"
    somebodys.mkdir()
    (somebodys / "notes.txt").write_text("mine")
    with station.service() as serving:
        until(lambda: station.stray() == ["somebody's folder"])
        assert serving.stop() == 130
    assert (somebodys / "notes.txt").read_text() == "mine"


@sweep
def test_all_of_two_services_killed_at_once_and_two_more_finish_what_they_began(
    tmp_path: Path, media: Path
) -> None:
    with a_shop(tmp_path, media, CarelessKling()) as station:
        names = [f"Cut {number}" for number in range(4)]
        for name in names:
            station.drop(name, f"{name} rain", f"{name} steps")
        with station.service() as first, station.service() as second:
            until(lambda: station.seller.posts >= 3)
            first.kill_all()
            second.kill_all()
        with ExitStack() as stack:
            serving = [stack.enter_context(station.service()) for _ in range(2)]
            until(lambda: station.filed() == {"done": names} and not station.stray())
            assert {one.stop() for one in serving} == {130}
        expected = Counter(f"{name} {word}" for name in names for word in ("rain", "steps"))
        assert (station.billed(), station.spent()) == (expected, station.owed())


@sweep
def test_while_a_job_is_at_work_nobody_else_gets_into_its_work_folder(
    tmp_path: Path, media: Path
) -> None:
    with a_station(tmp_path, media, "stumbler") as station:
        path = station.drop("Cut 01", "slow rain")
        own = station.place.folder / path.name
        own.write_bytes(path.read_bytes())
        common = (own, "--provider", "stumbler", "--workdir", station.root / "work")
        with station.service() as serving:
            until(lambda: station.owners().get("Cut 01", {}).get("stage") == "scoring")
            (pid,) = serving.jobs()
            refused = [
                station.place.run("score", *common, "--progress", "none"),
                station.place.run("takes", *common, "resubmit", "sfx"),
            ]
            station.place.gate.touch()
            until(lambda: station.filed() == {"done": ["Cut 01"]})
            assert serving.stop() == 130
        for done in refused:
            assert (done.code, done.out) == (1, "")
            assert re.fullmatch(
                rf"otio-v2a: another run holds 'Cut 01\.v2a': process {pid} on \S+,"
                r" since \d\d:\d\d:\d\d\. Wait until it has ended\.\n",
                done.err,
            )
        assert len(station.place.requests()) == 1


@sweep
def test_a_job_whose_work_folder_somebody_else_is_at_waits_and_goes_on_by_itself(
    tmp_path: Path, media: Path
) -> None:
    with a_station(tmp_path, media, "stumbler") as station:
        own = a_cut("slow rain").save(station.place.folder, "Cut 01.otio", media)
        words = ("--provider", "stumbler", "--workdir", station.root / "work")
        with station.place.start("score", own, *words, "--progress", "none") as person:
            until(station.place.requests)
            station.drop("Cut 01", "slow rain")
            with station.service() as serving:
                stage = "waiting for another job"
                until(lambda: station.owners().get("Cut 01", {}).get("stage") == stage)
                assert [one["stage"] for one in station.status()["running"]] == [stage]
                station.place.gate.touch()
                person.communicate(timeout=60)
                until(lambda: station.filed() == {"done": ["Cut 01"]})
                assert serving.stop() == 130
        assert (len(station.place.requests()), station.stray()) == (1, [])


@sweep
def test_a_service_that_can_start_no_process_says_so_and_goes_on_when_it_can(
    station: Station,
) -> None:
    with station.service() as serving:
        serving.begun()
        time.sleep(1)
        pid = serving.child.pid
        highest = max(int(path.name) for path in Path(f"/proc/{pid}/fd").iterdir())
        before = resource.prlimit(pid, resource.RLIMIT_NOFILE)
        resource.prlimit(pid, resource.RLIMIT_NOFILE, (highest + 5, before[1]))
        station.drop("Cut 01", "rain")
        time.sleep(4)
        assert serving.child.poll() is None
        resource.prlimit(pid, resource.RLIMIT_NOFILE, before)
        until(lambda: station.filed() == {"done": ["Cut 01"]})
        assert serving.stop() == 130
    said = "".join(serving.err)
    assert "Cut 01.otio: stuck: no process can be started: Too many open files." in said
    assert "Traceback" not in said


@sweep
def test_signs_of_life_are_given_while_a_job_waits(tmp_path: Path, media: Path) -> None:
    with a_station(tmp_path, media, "stumbler") as station:
        station.drop("Cut 01", "slow rain")
        with station.service() as serving:
            until(lambda: station.owners().get("Cut 01", {}).get("stage") == "scoring")
            beats = {station.owners()["Cut 01"]["beat"]}
            until(lambda: beats.add(station.owners()["Cut 01"]["beat"]) or len(beats) >= 4, 30)
            station.place.gate.touch()
            until(lambda: station.filed() == {"done": ["Cut 01"]})
            assert serving.stop() == 130


@sweep
def test_a_job_that_was_taken_over_behind_its_back_stops_and_files_nothing(
    tmp_path: Path, media: Path
) -> None:
    with a_station(tmp_path, media, "stumbler", stale=10_000) as station:
        station.drop("Cut 01", "slow rain")
        with station.service() as serving:
            until(lambda: station.owners().get("Cut 01", {}).get("stage") == "scoring")
            (job,) = serving.jobs()
            (root,) = (station.root / "processing").iterdir()
            # As another machine does, to which ours seemed dead; it holds the job from now on.
            moved = root.rename(root.with_name("Cut_01-ffffffffffff"))
            heartbeat(moved, 7)
            until(lambda: not running(job), 30)
            time.sleep(2)
            assert (station.filed(), serving.told) == ({"processing": ["Cut 01"]}, [])
            assert serving.stop() == 130
        assert station.results() == []


@sweep
def test_a_job_that_dies_before_it_has_claimed_anything_is_not_begun_as_fast_as_it_can_die(
    station: Station,
) -> None:
    # A forked job would have claimed it before it can be killed.
    station.place.extra["V2A_WHOLE_START"] = "1"
    station.drop("Cut 01", "rain")
    begun: set[int] = set()
    with station.service() as serving:
        until(serving.jobs)
        end = time.monotonic() + 4
        while time.monotonic() < end:
            for pid in {*serving.jobs()} - begun:
                begun.add(pid)
                os.kill(pid, signal.SIGKILL)
            time.sleep(0.01)
        assert (len(begun), station.filed()) == (1, {"in": ["Cut 01"]})
        until(lambda: station.filed() == {"done": ["Cut 01"]})
        assert serving.stop() == 130
    assert (len(station.place.requests()), station.stray()) == (1, [])
