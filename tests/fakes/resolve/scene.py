"""A Resolve with a project in it, from a scene in JSON.

A scene; everything has a default but `name`, `file`, `record` and `duration`:

    {"profile": "21.0 Studio",            18.6 free, 19.1 free, 20.3 Studio, 21.0 Studio,
                                          21.1 Studio, 21.1 free (no Python there)
     "quirks": {},                        fields of fakes.resolve.quirks.Quirks
     "project": {"name": "Film",          null: no project; "Untitled Project": never saved
                 "rate": "24",            the first timeline's unless said
                 "saved": true},
     "media": [{"file": "/m/a.mov", "name": "a.mov", "rate": "24", "start": "01:00:00:00",
                "frames": 1000, "kinds": ["video", "audio"], "channels": 2, "bin": "Day 1/Cards",
                "markers": [...]}],       only what no item describes, or what lies in a bin
     "bin": "Day 1",                      the current one, by name
     "timelines": [{"name": "Cut", "rate": "29.97 DF", "start_timecode": "01:00:00;00",
       "size": [1920, 1080], "playhead": 0,
       "tracks": [{"kind": "video", "name": "Video 1", "sub": "", "enabled": true, "locked": false,
         "items": [{"file": "/m/a.mov", "name": "a.mov",
           "media_start": 86400,          its timecode: frames of media_rate, or a label
           "media_rate": "24", "media_frames": 1000,
           "record": 48,                  frames from the timeline's start
           "source_in": 30,               frames of the media from its start, also "61/2"; the
                                          lowest one shown, also where it plays backwards
           "duration": 120,               record frames
           "speed": 1, "enabled": true, "offline": false, "selected": false, "color": "",
           "title": "",                   "fusion" (or true) or "rich": no media then
           "link": 0, "volume": 0, "fades": [0, 0],
           "markers": [{"frame": 12, ...}]}],   seen so many record frames behind the item's start;
                                          markers lie on whole frames: at odd speeds or rates it
                                          begins up to a frame later
         "transitions": [{"at": 168, "before": 6, "after": 6, "name": "Cross Dissolve"}]}],
       "markers": [{"frame": 0, "duration": 1, "name": "", "note": "", "color": "Blue",
                    "customData": "", "keywords": []}],            from the timeline's start
       "mark_in_out": {"video": {"in": 0, "out": 99}, "audio": {...}}}],
     "current": "Cut",                    the first unless said; null: none is open
     "page": "edit",
     "renderer": ["ffmpeg", ..., "{out}"],  makes a movie: {out} {frames} {rate} {width} {height}
                                          {mark_in}; without one every picture job fails
     "presets": {"Mine": {"format": "mp4", "codec": "H264", "ExportVideo": true}},   more of them
     "failing": [...], "meanwhile": [...]}  see fakes.resolve.meanwhile

Items of one file are of one medium: the first description holds, its length grows with the items
unless `media_frames` is given. A WAV that exists needs no description: its header is read.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil
from pathlib import Path
from typing import Any

from fakes.resolve.application import UNSAVED, Resolve
from fakes.resolve.deliver import PRESETS
from fakes.resolve.handles import PyRemoteObject
from fakes.resolve.meanwhile import fail, planned
from fakes.resolve.model import (
    Bin,
    Item,
    Marker,
    Media,
    Project,
    Sequence,
    Track,
    Transition,
)
from fakes.resolve.pool import from_file, listed
from fakes.resolve.profiles import PROFILES
from fakes.resolve.quirks import chosen
from fakes.resolve.rates import Rate, rate
from fakes.resolve.world import World

_ROOT = "Master"


def resolve(world: World) -> PyRemoteObject:
    """The handle that a menu script has as `resolve`."""
    return PyRemoteObject(Resolve(world, world))


def world(scene: dict) -> World:
    """The Resolve that a scene describes."""
    quirks = chosen(scene.get("quirks", {}))
    made = World(PROFILES[scene.get("profile", "21.0 Studio")], quirks, None)
    made.page = scene.get("page", "edit")
    made.renderer = scene.get("renderer", [])
    made.presets = {**PRESETS, **scene.get("presets", {})}
    given = scene.get("project", {})
    if given is not None:
        made.project = project(made, scene, given)
    for one in scene.get("failing", []):
        fail(made, one)
    made.plans = [planned(one) for one in scene.get("meanwhile", [])]
    return made


def project(made: World, scene: dict, given: dict) -> Project:
    """The project with its timelines and media."""
    timelines = scene.get("timelines", [])
    name = given.get("name", "Film")
    own = rate(given.get("rate", timelines[0].get("rate", "24") if timelines else "24"))
    root = Bin(made.new_id(), _ROOT)
    one = Project(made.new_id(), name, own, given.get("saved", name != UNSAVED), root, bin=root)
    one.preset = made.quirks.leftover_preset
    one.settings = dict(made.presets.get(one.preset, {}))
    made.project = one
    for each in scene.get("media", []):
        media(made, each)
    for each in timelines:
        listed(made, sequence(made, each), root)
    wanted = scene.get("current", timelines[0]["name"] if timelines else None)
    one.current = next((each for each in one.sequences if each.name == wanted), None)
    if "bin" in scene:
        one.bin = next(each for each in root.folders() if each.name == scene["bin"])
    return one


def folder(root: Bin, path: str, made: World) -> Bin:
    """The bin at a path, made where it is not there."""
    for name in [part for part in path.split("/") if part]:
        found = next((one for one in root.bins if one.name == name), None)
        if found is None:
            found = Bin(made.new_id(), name)
            root.bins.append(found)
        root = found
    return root


def media(made: World, given: dict) -> Media:
    """A clip in the media pool."""
    own = rate(given.get("rate", made.project.rate.spelled("plain")))
    file = given["file"]
    one = Media(
        made.new_id(),
        given.get("name", file.replace("\\", "/").rsplit("/", 1)[-1]),
        file,
        own,
        given.get("frames", 0),
        start=frames(given.get("start", 0), own),
        kinds=tuple(given.get("kinds", ("video",))),
        channels=given.get("channels", 2),
    )
    if "frames" not in given and Path(file).is_file():
        one = from_file(made, file) or one
    one.markers = [marker(each) for each in given.get("markers", [])]
    folder(made.project.root, given.get("bin", ""), made).clips.append(one)
    return one


def sequence(made: World, given: dict) -> Sequence:
    """A timeline."""
    own = rate(given.get("rate", made.project.rate.spelled("plain")))
    start = own.frames(given.get("start_timecode", "01:00:00:00"))
    one = Sequence(made.new_id(), given["name"], own, start)
    one.size = tuple(given.get("size", one.size))
    one.playhead = given.get("playhead", 0)
    one.markers = [marker(each) for each in given.get("markers", [])]
    one.marks = {kind: dict(marks) for kind, marks in given.get("mark_in_out", {}).items()}
    for each in given.get("tracks", []):
        one.tracks[each["kind"]].append(track(made, one, each))
    return one


def track(made: World, owner: Sequence, given: dict) -> Track:
    """A track with what lies on it."""
    kind = given["kind"]
    number = len(owner.tracks[kind]) + 1
    one = Track(kind, given.get("name", f"{kind.capitalize()} {number}"))
    one.sub = given.get("sub", "stereo" if kind == "audio" else "")
    one.enabled, one.locked = given.get("enabled", True), given.get("locked", False)
    one.items = [item(made, owner, kind, each) for each in given.get("items", [])]
    for each in given.get("transitions", []):
        name = each.get("name", "Cross Fade 0 dB" if kind == "audio" else "Cross Dissolve")
        ends = (each["at"], each.get("before", 0), each.get("after", 0))
        one.transitions.append(Transition(made.new_id(), name, *ends, audio=kind == "audio"))
    return one


def item(made: World, owner: Sequence, kind: str, given: dict) -> Item:
    """An item with its medium; its markers go into the medium's space."""
    one = Item(made.new_id(), given.get("name", ""), given["record"], given["duration"])
    one.title = {True: "fusion", False: ""}.get(given.get("title", ""), given.get("title", ""))
    one.speed = Fraction(str(given.get("speed", 1)))
    one.source = Fraction(str(given.get("source_in", 0)))
    for name in ("enabled", "offline", "selected", "link", "volume"):
        setattr(one, name, given.get(name, getattr(one, name)))
    one.colour, one.fades = given.get("color", ""), tuple(given.get("fades", (0, 0)))
    if not one.title:
        one.media = medium(made, owner, kind, one, given)
        one.name = one.name or one.media.name
    one.markers = [marker(each, one.warped(owner.rate)) for each in given.get("markers", [])]
    return one


