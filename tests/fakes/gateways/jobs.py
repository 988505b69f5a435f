"""Jobs as a vendor keeps them: what was asked, how it goes, and what it costs.

Source: facts 'reliability', sections 1 to 4: billed half-way through the POST, never taken back.
"""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from fakes.gateways.pictures import Allowed, Complaint

Outcome = str | Callable[[dict[str, Any]], str]
"""'done', 'failed', 'moderation' or 'never'; or what says so when given the body of a submit."""


@dataclass(frozen=True, slots=True)
class Order:
    """What a submit asks for, after the vendor has read it.

    `body` is what the model gets, defaults filled in; `url` is a film still to be fetched.
    Unit: seconds; the sound is never longer than `seconds`.
    """

    body: dict[str, Any]
    video: bytes = b""
    url: str = ""
    client_id: str = ""
    model: str = ""
    allowed: Allowed = field(default_factory=Allowed)
    seconds: Fraction | None = None


@dataclass(slots=True)
class Job:
    """One job. `polled` counts how often it was asked after; `created` is a monotonic time."""

    number: int
    id: str
    order: Order
    outcome: str
    created: float
    polled: int = 0
    cancelled: bool = False
    looked: bool = False
    complaint: Complaint | None = None
    video: bytes = b""
    guard: threading.Lock = field(default_factory=threading.Lock)

    @property
    def body(self) -> dict[str, Any]:
        """What the model was asked."""
        return self.order.body

    @property
    def client_id(self) -> str:
        """The client's own name for it, empty for none."""
        return self.order.client_id


@dataclass(frozen=True, slots=True)
class Bill:
    """A job that costs money. `prompts`: effects and music, or the one prompt there is.

    `body` is what the model gets, the vendor's own defaults filled in. `video_digest` is the
    SHA-256 of the film, empty as long as the vendor has not fetched it.
    """

    job: str
    client_id: str
    prompts: tuple[str, ...]
    body: Mapping[str, Any]
    video_digest: str
    model: str


@dataclass(slots=True)
class Upload:
    """A file on its way to the vendor: announced, then sent. `url` is how a submit calls it."""

    id: str
    name: str
    size: int
    content_type: str
    url: str = ""
    data: bytes | None = None
