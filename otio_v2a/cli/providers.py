"""`otio-v2a providers`: limits, price, key present?"""

from otio_v2a.cli.options import Json


def providers(json: Json = False) -> None:
    """List who can score: limits, price, and where they run."""
    from otio_v2a.cli import show
    from otio_v2a.providers import registry

    show.providers(tuple(registry.provider(name) for name in registry.names()), as_json=json)
