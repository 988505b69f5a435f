"""Laid takes -> WAV files: which replies, which samples, which fades."""

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from pathlib import Path
from typing import Self

from otio_v2a.audio.pieces import Finish, Piece
from otio_v2a.errors import AudioError
from otio_v2a.gateway.ledger import Entry, Ledger
from otio_v2a.layout import Laid
from otio_v2a.score.orders import Order
from otio_v2a.score.progress import Meter, Watch
from otio_v2a.score.workfolder import WorkFolder
from otio_v2a.timecode import SAMPLE_RATE, frames_in, sample_at

_BAKE = "bake-1"
"""Part of every sound's name: raised when the same replies would be baked differently."""


@dataclass(frozen=True, slots=True)
class Baked:
    """A sound in its place with what the user should know about it, or why there is none."""

    path: Path
    remarks: tuple[str, ...] = ()
    problem: str = ""


class Baker:
    """Bakes takes side by side, bounded by the cores, and keeps what is done.

    Use it as a context, from one event loop: leaving it stops what is still under way.
    """

    def __init__(
        self, folder: WorkFolder, ledger: Ledger, workers: int, edge_fade: Fraction
    ) -> None:
        """Unit: `edge_fade` in seconds."""
        self._folder = folder
        self._ledger = ledger
        self._edge_fade = edge_fade
        self._known = ledger.entries()
        self._files = ledger.files()
        self._cores = asyncio.Semaphore(workers)
        self._stopping = threading.Event()

    def __enter__(self) -> Self:
        """Ready."""
        return self

    def __exit__(self, *_: object) -> None:
        """Have every bake under way end soon, without a file."""
        self._stopping.set()

    async def bake(self, laid: Laid, orders: Sequence[Order], watch: Watch) -> Baked:
        """The take's sound, cut and faded as it is laid."""
        finish = finish_of(laid, self._edge_fade)
        pieces = tuple(self._piece(one) for one in orders)
        name = file_name(laid, orders, pieces, finish)
        path = self._folder.file("audio", name)
        size, note = self._files.get(f"audio/{name}", (-1, ""))
        meter = Meter(laid.finished.part, 1, watch)
        if path.is_file() and path.stat().st_size == size:
            meter.end("placed")
            return Baked(path, tuple(note.splitlines()))
        # Loads numpy and PyAV, which a run with nothing new to bake does without.
        from otio_v2a.audio.bake import bake

        tell = meter.worker(0, "placing", self._stopping)
        try:
            async with self._cores:
                made = await asyncio.to_thread(bake, pieces, finish, path, tell)
        except AudioError as error:
            meter.end("failed")
            return Baked(path, problem=str(error))
        remarks = (*made.remarks, *self._said(orders))
        self._ledger.keep(f"audio/{name}", path.stat().st_size, "\n".join(remarks))
        return Baked(path, remarks)

    def _said(self, orders: Sequence[Order]) -> tuple[str, ...]:
        """What the provider remarked about these requests, each remark once."""
        lines = (line for one in orders for line in self._entry(one).remarks.splitlines())
        return tuple(dict.fromkeys(lines))

    def _entry(self, asked: Order) -> Entry:
        return self._known[asked.key]

    def _piece(self, asked: Order) -> Piece:
        record = asked.segment.record
        return Piece(
            self._folder.file("replies", self._entry(asked).reply),
            sample_at(record.start, record.rate) - round(asked.before * SAMPLE_RATE),
            sample_at(record.end, record.rate),
        )


def finish_of(laid: Laid, edge_fade: Fraction) -> Finish:
    """Which samples a laid take's file has, and its fades.

    A side with a handle is left alone: a Transition fades it. Unit: `edge_fade` in seconds.
    """
    record, options = laid.record, laid.cue.options
    start, end = record.start - laid.head, record.end + laid.tail
    edge = options.fade.seconds(record.rate) if options.fade else edge_fade
    edge = min(edge, Fraction(record.length, 2) / record.rate)

    def fade(handle: int, crossfade: int) -> int:
        if handle:
            return 0
        return frames_in(crossfade / record.rate if crossfade else edge, Fraction(48_000))

    return Finish(
        start=sample_at(start, record.rate),
        end=sample_at(end, record.rate),
        fade_in=fade(laid.head, laid.fade_in),
        fade_out=fade(laid.tail, laid.fade_out),
        gain_db=options.gain_db,
    )


def file_name(laid: Laid, orders: Sequence[Order], pieces: Sequence[Piece], finish: Finish) -> str:
    """`v2a_<cue>_<role>_t<take>_<hash8>.wav`: another name for every other sound."""
    where = [(piece.start - finish.start, piece.end - finish.start) for piece in pieces]
    cut = (finish.end - finish.start, finish.fade_in, finish.fade_out, finish.gain_db, finish.curve)
    what = repr((_BAKE, [one.key for one in orders], where, cut))
    hashed = sha256(what.encode()).hexdigest()[:8]
    role = laid.finished.part.role
    return f"v2a_{laid.cue.id}_{role}_t{laid.finished.take}_{hashed}.wav"
