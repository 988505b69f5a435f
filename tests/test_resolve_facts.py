"""What runs inside Resolve calls only what Resolve has, and what the engine asks for is there.

Source: Resolve fact sheet sections 6, 8, 15 and 16.
"""

import ast
import inspect
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import said
from launching import a_bench, python

from otio_v2a.resolve import home, protocol
from resolve_script import v2a_launcher
from resolve_script.v2a_launcher import doing, engine, stopped

FACTS: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parent / "data" / "resolve_api_facts.json").read_text(encoding="utf-8")
)
OLDEST = (18, 5)
"""What the launcher may rely on: EXPORT_OTIO came with it."""

LAUNCHER = said.sources(said.LAUNCHER)
ENGINE = said.sources(said.ENGINE)
CALLS = [call for name, tree in LAUNCHER.items() for call in said.resolve_calls(name, tree)]
ASKED = [one for name, tree in ENGINE.items() for one in said.actions(name, tree)]


def facts_of(name: str) -> list[dict[str, Any]]:
    """The facts of a method, whichever class has it."""
    return [fact for full, fact in FACTS.items() if full.partition(".")[2] == name]


def version(text: str) -> tuple[int, ...]:
    return tuple(map(int, text.split(".")))


def test_there_are_calls_to_be_looked_at():
    # One of each kind: a chain, one in a loop, one in a generator, one that is guarded.
    assert {
        "GetProjectManager",
        "GetItemListInTrack",
        "DeleteRenderJob",
        "GetUniqueId",
        "SetFades",
    } < {one.name for one in CALLS}
    assert len(CALLS) > 100


def trouble(call: said.Called) -> str:
    """What is wrong with a call; empty where nothing is."""
    facts = facts_of(call.name)
    legal = [one for one in facts if is_legal(call.count, one["arity"])]
    if not facts:
        return "no class of Resolve's has it"
    if not call.plain or not legal:
        return f"it takes {[one['arity'] for one in facts]} arguments, by their place alone"
    if not call.is_guarded and all(version(one["since"]) > OLDEST for one in legal):
        return f'ask `can({call.on}, "{call.name}")` before, in the same function'
    return ""


def is_legal(count: int, arity: list[int | None]) -> bool:
    least, most = arity
    return (least or 0) <= count and (most is None or count <= most)


def test_every_call_is_one_that_resolve_has():
    wrong = [f"{one.where} {one.name}: {why}" for one in CALLS if (why := trouble(one))]
    assert wrong == []


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("def f(x):\n    x.GetNames()", "no class of Resolve's has it"),
        (
            "x.GetName(1)",
            "it takes [[0, 0], [0, 0], [0, 0], [0, 0], [0, 0]] arguments, by their place alone",
        ),
        ("x.OpenPage(name='edit')", "it takes [[1, 1]] arguments, by their place alone"),
        ("x.OpenPage(*names)", "it takes [[1, 1]] arguments, by their place alone"),
        ("x.SetFades({})", 'ask `can(x, "SetFades")` before, in the same function'),
        (
            "if can(y, 'SetFades'):\n    x.SetFades({})",
            'ask `can(x, "SetFades")` before, in the same function',
        ),
        ("if can(x, 'SetFades'):\n    x.SetFades({})", ""),
        (
            "def f(x):\n    if can(x, 'SetFades'):\n        def g():\n            x.SetFades({})",
            'ask `can(x, "SetFades")` before, in the same function',
        ),
    ],
)
def test_a_call_that_resolve_does_not_have_is_found(text: str, why: str):
    (call,) = said.resolve_calls("made up", ast.parse(text))
    assert trouble(call) == why


def test_the_constants_of_resolve_are_those_of_exports():
    found = {one for tree in LAUNCHER.values() for one in said.constants(tree)}
    modules = {what for tree in LAUNCHER.values() for _, what in said.imports(tree)}
    assert {one for one in found if one.partition(".")[0] not in modules} == {
        "hands.resolve.EXPORT_OTIO",
        "hands.resolve.EXPORT_NONE",
    }


@pytest.mark.parametrize("name", LAUNCHER)
def test_every_script_is_of_the_oldest_python_that_resolve_may_run(name: str):
    text = (said.LAUNCHER / name).read_text(encoding="utf-8")
    ast.parse(text, feature_version=(3, 6))
    assert ("annotations" in text) is False


