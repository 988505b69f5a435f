"""Where a program is, and the part of the environment it may see."""

import os
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path

from otio_v2a.command.options import TABLE, expanded
from otio_v2a.errors import ProviderError

_SECRET = ("CREDENTIAL", "KEY", "PASSPHRASE", "PASSW", "SECRET", "TOKEN")
_BATCH = frozenset((".bat", ".cmd"))
_GUESSABLE = 6


def found(written: str, environment: Mapping[str, str]) -> str:
    """The whole path of a program, written whole or found on PATH.

    Raises: ProviderError when there is none, it may not be run, or a shell would read it.
    """
    path = expanded(written)
    listed = environment.get("PATH", "").split(os.pathsep)
    # A folder that depends on where one stands may be anyone's: such entries are left out.
    folders = os.pathsep.join(one for one in listed if Path(one).is_absolute())
    program = shutil.which(str(path), path=folders)
    if program is None or not Path(program).is_absolute():
        message = f"{_missing(path)} in {TABLE}."
        raise ProviderError(message)
    if Path(program).suffix.lower() in _BATCH:
        message = (
            f"'{program}' is a batch file: a shell would read the prompt as commands."
            f" Write the program that it starts into 'argv' in {TABLE}."
        )
        raise ProviderError(message)
    return program


def scrubbed(environment: Mapping[str, str], kept: Iterable[str]) -> dict[str, str]:
    """The environment without what looks like a secret, those to be kept excepted."""
    wanted = {name.upper() for name in kept}
    return {
        name: value
        for name, value in environment.items()
        if name.upper() in wanted or not _is_secret(name)
    }


def hidden(environment: Mapping[str, str]) -> tuple[str, ...]:
    """The secrets that an environment holds, to be kept out of messages."""
    values = (value for name, value in environment.items() if _is_secret(name))
    return tuple(value for value in values if len(value) >= _GUESSABLE)


def _is_secret(name: str) -> bool:
    return any(word in name.upper() for word in _SECRET)


def _missing(path: Path) -> str:
    if not path.is_absolute():
        return f"the program '{path}' is not on PATH. Write its whole path into 'argv'"
    if path.is_file():
        return (
            f"'{path}' is not a program that may be run. Make it one (chmod +x), or correct 'argv'"
        )
    return f"there is no program '{path}'. Correct 'argv'"
