"""How long to wait: between polls, before another try, and as a seller asks."""

import asyncio
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_JITTER = 0.2
_SHARE = 16
_LONGEST = 120.0


@dataclass(frozen=True, slots=True)
class Clock:
    """The world's time, passed in. Unit: seconds; `dice` gives a number from 0 to 1."""

    now: Callable[[], float] = time.time
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    dice: Callable[[], float] = random.random


def poll_wait(elapsed: float, first: float, most: float) -> float:
    """Seconds until the next poll: a sixteenth of the time so far, within bounds.

    So no long job is noticed more than a sixteenth late, nor asked about all the time.
    """
    return min(most, max(first, elapsed / _SHARE))


def retry_wait(attempt: int, first: float, asked: float | None) -> float:
    """Seconds before try number `attempt` (1 is the first again): doubling, or what was asked."""
    return max(asked or 0.0, min(_LONGEST, first * float(1 << (attempt - 1))))


def jittered(seconds: float, dice: Callable[[], float]) -> float:
    """About as long, so that many do not come back at once."""
    return seconds * (1 + _JITTER * (2 * dice() - 1))


def asked_wait(header: str, now: float) -> float | None:
    """What Retry-After says, as seconds or as an HTTP date, at most an hour; None where unclear."""
    if not header:
        return None
    if header.strip().isdecimal():
        return min(3600.0, float(header))
    try:
        moment = parsedate_to_datetime(header)
    except (ValueError, OverflowError):
        return None
    # Without a zone it is UTC, as HTTP dates are.
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return min(3600.0, max(0.0, (moment - datetime.fromtimestamp(now, UTC)).total_seconds()))
