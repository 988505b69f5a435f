"""One suite for every seller: whatever it does, nothing is paid twice and nobody is left in doubt.

The fakes are strict: what they complain of, or what leaks to a foreign host, fails the test.
"""

import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
import soundfile
from fakes.gateways import GATEWAYS
from fakes.gateways.base import Gateway
from fakes.gateways.faults import Fault
from shop import KLINGS, Shop, a_shop
from slices import diagonal

from otio_v2a.audio.decode import measure
from otio_v2a.errors import GatewayError, HeldError, PaidError, ProviderError
from otio_v2a.gateway.ledger import Entry, opened
from otio_v2a.providers import registry
from otio_v2a.providers.base import Remote

ALL = tuple(GATEWAYS)
BLIND = tuple(name for name in ALL if name not in KLINGS)
"""Who cannot be asked what became of a lost request."""

Open = Callable[..., Shop]


@pytest.fixture
def open_shop(tmp_path: Path) -> Iterator[Open]:
    with ExitStack() as stack:
        shops: list[Shop] = []

        def start(name: str, gateway: Gateway | None = None, **patience: Any) -> Shop:
            shops.append(stack.enter_context(a_shop(name, tmp_path, gateway, **patience)))
            return shops[-1]

        yield start
        for shop in shops:
            assert shop.gateway.leaks == []
            assert shop.gateway.complaints == []


def bought(shop: Shop, **how: Any) -> Entry:
    """The finished entry of one run of the usual order."""
    (ended,) = shop.buy(**how)
    assert isinstance(ended, Entry), ended
    return ended


def refused(shop: Shop, **how: Any) -> ProviderError:
    """The error of one run of the usual order."""
    (ended,) = shop.buy(**how)
    assert isinstance(ended, ProviderError), ended
    return ended


def counted(shop: Shop) -> tuple[int, int]:
    """Requests sent, requests billed."""
    return shop.gateway.posts, len(shop.gateway.bills)


def seconds(path: Path) -> float:
    return measure(path, 10**9, lambda _: None).samples / 48_000


def test_every_remote_provider_has_a_fake_and_every_fake_a_provider() -> None:
    remote = {name for name in registry.names() if isinstance(registry.provider(name), Remote)}
    assert remote == set(GATEWAYS)


@pytest.mark.parametrize(("name", "form"), diagonal(ALL, ["wav", "mp3", "m4a", "mp4"]))
def test_whatever_form_a_reply_has_its_sound_is_kept(name: str, form: str, open_shop: Open) -> None:
    shop = open_shop(name)
    shop.gateway.form = form
    entry = bought(shop)
    assert (entry.state, counted(shop)) == ("done", (1, 1))
    assert seconds(shop.reply) == pytest.approx(4.0, abs=0.06)
    assert entry.size == shop.reply.stat().st_size
    assert shop.spent == entry.price


@pytest.mark.parametrize("name", ALL)
def test_a_finished_request_is_not_sent_again_and_its_lost_file_is_fetched(
    name: str, open_shop: Open
) -> None:
    shop = open_shop(name)
    bought(shop)
    shop.reply.unlink()
    bought(shop)
    assert (counted(shop), shop.spent) == ((1, 1), 0)
    assert seconds(shop.reply) == pytest.approx(4.0, abs=0.06)


@pytest.mark.parametrize("name", ALL)
def test_a_job_that_takes_its_time_is_waited_for_ever_more_patiently(
    name: str, open_shop: Open
) -> None:
    shop = open_shop(name)
    shop.gateway.polls = 12
    bought(shop)
    assert counted(shop) == (1, 1)
    waits = [wait for wait in shop.waits.all if wait >= 3.0]
    assert (waits[0], sorted(waits) == waits, max(waits) <= 15.0) == (3.0, True, True)


@pytest.mark.parametrize("name", ALL)
def test_a_failed_job_is_reported_and_only_paid_again_when_a_person_says_so(
    name: str, open_shop: Open
) -> None:
    shop = open_shop(name)
    shop.gateway.outcome = "failed"
    first, second = refused(shop), refused(shop)
    assert (shop.state, counted(shop)) == ("failed", (1, 1))
    assert str(second) == (
        f"{first} It may have been paid for. To pay for another try, say:"
        f" otio-v2a takes TIMELINE resubmit {shop.order().key[:8]}"
    )


