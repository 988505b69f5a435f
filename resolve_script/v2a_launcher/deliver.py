"""Pictures by Resolve's own renderer: ranges of the timeline as movies, and everything put back."""

import os
import time

from .finding import can
from .stopped import RefusedError

PRESET = "H.264 Master"
FORMAT, CODEC = "mp4", "H264"
PAUSE = 0.25
PATIENCE = 120
WHOLE = 100


def render(hands, jobs, folder, width, height, rate):
    """Render ranges, each into a movie without sound; where the files are.

    Unit: `mark_in` and `mark_out` of a job in absolute frames, the last one counts. Resolve's page,
    marks, tracks and jobs are as before, however this ends.
    """
    timeline = hands.editing()
    if hands.project.IsRenderingInProgress():
        raise RefusedError("Resolve is rendering something else: try again when it is done")
    before = _saved(hands, timeline)
    made = []
    try:
        _ready(hands)
        size = {"FormatWidth": width, "FormatHeight": height, "FrameRate": rate}
        for job in jobs:
            made.append(_added(hands, job, folder, size))
        _rendered(hands, [one["id"] for one in made])
        return {"files": {one["name"]: _file(folder, one["name"]) for one in made}}
    finally:
        if hands.project.IsRenderingInProgress():
            hands.project.StopRendering()
        for one in made:
            hands.project.DeleteRenderJob(one["id"])
        _restored(hands, timeline, before)


def _saved(hands, timeline):
    marks = timeline.GetMarkInOut() if can(timeline, "GetMarkInOut") else None
    enabled = {}
    for kind in ("video", "audio"):
        for index in range(1, int(timeline.GetTrackCount(kind) or 0) + 1):
            enabled[kind, index] = bool(timeline.GetIsTrackEnabled(kind, index))
    return {"page": hands.resolve.GetCurrentPage(), "marks": marks, "enabled": enabled}


def _restored(hands, timeline, before):
    hands.project.SetCurrentTimeline(timeline)
    hands.resolve.OpenPage(before["page"] or "edit")
    if before["marks"] is not None:
        _marked(timeline, before["marks"])
    for (kind, index), on in before["enabled"].items():
        if bool(timeline.GetIsTrackEnabled(kind, index)) != on:
            timeline.SetTrackEnable(kind, index, on)


def _marked(timeline, before):
    """Marks in and out as they were. Where one is not set, that is the timeline's end."""
    if not can(timeline, "ClearMarkInOut") or not can(timeline, "SetMarkInOut"):
        return
    timeline.ClearMarkInOut()
    last = int(timeline.GetEndFrame()) - int(timeline.GetStartFrame()) - 1
    for kind, marks in before.items():
        if marks:
            timeline.SetMarkInOut(marks.get("in", 0), marks.get("out", last), kind)


def _ready(hands):
    """Settings go on top of what is loaded: a preset first, then the format."""
    project = hands.project
    hands.resolve.OpenPage("deliver")
    if not project.LoadRenderPreset(PRESET):
        raise RefusedError(f"Resolve has no render preset '{PRESET}'")
    codecs = (project.GetRenderCodecs(FORMAT) or {}).values()
    codec = CODEC if CODEC in codecs else next((one for one in codecs if CODEC in one), None)
    if codec is None or not project.SetCurrentRenderFormatAndCodec(FORMAT, codec):
        raise RefusedError(f"Resolve does not render {CODEC} as {FORMAT} here")


def _added(hands, job, folder, size):
    told = {
        "SelectAllFrames": False,
        "MarkIn": job["mark_in"],
        "MarkOut": job["mark_out"],
        "TargetDir": folder,
        "CustomName": job["name"],
        "ExportVideo": True,
        "ExportAudio": False,
    }
    told.update(size)
    if not hands.project.SetRenderSettings(told):
        raise RefusedError(f"Resolve does not take these render settings: {told!r}")
    id = hands.project.AddRenderJob()
    if not id:
        raise RefusedError("Resolve added no render job for '{}'".format(job["name"]))
    return {"id": id, "name": job["name"]}


def _rendered(hands, ids):
    """Start the jobs and wait. What a job is called is in the user's language: only numbers count.

    A job may be missing from the list at first.
    """
    if not hands.project.StartRendering(ids):
        raise RefusedError("Resolve did not start rendering")
    still, idle = set(ids), 0.0
    while still:
        if hands.cancelled():
            raise RefusedError("cancelled")
        for id in sorted(still):
            told = hands.project.GetRenderJobStatus(id) or {}
            if told.get("Error"):
                raise RefusedError("Resolve could not render: {}".format(told["Error"]))
            if float(told.get("CompletionPercentage") or 0) >= WHOLE:
                still.discard(id)
        idle = 0.0 if hands.project.IsRenderingInProgress() else idle + PAUSE
        if still and idle >= PATIENCE * PAUSE:
            raise RefusedError("Resolve stopped rendering before it was done")
        time.sleep(PAUSE)


def _file(folder, name):
    """The file that a job made, whatever its suffix's case."""
    for one in sorted(os.listdir(folder)):
        if os.path.splitext(one)[0] == name and one.lower().endswith("." + FORMAT):
            return os.path.join(folder, one)
    raise RefusedError(f"Resolve rendered '{name}', and there is no file of it")
