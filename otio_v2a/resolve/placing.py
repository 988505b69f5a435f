"""Lanes -> what is to stand in Resolve, how it is put there, and whether it does. Pure."""

import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from otio_v2a.model import Lane, Placement
from otio_v2a.resolve.clock import Stretch, absolute, rate_of, stretch
from otio_v2a.resolve.naming import is_our_track
from otio_v2a.resolve.protocol import action
from otio_v2a.timecode import frames_in

CROSSFADE = "Cross Fade +3 dB"
"""Of equal power. Source: Resolve fact sheet section 12."""

Actions = list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class Native:
    """What this Resolve was seen to do for scripts, so that it need not be baked."""

    fades: bool = False
    crossfades: bool = False


BAKED = Native()
"""Nothing is left to Resolve."""

READ = Native(crossfades=True)
"""What it reads from the timelines that we write."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A clip that is to stand on a track. Unit: absolute frames of the timeline."""

    track: int
    name: str
    record: int
    duration: int
    what: Stretch
    placement: Placement


def wanted(
    lanes: Sequence[Lane], tracks: Sequence[int], start_frame: int, fps: Mapping[str, str]
) -> tuple[Wanted, ...]:
    """Every clip of the lanes, on the tracks that were made for them.

    `fps` is the rate at which Resolve counts each file's frames.
    Raises: ResolveError for a rate that is none.
    """
    return tuple(
        Wanted(
            track=track,
            name=lane.name,
            record=absolute(start_frame, one.record.start),
            duration=one.record.length,
            what=_heard(one, fps[one.file]),
            placement=one,
        )
        for lane, track in zip(lanes, tracks, strict=True)
        for one in lane.placements
    )


def _heard(one: Placement, fps: str) -> Stretch:
    rate = one.record.rate
    return stretch(one.head, one.record.length, rate, rate_of(fps).fps if fps else rate)


def files(lanes: Sequence[Lane]) -> list[str]:
    """Every file of the lanes, once."""
    return list(dict.fromkeys(one.file for lane in lanes for one in lane.placements))


def appended(clips: Sequence[Wanted]) -> Actions:
    """Put every clip on its track."""
    return [
        action(
            "append",
            file=one.placement.file,
            track=one.track,
            record=one.record,
            duration=one.duration,
            start=one.what.start,
            end=one.what.end,
            slack=one.what.slack,
        )
        for one in clips
    ]


def finished(
    clips: Sequence[Wanted], lanes: Sequence[Lane], tracks: Sequence[int], native: Native
) -> Actions:
    """Switch off the takes that were not chosen; fades and crossfades where Resolve makes them."""
    found: Actions = [
        action("enable_track", track=track, on=False)
        for lane, track in zip(lanes, tracks, strict=True)
        if not lane.enabled
    ]
    if native.fades:
        found += [
            action("set_fades", track=one.track, record=one.record, fade_in=long, fade_out=long)
            for one in clips
            if (long := _fade(one.placement))
        ]
    for lane, track in zip(lanes, tracks, strict=True):
        found += _crossfades(lane, [one for one in clips if one.track == track])
    return found


def _fade(one: Placement) -> int:
    """The fade that its marker asks for, in frames; 0 where it asks for none."""
    fade, rate = one.cue.options.fade, one.record.rate
    return min(frames_in(fade.seconds(rate), rate), one.record.length // 2) if fade else 0


def _crossfades(lane: Lane, clips: Sequence[Wanted]) -> Iterator[dict[str, object]]:
    for length, left in zip(lane.crossfades, clips, strict=False):
        if length:
            yield action(
                "add_transition",
                track=left.track,
                record=left.record,
                kind=CROSSFADE,
                duration=length,
            )


def differences(clips: Sequence[Wanted], tracks: Sequence[Mapping[str, Any]]) -> list[str]:
    """What does not stand where it should, as it was read back; empty when all is well."""
    there = {(track["track"], item["start"]): item for track in tracks for item in track["items"]}
    problems = []
    for one in clips:
        item = there.get((one.track, one.record))
        where = f"track '{one.name}', frame {one.record}"
        if item is None:
            problems.append(f"{where}: nothing is there")
        elif item["file"] != os.path.normcase(one.placement.file):
            problems.append(f"{where}: '{item['name']}' is there instead")
        elif abs(item["duration"] - one.duration) > one.what.slack:
            problems.append(f"{where}: {item['duration']} frames long, not {one.duration}")
    return problems


def remarks(clips: Sequence[Wanted], tracks: Sequence[Mapping[str, Any]]) -> list[str]:
    """Clips that are shorter since Resolve counts their sound at another rate."""
    there = {(track["track"], item["start"]): item for track in tracks for item in track["items"]}
    short = [
        one
        for one in clips
        if one.what.slack and there[one.track, one.record]["duration"] != one.duration
    ]
    if not short:
        return []
    return [
        f"{len(short)} of {len(clips)} clips end up to {short[0].what.slack} frames early: the"
        " project's rate, at which Resolve counts sounds, is not the timeline's."
    ]


@dataclass(frozen=True, slots=True)
class Cleared:
    """How our earlier clips are taken off: the actions, and tracks that hold others' clips too."""

    actions: tuple[dict[str, object], ...]
    clips: int
    mixed: tuple[str, ...]


def cleared(tracks: Sequence[Mapping[str, Any]], folders: Sequence[str]) -> Cleared:
    """Take off what is ours: clips whose files lie in our folders, and the tracks they leave empty.

    A track that holds anything else is left, and named. Tracks go last first, so that no number
    changes before its turn.
    """
    homes = tuple(os.path.normcase(one).rstrip("/\\") + os.sep for one in folders)
    off: Actions = []
    gone: Actions = []
    mixed, count = [], 0
    for track in tracks:
        ours = [one for one in track["items"] if one["file"].startswith(homes)]
        count += len(ours)
        if ours:
            off.append(
                action("delete_items", track=track["track"], ids=[one["id"] for one in ours])
            )
        if not is_our_track(track["name"]) or (not ours and track["items"]):
            continue
        if len(ours) == len(track["items"]):
            gone.append(action("delete_track", track=track["track"], name=track["name"]))
        else:
            mixed.append(track["name"])
    return Cleared((*off, *reversed(gone)), count, tuple(mixed))
