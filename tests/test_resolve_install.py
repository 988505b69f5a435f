"""The entries of Resolve's menu: put where it looks, taken away again, and nothing else touched."""

import json
import os
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from menus import (
    CONTAINED,
    EVERYBODY,
    NAMES,
    OURS,
    PYTHON,
    USER,
    Desk,
    a_desk,
    files,
    laid,
    said_in_lua,
    said_in_python,
    tree,
)
from running import ROOT, Place

from otio_v2a import __version__
from otio_v2a.errors import ResolveError, UsageError
from otio_v2a.resolve.setup.steps import Left
from otio_v2a.resolve.setup.uninstall import uninstall

_NOBODY = 65534
SYSTEMS = ("Darwin", "Windows", "Linux")
AGAIN = "Make it writable for you, or free some space, and say again: otio-v2a resolve install"
MENU = "In Resolve: Workspace > Scripts > V2A Score. Restart Resolve if it is not there."
NOWHERE = "Resolve was not found here; the scripts are where it will look."
FOREIGN = "it is not ours: it does not say 'otio-v2a'"


def lua(watch: Path) -> str:
    return (
        "Resolve's free edition from 21.1 on runs the Lua entries alone. They need this to run:"
        f' otio-v2a watch "{watch}"'
    )


@pytest.mark.parametrize("system", SYSTEMS)
def test_install_puts_the_entries_where_resolve_looks(system: str, tmp_path: Path) -> None:
    desk = a_desk(tmp_path, system)
    outcome = desk.install()
    modules = {path.name for path in (ROOT / "resolve_script/v2a_launcher").glob("*.py")}
    watch = desk.home.watch
    entries = [desk.utility / name for name in NAMES]
    assert {*outcome.written} == {
        *entries,
        desk.home.root / "launcher.json",
        *(desk.home.root / "launcher/v2a_launcher" / name for name in modules),
    }
    assert (outcome.removed, outcome.left, outcome.remarks) == ((), (), (MENU, lua(watch)))
    assert files(desk.utility) == {*NAMES}
    texts = [path.read_bytes().decode("utf-8") for path in entries]
    assert {said_in_python(text) for text in texts[:3]} == {desk.home.root}
    assert {said_in_lua(text) for text in texts[3:]} == {watch}
    card = desk.home.card.read_bytes()
    assert card.isascii()
    assert json.loads(card) == {
        "protocol": 1,
        "version": __version__,
        "python": PYTHON,
        "arguments": ["-I", "-X", "utf8", "-u", "-m", "otio_v2a.cli.engine"],
        "jobs": str(desk.home.root / "resolve"),
        "watch": str(watch),
        "installed": [str(path) for path in entries],
    }
    assert desk.home.jobs.is_dir()
    assert (watch / "in").is_dir()
    for name in modules:
        source = ROOT / "resolve_script/v2a_launcher" / name
        assert (desk.home.package / name).read_bytes() == source.read_bytes()


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_dry_run_changes_nothing_and_foretells_the_install(system: str, tmp_path: Path) -> None:
    desk = a_desk(tmp_path, system)
    laid(desk.scripts / "Edit" / "V2A Score.py")
    laid(desk.utility / "V2A Import.lua", "print('mine')\n")
    before = tree(tmp_path)
    foretold = desk.install(dry_run=True)
    assert tree(tmp_path) == before
    assert desk.install() == foretold


def test_a_second_install_has_nothing_to_do(tmp_path: Path) -> None:
    desk = a_desk(tmp_path)
    first = desk.install()
    before = tree(tmp_path)
    again = desk.install()
    assert tree(tmp_path) == before
    assert ({*again.current}, again.written, again.removed) == ({*first.written}, (), ())


