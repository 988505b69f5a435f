"""The only code that spends money: the intent is committed, then the request is sent, once.

Source: the money rule, reliability sheet, sections 1 and 2.
"""

import asyncio
from collections.abc import Callable, Coroutine
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, TypeVar

from otio_v2a.errors import GatewayError, HeldError, LostError, PaidError, UnsentError
from otio_v2a.gateway.account import Account
from otio_v2a.gateway.budget import Budget
from otio_v2a.gateway.client import Client
from otio_v2a.gateway.ledger import Entry, Ledger, number
from otio_v2a.gateway.patience import Clock, jittered, retry_wait
from otio_v2a.providers.base import Quoting
from otio_v2a.providers.wire import Answer, Call, Failure, Kind, RemoteJob, Steps
from otio_v2a.settings import GatewaySettings

JobFor = Callable[[str], RemoteJob]
"""The request under an id of ours."""

_AGAIN = frozenset({Kind.RATE, Kind.TRANSIENT, Kind.TOKEN})
# Neither says whether a job exists: 408 and 5xx may come after it was made, 409 because it was.
_UNCLEAR = frozenset({408, 409})
_SERVER = 500
_TOO_MANY = 429
_Result = TypeVar("_Result")


@dataclass(frozen=True, slots=True)
class _Refused:
    """Nothing is owed: refused for certain, or never arrived."""

    error: GatewayError


@dataclass(frozen=True, slots=True)
class _Lost:
    """Nobody knows yet whether it arrived; `error` is a refusal that may not mean this request."""

    entry: Entry
    error: GatewayError | None = None


