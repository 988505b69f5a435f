"""Every finished take of a cue as it would be placed, and its picture with what is around it."""

import asyncio
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from otio_v2a.audio.mix import write_mix
from otio_v2a.audio.pieces import Finish
from otio_v2a.gateway.ledger import Ledger
from otio_v2a.layout import Finished, lay_out
from otio_v2a.model import Cue, Span
from otio_v2a.picture.render import render
from otio_v2a.score.baking import Baked, Baker
from otio_v2a.score.finishing import Finishing
from otio_v2a.score.heard import Seen
from otio_v2a.score.ordering import ordered_parts, studio
from otio_v2a.score.pictures import Studio, stretch
from otio_v2a.score.placing import Takes, takes
from otio_v2a.score.prepare import Prepared
from otio_v2a.score.sound_files import SoundFiles
from otio_v2a.score.stopping import stoppable
from otio_v2a.score.timeline_sound import timeline_sound
from otio_v2a.score.witness import Witness
from otio_v2a.score.work import cores
from otio_v2a.timecode import frames_in, sample_at

_HEIGHT = 360
CONTEXT = 2
"""Seconds before and after a cue that are shown and heard with it."""


@dataclass(frozen=True, slots=True)
class Audition:
    """A take in its role and how it is cut; `sound` is its file, or says why there is none."""

    role: str
    take: int
    chosen: bool
    sound: Baked
    finish: Finish


@dataclass(frozen=True, slots=True)
class Preview:
    """A cue's picture with its context, and the timeline's own sound under it, where it has any.

    `record` is all that is shown.
    """

    record: Span
    picture: Path
    own: Path | None


def auditions(prepared: Prepared, ledger: Ledger, cue: str) -> tuple[Audition, ...]:
    """The finished takes of a cue, baked where they are not yet, by role and number.

    Raises: InterruptedRunError when stopped.
    """
    found = takes(ordered_parts(prepared, ledger, prepared.folder), ledger, prepared.folder)
    return stoppable(_baked(found, prepared, ledger, cue))


async def _baked(
    found: tuple[Takes, ...], prepared: Prepared, ledger: Ledger, cue: str
) -> tuple[Audition, ...]:
    settings, document = prepared.settings, prepared.document
    finished = [
        Finished(one.part, take, one.ordered.provider.name, take != one.chosen)
        for one in found
        for take in one.done
        if take == one.chosen or one.part.cue.id == cue
    ]
    lanes = lay_out(
        finished,
        frames_in(settings.crossfade, document.edit.rate),
        transitions=document.dialect.keeps_transitions,
        start=document.edit.start,
    )
    laid = [one for lane in lanes for one in lane.laid if one.cue.id == cue]
    orders = {one.part.key: one.ordered for one in found}
    finishing = Finishing(document.edit, settings)
    with Baker(prepared.folder, ledger, cores(settings.workers), finishing) as baker:
        jobs = [
            baker.bake(one, orders[one.key].of_take(one.finished.take), lambda _: None)
            for one in laid
        ]
        sounds = await asyncio.gather(*jobs)
    made = (
        Audition(
            one.role, one.finished.take, not one.finished.alternate, sound, finishing.finish(one)
        )
        for one, sound in zip(laid, sounds, strict=True)
    )
    return tuple(sorted(made, key=lambda one: (one.role, one.take)))


def preview(prepared: Prepared, ledger: Ledger | None, cue: Cue) -> Preview:
    """The picture and the own sound of a cue and its context; made once, then kept.

    Raises: MediaError when the picture cannot be had; InterruptedRunError when stopped.
    """
    edit = prepared.document.edit
    around = round(CONTEXT * edit.rate)
    record = cue.record.widened(around, around).clipped(Span(0, edit.length, edit.rate))
    where = studio(prepared, ledger, prepared.folder)
    shown = stretch(record, where, _HEIGHT)
    path = prepared.folder.file("previews", f"{shown.stem}.mp4")
    if not path.is_file():
        stoppable(render(shown.visuals, shown.sources, shown.canvas, path, lambda _: None))
    return Preview(record, path, _own(prepared, where, record))


def _own(prepared: Prepared, where: Studio, record: Span) -> Path | None:
    """The timeline's own sound of a stretch, as a file; None where there is none to be heard."""
    found = timeline_sound(prepared.document.edit, SoundFiles(where.library))
    start, end = sample_at(record.start, record.rate), sample_at(record.end, record.rate)
    heard = [one for one in found.sounds if one.start < end and one.end > start]
    if not heard:
        return None
    # What the timeline says of its sounds is in its text; media that change under it are not seen.
    said = f"{prepared.document.text}|{record}|{prepared.settings.search_dirs}"
    name = sha256(said.encode("utf-8", "replace")).hexdigest()[:32]
    path = prepared.folder.file("previews", f"{name}.wav")
    if not path.is_file():
        write_mix(heard, end - start, path, lambda _: None, start)
    return path


def seen(prepared: Prepared, ledger: Ledger, cue: str) -> tuple[Seen, ...]:
    """What happens in the picture of a cue."""
    found = ordered_parts(prepared, ledger, prepared.folder)
    witness = Witness(prepared.folder, ledger)
    for one in found:
        if one.part.cue.id == cue:
            return witness.seen(one.asked())
    return ()
