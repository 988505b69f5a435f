"""The scripts that come along: the entries of Resolve's menu, and the launcher they import."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files

from otio_v2a.errors import ResolveError

NAMES = (
    "V2A Score.py",
    "V2A Remove.py",
    "V2A Self-test.py",
    "V2A Score.lua",
    "V2A Import.lua",
)
"""What our entries are called, wherever they lie."""

MARK = "otio-v2a"
"""The text that every script of ours contains."""

_ROOM = "resolve_script"


@dataclass(frozen=True, slots=True)
class Scripts:
    """Texts by file name."""

    entries: Mapping[str, str]
    launcher: Mapping[str, str]


def scripts() -> Scripts:
    """What comes along with this otio-v2a.

    Raises: ResolveError when it is not there.
    """
    try:
        room = files(_ROOM)
        entries = {name: (room / name).read_text(encoding="utf-8") for name in NAMES}
        launcher = {
            one.name: one.read_text(encoding="utf-8")
            for one in (room / "v2a_launcher").iterdir()
            if one.name.endswith(".py")
        }
    except (ModuleNotFoundError, OSError) as error:
        message = f"the scripts for Resolve are missing ({error}). Install otio-v2a again."
        raise ResolveError(message) from error
    return Scripts(entries, dict(sorted(launcher.items())))
