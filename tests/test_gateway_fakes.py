"""Our gateways are as strict as the vendors', and misbehave exactly as they are told.

Source: facts 'providers', sections 3 to 13; 'reliability', sections 2 and 17.
"""

import threading
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from email.utils import format_datetime
from fractions import Fraction
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pytest
from fakes.gateways import GATEWAYS, Fal, Inference, Kkiai, Kling, Scenario, WaveSpeed
from fakes.gateways.base import Gateway
from fakes.gateways.callers import SPEECHES, Caller
from fakes.gateways.faults import Fault
from fakes.gateways.folder import Folder
from fakes.gateways.footage import a_film, heard
from fakes.gateways.inference import OLD, WORDS

ALL = tuple(GATEWAYS)
KLINGS = ("kling", "kkiai")
LIMITED = ("wavespeed", "inference", "kkiai", "kling", "scenario", "fal")
MMAUDIOS = ("scenario-mmaudio", "scenario-foley", "fal-mmaudio", "replicate-mmaudio")
Calls = Callable[..., Caller]


@pytest.fixture
def calls(tmp_path: Path) -> Iterator[Calls]:
    """Starts a gateway and a client for it."""
    opened: list[Any] = []

    def start(provider: str, gateway: Gateway | None = None) -> Caller:
        made = gateway or GATEWAYS[provider]()
        http, bare = (httpx.Client(trust_env=False, verify=False) for _ in range(2))
        folder = Folder(tmp_path)
        for one in (folder, made, http, bare):
            opened.append(one.__enter__())
        return Caller(provider, made, http, bare, folder)

    yield start
    for one in reversed(opened):
        one.__exit__(None, None, None)


def submitted(caller: Caller, film: bytes | None = None, **more: Any) -> str:
    """The id of a new job."""
    answer = caller.submit(caller.send(film or a_film()), **more)
    assert answer.is_success, answer.text
    return caller.speech.name(answer.json())


def ended(caller: Caller, name: str) -> Any:
    """The last word of a job that says 'not yet' once."""
    return [caller.ask(name) for _ in range(2)][-1]


def a_link(caller: Caller) -> str:
    """A result of a job that is done."""
    gateway = caller.gateway
    ended(caller, submitted(caller))
    return gateway.publish(next(iter(gateway.jobs.values())), gateway.form)


def test_there_is_a_gateway_and_a_caller_for_every_provider():
    assert set(SPEECHES) == set(GATEWAYS)


@pytest.mark.parametrize("provider", ALL)
def test_a_job_is_billed_once_and_its_sound_is_as_long_as_the_picture(provider: str, calls: Calls):
    caller = calls(provider)
    name = submitted(caller)
    assert (caller.ask(name) == caller.ask(name)) is False
    assert caller.ask(name) == caller.speech.words[0]
    gateway = caller.gateway
    prompts = ("rain, piano",) if provider in MMAUDIOS else ("rain", "piano")
    assert [(bill.job, bill.prompts) for bill in gateway.bills] == [(name, prompts)]
    link = gateway.publish(gateway.jobs[name], gateway.form)
    data = caller.bare.get(link).content
    assert heard(data) == pytest.approx(3.4, abs=0.022)
    assert (gateway.posts, gateway.leaks, gateway.complaints) == (1, [], [])


@pytest.mark.parametrize("provider", ALL)
def test_a_submit_without_or_with_wrong_credentials_is_refused(provider: str, calls: Calls):
    caller = calls(provider)
    body = caller.body(caller.send(a_film()))
    url = caller.gateway.url + caller.gateway.PREFIX + caller.speech.path
    wrong = {"Authorization": caller.speech.credentials()[:-3] + "abc"}
    answers = [caller.http.post(url, json=body, headers=one) for one in ({}, wrong)]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert (caller.gateway.posts, caller.gateway.bills) == (2, [])


@pytest.mark.parametrize("provider", ALL)
@pytest.mark.parametrize(
    "more",
    [
        pytest.param({"nonsense": 1}, id="a key nobody knows"),
        pytest.param({"prompt": 5, "sound_effect_prompt": 5, "soundEffectPrompt": 5}, id="a type"),
    ],
)
def test_a_body_that_is_wrong_is_refused_and_costs_nothing(
    provider: str, more: dict[str, Any], calls: Calls
):
    caller = calls(provider)
    answer = caller.submit(caller.send(a_film()), **more)
    assert answer.status_code in (400, 422)
    assert caller.gateway.bills == []


