"""The review's HTTP API: prices are said before they are paid, and what cannot be done is said."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from signal import SIGINT

import pytest
from counters import Desk, a_cut, a_desk
from fakes.gateways.faults import Fault
from reels import MOVIE
from reviewing import Review, a_review
from running import SMALL, placed

from otio_v2a.review.api import CALLS
from otio_v2a.review.openapi import document

PRICE = 0.035
CUT = a_cut(prompts=1, ranges=2)


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("media")
    MOVIE.make(folder)
    return folder


@pytest.fixture
def desk(tmp_path: Path, media: Path) -> Iterator[Desk]:
    with a_desk("wavespeed", tmp_path, media, CUT) as made:
        made.place.extra.update(SMALL)
        yield made


@pytest.fixture
def review(desk: Desk) -> Iterator[Review]:
    with a_review(desk.place, desk.timeline, "--provider", desk.name) as opened:
        yield opened


@pytest.fixture(scope="module")
def untouched(
    media: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Review, Desk]]:
    """A page on which nothing is ever done: whatever is asked of it is refused."""
    with a_desk("wavespeed", tmp_path_factory.mktemp("untouched"), media, CUT) as made:
        made.place.extra.update(SMALL)
        with a_review(made.place, made.timeline, "--provider", made.name) as opened:
            yield opened, made


def test_nothing_is_sent_for_a_price_that_was_not_shown(untouched: tuple[Review, Desk]) -> None:
    review, desk = untouched
    plan = review.get("/api/plan")
    first = plan["cues"][0]["id"]
    assert (plan["cost_usd"], plan["cues"][0]["cost_usd"]) == (2 * PRICE, PRICE)
    for said in ({"price_usd": 0.01}, {"price_usd": 2 * PRICE, "cues": [first]}):
        status, why = review.refused("/api/run", **said)
        assert (status, re.sub(r"[\d.]+ USD", "N USD", why)[:12]) == (402, "the price is")
    assert review.client.post("/api/run", json={"cues": [first]}).status_code == 422
    assert desk.gateway.posts == 0


def test_above_the_cap_nothing_is_sent_whoever_says_yes(desk: Desk) -> None:
    desk.place.extra["OTIO_V2A_MAX_COST"] = "0.05"
    with a_review(desk.place, desk.timeline, "--provider", desk.name) as review:
        said = "0.07 USD are more than the cap of 0.05. Nothing was sent."
        assert review.refused("/api/run", price_usd=2 * PRICE) == (402, said)
    assert desk.gateway.posts == 0


def test_one_run_at_a_time_and_what_it_spends_is_told(review: Review, desk: Desk) -> None:
    desk.gateway.outcome = "never"
    review.post("/api/run", price_usd=2 * PRICE)
    status, why = review.refused("/api/run", price_usd=2 * PRICE)
    assert (status, why) == (409, "a run is under way. Wait until it has ended, or cancel it.")
    desk.gateway.outcome = "done"
    for job in desk.gateway.jobs.values():
        job.outcome = "done"
    run = review.ended()
    assert (run["code"], run["spent_usd"], run["approved_usd"]) == (0, 2 * PRICE, 2 * PRICE)
    assert {(one["stage"], one["share"]) for one in run["cues"]} == {("placed", 1.0)}
    assert (desk.billed(), len(placed(desk.output))) == (desk.marked(), 2)
    assert review.get("/api/plan")["cost_usd"] == 0


def test_a_further_take_that_is_not_paid_changes_nothing(untouched: tuple[Review, Desk]) -> None:
    review, _ = untouched
    cue = review.get("/api/plan")["cues"][0]["id"]
    assert review.refused(f"/api/cues/{cue}/reroll", price_usd=5)[0] == 402
    told = review.get("/api/plan")["cues"][0]
    assert (told["takes"], told["edited"]) == (1, False)


def test_a_request_whose_answer_was_lost_is_adopted_free_or_paid_again(
    review: Review, desk: Desk
) -> None:
    desk.gateway.faults["submit"] = [Fault.reset(after=True), Fault.reset(after=True)]
    review.post("/api/run", price_usd=2 * PRICE)
    assert review.ended()["code"] == 3
    plan = review.get("/api/plan")
    first, second = (cue["parts"][0]["undecided"][0] for cue in plan["cues"])
    assert (first["is_failed"], first["price_usd"], plan["requests"]) == (False, PRICE, 0)
    words = plan["cues"][0]["prompts"]["sound_effect"]
    (bill,) = [one for one in desk.gateway.bills if one.prompts[0] == words]
    review.post(f"/api/requests/{first['request']}", job=bill.job)
    told = review.post(f"/api/requests/{second['request']}")
    assert (told["cost_usd"], told["requests"]) == (PRICE, 1)
    assert review.refused(f"/api/requests/{second['request']}")[0] == 400
    review.post("/api/run", price_usd=PRICE)
    assert (review.ended()["code"], desk.gateway.posts) == (0, 3)


def test_who_scores_is_chosen_and_a_wrong_choice_leaves_it(review: Review) -> None:
    assert review.post("/api/choices", provider="sketch", takes=2)["cost_usd"] == 0
    status, why = review.refused("/api/choices", provider="nobody")
    assert (status, "nobody" in why) == (400, True)
    plan = review.get("/api/plan")
    assert (plan["provider"], plan["takes"]) == ("sketch", 2)


@pytest.mark.parametrize("path", ["/api/cues/nobody", "/api/cues/nobody/use"])
def test_a_cue_that_is_not_there_is_refused(path: str, untouched: tuple[Review, Desk]) -> None:
    review, _ = untouched
    said = {"role": "sfx", "take": 1} if path.endswith("use") else {"takes": 2}
    status, why = review.refused(path, **said)
    assert (status, "nobody" in why) == (400, True)


def test_events_tell_every_change(review: Review) -> None:
    (state,) = review.events(1)
    assert state == review.get("/api/state") == {"version": 1, "run": None}


def test_a_page_that_nobody_visits_ends(desk: Desk) -> None:
    with a_review(desk.place, desk.timeline, "--idle", "0.02") as review:
        assert review.child.wait() == 0


def test_ctrl_c_ends_it_and_keeps_what_is_finished(review: Review) -> None:
    review.client.close()
    review.child.send_signal(SIGINT)
    assert review.child.wait() == 130


def test_every_call_is_described() -> None:
    told = document()
    described = {
        (method.upper(), path) for path, calls in told["paths"].items() for method in calls
    }
    assert described == {(call.method, call.path) for call in CALLS} | {("GET", "/api/events")}
    named = set(re.findall(r"#/components/schemas/(\w+)", str(told)))
    assert named <= set(told["components"]["schemas"])


def test_a_timeline_that_is_exported_again_meanwhile_is_read_again(
    review: Review, desk: Desk, media: Path
) -> None:
    assert len(review.get("/api/plan")["cues"]) == 2
    a_cut(prompts=1, ranges=3).save(desk.place.folder, "Reel 1.otio", media)
    assert len(review.get("/api/plan")["cues"]) == 3


def test_of_two_pages_that_say_yes_at_once_one_is_heard(review: Review, desk: Desk) -> None:
    with ThreadPoolExecutor(2) as pool:
        said = [
            pool.submit(review.client.post, "/api/run", json={"price_usd": 2 * PRICE})
            for _ in range(2)
        ]
        codes = sorted(one.result().status_code for one in said)
    assert codes == [200, 409]
    assert (review.ended()["code"], desk.billed()) == (0, desk.marked())
