"""One seller, spoken to: steps driven, GETs tried again, jobs waited for, files fetched."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from otio_v2a.errors import AudioError, GatewayError, PaidError, UsageError
from otio_v2a.gateway import words
from otio_v2a.gateway.http import Http
from otio_v2a.gateway.patience import Clock, asked_wait, jittered, poll_wait, retry_wait
from otio_v2a.providers.base import Remote, Streaming
from otio_v2a.providers.wire import (
    NOT_FOUND,
    Answer,
    Call,
    Failure,
    Finished,
    Kind,
    Movie,
    Steps,
    Waiting,
)
from otio_v2a.settings import GatewaySettings

Told = Callable[[float | None, str], None]
"""Told how far a job says it is (0 to 1, None where it does not) and in which words."""

_Result = TypeVar("_Result")
_UNTOLD = Failure(Kind.UNKNOWN)
_AGAIN = frozenset({Kind.RATE, Kind.TRANSIENT})
_TRIES = 3


@dataclass(frozen=True, slots=True)
class Waited:
    """A job that has ended: well, or with the seller's refusal."""

    finished: Finished | None = None
    failure: Failure = _UNTOLD


class Client:
    """Everything but the one request that costs money. Use it from one event loop."""

    def __init__(
        self, provider: Remote, http: Http, settings: GatewaySettings, clock: Clock
    ) -> None:
        """`provider` may change once, when it has learned what its model takes."""
        self.provider = provider
        self._http = http
        self._settings = settings
        self._clock = clock
        self._learning = asyncio.Lock()
        self._learned: UsageError | GatewayError | bool = False

    async def learn(self) -> None:
        """Ask once a run what the model takes, where the provider wants to know.

        Raises: UsageError, GatewayError: the same for every request of the run.
        """
        async with self._learning:
            if isinstance(error := self._learned, Exception):
                raise error
            steps = None if self._learned else self.provider.learned()
            if steps is not None:
                try:
                    self.provider = await self.run(steps)
                except (UsageError, GatewayError) as error:
                    self._learned = error
                    raise
            self._learned = True

    async def upload(self, movie: Movie) -> str | None:
        """Hand a picture over; what stands for it in a request, None where it has to be hosted.

        Raises: GatewayError.
        """
        steps = self.provider.upload(movie)
        if steps is None:
            return None
        place = await self.run(steps)
        if not place:
            message = f"{self.provider.name} did not take the picture. Run again later."
            raise GatewayError(message, "transient")
        return place

    async def send(self, call: Call, *, again: bool = False) -> Answer:
        """One request, once, whatever comes of it."""
        return await self._http.send(self.provider, call, again=again)

    async def run(self, steps: Steps[_Result], tries: int = _TRIES) -> _Result:
        """Drive a translator's steps to their end.

        Raises: GatewayError when a request fails for good, or `tries` times.
        """
        call, begun = next(steps), self._now()
        while True:
            try:
                answer = await self._answered(call, tries)
                self._check_time(begun)
            except GatewayError:
                steps.close()
                raise
            try:
                call = steps.send(answer)
            except StopIteration as ended:
                result: _Result = ended.value
                return result

    def _check_time(self, begun: float) -> None:
        """Raises: GatewayError when steps that wait for something have waited too long."""
        if self._now() - begun > self._settings.deadline:
            message = f"{self.provider.name} has not ended what it began. Run again later."
            raise GatewayError(message, "unknown")

    async def _answered(self, call: Call, tries: int) -> Answer:
        """An answer that the translator wants; what may help is tried again."""
        again, attempt = False, 0
        await self._clock.sleep(call.pause)
        while True:
            try:
                answer = await self.send(call, again=again)
                if answer.good or call.takes(answer):
                    return answer
                refused = self.refusal(answer)
                raise refused
            except GatewayError as error:
                if error.kind == Kind.TOKEN and not again:
                    again = True
                    continue
                attempt += 1
                too_long = (error.wait or 0.0) > self._settings.deadline
                if attempt == tries or error.kind not in _AGAIN or too_long:
                    raise
                await self._rest(attempt, error.wait)

    async def _rest(self, attempt: int, asked: float | None) -> None:
        wait = retry_wait(attempt, self._settings.retry_wait, asked)
        await self._clock.sleep(jittered(wait, self._clock.dice) if asked is None else wait)

    async def tried(self, step: Callable[[], Awaitable[_Result]]) -> _Result:
        """What a step that costs nothing gives; tried again where that may help.

        Raises: GatewayError when it fails for good, or several times.
        """
        for attempt in range(1, _TRIES):
            try:
                return await step()
            except GatewayError as error:
                if error.kind not in _AGAIN:
                    raise
            await self._rest(attempt, None)
        return await step()

    def refusal(self, answer: Answer) -> GatewayError:
        """An answer other than 2xx as an error in the user's words."""
        error = self.broken(self.provider.failure(answer))
        wait = asked_wait(answer.headers.get("retry-after", ""), self._now())
        return GatewayError(str(error), error.kind, wait, answer.status)

    def broken(self, failure: Failure) -> GatewayError:
        """A failure as an error in the user's words, without a secret."""
        told = replace(failure, text=self._http.clean(failure.text))
        return GatewayError(words.said(self.provider.name, told), failure.kind)

    def _now(self) -> float:
        return self._clock.now()

    async def wait(self, job: str, tell: Told, *, fresh: bool) -> Waited:
        """Until a job has ended.

        Raises: PaidError when it takes too long or cannot be asked; a later run goes on.
        """
        streaming = asyncio.create_task(self._listen(job, tell))
        try:
            return await self._polled(job, tell, fresh=fresh)
        finally:
            streaming.cancel()
            with suppress(asyncio.CancelledError):
                await streaming

    async def _polled(self, job: str, tell: Told, *, fresh: bool) -> Waited:
        begun, faults, told = self._now(), 0, ""
        first = fresh
        while (elapsed := self._now() - begun) < self._settings.deadline:
            if first or elapsed:
                settings = self._settings
                wait = poll_wait(elapsed, settings.poll_first, settings.poll_max)
                await self._clock.sleep(jittered(max(wait, faults), self._clock.dice))
            first = True
            try:
                state = await self.run(self.provider.poll(job), tries=1)
            except GatewayError as error:
                faults = self._endured(error, elapsed, faults)
                continue
            faults = 0
            if isinstance(state, Finished):
                return Waited(self._cleaned(state))
            if isinstance(state, Failure):
                return Waited(failure=state)
            told = state.told
            tell(state.share, state.told)
        late = self._late(job, self._http.clean(told))
        raise late

    def _cleaned(self, finished: Finished) -> Finished:
        """What it says for people, without a secret."""
        remarks = tuple(self._http.clean(one) for one in finished.remarks)
        return replace(finished, remarks=remarks, spent=self._http.clean(finished.spent))

    def _endured(self, error: GatewayError, elapsed: float, faults: int) -> int:
        """One more fault of polling, if it may pass.

        Raises: PaidError when it will not.
        """
        unknown = error.status == NOT_FOUND
        missing = unknown and elapsed < self._settings.poll_404_grace
        if error.kind in _AGAIN or error.kind == Kind.TOKEN or missing:
            return max(1, min(60, 2 * faults))
        told = f"{self.provider.name} does not know this job (any more)." if unknown else error
        message = (
            f"{told} It may be paid for, so nothing more is sent for it. Run again later; if it"
            " stays so, look into your account there."
        )
        raise PaidError(message, "unknown" if unknown else error.kind) from error

    def _late(self, job: str, told: str) -> PaidError:
        who, minutes = self.provider.name, self._settings.deadline / 60
        last = f" Last it said: {told}." if told else ""
        message = (
            f"{who} has not finished job {job} within {minutes:g} minutes.{last}"
            " It is paid for: run again to fetch it."
        )
        return PaidError(message, "transient")

    async def _listen(self, job: str, tell: Told) -> None:
        """Progress between polls, where the provider streams it; polling decides all the same."""
        if not isinstance(self.provider, Streaming):
            return
        with suppress(GatewayError):
            async for line in self._http.lines(self.provider, self.provider.stream(job)):
                heard: Waiting | None = self.provider.told(line)
                if heard:
                    tell(heard.share, heard.told)

    async def fetch(
        self, job: str, finished: Finished, part: Path, probe: Callable[[Path], Any]
    ) -> Any:
        """The best file of a job that holds what it should, at `part`; what the probe found.

        Raises: PaidError when there is none; a later run asks again.
        """
        problem: Exception = GatewayError("it offers no file at all.")
        for attempt in range(1, _TRIES + 1):
            for url in finished.urls:
                try:
                    await self._http.download(url, part)
                    return await asyncio.to_thread(probe, part)
                except (GatewayError, AudioError) as error:
                    problem = error
            if attempt == _TRIES or getattr(problem, "kind", Kind.TRANSIENT) not in _AGAIN:
                break
            await self._rest(attempt, None)
            finished = await self._renewed(job, finished)
        who, told = self.provider.name, self._http.clean(str(problem))
        message = f"what {who} made cannot be fetched: {told} It is paid for: run again later."
        raise PaidError(message) from problem

    async def _renewed(self, job: str, finished: Finished) -> Finished:
        """Fresh addresses: some live for minutes only."""
        with suppress(GatewayError):
            state = await self.run(self.provider.poll(job))
            if isinstance(state, Finished):
                return state
        return finished

    async def cancel(self, job: str) -> bool:
        """Ask to stop a job, once; whether the provider took the request."""
        call = self.provider.cancel(job)
        if call is None:
            return False
        with suppress(GatewayError):
            return (await self.send(call)).good
        return False
