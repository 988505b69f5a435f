"""Ctrl-C and SIGTERM: a run ends cleanly, and says what is left under way."""

import asyncio
import signal
import threading
from collections.abc import Callable, Coroutine
from contextlib import suppress
from typing import Any, TypeVar

from otio_v2a.errors import InterruptedRunError
from otio_v2a.gateway.ledger import Ledger
from otio_v2a.providers.base import Provider, Remote
from otio_v2a.score.hiring import Means, cancelled, under_way

GiveUp = Callable[[str, int], bool]
"""Asked, when a run is stopped, whether so many jobs under way at a seller are to be cancelled."""

_Done = TypeVar("_Done")


class Withdrawals:
    """Cues that somebody takes back while a run is under way; told from any thread."""

    def __init__(self) -> None:
        """None so far."""
        self._cues: set[str] = set()
        self._listener: Callable[[str], None] | None = None

    def __contains__(self, cue: str) -> bool:
        """Whether a cue was taken back."""
        return cue in self._cues

    def withdraw(self, cue: str) -> None:
        """Take a cue back."""
        self._cues.add(cue)
        if self._listener:
            self._listener(cue)

    def listen(self, listener: Callable[[str], None] | None) -> None:
        """Whom to tell from now on; at once, what was taken back before."""
        self._listener = listener
        if listener:
            for cue in self._cues:
                listener(cue)


def stoppable(job: Coroutine[Any, Any, _Done]) -> _Done:
    """The job's result; Ctrl-C and SIGTERM stop it cleanly.

    Raises: InterruptedRunError when stopped.
    """
    try:
        return asyncio.run(_listening(job))
    except (KeyboardInterrupt, asyncio.CancelledError) as error:
        message = "stopped; what is finished is kept. Run the same command again to go on."
        raise InterruptedRunError(message) from error


async def _listening(job: Coroutine[Any, Any, _Done]) -> _Done:
    task = asyncio.current_task()
    # Windows has no signal handlers on its loop; there Ctrl-C alone stops a run.
    with suppress(NotImplementedError):
        if task and threading.current_thread() is threading.main_thread():
            asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, task.cancel)
    return await job


def left_behind(
    provider: Provider, ledger: Ledger, means: Means, give_up: GiveUp
) -> InterruptedRunError | None:
    """What is to be said when a run was stopped with jobs under way; None where there are none."""
    waiting = under_way(provider, ledger)
    if not isinstance(provider, Remote) or not waiting:
        return None
    count = f"{len(waiting)} request{'' if len(waiting) == 1 else 's'}"
    if provider.cancel(waiting[0].job) is not None and give_up(provider.name, len(waiting)):
        stopped = stoppable(cancelled(provider, ledger, means))
        message = (
            f"stopped; {stopped} of {count} under way at {provider.name} cancelled. What is"
            " finished is kept."
        )
        return InterruptedRunError(message)
    message = (
        f"stopped; {count} under way at {provider.name} and paid for. Run the same command again"
        " to fetch what they make: that costs nothing more."
    )
    return InterruptedRunError(message)
