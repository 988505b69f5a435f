"""A sound drawn as SVG: its waveform, its handles and seams, and the events of the picture."""

from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import sub

from otio_v2a.model import Span
from otio_v2a.score.heard import Heard, Seen
from otio_v2a.score.report import CueReport, Report
from otio_v2a.score.reports.words import escaped

ROW = 16
"""How high the row of one kind of event is, in units of the drawing: 16 are 1 rem on the page."""
WAVE = 96
"""How high the waveform is."""
FLOOR_DB = -48
"""What is drawn as nothing, in dBFS; full scale takes the whole height."""

_HALF = WAVE // 2
_WIDTH = 400
_LEAST, _MORE = 6, 8  # of a tick's height: for any event, and for a strong one
_LEVELS = tuple(10 ** (FLOOR_DB * (1 - (high - 0.5) / _HALF) / 20) for high in range(1, _HALF + 1))
_STEPS = {step: str(step) if step < 0 else f" {step}" for step in range(-_HALF, _HALF + 1)}
_THERE = {step: f"l1{told}" for step, told in _STEPS.items()}
_BACK = {step: f"l-1{told}" for step, told in _STEPS.items()}
_ORDER = ("cut", "flash", "step", "onset", "turn", "stop")


def kinds(cue: CueReport, record: Span) -> dict[str, list[Seen]]:
    """The events that are drawn, by kind, in the order of their rows: kinds we know come first.

    What happens before a cue's file begins or after it ends is not drawn.
    """
    head, tail = (cue.heard.head, cue.heard.tail) if cue.heard else (0, 0)
    file = record.widened(round(head * record.rate), round(tail * record.rate))
    rows: dict[str, list[Seen]] = {kind: [] for kind in _ORDER}
    for one in cue.seen:
        if file.start <= one.frame < file.end:
            rows.setdefault(one.kind, []).append(one)
    return {kind: events for kind, events in rows.items() if events}


def drawn(cue: CueReport, record: Span, report: Report, name: str) -> str:
    """One SVG: the whole file of a cue, or the events of its range alone where none was heard.

    Shape: as wide as the page gives it; `WAVE` units high, none without a sound, and a `ROW` for
    each kind of event. `name` is what it is called to those who do not see it, as text.
    """
    scale, rows = _scale(cue.heard, record), kinds(cue, record)
    top = WAVE if cue.heard else 0
    height = top + ROW * len(rows)
    parts = [
        f'<svg role="img" aria-label="{escaped(name)}" viewBox="0 0 {scale.width} {height}"'
        f' preserveAspectRatio="none" style="height:{height / ROW:g}rem">'
    ]
    if cue.heard:
        parts += _sound(cue.heard, scale)
    for number, (kind, events) in enumerate(rows.items()):
        parts += _row(events, escaped(kind), top + ROW * number, _Marks(scale, record, report))
    return "".join((*parts, "</svg>"))


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where seconds of the file stand: its width in units, and units a second."""

    width: int
    second: float
    head: float = 0.0

    def at(self, seconds: float) -> str:
        """Seconds from the file's start, in units to four digits."""
        return f"{min(max(seconds * self.second, 0), self.width):.4g}"


def _scale(heard: Heard | None, record: Span) -> _Scale:
    if heard is None or not heard.seconds:
        return _Scale(_WIDTH, _WIDTH * float(record.rate) / max(record.length, 1))
    width = len(heard.waveform) or _WIDTH
    return _Scale(width, width / heard.seconds, heard.head)


def _sound(heard: Heard, scale: _Scale) -> Iterator[str]:
    yield f'<path class="middle" d="M0 {_HALF}h{scale.width}"/>'
    if heard.waveform:
        yield f'<path class="wave" d="{outline(heard.waveform)}"/>'
    for begin, end in ((0.0, heard.head), (heard.seconds - heard.tail, heard.seconds)):
        if begin < end:
            left, right = scale.at(begin), scale.at(end)
            yield f'<path class="handle" d="M{left} 0H{right}V{WAVE}H{left}z"/>'
    for seam in heard.seams:
        yield f'<path class="seam" d="M{scale.at(seam)} 0v{WAVE}"><title>seam</title></path>'


def outline(waveform: Sequence[float]) -> str:
    """The waveform's path: a unit to the right for each peak above the middle, and back below.

    Whole units, each point told from the one before, which keeps 400 peaks under 4 kB.
    """
    highs = [bisect(_LEVELS, peak) for peak in waveform]
    steps = list(map(sub, highs, highs[1:]))
    there = "".join(map(_THERE.__getitem__, steps))
    back = "".join(map(_BACK.__getitem__, reversed(steps)))
    return f"M0 {_HALF - highs[0]}{there}h1v{2 * highs[-1]}h-1{back}z"


@dataclass(frozen=True, slots=True)
class _Marks:
    """What it takes to draw the events of a cue."""

    scale: _Scale
    record: Span
    report: Report


def _row(events: Sequence[Seen], kind: str, top: int, marks: _Marks) -> Iterator[str]:
    """The ticks of one kind, longer for what is stronger; each tells its timecode."""
    record, scale = marks.record, marks.scale
    yield '<g class="events">'
    for one in events:
        into = (one.frame - record.start) / float(record.rate) + scale.head
        high = _LEAST + round(_MORE * min(max(one.strength, 0), 1))
        label = marks.report.label(one.frame, record.rate)
        yield (
            f'<path d="M{scale.at(into)} {top + ROW - 1}v-{high}"><title>{kind} {label}</title>'
            "</path>"
        )
    yield "</g>"
