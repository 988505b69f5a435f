"""The terms of a seller: what its users may configure, with defaults from the provider sheet."""

import json
import re
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from ipaddress import ip_address
from typing import Annotated, Any, ClassVar, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from otio_v2a.errors import UsageError
from otio_v2a.model import PROMPT_CHARACTERS, Prompts
from otio_v2a.providers import failures
from otio_v2a.providers.base import Limits, Price
from otio_v2a.providers.wire import Answer, Call, Failure, Steps
from otio_v2a.settings import Above0, NotBelow0, nearest

MEGABYTES_100 = 100_000_000
"""The most bytes of a picture. Source: provider sheet, section 2 (100 MB; 10^6 is assumed)."""


_ADDRESS, _PRICE = "address", "price"
_USER = re.compile(r"//[^/\s]*@")


def is_loopback(url: str) -> bool:
    """Whether an address means this machine itself."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _base(url: str) -> str:
    """A base URL: https, or http on this machine alone; no slash at its end."""
    parts = urlsplit(url)
    plain = parts.scheme == "http" and is_loopback(url)
    # Asking for the port raises ValueError where there can be none such.
    if not parts.hostname or parts.port == 0 or not (parts.scheme == "https" or plain):
        message = "an address has to begin with https:// (http:// on this machine alone)"
        raise PydanticCustomError(_ADDRESS, message)
    if "@" in parts.netloc or parts.query or parts.fragment:
        message = "an address may hold neither a user, a query nor a fragment"
        raise PydanticCustomError(_ADDRESS, message)
    return url.rstrip("/")


def _price(value: object) -> object:
    """`0.035` is USD a request; a table names `request` and `second`."""
    if isinstance(value, Price):
        return value
    said = value if isinstance(value, dict) else {"request": value}
    found = {name: _dollars(usd) for name, usd in said.items()}
    if not said.keys() <= {"request", "second"} or None in found.values():
        message = "a price is a number of USD a request, or a table of 'request' and 'second'"
        raise PydanticCustomError(_PRICE, message)
    return Price(found.get("request") or Decimal(0), found.get("second") or Decimal(0))


def _dollars(value: object) -> Decimal | None:
    """A number as written; None where it is none, or less than nothing."""
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        return None
    return found if found.is_finite() and found >= 0 else None


Base = Annotated[str, AfterValidator(_base)]
Cost = Annotated[Price, BeforeValidator(_price)]
Count = Annotated[int, Field(ge=1)]


def base(default: str, variable: str) -> Any:
    """A base URL with the environment variable that points it elsewhere."""
    return Field(default, json_schema_extra={"environment": variable})


class Terms(BaseModel):
    """What every seller's table `[providers.NAME]` may hold, and what most sellers cannot do.

    Unit: seconds, bytes, USD.

    `submit_interval` and `burst` are a token bucket: so many requests at once, then one an
    interval. `tolerance` is how much shorter than its picture a reply may be.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", arbitrary_types_allowed=True)

    name: ClassVar[str]
    keys: ClassVar[tuple[tuple[str, ...], ...]]
    heard: ClassVar[tuple[str, ...]] = ("extra_body",)
    """The options that change the sound: another value is another request."""

    model: str = Field(description="which model, in the seller's own words")
    price: Cost = Field(
        description="USD a request, or `{request = 0.0, second = 0.0}` for so much a second"
    )
    concurrency: Annotated[Count, Field(description="jobs under way at once")] = 2
    submit_interval: Annotated[
        NotBelow0, Field(description="seconds from one request to the next")
    ] = 1.0
    burst: Annotated[Count, Field(description="requests that may go at once before that")] = 1
    min_seconds: Annotated[Above0, Field(description="the shortest picture it takes")] = 3.0
    max_seconds: Annotated[Above0, Field(description="the longest picture it takes")] = 20.0
    max_bytes: Annotated[Count, Field(description="the largest picture it takes")] = MEGABYTES_100
    max_prompt: Annotated[
        int, Field(ge=1, le=PROMPT_CHARACTERS, description="characters of a prompt")
    ] = PROMPT_CHARACTERS
    tolerance: Annotated[
        NotBelow0, Field(description="seconds that a reply may be shorter than its picture")
    ] = 0.25
    webhook: Annotated[
        str, Field(description="an address it tells about every job; we ask it all the same")
    ] = ""
    extra_body: Annotated[
        dict[str, Any], Field(description="further fields of a request, as they are")
    ] = {}

    @property
    def limits(self) -> Limits:
        """What one request may hold; a frame less than the longest, since containers round up."""
        shortest, longest = Fraction(str(self.min_seconds)), Fraction(str(self.max_seconds))
        return Limits(shortest, longest, self.max_prompt, margin=1)

    @property
    def variant(self) -> str:
        """The options that change the sound and are not as they come; part of a request's key."""
        fields = type(self).model_fields
        changed = {name: getattr(self, name) for name in self.heard}
        kept = {name: one for name, one in changed.items() if one != fields[name].default}
        return json.dumps(kept, sort_keys=True, default=str) if kept else ""

    @property
    def missing(self) -> str:
        """Nothing, unless a seller says otherwise."""
        return ""

    @property
    def bases(self) -> tuple[str, ...]:
        """The addresses that our key may be sent to."""
        return tuple(getattr(self, name) for name in self.addresses())

    def authorization(self, secrets: Mapping[str, str], now: int, *, again: bool) -> str:
        """The one key, as it is."""
        del now, again
        return f"Bearer {secrets[self.keys[0][0]]}"

    def learned(self) -> Steps[Self] | None:
        """Nothing is to be asked."""
        return None

    def found(self, client: str) -> Steps[str] | None:
        """Cannot be asked by our own id."""
        del client
        return None

    def cancel(self, job: str) -> Call | None:
        """Cannot be asked."""
        del job
        return None

    def failure(self, answer: Answer) -> Failure:
        """By the generic table."""
        return failures.of_answer(answer)

    def configured(self, options: Mapping[str, Any], environment: Mapping[str, str]) -> Self:
        """These terms with the user's options; an address in the environment wins.

        Raises: UsageError naming the option and what fits.
        """
        said = {
            name: environment[variable]
            for name, variable in self.addresses().items()
            if environment.get(variable)
        }
        if not options and not said:
            return self
        try:
            return type(self).model_validate({**options, **said})
        except ValidationError as error:
            raise UsageError(_explained(self, error)) from error

    @classmethod
    def addresses(cls) -> dict[str, str]:
        """The fields that are base URLs, with their environment variables."""
        return {
            name: str(one.json_schema_extra["environment"])
            for name, one in cls.model_fields.items()
            if isinstance(one.json_schema_extra, dict) and "environment" in one.json_schema_extra
        }


def _explained(terms: Terms, error: ValidationError) -> str:
    first = error.errors()[0]
    name = ".".join(str(part) for part in first["loc"])
    where = f"[providers.{terms.name}]"
    if first["type"] == "extra_forbidden":
        hint = nearest(name, type(terms).model_fields)
        return f"there is no option '{name}' in {where}.{hint}"
    shown = _USER.sub("//", repr(first["input"]))
    return f"'{name}' in {where} is {shown}: {first['msg'].lower()}."


def joined(prompts: Prompts, fallback: str) -> str:
    """Both prompts as one, for models that take one; the fallback where both are empty."""
    said = (prompts.sound_effect, prompts.background_music)
    return ", ".join(text for text in said if text) or fallback


def unwanted(prompts: Prompts, negative: str) -> str:
    """The negative prompt: music is unwanted where only effects are asked for."""
    return negative if prompts.sound_effect and not prompts.background_music else ""