@pytest.mark.parametrize("name", ALL)
def test_a_refusal_for_its_content_says_so(name: str, open_shop: Open) -> None:
    shop = open_shop(name)
    shop.gateway.outcome = "moderation"
    error = refused(shop)
    assert re.fullmatch(
        rf"{name} refused it by its content rules \(.+\)\. Reword the marker, or mark another"
        r" range\.",
        str(error),
    )
    assert (shop.state, counted(shop)) == ("failed", (1, 1))


@pytest.mark.parametrize("name", ALL)
def test_a_wrong_key_stops_every_request_and_nothing_is_owed(name: str, open_shop: Open) -> None:
    shop = open_shop(name)
    wrong = {
        key: ("not-the-key-0123456789abcdef0123456789" if "URL" not in key else value)
        for key, value in shop.gateway.environment.items()
    }
    ended = shop.buy(shop.order(1), shop.order(2), shop.order(3), secrets=wrong)
    assert [getattr(one, "kind", None) for one in ended] == ["auth"] * 3
    assert f"otio-v2a keys set {name}" in str(ended[0])
    assert (shop.gateway.bills, shop.gateway.posts <= 2, shop.spent) == ([], True, 0)


@pytest.mark.parametrize("name", ALL)
def test_no_credit_left_is_said_and_the_next_run_tries_again(name: str, open_shop: Open) -> None:
    shop = open_shop(name)
    fault = shop.gateway.coded(1102) if name == "kling" else Fault.answer(402)
    shop.gateway.faults["submit"] = [fault]
    error = refused(shop)
    assert re.fullmatch(
        rf"your account at {name} has no credit left \(.+\)\. Top it up, then run again\.",
        str(error),
    )
    assert (shop.state, counted(shop), shop.spent) == ("rejected", (1, 0), 0)
    assert bought(shop).state == "done"
    assert counted(shop) == (2, 1)


@pytest.mark.parametrize(("name", "form"), diagonal(ALL, ["seconds", "date"]))
def test_too_fast_is_tried_again_after_as_long_as_was_asked(
    name: str, form: str, open_shop: Open
) -> None:
    shop = open_shop(name)
    moment = datetime.now(UTC) + timedelta(seconds=90)
    asked = "77" if form == "seconds" else format_datetime(moment, usegmt=True)
    headers = {"Retry-After": asked}
    fault = Fault.answer(429, headers=headers)
    shop.gateway.faults["submit"] = [
        shop.gateway.coded(1303, headers) if name == "kling" else fault
    ]
    assert bought(shop).state == "done"
    assert counted(shop) == (2, 1)
    expected = (77.0, 77.0) if form == "seconds" else (80.0, 90.0)
    assert any(expected[0] <= wait <= expected[1] for wait in shop.waits.all)


@pytest.mark.parametrize("code", [1100, 1101, 1102, 1304])
def test_a_429_that_is_no_matter_of_time_is_not_tried_again_at_kling(
    code: int, open_shop: Open
) -> None:
    shop = open_shop("kling")
    shop.gateway.faults["submit"] = [shop.gateway.coded(code)]
    error = refused(shop)
    assert getattr(error, "kind", None) == ("quota" if code in (1101, 1102) else "auth")
    assert (shop.state, counted(shop)) == ("rejected", (1, 0))


LOST = {
    "500": Fault.late(500),
    "503": Fault.late(503),
    "reset": Fault.reset(after=True),
    "garbage": Fault.garbage(),
}


@pytest.mark.parametrize(("name", "fault"), diagonal(ALL, LOST))
def test_a_lost_answer_never_leads_to_a_second_request(
    name: str, fault: str, open_shop: Open
) -> None:
    shop = open_shop(name)
    shop.gateway.faults["submit"] = [LOST[fault]]
    (ended,) = shop.buy()
    if name in KLINGS:
        assert (ended.state, shop.spent) == ("done", ended.price)
    else:
        assert (type(ended), ended.kind) == (PaidError, "uncertain")
        again = refused(shop)
        assert (again.kind, shop.state) == ("uncertain", "uncertain")
    assert counted(shop) == (1, 1)