def test_stale_copies_go_wherever_they_lie_and_nothing_else(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, "Darwin")
    stale = [
        laid(desk.scripts / page / name)
        for page, name in zip(("Edit", "Color", "Deliver", "Comp", "Tool"), NAMES, strict=True)
    ]
    kept = [
        laid(desk.scripts / "Edit" / "V2A Score 2.py"),
        laid(desk.scripts / "Comp" / "V2A Score.py", "print('of somebody else')\n"),
        laid(desk.utility / "otio-v2a" / "V2A Score.py"),
        laid(desk.utility / "Subtitles.py"),
    ]
    outcome = desk.install()
    assert {*outcome.removed} == {*stale}
    assert outcome.left == (Left(kept[1], FOREIGN),)
    assert files(desk.scripts) == {
        *(f"Utility/{name}" for name in NAMES),
        *(path.relative_to(desk.scripts).as_posix() for path in kept),
    }


def test_what_an_earlier_install_wrote_elsewhere_goes(tmp_path: Path) -> None:
    elsewhere, desk = a_desk(tmp_path / "elsewhere"), a_desk(tmp_path / "here")
    old = [laid(elsewhere.utility / name) for name in NAMES]
    precious = laid(tmp_path / "cut.otio", "otio-v2a")
    desk.install()
    said = json.loads(desk.home.card.read_text("utf-8"))
    said["installed"] = [*map(str, old), str(precious)]
    laid(desk.home.card, json.dumps(said))
    assert desk.install().removed == tuple(old)
    assert files(tmp_path / "elsewhere") == set()
    assert precious.read_text("utf-8") == "otio-v2a"


@pytest.mark.parametrize("why", [FOREIGN, "it is no file"])
def test_what_is_not_ours_is_left_though_it_has_our_name(why: str, tmp_path: Path) -> None:
    desk = a_desk(tmp_path)
    if why == FOREIGN:
        strange = laid(desk.utility / "V2A Score.py", "print('of somebody else')\n")
    else:
        strange = desk.utility / "V2A Score.py"
        strange.mkdir(parents=True)
    before = tree(desk.utility)
    outcome = desk.install()
    assert outcome.left == (Left(strange, why, amiss=True),)
    assert not outcome.is_whole
    assert strange not in outcome.written
    assert tree(desk.utility)["V2A Score.py"] == before["V2A Score.py"]
    assert {*json.loads(desk.home.card.read_text("utf-8"))["installed"]} == {
        str(desk.utility / name) for name in NAMES[1:]
    }
    assert uninstall(desk.machine, desk.home).left == (Left(strange, why),)
    assert tree(desk.utility) == before


def test_a_link_of_our_name_goes_and_what_it_leads_to_stays(tmp_path: Path) -> None:
    desk = a_desk(tmp_path)
    sources = [laid(tmp_path / "sources" / name) for name in ("a.py", "b.py")]
    links = [desk.utility / "V2A Score.py", desk.scripts / "Edit" / "V2A Score.py"]
    for link, source in zip(links, sources, strict=True):
        link.parent.mkdir(parents=True)
        link.symlink_to(source)
    outcome = desk.install()
    assert outcome.removed == (links[1],)
    assert (links[0].is_symlink(), links[1].is_symlink()) == (False, False)
    assert said_in_python(links[0].read_text("utf-8")) == desk.home.root
    assert [source.read_text("utf-8") for source in sources] == [OURS, OURS]


def test_a_link_to_the_very_same_text_is_made_a_file(tmp_path: Path) -> None:
    desk = a_desk(tmp_path)
    desk.install()
    entry = desk.utility / "V2A Score.py"
    entry.rename(tmp_path / "copy.py")
    entry.symlink_to(tmp_path / "copy.py")
    assert desk.install().written == (entry,)
    assert not entry.is_symlink()


def test_a_page_that_is_a_link_to_ours_loses_nothing(tmp_path: Path) -> None:
    desk = a_desk(tmp_path)
    desk.utility.mkdir(parents=True)
    (desk.scripts / "Edit").symlink_to(desk.utility, target_is_directory=True)
    for _ in range(2):
        assert desk.install().removed == ()
    assert files(desk.utility) == {*NAMES}


