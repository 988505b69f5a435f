"""The house is in order: style, types, layers, and documents that agree with the code."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
import tables

import otio_v2a.errors

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize(
    "command",
    [
        pytest.param(["ruff", "check", "."], id="ruff check"),
        pytest.param(["ruff", "format", "--check", "."], id="ruff format"),
        pytest.param(["mypy"], id="mypy --strict"),
        pytest.param(["importlinter.cli", "lint"], id="import-linter"),
    ],
)
def test_the_gate_is_green(command: list[str]):
    call = [sys.executable, "-m", *command]
    if command[0].startswith("importlinter"):
        call = [str(Path(sys.executable).with_name("lint-imports"))]
    done = subprocess.run(call, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("document", tables.DOCUMENTS, ids=lambda path: path.name)
def test_generated_tables_are_what_the_code_says(document: Path):
    assert document.read_text(encoding="utf-8") == tables.rewritten(document)


def test_every_room_stands_in_the_architecture_and_no_other():
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"^### `([a-z_]+)(?:\.py|/)`", text, flags=re.MULTILINE))
    package = ROOT / "otio_v2a"
    there = {
        path.stem
        for path in package.iterdir()
        if (path.is_dir() or path.suffix == ".py") and not path.name.startswith(("_", "py.typed"))
    }
    assert named == there


def test_the_error_tree_is_drawn_as_it_is():
    drawn = re.findall(r"([A-Z]\w+Error)\s+exit (\d+)", otio_v2a.errors.__doc__ or "")
    classes = [getattr(otio_v2a.errors, name) for name in otio_v2a.errors.__all__]
    assert sorted(drawn) == sorted((one.__name__, str(one.exit_code)) for one in classes)
    assert otio_v2a.errors.__all__ == sorted(otio_v2a.errors.__all__)


def test_every_error_raised_is_one_of_ours():
    # PydanticCustomError is how a validator refuses; configuration turns it into a UsageError.
    allowed = {*otio_v2a.errors.__all__, "Exit", "CancelledError", "PydanticCustomError"}
    raised: set[str] = set()
    for path in (ROOT / "otio_v2a").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call | ast.Attribute):
                called = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
                raised.add(called.attr if isinstance(called, ast.Attribute) else called.id)
    assert raised - allowed == set()


def test_the_readme_shows_exactly_two_commands_to_start():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    section = re.split(r"^## ", text, flags=re.MULTILINE)
    start = next(part for part in section if part.startswith("Quick start"))
    blocks = re.findall(r"^```\w*\n(.*?)^```", start, flags=re.MULTILINE | re.DOTALL)
    assert len(blocks) == 2
    assert "score sample_timelines/" in blocks[0]
    assert "pytest" in blocks[1]


def test_help_needs_none_of_the_heavy_libraries():
    heavy = ("opentimelineio", "httpx", "numpy", "av", "ffmpeg", "pydantic", "watchdog", "asyncio")
    code = (
        "import sys; sys.argv = ['otio-v2a', '--help']\n"
        "from otio_v2a.cli import main\n"
        "try:\n    main()\n"
        "except SystemExit:\n"
        f"    print([name for name in {heavy!r} if name in sys.modules])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT
    )
    assert done.stdout.splitlines()[-1] == "[]"
