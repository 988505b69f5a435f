"""Answers -> failure kinds, by the generic rules; a seller's own codes go first, in its module.

Source: provider sheet, section 3.3 (generic table and word check; inferred from documents).
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from otio_v2a.providers.wire import Answer, Failure, Kind

_LONGEST = 300
_DEPTH = 3

_STATUS: Mapping[int, Kind] = MappingProxyType(
    {
        **dict.fromkeys((401, 403, 412), Kind.AUTH),
        402: Kind.QUOTA,
        **dict.fromkeys((400, 404, 413, 415, 422), Kind.BAD_INPUT),
        429: Kind.RATE,
        **dict.fromkeys((408, 500, 502, 503, 504), Kind.TRANSIENT),
    }
)

_WORDS = (
    (Kind.MODERATION, ("nsfw", "policy", "moderation", "sensitive", "content risk", "safety")),
    (Kind.QUOTA, ("insufficient", "balance", "credit", "quota", "arrears", "depleted")),
    (Kind.RATE, ("too many", "rate limit", "parallel", "concurrency")),
)
_TOLD = ("message", "msg", "detail", "error", "hint", "title", "task_status_msg", "errors", "data")


def of_answer(answer: Answer) -> Failure:
    """What a refusal means by its status, and by its words where the status says little."""
    told = said(answer)
    return of_kind(_STATUS.get(answer.status, Kind.UNKNOWN), told or f"HTTP {answer.status}")


def of_kind(kind: Kind, told: str) -> Failure:
    """The kind, or what the words say where it is unknown or bad input."""
    if kind in (Kind.UNKNOWN, Kind.BAD_INPUT):
        lowered = told.lower()
        kind = next((one for one, words in _WORDS if any(word in lowered for word in words)), kind)
    return Failure(kind, told[:_LONGEST])


def of_text(told: str) -> Failure:
    """What a failed job's own words mean."""
    return of_kind(Kind.UNKNOWN, told)


def said(answer: Answer) -> str:
    """What a seller says in an answer, in its own words, on one line."""
    texts = dict.fromkeys(" ".join(text.split()) for text in _texts(answer.body, _DEPTH))
    return ": ".join(text for text in texts if text)[:_LONGEST]


def _texts(body: Any, depth: int) -> Iterator[str]:
    if isinstance(body, str):
        yield body
    elif isinstance(body, list) and depth:
        for one in body:
            yield from _texts(one, depth - 1)
    elif isinstance(body, dict) and depth:
        for key in _TOLD:
            yield from _texts(body.get(key), depth - 1)