def test_modules_of_an_older_launcher_go(tmp_path: Path) -> None:
    desk = a_desk(tmp_path)
    old = laid(desk.home.package / "forgotten.py")
    other = laid(desk.home.package / "notes.txt")
    outcome = desk.install()
    assert outcome.removed == (old,)
    assert other.exists()


def test_nothing_is_written_through_a_linked_launcher(tmp_path: Path) -> None:
    desk = a_desk(tmp_path)
    source = laid(tmp_path / "source" / "__init__.py")
    desk.home.launcher.mkdir(parents=True)
    desk.home.package.symlink_to(source.parent, target_is_directory=True)
    told = f"'{desk.home.package}' is a link, and nothing is written through it. Remove it."
    with pytest.raises(ResolveError, match=f"^{re.escape(told)}$"):
        desk.install()
    assert source.read_text("utf-8") == OURS
    assert uninstall(desk.machine, desk.home).removed == (desk.home.package,)
    assert source.read_text("utf-8") == OURS


@pytest.mark.parametrize("system", SYSTEMS)
def test_without_resolve_the_entries_wait_where_it_will_look(system: str, tmp_path: Path) -> None:
    desk = Desk(system, tmp_path)
    outcome = desk.install()
    assert files(tmp_path / USER[system]) == {f"Utility/{name}" for name in NAMES}
    assert outcome.remarks == (NOWHERE, MENU, lua(desk.home.watch))
    assert desk.install().remarks == outcome.remarks


def test_a_resolve_that_was_never_started_is_told_from_none(tmp_path: Path) -> None:
    laid(tmp_path / "opt/resolve/bin/resolve")
    told = "Resolve has not been started here yet; the scripts are where it will look."
    assert Desk("Linux", tmp_path).install().remarks[0] == told


STORE = (
    "The App Store edition keeps scripts in a sandbox: it may not be able to start the engine."
    " The watch folder always works."
)


def test_the_app_store_edition_gets_both_its_folders(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, "Darwin", store=True)
    outcome = desk.install()
    assert outcome.remarks == (STORE, MENU, lua(desk.home.watch))
    assert [files(folder) for folder in desk.contained] == [{*NAMES}, {*NAMES}]
    assert not (tmp_path / USER["Darwin"]).exists()


def test_a_sandbox_that_lets_nobody_in_keeps_nothing_else_from_its_place(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, "Darwin")
    for one in CONTAINED:
        laid(tmp_path / Path(one).parent)
    outcome = desk.install()
    why = "it cannot be written (Not a directory)"
    assert outcome.left == tuple(Left(at / name, why) for at in desk.contained for name in NAMES)
    assert outcome.is_whole
    assert files(desk.utility) == {*NAMES}


def test_a_sandbox_that_is_all_there_is_must_let_us_in(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, "Darwin", store=True)
    laid((tmp_path / CONTAINED[0]).parents[3])
    path = desk.contained[0] / "V2A Score.py"
    told = f"'{path}' cannot be written: Not a directory. {AGAIN}"
    with pytest.raises(ResolveError, match=f"^{re.escape(told)}$"):
        desk.install()


def test_what_cannot_be_written_is_named_with_what_to_do(tmp_path: Path) -> None:
    desk = a_desk(tmp_path)
    laid(desk.utility.parent)
    told = f"'{desk.utility / 'V2A Score.py'}' cannot be written: Not a directory. {AGAIN}"
    with pytest.raises(ResolveError, match=f"^{re.escape(told)}$"):
        desk.install()


def test_a_full_disk_leaves_older_files_whole(tmp_path: Path) -> None:
    desk = a_desk(tmp_path)
    desk.install()
    for path in (desk.utility / "V2A Remove.py", desk.utility / "V2A Score.lua"):
        laid(path)
    before = tree(tmp_path)
    told = f"'{desk.utility / 'V2A Remove.py'}' cannot be written: File too large. {AGAIN}"
    with no_room(), pytest.raises(ResolveError, match=f"^{re.escape(told)}$"):
        desk.install()
    assert tree(tmp_path) == before