@pytest.mark.parametrize(("name", "status"), diagonal(ALL, [500, 502, 503, 504]))
def test_a_server_error_on_submit_is_asked_about_where_that_is_possible(
    name: str, status: int, open_shop: Open
) -> None:
    shop = open_shop(name)
    shop.gateway.faults["submit"] = [Fault.answer(status)]
    (ended,) = shop.buy()
    if name in KLINGS:
        # It is provably not there, so it may be sent once more under the same id of ours.
        assert (ended.state, counted(shop)) == ("done", (2, 1))
        assert len({bill.client_id for bill in shop.gateway.bills}) == 1
    else:
        assert (ended.kind, shop.state, counted(shop)) == ("uncertain", "uncertain", (1, 0))


@pytest.mark.parametrize("name", ALL)
def test_what_a_person_releases_is_sent_once_more_under_another_id(
    name: str, open_shop: Open
) -> None:
    shop = open_shop(name)
    shop.gateway.outcome = "failed"
    refused(shop)
    shop.gateway.outcome = "done"
    released(shop)
    assert (bought(shop).state, counted(shop)) == ("done", (2, 2))
    if name in KLINGS:
        assert len({bill.client_id for bill in shop.gateway.bills}) == 2


@pytest.mark.parametrize("name", BLIND)
def test_what_a_person_finds_at_the_seller_is_fetched_and_not_paid_again(
    name: str, open_shop: Open
) -> None:
    shop = open_shop(name)
    shop.gateway.faults["submit"] = [Fault.reset(after=True)]
    refused(shop)
    with ledger_of(shop) as ledger:
        ledger.submit(shop.order().key, shop.gateway.bills[0].job)
    assert (bought(shop).state, counted(shop), shop.spent) == ("done", (1, 1), 0)


PASSING = {
    "503": [Fault.answer(503)],
    "three": [Fault.answer(500), Fault.answer(502), Fault.answer(504)],
    "429": [Fault.answer(429, headers={"Retry-After": "1"})],
    "reset": [Fault.reset(), Fault.reset()],
    "malformed": [Fault.garbage()],
}


@pytest.mark.parametrize(("name", "trouble"), diagonal(ALL, PASSING))
def test_trouble_while_polling_passes(name: str, trouble: str, open_shop: Open) -> None:
    shop = open_shop(name)
    shop.gateway.faults["poll"] = list(PASSING[trouble])
    assert (bought(shop).state, counted(shop)) == ("done", (1, 1))


@pytest.mark.parametrize("name", ALL)
def test_a_job_that_is_not_known_yet_is_given_a_minute(name: str, open_shop: Open) -> None:
    shop = open_shop(name)
    shop.gateway.faults["poll"] = [Fault.answer(404)] * 2
    assert (bought(shop).state, counted(shop)) == ("done", (1, 1))


@pytest.mark.parametrize("name", ALL)
def test_a_job_that_never_ends_is_left_to_the_next_run(name: str, open_shop: Open) -> None:
    shop = open_shop(name, poll_max=60.0)
    shop.gateway.outcome = "never"
    error = refused(shop)
    assert (type(error), shop.state) == (PaidError, "submitted")
    assert str(error).startswith(f"{name} has not finished job ")
    assert str(error).endswith("within 20 minutes. It is paid for: run again to fetch it.") or (
        "Last it said" in str(error)
    )
    for job in shop.gateway.jobs.values():
        job.outcome = "done"
    assert (bought(shop).state, counted(shop), shop.spent) == ("done", (1, 1), 0)


WRONG = {
    "truncated": Fault.truncated(),
    "html": Fault.html(),
    "empty": Fault.empty(),
    "short": Fault.short(),
    "no audio": Fault.no_audio(),
    "reset": Fault.reset(),
    "503": Fault.answer(503),
}
"""What may be downloaded instead of a reply."""


@pytest.mark.parametrize(("name", "wrong"), diagonal(ALL, WRONG))
def test_a_download_that_is_not_what_it_should_be_is_fetched_again(
    name: str, wrong: str, open_shop: Open
) -> None:
    shop = open_shop(name)
    shop.gateway.form = "mp4"
    shop.gateway.faults["download"] = [WRONG[wrong]]
    entry = bought(shop)
    assert (entry.state, counted(shop)) == ("done", (1, 1))
    assert seconds(shop.reply) == pytest.approx(4.0, abs=0.06)


