"""What a person says about a timeline file that it does not say itself."""

from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Reading:
    """How a timeline is to be read; what is empty, the file says.

    `sequence` names one of several in it, `rate` is for formats without one, `folder` is where its
    relative paths start, `clip_schema` which clips we write into .otio.
    """

    dialect: str = ""
    sequence: str = ""
    rate: Fraction | None = None
    folder: Path | None = None
    clip_schema: str = ""

    def beside(self, path: Path) -> Path:
        """Where relative paths of a timeline file start."""
        return self.folder or path.absolute().parent


NOTHING = Reading()