@contextmanager
def no_room() -> Iterator[None]:
    """No file can be written."""
    resource = pytest.importorskip("resource")
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.parametrize("system", SYSTEMS)
def test_for_all_users_the_entries_stand_in_the_menu_once(system: str, tmp_path: Path) -> None:
    desk = a_desk(tmp_path, system)
    (tmp_path / EVERYBODY[system]).parents[1].mkdir(parents=True, exist_ok=True)
    desk.install()
    outcome = desk.install(all_users=True)
    assert {*outcome.removed} == {desk.utility / name for name in NAMES}
    assert (files(desk.public), files(desk.utility)) == ({*NAMES}, set())


def test_a_resolve_below_home_gets_those_of_all_users(tmp_path: Path) -> None:
    (tmp_path / "home/resolve").mkdir(parents=True)
    Desk("Linux", tmp_path).install(all_users=True)
    assert files(tmp_path / "home/resolve") == {f"Fusion/Scripts/Utility/{name}" for name in NAMES}
    assert not (tmp_path / "opt").exists()


@pytest.mark.parametrize(
    ("system", "step"),
    [
        (
            "Linux",
            "Say: sudo 'OTIO_V2A_HOME={home}' otio-v2a resolve install --all-users"
            " (or leave --all-users out: it is then there for you alone).",
        ),
        (
            "Windows",
            "Say it in a terminal that runs as administrator: otio-v2a resolve install --all-users",
        ),
    ],
)
def test_who_may_not_install_for_all_users_is_told_how(
    system: str, step: str, denied: Path
) -> None:
    desk = a_desk(denied, system)
    product = desk.public.parents[2]
    product.mkdir(parents=True)
    product.chmod(0o555)
    path = desk.public / "V2A Score.py"
    told = f"'{path}' cannot be written: Permission denied. {step.format(home=desk.home.root)}"
    with pytest.raises(ResolveError, match=f"^{re.escape(told)}$"):
        desk.install(all_users=True)
    assert files(product) == set()


def test_a_folder_that_is_closed_to_us_is_named_with_what_to_do(denied: Path) -> None:
    desk = a_desk(denied)
    desk.utility.mkdir(parents=True)
    desk.utility.chmod(0o555)
    told = f"'{desk.utility / 'V2A Score.py'}' cannot be written: Permission denied. {AGAIN}"
    with pytest.raises(ResolveError, match=f"^{re.escape(told)}$"):
        desk.install()
    assert files(desk.utility) == set()


def test_a_stale_copy_that_cannot_be_removed_is_named_and_the_rest_is_done(denied: Path) -> None:
    desk = a_desk(denied)
    stale = laid(desk.scripts / "Edit" / "V2A Score.py")
    stale.parent.chmod(0o555)
    outcome = desk.install()
    why = "it cannot be removed (Permission denied). Remove it as administrator."
    assert (outcome.left, outcome.removed) == ((Left(stale, why, amiss=True),), ())
    assert not outcome.is_whole
    assert files(desk.utility) == {*NAMES}


@pytest.fixture
def denied() -> Iterator[Path]:
    """A folder for somebody who may not do everything; the administrator becomes one."""
    if os.name != "posix":
        pytest.skip("nobody is denied anything by chmod there")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        root.chmod(0o777)
        before = os.geteuid()
        if before == 0:
            os.seteuid(_NOBODY)
        try:
            yield root
        finally:
            os.seteuid(before)
            for path in root.rglob("*"):
                if path.is_dir():
                    path.chmod(0o755)


def test_those_of_all_users_are_not_one_users_to_remove(tmp_path: Path) -> None:
    desk = a_desk(tmp_path)
    public = [laid(desk.public / name) for name in NAMES]
    why = "it is for all users, and stands in the menu too. Remove it as administrator"
    outcome = desk.install()
    assert outcome.left == tuple(Left(path, why) for path in public)
    assert outcome.is_whole


