"""Replicate: MMAudio, a community model.

Source: provider sheet, section 11 (official documents and vendor SDK source, November 2026). Only
reported by users: the price and the model's inputs. Its version has to be configured: a 64-digit
hash that changes whenever its author publishes anew.
"""

from decimal import Decimal
from typing import ClassVar
from urllib.parse import quote

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
    Movie,
    RemoteJob,
    State,
    Steps,
    Waiting,
    at,
    text_at,
)
from otio_v2a.settings import Above0


class ReplicateMMAudio(Terms):
    """MMAudio: one prompt, an explicit duration. Results live one hour there."""

    name: ClassVar[str] = "replicate-mmaudio"
    keys: ClassVar[tuple[tuple[str, ...], ...]] = (("REPLICATE_API_TOKEN",),)
    heard: ClassVar[tuple[str, ...]] = (
        *("extra_body", "version", "num_steps", "cfg_strength"),
        *("negative_prompt", "fallback_prompt"),
    )

    base_url: Base = base("https://api.replicate.com", "REPLICATE_BASE_URL")
    model: str = "zsxkib/mmaudio"
    version: str = ""
    price: Cost = Price(request=Decimal("0.008"), assumed=True)
    min_seconds: Above0 = 1.0
    num_steps: int = 25
    cfg_strength: float = 4.5
    negative_prompt: str = "music"
    fallback_prompt: str = "natural sound of the scene"

    @property
    def missing(self) -> str:
        """The version: there is none by default."""
        if self.version:
            return ""
        return (
            f"Replicate wants the exact version of '{self.model}'. Copy its 64 digits from"
            f" replicate.com/{self.model}/versions into your configuration:"
            " [providers.replicate-mmaudio] version."
        )

    def upload(self, movie: Movie) -> Steps[str]:
        """A multipart form; the file's own address is the input."""
        file = File(movie.path, movie.name, form="content")
        kept = yield Call("POST", f"{self.base_url}/v1/files", file=file)
        return text_at(kept.body, "urls", "get")

    def submit(self, job: RemoteJob) -> Call:
        """The request."""
        entry = {
            "video": job.video,
            "prompt": joined(job.prompts, self.fallback_prompt),
            "negative_prompt": unwanted(job.prompts, self.negative_prompt),
            "duration": round(float(job.seconds), 3),
            "num_steps": self.num_steps,
            "cfg_strength": self.cfg_strength,
            "seed": job.seed % 2**31,
        }
        body = {"version": self.version, "input": {**entry, **self.extra_body}}
        hook = {"webhook": self.webhook} if self.webhook else {}
        return Call("POST", f"{self.base_url}/v1/predictions", json={**body, **hook})

    def accepted(self, answer: Answer) -> str | Failure | None:
        """The prediction's id."""
        return text_at(answer.body, "id") or None

    def poll(self, job: str) -> Steps[State]:
        """How a prediction stands."""
        answer = yield Call("GET", self._job(job))
        status = text_at(answer.body, "status")
        if status == "succeeded":
            return Finished(urls(at(answer.body, "output")))
        if status in ("failed", "canceled"):
            return failures.of_text(text_at(answer.body, "error") or status)
        return Waiting(told=status)

    def cancel(self, job: str) -> Call:
        """Stop a prediction."""
        return Call("POST", f"{self._job(job)}/cancel")

    def _job(self, job: str) -> str:
        return f"{self.base_url}/v1/predictions/{quote(job, safe='')}"


REPLICATE_MMAUDIO = ReplicateMMAudio()
