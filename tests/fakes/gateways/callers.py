"""The shortest client there is for each gateway: send a film, submit, ask how it goes.

Source: facts 'providers', sections 4 to 11. Nothing here is the product's, nor a vendor's.
"""

import base64
import hashlib
import hmac
import json
import secrets
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from fakes.gateways import fal, inference, kling, replicate, scenario, wavespeed
from fakes.gateways.base import Gateway
from fakes.gateways.folder import Folder

BOTH = {"sound_effect_prompt": "rain", "bgm_prompt": "piano"}
ONE = {"prompt": "rain, piano", "duration": 3.4}


@dataclass(frozen=True, slots=True)
class Speech:
    """How one vendor is spoken to. `word` reads how a job goes out of an answer to a poll."""

    credentials: Callable[[], str]
    upload: Callable[["Caller", bytes], str]
    path: str
    body: Callable[[str], dict[str, Any]]
    inner: tuple[str, ...]
    name: Callable[[Any], str]
    poll: str
    word: Callable[[Any], Any]
    words: tuple[Any, Any]


@dataclass(frozen=True, slots=True)
class Caller:
    """A client of a gateway; `folder` is the hosting of those that have no upload.

    `http` is for the API, and keeps its cookies; `bare` for everything else.
    """

    provider: str
    gateway: Gateway
    http: httpx.Client
    bare: httpx.Client
    folder: Folder

    @property
    def speech(self) -> Speech:
        """How this one is spoken to."""
        return SPEECHES[self.provider]

    @property
    def headers(self) -> dict[str, str]:
        """The credentials."""
        return {"Authorization": self.speech.credentials()}

    def call(self, method: str, path: str, **more: Any) -> httpx.Response:
        """Ask the API something."""
        url = self.gateway.url + self.gateway.PREFIX + path
        return self.http.request(method, url, headers=self.headers, **more)

    def send(self, film: bytes) -> str:
        """What a submit calls the film."""
        return self.speech.upload(self, film)

    def body(self, film: str, **more: Any) -> dict[str, Any]:
        """The body of a submit, with more in it where the model's inputs are."""
        body = self.speech.body(film)
        inputs = body
        for key in self.speech.inner:
            inputs = inputs[key]
        inputs.update(more)
        return body

    def submit(self, film: str, **more: Any) -> httpx.Response:
        """A job."""
        return self.call("POST", self.speech.path, json=self.body(film, **more))

    def ask(self, name: str) -> Any:
        """How a job goes, in the vendor's word."""
        return self.speech.word(self.call("GET", self.speech.poll.format(name)).json())


def token() -> str:
    """A token as Kling's documents describe it."""
    return signed(int(time.time()), kling.ACCESS, kling.SECRET)


def signed(now: int, access: str, secret: str, **head: str) -> str:
    """A token made at a time, with a header that may be wrong."""
    parts = (
        {"alg": "HS256", "typ": "JWT", **head},
        {"iss": access, "exp": now + 1800, "nbf": now - 5},
    )
    texts = [json.dumps(part, separators=(",", ":")).encode() for part in parts]
    body = ".".join(_base64(text) for text in texts)
    return f"{body}.{_base64(hmac.digest(secret.encode(), body.encode(), hashlib.sha256))}"


def _base64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def _ticket(caller: Caller, path: str, **body: Any) -> Any:
    return caller.call("POST", path, json=body).json()


def _put(caller: Caller, url: str, film: bytes) -> None:
    caller.bare.put(url, content=film, headers={"Content-Type": "video/mp4"})


def _to_wavespeed(caller: Caller, film: bytes) -> str:
    kind = {"filename": "clip.mp4", "content_type": "video/mp4"}
    data = _ticket(caller, "/api/v3/media/uploads", size=len(film), **kind)["data"]
    _put(caller, data["upload"]["url"], film)
    return str(data["download_url"])


def _to_inference(caller: Caller, film: bytes) -> str:
    file = {"filename": "clip.mp4", "content_type": "video/mp4", "size": len(film)}
    slot = _ticket(caller, "/files", files=[file])["data"][0]
    _put(caller, slot["upload_url"], film)
    return str(slot["uri"])


def _to_folder(caller: Caller, film: bytes) -> str:
    name = f"{secrets.token_hex(8)}.mp4"
    Path(caller.folder.folder, name).write_bytes(film)
    return f"{caller.folder.url}/{name}"


