"""The files that make a service of it say what the program does: its words, codes and patience."""

import plistlib
import re
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import typer
from running import Place

from otio_v2a.cli.app import app
from otio_v2a.errors import InterruptedRunError
from otio_v2a.gateway.keys import FILE
from otio_v2a.settings import NotifySettings
from otio_v2a.watch import child
from otio_v2a.watch.notifying import SECRET

DOCS = Path(__file__).resolve().parents[1] / "docs"
UNIT = DOCS / "service" / "otio-v2a-watch@.service"
PLIST = DOCS / "service" / "com.otio-v2a.watch.plist"
GUIDE = (DOCS / "watch-folder.md").read_text(encoding="utf-8")
PATIENCE = child._GRACE + NotifySettings().timeout
"""Seconds that a service needs to stop, at most."""


def unit() -> dict[str, list[str]]:
    """The unit's lines by their names, as systemd reads them: one name may stand twice."""
    found: dict[str, list[str]] = {}
    section = ""
    for line in UNIT.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            section = line.strip("[]")
        elif line and not line.startswith("#"):
            name, is_set, value = line.partition("=")
            assert is_set, line
            found.setdefault(f"{section}.{name}", []).append(value)
    return found


def plist() -> dict[str, Any]:
    found: dict[str, Any] = plistlib.loads(PLIST.read_bytes())
    return found


def words(line: str) -> list[str]:
    """A command as a shell of its system splits it; of schtasks, what the task does."""
    if line.startswith("schtasks"):
        line = line.partition("/TR ")[2]
    if "\\" in line:
        return line.replace('\\"', "").replace('"', "").split()
    return shlex.split(line)


def commands() -> Iterator[list[str]]:
    """Every command of ours that stands in the files and in the guide."""
    yield words(unit()["Service.ExecStart"][0])
    yield plist()["ProgramArguments"]
    for block in re.findall(r"^ *```(?:sh|bat)\n(.*?)^ *```", GUIDE, re.MULTILINE | re.DOTALL):
        for line in block.splitlines():
            found = words(line.partition("#")[0].strip())
            if found and is_ours(found[0]):
                yield found
    for said in re.findall(r"`([^`\n]+)`", GUIDE):
        found = said.split()
        if is_ours(found[0]) and len(found) > 2 and found[-1] != "FOLDER":
            yield found


def is_ours(program: str) -> bool:
    return re.split(r"[/\\]", program)[-1] in ("otio-v2a", "otio-v2a.exe")


COMMANDS = [*commands()]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_command_is_understood(command: list[str]) -> None:
    assert is_ours(command[0])
    verbs = typer.main.get_command(app)
    context = typer.Context(verbs)
    assert command[1] in verbs.list_commands(context)
    verb = verbs.get_command(context, command[1])
    said = verb.make_context(command[1], command[2:]).params
    if command[1] == "watch":
        assert said["words"][-1].startswith(("/", "\\\\", "%f"))
        assert said["words"][:-1] in ([], ["status"])


def test_all_of_them_are_looked_at() -> None:
    said = [" ".join(command[1:3]) for command in COMMANDS]
    assert said.count("watch status") == 4
    assert said.count("keys set") == 3
    assert {command[2] for command in COMMANDS if command[1] == "watch"} >= {
        "%f",
        "/Volumes/share/scoring",
        r"\\server\share\scoring",
        "/mnt/share/scoring",
    }


def test_the_unit_gives_it_time_to_stop_and_starts_it_again_when_it_failed() -> None:
    said = unit()
    assert said["Service.SuccessExitStatus"] == [str(InterruptedRunError.exit_code)]
    assert said["Service.Restart"] == ["on-failure"]
    assert said["Unit.StartLimitIntervalSec"] == ["0"]
    assert int(said["Service.TimeoutStopSec"][0]) > PATIENCE
    assert said["Service.KillMode"] == ["mixed"]
    assert said["Install.WantedBy"] == ["multi-user.target"]


def test_the_unit_leaves_the_folder_to_it_and_keys_to_a_file() -> None:
    said = unit()
    assert said["Service.ProtectSystem"] == ["full"]
    assert not {"Service.ReadOnlyPaths", "Service.ProtectHome", "Service.DynamicUser"} & {*said}
    assert said["Service.EnvironmentFile"] == ["-/etc/otio-v2a/keys.env"]
    assert said["Service.Environment"] == ["XDG_CONFIG_HOME=/etc"]
    assert SECRET in UNIT.read_text(encoding="utf-8")
    assert SECRET in GUIDE
    assert FILE not in UNIT.read_text(encoding="utf-8")


def test_systemd_understands_the_unit(tmp_path: Path) -> None:
    analyze = shutil.which("systemd-analyze")
    if not analyze:
        pytest.skip("systemd-analyze is not here")
    text = UNIT.read_text(encoding="utf-8").replace("/opt/otio-v2a/bin/otio-v2a", "/bin/true")
    for name in ("otio-v2a-watch@.service", "otio-v2a-watch@mnt-share-scoring.service"):
        (tmp_path / name).write_text(text, encoding="utf-8")
    done = subprocess.run(
        [analyze, "verify", str(tmp_path / "otio-v2a-watch@mnt-share-scoring.service")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout + done.stderr) == (0, "")


def test_the_plist_gives_it_time_to_stop_and_starts_it_again_when_it_failed() -> None:
    said = plist()
    assert said["Label"] == PLIST.stem
    assert said["Label"] in GUIDE
    assert said["RunAtLoad"] is True
    assert said["KeepAlive"] == {"SuccessfulExit": False}
    assert said["ExitTimeOut"] > PATIENCE
    # launchd knows no home: every path is whole.
    paths = (said["ProgramArguments"][0], said["ProgramArguments"][-1], said["StandardErrorPath"])
    assert all(path.startswith("/") for path in paths)


def test_the_guide_names_the_files_that_are_there() -> None:
    named = re.findall(r"\]\((service/[^)]+)\)", GUIDE)
    assert {DOCS / name for name in named} == {*(DOCS / "service").iterdir()}


def test_stopped_as_systemd_stops_it_ends_as_the_unit_expects(tmp_path: Path) -> None:
    root = tmp_path / "scoring"
    root.mkdir()
    with Place(tmp_path).start("watch", root) as service:
        while not [*root.glob(".state/services/*.json")]:
            assert service.poll() is None
            time.sleep(0.05)
        service.send_signal(signal.SIGTERM)
        out, err = service.communicate(timeout=60)
    assert (service.returncode, out) == (InterruptedRunError.exit_code, "")
    assert "stopping: what is under way is left so that it can be gone on with." in err
