"""What a job works with."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from otio_v2a.settings import Settings
from otio_v2a.watch.folder import Folder
from otio_v2a.watch.purse import Purse

Tell = Callable[[str, float], None]
"""Told at which stage a job is, and how much of it is done, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Desk:
    """The folder, its purse, the settings of this job, the user's keys, and who is told."""

    folder: Folder
    purse: Purse
    settings: Settings
    keys: Path
    tell: Tell