@pytest.mark.parametrize("provider", LIMITED)
@pytest.mark.parametrize(("length", "good"), [(200, True), (201, False)])
def test_a_prompt_has_at_most_200_code_points(provider: str, length: int, good: bool, calls: Calls):
    caller = calls(provider)
    key = "soundEffectPrompt" if provider == "scenario" else "sound_effect_prompt"
    answer = caller.submit(caller.send(a_film()), **{key: "é" * length})
    assert answer.is_success is good


@pytest.mark.parametrize("provider", ALL)
def test_a_path_nobody_knows_is_not_found(provider: str, calls: Calls):
    caller = calls(provider)
    assert caller.call("POST", "/v9/nothing", json={}).status_code == 404
    assert [seen.kind for seen in caller.gateway.log] == ["other"]


@pytest.mark.parametrize("provider", LIMITED)
@pytest.mark.parametrize(
    ("film", "kind"),
    [
        pytest.param(a_film(74), "short", id="too short"),
        pytest.param(a_film(505), "long", id="too long"),
        pytest.param(a_film(codec="mpeg4"), "codec", id="not H.264"),
        pytest.param(a_film(sound=True), "sound", id="with sound"),
        pytest.param(b"no film at all", "unreadable", id="no film"),
    ],
)
def test_a_film_that_is_wrong_makes_the_job_fail(
    provider: str, film: bytes, kind: str, calls: Calls
):
    caller = calls(provider)
    word = ended(caller, submitted(caller, film))
    trimmed = provider == "wavespeed" and kind == "long"
    assert word == caller.speech.words[0 if trimmed else 1]
    assert [complaint.kind for complaint in caller.gateway.complaints] == [kind]


@pytest.mark.parametrize("provider", MMAUDIOS)
@pytest.mark.parametrize(("frames", "kinds"), [(25, []), (24, ["short"]), (755, ["long"])])
def test_mmaudio_takes_films_of_1_to_30_seconds(
    provider: str, frames: int, kinds: list[str], calls: Calls
):
    caller = calls(provider)
    ended(caller, submitted(caller, a_film(frames)))
    assert [complaint.kind for complaint in caller.gateway.complaints] == kinds


def test_wavespeed_cuts_what_is_longer_than_20_seconds_without_a_word(calls: Calls):
    caller = calls("wavespeed")
    caller.gateway.form = "wav"
    name = submitted(caller, a_film(505))
    ended(caller, name)
    link = caller.gateway.publish(caller.gateway.jobs[name], "wav")
    assert heard(caller.bare.get(link).content) == 20


@pytest.mark.parametrize("provider", [name for name in ALL if name not in KLINGS])
def test_a_film_that_was_never_uploaded_is_not_scored(provider: str, calls: Calls):
    caller = calls(provider)
    answer = caller.submit("https://example.com/clip.mp4")
    if provider.startswith("fal"):
        name = caller.speech.name(answer.json())
        ended(caller, name)
        url = caller.speech.poll.format(name).removesuffix("/status")
        answer = caller.call("GET", url)
    assert answer.status_code in (400, 422)


@pytest.mark.parametrize("provider", KLINGS)
def test_a_film_that_is_hosted_nowhere_makes_the_task_fail(provider: str, calls: Calls):
    caller = calls(provider)
    answer = caller.submit(caller.folder.url + "/nothing.mp4")
    assert ended(caller, caller.speech.name(answer.json())) == "failed"
    assert [complaint.kind for complaint in caller.gateway.complaints] == ["download"]


@pytest.mark.parametrize("provider", ALL)
@pytest.mark.parametrize("header", ["Authorization", "Cookie"])
def test_credentials_sent_to_a_result_are_a_leak(provider: str, header: str, calls: Calls):
    caller = calls(provider)
    answer = caller.bare.get(a_link(caller), headers={header: "anything"})
    assert answer.status_code == 400
    assert [seen.kind for seen in caller.gateway.leaks] == ["download"]


def test_a_jar_of_cookies_is_a_leak_too(calls: Calls):
    caller = calls("inference")
    assert caller.http.get(a_link(caller)).status_code == 400
    assert [seen.kind for seen in caller.gateway.leaks] == ["download"]


