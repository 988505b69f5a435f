"""Orders -> replies: bounded by the cores, each written down before it begins."""

import asyncio
import os
import threading
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from otio_v2a.errors import AudioError, InterruptedRunError, MediaError, ProviderError, V2AError
from otio_v2a.gateway.ledger import Entry, Ledger
from otio_v2a.model import PartKey
from otio_v2a.providers.base import Local, LocalJob, Provider
from otio_v2a.score.orders import Order, Ordered, Picture, finished
from otio_v2a.score.progress import Meter, Watch
from otio_v2a.score.workfolder import WorkFolder

BROKEN = (
    *(ArithmeticError, AssertionError, AttributeError, BufferError, ImportError, LookupError),
    *(MemoryError, NameError, OSError, RuntimeError, TypeError, ValueError),
)
"""What a third party's scorer with a fault in it raises: its cue fails, the others go on."""


@dataclass(frozen=True, slots=True)
class Bench:
    """What the work needs: where files go, what is already known, how much may run at once."""

    folder: WorkFolder
    ledger: Ledger
    provider: Provider
    workers: int
    watch: Watch


def cores(configured: int = 0) -> int:
    """How many processes this machine runs side by side."""
    return configured or os.cpu_count() or 1


class Work:
    """One run's rendering and scoring. One event loop, one ledger."""

    def __init__(self, bench: Bench) -> None:
        """Limits are shared by all orders of the run: cores by renders and local scorers."""
        self._bench = bench
        self._known = bench.ledger.entries()
        self._files = bench.ledger.files()
        self._cores = asyncio.Semaphore(bench.workers)
        self._scorers = asyncio.Semaphore(bench.provider.concurrency or bench.workers)
        self._locks: dict[str, asyncio.Lock] = {}
        self._stopping = threading.Event()

    async def do(self, parts: Iterable[Ordered]) -> dict[PartKey, str]:
        """Everything not done yet; the result says, by cue and role, what failed and why."""
        waiting = tuple(parts)
        tasks = [asyncio.create_task(self._part(part)) for part in waiting]
        try:
            problems = await asyncio.gather(*tasks)
        finally:
            self._stopping.set()
            for task in tasks:
                # Twice would interrupt what a cancelled task still has to tidy up.
                if not task.cancelling():
                    task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        done = zip(waiting, problems, strict=True)
        return {one.part.key: problem for one, problem in done if problem}

    async def _part(self, ordered: Ordered) -> str:
        """Score one part; why it failed, or nothing."""
        orders = ordered.asked()
        meter = Meter(ordered.part, len(orders), self._bench.watch)
        jobs = [self._order(one, index, meter) for index, one in enumerate(orders)]
        problems = [ordered.problem, *await asyncio.gather(*jobs)]
        problem = next(filter(None, problems), "")
        if problem:
            meter.end("failed")
        return problem

    async def _order(self, asked: Order, index: int, meter: Meter) -> str:
        """Make sure one order is done; the same picture asked for twice is scored once."""
        async with self._one_at_a_time(asked.key):
            if not finished(asked, self._known, self._bench.folder):
                try:
                    picture = await self._picture(asked.picture, index, meter)
                    await self._reply(asked, picture, index, meter)
                except (AudioError, MediaError, ProviderError) as error:
                    return str(error)
        meter.tell(index, "scoring", 1.0)
        return ""

    def _one_at_a_time(self, key: str) -> asyncio.Lock:
        return self._locks.setdefault(key, asyncio.Lock())

    async def _picture(self, shown: Picture, index: int, meter: Meter) -> Path:
        """The rendered picture, made once however many orders ask for it."""
        name = f"{shown.key[:32]}.mp4"
        path = self._bench.folder.file("pictures", name)
        async with self._one_at_a_time(shown.key):
            size = self._files.get(f"pictures/{name}", (-1, ""))[0]
            if path.is_file() and path.stat().st_size == size:
                return path
            # Loads ffmpeg-python, which a run with nothing to render does without.
            from otio_v2a.picture.render import render

            async with self._cores:
                await render(
                    shown.shots,
                    shown.sources,
                    shown.canvas,
                    path,
                    lambda share: meter.tell(index, "rendering", share),
                )
            size = path.stat().st_size
            self._bench.ledger.keep(f"pictures/{name}", size)
            self._files[f"pictures/{name}"] = (size, "")
        return path

    async def _reply(self, asked: Order, picture: Path, index: int, meter: Meter) -> None:
        """Score one order: the intent is written first, the result when its file is there."""
        ledger, provider = self._bench.ledger, self._bench.provider
        if not isinstance(provider, Local):
            message = f"the provider '{provider.name}' cannot score on this machine."
            raise ProviderError(message)
        meter.tell(index, "waiting", 0.0)
        async with self._scorers, self._cores:
            entry = _entry(asked, provider)
            ledger.begin(entry)
            out = self._bench.folder.file("replies", f"{asked.key[:32]}.wav")
            job = _job(asked, picture, out)
            tell = meter.worker(index, "scoring", self._stopping)
            # What an earlier run left half written must not pass for this reply.
            out.unlink(missing_ok=True)
            try:
                remarks = await asyncio.to_thread(provider.score, job, tell)
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
            entry = replace(entry, state="done", reply=out.name, size=size)
            ledger.finish(entry.key, entry.reply, entry.size, remarks)
            self._known[entry.key] = entry


def _size(reply: Path, provider: Provider) -> int:
    try:
        return reply.stat().st_size
    except OSError as error:
        message = f"the provider '{provider.name}' wrote no sound. Update it, or use another."
        raise ProviderError(message) from error


def _entry(asked: Order, provider: Provider) -> Entry:
    return Entry(
        key=asked.key,
        cue=asked.part.cue.id,
        role=asked.part.role,
        segment=asked.segment.index,
        take=asked.take,
        provider=provider.name,
        model=provider.model,
        prompts=asked.part.prompts.model_dump_json(),
        price=provider.price,
    )


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
    )
