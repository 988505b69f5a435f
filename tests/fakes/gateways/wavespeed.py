"""WaveSpeed: a ticket, a presigned PUT, a prediction that is polled.

Source: facts 'providers', section 4. Assumed: a body that is wrong is 400; so is a film that was
never uploaded. What is longer than 20 s is cut without a word, as documented.
"""

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, ClassVar

from fakes.gateways.base import Gateway
from fakes.gateways.bodies import FLAG, PROMPT, TEXT, Field
from fakes.gateways.forms import parts
from fakes.gateways.jobs import Job, Order
from fakes.gateways.pictures import MOST_BYTES
from fakes.gateways.routes import route
from fakes.gateways.wire import Answer, Request

MODEL = "kwaivgi/kling-video-to-audio"
KEY = "wavespeed-marker-secret-51c7e09d"
LONGEST = Fraction(20)

_TICKET: Mapping[str, Field] = {
    "filename": Field(required=True, shortest=1),
    "size": Field(int, required=True, low=1, high=MOST_BYTES),
    "content_type": TEXT,
}
_SUBMIT: Mapping[str, Field] = {
    "video": Field(required=True, shortest=1),
    "sound_effect_prompt": Field(longest=PROMPT),
    "bgm_prompt": Field(longest=PROMPT),
    "asmr_mode": FLAG,
}
_MESSAGES = {
    400: "invalid parameters",
    401: "invalid api key",
    402: "insufficient balance",
    404: "not found",
    429: "too many requests",
    500: "internal error",
    503: "busy",
}
_ERRORS = {"failed": "generation failed", "moderation": "content policy"}


class WaveSpeed(Gateway):
    """api.wavespeed.ai and the store behind it; a result is a film with sound unless told."""

    NAME: ClassVar[str] = "wavespeed"
    TRIMS: ClassVar[bool] = True

    @property
    def environment(self) -> dict[str, str]:
        return {"WAVESPEED_API_KEY": KEY, "WAVESPEED_BASE_URL": self.url}

    @property
    def secrets(self) -> tuple[str, ...]:
        return (KEY,)

    def error(self, status: int, message: str = "") -> Answer:
        said = message or _MESSAGES.get(status, "error")
        return Answer.of({"code": status, "message": said}, status)

    def authorise(self, request: Request) -> None:
        if request.headers.get("authorization") != f"Bearer {KEY}":
            raise self.refuse(401)

    @route("POST", "/api/v3/media/uploads", "ticket")
    def ticket(self, request: Request) -> Answer:
        """Announce an upload; the answer says where to put it, and how."""
        body = self.checked(request.body, _TICKET)
        kind = body.get("content_type", "application/octet-stream")
        upload = self.announced(body["filename"], body["size"], kind)
        where = {"method": "PUT", "url": self.put_url(upload), "headers": {"Content-Type": kind}}
        return _good({"download_url": upload.url, "upload": where})

    @route("POST", "/api/v3/media/upload/binary", "upload")
    def binary(self, request: Request) -> Answer:
        """The upload of older clients: one form with the file in it."""
        files = [part for part in parts(request) if part.name == "file" and part.filename]
        if len(files) != 1 or len(files[0].data) > MOST_BYTES:
            raise self.refuse(400, "file: exactly one of at most 100 MB is required")
        upload = self.announced(files[0].filename, len(files[0].data), files[0].content_type)
        upload.data = files[0].data
        return _good({"type": "video", "download_url": upload.url, "size": upload.size})

    @route("POST", f"/api/v3/{MODEL}", "submit")
    def submit(self, request: Request) -> Answer:
        """A prediction."""
        body = self.checked(request.body, _SUBMIT)
        video = self.uploaded(body["video"])
        if video is None:
            raise self.refuse(400, "video: the file could not be downloaded")
        job = self.create(Order(body, video, model=MODEL, seconds=LONGEST))
        return _good(self._prediction(job, "created"))

    @route("GET", "/api/v3/predictions/{name}/result", "poll")
    @route("GET", "/api/v3/predictions/{name}", "poll")
    def poll(self, _: Request, name: str) -> Answer:
        """How the prediction goes."""
        job = self.job(name)
        return _good(self._prediction(job, self.look(job)))

    def _prediction(self, job: Job, state: str) -> dict[str, Any]:
        words = {"waiting": "processing", "done": "completed", "moderation": "failed"}
        done = state == "done"
        error = job.complaint.message if job.complaint else _ERRORS.get(state, "")
        return {
            "id": job.id,
            "model": MODEL,
            "outputs": [self.publish(job, self.form)] if done else [],
            "urls": {"get": f"{self.handed}/api/v3/predictions/{job.id}/result"},
            "has_nsfw_contents": [False] if done else [],
            "status": words.get(state, state),
            "created_at": "2026-01-01T00:00:00Z",
            "error": error if state in ("failed", "moderation") else "",
            "timings": {"inference": 1234 if done else 0},
        }


def _good(data: dict[str, Any]) -> Answer:
    return Answer.of({"code": 200, "message": "success", "data": data})
