"""`otio-v2a keys`: secrets of sellers, in a file that only you can read."""

import sys
from typing import Annotated

import typer

Action = Annotated[str, typer.Argument(metavar="set|remove", help="What to do with the key.")]
Seller = Annotated[str, typer.Argument(metavar="PROVIDER", help="Whose key; see `providers`.")]


def keys(action: Action, provider: Seller) -> None:
    """Keep a seller's key, or forget it: `keys set PROVIDER`, `keys remove PROVIDER`.

    You are asked for it, it is not shown; from a pipe, one line is read for each of its parts. A
    key in the environment goes before it.
    """
    from otio_v2a.cli.configuration import keys_file
    from otio_v2a.errors import UsageError
    from otio_v2a.gateway.keys import forget, keep
    from otio_v2a.providers import registry
    from otio_v2a.providers.base import Remote

    found = registry.provider(provider)
    if not isinstance(found, Remote):
        message = f"the provider '{provider}' needs no key: it runs on this machine."
        raise UsageError(message)
    if action == "set":
        given = {name: _asked(name) for name in _group(found.keys)}
        keep(keys_file(), given)
        typer.echo(f"Kept for {provider}, in a file that only you can read.", err=True)
    elif action == "remove":
        gone = forget(keys_file(), [name for group in found.keys for name in group])
        typer.echo(f"{'Forgotten' if gone else 'There was none'}: {provider}.", err=True)
    else:
        message = f"'{action}' is not understood. Say: keys set {provider} (or remove)."
        raise UsageError(message)


def _group(groups: tuple[tuple[str, ...], ...]) -> tuple[str, ...]:
    """Which of several kinds of key is given: the first, unless a person chooses another."""
    if len(groups) == 1 or not sys.stdin.isatty():
        return groups[0]
    for number, group in enumerate(groups, 1):
        typer.echo(f"{number}  {' and '.join(group)}", err=True)
    typer.echo("Which do you have? [1]: ", nl=False, err=True)
    answer = sys.stdin.readline().strip()
    known = {str(number): group for number, group in enumerate(groups, 1)}
    return known.get(answer, groups[0])


def _asked(name: str) -> str:
    """One secret, typed unseen or read from a pipe.

    Raises: UsageError when nothing was given.
    """
    from getpass import getpass

    from otio_v2a.errors import UsageError

    typed = sys.stdin.isatty()
    given = getpass(f"{name}: ", stream=sys.stderr) if typed else sys.stdin.readline()
    if not given.strip():
        message = f"no {name} was given, so nothing was changed."
        raise UsageError(message)
    return given.strip()
