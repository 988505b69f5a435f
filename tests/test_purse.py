"""The purse of a watch folder: what may be spent, what was spent, who bought what."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from otio_v2a.errors import HeldError, LedgerError
from otio_v2a.gateway import ledger as ledgers
from otio_v2a.gateway.ledger import Entry
from otio_v2a.model import Role
from otio_v2a.score.workfolder import WorkFolder
from otio_v2a.watch.borrowing import borrow
from otio_v2a.watch.purse import Caps, Earlier, Purse, opened

TODAY, TOMORROW = date(2026, 11, 20), date(2026, 11, 21)
ONE, TWO = "Cut 01.v2a", "Cut 02.v2a"
PRICE = Decimal("0.035")
PLENTY = Caps(Decimal(10), Decimal(10))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ledger.sqlite3"


@pytest.fixture
def purse(path: Path) -> Iterator[Purse]:
    with opened(path) as found:
        yield found


def bill(*keys: str, price: Decimal = PRICE) -> dict[str, Decimal]:
    return dict.fromkeys(keys, price)


def entries(price: Decimal = PRICE, **states: str) -> dict[str, Entry]:
    """What a work folder's own ledger has of some requests: their states, by key."""
    common = ("cue", Role.MIX, 0, 1, "wavespeed", "kling", "rain", price)
    return {key: Entry(key, *common, state) for key, state in states.items()}


def bought(purse: Purse, work: str, *keys: str, state: str = "done", on: date = TODAY) -> None:
    """Requests set aside, sent and settled."""
    assert purse.reserve(work, bill(*keys), PLENTY, on) == {}
    purse.settle(work, entries(**dict.fromkeys(keys, state)))


def rows(path: Path, columns: str) -> list[tuple[Any, ...]]:
    """The requests of a purse, read without the program."""
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"select {columns} from request order by key").fetchall()


def test_a_new_purse_has_spent_nothing_and_knows_nothing(purse: Purse) -> None:
    assert (purse.spent(TODAY), purse.asked("a", "b")) == (Decimal(0), None)
    assert purse.earlier("a") is None


def test_money_that_is_set_aside_counts_as_spent_that_day_and_no_other(purse: Purse) -> None:
    assert purse.reserve(ONE, bill("a", "b"), PLENTY, TODAY) == {}
    assert (purse.spent(TODAY), purse.spent(TOMORROW)) == (2 * PRICE, Decimal(0))


@pytest.mark.parametrize(
    ("caps", "cost", "today", "told"),
    [
        (Caps(Decimal(0), Decimal(0)), "0.035", "0", "the 0 that a job may cost (cap_per_job)"),
        (Caps(Decimal(2), Decimal(9)), "2", "7", ""),
        (Caps(Decimal(2), Decimal(9)), "2.01", "0", "the 2 that a job may cost (cap_per_job)"),
        (
            *(Caps(Decimal(2), Decimal(9)), "2", "7.01"),
            "the 1.99 that are left of today's 9 (cap_per_day)",
        ),
        (
            *(Caps(Decimal(2), Decimal(9)), "0.01", "9.50"),
            "the 0 that are left of today's 9 (cap_per_day)",
        ),
        (Caps(Decimal(0), Decimal(0), Decimal("0.07")), "0.07", "99", ""),
        (
            *(Caps(Decimal(9), Decimal(9), Decimal("0.07")), "0.08", "0"),
            "the 0.07 that were approved",
        ),
    ],
)
def test_what_a_job_and_a_day_may_cost_is_told_to_the_cent(
    caps: Caps, cost: str, today: str, told: str
) -> None:
    # Prices are written with two digits at least.
    said = caps.problem(Decimal(cost), Decimal(today))
    assert said.replace(".00", "") == told


def test_above_a_cap_nothing_at_all_is_set_aside(purse: Purse, path: Path) -> None:
    with pytest.raises(HeldError) as held:
        purse.reserve(ONE, bill("a", "b"), Caps(Decimal("0.05"), Decimal(1)), TODAY)
    assert str(held.value) == (
        "it would cost 0.07 USD, more than the 0.05 that a job may cost (cap_per_job)."
        " Nothing was sent."
    )
    assert (rows(path, "key"), purse.spent(TODAY)) == ([], Decimal(0))


