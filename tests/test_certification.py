"""The vendors' own clients get along with our gateways: what those accept is what clients send.

Source: facts 'providers', sections 12 and 13. It proves that the fakes speak the vendors' words,
not that the vendors accept ours.
"""

import hashlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from fractions import Fraction
from pathlib import Path
from types import ModuleType
from typing import Any

import httpx
import pytest
from fakes.gateways.base import Gateway
from fakes.gateways.callers import signed
from fakes.gateways.fal import KEY as FAL_KEY
from fakes.gateways.fal import Fal, FalMmaudio
from fakes.gateways.faults import Fault
from fakes.gateways.folder import Folder
from fakes.gateways.footage import a_film, heard
from fakes.gateways.inference import Inference
from fakes.gateways.kling import API_KEY, PATH, Kling
from fakes.gateways.replicate import VERSION, ReplicateMmaudio
from fakes.gateways.scenario import Scenario, ScenarioMmaudio
from fakes.gateways.tokens import trouble
from fakes.gateways.wavespeed import WaveSpeed

SECONDS = Fraction(17, 5)
PROMPTS = {"sound_effect_prompt": "rain", "bgm_prompt": "piano", "asmr_mode": False}
DIGEST = hashlib.sha256(a_film()).hexdigest()
WAVESPEED_MODEL = "kwaivgi/kling-video-to-audio"
INFERENCE_APP = "klingai/video-to-audio@6yhw75v8"
FAL_MODEL = "fal-ai/kling-video/video-to-audio"
FAL_PROMPTS = {
    "sound_effect_prompt": "rain",
    "background_music_prompt": "piano",
    "asmr_mode": False,
}
SCENARIO_KLING = "model_kling-video-to-audio"


def sdk(name: str, project: str) -> ModuleType:
    """A vendor's client; without it the test is skipped."""
    reason = f"the SDK '{project}' is not installed: pip install -e '.[cert]'"
    return pytest.importorskip(name, reason=reason)


@pytest.fixture
def film(tmp_path: Path) -> Path:
    path = tmp_path / "clip.mp4"
    path.write_bytes(a_film())
    return path


def requests(gateway: Gateway) -> list[tuple[str, str]]:
    """Kind and method of everything that came, in its order."""
    return [(seen.kind, seen.method) for seen in gateway.log]


def fetched(url: str) -> Fraction:
    """How long the sound behind a link is; the client sends nothing of itself."""
    answer = httpx.get(url, trust_env=False)
    assert answer.status_code == 200
    return heard(answer.content)


def about(seconds: Fraction) -> Any:
    """A length to the packet: AAC has 1024 samples in one."""
    return pytest.approx(float(seconds), abs=1024 / 48_000)


# WaveSpeed


@pytest.fixture
def wavespeed() -> Iterator[tuple[Any, WaveSpeed]]:
    module = sdk("wavespeed", "wavespeed")
    with WaveSpeed() as gateway:
        key, base = gateway.environment.values()
        yield module.Client(key, base_url=base, retry_interval=0.01), gateway


def test_wavespeed_s_client_uploads_submits_polls_and_fetches(
    wavespeed: tuple[Any, WaveSpeed], film: Path
):
    client, gateway = wavespeed
    url = client.upload(str(film))
    done = client.run(WAVESPEED_MODEL, {"video": url, **PROMPTS}, poll_interval=0.01)
    assert requests(gateway) == [
        ("ticket", "POST"),
        ("upload", "PUT"),
        ("submit", "POST"),
        ("poll", "GET"),
        ("poll", "GET"),
    ]
    assert [fetched(output) for output in done["outputs"]] == [about(SECONDS)]
    [bill] = gateway.bills
    assert (bill.prompts, bill.video_digest) == (("rain", "piano"), DIGEST)
    assert (gateway.leaks, gateway.complaints) == ([], [])


