"""Scenario: Kling video-to-audio, MM Audio 2 and Foley Control, over one adapter.

Source: provider sheet, section 8 (vendor SDK source and documents, November 2026); Scenario's pages
of model parameters (Kuaishou, Academia; July 2026). Only assumed: the first model's id, and every
price in USD. Input names are read from the model's own schema and can be configured.
"""

import base64
from collections.abc import Mapping
from decimal import Decimal
from math import inf
from pathlib import Path
from types import MappingProxyType
from typing import Annotated, Any, ClassVar, Self
from urllib.parse import quote

from pydantic import Field

from otio_v2a.errors import UsageError
from otio_v2a.providers import failures
from otio_v2a.providers.base import Price
from otio_v2a.providers.results import urls
from otio_v2a.providers.schema import by_name
from otio_v2a.providers.terms import Base, Cost, Terms, base, joined, unwanted
from otio_v2a.providers.wire import (
    NOT_FOUND,
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
    list_at,
    text_at,
)
from otio_v2a.settings import Above0

_PART = 7_000_000
_FAILED = frozenset({"failure", "canceled"})
_FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "video": "video",
        "sound_effect": "soundEffectPrompt",
        "background_music": "backgroundMusicPrompt",
        "asmr": "asmrMode",
        "prompt": "prompt",
        "negative": "negativePrompt",
        "duration": "duration",
        "steps": "numInferenceSteps",
        "guidance": "guidanceScale",
        "seed": "seed",
        "audio": "audio",
    }
)


class Scenario(Terms):
    """Kling video-to-audio. Prices are in its own units: `usd_per_unit` makes them USD."""

    name: ClassVar[str] = "scenario"
    keys: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("SCENARIO_SDK_API_KEY", "SCENARIO_SDK_API_SECRET"),
    )

    base_url: Base = base("https://api.cloud.scenario.com/v1", "SCENARIO_BASE_URL")
    model: str = "model_kling-video-to-audio"
    price: Cost = Price(request=Decimal("0.035"), assumed=True)
    usd_per_unit: Annotated[Decimal, Field(ge=0)] = Decimal(0)
    project_id: str = ""
    fields: dict[str, str] = Field(default_factory=dict)
    known: frozenset[str] = frozenset()

    def authorization(self, secrets: Mapping[str, str], now: int, *, again: bool) -> str:
        """Key and secret, as HTTP Basic."""
        del now, again
        pair = f"{secrets['SCENARIO_SDK_API_KEY']}:{secrets['SCENARIO_SDK_API_SECRET']}"
        return f"Basic {base64.b64encode(pair.encode()).decode()}"

    def learned(self) -> Steps[Self]:
        """The names of the model's inputs, by its own schema.

        Raises: UsageError when there is no such model.
        """
        url = self._url(f"/models/{quote(self.model, safe='')}")
        answer = yield Call("GET", url, takes=lambda answer: answer.status == NOT_FOUND)
        if not answer.good:
            message = (
                f"Scenario has no model '{self.model}'. Look up its id there and write it into"
                f" your configuration: [providers.{self.name}] model."
            )
            raise UsageError(message)
        inputs = list_at(answer.body, "model", "inputs")
        known = [text_at(one, "name") for one in inputs]
        fields = {**by_name(known), **self.fields}
        return self.model_copy(update={"fields": fields, "known": frozenset(known)})

    def upload(self, movie: Movie) -> Steps[str]:
        """The file in parts of 7 MB, then wait until it is an asset."""
        return self._uploaded(movie, "video", "video/mp4")

    def _uploaded(self, movie: Movie, kind: str, content_type: str) -> Steps[str]:
        offsets = range(0, max(1, movie.size), _PART)
        told = {
            "kind": kind,
            "fileName": movie.name,
            "fileSize": movie.size,
            "contentType": content_type,
            "parts": len(offsets),
        }
        opened = yield Call("POST", self._url("/uploads"), json=told)
        parts = list_at(opened.body, "upload", "parts")
        if len(parts) != len(offsets):
            return ""
        for part, offset in zip(parts, offsets, strict=True):
            length = min(_PART, movie.size - offset)
            file = File(movie.path, movie.name, content_type, offset, length)
            yield Call("PUT", text_at(part, "url"), file=file, keyed=False)
        where = self._url(f"/uploads/{quote(text_at(opened.body, 'upload', 'id'), safe='')}")
        state = yield Call(
            "POST", f"{_bare(where)}/action{_query(where)}", json={"action": "complete"}
        )
        while not text_at(state.body, "upload", "entityId"):
            if text_at(state.body, "upload", "status") == "failed":
                return ""
            state = yield Call("GET", where, pause=1.0)
        return text_at(state.body, "upload", "entityId")

    def submit(self, job: RemoteJob) -> Call:
        """The request, in the names of the model's inputs."""
        return Call("POST", self._generate(), json=self._body(job))

    def dry_run(self, job: RemoteJob) -> Call | None:
        """A dry run, where its units are worth something; it answers 269 with the cost."""
        if not self.usd_per_unit:
            return None
        return Call("POST", self._generate(dryRun="true"), json=self._body(job))

    def quoted(self, answer: Answer) -> Decimal | None:
        """Its units in USD."""
        units = at(answer.body, "creativeUnitsCost")
        told = type(units) in (int, float) and 0 <= units < inf
        return Decimal(str(units)) * self.usd_per_unit if told else None

    def accepted(self, answer: Answer) -> str | Failure | None:
        """The job's id."""
        return text_at(answer.body, "job", "jobId") or None

    def poll(self, job: str) -> Steps[State]:
        """How a job stands, and where its assets are: their addresses are short-lived."""
        answer = yield Call("GET", self._url(f"/jobs/{quote(job, safe='')}"))
        found = at(answer.body, "job")
        status, meta = text_at(found, "status"), at(found, "metadata")
        if status in _FAILED:
            told = ": ".join(filter(None, (text_at(meta, "error"), text_at(meta, "hint"))))
            return failures.of_text(told or status)
        if status != "success":
            share = at(found, "progress")
            return Waiting(share if isinstance(share, int | float) else None, status)
        addresses: list[Any] = []
        for asset in list_at(meta, "assetIds"):
            made = yield Call("GET", self._url(f"/assets/{quote(str(asset), safe='')}"))
            if text_at(made.body, "asset", "status") == "pending":
                return Waiting(told="its file is not ready")
            kind = text_at(made.body, "asset", "kind")
            addresses.append({kind: text_at(made.body, "asset", "url")})
        return Finished(urls(addresses), spent=_spent(found))

    def cancel(self, job: str) -> Call:
        """Stop a job."""
        url = self._url(f"/jobs/{quote(job, safe='')}/action")
        return Call("POST", url, json={"action": "cancel"})

    def _body(self, job: RemoteJob) -> dict[str, Any]:
        return {**self._named(self._entry(job)), **self.extra_body}

    def _entry(self, job: RemoteJob) -> dict[str, Any]:
        return {
            "video": job.video,
            "sound_effect": job.prompts.sound_effect,
            "background_music": job.prompts.background_music,
            "asmr": job.prompts.asmr,
        }

    def _named(self, entry: Mapping[str, Any]) -> dict[str, Any]:
        """An entry in the names of the model; what its schema does not know is left out."""
        names = {**_FIELDS, **self.fields}
        kept = {names[purpose]: value for purpose, value in entry.items()}
        return {name: one for name, one in kept.items() if not self.known or name in self.known}

    def _generate(self, **query: str) -> str:
        return self._url(f"/generate/custom/{quote(self.model, safe='')}", **query)

    def _url(self, path: str, **query: str) -> str:
        if self.project_id:
            query["projectId"] = self.project_id
        said = "&".join(f"{name}={quote(value, safe='')}" for name, value in query.items())
        return f"{self.base_url}{path}{'?' if said else ''}{said}"


