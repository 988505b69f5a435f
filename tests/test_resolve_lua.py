"""V2A Score.lua and V2A Import.lua in a Resolve that lies, in either Lua, with and without files.

Source: Resolve fact sheet sections 6, 7, 8, 11 and 14.
"""

import json
import re
from collections.abc import Mapping
from pathlib import Path

import opentimelineio as otio
import pytest
from luas import ENGINES, KINDS, SCRIPTS, Menu, a_menu
from running import ROOT
from watching import a_watched, heard

from otio_v2a.watch.ended import Ended
from otio_v2a.watch.folder import Folder, is_unfinished, is_wanted
from otio_v2a.watch.listing import listed

NAMES = ("V2A Score", "V2A Import")
TEXT = '{"OTIO_SCHEMA": "Timeline.1"}'
ODD = 'Cut: 01/β "final".'
IN_EVERY_LUA = pytest.mark.parametrize(("host", "engine"), KINDS)
_TABLE = ROOT / "tests" / "data" / "resolve_api_facts.json"
_FACTS: Mapping[str, tuple[int, int]] = {
    "Resolve.GetProjectManager": (0, 0),
    "Resolve.GetVersionString": (0, 0),
    "ProjectManager.GetCurrentProject": (0, 0),
    "Project.GetName": (0, 0),
    "Project.GetMediaPool": (0, 0),
    "Project.GetCurrentTimeline": (0, 0),
    "Project.GetTimelineCount": (0, 0),
    "Project.GetTimelineByIndex": (1, 1),
    "MediaPool.GetRootFolder": (0, 0),
    "MediaPool.GetCurrentFolder": (0, 0),
    "MediaPool.SetCurrentFolder": (1, 1),
    "MediaPool.AddSubFolder": (2, 2),
    "MediaPool.DeleteFolders": (1, 1),
    "MediaPool.ImportTimelineFromFile": (1, 2),
    "Folder.GetName": (0, 0),
    "Folder.GetClipList": (0, 0),
    "Folder.GetSubFolderList": (0, 0),
    "Timeline.GetName": (0, 0),
    "Timeline.Export": (2, 3),
}
"""Section 8, as far as it is needed, until the whole table is there."""

_CLASSES = {
    **{"resolve": "Resolve", "manager": "ProjectManager", "project": "Project"},
    **{"timeline": "Timeline", "pool": "MediaPool"},
    **{"root": "Folder", "bin": "Folder", "current": "Folder"},
}
_OTHERS = {("app", "GetResolve", 0), ("file", "read", 1), ("file", "close", 0)}
"""What is called with a colon and is no object of the table."""


def source(name: str) -> str:
    return (SCRIPTS / f"{name}.lua").read_text("utf-8")


def code(name: str) -> str:
    return "\n".join(line.partition("--")[0] for line in source(name).splitlines())


def facts() -> dict[str, tuple[int, int]]:
    if not _TABLE.exists():
        return dict(_FACTS)
    table = json.loads(_TABLE.read_text("utf-8"))
    return {name: tuple(said["arity"]) for name, said in table.items()}


def arguments(text: str) -> int:
    """How many arguments stand in a call whose bracket was just opened."""
    depth, commas = 1, 0
    for place, letter in enumerate(text):
        depth += {"(": 1, "{": 1, ")": -1, "}": -1}.get(letter, 0)
        commas += letter == "," and depth == 1
        if depth == 0:
            return commas + 1 if text[:place].strip() else 0
    raise AssertionError(text)


def test_a_call_s_arguments_are_counted_at_its_own_depth():
    counted = {"": 0, "a": 1, "a, b": 2, "f(a, b), { c, d }, e": 3}
    assert {text: arguments(f"{text}) .. g(h, i)") for text in counted} == counted


@pytest.mark.parametrize("name", NAMES)
def test_every_call_is_one_that_resolve_has_with_as_many_arguments_as_it_takes(name: str):
    text, table = code(name), facts()
    assert not re.search(r"\)\s*:\s*\w+\(|\.[A-Z]\w*\(", text), "a call that cannot be told"
    found = {
        (call[1], call[2], arguments(text[call.end() :]))
        for call in re.finditer(r"(\w+):(\w+)\(", text)
    } - _OTHERS
    assert {receiver for receiver, _, _ in found} <= {*_CLASSES}
    illegal = []
    for receiver, method, count in sorted(found):
        least, most = table.get(f"{_CLASSES[receiver]}.{method}", (1, 0))
        illegal += [(receiver, method, count)] if not least <= count <= most else []
    assert illegal == []


