"""Timelines: exported, duplicated, imported, made current, and their markers."""

import json
import os

from . import media, tracks
from .stopped import NO_EXPORT, UNDONE, RefusedError, StoppedError, known


def export(hands, path, target):
    """Export the timeline the script was started on as it is by now, or the one that is edited."""
    timeline = hands.target if target else hands.source
    problem = _export(hands, timeline, path)
    if problem:
        raise RefusedError(problem)
    return standing(hands, timeline)


def exported(hands, folder, name):
    """The first export; how the timeline stands. Raises: StoppedError when there is none."""
    problem = _export(hands, hands.source, os.path.join(folder, name))
    if not problem:
        try:
            return standing(hands, hands.source)
        except UNDONE as error:
            problem = str(error)
    raise StoppedError(
        NO_EXPORT,
        "The timeline could not be exported.",
        problem,
        "Save the project, open the Edit page and try again. File > Export > Timeline >"
        " OpenTimelineIO must work too; `otio-v2a score` takes such a file.",
    )


def _export(hands, timeline, path):
    """Why a timeline is not there as OTIO; empty when it is."""
    kind = hands.resolve.EXPORT_OTIO
    if kind is None:
        return "this version of Resolve knows no OpenTimelineIO: 18.5 is the first that does"
    done = timeline.Export(path, kind, hands.resolve.EXPORT_NONE)
    if not os.path.isfile(path):
        return f"Resolve answered {done!r} and wrote no file"
    try:
        with open(path, encoding="utf-8") as file:
            schema = str(json.load(file).get("OTIO_SCHEMA"))
    except (OSError, ValueError, AttributeError) as error:
        return f"what Resolve wrote cannot be read: {error}"
    return "" if schema.startswith("Timeline") else "what Resolve wrote is no timeline"


def standing(hands, timeline):
    """What there is to be known of a timeline."""
    markers = timeline.GetMarkers() or {}
    current = hands.project.GetCurrentTimeline()
    return {
        "name": known(timeline.GetName(), "what the timeline is called"),
        "id": known(timeline.GetUniqueId(), "which timeline it is"),
        "start_frame": int(timeline.GetStartFrame()),
        "start_tc": known(timeline.GetStartTimecode(), "where the timeline starts"),
        "rate": str(timeline.GetSetting("timelineFrameRate")),
        "is_current": bool(current) and current.GetUniqueId() == timeline.GetUniqueId(),
        "markers": [dict(one, frame=int(frame)) for frame, one in sorted(markers.items())],
    }


def _all(hands):
    count = known(hands.project.GetTimelineCount(), "which timelines there are")
    found = [hands.project.GetTimelineByIndex(index) for index in range(1, int(count) + 1)]
    return [one for one in found if one]


def names(hands):
    """The names that timelines have."""
    return [one.GetName() for one in _all(hands)]


def _by_id(hands, id):
    for one in _all(hands):
        if one.GetUniqueId() == id:
            return one
    raise RefusedError("the timeline is no longer in the project")


def duplicate(hands, name):
    """Duplicate the timeline the script was started on, and go on with the new one."""
    made = hands.source.DuplicateTimeline(name)
    if not made or made.GetUniqueId() == hands.source.GetUniqueId():
        raise RefusedError(f"Resolve made no duplicate '{name}'")
    return _opened(hands, made)


def _opened(hands, made):
    """Go on with a timeline that was just made; it does not stay where that cannot be done."""
    try:
        return _use(hands, made)
    except UNDONE:
        delete(hands, made.GetUniqueId())
        raise


def use(hands, id):
    """Make a timeline current, and go on with it."""
    return _use(hands, _by_id(hands, id))


def _use(hands, timeline):
    hands.project.SetCurrentTimeline(timeline)
    hands.target = timeline
    hands.editing()
    return standing(hands, timeline)


def delete(hands, id):
    """Delete a timeline that we made, if it is still there.

    Where it was open, the one that the script was started on is opened.
    """
    doomed = [one for one in _all(hands) if one.GetUniqueId() == id]
    if id == hands.source.GetUniqueId():
        raise RefusedError("that is the editor's own timeline")
    current = hands.project.GetCurrentTimeline()
    if not current or current.GetUniqueId() == id:
        hands.project.SetCurrentTimeline(hands.source)
    hands.target = hands.source
    if doomed:
        hands.pool.DeleteTimelines(doomed)
    if any(one.GetUniqueId() == id for one in _all(hands)):
        raise RefusedError(f"Resolve did not delete '{doomed[0].GetName()}'")
    return {}


def import_(hands, path, name, bin):
    """Import an OTIO file as a new timeline, its media into a bin. How many clips have no media."""
    if name in names(hands):
        raise RefusedError(f"there is a timeline '{name}' already")
    with media.into(hands, bin):
        made = hands.pool.ImportTimelineFromFile(path, {"timelineName": name})
    if not made:
        raise RefusedError(f"Resolve did not import {path}, and does not say why")
    read = _opened(hands, made)
    items = offline = 0
    for kind in ("video", "audio"):
        for index in range(1, int(made.GetTrackCount(kind) or 0) + 1):
            for item in tracks.clips(made, kind, index):
                items += 1
                offline += item.GetMediaPoolItem() is None
    return dict(read, items=items, offline=offline)


def read_video(hands):
    """What stands on the video tracks, with its markers as Resolve counts them."""
    timeline = hands.editing()
    found = []
    for index in range(1, int(timeline.GetTrackCount("video") or 0) + 1):
        for item in tracks.clips(timeline, "video", index):
            found.append(
                {
                    "start": int(item.GetStart()),
                    "duration": int(item.GetDuration()),
                    "left_offset": int(item.GetLeftOffset() or 0),
                    "markers": sorted(int(frame) for frame in item.GetMarkers() or {}),
                }
            )
    return {"items": found}


def put_marker(hands, frame, color, name, note, duration, data, over):
    """Put a marker of ours, counted from the timeline's first frame.

    `over` is the data of ours that may be replaced; "*" says that any marker there may.
    """
    timeline = hands.editing()
    there = _marker(timeline, frame)
    if there is not None:
        if over != "*" and there.get("customData") != over:
            return {"kept": there.get("name")}
        timeline.DeleteMarkerAtFrame(frame)
    timeline.AddMarker(frame, color, name, note, duration, data)
    found = _marker(timeline, frame)
    if found and found.get("name") == name:
        return {"name": name}
    if there is not None and not found:
        _put_back(timeline, frame, there)
    raise RefusedError(f"the marker '{name}' is not at frame {frame}")


def _put_back(timeline, frame, old):
    data = old.get("customData") or ""
    timeline.AddMarker(frame, old["color"], old["name"], old["note"], old["duration"], data)


def _marker(timeline, frame):
    """The marker at a frame; None where there is none."""
    return {int(at): one for at, one in (timeline.GetMarkers() or {}).items()}.get(frame)


def delete_marker(hands, data):
    """Delete every marker that carries this data, which is ours."""
    timeline = hands.editing()
    count = 0
    while timeline.GetMarkerByCustomData(data):
        if not timeline.DeleteMarkerByCustomData(data):
            raise RefusedError("Resolve does not delete our marker")
        count += 1
    return {"deleted": count}
