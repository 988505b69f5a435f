"""Replicate with zsxkib/mmaudio: a form with the film, a version by its hash, a prediction.

Source: facts 'providers', section 11. Assumed: a file that was never uploaded is 422; only the
version `VERSION` is known here.
"""

import hashlib
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, ClassVar

from fakes.gateways.base import Gateway
from fakes.gateways.bodies import NUMBER, TEXT, WHOLE, Field, Problem
from fakes.gateways.forms import parts
from fakes.gateways.jobs import Job, Order, Upload
from fakes.gateways.pictures import MMAUDIO, MOST_BYTES
from fakes.gateways.routes import route
from fakes.gateways.wire import Answer, Request

KEY = "r8_marker-secret-0f6ad2c9"
MODEL = "zsxkib/mmaudio"
VERSION = "62871fb5" + "0c" * 28

_SUBMIT: Mapping[str, Field] = {
    "version": Field(required=True),
    "input": Field(dict, required=True),
    "webhook": TEXT,
    "webhook_events_filter": Field(list),
    "stream": Field(bool),
}
_INPUT: Mapping[str, Field] = {
    "video": Field(required=True, shortest=1),
    "prompt": TEXT,
    "negative_prompt": TEXT,
    "duration": Field(NUMBER, low=1, high=30),
    "num_steps": WHOLE,
    "cfg_strength": Field(NUMBER),
    "seed": WHOLE,
}
_OWN: Mapping[str, Any] = {
    "prompt": "",
    "negative_prompt": "music",
    "duration": 8,
    "num_steps": 25,
    "cfg_strength": 4.5,
    "seed": -1,
}
_TITLES = {
    400: ("Bad Request", "The request is malformed"),
    401: ("Unauthenticated", "You did not pass a valid authentication token"),
    402: ("Insufficient credit", "You have insufficient credit to run this model"),
    404: ("Not Found", "The requested resource could not be found"),
    422: ("Input validation failed", "The input is invalid"),
    429: ("Too Many Requests", "Request was throttled"),
    500: ("Internal Server Error", "An error occurred"),
    503: ("Service Unavailable", "The service is unavailable"),
}
_ERRORS = {"failed": "CUDA out of memory", "moderation": "NSFW content detected"}
_WORDS = {"done": "succeeded", "failed": "failed", "moderation": "failed", "cancelled": "canceled"}


class ReplicateMmaudio(Gateway):
    """api.replicate.com and its delivery host."""

    NAME: ClassVar[str] = "replicate-mmaudio"

    @property
    def environment(self) -> dict[str, str]:
        return {"REPLICATE_API_TOKEN": KEY, "REPLICATE_BASE_URL": self.url}

    @property
    def secrets(self) -> tuple[str, ...]:
        return (KEY,)

    def error(self, status: int, message: str = "") -> Answer:
        title, usual = _TITLES.get(status, ("Error", "error"))
        return Answer.of({"title": title, "detail": message or usual, "status": status}, status)

    def objection(self, found: list[Problem]) -> Answer:
        return self.error(422, "\n".join(f"- {problem.message}" for problem in found))

    def authorise(self, request: Request) -> None:
        if request.headers.get("authorization") != f"Bearer {KEY}":
            raise self.refuse(401)

    @route("POST", "/v1/files", "upload")
    def send(self, request: Request) -> Answer:
        """A film, as the part `content` of a form."""
        files = [part for part in parts(request) if part.name == "content" and part.filename]
        if len(files) != 1 or not 0 < len(files[0].data) <= MOST_BYTES:
            raise self.refuse(400, "Missing content")
        upload = self.announced(files[0].filename, len(files[0].data), files[0].content_type)
        upload.data = files[0].data
        upload.url = f"{self.url}/v1/files/{upload.id}"
        return Answer.of(_file(upload), 201)

    @route("GET", "/v1/files/{name}", "file")
    def file(self, _: Request, name: str) -> Answer:
        """What is known of a film."""
        return Answer.of(_file(self._upload(name)))

    @route("DELETE", "/v1/files/{name}", "delete")
    def delete(self, _: Request, name: str) -> Answer:
        """Forget a film."""
        del self.uploads[self._upload(name).id]
        return Answer(204)

    @route("POST", "/v1/predictions", "submit")
    def submit(self, request: Request) -> Answer:
        """A prediction: as long as it is told, 8 s when it is not."""
        asked = self.checked(request.body, _SUBMIT)
        if not re.fullmatch("[0-9a-f]{64}", asked["version"]) or asked["version"] != VERSION:
            raise self.refuse(422, "The specified version does not exist")
        body = {**_OWN, **self.checked(asked["input"], _INPUT)}
        video = self.uploaded(body["video"])
        if video is None:
            raise self.refuse(422, "- input.video: the file does not exist")
        seconds = Fraction(body["duration"])
        job = self.create(Order(body, video, model=MODEL, allowed=MMAUDIO, seconds=seconds))
        return Answer.of(self._prediction(job, "waiting"), 201)

    @route("GET", "/v1/predictions/{name}", "poll")
    def poll(self, _: Request, name: str) -> Answer:
        """How a prediction goes."""
        job = self.job(name)
        return Answer.of(self._prediction(job, self.look(job)))

    @route("POST", "/v1/predictions/{name}/cancel", "cancel")
    def stop(self, _: Request, name: str) -> Answer:
        """Stop a prediction."""
        job = self.job(name)
        self.cancel(job)
        return Answer.of(self._prediction(job, self.state(job)))

    def _upload(self, name: str) -> Upload:
        if name not in self.uploads:
            raise self.refuse(404)
        return self.uploads[name]

    def _prediction(self, job: Job, state: str) -> dict[str, Any]:
        waiting = "processing" if job.polled > 1 else "starting"
        where = f"{self.handed}/v1/predictions/{job.id}"
        failed = state in ("failed", "moderation")
        error = job.complaint.message if job.complaint else _ERRORS.get(state)
        return {
            "id": job.id,
            "model": MODEL,
            "version": VERSION,
            "input": job.body,
            "status": _WORDS.get(state, waiting),
            "output": self.publish(job, self.form) if state == "done" else None,
            "error": error if failed else None,
            "logs": "",
            "created_at": "2026-01-01T00:00:00Z",
            "urls": {"get": where, "cancel": f"{where}/cancel"},
        }


def _file(upload: Upload) -> dict[str, Any]:
    data = upload.data or b""
    return {
        "id": upload.id,
        "name": upload.name,
        "content_type": upload.content_type,
        "size": upload.size,
        "etag": hashlib.md5(data).hexdigest(),
        "checksums": {"sha256": hashlib.sha256(data).hexdigest()},
        "metadata": {},
        "created_at": "2026-01-01T00:00:00Z",
        "expires_at": "2026-01-02T00:00:00Z",
        "urls": {"get": upload.url},
    }
