"""Where hosting fails: nothing is sent without a picture, and it is said in one line."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fakes.s3 import S3, Fault
from reels import MOVIE, statuses
from running import until
from shop import a_shop
from sites import NAME, a_site, needs_obstore, said

from otio_v2a.settings import HostingSettings


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("media")
    MOVIE.make(folder)
    return folder


FAULTS: Mapping[str, list[Fault]] = {
    "busy once": [Fault.answer(503, method="PUT")],
    "cut off once": [Fault.cut(method="PUT")],
    "busy twice": [Fault.answer(500, method="PUT"), Fault.answer(503, method="PUT")],
}


@needs_obstore
@pytest.mark.parametrize("what", FAULTS)
def test_a_store_in_trouble_is_asked_again(what: str, tmp_path: Path, media: Path) -> None:
    with a_site("s3", tmp_path, media) as site:
        assert site.store
        site.store.faults = list(FAULTS[what])
        assert (site.desk.score().code, site.desk.billed()) == (0, site.desk.marked())
        assert site.store.requests("PUT") == 2 + len(FAULTS[what])


@dataclass(frozen=True, slots=True)
class Refusal:
    """A store that takes nothing: why, how often each picture was offered, and what is told."""

    faults: list[Fault]
    secret: str
    tries: int
    told: str


REFUSALS = {
    "wrong secret": Refusal(
        [], "secret-marker-wrong", 1, r"the store refused 'URL' \(403\)\. Check its keys\."
    ),
    "never ready": Refusal(
        [Fault.answer(503)] * 6,
        "",
        3,
        r"the store has trouble \(503\) with 'URL'\. Run again later\.",
    ),
    "always cut": Refusal(
        [Fault.cut()] * 6, "", 3, r"'URL' cannot be reached \(\w+\)\. Run again later\."
    ),
}


@needs_obstore
@pytest.mark.parametrize("what", REFUSALS)
def test_where_a_picture_cannot_be_put_nothing_is_sent_and_the_next_run_tries_again(
    what: str, tmp_path: Path, media: Path
) -> None:
    case = REFUSALS[what]
    with a_site("s3", tmp_path, media) as site:
        assert site.store
        site.store.faults = list(case.faults)
        if case.secret:
            site.desk.place.extra["AWS_SECRET_ACCESS_KEY"] = case.secret
        done = site.desk.score()
        url = rf"http://127\.0\.0\.1/v2a-bucket/films/{NAME.pattern}"
        for cue in done.json["cues"]:
            assert re.fullmatch(case.told.replace("URL", url), cue["message"])
        assert (done.code, statuses(done), site.desk.gateway.log) == (3, ["failed"] * 2, [])
        assert (site.store.requests("PUT"), site.lying()) == (2 * case.tries, [])
        site.desk.place.extra.update(site.store.environment)
        assert (site.desk.score().code, site.desk.gateway.posts) == (0, 2)


@needs_obstore
def test_an_address_that_ended_too_early_fails_its_job_which_is_not_paid_again_by_itself(
    tmp_path: Path, media: Path
) -> None:
    ahead: list[timedelta] = []

    def now() -> datetime:
        return datetime.now(UTC) + sum(ahead, timedelta())

    with a_site("s3", tmp_path, media, now=now) as site:
        site.configure(expires="60")
        site.desk.gateway.post_seconds = 0.5
        words = site.desk.words("score", "--yes", "--progress", "none", "--json")
        with site.desk.place.start(*words) as child:
            until(lambda: site.desk.gateway.posts >= 2, child)
            ahead.append(timedelta(seconds=90))
            out, _ = child.communicate(timeout=60)
        ahead.clear()
        kinds = [wrong.kind for wrong in site.desk.gateway.complaints]
        assert (child.returncode, kinds) == (3, ["download"] * 2)
        assert [cue["status"] for cue in json.loads(out)["cues"]] == ["failed"] * 2
        assert (site.desk.score().code, site.desk.gateway.posts) == (3, 2)
        for cue in site.desk.prompts():
            assert site.desk.run("takes", "resubmit", cue).code == 0
        assert (site.desk.score().code, site.desk.gateway.posts) == (0, 4)


@needs_obstore
@pytest.mark.parametrize(("expires", "anew"), [(60, True), (3600, False)])
def test_an_address_is_made_anew_before_it_ends(expires: int, anew: bool, tmp_path: Path) -> None:
    with S3() as store, a_shop("kling", tmp_path) as shop:
        hosting = HostingSettings.model_validate({**said(store), "expires": expires})
        shop.settings = shop.settings.model_copy(update={"hosting": hosting})
        shop.gateway.polls = 12
        keys = {**shop.gateway.environment, **store.environment}
        ended = shop.buy(*(shop.order(take) for take in range(1, 9)), secrets=keys)
        assert [one.state for one in ended] == ["done"] * 8
        assert (store.requests("PUT") > 1, shop.gateway.complaints) == (anew, [])


WRONG = {
    "no folder": (
        {"folder": "/nowhere/at/all"},
        "hosting: there is no folder '/nowhere/at/all' to put pictures into.",
    ),
    "no https": (
        {"base_url": "http://media.example.com"},
        "hosting: base_url is 'http://media.example.com'; it has to begin with https://.",
    ),
    "no bucket": (
        {"kind": "s3", "url": "my-bucket"},
        "hosting: url is 'my-bucket'; it has to be s3://BUCKET/PREFIX.",
    ),
    "no store keys": (
        {"kind": "s3", "url": "s3://my-bucket"},
        "hosting: the store's keys are not set. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY.",
    ),
}


@pytest.mark.parametrize("what", WRONG)
def test_hosting_that_cannot_work_is_one_line_and_nothing_is_sent(
    what: str, tmp_path: Path, media: Path
) -> None:
    changes, told = WRONG[what]
    with a_site("static", tmp_path, media) as site:
        site.configure(**changes)
        done = site.desk.run("score", "--yes", "--progress", "none")
        line = f"otio-v2a: {told} See 'hosting' in docs/providers.md.\n"
        assert (done.code, done.out, done.err, site.desk.gateway.log) == (2, "", line, [])
