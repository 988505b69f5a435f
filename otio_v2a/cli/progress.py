"""Progress on stderr: bars for people, JSON lines for programs, or silence."""

import json
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Self

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.progress import TimeRemainingColumn as RemainingColumn

from otio_v2a.errors import UsageError
from otio_v2a.score.prepare import Prepared
from otio_v2a.score.progress import Progress as Told
from otio_v2a.score.progress import Watch

_STYLES = ("rich", "jsonl", "none")
_STEP = 0.01


@contextmanager
def shown(style: str, prepared: Prepared) -> Iterator[Watch]:
    """Whoever watches a run, for as long as it lasts.

    Raises: UsageError for a style that does not exist.
    """
    if style not in _STYLES:
        message = f"there is no progress style '{style}'. Say one of: {', '.join(_STYLES)}."
        raise UsageError(message)
    if style == "jsonl":
        yield _Lines(prepared).tell
    elif style == "rich" and sys.stderr.isatty():
        with _Bars(prepared) as bars:
            yield bars.tell
    else:
        yield lambda _: None


@contextmanager
def making(what: str) -> Iterator[Callable[[str, float], None]]:
    """Whoever watches things being made one after the other: told which, and the share done."""
    if not sys.stderr.isatty():
        yield lambda _which, _share: None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), RemainingColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bars:
        bar = bars.add_task(what, total=1.0)
        yield lambda which, share: bars.update(bar, description=which, completed=share)


class _Overall:
    """How far the whole run is: the mean of its parts. Told from several threads."""

    def __init__(self, prepared: Prepared) -> None:
        chosen = [part for part in prepared.plan.parts if part.cue.id in prepared.chosen]
        self.shares = {part.key: 0.0 for part in chosen}
        self.lock = threading.Lock()

    def add(self, told: Told) -> float:
        key = (told.cue, told.role)
        if key in self.shares:
            self.shares[key] = max(told.share, self.shares[key])
        return sum(self.shares.values()) / max(1, len(self.shares))


class _Lines:
    """One JSON object a line, at most one for each hundredth of a stage."""

    def __init__(self, prepared: Prepared) -> None:
        self._overall = _Overall(prepared)
        self._last: dict[tuple[str, str], tuple[str, float]] = {}

    def tell(self, told: Told) -> None:
        with self._overall.lock:
            overall = self._overall.add(told)
            key = (told.cue, told.role)
            stage, share = self._last.get(key, ("", -1.0))
            done = told.share >= 1 > share
            if stage == told.stage and told.share - share < _STEP and not done:
                return
            self._last[key] = (told.stage, told.share)
            line = {
                "cue": told.cue,
                "name": told.name,
                "role": told.role,
                "stage": told.stage,
                "share": round(told.share, 3),
                "overall": round(overall, 3),
                "requests": dict(told.requests),
            }
            sys.stderr.write(json.dumps(line) + "\n")
            sys.stderr.flush()


class _Bars:
    """A bar a cue while it is worked on, and one for the whole run with the time left."""

    def __init__(self, prepared: Prepared) -> None:
        self._progress = _bars()
        self._overall = _Overall(prepared)
        self._whole = self._progress.add_task("all cues", total=1.0, stage="")
        self._tasks: dict[tuple[str, str], TaskID] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._progress.stop()

    def tell(self, told: Told) -> None:
        with self._overall.lock:
            # Not earlier: bars would paint over the question whether to pay.
            self._progress.start()
            self._progress.update(self._whole, completed=self._overall.add(told))
            key = (told.cue, told.role)
            if key not in self._tasks:
                name = escape(f"{told.cue} {told.name}"[:32])
                self._tasks[key] = self._progress.add_task(name, total=1.0, stage=told.stage)
            finished = told.share >= 1
            self._progress.update(
                self._tasks[key],
                completed=told.share,
                stage=f"{told.role} {_stages(told)}",
                visible=not finished,
            )


def _stages(told: Told) -> str:
    """`scoring`, or `2 scoring, 5 queued` where a cue has several requests."""
    if sum(told.requests.values()) <= 1 or told.share >= 1:
        return told.stage
    return ", ".join(f"{count} {stage}" for stage, count in told.requests.items())


def _bars() -> Progress:
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(bar_width=30),
        TextColumn("{task.percentage:>3.0f}%"),
        TimeElapsedColumn(),
        RemainingColumn(),
        TextColumn("[dim]{task.fields[stage]}[/]"),
        console=Console(stderr=True),
        transient=True,
    )
