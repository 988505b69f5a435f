"""Whether Resolve's menu will work: found out from outside, with what to do where it will not."""

import json
import re
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from menus import NAMES, Desk, a_desk, files, laid, senses, tree
from running import Place

from otio_v2a import __version__
from otio_v2a.resolve.findings import last
from otio_v2a.resolve.home import Card
from otio_v2a.resolve.setup.doctor import Finding, Level, Patient, findings
from otio_v2a.resolve.setup.install import Asked, install
from otio_v2a.resolve.setup.pythons import Registered
from otio_v2a.resolve.setup.trial import scrubbed, trouble

INSTALL = "Say: otio-v2a resolve install"
CRASH = "Resolve 20 crashes with 3.13 and newer, without a message"
ADVICE = "Install Python 3.12 (64-bit) from python.org, then restart Resolve."
FLAGS = "-I -X utf8 -u -c"
OK, WARNING, PROBLEM = Level.OK, Level.WARNING, Level.PROBLEM


def a_patient(folder: Path, *, installed: bool = True) -> tuple[Desk, Patient]:
    """A machine that Resolve 20 was used on, and this engine's Python."""
    desk = a_desk(folder)
    laid(folder / "opt/resolve/bin/resolve")
    if installed:
        install(desk.machine, Asked(desk.home, sys.executable))
    return desk, Patient(desk.machine, desk.home, senses())


TESTED = json.dumps(
    {
        "resolve": {"product": "DaVinci Resolve", "version": [20, 3, 2, 9, ""]},
        "at": "2026-11-20T14:02:00+01:00",
        "probes": {"overlap": {"ok": True}, "wav_fps": {"ok": False, "seen": "24"}},
    }
)


def named(patient: Patient, name: str) -> list[Finding]:
    return [one for one in findings(patient) if one.name == name]


def test_a_machine_on_which_all_is_well(tmp_path: Path) -> None:
    desk, patient = a_patient(tmp_path)
    laid(desk.home.selftest, TESTED)
    before = tree(tmp_path)
    found = findings(patient)
    assert tree(tmp_path) == before
    (ffmpeg,) = [one for one in found if one.name == "ffmpeg"]
    assert re.fullmatch(r"\S+, '.*ffmpeg.*'", ffmpeg.found)
    assert found == (
        Finding("Resolve", OK, f"version unknown, '{tmp_path / 'opt/resolve'}'"),
        Finding("entries for you", OK, f"'{desk.utility}'"),
        Finding("Python in Resolve", OK, "Python 3.11, '/usr/bin/python3' (the system's python3)"),
        Finding("launcher", OK, f"{__version__}, '{desk.home.package}'"),
        Finding("engine", OK, f"starts, '{sys.executable}'"),
        Finding("ffmpeg", OK, ffmpeg.found),
        Finding("jobs", OK, f"'{desk.home.jobs}' can be written to"),
        Finding(
            "watch folder",
            OK,
            f"'{desk.home.watch}', nobody watches it here",
            f'Resolve\'s free edition from 21.1 on needs this: otio-v2a watch "{desk.home.watch}"',
        ),
        Finding(
            "self-test",
            OK,
            "2026-11-20T14:02:00+01:00, in DaVinci Resolve 20.3.2; not as expected: wav_fps",
        ),
    )


def test_a_machine_on_which_nothing_is(tmp_path: Path) -> None:
    desk = Desk("Darwin", tmp_path)
    found = findings(Patient(desk.machine, desk.home, senses(), ffmpeg="/no/ffmpeg"))
    home = desk.home
    assert found == (
        Finding(
            "Resolve",
            WARNING,
            "not found on this machine",
            "Install DaVinci Resolve, start it once, then say: otio-v2a resolve install",
        ),
        Finding("entries", PROBLEM, f"none of ours in '{desk.utility}', '{desk.public}'", INSTALL),
        Finding(
            "Python in Resolve",
            WARNING,
            "none where Resolve looks: its menu then has no Python entries",
            ADVICE,
        ),
        Finding("launcher", PROBLEM, f"'{home.card}' is missing or cannot be read", INSTALL),
        Finding("engine", PROBLEM, "nobody knows how to start it", INSTALL),
        Finding(
            "ffmpeg",
            PROBLEM,
            "there is no ffmpeg at '/no/ffmpeg'. Correct the setting, or leave it empty.",
            "Say: otio-v2a doctor",
        ),
        Finding("jobs", PROBLEM, f"there is no folder '{home.jobs}'", INSTALL),
        Finding(
            "watch folder",
            WARNING,
            f"'{home.watch}' is no watch folder, or cannot be reached",
            INSTALL,
        ),
        Finding(
            "self-test",
            WARNING,
            "not run yet",
            "In Resolve, run Workspace > Scripts > V2A Self-test",
        ),
    )


