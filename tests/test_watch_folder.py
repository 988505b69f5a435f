"""What becomes of a timeline that comes again: the same, changed, under another name, put right."""

import json
from pathlib import Path
from typing import Any

import pytest
from running import Done, placed
from watching import Watched, a_watched, heard, sidecar, text_of

LONG = "r" * 201
"""A prompt that is too long for the provider by one character."""

SAME = "To have it scored anew, change a marker, or delete that result first."


def told(done: Done) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in map(json.loads, done.out.splitlines())}


def ends(done: Done) -> dict[str, str]:
    return {name: one["how"] for name, one in told(done).items()}


def test_the_same_again_is_told_so_and_a_change_costs_what_has_changed(tmp_path: Path) -> None:
    watched = a_watched(tmp_path)
    watched.drop("Cut 01.otio", "tone kept", "tone old")
    first = watched.once("--json")
    assert (first.code, ends(first), watched.requests()) == (0, {"Cut 01.otio": "done"}, 2)

    for name in ("Cut 01.otio", "Copy.otio"):
        watched.drop(name, "tone kept", "tone old")
    again = watched.once("--json")
    assert (again.code, watched.requests()) == (0, 2)
    assert ends(again) == {"Cut 01.otio": "same", "Copy.otio": "same"}
    result = watched.done("Cut 01.v2a-001") / "Cut 01.v2a-001.otio"
    for name, one in told(again).items():
        head, _, rest = one["message"].partition(" of ")
        assert (one["outputs"], head) == ([str(result)], "the same as 'Cut 01.otio'")
        assert rest.endswith(f": nothing was done, nothing paid. Its result: {result}")
        lines = [f"{name}: same", one["message"], SAME]
        assert text_of(Path(one["where"])).splitlines() == lines
    assert {one["where"] for one in told(again).values()} == {
        str(watched.done("Cut 01.v2a-same") / "Cut 01.otio"),
        str(watched.done("Copy.v2a-same") / "Copy.otio"),
    }

    before = result.read_bytes()
    watched.drop("Cut 01.otio", "tone kept", "tone new")
    changed = watched.once("--json")
    assert (changed.code, ends(changed), watched.requests()) == (0, {"Cut 01.otio": "done"}, 3)
    newer = watched.done("Cut 01.v2a-002") / "Cut 01.v2a-002.otio"
    assert heard(newer) == [(0, 25), (25, 25)]
    kept, other = (dict(zip((0, 25), placed(path), strict=True)) for path in (result, newer))
    assert (kept[0].path == other[0].path, kept[25].path == other[25].path) == (True, False)
    assert result.read_bytes() == before
    assert {*watched.lies()} == {"done"}


def test_two_of_the_same_content_that_come_together_are_paid_for_once(tmp_path: Path) -> None:
    watched = a_watched(tmp_path, top="provider = 'priced'", cap_per_job=1, cap_per_day=1)
    for name in ("A.otio", "Proj/B.otio"):
        watched.drop(name, "tone twins")
    done = watched.once("--json")
    assert (done.code, sorted(ends(done))) == (0, ["A.otio", "Proj/B.otio"])
    outputs = {path for one in told(done).values() for path in one["outputs"]}
    assert [heard(Path(path)) for path in outputs] == [[(0, 25)]] * len(outputs)
    spent = sorted(one["spent_usd"] for one in told(done).values())
    assert (watched.requests(), spent, watched.status()["spent_today_usd"]) == (1, [0.0, 0.4], 0.4)


@pytest.fixture(scope="module")
def partly(tmp_path_factory: pytest.TempPathFactory) -> Watched:
    watched = a_watched(tmp_path_factory.mktemp("partly"), top="provider = 'clicker'")
    watched.drop("Cut 01.otio", "rain", LONG)
    return watched


@pytest.fixture(scope="module")
def partial(partly: Watched) -> Done:
    return partly.once("--json")


