"""What the work asks of a scorer, be it on this machine or far away."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from otio_v2a.errors import ProviderError
from otio_v2a.gateway.ledger import Entry, number
from otio_v2a.providers.base import Provider
from otio_v2a.score.orders import Order
from otio_v2a.score.progress import Meter, Stage

Picture = Callable[[], Awaitable[Path]]
"""Renders an order's picture, or finds it rendered; only awaited where it is needed."""


@dataclass(frozen=True, slots=True)
class Teller:
    """The progress of one order: number `index` of its part."""

    meter: Meter
    index: int

    def tell(self, stage: Stage, share: float) -> None:
        """It is at `stage`, `share` of that stage done."""
        self.meter.tell(self.index, stage, share)


class Scorer(Protocol):
    """Turns orders into replies, each written down before it begins."""

    async def reply(self, asked: Order, picture: Picture, teller: Teller) -> Entry:
        """One order's finished entry, its file in its place.

        Raises: ProviderError, MediaError, AudioError, HeldError: this order alone failed.
        """
        ...

    def stop(self) -> None:
        """Have what is under way in threads end soon: the run is over, however it came."""
        ...

    async def close(self) -> None:
        """Tidy up, once nothing is under way any more."""
        ...


def entry_of(asked: Order, provider: Provider) -> Entry:
    """What the ledger keeps of an order."""
    return Entry(
        key=asked.key,
        cue=asked.part.cue.id,
        role=asked.part.role,
        segment=asked.segment.index,
        take=asked.take,
        provider=provider.name,
        model=provider.model,
        prompts=asked.part.prompts.model_dump_json(),
        price=provider.price.of(asked.seconds),
    )


class Idle:
    """The scorer of a run that has nothing left to score."""

    async def reply(self, asked: Order, picture: Picture, teller: Teller) -> Entry:
        """Never asked; raises ProviderError if it is."""
        del picture, teller
        message = f"request {number(asked.key)} was not expected: run again."
        raise ProviderError(message)

    def stop(self) -> None:
        """Nothing is under way."""

    async def close(self) -> None:
        """Nothing is left to tidy up."""