@pytest.mark.parametrize("provider", ["wavespeed", "inference"])
def test_a_presigned_put_wants_what_was_signed_and_as_many_bytes_as_announced(
    provider: str, calls: Calls
):
    caller = calls(provider)
    gateway, put = caller.gateway, caller.bare.put
    upload = gateway.announced("clip.mp4", 9, "video/mp4")
    url, kind = gateway.put_url(upload), {"Content-Type": "video/mp4"}
    puts = [
        put(url, content=b"123456789", headers={"Content-Type": "video/quicktime"}),
        put(url.partition("?")[0], content=b"123456789", headers=kind),
        put(url, content=b"12345678", headers=kind),
        put(url, content=iter([b"1234", b"56789"]), headers=kind),
    ]
    assert [answer.status_code for answer in puts] == [403, 403, 400, 200]
    assert gateway.log[-1].headers["transfer-encoding"] == "chunked"
    assert upload.data == b"123456789"


@pytest.mark.parametrize("provider", ALL)
@pytest.mark.parametrize(
    ("fault", "billed"),
    [
        pytest.param(Fault.answer(503), 0, id="503"),
        pytest.param(Fault.answer(429), 0, id="429"),
        pytest.param(Fault.reset(), 0, id="reset"),
        pytest.param(Fault.reset(after=True), 1, id="reset afterwards"),
        pytest.param(Fault.stall(0.01), 0, id="stalled"),
        pytest.param(Fault.stall(0.01, after=True), 1, id="stalled afterwards"),
        pytest.param(Fault.garbage(), 1, id="garbage"),
        pytest.param(Fault.late(502), 1, id="502 afterwards"),
    ],
)
def test_a_fault_at_a_submit_bills_only_when_it_comes_afterwards(
    provider: str, fault: Fault, billed: int, calls: Calls
):
    caller = calls(provider)
    film = caller.send(a_film())
    caller.gateway.faults["submit"] = [fault]
    try:
        caller.submit(film)
    except httpx.TransportError:
        assert fault.way == "reset"
    assert (caller.gateway.posts, len(caller.gateway.bills)) == (1, billed)
    assert caller.submit(film).is_success
    assert len(caller.gateway.bills) == billed + 1


def test_retry_after_comes_in_both_forms(calls: Calls):
    caller = calls("kling")
    film = caller.send(a_film())
    date = format_datetime(datetime(2026, 10, 21, 7, 28, tzinfo=UTC), usegmt=True)
    said = [Kling.coded(1302, {"Retry-After": "2"}), Fault.answer(429, None, {"Retry-After": date})]
    caller.gateway.faults["submit"] = said
    answers = [caller.submit(film) for _ in range(2)]
    found = [(answer.json()["code"], answer.headers["retry-after"]) for answer in answers]
    assert found == [(1302, "2"), (1302, "Wed, 21 Oct 2026 07:28:00 GMT")]


@pytest.mark.parametrize("provider", ALL)
def test_more_jobs_under_way_than_allowed_are_refused(provider: str, calls: Calls):
    caller = calls(provider)
    caller.gateway.max_parallel = 1
    film = caller.send(a_film())
    name = caller.speech.name(caller.submit(film).json())
    refused = caller.submit(film)
    ended(caller, name)
    again = caller.submit(film)
    assert (refused.status_code, again.is_success) == (429, True)
    assert (caller.gateway.posts, len(caller.gateway.bills)) == (3, 2)


def test_kling_says_1303_when_its_pack_is_full(calls: Calls):
    caller = calls("kling")
    caller.gateway.max_parallel = 0
    said = caller.submit(caller.send(a_film())).json()
    assert (said["code"], said["message"]) == (1303, "parallel task over resource pack limit")


def test_a_submit_is_not_billed_before_half_its_time(calls: Calls):
    caller = calls("fal")
    film = caller.send(a_film())
    caller.gateway.post_seconds = 60.0
    asking = threading.Thread(target=_gone, args=(caller, film))
    asking.start()
    asking.join()
    assert (caller.gateway.posts, caller.gateway.bills) == (1, [])
    caller.gateway.post_seconds = 0.0
    assert caller.submit(film).is_success


def _gone(caller: Caller, film: str) -> None:
    """A client that is gone before its answer comes."""
    url, body = caller.gateway.url + caller.speech.path, caller.body(film)
    with pytest.raises(httpx.ReadTimeout):
        caller.http.post(url, json=body, headers=caller.headers, timeout=0.2)


