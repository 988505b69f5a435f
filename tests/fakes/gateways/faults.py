"""What a gateway may do wrong, as a script: each fault befalls one request of its kind.

Source: facts 'providers', section 12 (fake modes), and 'reliability', sections 2 and 17.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from fakes.gateways.wire import Answer

_HTML = b"<!DOCTYPE html><title>Sign in</title><p>This is not a sound.</p>"


@dataclass(frozen=True, slots=True)
class Fault:
    """One misbehaviour. `after`: what was asked for is done first, and a job is billed."""

    way: str
    status: int = 200
    body: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    after: bool = False

    @classmethod
    def answer(
        cls, status: int, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> "Fault":
        """A definite answer, nothing done. `body` None is the vendor's own for that status."""
        return cls("answer", status, body, headers or {})

    @classmethod
    def reset(cls, *, after: bool = False) -> "Fault":
        """The connection is reset without an answer."""
        return cls("reset", after=after)

    @classmethod
    def stall(cls, seconds: float, *, after: bool = False) -> "Fault":
        """Silence for a while; then the answer if it was done, else the connection is closed."""
        return cls("stall" if after else "reset", seconds=seconds, after=after)

    @classmethod
    def garbage(cls) -> "Fault":
        """200 with half an object instead of JSON; what was asked for is done."""
        return cls("garbage", after=True)

    @classmethod
    def late(cls, status: int) -> "Fault":
        """An error (500, 502, 503) after what was asked for is done."""
        return cls("late", status, after=True)

    @classmethod
    def truncated(cls) -> "Fault":
        """A download that ends half-way, with the whole length announced."""
        return cls("truncated", after=True)

    @classmethod
    def endless(cls) -> "Fault":
        """A download that goes on until the client goes."""
        return cls("endless", after=True)

    @classmethod
    def short(cls) -> "Fault":
        """A download that is a sound, but half as long as the picture."""
        return cls("short", after=True)

    @classmethod
    def no_audio(cls) -> "Fault":
        """A download that is a film without sound."""
        return cls("no_audio", after=True)

    @classmethod
    def html(cls) -> "Fault":
        """A page instead of the download."""
        return cls("html", after=True)

    @classmethod
    def empty(cls) -> "Fault":
        """No byte instead of the download."""
        return cls("empty", after=True)

    @classmethod
    def redirect(cls, url: str) -> "Fault":
        """The download is said to be elsewhere."""
        return cls("redirect", 302, headers={"Location": url}, after=True)


def before(fault: Fault, error: Callable[[int], Answer]) -> Answer:
    """The answer of a gateway that did nothing."""
    if fault.way == "reset":
        return Answer(cut="reset")
    answer = _said(fault.body, fault.status) if fault.body is not None else error(fault.status)
    return replace(answer, headers={**answer.headers, **fault.headers})


def over(fault: Fault, answer: Answer, error: Callable[[int], Answer]) -> Answer:
    """The answer of a gateway that did what was asked, spoilt."""
    if fault.way in ("reset", "truncated", "endless"):
        return replace(answer, cut=fault.way)
    if fault.way == "late":
        return error(fault.status)
    if fault.way == "redirect":
        return Answer(fault.status, headers=fault.headers)
    spoilt = {"garbage": b'{"data": {"id": ', "html": _HTML, "empty": b""}
    if fault.way not in spoilt:
        return answer
    kind = "text/html" if fault.way == "html" else answer.headers.get("Content-Type", "")
    return Answer(200, spoilt[fault.way], {"Content-Type": kind})


def _said(body: Any, status: int) -> Answer:
    if isinstance(body, bytes | str):
        text = body if isinstance(body, bytes) else body.encode()
        return Answer(status, text, {"Content-Type": "text/plain"})
    return Answer.of(body, status)
