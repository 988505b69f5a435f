"""Answers of sellers -> how a job stands: every example and every table of the provider sheet.

Source: facts 'providers', sections 3.3 and 4 to 11. What is expected stands there.
"""

from typing import Any

import pytest
from steps import FOLDER, answer, driven, example, kind_of, lines, polled, seller

from otio_v2a.providers import registry
from otio_v2a.providers.base import Remote
from otio_v2a.providers.wire import Answer, Failure, Finished, Kind, Waiting

REMOTE = tuple(name for name in registry.names() if isinstance(registry.provider(name), Remote))
KLINGS = ("kling", "kkiai")
MP4, OUT = "https://cdn.example/out.mp4", "https://x.example/out.mp4"
CLOUD, MEDIA = "https://cloud.example/out", "https://v3.fal.media/files/out"
JOB = "https://queue.fal.run/fal-ai/kling-video/requests/job1"


def test_every_seller_has_examples_or_speaks_as_another_does() -> None:
    as_scenario = {"scenario-mmaudio", "scenario-foley"}
    assert {path.stem for path in FOLDER.iterdir()} == set(REMOTE) - as_scenario


@pytest.mark.parametrize(
    ("name", "case", "expected"),
    [
        ("wavespeed", "waiting", Waiting(told="processing")),
        ("wavespeed", "done", Finished((MP4,))),
        ("wavespeed", "failed", Failure(Kind.MODERATION, "content policy")),
        ("inference", "waiting", Waiting(0.7)),
        ("inference", "done", Finished((f"{CLOUD}.mp3", f"{CLOUD}.mp4"))),
        ("inference", "failed", Failure(Kind.UNKNOWN, "boom")),
        ("inference", "rejected", Failure(Kind.QUOTA, "insufficient balance")),
        ("kkiai", "waiting", Waiting(told="queued")),
        ("kkiai", "done", Finished((OUT,))),
        ("kkiai", "failed", Failure(Kind.MODERATION, "content risk")),
        ("kling", "waiting", Waiting(told="processing")),
        (
            "kling",
            "done",
            Finished(("https://x.example/o.wav", "https://x.example/o.mp3", OUT), "0.25 units"),
        ),
        ("kling", "failed", Failure(Kind.MODERATION, "content risk")),
        ("scenario", "waiting", Waiting(0.3, "in-progress")),
        ("scenario", "failed", Failure(Kind.MODERATION, "nsfw: Try another clip")),
        ("fal", "queued", Waiting(told="IN_QUEUE")),
        ("fal", "waiting", Waiting(told="IN_PROGRESS")),
        ("fal", "failed", Failure(Kind.UNKNOWN, "Video too short")),
        ("replicate-mmaudio", "waiting", Waiting(told="processing")),
        ("replicate-mmaudio", "done", Finished(("https://delivery.example/out.mp4",))),
        ("replicate-mmaudio", "failed", Failure(Kind.UNKNOWN, "CUDA out of memory")),
    ],
)
def test_an_answer_to_a_poll_means_what_the_sheet_says(
    name: str, case: str, expected: object
) -> None:
    assert polled(seller(name), answer(name, case)) == expected


def test_kkiai_may_answer_as_kling_does() -> None:
    assert polled(seller("kkiai"), answer("kling", "done")) == polled(
        seller("kling"), answer("kling", "done")
    )


def test_scenario_s_finished_job_is_asked_for_its_assets() -> None:
    scenario = seller("scenario")
    asked, done = driven(
        scenario, scenario.poll("job1"), answer("scenario", "done"), answer("scenario", "asset")
    )
    base = "https://api.cloud.scenario.com/v1"
    assert lines(asked) == [f"GET {base}/jobs/job1", f"GET {base}/assets/asset_out"]
    assert done == Finished(("https://cdn.example/out.mp3?Signature=x",))


@pytest.mark.parametrize(
    ("name", "given", "expected"),
    [
        ("fal", answer("fal", "done"), Finished((f"{MEDIA}.mp3", f"{MEDIA}.mp4"))),
        ("fal-mmaudio", answer("fal-mmaudio", "done"), Finished((f"{MEDIA}.mp4",))),
        ("fal", answer("fal", "bad input", 422), Failure(Kind.BAD_INPUT, "Video too short")),
        ("fal", answer("fal", "late", 504), Failure(Kind.TRANSIENT, "Request timed out")),
        ("fal", Answer(200, {"error": "boom"}), Failure(Kind.UNKNOWN, "boom")),
    ],
)
def test_fal_s_result_says_how_a_completed_request_ended(
    name: str, given: Answer, expected: object
) -> None:
    fal = seller(name)
    asked, ended = driven(fal, fal.poll("job1"), answer("fal", "completed"), given)
    where = JOB if name == "fal" else "https://queue.fal.run/fal-ai/mmaudio-v2/requests/job1"
    assert lines(asked) == [f"GET {where}/status", f"GET {where}"]
    assert ended == expected


