"""Which ffmpeg renders, and the world it runs in."""

import os
import shutil
import subprocess
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

import imageio_ffmpeg

from otio_v2a.errors import MediaError

# A list of what may pass, not of what may not: keys and tokens have too many names.
_PASSED = frozenset(
    {
        "DYLD_LIBRARY_PATH",
        "HOME",
        "LANG",
        "LC_ALL",
        "LC_CTYPE",
        "LD_LIBRARY_PATH",
        "PATH",
        "SYSTEMROOT",
        "TEMP",
        "TMP",
        "TMPDIR",
        "WINDIR",
    }
)


def ffmpeg_path(configured: str = "") -> str:
    """The ffmpeg to run: the configured one, else the one inside the imageio-ffmpeg wheel.

    Raises: MediaError when there is none.
    """
    return _configured(configured) if configured else _bundled()


@lru_cache
def ffmpeg_version(path: str) -> str:
    """The version an ffmpeg says it has, such as `7.1`.

    Raises: MediaError when it does not run.
    """
    try:
        said = subprocess.run(
            [path, "-hide_banner", "-version"],
            capture_output=True,
            check=True,
            timeout=60,
            stdin=subprocess.DEVNULL,
            env=environment(os.environ),
        ).stdout.decode(errors="replace")
    except (OSError, subprocess.SubprocessError) as error:
        message = f"ffmpeg at '{path}' does not run ({error}). Install it again, or leave it unset."
        raise MediaError(message) from error
    words = said.split()
    if words[:2] != ["ffmpeg", "version"]:
        message = f"'{path}' is not ffmpeg. Point the setting at ffmpeg itself, or leave it unset."
        raise MediaError(message)
    return words[2].removeprefix("n")


def environment(given: Mapping[str, str]) -> dict[str, str]:
    """The part of an environment that ffmpeg gets: no keys, tokens or secrets."""
    return {name: value for name, value in given.items() if name.upper() in _PASSED}


def _configured(configured: str) -> str:
    found = shutil.which(str(Path(configured).expanduser()))
    if found is None:
        message = f"there is no ffmpeg at '{configured}'. Correct the setting, or leave it empty."
        raise MediaError(message)
    return found


@lru_cache
def _bundled() -> str:
    try:
        return str(imageio_ffmpeg.get_ffmpeg_exe())
    except RuntimeError as error:
        message = "there is no ffmpeg. Run: pip install --force-reinstall imageio-ffmpeg"
        raise MediaError(message) from error
