"""Everything that a fake does with a request before the vendor's own code sees it.

Source: facts 'providers', sections 3.5 and 12; 'reliability', sections 13 and 16.
"""

import threading
from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from types import TracebackType
from typing import ClassVar, Self

from fakes.gateways.faults import Fault, before, over
from fakes.gateways.routes import Route, routes
from fakes.gateways.wire import Answer, RefusalError, Request, Seen, Server

COOKIE = "balancer=cookie-marker-77a1; Path=/"

_CREDENTIALS = ("authorization", "cookie", "x-api-key")
_BY_THE_HANDLER = ("short", "no_audio")
_CODES = {400: "InvalidRequest", 403: "AccessDenied", 404: "NoSuchKey", 503: "SlowDown"}


class Answering:
    """Hosts on 127.0.0.1 that log, guard, misbehave as told, and hand over to their methods.

    `PREFIX` stands before every path of the API.
    """

    SITES: ClassVar[tuple[str, ...]] = ("api", "store")
    PREFIX: ClassVar[str] = ""

    def __init__(self) -> None:
        self.log: list[Seen] = []
        self.leaks: list[Seen] = []
        self.faults: dict[str, list[Fault]] = defaultdict(list)
        self._lock = threading.RLock()
        self._servers = {site: Server(site, self._respond) for site in self.SITES}
        self._routes = tuple(replace(one, handler=name) for name, one in routes(type(self)))

    def __enter__(self) -> Self:
        for server in self._servers.values():
            server.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        crashes = [crash for server in self._servers.values() for crash in server.stop()]
        if crashes:
            raise crashes[0]

    @property
    def url(self) -> str:
        """Where the API is, without a trailing slash."""
        return self.at(self.SITES[0])

    def at(self, site: str) -> str:
        """The URL of one of the hosts."""
        return self._servers[site].url

    @property
    def secrets(self) -> tuple[str, ...]:
        """Every text that nobody may ever see."""
        raise NotImplementedError

    def error(self, status: int, message: str = "") -> Answer:
        """The vendor's own words for a status."""
        raise NotImplementedError

    def authorise(self, request: Request) -> None:
        """Raise the vendor's refusal unless the credentials are right."""
        raise NotImplementedError

    def kind(self, found: Route, _: Request) -> str:
        """What sort of request it is, where the path alone does not say."""
        return found.kind

    def befall(self, kind: str, fault: Fault, values: dict[str, str]) -> None:
        """A fault befalls a request of that kind before anything was done."""

    def refuse(self, status: int, message: str = "") -> RefusalError:
        """A refusal in the vendor's own words, to be raised."""
        return RefusalError(self.error(status, message))

    def pause(self, seconds: float) -> None:
        """Wait, unless the gateway ends meanwhile."""
        if seconds > 0:
            self._servers[self.SITES[0]].stopping.wait(seconds)

    def store_error(self, status: int, message: str = "") -> Answer:
        """What an object store says: XML."""
        code = _CODES.get(status, "InternalError")
        text = f"<Error><Code>{code}</Code><Message>{message or code}</Message></Error>"
        return Answer(status, text.encode(), {"Content-Type": "application/xml"})

    def _respond(self, request: Request) -> Answer:
        found, values = self._find(request)
        found = found and replace(found, kind=self.kind(found, request))
        seen = request.seen(found.kind if found else "other")
        with self._lock:
            self.log.append(seen)
        try:
            self._guard(found, request, seen)
            answer = self._answer(found, values, request)
        except RefusalError as refusal:
            answer = refusal.answer
        return answer if request.site == "store" else _baited(answer)

    def _find(self, request: Request) -> tuple[Route | None, dict[str, str]]:
        prefix = self.PREFIX if request.site == "api" else ""
        path = request.path.removeprefix(prefix) if request.path.startswith(prefix) else ""
        for one in self._routes:
            values = one.match(request.site, request.method, path)
            if values is not None:
                return one, values
        return None, {}

    def _guard(self, found: Route | None, request: Request, seen: Seen) -> None:
        if found is not None and found.guard != "bare":
            getattr(self, found.guard)(request)
        elif request.site == "store":
            self._bare(request, seen)

    def _bare(self, request: Request, seen: Seen) -> None:
        texts = (*request.headers.values(), *request.query.values())
        leaking = any(name in request.headers for name in _CREDENTIALS)
        if leaking or any(secret in text for secret in self.secrets for text in texts):
            with self._lock:
                self.leaks.append(seen)
            raise RefusalError(self.store_error(400, "Only one auth mechanism allowed"))

    def _answer(self, found: Route | None, values: dict[str, str], request: Request) -> Answer:
        if found is None:
            return self._error_for(request.site)(404, "no such path")
        handler: Callable[..., Answer] = getattr(self, found.handler)
        error = self._error_for(found.site)
        fault = self._next(found.kind)
        if fault is None:
            return handler(request, **values)
        if not fault.after:
            self.befall(found.kind, fault, values)
            self.pause(fault.seconds)
            return before(fault, error)
        spoilt = fault.way if fault.way in _BY_THE_HANDLER else ""
        answer = handler(replace(request, fault=spoilt), **values)
        self.pause(fault.seconds)
        return over(fault, answer, error) if answer.good else answer

    def _next(self, kind: str) -> Fault | None:
        with self._lock:
            script = self.faults[kind]
            return script.pop(0) if script else None

    def _error_for(self, site: str) -> Callable[..., Answer]:
        return self.store_error if site == "store" else self.error


def _baited(answer: Answer) -> Answer:
    """With a cookie, as load balancers set them: it must not come back to another host."""
    return replace(answer, headers={**answer.headers, "Set-Cookie": COOKIE})