def test_a_script_stands_alone_and_says_whose_it_is():
    unset = [source(name).splitlines().count('local WATCH = ""') for name in NAMES]
    heads = ["otio-v2a" in source(name).splitlines()[0] for name in NAMES]
    bound = r"\b(require|ffi|package|execute|popen|getenv|dofile|loadstring)\b"
    assert (unset, heads) == ([1, 1], [True, True])
    assert [re.findall(bound, code(name)) for name in NAMES] == [[], []]
    parts = [re.split(r"^-- (?:From here|Its own)", source(name), flags=re.M) for name in NAMES]
    assert [len(part) for part in parts] == [3, 3]
    assert parts[0][1] == parts[1][1]


def a_folder(tmp_path: Path) -> Folder:
    """A watch folder with spaces and letters in its path."""
    root = tmp_path / "Jörg Müller 日本" / "scoring #1"
    root.mkdir(parents=True)
    folder = Folder(root)
    folder.make()
    return folder


def lying(folder: Folder) -> dict[str, str]:
    """What lies in `in`."""
    return {path.name: path.read_text() for path in folder.inbox.iterdir() if path.is_file()}


@IN_EVERY_LUA
def test_the_open_timeline_goes_into_the_watch_folder(tmp_path: Path, host: str, engine: str):
    folder = a_folder(tmp_path)
    menu = a_menu(
        folder.root, host, engine, timelines=("Cut 02", ODD), current=2, text=TEXT, project="ß/Film"
    )
    final = folder.inbox / "Cut_ 01_β _final_ (ß_Film).otio"
    assert menu.choose("V2A Score") == [
        f"otio-v2a: '{ODD}' was sent to be scored.",
        f"  There: '{final}', until 'otio-v2a watch' takes it.",
        "  Next: run Workspace > Scripts > V2A Import. It imports the result, or says how it"
        " stands.",
    ]
    assert lying(folder) == {final.name: TEXT}
    ((method, path, *kind),) = menu.called()
    assert (method, kind) == ("Timeline.Export", [15.0, -1])
    assert Path(path) == final if host == "menu" else is_unfinished(Path(path).name)
    assert (menu.bins(), menu.bin()) == (
        [f"V2A: '{ODD}' was sent to be scored. When it is, run V2A Import."],
        "Master",
    )


@IN_EVERY_LUA
def test_sent_again_it_replaces_what_waits_or_says_so(tmp_path: Path, host: str, engine: str):
    folder = a_folder(tmp_path)
    menu = a_menu(folder.root, host, engine, text=TEXT)
    menu.choose("V2A Score")
    menu.set(text='{"changed": 1}')
    said = menu.choose("V2A Score")
    final = folder.inbox / "Cut 01 (Film).otio"
    if host == "process":
        assert (said[0], lying(folder)) == (
            "otio-v2a: 'Cut 01' was sent to be scored.",
            {final.name: '{"changed": 1}'},
        )
        return
    assert (said, lying(folder)) == (
        [
            "otio-v2a: 'Cut 01' was not sent again.",
            f"  Why: the last one still waits: '{final}'.",
            f"  Next: see that 'otio-v2a watch' runs for '{folder.root}'. To send this one instead,"
            " delete that file first.",
        ],
        {final.name: TEXT},
    )


LIES = {
    "nothing": "'true', and nothing can be opened there",
    "false": "'false', and nothing can be opened there",
    "empty": "'true', and what stood there was no timeline",
    "other": "'true', and what stood there was no timeline",
    "raises": "'Resolve is busy', and nothing can be opened there",
}


@pytest.mark.parametrize("lie", LIES)
@IN_EVERY_LUA
def test_an_export_that_was_none_is_told_whatever_resolve_returns(
    tmp_path: Path, host: str, engine: str, lie: str
):
    folder = a_folder(tmp_path)
    menu = a_menu(folder.root, host, engine, export=lie)
    title, why, fix = menu.choose("V2A Score")
    assert title == "otio-v2a: 'Cut 01' was not exported."
    ((_, path, *_),) = menu.called()
    assert why == f"  Why: Resolve answered {LIES[lie]}: '{path}'."
    assert fix == (
        f"  Next: see that the folder '{folder.inbox}' is there (is its share connected?), that you"
        " may write to it and that its disk is not full. Then run the script again."
    )
    left = {} if host == "process" or lie not in ("empty", "other") else {Path(path).name}
    assert {*lying(folder)} == {*left}
    word = f"V2A: 'Cut 01' was not exported.{fix[1:]}".encode()[:160]
    assert menu.bins() == [word.decode(errors="ignore")]


