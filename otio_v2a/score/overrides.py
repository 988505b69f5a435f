"""What somebody changed about a cue without its editor: kept in the work folder, beside the ledger.

The timeline is never written to; every verb reads these, so all agree on what a cue asks for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from otio_v2a.errors import UsageError
from otio_v2a.model import Cue, Fade, Level, Notice, Prompts, Role
from otio_v2a.score.workfolder import WorkFolder
from otio_v2a.spotting import Spotted

_FILE = "overrides.json"


class FadeChange(BaseModel):
    """An edge fade: 12 frames, 0.5 seconds, 40 milliseconds."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    amount: Annotated[float, Field(ge=0, le=60_000)]
    unit: Literal["f", "s", "ms"]


class Override(BaseModel):
    """What is changed about one cue; None leaves what its marker says.

    `marker` is what its marker said when it was reworded. Unit: `gain_db` in dB.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    prompts: Prompts | None = None
    marker: Prompts | None = None
    takes: Annotated[int, Field(ge=1, le=32)] | None = None
    gain_db: Annotated[float, Field(ge=-60, le=24)] | None = None
    fade: FadeChange | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it changes nothing."""
        return self == Override() or self == Override(marker=self.marker)


class Overrides(BaseModel):
    """The changes of a timeline, by cue id."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    version: Literal[1] = 1
    cues: dict[str, Override] = {}

    def changed(self, cue: str, to: Override) -> "Overrides":
        """The same with another change of one cue; one that changes nothing is forgotten."""
        rest = {key: one for key, one in self.cues.items() if key != cue}
        return Overrides(cues=rest if to.is_empty else {**rest, cue: to})


def read(folder: WorkFolder) -> Overrides:
    """The changes kept in a work folder.

    Raises: UsageError when they cannot be read.
    """
    path = folder.root / _FILE
    try:
        return Overrides.model_validate_json(path.read_bytes())
    except (FileNotFoundError, NotADirectoryError):
        return Overrides()
    except (OSError, ValidationError) as error:
        message = f"'{path}' cannot be read. Restore it, or delete it to have the markers count."
        raise UsageError(message) from error


def write(folder: WorkFolder, changes: Overrides) -> None:
    """Keep the changes.

    Raises: TimelineError when they cannot be written.
    """
    folder.write(_FILE, changes.model_dump_json(indent=2, exclude_none=True) + "\n")


def applied(spotted: Spotted, changes: Overrides) -> Spotted:
    """The cues as they are changed, and a word on each that is."""
    if not changes.cues:
        return spotted
    cues, notices = [], list(spotted.notices)
    for cue in spotted.cues:
        change = changes.cues.get(cue.id, Override())
        cues.append(_changed(cue, change))
        notices.extend(_told(cue, change))
    return replace(spotted, cues=tuple(cues), notices=tuple(notices))


def _is_stale(cue: Cue, change: Override) -> bool:
    """Whether the marker was reworded after it was here: then the marker counts."""
    return change.prompts is not None and change.marker not in (None, cue.prompts)


def _changed(cue: Cue, change: Override) -> Cue:
    options = cue.options
    if change.takes is not None:
        options = replace(options, takes=change.takes)
    if change.gain_db is not None:
        options = replace(options, gain_db=change.gain_db)
    if change.fade is not None:
        amount = Fraction(str(change.fade.amount))
        options = replace(options, fade=Fade(amount, change.fade.unit))
    if change.prompts is None or _is_stale(cue, change):
        return replace(cue, options=options)
    roles = cue.roles | frozenset(_asked(change.prompts)) if cue.roles else cue.roles
    return replace(cue, options=options, prompts=change.prompts, roles=roles)


def _asked(prompts: Prompts) -> Iterable[Role]:
    """The roles that prompts speak of."""
    if prompts.sound_effect:
        yield Role.SFX
    if prompts.background_music:
        yield Role.BGM


def _told(cue: Cue, change: Override) -> Iterator[Notice]:
    if _is_stale(cue, change):
        message = "its marker was changed after it was reworded in the review: the marker counts."
        yield Notice(cue.address, message, Level.INFO, cue.id)
    elif change.prompts is not None and change.prompts != cue.prompts:
        message = "it was reworded in the review: not what its marker says is asked for."
        yield Notice(cue.address, message, Level.INFO, cue.id)
