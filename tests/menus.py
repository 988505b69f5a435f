"""Machines with a Resolve on them, made of folders, whichever system they pretend to be."""

import ast
import base64
import re
from dataclasses import dataclass
from pathlib import Path

from otio_v2a.resolve.home import Home
from otio_v2a.resolve.setup.folders import Machine
from otio_v2a.resolve.setup.install import Asked, install
from otio_v2a.resolve.setup.pythons import Registered, Senses
from otio_v2a.resolve.setup.steps import Outcome

NAMES = ("V2A Score.py", "V2A Remove.py", "V2A Self-test.py", "V2A Score.lua", "V2A Import.lua")
OURS = "-- a script of otio-v2a, an old one\n"
PYTHON = "/opt/v2a/bin/python"

_MAC = "Library/Application Support/Blackmagic Design/DaVinci Resolve/Fusion/Scripts"
_HOME = "Users/Jörg Müller 日本"
_CONTAINER = f"{_HOME}/Library/Containers/com.blackmagic-design.DaVinciResolveLite/Data"

USER = {
    "Darwin": f"{_HOME}/{_MAC}",
    "Windows": "Roaming/Blackmagic Design/DaVinci Resolve/Support/Fusion/Scripts",
    "Linux": f"{_HOME}/.local/share/DaVinciResolve/Fusion/Scripts",
}
"""Where Resolve looks for the scripts of one user, from the root of a machine."""

EVERYBODY = {
    "Darwin": _MAC,
    "Windows": "ProgramData/Blackmagic Design/DaVinci Resolve/Fusion/Scripts",
    "Linux": "opt/resolve/Fusion/Scripts",
}
"""Where it looks for those of all users."""

PRODUCT = {
    "Darwin": f"{_HOME}/Library/Application Support/Blackmagic Design/DaVinci Resolve",
    "Windows": "Roaming/Blackmagic Design/DaVinci Resolve",
    "Linux": f"{_HOME}/.local/share/DaVinciResolve",
}
"""What Resolve makes when it is started for the first time."""

CONTAINED = (f"{_CONTAINER}/{_MAC}", f"{_CONTAINER}/Library/Application Support/Fusion/Scripts")
"""Where the App Store edition looks."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A machine in a folder, and the engine's home on it."""

    system: str
    root: Path

    @property
    def machine(self) -> Machine:
        environment = {
            "APPDATA": str(self.root / "Roaming"),
            "PROGRAMDATA": str(self.root / "ProgramData"),
            "PROGRAMFILES": str(self.root / "Program Files"),
        }
        known = environment if self.system == "Windows" else {}
        return Machine(self.system, known, self.root / _HOME, self.root)

    @property
    def home(self) -> Home:
        return Home(self.root / _HOME / ".otio_v2a")

    @property
    def scripts(self) -> Path:
        return self.root / USER[self.system]

    @property
    def utility(self) -> Path:
        return self.scripts / "Utility"

    @property
    def public(self) -> Path:
        return self.root / EVERYBODY[self.system] / "Utility"

    @property
    def contained(self) -> tuple[Path, ...]:
        return tuple(self.root / one / "Utility" for one in CONTAINED)

    def install(
        self, *, dry_run: bool = False, watch: Path | None = None, all_users: bool = False
    ) -> Outcome:
        asked = Asked(self.home, PYTHON, watch, all_users)
        return install(self.machine, asked, dry_run=dry_run)


def a_desk(folder: Path, system: str = "Linux", *, store: bool = False) -> Desk:
    """A machine on which Resolve was started once; `store`: the App Store edition alone."""
    desk = Desk(system, folder)
    (folder / _HOME).mkdir(parents=True)
    (folder / (_CONTAINER if store else PRODUCT[system]) / "Preferences").mkdir(parents=True)
    return desk


def senses(
    *registry: Registered,
    launchctl: str = "",
    which: str | None = "/usr/bin/python3",
    version: tuple[int, ...] = (3, 11),
) -> Senses:
    """A machine that answers so."""
    return Senses(
        registered=lambda: registry,
        launchctl=lambda name: launchctl if name == "PYTHON3HOME" else "",
        which=lambda name: which if name == "python3" else None,
        version=lambda _path: version,
    )


def laid(path: Path, text: str = OURS) -> Path:
    """A file with its folders."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def tree(folder: Path) -> dict[str, tuple[object, ...]]:
    """All that lies there: folders, links, files with their bytes and times."""
    return {path.relative_to(folder).as_posix(): _lies(path) for path in folder.rglob("*")}


def files(folder: Path) -> set[str]:
    """The names of all files there, from that folder."""
    return {name for name, lies in tree(folder).items() if lies[0] == "file"}


def _lies(path: Path) -> tuple[object, ...]:
    if path.is_symlink():
        return ("link", str(path.readlink()))
    if path.is_dir():
        return ("folder",)
    return ("file", path.read_bytes(), path.stat().st_mtime_ns)


def said_in_lua(text: str) -> Path:
    """What a Lua program has in WATCH: its escapes are three digits each."""
    (said,) = re.findall(r'^local WATCH = "(.*)"$', text, flags=re.MULTILINE)
    assert re.fullmatch(r"[ -~]*", said)
    parts = re.findall(r'\\([0-9]{3})|([^\\"])', said)
    return Path(bytes(int(digits) if digits else ord(plain) for digits, plain in parts).decode())


def said_in_python(text: str) -> Path:
    """What a Python program has in HOME."""
    values = [
        node.value.value
        for node in ast.parse(text, feature_version=(3, 6)).body
        if isinstance(node, ast.Assign)
        and isinstance(node.value, ast.Constant)
        and [one.id for one in node.targets if isinstance(one, ast.Name)] == ["HOME"]
    ]
    (value,) = values
    return Path(base64.b64decode(value, validate=True).decode("utf-8"))
