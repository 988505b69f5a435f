"""All that is scored as one stereo file, as long as the timeline; and a movie of it to send."""

import asyncio
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TypeVar

from otio_v2a.audio.excerpt import written
from otio_v2a.audio.levels import UNHEARD_DB
from otio_v2a.audio.mix import CEILING, Mixed, Ramp, Sound, write_mix
from otio_v2a.audio.mux import mux
from otio_v2a.audio.pieces import Curve
from otio_v2a.errors import InterruptedRunError, TimelineError, UsageError
from otio_v2a.gateway.ledger import opened
from otio_v2a.model import Lane, Level, Notice, Placement, Span
from otio_v2a.picture import mp4
from otio_v2a.picture.render import render
from otio_v2a.providers.base import Tell
from otio_v2a.score.laying import Laying, laid
from otio_v2a.score.ordering import ordered_parts, studio
from otio_v2a.score.pictures import Picture, Studio, stretch
from otio_v2a.score.placing import Placed, Takes, takes
from otio_v2a.score.prepare import Prepared
from otio_v2a.score.sound_files import SoundFiles
from otio_v2a.score.stopping import stoppable
from otio_v2a.score.timeline_sound import UNREAD, TimelineSound, timeline_sound
from otio_v2a.score.workfolder import WorkFolder, check_ours, deliver, held
from otio_v2a.timecode import sample_at
from otio_v2a.timeline.bundles.delivery import Goods

_HEIGHT = 720
_Done = TypeVar("_Done")

Watch = Callable[[str, float], None]
"""Told what is made, and the share of it that is done, 0 to 1."""


@dataclass(frozen=True, slots=True)
class Targets:
    """Where a mix goes, and the movie with it; and whether the timeline's own audio is in it."""

    mix: Path
    movie: Path | None = None
    timeline_audio: bool = False


@dataclass(frozen=True, slots=True)
class Mixdown:
    """What was written, of how many `sounds` of ours and how many of the timeline's `own`.

    `failed` says that some sounds of ours could not be baked and are not in it.
    """

    targets: Targets
    mixed: Mixed
    sounds: int
    own: int
    notices: tuple[Notice, ...]
    failed: bool

    @property
    def exit_code(self) -> int:
        """0 when everything that is scored is in the mix, 3 when some of it failed."""
        return 3 if self.failed else 0


def targets(
    prepared: Prepared, folder: WorkFolder, asked: Path | None, *, movie: bool, timeline_audio: bool
) -> Targets:
    """Where the mix goes: `NAME.v2a-mix.wav`, unless another is asked for; and the movie.

    Raises: UsageError when that is no WAV, a file not ours to replace, or in no folder.
    """
    home = prepared.document.home
    name = f"{home.stem}.v2a-mix.wav"
    mix = asked or home.with_name(name)
    mix = mix / name if mix.is_dir() else mix
    if mix.suffix.lower() != ".wav":
        message = f"a mix is written as .wav, not as '{mix.name}'. Name a .wav file with -o."
        raise UsageError(message)
    preview = f"{home.stem}.v2a-preview.mp4" if mix.name == name else f"{mix.stem}.mp4"
    shown = mix.with_name(preview)
    found = Targets(mix, shown if movie else None, timeline_audio)
    for path in filter(None, (found.mix, found.movie)):
        check_ours(path, prepared.document.path, folder)
    return found


def mix_down(prepared: Prepared, folder: WorkFolder, wanted: Targets, watch: Watch) -> Mixdown:
    """Mix what is scored and chosen, as it is placed. Nothing is scored or paid.

    Raises: TimelineError when there is nothing to mix; AudioError, MediaError or TimelineError when
    a file cannot be made: what was there is then as it was; InterruptedRunError when stopped.
    """
    if not folder.ledger.is_file() and not wanted.timeline_audio:
        nothing = _nothing(prepared)
        raise nothing
    with held(folder), opened(folder.ledger) as ledger:
        where = studio(prepared, ledger, folder)
        found = takes(ordered_parts(prepared, ledger, folder, where), ledger, folder)
        if not any(one.chosen for one in found) and not wanted.timeline_audio:
            nothing = _nothing(prepared)
            raise nothing
        placed = stoppable(laid(found, Laying(prepared, ledger, folder)))
        ours = tuple(
            sound for lane in placed.lanes for sound in lane_sounds(lane, _curve(prepared))
        )
        own = _own(prepared, where) if wanted.timeline_audio else TimelineSound()
        mixed = _write(prepared, wanted, _Work((*ours, *own.sounds), where, folder, watch))
    said = (*_remarks(found, placed), *own.notices, *_held_down(mixed, wanted))
    return Mixdown(wanted, mixed, len(ours), len(own.sounds), said, bool(placed.problems))


def _nothing(prepared: Prepared) -> TimelineError:
    name = prepared.document.path.name
    message = f"nothing of '{name}' is scored yet, so there is nothing to mix. Score it first."
    return TimelineError(message)


def _curve(prepared: Prepared) -> Curve:
    """How an editor plays the Transitions we write.

    Source: `Cross Fade (+3dB)`, as FCP7 XML has it, keeps the power; those of OTIO are straight
    (media fact sheet, section 22).
    """
    return "equal_power" if prepared.document.suffix == ".xml" else "linear"