class ScenarioMMAudio(Scenario):
    """MM Audio 2: one prompt."""

    name: ClassVar[str] = "scenario-mmaudio"
    heard: ClassVar[tuple[str, ...]] = ("extra_body", "negative_prompt", "fallback_prompt")

    model: str = "model_mm-audio-2"
    min_seconds: Above0 = 1.0
    max_seconds: Above0 = 30.0
    negative_prompt: str = "music"
    fallback_prompt: str = "natural sound of the scene"

    def _entry(self, job: RemoteJob) -> dict[str, Any]:
        return {
            "video": job.video,
            "prompt": joined(job.prompts, self.fallback_prompt),
            "negative": unwanted(job.prompts, self.negative_prompt),
            "duration": round(float(job.seconds), 3),
            "seed": job.seed % 65_536,
        }


class ScenarioFoley(Scenario):
    """Foley Control: one prompt, and a sound of 2 to 4 s that says what it should be like."""

    name: ClassVar[str] = "scenario-foley"
    heard: ClassVar[tuple[str, ...]] = (
        *("extra_body", "fallback_prompt", "reference", "steps", "guidance"),
    )

    model: str = "model_controlfoley"
    min_seconds: Above0 = 1.0
    max_seconds: Above0 = 30.0
    fallback_prompt: str = "natural sound of the scene"
    reference: Path | None = None
    reference_asset: str = ""
    steps: int | None = None
    guidance: float | None = None

    def learned(self) -> Steps[Self]:
        """As the others, and the reference sound is handed over once."""
        known = yield from super().learned()
        if self.reference is None or self.reference_asset:
            return known
        if known.known and {**_FIELDS, **known.fields}["audio"] not in known.known:
            message = f"'{self.model}' takes no reference sound. Take 'reference' out."
            raise UsageError(message)
        sound = self.reference.expanduser()
        if not sound.is_file():
            message = f"the reference sound '{sound}' is not there. Correct 'reference'."
            raise UsageError(message)
        movie = Movie(sound, sound.stat().st_size, f"reference{sound.suffix}")
        asset = yield from self._uploaded(movie, "audio", _AUDIO.get(sound.suffix, "audio/wav"))
        return known.model_copy(update={"reference_asset": asset})

    def _entry(self, job: RemoteJob) -> dict[str, Any]:
        optional = {
            "audio": self.reference_asset or None,
            "steps": self.steps,
            "guidance": self.guidance,
        }
        return {
            "video": job.video,
            "prompt": joined(job.prompts, self.fallback_prompt),
            "duration": round(float(job.seconds), 3),
            "seed": job.seed % 65_536,
            **{purpose: one for purpose, one in optional.items() if one is not None},
        }


_AUDIO: Mapping[str, str] = MappingProxyType(
    {".mp3": "audio/mpeg", ".m4a": "audio/mp4", ".flac": "audio/flac", ".ogg": "audio/ogg"}
)


def _bare(url: str) -> str:
    return url.split("?", 1)[0]


def _query(url: str) -> str:
    return url[len(_bare(url)) :]


def _spent(job: Any) -> str:
    units = at(job, "billing", "cuCost")
    return f"{units} creative units" if units is not None else ""


SCENARIO = Scenario()
SCENARIO_MMAUDIO = ScenarioMMAudio()
SCENARIO_FOLEY = ScenarioFoley()
