"""The Pythons of this machine, as Resolve may pick any of them."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ALL = (8, 9, 10, 11, 12, 13)
"""The minor versions of Python 3 that the fake Resolve runs under."""


@cache
def python(minor: int) -> str | None:
    """A Python 3 of that version; None where there is none."""
    if sys.version_info[:2] == (3, minor):
        return sys.executable
    return next((path for path in _candidates(minor) if _is(path, minor)), None)


def _candidates(minor: int) -> Iterator[str]:
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    yield from sorted(map(str, root.glob(f"versions/3.{minor}.*/bin/python3")))
    named = shutil.which(f"python3.{minor}")
    if named:
        yield named


def _is(path: str, minor: int) -> bool:
    """Whether it runs: what stands for a version that is not chosen does not."""
    code = f"import sys; sys.exit(sys.version_info[:2] != (3, {minor}))"
    done = subprocess.run([path, "-I", "-c", code], capture_output=True, check=False)
    return done.returncode == 0
