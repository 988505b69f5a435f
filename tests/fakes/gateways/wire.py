"""HTTP/1.1 on 127.0.0.1, in threads: requests are read whole, answers may be cut on purpose.

Source: facts 'providers', section 12: keep-alive, chunked bodies, no query in the routing.
"""

import contextlib
import hashlib
import json
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

_RESET = struct.pack("ii", 1, 0)
_FILLER = bytes(65_536)
_BREATH = 0.005
_NO_BODY = 204


@dataclass(frozen=True, slots=True)
class Seen:
    """A request as it arrived; header names are lower-case, `path` has no query.

    `body` is the parsed JSON, None when there is none; `digest` is the SHA-256 of the raw body.
    `site` says which of the gateway's hosts was asked.
    """

    kind: str
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: Any
    size: int
    digest: str
    site: str = ""


@dataclass(frozen=True, slots=True)
class Request:
    """A request read whole: `raw` is its body, chunks put together.

    `fault` is what shall go wrong where only the one who answers can make it go wrong.
    """

    site: str
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    raw: bytes
    fault: str = ""

    @property
    def body(self) -> Any:
        """The body as JSON; None when it is none, or does not say so."""
        if "json" not in self.headers.get("content-type", ""):
            return None
        try:
            return json.loads(self.raw)
        except ValueError:
            return None

    def seen(self, kind: str) -> Seen:
        """The line for the log."""
        sizes = (len(self.raw), hashlib.sha256(self.raw).hexdigest())
        named = (kind, self.method, self.path, self.query, self.headers)
        return Seen(*named, self.body, *sizes, self.site)


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes out. `cut` is '' for whole, or 'reset', 'truncated', 'endless'."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    cut: str = ""

    @classmethod
    def of(
        cls, value: Any, status: int = 200, headers: Mapping[str, str] | None = None
    ) -> "Answer":
        """A value as JSON."""
        named = {"Content-Type": "application/json", **(headers or {})}
        return cls(status, json.dumps(value).encode(), named)

    @property
    def good(self) -> bool:
        """Whether the server did what was asked."""
        return self.status < 400


class RefusalError(Exception):
    """The server says no, in the words of `answer`."""

    def __init__(self, answer: Answer) -> None:
        super().__init__(answer)
        self.answer = answer


class Server(ThreadingHTTPServer):
    """One host: a free port on 127.0.0.1, a thread a connection, all of them gone after `stop`."""

    daemon_threads = False
    block_on_close = True
    request_queue_size = 128

    def __init__(self, site: str, respond: Callable[[Request], Answer]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.site, self.respond = site, respond
        self.crashes: list[BaseException] = []
        self.stopping = threading.Event()
        self._open: set[socket.socket] = set()
        self._guard = threading.Lock()
        self._thread = threading.Thread(target=self.serve_forever, args=(0.01,))

    @property
    def url(self) -> str:
        """Where it listens, without a trailing slash."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def start(self) -> None:
        """Listen, in a thread of its own."""
        self._thread.start()

    def stop(self) -> list[BaseException]:
        """End every connection and every thread; what went wrong in them."""
        self.stopping.set()
        self.shutdown()
        self._thread.join()
        with self._guard:
            for connection in self._open:
                with contextlib.suppress(OSError):
                    connection.shutdown(socket.SHUT_RDWR)
        self.server_close()
        return self.crashes

    def server_bind(self) -> None:
        """Without asking the network what 127.0.0.1 is called."""
        TCPServer.server_bind(self)
        self.server_name, self.server_port = "127.0.0.1", self.server_address[1]

    def process_request(self, request: Any, client_address: Any) -> None:
        with self._guard:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Close at once: a goodbye first would turn a reset into an ordinary end."""
        with self._guard:
            self._open.discard(request)
        self.close_request(request)

    def handle_error(self, *_: Any) -> None:
        """Keep what went wrong; a client that goes away is nothing wrong."""
        error = sys.exception()
        if error is not None and not isinstance(error, ConnectionError | TimeoutError):
            self.crashes.append(error)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = 60
    server: Server

    def _serve(self) -> None:
        parts = urlsplit(self.path)
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        headers = {name.lower(): value for name, value in self.headers.items()}
        raw = b"".join(self._body(headers))
        path = unquote(parts.path)
        request = Request(self.server.site, self.command, path, query, headers, raw)
        self._send(self.server.respond(request))

    def __getattr__(self, name: str) -> Any:
        """Whatever the method is called, `do_GET` or `do_PUT`, it is served alike."""
        if name.startswith("do_"):
            return self._serve
        raise AttributeError(name)

    def _body(self, headers: Mapping[str, str]) -> Iterator[bytes]:
        if "chunked" not in headers.get("transfer-encoding", "").lower():
            yield self._exactly(int(headers.get("content-length", 0)))
            return
        while size := int(self._line().partition(b";")[0], 16):
            yield self._exactly(size)
            self._line()
        while self._line():
            pass

    def _exactly(self, size: int) -> bytes:
        data = self.rfile.read(size)
        if len(data) < size:
            raise ConnectionResetError
        return data

    def _line(self) -> bytes:
        line = self.rfile.readline()
        if not line:
            raise ConnectionResetError
        return line.strip()

    def _send(self, answer: Answer) -> None:
        if answer.cut:
            self.close_connection = True
        if answer.cut == "reset":
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
            return
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        if answer.cut == "endless":
            self._endless(answer.body)
            return
        if answer.status != _NO_BODY:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            half = len(answer.body) // 2
            self.wfile.write(answer.body[:half] if answer.cut == "truncated" else answer.body)

    def _endless(self, body: bytes) -> None:
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        chunk = body or _FILLER
        while not self.server.stopping.wait(_BREATH):
            self.wfile.write(b"%x\r\n%s\r\n" % (len(chunk), chunk))
            chunk = _FILLER

    def log_message(self, *_: Any) -> None:
        """Say nothing: the log is `Seen`."""
