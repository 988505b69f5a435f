"""What a provider is: its limits, its price, and for a local one how it scores."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import ROUND_UP, Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Protocol, Self, runtime_checkable

from otio_v2a.model import PROMPT_CHARACTERS, Prompts, Role
from otio_v2a.providers.wire import (
    Answer,
    Call,
    Failure,
    Movie,
    RemoteJob,
    State,
    Steps,
    Waiting,
)


@dataclass(frozen=True, slots=True)
class Limits:
    """What one request may hold. Unit: seconds of picture; None is no limit.

    `margin` are frames that the longest picture stays below the limit, since containers round up.
    """

    min_seconds: Fraction | None = None
    max_seconds: Fraction | None = None
    prompt_characters: int = PROMPT_CHARACTERS
    height: int = 720
    margin: int = 0


@dataclass(frozen=True, slots=True)
class Price:
    """USD: so much a request, and so much a second of picture.

    `assumed` where nobody published it: such a price is never approved without being asked.
    """

    request: Decimal = Decimal(0)
    second: Decimal = Decimal(0)
    assumed: bool = False

    @property
    def free(self) -> bool:
        """Whether nothing is ever to be paid."""
        return not (self.request or self.second)

    def of(self, seconds: Fraction) -> Decimal:
        """USD for one request of so many seconds of picture."""
        length = Decimal(seconds.numerator) / Decimal(seconds.denominator)
        return self.request + (self.second * length).quantize(_CENT_OF_A_CENT, ROUND_UP)


def usd(amount: Decimal) -> str:
    """Money as it is, two decimals at least: `0.10`, `0.105`, `5.00`."""
    exact = amount.normalize()
    decimals = max(2, -int(exact.as_tuple().exponent))
    return f"{exact:.{decimals}f}"


def priced(price: Price) -> str:
    """`0.035`, `0.001 a second`, `free`; in brackets where it is only assumed."""
    told = [f"{price.request}"] if price.request else []
    told += [f"{price.second} a second"] if price.second else []
    said = " + ".join(told) or "free"
    return f"({said})" if price.assumed else said


FREE = Price()
_CENT_OF_A_CENT = Decimal("0.0001")


@runtime_checkable
class Provider(Protocol):
    """Anything that turns a picture and prompts into sound.

    `model` is part of every request's key: change it when the same request would sound different.
    Unit: `concurrency` is requests under way at once, 0 for one a core.
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
    def price(self) -> Price:
        """What a request costs."""
        ...

    @property
    def concurrency(self) -> int:
        """Requests under way at once; 0 is one a core."""
        ...


@runtime_checkable
class Configurable(Protocol):
    """A provider that the user's own configuration can change."""

    def configured(self, options: Mapping[str, Any], environment: Mapping[str, str]) -> Self:
        """The provider with these options of its table, and what the environment says.

        Raises: UsageError naming the option and what fits.
        """
        ...


GLANCE_WIDTH, GLANCE_HEIGHT = 96, 54
"""The size of a picture's frames at a glance, whatever its own size and aspect.

Source: media fact sheet section 19.
"""

GLANCE_FRAME = GLANCE_WIDTH * GLANCE_HEIGHT
"""Bytes of one such frame."""


@dataclass(frozen=True, slots=True)
class LocalJob:
    """One request to a scorer on this machine.

    `picture` is an H.264 MP4 of `frames` frames at `rate`, without sound; the cue itself is its
    frames `cue_in` to `cue_out` (excluded), the rest are handles. `seed` is the same for the same
    picture, prompts and take. `out` is the file to write: any audio libav reads, its first sample
    at the picture's first frame. `glance` are the same frames 96x54, 8-bit gray of full range, raw,
    one after the other; None where there is only the picture.
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
    glance: Path | None = None


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


@runtime_checkable
class Remote(Provider, Protocol):
    """A provider that sells its work over HTTP: a pure translator, nothing in it sends anything.

    `keys` are groups of environment variables, the preferred first; one whole group is enough.
    `bases` are the only addresses that the key may go to.
    """

    @property
    def keys(self) -> tuple[tuple[str, ...], ...]:
        """The names of its secrets."""
        ...

    @property
    def variant(self) -> str:
        """What else, beside the model, makes the same request sound different."""
        ...

    @property
    def bases(self) -> tuple[str, ...]:
        """Its own addresses."""
        ...

    @property
    def missing(self) -> str:
        """What has to be configured before anything can be sent, as a sentence; or nothing."""
        ...

    @property
    def submit_interval(self) -> float:
        """Seconds from one request to the next, once `burst` of them went at once."""
        ...

    @property
    def burst(self) -> int:
        """How many requests may go at once."""
        ...

    @property
    def max_bytes(self) -> int:
        """The largest picture it takes."""
        ...

    @property
    def tolerance(self) -> float:
        """Seconds that a reply may be shorter than its picture."""
        ...

    def authorization(self, secrets: Mapping[str, str], now: int, *, again: bool) -> str:
        """The Authorization header. Unit: `now` in seconds; `again` after a token was refused."""
        ...

    def learned(self) -> Steps[Self] | None:
        """The provider once it has asked what its model takes; None where it need not ask."""
        ...

    def upload(self, movie: Movie) -> Steps[str] | None:
        """Hand a picture over, giving what stands for it in a request; None: host it."""
        ...

    def submit(self, job: RemoteJob) -> Call:
        """The one request that costs money."""
        ...

    def accepted(self, answer: Answer) -> str | Failure | None:
        """The job id in a 2xx answer, a definite refusal, or None when it cannot be told."""
        ...

    def found(self, client: str) -> Steps[str] | None:
        """The id of the job we sent under our own id, empty when there is provably none.

        None where the provider cannot be asked.
        """
        ...

    def poll(self, job: str) -> Steps[State]:
        """How a job stands."""
        ...

    def cancel(self, job: str) -> Call | None:
        """Stop a job; None where that cannot be asked."""
        ...

    def failure(self, answer: Answer) -> Failure:
        """What an answer other than 2xx means."""
        ...


@runtime_checkable
class Quoting(Protocol):
    """A remote provider that tells a request's price, in units of its own, before it is sent."""

    def dry_run(self, job: RemoteJob) -> Call | None:
        """Ask the price of a request; None where that is not wanted."""
        ...

    def quoted(self, answer: Answer) -> Decimal | None:
        """The price in USD."""
        ...


@runtime_checkable
class Streaming(Protocol):
    """A remote provider that tells progress line by line while a job is under way."""

    def stream(self, job: str) -> Call:
        """The request whose answer is JSON, a line at a time."""
        ...

    def told(self, line: Any) -> Waiting | None:
        """How far the job is by one line, if the line says so."""
        ...


@runtime_checkable
class Rooted(Protocol):
    """A remote provider that can score a clip it generated itself, by that clip's id."""

    @property
    def takes_video_id(self) -> bool:
        """Whether `RemoteJob.video_id` may stand for a picture."""
        ...
