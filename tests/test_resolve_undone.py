"""Whatever Resolve does not do, and whatever an editor does meanwhile: nothing half placed stays.

The engine's placing and the launcher's hands, in the fake Resolve, without their processes.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from fakes.resolve import scene
from nearby import Desk

from otio_v2a.errors import InterruptedRunError, ResolveError, V2AError
from otio_v2a.resolve.placing import Native

PLACES = ("duplicate", "current", "import")
NAMES = {"duplicate": "Cut - V2A 1", "current": "Cut", "import": "Cut - V2A 1"}
TAKEN_OFF = {
    "duplicate": ". The duplicate is deleted; your own timeline is as it was.",
    "current": ". What was placed is taken off again; your timeline is as it was.",
    "import": "",
}

MADE = {
    "Timeline.DuplicateTimeline": ["duplicate_timeline: Resolve made no duplicate 'Cut - V2A 1'"],
    "MediaPool.ImportTimelineFromFile": [
        "import_timeline: Resolve did not import {cut}, and does not say why"
    ],
    "Project.SetCurrentTimeline": [
        "{make}: another timeline was opened meanwhile ('Cut'): leave the one that is placed into"
        " open until the script has ended"
    ],
}
"""Calls without which there is no timeline to place into: what is said when one is not done."""

BINS = {
    "MediaPool.AddSubFolder": ["{fetch}: the bin 'V2A/Cut' cannot be made"] * 2,
    "MediaPool.SetCurrentFolder": ["{fetch}: the bin 'V2A/Cut' cannot be opened"],
}
PLACED = {
    "MediaPool.ImportMedia": ["import_media: Resolve did not import {rain}"],
    "Timeline.AddTrack": [
        "add_track: Resolve added no audio track (3 before, 3 now)",
        "add_track: Resolve added no audio track (4 before, 4 now)",
    ],
    "Timeline.SetTrackName": [
        "add_track: the new track is called 'Audio 4', not 'V2A SFX'",
        "add_track: the new track is called 'Audio 5', not 'V2A BGM'",
    ],
    "MediaPool.AppendToTimeline": [
        "append: it is not at frame 90010 of track 4, whatever Resolve says",
        "append: it is not at frame 90050 of track 4, whatever Resolve says",
        "append: it is not at frame 90020 of track 5, whatever Resolve says",
    ],
    "Timeline.SetTrackEnable": ["enable_track: track 5 cannot be switched off"],
}
"""Calls without which it does not stand, the first, the second and so on."""

UNTOLD = "the markers do not all tell what became of their cues: put_marker: the marker"
MARKED = {
    "Timeline.DeleteMarkerAtFrame": [f"{UNTOLD} '\u2713 sfx' is not at frame 10."],
    "Timeline.AddMarker": [
        f"{UNTOLD} '\u2713 sfx' is not at frame 10.",
        f"{UNTOLD} '\u2713 placed' is not at frame 31.",
    ],
}
CLEARED = {
    "Timeline.DeleteTrack": [
        "what was placed before is not all taken off: delete_track: Resolve did not delete track"
        " 'V2A SFX'. Delete it."
    ]
}
"""Calls after which all of it stands: what is said."""

MENDED = {"Timeline.DeleteClips", "Resolve.OpenPage"}
"""Calls that are made once more, or that nothing hangs on."""

FATAL: dict[str, dict[str, list[str]]] = {
    "duplicate": {
        **{name: MADE[name] for name in MADE if "Import" not in name},
        **{name: [f"{why}{TAKEN_OFF['duplicate']}" for why in BINS[name]] for name in BINS},
        **{name: [f"{why}{TAKEN_OFF['duplicate']}" for why in PLACED[name]] for name in PLACED},
    },
    "current": {
        **{name: [f"{why}{TAKEN_OFF['current']}" for why in BINS[name]] for name in BINS},
        **{name: [f"{why}{TAKEN_OFF['current']}" for why in PLACED[name]] for name in PLACED},
    },
    "import": {**{name: MADE[name] for name in MADE if "Duplicate" not in name}, **BINS},
}
HARMLESS = {
    "duplicate": {**MARKED, **CLEARED},
    "current": {**MARKED, **CLEARED},
    "import": MARKED,
}
CHANGING = ("Add", "Set", "Delete", "Append", "Import", "Duplicate", "OpenPage")


def cases(table: dict[str, dict[str, list[str]]]) -> list[Any]:
    return [
        pytest.param(place, method, nth, what, id=f"{place} {method} {nth + 1}")
        for place, methods in table.items()
        for method, said in methods.items()
        for nth, what in enumerate(said)
    ]


def tracks(desk: Desk) -> list[Any]:
    """What stands on every track of where it was placed, without ids."""
    (found,) = [one for one in desk.timelines if one["name"] == NAMES[desk.place]]
    return [
        (
            track["name"],
            track["enabled"],
            [
                (one["name"], one["start"], one["duration"], one["source_start"], one["fades"])
                for one in track["items"]
            ],
            track["transitions"],
        )
        for track in found["tracks"]
    ]


OURS = [
    (
        "V2A SFX",
        True,
        [("rain.wav", 90_010, 40, 25, [0, 0]), ("door.wav", 90_050, 30, 25, [0, 0])],
        [],
    ),
    ("V2A BGM", False, [("piano.wav", 90_020, 60, 25, [0, 0])], []),
]
THEIRS = [
    ("Video 1", True, [("A001.mov", 90_000, 200, 0, [0, 0])], []),
    ("Dialog", True, [("A001.wav", 90_000, 200, 0, [0, 0])], []),
    ("Foley", True, [("steps.wav", 90_040, 60, 0, [0, 0])], []),
]
BEFORE = ("V2A SFX", True, [("old.wav", 90_020, 50, 25, [0, 0])], [])


@pytest.mark.parametrize("place", ["duplicate", "current"])
def test_what_is_placed_stands_instead_of_what_stood_before(place: str, tmp_path: Path):
    desk = Desk(tmp_path, place)
    done = desk.deliver()
    assert (done.timeline, done.clips, done.tracks, done.remarks) == (NAMES[place], 3, 2, ())
    assert tracks(desk) == THEIRS + OURS
    assert desk.timelines[1] == desk.before[1]
    assert (desk.timelines[0] == desk.before[0]) is (place == "duplicate")


@pytest.mark.parametrize("place", PLACES)
def test_every_call_that_changes_something_is_looked_at_here(place: str, tmp_path: Path):
    desk = Desk(tmp_path, place)
    desk.deliver()
    made = {name for name in desk.made if name.partition(".")[2].startswith(CHANGING)}
    known = {*FATAL[place], *HARMLESS[place], *MENDED}
    # Nothing has to be opened when the timeline is the one that is open.
    assert made - {"Project.SetCurrentTimeline"} <= known
    assert {
        name for name in known if len(FATAL[place].get(name, ())) > desk.made.get(name, 0)
    } == set()


@pytest.mark.parametrize(("place", "method", "nth", "said"), cases(FATAL))
def test_what_is_not_done_is_said_and_all_is_as_it_was(
    place: str, method: str, nth: int, said: str, tmp_path: Path
):
    desk = Desk(tmp_path, place)
    desk.meanwhile(method, nth, fail={"method": method})
    with pytest.raises(ResolveError) as raised:
        desk.deliver()
    ways = {"duplicate": ("duplicate_timeline", "import_media")}
    make, fetch = ways.get(place, ("import_timeline", "import_media"))
    fetch = "import_timeline" if place == "import" else fetch
    told = {"cut": tmp_path / "cut.otio", "rain": desk.file("rain"), "make": make, "fetch": fetch}
    assert str(raised.value) == said.format(**told)
    assert desk.is_as_before
    assert desk.resolve.dump()["bin"] == "Master"


@pytest.mark.parametrize(("place", "method", "nth", "said"), cases(HARMLESS))
def test_once_it_stands_what_is_not_done_is_only_said(
    place: str, method: str, nth: int, said: str, tmp_path: Path
):
    desk = Desk(tmp_path, place)
    desk.meanwhile(method, nth, fail={"method": method})
    assert desk.deliver().remarks == (said,)
    kept = [("V2A SFX", True, [], [])] if method in CLEARED else []
    if place != "import":
        assert tracks(desk) == [*THEIRS[:2], *kept, THEIRS[2], *OURS]
    (found,) = [one for one in desk.timelines if one["name"] == NAMES[place]]
    names = [one["name"].strip("\u2713 ") for one in found["markers"]]
    assert names[0] == "sfx"
    assert "look" in names


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("method", sorted(MENDED))
def test_what_is_not_done_at_once_is_done_then(place: str, method: str, tmp_path: Path):
    desk = Desk(tmp_path, place)
    desk.meanwhile(method, 0, fail={"method": method})
    assert desk.deliver().remarks == ()
    if place != "import":
        assert tracks(desk) == THEIRS + OURS


@pytest.mark.parametrize("place", ["duplicate", "current"])
def test_a_track_that_is_not_stereo_is_not_used(place: str, tmp_path: Path):
    desk = Desk(tmp_path, place)
    desk.meanwhile(
        "Timeline.GetTrackSubType", 1, fail={"method": "Timeline.GetTrackSubType", "result": "mono"}
    )
    with pytest.raises(ResolveError) as raised:
        desk.deliver()
    why = "add_track: Resolve made a mono track, not a stereo one"
    assert str(raised.value) == f"{why}{TAKEN_OFF[place]}"
    assert desk.is_as_before


def test_a_fade_that_resolve_does_not_make_is_no_fade(tmp_path: Path):
    desk = Desk(tmp_path, "current", Native(crossfades=True), {"profile": "21.1 Studio"})
    desk.meanwhile("TimelineItem.AddTransition", 0, fail={"method": "TimelineItem.AddTransition"})
    with pytest.raises(ResolveError) as raised:
        desk.deliver()
    why = "add_transition: Resolve laid no 'Cross Fade +3 dB' after frame 90010"
    assert str(raised.value) == f"{why}{TAKEN_OFF['current']}"
    assert desk.is_as_before


@pytest.mark.parametrize("place", ["duplicate", "current"])
def test_an_editor_who_cancels_finds_all_as_it_was_or_all_placed(place: str, tmp_path: Path):
    whole = Desk(tmp_path, place)
    whole.deliver()
    ends = []
    for patience in range(len(whole.launcher.asked)):
        desk = Desk(tmp_path, place)
        desk.launcher.patience = patience
        try:
            desk.deliver()
            assert tracks(desk) == THEIRS + OURS
            ends.append("placed")
        except InterruptedRunError as error:
            assert desk.is_as_before
            ends.append(str(error))
    said = "cancelled in Resolve; what is finished is kept."
    undone = f"{said.rstrip('.')}{TAKEN_OFF[place]}"
    # Once it has been read back, the rest is done too.
    assert ends == [said, *[undone] * 8, "placed", "placed"]


@pytest.mark.parametrize("place", ["duplicate", "current"])
def test_what_cannot_be_taken_off_again_is_named(place: str, tmp_path: Path):
    desk = Desk(tmp_path, place)
    undoing = {"duplicate": "MediaPool.DeleteTimelines", "current": "Timeline.DeleteTrack"}
    desk.meanwhile("x", 0, fail={"method": "MediaPool.AppendToTimeline", "times": 9})
    desk.meanwhile("x", 0, fail={"method": undoing[place], "times": 9})
    with pytest.raises(ResolveError) as raised:
        desk.deliver()
    left = {
        "duplicate": "'Cut - V2A 1' is half filled and could not be deleted: delete_timeline:"
        " Resolve did not delete 'Cut - V2A 1'. Delete it.",
        "current": "What was placed could not be taken off again: delete_track: Resolve did not"
        " delete track 'V2A BGM'. Delete the tracks 'V2A ...'.",
    }
    why = "append: it is not at frame 90010 of track 4, whatever Resolve says"
    assert str(raised.value) == f"{why}. {left[place]}"


def ended(desk: Desk) -> str:
    """How it ended: placed, undone, or with something left that is named."""
    try:
        said = " ".join(desk.deliver().remarks)
    except V2AError as error:
        return "left" if "could not be" in str(error) else "undone"
    return "placed" if said or tracks(desk) == THEIRS + OURS else "differs"


def every(made: dict[str, int], names: tuple[str, ...]) -> Iterator[tuple[str, int]]:
    """Each call of some methods, as when it has just been made."""
    for method, count in made.items():
        if method.partition(".")[2].startswith(names):
            yield from ((method, nth) for nth in range(count + 1))


@pytest.mark.parametrize("place", ["duplicate", "current"])
def test_another_timeline_that_is_opened_at_any_moment_stays_as_it_is(place: str, tmp_path: Path):
    whole = Desk(tmp_path, place)
    whole.deliver()
    ends = set()
    for method, nth in every(whole.made, ("Append", "AddTrack", "GetItemList", "ImportMedia")):
        desk = Desk(tmp_path, place)
        desk.meanwhile(method, nth, switch_timeline="Other")
        end = ended(desk)
        assert desk.timelines[1] == desk.before[1], (method, nth)
        assert end != "undone" or desk.timelines == desk.before, (method, nth)
        ends.add(end)
    assert ends == {"placed", "undone"}


@pytest.mark.parametrize("place", ["duplicate", "current"])
def test_a_resolve_that_quits_at_any_moment_is_not_said_to_be_as_it_was(place: str, tmp_path: Path):
    whole = Desk(tmp_path, place)
    whole.deliver()
    for method, nth in every(whole.made, ("Append", "AddTrack", "SetTrackName", "ImportMedia")):
        desk = Desk(tmp_path, place)
        desk.meanwhile(method, nth, quit=True)
        with pytest.raises(ResolveError, match=r"Resolve") as raised:
            desk.deliver()
        assert "as it was" not in str(raised.value) or desk.is_as_before


@pytest.mark.parametrize("place", PLACES)
def test_in_another_project_nothing_is_touched(place: str, tmp_path: Path):
    desk = Desk(tmp_path, place)
    world = desk.resolve.world
    before, film = dict(world.counts), world.project
    scene.project(world, {}, {"name": "Other film"})
    with pytest.raises(ResolveError) as raised:
        desk.deliver()
    assert "another project is open now: open 'Film' again" in str(raised.value)
    changed = {name for name in world.counts if world.counts[name] != before.get(name, 0)}
    asked = {"ProjectManager.GetCurrentProject", "Project.GetUniqueId"}
    assert changed == {"Resolve.GetProjectManager", *asked}
    world.project = film
    assert desk.is_as_before


@pytest.mark.parametrize("place", ["duplicate", "current"])
def test_a_timeline_that_is_deleted_meanwhile_is_not_placed_into(place: str, tmp_path: Path):
    desk = Desk(tmp_path, place)
    desk.meanwhile("Timeline.AddTrack", 1, delete_timeline=NAMES[place])
    with pytest.raises(ResolveError) as raised:
        desk.deliver()
    why = "add_track: Resolve added no audio track (3 before, None now)"
    left = {
        "duplicate": TAKEN_OFF["duplicate"],
        "current": ". What was placed could not be taken off again: use_timeline: the timeline is"
        " no longer in the project. Delete the tracks 'V2A ...'.",
    }
    assert str(raised.value) == f"{why}{left[place]}"
    names = {"duplicate": ["Cut", "Other"], "current": ["Other"]}
    assert [one["name"] for one in desk.timelines] == names[place]


@pytest.mark.sweep
@pytest.mark.parametrize("profile", ["18.6 free", "19.1 free", "21.0 Studio", "21.1 Studio"])
@pytest.mark.parametrize("place", PLACES)
def test_whatever_call_answers_nothing_the_engine_does_not_crash(
    place: str, profile: str, tmp_path: Path
):
    native = Native(True, True) if profile.startswith("21.1") else Native()
    whole = Desk(tmp_path, place, native, {"profile": profile})
    whole.deliver()
    for method, nth in every(whole.made, ("",)):
        desk = Desk(tmp_path, place, native, {"profile": profile})
        desk.meanwhile(method, nth, fail={"method": method})
        try:
            desk.deliver()
        except ResolveError:
            assert desk.is_as_before, (method, nth)
