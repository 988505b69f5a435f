"""A strict S3: presigned and header-signed requests, refused like a real store refuses them.

Source: reliability sheet, section 14. Path style only; objects live in memory. AWS itself answers
501 to a body in chunks, other stores take it: `S3(chunked=False)` is as strict as AWS.
"""

import contextlib
import re
import secrets
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import formatdate
from hashlib import md5, sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Self
from urllib.parse import unquote
from xml.sax.saxutils import escape

from fakes.sigv4 import Asked, Owner, RefusalError, check_payload, verify

_BLOCK = 65_536
_PATIENCE = 60
_RESET = struct.pack("ii", 1, 0)
_RANGE = re.compile(r"bytes=(\d*)-(\d*)")
_UNTYPED = "binary/octet-stream"


@dataclass(frozen=True, slots=True)
class Stored:
    """An object."""

    content: bytes
    content_type: str = _UNTYPED

    @property
    def etag(self) -> str:
        """Its MD5, in quotes."""
        return f'"{md5(self.content, usedforsecurity=False).hexdigest()}"'


@dataclass(frozen=True, slots=True)
class Seen:
    """A request and how it was answered; 0 for not at all. Header names are in lower case."""

    method: str
    key: str
    status: int
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fault:
    """What goes wrong with one request, of any method unless one is named. Unit: seconds."""

    way: str
    method: str = ""
    status: int = 503
    code: str = "SlowDown"
    seconds: float = 0.0

    @classmethod
    def answer(cls, status: int = 503, code: str = "SlowDown", *, method: str = "") -> Self:
        """That answer, nothing done."""
        return cls("answer", method, status, code)

    @classmethod
    def slow(cls, seconds: float, *, method: str = "") -> Self:
        """Silence for a while, then what was asked for."""
        return cls("slow", method, seconds=seconds)

    @classmethod
    def cut(cls, *, method: str = "") -> Self:
        """The connection ends half-way through the body, whichever way it goes."""
        return cls("cut", method)


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes out; of `body` HEAD only tells the length."""

    status: int
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""


class S3:
    """A store with one bucket on 127.0.0.1, while it is entered.

    `objects` may be looked into and filled; `log` holds every request in the order of answers;
    each of the `faults` befalls the next request of its method, once. `now` is its clock.
    """

    def __init__(
        self,
        bucket: str = "v2a-bucket",
        *,
        region: str = "eu-test-1",
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        chunked: bool = True,
    ) -> None:
        self.bucket, self.region, self.now, self.chunked = bucket, region, now, chunked
        self.access_key = f"AK{secrets.token_hex(9).upper()}"
        self.secret_key = f"secret-marker-{secrets.token_hex(13)}"
        self.objects: dict[str, Stored] = {}
        self.log: list[Seen] = []
        self.faults: list[Fault] = []
        self.leaving = threading.Event()
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        self._server = _Server(("127.0.0.1", 0), _Handler)
        self._server.store = self
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.leaving.set()
        self._server.shutdown()
        self._server.server_close()

    @property
    def endpoint(self) -> str:
        """Where it is; the bucket is the first part of a path."""
        return f"http://127.0.0.1:{self._server.server_port}"

    @property
    def environment(self) -> dict[str, str]:
        """The keys under the names that clients look for."""
        return {"AWS_ACCESS_KEY_ID": self.access_key, "AWS_SECRET_ACCESS_KEY": self.secret_key}

    @property
    def owner(self) -> Owner:
        """Whose signature is right."""
        return Owner(self.access_key, self.secret_key, self.region)

    def requests(self, method: str) -> int:
        """How many requests of a method there were."""
        return sum(seen.method == method for seen in self.log)

    def befalls(self, method: str) -> Fault | None:
        """The fault of a request, which is gone with it."""
        with self._lock:
            found = next((one for one in self.faults if one.method in ("", method)), None)
            if found:
                self.faults.remove(found)
        return found

    def seen(self, asked: Asked, status: int) -> None:
        """Write a request down."""
        with self._lock:
            self.log.append(Seen(asked.method, self.key(asked), status, asked.headers))

    def key(self, asked: Asked) -> str:
        """The key that a path names, in whatever bucket."""
        return asked.path.lstrip("/").partition("/")[2]

    def answer(self, asked: Asked, content: bytes) -> Answer:
        """What a request gets. Raises: RefusalError."""
        verify(asked, self.owner, self.now())
        check_payload(asked, sha256(content).hexdigest())
        if asked.headers.get("transfer-encoding") and not self.chunked:
            message = "A header you provided implies functionality that is not implemented."
            raise RefusalError(501, "NotImplemented", message)
        bucket, key = asked.path.lstrip("/").partition("/")[0], self.key(asked)
        if bucket != self.bucket:
            raise RefusalError(404, "NoSuchBucket", "The specified bucket does not exist")
        with self._lock:
            return self._done(asked, key, content)

    def _done(self, asked: Asked, key: str, content: bytes) -> Answer:
        if asked.method == "DELETE":
            self.objects.pop(key, None)
            return Answer(204)
        if asked.method == "PUT":
            stored = Stored(content, asked.headers.get("content-type", _UNTYPED))
            self.objects[key] = stored
            return Answer(200, {"ETag": stored.etag})
        if asked.method not in ("GET", "HEAD"):
            raise RefusalError(501, "NotImplemented", "Only objects, one at a time.")
        if key not in self.objects:
            raise RefusalError(404, "NoSuchKey", "The specified key does not exist.")
        return _shown(self.objects[key], asked.headers.get("range", ""))


def _shown(stored: Stored, asked: str) -> Answer:
    """An object, or the range of it that was asked for."""
    headers = {
        "Content-Type": stored.content_type,
        "ETag": stored.etag,
        "Accept-Ranges": "bytes",
        "Last-Modified": formatdate(usegmt=True),
    }
    found = _RANGE.fullmatch(asked)
    # Several ranges, and what is no range, get the whole: so does S3.
    if found is None or not (found[1] or found[2]):
        return Answer(200, headers, stored.content)
    size = len(stored.content)
    first = int(found[1]) if found[1] else max(0, size - int(found[2]))
    last = min(size - 1, int(found[2])) if found[1] and found[2] else size - 1
    if first > last:
        raise RefusalError(416, "InvalidRange", "The requested range is not satisfiable")
    place = {"Content-Range": f"bytes {first}-{last}/{size}"}
    return Answer(206, {**headers, **place}, stored.content[first : last + 1])


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    store: S3

    def handle_error(self, *_: object) -> None:
        """Clients may go whenever they like."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _PATIENCE
    server: _Server

    def _serve(self) -> None:
        store, asked = self.server.store, self._asked()
        fault = store.befalls(self.command)
        if fault and fault.way == "cut" and self.command not in ("GET", "HEAD"):
            self._read_half()
            store.seen(asked, 0)
            self._reset()
            return
        # An answer before the body is read would break the connection for the next request.
        content = b"".join(self._body())
        if fault and fault.way == "slow":
            store.leaving.wait(fault.seconds)
        answer = self._answer(asked, content, fault)
        store.seen(asked, answer.status)
        self._send(answer, half=fault is not None and fault.way == "cut")

    def __getattr__(self, name: str) -> Callable[[], None]:
        """`do_GET` and its like, for whatever method there is."""
        if name.startswith("do_"):
            return self._serve
        raise AttributeError(name)

    def _answer(self, asked: Asked, content: bytes, fault: Fault | None) -> Answer:
        if fault and fault.way == "answer":
            refusal = RefusalError(fault.status, fault.code, "As the test wants it.")
            return _refused(asked, refusal)
        try:
            return self.server.store.answer(asked, content)
        except RefusalError as refusal:
            return _refused(asked, refusal)

    def _asked(self) -> Asked:
        path, _, query = self.path.partition("?")
        pairs = [one.partition("=") for one in query.split("&") if one]
        names = {name.lower() for name in self.headers}
        return Asked(
            self.command,
            unquote(path),
            [(unquote(name), unquote(value)) for name, _, value in pairs],
            {name: ",".join(self.headers.get_all(name, ())) for name in names},
        )

    def _body(self) -> Iterator[bytes]:
        if "chunked" not in self.headers.get("Transfer-Encoding", ""):
            yield from self._blocks(int(self.headers.get("Content-Length", 0)))
            return
        while size := int(self.rfile.readline().partition(b";")[0], 16):
            yield from self._blocks(size)
            self.rfile.readline()
        while self.rfile.readline().strip():
            """Trailers are read, and not looked at."""

    def _blocks(self, size: int) -> Iterator[bytes]:
        while size:
            block = self.rfile.read(min(size, _BLOCK))
            if not block:
                message = "the client has gone"
                raise ConnectionError(message)
            size -= len(block)
            yield block

    def _read_half(self) -> None:
        half = int(self.headers.get("Content-Length", 0)) // 2 or 1
        taken = 0
        for block in self._body():
            taken += len(block)
            if taken >= half:
                return

    def _send(self, answer: Answer, *, half: bool) -> None:
        self.send_response(answer.status)
        for name, value in answer.headers.items():
            self.send_header(name, value)
        # 204 has no body, and says no length.
        if answer.status != 204:
            self.send_header("Content-Length", str(len(answer.body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(answer.body[: len(answer.body) // 2] if half else answer.body)
        self.close_connection = self.close_connection or half

    def _reset(self) -> None:
        self.close_connection = True
        with contextlib.suppress(OSError):
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)

    def log_message(self, *_: object) -> None:
        """Nothing on the test's terminal."""


def _refused(asked: Asked, refusal: RefusalError) -> Answer:
    told = {
        "Code": refusal.code,
        "Message": refusal.message,
        "Resource": asked.path,
        "RequestId": secrets.token_hex(8).upper(),
    }
    inner = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in told.items())
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n<Error>{inner}</Error>'
    return Answer(refusal.status, {"Content-Type": "application/xml"}, body.encode())
