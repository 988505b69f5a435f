"""How long is waited: for a job, before another try, and as a seller asks.

Source: facts 'providers', section 3.2 (first after 3 s, growing to 10-15 s, jitter 20 %).
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from otio_v2a.gateway.patience import asked_wait, jittered, poll_wait, retry_wait
from otio_v2a.settings import GatewaySettings

FIRST, MOST = 3.0, 15.0
NOW = datetime(2026, 10, 21, 7, 28, tzinfo=UTC)
HOUR = 3600.0


def polls(shake: float = 1.0) -> Iterator[float]:
    """The moments at which a job is asked after, seconds from its start."""
    moment = 0.0
    while True:
        moment += shake * poll_wait(moment, FIRST, MOST)
        yield moment


def until(end: float, shake: float = 1.0) -> list[float]:
    """The moments of all polls of a job that takes so long; the last one notices it."""
    found: list[float] = []
    for moment in polls(shake):
        found.append(moment)
        if moment >= end:
            break
    return found


def test_the_bounds_are_those_of_the_sheet_unless_the_user_says_otherwise() -> None:
    usual = GatewaySettings()
    assert (usual.poll_first, usual.poll_max) == (FIRST, MOST)


def test_waits_between_polls_grow_from_3_to_15_seconds() -> None:
    waits = [later - earlier for earlier, later in pairwise([0.0, *until(600)])]
    assert (waits[0], waits[-1]) == (FIRST, pytest.approx(MOST))
    assert all(left <= right + 1e-9 for left, right in pairwise(waits))
    assert {round(wait, 6) for wait in waits if wait < FIRST or wait > MOST + 1e-9} == set()


@pytest.mark.parametrize("shake", [0.8, 1.0, 1.2])
def test_no_long_job_is_noticed_more_than_a_sixteenth_late(shake: float) -> None:
    late = {
        end: until(end, shake)[-1] - end
        for end in (3.1, 7, 19, 24, 25, 40, 61, 119, 121, 240, 600, 1_199)
    }
    allowed = {end: shake * min(MOST, max(FIRST, end / 16)) for end in late}
    assert [end for end in late if late[end] > allowed[end] + 1e-9] == []


def test_a_job_of_a_quarter_of_an_hour_is_not_asked_a_hundred_times() -> None:
    assert len(until(900)) < 100


@pytest.mark.parametrize(
    ("attempt", "asked", "expected"),
    [
        *[(attempt, None, float(2 ** (attempt - 1))) for attempt in range(1, 8)],
        (8, None, 120.0),
        (40, None, 120.0),
        (1, 77.0, 77.0),
        (1, 0.0, 1.0),
        (5, 0.5, 16.0),
        (9, 3_600.0, 3_600.0),
    ],
)
def test_tries_are_a_second_two_four_apart_or_as_far_as_was_asked(
    attempt: int, asked: float | None, expected: float
) -> None:
    assert retry_wait(attempt, 1.0, asked) == expected


@pytest.mark.parametrize(("dice", "expected"), [(0.0, 8.0), (0.5, 10.0), (1.0, 12.0)])
def test_a_wait_is_shaken_by_a_fifth_at_most(dice: float, expected: float) -> None:
    assert jittered(10.0, lambda: dice) == pytest.approx(expected)


def at(seconds: float) -> str:
    """An HTTP date so far from now."""
    return format_datetime(NOW + timedelta(seconds=seconds), usegmt=True)


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("0", 0.0),
        ("7", 7.0),
        (" 7 ", 7.0),
        ("3600", HOUR),
        ("3601", HOUR),
        ("9" * 400, HOUR),
        ("Wed, 21 Oct 2026 07:28:00 GMT", 0.0),
        ("Wed, 21 Oct 2026 07:29:30 GMT", 90.0),
        ("Wed, 21 Oct 2026 07:29:30 -0000", 90.0),
        ("Wed, 21 Oct 2026 09:29:30 +0200", 90.0),
        ("Wednesday, 21-Oct-26 07:29:30 GMT", 90.0),
        ("Wed Oct 21 07:29:30 2026", 90.0),
        (at(-90), 0.0),
        (at(-1_000_000), 0.0),
        (at(1_000_000), HOUR),
        ("Fri, 31 Dec 9999 23:59:59 GMT", HOUR),
    ],
)
def test_retry_after_is_read_as_seconds_and_as_a_date_and_is_an_hour_at_most(
    header: str, expected: float
) -> None:
    assert asked_wait(header, NOW.timestamp()) == expected


@pytest.mark.parametrize(
    "header",
    [
        *("", " ", "soon", "-5", "1.5", "1e3", "7 seconds", "0x10", "²", "null", "2026-10-21"),
        *("Wed, 99 Oct 2026 07:28:00 GMT", "Wed, 21 Oct 2026 25:61:61 GMT", "Wed, 21 Oct"),
        *("Wed, 21 Oct 99999999999999999999 07:28:00 GMT", "2026-10-21T07:28:00Z", ",,,", "0 0 0"),
        "Wed, 21 Oct 2026 07:28:00 +99999999999999",
    ],
)
def test_what_says_no_time_is_as_if_it_said_nothing(header: str) -> None:
    assert asked_wait(header, NOW.timestamp()) is None


@settings(derandomize=True, deadline=None, max_examples=300)
@given(st.text(max_size=40) | st.from_regex(r"[A-Z][a-z]{2}, ?-?\d{1,9} [A-Z][a-z]{2} \d{1,9}.*"))
def test_no_header_breaks_it(header: str) -> None:
    found = asked_wait(header, NOW.timestamp())
    assert found is None or 0.0 <= found <= HOUR
