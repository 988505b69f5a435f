"""What has ended, newest last, for scripts that can read no folder: `.state/ended.lua`.

Resolve's menu runs Lua that can list no folder and open no file but one of its own language. So
a line here is a call with a table, `ended{how="done", name="Cut 01.otio", …}`, and nothing else.
"""

import os
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from time import sleep

from filelock import FileLock

from otio_v2a.watch.ended import Ended, advice
from otio_v2a.watch.folder import Folder, put

_NAME = "ended.lua"
_MOST = 200
_HEAD, _BEGINNING = "-- otio-v2a: what has ended, newest last.", "ended{"
_WAIT, _PAUSES = 5, (0.05, 0.2, 0.5)
_PLAIN = frozenset(range(ord(" "), ord("~") + 1)) - frozenset(b'"\\')


def listed(folder: Folder, ended: Ended) -> None:
    """Add a line, and let the oldest go; what cannot be written is no reason to fail.

    `ended.where` may be about to be true. One service at a time: none forgets what another wrote.
    """
    path = folder.state / _NAME
    with suppress(OSError), FileLock(folder.state / "locks" / _NAME, timeout=_WAIT):
        lines = [*_lines(path), _line(folder, ended)][-_MOST:]
        _replaced(path, "\n".join((_HEAD, *lines)) + "\n")


def _lines(path: Path) -> list[str]:
    """The lines so far; whatever else stands there is let go."""
    try:
        text = path.read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return []
    return [line for line in text.splitlines() if line.startswith(_BEGINNING)]


def _replaced(path: Path, text: str) -> None:
    """Write it whole. Windows refuses that while somebody reads, which takes a moment."""
    for pause in _PAUSES:
        try:
            return put(path, text)
        except PermissionError:
            sleep(pause)
    return put(path, text)


def _line(folder: Folder, ended: Ended) -> str:
    at = datetime.now().astimezone().strftime("%Y-%m-%d %H:%M")
    said = {
        "at": at.encode(),
        "how": ended.how.encode(),
        "name": os.fsencode(ended.name),
        "result": os.fsencode(_result(folder, ended)),
        "said": ended.message.encode("utf-8", "backslashreplace"),
        "next": advice(ended).encode("utf-8", "backslashreplace"),
    }
    return f"{_BEGINNING}{', '.join(f'{name}={_literal(one)}' for name, one in said.items())}}}"


def _result(folder: Folder, ended: Ended) -> str:
    """The path of the scored timeline inside the folder; empty where there is none."""
    inside = (path for path in ended.outputs if path.is_relative_to(folder.root))
    return next((path.relative_to(folder.root).as_posix() for path in inside), "")


def _literal(text: bytes) -> str:
    """A string of Lua, in ASCII and on one line."""
    return '"' + "".join(map(_byte, text)) + '"'


def _byte(byte: int) -> str:
    return chr(byte) if byte in _PLAIN else f"\\{byte:03}"
