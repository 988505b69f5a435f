"""Who could score: for the page's choice."""

import os
from pathlib import Path

from otio_v2a.errors import UsageError
from otio_v2a.gateway.keys import has_key
from otio_v2a.providers import registry
from otio_v2a.providers.base import Local, Provider, Remote, priced
from otio_v2a.review.told import Seller
from otio_v2a.settings import Settings


def sellers(settings: Settings, keys: Path) -> tuple[Seller, ...]:
    """Every provider that can be had with these settings."""
    return tuple(filter(None, (_seller(name, settings, keys) for name in registry.names())))


def _seller(name: str, settings: Settings, keys: Path) -> Seller | None:
    try:
        found = registry.provider(name, settings.providers.get(name, {}), os.environ)
    except UsageError:
        return None
    ready = not isinstance(found, Remote) or has_key(found, os.environ, keys)
    return _told(found, ready=ready)


def _told(provider: Provider, *, ready: bool) -> Seller:
    limits = provider.limits
    shortest, longest = limits.min_seconds, limits.max_seconds
    return Seller(
        name=provider.name,
        price=priced(provider.price),
        is_local=isinstance(provider, Local),
        ready=ready,
        min_seconds=None if shortest is None else float(shortest),
        max_seconds=None if longest is None else float(longest),
        prompt_characters=limits.prompt_characters,
    )
