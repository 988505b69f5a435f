"""How a picture is handed over: every request of it, and that a key never goes along elsewhere.

Source: facts 'providers', sections 3.5 and 4 to 11.
"""

import json
from dataclasses import replace

import pytest
from steps import MOVIE, answer, driven, example, lines, seller

from otio_v2a.providers.wire import Answer, File

WHOLE = File(MOVIE.path, MOVIE.name)
SCENARIO = "https://api.cloud.scenario.com/v1"


def test_wavespeed_gives_a_ticket_and_wants_exactly_its_headers() -> None:
    wavespeed = seller("wavespeed")
    asked, place = driven(
        wavespeed, wavespeed.upload(MOVIE), answer("wavespeed", "ticket"), Answer(200)
    )
    ticket, put = asked
    assert (ticket.url, ticket.json) == (
        "https://api.wavespeed.ai/api/v3/media/uploads",
        example("wavespeed", "ticket asked"),
    )
    headers = {"Content-Type": "video/mp4"}
    assert (put.method, put.url) == ("PUT", "https://store.example/put?sig=1")
    assert (put.headers, put.file, put.keyed) == (headers, WHOLE, False)
    assert place == "https://cdn.example/clip.mp4"


def test_wavespeed_without_tickets_takes_a_form() -> None:
    wavespeed = seller("wavespeed")
    kept = Answer(200, {"data": {"download_url": "https://cdn.example/c.mp4"}})
    asked, place = driven(wavespeed, wavespeed.upload(MOVIE), Answer(404), kept)
    assert lines(asked)[1:] == ["POST https://api.wavespeed.ai/api/v3/media/upload/binary"]
    assert (asked[1].file, asked[1].keyed) == (replace(WHOLE, form="file"), True)
    assert place == "https://cdn.example/c.mp4"


@pytest.mark.parametrize(
    "change", [{"code": 500}, {"data": {"upload": {"method": "POST", "url": "https://x.example"}}}]
)
def test_a_ticket_of_wavespeed_s_that_is_none_is_not_used(change: dict[str, object]) -> None:
    wavespeed = seller("wavespeed")
    wrong = Answer(200, {**example("wavespeed", "ticket"), **change})
    assert driven(wavespeed, wavespeed.upload(MOVIE), wrong)[1] == ""


def test_inference_announces_a_file_and_calls_it_by_its_uri() -> None:
    inference = seller("inference")
    asked, place = driven(
        inference, inference.upload(MOVIE), answer("inference", "ticket"), Answer(200)
    )
    ticket, put = asked
    assert (ticket.url, ticket.json) == (
        "https://api.inference.sh/files",
        example("inference", "ticket asked"),
    )
    assert (put.method, put.url, put.file, put.keyed) == (
        *("PUT", "https://store.example/put?sig=1", WHOLE, False),
    )
    assert (put.headers, place) == (
        {"Content-Type": "video/mp4"},
        "https://cloud.example/clip.mp4",
    )


def test_fal_s_store_is_given_its_own_token_and_never_our_key() -> None:
    fal = seller("fal")
    asked, place = driven(fal, fal.upload(MOVIE), answer("fal", "token"), answer("fal", "uploaded"))
    ticket, sent = asked
    where = "https://rest.fal.ai/storage/auth/token?storage_type=fal-cdn-v3"
    assert (ticket.method, ticket.url, ticket.json, ticket.keyed) == ("POST", where, {}, True)
    assert (sent.method, sent.url, sent.file, sent.keyed) == (
        *("POST", "https://v3.fal.media/files/upload", WHOLE, False),
    )
    lifetime = sent.headers["X-Fal-Object-Lifecycle"]
    assert json.loads(lifetime) == {"expiration_duration_seconds": 86_400}
    assert sent.headers == {
        "Authorization": "Bearer cdntok",
        "Content-Type": "video/mp4",
        "X-Fal-File-Name": "clip.mp4",
        "X-Fal-Object-Lifecycle": lifetime,
    }
    assert place == "https://v3.fal.media/files/in.mp4"


