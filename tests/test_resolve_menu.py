"""The closed loop of Resolve's menu: marked in a fake Resolve, scored, placed, and read back.

The entry runs in a child process under one of the Pythons that Resolve may pick; it starts the real
engine. The fake is built from published measurements (Resolve fact sheet section 16); nothing here
ran in Resolve.
"""

import sys
from dataclasses import dataclass, field, replace
from itertools import cycle, product
from math import ceil, floor
from pathlib import Path
from typing import Any

import pytest
from inresolve import Menu
from menu_cuts import RATES, Cutting
from menu_standing import (
    assert_sound,
    assert_tracks,
    day,
    others,
    ours,
    placed,
    wanted,
    work,
)
from pythons import ALL, python
from resolves import PROFILES, opened
from running import Place

GLOBALS = (
    ("--globals", "resolve"),
    ("--globals", "app"),
    ("--globals", "bmd"),
    ("--globals", "fusion"),
    ("--globals", "nothing", "--outside"),
)
"""What Resolve leaves for a script; nothing is what a Studio from outside leaves."""


@dataclass(frozen=True, slots=True)
class Case:
    """A cut, and the Resolve it is in. `minor` is the Python that runs the entry."""

    cut: Cutting
    profile: str
    names: tuple[str, ...]
    minor: int
    quirks: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        cut = self.cut
        where = (self.profile, f"3.{self.minor}", self.names[1], *map(str, self.quirks.values()))
        return ", ".join((cut.rate, cut.start[:2], cut.media[:2], *where))


QUICK = (
    Case(
        Cutting("23.976", "10:00:00:00", "04:18:37:25"),
        *("18.6 free", GLOBALS[0], 8),
        {"end_frame": "inclusive", "otio_rates": "short"},
    ),
    Case(
        Cutting("29.97 DF", "01:00:00:00", "04:18:37:25"),
        *("19.1 free", GLOBALS[1], 9),
        {"drop_start": "labels", "marker_origin": "start"},
    ),
)
"""The other versions, Pythons and globals are those of the tests beside: fades, meanwhile, page."""

MORE = (
    Case(
        Cutting("59.94 DF", "00:00:00:00"),
        *("20.3 Studio", GLOBALS[2], 10),
        {"end_frame": "inclusive"},
    ),
)


def every() -> list[Case]:
    """Every rate, start and media; profiles, quirks, Pythons and globals take turns."""
    cuts = [
        Cutting(rate, start, media)
        for rate, start, media in product(
            ("23.976", "24", "25", "29.97 DF", "29.97", "50", "59.94 DF", "59.94"),
            ("00:00:00:00", "01:00:00:00", "10:00:00:00"),
            ("00:00:00:00", "04:18:37:25"),
        )
    ]
    turns = zip(
        cuts,
        cycle(PROFILES),
        cycle(("exclusive", "inclusive")),
        cycle(("frames", "frames", "labels", "labels")),
        cycle(("plain", "plain", "float")),
        cycle(ALL),
        range(len(cuts)),
        strict=False,
    )
    return [
        Case(
            cut,
            profile,
            # Of the free edition nobody has a script from outside.
            GLOBALS[number % (5 if "Studio" in profile else 4)],
            minor,
            {"end_frame": end, "drop_start": drop, "rate_style": style},
        )
        for cut, profile, end, drop, style, minor, number in turns
    ]


def conventions() -> list[Case]:
    """How frames are counted, in every Resolve, where labels drop frames."""
    return [
        Case(
            Cutting("29.97 DF", "01:00:00:00", "04:18:37:25"),
            *(profile, GLOBALS[0], 11),
            {"end_frame": end, "drop_start": drop},
        )
        for profile, end, drop in product(
            PROFILES, ("exclusive", "inclusive"), ("frames", "labels")
        )
    ]


CASES = [
    *(pytest.param(case, id=case.id) for case in QUICK),
    *(
        pytest.param(case, id=case.id, marks=pytest.mark.sweep)
        for case in (*MORE, *every(), *conventions())
    ),
]


@pytest.fixture
def menu(tmp_path: Path) -> Menu:
    made = Menu(Place(tmp_path))
    made.install()
    return made


