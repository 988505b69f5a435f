"""A run that is killed goes on where it was; what is damaged between runs is done again."""

import json
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from reels import MOVIE, REEL, a_place, ids, renders, statuses
from running import Done, Place

MOMENTS = (0.01, 0.1, 0.2, 0.3, 0.45, 0.6, 0.8, 0.95)
"""How far the whole run is when it is killed."""


@dataclass(frozen=True, slots=True)
class Result:
    """Everything a run leaves that a user sees or pays for."""

    timeline: bytes
    sounds: dict[str, bytes]
    requests: frozenset[str]


@dataclass(frozen=True, slots=True)
class Work:
    """A timeline in a place, and where its work is kept."""

    place: Place

    @property
    def folder(self) -> Path:
        return self.place.folder / "Reel 1.v2a"

    @property
    def words(self) -> tuple[object, ...]:
        common = ("--provider", "clicker", "--progress", "jsonl", "--json")
        return ("score", self.place.folder / "Reel 1.otio", *common)

    def run(self) -> Done:
        return self.place.run(*self.words)

    def result(self) -> Result:
        return Result(
            timeline=(self.place.folder / "Reel 1.v2a.otio").read_bytes(),
            sounds={path.name: path.read_bytes() for path in self.files("audio")},
            requests=frozenset(self.place.requests()),
        )

    def finished(self) -> frozenset[str]:
        """The requests that the ledger says are done."""
        ledger = self.folder / "ledger.sqlite3"
        if not ledger.exists():
            return frozenset()
        connection = sqlite3.connect(ledger)
        try:
            assert connection.execute("pragma integrity_check").fetchone() == ("ok",)
            rows = connection.execute("select key from request where state = 'done'").fetchall()
        except sqlite3.OperationalError:
            # Killed before its tables were there.
            rows = []
        finally:
            connection.close()
        return frozenset(key[:16] for (key,) in rows)

    def killed_at(self, moment: float) -> bool:
        """Run until the whole is so far, then kill -9; whether it was still running."""
        with self.place.start(*self.words) as child:
            assert child.stderr is not None
            for line in child.stderr:
                if json.loads(line)["overall"] >= moment:
                    child.kill()
                    break
            child.communicate(timeout=60)
        return child.returncode == -9

    def files(self, kind: str) -> Iterator[Path]:
        yield from sorted((self.folder / kind).iterdir())


@pytest.fixture(scope="module")
def work(tmp_path_factory: pytest.TempPathFactory) -> Work:
    folder = tmp_path_factory.mktemp("work")
    MOVIE.make(folder)
    REEL.save(folder, "Reel 1.otio")
    return Work(a_place(folder))


@pytest.fixture(scope="module")
def undisturbed(work: Work) -> Result:
    """The result of a run that nobody disturbed, whose files are then moved out of the way."""
    assert work.run().code == 0
    result = work.result()
    work.folder.rename(work.folder.with_name("aside"))
    (work.place.folder / "Reel 1.v2a.otio").unlink()
    work.place.counter.unlink()
    return result


@pytest.fixture(scope="module")
def killed(work: Work, undisturbed: Result) -> tuple[list[bool], list[frozenset[str]], Done]:
    """Killed at each moment in turn, then let go on to its end.

    For each run that was killed: whether it ran until then, and what it asked for although that
    was done.
    """
    ends: list[bool] = []
    repeated: list[frozenset[str]] = []
    assert undisturbed.timeline
    for moment in MOMENTS:
        before, asked = work.finished(), len(work.place.requests())
        ends.append(work.killed_at(moment))
        repeated.append(before & frozenset(work.place.requests()[asked:]))
    return ends, repeated, work.run()


def test_a_run_killed_eight_times_ends_as_if_nothing_had_happened(
    work: Work, undisturbed: Result, killed: tuple[list[bool], list[frozenset[str]], Done]
) -> None:
    ends, _, last = killed
    assert (last.code, len(last.json["cues"])) == (0, 3)
    assert sum(ends) >= 6
    assert work.result() == undisturbed


def test_what_was_finished_before_a_kill_is_not_asked_again(
    killed: tuple[list[bool], list[frozenset[str]], Done],
) -> None:
    _, repeated, _ = killed
    assert repeated == [frozenset()] * len(MOMENTS)


def test_what_kills_left_half_made_is_swept_away(
    work: Work, killed: tuple[list[bool], list[frozenset[str]], Done]
) -> None:
    assert killed[2].code == 0
    known = {kind: len(list(work.files(kind))) for kind in ("pictures", "replies", "audio")}
    # Beside every picture lies its glance.
    assert known == {"pictures": 6, "replies": 3, "audio": 3}


@pytest.fixture
def finished(work: Work, killed: tuple[list[bool], list[frozenset[str]], Done]) -> Work:
    assert killed[2].code == 0
    return work


def spoil(path: Path) -> None:
    """Leave the first half of a file."""
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


@pytest.mark.parametrize(
    ("kinds", "asked", "rendered"),
    [(("audio",), 0, 0), (("replies",), 1, 0), (("pictures", "replies"), 1, 1)],
    ids=["sound", "reply", "pictures and a reply"],
)
def test_a_truncated_file_is_noticed_and_made_again(
    finished: Work, undisturbed: Result, kinds: tuple[str, ...], asked: int, rendered: int
) -> None:
    before = (len(finished.place.requests()), len(renders(finished.place)))
    for kind in kinds:
        for path in [*finished.files(kind)][: None if kind == "pictures" else 1]:
            spoil(path)
    done = finished.run()
    after = (len(finished.place.requests()), len(renders(finished.place)))
    assert (done.code, len(ids(done))) == (0, 3)
    assert after == (before[0] + asked, before[1] + rendered)
    assert finished.result() == undisturbed


def test_a_request_without_its_ledger_line_is_asked_again(
    finished: Work, undisturbed: Result
) -> None:
    asked = len(finished.place.requests())
    with sqlite3.connect(finished.folder / "ledger.sqlite3") as connection:
        connection.execute("update request set state = 'intent' where take = 1 and role = 'mix'")
    connection.close()
    done = finished.run()
    assert (done.code, statuses(done)) == (0, ["kept", "kept", "placed"])
    assert len(finished.place.requests()) == asked + 1
    assert finished.result() == undisturbed
