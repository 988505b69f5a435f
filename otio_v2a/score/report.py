"""What a run came to, for people and for programs."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Literal

from otio_v2a.model import Level, Notice, Span
from otio_v2a.timecode import timecode

Status = Literal["placed", "kept", "failed", "uncertain", "skipped"]


def usd(amount: Decimal) -> str:
    """Money as it is, two decimals at least: `0.10`, `0.105`, `5.00`."""
    exact = amount.normalize()
    decimals = max(2, -int(exact.as_tuple().exponent))
    return f"{exact:.{decimals}f}"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why a cue in one role has no sound from this run: it failed, or nobody knows whether."""

    status: Status
    message: str


@dataclass(frozen=True, slots=True)
class CueReport:
    """How one cue in one role ended."""

    id: str
    name: str
    role: str
    address: str
    record: Span | None
    status: Status
    take: int | None = None
    audio: str = ""
    message: str = ""


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

    def as_json(self) -> dict[str, Any]:
        """The object that `score --json` prints and `report.json` holds."""
        return {
            "timeline": str(self.timeline.absolute()),
            "output": str(self.output.absolute()) if self.output else None,
            "audio_only": str(self.alone.absolute()) if self.alone else None,
            "bundle": str(self.bundle.absolute()) if self.bundle else None,
            "provider": self.provider,
            "cost_usd": float(self.cost),
            "requests": self.requests,
            "cues": [_cue(cue) for cue in self.cues],
            "notices": [notice_json(notice) for notice in self.notices],
        }

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

    def as_text(self) -> str:
        """The same for people, one line a cue."""
        lines = [
            f"Timeline  {self.timeline}",
            f"Output    {self.output or 'none written'}",
            *([f"Alone     {self.alone}"] if self.alone else []),
            *([f"Bundle    {self.bundle}"] if self.bundle else []),
            f"Provider  {self.provider}, {self.spent()}",
            f"Cues      {self.counted()}",
            "",
            *(self._line(cue) for cue in self.cues),
        ]
        said = [f"{notice.level}: {notice.address}: {notice.message}" for notice in self.notices]
        return "\n".join([*lines, *(["", *said] if said else []), ""])

    def _line(self, cue: CueReport) -> str:
        where = "--:--:--:--"
        if cue.record:
            where = timecode(self.start + cue.record.start, cue.record.rate, drop=self.drop_frame)
        take = f"take {cue.take}" if cue.take else ""
        rest = cue.message or Path(cue.audio).name
        return (
            f"{where}  {cue.id}  {cue.role:4}  {cue.status:9}  {take:7} {cue.name}  {rest}".rstrip()
        )


def notice_json(notice: Notice) -> dict[str, str]:
    """A notice as programs read it."""
    return {"level": notice.level, "address": notice.address, "message": notice.message}


def span_json(span: Span | None) -> dict[str, Any] | None:
    """A span as programs read it: frames, and the rate as `24000/1001`."""
    if span is None:
        return None
    return {"start": span.start, "length": span.length, "rate": str(span.rate)}


def _cue(cue: CueReport) -> dict[str, Any]:
    return {
        "id": cue.id,
        "name": cue.name,
        "role": cue.role,
        "address": cue.address,
        "record": span_json(cue.record),
        "status": cue.status,
        "take": cue.take,
        "audio": cue.audio or None,
        "message": cue.message,
    }


def dumped(content: Mapping[str, Any]) -> str:
    """JSON as we print it."""
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def worst_first(notices: tuple[Notice, ...]) -> tuple[Notice, ...]:
    """Errors, then warnings, then hints, then the rest, otherwise in order; each once."""
    order = list(Level)
    return tuple(sorted(dict.fromkeys(notices), key=lambda notice: order.index(notice.level)))
