"""The engine started as a launcher starts it, in the worst environment Resolve may hand on.

Source: Resolve fact sheet section 6.
"""

import subprocess
from collections.abc import Mapping
from itertools import takewhile

from otio_v2a import __version__
from otio_v2a.resolve.home import Card

_FOREIGN = frozenset(
    {
        "DYLD_LIBRARY_PATH",
        "FUSION_PYTHON3_HOME",
        "LD_LIBRARY_PATH",
        "PYTHON3HOME",
        "PYTHONHOME",
        "PYTHONPATH",
        "__PYVENV_LAUNCHER__",
    }
)
_POISON = {"PYTHONHOME": "/nowhere", "PYTHONPATH": "/nowhere"}
_ASKED = "import otio_v2a; print(otio_v2a.__version__)"
_PATIENCE = 60


def scrubbed(environment: Mapping[str, str]) -> dict[str, str]:
    """An environment without what is meant for another Python."""
    return {name: value for name, value in environment.items() if name.upper() not in _FOREIGN}


def trouble(card: Card, environment: Mapping[str, str]) -> str:
    """Why the engine does not start as it is to be started; empty where it does."""
    flags = [*takewhile(lambda one: one != "-m", card.arguments)]
    command = [card.python, *flags, "-c", _ASKED]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            check=False,
            timeout=_PATIENCE,
            stdin=subprocess.DEVNULL,
            env=scrubbed({**environment, **_POISON}),
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        return f"'{card.python}' does not run ({error.strerror})"
    except subprocess.TimeoutExpired:
        return f"'{card.python}' did not answer within {_PATIENCE} s"
    if done.returncode:
        last = done.stderr.decode(errors="replace").strip().splitlines()[-1:]
        return f"'{card.python}' ended with {done.returncode}: {''.join(last)}"
    version = done.stdout.decode(errors="replace").strip()
    if version != __version__:
        return f"'{card.python}' has otio-v2a {version}, and this is {__version__}"
    return ""