@pytest.mark.parametrize(
    ("outcome", "said"), [("failed", "generation failed"), ("moderation", "content policy")]
)
def test_wavespeed_s_client_understands_that_a_job_failed(
    wavespeed: tuple[Any, WaveSpeed], film: Path, outcome: str, said: str
):
    client, gateway = wavespeed
    gateway.outcome = outcome
    job = r"\(task_id: wavespeed-job-0001\)"
    url = client.upload(str(film))
    with pytest.raises(RuntimeError, match=f"^Prediction failed {job}: {said}$"):
        client.run(WAVESPEED_MODEL, {"video": url}, poll_interval=0.01)


@pytest.mark.parametrize("fault", [Fault.answer(429), Fault.late(503), Fault.reset(after=True)])
def test_wavespeed_s_client_sends_a_submit_once(
    wavespeed: tuple[Any, WaveSpeed], film: Path, fault: Fault
):
    client, gateway = wavespeed
    url = client.upload(str(film))
    gateway.faults["submit"] = [fault]
    with pytest.raises(RuntimeError, match=r"^(Failed to submit|Prediction submission did not)"):
        client.run(WAVESPEED_MODEL, {"video": url}, poll_interval=0.01)
    assert (gateway.posts, len(gateway.bills)) == (1, int(fault.after))


def test_wavespeed_s_client_polls_again_after_a_503(wavespeed: tuple[Any, WaveSpeed], film: Path):
    client, gateway = wavespeed
    url = client.upload(str(film))
    gateway.faults["poll"] = [Fault.answer(503), Fault.answer(429)]
    done = client.run(WAVESPEED_MODEL, {"video": url}, poll_interval=0.01)
    assert len(done["outputs"]) == 1
    assert [kind for kind, _ in requests(gateway)].count("poll") == 4


# inference.sh


@pytest.fixture
def inference() -> Iterator[tuple[Any, Inference]]:
    module = sdk("inferencesh", "inferencesh")
    with Inference() as gateway:
        key, base = gateway.environment.values()
        yield module.inference(api_key=key, base_url=base), gateway


def task(uri: str) -> dict[str, Any]:
    return {"app": INFERENCE_APP, "input": {"video": uri, **PROMPTS}}


def test_inference_s_client_uploads_submits_waits_and_fetches(
    inference: tuple[Any, Inference], film: Path
):
    client, gateway = inference
    uri = client.files.upload(str(film))["uri"]
    done = client.run(task(uri))
    assert requests(gateway) == [
        ("ticket", "POST"),
        ("upload", "PUT"),
        ("submit", "POST"),
        ("poll", "GET"),
        ("stream", "GET"),
    ]
    assert done["status"] == 10
    assert fetched(done["output"]["audio"]["uri"]) == about(SECONDS)
    assert fetched(done["output"]["video"]) == about(SECONDS)
    [bill] = gateway.bills
    assert (bill.prompts, bill.video_digest) == (("rain", "piano"), DIGEST)
    assert gateway.leaks == []


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        ("failed", "boom"),
        ("moderation", "content policy violation"),
        ("rejected", "task rejected: insufficient balance"),
    ],
)
def test_inference_s_client_understands_that_a_task_failed(
    inference: tuple[Any, Inference], film: Path, outcome: str, said: str
):
    client, gateway = inference
    gateway.outcome = outcome
    uri = client.files.upload(str(film))["uri"]
    with pytest.raises(RuntimeError, match=f"^{said}$"):
        client.run(task(uri))


def test_inference_s_client_cancels_a_task(inference: tuple[Any, Inference], film: Path):
    client, gateway = inference
    gateway.outcome = "never"
    uri = client.files.upload(str(film))["uri"]
    name = client.run(task(uri), wait=False)["id"]
    client.tasks.cancel(name)
    assert client.tasks.get(name).data["status"] == 12
    client.tasks.delete(name, files=True)
    assert gateway.uploads == {}


def test_inference_s_client_names_the_secret_that_is_missing(
    inference: tuple[Any, Inference], film: Path
):
    client, gateway = inference
    uri = client.files.upload(str(film))["uri"]
    gateway.faults["submit"] = [Fault.answer(412)]
    errors = sdk("inferencesh.models.errors", "inferencesh")
    with pytest.raises(errors.RequirementsNotMetError, match=r"^secret missing$"):
        client.run(task(uri))


