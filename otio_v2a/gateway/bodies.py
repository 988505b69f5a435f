"""What goes out and what comes in, as httpx has it: streamed out, capped and parsed in."""

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from typing import Any

import httpx

from otio_v2a.errors import LostError
from otio_v2a.providers.wire import Answer, Call, File

BLOCK = 1 << 18
"""Bytes that are read or written at once."""

_ANSWER_BYTES = 5_000_000


@contextmanager
def body_of(call: Call) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
    """A request's body as httpx takes it, and its headers."""
    file = call.file
    if file is None:
        if call.json is None:
            yield {}, {}
            return
        content = json.dumps(call.json, ensure_ascii=False).encode("utf-8", "replace")
        yield {"content": content}, {"Content-Type": "application/json"}
    elif file.form:
        with file.path.open("rb") as source:
            yield {"files": {file.form: (file.name, source, file.content_type)}}, {}
    else:
        length = file.path.stat().st_size - file.offset if file.length is None else file.length
        told = {"Content-Length": str(length), "Content-Type": file.content_type}
        named = {name.lower() for name in call.headers}
        kept = {name: one for name, one in told.items() if name.lower() not in named}
        yield {"content": blocks(file, length)}, kept


async def blocks(file: File, length: int) -> AsyncIterator[bytes]:
    """A stretch of a file, read as it is sent."""
    with file.path.open("rb") as source:
        source.seek(file.offset)
        while length > 0:
            block = await asyncio.to_thread(source.read, min(BLOCK, length))
            if not block:
                return
            length -= len(block)
            yield block


async def answer_of(answer: httpx.Response) -> Answer:
    """An answer read to its end.

    Raises: LostError when there is no end.
    """
    content = bytearray()
    async for block in answer.aiter_bytes():
        content += block
        if len(content) > _ANSWER_BYTES:
            message = "an answer without end was cut off."
            raise LostError(message, "unknown")
    text = content.decode("utf-8", "replace")
    headers = {name.lower(): value for name, value in answer.headers.items()}
    return Answer(answer.status_code, parsed(text), headers, text[:500])


def parsed(text: str) -> Any:
    """A text as JSON; None where it is not."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
