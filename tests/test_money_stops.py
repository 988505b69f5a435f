"""Ctrl-C while money is on its way: what was sent is kept, what is under way is told."""

import os
import signal
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from counters import Desk, a_cut, a_desk
from reels import MOVIE, statuses
from running import until
from slices import diagonal

CUT = a_cut(prompts=1, ranges=2)
"""Two requests, as many as are under way at once."""

WAITING = (
    "otio-v2a: stopped; 2 requests under way at {} and paid for. Run the same command again to"
    " fetch what they make: that costs nothing more.\n"
)
QUESTION = "2 under way at fal and paid for. Cancel them there? [y/N]: "


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("media")
    MOVIE.make(folder)
    return folder


@dataclass(frozen=True, slots=True)
class Stopped:
    """How a run ended that was told to stop."""

    code: int
    out: str
    err: str


@contextmanager
def a_waiting_desk(name: str, folder: Path, media: Path) -> Iterator[Desk]:
    """A desk at a gateway whose jobs do not end."""
    with a_desk(name, folder, media, CUT) as desk:
        desk.gateway.outcome = "never"
        yield desk


def stopped(desk: Desk, keys: str = "", sent: signal.Signals = signal.SIGINT) -> Stopped:
    """A run stopped with both jobs under way; with keys, somebody types them at a terminal."""
    words = desk.words("score", "--yes", "--progress", "none")
    keyboard, terminal = os.openpty()
    with desk.place.start(*words, **({"terminal": terminal} if keys else {})) as child:
        until(lambda: desk.states()["submitted"] >= 2, child)
        child.send_signal(sent)
        os.write(keyboard, keys.encode())
        out, err = child.communicate(timeout=60)
    os.close(keyboard)
    os.close(terminal)
    return Stopped(child.returncode, out, err)


def finish(desk: Desk) -> None:
    """Have every job end well."""
    desk.gateway.outcome = "done"
    for job in desk.gateway.jobs.values():
        job.outcome = "done"


@pytest.mark.parametrize(
    ("name", "sent"), diagonal(("fal", "kling"), (signal.SIGINT, signal.SIGTERM))
)
def test_stopped_with_jobs_under_way_says_so_and_the_next_run_fetches_them_for_nothing(
    name: str, sent: signal.Signals, tmp_path: Path, media: Path
) -> None:
    with a_waiting_desk(name, tmp_path, media) as desk:
        assert stopped(desk, sent=sent) == Stopped(130, "", WAITING.format(name))
        finish(desk)
        done = desk.score()
        assert (done.code, statuses(done), done.json["requests"]) == (0, ["placed"] * 2, 0)
        assert (desk.gateway.posts, desk.billed()) == (2, desk.marked())


def test_a_request_that_is_being_sent_is_let_finish(tmp_path: Path, media: Path) -> None:
    with a_waiting_desk("fal", tmp_path, media) as desk:
        desk.gateway.post_seconds = 1.0
        with desk.place.start(*desk.words("score", "--yes", "--progress", "none")) as child:
            until(lambda: desk.gateway.posts >= 2, child)
            sending = desk.states()
            child.send_signal(signal.SIGINT)
            _, err = child.communicate(timeout=60)
        assert (child.returncode, err) == (130, WAITING.format("fal"))
        with closing(sqlite3.connect(desk.folder / "ledger.sqlite3")) as ledger:
            known = ledger.execute("select state, job from request").fetchall()
        jobs = {("submitted", bill.job) for bill in desk.gateway.bills}
        assert (sending, set(known), len(known)) == ({"intent": 2}, jobs, 2)
        finish(desk)
        assert (desk.score().code, desk.gateway.posts) == (0, 2)


@pytest.mark.parametrize("keys", ["y\n", "n\n"])
def test_somebody_at_the_terminal_may_cancel_what_is_under_way(
    keys: str, tmp_path: Path, media: Path
) -> None:
    with a_waiting_desk("fal", tmp_path, media) as desk:
        cancelled = keys == "y\n"
        told = (
            "otio-v2a: stopped; 2 of 2 requests under way at fal cancelled."
            " What is finished is kept.\n"
        )
        assert stopped(desk, keys) == Stopped(
            130, "", QUESTION + (told if cancelled else WAITING.format("fal"))
        )
        asked = [seen.path for seen in desk.gateway.log if seen.kind == "cancel"]
        assert len(asked) == 2 * cancelled
        assert [job.cancelled for job in desk.gateway.jobs.values()] == [cancelled] * 2
        finish(desk)
        done = desk.score()
        expected = (3, ["failed"] * 2) if cancelled else (0, ["placed"] * 2)
        assert ((done.code, statuses(done)), desk.gateway.posts) == (expected, 2)


def test_nobody_is_asked_where_nothing_can_be_cancelled(tmp_path: Path, media: Path) -> None:
    with a_waiting_desk("kling", tmp_path, media) as desk:
        assert stopped(desk, "y\n") == Stopped(130, "", WAITING.format("kling"))
