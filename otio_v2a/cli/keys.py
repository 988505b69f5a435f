"""`otio-v2a keys`: secrets of sellers, in a file that only you can read."""

import sys
from typing import Annotated

import typer

Action = Annotated[str, typer.Argument(metavar="set|remove", help="What to do with the key.")]
Groups = tuple[tuple[str, ...], ...]
Seller = Annotated[
    str,
    typer.Argument(
        metavar="PROVIDER",
        help="Whose key; see `providers`. `notify`: the secret that a watch folder signs with.",
    ),
]


def keys(action: Action, provider: Seller) -> None:
    """Keep a seller's key, or forget it: `keys set PROVIDER`, `keys remove PROVIDER`.

    You are asked for it, it is not shown; from a pipe, one line is read for each of its parts. A
    key in the environment goes before it.
    """
    from otio_v2a.cli.configuration import keys_file
    from otio_v2a.errors import UsageError
    from otio_v2a.gateway.keys import forget, keep

    groups = _groups(provider)
    if action == "set":
        keep(keys_file(), _typed(groups) if sys.stdin.isatty() else _piped(groups))
        typer.echo(f"Kept for {provider}, in a file that only you can read.", err=True)
    elif action == "remove":
        gone = forget(keys_file(), [name for group in groups for name in group])
        typer.echo(f"{'Forgotten' if gone else 'There was none'}: {provider}.", err=True)
    else:
        message = f"'{action}' is not understood. Say: keys set {provider} (or remove)."
        raise UsageError(message)


def _groups(name: str) -> Groups:
    """The variables of whoever has a key, in the kinds of key there are.

    Raises: UsageError when there is no such provider, or it needs none.
    """
    from otio_v2a.errors import UsageError
    from otio_v2a.providers import registry
    from otio_v2a.providers.base import Remote
    from otio_v2a.watch.notifying import SECRET

    if name == "notify":
        return ((SECRET,),)
    found = registry.provider(name)
    if not isinstance(found, Remote):
        message = f"the provider '{name}' needs no key: it runs on this machine."
        raise UsageError(message)
    return found.keys


def _typed(groups: Groups) -> dict[str, str]:
    """What a person types, unseen; where there are several kinds of key, the one they have.

    Raises: UsageError when nothing was typed.
    """
    from getpass import getpass

    group = groups[0] if len(groups) == 1 else _which(groups)
    return _whole(group, [getpass(f"{name}: ", stream=sys.stderr) for name in group])


def _which(groups: Groups) -> tuple[str, ...]:
    for number, group in enumerate(groups, 1):
        typer.echo(f"{number}  {' and '.join(group)}", err=True)
    typer.echo("Which do you have? [1]: ", nl=False, err=True)
    answer = sys.stdin.readline().strip()
    known = {str(number): group for number, group in enumerate(groups, 1)}
    return known.get(answer, groups[0])


def _piped(groups: Groups) -> dict[str, str]:
    """One line for each part of a key; how many there are says which kind it is.

    Raises: UsageError when no kind of key has so many.
    """
    lines = sys.stdin.read().splitlines()
    return _whole(next((one for one in groups if len(one) == len(lines)), groups[0]), lines)


def _whole(group: tuple[str, ...], given: list[str]) -> dict[str, str]:
    from otio_v2a.errors import UsageError

    if len(given) != len(group) or not all(one.strip() for one in given):
        message = f"{' and '.join(group)} was not given, so nothing was changed."
        raise UsageError(message)
    return {name: one.strip() for name, one in zip(group, given, strict=True)}
