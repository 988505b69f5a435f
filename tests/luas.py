"""Resolve's menu as its Lua scripts meet it: the real files, run in a Lua of each kind."""

import importlib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from running import ROOT

SCRIPTS = ROOT / "resolve_script"
ENGINES = tuple(name for name in ("luajit21", "lua51") if find_spec(f"lupa.{name}"))
"""LuaJIT is Resolve's own; 5.1 is the language that its documents name."""

HOSTS = ("menu", "process")
"""The menu of free 21.1, which has next to nothing, and a script's own process, which has files."""

KINDS = [(host, engine) for host in HOSTS for engine in ENGINES]
_FAKE = ROOT / "tests" / "fakes" / "resolve.lua"
_UNSET = 'local WATCH = ""'
_SCENE: Mapping[str, Any] = {
    **{"project": "Film", "timelines": ("Cut 01",), "current": 1, "bins": ()},
    **{"text": "{}", "otio": 15.0, "version": "21.1.0.17", "under": "resolve"},
}


@dataclass(frozen=True, slots=True)
class Menu:
    """A Resolve under way, and the watch folder that its scripts were installed for."""

    watch: Path | str
    lua: Any
    scene: Any
    host: Any

    def choose(self, script: str) -> list[str]:
        """What a script of the menu prints."""
        ok, problem = self.host.choose(self._installed(script), script.encode())
        assert (ok, problem) == (True, None), problem
        return [line.decode() for line in self.host.printed().values()]

    def called(self) -> list[tuple[Any, ...]]:
        """What the last script called with paths: (method, argument…)."""
        telling = (b"Timeline.Export", b"MediaPool.ImportTimelineFromFile")
        calls = (call for call in self.host.calls().values() if call[1] in telling)
        return [tuple(map(_plain, call.values())) for call in calls]

    def timelines(self) -> list[str]:
        return [name.decode() for name in self.scene.names().values()]

    def bins(self) -> list[str]:
        return [name.decode() for name in self.scene.bin_names().values()]

    def bin(self) -> str:
        """The current one."""
        return str(self.scene.current_bin().decode())

    def set(self, **changes: object) -> None:
        """Have the scene be otherwise from now on."""
        for name, value in changes.items():
            self.scene[name.encode()] = _lua(self.lua, value)

    def _installed(self, script: str) -> bytes:
        """A script as the installer leaves it."""
        source = (SCRIPTS / f"{script}.lua").read_text("utf-8")
        assert source.splitlines().count(_UNSET) == 1
        digits = "".join(f"\\{byte:03}" for byte in str(self.watch).encode())
        return source.replace(_UNSET, f'local WATCH = "{digits}"').encode()


def a_menu(
    watch: Path | str, host: str = "menu", engine: str = ENGINES[0], **scene: object
) -> Menu:
    """A Resolve with a project; `scene` says what is otherwise with it, and how it lies."""
    runtime = importlib.import_module(f"lupa.{engine}").LuaRuntime(
        encoding=None, register_eval=False, register_builtins=False
    )
    made = runtime.table_from(
        {
            name.encode(): _lua(runtime, value)
            for name, value in {**_SCENE, "host": host, **scene}.items()
            if value is not None
        }
    )
    return Menu(watch, runtime, made, runtime.execute(_FAKE.read_bytes())(made))


def _lua(runtime: Any, value: object) -> object:
    if isinstance(value, str):
        return value.encode()
    if isinstance(value, tuple):
        return runtime.table_from([_lua(runtime, one) for one in value])
    return value


def _plain(value: Any) -> Any:
    if isinstance(value, bytes):
        return value.decode()
    if hasattr(value, "items"):
        return {name.decode(): _plain(one) for name, one in value.items()}
    return value