@pytest.mark.parametrize("name", LAUNCHER)
def test_a_script_imports_the_standard_library_and_itself(name: str):
    found = {what for dots, what in said.imports(LAUNCHER[name]) if not dots}
    assert found - sys.stdlib_module_names - {"v2a_launcher"} == set()
    assert ("v2a_launcher" in found) is ("/" not in name and not name.startswith("__"))


@pytest.mark.parametrize("name", LAUNCHER)
def test_a_script_does_without_what_resolve_has_wrong(name: str):
    wrong = {"__file__", "sys.executable", "hasattr", "sys.argv", "sys.path.append"}
    assert said.names(LAUNCHER[name]) & wrong == set()


def test_a_script_uses_nothing_that_came_after_the_oldest_python():
    newer = {"capture_output", "removeprefix", "removesuffix", "text", "missing_ok", "run"}
    for name, tree in LAUNCHER.items():
        for one in ast.walk(tree):
            if isinstance(one, ast.Call):
                assert {word.arg for word in one.keywords} & newer == set(), name
                if isinstance(one.func, ast.Attribute):
                    assert one.func.attr not in newer, name


def test_the_launcher_does_what_the_engine_may_ask_and_nothing_else():
    there = {
        verb: tuple(inspect.signature(function).parameters)
        for verb, function in doing.VERBS.items()
    }
    assert there == {verb: ("hands", *words) for verb, words in protocol.ACTIONS.items()}


def test_the_engine_names_what_an_action_takes():
    wrong = [one for one in ASKED if one[2] != frozenset(protocol.ACTIONS[one[1]])]
    assert wrong == []


def test_every_action_is_asked_for_somewhere():
    assert {verb for _, verb, _ in ASKED} == set(protocol.ACTIONS)


def test_launcher_and_engine_are_of_one_protocol_and_end_with_the_same_codes():
    assert v2a_launcher.PROTOCOL == home.PROTOCOL
    assert (0, stopped.NO_ENGINE, stopped.CANCELLED) == (
        protocol.DONE,
        protocol.NO_ENGINE,
        protocol.CANCELLED,
    )
    codes = (
        stopped.NO_RESOLVE,
        stopped.NO_TIMELINE,
        stopped.NO_EXPORT,
        stopped.NO_ENGINE,
        stopped.CANCELLED,
    )
    assert codes == (2, 3, 4, 5, 6)


def test_the_engine_is_started_without_what_is_meant_for_another_python():
    assert set(engine.FOREIGN) == {
        "PYTHONHOME",
        "PYTHONPATH",
        "PYTHON3HOME",
        "FUSION_PYTHON3_HOME",
        "__PYVENV_LAUNCHER__",
        "LD_LIBRARY_PATH",
        "DYLD_LIBRARY_PATH",
    }


@pytest.mark.parametrize("version", ["3.6", "3.7"])
@pytest.mark.parametrize("entry", ["V2A Score.py", "V2A Remove.py", "V2A Self-test.py"])
def test_the_oldest_pythons_run_an_entry_to_its_message(version: str, entry: str, tmp_path: Path):
    by = python(version)
    bench = a_bench(tmp_path / "Ça β")
    script = bench.scripts / entry
    code = "import sys; exec(compile(open(sys.argv[1]).read(), '<string>', 'exec'), {})"
    called = [by, "-c", code, str(script)]
    done = subprocess.run(
        called, capture_output=True, encoding="utf-8", check=False, env=bench.environment({})
    )
    assert (done.returncode, done.stderr) == (2, "")
    assert done.stdout.splitlines() == [
        "V2A: DaVinci Resolve was not found.",
        "Why: This script talks to Resolve, and was started outside of it.",
        "What to do: Start it in Resolve: Workspace > Scripts.",
    ]


@pytest.mark.parametrize("version", ["3.6", "3.7"])
def test_the_oldest_pythons_import_all_of_the_launcher(version: str, tmp_path: Path):
    bench = a_bench(tmp_path)
    names = sorted(path.stem for path in (bench.home / "launcher" / "v2a_launcher").glob("*.py"))
    code = "import sys, importlib; sys.path.insert(0, sys.argv[1])\n" + "".join(
        f"importlib.import_module('v2a_launcher.{name}')\n" for name in names if name != "__init__"
    )
    called = [python(version), "-c", code, str(bench.home / "launcher")]
    done = subprocess.run(called, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert len(names) > 8
