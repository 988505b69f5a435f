"""A message posted to an address of the user's own, signed so that they know it is ours."""

import asyncio
import hashlib
import hmac
import os
import time
from uuid import uuid4

import httpx

from otio_v2a.errors import UsageError
from otio_v2a.gateway.addresses import origin
from otio_v2a.gateway.http import client_of

_PAUSES, _TRY, _PARTS = (0, 1, 2), 4, 15
"""Three tries and the pauses before them, in parts of the whole time: 3 * 4 + 0 + 1 + 2 = 15."""

_SERVER, _TOO_MANY, _TIMEOUT = 500, 429, 408


def signature(secret: str, stamp: str, body: bytes) -> str:
    """`sha256=` and the HMAC-SHA256 of the time stamp, a dot and the body, in hexadecimal."""
    key = os.fsencode(secret)
    signed = hmac.new(key, stamp.encode() + b"." + body, hashlib.sha256)
    return f"sha256={signed.hexdigest()}"


def check_address(url: str) -> None:
    """Raises: UsageError when it is no address that can be posted to."""
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        message = f"notify.url '{url}' is no address: {error}."
        raise UsageError(message) from error
    if parsed.scheme not in ("http", "https") or not parsed.host:
        message = f"notify.url '{url}' is no address. Write it as https://host/path."
        raise UsageError(message)


async def post(url: str, event: str, body: bytes, secret: str, patience: float) -> str:
    """Post a message, up to three times; why it could not be delivered, or nothing.

    Every try has the same id, so that whoever gets it twice can tell. Redirects are not followed.
    Unit: `patience` in seconds, for all of it.
    """
    part, delivery, problem = patience / _PARTS, str(uuid4()), ""
    # The tries have limits of their own; a client's are shorter.
    async with client_of(timeout=None) as client:
        for pause in _PAUSES:
            await asyncio.sleep(pause * part)
            headers = _headers(event, delivery, body, secret)
            try:
                async with (
                    asyncio.timeout(_TRY * part),
                    client.stream("POST", url, content=body, headers=headers) as answer,
                ):
                    status = answer.status_code
            except (httpx.HTTPError, httpx.InvalidURL, OSError, ValueError) as error:
                problem = f"it did not answer ({type(error).__name__})"
                continue
            if answer.is_success:
                return ""
            problem = f"it answered {status}"
            if status < _SERVER and status not in (_TOO_MANY, _TIMEOUT):
                break
    return f"{_place(url)} was not told: {problem}."


def _headers(event: str, delivery: str, body: bytes, secret: str) -> dict[str, str]:
    stamp = str(int(time.time()))
    signed = {"X-V2A-Signature": signature(secret, stamp, body)} if secret else {}
    return {
        "Content-Type": "application/json",
        "X-V2A-Event": event,
        "X-V2A-Delivery": delivery,
        "X-V2A-Timestamp": stamp,
        **signed,
    }


def _place(url: str) -> str:
    """Where an address is, without the path: in many an address that is what must not be known."""
    scheme, host, port = origin(url)
    return f"{scheme}://{host}:{port}"
