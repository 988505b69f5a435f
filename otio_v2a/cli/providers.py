"""`otio-v2a providers`: limits, price, key present?"""

import os

from otio_v2a.cli.options import Json


def providers(json: Json = False) -> None:
    """List who can score: limits, price, where they run, and whether there is a key."""
    from otio_v2a.cli import show
    from otio_v2a.cli.configuration import keys_file, settings_for
    from otio_v2a.gateway.keys import has_key
    from otio_v2a.providers import registry
    from otio_v2a.providers.base import Remote

    tables = settings_for(None, {}).providers
    found = [registry.provider(one, tables.get(one, {}), os.environ) for one in registry.names()]
    remote = [one for one in found if isinstance(one, Remote)]
    keyed = {one.name for one in remote if has_key(one, os.environ, keys_file())}
    show.providers(found, keyed, as_json=json)
