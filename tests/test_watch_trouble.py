"""What is in the way of a watch folder: a full disk, a lost share, Ctrl-C, dead watchers."""

import os
import shutil
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from watching import Watched, a_watched, heard, until

from otio_v2a.watch.claim import claimed, owner_of
from otio_v2a.watch.folder import Folder
from otio_v2a.watch.hints import Hints

FREE_KB = [pytest.param(300, marks=pytest.mark.sweep), 700]
"""What is left on the full disk: too little for a reply and the ledger, or for a sound alone."""


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Watched]:
    """A watch folder on a disk of 12 MB."""
    watched = a_watched(tmp_path)
    call = ["mount", "-t", "tmpfs", "-o", "size=12m", "tmpfs", str(watched.root)]
    if os.name != "posix" or shutil.which("mount") is None:
        pytest.skip("no disk can be made here")
    if subprocess.run(call, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a disk")
    try:
        watched.configure()
        watched.inbox.mkdir()
        yield watched
    finally:
        subprocess.run(["umount", "-l", watched.root], check=True)


def fill(folder: Path, but_kb: int) -> Path:
    """Leave so much of a disk."""
    path = folder / "filler"
    with path.open("wb") as file:
        file.write(bytes(shutil.disk_usage(folder).free - but_kb * 1000))
    return path


def stray(watched: Watched) -> list[str]:
    """Files that something under way would have left, and empty ones."""
    kept = (".otio", ".wav", ".json", ".txt", ".html", ".mp4")
    return [
        str(path)
        for path in watched.root.rglob("*")
        if path.suffix in (".part", ".tmp") or (path.suffix in kept and not path.stat().st_size)
    ]


@pytest.mark.parametrize("free_kb", FREE_KB)
def test_on_a_full_disk_jobs_wait_before_and_in_their_middle_and_nothing_is_lost(
    free_kb: int,
    small: Watched,
) -> None:
    filler = fill(small.root, 500)
    with small.service("--json") as service:
        service.says("the disk is full")
        small.drop("Cut 01.otio", "slow")
        service.rests()
        assert (small.lies()["in"], small.requests()) == (["Cut 01.otio"], 0)
        filler.unlink()
        service.says("there is space on the disk again.")
        until(lambda: small.requests() == 1)
        filler = fill(small.root, free_kb)
        small.place.gate.touch()
        service.says("Cut 01.otio: stuck")
        assert ({*small.lies()}, service.told) == ({"processing"}, [])
        service.rests()
        filler.unlink()
        service.says("Cut 01.otio: done")
        assert service.stop() == 130
    warned = [line.split(":")[0] for line in service.log if line.startswith("WARNING")]
    assert sorted(warned) == [
        "WARNING Cut 01.otio",
        *["WARNING the disk is full"] * 2,
    ]
    assert {*small.lies()} == {"done"}
    (result,) = (small.root / "done").glob("*/*/*.v2a-*.otio")
    assert (heard(result), stray(small)) == ([(0, 25)], [])


def test_a_folder_that_is_away_is_waited_for_and_nothing_is_made_in_its_place(
    tmp_path: Path,
) -> None:
    watched = a_watched(tmp_path)
    away = tmp_path / "elsewhere"
    with watched.service("--json") as service:
        watched.drop("Cut 01.otio", "slow")
        until(lambda: watched.requests() == 1)
        watched.root.rename(away)
        watched.root.mkdir()
        service.says("is away")
        service.rests()
        watched.place.gate.touch()
        service.rests()
        assert [*watched.root.iterdir()] == []
        watched.root.rmdir()
        service.rests(0.5)
        away.rename(watched.root)
        service.says("Cut 01.otio: done")
        watched.drop("Cut 02.otio")
        service.says("Cut 02.otio: done")
        assert service.stop() == 130
    assert service.log[1:3] == [
        f"WARNING '{watched.root}' is away: looking again and again.",
        f"INFO '{watched.root}' is back.",
    ]
    assert [len(service.said(text)) for text in (" is away", " is back", "WARNING")] == [1, 1, 1]
    assert {*watched.lies()} == {"done"}
    for name in ("Cut 01", "Cut 02"):
        (result,) = (watched.root / "done").glob(f"*/*/{name}.v2a-*.otio")
        assert heard(result) == [(0, 25)]


@pytest.mark.sweep
def test_after_ctrl_c_nothing_is_half_filed_and_the_next_start_goes_on(tmp_path: Path) -> None:
    watched = a_watched(tmp_path)
    with watched.service("--json") as service:
        watched.drop("Cut 01.otio", "slow")
        until(lambda: watched.requests() == 1)
        watched.drop("Cut 02.prproj")
        service.says("Cut 02.prproj: failed")
        assert service.stop() == 130
    assert service.err[-1] == (
        "otio-v2a: stopped watching; what was under way goes on with the next start.\n"
    )
    assert [one["name"] for one in service.told] == ["Cut 02.prproj"]
    assert watched.lies() == {"processing": ["Cut 01.otio"], "failed": ["Cut 02.prproj"]}
    (running,) = watched.status()["running"]
    assert (running["name"], running["waits"], watched.status()["services"]) == (
        *("Cut 01.otio", True),
        [],
    )
    watched.place.gate.touch()
    done = watched.once()
    assert (done.code, {*watched.lies()}) == (0, {"done", "failed"})
    (result,) = (watched.root / "done").glob("*/*/Cut 01.v2a-*.otio")
    assert heard(result) == [(0, 25)]


@pytest.mark.parametrize("poll", [False, True], ids=["events", "polling"])
def test_events_wake_and_a_watcher_that_died_is_noticed_and_started_again(
    poll: bool, tmp_path: Path
) -> None:
    place, woken = tmp_path / "in", threading.Event()
    place.mkdir()
    hints = Hints(place, woken.set, poll=poll, every=0.05)
    try:
        assert [hints.restored(), hints.restored()] == ["", ""]
        (place / "Cut 01.otio").touch()
        assert woken.wait(10)
        for kill in (stop_all, stop_its_ears):
            kill(hints)
            (place / f"{kill.__name__}.otio").touch()
            said = [hints.restored(), hints.restored()]
            assert said == ["the watcher of events had died, and was started again.", ""]
            until(lambda: settled(woken))
            (place / f"{kill.__name__} 2.otio").touch()
            assert woken.wait(10)
    finally:
        hints.stop()


def stop_all(hints: Hints) -> None:
    observer = hints._observer
    assert observer is not None
    observer.stop()
    observer.join(10)


def stop_its_ears(hints: Hints) -> None:
    """As when a share disappears: what listens ends, and its observer does not."""
    observer = hints._observer
    assert observer is not None
    for emitter in observer.emitters:
        emitter.stop()
        emitter.join(10)
    assert observer.is_alive()


def settled(woken: threading.Event) -> bool:
    """Whether nothing is heard any more."""
    woken.clear()
    return not woken.wait(0.3)


def test_a_place_that_cannot_be_watched_is_said_and_watched_when_it_is_back(tmp_path: Path) -> None:
    place, woken = tmp_path / "in", threading.Event()
    hints = Hints(place, woken.set, poll=False, every=0.05)
    try:
        assert hints.restored().startswith("no events are to be had (")
        place.mkdir()
        assert hints.restored() == ""
        (place / "Cut 01.otio").touch()
        assert woken.wait(10)
    finally:
        hints.stop()


def test_a_sign_of_life_after_a_job_is_filed_is_none_and_leaves_nothing(tmp_path: Path) -> None:
    folder = Folder(tmp_path)
    folder.make()
    path = folder.inbox / "Cut 01.otio"
    path.write_text("{}", "utf-8")
    claim = claimed(folder, path)
    assert claim is not None
    claim.beat("scoring", 0.5)
    claim.job.timeline.rename(folder.done / path.name)
    claim.close()
    claim.beat("scoring", 0.7)
    claim.give_up()
    assert [*folder.processing.iterdir()] == []


def test_a_sign_of_life_after_a_job_is_given_up_is_none_and_leaves_it_to_the_next(
    tmp_path: Path,
) -> None:
    folder = Folder(tmp_path)
    folder.make()
    path = folder.inbox / "Cut 01.otio"
    path.write_text("{}", "utf-8")
    claim = claimed(folder, path)
    assert claim is not None
    claim.give_up("Permission denied")
    claim.beat("scoring", 0.7)
    claim.give_up()
    owner = owner_of(claim.job.root)
    assert owner is not None
    assert (owner.stage, owner.released) == ("Permission denied", True)
