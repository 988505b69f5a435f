"""This machine, asked for its Pythons."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from otio_v2a.resolve.setup.pythons import Registered, Senses, Version
from otio_v2a.resolve.setup.trial import scrubbed

_ASKED = "import sys; print('%d.%d' % sys.version_info[:2])"
_PATIENCE = 20


def real_senses() -> Senses:
    """How this machine is asked."""
    return Senses(registered, _launchctl, shutil.which, _version)


if sys.platform == "win32":
    import winreg

    def registered() -> tuple[Registered, ...]:
        """The Pythons in Windows' registry, the user's first."""
        roots = (winreg.HKEY_CURRENT_USER, winreg.HKEY_LOCAL_MACHINE)
        return tuple(one for root in roots for one in _below(root))

    def _below(root: int) -> Iterator[Registered]:
        with suppress(OSError), winreg.OpenKey(root, r"SOFTWARE\Python\PythonCore") as core:
            for number in range(winreg.QueryInfoKey(core)[0]):
                tag = winreg.EnumKey(core, number)
                # What was removed by hand may have left its key.
                with suppress(OSError), winreg.OpenKey(core, rf"{tag}\InstallPath") as place:
                    folder = winreg.QueryValueEx(place, "")[0]
                    yield Registered(tag, str(Path(folder) / "python.exe"))

else:

    def registered() -> tuple[Registered, ...]:
        """None: only Windows has a registry."""
        return ()


def _launchctl(variable: str) -> str:
    return _said(["launchctl", "getenv", variable])


def _version(path: str) -> Version:
    said = _said([path, "-I", "-c", _ASKED])
    return tuple(map(int, said.split("."))) if said.replace(".", "").isdigit() else ()


def _said(command: list[str]) -> str:
    """What a command prints; nothing, where it fails."""
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            check=True,
            timeout=_PATIENCE,
            stdin=subprocess.DEVNULL,
            env=scrubbed(os.environ),
        )
    except (OSError, subprocess.SubprocessError):
        return ""
    return done.stdout.decode(errors="replace").strip()
