"""Sounds into a timeline of Resolve: put there, read back, and taken off again if anything differs.

Nothing half placed stays: a duplicate is deleted, from the editor's own timeline our new clips and
tracks are taken. What an earlier run placed goes only when the new stands.
"""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from otio_v2a.errors import ResolveError, UndoneError
from otio_v2a.model import Lane
from otio_v2a.resolve.launcher import Launcher
from otio_v2a.resolve.naming import bin_of, free_name
from otio_v2a.resolve.placing import (
    BAKED,
    Native,
    Wanted,
    appended,
    cleared,
    differences,
    files,
    finished,
    remarks,
    wanted,
)
from otio_v2a.resolve.protocol import Marker, Request, Standing, action
from otio_v2a.resolve.statuses import Status, told

_NAMED = 3


@dataclass(frozen=True, slots=True)
class Load:
    """What is to be placed: the lanes, and what the markers tell of the cues.

    `audio` is the folder our sounds lie in; `length` the timeline's, in frames.
    """

    lanes: tuple[Lane, ...]
    statuses: tuple[Status, ...]
    audio: Path
    length: int
    native: Native = BAKED


@dataclass(frozen=True, slots=True)
class Delivered:
    """Where the sounds are now, and what is to be said of it."""

    timeline: str
    clips: int
    tracks: int
    remarks: tuple[str, ...] = ()


async def deliver(launcher: Launcher, request: Request, load: Load, where: str) -> Delivered:
    """Place the load into a `duplicate` of the timeline, or the `current` one itself.

    Raises: ResolveError when it does not stand as it should: then nothing of it stays.
    """
    if where == "current":
        (read,) = await launcher.ask(action("use_timeline", id=request.timeline.id))
    else:
        name = free_name(request.timeline.name, request.timelines)
        (read,) = await launcher.ask(action("duplicate_timeline", name=name))
    target = Standing.model_validate(read)
    made: list[int] = []
    try:
        delivered = await _placed(launcher, target, load, made, bin_of(request.timeline.name))
    except ResolveError as error:
        left = await _undone(launcher, target, made, is_ours=where != "current")
        message = f"{error}. {left} Your timeline '{request.timeline.name}' is as it was."
        raise ResolveError(message) from error
    return delivered


async def _placed(
    launcher: Launcher, target: Standing, load: Load, made: list[int], bin_: Sequence[str]
) -> Delivered:
    """`made` gets the number of every track of ours as soon as it is there."""
    (before,) = await launcher.ask(action("read_tracks", only=[]))
    imported = action("import_media", bin=list(bin_), paths=files(load.lanes))
    (pool,) = await launcher.ask(imported)
    for lane in load.lanes:
        (track,) = await launcher.ask(action("add_track", name=lane.name))
        made.append(track["track"])
    fps = {path: one["fps"] for path, one in pool["files"].items()}
    clips = wanted(load.lanes, made, target.start_frame, fps)
    for track_number in made:
        await launcher.ask(*appended([one for one in clips if one.track == track_number]))
    await launcher.ask(*finished(clips, load.lanes, made, load.native))
    after = await _checked(launcher, clips, made)
    old = cleared(before["tracks"], [str(load.audio)])
    await launcher.ask(*old.actions)
    said = [*remarks(clips, after), *_mixed(old.mixed)]
    said += await _marked(launcher, load, target.markers)
    return Delivered(target.name, len(clips), len(load.lanes), tuple(said))


async def _checked(
    launcher: Launcher, clips: Sequence[Wanted], made: Sequence[int]
) -> list[Mapping[str, Any]]:
    """Our tracks, read back. Raises: ResolveError when a clip is not where it should."""
    (after,) = await launcher.ask(action("read_tracks", only=list(made)))
    tracks: list[Mapping[str, Any]] = after["tracks"]
    problems = differences(clips, tracks)
    if problems:
        left = len(problems) - _NAMED
        more = f" (and {left} more)" if left > 0 else ""
        raise ResolveError("; ".join(problems[:_NAMED]) + more)
    return tracks


async def _marked(launcher: Launcher, load: Load, markers: Sequence[Marker]) -> list[str]:
    """Tell in the markers what became of each cue; that this cannot be done stops nothing."""
    try:
        await launcher.ask(*told(load.statuses, markers, load.length))
    except UndoneError as error:
        return [f"the markers do not all tell what became of their cues: {error}."]
    return []


def _mixed(names: Sequence[str]) -> list[str]:
    return [f"track '{name}' holds clips of yours: it stays." for name in names]


async def _undone(
    launcher: Launcher, target: Standing, made: Sequence[int], *, is_ours: bool
) -> str:
    """Take off what was placed; what is left, in words."""
    try:
        if is_ours:
            await launcher.ask(action("delete_timeline", id=target.id))
            return "The duplicate is deleted."
        await launcher.ask(action("use_timeline", id=target.id))
        (now,) = await launcher.ask(action("read_tracks", only=[]))
        doomed = [one for one in now["tracks"] if one["track"] in made]
        for track in reversed(doomed):
            ids = [one["id"] for one in track["items"]]
            await launcher.ask(
                action("delete_items", track=track["track"], ids=ids),
                action("delete_track", track=track["track"], name=track["name"]),
            )
    except UndoneError as error:
        name = target.name
        return f"What was placed into '{name}' could not be taken off again: {error}. Delete it."
    return "What was placed is taken off again."


async def imported(launcher: Launcher, request: Request, path: Path, load: Load) -> Delivered:
    """Import a scored timeline as a new one.

    Raises: ResolveError when Resolve does not import it.
    """
    name = free_name(request.timeline.name, request.timelines)
    bin_ = bin_of(request.timeline.name)
    (read,) = await launcher.ask(action("import_timeline", path=str(path), name=name, bin=bin_))
    said = []
    if read["offline"]:
        said.append(f"{read['offline']} of {read['items']} clips have no media there.")
    standing = Standing.model_validate(read)
    with suppress(ResolveError):
        said += await _marked(launcher, load, standing.markers)
    clips = sum(len(lane.placements) for lane in load.lanes)
    return Delivered(standing.name, clips, len(load.lanes), tuple(said))
