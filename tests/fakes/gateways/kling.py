"""Kling and those who resell it: no upload, a token or a key, the client's own name for a task.

Source: facts 'providers', sections 6 and 7. Assumed: a task by a client's name that is taken is
HTTP 400, code 1201 (`duplicate_status` 409 is the other guess); an unknown key is 1201 too;
what KKIAI says for 402.
"""

import time
from collections.abc import Mapping
from typing import Any, ClassVar

from fakes.gateways.base import Gateway
from fakes.gateways.bodies import FLAG, PROMPT, TEXT, Field
from fakes.gateways.codes import CODES, body, coded, for_status
from fakes.gateways.faults import Fault
from fakes.gateways.jobs import Job, Order
from fakes.gateways.pictures import Complaint, fetched, film
from fakes.gateways.routes import route
from fakes.gateways.tokens import trouble
from fakes.gateways.wire import Answer, RefusalError, Request

PATH = "/v1/audio/video-to-audio"
ACCESS = "kling-marker-access-7d20aa"
SECRET = "kling-marker-secret-b18f4c6e90d2"
API_KEY = "kling-marker-secret-api-key-33e1"
KKIAI_KEY = "kkiai-marker-secret-c4a5512b"

SUBMIT: Mapping[str, Field] = {
    "video_id": TEXT,
    "video_url": TEXT,
    "sound_effect_prompt": Field(longest=PROMPT),
    "bgm_prompt": Field(longest=PROMPT),
    "asmr_mode": FLAG,
    "external_task_id": TEXT,
    "callback_url": TEXT,
}
_KKIAI_WORDS: Mapping[int, tuple[str, str]] = {
    401: ("invalid_token", "invalid token"),
    402: ("insufficient_quota", "insufficient balance"),
}


class Kling(Gateway):
    """api-singapore.klingai.com. `api_key`: its users have one key instead of a pair.

    `lag`: seconds until a task is found by the client's name. `skew`: how far its clock is ahead.
    `videos`: what it made itself, by their ids.
    """

    NAME: ClassVar[str] = "kling"

    form: str = "wav"
    lag: float = 0.0
    skew: float = 0.0
    duplicate_status: int = 400

    def __init__(self, *, api_key: bool = False) -> None:
        super().__init__()
        self.videos: dict[str, bytes] = {}
        self._api_key = api_key
        self._tokens: set[str] = set()

    @property
    def environment(self) -> dict[str, str]:
        pair = {"KLING_ACCESS_KEY": ACCESS, "KLING_SECRET_KEY": SECRET}
        keys = {"KLING_API_KEY": API_KEY} if self._api_key else pair
        return {**keys, "KLING_BASE_URL": self.url}

    @property
    def secrets(self) -> tuple[str, ...]:
        return (ACCESS, SECRET, API_KEY, *sorted(self._tokens))

    @staticmethod
    def coded(code: int, headers: Mapping[str, str] | None = None) -> Fault:
        """A refusal by one of Kling's own codes."""
        return Fault.answer(CODES[code][0], body(code), headers)

    def error(self, status: int, message: str = "") -> Answer:
        return for_status(status, message)

    def says(self, code: int, message: str = "") -> RefusalError:
        """A refusal by one of Kling's own codes, to be raised."""
        return RefusalError(coded(code, message))

    def busy(self) -> Answer:
        return coded(1303)

    def authorise(self, request: Request) -> None:
        scheme, _, token = request.headers.get("authorization", "").partition(" ")
        if not token:
            raise self.says(1001)
        if self._api_key and token == API_KEY and scheme == "Bearer":
            return
        code = trouble(token, ACCESS, SECRET, time.time() + self.skew)
        if code or scheme != "Bearer":
            raise self.says(code or 1002)
        with self._lock:
            self._tokens.add(token)

    @route("POST", PATH, "submit")
    def submit(self, request: Request) -> Answer:
        """A task."""
        asked = self.checked(request.body, self.fields())
        if ("video_id" in asked) == ("video_url" in asked):
            raise self.says(1201, "video_id and video_url: exactly one")
        url, video = asked.get("video_url", ""), self.videos.get(asked.get("video_id", ""), b"")
        if not video and not url.startswith(("http://", "https://")):
            raise self.says(1201, "video_url: not a URL, or video_id: not found")
        client = asked.get("external_task_id", "")
        return self.accepted(self.create(Order(asked, video, url, client)))

    @route("GET", PATH, "list")
    def listed(self, request: Request) -> Answer:
        """The tasks, the newest first, a page at a time; none of them counts as asked after."""
        number, size = _page(request, "pageNum", 1, 1000), _page(request, "pageSize", 30, 500)
        if not number or not size:
            raise self.says(1201, "pageNum is 1 to 1000, pageSize 1 to 500")
        with self._lock:
            newest = list(self.jobs.values())[::-1]
        shown = newest[(number - 1) * size : number * size]
        return _good([self._task(job, self.state(job)) for job in shown])

    @route("GET", PATH + "/{name}", "poll")
    def poll(self, _: Request, name: str) -> Answer:
        """One task, by either of its names."""
        job = self.jobs.get(name) or self._by_client(name)
        if job is None:
            raise self.refuse(404)
        return self.told(job, self.look(job))

    def fields(self) -> Mapping[str, Field]:
        """What a submit may hold."""
        return SUBMIT

    def accepted(self, job: Job) -> Answer:
        """The answer to a submit."""
        return self.told(job, "submitted")

    def told(self, job: Job, state: str) -> Answer:
        """The answer to a query."""
        return _good(self._task(job, state))

    def admit(self, order: Order) -> None:
        taken = {job.client_id for job in self.jobs.values()}
        if order.client_id and order.client_id in taken:
            raise self.refuse(self.duplicate_status, "external_task_id already exists")

    def fetch(self, job: Job) -> bytes | Complaint:
        return job.order.video or fetched(job.order.url)

    def _by_client(self, name: str) -> Job | None:
        with self._lock:
            found = [job for job in self.jobs.values() if job.client_id == name]
        late = found and time.monotonic() < found[0].created + self.lag
        return found[0] if found and not late else None

    def _task(self, job: Job, state: str) -> dict[str, Any]:
        words = {"waiting": "processing", "done": "succeed", "moderation": "failed"}
        info = {"external_task_id": job.client_id} if job.client_id else {}
        task = {
            "task_id": job.id,
            "task_status": words.get(state, state),
            "task_status_msg": _why(job, state),
            "task_info": info,
            "created_at": 1722769557708,
            "updated_at": 1722769560000,
        }
        return {**task, **self._result(job, info)} if state == "done" else task

    def _result(self, job: Job, info: dict[str, Any]) -> dict[str, Any]:
        found = film(job.video)
        length = f"{float(found.seconds):.3f}" if found else "0"
        name = job.body.get("video_id", f"{job.id}-in")
        parent = {"id": name, "url": job.order.url, "duration": length}
        link = self.publish(job, "mp4")
        video = {"id": f"{job.id}-video", "url": link, "duration": length}
        return {
            "task_info": {**info, "parent_video": parent},
            "task_result": {"videos": [video], "audios": self._audios(job, length)},
            "final_unit_deduction": "0.25",
        }

    def _audios(self, job: Job, length: str) -> list[dict[str, str]]:
        """WAV and MP3 unless another form was asked for; none when it is the film."""
        if self.form == "mp4":
            return []
        forms = {"url_mp3": "mp3", "url_wav": "wav"} if self.form == "wav" else {}
        links = {key: self.publish(job, form) for key, form in forms.items()}
        links = links or {"url_mp3": self.publish(job, self.form)}
        lengths = {key.replace("url", "duration"): length for key in links}
        return [{"id": f"{job.id}-audio", **links, **lengths}]