STOPS = {
    "no project": (
        {"project": None},
        ("no project is open.", "Resolve names none.", "open one, then run the script again."),
    ),
    "no timeline": (
        {"timelines": (), "bins": ()},
        (
            "no timeline is open.",
            "the project has none, or none is chosen.",
            "open the timeline that is to be scored, then run the script again.",
        ),
    ),
    "old": (
        {"otio": None, "version": "18.1.4.9"},
        (
            "this Resolve does not know OpenTimelineIO.",
            "it is version 18.1.4.9; that needs 18.5.",
            "update Resolve.",
        ),
    ),
    "outside": (
        {"under": "nothing"},
        (
            "Resolve was not found.",
            "the script runs outside of it.",
            "start it from Workspace > Scripts in DaVinci Resolve.",
        ),
    ),
}


@pytest.mark.parametrize("case", STOPS)
@IN_EVERY_LUA
def test_what_is_in_the_way_is_told_with_the_reason_and_what_to_do(
    tmp_path: Path, host: str, engine: str, case: str
):
    scene, (title, why, fix) = STOPS[case]
    folder = a_folder(tmp_path)
    told = [f"otio-v2a: {title}", f"  Why: {why}", f"  Next: {fix}"]
    menu = a_menu(folder.root, host, engine, **scene)
    assert menu.choose("V2A Score") == told
    if case != "no timeline":
        assert menu.choose("V2A Import") == told
    assert lying(folder) == {}


@pytest.mark.parametrize("name", NAMES)
def test_copied_by_hand_a_script_names_the_command_that_installs_it(name: str):
    menu = a_menu("")
    assert menu.choose(name) == [
        "otio-v2a: this script does not know its watch folder.",
        "  Why: nobody has installed it: it was copied by hand.",
        "  Next: run 'otio-v2a resolve install' in a terminal, then the script again.",
    ]


@pytest.mark.parametrize("under", ["app", "fusion", "fu", "bmd"])
@IN_EVERY_LUA
def test_resolve_is_found_under_every_name_it_has(
    tmp_path: Path, host: str, engine: str, under: str
):
    folder = a_folder(tmp_path)
    menu = a_menu(folder.root, host, engine, under=under, text=TEXT)
    menu.choose("V2A Score")
    assert lying(folder) == {"Cut 01 (Film).otio": TEXT}


def summed(name: str) -> str:
    """A checksum of all bytes: the last counts once, the one before it 31 times, and so on."""
    values = enumerate(reversed(name.encode()))
    return f"{sum(byte * 31**place for place, byte in values) % 2**16:04x}"


LONG = "Szene über alles " * 8
FILES = {
    "Cut 01": "Cut 01",
    'a/b\\c:d*e?f"g<h>i|j\tk\x7fl': "a_b_c_d_e_f_g_h_i_j_k_l",
    ".hidden. ": "hidden",
    "~$lock": "_$lock",
    "Reel...": "Reel",
    "con": "_con",
    "LPT1.cut": "_LPT1.cut",
    "Console": "Console",
    "Cut.v2a-001 and .v2a.otio": "Cut_v2a-001 and _v2a.otio",
    " / ": "_",
    "…": "…",
    "": "_",
    "ü" * 40: f"{'ü' * 29}~{summed('ü' * 40)}",
    LONG: f"{LONG.encode()[:59].decode()}~{summed(LONG)}",
}


@pytest.mark.parametrize("engine", ENGINES)
def test_a_timeline_s_name_becomes_one_that_every_disk_and_the_watch_folder_take(
    tmp_path: Path, engine: str
):
    folder = a_folder(tmp_path)
    for name, made in FILES.items():
        menu = a_menu(folder.root, "menu", engine, timelines=(name,), text=TEXT)
        menu.choose("V2A Score")
        (file,) = lying(folder)
        assert (name, file) == (name, f"{made} (Film).otio")
        assert (is_wanted(file), len(file.encode()) <= 100) == (True, True)
        (folder.inbox / file).unlink()