@dataclass(frozen=True, slots=True)
class Till:
    """Buys, and finds again what was bought. `clock` gives the time and waits."""

    client: Client
    account: Account
    ledger: Ledger
    budget: Budget
    settings: GatewaySettings
    clock: Clock

    async def buy(self, asked: Entry, job_for: JobFor) -> Entry:
        """Send one request; the ledger's entry once it is accepted.

        Raises: HeldError above the budget; GatewayError when refused for certain; PaidError when
        its fate cannot be known.
        """
        attempt = 0
        while True:
            attempt += 1
            await self.account.turn()
            entry = await self._priced(replace(asked, client=client_id(asked)), job_for)
            call = self.client.provider.submit(job_for(entry.client))
            outcome = await uninterrupted(self._sent(entry, call, again=attempt > 1))
            if isinstance(outcome, _Lost):
                outcome = await self._sought(outcome)
            if isinstance(outcome, Entry):
                return outcome
            await self._rest(outcome.error, attempt)

    async def _rest(self, error: GatewayError, attempt: int) -> None:
        """Wait before another try, where one may help.

        Raises: the error itself where none does.
        """
        hopeless = error.kind not in _AGAIN or (attempt > 1 and error.kind == Kind.TOKEN)
        too_long = (error.wait or 0.0) > self.settings.deadline
        if hopeless or too_long or attempt > self.settings.retries:
            self.account.close(error)
            raise error
        wait = retry_wait(attempt, self.settings.retry_wait, error.wait)
        await self.clock.sleep(jittered(wait, self.clock.dice) if error.wait is None else wait)

    async def _priced(self, entry: Entry, job_for: JobFor) -> Entry:
        """The entry at the price the provider itself quotes, where it does."""
        provider = self.client.provider
        call = provider.dry_run(job_for(entry.client)) if isinstance(provider, Quoting) else None
        if call is None or not isinstance(provider, Quoting):
            return entry
        answer = await self.client.send(call)
        if not answer.good:
            refused = self.client.refusal(answer)
            raise refused
        quoted = provider.quoted(answer)
        if quoted is not None and quoted > entry.price:
            name, price = self.client.provider.name, f"{quoted.normalize():f}"
            message = (
                f"{name} asks {price} USD for it, more than was approved. It was not sent. Set"
                f" price = {price} in [providers.{name}], then run again."
            )
            raise HeldError(message)
        return entry if quoted is None else replace(entry, price=quoted)

    async def _sent(self, entry: Entry, call: Call, *, again: bool) -> Entry | _Refused | _Lost:
        """Intent, request, outcome: each committed before the next. Never stopped half-way."""
        self.budget.take(entry.price)
        entry = self.ledger.intend(entry)
        try:
            answer = await self.client.send(call, again=again)
        except UnsentError as error:
            return self._refused(entry, error)
        except LostError as error:
            return _Lost(self.ledger.remark(entry.key, str(error)))
        outcome = self._understood(answer)
        if isinstance(outcome, str):
            return self.ledger.submit(entry.key, outcome)
        if outcome is not None:
            taken = outcome.kind == Kind.BAD_INPUT and self._asks(entry) is not None
            return _Lost(entry, outcome) if taken else self._refused(entry, outcome)
        told = f"{self.client.provider.name} answered {answer.status}, and no job id."
        return _Lost(self.ledger.remark(entry.key, told))

    def _understood(self, answer: Answer) -> str | GatewayError | None:
        """A job id, a definite refusal, or None where nobody can tell."""
        if answer.good:
            found = self.client.provider.accepted(answer)
            return self.client.broken(found) if isinstance(found, Failure) else found
        if answer.status in _UNCLEAR or answer.status >= _SERVER:
            return None
        if answer.status == _TOO_MANY and not isinstance(answer.body, dict):
            # Not in the seller's own words: something on the way said it, after or before.
            return None
        return self.client.refusal(answer)

    def _asks(self, entry: Entry) -> Steps[str] | None:
        """How the provider is asked for a request by our own id; None where it cannot be."""
        return self.client.provider.found(entry.client) if entry.client else None

    def _refused(self, entry: Entry, error: GatewayError) -> _Refused:
        self.ledger.reject(entry.key, str(error))
        self.budget.give_back(entry.price)
        return _Refused(error)

    async def _sought(self, lost: _Lost) -> Entry | _Refused:
        """What became of a request whose answer was lost: looked up, or for a person to decide."""
        if lost.error is not None:
            return await self._ours(lost.entry, lost.error)
        found = await self.settled(lost.entry)
        if found.state == "rejected":
            self.budget.give_back(lost.entry.price)
            message = f"{lost.entry.message} It never arrived."
            return _Refused(GatewayError(message, "transient"))
        return found

    async def _ours(self, entry: Entry, error: GatewayError) -> Entry | _Refused:
        """Bad input may also mean that our id is taken: by an earlier request of ours?

        Source: nobody says how a second request with the same id is answered; asking is free.
        """
        steps = self._asks(entry)
        with suppress(GatewayError):
            if steps is not None and (job := await self.client.run(steps)):
                return self.ledger.submit(entry.key, job)
        return self._refused(entry, error)

    async def settled(self, entry: Entry) -> Entry:
        """What an intent without an answer led to: submitted, rejected (provably nothing).

        Raises: PaidError when the provider cannot be asked: it is uncertain from now on.
        """
        steps = self._asks(entry)
        if steps is None:
            self.ledger.doubt(entry.key, entry.message or "its answer was lost.")
            raise PaidError(uncertain(self.client.provider.name, entry), "uncertain")
        due = _moment(entry.created) + self.settings.post_timeout + self.settings.listing_lag
        await self.clock.sleep(max(0.0, due - self.clock.now()))
        try:
            job = await self.client.run(steps)
        except GatewayError as error:
            message = f"{error} Whether a lost request arrived is not known yet: run again."
            raise PaidError(message, error.kind) from error
        if job:
            return self.ledger.submit(entry.key, job)
        return self.ledger.reject(entry.key, "it never arrived")


def uncertain(who: str, entry: Entry) -> str:
    """What a person can do about a request whose fate is unknown."""
    sent, one = entry.created[11:19], number(entry.key)
    return (
        f"request {one} went to {who} at {sent} UTC, and its answer was lost: it may be paid."
        " Look into your account there. Is it listed? Say: otio-v2a takes TIMELINE adopt"
        f" {one} JOB_ID. Is it not? Say: otio-v2a takes TIMELINE resubmit {one}."
    )


def client_id(entry: Entry) -> str:
    """Our own id of a request: another for each time a person decides to pay again."""
    return f"v2a-{entry.key[:32]}-{entry.attempt}"


def _moment(created: str) -> float:
    return datetime.fromisoformat(created).timestamp()


async def uninterrupted(job: Coroutine[Any, Any, _Result]) -> _Result:
    """A job that ends as it would even when the run is stopped meanwhile; then the stop goes on."""
    task = asyncio.create_task(job)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        # Its own error, if any, was written into the ledger.
        if not task.cancelled():
            task.exception()
        raise