class Kkiai(Kling):
    """www.kkiai.com/kling. `style`: 'kling' as Kling itself, 'wrapped' in another envelope, or
    'empty', the documented answer to a submit, though the task is there.

    `model_name`: what a submit has to name, when this one wants it named.
    """

    NAME: ClassVar[str] = "kkiai"
    PREFIX: ClassVar[str] = "/kling"

    def __init__(self, style: str = "kling", model_name: str = "") -> None:
        super().__init__()
        self.style = style
        self._model_name = model_name
        self.form = "mp4" if style == "wrapped" else "wav"

    @property
    def environment(self) -> dict[str, str]:
        return {"KKIAI_API_KEY": KKIAI_KEY, "KKIAI_BASE_URL": self.url + self.PREFIX}

    @property
    def secrets(self) -> tuple[str, ...]:
        return (KKIAI_KEY,)

    def authorise(self, request: Request) -> None:
        if request.headers.get("authorization") != f"Bearer {KKIAI_KEY}":
            raise self.refuse(401)

    def error(self, status: int, message: str = "") -> Answer:
        if status not in _KKIAI_WORDS:
            return super().error(status, message)
        code, usual = _KKIAI_WORDS[status]
        return Answer.of({"code": code, "message": message or usual, "data": None}, status)

    def fields(self) -> Mapping[str, Field]:
        named = Field(required=bool(self._model_name))
        return {**SUBMIT, "model_name": named}

    def accepted(self, job: Job) -> Answer:
        return Answer.of({}) if self.style == "empty" else super().accepted(job)

    def told(self, job: Job, state: str) -> Answer:
        if self.style != "wrapped":
            return super().told(job, state)
        words = {"waiting": "queued", "submitted": "queued", "done": "succeeded"}
        failed, code = state in ("failed", "moderation"), 1301 if state == "moderation" else 5000
        data = {
            "task_id": job.id,
            "status": "failed" if failed else words.get(state, state),
            "url": self.publish(job, self.form) if state == "done" else "",
            "error": {"message": _why(job, state), "code": code} if failed else None,
        }
        return Answer.of({"code": "success", "message": "", "data": data})


def _why(job: Job, state: str) -> str:
    """Why a task failed, empty when it did not."""
    if state not in ("failed", "moderation"):
        return ""
    usual = "content risk" if state == "moderation" else "internal error of the model"
    return job.complaint.message if job.complaint else usual


def _page(request: Request, name: str, usual: int, most: int) -> int:
    """A number of the query, 0 when it is none that is allowed."""
    text = request.query.get(name, str(usual))
    return int(text) if text.isascii() and text.isdigit() and 1 <= int(text) <= most else 0


def _good(data: Any) -> Answer:
    return Answer.of({"code": 0, "message": "SUCCEED", "request_id": "r", "data": data})