def test_long_names_that_differ_at_their_ends_stay_apart(tmp_path: Path):
    folder = a_folder(tmp_path)
    for version in ("v1", "v2"):
        a_menu(folder.root, timelines=(LONG + version,), text=TEXT).choose("V2A Score")
    assert len(lying(folder)) == 2


WINDOWS = ("Q:\\scoring\\", "\\\\server\\share\\scoring")


@pytest.mark.parametrize("root", WINDOWS)
def test_a_path_of_windows_is_written_as_windows_does(root: str):
    menu = a_menu(root, "menu", export="false")
    menu.choose("V2A Score")
    ((_, path, *_),) = menu.called()
    assert path == root.rstrip("\\") + "\\in\\Cut 01 (Film).otio"


@IN_EVERY_LUA
def test_a_name_that_lua_cannot_open_on_windows_is_exported_in_place_and_resolve_is_asked(
    host: str, engine: str
):
    menu = a_menu(WINDOWS[0], host, engine, export="unseen", timelines=("Böse Zungen",))
    said = menu.choose("V2A Score")
    path = "Q:\\scoring\\in\\Böse Zungen (Film).otio"
    assert said[0] == "otio-v2a: 'Böse Zungen' was sent to be scored."
    assert [call[:2] for call in menu.called()] == [("Timeline.Export", path)]


def ended(folder: Folder, name: str, how: str = "done", number: int = 1, said: str = "") -> Path:
    """A job's end as the service files it, and the path of its result."""
    stem = f"{Path(name).stem}.v2a-{number:03}"
    result = folder.done / "2026-11-20" / stem / f"{stem}.otio"
    made = how in ("done", "partial", "same")
    if made:
        result.parent.mkdir(parents=True, exist_ok=True)
        result.write_text(TEXT)
    listed(folder, Ended(name, how, said, outputs=(result,) if made else ()))
    return result


def imports(menu: Menu) -> list[tuple[str, str]]:
    """The paths that were imported, and under which names."""
    return [(path, options["timelineName"]) for _, path, options in menu.called()]


@IN_EVERY_LUA
def test_the_newest_result_that_is_not_there_yet_is_imported(
    tmp_path: Path, host: str, engine: str
):
    folder = a_folder(tmp_path)
    menu = a_menu(folder.root, host, engine, timelines=(ODD, "Cut 02", "Cut 03"))
    first = ended(folder, "Cut_ 01_β _final_ (Film).otio", number=7)
    ended(folder, "Cut 02 (Film).otio")
    newer = ended(folder, "Cut 02 (Film).otio", number=2)
    ended(folder, "Cut 02 (Other film).otio", number=3)
    ended(folder, "by hand/Cut 03.otio")

    assert menu.choose("V2A Import") == [
        "otio-v2a: 'Cut 02 - V2A 002' is imported.",
        "  More of this project's timelines are scored: run V2A Import again.",
    ]
    assert imports(menu) == [(str(newer), "Cut 02 - V2A 002")]
    assert menu.choose("V2A Import") == [f"otio-v2a: '{ODD} - V2A 007' is imported."]
    assert imports(menu) == [(str(first), f"{ODD} - V2A 007")]
    assert menu.choose("V2A Import") == [
        "otio-v2a: there is nothing new to import.",
        "  'Cut 02 - V2A 002' is in the project already. To import it again, rename that one.",
        f"  '{ODD} - V2A 007' is in the project already. To import it again, rename that one.",
        "  Results of other projects, or not sent with V2A Score: 2, in"
        f" '{folder.done}'. File > Import > Timeline brings them in.",
    ]
    assert menu.timelines() == [ODD, "Cut 02", "Cut 03", "Cut 02 - V2A 002", f"{ODD} - V2A 007"]


