"""The watch folder's list of what has ended: read by Lua, whole, whoever writes to it at once."""

import os
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from lupa.lua51 import LuaRuntime

from otio_v2a.watch.ended import Ended
from otio_v2a.watch.folder import Folder
from otio_v2a.watch.listing import listed

UNTIMED = {"at": "…"}


def a_folder(tmp_path: Path) -> Folder:
    root = tmp_path / "Jörg's 日本\\folder"
    root.mkdir()
    folder = Folder(root)
    folder.make()
    return folder


def entries(folder: Folder) -> list[dict[str, Any]]:
    """What Lua makes of the list, with the times left out once they are looked at."""
    lua = LuaRuntime(encoding=None, register_eval=False, register_builtins=False)
    read = lua.execute(b"""
        local path, found = ..., {}
        local chunk = assert(loadfile(path, "t"))
        setfenv(chunk, { ended = function(one) found[#found + 1] = one end })
        chunk()
        return found
    """, os.fsencode(folder.state / "ended.lua"))  # fmt: skip
    found = [
        {name.decode(): os.fsdecode(value) for name, value in one.items()} for one in read.values()
    ]
    for one in found:
        assert re.fullmatch(r"20\d\d-\d\d-\d\d \d\d:\d\d", one["at"])
    return [one | UNTIMED for one in found]


def test_every_end_is_a_line_that_lua_reads(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    result = folder.done / "2026-11-20" / "A b.v2a-001" / "A b.v2a-001.otio"
    done = Ended(
        'Proj/Ü "quoted"]] \\n.otio',
        "done",
        "1 placed;\n'rain' — $(x) %s {}",
        outputs=(result, result.with_name("A b.v2a-001-audio-only.otio")),
    )
    listed(folder, done)
    listed(folder, replace(done, how="same", outputs=(tmp_path / "elsewhere.otio", result)))
    listed(folder, Ended("Cut 02.otio", "held", "it would cost 3.15 USD.", price=Decimal("3.15")))
    listed(folder, Ended("Cut 03.otio", "failed", "lone \ud800 surrogate", outputs=(tmp_path,)))
    inside = "done/2026-11-20/A b.v2a-001/A b.v2a-001.otio"
    assert entries(folder) == [
        {
            "how": "done",
            "name": 'Proj/Ü "quoted"]] \\n.otio',
            "result": inside,
            "said": "1 placed;\n'rain' — $(x) %s {}",
            "next": "",
            **UNTIMED,
        },
        {
            "how": "same",
            "name": 'Proj/Ü "quoted"]] \\n.otio',
            "result": inside,
            "said": "1 placed;\n'rain' — $(x) %s {}",
            "next": "To have it scored anew, change a marker, or delete that result first.",
            **UNTIMED,
        },
        {
            "how": "held",
            "name": "Cut 02.otio",
            "result": "",
            "said": "it would cost 3.15 USD.",
            "next": "To say yes, move 'Cut 02.otio' into in/approved/. To say no, delete it.",
            **UNTIMED,
        },
        {
            "how": "failed",
            "name": "Cut 03.otio",
            "result": "",
            "said": "lone \\ud800 surrogate",
            "next": "Put that right, then move 'Cut 03.otio' back into in/.",
            **UNTIMED,
        },
    ]
    text = (folder.state / "ended.lua").read_bytes()
    assert (text.isascii(), text.count(b"\n"), text[-1:]) == (True, 5, b"\n")


@pytest.mark.skipif(sys.platform != "linux", reason="only there a name may be any bytes")
def test_a_name_of_any_bytes_is_told_as_it_is(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    name = os.fsdecode(bytes({*range(1, 256)} - {*b"/"}))
    listed(folder, Ended(name, "done", outputs=(folder.done / name,)))
    (one,) = entries(folder)
    assert (one["name"], one["result"]) == (name, f"done/{name}")


def test_the_oldest_go_and_what_is_no_line_of_ours_too(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    listed(folder, Ended("first", "done"))
    path = folder.state / "ended.lua"
    (line,) = path.read_text().splitlines()[1:]
    path.write_text("os.exit() ü\n" + f"{line}\n" * 300 + "half a li", "utf-8")
    listed(folder, Ended("last", "done"))
    names = [one["name"] for one in entries(folder)]
    assert names == ["first"] * 199 + ["last"]


def test_whatever_stands_in_its_way_the_list_is_left_as_it_is(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    (folder.state / "ended.lua").mkdir()
    listed(folder, Ended("Cut 01.otio", "done"))
    assert {path.name for path in folder.state.iterdir()} == {"folder.json", "locks", "ended.lua"}


def test_of_many_who_write_at_once_none_is_forgotten(tmp_path: Path) -> None:
    folder = a_folder(tmp_path)
    names = [f"Cut {number:02}.otio" for number in range(24)]
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda name: listed(folder, Ended(name, "done")), names))
    assert sorted(one["name"] for one in entries(folder)) == names
