"""What a run tells while it works: which cue is at which stage, and how far."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Event
from types import MappingProxyType
from typing import Literal

from otio_v2a.errors import InterruptedRunError
from otio_v2a.model import Part, Role
from otio_v2a.providers.base import Tell

Stage = Literal[
    "rendering",
    "waiting",
    "uploading",
    "queued",
    "scoring",
    "fetching",
    "placing",
    "placed",
    "kept",
    "failed",
]

_SHARES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {
        "rendering": (0.0, 0.3),
        "waiting": (0.3, 0.3),
        "uploading": (0.3, 0.35),
        "queued": (0.35, 0.35),
        "scoring": (0.35, 0.85),
        "fetching": (0.85, 0.9),
        "placing": (0.9, 1.0),
    }
)
"""Which stretch of the whole each stage is."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One cue's stage; `share` of the whole cue that is done, 0 to 1.

    `requests` counts its requests by the stage each is at.
    """

    cue: str
    name: str
    role: Role
    stage: Stage
    share: float
    requests: Mapping[Stage, int] = field(default_factory=dict)


Watch = Callable[[Progress], None]
"""Whoever shows progress; called from the event loop's thread and from workers."""


class Meter:
    """The progress of one part, gathered from its requests."""

    def __init__(self, part: Part, requests: int, watch: Watch) -> None:
        """`requests` are the units of work that the part has."""
        self._part = part
        self._shares = dict.fromkeys(range(requests), 0.0)
        self._stages: dict[int, Stage] = {}
        self._watch = watch

    def tell(self, request: int, stage: Stage, share: float) -> None:
        """Request number `request` is at `stage`, `share` of that stage done."""
        begin, end = _SHARES[stage]
        self._stages[request] = stage
        self._shares[request] = begin + (end - begin) * min(1.0, max(0.0, share))
        self._say(stage, sum(self._shares.values()) / max(1, len(self._shares)))

    def worker(self, request: int, stage: Stage, stopping: Event) -> Tell:
        """What a worker thread tells; it raises InterruptedRunError once the run is stopping."""

        def tell(share: float) -> None:
            if stopping.is_set():
                message = "stopped"
                raise InterruptedRunError(message)
            self.tell(request, stage, share)

        return tell

    def end(self, stage: Stage) -> None:
        """The part is through: placed, kept or failed."""
        self._say(stage, 1.0)

    def _say(self, stage: Stage, share: float) -> None:
        cue = self._part.cue
        counts = dict(Counter(self._stages.values()))
        self._watch(Progress(cue.id, cue.name, self._part.role, stage, share, counts))
