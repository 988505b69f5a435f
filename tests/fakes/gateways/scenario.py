"""Scenario: an upload in parts that is imported, a job, assets behind links that run out.

Source: facts 'providers', section 8, and the vendor's SDK 2.4.0 for the required fields. Assumed:
parts but the last have at least 5 MB; the import says 'validating' once.
"""

import hashlib
from base64 import b64encode
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, ClassVar

from fakes.gateways.base import Gateway
from fakes.gateways.bodies import Field
from fakes.gateways.jobs import Job, Order, Upload
from fakes.gateways.models import MODELS, Model
from fakes.gateways.pictures import MOST_BYTES
from fakes.gateways.routes import Route, route
from fakes.gateways.sounds import TYPES
from fakes.gateways.wire import Answer, RefusalError, Request

KEY = "scenario-marker-key-4471c2"
SECRET = "scenario-marker-secret-ee905d17"
COST = 5
LEAST_PART = 5_000_000
THEN = "2026-01-01T00:00:00Z"

_CREATE: Mapping[str, Field] = {
    "kind": Field(required=True),
    "fileName": Field(required=True, shortest=1),
    "fileSize": Field(int, required=True, low=1, high=MOST_BYTES),
    "contentType": Field(required=True, shortest=1),
    "parts": Field(int, required=True, low=1, high=1000),
    "assetOptions": Field(dict),
}
_ERRORS = {
    400: ("Bad Request", "the request is malformed"),
    401: ("Unauthorized", "invalid api key or secret"),
    402: ("Payment Required", "not enough creative units"),
    403: ("Forbidden", "not allowed"),
    404: ("Not Found", "not found"),
    429: ("Too Many Requests", "rate limit exceeded"),
    500: ("Internal Server Error", "internal error"),
    503: ("Service Unavailable", "service unavailable"),
}
_STATES = {"done": "success", "failed": "failure", "moderation": "failure", "cancelled": "canceled"}


