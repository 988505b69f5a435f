"""fal: Kling video-to-audio, and MMAudio v2, over the same queue.

Source: provider sheet, sections 9 and 10 (official documents and vendor SDK source, November 2026).
Only assumed: that an empty prompt suppresses the default one, and that MMAudio's duration need not
be a whole number.
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, ClassVar, Literal
from urllib.parse import quote, urlencode

from otio_v2a.providers import failures
from otio_v2a.providers.base import Price
from otio_v2a.providers.results import urls
from otio_v2a.providers.terms import Base, Cost, Terms, base, joined, unwanted
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
    text_at,
)
from otio_v2a.settings import Above0

_BAD_INPUT = (
    *("video_duration_too_short", "video_duration_too_long", "unsupported_video_format"),
    *("file_too_large", "file_download_error", "feature_not_supported", "missing", "bad_request"),
    *("sequence_too_long", "one_of", "no_media_generated"),
)
_TRANSIENT = (
    *("request_timeout", "startup_timeout", "generation_timeout", "internal_server_error"),
    *("downstream_service_error", "downstream_service_unavailable"),
)
_UNTOLD = frozenset({"client_cancelled", "client_disconnected", "internal_error", "other"})
_TYPES: Mapping[str, Kind] = MappingProxyType(
    {
        "content_policy_violation": Kind.MODERATION,
        **dict.fromkeys(_BAD_INPUT, Kind.BAD_INPUT),
        **dict.fromkeys(_TRANSIENT, Kind.TRANSIENT),
    }
)


class _Queue(Terms, ABC):
    """What every model on fal's queue has in common."""

    keys: ClassVar[tuple[tuple[str, ...], ...]] = (("FAL_KEY",), ("FAL_KEY_ID", "FAL_KEY_SECRET"))

    queue_base_url: Base = base("https://queue.fal.run", "FAL_QUEUE_BASE_URL")
    rest_base_url: Base = base("https://rest.fal.ai", "FAL_REST_BASE_URL")
    cdn_base_url: Base = base("https://v3.fal.media", "FAL_CDN_BASE_URL")
    upload_lifetime: int = 86_400

    def authorization(self, secrets: Mapping[str, str], now: int, *, again: bool) -> str:
        """The key, whole or of two halves."""
        del now, again
        whole = secrets.get("FAL_KEY")
        return f"Key {whole or '{FAL_KEY_ID}:{FAL_KEY_SECRET}'.format_map(secrets)}"

    def upload(self, movie: Movie) -> Steps[str]:
        """A token, then the file to the CDN under that token, never under our key."""
        token = yield Call(
            "POST", f"{self.rest_base_url}/storage/auth/token?storage_type=fal-cdn-v3", json={}
        )
        headers = {
            "Authorization": f"{text_at(token.body, 'token_type')} {text_at(token.body, 'token')}",
            "Content-Type": "video/mp4",
            "X-Fal-File-Name": movie.name,
            "X-Fal-Object-Lifecycle": self._lifetime(),
        }
        file = File(movie.path, movie.name)
        place = f"{self.cdn_base_url}/files/upload"
        kept = yield Call("POST", place, headers=headers, file=file, keyed=False)
        return text_at(kept.body, "access_url")

    def submit(self, job: RemoteJob) -> Call:
        """The request, into the queue."""
        hook = f"?{urlencode({'fal_webhook': self.webhook})}" if self.webhook else ""
        headers = {"X-Fal-Object-Lifecycle-Preference": self._lifetime()}
        body = {**self._input(job), **self.extra_body}
        return Call("POST", f"{self.queue_base_url}/{self.model}{hook}", json=body, headers=headers)

    def accepted(self, answer: Answer) -> str | Failure | None:
        """The request's id."""
        return text_at(answer.body, "request_id") or None

    def poll(self, job: str) -> Steps[State]:
        """How a request stands; completed does not mean that it succeeded."""
        status = yield Call("GET", f"{self._request(job)}/status")
        word = text_at(status.body, "status")
        if word != "COMPLETED":
            ahead = at(status.body, "queue_position")
            return Waiting(told=f"{ahead} ahead" if isinstance(ahead, int) and ahead else word)
        if text_at(status.body, "error") or text_at(status.body, "error_type"):
            return self._ended(status)
        result = yield Call("GET", self._request(job), takes=_told)
        if not result.good or text_at(result.body, "error"):
            return self._ended(result)
        return Finished(urls(result.body))

    def cancel(self, job: str) -> Call:
        """Stop a request."""
        return Call("PUT", f"{self._request(job)}/cancel")

    def failure(self, answer: Answer) -> Failure:
        """By the machine-readable type, never by the message; then by the generic table."""
        name = _type(answer)
        kind = _kind(name)
        if kind is None:
            return failures.of_answer(answer)
        return Failure(kind, failures.said(answer) or name)

    def _ended(self, answer: Answer) -> Failure:
        """Why a request failed: of some types not even the status tells."""
        name = _type(answer)
        if name in _UNTOLD:
            return Failure(Kind.UNKNOWN, failures.said(answer) or name)
        return self.failure(answer)

    def _request(self, job: str) -> str:
        """A request's address: the model without its sub-path (measured with the vendor's SDK)."""
        app = "/".join(self.model.split("/")[:2])
        return f"{self.queue_base_url}/{app}/requests/{quote(job, safe='')}"

    def _lifetime(self) -> str:
        return json.dumps({"expiration_duration_seconds": self.upload_lifetime})

    @abstractmethod
    def _input(self, job: RemoteJob) -> dict[str, Any]: ...


