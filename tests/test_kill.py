"""Killed with -9 at random moments, again and again: nothing is paid twice, nothing is lost.

Source: reliability sheet, sections 1, 4, 5 and 17.1. The fakes bill half-way through a POST that
takes its time, and Kling's takes any number of requests under one id.
"""

import random
import re
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from signal import SIGKILL
from typing import IO, Any

import pytest
from counters import Desk, a_cut, a_desk
from fakes.gateways import Fal, Kkiai, Kling, WaveSpeed
from fakes.gateways.base import Gateway
from fakes.gateways.jobs import Order
from reels import MOVIE, statuses
from running import Done, Running, placed, until
from slices import quick

CUT = a_cut(prompts=3)
"""Twelve requests, four pictures."""

POST_SECONDS = 0.2
LEAST_KILLS = 3
MOST_RUNS = 40
ON_A_LINE, EVERY_LINE = 0.3, 10**6


class _Careless:
    """Makes and bills a job for every request, even for an id that it knows; lists it late."""

    lag = 2.2

    def admit(self, order: Order) -> None:
        """Whatever it is."""


class CarelessKling(_Careless, Kling):
    pass


class CarelessKkiai(_Careless, Kkiai):
    pass


KINDS: dict[str, type[Gateway]] = {
    "kling": CarelessKling,
    "wavespeed": WaveSpeed,
    "kkiai": CarelessKkiai,
    "fal": Fal,
}
ASKABLE = ("kling", "kkiai")
BLIND = ("wavespeed", "fal")
GOOD = {"placed", "kept"}


@dataclass
class Ordeal:
    """What a desk went through: how often it was killed, and how its run ended at last.

    `lost` are the requests that a kill left without an answer.
    """

    desk: Desk
    kills: int = 0
    lost: set[str] = field(default_factory=set)
    last: Done | None = None
    billed: Counter[str] = field(default_factory=Counter)

    @property
    def end(self) -> Done:
        """How the run that nobody killed ended."""
        assert self.last is not None
        return self.last

    def endured(self, dice: random.Random) -> "Ordeal":
        """Run and kill until a run ends by itself."""
        words = self.desk.words("score", "--yes", "--progress", "jsonl", "--json")
        for _ in range(MOST_RUNS):
            with self.desk.place.start(*words) as child:
                out, err = _killed(child, self.desk.gateway, dice, surely=self.kills % 2 == 0)
            if child.returncode != -SIGKILL:
                self.last = Done(child.returncode, out, err)
                break
            self.kills += 1
            self.lost |= self.desk.in_state("intent")
        self.billed = self.desk.billed()
        return self


@dataclass(frozen=True, slots=True)
class Decided:
    """What was uncertain, the exit codes of what a person said about each, and the run after."""

    listed: list[dict[str, Any]]
    codes: list[int]
    last: Done


def _killed(
    child: Running, gateway: Gateway, dice: random.Random, *, surely: bool
) -> tuple[str, str]:
    """What a child wrote until it was killed: after so many requests or lines, and a moment.

    `surely`: in the middle of a POST.
    """
    lines: list[str] = []
    reader = threading.Thread(target=_read, args=(child.stderr, lines))
    posts = gateway.posts + dice.randint(1, 3)
    line = dice.randint(1, 30) if not surely and dice.random() < ON_A_LINE else EVERY_LINE
    delay = dice.uniform(0, POST_SECONDS * (0.5 if surely else 3))
    reader.start()
    while child.poll() is None and gateway.posts < posts and len(lines) < line:
        time.sleep(0.002)
    time.sleep(delay)
    child.kill()
    assert child.stdout is not None
    out = child.stdout.read()
    reader.join()
    return out, "".join(lines)


def _read(source: IO[str] | None, lines: list[str]) -> None:
    for line in source or ():
        lines.append(line)


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("media")
    MOVIE.make(folder)
    return folder


def some(names: Iterable[str]) -> pytest.MarkDecorator:
    """Those kinds of sellers; of each sort one in the quick run."""
    return pytest.mark.parametrize("ordeal", quick(names, ("kling", "wavespeed")), indirect=True)


@pytest.fixture(scope="module")
def ordeal(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, media: Path
) -> Iterator[Ordeal]:
    """A kind of seller whose run is killed until it is done."""
    name = request.param
    gateway = KINDS[name]()
    gateway.post_seconds = POST_SECONDS
    with a_desk(name, tmp_path_factory.mktemp(name), media, CUT, gateway) as desk:
        desk.place.extra["OTIO_V2A_GATEWAY__LISTING_LAG"] = "1.2"
        yield Ordeal(desk).endured(random.Random(1000 + [*KINDS].index(name)))


