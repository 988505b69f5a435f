"""Timeline + settings -> cues and plan: all that is decided before anything is rendered."""

from collections import deque
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from otio_v2a.conform import Program, Unseen, cuts, program, unconformed
from otio_v2a.edit import Edit
from otio_v2a.errors import UsageError
from otio_v2a.model import Cue, Notice, Plan
from otio_v2a.picture.media import Library
from otio_v2a.planning import PlanOptions, plan
from otio_v2a.providers import registry
from otio_v2a.providers.base import Provider
from otio_v2a.score import overrides
from otio_v2a.score.reference import reference
from otio_v2a.score.workfolder import WorkFolder, beside
from otio_v2a.settings import Settings
from otio_v2a.spotting import Spotted, SpottingOptions, spot
from otio_v2a.timecode import snap_rate
from otio_v2a.timeline.document import load
from otio_v2a.timeline.reading import Reading
from otio_v2a.timeline.written import Document


@dataclass(frozen=True, slots=True)
class Prepared:
    """A timeline read, spotted and planned. `chosen` are the cues this run is about.

    `marked` is what the markers say, `spotted` what is asked after all changes of them. `shown` is
    what is rendered: the edit as conformed, or a movie of it.
    """

    document: Document
    spotted: Spotted
    marked: Spotted
    provider: Provider
    plan: Plan
    program: Program
    shown: Program
    settings: Settings
    chosen: frozenset[str] = frozenset()
    unconformed: tuple[Unseen, ...] = ()

    @property
    def folder(self) -> WorkFolder:
        """The work folder of the timeline."""
        return beside(self.document.home, self.settings.workdir)

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Everything to be said before a run."""
        return (*self.spotted.notices, *self.plan.notices, *self._unseen())

    def _unseen(self) -> Iterator[Notice]:
        """A notice for each cue whose picture has something that cannot be conformed."""
        waiting = deque(sorted(self.unconformed, key=lambda one: one.record))
        near: list[Unseen] = []
        for cue in self.spotted.cues:
            while waiting and waiting[0].record.start < cue.record.end:
                near.append(waiting.popleft())
            near = [one for one in near if one.record.end > cue.record.start]
            for one in near:
                if one.record.overlaps(cue.record):
                    yield Notice(cue.address, f"{one.address}: {one.message}.", cue=cue.id)


def prepare(
    timeline: Path,
    settings: Settings,
    environment: Mapping[str, str],
    *,
    only: Collection[str] = (),
    origin: Path | None = None,
) -> Prepared:
    """The timeline's cues and what its provider would be asked for them.

    `environment` may point a provider elsewhere; `origin` is the folder that a file came from,
    where relative paths start.
    Raises: TimelineError when it cannot be read; UsageError for an unknown provider or cue.
    """
    document = _counted(load(timeline, reading(settings, origin)), settings.drop_frame)
    name = settings.provider
    provider = registry.provider(name, settings.providers.get(name, {}), environment)
    options = SpottingOptions(
        prompt_characters=provider.limits.prompt_characters,
        note_key_is_enough=settings.markers.note_key_is_enough,
        unmarked=settings.unmarked == "all",
        unmarked_prompt=settings.unmarked_prompt,
    )
    edit, home = document.edit, origin or timeline.absolute().parent
    seen = program(edit)
    changes = overrides.read(beside(document.home, settings.workdir))
    marked = spot(edit, options, seen)
    spotted = overrides.applied(marked, changes)
    shown, unseen = seen, unconformed(edit)
    if settings.picture:
        shown, unseen = _referred(home, settings.picture, edit), ()
    asked = PlanOptions(settings.takes, settings.stems, settings.crossfade, settings.handles)
    return Prepared(
        document=document,
        spotted=spotted,
        marked=marked,
        provider=provider,
        plan=plan(spotted.cues, provider, asked, cuts(seen)),
        program=seen,
        shown=shown,
        settings=settings,
        chosen=_chosen(spotted.cues, only),
        unconformed=unseen,
    )


def reading(settings: Settings, origin: Path | None = None) -> Reading:
    """How a timeline is read; relative paths in it start at `origin`."""
    return Reading(
        folder=origin,
        dialect=settings.dialect,
        sequence=settings.sequence,
        rate=snap_rate(settings.rate) if settings.rate else None,
        clip_schema=settings.clip_schema,
    )


def _referred(home: Path, movie: str, edit: Edit) -> Program:
    """The timeline as a movie of it shows it. A relative path starts at the timeline's folder."""
    return reference(home / Path(movie).expanduser(), edit, Library())


def _counted(document: Document, drop_frame: bool | None) -> Document:
    """The document with its timecodes counted as the user says, where the user says."""
    if drop_frame is None:
        return document
    return replace(document, edit=replace(document.edit, drop_frame=drop_frame))


def _chosen(cues: Collection[Cue], only: Collection[str]) -> frozenset[str]:
    """The ids of the cues named by id or by name; all of them when none is named."""
    if not only:
        return frozenset(cue.id for cue in cues)
    for wanted in only:
        if not any(wanted in (cue.id, cue.name) for cue in cues):
            known = ", ".join(f"{cue.id} ({cue.name})" for cue in cues) or "none"
            message = f"there is no cue '{wanted}'. Cues of this timeline: {known}."
            raise UsageError(message)
    return frozenset(cue.id for cue in cues if cue.id in only or cue.name in only)
