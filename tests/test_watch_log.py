"""The log of a watch folder: it turns, it is one service's alone, and no disk stops anybody."""

import os
import re
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable
from io import StringIO
from pathlib import Path

import pytest
from running import ROOT

from otio_v2a.watch import journal
from otio_v2a.watch.folder import Folder
from otio_v2a.watch.journal import LOG, logged

FULL = Path("/dev/full")


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    made = Folder(tmp_path / "scoring")
    made.root.mkdir()
    made.make()
    return made


@pytest.fixture
def place(folder: Folder) -> Path:
    return folder.state / "log"


def only(place: Path) -> Path:
    """The one log that is there."""
    (path,) = place.glob("[!.]*.log")
    return path


def lines(path: Path) -> list[str]:
    """What was logged, without times and levels."""
    return [line[30:] for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_line_is_a_time_a_level_and_what_happened(
    folder: Folder, place: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with logged(folder):
        LOG.info("watching 'x'.")
        LOG.warning("%s is %s", "Über", "away")
    text = only(place).read_text(encoding="utf-8")
    assert capfd.readouterr().err == text
    assert [line[19:] for line in text.splitlines()] == [
        "  INFO     watching 'x'.",
        "  WARNING  Über is away",
    ]


def test_the_log_turns_and_the_oldest_goes(
    folder: Folder, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(journal, "_BYTES", 1000)
    with logged(folder):
        for number in range(200):
            LOG.info("line %03d", number)
    files = sorted(place.glob("[!.]*.log*"))
    name = f"{socket.gethostname()}.log"
    assert [one.name for one in files] == [name, *(f"{name}.{number}" for number in range(1, 5))]
    assert all(one.stat().st_size <= 1000 for one in files)
    kept = [line for one in (*files[:0:-1], files[0]) for line in lines(one)]
    assert kept == [f"line {number:03}" for number in range(200 - len(kept), 200)]
    assert len(kept) > 4 * 20


def test_a_log_is_gone_on_with(folder: Folder, place: Path) -> None:
    for word in ("one", "two"):
        with logged(folder):
            LOG.info(word)
    assert lines(only(place)) == ["one", "two"]


WAITS = """
import sys
from io import StringIO
from pathlib import Path
from otio_v2a.watch.folder import Folder
from otio_v2a.watch.journal import LOG, logged
with logged(Folder(Path(sys.argv[1]))):
    LOG.info(sys.argv[2])
    print("open", flush=True)
    sys.stdin.readline()
    LOG.info(sys.argv[2])
"""


def test_services_on_one_machine_have_a_log_each(folder: Folder, place: Path) -> None:
    command = [sys.executable, "-c", WAITS, str(folder.root)]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}

    def service(name: str) -> "subprocess.Popen[str]":
        streams = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        child = subprocess.Popen(
            [*command, name], env=environment, stderr=subprocess.DEVNULL, **streams
        )
        assert child.stdout
        assert child.stdout.readline() == "open\n"
        return child

    with service("one") as first, service("two") as second:
        first.communicate("\n")
        with service("three") as third:
            third.communicate("\n")
        second.communicate("\n")
    said = {path.name: lines(path) for path in place.glob("*.log")}
    name = min(said, key=len)
    assert said == {
        name: ["one", "one", "three", "three"],
        f"{name.removesuffix('.log')}-2.log": ["two", "two"],
    }


def moved(folder: Folder) -> Callable[[], None]:
    """The whole folder is away for a while, as a share may be."""
    away = folder.root.with_name("away")
    folder.root.rename(away)
    return lambda: away.rename(folder.root) and None


def emptied(folder: Folder) -> Callable[[], None]:
    """Nothing is left but a mount point."""
    away = folder.root.with_name("away")
    folder.root.rename(away)
    folder.root.mkdir()

    def back() -> None:
        assert list(folder.root.iterdir()) == []
        folder.root.rmdir()
        away.rename(folder.root)

    return back


def cleared(folder: Folder) -> Callable[[], None]:
    """Somebody tidies up."""
    shutil.rmtree(folder.state / "log")
    return lambda: None


@pytest.mark.parametrize("takes_away", [moved, emptied, cleared])
def test_the_log_comes_back_after_its_folder_was_away(
    takes_away: Callable[[Folder], Callable[[], None]],
    folder: Folder,
    place: Path,
    capfd: pytest.CaptureFixture[str],
) -> None:
    with logged(folder):
        LOG.info("before")
        back = takes_away(folder)
        LOG.info("meanwhile")
        back()
        LOG.info("after")
        LOG.info("and on")
    assert lines(only(place))[-2:] == ["after", "and on"]
    assert "before" not in lines(only(place)) or takes_away is not cleared
    told = capfd.readouterr().err.splitlines()
    assert [line[30:] for line in told] == ["before", "meanwhile", "after", "and on"]


@pytest.mark.skipif(not FULL.exists(), reason="there is no /dev/full here")
def test_a_full_disk_loses_lines_and_nothing_else(
    folder: Folder, place: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    place.mkdir()
    path = place / f"{socket.gethostname()}.log"
    path.symlink_to(FULL)
    with logged(folder):
        for _ in range(3):
            LOG.info("lost")
        path.unlink()
        LOG.info("kept")
        path.rename(path.with_suffix(".old"))
        path.symlink_to(FULL)
        LOG.info("lost at the end")
    assert lines(path.with_suffix(".old")) == ["kept"]
    told = capfd.readouterr().err.splitlines()
    assert [line[30:] for line in told] == ["lost", "lost", "lost", "kept", "lost at the end"]


def test_a_folder_of_the_log_s_name_loses_lines_and_nothing_else(
    folder: Folder, place: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    with logged(folder):
        LOG.info("before")
        path = only(place)
        path.unlink()
        path.mkdir()
        LOG.info("lost")
        path.rmdir()
        LOG.info("after")
    assert lines(only(place)) == ["after"]
    assert "Traceback" not in capfd.readouterr().err


def test_what_a_file_is_called_cannot_write_lines_or_colours(folder: Folder, place: Path) -> None:
    with logged(folder):
        LOG.warning("a\nb\x1b[31mred\r\x07 \x9b \u202e %s", "c\u2028d")
    text = only(place).read_text(encoding="utf-8")
    assert text[30:] == "a\n    b\ufffd[31mred\n    \ufffd \ufffd \ufffd c\n    d\n"


class Screen(StringIO):
    def isatty(self) -> bool:
        return True


def test_a_terminal_is_told_the_time_alone_and_no_word_is_cut(
    folder: Folder, place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen, path = Screen(), "/mnt/share/scoring/done/2026-11-20/" + "long/" * 10 + "Cut-01.otio"
    monkeypatch.setattr("sys.stderr", screen)
    monkeypatch.setenv("COLUMNS", "80")
    with logged(folder):
        LOG.info("Cut 01.otio: done: %s In '%s'.", "12 placed; nothing was spent. " * 3, path)
    shown = screen.getvalue().splitlines()
    assert re.fullmatch(r"\d\d:\d\d:\d\d  Cut 01\.otio: done: .*", shown[0])
    assert [line[:10].isspace() for line in shown] == [False, True, True]
    assert max(map(len, shown[:2])) <= 80
    assert shown[2].strip() == f"'{path}'."
    assert lines(only(place)) == [
        f"Cut 01.otio: done: {'12 placed; nothing was spent. ' * 3} In '{path}'."
    ]
