"""Which Resolve is installed, without running it. Not to be found is a finding too."""

import plistlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.parsers.expat import ExpatError

from otio_v2a.resolve.setup.folders import Machine

_OWN_PYTHON = (21, 1)


@dataclass(frozen=True, slots=True)
class Application:
    """An installed Resolve. `version` is empty where nothing tells it; `edition` too.

    `at_least`: it may be newer than that version.
    """

    path: Path
    version: tuple[int, ...] = ()
    edition: str = ""
    at_least: bool = False

    @property
    def told(self) -> str:
        """As a person reads it."""
        number = ".".join(map(str, self.version)) or "version unknown"
        newer = " or newer" if self.at_least else ""
        return ", ".join(part for part in (number + newer, self.edition, f"'{self.path}'") if part)


def applications(machine: Machine) -> tuple[Application, ...]:
    """Every Resolve in the usual places."""
    found = {"Darwin": _on_mac, "Windows": _on_windows}.get(machine.system, _on_linux)
    return tuple(found(machine))


def version_of(said: str) -> tuple[int, ...]:
    """`21.0.3.7` as numbers; empty where a text is no version."""
    found = re.match(r"\d+(\.\d+)*", said.strip())
    return tuple(int(part) for part in found[0].split(".")) if found else ()


def _on_mac(machine: Machine) -> Iterator[Application]:
    folder = machine.root / "Applications"
    for pattern in ("DaVinci Resolve*.app", "DaVinci Resolve*/DaVinci Resolve*.app"):
        for path in sorted(folder.glob(pattern)):
            contents = path / "Contents"
            store = "App Store edition" if (contents / "_MASReceipt").is_dir() else ""
            yield Application(path, version_of(_short_version(contents / "Info.plist")), store)


def _short_version(path: Path) -> str:
    try:
        with path.open("rb") as file:
            said = plistlib.load(file)
    except (OSError, ValueError, ExpatError):
        return ""
    return str(said.get("CFBundleShortVersionString", "")) if isinstance(said, dict) else ""


def _on_windows(machine: Machine) -> Iterator[Application]:
    programs = machine.environment.get("PROGRAMFILES", "")
    folder = Path(programs) if programs else machine.root / "Program Files"
    path = folder / "Blackmagic Design" / "DaVinci Resolve" / "Resolve.exe"
    if path.is_file():
        yield Application(path)


def _on_linux(machine: Machine) -> Iterator[Application]:
    for parent in ("opt", "home"):
        folder = machine.root / parent / "resolve"
        if (folder / "bin" / "resolve").is_file():
            bundled = (folder / "ResolvePython").is_dir()
            yield Application(folder, _OWN_PYTHON if bundled else (), at_least=bundled)