@pytest.mark.parametrize(
    ("fault", "error"),
    [
        (Fault.truncated(), httpx.RemoteProtocolError),
        (Fault.reset(), httpx.ReadError),
        (Fault.reset(after=True), httpx.ReadError),
    ],
)
def test_a_download_may_break_off(fault: Fault, error: type[Exception], calls: Calls):
    caller = calls("wavespeed")
    link = a_link(caller)
    caller.gateway.faults["download"] = [fault]
    with pytest.raises(error, match=r"peer closed|reset by peer"):
        caller.bare.get(link)


def test_a_download_may_be_something_else(calls: Calls):
    caller = calls("wavespeed")
    link = a_link(caller)
    elsewhere = "http://169.254.169.254/latest"
    caller.gateway.faults["download"] = [
        Fault.html(),
        Fault.empty(),
        Fault.redirect(elsewhere),
        Fault.no_audio(),
        Fault.short(),
    ]
    page, empty, moved, silent, short = (caller.bare.get(link) for _ in range(5))
    assert page.headers["content-type"] == "text/html"
    assert (empty.status_code, empty.content) == (200, b"")
    assert (moved.status_code, moved.headers["location"]) == (302, elsewhere)
    assert silent.content == a_film()
    assert heard(short.content) == pytest.approx(1.7, abs=0.022)


def test_a_download_may_never_end(calls: Calls):
    caller = calls("wavespeed")
    link = a_link(caller)
    caller.gateway.faults["download"] = [Fault.endless()]
    with caller.bare.stream("GET", link) as answer:
        sizes = (len(chunk) for chunk in answer.iter_bytes(1_000_000))
        assert [next(sizes) for _ in range(3)] == [1_000_000] * 3


def test_an_asset_that_has_expired_has_a_fresh_link_at_the_next_look(calls: Calls):
    caller = calls("scenario")
    name = submitted(caller)
    ended(caller, name)
    caller.gateway.faults["download"] = [Fault.answer(403)]
    path = f"/assets/asset_{name}-mp3"
    old, fresh = (caller.call("GET", path).json()["asset"]["url"] for _ in range(2))
    tries = [caller.bare.get(link).status_code for link in (old, old, fresh)]
    assert tries == [403, 403, 200]
    assert caller.bare.get(fresh.partition("?")[0]).status_code == 403


def test_a_scorer_takes_the_place_of_the_tone(calls: Calls):
    caller = calls("kling")
    heard_of: list[tuple[bytes, str]] = []

    def scorer(video: bytes, body: dict[str, Any]) -> Any:
        heard_of.append((video, body["sound_effect_prompt"]))
        return np.zeros((48_000, 2), np.float32)

    caller.gateway.scorer = scorer
    assert heard(caller.bare.get(a_link(caller)).content) == 1
    assert heard_of == [(a_film(), "rain")]


@pytest.mark.parametrize("form", ["wav", "mp3", "m4a", "mp4"])
def test_a_result_comes_in_every_form(form: str, calls: Calls):
    caller = calls("kling")
    caller.gateway.form = form
    name = submitted(caller)
    ended(caller, name)
    found = caller.call("GET", caller.speech.poll.format(name)).json()["data"]["task_result"]
    sounds = [key for sound in found["audios"] for key in sound if key.startswith("url")]
    expected = {"wav": ["url_mp3", "url_wav"], "mp4": []}.get(form, ["url_mp3"])
    assert (sounds, len(found["videos"])) == (expected, 1)


def test_an_outcome_may_depend_on_what_is_asked(calls: Calls):
    caller = calls("wavespeed")
    words = {"rain": "done", "wind": "failed", "fire": "moderation", "snow": "never"}
    caller.gateway.outcome = lambda body: words[body["sound_effect_prompt"]]
    film = caller.send(a_film())
    names = [
        caller.speech.name(caller.submit(film, sound_effect_prompt=one).json()) for one in words
    ]
    found = [ended(caller, name) for name in names]
    assert found == ["completed", "failed", "failed", "processing"]


def test_a_job_may_take_its_time_instead_of_polls(calls: Calls):
    caller = calls("wavespeed")
    caller.gateway.latency = 3600.0
    name = submitted(caller)
    assert [caller.ask(name) for _ in range(5)] == ["processing"] * 5
    caller.gateway.latency = 0.0
    assert caller.ask(name) == "completed"


# Kling and KKIAI


