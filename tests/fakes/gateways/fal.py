"""fal: a token for its CDN, a queue, and results that tell of failures.

Source: facts 'providers', sections 9 and 10. Assumed: a malformed body is refused at once, with
422; a film that is wrong is 422 in the result. A prompt that is left out is the vendor's own.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, ClassVar

from fakes.gateways.base import Gateway
from fakes.gateways.bodies import FLAG, NUMBER, PROMPT, TEXT, Field, Problem
from fakes.gateways.jobs import Job, Order
from fakes.gateways.pictures import KLING, MMAUDIO, MOST_BYTES
from fakes.gateways.routes import route
from fakes.gateways.sounds import TYPES
from fakes.gateways.wire import Answer, Request

KEY = "fal-marker-id-9a0c:fal-marker-secret-2be7d81f"
TOKEN = "fal-marker-secret-cdn-token-60d4"
REQUESTS = "/fal-ai/{app}/requests/{name}"

_NULLABLE = Field((str, type(None)), longest=PROMPT)
_KLING: Mapping[str, Field] = {
    "video_url": Field(required=True, shortest=1),
    "sound_effect_prompt": _NULLABLE,
    "background_music_prompt": _NULLABLE,
    "asmr_mode": FLAG,
}
_KLING_OWN: Mapping[str, Any] = {
    "sound_effect_prompt": "Car tires screech as they accelerate in a drag race",
    "background_music_prompt": "intense car race",
    "asmr_mode": False,
}
_MMAUDIO: Mapping[str, Field] = {
    "video_url": Field(required=True, shortest=1),
    "prompt": Field(required=True, shortest=1),
    "negative_prompt": TEXT,
    "seed": Field(int, low=0, high=65535),
    "num_steps": Field(int, low=4, high=50),
    "duration": Field(NUMBER, low=1, high=30),
    "cfg_strength": Field(NUMBER, low=0, high=20),
    "mask_away_clip": FLAG,
}
_MMAUDIO_OWN: Mapping[str, Any] = {
    "negative_prompt": "",
    "num_steps": 25,
    "duration": 8,
    "cfg_strength": 4.5,
    "mask_away_clip": False,
}
_TYPES: Mapping[str, str] = {
    "missing": "missing",
    "unknown": "extra_forbidden",
    "type": "bad_request",
    "short": "bad_request",
    "long": "sequence_too_long",
    "range": "greater_than",
}
_FILM_TYPES: Mapping[str, str] = {
    "download": "file_download_error",
    "unreadable": "unsupported_video_format",
    "codec": "unsupported_video_format",
    "sound": "feature_not_supported",
    "short": "video_duration_too_short",
    "long": "video_duration_too_long",
    "size": "file_too_large",
}
_ERRORS: Mapping[int, tuple[str, str]] = {
    400: ("bad_request", "Bad request"),
    401: ("unauthorized", "Cannot access application. Authentication is required."),
    402: ("payment_required", "Exhausted balance"),
    404: ("not_found", "Path not found"),
    413: ("file_too_large", "Payload too large"),
    429: ("rate_limited", "Too many requests"),
    500: ("internal_server_error", "Internal server error"),
    502: ("downstream_service_error", "Bad gateway"),
    503: ("downstream_service_unavailable", "Service unavailable"),
    504: ("request_timeout", "Request timed out"),
}


class Fal(Gateway):
    """queue.fal.run, rest.fal.ai and v3.fal.media, for both models, on three ports."""

    NAME: ClassVar[str] = "fal"
    SITES: ClassVar[tuple[str, ...]] = ("api", "rest", "store")
    PROMPTS: ClassVar[tuple[str, ...]] = ("sound_effect_prompt", "background_music_prompt")

    form: str = "mp3"

    @property
    def environment(self) -> dict[str, str]:
        hosts = {"QUEUE": self.url, "REST": self.at("rest"), "CDN": self.at("store")}
        urls = {f"FAL_{name}_BASE_URL": url for name, url in hosts.items()}
        return {"FAL_KEY": KEY, **urls}

    @property
    def secrets(self) -> tuple[str, ...]:
        return (*KEY.split(":"), TOKEN)

    def error(self, status: int, message: str = "") -> Answer:
        kind, usual = _ERRORS.get(status, ("other", "Error"))
        again = "true" if status in (429, 503, 504) else "false"
        headers = {"X-Fal-Error-Type": kind, "X-Fal-Retryable": again}
        return Answer.of({"detail": message or usual, "error_type": kind}, status, headers)

    def objection(self, found: list[Problem]) -> Answer:
        return _detail([(one.name, one.message, _TYPES[one.kind]) for one in found])

    def authorise(self, request: Request) -> None:
        if request.headers.get("authorization") != f"Key {KEY}":
            raise self.refuse(401)

    def token(self, request: Request) -> None:
        """Raise a refusal unless the CDN's own token comes, and not the key."""
        if request.headers.get("authorization") != f"Bearer {TOKEN}":
            raise self.refuse(401, "Invalid token")

    @route("POST", "/storage/auth/token", "ticket", site="rest")
    def ticket(self, request: Request) -> Answer:
        """A token for the CDN."""
        if request.body != {} or request.query.get("storage_type") != "fal-cdn-v3":
            raise self.refuse(400, "storage_type=fal-cdn-v3 and an empty object are required")
        times = {"expires_at": "2099-01-01T00:00:00+00:00"}
        token = {"token": TOKEN, "token_type": "Bearer", "base_url": self.at("store")}
        return Answer.of({**token, **times})

    @route("POST", "/storage/upload/initiate", "ticket", site="rest")
    def initiate(self, request: Request) -> Answer:
        """The upload that clients fall back to: a place to put it. The length is not asked for."""
        named = Field(required=True)
        body = self.checked(request.body, {"file_name": named, "content_type": named})
        upload = self.announced(body["file_name"], 0, body["content_type"])
        return Answer.of({"upload_url": self.put_url(upload), "file_url": upload.url})

    @route("POST", "/files/upload", "upload", site="store", guard="token")
    def send(self, request: Request) -> Answer:
        """The bytes of a film; anybody may read them afterwards."""
        if not 0 < len(request.raw) <= MOST_BYTES:
            raise self.refuse(413)
        kind = request.headers.get("content-type", "application/octet-stream")
        name = request.headers.get("x-fal-file-name", "upload.bin")
        upload = self.announced(name, len(request.raw), kind)
        upload.data = request.raw
        return Answer.of({"access_url": upload.url})

    @route("POST", "/fal-ai/kling-video/video-to-audio", "submit")
    def submit(self, request: Request) -> Answer:
        """A request for Kling."""
        body = {**_KLING_OWN, **self.checked(request.body, _KLING)}
        video = self.uploaded(body["video_url"]) or b""
        return self._queued(Order(body, video, model="kling-video", allowed=KLING))

    @route("POST", "/fal-ai/mmaudio-v2", "submit")
    def submit_mmaudio(self, request: Request) -> Answer:
        """A request for MMAudio: as long as it is told, 8 s when it is not."""
        body = {**_MMAUDIO_OWN, **self.checked(request.body, _MMAUDIO)}
        video = self.uploaded(body["video_url"]) or b""
        seconds = Fraction(body["duration"])
        order = Order(body, video, model="mmaudio-v2", allowed=MMAUDIO, seconds=seconds)
        return self._queued(order)

    @route("GET", REQUESTS + "/status", "poll")
    def poll(self, _: Request, app: str, name: str) -> Answer:
        """How a request goes; that it is over does not say how it ended."""
        job = self._asked(app, name)
        state = self.look(job)
        if state != "waiting":
            return Answer.of(_over(job, state))
        first = {"status": "IN_QUEUE", "queue_position": 0}
        later = {"status": "IN_PROGRESS", "logs": None}
        return Answer.of({**(first if job.polled <= 1 else later), "request_id": job.id})

    @route("GET", REQUESTS, "result")
    @route("GET", REQUESTS + "/response", "result")
    def result(self, _: Request, app: str, name: str) -> Answer:
        """What came of a request."""
        job = self._asked(app, name)
        state = self.state(job)
        if state == "done":
            return Answer.of(self._files(job))
        if state == "waiting":
            return self.error(400, "Request is still in progress")
        if job.complaint:
            kind = _FILM_TYPES[job.complaint.kind]
            return _detail([("video_url", job.complaint.message, kind)])
        if state == "moderation":
            said = "The content was flagged by a content checker"
            return _detail([("prompt", said, "content_policy_violation")])
        return self.error(500 if state == "failed" else 400, "Request failed")

    @route("PUT", REQUESTS + "/cancel", "cancel")
    def stop(self, _: Request, app: str, name: str) -> Answer:
        """Stop a request."""
        if name not in self.jobs:
            return Answer.of({"status": "NOT_FOUND"}, 404)
        if self.cancel(self._asked(app, name)):
            return Answer.of({"status": "CANCELLATION_REQUESTED"}, 202)
        return Answer.of({"status": "ALREADY_COMPLETED"}, 400)

    def _asked(self, app: str, name: str) -> Job:
        job = self.job(name)
        if job.order.model != app:
            raise self.refuse(404)
        return job

    def _queued(self, order: Order) -> Answer:
        job = self.create(order)
        where = f"{self.handed}/fal-ai/{order.model}/requests/{job.id}"
        urls = {"response_url": where, "status_url": f"{where}/status"}
        queued = {"status": "IN_QUEUE", "request_id": job.id, "queue_position": 0}
        return Answer.of({**queued, **urls, "cancel_url": f"{where}/cancel"})

    def _files(self, job: Job) -> dict[str, Any]:
        if job.order.model == "mmaudio-v2" or self.form == "mp4":
            return {"video": self._file(job, self.form)}
        return {"video": self._file(job, "mp4"), "audio": self._file(job, self.form)}

    def _file(self, job: Job, form: str) -> dict[str, Any]:
        named = {"content_type": TYPES[form], "file_name": f"out.{form}"}
        return {"url": self.publish(job, form), **named, "file_size": self.size(job, form)}


class FalMmaudio(Fal):
    """The same hosts; the result is a film with sound."""

    form: str = "mp4"


def _over(job: Job, state: str) -> dict[str, Any]:
    metrics = {"inference_time": 1.2}
    done = {"status": "COMPLETED", "request_id": job.id, "logs": None, "metrics": metrics}
    if state == "cancelled":
        return {**done, "error": "Request was cancelled", "error_type": "client_cancelled"}
    if state == "failed" and not job.complaint:
        return {**done, "error": "Internal server error", "error_type": "internal_server_error"}
    return done


def _detail(found: list[tuple[str, str, str]]) -> Answer:
    detail = [{"loc": ["body", name], "msg": said, "type": kind} for name, said, kind in found]
    headers = {"X-Fal-Error-Type": found[0][2], "X-Fal-Retryable": "false"}
    return Answer.of({"detail": detail}, 422, headers)
