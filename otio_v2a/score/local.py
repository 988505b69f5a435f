"""Orders -> replies by a scorer on this machine: in threads, bounded by the cores."""

import asyncio
import threading
from dataclasses import dataclass
from pathlib import Path

from otio_v2a.errors import InterruptedRunError, ProviderError, V2AError
from otio_v2a.gateway.budget import Budget
from otio_v2a.gateway.ledger import Entry, Ledger
from otio_v2a.providers.base import GLANCE_FRAME, Local, LocalJob
from otio_v2a.score.orders import Order
from otio_v2a.score.scorers import Picture, Teller, entry_of
from otio_v2a.score.workfolder import WorkFolder

BROKEN = (
    *(ArithmeticError, AssertionError, AttributeError, BufferError, ImportError, LookupError),
    *(MemoryError, NameError, OSError, RuntimeError, TypeError, ValueError),
)
"""What a third party's scorer with a fault in it raises: its cue fails, the others go on."""


@dataclass(frozen=True, slots=True)
class Desk:
    """Where a local scorer works: files, ledger, approved money, the cores shared with renders."""

    folder: WorkFolder
    ledger: Ledger
    budget: Budget
    cores: asyncio.Semaphore


class LocalScorer:
    """A scorer on this machine."""

    def __init__(self, provider: Local, desk: Desk) -> None:
        """As many at once as the provider says, or as there are cores."""
        self._provider = provider
        self._folder = desk.folder
        self._ledger = desk.ledger
        self._budget = desk.budget
        self._cores = cores = desk.cores
        self._slots = asyncio.Semaphore(provider.concurrency) if provider.concurrency else cores
        self._stopping = threading.Event()

    async def reply(self, asked: Order, picture: Picture, teller: Teller) -> Entry:
        """The intent is written first, the result when its file is there."""
        path = await picture()
        teller.tell("waiting", 0.0)
        async with self._slots:
            if self._slots is self._cores:
                return await self._scored(asked, path, teller)
            async with self._cores:
                return await self._scored(asked, path, teller)

    def stop(self) -> None:
        """Have every scorer under way end soon: its next word about progress is refused."""
        self._stopping.set()

    async def close(self) -> None:
        """Nothing is left to tidy up."""

    async def _scored(self, asked: Order, picture: Path, teller: Teller) -> Entry:
        provider, ledger = self._provider, self._ledger
        entry = entry_of(asked, provider)
        self._budget.take(entry.price)
        ledger.begin(entry)
        out = self._folder.file("replies", f"{asked.key[:32]}.wav")
        tell = teller.meter.worker(teller.index, "scoring", self._stopping)
        # What an earlier run left half written must not pass for this reply.
        out.unlink(missing_ok=True)
        try:
            remarks = await asyncio.to_thread(provider.score, _job(asked, picture, out), tell)
            size = _size(out, provider)
        except InterruptedRunError as error:
            raise asyncio.CancelledError from error
        except V2AError as error:
            ledger.fail(asked.key, str(error))
            raise
        except BROKEN as error:
            told = f"{type(error).__name__}: {error}"
            message = f"the provider '{provider.name}' broke ({told}). Tell its makers."
            ledger.fail(asked.key, message)
            raise ProviderError(message) from error
        return ledger.finish(asked.key, out.name, size, remarks)


def _size(reply: Path, provider: Local) -> int:
    try:
        return reply.stat().st_size
    except OSError as error:
        message = f"the provider '{provider.name}' wrote no sound. Update it, or use another."
        raise ProviderError(message) from error


def _job(asked: Order, picture: Path, out: Path) -> LocalJob:
    return LocalJob(
        picture=picture,
        frames=asked.picture.frames,
        rate=asked.segment.record.rate,
        cue_in=asked.cue_in,
        cue_out=asked.cue_out,
        prompts=asked.part.prompts,
        role=asked.part.role,
        take=asked.take,
        seed=int(asked.key[:16], 16),
        out=out,
        glance=_glance(asked, picture),
    )


def _glance(asked: Order, picture: Path) -> Path | None:
    """The glance beside a picture; None in a folder of an older version, or where one was lost."""
    path = picture.with_name(f"{asked.picture.stem}.gray")
    whole = asked.picture.frames * GLANCE_FRAME
    return path if path.is_file() and path.stat().st_size == whole else None
