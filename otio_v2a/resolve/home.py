"""The engine's home: what the entries in Resolve's menu start from."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

PROTOCOL = 1
"""How launcher and engine speak to one another."""

_VARIABLE = "OTIO_V2A_HOME"


class Card(BaseModel):
    """`launcher.json`: how a launcher starts the engine, and what was installed."""

    model_config = ConfigDict(frozen=True)

    protocol: int
    version: str
    python: str
    arguments: tuple[str, ...]
    jobs: str
    watch: str = ""
    installed: tuple[str, ...] = ()

    def text(self) -> str:
        """As it is written; ASCII, so that no launcher can read it wrong."""
        return json.dumps(self.model_dump(mode="json"), indent=2) + "\n"


@dataclass(frozen=True, slots=True)
class Home:
    """The folder, by default `~/.otio_v2a`."""

    root: Path

    @property
    def launcher(self) -> Path:
        """What the launcher's package is imported from."""
        return self.root / "launcher"

    @property
    def package(self) -> Path:
        """The launcher itself."""
        return self.launcher / "v2a_launcher"

    @property
    def card(self) -> Path:
        """How a launcher starts the engine."""
        return self.root / "launcher.json"

    @property
    def jobs(self) -> Path:
        """A folder for each job, with the sounds that were made for it."""
        return self.root / "resolve"

    @property
    def watch(self) -> Path:
        """The watch folder of the Lua entries, where none is said."""
        return self.root / "watch"

    @property
    def selftest(self) -> Path:
        """What the last self-test inside Resolve found."""
        return self.root / "selftest.json"

    def read_card(self) -> Card | None:
        """What is installed; None where nothing is, or where it cannot be read."""
        try:
            return Card.model_validate_json(self.card.read_bytes())
        except (OSError, ValidationError):
            return None


def engine_home(environment: Mapping[str, str], home: Path) -> Home:
    """The engine's home of a user. `OTIO_V2A_HOME` goes before `~/.otio_v2a`."""
    said = environment.get(_VARIABLE, "")
    return Home(Path(said).expanduser().absolute() if said else home / ".otio_v2a")
