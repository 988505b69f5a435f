"""Fades and crossfades: Resolve's own where the self-test saw them work, else in the files."""

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from inresolve import Ended, Menu
from menu_cuts import Cutting
from menu_standing import assert_sound, assert_tracks, others, ours, placed, wanted, work
from pythons import python
from reopened import reopened
from resolves import opened
from running import Place

CUT = Cutting("24", "01:00:00:00", "04:18:37:25")
SELFTEST = "V2A Self-test.py"
OUTSIDE = ("--globals", "nothing", "--outside")
QUIRKS = {"rate_style": "float", "fps_number": True}

Json = dict[str, Any]


def a_menu(folder: Path) -> Menu:
    menu = Menu(Place(folder))
    menu.install()
    return menu


def a_scene(folder: Path, profile: str = "21.1 Studio") -> Json:
    return CUT.scene(folder, profile=profile, quirks=QUIRKS)


def twice(menu: Menu, scene: Json) -> tuple[Ended, Ended]:
    """The self-test asks at first; started again, it is done."""
    runner = python(13) or sys.executable
    first, second = (menu.run(scene, SELFTEST, *OUTSIDE, python=runner) for _ in range(2))
    return first, second


@dataclass(frozen=True, slots=True)
class Tried:
    """A Resolve that was tested, and scored in."""

    menu: Menu
    scene: Json
    tests: tuple[Ended, Ended]
    ended: Ended


@pytest.fixture(scope="module")
def tried(tmp_path_factory: pytest.TempPathFactory) -> Tried:
    menu = a_menu(tmp_path_factory.mktemp("studio"))
    scene = a_scene(menu.place.folder)
    tests = twice(menu, scene)
    return Tried(menu, scene, tests, menu.run(scene, "V2A Score.py", *OUTSIDE))


def test_the_self_test_asks_first_and_leaves_nothing_behind(tried: Tried):
    before = opened(tried.scene).dump()
    for ended in tried.tests:
        assert ended.code == 0, ended.out
        for what in ("timelines", "bins", "bin", "current", "page", "jobs"):
            assert ended.resolve[what] == before[what]
    asked, done = (ended.out.splitlines()[1] for ended in tried.tests)
    assert asked.endswith("Start V2A Self-test once more within three minutes to say yes.")
    assert done.startswith("V2A: self-test of DaVinci Resolve Studio 21.1.")
    report = json.loads((tried.menu.home / "selftest.json").read_text(encoding="utf-8"))
    assert report["left"] == []
    works = {name: probe["ok"] for name, probe in report["probes"].items()}
    assert [name for name, well in works.items() if not well] == ["take_on_audio"]
    assert {"set_fades", "add_transition", "item_marker_zero", "record_frame"} < set(works)


def test_fades_and_crossfades_are_left_to_resolve_and_in_no_file(tried: Tried):
    assert tried.ended.code == 0, tried.ended.out
    scored = tried.ended.timeline("Cut 01 - V2A 1")
    stands, crossfade = CUT.left_to_resolve()
    assert placed(scored) == wanted(stands)
    assert_tracks(scored, ("V2A SFX", "V2A SFX 2", "V2A BGM"))
    assert [one["transitions"] for one in ours(scored)] == [[], [crossfade], []]
    assert_sound(CUT, scored, stands, work(tried.menu))


@pytest.mark.sweep
def test_crossfades_go_with_the_sounds_that_are_taken_off(tried: Tried):
    scene = reopened(tried.ended.resolve, tried.scene)
    ended = tried.menu.run(scene, "V2A Remove.py")
    assert ended.out.splitlines()[1:] == [
        "V2A: 5 clips taken off 'Cut 01 - V2A 1'. The sounds stay in the bin V2A: Score places"
        " them again, free."
    ]
    left = ended.timeline("Cut 01 - V2A 1")
    assert ours(left) == []
    assert others(left) == others(ended.timeline("Cut 01"))


@pytest.mark.sweep
def test_crossfades_are_replaced_when_the_duplicate_is_scored_again(tried: Tried):
    scene = reopened(tried.ended.resolve, tried.scene)
    ended = tried.menu.run(scene)
    assert "clips of yours" not in ended.out
    again = ended.timeline("Cut 01 - V2A 2")
    stands, crossfade = CUT.left_to_resolve()
    assert placed(again) == wanted(stands)
    assert [one["transitions"] for one in ours(again)] == [[], [crossfade], []]


@pytest.mark.sweep
@pytest.mark.parametrize("profile", ["18.6 free", "19.1 free", "20.3 Studio", "21.0 Studio"])
def test_what_resolve_does_not_make_is_baked_whatever_the_self_test_tried(
    profile: str, tmp_path: Path
):
    menu = a_menu(tmp_path)
    scene = a_scene(tmp_path, profile)
    for _ in range(2):
        assert menu.run(scene, SELFTEST).code == 0
    ended = menu.run(scene)
    assert (ended.code, ended.resolve["modal"]) == (0, False), ended.out
    scored = ended.timeline("Cut 01 - V2A 1")
    assert placed(scored) == wanted(CUT.stands())
    assert [one["transitions"] for one in ours(scored)] == [[], [], []]
    assert_sound(CUT, scored, CUT.stands(), work(menu))


@pytest.mark.sweep
def test_a_self_test_of_another_version_says_nothing(tried: Tried):
    """Whoever updates Resolve tries again."""
    report = tried.menu.home / "selftest.json"
    kept = report.read_text(encoding="utf-8")
    said = json.loads(kept)
    said["resolve"]["version"][2] = 9
    report.write_text(json.dumps(said))
    try:
        ended = tried.menu.run(tried.scene)
    finally:
        report.write_text(kept, encoding="utf-8")
    scored = ended.timeline("Cut 01 - V2A 1")
    assert placed(scored) == wanted(CUT.stands())
    assert [one["transitions"] for one in ours(scored)] == [[], [], []]
