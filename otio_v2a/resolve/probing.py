"""Workspace > Scripts > V2A Self-test: what this Resolve does, tried out in a timeline of our own.

Whatever the fact sheet is not sure of is a probe. All that is made is taken away again; what could
not be is named. The report tells the next runs what they may rely on.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from otio_v2a.errors import UndoneError
from otio_v2a.resolve.clock import rate_of, shown_at
from otio_v2a.resolve.findings import Probe, Report
from otio_v2a.resolve.launcher import Launcher
from otio_v2a.resolve.naming import ROOT, free_name
from otio_v2a.resolve.placing import CROSSFADE
from otio_v2a.resolve.protocol import Request, Standing, action
from otio_v2a.resolve.trying import AT, FADE, MARKED, Trial, made
from otio_v2a.timecode import timecode

_BIN = [ROOT, "Self-test"]
_TRACK = "V2A SFX"
_CONSENT = 180.0
_ASKED = (
    "V2A: the self-test makes a timeline 'V2A Self-test' and a bin 'V2A/Self-test' in this project,"
    " tries out what this Resolve does, and deletes both. It sends nothing. Your own timelines are"
    " not touched; save the project first. Start V2A Self-test once more within three minutes to"
    " say yes."
)


@dataclass(slots=True)
class _Found:
    """What each probe came to so far."""

    probes: dict[str, Probe] = field(default_factory=dict)
    left: list[str] = field(default_factory=list)

    def note(self, name: str, seen: object, expected: object) -> None:
        """What was seen, and whether it is what we rely on."""
        self.probes[name] = Probe(ok=seen == expected, seen=seen, expected=expected)

    def failed(self, name: str, why: str) -> None:
        """It could not be tried, or Resolve does not do it."""
        self.probes[name] = Probe(ok=False, seen=why)


async def selftest(launcher: Launcher, request: Request, asked: Path, report: Path) -> str:
    """Try everything out, clean up, write the report; what is to be said of it.

    `asked` is a file that says when the editor was asked.
    Raises: ResolveError when not even a timeline can be made.
    """
    if not await asyncio.to_thread(_consented, asked):
        return _ASKED
    found = _Found()
    rate = rate_of(request.timeline.rate)
    found.note("rate_string", request.timeline.rate, request.timeline.rate)
    label = timecode(request.timeline.start_frame, rate.fps, drop=rate.drop)
    found.note("start_frame", label, request.timeline.start_tc)
    hour = request.timeline.start_frame
    trial = await made(launcher.folder, rate, hour)
    tried: list[str] = []
    try:
        await _tried(_Probe(launcher, request, trial, found, tried))
    finally:
        await _cleaned(launcher, tried, found)
    made_ = Report(
        resolve=request.resolve,
        at=datetime.now().astimezone().isoformat(timespec="seconds"),
        probes=found.probes,
        left=tuple(found.left),
    )
    await asyncio.to_thread(made_.write, report)
    return _told(made_, report)


def _told(report: Report, path: Path) -> str:
    count = len(report.probes)
    told = f"{count - len(report.bad)} of {count} probes are as expected"
    said = [f"self-test of {report.resolve.told}: {told}."]
    said += [f"{name}: {report.probes[name].seen}" for name in report.bad]
    said += [f"please delete {one}: Resolve did not." for one in report.left]
    return "\n".join(f"V2A: {line}" for line in (*said, f"the report: {path}"))


@dataclass(frozen=True, slots=True)
class _Probe:
    """One self-test under way. `tried` are the ids of the timelines it has made."""

    launcher: Launcher
    request: Request
    trial: Trial
    found: _Found
    tried: list[str]

    async def imported(self, path: Path) -> Standing:
        """A timeline of ours. Raises: ResolveError when Resolve does not import it."""
        name = free_name("V2A Self-test", self.request.timelines)
        name = f"{name}{'.' * len(self.tried)}"
        imported = action("import_timeline", path=str(path), name=name, bin=_BIN)
        (read,) = await self.launcher.ask(imported)
        made_ = Standing.model_validate(read)
        self.tried.append(made_.id)
        return made_


async def _tried(probe: _Probe) -> None:
    made_ = await probe.imported(probe.trial.timeline)
    probe.found.note("import_otio", True, True)
    marks = [one.frame for one in made_.markers]
    probe.found.note("timeline_marker_zero", marks, [FADE])
    probes: tuple[tuple[str, Callable[[_Probe, Standing], Awaitable[None]]], ...] = (
        ("item_marker_zero", _item_marker),
        ("record_frame", _appended),
        ("set_fades", _fades),
        ("add_transition", _transition),
        ("take_on_audio", _take),
        ("export_again", _again),
    )
    for name, tried in probes:
        try:
            await tried(probe, made_)
        except UndoneError as error:
            probe.found.failed(name, str(error))


async def _item_marker(probe: _Probe, made_: Standing) -> None:
    """A clip's marker counts from the first frame of its media, whatever the clip shows of it."""
    (read,) = await probe.launcher.ask(action("read_video"))
    trial = probe.trial
    expected = made_.start_frame + trial.frames(AT) + trial.frames(MARKED)
    seen = [
        shown_at(item["start"], marker, item["left_offset"])
        for item in read["items"]
        for marker in item["markers"]
    ]
    probe.found.note("item_marker_zero", seen, [expected])


