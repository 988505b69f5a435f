"""Who may speak to the review's server: the page that was opened, and whoever has its token.

Source: reliability fact sheet, sections 15 and 16.
"""

import hmac
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse

_Scope = MutableMapping[str, Any]
_Message = MutableMapping[str, Any]
_Receive = Callable[[], Awaitable[_Message]]
_Send = Callable[[_Message], Awaitable[None]]
_App = Callable[[_Scope, _Receive, _Send], Awaitable[None]]

TOKEN = "X-V2A-Token"
LARGEST = 65_536
"""Bytes of a request's body, at most."""

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
        " media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}


class Guard:
    """Lets through what the page itself asks; everything else is refused, and told nothing."""

    def __init__(self, app: _App, token: str, key: str, port: Callable[[], int]) -> None:
        """`token` opens the API, `key` stands in the addresses of files."""
        self._app, self._token, self._key, self._port = app, token, key, port

    async def __call__(self, scope: _Scope, receive: _Receive, send: _Send) -> None:
        """One request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._stranger(headers) or self._stray(scope["method"], scope["path"], headers)
        if refused:
            status, why = refused
            answer = JSONResponse({"error": why}, status, headers=_HEADERS)
            await answer(scope, receive, send)
            return
        await self._app(scope, _bounded(receive), _marked(send))

    def _stranger(self, headers: Headers) -> tuple[int, str] | None:
        """The status and the reason for which whoever asks is refused, if they are."""
        hosts = {f"{name}:{self._port()}" for name in ("127.0.0.1", "localhost")}
        if headers.get("host", "") not in hosts:
            return 400, "this server answers to 127.0.0.1 alone."
        origin = headers.get("origin")
        if origin is not None and origin not in {f"http://{host}" for host in hosts}:
            return 403, "another page may not ask this."
        return None

    def _stray(self, method: str, path: str, headers: Headers) -> tuple[int, str] | None:
        """The status and the reason for which what is asked is refused, if it is."""
        if method not in ("GET", "HEAD", "POST"):
            return 405, "this is not understood."
        size = headers.get("content-length", "0")
        if not size.isdecimal() or int(size) > LARGEST:
            return 413, f"at most {LARGEST} bytes are read."
        if path.startswith("/api/") and not _same(headers.get(TOKEN, ""), self._token):
            return 403, "open the address that otio-v2a printed: its token is missing."
        if path.startswith("/media/") and not _same(path.split("/")[2], self._key):
            return 404, "there is no such file."
        return None


def _same(said: str, wanted: str) -> bool:
    return hmac.compare_digest(said.encode(), wanted.encode())


def _bounded(receive: _Receive) -> _Receive:
    """A body that ends when it is too long, whatever it said of its length."""
    heard = 0

    async def bounded() -> _Message:
        nonlocal heard
        message = await receive()
        heard += len(message.get("body", b""))
        return {"type": "http.disconnect"} if heard > LARGEST else message

    return bounded


def _marked(send: _Send) -> _Send:
    async def marked(message: _Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return marked
