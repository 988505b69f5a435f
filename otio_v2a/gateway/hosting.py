"""How a picture gets an address, for sellers that take none but addresses."""

import asyncio
import os
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from math import inf
from pathlib import Path
from typing import Any, Literal, Protocol
from urllib.parse import quote, urlsplit

import httpx

from otio_v2a.errors import GatewayError, UsageError
from otio_v2a.gateway.addresses import shown
from otio_v2a.gateway.bodies import blocks
from otio_v2a.gateway.http import client_of
from otio_v2a.providers.terms import is_loopback
from otio_v2a.providers.wire import File, Movie
from otio_v2a.settings import GatewaySettings, HostingSettings

Method = Literal["GET", "PUT", "DELETE"]
"""What is signed."""

_BUSY = frozenset({408, 429, 500, 502, 503, 504})
_HOW = "See 'hosting' in docs/providers.md."


class Hosting(Protocol):
    """A place that gives files an address; `lifetime` is how many seconds it is valid."""

    @property
    def lifetime(self) -> float:
        """Seconds from now."""
        ...

    async def place(self, movie: Movie) -> str:
        """Put a picture there; its address. Raises: GatewayError."""
        ...

    async def remove(self, name: str) -> None:
        """Take it away again; nothing happens where it is not there. Raises: GatewayError."""
        ...


@dataclass(frozen=True, slots=True)
class Static:
    """A folder that some web server shows."""

    folder: Path
    base_url: str
    lifetime: float = inf

    async def place(self, movie: Movie) -> str:
        """Copied under a temporary name, then renamed."""
        try:
            await asyncio.to_thread(self._copy, movie)
        except OSError as error:
            message = f"the picture cannot be put into '{self.folder}': {error.strerror}."
            raise GatewayError(message) from error
        return f"{self.base_url}/{quote(movie.name)}"

    def _copy(self, movie: Movie) -> None:
        temporary = self.folder / f".{movie.name}.{os.getpid()}.part"
        try:
            shutil.copyfile(movie.path, temporary)
            temporary.replace(self.folder / movie.name)
        finally:
            temporary.unlink(missing_ok=True)

    async def remove(self, name: str) -> None:
        """Deleted."""
        try:
            (self.folder / name).unlink(missing_ok=True)
        except OSError as error:
            message = f"'{name}' cannot be taken out of '{self.folder}': {error.strerror}."
            raise GatewayError(message) from error


@dataclass(frozen=True, slots=True)
class S3:
    """Any S3-compatible store: put and deleted by signed addresses, shown by one that expires."""

    store: Any
    prefix: str
    expires: int
    timeout: float

    @property
    def lifetime(self) -> float:
        """As long as its addresses are signed for."""
        return float(self.expires)

    async def place(self, movie: Movie) -> str:
        """Streamed to a signed address."""
        headers = {"Content-Type": "video/mp4", "Content-Length": str(movie.size)}
        await self._ask(
            "PUT",
            movie.name,
            headers=headers,
            content=blocks(File(movie.path, movie.name), movie.size),
        )
        return self._signed("GET", movie.name)

    async def remove(self, name: str) -> None:
        """Deleted; what is not there is deleted already."""
        await self._ask("DELETE", name)

    async def _ask(self, method: Method, name: str, **what: Any) -> None:
        url = self._signed(method, name)
        try:
            async with client_of(timeout=self.timeout) as client:
                answer = await client.request(method, url, **what)
        except httpx.HTTPError as error:
            message = f"'{shown(url)}' cannot be reached ({type(error).__name__}). Run again later."
            raise GatewayError(message, "transient") from None
        if answer.status_code in _BUSY:
            trouble = f"the store has trouble ({answer.status_code}) with '{shown(url)}'."
            message = f"{trouble} Run again later."
            raise GatewayError(message, "transient")
        if not answer.is_success:
            message = f"the store refused '{shown(url)}' ({answer.status_code}). Check its keys."
            raise GatewayError(message)

    def _signed(self, method: Method, name: str) -> str:
        # Only those who have the extra 's3' can have a store.
        import obstore

        key = f"{self.prefix}/{name}" if self.prefix else name
        return str(obstore.sign(self.store, method, key, timedelta(seconds=self.expires)))


def hosting(
    settings: HostingSettings, gateway: GatewaySettings, environment: Mapping[str, str]
) -> Hosting | None:
    """The place that is configured; None where none is.

    Raises: UsageError when it cannot work as configured.
    """
    if settings.kind == "static":
        return _static(settings)
    if settings.kind == "s3":
        return _s3(settings, gateway, environment)
    return None


def _static(settings: HostingSettings) -> Static:
    folder = settings.folder.expanduser()
    if not settings.folder.parts or not folder.is_dir():
        message = f"hosting: there is no folder '{folder}' to put pictures into. {_HOW}"
        raise UsageError(message)
    return Static(folder, _secure(settings.base_url, "base_url"))


def _s3(settings: HostingSettings, gateway: GatewaySettings, environment: Mapping[str, str]) -> S3:
    where = urlsplit(settings.url)
    if where.scheme != "s3" or not where.netloc:
        message = f"hosting: url is '{settings.url}'; it has to be s3://BUCKET/PREFIX. {_HOW}"
        raise UsageError(message)
    names = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY")
    keys = [environment.get(name, "") for name in names]
    if not all(keys):
        message = f"hosting: the store's keys are not set. Set {' and '.join(names)}. {_HOW}"
        raise UsageError(message)
    store = _store(settings, where.netloc, (keys[0], keys[1]), environment.get("AWS_SESSION_TOKEN"))
    return S3(store, where.path.strip("/"), settings.expires, gateway.upload_timeout)


def _store(
    settings: HostingSettings, bucket: str, keys: tuple[str, str], session: str | None
) -> Any:
    try:
        from obstore.store import S3Store
    except ImportError as error:
        message = "hosting: kind 's3' needs a further package. Say: pip install 'otio-v2a[s3]'"
        raise UsageError(message) from error
    # The store takes no None: what is not said must be left out.
    more: dict[str, Any] = {"session_token": session} if session else {}
    if settings.endpoint:
        more["endpoint"] = _secure(settings.endpoint, "endpoint")
    return S3Store(
        bucket,
        access_key_id=keys[0],
        secret_access_key=keys[1],
        region=settings.region,
        client_options={"allow_http": is_loopback(settings.endpoint)},
        virtual_hosted_style_request=not settings.endpoint,
        **more,
    )


def _secure(url: str, name: str) -> str:
    parts = urlsplit(url)
    if parts.hostname and (parts.scheme == "https" or is_loopback(url)):
        return url.rstrip("/")
    message = f"hosting: {name} is '{url}'; it has to begin with https://. {_HOW}"
    raise UsageError(message)
