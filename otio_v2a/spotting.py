"""Edit -> cues: what is marked, and what was not understood and why."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from hashlib import sha256

from otio_v2a import notes
from otio_v2a.conform import Program, program
from otio_v2a.edit import Edit, Event, Marker
from otio_v2a.model import Cue, Level, Notice, Prompts, Role, Span

_ROLES = {"sfx": Role.SFX, "bgm": Role.BGM}
_OUTSIDE = "its range lies outside the timeline. Move it, then export again."
_NO_CLIP = "there is no clip under this marker. Give it a duration, or move it over a clip."
_NOTHING_SHOWN = "its clip shows no frame in the timeline. Move it to another clip."


@dataclass(frozen=True, slots=True)
class Held:
    """A marker that is ours and cannot be scored, or is not meant to be now."""

    id: str
    name: str
    address: str
    record: Span | None
    message: str
    skipped: bool = False


Mark = Cue | Held
"""A marker that is ours."""


@dataclass(frozen=True, slots=True)
class Spotted:
    """The cues of a timeline, the markers held back, and everything else to be said."""

    cues: tuple[Cue, ...]
    held: tuple[Held, ...]
    notices: tuple[Notice, ...]


@dataclass(frozen=True, slots=True)
class SpottingOptions:
    """How markers are read, and what clips without a marker ask for."""

    prompt_characters: int = 200
    note_key_is_enough: bool = False
    unmarked: bool = False
    unmarked_prompt: str = ""


def spot(
    edit: Edit, options: SpottingOptions | None = None, shown: Program | None = None
) -> Spotted:
    """Every marker of the edit, understood. Linear in the number of markers and events.

    `shown` is what the edit shows, where that is known already.
    """
    asked = options or SpottingOptions()
    shown = shown or program(edit)
    found = [one for marker in edit.markers for one in _read(marker, edit, shown, asked)]
    marks = [one for one in found if not isinstance(one, Notice)]
    if asked.unmarked:
        marks.extend(_unmarked(shown, marks, asked.unmarked_prompt))
    apart = tuple(_told_apart(marks))
    cues = sorted(
        (one for one in apart if isinstance(one, Cue)),
        key=lambda cue: (cue.record.start, cue.record.length),
    )
    said = (*edit.notices, *(one for one in found if isinstance(one, Notice)), *_overlaps(cues))
    return Spotted(tuple(cues), tuple(one for one in apart if isinstance(one, Held)), said)


def _read(
    marker: Marker, edit: Edit, shown: Program, asked: SpottingOptions
) -> Iterator[Cue | Held | Notice]:
    read = notes.read(
        marker.name,
        marker.note,
        marker.keywords,
        limit=asked.prompt_characters,
        note_key_is_enough=asked.note_key_is_enough,
    )
    if read is None:
        return
    if isinstance(read, notes.Hint):
        yield Notice(marker.address, read.message, Level.HINT)
        return
    identity = f"id|{read.id}" if read.id else marker.anchor
    record, problem = _range(marker, edit, shown)
    cue_id, name = _hashed(identity), marker.name or "marker"
    if not marker.enabled:
        message = "its clip or track is disabled: skipped. Enable it to have it scored."
        yield Held(cue_id, name, marker.address, record, message, skipped=True)
        return
    errors = (*read.errors, problem) if problem else read.errors
    if errors or record is None or read.prompts is None:
        yield Held(cue_id, name, marker.address, record, " ".join(errors))
        return
    yield from (Notice(marker.address, warning, cue=cue_id) for warning in read.warnings)
    roles = frozenset(_ROLES[role] for role in read.roles)
    yield Cue(cue_id, name, marker.address, record, read.prompts, read.options, roles)


def _range(marker: Marker, edit: Edit, shown: Program) -> tuple[Span | None, str]:
    """The record span a marker means, or why there is none."""
    if marker.record is None:
        return None, marker.problem
    whole = Span(0, edit.length, edit.rate)
    if not marker.point:
        record = marker.record.clipped(whole)
        return (record, "") if record.length else (None, _OUTSIDE)
    event = marker.event or shown.on_top(marker.record.start)
    if event is None:
        return None, _NO_CLIP
    record = event.record.clipped(whole)
    return (record, "") if record.length else (None, _NOTHING_SHOWN)


def _unmarked(shown: Program, marks: Sequence[Mark], prompt: str) -> Iterator[Cue]:
    """A cue for every stretch of picture between the marked ones, held markers' included."""
    for event, record in _gaps(shown, _marked(marks)):
        media = event.media.paths[0] if event.media and event.media.paths else event.name
        since = Fraction(record.start - event.record.start) / shown.rate
        source_in = event.source_in + since * event.speed
        prompts = Prompts.model_validate({"sound_effect": prompt})
        yield Cue(
            _hashed(f"unmarked|{media}|{source_in}"), "unmarked", event.address, record, prompts
        )


def _marked(marks: Iterable[Mark]) -> list[Span]:
    """Where markers ask for sound, in record order; skipped ones do not ask."""
    asking = (mark for mark in marks if isinstance(mark, Cue) or not mark.skipped)
    return sorted(mark.record for mark in asking if mark.record)


def _gaps(shown: Program, marked: Sequence[Span]) -> Iterator[tuple[Event, Span]]:
    """The parts of every uppermost clip that no marked span covers."""
    first, covered = 0, 0
    for top in shown.tops:
        start = max(top.start, covered)
        while first < len(marked) and marked[first].start < top.end:
            if marked[first].start > start:
                yield top.event, Span(start, marked[first].start - start, shown.rate)
            covered = max(covered, marked[first].end)
            start, first = max(start, covered), first + 1
        if start < top.end:
            yield top.event, Span(start, top.end - start, shown.rate)


def _told_apart(marks: Iterable[Mark]) -> Iterator[Mark]:
    """The same with unique ids: a clip used twice, with its marker, is two cues.

    Held ones count, so that repairing or disabling one of two leaves the other its id.
    """
    seen: dict[str, int] = {}
    for mark in marks:
        count = seen[mark.id] = seen.get(mark.id, 0) + 1
        yield mark if count == 1 else replace(mark, id=_hashed(f"{mark.id}|{count}"))


def _hashed(identity: str) -> str:
    return sha256(identity.encode("utf-8", "replace")).hexdigest()[:8]


def _overlaps(cues: Sequence[Cue]) -> Iterator[Notice]:
    """One remark for each cue that starts while an earlier one of its kind still runs.

    Effects over music are everyday work and not worth a word.
    """
    longest: dict[Role, Cue] = {}
    for cue in cues:
        kind = next(iter(cue.roles)) if len(cue.roles) == 1 else Role.MIX
        running = longest.get(kind)
        if running and running.record.overlaps(cue.record):
            message = f"overlaps the cue of {running.address}: both are scored, on separate tracks."
            yield Notice(cue.address, message, Level.INFO, cue.id)
        if running is None or cue.record.end > running.record.end:
            longest[kind] = cue