def test_replicate_takes_a_form_and_its_own_address_is_the_input() -> None:
    replicate = seller("replicate-mmaudio")
    kept = answer("replicate-mmaudio", "uploaded", 201)
    asked, place = driven(replicate, replicate.upload(MOVIE), kept)
    assert lines(asked) == ["POST https://api.replicate.com/v1/files"]
    assert asked[0].file == replace(WHOLE, form="content")
    assert place == "https://api.replicate.com/v1/files/f1"


@pytest.mark.parametrize("name", ["kling", "kkiai"])
def test_kling_takes_no_files(name: str) -> None:
    assert seller(name).upload(MOVIE) is None


def uploading(status: str, **more: str) -> Answer:
    return Answer(200, {"upload": {"id": "upl1", "status": status, **more}})


def test_scenario_takes_a_file_and_is_asked_until_it_is_an_asset() -> None:
    scenario = seller("scenario")
    waiting = [uploading(word) for word in ("pending", "validating", "validated", "complete")]
    asked, place = driven(
        scenario,
        scenario.upload(MOVIE),
        *(answer("scenario", "ticket"), Answer(200), *waiting, answer("scenario", "imported")),
    )
    assert asked[0].json == example("scenario", "ticket asked")
    assert (asked[1].file, asked[1].keyed) == (replace(WHOLE, length=2048), False)
    assert asked[2].json == example("scenario", "complete")
    assert lines(asked) == [
        f"POST {SCENARIO}/uploads",
        "PUT https://store.example/p1?sig=1",
        f"POST {SCENARIO}/uploads/upl1/action",
        *[f"GET {SCENARIO}/uploads/upl1"] * 4,
    ]
    assert [call.pause for call in asked[3:]] == [1.0] * 4
    assert place == "asset_in"


def test_scenario_s_upload_may_be_complete_with_its_asset() -> None:
    scenario = seller("scenario")
    done = uploading("complete", entityId="asset_7")
    steps = scenario.upload(MOVIE)
    assert driven(scenario, steps, answer("scenario", "ticket"), Answer(200), done)[1] == "asset_7"


def test_a_failed_upload_at_scenario_is_given_up() -> None:
    scenario = seller("scenario")
    failed = uploading("failed", errorMessage="too dark")
    steps = scenario.upload(MOVIE)
    assert driven(scenario, steps, answer("scenario", "ticket"), Answer(200), failed)[1] == ""


@pytest.mark.parametrize(
    ("size", "lengths"),
    [
        (6_999_999, [6_999_999]),
        (7_000_000, [7_000_000]),
        (7_000_001, [7_000_000, 1]),
        (100_000_000, [7_000_000] * 14 + [2_000_000]),
    ],
)
def test_a_large_picture_goes_to_scenario_in_parts_of_7_mb(size: int, lengths: list[int]) -> None:
    scenario = seller("scenario")
    parts = [{"url": f"https://store.example/p{number}"} for number in range(len(lengths))]
    ticket = Answer(200, {"upload": {"id": "upl1", "parts": parts}})
    steps = scenario.upload(replace(MOVIE, size=size))
    asked, _ = driven(scenario, steps, ticket, *[Answer(200)] * len(lengths))
    assert asked[0].json["parts"] == len(lengths)
    files = [call.file for call in asked[1:-1]]
    starts = [sum(lengths[:number]) for number in range(len(lengths))]
    assert files == [
        replace(WHOLE, offset=start, length=length)
        for start, length in zip(starts, lengths, strict=True)
    ]


@pytest.mark.parametrize("count", [0, 2])
def test_scenario_s_ticket_for_another_number_of_parts_is_not_used(count: int) -> None:
    scenario = seller("scenario")
    parts = [{"url": "https://store.example/p"}] * count
    ticket = Answer(200, {"upload": {"id": "upl1", "parts": parts}})
    assert driven(scenario, scenario.upload(MOVIE), ticket)[1] == ""