def test_a_watch_folder_that_was_said_is_kept(tmp_path: Path) -> None:
    desk = a_desk(tmp_path)
    watch = tmp_path / 'Ein "Ordner" für\\alles'
    watch.mkdir()
    assert desk.install(watch=watch).remarks == (MENU, lua(watch))
    assert desk.install().written == ()
    assert said_in_lua((desk.utility / "V2A Import.lua").read_text("utf-8")) == watch
    assert (watch / "in").is_dir()
    assert not desk.home.watch.exists()


def test_a_watch_folder_that_is_not_there_stops_before_anything_is_written(tmp_path: Path) -> None:
    desk = a_desk(tmp_path)
    before = tree(tmp_path)
    told = f"there is no folder '{tmp_path / 'share'}'. Make it, or connect its share."
    with pytest.raises(UsageError, match=f"^{re.escape(told)}$"):
        desk.install(watch=tmp_path / "share")
    assert tree(tmp_path) == before


@pytest.mark.parametrize("system", SYSTEMS)
def test_uninstall_leaves_what_is_not_ours_and_what_was_paid_for(
    system: str, tmp_path: Path
) -> None:
    desk = a_desk(tmp_path, system)
    foreign = laid(desk.utility / "Subtitles.py", "print('otio-v2a')\n")
    desk.install()
    laid(desk.home.package / "__pycache__" / "__init__.cpython-310.pyc")
    sound = laid(desk.home.jobs / "cut" / "v2a_1.wav")
    laid(desk.scripts / "Comp" / "V2A Import.lua")
    before = tree(tmp_path)
    foretold = uninstall(desk.machine, desk.home, dry_run=True)
    assert tree(tmp_path) == before
    outcome = uninstall(desk.machine, desk.home)
    assert outcome == foretold
    stays = [desk.home.jobs, desk.home.watch]
    assert outcome.remarks == tuple(
        f"'{path}' stays: sounds in it may be paid for." for path in stays
    )
    mark = desk.home.watch / ".state/folder.json"
    assert {tmp_path / name for name in files(tmp_path)} == {foreign, sound, mark}
    assert not desk.home.launcher.exists()
    assert desk.utility.is_dir()
    assert uninstall(desk.machine, desk.home).removed == ()


def test_uninstall_finds_entries_everywhere_without_a_list(tmp_path: Path) -> None:
    desk = a_desk(tmp_path, "Darwin", store=True)
    places = (desk.utility, desk.public, *desk.contained)
    copies = {laid(place / name) for place in places for name in NAMES}
    laid(desk.home.card, "{")
    outcome = uninstall(desk.machine, desk.home)
    assert {*outcome.removed} == {*copies, desk.home.card}
    assert files(tmp_path) == set()


def test_the_command_installs_says_what_it_did_and_takes_it_away(tmp_path: Path) -> None:
    if sys.platform != "linux" or (Path("/") / EVERYBODY["Linux"]).exists():
        pytest.skip("not Linux, or there is a real Resolve, whose folders are no place for tests")
    place = Place(tmp_path / "Jörg Müller 日本")
    home = place.folder / "home"
    stale = laid(home / ".local/share/DaVinciResolve/Fusion/Scripts/Edit/V2A Score.py")
    dry = place.run("resolve", "install", "--dry-run", "--json")
    assert files(place.folder) == {stale.relative_to(place.folder).as_posix()}
    told = place.run("resolve", "install", "--json")
    assert (dry.code, told.code) == (0, 0)
    assert {**dry.json, "dry_run": False} == told.json
    utility = home / ".local/share/DaVinciResolve/Fusion/Scripts/Utility"
    entries = [str(utility / name) for name in NAMES]
    assert told.json["written"][-5:] == entries
    again = place.run("resolve", "install")
    assert (again.code, again.out) == (0, "Nothing to do.\n")
    assert again.err.splitlines() == [NOWHERE, MENU, lua(home / ".otio_v2a/watch")]
    gone = place.run("resolve", "uninstall")
    assert gone.code == 0
    assert gone.out.splitlines()[:5] == [f"removed: {path}" for path in entries]
    assert files(utility.parent) == set()
