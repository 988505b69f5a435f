"""Which addresses of an answer may be visited: public ones over https, checked before connecting.

Source: reliability sheet, section 16 (measured: `is_global`, and NAT64 which counts as global).
"""

import asyncio
import socket
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import urlsplit

from otio_v2a.errors import GatewayError, UnsentError

Address = IPv4Address | IPv6Address
_NAT64 = ip_network("64:ff9b::/96")


def is_public(address: Address, *, loopback: bool) -> bool:
    """Whether an address may be connected to; `loopback` where this machine itself is meant."""
    if isinstance(address, IPv6Address) and address.ipv4_mapped:
        return is_public(address.ipv4_mapped, loopback=loopback)
    if address.is_loopback:
        return loopback
    return address.is_global and address not in _NAT64 and not address.is_multicast


def origin(url: str) -> tuple[str, str, int | None]:
    """Scheme, host and port: what has to be equal for our key to go there."""
    parts = urlsplit(url)
    default = {"https": 443, "http": 80}.get(parts.scheme)
    return parts.scheme, (parts.hostname or "").lower(), parts.port or default


def shown(url: str) -> str:
    """An address as it may be shown: without the query that may be a secret."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.hostname}{parts.path}"[:120]


async def checked(url: str, *, loopback: bool) -> tuple[Address, ...]:
    """The addresses of a URL's host, all of them public.

    Raises: GatewayError for another scheme, no host, or a private address; UnsentError when the
    name cannot be resolved.
    """
    try:
        scheme, host, port = origin(url)
    except ValueError as error:
        message = f"an address in the answer makes no sense ({error}). Nothing was fetched."
        raise GatewayError(message) from error
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