@pytest.mark.parametrize(("name", "wrong"), diagonal(ALL, ["html", "short", "no audio"]))
def test_a_reply_that_stays_bad_is_never_taken_and_stays_paid(
    name: str, wrong: str, open_shop: Open
) -> None:
    shop = open_shop(name)
    shop.gateway.faults["download"] = [WRONG[wrong]] * 20
    error = refused(shop)
    assert (type(error), shop.state, counted(shop)) == (PaidError, "submitted", (1, 1))
    assert list((shop.folder.root / "replies").iterdir()) == []
    shop.gateway.faults["download"] = []
    assert (bought(shop).state, counted(shop)) == ("done", (1, 1))


@pytest.mark.parametrize("name", ALL)
def test_a_download_without_end_is_cut_off(name: str, open_shop: Open) -> None:
    shop = open_shop(name, max_download_mb=1)
    shop.gateway.faults["download"] = [Fault.endless()] * 20
    error = refused(shop)
    assert "the file is larger than 1 MB. Nothing was kept." in str(error)
    assert (shop.state, list((shop.folder.root / "replies").iterdir())) == ("submitted", [])


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/latest/meta-data",
        "https://10.0.0.1/x.wav",
        "https://[fd00::1]/x.wav",
        "https://100.64.0.1/x.wav",
        "https://[64:ff9b::a00:1]/x.wav",
        "file:///etc/passwd",
        "ftp://example.com/x.wav",
    ],
)
def test_a_redirect_into_a_private_place_is_not_followed(url: str, open_shop: Open) -> None:
    shop = open_shop("fal")
    shop.gateway.faults["download"] = [Fault.redirect(url)] * 20
    error = refused(shop)
    assert re.search(r"which is not https|points into a private network|makes no sense", str(error))
    assert (shop.state, counted(shop)) == ("submitted", (1, 1))


def test_a_fourth_redirect_is_not_followed(open_shop: Open) -> None:
    shop = open_shop("fal")
    shop.buy(shop.order(take=2))
    (path,) = {one.path for one in shop.gateway.log if one.kind == "download"}
    loop = f"{shop.gateway.at('store')}{path}"
    shop.gateway.faults["download"] = [Fault.redirect(loop)] * 50
    assert "the file was redirected more than 3 times" in str(refused(shop))


@pytest.mark.parametrize(("name", "kind"), diagonal(BLIND, ["ticket", "upload"]))
def test_an_upload_that_fails_is_tried_again_whole(name: str, kind: str, open_shop: Open) -> None:
    shop = open_shop(name)
    shop.gateway.faults[kind] = [Fault.answer(503)]
    assert (bought(shop).state, counted(shop)) == ("done", (1, 1))


def test_an_upload_without_tickets_goes_in_one_request_at_wavespeed(open_shop: Open) -> None:
    shop = open_shop("wavespeed")
    shop.gateway.faults["ticket"] = [Fault.answer(404)]
    assert (bought(shop).state, counted(shop)) == ("done", (1, 1))
    assert [seen.path for seen in shop.gateway.log][1] == "/api/v3/media/upload/binary"


@pytest.mark.parametrize("name", ALL)
def test_nothing_is_sent_above_what_was_approved(name: str, open_shop: Open) -> None:
    shop = open_shop(name)
    price = shop.provider.price.of(shop.order().seconds)
    shop.approved = 2 * price
    ended = shop.buy(*(shop.order(take) for take in (1, 2, 3)))
    assert sorted(type(one).__name__ for one in ended) == ["Entry", "Entry", "HeldError"]
    assert (counted(shop), shop.spent) == ((2, 2), 2 * price)
    (held,) = (one for one in ended if isinstance(one, HeldError))
    assert str(held).endswith("It was not sent. Run again to approve the rest.")


