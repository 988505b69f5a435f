"""One run of the review, in a process of its own: `python -m otio_v2a.review.worker`.

Its errand is the first line of stdin, cues that are taken back the further ones; when stdin ends it
stops. It tells what happens in lines of JSON: `progress` now and then, `ended` at last.
"""

import json
import os
import sys
import threading
import time
from collections.abc import Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict

from otio_v2a.errors import V2AError
from otio_v2a.score import flow
from otio_v2a.score.lifeline import interrupt, lines, obey_interrupts
from otio_v2a.score.prepare import prepare
from otio_v2a.score.progress import Progress, Stage
from otio_v2a.score.stopping import Withdrawals
from otio_v2a.score.workfolder import outputs
from otio_v2a.settings import Settings

_OFTEN = 0.1


class Errand(BaseModel):
    """What is to be scored, and the price that somebody said yes to. Unit: USD."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    timeline: Path
    output: Path | None
    settings: Settings
    cues: tuple[str, ...]
    approved: Decimal
    keys: Path


class _Teller:
    """Progress as lines, not more than ten a second for each cue unless its stage changes."""

    def __init__(self) -> None:
        self._last: dict[tuple[str, str], tuple[Stage, float]] = {}

    def __call__(self, now: Progress) -> None:
        key, moment = (now.cue, str(now.role)), time.monotonic()
        stage, at = self._last.get(key, ("", 0.0))
        if stage == now.stage and moment - at < _OFTEN:
            return
        self._last[key] = (now.stage, moment)
        told = {"cue": now.cue, "role": now.role, "stage": now.stage, "share": now.share}
        _tell({"progress": {**told, "requests": dict(now.requests)}})


def run(errand: Errand, withdrawals: Withdrawals) -> dict[str, Any]:
    """Score and place; how it ended."""
    settings = errand.settings
    prepared = prepare(errand.timeline, settings, os.environ, only=errand.cues)
    out = outputs(
        errand.timeline,
        errand.output,
        prepared.folder,
        prepared.document.output_name,
        prepared.settings,
    )

    def approve(prices: Mapping[str, Decimal]) -> bool:
        return sum(prices.values(), Decimal(0)) <= errand.approved

    report = flow.score(
        prepared,
        flow.Run(
            folder=prepared.folder,
            outputs=out,
            approve=approve,
            watch=_Teller(),
            environment=os.environ,
            keys=errand.keys,
            withdrawals=withdrawals,
        ),
    )
    for one in report.cues:
        if one.id in prepared.chosen and one.role:
            told = {"cue": one.id, "role": one.role, "stage": one.status, "share": 1.0}
            _tell({"progress": {**told, "requests": {}}})
    said = f"{report.counted()}; {report.spent()}."
    failed = [cue for cue in report.cues if cue.status in ("failed", "uncertain")]
    said += "".join(f"\n{cue.address}: {cue.message}" for cue in failed)
    return {"code": report.exit_code, "message": said, "spent": float(report.cost)}


def _listen(line: Iterator[bytes], withdrawals: Withdrawals) -> None:
    for said in line:
        withdrawals.withdraw(json.loads(said)["withdraw"])
    interrupt()


def _tell(what: Mapping[str, Any]) -> None:
    sys.stdout.write(json.dumps(what) + "\n")
    sys.stdout.flush()


def main() -> None:
    """Read the errand, do it, say how it ended."""
    obey_interrupts()
    line, withdrawals = lines(), Withdrawals()
    errand = Errand.model_validate(json.loads(next(line)))
    threading.Thread(target=_listen, args=(line, withdrawals), daemon=True).start()
    try:
        ended = run(errand, withdrawals)
    except V2AError as error:
        ended = {"code": error.exit_code, "message": str(error), "spent": None}
    except KeyboardInterrupt:
        ended = {"code": 130, "message": "stopped; what is finished is kept.", "spent": None}
    _tell({"ended": ended})


if __name__ == "__main__":
    main()
