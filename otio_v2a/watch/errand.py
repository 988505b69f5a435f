"""What a job's process is sent for."""

import json
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

    def as_line(self) -> bytes:
        """As the job reads it."""
        return json.dumps(self.model_dump(mode="json")).encode("ascii") + b"\n"
