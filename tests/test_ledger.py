"""The ledger keeps what was begun, what came of it, and what a person chose."""

import sqlite3
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from otio_v2a.errors import LedgerError
from otio_v2a.gateway.ledger import Entry, Ledger, opened
from otio_v2a.model import Role


def an_entry(key: str = "k1", **changes: object) -> Entry:
    entry = Entry(key, "ab12cd34", Role.SFX, 0, 1, "sketch", "sketch-1", "{}", Decimal("0.035"))
    return replace(entry, **changes)


def timeless(ledger: Ledger) -> list[Entry]:
    return [replace(entry, created="", finished="") for entry in ledger.entries().values()]


def test_a_request_is_an_intent_until_it_is_finished(tmp_path: Path):
    with opened(tmp_path / "ledger.sqlite3") as ledger:
        ledger.begin(an_entry())
        assert timeless(ledger) == [an_entry(state="intent")]
        ledger.finish("k1", "k1.wav", 1234, ("one", "two"))
        done = an_entry(state="done", reply="k1.wav", size=1234, remarks="one\ntwo")
        assert timeless(ledger) == [done]


def test_a_failed_request_says_why_and_may_begin_again(tmp_path: Path):
    with opened(tmp_path / "ledger.sqlite3") as ledger:
        ledger.begin(an_entry())
        ledger.fail("k1", "the scorer is out of breath")
        assert timeless(ledger) == [an_entry(state="failed", message="the scorer is out of breath")]
        ledger.begin(an_entry())
        assert timeless(ledger) == [an_entry(state="intent")]


def test_what_was_written_is_there_for_the_next_run(tmp_path: Path):
    with opened(tmp_path / "ledger.sqlite3") as ledger:
        ledger.begin(an_entry("b"))
        ledger.begin(an_entry("a", role=Role.MIX, price=Decimal("0.0088")))
        ledger.choose(("ab12cd34", Role.SFX), 3)
        ledger.choose(("ab12cd34", Role.SFX), 2)
        ledger.keep("audio/x.wav", 99, "clipped")
        ledger.remember([("/m/a.mov", "1:2", "{}")])
    with opened(tmp_path / "ledger.sqlite3") as ledger:
        assert {one.key: one.price for one in timeless(ledger)} == {
            "a": Decimal("0.0088"),
            "b": Decimal("0.035"),
        }
        assert ledger.chosen() == {("ab12cd34", "sfx"): 2}
        assert ledger.files() == {"audio/x.wav": (99, "clipped")}
        assert ledger.probes() == (("/m/a.mov", "1:2", "{}"),)


def test_an_intent_survives_a_process_killed_right_after_it(tmp_path: Path):
    code = (
        "import os, signal, sys\n"
        "from decimal import Decimal\n"
        "from pathlib import Path\n"
        "from otio_v2a.gateway.ledger import Entry, opened\n"
        "from otio_v2a.model import Role\n"
        "with opened(Path(sys.argv[1])) as ledger:\n"
        "    ledger.begin(Entry('k9', 'c', Role.BGM, 0, 1, 'p', 'm', '{}', Decimal(1)))\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    path = tmp_path / "ledger.sqlite3"
    done = subprocess.run([sys.executable, "-c", code, str(path)], check=False)
    assert done.returncode == -9
    with opened(path) as ledger:
        assert [(one.key, one.state) for one in timeless(ledger)] == [("k9", "intent")]


def test_a_ledger_of_a_newer_version_is_refused(tmp_path: Path):
    path = tmp_path / "ledger.sqlite3"
    with sqlite3.connect(path) as connection:
        connection.execute("pragma user_version = 99")
    connection.close()
    with (
        pytest.raises(LedgerError, match=r"^the ledger '.*' was written by a newer version\. Up"),
        opened(path),
    ):
        pass


def test_a_damaged_ledger_is_told_in_one_line(tmp_path: Path):
    path = tmp_path / "ledger.sqlite3"
    path.write_bytes(b"this is no database, whatever its name says" * 100)
    expected = (
        f"the ledger '{path}' cannot be used: file is not a database."
        " Restore it, or move its folder away to start anew."
    )
    with pytest.raises(LedgerError) as caught, opened(path):
        pass
    assert str(caught.value) == expected


@pytest.mark.parametrize("state", ["intent", "submitted", "done", "failed", "uncertain"])
def test_what_another_ledger_has_of_a_request_is_taken_over_whole(tmp_path: Path, state: str):
    theirs = an_entry(
        **{"state": state, "job": "job7", "reply": "k1.wav", "size": 9, "client": "v2a-k1-1"},
        created="2026-11-20T10:00:00.000+00:00",
        finished="2026-11-20T10:01:00.000+00:00",
    )
    with opened(tmp_path / "ledger.sqlite3") as ledger:
        ledger.adopt(theirs)
        assert ledger.entries() == {"k1": theirs}
        ledger.adopt(replace(theirs, state="done", job="another"))
        assert ledger.entries() == {"k1": theirs}


def test_what_was_refused_here_is_known_better_by_whoever_has_it(tmp_path: Path):
    theirs = an_entry(state="submitted", job="job7", created="2026-11-20T10:00:00.000+00:00")
    with opened(tmp_path / "ledger.sqlite3") as ledger:
        ledger.intend(an_entry())
        ledger.reject("k1", "too fast")
        ledger.adopt(theirs)
        assert ledger.entries() == {"k1": theirs}


def test_what_a_person_lets_be_paid_again_is_not_undone_by_what_failed_elsewhere(tmp_path: Path):
    with opened(tmp_path / "ledger.sqlite3") as ledger:
        ledger.intend(an_entry())
        ledger.fail("k1", "it was cancelled.")
        released = ledger.release("k1")
        ledger.adopt(an_entry(state="failed", message="it was cancelled."))
        assert ledger.entries() == {"k1": released}
        again = an_entry(state="submitted", job="job8", attempt=2)
        ledger.adopt(again)
        assert ledger.entries() == {"k1": again}
