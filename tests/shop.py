"""One request at a fake gateway, bought as a run buys it, with a clock that waits for nothing."""

import asyncio
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

from fakes.gateways import GATEWAYS, Kling
from fakes.gateways.base import Gateway
from fakes.gateways.folder import Folder
from fakes.gateways.footage import a_film
from fakes.gateways.replicate import VERSION

from otio_v2a.gateway.budget import Budget
from otio_v2a.gateway.keys import vault
from otio_v2a.gateway.ledger import Entry, Ledger, opened
from otio_v2a.gateway.patience import Clock
from otio_v2a.model import Cue, CueOptions, Part, Prompts, Role, Segment, Span
from otio_v2a.picture.canvas import Canvas
from otio_v2a.providers import registry
from otio_v2a.providers.base import Provider
from otio_v2a.score.hiring import Means, hired
from otio_v2a.score.orders import Order, Picture, request_key
from otio_v2a.score.progress import Meter, Progress
from otio_v2a.score.scorers import Teller
from otio_v2a.score.workfolder import WorkFolder
from otio_v2a.settings import GatewaySettings, HostingSettings, Settings

PAL = Fraction(25)
KLINGS = ("kling", "kkiai")
"""Who can be asked for a request by our own id, and takes public addresses alone."""

PATIENCE = {"post_timeout": 2.0, "read_timeout": 2.0, "listing_lag": 0.0, "connect_timeout": 2.0}
OPTIONS: Mapping[str, Mapping[str, Any]] = {
    "wavespeed": {"submit_interval": 0},
    "replicate-mmaudio": {"version": VERSION},
}


class Waits:
    """A clock whose waits are noted, and over at once."""

    def __init__(self) -> None:
        self.all: list[float] = []
        self._ahead = 0.0
        self._real = Clock()

    @property
    def clock(self) -> Clock:
        return Clock(self._now, self._sleep, lambda: 0.5)

    def _now(self) -> float:
        return self._real.now() + self._ahead

    async def _sleep(self, seconds: float) -> None:
        if seconds > 0:
            self.all.append(round(seconds, 3))
        self._ahead += seconds
        await asyncio.sleep(0)


@dataclass
class Shop:
    """A provider, its fake, and a work folder; each `buy` is a run of its own."""

    provider: Provider
    gateway: Gateway
    folder: WorkFolder
    film: Path
    settings: Settings
    approved: Decimal = Decimal(1)
    waits: Waits = field(default_factory=Waits)
    told: list[Progress] = field(default_factory=list)
    spent: Decimal = Decimal(0)

    def order(self, take: int = 1, **options: Any) -> Order:
        """A request for four seconds of picture."""
        record = Span(0, 100, PAL)
        prompts = Prompts(sound_effect="rain", background_music="piano")
        cue = Cue("cue1", "sfx", "clip 'A'", record, prompts, CueOptions(**options), frozenset())
        part = Part(cue, Role.MIX, prompts, (Segment(0, record),), 0, 0, (take,))
        shown = Picture("" if options else "p" * 64, (), {}, Canvas(64, 36, PAL))
        bare = Order("", part, part.segments[0], take, shown, options.get("video_id", ""))
        return replace(bare, key=request_key(bare, self.provider))

    def buy(self, *orders: Order, secrets: Mapping[str, str] | None = None) -> list[Any]:
        """Run once: for each order its entry, or the error it ended with."""
        environment = dict(secrets or self.gateway.environment)
        with opened(self.folder.ledger) as ledger:
            return asyncio.run(self._bought(orders or (self.order(),), ledger, environment))

    async def _bought(
        self, orders: tuple[Order, ...], ledger: Ledger, environment: dict[str, str]
    ) -> list[Any]:
        budget = Budget(self.approved)
        given = vault(self.provider, environment, self.folder.root / "no keys")
        means = Means(self.settings, given, environment, budget, self.waits.clock)
        cores = asyncio.Semaphore(2)
        async with hired(self.provider, self.folder, ledger, cores, means) as scorer:
            jobs = []
            for one in orders:
                teller = Teller(Meter(one.part, 1, self.told.append), 0)
                jobs.append(scorer.reply(one, self._picture, teller))
            ended = await asyncio.gather(*jobs, return_exceptions=True)
            await scorer.close()
        self.spent = budget.spent
        return ended

    async def _picture(self) -> Path:
        return self.film

    def entry(self, order: Order | None = None) -> Entry | None:
        """What the ledger says of an order."""
        with opened(self.folder.ledger) as ledger:
            return ledger.entry((order or self.order()).key)

    @property
    def state(self) -> str:
        """What the ledger says of the usual order, in a word."""
        found = self.entry()
        return found.state if found else "none"

    @property
    def reply(self) -> Path:
        """The file of the usual order."""
        found = self.entry()
        assert found is not None
        return self.folder.root / "replies" / found.reply


@contextmanager
def a_shop(
    name: str, folder: Path, gateway: Gateway | None = None, **patience: Any
) -> Iterator[Shop]:
    """A shop at a fake of that provider; where it takes no files, a folder shows them."""
    film = folder / "film.mp4"
    film.write_bytes(a_film(100))
    public = folder / "public"
    public.mkdir()
    # A token says when it was made, which a clock that runs ahead gets wrong.
    kind = partial(Kling, api_key=True) if name == "kling" else GATEWAYS[name]
    with gateway or kind() as fake, Folder(public) as site:
        provider = registry.provider(name, OPTIONS.get(name, {}), fake.environment)
        store = {"kind": "static", "folder": public, "base_url": site.url}
        hosting = HostingSettings.model_validate(store if name in KLINGS else {})
        settings = Settings(
            provider=name,
            gateway=GatewaySettings(**{**PATIENCE, **patience}),
            hosting=hosting,
        )
        yield Shop(provider, fake, WorkFolder(folder / "Cut.v2a"), film, settings)
