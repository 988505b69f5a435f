"""Secrets: from the environment, else from the user's own file; never shown, never written else."""

import json
import os
import re
import stat
import tempfile
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from otio_v2a.errors import UsageError
from otio_v2a.providers.base import Remote

FILE = "keys.json"
"""The name of the file in the user's configuration folder."""

_HIDDEN = "[hidden]"
_TOKEN = re.compile(r"eyJ[\w-]+(\.[\w-]*)*")
_QUERY = re.compile(r"(https?://[^\s?'\"]+)\?[^\s'\"]+")
_SHORTEST = 6


@dataclass(frozen=True, slots=True, repr=False)
class Vault:
    """One provider's secrets, by the names of their variables. Its repr tells nothing."""

    secrets: Mapping[str, str]

    def clean(self, text: str, further: Iterable[str] = ()) -> str:
        """A text without secrets, tokens, and the queries of addresses.

        `further` are more secrets: what was made of a key, or given for it. A text that was cut
        off inside a secret loses what is left of it too.
        """
        whole = {*self.secrets.values(), *further}
        halves = {half for secret in whole for half in secret.split(":")}
        for secret in sorted(whole | halves, key=len, reverse=True):
            if len(secret) >= _SHORTEST:
                text = _uncut(text.replace(secret, _HIDDEN), secret)
        return _QUERY.sub(r"\1?" + _HIDDEN, _TOKEN.sub(_HIDDEN, text))


def _uncut(text: str, secret: str) -> str:
    """A text that does not end with the beginning of a secret."""
    for length in range(len(secret) - 1, _SHORTEST - 1, -1):
        if text.endswith(secret[:length]):
            return text[:-length] + _HIDDEN
    return text


def vault(provider: Remote, environment: Mapping[str, str], file: Path) -> Vault:
    """A provider's secrets: the first group that is whole, the environment before the file.

    Raises: UsageError naming what is missing and both ways to give it.
    """
    for known in (environment, stored(file)):
        for group in provider.keys:
            found = {name: known.get(name, "").strip() for name in group}
            if all(found.values()):
                return Vault({name: _sane(name, value) for name, value in found.items()})
    wanted = " or ".join(" and ".join(group) for group in provider.keys)
    message = (
        f"there is no key for {provider.name}. Say: otio-v2a keys set {provider.name}"
        f" (or set {wanted} in the environment)."
    )
    raise UsageError(message)


def has_key(provider: Remote, environment: Mapping[str, str], file: Path) -> bool:
    """Whether there is a key, wherever it comes from."""
    try:
        vault(provider, environment, file)
    except UsageError:
        return False
    return True


def stored(file: Path) -> dict[str, str]:
    """What the user's file holds; nothing where there is none.

    Raises: UsageError when it cannot be read, or others can read it too.
    """
    try:
        if os.name == "posix" and stat.S_IMODE(file.stat().st_mode) & 0o077:
            message = f"others can read your keys in '{file}'. Say: chmod 600 '{file}'"
            raise UsageError(message)
        found = json.loads(file.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        message = f"the keys in '{file}' cannot be read. Remove the file, then set them again."
        raise UsageError(message) from error
    texts = found.items() if isinstance(found, dict) else ()
    return {name: value for name, value in texts if isinstance(value, str)}


def keep(file: Path, secrets: Mapping[str, str]) -> None:
    """Add secrets to the user's file, readable by its owner alone.

    Raises: UsageError when it cannot be written, or a secret cannot be one.
    """
    _write(file, {**stored(file), **{name: _sane(name, one) for name, one in secrets.items()}})


def forget(file: Path, names: Iterable[str]) -> bool:
    """Take secrets out of the user's file; whether any was there."""
    known, gone = stored(file), frozenset(names)
    kept = {name: value for name, value in known.items() if name not in gone}
    if len(kept) == len(known):
        return False
    _write(file, kept)
    return True


def _sane(name: str, secret: str) -> str:
    if not (secret.isascii() and secret.isprintable()) or " " in secret:
        message = f"{name} holds characters that no key has. Copy it again."
        raise UsageError(message)
    return secret


def _write(file: Path, secrets: Mapping[str, str]) -> None:
    temporary = ""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        # mkstemp makes a file that only its owner can read, from its first byte on.
        handle, temporary = tempfile.mkstemp(dir=file.parent, prefix=".keys-")
        with os.fdopen(handle, "w", encoding="utf-8") as out:
            json.dump(dict(secrets), out, indent=2)
            out.flush()
            os.fsync(out.fileno())
        Path(temporary).replace(file)
    except OSError as error:
        if temporary:
            with suppress(OSError):
                Path(temporary).unlink()
        message = f"the keys cannot be written to '{file}': {error.strerror}. Free some space."
        raise UsageError(message) from error
