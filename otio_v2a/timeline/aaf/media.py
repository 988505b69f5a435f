"""The media of a clip of an AAF: every file that it may be, as bare paths, the active one first."""

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from otio_v2a.timecode import snap_rate
from otio_v2a.timeline import urls
from otio_v2a.timeline.clips import objects, text
from otio_v2a.timeline.clips import references as written_references
from otio_v2a.timeline.spelled import Json

_HOSTED = re.compile(r"/(?!Users/|Volumes/)[^/]+/+((?:Users|Volumes)/.*)")


def references(clip: Json) -> dict[str, Any]:
    """The fields of a clip that name its media.

    Avid names the essence it made of a movie, the movie itself, and the tape, all at the same
    timecode. The others give up their range, which is often that of a whole tape, so that they
    count as the same media; those at another timecode are left out.
    """
    found = written_references(clip)
    active = next((one for one in found if one.get("target_url")), found[0] if found else None)
    if active is None:
        return {"media_references": {}, "active_media_reference_key": "DEFAULT_MEDIA"}
    alike = [one for one in found if one.get("target_url") and _start(one) == _start(active)]
    window = min((one.get("available_range") for one in alike or [active]), key=_duration)
    named = {**active, "metadata": {}, "available_range": window}
    paths = list(dict.fromkeys(path for one in alike for path in _paths(one)))
    every = [{**named, "target_url": path} for path in paths[:1]] or [named]
    every += [{**named, "target_url": path, "available_range": None} for path in paths[1:]]
    keys = ("DEFAULT_MEDIA", *(f"MEDIA_{number}" for number in range(2, len(every) + 1)))
    return {
        "media_references": dict(zip(keys, every, strict=True)),
        "active_media_reference_key": keys[0],
    }


def _paths(reference: Json) -> Iterator[str]:
    """The native path of a reference, and that without the host or disk Avid puts in front."""
    path = urls.native(text(reference.get("target_url")))
    yield path
    hosted = _HOSTED.fullmatch(path)
    if hosted:
        yield f"/{hosted[1]}"


def _start(reference: Json) -> Fraction | None:
    window = reference.get("available_range")
    return _seconds(window["start_time"]) if window else None


def _duration(window: Json | None) -> Fraction:
    return _seconds(window["duration"]) if window else Fraction(0)


def _seconds(time: Json) -> Fraction:
    (known,) = objects([time])
    return Fraction(known["value"]) / snap_rate(known["rate"])
