"""The report for programs."""

from fractions import Fraction
from typing import Any

from otio_v2a.model import Span
from otio_v2a.score.heard import Heard, known
from otio_v2a.score.report import CueReport, Report, notice_json, span_json
from otio_v2a.timecode import frames_in

_SCHEMA = "otio_v2a.report/1"


def as_json(report: Report) -> dict[str, Any]:
    """The object that `score --json` prints and `report.json` holds."""
    return {
        "schema": _SCHEMA,
        "timeline": str(report.timeline.absolute()),
        "output": str(report.output.absolute()) if report.output else None,
        "audio_only": str(report.alone.absolute()) if report.alone else None,
        "bundle": str(report.bundle.absolute()) if report.bundle else None,
        "provider": report.provider,
        "cost_usd": float(report.cost),
        "requests": report.requests,
        "cues": [_cue(cue, report) for cue in report.cues],
        "notices": [notice_json(notice) for notice in report.notices],
    }


def _cue(cue: CueReport, report: Report) -> dict[str, Any]:
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
        "prompts": cue.prompts.model_dump() if cue.prompts else None,
        "takes": list(cue.takes),
        "price_usd": float(cue.price),
        "loudness_lufs": known(cue.heard.loudness) if cue.heard else None,
        "true_peak_dbtp": known(cue.heard.true_peak) if cue.heard else None,
        "seams": _seams(cue.heard, cue.record) if cue.heard and cue.record else [],
        "events": _events(cue, cue.record, report) if cue.record else [],
    }


def _seams(heard: Heard, record: Span) -> list[int]:
    """The frames of the timeline nearest to where segments were joined."""
    into = (Fraction(seam) - Fraction(heard.head) for seam in heard.seams)
    return [record.start + frames_in(seconds, record.rate) for seconds in into]


def _events(cue: CueReport, record: Span, report: Report) -> list[dict[str, Any]]:
    return [
        {"kind": one.kind, "frame": one.frame, "timecode": report.label(one.frame, record.rate)}
        for one in cue.seen
    ]
