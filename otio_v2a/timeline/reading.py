"""What a person says about a timeline file that it does not say itself."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import TypeVar

from otio_v2a.errors import SequenceError


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

Sequence = TypeVar("Sequence")


def picked(found: Collection[tuple[str, str, Sequence]], wanted: str) -> Sequence:
    """The sequence that is meant of those in a file, each with its name and id: the only one, else
    the one of that name or id.

    Raises: SequenceError listing what there is.
    """
    fitting = [one for name, key, one in found if not wanted or wanted in (name, key)]
    if len(fitting) == 1:
        return fitting[0]
    names = [name for name, _, _ in found]
    # Of two that have the same name only their ids tell.
    told = tuple(key if names.count(name) > 1 and key else name for name, key, _ in found)
    listed = ", ".join(f"'{one}'" for one in told)
    problem = f"it holds {len(found)} sequences"
    if wanted:
        some = f"{len(fitting)} sequences are named" if fitting else "there is no sequence"
        problem = f"{some} '{wanted}' in it"
    message = f"{problem}: {listed}. Name one with --sequence, or export it alone."
    raise SequenceError(message, told)
