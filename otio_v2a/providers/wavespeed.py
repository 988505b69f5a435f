"""WaveSpeed: Kling video-to-audio, paid by the request.

Source: provider sheet, section 4 (official documents and vendor SDK source, November 2026). Only
assumed: that 404 on a fresh job means "not yet"; whether a result is sound or picture (probed).
"""

from decimal import Decimal
from typing import ClassVar
from urllib.parse import quote

from otio_v2a.providers import failures
from otio_v2a.providers.base import Price
from otio_v2a.providers.results import urls
from otio_v2a.providers.terms import Base, Cost, Terms, base
from otio_v2a.providers.wire import (
    NOT_FOUND,
    REFUSALS,
    Answer,
    Call,
    Failure,
    File,
    Finished,
    Movie,
    RemoteJob,
    State,
    Steps,
    Waiting,
    at,
    dict_at,
    text_at,
)
from otio_v2a.settings import NotBelow0

_FAILED = frozenset({"failed", "cancelled", "timeout", "deleted"})
_GOOD = (None, 200)


class WaveSpeed(Terms):
    """Unit: a new account may send 2 requests a minute and have 2 under way (Bronze)."""

    name: ClassVar[str] = "wavespeed"
    keys: ClassVar[tuple[tuple[str, ...], ...]] = (("WAVESPEED_API_KEY",),)

    base_url: Base = base("https://api.wavespeed.ai", "WAVESPEED_BASE_URL")
    model: str = "kwaivgi/kling-video-to-audio"
    price: Cost = Price(request=Decimal("0.035"))
    submit_interval: NotBelow0 = 30.0

    def upload(self, movie: Movie) -> Steps[str]:
        """A ticket, then the file to where it says; one request where there are no tickets."""
        ticket = yield Call(
            "POST",
            f"{self.base_url}/api/v3/media/uploads",
            json={"filename": movie.name, "size": movie.size, "content_type": "video/mp4"},
            takes=lambda answer: answer.status == NOT_FOUND,
        )
        if ticket.status == NOT_FOUND:
            place = f"{self.base_url}/api/v3/media/upload/binary"
            whole = yield Call("POST", place, file=File(movie.path, movie.name, form="file"))
            return text_at(whole.body, "data", "download_url")
        where = at(ticket.body, "data", "upload")
        if at(ticket.body, "code") not in _GOOD or text_at(where, "method") != "PUT":
            return ""
        yield Call(
            "PUT",
            text_at(where, "url"),
            headers={name: str(value) for name, value in dict_at(where, "headers").items()},
            file=File(movie.path, movie.name),
            keyed=False,
        )
        return text_at(ticket.body, "data", "download_url")

    def submit(self, job: RemoteJob) -> Call:
        """The request; `enable_sync_mode` is never sent, it would hold the line open."""
        body = {
            "video": job.video,
            "sound_effect_prompt": job.prompts.sound_effect,
            "bgm_prompt": job.prompts.background_music,
            "asmr_mode": job.prompts.asmr,
        }
        hook = f"?webhook={quote(self.webhook, safe='')}" if self.webhook else ""
        url = f"{self.base_url}/api/v3/{self.model}{hook}"
        return Call("POST", url, json={**body, **self.extra_body})

    def accepted(self, answer: Answer) -> str | Failure | None:
        """The job's id; a code below 500 in the body is a refusal."""
        code = at(answer.body, "code")
        if code in _GOOD:
            return text_at(answer.body, "data", "id") or None
        refused = isinstance(code, int) and code in REFUSALS
        return self.failure(Answer(code, answer.body)) if refused else None

    def poll(self, job: str) -> Steps[State]:
        """How a job stands."""
        url = f"{self.base_url}/api/v3/predictions/{quote(job, safe='')}/result"
        answer = yield Call("GET", url)
        status = text_at(answer.body, "data", "status")
        if status == "completed":
            return Finished(urls(at(answer.body, "data", "outputs")), remarks=_warned(answer))
        if status in _FAILED:
            return failures.of_text(text_at(answer.body, "data", "error") or status)
        return Waiting(told=status)


def _warned(answer: Answer) -> tuple[str, ...]:
    flags = at(answer.body, "data", "has_nsfw_contents")
    if isinstance(flags, list) and any(flags):
        return ("WaveSpeed marks this sound as possibly not safe for work.",)
    return ()


WAVESPEED = WaveSpeed()
