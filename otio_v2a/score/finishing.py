"""How a laid take becomes a file: which samples, which fades, how loud, and what is told in it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from fractions import Fraction
from hashlib import sha256
from math import ceil

from otio_v2a import __version__
from otio_v2a.audio.pieces import Finish, Piece, Slate
from otio_v2a.edit import Edit
from otio_v2a.layout import Laid, placement
from otio_v2a.model import Placement, spoken
from otio_v2a.score.orders import Order
from otio_v2a.settings import Settings
from otio_v2a.timecode import SAMPLE_RATE, frames_in, sample_at

_BAKE = "bake-2"
"""Part of every sound's name: raised when the same replies would be baked differently."""

_ONCE = datetime(2000, 1, 1, tzinfo=UTC)
"""Stands for the time of making in names: it makes no other sound."""

_DAY = 24 * 3600 * SAMPLE_RATE


@dataclass(frozen=True, slots=True)
class Finishing:
    """What the sounds of a timeline get, by the settings of a run.

    `open_fades`: the fades that markers ask for are the application's, and not in the file.
    """

    edit: Edit
    settings: Settings
    open_fades: bool = False

    def finish(self, laid: Laid) -> Finish:
        """Which samples a laid take's file has, how loud, and its fades where its clip ends.

        A side that a Transition fades is left alone. The file is never a sample shorter than its
        frames: an application that counts whole ones would find one less in it.
        """
        record, options = laid.record, laid.cue.options
        frames = laid.head + record.length + laid.tail
        start = sample_at(record.start - laid.head, record.rate)
        end = start + ceil(frames * SAMPLE_RATE / record.rate)
        edge = self.settings.edge_fade
        if options.fade:
            edge = Fraction(0) if self.open_fades else options.fade.seconds(record.rate)
        edge = min(edge, Fraction(record.length, 2) / record.rate)

        def fade(half: int, crossfade: int) -> int:
            if half:
                return 0
            return frames_in(crossfade / record.rate if crossfade else edge, Fraction(SAMPLE_RATE))

        return Finish(
            start=start,
            end=end,
            head=sample_at(record.start, record.rate) - start,
            tail=end - sample_at(record.end, record.rate),
            fade_in=fade(laid.half_in, laid.fade_in),
            fade_out=fade(laid.half_out, laid.fade_out),
            gain_db=options.gain_db,
            loudness=self.settings.loudness.get(laid.role),
            ceiling=self.settings.ceiling,
        )

    def slate(self, placed: Placement, made: datetime) -> Slate | None:
        """What a Broadcast WAV tells of itself; None where it is to be a plain one.

        Its time reference is the sample of its first frame's timecode, counted from midnight.
        """
        if not self.settings.bwf:
            return None
        edit, cue = self.edit, placed.cue
        said = " + ".join(spoken(cue.prompts, placed.role))
        first = edit.start + placed.record.start - placed.head
        track = f"V2A {placed.role.upper()}"
        return Slate(
            description=f"{said or cue.name} | {placed.provider} | take {placed.take}",
            originator=f"otio-v2a {__version__}",
            reference=f"{cue.id}-{placed.role}-t{placed.take}",
            made=made,
            time_reference=sample_at(first, edit.rate) % _DAY,
            rate=edit.rate,
            drop_frame=edit.drop_frame,
            project=edit.name,
            scene=cue.name,
            take=str(placed.take),
            tape=cue.id,
            note=said,
            tracks=(f"{track} L", f"{track} R"),
        )


def file_name(
    laid: Laid, orders: Sequence[Order], pieces: Sequence[Piece], finishing: Finishing
) -> str:
    """`v2a_<cue>_<role>_t<take>_<hash8>.wav`: another name for every other sound."""
    finish = finishing.finish(laid)
    length = finish.end - finish.start
    where = [(piece.start - finish.start, piece.end - finish.start) for piece in pieces]
    cut, slate = replace(finish, start=0, end=length), finishing.slate(placement(laid, ""), _ONCE)
    what = repr((_BAKE, [one.key for one in orders], where, cut, slate))
    hashed = sha256(what.encode("utf-8", "replace")).hexdigest()[:8]
    return f"v2a_{laid.cue.id}_{laid.role}_t{laid.finished.take}_{hashed}.wav"