def _to_scenario(caller: Caller, film: bytes) -> str:
    named = {"kind": "video", "fileName": "clip.mp4", "contentType": "video/mp4"}
    upload = _ticket(caller, "/uploads", **named, fileSize=len(film), parts=1)["upload"]
    _put(caller, upload["parts"][0]["url"], film)
    _ticket(caller, f"/uploads/{upload['id']}/action", action="complete")
    states = [caller.call("GET", f"/uploads/{upload['id']}").json() for _ in range(2)]
    return str(states[-1]["upload"]["entityId"])


def _to_fal(caller: Caller, film: bytes) -> str:
    rest = caller.gateway.at("rest") + "/storage/auth/token?storage_type=fal-cdn-v3"
    given = caller.http.post(rest, json={}, headers=caller.headers).json()
    headers = {"Authorization": f"Bearer {given['token']}", "Content-Type": "video/mp4"}
    url = caller.gateway.at("store") + "/files/upload"
    return str(caller.bare.post(url, content=film, headers=headers).json()["access_url"])


def _to_replicate(caller: Caller, film: bytes) -> str:
    files = {"content": ("clip.mp4", film, "video/mp4")}
    return str(caller.call("POST", "/v1/files", files=files).json()["urls"]["get"])


def _kling(credentials: Callable[[], str]) -> Speech:
    return Speech(
        credentials,
        _to_folder,
        kling.PATH,
        lambda film: {"video_url": film, **BOTH, "asmr_mode": False},
        (),
        lambda answer: answer["data"]["task_id"],
        kling.PATH + "/{}",
        lambda answer: answer["data"]["task_status"],
        ("succeed", "failed"),
    )


def _scenario(model: str, prompts: Mapping[str, Any]) -> Speech:
    basic = base64.b64encode(f"{scenario.KEY}:{scenario.SECRET}".encode()).decode()
    return Speech(
        lambda: f"Basic {basic}",
        _to_scenario,
        f"/generate/custom/{model}",
        lambda film: {"video": film, **prompts},
        (),
        lambda answer: answer["job"]["jobId"],
        "/jobs/{}",
        lambda answer: answer["job"]["status"],
        ("success", "failure"),
    )


def _fal(app: str, path: str, prompts: Mapping[str, Any]) -> Speech:
    return Speech(
        lambda: f"Key {fal.KEY}",
        _to_fal,
        f"/fal-ai/{app}{path}",
        lambda film: {"video_url": film, **prompts},
        (),
        lambda answer: answer["request_id"],
        f"/fal-ai/{app}/requests/{{}}/status",
        lambda answer: answer["status"],
        ("COMPLETED", "COMPLETED"),
    )


SPEECHES: Mapping[str, Speech] = {
    "wavespeed": Speech(
        lambda: f"Bearer {wavespeed.KEY}",
        _to_wavespeed,
        f"/api/v3/{wavespeed.MODEL}",
        lambda film: {"video": film, **BOTH, "asmr_mode": False},
        (),
        lambda answer: answer["data"]["id"],
        "/api/v3/predictions/{}/result",
        lambda answer: answer["data"]["status"],
        ("completed", "failed"),
    ),
    "inference": Speech(
        lambda: f"Bearer {inference.KEY}",
        _to_inference,
        "/apps/run",
        lambda film: {"app": inference.APP, "input": {"video": film, **BOTH, "asmr_mode": False}},
        ("input",),
        lambda answer: answer["data"]["id"],
        "/tasks/{}",
        lambda answer: answer["data"]["status"],
        (10, 11),
    ),
    "kkiai": _kling(lambda: f"Bearer {kling.KKIAI_KEY}"),
    "kling": _kling(lambda: f"Bearer {token()}"),
    "scenario": _scenario(
        "model_kling-video-to-audio",
        {"soundEffectPrompt": "rain", "backgroundMusicPrompt": "piano", "asmrMode": False},
    ),
    "scenario-mmaudio": _scenario("model_mm-audio-2", ONE),
    "scenario-foley": _scenario("model_controlfoley", ONE),
    "fal": _fal(
        "kling-video",
        "/video-to-audio",
        {"sound_effect_prompt": "rain", "background_music_prompt": "piano", "asmr_mode": False},
    ),
    "fal-mmaudio": _fal("mmaudio-v2", "", {**ONE, "negative_prompt": ""}),
    "replicate-mmaudio": Speech(
        lambda: f"Bearer {replicate.KEY}",
        _to_replicate,
        "/v1/predictions",
        lambda film: {
            "version": replicate.VERSION,
            "input": {"video": film, **ONE, "negative_prompt": ""},
        },
        ("input",),
        lambda answer: answer["id"],
        "/v1/predictions/{}",
        lambda answer: answer["status"],
        ("succeeded", "failed"),
    ),
}
