"""What a job's process is sent for."""

from pathlib import Path

from pydantic import BaseModel, ConfigDict

from otio_v2a.settings import Settings


class Errand(BaseModel):
    """What a job is sent for: a file dropped into `in`, or a job whose owner is dead.

    Unit: `rested` in seconds, for which the file has not changed.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    root: Path
    path: Path
    is_job: bool
    rested: float
    settings: Settings
    keys: Path
