"""The only place that speaks HTTP: one request out, one answer in, every fault translated."""

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from functools import cache, partial
from http.cookiejar import CookieJar, DefaultCookiePolicy
from pathlib import Path
from typing import Any, Self, TypeVar

import httpx

from otio_v2a.errors import GatewayError, LostError, UnsentError
from otio_v2a.gateway.addresses import Address, checked, origin, shown
from otio_v2a.gateway.bodies import BLOCK, answer_of, body_of, parsed
from otio_v2a.gateway.keys import Vault
from otio_v2a.gateway.patience import Clock
from otio_v2a.providers.base import Remote
from otio_v2a.providers.terms import is_loopback
from otio_v2a.providers.wire import Answer, Call
from otio_v2a.settings import GatewaySettings

_Result = TypeVar("_Result")
_HOPS = 3
_SERVER = 500
_OURS = frozenset({"authorization", "cookie", "host", "content-length", "transfer-encoding"})
_NOT_SENT = (
    *(httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError),
    *(httpx.UnsupportedProtocol, httpx.InvalidURL, httpx.LocalProtocolError),
)
_AGENT = {"User-Agent": "otio-v2a", "Accept-Encoding": "identity"}


class Http:
    """Three clients: our key only ever travels in the first two, to the provider's own addresses.

    What is paid for gets a connection of its own: one that was idle may be closed by the other
    side just then, and nobody could tell whether the request arrived.
    """

    def __init__(
        self, provider: Remote, vault: Vault, settings: GatewaySettings, clock: Clock
    ) -> None:
        """Nothing is opened yet."""
        self._vault = vault
        self._settings = settings
        self._clock = clock
        self._origins = frozenset(origin(one) for one in provider.bases)
        self.loopback = any(is_loopback(one) for one in provider.bases)
        self._travelled: set[str] = set()
        self._asked = client_of()
        self._paid = client_of(limits=httpx.Limits(max_keepalive_connections=0))
        self._plain = client_of()

    async def __aenter__(self) -> Self:
        """Ready."""
        return self

    async def __aexit__(self, *_: object) -> None:
        """Every connection closed."""
        for client in (self._asked, self._paid, self._plain):
            await client.aclose()

    async def send(self, provider: Remote, call: Call, *, again: bool = False) -> Answer:
        """One request, sent once.

        Raises: UnsentError when it never left; LostError when its answer did not come.
        """
        async with self._faults(call.url), asyncio.timeout(self._whole(call)):
            if origin(call.url) in self._origins:
                client = self._asked if call.method == "GET" else self._paid
                headers = self._keyed(provider, call, again=again)
                return await self._answer(client, call, headers)
            if call.keyed:
                message = f"our key does not go to '{shown(call.url)}'. Nothing was sent."
                raise GatewayError(message)
            return await self._elsewhere(call)

    def clean(self, text: str) -> str:
        """A text without secrets, those included that travelled in a header."""
        return self._vault.clean(text, self._travelled)

    async def _elsewhere(self, call: Call) -> Answer:
        """A request to an address that an answer gave us: without key, to a public host."""
        headers = {name: one for name, one in call.headers.items() if name.lower() not in _OURS}
        return await self._reached(
            call.url, lambda address: self._answer(self._plain, call, headers, address)
        )

    async def _reached(self, url: str, ask: Callable[[Address], Awaitable[_Result]]) -> _Result:
        """What comes of asking at the first of a host's checked addresses that answers."""
        addresses = await checked(url, loopback=self.loopback)
        for address in addresses[:-1]:
            try:
                return await ask(address)
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await ask(addresses[-1])

    async def lines(self, provider: Remote, call: Call) -> AsyncIterator[Any]:
        """An answer that goes on and on, as JSON a line at a time; other lines are skipped."""
        headers = {**self._keyed(provider, call, again=False), **call.headers}
        self._note(headers)
        async with (
            self._faults(call.url),
            self._asked.stream("GET", call.url, headers=headers, timeout=self._limits()) as answer,
        ):
            if not answer.is_success:
                return
            async for line in answer.aiter_lines():
                found = parsed(line[:BLOCK])
                if found is not None:
                    yield found

    async def download(self, url: str, path: Path) -> None:
        """A file, streamed to `path`; what is there after an error is not whole.

        No key, at most three redirects, public hosts over https, a size and a time limit.
        Raises: GatewayError; its kind is transient where another try may help.
        """
        async with self._faults(url), asyncio.timeout(self._settings.download_timeout):
            for _ in range(_HOPS + 1):
                url = await self._reached(url, partial(self._fetched, url, path))
                if not url:
                    return
        message = f"the file was redirected more than {_HOPS} times. Nothing was kept."
        raise GatewayError(message)

    async def _fetched(self, url: str, path: Path, address: Address) -> str:
        """Fetch from one address; where it redirects to, or nothing when the file is here."""
        pinned, headers, extensions = _pinned(url, address)
        async with self._plain.stream(
            "GET", pinned, headers=headers, extensions=extensions, timeout=self._limits()
        ) as answer:
            if answer.has_redirect_location:
                return str(httpx.URL(url).join(answer.headers["location"]))
            if not answer.is_success:
                retry = answer.status_code >= _SERVER or answer.status_code in (403, 408, 429)
                message = f"the file at '{shown(url)}' is not to be had ({answer.status_code})."
                raise GatewayError(message, "transient" if retry else "unknown")
            await self._stored(answer, path)
            return ""

    async def _stored(self, answer: httpx.Response, path: Path) -> None:
        most, size = self._settings.max_download_mb * 1_000_000, 0
        with path.open("wb") as file:
            async for block in answer.aiter_raw(BLOCK):
                size += len(block)
                if size > most:
                    message = f"the file is larger than {most / 1e6:g} MB. Nothing was kept."
                    raise GatewayError(message)
                file.write(block)

    async def _answer(
        self,
        client: httpx.AsyncClient,
        call: Call,
        headers: Mapping[str, str],
        address: Address | None = None,
    ) -> Answer:
        self._note(headers)
        url, host, extensions = _pinned(call.url, address)
        with body_of(call) as (content, told):
            async with client.stream(
                call.method,
                url,
                headers={**headers, **told, **host},
                timeout=self._limits(),
                extensions=extensions,
                **content,
            ) as answer:
                return await answer_of(answer)

    def _keyed(self, provider: Remote, call: Call, *, again: bool) -> dict[str, str]:
        if not call.keyed:
            return dict(call.headers)
        now = int(self._clock.now())
        key = provider.authorization(self._vault.secrets, now, again=again)
        return {**call.headers, "Authorization": key}

    def _note(self, headers: Mapping[str, str]) -> None:
        """Remember what is made of the key, or given for it, so that it is never told either."""
        given = (one for name, one in headers.items() if name.lower() == "authorization")
        self._travelled.update(one.rpartition(" ")[2] for one in given)

    def _limits(self) -> httpx.Timeout:
        settings = self._settings
        return httpx.Timeout(settings.read_timeout, connect=settings.connect_timeout, pool=None)

    def _whole(self, call: Call) -> float:
        """Seconds that a request may take in all."""
        settings = self._settings
        if call.file is not None:
            return settings.upload_timeout
        return settings.read_timeout if call.method == "GET" else settings.post_timeout

    @asynccontextmanager
    async def _faults(self, url: str) -> AsyncIterator[None]:
        """Every fault of the line as one of ours, without a secret in it."""
        where = shown(url)
        try:
            yield
        except _NOT_SENT as error:
            message = self.clean(f"'{where}' cannot be reached ({_told(error)}).")
            raise UnsentError(message, "transient") from None
        except (httpx.HTTPError, httpx.StreamError, TimeoutError) as error:
            message = self.clean(f"'{where}' did not answer ({_told(error)}).")
            raise LostError(message, "transient") from None
        except OSError as error:
            # Everything of the line was translated by httpx: this is a file of ours.
            message = f"a file cannot be read or written: {error.strerror}. Free some space."
            raise GatewayError(message) from error
        except ValueError as error:
            # A header that an answer gave us, of characters that cannot be sent.
            message = self.clean(f"'{where}' wants what cannot be sent ({_told(error)}).")
            raise GatewayError(message) from None
        except GatewayError as error:
            # It may name an address that an answer gave us.
            told = type(error)(self.clean(str(error)), error.kind, error.wait, error.status)
            raise told from None


def client_of(**more: Any) -> httpx.AsyncClient:
    """A client that keeps no cookies: what one host sets is not for another."""
    nowhere = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
    return httpx.AsyncClient(headers=_AGENT, cookies=nowhere, verify=_trust(), **more)


@cache
def _trust() -> ssl.SSLContext:
    """The certificates of this machine; loading them takes longer than a request."""
    return httpx.create_ssl_context()


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__


def _pinned(url: str, address: Address | None) -> tuple[httpx.URL, dict[str, str], dict[str, Any]]:
    """The URL at the address that was checked, whatever its name resolves to by now."""
    named = httpx.URL(url)
    if address is None:
        return named, {}, {}
    host = named.netloc.decode("ascii")
    return named.copy_with(host=str(address)), {"Host": host}, {"sni_hostname": named.host}
