"""Resolve's menu with an engine of the test's own: a few lines that speak the protocol."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from inresolve import Menu
from running import Place

from otio_v2a.resolve.home import Home
from otio_v2a.resolve.setup.folders import Machine
from otio_v2a.resolve.setup.install import Asked, install

ENGINE = """
import json, os, sys, time
folder = sys.argv[1]
def tell(**said):
    print(json.dumps(said), flush=True)
def there(name):
    return os.path.exists(os.path.join(folder, name))
def ask(seq, *actions):
    tell(type="do", seq=seq, actions=actions)
    name = "answer-%d.json" % seq
    while not there(name):
        time.sleep(0.005)
    return json.load(open(os.path.join(folder, name)))
"""
"""What engines of tests begin with."""

HELLO = 'tell(type="hello", protocol=1, engine="a test")\n'
DONE = 'tell(type="done", code=0, text="V2A: done.")\n'


@dataclass
class Bench(Menu):
    """A user with a home, in which the entries are installed, and whatever engine is wanted."""

    def install(self) -> None:
        """As `otio-v2a resolve install` does, without its process."""
        folder = self.place.folder / "home"
        folder.mkdir()
        home = Home(self.home)
        install(Machine("Linux", {}, folder), Asked(home, sys.executable))

    @property
    def card(self) -> Path:
        return self.home / "launcher.json"

    def told(self, **said: Any) -> None:
        """Write something else into what the installer wrote down."""
        card = json.loads(self.card.read_text(encoding="utf-8"))
        self.card.write_text(json.dumps({**card, **said}), encoding="utf-8")

    def engine(self, lines: str) -> None:
        """From now on this is the engine."""
        script = self.place.folder / "engine.py"
        script.write_text(ENGINE + lines, encoding="utf-8")
        self.told(arguments=["-I", "-S", "-X", "utf8", "-u", str(script)])

    @property
    def runs(self) -> list[Path]:
        """The folders of all runs."""
        return sorted((self.home / "resolve").glob("*/run-*"))


def a_bench(folder: Path) -> Bench:
    """A menu whose engine has nothing to say yet."""
    folder.mkdir(parents=True, exist_ok=True)
    bench = Bench(Place(folder))
    bench.install()
    bench.engine(HELLO + DONE)
    return bench


def python(version: str) -> str:
    """A Python of this version, on the path or pyenv's; the test is skipped without one."""
    home = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    pyenvs = sorted((home / "versions").glob(f"{version}.*/bin/python3"))
    for one in (*pyenvs, shutil.which(f"python{version}")):
        if (
            one
            and subprocess.run([one, "-c", ""], check=False, capture_output=True).returncode == 0
        ):
            return str(one)
    pytest.skip(f"no Python {version} here")