@pytest.mark.parametrize("status", [400, 409])
def test_a_task_by_a_name_that_is_taken_is_refused_and_found(status: int, calls: Calls):
    caller = calls("kling")
    caller.gateway.duplicate_status = status
    film = caller.send(a_film())
    first, second = (caller.submit(film, external_task_id="v2a-1") for _ in range(2))
    assert (second.status_code, second.json()["code"]) == (status, 1201)
    found = caller.call("GET", SPEECHES["kling"].poll.format("v2a-1")).json()
    assert found["data"]["task_id"] == first.json()["data"]["task_id"]
    assert [bill.client_id for bill in caller.gateway.bills] == ["v2a-1"]


def test_a_task_may_be_found_by_its_name_only_later(calls: Calls):
    caller = calls("kling")
    caller.gateway.lag = 3600.0
    name = submitted(caller, external_task_id="v2a-1")
    paths = [SPEECHES["kling"].poll.format(one) for one in ("v2a-1", name)]
    assert [caller.call("GET", path).status_code for path in paths] == [404, 200]
    caller.gateway.lag = 0.0
    assert caller.call("GET", paths[0]).status_code == 200


def test_tasks_are_listed_in_pages_and_not_counted_as_asked_after(calls: Calls):
    caller = calls("kling")
    names = [submitted(caller) for _ in range(3)]
    pages = [
        caller.call("GET", f"/v1/audio/video-to-audio?pageNum={page}&pageSize=2").json()["data"]
        for page in (1, 2, 3)
    ]
    assert [[task["task_id"] for task in page] for page in pages] == [
        names[:0:-1],
        names[:1],
        [],
    ]
    assert [job.polled for job in caller.gateway.jobs.values()] == [0, 0, 0]
    assert caller.call("GET", "/v1/audio/video-to-audio?pageSize=501").json()["code"] == 1201


@pytest.mark.parametrize(
    "more", [{"video_id": ""}, {"video_id": "v1"}, {"callback_url": None}, {"asmr_mode": "yes"}]
)
def test_kling_wants_one_video_and_the_right_types(more: dict[str, Any], calls: Calls):
    caller = calls("kling")
    answer = caller.submit(caller.send(a_film()), **more)
    assert (answer.status_code, answer.json()["code"]) == (400, 1201)


def test_kling_knows_its_own_videos_by_their_ids(calls: Calls):
    caller = calls("kling")
    assert isinstance(caller.gateway, Kling)
    caller.gateway.videos["v1"] = a_film()
    path = caller.speech.path
    answers = [caller.call("POST", path, json={"video_id": name}) for name in ("v1", "v2")]
    assert [answer.json()["code"] for answer in answers] == [0, 1201]
    assert ended(caller, caller.speech.name(answers[0].json())) == "succeed"


@pytest.mark.parametrize(("skew", "code"), [(0.0, 0), (-60.0, 1003), (1800.0, 1004)])
def test_kling_reads_the_clock_of_a_token(skew: float, code: int, calls: Calls):
    caller = calls("kling")
    caller.gateway.skew = skew
    assert caller.call("GET", "/v1/audio/video-to-audio").json()["code"] == code


def test_kkiai_may_answer_nothing_though_the_task_is_there(calls: Calls):
    caller = calls("kkiai", Kkiai(style="empty"))
    answer = caller.submit(caller.send(a_film()), external_task_id="v2a-1")
    assert answer.json() == {}
    assert ended(caller, "v2a-1") == "succeed"


def test_kkiai_may_wrap_its_answers(calls: Calls):
    caller = calls("kkiai", Kkiai(style="wrapped"))
    answer = caller.submit(caller.send(a_film())).json()
    task = {"task_id": "kkiai-job-0001", "status": "queued", "url": "", "error": None}
    assert answer == {"code": "success", "message": "", "data": task}
    path = SPEECHES["kkiai"].poll.format("kkiai-job-0001")
    last = [caller.call("GET", path).json()["data"] for _ in range(2)][-1]
    link = caller.gateway.publish(caller.gateway.jobs["kkiai-job-0001"], "mp4")
    assert last == {**task, "status": "succeeded", "url": link}


def test_kkiai_may_want_the_model_named(calls: Calls):
    caller = calls("kkiai", Kkiai(model_name="kling-video-to-audio"))
    film = caller.send(a_film())
    answers = [caller.submit(film), caller.submit(film, model_name="kling-video-to-audio")]
    assert [answer.status_code for answer in answers] == [400, 200]


# The others' own ways


