"""Money in a watch folder: caps and yeses hold, nothing is paid twice, and the sums are right."""

import json
import signal
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from fakes.gateways import Kling, WaveSpeed
from fakes.gateways.base import Gateway
from fakes.gateways.faults import Fault
from running import placed
from services import MOVIE, PRICE, Station, a_station, cost, ends, lines, running, until

SOME = {"cap_per_job": 1, "cap_per_day": 5}
sweep = pytest.mark.sweep


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("media")
    MOVIE.make(folder)
    return folder


@pytest.fixture
def station(tmp_path: Path, media: Path) -> Iterator[Station]:
    """A folder whose timelines may cost nothing, at a seller who takes 0.035 a request."""
    with a_station(tmp_path, media, "wavespeed", WaveSpeed()) as found:
        yield found


def test_without_caps_what_costs_is_held_with_its_price_and_scored_for_it_once_it_is_approved(
    station: Station,
) -> None:
    station.drop("Cut 01", "rain", "steps")
    done = station.once()
    assert (done.code, ends(lines(done))) == (4, {"Cut 01": "held"})
    assert station.filed() == {"needs-approval": ["Cut 01"]}
    report = station.report("needs-approval", "Cut 01")
    assert (report["price_usd"], report["spent_usd"]) == (cost(2), 0.0)
    assert report["message"] == (
        "it would cost 0.07 USD, more than the 0.00 that a job may cost (cap_per_job)."
        " Nothing was sent."
    )
    assert (station.seller.posts, station.spent()) == (0, 0.0)
    station.approve("Cut 01")
    done = station.once()
    assert (done.code, ends(lines(done))) == (0, {"Cut 01": "done"})
    assert station.filed() == {"done": ["Cut 01"]}
    assert station.billed() == Counter(["rain", "steps"])
    assert (station.spent(), station.owed()) == (cost(2), cost(2))
    assert station.report("done", "Cut 01")["spent_usd"] == cost(2)


@sweep
def test_a_yes_holds_for_the_content_that_was_shown_and_changed_content_is_asked_for_again(
    station: Station,
) -> None:
    station.drop("Cut 01", "rain")
    assert station.once().code == 4
    (station.root / "needs-approval" / "Cut 01.otio").unlink()
    station.drop("Cut 01", "rain", "steps", approved=True)
    assert station.once().code == 4
    report = station.report("needs-approval", "Cut 01")
    assert report["message"] == (
        "it would cost 0.07 USD, more than the 0.00 that were approved. Nothing was sent."
    )
    assert (report["price_usd"], station.seller.posts) == (cost(2), 0)
    station.approve("Cut 01")
    assert (station.once().code, station.billed()) == (0, Counter(["rain", "steps"]))
    # That is decided: what is dropped there anew under that name is a yes of its own.
    station.drop("Cut 01", "rain", "steps", "bell", approved=True)
    assert station.once().code == 0
    assert (station.billed(), station.spent()) == (Counter(["rain", "steps", "bell"]), cost(3))


@sweep
def test_a_yes_holds_for_the_price_that_was_shown_and_a_higher_one_is_asked_for_again(
    station: Station,
) -> None:
    station.drop("Cut 01", "rain")
    assert station.once().code == 4
    station.approve("Cut 01")
    station.place.extra["OTIO_V2A_PROVIDERS__WAVESPEED__PRICE"] = "0.05"
    assert station.once().code == 4
    report = station.report("needs-approval", "Cut 01")
    assert (report["price_usd"], station.seller.posts) == (0.05, 0)
    station.approve("Cut 01")
    assert (station.once().code, station.spent()) == (0, 0.05)


@sweep
def test_what_is_dropped_straight_into_approved_may_cost_max_cost_and_no_more(
    station: Station,
) -> None:
    station.place.extra["OTIO_V2A_MAX_COST"] = "0.04"
    station.drop("Cut 01", "rain", approved=True)
    station.drop("Cut 02", "wind", "steps", approved=True)
    done = station.once()
    assert (done.code, ends(lines(done))) == (4, {"Cut 01": "done", "Cut 02": "held"})
    assert (station.billed(), station.spent()) == (Counter(["rain"]), PRICE)


