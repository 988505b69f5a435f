"""Which Resolve is installed, and which Python it takes: known without running it."""

import plistlib
import sys
from pathlib import Path
from typing import Any

import pytest
from menus import laid, senses

from otio_v2a.resolve.setup.folders import Machine
from otio_v2a.resolve.setup.hints import Application, applications
from otio_v2a.resolve.setup.pythons import Interpreter, Registered, fault, taken
from otio_v2a.resolve.setup.senses import real_senses, registered


def mac(folder: Path, _text: str = "") -> Machine:
    return Machine("Darwin", {}, folder / "home", folder)


def windows(folder: Path, **environment: str) -> Machine:
    return Machine("Windows", environment, folder / "home", folder)


REGISTRY = (
    Registered("3.9", "C:\\Python39\\python.exe"),
    Registered("3.12", "C:\\Python312\\python.exe"),
    Registered("3.10-32", "C:\\Python310-32\\python.exe"),
)


@pytest.mark.parametrize(
    ("environment", "path", "rule"),
    [
        ({}, "C:\\Python312\\python.exe", "the highest in the registry, 3.12"),
        ({"PYTHONHOME": "/c"}, "/c/python.exe", "PYTHONHOME"),
        ({"PYTHONHOME": "/c", "PYTHON3HOME": "/b"}, "/b/python.exe", "PYTHON3HOME"),
        (
            {"PYTHONHOME": "/c", "PYTHON3HOME": "/b", "FUSION_PYTHON3_HOME": "/a"},
            "/a/python.exe",
            "FUSION_PYTHON3_HOME",
        ),
    ],
)
def test_windows_takes_what_a_variable_says_else_the_highest_registered(
    environment: dict[str, str], path: str, rule: str, tmp_path: Path
) -> None:
    found = taken(windows(tmp_path, **environment), senses(*REGISTRY))
    assert found == Interpreter(str(Path(path)), (3, 11), rule)


def test_macos_takes_what_launchctl_says_else_the_usual_place_else_none(tmp_path: Path) -> None:
    machine = mac(tmp_path)
    assert taken(machine, senses(which="/opt/homebrew/bin/python3")) is None
    usual = laid(tmp_path / "usr/local/bin/python3")
    assert taken(machine, senses()) == Interpreter(
        str(usual), (3, 11), "where Resolve looks on macOS"
    )
    said = taken(machine, senses(launchctl="/Library/Python.framework/Versions/3.12"))
    path = str(Path("/Library/Python.framework/Versions/3.12/bin/python3"))
    assert said == Interpreter(path, (3, 11), "PYTHON3HOME, set by launchctl")


def test_linux_takes_the_systems(tmp_path: Path) -> None:
    machine = Machine("Linux", {"PYTHON3HOME": "/a"}, tmp_path, tmp_path)
    assert taken(machine, senses()) == Interpreter(
        "/usr/bin/python3", (3, 11), "the system's python3"
    )
    assert taken(machine, senses(which=None)) is None


CRASH = "Resolve 20 crashes with 3.13 and newer, without a message"
STORE = "Resolve crashes with the Python of the Microsoft Store, or does not find it"
ALONE = "Resolve crashes with standalone Pythons (uv), or does not find them"
UNSEEN = "Resolve does not take the Pythons of Homebrew, pyenv, uv and conda"
LINUX, MAC, WINDOWS = "Linux", "Darwin", "Windows"


