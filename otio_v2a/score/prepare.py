"""Timeline + settings -> cues and plan: all that is decided before anything is rendered."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from otio_v2a.conform import Program, program, unconformed
from otio_v2a.edit import Event
from otio_v2a.errors import UsageError
from otio_v2a.model import Cue, Notice, Plan
from otio_v2a.planning import PlanOptions, plan
from otio_v2a.providers import registry
from otio_v2a.providers.base import Provider
from otio_v2a.settings import Settings
from otio_v2a.spotting import Spotted, SpottingOptions, spot
from otio_v2a.timeline.document import Document, load


@dataclass(frozen=True, slots=True)
class Prepared:
    """A timeline read, spotted and planned. `chosen` are the cues this run is about."""

    document: Document
    spotted: Spotted
    provider: Provider
    plan: Plan
    shown: Program
    settings: Settings
    chosen: frozenset[str] = frozenset()
    unconformed: tuple[Event, ...] = field(default=())

    @property
    def notices(self) -> tuple[Notice, ...]:
        """Everything to be said before a run."""
        return (*self.spotted.notices, *self.plan.notices, *self._unseen())

    def _unseen(self) -> tuple[Notice, ...]:
        """A notice for each cue whose picture has something that cannot be conformed."""
        return tuple(
            Notice(
                cue.address, f"{event.address}: {event.unsupported} cannot be rendered as it is."
            )
            for event in self.unconformed
            for cue in self.spotted.cues
            if event.record.overlaps(cue.record)
        )


def prepare(
    timeline: Path,
    settings: Settings,
    environment: Mapping[str, str],
    *,
    only: Collection[str] = (),
    unmarked: bool = False,
) -> Prepared:
    """The timeline's cues and what its provider would be asked for them.

    `environment` may point a provider elsewhere.
    Raises: TimelineError when it cannot be read; UsageError for an unknown provider or cue.
    """
    document = _counted(load(timeline, settings.dialect or None), settings.drop_frame)
    name = settings.provider
    provider = registry.provider(name, settings.providers.get(name, {}), environment)
    options = SpottingOptions(
        prompt_characters=provider.limits.prompt_characters,
        note_key_is_enough=settings.markers.note_key_is_enough,
        unmarked=unmarked,
        unmarked_prompt=settings.unmarked_prompt,
    )
    spotted = spot(document.edit, options)
    asked = PlanOptions(settings.takes, settings.stems, settings.crossfade, settings.handles)
    return Prepared(
        document=document,
        spotted=spotted,
        provider=provider,
        plan=plan(spotted.cues, provider, asked),
        shown=program(document.edit),
        settings=settings,
        chosen=_chosen(spotted.cues, only),
        unconformed=unconformed(document.edit),
    )


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