def test_the_cap_of_a_day_holds_for_all_work_folders_together_and_begins_anew_the_next_day(
    purse: Purse,
) -> None:
    caps = Caps(Decimal(1), Decimal("0.10"))
    assert purse.reserve(ONE, bill("a", "b"), caps, TODAY) == {}
    with pytest.raises(HeldError, match=r"more than the 0\.03 that are left of today's 0\.10"):
        purse.reserve(TWO, bill("c"), caps, TODAY)
    assert purse.reserve(TWO, bill("c"), caps, TOMORROW) == {}
    assert (purse.spent(TODAY), purse.spent(TOMORROW)) == (2 * PRICE, PRICE)


def test_what_a_killed_job_had_set_aside_is_not_counted_against_its_next_try(
    purse: Purse,
) -> None:
    caps = Caps(Decimal("0.07"), Decimal("0.07"))
    for _ in range(3):
        assert purse.reserve(ONE, bill("a", "b"), caps, TODAY) == {}
        assert purse.spent(TODAY) == Decimal("0.07")


@pytest.mark.parametrize("state", ["submitted", "done", "failed", "uncertain"])
def test_what_the_ledger_says_is_owed_stays_spent_at_the_price_that_was_paid(
    state: str, purse: Purse, path: Path
) -> None:
    assert purse.reserve(ONE, bill("a"), PLENTY, TODAY) == {}
    purse.settle(ONE, entries(Decimal("0.03"), a=state))
    assert rows(path, "key, work, day, price, earlier, sent") == [
        ("a", ONE, "2026-11-20", "0.03", "0", 1)
    ]


def test_what_was_refused_or_never_sent_is_given_back(purse: Purse, path: Path) -> None:
    assert purse.reserve(ONE, bill("a", "b", "c"), PLENTY, TODAY) == {}
    purse.settle(ONE, entries(a="rejected", b="done"))
    assert (rows(path, "key, sent"), purse.spent(TODAY)) == ([("b", 1)], PRICE)


def test_what_may_or_may_not_have_arrived_stays_set_aside_until_that_is_known(
    purse: Purse, path: Path
) -> None:
    assert purse.reserve(ONE, bill("a"), PLENTY, TODAY) == {}
    purse.settle(ONE, entries(a="intent"))
    assert purse.spent(TODAY) == PRICE
    # The next run asks for the money again, since it may have to be sent again; then it is found.
    assert purse.reserve(ONE, bill("a"), PLENTY, TODAY) == {}
    assert purse.spent(TODAY) == PRICE
    purse.settle(ONE, entries(a="submitted"))
    assert rows(path, "key, price, earlier, sent") == [("a", "0.035", "0", 1)]


def test_only_the_settled_work_folder_is_settled(purse: Purse, path: Path) -> None:
    assert purse.reserve(ONE, bill("a"), PLENTY, TODAY) == {}
    assert purse.reserve(TWO, bill("b"), PLENTY, TODAY) == {}
    purse.settle(TWO, entries(b="done"))
    assert rows(path, "key, work, sent") == [("a", ONE, 0), ("b", TWO, 1)]


def test_what_a_person_has_bought_again_is_counted_twice(purse: Purse, path: Path) -> None:
    bought(purse, ONE, "a", state="failed")
    bought(purse, ONE, "a")
    assert rows(path, "key, price, earlier, sent") == [("a", "0.035", "0.035", 1)]
    assert purse.spent(TODAY) == 2 * PRICE


def test_a_second_try_that_was_refused_costs_what_the_first_did(purse: Purse, path: Path) -> None:
    bought(purse, ONE, "a", state="failed")
    assert purse.reserve(ONE, bill("a"), PLENTY, TODAY) == {}
    purse.settle(ONE, entries(a="rejected"))
    assert rows(path, "key, price, earlier, sent") == [("a", "0", "0.035", 1)]
    bought(purse, ONE, "a")
    assert purse.spent(TODAY) == 2 * PRICE


def test_what_another_work_folder_has_bought_or_is_buying_is_named_and_nothing_set_aside(
    purse: Purse, path: Path
) -> None:
    bought(purse, ONE, "a")
    assert purse.reserve(ONE, bill("b"), PLENTY, TODAY) == {}
    assert purse.reserve(TWO, bill("a", "b", "c"), PLENTY, TODAY) == {"a": ONE, "b": ONE}
    assert rows(path, "key, work, sent") == [("a", ONE, 1), ("b", ONE, 0)]


def test_what_is_handed_over_belongs_to_the_other_and_is_not_paid_again(
    purse: Purse, path: Path
) -> None:
    bought(purse, ONE, "a", "b")
    purse.hand_over(["a"], TWO)
    assert rows(path, "key, work, price, sent") == [("a", TWO, "0.035", 1), ("b", ONE, "0.035", 1)]
    assert purse.reserve(ONE, bill("a"), PLENTY, TODAY) == {"a": TWO}
    assert purse.spent(TODAY) == 2 * PRICE