def test_a_resolve_in_an_unusual_folder_is_known_by_what_it_left(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, "Windows")
    told = "not in its usual folder, but it has been used here"
    patient = Patient(desk.machine, desk.home, senses())
    assert named(patient, "Resolve") == [Finding("Resolve", OK, told)]


def test_entries_of_another_version_are_named(tmp_path: Path) -> None:
    desk, patient = a_patient(tmp_path)
    laid(desk.utility / "V2A Remove.py")
    (desk.utility / "V2A Import.lua").unlink()
    told = f"'{desk.utility}': not what this otio-v2a would install: V2A Remove.py, V2A Import.lua"
    assert named(patient, "entries for you") == [Finding("entries for you", PROBLEM, told, INSTALL)]


def test_what_has_our_name_and_is_not_ours_is_in_the_way(tmp_path: Path) -> None:
    desk, patient = a_patient(tmp_path)
    strange = laid(desk.utility / "V2A Remove.py", "print('of somebody else')\n")
    told = f"'{strange}' is not ours and has our name"
    assert named(patient, "entries for you") == [
        Finding("entries for you", PROBLEM, told, f"Move it elsewhere. {INSTALL}")
    ]


def test_entries_that_stand_in_the_menu_twice_are_seen(tmp_path: Path) -> None:
    desk, patient = a_patient(tmp_path)
    stale = laid(desk.scripts / "Comp" / "V2A Score.py")
    laid(desk.scripts / "Edit" / "V2A Score.py", "print('of somebody else')\n")
    for name in NAMES:
        laid(desk.public / name, (desk.utility / name).read_text("utf-8"))
    assert named(patient, "entries for all users") == [
        Finding("entries for all users", OK, f"'{desk.public}'")
    ]
    assert named(patient, "copies") == [
        Finding("copies", WARNING, f"in the menu a second time: '{stale}'", INSTALL),
        Finding(
            "copies",
            WARNING,
            "every entry stands in the menu twice: for you, and for all users",
            f"Say: otio-v2a resolve uninstall (as administrator). {INSTALL}",
        ),
    ]


def test_a_launcher_of_another_version_is_seen(tmp_path: Path) -> None:
    desk, patient = a_patient(tmp_path)
    said = json.loads(desk.home.card.read_text("utf-8"))
    laid(desk.home.card, json.dumps({**said, "version": "0.0.9", "protocol": 7}))
    told = f"version 0.0.9 (protocol 7), the engine is {__version__}"
    assert named(patient, "launcher") == [Finding("launcher", PROBLEM, told, INSTALL)]


def test_a_launcher_that_was_changed_is_seen(tmp_path: Path) -> None:
    desk, patient = a_patient(tmp_path)
    changed = laid(desk.home.package / "__init__.py")
    told = f"'{changed}' is not that of this otio-v2a"
    assert named(patient, "launcher") == [Finding("launcher", PROBLEM, told, INSTALL)]


def a_card(python: object) -> Card:
    return Card(
        protocol=1,
        version=__version__,
        python=str(python),
        arguments=("-I", "-X", "utf8", "-u", "-m", "otio_v2a.cli.engine"),
        jobs="",
    )


POISON = {
    "PYTHONHOME": "/of/resolve",
    "PYTHONPATH": "/of/resolve",
    "PYTHON3HOME": "/of/resolve",
    "FUSION_PYTHON3_HOME": "/of/resolve",
    "__PYVENV_LAUNCHER__": "/of/resolve",
    "LD_LIBRARY_PATH": "/of/resolve",
    "DYLD_LIBRARY_PATH": "/of/resolve",
}


def test_the_engine_starts_whatever_environment_resolve_hands_on() -> None:
    assert trouble(a_card(sys.executable), POISON) == ""


def test_what_is_meant_for_another_python_is_not_handed_on() -> None:
    assert scrubbed({**POISON, "PythonHome": "x", "PATH": "/bin"}) == {"PATH": "/bin"}


