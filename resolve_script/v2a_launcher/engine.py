"""The engine: a process of its own, started with an environment of its own."""

import json
import os
import subprocess

from . import PROTOCOL
from .stopped import NO_ENGINE, StoppedError

FOREIGN = (
    "PYTHONHOME",
    "PYTHONPATH",
    "PYTHON3HOME",
    "FUSION_PYTHON3_HOME",
    "__PYVENV_LAUNCHER__",
    "LD_LIBRARY_PATH",
    "DYLD_LIBRARY_PATH",
)
NO_WINDOW = 0x08000000 if os.name == "nt" else 0
INSTALL = "Run `otio-v2a resolve install` in a terminal, then start the script again."


def settings(home):
    """What the installer wrote down. Raises: StoppedError when that is not there, or not ours."""
    path = os.path.join(home, "launcher.json")
    try:
        with open(path, encoding="utf-8") as file:
            found = json.load(file)
        if found["protocol"] != PROTOCOL:
            raise other(found["protocol"])
        python, jobs = str(found["python"]), str(found["jobs"])
        arguments = [str(one) for one in found["arguments"]]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise StoppedError(NO_ENGINE, "The engine is not installed.", f"{path}: {error}", INSTALL)
    if not os.path.isfile(python):
        raise StoppedError(
            NO_ENGINE,
            "The engine is not where it was.",
            f"There is no {python}.",
            "Install otio-v2a again. " + INSTALL,
        )
    return python, arguments, jobs


def other(protocol):
    """Why an engine of another protocol is not talked to."""
    return StoppedError(
        NO_ENGINE,
        "The script and the engine are not of one version.",
        f"The script speaks protocol {PROTOCOL}, the engine {protocol}.",
        INSTALL,
    )


def start(python, arguments):
    """The engine's process. Raises: StoppedError when it cannot be started."""
    kept = {name: value for name, value in os.environ.items() if name not in FOREIGN}
    try:
        return subprocess.Popen(
            [python, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=kept,
            encoding="utf-8",
            errors="replace",
            creationflags=NO_WINDOW,
        )
    except OSError as error:
        raise StoppedError(
            NO_ENGINE, "The engine cannot be started.", f"{python}: {error}", INSTALL
        )


def write(folder, name, told):
    """A file for the engine, whole or not at all."""
    path = os.path.join(folder, name)
    with open(path + ".tmp", "w", encoding="ascii") as file:
        file.write(json.dumps(told))
    os.replace(path + ".tmp", path)
