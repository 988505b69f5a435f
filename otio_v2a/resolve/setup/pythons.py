"""Which Python Resolve will take for the entries of its menu, and whether that one is known bad.

Source: Resolve fact sheet section 5.
"""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from otio_v2a.resolve.setup.folders import Machine

Version = tuple[int, ...]

ADVICE = "Install Python 3.12 (64-bit) from python.org, then restart Resolve."

_OLDEST, _CRASHES, _OWN = (3, 6), (3, 13), (21, 1)
_CRASHING = 20
_VARIABLES = ("FUSION_PYTHON3_HOME", "PYTHON3HOME", "PYTHONHOME")
_STANDALONE = re.compile(r"[\\/]uv[\\/]|python-build-standalone|cpython-3\.\d+\.\d+-")
_UNSEEN = re.compile(r"/(homebrew|Cellar|\.pyenv|[^/]*conda[^/]*|miniforge\d*|uv)/", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Registered:
    """A Python in Windows' registry; `tag` is as it stands there, such as `3.12` or `3.12-32`."""

    tag: str
    path: str

    @property
    def version(self) -> Version:
        """By which the highest is found."""
        return tuple(int(part) for part in re.findall(r"\d+", self.tag.split("-")[0]))


@dataclass(frozen=True, slots=True)
class Senses:
    """How a machine is asked for its Pythons."""

    registered: Callable[[], tuple[Registered, ...]]
    launchctl: Callable[[str], str]
    which: Callable[[str], str | None]
    version: Callable[[str], Version]


@dataclass(frozen=True, slots=True)
class Interpreter:
    """The Python that Resolve takes; `rule` is why. `version` is empty where it does not run."""

    path: str
    version: Version
    rule: str

    @property
    def told(self) -> str:
        """As a person reads it."""
        number = ".".join(map(str, self.version)) or "that does not run"
        return f"Python {number}, '{self.path}' ({self.rule})"


def taken(machine: Machine, senses: Senses) -> Interpreter | None:
    """The Python that Resolve takes here; None where it finds none."""
    finder = {"Darwin": _on_mac, "Windows": _on_windows}.get(machine.system, _on_linux)
    for path, rule in finder(machine, senses):
        return Interpreter(path, senses.version(path), rule)
    return None


def fault(machine: Machine, found: Interpreter, resolve: Version) -> str:
    """Why this Python will not do; empty where nothing is known against it.

    `resolve` is the version of Resolve, empty where nobody knows it.
    """
    if not found.version:
        return "it does not run"
    if found.version < _OLDEST:
        return "it is older than 3.6"
    known = {"Darwin": _mac_fault, "Windows": _windows_fault}.get(machine.system)
    return known(found, resolve) if known else ""


def brings_its_own(resolve: Version) -> bool:
    """Whether this Resolve has a Python inside (Studio), or runs Lua alone (free)."""
    return resolve[:2] >= _OWN


def _on_mac(machine: Machine, senses: Senses) -> Iterator[tuple[str, str]]:
    said = senses.launchctl("PYTHON3HOME")
    if said:
        yield str(Path(said) / "bin" / "python3"), "PYTHON3HOME, set by launchctl"
    usual = machine.root / "usr" / "local" / "bin" / "python3"
    if usual.exists():
        yield str(usual), "where Resolve looks on macOS"


def _on_windows(machine: Machine, senses: Senses) -> Iterator[tuple[str, str]]:
    for name in _VARIABLES:
        if machine.environment.get(name):
            yield str(Path(machine.environment[name]) / "python.exe"), name
    known = sorted(senses.registered(), key=lambda one: one.version, reverse=True)
    for one in known[:1]:
        yield one.path, f"the highest in the registry, {one.tag}"


def _on_linux(_machine: Machine, senses: Senses) -> Iterator[tuple[str, str]]:
    found = senses.which("python3")
    if found:
        yield found, "the system's python3"


def _mac_fault(found: Interpreter, _resolve: Version) -> str:
    if _UNSEEN.search(os.path.realpath(found.path)):
        return "Resolve does not take the Pythons of Homebrew, pyenv, uv and conda"
    return ""


def _windows_fault(found: Interpreter, resolve: Version) -> str:
    if "WindowsApps" in found.path:
        return "Resolve crashes with the Python of the Microsoft Store, or does not find it"
    if _STANDALONE.search(found.path):
        return "Resolve crashes with standalone Pythons (uv), or does not find them"
    if "-32" in found.rule:
        return "it is 32-bit, and Resolve needs 64-bit"
    if found.version >= _CRASHES and (not resolve or resolve[0] <= _CRASHING):
        return "Resolve 20 crashes with 3.13 and newer, without a message"
    return ""
