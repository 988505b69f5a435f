"""Only public addresses are visited, and the one that was checked is the one that is connected to.

Source: facts 'reliability', section 16; 'providers', section 3.5.
"""

import asyncio
import socket
from ipaddress import ip_address

import pytest
from naming import resolving

from otio_v2a.errors import GatewayError, UnsentError
from otio_v2a.gateway.addresses import checked, is_public, origin, shown

PUBLIC = (
    *("93.184.216.34", "8.8.8.8", "1.1.1.1", "172.32.0.1", "100.128.0.1", "223.255.255.1"),
    *("2606:4700::1111", "2a00:1450:4001::1", "::ffff:8.8.8.8"),
)
MACHINE = ("127.0.0.1", "127.255.255.254", "::1", "::ffff:127.0.0.1")
PRIVATE = (
    *("10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
    *("169.254.169.254", "100.64.0.1", "100.127.255.255", "0.0.0.0", "0.1.2.3"),
    *("192.0.2.1", "198.51.100.1", "203.0.113.1", "198.18.0.1", "192.88.99.1"),
    *("224.0.0.1", "239.255.255.250", "240.0.0.1", "255.255.255.255"),
    *("::", "fd00::1", "fc00::1", "fe80::1", "fec0::1", "ff02::1", "ff0e::1", "100::1"),
    *("2001:db8::1", "2002:a00:1::1", "64:ff9b::a00:1", "64:ff9b::7f00:1", "64:ff9b:1::1"),
    *("::a00:1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:0.0.0.0"),
)


@pytest.mark.parametrize("loopback", [False, True])
@pytest.mark.parametrize(
    ("address", "expected"),
    [
        *[(one, (True, True)) for one in PUBLIC],
        *[(one, (False, True)) for one in MACHINE],
        *[(one, (False, False)) for one in PRIVATE],
    ],
)
def test_an_address_is_public_or_it_is_not_visited(
    address: str, expected: tuple[bool, bool], loopback: bool
) -> None:
    assert is_public(ip_address(address), loopback=loopback) is expected[loopback]


Patch = pytest.MonkeyPatch


def visited(url: str, *, loopback: bool = False) -> tuple[str, ...]:
    return tuple(map(str, asyncio.run(checked(url, loopback=loopback))))


def test_a_name_is_all_the_addresses_it_has(monkeypatch: Patch) -> None:
    resolving(monkeypatch, ("93.184.216.34", "2606:4700::1111", "93.184.216.34"))
    assert visited("https://cdn.example/out.wav") == ("93.184.216.34", "2606:4700::1111")


@pytest.mark.parametrize(
    "one", ["10.0.0.1", "127.0.0.1", "169.254.169.254", "fd00::1", "fe80::1%e"]
)
def test_one_private_address_among_public_ones_is_enough_to_refuse_a_name(
    one: str, monkeypatch: Patch
) -> None:
    resolving(monkeypatch, ("93.184.216.34", one, "2606:4700::1111"))
    expected = (
        r"^the answer points into a private network \('cdn\.example'\)\. Nothing was fetched\.$"
    )
    with pytest.raises(GatewayError, match=expected):
        visited("https://cdn.example/out.wav")


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "[::1]", "[::ffff:127.0.0.1]", "localhost", "169.254.169.254", "0.0.0.0"),
        # Other ways to write 127.0.0.1 that resolvers take.
        *("127.1", "2130706433", "0x7f000001", "0177.0.0.1"),
    ],
)
def test_this_machine_is_not_visited_however_it_is_written(host: str) -> None:
    with pytest.raises(GatewayError, match=r"private network|cannot be resolved"):
        visited(f"https://{host}/out.wav")


def test_a_name_without_addresses_is_refused(monkeypatch: Patch) -> None:
    resolving(monkeypatch, ())
    with pytest.raises(GatewayError, match=r"^the answer points into a private network"):
        visited("https://cdn.example/out.wav")


@pytest.mark.parametrize("name", ["nowhere.invalid", "a" * 64 + ".example", "bad..name"])
def test_a_name_that_means_nothing_was_not_reached(name: str, monkeypatch: Patch) -> None:
    async def getaddrinfo(_: object, host: str, *_more: object, **_named: object) -> object:
        host.encode("idna")
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(asyncio.BaseEventLoop, "getaddrinfo", getaddrinfo)
    expected = rf"^the name '{name}' cannot be resolved \(.+\)\.$"
    with pytest.raises(UnsentError, match=expected) as caught:
        visited(f"https://{name}/out.wav")
    assert caught.value.kind == "transient"


@pytest.mark.parametrize(
    "url",
    [
        *("http://cdn.example/o", "ftp://cdn.example/o", "file:///etc/passwd", "cdn.example/o", ""),
        *("https://[", "https://cdn.example:99999999/o", "//cdn.example/o", "gopher://x"),
    ],
)
@pytest.mark.parametrize("loopback", [False, True])
def test_anything_but_https_is_not_visited(url: str, loopback: bool, monkeypatch: Patch) -> None:
    asked = resolving(monkeypatch, ("93.184.216.34",))
    with pytest.raises(GatewayError, match=r"which is not https\. Nothing was fetched\.$"):
        visited(url, loopback=loopback)
    assert asked == [] or url.startswith("http://")


def test_plain_http_is_for_this_machine_alone_and_only_where_it_is_meant(
    monkeypatch: Patch,
) -> None:
    resolving(monkeypatch, ("127.0.0.1",))
    assert visited("http://127.0.0.1:80/o", loopback=True) == ("127.0.0.1",)
    assert visited("http://here.example/o", loopback=True) == ("127.0.0.1",)
    with pytest.raises(GatewayError, match=r"which is not https"):
        visited("http://127.0.0.1/o", loopback=False)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://cdn.example/out.wav?Signature=s3cret&x=1", "https://cdn.example/out.wav"),
        ("https://me:s3cret@cdn.example/out.wav#s3cret", "https://cdn.example/out.wav"),
        ("http://127.0.0.1:8080/a/b", "http://127.0.0.1/a/b"),
        (f"https://cdn.example/{'x' * 500}", f"https://cdn.example/{'x' * 100}"),
        ("https://[", "an address that makes no sense"),
    ],
)
def test_an_address_is_shown_without_what_may_be_a_secret(url: str, expected: str) -> None:
    assert shown(url) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://x.example/a?b", ("https", "x.example", 443)),
        ("http://x.example", ("http", "x.example", 80)),
        ("https://X.Example:443", ("https", "x.example", 443)),
        ("https://x.example:8443", ("https", "x.example", 8443)),
        ("https://me@x.example", ("https", "x.example", 443)),
        ("https://x.example.evil.example", ("https", "x.example.evil.example", 443)),
        ("https://x.example@evil.example", ("https", "evil.example", 443)),
        ("https://[", ("", "", None)),
        ("https://x.example:99999999", ("", "", None)),
    ],
)
def test_where_a_key_may_go_is_scheme_host_and_port(url: str, expected: object) -> None:
    assert origin(url) == expected
