"""Sounds into a timeline of Resolve: put there, read back, and taken off again if anything differs.

Nothing half placed stays: a duplicate is deleted, from the editor's own timeline our new clips and
tracks are taken. What an earlier run placed goes only when the new stands.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from otio_v2a.errors import InterruptedRunError, ResolveError, UndoneError, V2AError
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

    Raises: ResolveError when it does not stand as it should, InterruptedRunError when it was
    cancelled: then nothing of it stays.
    """
    if where == "current":
        (read,) = await launcher.ask(action("use_timeline", id=request.timeline.id))
    else:
        name = free_name(request.timeline.name, request.timelines)
        (read,) = await launcher.ask(action("duplicate_timeline", name=name))
    target = Standing.model_validate(read)
    made: dict[int, str] = {}

    async def undone(error: V2AError) -> str:
        if where == "current":
            left = await _taken_back(launcher, target, load, made)
        else:
            left = await _deleted(launcher, target)
        return f"{str(error).rstrip('.')}. {left}"

    try:
        return await _placed(launcher, target, load, made, bin_of(request.timeline.name))
    except ResolveError as error:
        message = await undone(error)
        raise ResolveError(message) from error
    except InterruptedRunError as error:
        message = await undone(error)
        raise InterruptedRunError(message) from error


async def _placed(
    launcher: Launcher, target: Standing, load: Load, made: dict[int, str], bin_: Sequence[str]
) -> Delivered:
    """`made` gets the number and name of every track of ours as soon as it is there.

    Once all of it stands, nothing is taken back any more, whatever else cannot be done.
    """
    (before,) = await launcher.ask(action("read_tracks", only=[]))
    imported = action("import_media", bin=list(bin_), paths=files(load.lanes))
    (pool,) = await launcher.ask(imported)
    for lane in load.lanes:
        (track,) = await launcher.ask(action("add_track", name=lane.name))
        made[track["track"]] = track["name"]
    numbers = tuple(made)
    fps = {path: one["fps"] for path, one in pool["files"].items()}
    clips = wanted(load.lanes, numbers, target.start_frame, fps)
    for number in numbers:
        await launcher.ask(*appended([one for one in clips if one.track == number]))
    await launcher.ask(*finished(clips, load.lanes, numbers, load.native))
    after = await _checked(launcher, clips, numbers)
    said = [*remarks(clips, after), *await _cleared(launcher, load, before["tracks"])]
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


async def _cleared(
    launcher: Launcher, load: Load, tracks: Sequence[Mapping[str, Any]]
) -> list[str]:
    """Take off what an earlier run placed; what is to be said of it."""
    old = cleared(tracks, [str(load.audio)])
    said = [f"track '{name}' holds clips of yours: it stays." for name in old.mixed]
    try:
        await launcher.ask(*old.actions, anyway=True)
    except UndoneError as error:
        said.append(f"what was placed before is not all taken off: {error}. Delete it.")
    return said


async def _marked(launcher: Launcher, load: Load, markers: Sequence[Marker]) -> list[str]:
    """Tell in the markers what became of each cue; that this cannot be done stops nothing."""
    try:
        await launcher.ask(*told(load.statuses, markers, load.length), anyway=True)
    except UndoneError as error:
        return [f"the markers do not all tell what became of their cues: {error}."]
    return []


async def _deleted(launcher: Launcher, target: Standing) -> str:
    """Delete a half filled duplicate; what is left, in words."""
    try:
        await launcher.ask(action("delete_timeline", id=target.id), anyway=True)
    except UndoneError as error:
        return f"'{target.name}' is half filled and could not be deleted: {error}. Delete it."
    return "The duplicate is deleted; your own timeline is as it was."


async def _taken_back(
    launcher: Launcher, target: Standing, load: Load, made: Mapping[int, str]
) -> str:
    """Take off the tracks that were made in the editor's own timeline; what is left, in words."""
    try:
        await launcher.ask(action("use_timeline", id=target.id), anyway=True)
        (now,) = await launcher.ask(action("read_tracks", only=[]), anyway=True)
        for track in reversed(now["tracks"]):
            if made.get(track["track"]) == track["name"]:
                await launcher.ask(*_taken_off(track, files(load.lanes)), anyway=True)
    except UndoneError as error:
        return (
            f"What was placed could not be taken off again: {error}. Delete the tracks 'V2A ...'."
        )
    return "What was placed is taken off again; your timeline is as it was."


def _taken_off(track: Mapping[str, Any], paths: Sequence[str]) -> Iterator[dict[str, object]]:
    """A track with our sounds, and no other, is taken off."""
    homes = {os.path.normcase(one) for one in paths}
    ids = [one["id"] for one in track["items"] if one["file"] in homes]
    yield action("delete_items", track=track["track"], ids=ids)
    yield action("delete_track", track=track["track"], name=track["name"])


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
