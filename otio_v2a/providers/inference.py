"""inference.sh: Kling video-to-audio as an app.

Source: provider sheet, section 5 (vendor SDK source and documents, November 2026). Only assumed:
the names of the app's inputs, which is why they are read from its schema and can be configured.
"""

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, ClassVar, Self
from urllib.parse import quote

from pydantic import Field

from otio_v2a.providers import failures
from otio_v2a.providers.base import Price
from otio_v2a.providers.results import urls
from otio_v2a.providers.schema import by_description
from otio_v2a.providers.terms import Base, Cost, Terms, base
from otio_v2a.providers.wire import (
    Answer,
    Call,
    Failure,
    File,
    Finished,
    Kind,
    Movie,
    RemoteJob,
    State,
    Steps,
    Waiting,
    at,
    dict_at,
    text_at,
)

# 10 means completed since mid-2026; it meant failed before (vendor SDK source).
_COMPLETED, _FAILED, _CANCELLED, _REJECTED = 10, 11, 12, 13
_WORDS: Mapping[str, int] = MappingProxyType(
    {"completed": 10, "failed": 11, "cancelled": 12, "rejected": 13}
)
_STAGES = 10
_OLD_COMPLETED = 9
_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "video": "video",
        "sound_effect": "sound_effect_prompt",
        "background_music": "bgm_prompt",
        "asmr": "asmr_mode",
    }
)
_TYPES: Mapping[str, Kind] = MappingProxyType(
    {"rate_limited": Kind.RATE, "requirements_not_met": Kind.AUTH}
)


class Inference(Terms):
    """A quarter of what the others ask; waiting jobs queue there."""

    name: ClassVar[str] = "inference"
    keys: ClassVar[tuple[tuple[str, ...], ...]] = (("INFERENCE_API_KEY",),)

    base_url: Base = base("https://api.inference.sh", "INFERENCE_BASE_URL")
    model: str = "klingai/video-to-audio"
    price: Cost = Price(request=Decimal("0.0088"))
    fields: dict[str, str] = Field(default_factory=dict)

    def learned(self) -> Steps[Self]:
        """The names of the app's inputs, where its schema can be read."""
        app = self.model.split("@")[0]
        answer = yield Call("GET", f"{self.base_url}/apps/{app}", takes=lambda _: True)
        properties = dict_at(_data(answer), "version", "input_schema", "properties")
        told = by_description(
            {name: text_at(one, "description") for name, one in properties.items()}
        )
        return self.model_copy(update={"fields": {**told, **self.fields}})

    def upload(self, movie: Movie) -> Steps[str]:
        """Announce the file, then put it where the answer says; its URI is the input."""
        told = {
            "uri": "",
            "filename": movie.name,
            "content_type": "video/mp4",
            "path": None,
            "size": movie.size,
            "public": None,
        }
        ticket = yield Call("POST", f"{self.base_url}/files", json={"files": [told]})
        place = at(_data(ticket), 0)
        if not text_at(place, "upload_url"):
            return ""
        file = File(movie.path, movie.name)
        headers = {"Content-Type": "video/mp4"}
        yield Call("PUT", text_at(place, "upload_url"), headers=headers, file=file, keyed=False)
        return text_at(place, "uri")

    def submit(self, job: RemoteJob) -> Call:
        """The request, in the names of the app's inputs."""
        names = {**_FIELDS, **self.fields}
        entry = {
            names["video"]: job.video,
            names["sound_effect"]: job.prompts.sound_effect,
            names["background_music"]: job.prompts.background_music,
            names["asmr"]: job.prompts.asmr,
        }
        body = {"app": self.model, "input": {**entry, **self.extra_body}}
        hook = {"webhook": self.webhook} if self.webhook else {}
        return Call("POST", f"{self.base_url}/apps/run", json={**body, **hook})

    def accepted(self, answer: Answer) -> str | Failure | None:
        """The task's id."""
        return text_at(_data(answer), "id") or None

    def poll(self, job: str) -> Steps[State]:
        """How a task stands."""
        answer = yield Call("GET", f"{self.base_url}/tasks/{quote(job, safe='')}")
        return _state(_data(answer))

    def stream(self, job: str) -> Call:
        """Its progress, a line at a time."""
        url = f"{self.base_url}/tasks/{quote(job, safe='')}/stream"
        return Call("GET", url, headers={"Cache-Control": "no-cache"})

    def told(self, line: Any) -> Waiting | None:
        """How far a task is by one line of its stream."""
        state = _state(at(line, "data"))
        return state if isinstance(state, Waiting) and state.share is not None else None

    def cancel(self, job: str) -> Call:
        """Stop a task."""
        return Call("POST", f"{self.base_url}/tasks/{quote(job, safe='')}/cancel")

    def failure(self, answer: Answer) -> Failure:
        """By the code at the end of the type's address, then by the generic table."""
        code = text_at(answer.body, "type").rsplit("/", 1)[-1]
        if code in _TYPES:
            return Failure(_TYPES[code], failures.said(answer))
        return failures.of_answer(answer)


def _data(answer: Answer) -> Any:
    """What an answer holds: older ones have no envelope."""
    found = at(answer.body, "data")
    return answer.body if found is None else found


def _state(task: Any) -> State:
    """By the table of section 5: numbers or words, and never done without a result."""
    status = at(task, "status")
    number = _WORDS.get(status.lower(), 0) if isinstance(status, str) else status
    number = number if isinstance(number, int) else 0
    error, output = text_at(task, "error"), at(task, "output")
    if number == _COMPLETED:
        return _completed(error, output)
    if number == _REJECTED:
        return Failure(Kind.QUOTA, error or "rejected: no balance or no payment method")
    if number in (_FAILED, _CANCELLED):
        return failures.of_text(error or ("failed" if number == _FAILED else "cancelled"))
    share = min(number, _STAGES - 1) / _STAGES
    return Waiting(share=share, told=_contradiction(number) if output else "")


def _contradiction(number: int) -> str:
    old = "; 9 meant completed in the old numbering" if number == _OLD_COMPLETED else ""
    return f"a result is there, but the task says it is not done{old}"


def _completed(error: str, output: Any) -> State:
    found = urls(output)
    if found and not error:
        return Finished(found)
    return failures.of_text(error or "completed without a result")


INFERENCE = Inference()