def medium(made: World, owner: Sequence, kind: str, one: Item, given: dict) -> Media:
    """The medium of an item: that of its file, or a new one."""
    file = given["file"]
    found = next((each for each in made.project.root.all() if each.file == file), None)
    if found is None:
        names = {"media_rate": "rate", "media_start": "start", "media_frames": "frames"}
        has: dict = {"file": file, "rate": owner.rate.spelled("plain"), "kinds": [kind]}
        has.update({names[key]: value for key, value in given.items() if key in names})
        found = media(made, has)
    if kind not in found.kinds:
        found.kinds = tuple(each for each in ("video", "audio") if each in (kind, *found.kinds))
    if "media_frames" not in given and not Path(file).is_file():
        used = one.source + one.duration * abs(one.speed) * found.rate.fps / owner.rate.fps
        found.frames = max(found.frames, ceil(used))
    return found


def marker(given: dict, first: Fraction = Fraction(0)) -> Marker:
    """A marker of a scene, on the first whole frame that is not before it."""
    return Marker(
        frame=Fraction(ceil(first + Fraction(str(given["frame"])))),
        colour=given.get("color", "Blue"),
        name=given.get("name", ""),
        note=given.get("note", ""),
        duration=given.get("duration", 1),
        custom=given.get("customData", ""),
        keywords=tuple(given.get("keywords", ())),
    )


def frames(value: Any, own: Rate) -> int:
    """A start as frames, given as such or as a timecode."""
    return own.frames(value) if isinstance(value, str) else int(value)
