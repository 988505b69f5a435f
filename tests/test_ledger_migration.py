"""A ledger of the first version becomes one of today: whole, or not at all.

Source: facts 'reliability', section 10 (a backup first, one transaction).
"""

import sqlite3
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from decimal import Decimal
from pathlib import Path

import pytest

from otio_v2a.errors import LedgerError
from otio_v2a.gateway.ledger import Entry, opened
from otio_v2a.gateway.tables import SCHEMA
from otio_v2a.model import Role

# As the first version wrote it.
SCHEMA_1 = """
create table request (
    key text primary key,
    cue text not null, role text not null, segment integer not null, take integer not null,
    provider text not null, model text not null, prompts text not null, price text not null,
    state text not null check (state in ('intent', 'done', 'failed')),
    reply text not null default '', size integer not null default -1,
    message text not null default '', remarks text not null default '',
    created text not null, finished text not null default ''
);
create table choice (
    cue text not null, role text not null, take integer not null, primary key (cue, role)
);
create table file (
    name text primary key, size integer not null, note text not null default ''
);
create table probe (path text primary key, stamp text not null, found text not null);
pragma user_version = 1;
"""
BEGUN, ENDED = "2026-01-01T00:00:00.000+00:00", "2026-01-01T00:00:09.000+00:00"
ASKED = ("sketch", "sketch-1", '{"sound_effect":"rain"}')
ROWS = [
    ("k1", "c1", "sfx", 0, 1, *ASKED, "0", "done", "k1.wav", 99, "", "one\ntwo", BEGUN, ENDED),
    ("k2", "c1", "sfx", 1, 2, *ASKED, "0.0088", "failed", "", -1, "boom", "", BEGUN, ENDED),
    ("k3", "c2", "mix", 0, 1, *ASKED, "0.035", "intent", "", -1, "", "", BEGUN, ""),
]
ENTRIES = {
    "k1": Entry(
        *("k1", "c1", Role.SFX, 0, 1, *ASKED, Decimal(0), "done", "k1.wav", 99, "", "one\ntwo"),
        *(BEGUN, ENDED),
    ),
    "k2": Entry(
        *("k2", "c1", Role.SFX, 1, 2, *ASKED, Decimal("0.0088"), "failed", "", -1, "boom", ""),
        *(BEGUN, ENDED),
    ),
    "k3": Entry("k3", "c2", Role.MIX, 0, 1, *ASKED, Decimal("0.035"), created=BEGUN),
}


def an_old_ledger(path: Path, more: int = 0) -> Path:
    """A ledger of the first version; `more` further rows make it large."""
    many = [(f"x{number:05}", *ROWS[0][1:]) for number in range(more)]
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("pragma journal_mode = wal")
        connection.executescript(SCHEMA_1)
        places = ", ".join("?" * len(ROWS[0]))
        connection.executemany(f"insert into request values ({places})", [*ROWS, *many])
        connection.execute("insert into choice values ('c1', 'sfx', 2)")
        connection.execute("insert into file values ('pictures/a.mp4', 7, 'clipped')")
        connection.execute("insert into probe values ('/m/a.mov', '1:2', '{}')")
    return path


def contents(path: Path) -> tuple[int, list[tuple[object, ...]]]:
    """The version of a ledger and its requests, as they are on the disk."""
    with closing(sqlite3.connect(path)) as connection:
        version = connection.execute("pragma user_version").fetchone()[0]
        return version, connection.execute("select * from request order by key").fetchall()


def test_everything_of_the_first_version_is_kept(tmp_path: Path) -> None:
    path = an_old_ledger(tmp_path / "ledger.sqlite3")
    with opened(path) as ledger:
        assert ledger.entries() == ENTRIES
        assert ledger.chosen() == {("c1", "sfx"): 2}
        assert ledger.files() == {"pictures/a.mp4": (7, "clipped")}
        assert ledger.probes() == (("/m/a.mov", "1:2", "{}"),)
        assert ledger.hosted() == ()
        ledger.reject("k3", "too fast")
        assert ledger.intend(ENTRIES["k3"]).state == "intent"
    assert contents(path)[0] == SCHEMA


def test_a_copy_of_the_first_version_is_left_beside_it(tmp_path: Path) -> None:
    path = an_old_ledger(tmp_path / "ledger.sqlite3")
    with opened(path):
        pass
    assert contents(tmp_path / "ledger.sqlite3.1") == (1, ROWS)
    with opened(path) as ledger:
        assert ledger.entries() == ENTRIES


def test_a_new_ledger_needs_no_copy(tmp_path: Path) -> None:
    with opened(tmp_path / "ledger.sqlite3"):
        pass
    assert sorted(path.name for path in tmp_path.iterdir()) == ["ledger.sqlite3"]


@pytest.mark.parametrize("version", [SCHEMA + 1, 99])
def test_a_ledger_of_a_newer_version_is_refused_and_stays_as_it_is(
    version: int, tmp_path: Path
) -> None:
    path = an_old_ledger(tmp_path / "ledger.sqlite3")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(f"pragma user_version = {version}")
    expected = f"the ledger '{path}' was written by a newer version. Update otio-v2a."
    with pytest.raises(LedgerError) as caught, opened(path):
        pass
    assert str(caught.value) == expected
    assert contents(path) == (version, ROWS)


def test_without_a_copy_nothing_is_changed(tmp_path: Path) -> None:
    path = an_old_ledger(tmp_path / "ledger.sqlite3")
    (tmp_path / "ledger.sqlite3.1").mkdir()
    expected = (
        rf"^the ledger '{path}' cannot be used: unable to open database file\."
        r" Restore it, or move its folder away to start anew\.$"
    )
    with pytest.raises(LedgerError, match=expected), opened(path):
        pass
    assert contents(path) == (1, ROWS)
    (tmp_path / "ledger.sqlite3.1").rmdir()
    with opened(path) as ledger:
        assert ledger.entries() == ENTRIES


OPEN = """
import resource, sys
from pathlib import Path
from otio_v2a.errors import LedgerError
from otio_v2a.gateway.ledger import opened
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]),) * 2)
try:
    with opened(Path(sys.argv[1])) as ledger:
        print(len(ledger.entries()))
except LedgerError:
    print("refused")
"""


def test_a_disk_that_fills_up_on_the_way_leaves_the_old_ledger_usable(tmp_path: Path) -> None:
    ended = []
    for number, limit in enumerate((4_096, 130_000, 10_000_000)):
        folder = tmp_path / str(number)
        folder.mkdir()
        path = an_old_ledger(folder / "ledger.sqlite3", more=400)
        call = [sys.executable, "-c", OPEN, str(path), str(limit)]
        done = subprocess.run(call, capture_output=True, text=True, check=True)
        ended.append(done.stdout.strip())
        version, rows = contents(path)
        assert (version, len(rows)) == (1 if ended[-1] == "refused" else SCHEMA, 403)
        with opened(path) as ledger:
            found = ledger.entries()
        assert {key: found[key] for key in ENTRIES} == ENTRIES
    assert (ended[0], ended[-1]) == ("refused", "403")


def test_two_that_make_a_ledger_at_once_make_one(tmp_path):
    gate = threading.Barrier(8)

    def make() -> int:
        gate.wait()
        with opened(tmp_path / "ledger.sqlite3") as ledger:
            return len(ledger.entries())

    with ThreadPoolExecutor(8) as pool:
        assert [one.result() for one in [pool.submit(make) for _ in range(8)]] == [0] * 8
