"""Scripts with the paths of this machine written into them: they have no `__file__` to start from.

Source: Resolve fact sheet section 6.
"""

import re
from base64 import b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from otio_v2a.errors import ResolveError, UsageError

_PYTHON_LINE = re.compile(r'^HOME = ""$', re.MULTILINE)
_LUA_LINE = re.compile(r'^local WATCH = ""$', re.MULTILINE)
_PLAIN = frozenset(range(0x20, 0x7F)) - frozenset(b'"\\')


@dataclass(frozen=True, slots=True)
class Paths:
    """What is written into scripts."""

    home: Path
    watch: Path


def baked(scripts: Mapping[str, str], paths: Paths) -> dict[str, str]:
    """The text of every script, by name.

    Raises: ResolveError when a script has no place for its path; UsageError when a path is no text.
    """
    return {name: _baked(name, text, paths) for name, text in scripts.items()}


def _baked(name: str, text: str, paths: Paths) -> str:
    if name.endswith(".lua"):
        return _put(name, text, _LUA_LINE, f'local WATCH = "{lua_text(paths.watch)}"')
    return _put(name, text, _PYTHON_LINE, f'HOME = "{home_text(paths.home)}"')


def home_text(home: Path) -> str:
    """A path as Python entries hold it: Base64 of its UTF-8.

    Raises: UsageError when it has none.
    """
    return b64encode(_utf8(home)).decode("ascii")


def lua_text(path: Path) -> str:
    """A path as it stands between the quotes of a Lua string: every other byte by its number.

    Raises: UsageError when it has no UTF-8.
    """
    return "".join(chr(one) if one in _PLAIN else f"\\{one:03d}" for one in _utf8(path))


def _utf8(path: Path) -> bytes:
    try:
        return str(path).encode()
    except UnicodeEncodeError as error:
        shown = str(path).encode("utf-8", "backslashreplace").decode()
        message = f"the path '{shown}' cannot be told to Resolve: it is not UTF-8. Use another one."
        raise UsageError(message) from error


def _put(name: str, text: str, line: re.Pattern[str], said: str) -> str:
    new, count = line.subn(lambda _: said, text)
    if count != 1:
        message = f"'{name}' of otio-v2a is damaged. Install otio-v2a again."
        raise ResolveError(message)
    return new