@pytest.mark.parametrize(
    ("system", "path", "version", "resolve", "why"),
    [
        (LINUX, "/usr/bin/python3", (3, 6), (20, 3), ""),
        (LINUX, "/usr/bin/python3", (3, 14), (20, 3), ""),
        (LINUX, "/usr/bin/python3", (3, 5), (20, 3), "it is older than 3.6"),
        (LINUX, "/usr/bin/python3", (2, 7), (20, 3), "it is older than 3.6"),
        (LINUX, "/usr/bin/python3", (), (20, 3), "it does not run"),
        (WINDOWS, "C:\\Python312\\python.exe", (3, 12), (20, 3), ""),
        (WINDOWS, "C:\\Python313\\python.exe", (3, 13), (20, 3), CRASH),
        (WINDOWS, "C:\\Python314\\python.exe", (3, 14), (), CRASH),
        (WINDOWS, "C:\\Python313\\python.exe", (3, 13), (21, 0), ""),
        (
            WINDOWS,
            "C:\\Program Files\\WindowsApps\\PythonSoftwareFoundation.Python.3.12\\python.exe",
            (3, 12),
            (21, 0),
            STORE,
        ),
        (
            WINDOWS,
            "C:\\Users\\jo\\AppData\\Roaming\\uv\\python\\cpython-3.12.4-windows\\python.exe",
            (3, 12),
            (21, 0),
            ALONE,
        ),
        (MAC, "/Library/Frameworks/Python.framework/Versions/3.12/bin/python3", (3, 12), (), ""),
        (MAC, "/opt/homebrew/opt/python@3.12/bin/python3", (3, 12), (), UNSEEN),
        (MAC, "/usr/local/Cellar/python@3.12/3.12.4/bin/python3", (3, 12), (), UNSEEN),
        (MAC, "/Users/jo/.pyenv/versions/3.12.1/bin/python3", (3, 12), (), UNSEEN),
        (MAC, "/Users/jo/miniconda3/bin/python3", (3, 12), (), UNSEEN),
        (MAC, "/Users/jo/.local/share/uv/python/cpython-3.12/bin/python3", (3, 12), (), UNSEEN),
    ],
)
def test_pythons_that_are_known_bad(
    system: str, path: str, version: tuple[int, ...], resolve: tuple[int, ...], why: str
) -> None:
    machine = Machine(system, {}, Path("/home"))
    assert fault(machine, Interpreter(path, version, "because"), resolve) == why


def test_a_32_bit_python_is_known_bad(tmp_path: Path) -> None:
    machine = windows(tmp_path)
    found = taken(machine, senses(Registered("3.12-32", "C:\\Python312-32\\python.exe")))
    assert found is not None
    assert fault(machine, found, ()) == "it is 32-bit, and Resolve needs 64-bit"


def test_this_machines_python_tells_its_version() -> None:
    asked = real_senses()
    assert asked.version(sys.executable) == sys.version_info[:2]
    assert asked.version("/no/python") == ()
    assert registered() == () or sys.platform == "win32"


def a_plist(**said: Any) -> bytes:
    return plistlib.dumps(said)


@pytest.mark.parametrize(
    ("make", "expected"),
    [
        (
            {
                "Applications/DaVinci Resolve/DaVinci Resolve.app/Contents/Info.plist": a_plist(
                    CFBundleShortVersionString="20.3.2"
                )
            },
            [("Applications/DaVinci Resolve/DaVinci Resolve.app", (20, 3, 2), "")],
        ),
        (
            {
                "Applications/DaVinci Resolve.app/Contents/Info.plist": a_plist(
                    CFBundleShortVersionString="21.0.3.7"
                ),
                "Applications/DaVinci Resolve.app/Contents/_MASReceipt/receipt": b"",
                "Applications/DaVinci Resolve/DaVinci Resolve.app/Contents/Info.plist": b"<plist>",
            },
            [
                ("Applications/DaVinci Resolve.app", (21, 0, 3, 7), "App Store edition"),
                ("Applications/DaVinci Resolve/DaVinci Resolve.app", (), ""),
            ],
        ),
        ({"Applications/DaVinci Resolve/Uninstall Resolve.app/Contents/Info.plist": b""}, []),
    ],
    ids=["installed", "App Store, and one that is damaged", "none"],
)
def test_a_mac_tells_which_resolve_it_has(
    make: dict[str, bytes],
    expected: list[tuple[str, tuple[int, ...], str]],
    tmp_path: Path,
) -> None:
    for name, content in make.items():
        laid(tmp_path / name).write_bytes(content)
    assert applications(mac(tmp_path)) == tuple(
        Application(tmp_path / path, version, edition) for path, version, edition in expected
    )


def test_linux_and_windows_tell_what_they_have(tmp_path: Path) -> None:
    linux = Machine("Linux", {}, tmp_path, tmp_path)
    assert applications(linux) == ()
    laid(tmp_path / "opt/resolve/bin/resolve")
    assert applications(linux) == (Application(tmp_path / "opt/resolve"),)
    laid(tmp_path / "opt/resolve/ResolvePython/lib/python314.zip")
    (found,) = applications(linux)
    assert found.told == f"21.1 or newer, '{tmp_path / 'opt/resolve'}'"
    exe = laid(tmp_path / "D/Blackmagic Design/DaVinci Resolve/Resolve.exe")
    assert applications(windows(tmp_path, PROGRAMFILES=str(tmp_path / "D"))) == (Application(exe),)
    assert applications(windows(tmp_path)) == ()
