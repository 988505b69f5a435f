"""Where Resolve looks for scripts. Source: Resolve fact sheet section 3."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

UTILITY = "Utility"
"""The folder whose scripts stand in the menu of every page."""

PAGES = (UTILITY, "Edit", "Color", "Deliver", "Comp", "Tool")
"""All folders that Resolve looks into, ours first."""

_SCRIPTS = Path("Fusion", "Scripts")
_MAC = Path("Library", "Application Support", "Blackmagic Design", "DaVinci Resolve")
_WINDOWS = Path("Blackmagic Design", "DaVinci Resolve")


class Reach(StrEnum):
    """Who sees what lies in a folder."""

    USER = "you"
    EVERYBODY = "all users"
    APP_STORE = "the App Store edition"


@dataclass(frozen=True, slots=True)
class Machine:
    """What decides where things are. `system` is as `platform.system()` says it."""

    system: str
    environment: Mapping[str, str]
    home: Path
    root: Path = Path("/")


@dataclass(frozen=True, slots=True)
class Place:
    """A folder of scripts; `product` is a folder of Resolve's own above it."""

    reach: Reach
    product: Path
    scripts: Path

    @property
    def utility(self) -> Path:
        """Where our entries belong."""
        return self.scripts / UTILITY

    @property
    def is_there(self) -> bool:
        """Whether Resolve has been here. It makes the folder of scripts for the first script."""
        return self.product.is_dir()

    @property
    def is_used(self) -> bool:
        """Whether there is more of Resolve's than an installer of scripts makes."""
        made = self.scripts.relative_to(self.product).parts[0]
        sandbox = self.reach is Reach.APP_STORE
        try:
            return any(sandbox or one.name != made for one in self.product.iterdir())
        except OSError:
            return False


def own(machine: Machine) -> Place:
    """The folder of this user."""
    home = machine.home
    if machine.system == "Darwin":
        return _place(Reach.USER, home / _MAC)
    if machine.system == "Windows":
        data = _folder(machine, "APPDATA", home / "AppData" / "Roaming")
        product = data / _WINDOWS
        return Place(Reach.USER, product, product / "Support" / _SCRIPTS)
    return _place(Reach.USER, home / ".local" / "share" / "DaVinciResolve")


def shared(machine: Machine) -> tuple[Place, ...]:
    """The folders of all users, the usual one first."""
    if machine.system == "Darwin":
        return (_place(Reach.EVERYBODY, machine.root / _MAC),)
    if machine.system == "Windows":
        data = _folder(machine, "PROGRAMDATA", machine.root / "ProgramData")
        return (_place(Reach.EVERYBODY, data / _WINDOWS),)
    roots = (machine.root / "opt" / "resolve", machine.root / "home" / "resolve")
    return tuple(_place(Reach.EVERYBODY, one) for one in roots)


def containers(machine: Machine) -> tuple[Place, ...]:
    """Both folders of every App Store edition: equal builds were seen to look in different ones."""
    return tuple(_contained(machine)) if machine.system == "Darwin" else ()


def everywhere(machine: Machine) -> tuple[Place, ...]:
    """All folders that Resolve may look into here."""
    return (own(machine), *containers(machine), *shared(machine))


def _contained(machine: Machine) -> Iterator[Place]:
    found = (machine.home / "Library" / "Containers").glob("com.blackmagic-design.*")
    for container in sorted(found):
        data = container / "Data"
        yield Place(Reach.APP_STORE, data, data / _MAC / _SCRIPTS)
        alone = data / "Library" / "Application Support"
        yield Place(Reach.APP_STORE, data, alone / _SCRIPTS)


def _place(reach: Reach, product: Path) -> Place:
    return Place(reach, product, product / _SCRIPTS)


def _folder(machine: Machine, variable: str, otherwise: Path) -> Path:
    said = machine.environment.get(variable, "")
    return Path(said) if said else otherwise
