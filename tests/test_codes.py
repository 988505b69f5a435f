"""Sellers' own codes -> kinds of failure, and what a lookup of a lost request may conclude.

Source: facts 'providers', sections 3.1, 4, 7 and 9; 'reliability', sections 1 and 2.
"""

import pytest
from steps import FOLDER, answer, driven, kind_of, lines, polled, seller

from otio_v2a.errors import GatewayError
from otio_v2a.providers.wire import Answer

KLINGS = ("kling", "kkiai")
CODES = [
    *[(401, code, "auth") for code in (1000, 1001, 1002)],
    *[(401, code, "token") for code in (1003, 1004)],
    *[(429, code, "auth") for code in (1100, 1304)],
    *[(429, code, "quota") for code in (1101, 1102)],
    (403, 1103, "auth"),
    *[(400, code, "bad_input") for code in (1200, 1201)],
    *[(404, code, "bad_input") for code in (1202, 1203)],
    *[(400, code, "moderation") for code in (1300, 1301)],
    *[(429, code, "rate") for code in (1302, 1303)],
    *[(status, code, "transient") for status, code in ((500, 5000), (503, 5001), (504, 5002))],
    *[(status, 7777, kind) for status, kind in ((401, "auth"), (429, "rate"), (418, "unknown"))],
]


@pytest.mark.parametrize("name", KLINGS)
def test_kling_s_codes_go_before_the_status(name: str) -> None:
    told = [(status, code, f"a {code}") for status, code, _ in CODES]
    kinds = [
        kind_of(seller(name).failure(Answer(status, {"code": code, "message": said})))
        for status, code, said in told
    ]
    assert kinds == [kind for _, _, kind in CODES]


@pytest.mark.parametrize("name", KLINGS)
def test_a_code_in_a_2xx_refuses_a_submit_unless_it_leaves_a_doubt(name: str) -> None:
    told = {
        code: seller(name).accepted(Answer(200, {"code": code, "message": ""}))
        for _, code, _ in CODES
    }
    doubtful = {code for code, said in told.items() if said is None}
    assert doubtful == {5000, 5001, 5002, 7777}


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        *[(401, "auth"), (402, "quota"), (400, "bad_input"), (429, "rate")],
        *[(408, None), (409, None), (500, None), (5004, None), ("429", None)],
    ],
)
def test_a_code_in_wavespeed_s_body_counts_as_a_status_does(
    code: object, expected: str | None
) -> None:
    told = seller("wavespeed").accepted(Answer(200, {"code": code, "message": "no"}))
    assert (told if told is None else kind_of(told)) == expected


FAL_TYPES = {
    "content_policy_violation": "moderation",
    **dict.fromkeys(
        (
            *("video_duration_too_short", "video_duration_too_long", "unsupported_video_format"),
            *("file_too_large", "file_download_error", "feature_not_supported", "missing"),
            *("sequence_too_long", "one_of", "greater_than", "greater_than_equal"),
            *("no_media_generated", "bad_request"),
        ),
        "bad_input",
    ),
    **dict.fromkeys(
        (
            *("request_timeout", "startup_timeout", "generation_timeout", "internal_server_error"),
            *("runner_scheduling_failure", "runner_connection_timeout", "runner_disconnected"),
            *("runner_connection_refused", "runner_connection_error", "runner_server_error"),
            *("runner_incomplete_response", "downstream_service_error"),
            "downstream_service_unavailable",
        ),
        "transient",
    ),
}
UNTOLD = dict.fromkeys(
    ("client_cancelled", "client_disconnected", "internal_error", "other"), "unknown"
)


@pytest.mark.parametrize("name", ["fal", "fal-mmaudio"])
@pytest.mark.parametrize(("kind", "expected"), [*FAL_TYPES.items(), *UNTOLD.items()])
def test_fal_s_types_go_before_status_and_message(name: str, kind: str, expected: str) -> None:
    fal, completed = seller(name), answer("fal", "completed")
    bodies = ({"detail": "x", "error_type": kind}, {"detail": [{"msg": "x", "type": kind}]})
    told = [Answer(status, body) for body in bodies for status in (422, 500)]
    ended = [polled(fal, completed, one) for one in told]
    ended.append(
        polled(fal, Answer(200, {"status": "COMPLETED", "error": "x", "error_type": kind}))
    )
    refused = [fal.failure(one) for one in told if kind in FAL_TYPES]
    assert {kind_of(one) for one in (*ended, *refused)} == {expected}


@pytest.mark.parametrize("status", [401, 403, 404, 408, 429, 500, 503])
def test_trouble_with_asking_fal_for_a_result_is_not_how_the_request_ended(status: int) -> None:
    fal = seller("fal")
    steps = fal.poll("job1")
    next(steps)
    call = steps.send(answer("fal", "completed"))
    assert not call.takes(Answer(status, {"detail": "x", "error_type": "rate_limited"}))


@pytest.mark.parametrize(("status", "expected"), [(401, "auth"), (402, "quota"), (429, "rate")])
def test_a_type_that_fal_does_not_list_leaves_the_status(status: int, expected: str) -> None:
    told = Answer(status, {"detail": "x", "error_type": "unheard_of"})
    assert kind_of(seller("fal").failure(told)) == expected


@pytest.mark.parametrize("name", KLINGS)
@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (answer("kling", "waiting"), "t1"),
        (Answer(404), ""),
        (Answer(404, {"code": 1203, "message": "not found"}), ""),
        (Answer(400, {"code": 1203, "message": "not found"}), ""),
    ],
)
def test_a_lost_request_is_looked_up_by_our_own_id(name: str, given: Answer, expected: str) -> None:
    kling = seller(name)
    steps = kling.found("v2a/1")
    assert steps is not None
    asked, found = driven(kling, steps, given)
    (base,) = kling.bases
    assert (lines(asked), found) == ([f"GET {base}/v1/audio/video-to-audio/v2a%2F1"], expected)


@pytest.mark.parametrize("body", [None, {}, {"code": 0}, {"code": 0, "data": {}}, "<html>"])
@pytest.mark.parametrize("name", KLINGS)
def test_only_a_plain_no_means_that_a_request_never_arrived(name: str, body: object) -> None:
    kling = seller(name)
    steps = kling.found("v2a-1")
    assert steps is not None
    with pytest.raises(GatewayError, match=rf"^{name} did not say whether it has the request\.$"):
        driven(kling, steps, Answer(200, body))


@pytest.mark.parametrize(
    "name", sorted(path.stem for path in FOLDER.iterdir() if path.stem not in KLINGS)
)
def test_who_knows_no_id_of_ours_cannot_be_asked(name: str) -> None:
    assert seller(name).found("v2a-1") is None