@pytest.mark.parametrize(
    ("name", "case", "status", "expected"),
    [
        ("wavespeed", "wrong key", 401, Failure(Kind.AUTH, "invalid api key")),
        ("wavespeed", "busy", 503, Failure(Kind.TRANSIENT, "busy")),
        ("inference", "too fast", 429, Failure(Kind.RATE, "slow down: Too Many Requests")),
        (
            "inference",
            "secret missing",
            412,
            Failure(Kind.AUTH, "missing secret: Requirements not met: secret missing"),
        ),
        ("kkiai", "wrong key", 401, Failure(Kind.AUTH, "invalid token")),
        (
            "kling",
            "too many",
            429,
            Failure(Kind.RATE, "parallel task over resource pack limit (1303)"),
        ),
        ("kling", "wrong key", 401, Failure(Kind.AUTH, "Authorization is invalid (1002)")),
        (
            "kling",
            "bad input",
            400,
            Failure(Kind.BAD_INPUT, "video_id and video_url: exactly one (1201)"),
        ),
        ("scenario", "no model", 404, Failure(Kind.BAD_INPUT, "model not found: Not Found")),
        ("scenario", "no model", 429, Failure(Kind.RATE, "model not found: Not Found")),
        (
            "replicate-mmaudio",
            "wrong key",
            401,
            Failure(Kind.AUTH, "You did not pass a valid authentication token: Unauthenticated"),
        ),
    ],
)
def test_a_refusal_means_what_the_sheet_says(
    name: str, case: str, status: int, expected: Failure
) -> None:
    assert seller(name).failure(answer(name, case, status)) == expected


def test_a_code_at_the_end_of_inference_s_type_goes_before_the_status() -> None:
    assert kind_of(seller("inference").failure(answer("inference", "too fast", 400))) == "rate"


GENERIC = {
    **dict.fromkeys((401, 403, 412), "auth"),
    402: "quota",
    **dict.fromkeys((400, 404, 413, 415, 422), "bad_input"),
    429: "rate",
    **dict.fromkeys((408, 500, 502, 503, 504), "transient"),
    **dict.fromkeys((409, 410, 418, 451, 501), "unknown"),
}


@pytest.mark.parametrize("name", REMOTE)
def test_a_status_alone_means_what_the_generic_table_says(name: str) -> None:
    told = {status: seller(name).failure(Answer(status)) for status in GENERIC}
    assert told == {
        status: Failure(Kind(kind), f"HTTP {status}") for status, kind in GENERIC.items()
    }


TELLING = {
    **dict.fromkeys(
        ("NSFW", "against Policy", "failed moderation", "sensitive", "content risk", "Safety"),
        "moderation",
    ),
    **dict.fromkeys(
        ("insufficient", "Balance low", "no credit", "quota", "arrears", "depleted"), "quota"
    ),
    **dict.fromkeys(("Too many jobs", "rate limit", "parallel task", "concurrency"), "rate"),
    **dict.fromkeys(("boom", "the model broke", "HTTP 500"), "unknown"),
}


def failed(name: str, told: str) -> Answer:
    """A job of that seller that failed with these words."""
    bodies: dict[str, Any] = {
        "wavespeed": {"data": {"status": "failed", "error": told}},
        "inference": {"data": {"status": 11, "error": told}},
        "kling": {"code": 0, "data": {"task_status": "failed", "task_status_msg": told}},
        "kkiai": {"code": "success", "data": {"status": "failed", "error": {"message": told}}},
        "scenario": {"job": {"status": "failure", "metadata": {"error": told}}},
        "fal": {"status": "COMPLETED", "error": told},
        "replicate": {"status": "failed", "error": told},
    }
    return Answer(200, bodies.get(name) or bodies[name.partition("-")[0]])


@pytest.mark.parametrize("name", REMOTE)
def test_the_words_of_a_failed_job_tell_why(name: str) -> None:
    told = {words: polled(seller(name), failed(name, words)) for words in TELLING}
    assert told == {words: Failure(Kind(kind), words) for words, kind in TELLING.items()}


@pytest.mark.parametrize(
    ("status", "expected"), [(400, "moderation"), (409, "moderation"), (401, "auth"), (503, "tr")]
)
def test_words_count_only_where_the_status_says_little(status: int, expected: str) -> None:
    given = Answer(status, {"message": "content policy"})
    assert all(kind_of(seller(name).failure(given)).startswith(expected) for name in REMOTE)


@pytest.mark.parametrize("said", ["", None, 7, [], {}, {"message": None}, "<html>Bad gateway"])
@pytest.mark.parametrize("name", REMOTE)
def test_an_answer_that_is_no_job_is_waited_through(name: str, said: object) -> None:
    assert isinstance(polled(seller(name), Answer(200, said)), Waiting)


def test_the_longest_message_is_shortened() -> None:
    told = seller("fal").failure(Answer(400, {"message": "x" * 1000}))
    assert told == Failure(Kind.BAD_INPUT, "x" * 300)


@pytest.mark.parametrize("name", REMOTE)
def test_the_job_s_id_is_read_from_the_answer_to_a_submit(name: str) -> None:
    ids = {
        "wavespeed": ("wavespeed", "ws1"),
        "inference": ("inference", "task1"),
        "kling": ("kling", "t1"),
        "kkiai": ("kling", "t1"),
        "fal": ("fal", "req1"),
        "fal-mmaudio": ("fal", "req1"),
        "replicate-mmaudio": ("replicate-mmaudio", "p1"),
    }
    source, job = ids.get(name, ("scenario", "job1"))
    assert seller(name).accepted(answer(source, "accepted")) == job


@pytest.mark.parametrize("body", [None, {}, [], "", {"code": 0}, {"data": None}, {"data": {}}])
@pytest.mark.parametrize("name", REMOTE)
def test_a_2xx_without_an_id_says_neither_yes_nor_no(name: str, body: object) -> None:
    assert seller(name).accepted(Answer(200, body)) is None


def test_inference_may_answer_without_an_envelope() -> None:
    inference, bare = seller("inference"), example("inference", "accepted")["data"]
    assert inference.accepted(Answer(200, bare)) == "task1"
    done = Answer(200, example("inference", "done")["data"])
    assert polled(inference, done) == Finished((f"{CLOUD}.mp3", f"{CLOUD}.mp4"))
