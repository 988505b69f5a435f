"""What is sent: bodies, addresses, headers and credentials, exactly as the provider sheet says.

Source: facts 'providers', sections 2, 3.4, 3.6 and 4 to 11.
"""

import json
from typing import Any

import pytest
from steps import MOVIE, VERSION, a_job, driven, example, seller

from otio_v2a.providers import registry
from otio_v2a.providers.base import Quoting, Remote, Streaming
from otio_v2a.providers.kling import token
from otio_v2a.providers.wire import Answer

REMOTE = tuple(name for name in registry.names() if isinstance(registry.provider(name), Remote))
LIFETIME = {"expiration_duration_seconds": 86_400}
KLING_URL = "https://api-singapore.klingai.com/v1/audio/video-to-audio"
KKIAI_URL = "https://www.kkiai.com/kling/v1/audio/video-to-audio"
SCENARIO = "https://api.cloud.scenario.com/v1"
FAL = "https://queue.fal.run/fal-ai"


def sent(name: str, video: str, **options: Any) -> tuple[str, Any]:
    """Where the usual request goes, and its body."""
    call = seller(name, **options).submit(a_job(video=video))
    assert (call.method, call.keyed, call.file) == ("POST", True, None)
    return call.url, call.json


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("wavespeed", "https://api.wavespeed.ai/api/v3/kwaivgi/kling-video-to-audio"),
        ("inference", "https://api.inference.sh/apps/run"),
        ("kling", KLING_URL),
        ("kkiai", KKIAI_URL),
        ("scenario", f"{SCENARIO}/generate/custom/model_kling-video-to-audio"),
    ],
)
def test_a_request_is_the_sheet_s_to_the_letter(name: str, url: str) -> None:
    wanted = example(name, "submit")
    video = wanted.get("video") or wanted.get("video_url") or wanted["input"]["video"]
    assert sent(name, video) == (url, wanted)


def test_fal_is_always_sent_both_prompts() -> None:
    wanted = example("fal", "submit")
    call = seller("fal").submit(a_job("rain", "", video=wanted["video_url"]))
    assert (call.url, call.json) == (f"{FAL}/kling-video/video-to-audio", wanted)
    bare = seller("fal", empty_prompt="null").submit(a_job("", "", video="u")).json
    assert (bare["sound_effect_prompt"], bare["background_music_prompt"]) == (None, None)


def test_mmaudio_at_fal_is_told_how_long_the_picture_is() -> None:
    wanted = example("fal-mmaudio", "submit")
    # A seed is ours: takes of one picture have to differ. It goes up to 65535 there.
    assert sent("fal-mmaudio", wanted["video_url"]) == (
        f"{FAL}/mmaudio-v2",
        {**wanted, "seed": 70_000 - 65_536},
    )


def test_mmaudio_at_replicate_is_told_how_long_the_picture_is() -> None:
    wanted = example("replicate-mmaudio", "submit")
    ours = {"num_steps": 25, "cfg_strength": 4.5, "seed": 70_000}
    assert sent("replicate-mmaudio", wanted["input"]["video"]) == (
        "https://api.replicate.com/v1/predictions",
        {"version": VERSION, "input": {**wanted["input"], **ours}},
    )


@pytest.mark.parametrize("name", ["fal-mmaudio", "replicate-mmaudio", "scenario-mmaudio"])
@pytest.mark.parametrize(
    ("effects", "music", "expected"),
    [
        ("rain", "piano", ("rain, piano", "")),
        ("", "piano", ("piano", "")),
        ("rain", "", ("rain", "music")),
        ("", "", ("natural sound of the scene", "")),
    ],
)
def test_mmaudio_has_one_prompt_and_shuns_music_where_none_is_wanted(
    name: str, effects: str, music: str, expected: tuple[str, str]
) -> None:
    body = seller(name).submit(a_job(effects, music, video="u")).json
    told = body.get("input", body)
    negative = "negativePrompt" if name == "scenario-mmaudio" else "negative_prompt"
    assert (told["prompt"], told[negative], told["duration"]) == (*expected, 12.5)


@pytest.mark.parametrize("name", ["kling", "kkiai"])
def test_a_clip_of_kling_s_own_goes_by_its_id_and_never_with_an_empty_address(name: str) -> None:
    job = a_job("rain", "", asmr=True, video_id="clip-7")
    assert seller(name).submit(job).json == {
        "video_id": "clip-7",
        "sound_effect_prompt": "rain",
        "bgm_prompt": "",
        "asmr_mode": True,
        "external_task_id": "v2a-3f9c-1",
    }


HOOK = "https://me.example/hook?a=1&b=2"
QUOTED = "https%3A%2F%2Fme.example%2Fhook%3Fa%3D1%26b%3D2"


def test_a_webhook_goes_where_each_seller_wants_it() -> None:
    calls = {name: seller(name, webhook=HOOK).submit(a_job(video="u")) for name in REMOTE}
    bare = {name: seller(name).submit(a_job(video="u")) for name in REMOTE}
    queries = {name: call.url.removeprefix(bare[name].url) for name, call in calls.items()}
    keys = {
        name: call.json.items() - bare[name].json.items()
        for name, call in calls.items()
        if name not in ("inference", "replicate-mmaudio")
    }
    assert {name: one for name, one in queries.items() if one} == {
        "wavespeed": f"?webhook={QUOTED}",
        "fal": f"?fal_webhook={QUOTED}",
        "fal-mmaudio": f"?fal_webhook={QUOTED}",
    }
    assert {name: one for name, one in keys.items() if one} == {
        "kling": {("callback_url", HOOK)},
        "kkiai": {("callback_url", HOOK)},
    }
    for name in ("inference", "replicate-mmaudio"):
        assert calls[name].json == {**bare[name].json, "webhook": HOOK}


