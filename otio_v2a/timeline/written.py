"""A timeline as its file holds it, whatever the format: the text, the edit it means, its tracks."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from otio_v2a.edit import Edit
from otio_v2a.errors import TimelineError
from otio_v2a.model import Lane, Notice
from otio_v2a.timeline.dialects import Dialect
from otio_v2a.timeline.encoding import Encoding
from otio_v2a.timeline.ours import Claim

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Document(ABC):
    """A timeline file: read once into an Edit, changed only as text.

    `text` is without byte order mark, and spelled in the file as `encoding` says. `claims` say for
    each of its tracks what speaks for it being ours. `suffix` is that of what is written from it,
    which is not its own where its format is only read; `sequence` tells it from others in its file.
    """

    path: Path
    text: str
    encoding: Encoding
    dialect: Dialect
    edit: Edit
    claims: tuple[Claim, ...]
    suffix: str
    sequence: str

    @property
    def home(self) -> Path:
        """The path that all that goes with it is named after: its file's, and its sequence's."""
        told = "".join(letter if letter.isalnum() else "_" for letter in self.sequence)[:_LONGEST]
        return self.path.with_stem(f"{self.path.stem}.{told}") if told else self.path

    @property
    def output_name(self) -> str:
        """What the file of the scored timeline is called: `Cut 01.v2a.otio`."""
        return f"{self.home.stem}.v2a{self.suffix}"

    @abstractmethod
    def placed(self, lanes: Sequence[Lane], files: Collection[str] = ()) -> str:
        """The text with our tracks after all others, those of an earlier run replaced.

        `files` are the names of sound files known to be ours. No lanes: ours are only removed.
        """

    def bundled(self, lanes: Sequence[Lane], files: Collection[str] = ()) -> str:
        """The same for a bundle, where our sounds stand in its folder of media.

        Raises: TimelineError for a format that has no bundles.
        """
        del lanes, files
        message = f"{self.path.name}: a bundle is .otio only."
        raise TimelineError(message)

    @abstractmethod
    def alone(self, lanes: Sequence[Lane]) -> str:
        """A timeline of the same start, rate and length that holds our tracks alone."""

    def ours(self, files: Collection[str] = ()) -> frozenset[int]:
        """The indexes of the tracks that an earlier run of ours wrote."""
        return frozenset(index for index, found in enumerate(self.claims) if found.holds(files))


def mixed(names: Sequence[str], claims: Sequence[Claim]) -> tuple[Notice, ...]:
    """A word on each track where clips of the user's stand beside sounds of an earlier run."""
    message = "clips of yours stand beside ours: left as it is; new sounds get new tracks."
    return tuple(
        Notice(f"audio track '{name or 'unnamed'}'", message)
        for name, found in zip(names, claims, strict=True)
        if found.is_mixed
    )
