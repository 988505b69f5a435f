"""What a run came to. `reports/` writes it down for people and for programs."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any, Literal

from otio_v2a.model import Fade, Level, Notice, Prompts, Span
from otio_v2a.providers.base import usd
from otio_v2a.score.heard import Heard, Seen
from otio_v2a.timecode import timecode

Status = Literal["placed", "kept", "failed", "uncertain", "skipped"]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a cue in one role has no sound from this run: it failed, or nobody knows whether."""

    status: Status
    message: str


@dataclass(frozen=True, slots=True)
class CueReport:
    """How one cue in one role ended; one that is held or was left out as a marker has no role.

    `takes` are the finished take numbers, `take` the one that is placed; `still` is a JPEG of the
    picture in the cue's middle, 320 x 180 at most; `heard` and `seen` are None and empty where
    nothing is known.
    Unit: `price` in USD, what is owed for this cue in this role.
    """

    id: str
    name: str
    role: str
    address: str
    record: Span | None
    status: Status
    take: int | None = None
    audio: str = ""
    message: str = ""
    prompts: Prompts | None = None
    takes: tuple[int, ...] = ()
    price: Decimal = Decimal(0)
    gain_db: float = 0.0
    fade: Fade | None = None
    still: bytes = b""
    heard: Heard | None = None
    seen: tuple[Seen, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """How a run ended. `output` is None when no timeline was written.

    `alone` is the timeline that holds our tracks alone, `bundle` the one with our sounds in one
    file, where they were asked for.

    Unit: `cost` is USD spent by this run, in `requests` requests.
    """

    timeline: Path
    output: Path | None
    provider: str
    cost: Decimal
    cues: tuple[CueReport, ...]
    notices: tuple[Notice, ...]
    start: int = 0
    drop_frame: bool = False
    requests: int = 0
    alone: Path | None = None
    bundle: Path | None = None

    @property
    def exit_code(self) -> int:
        """0 when every cue is placed, 3 when some failed."""
        return 3 if any(cue.status in ("failed", "uncertain") for cue in self.cues) else 0

    def label(self, frame: int, rate: Fraction) -> str:
        """The timecode of a frame counted from the timeline's first."""
        return timecode(self.start + frame, rate, drop=self.drop_frame)

    def counted(self) -> str:
        """How many cues ended how: `7 placed, 1 failed`."""
        counts = Counter(cue.status for cue in self.cues)
        return ", ".join(f"{count} {status}" for status, count in counts.items()) or "no cues"

    def spent(self) -> str:
        """What was spent: `$0.105 for 3 requests`."""
        if not self.requests:
            return "nothing was spent"
        plural = "" if self.requests == 1 else "s"
        return f"${usd(self.cost)} spent on {self.requests} request{plural}"


def notice_json(notice: Notice) -> dict[str, str]:
    """A notice as programs read it."""
    return {"level": notice.level, "address": notice.address, "message": notice.message}


def span_json(span: Span | None) -> dict[str, Any] | None:
    """A span as programs read it: frames, and the rate as `24000/1001`."""
    if span is None:
        return None
    return {"start": span.start, "length": span.length, "rate": str(span.rate)}


def dumped(content: Mapping[str, Any]) -> str:
    """JSON as we print it."""
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def worst_first(notices: tuple[Notice, ...]) -> tuple[Notice, ...]:
    """Errors, then warnings, then hints, then the rest, otherwise in order; each once."""
    order = list(Level)
    return tuple(sorted(dict.fromkeys(notices), key=lambda notice: order.index(notice.level)))
