"""The run that is under way, from the side of the page: started, listened to, stopped."""

import asyncio
import json
import time
from collections.abc import Callable
from contextlib import suppress
from decimal import Decimal
from typing import Any, Literal

from otio_v2a.errors import V2AError
from otio_v2a.review.told import CueProgress, RunView
from otio_v2a.review.worker import Errand
from otio_v2a.score.lifeline import as_line, started

_MODULE = "otio_v2a.review.worker"
_GRACE = 120.0


class Running:
    """One run. `changed` is called whenever there is something new to be seen."""

    def __init__(self, number: int, errand: Errand, changed: Callable[[], None]) -> None:
        """Not started yet."""
        self._number, self._errand, self._changed = number, errand, changed
        self._cues: dict[tuple[str, str], CueProgress] = {}
        self._state: Literal["running", "stopping", "ended"] = "running"
        self._begun, self._lasted = time.monotonic(), 0.0
        self._message, self._spent = "", 0.0
        self._code: int | None = None
        self._process: asyncio.subprocess.Process | None = None

    async def run(self) -> None:
        """Until its process has ended; `finish` then says so."""
        try:
            process = self._process = await started(_MODULE)
        except OSError as error:
            self._message = f"no process can be started: {error.strerror or error}."
            return
        await self._write(as_line(self._errand))
        problem = asyncio.create_task(process.stderr.read()) if process.stderr else None
        while process.stdout and (line := await process.stdout.readline()):
            with suppress(ValueError):
                self._heard(json.loads(line))
        code = await process.wait()
        if self._code is None:
            last = (await problem).decode("utf-8", "replace").strip() if problem else ""
            self._message = f"the run died (code {code}). {last.rpartition(chr(10))[2]}"
        if process.stdin:
            process.stdin.close()

    def finish(self) -> None:
        """It has ended, and what it made is known."""
        self._state, self._lasted = "ended", time.monotonic() - self._begun
        self._code = 1 if self._code is None else self._code

    def view(self, spent: float) -> RunView:
        """As it stands; `spent` is what the ledger says."""
        ended = self._state == "ended"
        return RunView(
            id=self._number,
            state=self._state,
            cues=tuple(self._cues.values()),
            seconds=self._lasted if ended else time.monotonic() - self._begun,
            approved_usd=float(self._errand.approved),
            spent_usd=max(self._spent, spent),
            message=self._message,
            code=self._code,
        )

    @property
    def is_over(self) -> bool:
        """Whether it has ended."""
        return self._state == "ended"

    @property
    def is_good(self) -> bool:
        """Whether it came to what was asked."""
        return self._code == 0

    async def withdraw(self, cue: str) -> None:
        """Take one cue back."""
        await self._write(json.dumps({"withdraw": cue}).encode() + b"\n")

    async def stop(self) -> None:
        """Stop all of it: what is being paid for is let end first."""
        if self._state != "running" or self._process is None:
            return
        self._state = "stopping"
        self._changed()
        if self._process.stdin:
            self._process.stdin.close()
        with suppress(TimeoutError):
            async with asyncio.timeout(_GRACE):
                await self._process.wait()
            return
        self._process.kill()

    async def _write(self, line: bytes) -> None:
        if self._process and self._process.stdin:
            with suppress(BrokenPipeError, ConnectionResetError):
                self._process.stdin.write(line)
                await self._process.stdin.drain()

    def _heard(self, said: dict[str, Any]) -> None:
        if "progress" in said:
            now = CueProgress(**said["progress"])
            self._cues[now.cue, now.role] = now
        elif "ended" in said:
            ended = said["ended"]
            self._spent = ended["spent"] or 0.0
            self._code, self._message = ended["code"], ended["message"]
        self._changed()


class Handing(Running):
    """A yes that is handed over: somebody else scores."""

    def __init__(
        self,
        number: int,
        errand: Errand,
        changed: Callable[[], None],
        approve: Callable[[Decimal], str],
    ) -> None:
        """Not handed over yet."""
        super().__init__(number, errand, changed)
        self._approve = approve

    async def run(self) -> None:
        """Hand it over."""
        try:
            self._message = await asyncio.to_thread(self._approve, self._errand.approved)
            self._code = 0
        except V2AError as error:
            self._message, self._code = str(error), error.exit_code