# Scenario


@pytest.fixture
def scenario() -> Iterator[tuple[Any, Scenario]]:
    module = sdk("scenario_sdk", "scenario-sdk")
    with Scenario() as gateway:
        key, secret, base = gateway.environment.values()
        with module.Scenario(api_key=key, api_secret=secret, base_url=base) as client:
            yield client, gateway


def imported(client: Any, film: Path) -> str:
    """The asset of a film that was uploaded in one part."""
    data = film.read_bytes()
    upload = client.uploads.create(
        kind="video",
        file_name=film.name,
        file_size=len(data),
        content_type="video/mp4",
        parts=1,
    ).upload
    for part in upload.parts:
        answer = httpx.put(part.url, content=data, trust_env=False)
        assert answer.headers["etag"] == f'"{hashlib.md5(data).hexdigest()}"'
    client.uploads.trigger_action(upload.id, action="complete")
    states = [client.uploads.retrieve(upload.id).upload for _ in range(2)]
    assert [state.status for state in states] == ["validating", "imported"]
    return states[-1].entity_id


def scored(client: Any, asset: str, model: str = SCENARIO_KLING) -> str:
    body = {"video": asset, "soundEffectPrompt": "rain", "backgroundMusicPrompt": "piano"}
    if model != SCENARIO_KLING:
        body = {"video": asset, "prompt": "rain, piano"}
    return client.generate.run_model(model, body=body).job.job_id


def test_scenario_s_client_uploads_submits_polls_and_fetches(
    scenario: tuple[Any, Scenario], film: Path
):
    client, gateway = scenario
    name = scored(client, imported(client, film))
    jobs = [client.jobs.retrieve(name).job for _ in range(2)]
    assert [job.status for job in jobs] == ["in-progress", "success"]
    assets = [client.assets.retrieve(one).asset for one in jobs[-1].metadata.asset_ids]
    assert [(asset.kind, asset.mime_type) for asset in assets] == [
        ("audio", "audio/mpeg"),
        ("video", "video/mp4"),
    ]
    assert [fetched(asset.url) for asset in assets] == [about(SECONDS)] * 2
    [bill] = gateway.bills
    assert (bill.prompts, bill.video_digest) == (("rain", "piano"), DIGEST)
    assert (gateway.leaks, gateway.complaints) == ([], [])


def test_scenario_s_strict_models_accept_every_answer(scenario: tuple[Any, Scenario], film: Path):
    client, gateway = scenario
    types = sdk("scenario_sdk.types", "scenario-sdk")
    name = scored(client, imported(client, film))
    asset = f"asset_{name}-mp3"
    upload = {
        "kind": "video",
        "fileName": "a.mp4",
        "fileSize": 9,
        "contentType": "video/mp4",
        "parts": 2,
    }
    key, secret, base = gateway.environment.values()
    with httpx.Client(auth=(key, secret), base_url=base, trust_env=False) as raw:
        for path in (f"jobs/{name}", f"jobs/{name}"):
            types.JobRetrieveResponse.model_validate(raw.get(path).json())
        types.AssetRetrieveResponse.model_validate(raw.get(f"assets/{asset}").json())
        types.UploadCreateResponse.model_validate(raw.post("uploads", json=upload).json())
        types.UploadRetrieveResponse.model_validate(raw.get("uploads/file1").json())
        types.ModelRetrieveResponse.model_validate(raw.get(f"models/{SCENARIO_KLING}").json())


@pytest.mark.parametrize("outcome", ["failed", "moderation"])
def test_scenario_s_client_understands_that_a_job_failed(
    scenario: tuple[Any, Scenario], film: Path, outcome: str
):
    client, gateway = scenario
    gateway.outcome, gateway.polls = outcome, 0
    job = client.jobs.retrieve(scored(client, imported(client, film))).job
    said = {"failed": "the model failed", "moderation": "nsfw"}[outcome]
    assert (job.status, job.metadata.error, job.metadata.hint) == (
        "failure",
        said,
        "Try another clip",
    )


