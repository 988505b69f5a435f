"""What was checked is what is connected to, whatever a name means by then; no key goes along.

Source: facts 'reliability', section 16; 'providers', section 3.5.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fakes.gateways.wire import Answer as Reply
from fakes.gateways.wire import Request, Server
from naming import resolving
from steps import seller

from otio_v2a.errors import GatewayError, LostError, UnsentError
from otio_v2a.gateway import http
from otio_v2a.gateway.http import Http
from otio_v2a.gateway.keys import Vault
from otio_v2a.gateway.patience import Clock
from otio_v2a.providers.wire import Answer, Call, File
from otio_v2a.settings import GatewaySettings

VAULT = Vault({"WAVESPEED_API_KEY": "ws-key-0123456789"})
PATIENCE = GatewaySettings(connect_timeout=2, read_timeout=5, upload_timeout=5)
PUBLIC = ("93.184.216.34",)
Patch = pytest.MonkeyPatch
Handler = Callable[[httpx.Request], httpx.Response]


class Host:
    """A host on this machine that answers everything; `seen` is what it was asked."""

    def __init__(self) -> None:
        self.seen: list[Request] = []
        self.server = Server("store", self._respond)

    @property
    def port(self) -> int:
        return int(self.server.server_address[1])

    def _respond(self, request: Request) -> Reply:
        self.seen.append(request)
        return Reply(200, b"sound")


@pytest.fixture
def host() -> Iterator[Host]:
    found = Host()
    found.server.start()
    yield found
    assert found.server.stop() == []


def asked(base: str, job: Callable[[Http, Any], Any]) -> Any:
    """What comes of a job for a client of WaveSpeed at that address."""
    provider = seller("wavespeed", base_url=base)

    async def doing() -> Any:
        async with Http(provider, VAULT, PATIENCE, Clock()) as client:
            return await job(client, provider)

    return asyncio.run(doing())


def overheard(patch: Patch, answer: Handler) -> list[httpx.Request]:
    """Everything that would go out, answered by a function."""
    seen: list[httpx.Request] = []

    def respond(request: httpx.Request) -> httpx.Response:
        seen.append(request)
        return answer(request)

    def client_of(**_: object) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.MockTransport(respond))

    patch.setattr(http, "client_of", client_of)
    return seen


def test_a_download_goes_to_the_address_that_was_checked(
    host: Host, monkeypatch: Patch, tmp_path: Path
) -> None:
    # A second look would lead to an address where nobody is.
    names = resolving(monkeypatch, ("127.0.0.1",), ("203.0.113.9",))
    url, out = f"http://results.example:{host.port}/out.wav", tmp_path / "out.part"
    asked("http://127.0.0.1:1", lambda client, _: client.download(url, out))
    assert (names, out.read_bytes()) == (["results.example"], b"sound")
    (seen,) = host.seen
    assert (seen.path, seen.headers["host"]) == ("/out.wav", f"results.example:{host.port}")


def test_an_upload_goes_to_the_address_that_was_checked(
    host: Host, monkeypatch: Patch, tmp_path: Path
) -> None:
    names = resolving(monkeypatch, ("127.0.0.1",), ("203.0.113.9",))
    film = tmp_path / "film.mp4"
    film.write_bytes(b"picture")
    url = f"http://store.example:{host.port}/put?sig=1"
    call = Call("PUT", url, file=File(film, "film.mp4"), keyed=False)
    answer = asked("http://127.0.0.1:1", lambda client, seller: client.send(seller, call))
    assert (answer.status, names) == (200, ["store.example"])
    (seen,) = host.seen
    assert (seen.raw, seen.headers["host"]) == (b"picture", f"store.example:{host.port}")


def test_over_https_the_name_is_still_the_one_that_the_certificate_has_to_bear(
    monkeypatch: Patch, tmp_path: Path
) -> None:
    names = resolving(monkeypatch, PUBLIC, ("10.0.0.1",))
    seen = overheard(monkeypatch, lambda _: httpx.Response(200, content=streamed()))
    url = "https://results.example:8443/out.wav?Signature=x"
    asked("https://api.wavespeed.ai", lambda client, _: client.download(url, tmp_path / "a"))
    (request,) = seen
    assert str(request.url) == "https://93.184.216.34:8443/out.wav?Signature=x"
    assert request.headers["host"] == "results.example:8443"
    assert request.extensions["sni_hostname"] == "results.example"
    assert names == ["results.example"]


def test_every_hop_of_a_redirect_is_checked_anew(monkeypatch: Patch, tmp_path: Path) -> None:
    resolving(monkeypatch, PUBLIC, ("10.0.0.1",))
    there = {"location": "https://results.example/again"}
    seen = overheard(monkeypatch, lambda _: httpx.Response(302, headers=there))
    with pytest.raises(GatewayError, match=r"points into a private network \('results\.example'"):
        asked(
            "https://api.wavespeed.ai",
            lambda client, _: client.download("https://results.example/a", tmp_path / "a"),
        )
    assert [request.url.path for request in seen] == ["/a"]


@pytest.mark.parametrize(
    ("status", "headers"), [(302, {}), (304, {}), (300, {"location": "https://x.example"})]
)
def test_a_redirect_to_nowhere_is_no_file(
    status: int, headers: dict[str, str], monkeypatch: Patch, tmp_path: Path
) -> None:
    resolving(monkeypatch, PUBLIC)
    overheard(monkeypatch, lambda _: httpx.Response(status, headers=headers))
    expected = rf"^the file at 'https://results\.example/a' is not to be had \({status}\)\.$"
    with pytest.raises(GatewayError, match=expected):
        asked(
            "https://api.wavespeed.ai",
            lambda client, _: client.download("https://results.example/a", tmp_path / "a"),
        )


BASE = "https://api.wavespeed.ai"


@pytest.mark.parametrize(
    "url",
    [
        *("https://evil.example/api", "http://api.wavespeed.ai/api", f"{BASE}:8443/api"),
        *(f"{BASE}.evil.example/api", "https://api.wavespeed.ai@evil.example", "https://[", ""),
    ],
)
def test_our_key_goes_to_the_seller_s_own_address_and_nowhere_else(
    url: str, monkeypatch: Patch
) -> None:
    seen = overheard(monkeypatch, lambda _: httpx.Response(200))
    with pytest.raises(GatewayError, match=r"^our key does not go to '.+'\. Nothing was sent\.$"):
        asked(BASE, lambda client, seller: client.send(seller, Call("GET", url)))
    assert seen == []


def test_at_the_seller_s_own_address_the_key_goes_along(monkeypatch: Patch) -> None:
    seen = overheard(monkeypatch, lambda _: httpx.Response(200, json={"a": 1}))
    call = Call("POST", f"{BASE}/api/v3/x", json={"ä": "€"})
    answer = asked(BASE, lambda client, seller: client.send(seller, call))
    (request,) = seen
    assert request.headers["authorization"] == "Bearer ws-key-0123456789"
    assert (request.content, answer.body) == ('{"ä": "€"}'.encode(), {"a": 1})


@pytest.mark.parametrize("name", ["Authorization", "COOKIE", "Host", "content-length"])
def test_a_ticket_cannot_ask_for_a_header_that_is_ours(name: str, monkeypatch: Patch) -> None:
    resolving(monkeypatch, PUBLIC)
    seen = overheard(monkeypatch, lambda _: httpx.Response(200))
    headers = {name: "7", "X-Store": "yes"}
    call = Call("PUT", "https://store.example/put", headers=headers, keyed=False)
    asked(BASE, lambda client, seller: client.send(seller, call))
    (request,) = seen
    assert (request.headers["x-store"], request.headers["host"]) == ("yes", "store.example")
    assert request.headers.get(name) in (None, "store.example", "0")


@pytest.mark.parametrize("value", ["naïve", "a\nX-Evil: 1", "日本"])
def test_a_header_that_cannot_be_sent_is_an_error_of_ours(value: str, monkeypatch: Patch) -> None:
    resolving(monkeypatch, ("127.0.0.1",))
    call = Call("PUT", "http://store.example:1/put", headers={"X-Store": value}, keyed=False)
    with pytest.raises(GatewayError, match=r"\.$"):
        asked("http://127.0.0.1:1", lambda client, seller: client.send(seller, call))


async def streamed() -> AsyncIterator[bytes]:
    yield b"sound"


def faulty(fault: Exception) -> Handler:
    def answer(_: httpx.Request) -> httpx.Response:
        raise fault

    return answer


SENT = {
    UnsentError: (
        *(httpx.ConnectError("x"), httpx.ConnectTimeout("x"), httpx.PoolTimeout("x")),
        *(httpx.ProxyError("x"), httpx.UnsupportedProtocol("x"), httpx.LocalProtocolError("x")),
    ),
    LostError: (
        *(httpx.ReadTimeout("x"), httpx.WriteTimeout("x"), httpx.ReadError("x")),
        *(httpx.WriteError("x"), httpx.CloseError("x"), httpx.RemoteProtocolError("x")),
        *(httpx.DecodingError("x"), httpx.TooManyRedirects("x"), TimeoutError("x")),
    ),
}


@pytest.mark.parametrize(
    ("expected", "fault"), [(kind, fault) for kind, faults in SENT.items() for fault in faults]
)
def test_every_fault_of_the_line_says_whether_a_request_may_have_arrived(
    expected: type[GatewayError], fault: Exception, monkeypatch: Patch
) -> None:
    overheard(monkeypatch, faulty(fault))
    call = Call("POST", f"{BASE}/api/v3/x", json={})
    with pytest.raises(GatewayError, match=r"^'https://api\.wavespeed\.ai/api/v3/x' ") as caught:
        asked(BASE, lambda client, seller: client.send(seller, call))
    assert (type(caught.value), caught.value.kind) == (expected, "transient")


def test_every_fault_that_httpx_knows_is_one_of_them() -> None:
    known = {type(fault) for faults in SENT.values() for fault in faults}
    faults = {one for one in vars(httpx).values() if isinstance(one, type)}
    ends = {
        one for one in faults if issubclass(one, httpx.RequestError) and not one.__subclasses__()
    }
    assert ends - known == set()


def test_an_answer_that_is_not_json_is_an_answer_without_a_body(monkeypatch: Patch) -> None:
    overheard(monkeypatch, lambda _: httpx.Response(200, content=b"\xff{"))
    answer = asked(BASE, lambda client, seller: client.send(seller, Call("GET", f"{BASE}/x")))
    assert isinstance(answer, Answer)
    assert (answer.status, answer.body) == (200, None)
