"""A message posted to an address of the user's own, signed so that they know it is ours."""

import asyncio
import hashlib
import hmac
import time
from uuid import uuid4

import httpx

from otio_v2a.errors import UsageError
from otio_v2a.gateway.http import client_of

_TRIES, _WAIT = 3, 2.0
_SERVER, _TOO_MANY, _TIMEOUT = 500, 429, 408


def signature(secret: str, stamp: str, body: bytes) -> str:
    """`sha256=` and the HMAC-SHA256 of the time stamp, a dot and the body, in hexadecimal."""
    signed = hmac.new(secret.encode(), stamp.encode() + b"." + body, hashlib.sha256)
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
    Unit: `patience` in seconds, for each try.
    """
    delivery, told = str(uuid4()), ""
    async with client_of() as client:
        for number in range(_TRIES):
            if number:
                await asyncio.sleep(_WAIT * 2 ** (number - 1))
            stamp = str(int(time.time()))
            headers = {
                "Content-Type": "application/json",
                "X-V2A-Event": event,
                "X-V2A-Delivery": delivery,
                "X-V2A-Timestamp": stamp,
            }
            if secret:
                headers["X-V2A-Signature"] = signature(secret, stamp, body)
            try:
                async with asyncio.timeout(patience):
                    answer = await client.post(url, content=body, headers=headers)
            except (httpx.HTTPError, TimeoutError, OSError) as error:
                told = f"it did not answer ({type(error).__name__})"
                continue
            if answer.is_success:
                return ""
            told = f"it answered {answer.status_code}"
            if answer.status_code < _SERVER and answer.status_code not in (_TOO_MANY, _TIMEOUT):
                break
    return told
