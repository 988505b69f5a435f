"""The ledger's states: what may follow what, and that only a person lets a request be paid again.

Source: facts 'reliability', section 1.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

import pytest

from otio_v2a.errors import LedgerError
from otio_v2a.gateway.ledger import Entry, Ledger, opened
from otio_v2a.model import Role

STATES = ("none", "intent", "submitted", "rejected", "uncertain", "done", "failed")
KEY = "0123456789abcdef"

Step = Callable[[Ledger], object]


def an_entry(**changes: object) -> Entry:
    asked = Entry(KEY, "cue1", Role.MIX, 0, 2, "kling", "k-1", "{}", Decimal("0.035"))
    return replace(asked, client="v2a-0123-1", **changes)


def intend(ledger: Ledger) -> Entry:
    return ledger.intend(an_entry())


WAYS: dict[str, tuple[Step, ...]] = {
    "none": (),
    "intent": (intend,),
    "submitted": (intend, lambda ledger: ledger.submit(KEY, "job7")),
    "rejected": (intend, lambda ledger: ledger.reject(KEY, "too fast")),
    "uncertain": (intend, lambda ledger: ledger.doubt(KEY, "lost")),
    "done": (
        intend,
        lambda ledger: ledger.submit(KEY, "job7"),
        lambda ledger: ledger.finish(KEY, "a.wav", 9, ("one", "two"), "0.25 units"),
    ),
    "failed": (
        intend,
        lambda ledger: ledger.submit(KEY, "job7"),
        lambda ledger: ledger.fail(KEY, "boom"),
    ),
}
LEFT: dict[str, Entry] = {
    "intent": an_entry(state="intent"),
    "submitted": an_entry(state="submitted", job="job7"),
    "rejected": an_entry(state="rejected", message="too fast"),
    "uncertain": an_entry(state="uncertain", message="lost"),
    "done": an_entry(
        **{"state": "done", "job": "job7", "reply": "a.wav", "size": 9, "remarks": "one\ntwo"},
        spent="0.25 units",
    ),
    "failed": an_entry(state="failed", job="job7", message="boom"),
}


@pytest.fixture
def ledger(tmp_path: Path) -> Iterator[Ledger]:
    with opened(tmp_path / "ledger.sqlite3") as found:
        yield found


def brought(ledger: Ledger, state: str) -> Ledger:
    for step in WAYS[state]:
        step(ledger)
    return ledger


def timeless(entry: Entry | None) -> Entry | None:
    return entry and replace(entry, created="", submitted="", finished="")


@pytest.mark.parametrize("state", STATES)
def test_every_state_holds_what_is_known_of_it(state: str, ledger: Ledger) -> None:
    assert timeless(brought(ledger, state).entry(KEY)) == LEFT.get(state)


@pytest.mark.parametrize(
    ("state", "moments"),
    [
        ("intent", (True, False, False)),
        ("submitted", (True, True, False)),
        ("rejected", (True, False, True)),
        ("uncertain", (True, False, False)),
        ("done", (True, True, True)),
        ("failed", (True, True, True)),
    ],
)
def test_the_moment_of_each_step_is_kept_in_utc(
    state: str, moments: tuple[bool, bool, bool], ledger: Ledger
) -> None:
    found = brought(ledger, state).entry(KEY)
    assert found is not None
    told = (found.created, found.submitted, found.finished)
    assert tuple(bool(one) for one in told) == moments
    assert {datetime.fromisoformat(one).utcoffset().total_seconds() for one in told if one} == {0}


@pytest.mark.parametrize("state", ["none", "rejected"])
def test_what_was_never_sent_or_refused_for_certain_may_be_sent(state: str, ledger: Ledger) -> None:
    assert timeless(intend(brought(ledger, state))) == LEFT["intent"]


@pytest.mark.parametrize("state", ["intent", "submitted", "uncertain", "done", "failed"])
def test_anything_else_is_never_sent_again(state: str, ledger: Ledger) -> None:
    before = brought(ledger, state).entry(KEY)
    expected = r"^request 01234567 was sent before\. Run again to see how it stands\.$"
    with pytest.raises(LedgerError, match=expected):
        intend(ledger)
    assert ledger.entry(KEY) == before


@pytest.mark.parametrize("state", ["intent", "uncertain", "failed", "done", "submitted"])
def test_a_person_may_release_a_request_for_another_attempt(state: str, ledger: Ledger) -> None:
    kept = timeless(brought(ledger, state).entry(KEY))
    assert kept is not None
    freed = timeless(ledger.release(KEY))
    assert freed == replace(kept, state="rejected", attempt=2, job="", message="")
    again = ledger.intend(an_entry(attempt=2))
    assert (again.state, again.attempt, again.job) == ("intent", 2, "")
    ledger.reject(KEY, "no")
    assert ledger.release(KEY).attempt == 3


def test_a_person_may_adopt_a_job_that_was_in_doubt(ledger: Ledger) -> None:
    brought(ledger, "uncertain").submit(KEY, "job9")
    assert timeless(ledger.entry(KEY)) == an_entry(state="submitted", job="job9")


@pytest.mark.parametrize("state", STATES)
def test_what_is_scored_on_this_machine_may_begin_anew_whatever_came_of_it(
    state: str, ledger: Ledger
) -> None:
    brought(ledger, state).begin(an_entry())
    found = ledger.entry(KEY)
    assert found is not None
    assert (found.state, found.message, found.job) == ("intent", "", "")


def test_a_remark_changes_no_state(ledger: Ledger) -> None:
    told = brought(ledger, "submitted").remark(KEY, "cannot be fetched")
    assert timeless(told) == an_entry(state="submitted", job="job7", message="cannot be fetched")


def test_a_second_attempt_s_moment_is_its_own(ledger: Ledger) -> None:
    first = brought(ledger, "rejected").entry(KEY)
    assert first is not None
    moment = "2020-01-01T00:00:00.000+00:00"
    ledger._connection.execute("update request set created = ?", (moment,))
    # A crash right after it would otherwise be looked up too early.
    assert intend(ledger).created >= first.created > moment


@pytest.mark.parametrize(
    "change",
    [
        *(lambda one: one.submit("k", "j"), lambda one: one.reject("k", "m")),
        *(lambda one: one.doubt("k", "m"), lambda one: one.fail("k", "m")),
        *(lambda one: one.finish("k", "a.wav", 1), lambda one: one.release("k")),
    ],
)
def test_a_request_that_is_not_there_cannot_change(change: Step, ledger: Ledger) -> None:
    expected = r"^the ledger holds no request k\. Restore its file from a backup\.$"
    with pytest.raises(LedgerError, match=expected):
        change(ledger)


def test_each_step_is_on_the_disk_before_the_next(tmp_path: Path) -> None:
    path = tmp_path / "ledger.sqlite3"
    with opened(path) as writer, opened(path) as reader:
        for step, state in zip(WAYS["done"], ("intent", "submitted", "done"), strict=True):
            step(writer)
            found = reader.entry(KEY)
            assert found is not None
            assert found.state == state
        settings = writer._connection.execute("pragma synchronous").fetchone()[0]
    assert settings == 2


def test_what_lies_at_a_public_address_is_remembered_until_it_is_taken_away(
    ledger: Ledger,
) -> None:
    ledger.host("a.mp4", "k1")
    ledger.host("a.mp4", "k1")
    ledger.host("b.mp4", "k2")
    assert sorted(ledger.hosted()) == [("a.mp4", "k1"), ("b.mp4", "k2")]
    ledger.unhost("a.mp4")
    assert ledger.hosted() == (("b.mp4", "k2"),)