async def _appended(probe: _Probe, made_: Standing) -> None:
    """Where a sound lands, how long it is, on how many tracks, and what gives way to what."""
    trial, found, ask = probe.trial, probe.found, probe.launcher.ask
    imported = action("import_media", bin=_BIN, paths=[str(trial.sound)])
    pool, track = await ask(imported, action("add_track", name=_TRACK))
    fps = pool["files"][str(trial.sound)]["fps"]
    found.note("wav_fps", rate_of(fps).fps == rate_of(probe.request.project.rate).fps, True)
    (before,) = await ask(action("read_tracks", only=[]))
    at = made_.start_frame + trial.frames(1)
    (laid,) = await ask(_append(trial, track["track"], at, 0))
    found.note("record_frame", laid["start"], at)
    found.note("end_frame_is_inclusive", laid["end_is_inclusive"], laid["end_is_inclusive"])
    (after,) = await ask(action("read_tracks", only=[]))
    found.note("stereo_track", _count(after["tracks"]) - _count(before["tracks"]), 1)
    try:
        await ask(_append(trial, track["track"], at + trial.frames(1), 2))
        found.note("overlap", "placed over it", "dropped")
    except UndoneError:
        found.note("overlap", "dropped", "dropped")
    # What abuts is for the crossfade.
    await ask(_append(trial, track["track"], at + trial.frames(2), 2))


def _append(trial: Trial, track: int, record: int, skip: int) -> dict[str, object]:
    """Two seconds of the sound, from `skip` seconds on, with handles on both sides."""
    first = trial.frames(skip + 1)
    long = trial.frames(2)
    return action(
        "append",
        file=str(trial.sound),
        track=track,
        record=record,
        duration=long,
        start=first,
        end=first + long,
        slack=0,
    )


def _count(tracks: Sequence[dict[str, Any]]) -> int:
    return sum(len(track["items"]) for track in tracks)


async def _ours(probe: _Probe) -> dict[str, Any]:
    (read,) = await probe.launcher.ask(action("read_tracks", only=[]))
    found = [one for one in read["tracks"] if one["name"] == _TRACK and one["items"]]
    if not found:
        message = "nothing could be laid on a track"
        raise UndoneError(message)
    return dict(found[-1])


async def _fades(probe: _Probe, _made: Standing) -> None:
    if not probe.request.resolve.is_studio:
        probe.found.failed("set_fades", "not tried in the free edition")
        return
    track = await _ours(probe)
    where = {"track": track["track"], "record": track["items"][0]["start"]}
    (read,) = await probe.launcher.ask(action("set_fades", **where, fade_in=FADE, fade_out=FADE))
    probe.found.note("set_fades", [read["in"], read["out"]], [FADE, FADE])


async def _transition(probe: _Probe, _made: Standing) -> None:
    if not probe.request.resolve.is_studio:
        probe.found.failed("add_transition", "not tried in the free edition")
        return
    track = await _ours(probe)
    where = {"track": track["track"], "record": track["items"][0]["start"]}
    told = {"kind": CROSSFADE, "duration": FADE}
    (read,) = await probe.launcher.ask(action("add_transition", **where, **told))
    probe.found.note("add_transition", read["duration"], FADE)


async def _take(probe: _Probe, _made: Standing) -> None:
    track = await _ours(probe)
    where = {"track": track["track"], "record": track["items"][0]["start"]}
    take = action("add_take", **where, file=str(probe.trial.sound))
    (read,) = await probe.launcher.ask(take)
    probe.found.note("take_on_audio", read["takes"] > 0, True)


async def _again(probe: _Probe, _made: Standing) -> None:
    """What Resolve exports it imports again, and what of fades and crossfades comes through."""
    path = probe.trial.folder / "v2a-selftest-again.otio"
    await probe.launcher.ask(action("export", path=str(path), target=True))
    text = await asyncio.to_thread(path.read_text, encoding="utf-8")
    probe.found.note("fader_survives", "faderOut" in text, True)
    probe.found.note("crossfade_survives", "Transition" in text, True)
    await probe.imported(path)
    probe.found.note("export_again", True, True)


async def _cleaned(launcher: Launcher, tried: Sequence[str], found: _Found) -> None:
    for one in tried:
        try:
            await launcher.ask(action("delete_timeline", id=one), anyway=True)
        except UndoneError:
            found.left.append("the timeline 'V2A Self-test'")
    try:
        await launcher.ask(action("delete_media", bin=_BIN), anyway=True)
    except UndoneError:
        found.left.append(f"the bin '{'/'.join(_BIN)}'")


def _consented(asked: Path) -> bool:
    """Whether the editor was asked a moment ago; else it is noted that it was now."""
    with suppress(OSError):
        if time.time() - asked.stat().st_mtime < _CONSENT:
            asked.unlink()
            return True
    asked.parent.mkdir(parents=True, exist_ok=True)
    asked.touch()
    return False