def lane_sounds(lane: Lane, curve: Curve = "linear") -> Iterator[Sound]:
    """What a lane sounds like in an editor: files from their heads on, Transitions by a curve."""
    if not lane.enabled:
        return
    fades = (0, *lane.crossfades, *[0] * (len(lane.placements) - len(lane.crossfades)))
    for placement, before, after in zip(lane.placements, fades, fades[1:], strict=False):
        yield _sound(placement, (before, after), curve)


def _sound(placement: Placement, crossfades: tuple[int, int], curve: Curve) -> Sound:
    """A placement with the crossfades at its ends. Unit: `crossfades` in frames."""
    record, (before, after) = placement.record, crossfades

    def sample(frame: int) -> int:
        return sample_at(frame, record.rate)

    file_start = sample(record.start - placement.head)
    start, whole = sample(record.start - before // 2), sample(record.start + before - before // 2)
    going, end = sample(record.end - after // 2), sample(record.end + after - after // 2)
    coming = [Ramp(start, whole, curve)] if before else []
    leaving = [Ramp(end, going, curve)] if after else []
    path = Path(placement.file)
    return Sound(start, end, lambda at: written(path, at - file_start), (*coming, *leaving))


def _own(prepared: Prepared, where: Studio) -> TimelineSound:
    found = timeline_sound(prepared.document.edit, SoundFiles(where.library))
    if found.sounds:
        found.notices.append(UNREAD)
    else:
        found.notices.append(Notice("timeline", "it has no audio of its own that can be heard."))
    return found


@dataclass(frozen=True, slots=True)
class _Work:
    """What is mixed, what pictures are made from, where, and who is told."""

    sounds: Sequence[Sound]
    where: Studio
    folder: WorkFolder
    watch: Watch


def _write(prepared: Prepared, wanted: Targets, work: _Work) -> Mixed:
    """Every file made, then owned by the manifest, then put in its place."""
    edit = prepared.document.edit
    whole = Span(0, edit.length, edit.rate)
    # Before anything is mixed: media may be offline.
    picture = stretch(whole, work.where, _HEIGHT) if wanted.movie else None
    mixing = _Mixing(work, sample_at(edit.length, edit.rate))
    new: dict[Path, Goods] = {wanted.mix: mixing}
    if wanted.movie and picture:
        new[wanted.movie] = _Filming(work, picture, mixing)
    deliver(new, work.folder, work.folder.manifest())
    return mixing.mixed


class _Mixing:
    """The goods of a mix; `made` is where it stands until it is put in its place."""

    mixed: Mixed
    made: Path

    def __init__(self, work: _Work, length: int) -> None:
        self._work = work
        self._length = length

    def stands(self, out: Path) -> bool:
        """Whether it is there already: it is made to find out."""
        del out
        return False

    def make(self, out: Path) -> None:
        """Mix it."""
        work = self._work
        mixing = partial(write_mix, work.sounds, self._length, out)
        self.made = out
        self.mixed = stoppable(_in_thread(mixing, partial(work.watch, "mixing")))


@dataclass(frozen=True, slots=True)
class _Filming:
    """The goods of a movie with a mix under it."""

    work: _Work
    picture: Picture
    mixing: _Mixing

    def stands(self, out: Path) -> bool:
        """Whether it is there already: it is made to find out."""
        del out
        return False

    def make(self, out: Path) -> None:
        """Render the picture in the work folder, and put the sound under it."""
        shown, watch = self.picture, self.work.watch
        room = self.work.folder.file("pictures", out.name).parent
        with TemporaryDirectory(dir=room, prefix=".movie.", suffix=".tmp") as folder:
            silent = Path(folder) / "picture.mp4"
            tell = partial(watch, "picture")
            stoppable(render(shown.visuals, shown.sources, shown.canvas, silent, tell))
            stoppable(
                _in_thread(partial(mux, silent, self.mixing.made, out), partial(watch, "movie"))
            )
        mp4.sync(out)


async def _in_thread(job: Callable[[Tell], _Done], watch: Tell) -> _Done:
    """A job in a thread of its own, which ends soon once the run is being stopped."""
    stopping = threading.Event()

    def tell(share: float) -> None:
        if stopping.is_set():
            message = "stopped"
            raise InterruptedRunError(message)
        watch(share)

    try:
        return await asyncio.to_thread(job, tell)
    finally:
        stopping.set()


def _remarks(found: Sequence[Takes], placed: Placed) -> Iterator[Notice]:
    cues = {one.part.cue.id for one in found}
    missing = {one.part.cue.id for one in found if one.chosen is None}
    if missing:
        told = f"{len(missing)} of {len(cues)} cues are not scored yet: they are silent in the mix."
        yield Notice("timeline", told)
    for one in found:
        if problem := placed.problems.get(one.part.key):
            yield Notice(one.part.cue.address, problem, Level.ERROR)
    yield from placed.notices


def _held_down(mixed: Mixed, wanted: Targets) -> Iterator[Notice]:
    if mixed.held_db >= UNHEARD_DB:
        told = f"its peaks were held at {CEILING:g} dBTP, by up to {mixed.held_db:.1f} dB."
        yield Notice(wanted.mix.name, told)
