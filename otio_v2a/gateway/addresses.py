"""Which addresses of an answer may be visited: public ones over https, checked before connecting.

Source: reliability sheet, section 16 (measured: `is_global`, and NAT64 which counts as global).
"""

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from otio_v2a.errors import GatewayError, UnsentError

Address = IPv4Address | IPv6Address
_SITE_LOCAL = ip_network("fec0::/10")
_GATEWAYS = tuple(
    map(ip_network, ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "192.88.99.0/24"))
)
"""They lead into networks that the address itself does not show."""


def is_public(address: Address, *, loopback: bool) -> bool:
    """Whether an address may be connected to; `loopback` where this machine itself is meant."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return is_public(address.ipv4_mapped, loopback=loopback)
    if address.is_loopback:
        return loopback
    odd = address.is_multicast or address.is_reserved or address in _SITE_LOCAL
    return address.is_global and not odd and not any(address in one for one in _GATEWAYS)


def origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port: what has to be equal for our key to go there; empty for nonsense."""
    try:
        parts = urlsplit(url)
        default = {"https": 443, "http": 80}.get(parts.scheme)
        return parts.scheme, (parts.hostname or "").lower(), parts.port or default
    except ValueError:
        # Brackets that do not match, a port that is none: nobody's address.
        return "", "", None


def shown(url: str) -> str:
    """An address as it may be shown: without the query that may be a secret."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "an address that makes no sense"
    return f"{parts.scheme}://{parts.hostname}{parts.path}"[:120]


async def checked(url: str, *, loopback: bool) -> tuple[Address, ...]:
    """The addresses of a URL's host, all of them public.

    Raises: GatewayError for another scheme, no host, or a private address; UnsentError when the
    name cannot be resolved.
    """
    scheme, host, port = origin(url)
    if scheme != "https" and not (loopback and scheme == "http"):
        message = f"the answer points to '{shown(url)}', which is not https. Nothing was fetched."
        raise GatewayError(message)
    found = await _resolved(host, port)
    if not found or not all(is_public(one, loopback=loopback) for one in found):
        message = f"the answer points into a private network ('{host}'). Nothing was fetched."
        raise GatewayError(message)
    if scheme == "http" and not all(one.is_loopback for one in found):
        message = f"the answer points to '{shown(url)}', which is not https. Nothing was fetched."
        raise GatewayError(message)
    return found


async def _resolved(host: str, port: int | None) -> tuple[Address, ...]:
    try:
        return (ip_address(host),)
    except ValueError:
        pass
    try:
        loop = asyncio.get_running_loop()
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        message = f"the name '{host}' cannot be resolved ({error})."
        raise UnsentError(message, "transient") from error
    return tuple(dict.fromkeys(ip_address(str(one[4][0]).split("%")[0]) for one in found))