@pytest.fixture(scope="module")
def decided(ordeal: Ordeal) -> Decided:
    """What a person made of the uncertain requests; none, where the seller can be asked."""
    return _decided(ordeal.desk)


def _decided(desk: Desk) -> Decided:
    """Adopt what the seller lists, resubmit what it does not, then run once more."""
    listed, prompts = desk.requests(), desk.prompts()
    jobs = {bill.prompts[0]: bill.job for bill in desk.gateway.bills}
    codes = []
    for one in listed:
        job = jobs.get(prompts[one["cue"]])
        words = ("adopt", one["id"], job) if job else ("resubmit", one["id"])
        codes.append(desk.run("takes", *words).code)
    return Decided(listed, codes, desk.score())


@some(KINDS)
def test_killed_again_and_again_no_request_is_billed_twice(ordeal: Ordeal) -> None:
    assert (ordeal.kills >= LEAST_KILLS, len(ordeal.lost) > 0) == (True, True)
    assert max(ordeal.billed.values()) == 1
    assert (ordeal.desk.gateway.complaints, ordeal.desk.gateway.leaks) == ([], [])


@some(ASKABLE)
def test_where_a_lost_request_can_be_looked_up_everything_is_placed_for_its_price(
    ordeal: Ordeal,
) -> None:
    requests = len(CUT.marks)
    assert (ordeal.end.code, set(statuses(ordeal.end)) <= GOOD) == (0, True)
    assert ordeal.billed == ordeal.desk.marked()
    assert len({bill.client_id for bill in ordeal.desk.gateway.bills}) == requests
    assert len(placed(ordeal.desk.output)) == requests


@some(BLIND)
def test_where_it_cannot_what_was_lost_is_uncertain_and_everything_else_is_placed(
    ordeal: Ordeal, decided: Decided
) -> None:
    listed = decided.listed
    assert {(one["id"], one["state"]) for one in listed} == {
        (key[:8], "uncertain") for key in ordeal.lost
    }
    doubtful = {one["cue"] for one in listed}
    ends = {cue["id"]: cue["status"] in GOOD for cue in ordeal.end.json["cues"]}
    assert ends == {cue: cue not in doubtful for cue in ends}
    told = {cue["status"] for cue in ordeal.end.json["cues"]} - GOOD
    assert (ordeal.end.code, told) == (3, {"uncertain"})


@some(BLIND)
def test_once_a_person_has_decided_the_rest_is_placed_and_each_is_paid_once(
    ordeal: Ordeal, decided: Decided
) -> None:
    desk, last = ordeal.desk, decided.last
    assert set(decided.codes) == {0}
    assert (last.code, set(statuses(last)) <= GOOD) == (0, True)
    assert desk.billed() == desk.marked()
    assert len(placed(desk.output)) == len(CUT.marks)


@some(KINDS)
def test_after_all_that_a_further_run_sends_nothing(ordeal: Ordeal, decided: Decided) -> None:
    desk = ordeal.desk
    assert decided.last.code == 0
    before = (desk.gateway.posts, len(desk.gateway.log))
    done = desk.score()
    assert (done.code, set(statuses(done)), done.json["requests"]) == (0, {"kept"}, 0)
    assert (desk.gateway.posts, len(desk.gateway.log)) == before


def test_of_two_runs_at_once_the_second_is_refused_and_nothing_more_is_billed(
    tmp_path: Path, media: Path
) -> None:
    cut = a_cut(prompts=1)
    with a_desk("kling", tmp_path, media, cut) as desk:
        desk.gateway.outcome = "never"
        words = desk.words("score", "--yes", "--progress", "none")
        with desk.place.start(*words) as first:
            until(lambda: desk.gateway.posts >= 2, first)
            second = desk.place.run(*words)
            billed = sum(desk.billed().values())
            desk.gateway.outcome = "done"
            for job in desk.gateway.jobs.values():
                job.outcome = "done"
            first.communicate(timeout=60)
        assert (second.code, second.out, billed) == (1, "", 2)
        assert re.fullmatch(
            rf"otio-v2a: another run holds 'Reel 1\.v2a': process {first.pid} on \S+,"
            r" since \d\d:\d\d:\d\d\. Wait until it has ended\.\n",
            second.err,
        )
        assert (first.returncode, desk.billed()) == (0, desk.marked())
