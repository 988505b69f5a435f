"""Runs a script as Resolve's menu Workspace > Scripts does, in a fake Resolve.

    python host.py SCENE.json SCRIPT RESULT.json [--globals resolve|app|bmd|fusion|nothing]
                   [--outside] [--main]

The script is executed from its text: no `__file__`, no other globals than those named, `sys.argv`
empty, its folder not on `sys.path`. What it writes to stdout and stderr stays this process's, and
its exit code is ours. RESULT gets the dump of the model (fakes.resolve.dumping), with `exit` and
`traceback`, whatever the script did. Threads it left behind end with it.

--globals   what there is: `resolve`; `app`; `bmd`; `fusion` and `fu`; or nothing. All of them
            when not given.
--outside   `bmd` is that of a script which Resolve did not start, and can be imported as
            DaVinciResolveScript: Studio only.
--main      `__name__` is "__main__", as if the text were run by Python itself.

Under the profile "21.1 free" a .py is not in the menu at all: nothing is run, exit code 70.
Source: Resolve fact sheet sections 2, 4 and 6.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import traceback
from pathlib import Path

TESTS = Path(__file__).resolve().parents[2]
sys.path[0] = str(TESTS)

from fakes.resolve import dumping, scene
from fakes.resolve.application import Bmd, Fusion
from fakes.resolve.world import World

GLOBALS = ("resolve", "app", "bmd", "fusion", "nothing")
NO_PYTHON = 70


class Watched:
    """The end of a script, however it comes: its exit code, and where it crashed."""

    def __init__(self) -> None:
        self.exit: int | None = 0
        self.traceback = ""

    def __enter__(self) -> Watched:
        return self

    def __exit__(self, kind: type | None, error: BaseException | None, trace: object) -> bool:
        if isinstance(error, SystemExit):
            self.exit = self._code(error.code)
        elif error is not None:
            self.exit = 1
            self.traceback = "".join(traceback.format_exception(kind, error, trace))
            sys.stderr.write(self.traceback)
        return True

    def _code(self, code: object) -> int:
        """As Python itself ends: a text is written and means 1."""
        if code is None or isinstance(code, int):
            return int(code or 0)
        sys.stderr.write(f"{code}\n")
        return 1


def given(world: World, which: str, outside: bool) -> dict:
    """The globals of a script (section 4)."""
    fusion, bmd = Fusion(world), Bmd(world, outside)
    all_ = {
        "resolve": {"resolve": scene.resolve(world)},
        "app": {"app": fusion},
        "bmd": {"bmd": bmd},
        "fusion": {"fusion": fusion, "fu": fusion},
        "nothing": {},
    }
    if which:
        return all_[which]
    return {name: one for each in all_.values() for name, one in each.items()}


def run(script: Path, found: dict) -> Watched:
    """Execute a script's text."""
    text = script.read_text(encoding="utf-8")
    sys.argv = [""]
    with Watched() as watched:
        exec(compile(text, "<string>", "exec", dont_inherit=True), found)
    return watched


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("scene", type=Path)
    parser.add_argument("script", type=Path)
    parser.add_argument("result", type=Path)
    parser.add_argument("--globals", choices=GLOBALS, default="")
    parser.add_argument("--outside", action="store_true")
    parser.add_argument("--main", action="store_true")
    chosen = parser.parse_args()
    result = chosen.result.resolve()
    world = scene.world(json.loads(chosen.scene.read_text(encoding="utf-8")))
    if not world.profile.python:
        sys.stderr.write("Python scripts are not in the menu of this edition\n")
        left = {**dumping.dump(world), "exit": None, "traceback": ""}
        result.write_text(json.dumps(left, indent=1), encoding="utf-8")
        return NO_PYTHON
    found = given(world, chosen.globals, chosen.outside)
    if chosen.outside:
        sys.modules["DaVinciResolveScript"] = Bmd(world, outside=True)
    if chosen.main:
        found["__name__"] = "__main__"
    watched = run(chosen.script, found)
    left = {**dumping.dump(world), "exit": watched.exit, "traceback": watched.traceback}
    result.write_text(json.dumps(left, indent=1), encoding="utf-8")
    return watched.exit or 0


if __name__ == "__main__":
    sys.path[0:1] = []
    code = main()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