@IN_EVERY_LUA
def test_what_failed_or_waits_for_a_yes_is_told(tmp_path: Path, host: str, engine: str):
    folder = a_folder(tmp_path)
    menu = a_menu(folder.root, host, engine, timelines=("A", "B", "C", "D"), current=4, text=TEXT)
    ended(folder, "A (Film).otio", "failed", said="media is offline: 'A012.mov'.")
    ended(folder, "B (Film).otio", "held", said="it would cost 3.15 USD.\nNothing was sent.")
    ended(folder, "C (Film).otio", "failed")
    partly = ended(folder, "C (Film).otio", "partial", said="1 placed, 1 failed.")
    menu.choose("V2A Score")
    states = [
        "  'C' is scored in part (…): 1 placed, 1 failed. The result is written without them. Put"
        " that right, then move 'C (Film).otio' back into in/: what is scored costs nothing more.",
        "  'B' waits for a yes (…): it would cost 3.15 USD. Nothing was sent. To say yes, move"
        " 'B (Film).otio' into in/approved/. To say no, delete it.",
        "  'A' failed (…): media is offline: 'A012.mov'. Put that right, then move 'A (Film).otio'"
        " back into in/.",
    ]

    def timeless(lines: list[str]) -> list[str]:
        return [re.sub(r"\(20\d\d-\d\d-\d\d \d\d:\d\d\)", "(…)", line) for line in lines]

    assert timeless(menu.choose("V2A Import")) == ["otio-v2a: 'C - V2A 001' is imported.", *states]
    assert imports(menu) == [(str(partly), "C - V2A 001")]
    assert timeless(menu.choose("V2A Import")) == [
        "otio-v2a: there is nothing new to import.",
        *states,
        f"  'D' still waits to be taken: see that 'otio-v2a watch' runs for '{folder.root}'.",
        "  'C - V2A 001' is in the project already. To import it again, rename that one.",
    ]


def test_the_same_again_leads_to_the_result_that_was_made_first(tmp_path: Path):
    folder = a_folder(tmp_path)
    menu = a_menu(folder.root, timelines=("Cut 01", "Copy"))
    first = ended(folder, "Cut 01 (Film).otio")
    menu.choose("V2A Import")
    for name in ("Cut 01 (Film).otio", "Copy (Film).otio"):
        listed(folder, Ended(name, "same", "the same as 'Cut 01'", outputs=(first,)))
    menu.choose("V2A Import")
    assert imports(menu) == [(str(first), "Cut 01 (Film) - V2A 001")]
    assert menu.choose("V2A Import")[0] == "otio-v2a: there is nothing new to import."


@IN_EVERY_LUA
def test_before_anything_was_scored_it_says_what_has_to_run(tmp_path: Path, host: str, engine: str):
    folder = a_folder(tmp_path)
    menu = a_menu(folder.root, host, engine)
    path = folder.state / "ended.lua"
    title, why, fix = menu.choose("V2A Import")
    assert (title, fix) == (
        "otio-v2a: nothing has come back yet.",
        f"  Next: send a timeline with V2A Score; 'otio-v2a watch' must run for '{folder.root}'.",
    )
    assert why.startswith(
        f"  Why: there is no list of results that can be read: cannot open {path}"
    )
    path.write_text("")
    assert menu.choose("V2A Import") == [
        "otio-v2a: there is nothing new to import.",
        "  No timeline of this project has been scored. Send one with V2A Score.",
    ]


@IN_EVERY_LUA
def test_a_list_that_somebody_tampered_with_does_nothing_and_leads_nowhere(
    tmp_path: Path, host: str, engine: str
):
    folder = a_folder(tmp_path)
    good = ended(folder, "Cut 01 (Film).otio")
    entry = 'ended{how="done", name="Cut 02 (Film).otio", result=%s}\n'
    with (folder.state / "ended.lua").open("a") as out:
        out.write(entry % '"/etc/Cut 02 (Film).v2a-001.otio"')
        out.write(entry % '"done/../../Cut 02 (Film).v2a-001.otio"')
        out.write(entry % "{}")
        out.write("ended(1) ended() ended{}\n")
        out.write("stolen = true\n")
        out.write("print('here') resolve = nil _G.pcall = nil\n")
    menu = a_menu(folder.root, host, engine, timelines=("Cut 01", "Cut 02"))
    assert menu.choose("V2A Import") == ["otio-v2a: 'Cut 01 - V2A 001' is imported."]
    assert imports(menu) == [(str(good), "Cut 01 - V2A 001")]
    assert menu.lua.eval(b"rawget(_G, 'stolen')") is None


_UNTOLD = (
    "Resolve refused '{}' and gave no reason.",
    "see that this machine finds the sounds where the timeline names them (path_maps in"
    " otio-v2a.toml). If it has Fusion titles, set audio_only = true there and import the"
    " second result by hand: File > Import > Timeline.",
)
REFUSALS = {
    "nil": _UNTOLD,
    "raises": _UNTOLD,
    "never saved": (
        "a project that was never saved takes no timeline.",
        "save it under a name, then run V2A Import again.",
    ),
    "gone": (
        "it cannot be opened: '{}'.",
        "see that its share is connected and nobody has moved it, then run V2A Import again.",
    ),
}