@sweep
def test_within_the_cap_of_a_job_nobody_is_asked_and_above_it_somebody_is(
    station: Station,
) -> None:
    station.set(cap_per_job="0.07", cap_per_day="5")
    station.drop("Cut 01", "rain", "steps")
    station.drop("Cut 02", "wind", "bell", "door")
    done = station.once()
    assert (done.code, ends(lines(done))) == (4, {"Cut 01": "done", "Cut 02": "held"})
    assert station.billed() == Counter(["rain", "steps"])
    assert station.report("needs-approval", "Cut 02")["message"] == (
        "it would cost 0.105 USD, more than the 0.07 that a job may cost (cap_per_job)."
        " Nothing was sent."
    )
    assert station.spent() == station.owed()


@sweep
def test_with_one_cap_alone_everything_that_costs_is_held(station: Station) -> None:
    for caps in ({"cap_per_job": 1, "cap_per_day": 0}, {"cap_per_job": 0, "cap_per_day": 1}):
        station.set(**caps)
        station.drop("Cut 01", "rain")
        assert (station.once().code, station.seller.posts) == (4, 0)


@sweep
def test_an_assumed_price_is_held_without_caps_and_counts_at_what_it_is_assumed_to_be(
    tmp_path: Path, media: Path
) -> None:
    with a_station(tmp_path, media, "kling", Kling()) as station:
        station.place.extra["OTIO_V2A_AUTO_APPROVE_BELOW"] = "5"
        station.drop("Cut 01", "rain")
        assert (station.once().code, station.seller.posts) == (4, 0)
        assert station.report("needs-approval", "Cut 01")["price_usd"] == PRICE
        station.approve("Cut 01")
        assert (station.once().code, station.billed()) == (0, Counter(["rain"]))
        assert station.spent() == station.owed()


@pytest.mark.parametrize(
    ("services", "count"),
    [(1, 3), pytest.param(2, 8, marks=sweep)],
    ids=["in one service", "in two at once"],
)
def test_all_jobs_of_a_day_together_stay_within_its_cap(
    services: int, count: int, station: Station
) -> None:
    cap = round((count - 1) * PRICE - 0.01, 3)
    station.set(cap_per_job=1, cap_per_day=cap)
    names = [f"Cut {number:02}" for number in range(count)]
    for name in names:
        station.drop(name, f"rain {name}")
    with ExitStack() as stack:
        serving = [stack.enter_context(station.service("--once")) for _ in range(services)]
        codes = {one.ended() for one in serving}
        told = ends([line for one in serving for line in one.told])
    assert codes <= {0, 4}
    assert Counter(told.values()) == {"done": count - 2, "held": 2}
    assert sorted(told) == names
    assert (sum(station.billed().values()), max(station.billed().values())) == (count - 2, 1)
    assert station.spent() == station.owed() <= cap
    left = station.report("needs-approval", station.timelines("needs-approval")[0])
    assert "that are left of today's" in left["message"]


@pytest.mark.sweep
def test_what_the_seller_refuses_is_given_back_to_the_day(station: Station) -> None:
    station.set(cap_per_job=1, cap_per_day="0.04")
    station.seller.faults["submit"] = [Fault.answer(400)]
    station.drop("Cut 01", "rain")
    done = station.once()
    assert (done.code, ends(lines(done))) == (3, {"Cut 01": "failed"})
    assert (station.spent(), station.owed(), station.seller.posts) == (0.0, 0.0, 1)
    (station.root / "failed" / "Cut 01.otio").rename(station.root / "in" / "Cut 01.otio")
    done = station.once()
    assert (done.code, ends(lines(done))) == (0, {"Cut 01": "done"})
    assert (station.billed(), station.spent()) == (Counter(["rain"]), PRICE)


