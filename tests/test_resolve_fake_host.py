"""Scripts run in the fake Resolve as from its menu: by text, as a process, under every Python.

Source: Resolve fact sheet sections 2, 4 and 6.
"""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from launching import python
from resolves import a_clip, a_scene, a_track, a_wav

TESTS = Path(__file__).parent
HOST = TESTS / "fakes" / "resolve" / "host.py"
EVERY_CALL = TESTS / "fakes" / "resolve_every_call.py"
VERSIONS = [
    "3.8",
    *(pytest.param(one, marks=pytest.mark.sweep) for one in ("3.9", "3.10", "3.11", "3.12")),
    "3.13",
]


def hosted(
    folder: Path, script: str, *flags: str, given: dict[str, Any] | None = None, by: str = ""
) -> tuple[subprocess.CompletedProcess[str], dict[str, Any]]:
    """How a script ended, and what it left."""
    paths = [folder / name for name in ("scene.json", "script.py", "result.json")]
    paths[0].write_text(json.dumps(given or a_scene(a_track(a_clip()))), encoding="utf-8")
    paths[1].write_text(script, encoding="utf-8")
    call = [by or sys.executable, str(HOST), *(str(path) for path in paths), *flags]
    done = subprocess.run(call, capture_output=True, text=True, check=False, cwd=folder, timeout=60)
    return done, json.loads(paths[2].read_text(encoding="utf-8"))


@pytest.mark.parametrize("version", VERSIONS)
def test_every_method_answers_under_every_python(version: str, tmp_path: Path):
    by = python(version)
    facts = json.loads((TESTS / "data" / "resolve_api_facts.json").read_text(encoding="utf-8"))
    a_wav(tmp_path / "a.wav")
    tracks = (a_track(a_clip(file=str(tmp_path / "A001.mov"))), a_track(kind="audio"))
    (tmp_path / "A001.mov").touch()
    script = f"folder = {str(tmp_path)!r}\n" + EVERY_CALL.read_text(encoding="utf-8")
    given = a_scene(*tracks, profile="21.1 Studio")
    done, left = hosted(tmp_path, script, "--globals", "resolve", given=given, by=by)
    assert (done.returncode, done.stdout, done.stderr) == (0, "[172800, 172844]\n", "")
    assert {f"{one['object']}.{one['method']}" for one in left["log"]} == set(facts)
    assert [one["name"] for one in left["timelines"]] == ["Cut 2", "Back"]


@pytest.mark.parametrize("which", ["resolve", "app", "bmd", "fusion", "nothing"])
def test_a_script_has_the_globals_that_are_chosen_and_no_others(which: str, tmp_path: Path):
    script = (
        "import sys\n"
        "print(sorted(set(globals()) - {'sys', '__builtins__'}), sys.argv)\n"
        "try:\n    import DaVinciResolveScript\n"
        "except ImportError:\n    print('not outside')\n"
        "way = {'resolve': 'resolve', 'app': 'app.GetResolve()', 'fusion': 'fu.GetResolve()',\n"
        f"       'bmd': 'bmd.scriptapp(\"Resolve\")'}}.get({which!r}, 'None')\n"
        "found = eval(way)\n"
        "print(found and found.GetCurrentPage())\n"
    )
    done, left = hosted(tmp_path, script, "--globals", which)
    there = {"fusion": ["fu", "fusion"], "nothing": []}.get(which, [which])
    said = None if which == "nothing" else "edit"
    assert done.stdout == f"{there} ['']\nnot outside\n{said}\n"
    assert (done.stderr, left["exit"], len(left["log"])) == ("", 0, 0 if said is None else 1)


@pytest.mark.parametrize(
    ("script", "code", "said"),
    [
        ("raise SystemExit(4)", 4, ""),
        ("import sys\nsys.exit('no timeline')", 1, "no timeline\n"),
        ("resolve.GetNothing()", 1, "TypeError: 'NoneType' object is not callable\n"),
        ("print(__file__)", 1, "NameError: name '__file__' is not defined\n"),
    ],
)
def test_what_a_script_left_is_told_however_it_ends(
    script: str, code: int, said: str, tmp_path: Path
):
    done, left = hosted(tmp_path, "resolve.OpenPage('color')\n" + script)
    assert (done.returncode, left["exit"], left["page"]) == (code, code, "color")
    assert done.stderr.endswith(said)
    assert (left["traceback"] == "") == ("Error" not in said)


def test_threads_end_with_the_script(tmp_path: Path):
    script = "import threading, time\nthreading.Thread(target=lambda: time.sleep(300)).start()\n"
    assert hosted(tmp_path, script + "print('done')")[0].stdout == "done\n"


def test_free_21_1_lists_no_python(tmp_path: Path):
    given = a_scene(profile="21.1 free")
    done, left = hosted(tmp_path, "print('run')", given=given)
    assert (done.returncode, done.stdout, left["exit"]) == (70, "", None)
    assert done.stderr == "Python scripts are not in the menu of this edition\n"


@pytest.mark.parametrize(("profile", "says"), [("20.3 Studio", "edit"), ("19.1 free", "None")])
def test_from_outside_only_studio_answers(profile: str, says: str, tmp_path: Path):
    script = (
        "import DaVinciResolveScript as outside\n"
        "found = outside.scriptapp('Resolve')\n"
        "print(found and found.GetCurrentPage(), __name__)\n"
    )
    flags = ("--globals", "nothing", "--outside", "--main")
    done, left = hosted(tmp_path, script, *flags, given=a_scene(profile=profile))
    assert done.stdout == f"{says} __main__\n"
    assert left["modal"] == (says == "None")


def test_windows_are_not_free_since_19_1(tmp_path: Path):
    script = "fu.UIManager\nprint(resolve.GetCurrentPage())"
    for profile, says in (("18.6 free", "edit"), ("19.1 free", "None")):
        assert hosted(tmp_path, script, given=a_scene(profile=profile))[0].stdout == f"{says}\n"