@pytest.mark.skipif(sys.platform == "win32", reason="a program here is a script with #!")
@pytest.mark.parametrize(
    ("script", "why"),
    [
        ("echo 9.9", f"has otio-v2a 9.9, and this is {__version__}"),
        ("echo no module >&2; echo named this >&2; exit 3", "ended with 3: named this"),
        ("exit 4", "ended with 4: "),
        (
            'echo "$@" | grep -qx -- "-I -X utf8 -u -c import otio_v2a; .*" && exit 5',
            "ended with 5: ",
        ),
        ('echo "${PYTHONHOME-none} ${PYTHONPATH-none}" >&2; exit 6', "ended with 6: none none"),
    ],
    ids=["another version", "no such module", "silent", "its flags", "its environment"],
)
def test_an_engine_that_does_not_start_is_told_why(script: str, why: str, tmp_path: Path) -> None:
    python = laid(tmp_path / "my python", f"#!/bin/sh\n{script}\n")
    python.chmod(0o755)
    assert trouble(a_card(python), {"PATH": "/usr/bin:/bin"}) == f"'{python}' {why}"


def test_an_engine_whose_python_is_gone_is_a_problem(tmp_path: Path) -> None:
    desk, patient = a_patient(tmp_path)
    said = json.loads(desk.home.card.read_text("utf-8"))
    gone = tmp_path / "old venv" / "python"
    laid(desk.home.card, json.dumps({**said, "python": str(gone)}))
    told = f"'{gone}' does not run (No such file or directory)"
    assert named(patient, "engine") == [Finding("engine", PROBLEM, told, INSTALL)]


def test_a_folder_of_jobs_that_cannot_be_written_to_is_a_problem(tmp_path: Path) -> None:
    desk, patient = a_patient(tmp_path)
    desk.home.jobs.rmdir()
    laid(desk.home.jobs)
    told = f"'{desk.home.jobs}' cannot be written to (Not a directory)"
    step = "Make it writable for you, or free some space."
    assert named(patient, "jobs") == [Finding("jobs", PROBLEM, told, step)]


@pytest.mark.parametrize("text", ["", "{", "{}", "[1]", None])
def test_a_self_test_that_cannot_be_read_was_not_run(text: str | None, tmp_path: Path) -> None:
    path = tmp_path / "selftest.json"
    if text is not None:
        laid(path, text)
    assert last(path) is None


@pytest.mark.parametrize(
    ("resolve", "level"), [("20.3.2", PROBLEM), ("21.0.4", OK), ("", WARNING), ("21.1", OK)]
)
def test_how_bad_a_python_is_depends_on_which_resolve_it_is(
    resolve: str, level: Level, tmp_path: Path
) -> None:
    desk, _ = a_patient(tmp_path)
    version = [int(part) for part in resolve.split(".") if part]
    told = {"at": "today", "resolve": {"version": version}}
    laid(desk.home.selftest, json.dumps(told))
    asked = senses(Registered("3.13", "C:\\Python313\\python.exe"), version=(3, 13))
    patient = Patient(replace(desk.machine, system="Windows"), desk.home, asked)
    told = "Python 3.13, 'C:\\Python313\\python.exe' (the highest in the registry, 3.13)"
    expected = {
        "21.0.4": Finding("Python in Resolve", OK, told),
        "21.1": Finding(
            "Python in Resolve", OK, "Studio brings its own; the free edition runs Lua alone"
        ),
    }.get(resolve, Finding("Python in Resolve", level, f"{told}: {CRASH}", ADVICE))
    assert named(patient, "Python in Resolve") == [expected]


def test_the_command_ends_with_1_for_a_problem_alone(tmp_path: Path) -> None:
    place = Place(tmp_path)
    missing = place.run("resolve", "doctor", "--json")
    levels = {one["name"]: one["level"] for one in missing.json["findings"]}
    assert (missing.code, levels["launcher"], levels["self-test"]) == (1, "problem", "warning")
    assert files(tmp_path) == set()
    place.run("resolve", "install")
    before = tree(tmp_path)
    done = place.run("resolve", "doctor", "--json")
    assert tree(tmp_path) == before
    levels = {one["name"]: one["level"] for one in done.json["findings"]}
    well = ("entries for you", "launcher", "engine", "ffmpeg", "jobs", "watch folder")
    assert [levels[name] for name in well] == ["ok"] * 6
    assert levels["self-test"] == "warning"
    assert done.code == int("problem" in levels.values())
    told = place.run("resolve", "doctor")
    step = f"{'':9}In Resolve, run Workspace > Scripts > V2A Self-test"
    assert told.out.splitlines()[-2:] == ["warning  self-test: not run yet", step]