@pytest.mark.parametrize("name", REMOTE)
def test_what_a_user_adds_stands_among_the_model_s_inputs(name: str) -> None:
    body = seller(name, extra_body={"model_name": "x"}).submit(a_job(video="u")).json
    plain = seller(name).submit(a_job(video="u")).json
    wanted = {**plain.get("input", plain), "model_name": "x"}
    assert body.get("input", body) == wanted


EVIL = "a/../b?c=d#e"
SAFE = "a%2F..%2Fb%3Fc%3Dd%23e"


@pytest.mark.parametrize("name", REMOTE)
def test_an_id_out_of_an_answer_cannot_lead_elsewhere(name: str) -> None:
    provider = seller(name)
    calls = [next(provider.poll(EVIL)), provider.cancel(EVIL)]
    if isinstance(provider, Streaming):
        calls.append(provider.stream(EVIL))
    if (found := provider.found(EVIL)) is not None:
        calls.append(next(found))
    urls = [call.url for call in calls if call]
    assert [url.count(SAFE) for url in urls] == [1] * len(urls)
    assert [url for url in urls if "?" in url or ".." in url.replace(SAFE, "")] == []


def test_an_id_of_an_asset_or_upload_cannot_lead_elsewhere_at_scenario() -> None:
    scenario = seller("scenario")
    done = Answer(200, {"job": {"status": "success", "metadata": {"assetIds": [EVIL]}}})
    asked, _ = driven(scenario, scenario.poll("job1"), done)
    assert asked[-1].url == f"{SCENARIO}/assets/{SAFE}"
    ticket = Answer(200, {"upload": {"id": EVIL, "parts": [{"url": "https://s.example/1"}]}})
    asked, _ = driven(scenario, scenario.upload(MOVIE), ticket, Answer(200))
    assert asked[-1].url == f"{SCENARIO}/uploads/{SAFE}/action"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("wavespeed", None),
        ("kling", None),
        ("kkiai", None),
        ("inference", ("POST", "https://api.inference.sh/tasks/j/cancel", None)),
        ("scenario", ("POST", f"{SCENARIO}/jobs/j/action", {"action": "cancel"})),
        ("fal", ("PUT", f"{FAL}/kling-video/requests/j/cancel", None)),
        ("fal-mmaudio", ("PUT", f"{FAL}/mmaudio-v2/requests/j/cancel", None)),
        ("replicate-mmaudio", ("POST", "https://api.replicate.com/v1/predictions/j/cancel", None)),
    ],
)
def test_a_job_is_cancelled_where_that_can_be_asked(name: str, expected: object) -> None:
    call = seller(name).cancel("j")
    assert (call and (call.method, call.url, call.json)) == expected


@pytest.mark.parametrize("name", ["fal", "fal-mmaudio"])
def test_fal_is_told_how_long_to_keep_what_it_is_sent(name: str) -> None:
    headers = seller(name).submit(a_job(video="u")).headers
    assert {key: json.loads(told) for key, told in headers.items()} == {
        "X-Fal-Object-Lifecycle-Preference": LIFETIME
    }


def test_a_dry_run_asks_scenario_for_the_price_where_its_units_are_worth_something() -> None:
    free, priced = seller("scenario"), seller("scenario", usd_per_unit="0.01", project_id="p 1")
    assert isinstance(free, Quoting)
    assert isinstance(priced, Quoting)
    assert free.dry_run(a_job(video="u")) is None
    call = priced.dry_run(a_job(video="u"))
    assert call is not None
    path = "/generate/custom/model_kling-video-to-audio?dryRun=true&projectId=p%201"
    assert (call.method, call.url) == ("POST", f"{SCENARIO}{path}")
    assert str(priced.quoted(Answer(269, {"creativeUnitsCost": 5}))) == "0.05"


VECTOR = (
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
    "eyJpc3MiOiJhay10ZXN0IiwiZXhwIjoxNzAwMDAxODAwLCJuYmYiOjE2OTk5OTk5OTV9."
    "T9r5aZ7bQzBDWaYGUHG8CASxjbuwtowADJ5xWNtJ0ds"
)
PAIR = {
    "KLING_ACCESS_KEY": "ak-test",
    "KLING_SECRET_KEY": "sk-test-secret-0123456789abcdef0123456789",
}


def test_kling_s_token_is_the_one_of_the_test_vector() -> None:
    now = 1_700_000_000
    assert token(*PAIR.values(), now) == VECTOR
    kling = seller("kling")
    assert kling.authorization(PAIR, now, again=False) == f"Bearer {VECTOR}"
    assert kling.authorization({"KLING_API_KEY": "k"}, now, again=False) == "Bearer k"
    assert kling.authorization(PAIR, now, again=True) == f"Bearer {token(*PAIR.values(), now, 300)}"