def test_a_price_that_somebody_was_asked_for_is_remembered_for_that_content_alone(
    path: Path,
) -> None:
    with opened(path) as purse:
        purse.hold("first", "Cut 01.otio", Decimal("0.07"))
        purse.hold("first", "Cut 01.otio", Decimal("0.14"))
    with opened(path) as purse:
        assert purse.asked("first", "Cut 01.otio") == Decimal("0.14")
        assert purse.asked("first", "Cut 02.otio") == Decimal("0.14")


def test_of_a_timeline_that_was_held_other_content_is_asked_for_again(purse: Purse) -> None:
    purse.hold("first", "Cut 01.otio", Decimal("0.07"))
    assert purse.asked("second", "Cut 01.otio") == Decimal(0)
    assert purse.asked("second", "Cut 02.otio") is None


def test_once_it_is_decided_a_timeline_of_that_name_was_never_asked_about(purse: Purse) -> None:
    purse.hold("first", "Cut 01.otio", Decimal("0.07"))
    purse.hold("second", "Cut 02.otio", Decimal("0.07"))
    purse.decided("Cut 01.otio")
    assert purse.asked("first", "Cut 01.otio") is None
    assert purse.asked("second", "Cut 02.otio") == Decimal("0.07")


def test_earlier_results_are_known_as_long_as_all_of_them_are_there(
    purse: Purse, tmp_path: Path
) -> None:
    outputs = (tmp_path / "Cut 01.v2a-001.otio", tmp_path / "Cut 01.v2a-001-audio-only.otio")
    made = Earlier("Cut 01.otio", "2026-11-20 14:02", outputs)
    purse.remember("first", made)
    assert purse.earlier("first") is None
    for path in outputs:
        path.touch()
    assert (purse.earlier("first"), purse.earlier("second")) == (made, None)
    outputs[1].unlink()
    assert purse.earlier("first") is None


def test_the_number_of_the_last_result_of_each_work_folder_is_remembered(path: Path) -> None:
    numbers = []
    for number in (1, 2):
        with opened(path) as purse:
            numbers += [purse.number(ONE), purse.number(TWO)]
            purse.numbered(ONE, number)
    with opened(path) as purse:
        assert [*numbers, purse.number(ONE), purse.number(TWO)] == [0, 0, 1, 0, 2, 0]


def test_a_purse_of_a_newer_version_is_not_touched(path: Path) -> None:
    with opened(path) as purse:
        bought(purse, ONE, "a")
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("pragma user_version = 99")
    before = path.read_bytes()
    with pytest.raises(LedgerError) as error, opened(path):
        pass
    assert str(error.value) == (
        f"the ledger '{path}' was written by a newer version. Update otio-v2a."
    )
    assert path.read_bytes() == before


def test_what_is_no_purse_is_said_to_be_none(path: Path) -> None:
    path.write_bytes(b"not a database at all " * 100)
    with pytest.raises(LedgerError) as error, opened(path):
        pass
    assert str(error.value) == (
        f"the watch folder's ledger '{path}' cannot be used: file is not a database."
    )


def test_two_purses_open_at_once_see_what_the_other_has_set_aside(path: Path) -> None:
    caps = Caps(Decimal(1), Decimal("0.05"))
    with opened(path) as here, opened(path) as there:
        assert here.reserve(ONE, bill("a"), caps, TODAY) == {}
        assert there.reserve(TWO, bill("a"), caps, TODAY) == {"a": ONE}
        with pytest.raises(HeldError):
            there.reserve(TWO, bill("b"), caps, TODAY)
        here.settle(ONE, entries(a="rejected"))
        assert there.reserve(TWO, bill("b"), caps, TODAY) == {}
        assert here.spent(TODAY) == PRICE


@pytest.mark.parametrize("named", ["../../outside", "/outside"])
def test_a_name_in_the_folders_ledger_leads_nowhere_else(tmp_path: Path, named: str) -> None:
    outside, below = WorkFolder(tmp_path / "outside"), tmp_path / "scoring" / "work"
    ours = WorkFolder(below / "Cut 02.v2a")
    with ledgers.opened(outside.ledger) as theirs:
        theirs.adopt(Entry("k", "c", Role.SFX, 0, 1, "p", "m", "{}", Decimal(1), state="done"))
    place = named if named.startswith("..") else str(outside.root)
    with opened(tmp_path / "purse.sqlite3") as purse:
        borrow({"k": place}, ours, below, purse)
    assert not ours.ledger.exists()
