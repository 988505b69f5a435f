"""What `doctor` looks at, one finding each."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from platformdirs import user_config_path

from otio_v2a.cli.configuration import FILE, settings_for
from otio_v2a.errors import V2AError
from otio_v2a.picture.engine import ffmpeg_path, ffmpeg_version
from otio_v2a.providers import registry

_PACKAGES = ("opentimelineio", "av", "numpy", "soundfile", "pydantic", "httpx")
_GIB = 1 << 30
_ENOUGH = 2


@dataclass(frozen=True, slots=True)
class Check:
    """One thing looked at: is it good, and what was found or what to do."""

    name: str
    good: bool
    found: str


def checks() -> tuple[Check, ...]:
    """Everything a run needs, looked at once."""
    return (
        _tried("configuration", _configuration),
        _tried("ffmpeg", _ffmpeg),
        *_packages(),
        _tried("providers", lambda: ", ".join(registry.names())),
        _disk(),
        Check("processors", True, f"{os.cpu_count() or 1}: as many renders side by side"),
    )


def _tried(name: str, look: Callable[[], str]) -> Check:
    try:
        return Check(name, True, look())
    except V2AError as error:
        return Check(name, False, str(error))


def _configuration() -> str:
    settings = settings_for(None, {})
    place = user_config_path("otio-v2a", appauthor=False) / FILE
    there = f"'{place}'" if place.is_file() else "defaults, no file of your own"
    return f"{there}; provider {settings.provider}"


def _ffmpeg() -> str:
    path = ffmpeg_path(settings_for(None, {}).ffmpeg)
    return f"{ffmpeg_version(path)}, {path}"


def _packages() -> Iterator[Check]:
    for name in _PACKAGES:
        try:
            yield Check(name, True, version(name))
        except PackageNotFoundError:
            yield Check(name, False, f"not installed. Run: pip install {name}")


def _disk() -> Check:
    folder = Path(tempfile.gettempdir())
    free = shutil.disk_usage(folder).free / _GIB
    found = f"{free:.1f} GiB free in '{folder}'"
    return Check("disk", free >= _ENOUGH, found if free >= _ENOUGH else f"{found}: free some")
