"""inference.sh: a file slot, a presigned PUT, an app that is run, a task that is polled.

Source: facts 'providers', section 5. Assumed: the app's input names, which `names` may change as
the schema then says; a film that was never uploaded is 422.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar

from fakes.gateways.base import Gateway
from fakes.gateways.bodies import FLAG, PROMPT, TEXT, Field, Problem
from fakes.gateways.jobs import Job, Order
from fakes.gateways.pictures import MOST_BYTES
from fakes.gateways.routes import route
from fakes.gateways.wire import Answer, Request

KEY = "inf_marker-secret-8c1f7be3"
APP = "klingai/video-to-audio"
NOW: Mapping[str, Any] = {
    "received": 1,
    "waiting": 7,
    "done": 10,
    "failed": 11,
    "moderation": 11,
    "cancelled": 12,
    "rejected": 13,
}
OLD: Mapping[str, Any] = {**NOW, "done": 9, "failed": 10, "moderation": 10, "cancelled": 11}
WORDS: Mapping[str, Any] = {
    **{state: state for state in NOW},
    "waiting": "running",
    "done": "completed",
    "moderation": "failed",
}

_FILE: Mapping[str, Field] = {
    "uri": TEXT,
    "filename": Field((str, type(None))),
    "content_type": Field(required=True, shortest=1),
    "path": Field((str, type(None))),
    "size": Field(int, required=True, low=1, high=MOST_BYTES),
    "public": Field((bool, type(None))),
}
_RUN: Mapping[str, Field] = {
    "app": Field(required=True),
    "input": Field(dict, required=True),
    "webhook": TEXT,
    "infra": TEXT,
    "workers": Field(list),
    "setup": Field(dict),
    "function": TEXT,
    "session": TEXT,
    "run_at": TEXT,
    "wait": FLAG,
    "stream": FLAG,
}
_INPUT: Mapping[str, Field] = {
    "video": Field(required=True, shortest=1),
    "sound_effect_prompt": Field(longest=PROMPT),
    "bgm_prompt": Field(longest=PROMPT),
    "asmr_mode": FLAG,
}
_DESCRIBED = {
    "video": "the video to add audio to, 3 to 20 seconds",
    "sound_effect_prompt": "description of the sound effects, at most 200 characters",
    "bgm_prompt": "description of the background music, at most 200 characters",
    "asmr_mode": "enable asmr mode",
}
_PROBLEMS = {
    400: ("bad_request", "Bad Request", "the request is malformed"),
    401: ("unauthorized", "Unauthorized", "invalid api key"),
    402: ("payment_required", "Payment Required", "insufficient balance"),
    403: ("forbidden", "Forbidden", "not allowed"),
    404: ("not_found", "Not Found", "not found"),
    412: ("requirements_not_met", "Requirements not met", "missing secret"),
    422: ("validation_failed", "Unprocessable Entity", "the input is invalid"),
    429: ("rate_limited", "Too Many Requests", "slow down"),
}
_SECRET = {"type": "secret", "key": "KLING_KEY", "message": "secret missing"}
_ERRORS = {
    "failed": "boom",
    "moderation": "content policy violation",
    "rejected": "insufficient balance",
}


class Inference(Gateway):
    """api.inference.sh and its store. `numbers`: NOW, OLD or WORDS, how it says a status.

    `names`: what the app calls its inputs, where it differs from what is assumed. A further
    outcome is 'rejected': no balance.
    """

    NAME: ClassVar[str] = "inference"

    form: str = "mp3"
    numbers: Mapping[str, Any] = NOW
    names: Mapping[str, str] = {}

    @property
    def environment(self) -> dict[str, str]:
        return {"INFERENCE_API_KEY": KEY, "INFERENCE_BASE_URL": self.url}

    @property
    def secrets(self) -> tuple[str, ...]:
        return (KEY,)

    def error(self, status: int, message: str = "") -> Answer:
        other = ("internal", "Internal Server Error", "internal error")
        code, title, usual = _PROBLEMS.get(status, other)
        said = {"type": f"https://api.inference.sh/errors/{code}", "title": title}
        body = {**said, "status": status, "detail": message or usual}
        if status == 412:
            body["errors"] = [{**_SECRET, "action": {"type": "add_secret"}}]
        return Answer.of(body, status, {"Content-Type": "application/problem+json"})

    def objection(self, found: list[Problem]) -> Answer:
        return self.error(422, "; ".join(problem.message for problem in found))

    def authorise(self, request: Request) -> None:
        if request.headers.get("authorization") != f"Bearer {KEY}":
            raise self.refuse(401)

    @route("POST", "/files", "ticket")
    def ticket(self, request: Request) -> Answer:
        """Slots for files."""
        files = self.checked(request.body, {"files": Field(list, required=True)})["files"]
        return _good([self._slot(self.checked(file, _FILE)) for file in files])

    @route("POST", "/apps/run", "submit")
    @route("POST", "/run", "submit")
    def submit(self, request: Request) -> Answer:
        """A task."""
        asked = self.checked(request.body, _RUN)
        if asked["app"].partition("@")[0] != APP:
            raise self.refuse(404, f"app {asked['app']} not found")
        named = {self.names.get(name, name): field for name, field in _INPUT.items()}
        usual = {theirs: ours for ours, theirs in self.names.items()}
        given = self.checked(asked["input"], named)
        body = {usual.get(name, name): value for name, value in given.items()}
        video = self.uploaded(body["video"])
        if video is None:
            raise self.refuse(422, "video: the file does not exist")
        return _good(self._task(self.create(Order(body, video, model=asked["app"])), "received"))

    @route("GET", "/tasks/{name}", "poll")
    def poll(self, _: Request, name: str) -> Answer:
        """How a task goes."""
        job = self.job(name)
        return _good(self._task(job, self.look(job)))

    @route("GET", "/tasks/{name}/stream", "stream")
    def stream(self, _: Request, name: str) -> Answer:
        """The same as lines of JSON, until it is over or nothing more is to come."""
        lines = "".join(json.dumps(line) + "\n" for line in self._lines(self.job(name)))
        return Answer(200, lines.encode(), {"Content-Type": "application/x-ndjson"})

    @route("POST", "/tasks/{name}/cancel", "cancel")
    def stop(self, _: Request, name: str) -> Answer:
        """Stop a task."""
        job = self.job(name)
        self.cancel(job)
        return _good(self._task(job, self.state(job)))

    @route("DELETE", "/tasks/{name}", "delete")
    def delete(self, request: Request, name: str) -> Answer:
        """Forget the files of a task that is over; its bill stays."""
        job = self.job(name)
        if self.state(job) == "waiting":
            raise self.refuse(400, "the task is not finished")
        if request.query.get("files") == "true":
            kept = {key: one for key, one in self.uploads.items() if one.url != job.body["video"]}
            self.uploads = kept
        return Answer(204)

    @route("GET", f"/apps/{APP}", "schema")
    def schema(self, _: Request) -> Answer:
        """What the app wants to be given."""
        kinds = {
            name: "boolean" if field.kind is bool else "string" for name, field in _INPUT.items()
        }
        properties = {
            self.names.get(name, name): {"type": kind, "description": _DESCRIBED[name]}
            for name, kind in kinds.items()
        }
        required = [self.names.get("video", "video")]
        schema = {"type": "object", "properties": properties, "required": required}
        version = {"id": "version1", "short_id": "6yhw75v8", "input_schema": schema}
        owner, name = APP.split("/")
        return _good({"id": "app1", "namespace": owner, "name": name, "version": version})

    def _slot(self, file: dict[str, Any]) -> dict[str, Any]:
        name = file.get("filename") or "upload"
        upload = self.announced(name, file["size"], file["content_type"])
        shown = {"filename": name, "content_type": upload.content_type, "size": upload.size}
        return {"id": upload.id, "uri": upload.url, "upload_url": self.put_url(upload), **shown}

    def _lines(self, job: Job) -> Iterator[dict[str, Any]]:
        yield {"type": "heartbeat"}
        self.pause(self.latency or 0)
        for _ in range(self.polls + 1):
            state = self.look(job)
            task = self._task(job, state)
            if state != "waiting":
                yield {"data": task, "fields": ["status", "output", "error"]}
                return
            yield {"data": task, "fields": ["status"]}

    def _task(self, job: Job, state: str) -> dict[str, Any]:
        error = job.complaint.message if job.complaint else _ERRORS.get(state)
        return {
            "id": job.id,
            "status": self.numbers[state],
            "app_id": "app1",
            "input": {self.names.get(name, name): value for name, value in job.body.items()},
            "output": self._output(job) if state == "done" else None,
            "error": error if state in _ERRORS else None,
            "created_at": "2026-01-01T00:00:00Z",
            "updated_at": "2026-01-01T00:00:09Z",
        }

    def _output(self, job: Job) -> dict[str, Any]:
        video = {"video": self.publish(job, "mp4")}
        if self.form == "mp4":
            return video
        return {"audio": {"uri": self.publish(job, self.form)}, **video}


def _good(data: Any) -> Answer:
    return Answer.of({"data": data, "messages": []})