@sweep
def test_a_request_of_which_some_are_refused_costs_what_the_others_do(station: Station) -> None:
    station.set(**SOME)
    station.seller.faults["submit"] = [Fault.answer(400)]
    station.drop("Cut 01", "rain", "steps", "bell")
    done = station.once()
    assert (done.code, ends(lines(done))) == (3, {"Cut 01": "partial"})
    assert (len(station.seller.bills), station.spent()) == (2, cost(2))
    report = station.report("failed", "Cut 01")
    assert (report["spent_usd"], report["state"]) == (cost(2), "failed")


def same_cues(station: Station, *, services: int, at_once: bool) -> dict[str, str]:
    """Two cuts that share their cues, the second with one more; how their jobs ended."""
    first, second = ("Cut 01", "rain", "steps"), ("Cut 02", "rain", "steps", "bell")
    with ExitStack() as stack:
        station.drop(*first)
        if at_once:
            station.drop(*second)
        serving = [stack.enter_context(station.service()) for _ in range(services)]
        until(lambda: "Cut 01" in station.timelines("done"))
        if not at_once:
            station.drop(*second)
        until(lambda: not station.timelines("in") and not station.stray())
        assert {one.stop() for one in serving} == {130}
        return ends([line for one in serving for line in one.told])


@pytest.mark.parametrize(
    ("services", "at_once"),
    [
        pytest.param(1, False, marks=sweep),
        (1, True),
        pytest.param(2, False, marks=sweep),
        pytest.param(2, True, marks=sweep),
    ],
    ids=["in turn", "at once", "in turn, two services", "at once, two services"],
)
def test_what_two_cuts_have_in_common_is_paid_for_once(
    services: int, at_once: bool, station: Station
) -> None:
    station.set(**SOME)
    station.seller.latency = 1.0
    assert same_cues(station, services=services, at_once=at_once) == {
        "Cut 01": "done",
        "Cut 02": "done",
    }
    assert station.billed() == Counter(["rain", "steps", "bell"])
    assert (station.spent(), station.owed()) == (cost(3), cost(3))
    assert [len(placed(path)) for path in station.results()] == [2, 3]
    spent = [station.report("done", name)["spent_usd"] for name in ("Cut 01", "Cut 02")]
    assert round(sum(spent), 6) == cost(3)


@sweep
@pytest.mark.parametrize("kind", [WaveSpeed, Kling])
def test_what_a_killed_cut_had_under_way_another_fetches_and_nobody_pays_again(
    kind: type[Gateway], tmp_path: Path, media: Path
) -> None:
    with a_station(tmp_path, media, kind.NAME, kind(), **SOME) as station:
        station.seller.outcome = "never"
        station.drop("Cut 01", "rain", "steps")
        with station.service() as serving:
            until(lambda: station.states()["submitted"] == 1)
            serving.kill_all()
        station.seller.outcome = "done"
        for job in station.seller.jobs.values():
            job.outcome = "done"
        station.drop("Cut 02", "rain", "steps", "bell")
        done = station.once()
        assert (done.code, ends(lines(done))) == (0, {"Cut 01": "done", "Cut 02": "done"})
        assert station.billed() == Counter(["rain", "steps", "bell"])
        assert station.spent() == station.owed()