class Fal(_Queue):
    """Kling video-to-audio: both prompts are always sent, since its own defaults are not empty."""

    name: ClassVar[str] = "fal"
    heard: ClassVar[tuple[str, ...]] = ("extra_body", "empty_prompt")

    model: str = "fal-ai/kling-video/video-to-audio"
    price: Cost = Price(request=Decimal("0.035"))
    empty_prompt: Literal["", "null"] = ""

    def _input(self, job: RemoteJob) -> dict[str, Any]:
        empty = None if self.empty_prompt == "null" else ""
        return {
            "video_url": job.video,
            "sound_effect_prompt": job.prompts.sound_effect or empty,
            "background_music_prompt": job.prompts.background_music or empty,
            "asmr_mode": job.prompts.asmr,
        }


class FalMMAudio(_Queue):
    """MMAudio v2: one prompt, an explicit duration, paid by the second."""

    name: ClassVar[str] = "fal-mmaudio"
    heard: ClassVar[tuple[str, ...]] = (
        *("extra_body", "num_steps", "cfg_strength", "mask_away_clip"),
        *("negative_prompt", "fallback_prompt"),
    )

    model: str = "fal-ai/mmaudio-v2"
    price: Cost = Price(second=Decimal("0.001"))
    min_seconds: Above0 = 1.0
    max_seconds: Above0 = 30.0
    num_steps: int = 25
    cfg_strength: float = 4.5
    mask_away_clip: bool = False
    negative_prompt: str = "music"
    fallback_prompt: str = "natural sound of the scene"

    def _input(self, job: RemoteJob) -> dict[str, Any]:
        return {
            "video_url": job.video,
            "prompt": joined(job.prompts, self.fallback_prompt),
            "negative_prompt": unwanted(job.prompts, self.negative_prompt),
            "seed": job.seed % 65_536,
            "num_steps": self.num_steps,
            "duration": round(float(job.seconds), 3),
            "cfg_strength": self.cfg_strength,
            "mask_away_clip": self.mask_away_clip,
        }


def _told(answer: Answer) -> bool:
    """Whether an answer tells how the request itself ended, not how the asking went."""
    name = _type(answer)
    typed = name in _UNTOLD or _kind(name) is not None
    return typed or answer.status in (400, 422)


def _type(answer: Answer) -> str:
    found = text_at(answer.body, "detail", 0, "type") or text_at(answer.body, "error_type")
    return found or answer.headers.get("x-fal-error-type", "")


def _kind(name: str) -> Kind | None:
    if name.startswith("runner_"):
        return Kind.TRANSIENT
    if name.startswith("greater_than"):
        return Kind.BAD_INPUT
    return _TYPES.get(name)


FAL = Fal()
FAL_MMAUDIO = FalMMAudio()