@pytest.mark.parametrize("case", REFUSALS)
@IN_EVERY_LUA
def test_an_import_that_was_none_is_told(tmp_path: Path, host: str, engine: str, case: str):
    folder = a_folder(tmp_path)
    project = "Untitled Project" if case == "never saved" else "Film"
    path = ended(folder, f"Cut 01 ({project}).otio")
    if case == "gone":
        path.unlink()
    menu = a_menu(folder.root, host, engine, project=project, **{"import": case})
    why, fix = REFUSALS[case]
    assert menu.choose("V2A Import") == [
        "otio-v2a: 'Cut 01 - V2A 001' was not imported.",
        f"  Why: {why.format(path)}",
        f"  Next: {fix}",
    ]
    assert menu.timelines() == ["Cut 01"]


def test_an_import_that_returned_nothing_and_was_one_is_one(tmp_path: Path):
    folder = a_folder(tmp_path)
    ended(folder, "Cut 01 (Film).otio")
    menu = a_menu(folder.root, **{"import": "quiet"})
    assert menu.choose("V2A Import") == ["otio-v2a: 'Cut 01 - V2A 001' is imported."]


def test_our_word_in_the_media_pool_takes_the_place_of_the_last_and_of_no_other_bin(tmp_path: Path):
    folder = a_folder(tmp_path)
    others = ["Rushes", "V2A: full"]
    menu = a_menu(
        folder.root, text=TEXT, bins=(*others, "V2A: last"), full="V2A: full", in_last_bin=True
    )
    menu.choose("V2A Score")
    sent = "V2A: 'Cut 01' was sent to be scored. When it is, run V2A Import."
    assert (menu.bins(), menu.bin()) == ([*others, sent], "Master")
    ended(folder, "Cut 01 (Film).otio")
    (folder.inbox / "Cut 01 (Film).otio").unlink()
    menu.choose("V2A Import")
    assert (menu.bins(), menu.bin()) == (others, "Master")
    menu.choose("V2A Import")
    word = menu.bins()[-1]
    assert word.startswith(
        "V2A: there is nothing new to import. 'Cut 01 - V2A 001' is in the project"
    )


def test_a_new_timeline_does_not_lie_in_the_bin_of_our_word(tmp_path: Path):
    folder = a_folder(tmp_path)
    ended(folder, "Cut 01 (Film).otio")
    menu = a_menu(folder.root, bins=("V2A: last",), in_last_bin=True)
    menu.choose("V2A Import")
    assert (menu.timelines(), menu.bins()) == (["Cut 01", "Cut 01 - V2A 001"], [])


def test_where_nothing_can_be_printed_the_work_is_done_all_the_same(tmp_path: Path):
    folder = a_folder(tmp_path)
    menu = a_menu(folder.root, text=TEXT, silent=True)
    assert (menu.choose("V2A Score"), lying(folder)) == ([], {"Cut 01 (Film).otio": TEXT})


def test_from_the_menu_through_the_watch_folder_and_back(tmp_path: Path):
    place = tmp_path / "Jörg Müller 日本"
    place.mkdir()
    watched = a_watched(place, top="provider = 'sketch'", patience=0)
    cut = watched.export(place / "export.otio", "rain").read_text("utf-8")
    menu = a_menu(watched.root, timelines=(ODD, "Cut 02"), text=cut, project="Ä: B")
    menu.choose("V2A Score")
    menu.set(current=2, text="{")
    menu.choose("V2A Score")
    done = watched.once()
    assert done.code == 3, done.err

    title, failed = menu.choose("V2A Import")
    name = "Cut_ 01_β _final_ (Ä_ B).v2a-001"
    result = watched.done(name) / f"{name}.otio"
    assert title == f"otio-v2a: '{ODD} - V2A 001' is imported."
    assert failed.startswith("  'Cut 02' failed (20")
    assert failed.endswith(" then move 'Cut 02 (Ä_ B).otio' back into in/.")
    assert imports(menu) == [(str(result), f"{ODD} - V2A 001")]
    assert heard(result) == [(0, 25)]
    read = otio.adapters.read_from_file(str(result))
    assert [track.name for track in read.audio_tracks()] == ["Audio 1", "V2A SFX"]
