"""One account at one seller: no more at once, no faster, and no dearer than was said.

Source: facts 'providers', sections 2 and 3.1; 'reliability', section 8.
"""

import asyncio
from decimal import Decimal

import pytest
from steps import seller

from otio_v2a.errors import GatewayError, HeldError
from otio_v2a.gateway.account import Account
from otio_v2a.gateway.budget import Budget
from otio_v2a.gateway.patience import Clock


class Watch:
    """A clock that stands still until it is waited for; `waits` are those of each turn."""

    def __init__(self) -> None:
        self.time = 1_000.0
        self.waits: list[float] = []

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.time, self._sleep, lambda: 0.5)

    async def _sleep(self, seconds: float) -> None:
        self.waits[-1] += seconds
        self.time += seconds


def an_account(watch: Watch, interval: float = 0.0, burst: int = 1, at_once: int = 2) -> Account:
    told = {"submit_interval": interval, "burst": burst, "concurrency": at_once}
    return Account(seller("wavespeed", **told), watch.clock)


def waits(interval: float, burst: int, pauses: tuple[float, ...]) -> list[float]:
    """How long each turn waits; before each of them so much time goes by."""
    watch = Watch()

    async def turns() -> None:
        account = an_account(watch, interval, burst)
        for pause in pauses:
            watch.time += pause
            watch.waits.append(0.0)
            await account.turn()

    asyncio.run(turns())
    return watch.waits


@pytest.mark.parametrize(
    ("interval", "burst", "pauses", "expected"),
    [
        (30, 2, (0,) * 6, [0, 0, 30, 30, 30, 30]),
        (1, 1, (0,) * 4, [0, 1, 1, 1]),
        (0, 1, (0,) * 4, [0, 0, 0, 0]),
        (2, 3, (0,) * 5, [0, 0, 0, 2, 2]),
        # Time that goes by anyway is not waited for again,
        (1, 1, (0, 0.25, 0.5, 3), [0, 0.75, 0.5, 0]),
        (30, 2, (0, 10, 10), [0, 0, 10]),
        # and a long rest saves up no more than the burst.
        (30, 2, (0, 0, 1_000, 0, 0), [0, 0, 0, 0, 30]),
        (1, 1, (0, 1_000, 0), [0, 0, 1]),
    ],
)
def test_requests_go_in_a_burst_and_then_one_an_interval(
    interval: float, burst: int, pauses: tuple[float, ...], expected: list[float]
) -> None:
    assert waits(interval, burst, pauses) == expected


def test_many_at_once_get_a_turn_each() -> None:
    watch, moments = Watch(), []

    async def sleep(seconds: float) -> None:
        moments.append(seconds)

    async def turns() -> None:
        account = Account(
            seller("wavespeed", submit_interval=30, burst=2),
            Clock(lambda: watch.time, sleep, lambda: 0.5),
        )
        await asyncio.gather(*(account.turn() for _ in range(5)))

    asyncio.run(turns())
    assert moments == [30, 60, 90]


def test_no_more_jobs_are_under_way_than_the_account_has_slots() -> None:
    under_way, most = 0, 0

    async def job(account: Account) -> None:
        nonlocal under_way, most
        async with account.slot():
            under_way += 1
            most = max(most, under_way)
            for _ in range(5):
                await asyncio.sleep(0)
            under_way -= 1

    async def jobs() -> None:
        account = an_account(Watch(), at_once=3)
        await asyncio.gather(*(job(account) for _ in range(9)))

    asyncio.run(jobs())
    assert (most, under_way) == (3, 0)


async def asked(account: Account) -> list[tuple[str, str]]:
    """How a slot and a turn are refused, kind and words."""
    told = []
    for entering in (account.slot().__aenter__, account.turn):
        try:
            await entering()
        except GatewayError as error:
            told.append((error.kind, str(error)))
    return told


@pytest.mark.parametrize("kind", ["auth", "token", "quota"])
def test_a_refusal_that_holds_for_all_closes_the_account(kind: str) -> None:
    async def closing() -> list[tuple[str, str]]:
        account = an_account(Watch())
        account.close(GatewayError("no credit left.", kind))
        return await asked(account)

    assert asyncio.run(closing()) == [(kind, "no credit left.")] * 2


@pytest.mark.parametrize("kind", ["rate", "transient", "bad_input", "moderation", "unknown"])
def test_a_refusal_of_one_request_closes_nothing(kind: str) -> None:
    async def closing() -> list[tuple[str, str]]:
        account = an_account(Watch())
        account.close(GatewayError("no.", kind))
        return await asked(account)

    assert asyncio.run(closing()) == []


def test_who_waits_for_a_slot_hears_of_a_refusal_meanwhile() -> None:
    async def waiting() -> list[tuple[str, str]]:
        account = an_account(Watch(), at_once=1)
        async with account.slot():
            other = asyncio.create_task(asked(account))
            await asyncio.sleep(0)
            account.close(GatewayError("wrong key.", "auth"))
        return await other

    assert asyncio.run(waiting()) == [("auth", "wrong key.")] * 2


def test_a_budget_is_never_exceeded_and_says_what_is_left() -> None:
    budget = Budget(Decimal("0.10"))
    budget.take(Decimal("0.035"))
    budget.take(Decimal("0.035"))
    expected = (
        r"^it costs 0\.035 USD, and 0\.03 are left of what was approved\. It was not sent\."
        r" Run again to approve the rest\.$"
    )
    with pytest.raises(HeldError, match=expected):
        budget.take(Decimal("0.035"))
    assert (budget.spent, budget.requests) == (Decimal("0.070"), 2)


def test_what_was_refused_for_certain_may_be_spent_again() -> None:
    budget = Budget(Decimal("0.035"))
    for _ in range(3):
        budget.take(Decimal("0.035"))
        budget.give_back(Decimal("0.035"))
    budget.take(Decimal("0.035"))
    assert (budget.spent, budget.requests) == (Decimal("0.035"), 1)


def test_all_that_was_approved_may_be_spent_to_the_last_cent() -> None:
    budget = Budget(Decimal("0.30"))
    for _ in range(3):
        budget.take(Decimal("0.1"))
    assert budget.spent == budget.approved