@sweep
@pytest.mark.parametrize("kind", [WaveSpeed, Kling])
def test_a_request_killed_in_flight_is_paid_once_by_the_two_cuts_that_want_it(
    kind: type[Gateway], tmp_path: Path, media: Path
) -> None:
    askable = kind is Kling
    with a_station(tmp_path, media, kind.NAME, kind(), **SOME) as station:
        station.seller.post_seconds = 1.0
        station.drop("Cut 01", "rain")
        with station.service() as serving:
            until(lambda: station.seller.posts >= 1)
            serving.kill_all()
        station.drop("Cut 02", "rain", "bell")
        done = station.once()
        good = {"Cut 01": "done", "Cut 02": "done"}
        doubtful = {"Cut 01": "failed", "Cut 02": "partial"}
        assert ends(lines(done)) == (good if askable else doubtful)
        assert station.billed() == Counter(["rain", "bell"])
        assert station.spent() == station.owed()


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        (signal.SIGTERM, WaveSpeed),
        pytest.param(signal.SIGINT, WaveSpeed, marks=sweep),
        pytest.param(signal.SIGTERM, Kling, marks=sweep),
        pytest.param(signal.SIGINT, Kling, marks=sweep),
    ],
)
def test_a_service_that_is_stopped_lets_a_request_in_flight_end_and_the_next_fetches_it(
    number: signal.Signals, kind: type[Gateway], tmp_path: Path, media: Path
) -> None:
    with a_station(tmp_path, media, kind.NAME, kind(), **SOME) as station:
        station.place.extra["OTIO_V2A_GATEWAY__POST_TIMEOUT"] = "20"
        station.seller.post_seconds = 2.0
        station.drop("Cut 01", "rain")
        with station.service() as serving:
            until(lambda: station.seller.posts >= 1)
            jobs = serving.jobs()
            code = serving.stop(number)
            assert (code, [pid for pid in jobs if running(pid)]) == (130, [])
            told = serving.err[-1]
        assert told == (
            "otio-v2a: stopped watching; what was under way goes on with the next start.\n"
        )
        assert (station.states(), station.filed()) == (
            Counter(submitted=1),
            {"processing": ["Cut 01"]},
        )
        assert (station.spent(), station.status()["running"][0]["waits"]) == (PRICE, True)
        done = station.once()
        assert (done.code, ends(lines(done))) == (0, {"Cut 01": "done"})
        assert (station.seller.posts, station.billed()) == (1, Counter(["rain"]))
        assert station.spent() == station.owed()


@sweep
def test_status_shows_what_was_spent_of_what_may_be(station: Station) -> None:
    station.set(cap_per_job="0.50", cap_per_day="0.09")
    station.drop("Cut 01", "rain", "steps")
    station.drop("Cut 02", "wind", "bell")
    assert station.once("--jobs", 1).code == 4
    told = station.status()
    held = station.timelines("needs-approval")
    assert [one["name"] for one in told["held"]] == [f"{name}.otio" for name in held]
    keys = ("spent_today_usd", "cap_per_day_usd", "cap_per_job_usd", "done_today", "failures")
    assert [told[key] for key in keys] == [0.07, 0.09, 0.5, 1, 0]
    shown = station.place.run("watch", "status", station.root).out
    assert "1 done today, 0 waiting, 1 held, 0 failed; 0.07 of 0.09 USD spent today" in shown


@sweep
def test_the_same_cut_again_costs_nothing_and_says_where_its_result_is(station: Station) -> None:
    station.set(**SOME)
    station.drop("Cut 01", "rain")
    assert station.once().code == 0
    (result,) = station.results()
    station.drop("Cut 01", "rain")
    (told,) = lines(station.once())
    assert (told["how"], told["outputs"]) == ("same", [str(result)])
    assert (station.seller.posts, station.spent(), json.dumps(told).count("held")) == (1, PRICE, 0)


@sweep
def test_a_lost_request_is_counted_once_while_nobody_knows_and_when_it_is_found(
    tmp_path: Path, media: Path
) -> None:
    with a_station(tmp_path, media, "kling", Kling(), **SOME) as station:
        station.seller.faults["submit"] = [Fault.reset(after=True)]
        station.seller.faults["poll"] = [Fault.answer(503)] * 3
        station.drop("Cut 01", "rain")
        done = station.once()
        assert (done.code, ends(lines(done))) == (3, {"Cut 01": "failed"})
        assert (station.states(), station.spent()) == (Counter(intent=1), PRICE)
        (station.root / "failed" / "Cut 01.otio").rename(station.root / "in" / "Cut 01.otio")
        done = station.once()
        assert (done.code, ends(lines(done))) == (0, {"Cut 01": "done"})
        assert (station.seller.posts, station.billed()) == (1, Counter(["rain"]))
        assert station.spent() == station.owed()
