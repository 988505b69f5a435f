"""What a translator speaks: requests and replies as plain data, free of any HTTP library.

A translator never sends anything. Where several requests follow from one another it is a generator
(`Steps`): it yields a `Call`, is sent the `Answer`, and returns what came of it.
"""

from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from pathlib import Path
from typing import Any, TypeVar

from otio_v2a.model import Prompts

_Result = TypeVar("_Result")
NOT_FOUND = 404
SUCCESSES = range(200, 300)
# 408 may come after a job was made, 409 because one was: neither says that there is none.
REFUSALS = frozenset(range(400, 500)) - {408, 409}


class Kind(StrEnum):
    """Why a request failed, in the words of the provider sheet; only two are ever tried again."""

    AUTH = "auth"
    TOKEN = "token"
    QUOTA = "quota"
    MODERATION = "moderation"
    BAD_INPUT = "bad_input"
    RATE = "rate"
    TRANSIENT = "transient"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong and, as far as the provider told, in which words."""

    kind: Kind
    text: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back: status, headers in lower case, the body as JSON (None where it is not)."""

    status: int
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    text: str = ""

    @property
    def good(self) -> bool:
        """Whether the status is a 2xx."""
        return self.status in SUCCESSES


@dataclass(frozen=True, slots=True)
class File:
    """Bytes of a file as a body, streamed from disk. Unit: bytes; `length` None is to the end.

    With a `form` it is that field of a multipart form.
    """

    path: Path
    name: str
    content_type: str = "video/mp4"
    offset: int = 0
    length: int | None = None
    form: str = ""


def _never(_: Answer) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Call:
    """One request. `keyed`: our key goes along, and then only to the provider's own base URLs.

    `takes` says which answers other than 2xx the translator wants to see itself.
    Unit: `pause` in seconds, waited before it is sent.
    """

    method: str
    url: str
    json: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    file: File | None = None
    keyed: bool = True
    pause: float = 0.0
    takes: Callable[[Answer], bool] = _never


Steps = Generator[Call, Answer, _Result]


@dataclass(frozen=True, slots=True)
class Movie:
    """A picture to be handed over: an MP4 on disk under a name that tells nothing."""

    path: Path
    size: int
    name: str


@dataclass(frozen=True, slots=True)
class RemoteJob:
    """One request to a seller of a model.

    `video` is what the upload gave (a URL, a URI, an asset); `video_id` a clip that the seller
    generated itself: exactly one of the two. Unit: `seconds` of picture. `seed` differs by take.
    `client` is our own id of the request, for sellers that remember it.
    """

    prompts: Prompts
    seconds: Fraction
    seed: int
    client: str
    video: str = ""
    video_id: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """Not done yet; `share` is how far it says it is, 0 to 1."""

    share: float | None = None
    told: str = ""


@dataclass(frozen=True, slots=True)
class Finished:
    """Done: where its files are, the best first, and what it says it cost in its own units."""

    urls: tuple[str, ...]
    spent: str = ""
    remarks: tuple[str, ...] = ()


State = Waiting | Finished | Failure


def at(body: Any, *path: str | int) -> Any:
    """What stands at a path of keys and indexes; None where there is nothing."""
    for step in path:
        if isinstance(step, int):
            body = body[step] if isinstance(body, list) and len(body) > step else None
        else:
            body = body.get(step) if isinstance(body, dict) else None
    return body


def list_at(body: Any, *path: str | int) -> list[Any]:
    """The list at a path; empty where there is none."""
    found = at(body, *path)
    return found if isinstance(found, list) else []


def dict_at(body: Any, *path: str | int) -> dict[str, Any]:
    """The object at a path; empty where there is none."""
    found = at(body, *path)
    return found if isinstance(found, dict) else {}


def text_at(body: Any, *path: str | int) -> str:
    """The text at a path; empty where there is none, or no text."""
    found = at(body, *path)
    return found if isinstance(found, str) else ""
