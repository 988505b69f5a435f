"""Orders -> replies: every picture rendered once, every order scored once, all side by side."""

import asyncio
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from otio_v2a.errors import (
    AudioError,
    HeldError,
    MediaError,
    PaidError,
    ProviderError,
    UsageError,
)
from otio_v2a.gateway.ledger import Ledger
from otio_v2a.model import Level, Notice, PartKey
from otio_v2a.score.orders import Order, Ordered, finished
from otio_v2a.score.progress import Meter, Watch
from otio_v2a.score.report import Trouble
from otio_v2a.score.scorers import Scorer, Teller
from otio_v2a.score.stopping import Withdrawals
from otio_v2a.score.workfolder import WorkFolder


@dataclass(frozen=True, slots=True)
class Bench:
    """What the work needs: where files go, what is already known, how much may run at once."""

    folder: WorkFolder
    ledger: Ledger
    scorer: Scorer
    cores: asyncio.Semaphore
    watch: Watch
    withdrawals: Withdrawals = field(default_factory=Withdrawals)


@dataclass(frozen=True, slots=True)
class Done:
    """What the work came to: what failed, and what there is to be said of its pictures."""

    failed: Mapping[PartKey, Trouble] = field(default_factory=dict)
    notices: tuple[Notice, ...] = ()


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
        self._cores = bench.cores
        self._locks: dict[str, asyncio.Lock] = {}
        self._notices: list[Notice] = []

    async def do(self, parts: Iterable[Ordered]) -> Done:
        """Everything not done yet; the result says what failed and why."""
        waiting = tuple(parts)
        tasks = [asyncio.create_task(self._unless_withdrawn(part)) for part in waiting]
        loop = asyncio.get_running_loop()
        cues = tuple(zip((one.part.cue.id for one in waiting), tasks, strict=True))

        def withdraw(cue: str) -> None:
            for task in (task for named, task in cues if named == cue):
                loop.call_soon_threadsafe(task.cancel)

        self._bench.withdrawals.listen(withdraw)
        try:
            problems = await asyncio.gather(*tasks)
        finally:
            self._bench.withdrawals.listen(None)
            self._bench.scorer.stop()
            for task in tasks:
                # Twice would interrupt what a cancelled task still has to tidy up.
                if not task.cancelling():
                    task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await self._bench.scorer.close()
        done = zip(waiting, problems, strict=True)
        return Done({one.part.key: why for one, why in done if why}, tuple(self._notices))

    async def _unless_withdrawn(self, ordered: Ordered) -> Trouble | None:
        """One part, unless somebody takes its cue back meanwhile: what is paid then stays paid."""
        try:
            return await self._part(ordered)
        except asyncio.CancelledError:
            task = asyncio.current_task()
            if ordered.part.cue.id not in self._bench.withdrawals or task is None:
                raise
            task.uncancel()
            Meter(ordered.part, 1, self._bench.watch).end("failed")
            return Trouble("skipped", "it was cancelled. What was sent is fetched by the next run.")

    async def _part(self, ordered: Ordered) -> Trouble | None:
        """Score one part; why it failed, or nothing."""
        orders = ordered.asked()
        meter = Meter(ordered.part, len(orders), self._bench.watch)
        jobs = [self._order(one, index, meter) for index, one in enumerate(orders)]
        troubles = [one for one in await asyncio.gather(*jobs) if one]
        if ordered.problem:
            troubles.insert(0, Trouble("failed", ordered.problem))
        if troubles:
            meter.end("failed")
        # What may be paid for and lost is what a person has to hear of.
        lost = (one for one in troubles if one.status == "uncertain")
        return next(lost, troubles[0] if troubles else None)

    async def _order(self, asked: Order, index: int, meter: Meter) -> Trouble | None:
        """Make sure one order is done; the same picture asked for twice is scored once."""
        async with self._one_at_a_time(asked.key):
            if not finished(asked, self._known, self._bench.folder):
                try:
                    self._known[asked.key] = await self._bench.scorer.reply(
                        asked,
                        lambda: self._picture(asked, index, meter),
                        Teller(meter, index),
                    )
                except PaidError as error:
                    lost = error.kind == "uncertain"
                    return Trouble("uncertain" if lost else "failed", str(error))
                except (AudioError, HeldError, MediaError, ProviderError, UsageError) as error:
                    return Trouble("failed", str(error))
        meter.tell(index, "placing", 0.0)
        return None

    def _one_at_a_time(self, key: str) -> asyncio.Lock:
        return self._locks.setdefault(key, asyncio.Lock())

    async def _picture(self, asked: Order, index: int, meter: Meter) -> Path:
        """The rendered picture, made once however many orders ask for it."""
        shown, most = asked.picture, asked.picture.canvas.most
        path = coarse = self._bench.folder.file("pictures", f"{shown.stem}.mp4")
        if most is not None:
            coarse = path.with_stem(f"{path.stem}-{most}")
        async with self._one_at_a_time(shown.key):
            for made in (path, coarse):
                if self._is_there(made, most):
                    return made
            # Loads ffmpeg-python, which a run with nothing to render does without.
            from otio_v2a.picture.render import render

            async with self._cores:
                reduced = await render(
                    shown.visuals,
                    shown.sources,
                    replace(shown.canvas, glance=True),
                    path,
                    lambda share: meter.tell(index, "rendering", share),
                )
            if reduced:
                message = f"its picture would have had more than {most} bytes: it is sent coarser."
                self._notices.append(Notice(asked.part.cue.address, message, Level.INFO))
                path = path.replace(coarse)
            size = path.stat().st_size
            self._bench.ledger.keep(f"pictures/{path.name}", size)
            self._files[f"pictures/{path.name}"] = (size, "")
        return path

    def _is_there(self, path: Path, most: int | None) -> bool:
        """Whether a picture was rendered before, whole, and small enough."""
        size = self._files.get(f"pictures/{path.name}", (-1, ""))[0]
        fits = most is None or size <= most
        return fits and path.is_file() and path.stat().st_size == size
