"""The launcher in Resolve as the engine has it: told in lines, asked by actions."""

import asyncio
import json
import os
import sys
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from otio_v2a import __version__
from otio_v2a.errors import InterruptedRunError, ResolveError, UndoneError
from otio_v2a.resolve.home import PROTOCOL
from otio_v2a.resolve.protocol import Answer, Request

_LOOK, _BEAT = 0.02, 5.0
_INSTALL = "Run `otio-v2a resolve install` in a terminal, then start the script again."


class Launcher:
    """One run's launcher, by the folder that both share."""

    def __init__(self, folder: Path) -> None:
        """Nothing is said yet."""
        self.folder = folder
        self._seq = 0
        self._lock = asyncio.Lock()
        self._gone = False

    def request(self) -> Request:
        """What the menu entry asks.

        Raises: ResolveError when it cannot be read, or speaks another protocol.
        """
        path = self.folder / "request.json"
        try:
            said = json.loads(path.read_bytes())
            if said.get("protocol") != PROTOCOL:
                message = (
                    f"the script speaks protocol {said.get('protocol')}, the engine {PROTOCOL}."
                    f" {_INSTALL}"
                )
                raise ResolveError(message)
            return Request.model_validate(said)
        except (OSError, ValueError, AttributeError, ValidationError) as error:
            message = f"'{path}' cannot be read: {error}. {_INSTALL}"
            raise ResolveError(message) from error

    def hello(self) -> None:
        """Say who we are."""
        self._tell({"type": "hello", "protocol": PROTOCOL, "engine": __version__})

    def say(self, text: str) -> None:
        """A line for the editor."""
        self._tell({"type": "say", "text": text})

    def progress(self, text: str) -> None:
        """A line that may be left out."""
        self._tell({"type": "progress", "text": text})

    def done(self, code: int, text: str) -> None:
        """The run has ended well enough."""
        self._tell({"type": "done", "code": code, "text": text})

    def failed(self, title: str, why: str, fix: str, code: int) -> None:
        """The run has ended, and why."""
        self._tell({"type": "error", "title": title, "why": why, "fix": fix, "code": code})

    async def ask(
        self, *actions: Mapping[str, object], anyway: bool = False
    ) -> tuple[dict[str, Any], ...]:
        """Have actions done, in order; what was read back after each.

        `anyway`: even when cancelled, as what takes off what is half placed.
        Raises: UndoneError with why the first was not done; InterruptedRunError when cancelled.
        """
        if not actions:
            return ()
        async with self._lock:
            self._seq += 1
            self._tell({"type": "do", "seq": self._seq, "actions": actions})
            answer = await self._answer(self.folder / f"answer-{self._seq}.json", anyway)
        if not answer.ok:
            raise UndoneError(answer.results[-1].why if answer.results else "no answer")
        return tuple(one.readback for one in answer.results)

    async def attend(self) -> None:
        """Until the run is cancelled, or nobody listens any more; to be run beside the work."""
        waited = 0.0
        while not self.is_cancelled:
            await asyncio.sleep(_LOOK * 5)
            waited += _LOOK * 5
            if waited >= _BEAT:
                waited = 0.0
                self._tell({"type": "beat"})

    @property
    def is_cancelled(self) -> bool:
        """Whether the editor has had enough, or Resolve is gone."""
        return self._gone or _is_there(self.folder / "cancel")

    async def _answer(self, path: Path, anyway: bool) -> Answer:
        waited = 0.0
        while not _is_there(path):
            if self._gone if anyway else self.is_cancelled:
                message = "cancelled in Resolve; what is finished is kept."
                raise InterruptedRunError(message)
            await asyncio.sleep(_LOOK)
            waited += _LOOK
            if waited >= _BEAT:
                waited = 0.0
                self._tell({"type": "beat"})
        return await asyncio.to_thread(_read, path)

    def _tell(self, what: Mapping[str, object]) -> None:
        if self._gone:
            return
        try:
            sys.stdout.write(json.dumps(what) + "\n")
            sys.stdout.flush()
        except (OSError, ValueError):
            # Resolve has quit, or its script was killed: nobody reads this any more.
            self._gone = True
            with suppress(OSError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _is_there(path: Path) -> bool:
    return path.exists()


def _read(path: Path) -> Answer:
    return Answer.model_validate_json(path.read_bytes())
