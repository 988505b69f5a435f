"""The rate a timeline counts in, and how its file spells it."""

from collections import Counter
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import chain
from typing import Any

from otio_v2a.timeline.clips import objects, references, schema
from otio_v2a.timeline.times import rate_of

_UNKNOWN = 24.0
_CLIPS = "the timeline's clips"


def timeline_rate(root: dict[str, Any], tracks: Sequence[dict[str, Any]]) -> tuple[Fraction, float]:
    """The exact rate of a timeline, and the number its file writes for it.

    Its global_start_time says so; else the rate most video clips have, then audio clips, then gaps.
    Raises: TimelineError when a rate found there is not usable.
    """
    for address, time in chain((("the timeline's start", _start(root)),), _majority(tracks)):
        # A rate of 1 is what OTIO writes for "no time at all".
        if time and (rate := rate_of(time, address)) != 1:
            return rate, float(time["rate"])
    return Fraction(24), _UNKNOWN


def _start(root: dict[str, Any]) -> dict[str, Any] | None:
    found = root.get("global_start_time")
    return found if isinstance(found, dict) else None


def _majority(tracks: Sequence[dict[str, Any]]) -> Iterator[tuple[str, dict[str, Any] | None]]:
    video = [track for track in tracks if track.get("kind", "Video") == "Video"]
    audio = [track for track in tracks if track.get("kind") == "Audio"]
    for chosen, clips in ((video, True), (audio, True), (tracks, False)):
        times = [time for track in chosen for time in _durations(track, clips=clips)]
        yield _CLIPS, _most_common(times)


def _most_common(times: list[dict[str, Any]]) -> dict[str, Any] | None:
    exact = [rate_of(time, _CLIPS) for time in times]
    votes = Counter(exact).most_common(1)
    return times[exact.index(votes[0][0])] if votes else None


def _durations(track: dict[str, Any], *, clips: bool) -> Iterator[dict[str, Any]]:
    for child in objects(track.get("children")):
        if clips and schema(child) != "Clip":
            continue
        ranged = child.get("source_range") or next(
            (
                found["available_range"]
                for found in references(child)
                if found.get("available_range")
            ),
            None,
        )
        duration = ranged.get("duration") if isinstance(ranged, dict) else None
        if isinstance(duration, dict):
            yield duration
