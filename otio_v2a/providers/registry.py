"""Providers by name: the built-in ones are registered exactly as a third party's would be."""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from types import MappingProxyType
from typing import Any

from otio_v2a.errors import UsageError
from otio_v2a.providers.base import Configurable, Provider

GROUP = "otio_v2a.providers"
"""The entry point group; each entry names an object that is a `Provider`."""

_NOTHING: Mapping[str, Any] = MappingProxyType({})


def names() -> tuple[str, ...]:
    """Every registered provider, `sketch` first."""
    return tuple(sorted(_registered(), key=lambda name: (name != "sketch", name)))


def provider(
    name: str,
    options: Mapping[str, Any] = _NOTHING,
    environment: Mapping[str, str] = _NOTHING,
) -> Provider:
    """The provider of that name, configured as its options and the environment say.

    Raises: UsageError when there is none, what is registered is not one, or an option is wrong.
    """
    found = _loaded(name)
    if isinstance(found, Configurable):
        return found.configured(options, environment)
    if options:
        message = f"the provider '{name}' has nothing to configure. Take out [providers.{name}]."
        raise UsageError(message)
    return found


def _loaded(name: str) -> Provider:
    entry = _registered().get(name)
    if entry is None:
        message = f"there is no provider '{name}'. Known: {', '.join(names())}."
        raise UsageError(message)
    try:
        found = entry.load()
    except (ImportError, AttributeError) as error:
        message = f"the provider '{name}' ({entry.value}) cannot be loaded: {error}. Reinstall it."
        raise UsageError(message) from error
    if not isinstance(found, Provider):
        message = f"'{entry.value}', registered as provider '{name}', is not a provider."
        raise UsageError(message)
    return found


@cache
def _registered() -> Mapping[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group=GROUP)}