@pytest.mark.parametrize(("numbers", "done"), [(OLD, 9), (WORDS, "completed")])
def test_inference_may_number_its_states_as_before_or_not_at_all(
    numbers: Any, done: Any, calls: Calls
):
    caller = calls("inference")
    assert isinstance(caller.gateway, Inference)
    caller.gateway.numbers = numbers
    assert ended(caller, submitted(caller)) == done


def test_inference_tells_what_its_inputs_are_called(calls: Calls):
    caller = calls("inference")
    assert isinstance(caller.gateway, Inference)
    caller.gateway.names = {"bgm_prompt": "music"}
    schema = caller.call("GET", "/apps/klingai/video-to-audio").json()["data"]["version"]
    assert list(schema["input_schema"]["properties"]) == [
        "video",
        "sound_effect_prompt",
        "music",
        "asmr_mode",
    ]
    assert caller.submit(caller.send(a_film())).status_code == 422


def test_scenario_imports_only_parts_that_make_up_the_file(calls: Calls):
    caller = calls("scenario")
    named = {"kind": "video", "fileName": "a.mp4", "contentType": "video/mp4", "fileSize": 9}
    upload = caller.call("POST", "/uploads", json={**named, "parts": 1}).json()["upload"]
    caller.bare.put(upload["parts"][0]["url"], content=b"12345678")
    caller.call("POST", f"/uploads/{upload['id']}/action", json={"action": "complete"})
    states = [caller.call("GET", f"/uploads/{upload['id']}").json()["upload"] for _ in range(2)]
    assert [state["status"] for state in states] == ["validating", "failed"]


def test_scenario_knows_three_models(calls: Calls):
    caller = calls("scenario")
    names = ["model_kling-video-to-audio", "model_mm-audio-2", "model_controlfoley", "model_other"]
    answers = [caller.call("GET", f"/models/{name}") for name in names]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 404]
    [video, effects, *_] = answers[0].json()["model"]["inputs"]
    assert video == {"name": "video", "type": "file", "kind": "video", "required": {"always": True}}
    assert effects == {"name": "soundEffectPrompt", "type": "string", "maxLength": 200}


def test_fal_puts_its_own_prompts_where_none_are_given(calls: Calls):
    caller = calls("fal")
    film = caller.send(a_film())
    caller.call("POST", caller.speech.path, json={"video_url": film})
    [bill] = caller.gateway.bills
    usual = ("Car tires screech as they accelerate in a drag race", "intense car race")
    assert bill.prompts == usual


def test_fal_takes_its_key_nowhere_but_at_its_api(calls: Calls):
    caller = calls("fal")
    url = caller.gateway.at("store") + "/files/upload"
    answer = caller.http.post(url, content=a_film(), headers=caller.headers)
    assert answer.status_code == 401


@pytest.mark.parametrize("kind", [WaveSpeed, Fal])
def test_urls_handed_out_may_stray_to_a_foreign_host(kind: type[Gateway], calls: Calls):
    caller = calls(kind.NAME)
    caller.gateway.stray = True
    said = caller.submit(caller.send(a_film())).json()
    url = said["status_url"] if kind is Fal else said["data"]["urls"]["get"]
    assert url.startswith(caller.gateway.at("store") + "/")
    caller.bare.get(url, headers=caller.headers)
    assert [seen.kind for seen in caller.gateway.leaks] == ["other"]


def test_a_gateway_leaves_no_thread_behind():
    before = set(threading.enumerate())
    with Scenario() as gateway, httpx.Client(trust_env=False, verify=False) as client:
        client.get(gateway.url)
        assert set(threading.enumerate()) != before
    assert set(threading.enumerate()) == before


def test_a_folder_serves_only_what_is_in_it(tmp_path: Path):
    inside = tmp_path / "inside"
    inside.mkdir()
    (inside / "clip.mp4").write_bytes(a_film())
    (tmp_path / "secret.txt").write_text("secret")
    with Folder(inside) as folder, httpx.Client(trust_env=False, verify=False) as client:
        paths = ("/clip.mp4", "/%2e%2e/secret.txt", "/nothing.mp4")
        answers = [client.get(folder.url + path) for path in paths]
        head = client.head(folder.url + "/clip.mp4")
    assert [answer.status_code for answer in answers] == [200, 404, 404]
    assert (head.headers["content-length"], head.content) == (str(len(a_film())), b"")
    assert [seen.method for seen in folder.log] == ["GET", "GET", "GET", "HEAD"]
    assert Fraction(len(answers[0].content)) == len(a_film())
