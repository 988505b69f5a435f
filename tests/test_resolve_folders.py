"""Where Resolve looks for scripts, and what is written into them."""

import os
import re
import tomllib
from pathlib import Path

import pytest
from menus import NAMES, said_in_lua, said_in_python
from running import ROOT

from otio_v2a import __version__
from otio_v2a.errors import ResolveError, UsageError
from otio_v2a.resolve.home import Home, engine_home
from otio_v2a.resolve.setup.baking import Paths, baked
from otio_v2a.resolve.setup.folders import Machine, everywhere
from otio_v2a.resolve.setup.scripts import scripts


@pytest.mark.parametrize(
    ("machine", "expected"),
    [
        (
            Machine("Darwin", {}, Path("/Users/jo")),
            [
                "/Users/jo/Library/Application Support/Blackmagic Design/DaVinci Resolve/Fusion"
                "/Scripts/Utility",
                "/Library/Application Support/Blackmagic Design/DaVinci Resolve/Fusion"
                "/Scripts/Utility",
            ],
        ),
        (
            Machine("Windows", {"APPDATA": "D:/R", "PROGRAMDATA": "E:/P"}, Path("C:/Users/jo")),
            [
                "D:/R/Blackmagic Design/DaVinci Resolve/Support/Fusion/Scripts/Utility",
                "E:/P/Blackmagic Design/DaVinci Resolve/Fusion/Scripts/Utility",
            ],
        ),
        (
            Machine("Windows", {}, Path("C:/Users/jo"), Path("C:/")),
            [
                "C:/Users/jo/AppData/Roaming/Blackmagic Design/DaVinci Resolve/Support/Fusion"
                "/Scripts/Utility",
                "C:/ProgramData/Blackmagic Design/DaVinci Resolve/Fusion/Scripts/Utility",
            ],
        ),
        (
            Machine("Linux", {}, Path("/home/jo")),
            [
                "/home/jo/.local/share/DaVinciResolve/Fusion/Scripts/Utility",
                "/opt/resolve/Fusion/Scripts/Utility",
                "/home/resolve/Fusion/Scripts/Utility",
            ],
        ),
    ],
    ids=["macOS", "Windows", "Windows without its variables", "Linux"],
)
def test_resolve_looks_into_these_folders(machine: Machine, expected: list[str]) -> None:
    assert [place.utility for place in everywhere(machine)] == [Path(one) for one in expected]


def test_both_folders_of_every_app_store_edition_are_found(tmp_path: Path) -> None:
    containers = tmp_path / "Library" / "Containers"
    for name in ("com.blackmagic-design.DaVinciResolveLite", "com.blackmagic-design.Z", "com.a.b"):
        (containers / name / "Data").mkdir(parents=True)
    machine = Machine("Darwin", {}, tmp_path, tmp_path / "none")
    support = "Data/Library/Application Support"
    assert [place.utility for place in everywhere(machine)[1:-1]] == [
        containers / container / support / below / "Fusion/Scripts/Utility"
        for container in ("com.blackmagic-design.DaVinciResolveLite", "com.blackmagic-design.Z")
        for below in ("Blackmagic Design/DaVinci Resolve", ".")
    ]


def test_the_home_is_the_variables_else_the_users() -> None:
    at = Path("/home/jo")
    said = {"OTIO_V2A_HOME": "/srv/v2a"}
    homes = [engine_home(said, at), engine_home({"OTIO_V2A_HOME": ""}, at), engine_home({}, at)]
    assert homes == [Home(Path("/srv/v2a")), *[Home(Path("/home/jo/.otio_v2a"))] * 2]


@pytest.mark.parametrize(
    "path",
    ["/home/jo", 'C:\\Users\\Jörg "J" Müller\\日本\\{1}', "/media/🎬 reels/a\nb\t%s\\n'\x7f"],
    ids=["plain", "Windows", "odd"],
)
def test_a_baked_path_reads_back_as_it_was(path: str) -> None:
    texts = baked(scripts().entries, Paths(Path(path), Path(path)))
    assert [*texts] == [*NAMES]
    assert {said_in_python(texts[name]) for name in NAMES[:3]} == {Path(path)}
    assert {said_in_lua(texts[name]) for name in NAMES[3:]} == {Path(path)}


@pytest.mark.parametrize("name", ["V2A Score.py", "V2A Score.lua"])
@pytest.mark.parametrize("text", ["", 'HOME = ""\nlocal WATCH = ""\n' * 2], ids=["none", "two"])
def test_a_script_with_no_place_for_its_path_is_refused(name: str, text: str) -> None:
    message = re.escape(f"'{name}' of otio-v2a is damaged. Install otio-v2a again.")
    with pytest.raises(ResolveError, match=f"^{message}$"):
        baked({name: text}, Paths(Path("/a"), Path("/b")))


@pytest.mark.skipif(os.name != "posix", reason="paths are text there")
def test_a_path_that_is_no_text_is_refused() -> None:
    odd = Path(os.fsdecode(b"/home/j\xf6rg"))
    told = "the path '/home/j\\udcf6rg' cannot be told to Resolve: it is not UTF-8. Use another"
    with pytest.raises(UsageError, match=f"^{re.escape(told)} one.$"):
        baked(scripts().entries, Paths(odd, Path("/b")))


def test_all_that_lies_beside_the_scripts_is_carried_along() -> None:
    carried = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["setuptools"]
    assert {"resolve_script", "resolve_script.*"} <= {*carried["packages"]["find"]["include"]}
    assert carried["package-data"]["resolve_script"] == ["*.lua"]
    room = ROOT / "resolve_script"
    there = [path.relative_to(room) for path in room.rglob("*") if path.is_file()]
    kinds = {(str(path.parent), path.suffix) for path in there if path.suffix != ".pyc"}
    assert kinds == {(".", ".py"), (".", ".lua"), ("v2a_launcher", ".py")}


def test_launcher_and_engine_are_of_one_version() -> None:
    said = dict(re.findall(r'^(VERSION|PROTOCOL) = "?(.*?)"?$', launcher_text(), re.MULTILINE))
    assert said == {"VERSION": __version__, "PROTOCOL": "1"}


def launcher_text() -> str:
    return (ROOT / "resolve_script/v2a_launcher/__init__.py").read_text("utf-8")
