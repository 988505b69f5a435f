"""A cue's picture as a file, exactly as it would be sent, to look at."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from otio_v2a.errors import MediaError, UsageError
from otio_v2a.model import Cue, Notice, Segment
from otio_v2a.score.ordering import ordered_parts
from otio_v2a.score.orders import Ordered
from otio_v2a.score.pictures import Picture
from otio_v2a.score.prepare import Prepared
from otio_v2a.score.stopping import stoppable
from otio_v2a.score.workfolder import WorkFolder


@dataclass(frozen=True, slots=True)
class Look:
    """One segment's picture in a file; `coarse` where it had to be made smaller."""

    cue: Cue
    segment: Segment
    picture: Picture
    file: Path
    coarse: bool = False


@dataclass(frozen=True, slots=True)
class Looks:
    """The pictures of the chosen cues, and what is to be said of them."""

    files: tuple[Look, ...]
    notices: tuple[Notice, ...]


Tell = Callable[[Look, float], None]


def look(prepared: Prepared, folder: WorkFolder, out: Path, tell: Tell) -> Looks:
    """The pictures of the chosen cues, written to `out`; several are numbered. Writes nothing else,
    but media that are in a zip.

    Only the media of these cues are looked for, and no ledger is asked what they hold.
    Raises: UsageError when a file is in the way, or a cue sends no picture; MediaError.
    """
    chosen = ordered_parts(_of_chosen(prepared), None, folder)
    wanted = _named([pair for one in chosen for pair in _pictures(one)], out)
    for one in wanted:
        if one.file.exists():
            message = f"'{one.file}' is there already. Name another file with -o."
            raise UsageError(message)
    made = tuple(stoppable(_rendered(one, tell)) for one in wanted)
    said = (Notice(one.part.cue.address, remark) for one in chosen for remark in one.remarks)
    return Looks(made, (*_about(prepared), *said))


def _of_chosen(prepared: Prepared) -> Prepared:
    """The chosen cues alone, each once: all its roles and takes have the same picture."""
    parts = {one.cue.id: one for one in prepared.plan.parts if one.cue.id in prepared.chosen}
    return replace(prepared, plan=replace(prepared.plan, parts=tuple(parts.values())))


def _pictures(ordered: Ordered) -> list[tuple[Cue, Segment, Picture]]:
    cue = ordered.part.cue
    if ordered.problem:
        message = f"{cue.address}: {ordered.problem}"
        raise MediaError(message)
    if ordered.video_id:
        message = f"{cue.address}: the video_id is sent, no picture."
        raise UsageError(message)
    pairs = zip(ordered.part.segments, ordered.pictures, strict=True)
    return [(cue, segment, shown) for segment, shown in pairs]


def _named(wanted: list[tuple[Cue, Segment, Picture]], out: Path) -> list[Look]:
    if len(wanted) == 1:
        return [Look(*wanted[0], out)]
    return [
        Look(*one, out.with_name(f"{out.stem}.{number}{out.suffix}"))
        for number, one in enumerate(wanted, start=1)
    ]


async def _rendered(one: Look, tell: Tell) -> Look:
    # Loads ffmpeg-python, which a refused look does without.
    from otio_v2a.picture.render import render

    shown = one.picture
    coarse = await render(
        shown.visuals, shown.sources, shown.canvas, one.file, lambda share: tell(one, share)
    )
    return Look(one.cue, one.segment, shown, one.file, coarse)


def _about(prepared: Prepared) -> tuple[Notice, ...]:
    """What was said of the chosen cues before anything was rendered."""
    addresses = {cue.address for cue in prepared.spotted.cues if cue.id in prepared.chosen}
    return tuple(one for one in prepared.notices if one.address in addresses)