def test_scenario_s_client_cancels_a_job(scenario: tuple[Any, Scenario], film: Path):
    client, gateway = scenario
    gateway.outcome = "never"
    name = scored(client, imported(client, film))
    assert client.jobs.trigger_action(name, action="cancel").job.status == "canceled"
    assert client.jobs.retrieve(name).job.status == "canceled"


def test_scenario_s_client_asks_for_a_price_and_pays_nothing(
    scenario: tuple[Any, Scenario], film: Path
):
    client, gateway = scenario
    asset = imported(client, film)
    raw = client.generate.with_raw_response
    answer = raw.run_model(SCENARIO_KLING, body={"video": asset}, dry_run="true")
    assert (answer.status_code, answer.http_response.json()) == (269, {"creativeUnitsCost": 5})
    assert (gateway.posts, gateway.bills) == (0, [])


def test_scenario_s_client_repeats_a_paid_submit_by_itself(
    scenario: tuple[Any, Scenario], film: Path
):
    client, gateway = scenario
    asset = imported(client, film)
    gateway.faults["submit"] = [Fault.late(500)]
    scored(client, asset)
    assert (gateway.posts, len(gateway.bills)) == (2, 2)


# fal


@contextmanager
def fal_s_client(gateway: Fal) -> Iterator[Any]:
    """The client with its hosts moved here; it opens connections that it leaves to be closed."""
    module = sdk("fal_client.client", "fal-client")
    with pytest.MonkeyPatch.context() as patch, ExitStack() as opened:
        patch.setattr(module, "QUEUE_URL_FORMAT", gateway.url + "/")
        patch.setattr(module, "REST_URL", gateway.at("rest"))
        patch.setattr(module, "CDN_URL", gateway.at("store"))
        usual = module.SyncClient._get_cdn_client
        patch.setattr(
            module.SyncClient,
            "_get_cdn_client",
            lambda client: opened.enter_context(usual(client)),
        )
        client = module.SyncClient(key=FAL_KEY)
        opened.callback(client._client.close)
        yield client


@pytest.fixture
def fal() -> Iterator[tuple[Any, Fal]]:
    with Fal() as gateway, fal_s_client(gateway) as client:
        yield client, gateway


def test_fal_s_client_uploads_submits_polls_and_fetches(fal: tuple[Any, Fal], film: Path):
    client, gateway = fal
    url = client.upload_file(film)
    handle = client.submit(FAL_MODEL, {"video_url": url, **FAL_PROMPTS})
    assert type(handle.status()).__name__ == "Queued"
    result = handle.get(interval=0.01)
    assert requests(gateway) == [
        ("ticket", "POST"),
        ("upload", "POST"),
        ("submit", "POST"),
        ("poll", "GET"),
        ("poll", "GET"),
        ("result", "GET"),
    ]
    assert fetched(result["audio"]["url"]) == about(SECONDS)
    assert fetched(result["video"]["url"]) == about(SECONDS)
    [bill] = gateway.bills
    assert (bill.prompts, bill.video_digest) == (("rain", "piano"), DIGEST)
    assert (gateway.leaks, gateway.complaints) == ([], [])


@pytest.mark.parametrize(
    ("outcome", "status", "kind"),
    [("failed", 500, "internal_server_error"), ("moderation", 422, "content_policy_violation")],
)
def test_fal_s_client_understands_that_a_request_failed(
    fal: tuple[Any, Fal], film: Path, outcome: str, status: int, kind: str
):
    client, gateway = fal
    module = sdk("fal_client.client", "fal-client")
    gateway.outcome = outcome
    handle = client.submit(FAL_MODEL, {"video_url": client.upload_file(film), **FAL_PROMPTS})
    with pytest.raises(module.FalClientHTTPError, match=r"failed|content_policy") as caught:
        handle.get(interval=0.01)
    assert (caught.value.status_code, caught.value.error_type) == (status, kind)


