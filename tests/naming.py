"""Names that mean what a test says, another row of addresses each time they are looked up."""

import asyncio
import socket
from typing import Any

import pytest

Row = tuple[str, ...]


def resolving(patch: pytest.MonkeyPatch, *rows: Row) -> list[str]:
    """Make every name mean these addresses, the last row for ever; which names were looked up."""
    asked: list[str] = []

    async def getaddrinfo(_: object, host: str, port: int, **_more: object) -> list[Any]:
        asked.append(host)
        row = rows[min(len(asked), len(rows)) - 1]
        family = {True: socket.AF_INET6, False: socket.AF_INET}
        return [(family[":" in one], socket.SOCK_STREAM, 6, "", (one, port)) for one in row]

    patch.setattr(asyncio.BaseEventLoop, "getaddrinfo", getaddrinfo)
    return asked
