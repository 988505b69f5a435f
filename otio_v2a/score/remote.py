"""Orders -> replies by a seller: hand over, buy, wait, fetch; what was bought is found again."""

import asyncio
import os
from contextlib import suppress
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import partial
from pathlib import Path

from otio_v2a.audio.received import received
from otio_v2a.errors import GatewayError, PaidError, ProviderError
from otio_v2a.gateway.client import Client, Waited
from otio_v2a.gateway.hosting import Hosting
from otio_v2a.gateway.ledger import Entry, number
from otio_v2a.gateway.patience import Clock
from otio_v2a.gateway.till import Till, uncertain
from otio_v2a.providers.wire import Movie, RemoteJob
from otio_v2a.score.orders import Order
from otio_v2a.score.scorers import Picture, Teller, entry_of
from otio_v2a.score.workfolder import WorkFolder

_AHEAD = 4
_FRESH = 900.0
_SETTLED = frozenset({"done", "failed", "rejected"})


@dataclass(frozen=True, slots=True)
class Counter:
    """Where one run buys: the client of its seller, the till, and a place that gives addresses.

    `delete`: what lies at such a place is taken away once it is needed no more.
    """

    client: Client
    till: Till
    store: Hosting | None
    clock: Clock
    delete: bool = False


class RemoteScorer:
    """A seller, with one account for the whole run."""

    def __init__(self, counter: Counter, folder: WorkFolder) -> None:
        """As much as can be under way is made ready meanwhile; more would go stale."""
        self._client = counter.client
        self._till = counter.till
        self._store = counter.store
        self._delete = counter.delete
        self._clock = counter.clock
        self._folder = folder
        at_once = counter.client.provider.concurrency
        self._ready = asyncio.Semaphore(at_once + max(_AHEAD, at_once))
        self._handing: dict[str, asyncio.Lock] = {}
        self._handed: dict[str, tuple[float, str]] = {}
        self._hosted: set[str] = set()
        # An address that ends soon would end before the seller looks.
        self._fresh = min(_FRESH, counter.store.lifetime / 2) if counter.store else _FRESH

    async def reply(self, asked: Order, picture: Picture, teller: Teller) -> Entry:
        """What was bought before is fetched; else it is bought now, once.

        Raises: ProviderError, HeldError, MediaError.
        """
        entry = await self._as_it_stands(asked)
        if entry is not None and entry.state in ("submitted", "done"):
            waited = await self._waited(entry, teller, fresh=False)
            return await self._fetched(asked, entry, waited, teller)
        await self._client.learn()
        async with self._ready:
            video = "" if asked.video_id else await self._hand_over(asked, picture, teller)
            teller.tell("queued", 0.0)
            async with self._till.account.slot():
                entry = await self._till.buy(
                    self._intended(asked, entry), partial(_job, asked, video)
                )
                waited = await self._waited(entry, teller, fresh=True)
        return await self._fetched(asked, entry, waited, teller)

    def stop(self) -> None:
        """Nothing of it runs in threads."""

    async def close(self) -> None:
        """Take away what lies at public addresses and is needed no more, where that is wanted."""
        ledger, store = self._till.ledger, self._store
        if store is None or not self._delete:
            return
        states = {key: one.state for key, one in ledger.entries().items()}
        rows = ledger.hosted()
        waiting = {name for name, key in rows if states.get(key, "done") not in _SETTLED}
        for name in {name for name, _ in rows} - waiting:
            # What cannot be taken away now is tried again by the next run.
            with suppress(GatewayError):
                await store.remove(name)
                ledger.unhost(name)

    async def _as_it_stands(self, asked: Order) -> Entry | None:
        """What an earlier run left of an order.

        Raises: PaidError when only a person can decide; ProviderError when it failed there.
        """
        entry = self._till.ledger.entry(asked.key)
        if entry is None:
            return None
        who = self._client.provider.name
        if entry.state == "intent":
            return await self._till.settled(entry)
        if entry.state == "uncertain":
            raise PaidError(uncertain(who, entry), "uncertain")
        if entry.state == "failed":
            message = (
                f"{entry.message} It may have been paid for. To pay for another try, say:"
                f" otio-v2a takes TIMELINE resubmit {number(entry.key)}"
            )
            raise ProviderError(message)
        return entry

    def _intended(self, asked: Order, before: Entry | None) -> Entry:
        fresh = entry_of(asked, self._client.provider)
        return replace(fresh, attempt=before.attempt) if before else fresh

    async def _hand_over(self, asked: Order, picture: Picture, teller: Teller) -> str:
        """What stands for the picture in a request; handed over once for all its takes."""
        key, name = asked.picture.key, f"v2a-{asked.picture.stem}.mp4"
        async with self._handing.setdefault(key, asyncio.Lock()):
            moment, place = self._handed.get(key, (0.0, ""))
            if place and self._clock.now() - moment < self._fresh:
                self._note(name, asked)
                return place
            path = await picture()
            teller.tell("uploading", 0.0)
            movie = Movie(path, path.stat().st_size, name)
            place = await self._placed(movie, asked)
            self._handed[key] = (self._clock.now(), place)
            return place

    async def _placed(self, movie: Movie, asked: Order) -> str:
        most = self._client.provider.max_bytes
        if movie.size > most:
            message = f"its picture has {movie.size} bytes, at most {most} fit. Mark less of it."
            raise ProviderError(message)
        place = await self._client.upload(movie)
        if place is not None:
            return place
        if self._store is None:
            message = f"{self._client.provider.name} takes no files: configure [hosting]."
            raise ProviderError(message)
        self._hosted.add(movie.name)
        self._note(movie.name, asked)
        return await self._client.tried(partial(self._store.place, movie))

    def _note(self, name: str, asked: Order) -> None:
        """Who needs a picture at its public address: it stays there until none of them does."""
        if name in self._hosted:
            self._till.ledger.host(name, asked.key)

    async def _waited(self, entry: Entry, teller: Teller, *, fresh: bool) -> Waited:
        best = 0.0

        def tell(share: float | None, _: str) -> None:
            nonlocal best
            # Told by polls and by a stream, in whatever order they come.
            best = max(best, share or 0.0)
            teller.tell("scoring", best)

        tell(None, "")
        return await self._client.wait(entry.job, tell, fresh=fresh)

    async def _fetched(self, asked: Order, entry: Entry, waited: Waited, teller: Teller) -> Entry:
        """The finished entry, its file in its place.

        Raises: ProviderError when the job failed there; PaidError when nothing can be fetched yet.
        """
        ledger = self._till.ledger
        if waited.finished is None:
            error = self._client.broken(waited.failure)
            ledger.fail(entry.key, str(error))
            raise error
        teller.tell("fetching", 0.0)
        part = self._folder.file("replies", f"{asked.key[:32]}.part")
        least = asked.before + asked.seconds - Fraction(str(self._client.provider.tolerance))
        try:
            suffix = await self._client.fetch(
                entry.job, waited.finished, part, partial(received, seconds=least)
            )
            reply = part.with_suffix(suffix)
            size = part.stat().st_size
            await asyncio.to_thread(_keep, part, reply)
        except PaidError as error:
            ledger.remark(entry.key, str(error))
            raise
        except OSError as error:
            message = (
                f"its sound cannot be kept: {error.strerror}. Free some space, then run again: it"
                " is paid for, and not paid again."
            )
            raise PaidError(message) from error
        finally:
            part.unlink(missing_ok=True)
        finished = waited.finished
        return ledger.finish(entry.key, reply.name, size, finished.remarks, finished.spent)


def _job(asked: Order, video: str, client: str) -> RemoteJob:
    return RemoteJob(
        prompts=asked.part.prompts,
        seconds=asked.seconds,
        seed=int(asked.key[:16], 16),
        client=client,
        video=video,
        video_id=asked.video_id,
    )


def _keep(part: Path, reply: Path) -> None:
    """A file that came whole, on the disk before the ledger says so."""
    with part.open("rb+") as file:
        file.flush()
        os.fsync(file.fileno())
    part.replace(reply)
