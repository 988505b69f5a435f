"""Pictures at public addresses: really fetched there, gone when they are needed no more."""

from hashlib import sha256
from pathlib import Path

import pytest
from fakes.gateways.jobs import Bill
from reels import MOVIE, statuses
from sites import NAME, a_site, needs_obstore


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("media")
    MOVIE.make(folder)
    return folder


KINDS = ["static", pytest.param("s3", marks=needs_obstore)]


def digests(bills: list[Bill]) -> list[str]:
    """Which pictures the gateway fetched."""
    return sorted(bill.video_digest for bill in bills)


@pytest.mark.parametrize("kind", KINDS)
def test_the_seller_fetches_the_picture_that_was_rendered_and_its_name_tells_nothing(
    kind: str, tmp_path: Path, media: Path
) -> None:
    with a_site(kind, tmp_path, media) as site:
        done, gateway = site.desk.score(), site.desk.gateway
        assert (done.code, statuses(done), gateway.complaints) == (0, ["placed"] * 2, [])
        pictures = sorted((site.desk.folder / "pictures").glob("*.mp4"))
        made = sorted(sha256(path.read_bytes()).hexdigest() for path in pictures)
        assert digests(gateway.bills) == made
        assert [bool(NAME.fullmatch(name)) for name in site.lying()] == [True] * 2
        if site.store:
            assert {one.content_type for one in site.store.objects.values()} == {"video/mp4"}
            asked = sorted((seen.method, seen.status) for seen in site.store.log)
            assert asked == [("GET", 200)] * 2 + [("PUT", 200)] * 2


@pytest.mark.parametrize(
    ("kind", "delete"),
    [
        ("static", "true"),
        pytest.param("static", "false", marks=pytest.mark.sweep),
        pytest.param("s3", "true", marks=[needs_obstore, pytest.mark.sweep]),
        pytest.param("s3", "false", marks=needs_obstore),
    ],
)
def test_pictures_are_taken_away_where_that_is_wanted_and_only_there(
    kind: str, delete: str, tmp_path: Path, media: Path
) -> None:
    with a_site(kind, tmp_path, media) as site:
        site.configure(delete=delete)
        assert site.desk.score("--takes", "2").code == 0
        assert len(site.lying()) == (0 if delete == "true" else 2)
        assert (site.desk.gateway.posts, site.desk.gateway.complaints) == (4, [])


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_killed_run_left_is_taken_away_by_the_next(
    kind: str, tmp_path: Path, media: Path
) -> None:
    with a_site(kind, tmp_path, media) as site:
        site.configure(delete="true")
        site.desk.gateway.outcome = "never"
        site.killed_with(submitted=2)
        left = site.lying()
        site.finish()
        done = site.desk.score()
        assert (done.code, len(left), site.lying(), site.desk.gateway.posts) == (0, 2, [], 2)


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_left_is_taken_away_even_by_a_run_that_has_nothing_to_score(
    kind: str, tmp_path: Path, media: Path
) -> None:
    with a_site(kind, tmp_path, media) as site:
        # As it is when a run is killed between its last reply and the end.
        assert site.desk.score().code == 0
        left = site.lying()
        site.configure(delete="true")
        done = site.desk.score()
        assert (statuses(done), len(left), site.lying()) == (["kept"] * 2, 2, [])


def test_a_picture_that_another_take_still_needs_stays(tmp_path: Path, media: Path) -> None:
    with a_site("static", tmp_path, media) as site:
        site.configure(delete="true")
        site.desk.place.extra["OTIO_V2A_GATEWAY__DEADLINE"] = "1"
        first = site.desk.prompts()
        outcomes = iter(["done", "never"])
        site.desk.gateway.outcome = lambda _: next(outcomes)
        done = site.desk.score("--takes", "2", "--only", next(iter(first)))
        assert (done.code, site.desk.states()) == (3, {"done": 1, "submitted": 1})
        assert len(site.lying()) == 1
        site.finish()
        assert site.desk.score("--takes", "2", "--only", next(iter(first))).code == 0
        assert (site.lying(), site.desk.gateway.posts) == ([], 2)
