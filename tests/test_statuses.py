"""Status words and numbers of every seller, table by table.

Source: facts 'providers', sections 4 to 11. What is expected stands there.
"""

from typing import Any

import pytest
from steps import example, polled, seller

from otio_v2a.providers.wire import Answer, Failure, Finished, Kind, Waiting

URL = "https://cdn.example/out.wav"
DONE = Finished((URL,))
KLING_RESULT = {"audios": [{"url_wav": URL}]}


def at_wavespeed(status: str, **more: Any) -> Answer:
    return Answer(200, {"code": 200, "data": {"status": status, "outputs": [URL], **more}})


def at_inference(status: int | str, output: Any = None, error: Any = None) -> Answer:
    return Answer(200, {"data": {"status": status, "output": output, "error": error}})


def at_kling(status: str, key: str = "task_status", code: object = 0) -> Answer:
    return Answer(200, {"code": code, "data": {key: status, "task_result": KLING_RESULT}})


def at_scenario(status: str) -> Answer:
    return Answer(200, {"job": {"status": status, "progress": 0.5}})


def at_replicate(status: str) -> Answer:
    return Answer(200, {"status": status, "output": URL})


def at_fal(status: str, **more: Any) -> Answer:
    return Answer(200, {"status": status, **more})


STATUSES = [
    *[("wavespeed", at_wavespeed(word), Waiting(told=word)) for word in ("created", "processing")],
    ("wavespeed", at_wavespeed("completed"), DONE),
    *[
        ("wavespeed", at_wavespeed(word), Failure(Kind.UNKNOWN, word))
        for word in ("failed", "cancelled", "timeout", "deleted")
    ],
    *[("kling", at_kling(word), Waiting(told=word)) for word in ("submitted", "processing")],
    *[("kling", at_kling(word), DONE) for word in ("succeed", "succeeded")],
    ("kling", at_kling("failed"), Failure(Kind.UNKNOWN, "failed")),
    *[
        ("kkiai", at_kling(word, key, code), Waiting(told=word))
        for word in ("submitted", "queued", "processing")
        for key in ("status", "task_status")
        for code in (0, "0", "success")
    ],
    *[
        ("kkiai", at_kling(word, key), DONE)
        for word in ("succeed", "succeeded", "success")
        for key in ("status", "task_status")
    ],
    ("kkiai", at_kling("failed", "status"), Failure(Kind.UNKNOWN, "failed")),
    *[
        ("scenario", at_scenario(word), Waiting(0.5, word))
        for word in ("pending", "queued", "warming-up", "in-progress", "finalizing")
    ],
    *[
        ("scenario", at_scenario(word), Failure(Kind.UNKNOWN, word))
        for word in ("failure", "canceled")
    ],
    *[
        ("replicate-mmaudio", at_replicate(word), Waiting(told=word))
        for word in ("starting", "processing")
    ],
    ("replicate-mmaudio", at_replicate("succeeded"), DONE),
    *[
        ("replicate-mmaudio", at_replicate(word), Failure(Kind.UNKNOWN, word))
        for word in ("failed", "canceled")
    ],
    ("fal", at_fal("IN_QUEUE", queue_position=7), Waiting(told="7 ahead")),
    ("fal", at_fal("IN_PROGRESS"), Waiting(told="IN_PROGRESS")),
]


@pytest.mark.parametrize(("name", "given", "expected"), STATUSES)
def test_every_status_of_the_tables_means_what_they_say(
    name: str, given: Answer, expected: object
) -> None:
    assert polled(seller(name), given) == expected


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("wavespeed", at_wavespeed("resting")),
        ("inference", at_inference(14)),
        ("inference", at_inference("resting")),
        ("kling", at_kling("resting")),
        ("kkiai", at_kling("resting", "status")),
        ("scenario", at_scenario("resting")),
        ("fal", at_fal("RESTING")),
        ("replicate-mmaudio", at_replicate("resting")),
    ],
)
def test_an_unknown_status_is_waited_for(name: str, given: Answer) -> None:
    assert isinstance(polled(seller(name), given), Waiting)


OUTPUT = {"audio": {"uri": URL}}
UNDONE = "a result is there, but the task says it is not done"
OLD = f"{UNDONE}; 9 meant completed in the old numbering"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        *[(at_inference(number), Waiting(number / 10)) for number in range(10)],
        (at_inference(9, OUTPUT), Waiting(0.9, OLD)),
        (at_inference(10, OUTPUT), DONE),
        (at_inference(10, OUTPUT, ""), DONE),
        (at_inference(10), Failure(Kind.UNKNOWN, "completed without a result")),
        (at_inference(10, {}), Failure(Kind.UNKNOWN, "completed without a result")),
        (at_inference(10, None, "boom"), Failure(Kind.UNKNOWN, "boom")),
        (at_inference(10, OUTPUT, "boom"), Failure(Kind.UNKNOWN, "boom")),
        (at_inference(11), Failure(Kind.UNKNOWN, "failed")),
        (at_inference(11, OUTPUT), Failure(Kind.UNKNOWN, "failed")),
        (at_inference(11, None, "nsfw"), Failure(Kind.MODERATION, "nsfw")),
        (at_inference(12), Failure(Kind.UNKNOWN, "cancelled")),
        (at_inference(13), Failure(Kind.QUOTA, "rejected: no balance or no payment method")),
        (at_inference(13, None, "no card"), Failure(Kind.QUOTA, "no card")),
        (at_inference("completed", OUTPUT), DONE),
        (at_inference("Completed", OUTPUT), DONE),
        (at_inference("failed", None, "boom"), Failure(Kind.UNKNOWN, "boom")),
        (at_inference("cancelled"), Failure(Kind.UNKNOWN, "cancelled")),
        (at_inference("rejected", None, "no card"), Failure(Kind.QUOTA, "no card")),
        (at_inference("running"), Waiting(0.0)),
        (at_inference(None, OUTPUT), Waiting(0.0, UNDONE)),
        (Answer(200, example("inference", "webhook")), Waiting(0.9)),
    ],
)
def test_inference_s_numbers_are_read_by_the_decision_table(
    given: Answer, expected: object
) -> None:
    assert polled(seller("inference"), given) == expected


def test_inference_s_stream_tells_how_far_a_task_is_and_never_that_it_is_done() -> None:
    told = seller("inference").told
    cases = ("heartbeat", "stream", "waiting", "failed")
    assert [told(example("inference", case)) for case in cases] == [
        *(Waiting(0.0), None, Waiting(0.7), None),
    ]


def test_wavespeed_may_warn_of_its_result() -> None:
    warned = at_wavespeed("completed", has_nsfw_contents=[False, True])
    remark = "WaveSpeed marks this sound as possibly not safe for work."
    assert polled(seller("wavespeed"), warned) == Finished((URL,), remarks=(remark,))
