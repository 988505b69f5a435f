"""What a provider is: its limits, its price, and for a local one how it scores."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Protocol, runtime_checkable

from otio_v2a.model import PROMPT_CHARACTERS, Prompts, Role


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may hold. Unit: seconds of picture; None is no limit."""

    min_seconds: Fraction | None = None
    max_seconds: Fraction | None = None
    prompt_characters: int = PROMPT_CHARACTERS
    height: int = 720


@runtime_checkable
class Provider(Protocol):
    """Anything that turns a picture and prompts into sound.

    `model` is part of every request's key: change it when the same request would sound different.
    Unit: `price` is USD a request; `concurrency` requests under way at once, 0 for one a core.
    """

    @property
    def name(self) -> str:
        """The name users type."""
        ...

    @property
    def model(self) -> str:
        """Which model, and which version of it."""
        ...

    @property
    def limits(self) -> Limits:
        """What one request may hold."""
        ...

    @property
    def price(self) -> Decimal:
        """USD a request."""
        ...

    @property
    def concurrency(self) -> int:
        """Requests under way at once; 0 is one a core."""
        ...


@dataclass(frozen=True, slots=True)
class LocalJob:
    """One request to a scorer on this machine.

    `picture` is an H.264 MP4 of `frames` frames at `rate`, without sound; the cue itself is its
    frames
    `cue_in` to `cue_out` (excluded), the rest are handles. `seed` is the same for the same
    picture, prompts and take. `out` is the file to write: any audio libav reads, its first sample
    at the picture's first frame.
    """

    picture: Path
    frames: int
    rate: Fraction
    cue_in: int
    cue_out: int
    prompts: Prompts
    role: Role
    take: int
    seed: int
    out: Path


Tell = Callable[[float], None]
"""Told the share done, 0 to 1, now and then; raises when the run is being stopped."""


@runtime_checkable
class Local(Provider, Protocol):
    """A provider that scores on this machine."""

    def score(self, job: LocalJob, tell: Tell) -> tuple[str, ...]:
        """Write `job.out`; return remarks for the user, such as words that found nothing.

        Raises: ProviderError when it cannot. Called in a worker thread, several at a time.
        """
        ...
