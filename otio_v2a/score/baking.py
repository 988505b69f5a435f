"""Laid takes -> WAV files, side by side, and what is known of each."""

import asyncio
import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Self

from otio_v2a.audio.pieces import Piece
from otio_v2a.errors import AudioError
from otio_v2a.gateway.ledger import Entry, Ledger
from otio_v2a.layout import Laid, placement
from otio_v2a.score.finishing import Finishing, file_name
from otio_v2a.score.heard import Heard, Kept, heard
from otio_v2a.score.orders import Order
from otio_v2a.score.progress import Meter, Watch
from otio_v2a.score.workfolder import WorkFolder
from otio_v2a.timecode import SAMPLE_RATE, sample_at


@dataclass(frozen=True, slots=True)
class Baked:
    """A sound in its place with what is known of it, or why there is none."""

    path: Path
    remarks: tuple[str, ...] = ()
    heard: Heard | None = None
    problem: str = ""


class Baker:
    """Bakes takes side by side, bounded by the cores, and keeps what is done.

    Use it as a context, from one event loop: leaving it stops what is still under way.
    """

    def __init__(
        self, folder: WorkFolder, ledger: Ledger, workers: int, finishing: Finishing
    ) -> None:
        """As many at once as there are `workers`."""
        self._folder = folder
        self._ledger = ledger
        self._finishing = finishing
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
        """The take's sound, cut and finished as it is laid."""
        finishing = self._finishing
        pieces = _rounded_up([self._piece(one) for one in orders], finishing.finish(laid).end)
        path = self._folder.file("audio", file_name(laid, orders, pieces, finishing))
        size, note = self._files.get(f"audio/{path.name}", (-1, ""))
        meter = Meter(laid.finished.part, 1, watch)
        if path.is_file() and path.stat().st_size == size:
            meter.end("placed")
            kept = Kept.from_note(note)
            return Baked(path, kept.remarks, kept.heard)
        # Loads numpy and PyAV, which a run with nothing new to bake does without.
        from otio_v2a.audio.bake import bake

        now = datetime.now().astimezone()
        finish, slate = finishing.finish(laid), finishing.slate(placement(laid, path.name), now)
        tell = meter.worker(0, "placing", self._stopping)
        try:
            async with self._cores:
                made = await asyncio.to_thread(bake, pieces, finish, path, tell, slate)
        except AudioError as error:
            meter.end("failed")
            return Baked(path, problem=str(error))
        kept = Kept((*made.remarks, *self._said(orders)), heard(made, finish, laid.cue.record))
        self._ledger.keep(f"audio/{path.name}", path.stat().st_size, kept.as_note())
        return Baked(path, kept.remarks, kept.heard)

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


def _rounded_up(pieces: Sequence[Piece], end: int) -> tuple[Piece, ...]:
    """The pieces of a file that ends there: at fractional rates a sample after its picture."""
    *others, last = pieces
    return (*others, replace(last, end=end) if end == last.end + 1 else last)