class Scenario(Gateway):
    """api.cloud.scenario.com/v1, its upload host and its CDN, for all three models.

    Kling gives two assets, the sound and the film with it; the other two give one.
    """

    NAME: ClassVar[str] = "scenario"
    PREFIX: ClassVar[str] = "/v1"
    PROMPTS: ClassVar[tuple[str, ...]] = ("soundEffectPrompt", "backgroundMusicPrompt")

    form: str = "mp3"
    signed: bool = True

    def __init__(self) -> None:
        super().__init__()
        self._parts: dict[str, dict[int, bytes]] = {}
        self._asked: dict[str, int] = {}

    @property
    def environment(self) -> dict[str, str]:
        keys = {"SCENARIO_SDK_API_KEY": KEY, "SCENARIO_SDK_API_SECRET": SECRET}
        return {**keys, "SCENARIO_BASE_URL": self.url + self.PREFIX}

    @property
    def secrets(self) -> tuple[str, ...]:
        return (KEY, SECRET, _basic())

    def error(self, status: int, message: str = "") -> Answer:
        name, usual = _ERRORS.get(status, ("Error", "error"))
        return Answer.of({"error": name, "message": message or usual}, status)

    def authorise(self, request: Request) -> None:
        if request.headers.get("authorization") != f"Basic {_basic()}":
            raise self.refuse(401)

    def kind(self, found: Route, request: Request) -> str:
        """To ask for the price is no submit."""
        return "price" if found.kind == "submit" and "dryRun" in request.query else found.kind

    @route("POST", "/uploads", "ticket")
    def ticket(self, request: Request) -> Answer:
        """Announce an upload; the answer has a place for every part."""
        body = self.checked(request.body, _CREATE)
        if body["kind"] != "video":
            raise self.refuse(400, "kind: only videos are scored")
        upload = self.announced(body["fileName"], body["fileSize"], body["contentType"])
        upload.url = ""
        self._parts[upload.id] = {}
        places = [self._place(upload, number) for number in range(1, body["parts"] + 1)]
        return Answer.of({"upload": {**_shown(upload), "status": "pending", "parts": places}})

    @route("PUT", "/parts/{name}/{number}", "upload", site="store", guard="bare")
    def part(self, request: Request, name: str, number: str) -> Answer:
        """Take the bytes of one part."""
        if name not in self._parts or request.query.get("sig") != self.signatures[0]:
            raise RefusalError(self.store_error(403, "SignatureDoesNotMatch"))
        self._parts[name][int(number)] = request.raw
        return Answer(headers={"ETag": f'"{hashlib.md5(request.raw).hexdigest()}"'})

    @route("POST", "/uploads/{name}/action", "import")
    def complete(self, request: Request, name: str) -> Answer:
        """Put the parts together."""
        upload = self._upload(name)
        if request.body != {"action": "complete"}:
            raise self.refuse(400, "action: 'complete' is required")
        pieces = [piece for _, piece in sorted(self._parts[name].items())]
        small = any(len(piece) < LEAST_PART for piece in pieces[:-1])
        data = b"".join(pieces)
        upload.data = data if len(data) == upload.size and not small else b""
        upload.url = f"asset_{upload.id}" if upload.data else ""
        self._asked[name] = 0
        return Answer.of({"upload": {**_shown(upload), "status": "validating"}})

    @route("GET", "/uploads/{name}", "import")
    def imported(self, _: Request, name: str) -> Answer:
        """How the import goes."""
        upload = self._upload(name)
        if name not in self._asked:
            return Answer.of({"upload": {**_shown(upload), "status": "pending"}})
        self._asked[name] += 1
        if self._asked[name] == 1:
            return Answer.of({"upload": {**_shown(upload), "status": "validating"}})
        wrong = {"status": "failed", "errorMessage": "the parts do not make up the file"}
        good = {"status": "imported", "entityId": upload.url}
        return Answer.of({"upload": {**_shown(upload), **(good if upload.url else wrong)}})

    @route("GET", "/models/{name}", "schema")
    def model(self, _: Request, name: str) -> Answer:
        """What a model wants to be given."""
        found = self._model(name)
        shown = {"id": found.id, "name": found.name, "capabilities": list(found.capabilities)}
        usual = {"collectionIds": [], "custom": False, "exampleAssetIds": [], "source": "other"}
        rest = {"createdAt": THEN, "updatedAt": THEN, "privacy": "public", "status": "trained"}
        tail = {"tags": [], "trainingImagesNumber": 0, "type": "custom", "inputs": found.inputs}
        return Answer.of({"model": {**shown, **usual, **rest, **tail}})

    @route("POST", "/generate/custom/{name}", "submit")
    def submit(self, request: Request, name: str) -> Answer:
        """A job; or, with dryRun, only its price."""
        model = self._model(name)
        body = {**model.own, **self.checked(request.body, model.fields)}
        video = self.uploaded(body["video"])
        if not video:
            raise self.refuse(400, f"video: asset {body['video']} not found")
        if request.query.get("dryRun"):
            return Answer.of({"creativeUnitsCost": COST}, 269)
        seconds = Fraction(body["duration"]) if "duration" in body else None
        order = Order(body, video, model=name, allowed=model.allowed, seconds=seconds)
        job = self._job(self.create(order), "queued")
        return Answer.of({"job": job, "creativeUnitsCost": COST})

    @route("GET", "/jobs/{name}", "poll")
    def poll(self, _: Request, name: str) -> Answer:
        """How a job goes."""
        job = self.job(name)
        return Answer.of({"job": self._job(job, self.look(job))})

    @route("POST", "/jobs/{name}/action", "cancel")
    def stop(self, request: Request, name: str) -> Answer:
        """Stop a job."""
        job = self.job(name)
        if request.body != {"action": "cancel"} or not self.cancel(job):
            raise self.refuse(400, "the job cannot be cancelled")
        return Answer.of({"job": self._job(job, "cancelled")})

    @route("GET", "/assets/{name}", "result")
    def asset(self, _: Request, name: str) -> Answer:
        """A result with a link to it that is new each time."""
        found, form = name.removeprefix("asset_").rpartition("-")[::2]
        if form not in TYPES or self.state(self.job(found)) != "done":
            raise self.refuse(404)
        return Answer.of({"asset": self._asset(self.job(found), form, name)})

    def _model(self, name: str) -> Model:
        if name not in MODELS:
            raise self.refuse(404, "model not found")
        return MODELS[name]

    def _upload(self, name: str) -> Upload:
        if name not in self._parts:
            raise self.refuse(404)
        return self.uploads[name]

    def _place(self, upload: Upload, number: int) -> dict[str, Any]:
        url = f"{self.at('store')}/parts/{upload.id}/{number}?sig={self.signatures[0]}"
        return {"number": number, "url": url, "expires": "2099-01-01T01:00:00Z"}

    def _forms(self, job: Job) -> list[str]:
        kling = job.order.model == "model_kling-video-to-audio"
        return [self.form, "mp4"] if kling and self.form != "mp4" else [self.form]

    def _job(self, job: Job, state: str) -> dict[str, Any]:
        waiting = {"waiting": "in-progress", "queued": "queued"}
        metadata: dict[str, Any] = {"input": job.body, "assetIds": []}
        if state == "done":
            metadata["assetIds"] = [f"asset_{job.id}-{form}" for form in self._forms(job)]
        if state in ("failed", "moderation"):
            usual = "nsfw" if state == "moderation" else "the model failed"
            metadata["error"] = job.complaint.message if job.complaint else usual
            metadata["hint"] = "Try another clip"
        return {
            "jobId": job.id,
            "jobType": "custom",
            "status": _STATES.get(state) or waiting[state],
            "progress": {"waiting": 0.3, "queued": 0}.get(state, 1),
            "createdAt": THEN,
            "updatedAt": THEN,
            "metadata": metadata,
            "statusHistory": [{"date": THEN, "status": "queued"}],
            "billing": {"cuCost": COST, "cuDiscount": 0},
        }

    def _asset(self, job: Job, form: str, name: str) -> dict[str, Any]:
        kind = TYPES[form].partition("/")[0]
        source = "video2audio" if kind == "audio" else "video2video"
        return {
            "id": name,
            "authorId": "u",
            "ownerId": "o",
            "collectionIds": [],
            "createdAt": THEN,
            "updatedAt": THEN,
            "editCapabilities": [],
            "kind": kind,
            "metadata": {"kind": kind, "type": source},
            "mimeType": TYPES[form],
            "privacy": "private",
            "properties": {"size": self.size(job, form)},
            "source": source,
            "status": "success",
            "tags": [],
            "url": self.publish(job, form, fresh=True),
        }


class ScenarioMmaudio(Scenario):
    """The same hosts; the result is a film with sound."""

    form: str = "mp4"


class ScenarioFoley(ScenarioMmaudio):
    """The same hosts; the result is a film with sound."""


def _basic() -> str:
    return b64encode(f"{KEY}:{SECRET}".encode()).decode()


def _shown(upload: Upload) -> dict[str, Any]:
    named = {"id": upload.id, "fileName": upload.name, "fileSize": upload.size}
    owned = {"authorId": "u", "ownerId": "o", "createdAt": THEN, "updatedAt": THEN}
    return {**named, **owned, "kind": "video", "source": "multipart"}
