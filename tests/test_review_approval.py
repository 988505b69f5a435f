"""A timeline that a watch folder holds is approved on the page, and scored by its service."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from fakes.gateways import WaveSpeed
from reviewing import a_review
from running import SMALL
from services import MOVIE, PRICE, Station, a_station


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("media")
    MOVIE.make(folder)
    return folder


@pytest.fixture
def station(tmp_path: Path, media: Path) -> Iterator[Station]:
    with a_station(tmp_path, media, "wavespeed", WaveSpeed()) as made:
        made.place.extra.update({**SMALL, "OTIO_V2A_PROVIDER": "wavespeed"})
        yield made


def test_what_is_reworded_and_approved_on_the_page_is_scored_for_that_price(
    station: Station,
) -> None:
    station.drop("Cut 01", "rain", "steps")
    assert (station.once().code, station.filed()) == (4, {"needs-approval": ["Cut 01"]})
    with a_review(station.place, station.root / "needs-approval" / "Cut 01.otio") as review:
        plan = review.get("/api/plan")
        assert (plan["is_handed"], plan["cost_usd"]) == (True, 2 * PRICE)
        assert review.refused("/api/choices", provider="sketch")[0] == 400
        rain = next(one for one in plan["cues"] if one["prompts"]["sound_effect"] == "rain")
        review.post(f"/api/cues/{rain['id']}", sound_effect="hail")
        assert review.refused("/api/run", price_usd=PRICE)[0] == 402
        review.post("/api/run", price_usd=2 * PRICE)
        run = review.ended()
        assert (run["code"], run["message"], run["spent_usd"]) == (
            0,
            "Approved for 0.07 USD: the watch folder scores it. You may close this page.",
            0,
        )
        assert station.filed() == {"in": ["Cut 01"]}
        assert len(review.get("/api/plan")["cues"]) == 2
    assert (station.seller.posts, station.once().code) == (0, 0)
    assert station.billed() == Counter(["hail", "steps"])
    assert station.filed() == {"done": ["Cut 01"]}
    assert station.spent() == station.owed()


def test_a_timeline_of_that_name_that_is_approved_already_is_not_replaced(station: Station) -> None:
    station.drop("Cut 01", "rain")
    station.once()
    other = station.drop("Cut 01", "thunder", approved=True)
    before = other.read_bytes()
    with a_review(station.place, station.root / "needs-approval" / "Cut 01.otio") as review:
        review.post("/api/run", price_usd=PRICE)
        run = review.ended()
    said = "'Cut 01.otio' is approved already, and waits to be scored."
    assert (run["code"], run["message"], other.read_bytes() == before) == (2, said, True)
    assert station.filed() == {"in": ["Cut 01"], "needs-approval": ["Cut 01"]}