def test_fal_s_client_cancels_a_request(fal: tuple[Any, Fal], film: Path):
    client, gateway = fal
    gateway.outcome = "never"
    handle = client.submit(FAL_MODEL, {"video_url": client.upload_file(film), **FAL_PROMPTS})
    handle.cancel()
    assert (handle.status().error_type, len(gateway.bills)) == ("client_cancelled", 1)


def test_fal_s_client_leaks_its_key_to_the_place_it_falls_back_to(fal: tuple[Any, Fal], film: Path):
    client, gateway = fal
    module = sdk("fal_client.client", "fal-client")
    with pytest.raises(module.FalClientHTTPError, match="Only one auth mechanism allowed"):
        client.upload_file(film, repository="fal")
    assert [(seen.kind, seen.path) for seen in gateway.leaks] == [("upload", "/put/file1")]


# Replicate


@pytest.fixture
def replicate(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Any, ReplicateMmaudio]]:
    module = sdk("replicate", "replicate")
    monkeypatch.setenv("REPLICATE_POLL_INTERVAL", "0.01")
    with ReplicateMmaudio() as gateway:
        token, base = gateway.environment.values()
        client = module.Client(api_token=token, base_url=base)
        yield client, gateway
        client._client.close()


def prediction(client: Any, film: Path, **more: Any) -> Any:
    asked = {"video": client.files.create(film).urls["get"], "prompt": "rain, piano", **more}
    return client.predictions.create(version=VERSION, input=asked)


def test_replicate_s_client_uploads_submits_polls_and_fetches(
    replicate: tuple[Any, ReplicateMmaudio], film: Path
):
    client, gateway = replicate
    made = prediction(client, film, negative_prompt="", duration=3.4)
    made.wait()
    assert requests(gateway) == [
        ("upload", "POST"),
        ("submit", "POST"),
        ("poll", "GET"),
        ("poll", "GET"),
    ]
    assert (made.status, fetched(made.output)) == ("succeeded", about(SECONDS))
    [bill] = gateway.bills
    assert (bill.prompts, bill.body["negative_prompt"], bill.video_digest) == (
        ("rain, piano",),
        "",
        DIGEST,
    )
    assert client.files.delete(bill.body["video"].rpartition("/")[2])
    assert gateway.leaks == []


def test_replicate_s_client_understands_that_a_prediction_failed(
    replicate: tuple[Any, ReplicateMmaudio], film: Path
):
    client, gateway = replicate
    gateway.outcome = "failed"
    made = prediction(client, film)
    made.wait()
    assert (made.status, made.error, made.output) == ("failed", "CUDA out of memory", None)


def test_replicate_s_client_cancels_a_prediction(
    replicate: tuple[Any, ReplicateMmaudio], film: Path
):
    client, gateway = replicate
    gateway.outcome = "never"
    made = prediction(client, film)
    made.cancel()
    assert made.status == "canceled"


# MMAudio by two vendors: as long as it is told, 8 s when it is not told


def test_mmaudio_at_fal_is_as_long_as_it_is_told():
    with FalMmaudio() as gateway, fal_s_client(gateway) as client:
        url = client.upload(a_film(250), "video/mp4", "clip.mp4")
        asked = {"video_url": url, "prompt": "rain", "negative_prompt": ""}
        results = [
            client.submit("fal-ai/mmaudio-v2", body).get(interval=0.01)
            for body in ({**asked, "duration": 10.0}, asked)
        ]
        lengths = [fetched(result["video"]["url"]) for result in results]
    assert lengths == [about(Fraction(10)), about(Fraction(8))]


def test_mmaudio_at_scenario_gives_the_film_with_the_sound(film: Path):
    module = sdk("scenario_sdk", "scenario-sdk")
    with ScenarioMmaudio() as gateway:
        key, secret, base = gateway.environment.values()
        with module.Scenario(api_key=key, api_secret=secret, base_url=base) as client:
            gateway.polls = 0
            name = scored(client, imported(client, film), "model_mm-audio-2")
            [asset] = client.jobs.retrieve(name).job.metadata.asset_ids
            found = client.assets.retrieve(asset).asset
    assert (found.kind, found.mime_type) == ("video", "video/mp4")