@pytest.mark.parametrize("name", ALL)
def test_never_more_jobs_are_under_way_than_the_account_allows(name: str, open_shop: Open) -> None:
    shop = open_shop(name)
    shop.gateway.max_parallel = 2
    ended = shop.buy(*(shop.order(take) for take in range(1, 7)))
    assert [one.state for one in ended] == ["done"] * 6
    assert counted(shop) == (6, 6)


def test_takes_of_one_picture_are_handed_over_once(open_shop: Open) -> None:
    shop = open_shop("fal")
    shop.buy(shop.order(1), shop.order(2), shop.order(3))
    assert [seen.kind for seen in shop.gateway.log].count("upload") == 1
    assert counted(shop) == (3, 3)


def test_a_wav_is_taken_before_anything_else_is(open_shop: Open) -> None:
    shop = open_shop("kling")
    shop.gateway.form = "wav"
    bought(shop)
    assert soundfile.info(str(shop.reply)).format == "WAV"


@pytest.mark.parametrize("name", KLINGS)
def test_a_clip_made_at_kling_is_sent_by_its_id_and_no_picture_goes_along(
    name: str, open_shop: Open
) -> None:
    shop = open_shop(name)
    order = shop.order(video_id="kling-clip-7")
    shop.buy(order)
    (sent,) = (seen.body for seen in shop.gateway.log if seen.kind == "submit")
    assert (sent["video_id"], "video_url" in sent) == ("kling-clip-7", False)


def test_a_token_that_is_not_valid_yet_is_signed_anew_with_an_earlier_start(
    open_shop: Open,
) -> None:
    shop = open_shop("kling", GATEWAYS["kling"]())
    shop.gateway.faults["submit"] = [shop.gateway.coded(1003)]
    shop.gateway.faults["poll"] = [shop.gateway.coded(1004)]
    assert (bought(shop).state, counted(shop)) == ("done", (2, 1))


@pytest.mark.parametrize("style", ["wrapped", "empty"])
def test_kkiai_may_wrap_its_answers_or_say_nothing_at_all(style: str, open_shop: Open) -> None:
    shop = open_shop("kkiai", GATEWAYS["kkiai"](style))
    assert (bought(shop).state, counted(shop)) == ("done", (1, 1))


def ledger_of(shop: Shop) -> Any:
    return opened(shop.folder.ledger)


def released(shop: Shop) -> None:
    with ledger_of(shop) as ledger:
        ledger.release(shop.order().key)


def test_every_failure_is_one_of_ours_and_says_who(open_shop: Open) -> None:
    shop = open_shop("fal")
    shop.gateway.faults["submit"] = [Fault.answer(422)]
    error = refused(shop)
    assert isinstance(error, GatewayError)
    assert str(error).startswith("fal refused the request")


@pytest.mark.parametrize("name", ["inference", "scenario"])
def test_progress_that_a_seller_tells_is_shown(name: str, open_shop: Open) -> None:
    shop = open_shop(name)
    shop.gateway.polls = 3
    bought(shop)
    shares = [told.share for told in shop.told if told.stage == "scoring"]
    assert (shares[0], sorted(shares) == shares, max(shares) > 0.35) == (0.35, True, True)
    if name == "inference":
        assert "stream" in {seen.kind for seen in shop.gateway.log}


def a_quoting_shop(shop: Shop, usd_per_unit: str) -> Shop:
    options = {"usd_per_unit": usd_per_unit}
    shop.provider = registry.provider("scenario", options, shop.gateway.environment)
    return shop


def test_a_price_quoted_above_the_plan_is_not_paid_and_says_what_to_set(open_shop: Open) -> None:
    # The fake's quote is 5 units.
    shop = a_quoting_shop(open_shop("scenario"), "0.02")
    (held,) = shop.buy()
    assert (type(held), str(held)) == (
        HeldError,
        "scenario asks 0.1 USD for it, more than was approved. It was not sent. Set price = 0.1 in"
        " [providers.scenario], then run again.",
    )
    assert (counted(shop), shop.spent, shop.state) == ((0, 0), 0, "none")


def test_a_price_quoted_below_the_plan_is_what_is_spent(open_shop: Open) -> None:
    shop = a_quoting_shop(open_shop("scenario"), "0.004")
    assert (bought(shop).state, counted(shop), shop.spent) == ("done", (1, 1), Decimal("0.020"))
