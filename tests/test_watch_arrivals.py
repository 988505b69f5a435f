"""How timelines arrive in a watch folder: slowly, under other names, and changed once more."""

import sys
import time
from pathlib import Path
from shutil import which

import pytest
from watching import UNPRIVILEGED, a_watched, heard, sidecar, until

PERMITTED = pytest.mark.skipif(
    sys.platform == "win32" or (UNPRIVILEGED != () and which(UNPRIVILEGED[0]) is None),
    reason="permissions mean nothing here",
)


def test_a_timeline_is_taken_only_when_all_of_it_has_arrived_however_slowly(
    tmp_path: Path,
) -> None:
    watched = a_watched(tmp_path, patience=60)
    whole = watched.export(tmp_path / "whole.otio", "tone slow copy").read_bytes()
    pieces = [whole[at : at + len(whole) // 4] for at in range(0, len(whole), len(whole) // 4)]
    slow, named = watched.inbox / "Slow.otio", watched.inbox / "Named.otio"
    with watched.service("--json") as service:
        with slow.open("wb", buffering=0) as file:
            for number, piece in enumerate(pieces):
                file.write(piece)
                # Longer than it takes to settle, once; then in its last moments.
                if number == 1:
                    service.says("Slow.otio: it cannot be read yet")
                time.sleep(0.1)
                assert slow.exists()
        part = tmp_path / "named"
        part.write_bytes(whole.replace(b"tone slow copy", b"tone named last"))
        for name in (".Named.otio.k3f", "Named.otio.filepart", "~$Named.otio", "Named.tmp"):
            part = part.rename(watched.inbox / name)
            service.rests(0.4)
            assert part.exists()
        part.rename(named)
        service.says(": done:", times=2)
        assert service.stop() == 130
    homes = [Path(one["where"]).parent for one in service.told]
    assert sorted(one["name"] for one in service.told) == ["Named.otio", "Slow.otio"]
    assert watched.lies() == {
        "done": [
            *("Named.v2a-001/Named.otio", "Named.v2a-001/Named.v2a-001.otio"),
            *("Slow.v2a-001/Slow.otio", "Slow.v2a-001/Slow.v2a-001.otio"),
        ]
    }
    assert (watched.done("Slow.v2a-001") / "Slow.otio").read_bytes() == whole
    assert [heard(home / f"{home.name}.otio") for home in homes] == [[(0, 25)]] * 2
    assert (watched.requests(), service.said("failed")) == (2, [])


@pytest.mark.sweep
def test_what_waits_its_turn_may_still_be_exported_again_or_deleted(tmp_path: Path) -> None:
    watched = a_watched(tmp_path, jobs=1)
    watched.drop("Busy.otio", "slow")
    with watched.service("--json") as service:
        until(lambda: watched.requests() == 1)
        watched.drop("Cut 01.otio", "tone first version")
        gone = watched.drop("Gone.otio")
        service.rests(0.5)
        status = watched.status()
        newer = watched.export(tmp_path / "newer.otio", "tone second", "tone version")
        content = newer.read_bytes()
        newer.rename(watched.inbox / "Cut 01.otio")
        gone.unlink()
        watched.place.gate.touch()
        service.says("Cut 01.otio: done")
        service.rests(0.5)
        assert service.stop() == 130
    assert (status["queue"], status["failures"]) == (["Cut 01.otio", "Gone.otio"], 0)
    (running,) = status["running"]
    assert (running["name"], running["stage"], running["waits"]) == ("Busy.otio", "scoring", False)
    assert [(one["pid"], one["alive"]) for one in status["services"]] == [(service.child.pid, True)]
    home = watched.done("Cut 01.v2a-001")
    assert (home / "Cut 01.otio").read_bytes() == content
    assert heard(home / "Cut 01.v2a-001.otio") == [(0, 25), (25, 25)]
    assert (watched.requests(), service.said("Gone")) == (3, [])
    assert {*watched.lies()} == {"done"}


@pytest.mark.sweep
@PERMITTED
def test_what_may_not_be_read_fails_in_the_end_and_is_in_nobody_elses_way(tmp_path: Path) -> None:
    watched = a_watched(tmp_path)
    watched.drop("Secret.otio").chmod(0)
    locked = watched.drop("Locked/Cut 02.otio").parent
    watched.drop("Cut 01.otio")
    locked.chmod(0)
    done = watched.once_unprivileged("--json")
    locked.chmod(0o700)
    assert done.code == 3
    assert watched.lies() == {
        "in": ["Locked/Cut 02.otio"],
        "failed": ["Secret.otio"],
        "done": ["Cut 01.v2a-001/Cut 01.otio", "Cut 01.v2a-001/Cut 01.v2a-001.otio"],
    }
    told = sidecar(watched.root / "failed" / "Secret.otio")["message"]
    assert told == "Secret.otio: cannot be read (Permission denied). Check the path."
    said = [line for line in done.err.splitlines() if "Locked" in line]
    assert [line.partition("WARNING")[2].strip() for line in said] == [
        f"'{locked}' cannot be looked into: Permission denied."
    ]


@PERMITTED
def test_where_done_cannot_be_written_to_a_job_waits_and_is_then_filed_without_more_work(
    tmp_path: Path,
) -> None:
    watched = a_watched(tmp_path)
    watched.drop("Cut 01.otio")
    done = watched.root / "done"
    done.mkdir(mode=0o555)
    first = watched.once_unprivileged("--json")
    assert (first.code, first.out, [*done.iterdir()]) == (1, "", [])
    assert "Cut 01.otio: stuck: Permission denied" in first.err
    waiting = watched.status()["running"]
    assert [(one["name"], one["waits"]) for one in waiting] == [("Cut 01.otio", True)]
    assert "Cut 01.otio" in watched.files("processing")
    done.chmod(0o755)
    second = watched.once("--json")
    assert (second.code, watched.requests()) == (0, 1)
    assert watched.lies() == {
        "done": ["Cut 01.v2a-001/Cut 01.otio", "Cut 01.v2a-001/Cut 01.v2a-001.otio"]
    }
    assert heard(watched.done("Cut 01.v2a-001") / "Cut 01.v2a-001.otio") == [(0, 25)]