def test_where_some_cues_fail_the_result_is_done_and_the_timeline_has_failed_with_the_reason(
    partly: Watched, partial: Done
) -> None:
    assert (partial.code, ends(partial)) == (3, {"Cut 01.otio": "partial"})
    assert partly.lies() == {
        "done": ["Cut 01.v2a-001/Cut 01.v2a-001.otio"],
        "failed": ["Cut 01.otio"],
    }
    failed, result = partly.root / "failed" / "Cut 01.otio", partly.done("Cut 01.v2a-001")
    assert heard(result / "Cut 01.v2a-001.otio") == [(0, 25)]
    lines = text_of(failed).splitlines()
    assert lines[:3] == [
        "Cut 01.otio: partial",
        "1 placed, 1 failed; nothing was spent. video track 1, clip 'tiny.mov', marker 'sfx':"
        " the sfx prompt has 201 characters, at most 200 fit. Shorten it.",
        "The result is written without them. Put that right, then move 'Cut 01.otio' back into in/:"
        " what is scored costs nothing more.",
    ]
    assert text_of(result / "Cut 01.otio") == text_of(failed)
    assert sidecar(result / "Cut 01.otio") == sidecar(failed)
    states = {cue["status"] for cue in sidecar(failed)["report"]["cues"]}
    assert (states, told(partial)["Cut 01.otio"]["state"]) == ({"placed", "failed"}, "failed")


def test_moved_back_and_put_right_it_is_done_and_its_old_reports_go_away(
    partly: Watched, partial: Done
) -> None:
    assert partial.code == 3
    asked = partly.requests()
    failed = partly.export(partly.root / "failed" / "Cut 01.otio", "rain", "shorter")
    failed.rename(partly.inbox / failed.name)
    mended = partly.once("--json")
    assert (mended.code, ends(mended)) == (0, {"Cut 01.otio": "done"})
    assert partly.requests() == asked + 1
    assert (partly.files("failed"), partly.reports("failed")) == ([], [])
    result = partly.done("Cut 01.v2a-002") / "Cut 01.v2a-002.otio"
    assert heard(result) == [(0, 25), (25, 25)]


@pytest.mark.sweep
def test_of_one_name_in_failed_the_earlier_goes_to_older_with_its_reports(tmp_path: Path) -> None:
    watched = a_watched(tmp_path, patience=0)
    contents = ("{", "{ second", "{ third")
    path = watched.inbox / "Proj" / "Cut 01.otio"
    path.parent.mkdir()
    for number, content in enumerate(contents, 1):
        path.write_text(content, "utf-8")
        done = watched.once()
        assert (done.code, len(watched.files("failed"))) == (3, number)
    room = watched.root / "failed" / "Proj"
    older = [*(room / "older").iterdir()]
    found = [(folder / "Cut 01.otio").read_text("utf-8") for folder in (*older, room)]
    assert (sorted(found), found[-1]) == (sorted(contents), contents[-1])
    kinds = {"Cut 01.otio", *(f"Cut 01.otio.v2a-report.{kind}" for kind in ("json", "txt"))}
    assert [{one.name for one in folder.iterdir()} for folder in older] == [kinds] * 2
    assert {one.name for one in room.iterdir()} == {*kinds, "older"}
    assert watched.status()["failures"] == 1


@pytest.mark.sweep
def test_what_costs_more_than_the_caps_is_held_until_it_is_moved_to_approved(
    tmp_path: Path,
) -> None:
    watched = a_watched(tmp_path, top="provider = 'priced'")
    watched.drop("ProjA/Cut 01.otio", "rain")
    first = watched.once("--json")
    assert (first.code, ends(first)) == (4, {"ProjA/Cut 01.otio": "held"})
    held = watched.root / "needs-approval" / "ProjA" / "Cut 01.otio"
    assert text_of(held).splitlines() == [
        "ProjA/Cut 01.otio: held",
        "it would cost 0.40 USD, more than the 0.00 that a job may cost (cap_per_job)."
        " Nothing was sent.",
        "To say yes, move 'Cut 01.otio' into in/approved/. To say no, delete it.",
    ]
    listed = [(one["name"], one["price"]) for one in watched.status()["held"]]
    assert (watched.requests(), listed) == (0, [("ProjA/Cut 01.otio", 0.4)])
    approved = watched.inbox / "approved" / "ProjA"
    approved.mkdir()
    held.rename(approved / held.name)
    second = watched.once("--json")
    (one,) = told(second).values()
    assert (second.code, one["how"], one["spent_usd"], watched.requests()) == (0, "done", 0.4, 1)
    assert {*watched.lies()} == {"done"}
    assert watched.reports("needs-approval") == []