# Kling has no client to be had: its token and its shapes


VECTOR = (
    "eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."
    "eyJpc3MiOiJhay10ZXN0IiwiZXhwIjoxNzAwMDAxODAwLCJuYmYiOjE2OTk5OTk5OTV9."
    "T9r5aZ7bQzBDWaYGUHG8CASxjbuwtowADJ5xWNtJ0ds"
)
VECTOR_SECRET = "sk-test-secret-0123456789abcdef0123456789"


def test_kling_s_token_is_the_one_of_the_test_vector():
    assert signed(1_700_000_000, "ak-test", VECTOR_SECRET) == VECTOR


@pytest.mark.parametrize(
    ("now", "code"),
    [
        (1_700_000_000, 0),
        (1_699_999_995, 0),
        (1_699_999_994, 1003),
        (1_700_001_799, 0),
        (1_700_001_800, 1004),
    ],
)
def test_kling_takes_a_token_from_when_it_says_until_when_it_says(now: int, code: int):
    assert trouble(VECTOR, "ak-test", VECTOR_SECRET, now) == code


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(VECTOR[:-2] + "AA", id="signature"),
        pytest.param(VECTOR.rpartition(".")[0], id="no signature"),
        pytest.param(VECTOR + "=", id="padding"),
        pytest.param(signed(1_700_000_000, "ak-other", VECTOR_SECRET), id="issuer"),
        pytest.param(signed(1_700_000_000, "ak-test", "sk-other"), id="secret"),
        pytest.param(signed(1_700_000_000, "ak-test", VECTOR_SECRET, typ="JOSE"), id="type"),
        pytest.param(signed(1_700_000_000, "ak-test", VECTOR_SECRET, alg="none"), id="algorithm"),
        pytest.param("not.a.token", id="garbage"),
    ],
)
def test_kling_takes_no_token_that_is_wrong(wrong: str):
    assert trouble(wrong, "ak-test", VECTOR_SECRET, 1_700_000_000) == 1002


def test_kling_s_task_is_answered_in_kling_s_shapes(film: Path):
    with Folder(film.parent) as folder, Kling(api_key=True) as gateway:
        asked = {"video_url": f"{folder.url}/{film.name}", **PROMPTS, "external_task_id": "v2a-1"}
        headers = {"Authorization": f"Bearer {API_KEY}"}
        with httpx.Client(base_url=gateway.url, headers=headers, trust_env=False) as client:
            made = client.post(PATH, json=asked).json()
            first, second = (client.get(f"{PATH}/v2a-1").json()["data"] for _ in range(2))
        [sound] = second["task_result"]["audios"]
        [picture] = second["task_result"]["videos"]
        lengths = [fetched(sound["url_wav"]), fetched(sound["url_mp3"]), fetched(picture["url"])]
        [bill] = gateway.bills
    times = {"created_at": 1722769557708, "updated_at": 1722769560000}
    task = {"task_id": "kling-job-0001", "task_status_msg": "", **times}
    info = {"external_task_id": "v2a-1"}
    parent = {"id": "kling-job-0001-in", "url": asked["video_url"], "duration": "3.400"}
    assert made == {
        "code": 0,
        "message": "SUCCEED",
        "request_id": "r",
        "data": {**task, "task_status": "submitted", "task_info": info},
    }
    assert first == {**task, "task_status": "processing", "task_info": info}
    assert second == {
        **task,
        "task_status": "succeed",
        "task_info": {**info, "parent_video": parent},
        "task_result": {"videos": [picture], "audios": [sound]},
        "final_unit_deduction": "0.25",
    }
    assert (sound["duration_wav"], sound["duration_mp3"], picture["duration"]) == ("3.400",) * 3
    assert lengths == [about(SECONDS)] * 3
    assert [(seen.method, seen.path) for seen in folder.log] == [("GET", "/clip.mp4")]
    assert (bill.client_id, bill.prompts, bill.video_digest) == (
        "v2a-1",
        ("rain", "piano"),
        DIGEST,
    )
