"""What a report comes to: whether all is well, how much is scored, and which notice is whose."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from otio_v2a.model import Level, Notice, Span
from otio_v2a.score.heard import known
from otio_v2a.score.report import CueReport, Report
from otio_v2a.score.reports.words import is_silent

State = Literal["placed", "kept", "silent", "uncertain", "failed", "held", "skipped", "not scored"]
Tone = Literal["good", "doubt", "bad", "left"]

TONES: Mapping[State, Tone] = {
    "placed": "good",
    "kept": "good",
    "silent": "doubt",
    "not scored": "doubt",
    "uncertain": "bad",
    "failed": "bad",
    "held": "bad",
    "skipped": "left",
}
"""How each state is to be taken: `left` is what somebody meant to leave out."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether all is well, in a word and in a sentence."""

    tone: Tone
    headline: str
    said: str


def state(cue: CueReport) -> State:
    """How a cue stands, told apart more finely than by its status."""
    if cue.status == "failed" and not cue.role:
        return "held"
    if cue.status == "skipped" and cue.role:
        return "not scored"
    if cue.status in ("placed", "kept") and is_silent(cue.heard):
        return "silent"
    return cue.status


def verdict(report: Report) -> Verdict:
    """What somebody with two seconds has to know."""
    counts = Counter(map(state, report.cues))
    tones = Counter(TONES[one] for one in map(state, report.cues))
    warnings = sum(notice.level in (Level.ERROR, Level.WARNING) for notice in report.notices)
    said = [f"{count} {one}" for one in TONES if (count := counts[one])]
    said += [_counted(warnings, "warning")] if warnings else []
    told = f"{_counted(len(report.cues), 'cue')}: {', '.join(said)}" if said else "no cues"
    if tones["bad"]:
        return Verdict("bad", f"{_counted(tones['bad'], 'cue')} without a sound", told)
    if tones["doubt"]:
        return Verdict("doubt", f"{_counted(tones['doubt'], 'cue')} to look at", told)
    if not tones["good"]:
        return Verdict("doubt", "Nothing is scored", told)
    return Verdict("good", "All is well", told)


def _counted(count: int, what: str) -> str:
    return f"{count} {what}{'' if count == 1 else 's'}"


def in_order(report: Report) -> list[CueReport]:
    """The cues in the order of the timeline; those without a place in it come last."""
    return sorted(report.cues, key=_place)


def _place(cue: CueReport) -> tuple[bool, int, int]:
    return (False, cue.record.start, cue.record.length) if cue.record else (True, 0, 0)


def scored(report: Report) -> Span | None:
    """As long as all cues that have a sound are, one after the other; None without any.

    A cue that has one in two roles counts once.
    """
    spans = {cue.id: cue.record for cue in report.cues if cue.audio and cue.record}
    if not spans:
        return None
    rate = next(iter(spans.values())).rate
    return Span(0, sum(span.length for span in spans.values()), rate)


def loudness_range(report: Report) -> str:
    """`-31.2 to -18.4 LUFS`, of what is not silent; empty where nothing is known."""
    heard = (cue.heard for cue in report.cues if cue.heard)
    levels = [level for one in heard if (level := known(one.loudness)) is not None]
    if not levels:
        return ""
    low, high = f"{min(levels):.1f}", f"{max(levels):.1f}"
    return f"{low} LUFS" if low == high else f"{low} to {high} LUFS"


def shared_out(report: Report) -> tuple[dict[str, list[Notice]], list[Notice]]:
    """The notices by cue id, and those that are about no cue, or nobody knows about which.

    A notice without an id is about the cue that stands at its address, if it stands there alone.
    """
    ids: dict[str, set[str]] = {}
    for cue in report.cues:
        ids.setdefault(cue.address, set()).add(cue.id)
    alone = {address: found.pop() for address, found in ids.items() if len(found) == 1}
    known_ids = {cue.id for cue in report.cues}
    theirs: dict[str, list[Notice]] = {}
    others: list[Notice] = []
    for notice in report.notices:
        cue_id = notice.cue or alone.get(notice.address, "")
        (theirs.setdefault(cue_id, []) if cue_id in known_ids else others).append(notice)
    return theirs, others