@pytest.mark.parametrize("case", CASES)
def test_what_is_marked_is_heard_on_its_frames(case: Case, menu: Menu):
    scene = case.cut.scene(menu.place.folder, profile=case.profile, quirks=case.quirks)
    before, today = opened(scene).dump(), day()
    runner = python(case.minor) or sys.executable
    ended = menu.run(scene, "V2A Score.py", *case.names, python=runner)
    assert ended.code == 0, ended.out
    assert "V2A: Placed in 'Cut 01 - V2A 1': 5 clips on 3 tracks." in ended.out
    assert ended.names == ["Cut 01", "Cut 01 - V2A 1"]
    assert ended.resolve["current"] == "Cut 01 - V2A 1"
    assert (ended.resolve["bin"], ended.resolve["modal"]) == ("Master", False)
    original, scored = map(ended.timeline, ended.names)
    assert original == before["timelines"][0]
    assert others(scored) == others(original)
    first = case.cut.first_frame(case.quirks.get("drop_start", "frames"))
    assert (scored["start_frame"], scored["rate"]) == (first, case.cut.rate)
    stands = case.cut.stands()
    assert placed(scored) == wanted(stands)
    assert_tracks(scored, ("V2A SFX", "V2A SFX 2", "V2A BGM"))
    assert_sound(case.cut, scored, stands, work(menu))
    assert scored["markers"] in [case.cut.told("sketch", one) for one in (today, day())]


def test_a_script_that_finds_no_resolve_says_where_to_start_it(menu: Menu):
    ended = menu.run({}, "V2A Score.py", "--globals", "nothing")
    assert ended.code == 2
    assert ended.out == (
        "V2A: DaVinci Resolve was not found.\n"
        "Why: This script talks to Resolve, and was started outside of it.\n"
        "What to do: Start it in Resolve: Workspace > Scripts.\n"
    )


@pytest.mark.sweep
@pytest.mark.parametrize(
    ("rate", "project"),
    [("25", "24"), ("24", "25"), ("29.97", "24"), ("59.94 DF", "29.97 DF"), ("23.976", "24")],
)
def test_a_sound_that_resolve_counts_at_another_rate_ends_at_most_a_moment_early(
    rate: str, project: str, menu: Menu
):
    """A WAV keeps the project's rate, and whole frames of both are laid: it begins on its frame."""
    cut = Cutting(rate, project_rate=project)
    ended = menu.run(cut.scene(menu.place.folder))
    assert ended.code == 0, ended.out
    scored = ended.timeline("Cut 01 - V2A 1")
    ratio = cut.fps / RATES[project]
    stands = [
        replace(one, head=0, length=floor(floor(one.length / ratio) * ratio))
        for one in cut.stands()
    ]
    assert placed(scored) == wanted(stands)
    early = [was.length - one.length for was, one in zip(cut.stands(), stands, strict=True)]
    short = sum(one > 0 for one in early)
    assert max(early) <= ceil(ratio)
    said = f"V2A: {short} of 5 clips end up to {ceil(ratio)} frames early: "
    assert (said in ended.out) == (short > 0)


@pytest.mark.sweep
@pytest.mark.parametrize("speed", ["1", "1/2", "-1", "-2"])
def test_a_clip_at_another_speed_is_heard_as_it_is_seen(speed: str, menu: Menu):
    cut = Cutting("25", "01:00:00:00", "04:18:37:25", speed=speed)
    ended = menu.run(cut.scene(menu.place.folder))
    assert ended.code == 0, ended.out
    scored = ended.timeline("Cut 01 - V2A 1")
    assert placed(scored) == wanted(cut.stands())
    assert_sound(cut, scored, cut.stands(), work(menu))


@pytest.mark.sweep
def test_an_imported_timeline_has_what_the_console_says(menu: Menu):
    """Crossfades need no second track there."""
    cut = Cutting("25", "01:00:00:00", "04:18:37:25")
    scene = cut.scene(menu.place.folder)
    scene["timelines"][0]["tracks"][0]["items"][0]["markers"] = []
    ended = menu.run(scene, OTIO_V2A_RESOLVE__PLACE="import")
    assert ended.code == 0, ended.out
    assert "V2A: Placed in 'Cut 01 - V2A 1': 4 clips on 2 tracks." in ended.out
    effects, music = ours(ended.timeline("Cut 01 - V2A 1"))
    assert [(one["at"], one["before"], one["after"]) for one in effects["transitions"]] == [
        (90_000 + 109, 12, 12)
    ]
    assert [len(one["items"]) for one in (effects, music)] == [3, 1]


@pytest.mark.sweep
@pytest.mark.parametrize("minor", ALL)
@pytest.mark.parametrize("names", GLOBALS, ids=lambda names: names[1])
def test_every_python_that_resolve_picks_finds_resolve(
    minor: int, names: tuple[str, ...], menu: Menu
):
    runner = python(minor)
    if runner is None:
        pytest.skip(f"there is no Python 3.{minor} on this machine")
    nothing = {"timelines": [{"name": "Cut 01"}]}
    ended = menu.run(nothing, "V2A Remove.py", *names, python=runner)
    assert (ended.code, ended.out.splitlines()[-1]) == (
        0,
        "V2A: there is nothing of ours on 'Cut 01'.",
    )
