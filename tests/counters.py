"""A timeline and a fake gateway side by side: the real command line buys, and both are counted."""

import shutil
import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from fakes.gateways import GATEWAYS
from fakes.gateways.base import Gateway
from fakes.gateways.folder import Folder
from fakes.gateways.replicate import VERSION
from flashes import Cut, Mark
from reels import REEL, a_place
from running import Done, Place
from shop import KLINGS

RANGES = ((10, 60), (75, 60), (140, 55), (240, 70))
"""Where the cut may be marked. Unit: frames, start and length."""

PATIENCE = {
    "POLL_FIRST": "0.05",
    "POLL_MAX": "0.2",
    "RETRY_WAIT": "0.05",
    "POST_TIMEOUT": "2",
    "LISTING_LAG": "0",
}


def a_cut(prompts: int, ranges: int = 4) -> Cut:
    """The reel with so many prompts on each of its ranges, no two the same."""
    marks = [
        Mark(f"sound {index + 1}-{number + 1}", at, length)
        for index, (at, length) in enumerate(RANGES[:ranges])
        for number in range(prompts)
    ]
    return replace(REEL, marks=tuple(marks))


@dataclass(frozen=True, slots=True)
class Desk:
    """One timeline in a place, and the gateway that scores it."""

    name: str
    place: Place
    gateway: Gateway
    cut: Cut

    @property
    def timeline(self) -> Path:
        return self.place.folder / "Reel 1.otio"

    @property
    def output(self) -> Path:
        return self.place.folder / "Reel 1.v2a.otio"

    @property
    def folder(self) -> Path:
        return self.place.folder / "Reel 1.v2a"

    @property
    def keys(self) -> Path:
        """Where the user's keys are kept."""
        return self.place.folder / "home" / "otio-v2a" / "keys.json"

    def words(self, verb: str, *words: object) -> tuple[object, ...]:
        return (verb, self.timeline, "--provider", self.name, *words)

    def run(self, verb: str, *words: object) -> Done:
        return self.place.run(*self.words(verb, *words))

    def score(self, *words: object) -> Done:
        """A run that asks nobody and tells its end as JSON."""
        return self.run("score", "--yes", "--progress", "none", "--json", *words)

    def requests(self) -> list[dict[str, Any]]:
        """What `takes` lists as under way, uncertain or failed."""
        found: list[dict[str, Any]] = self.run("takes", "--json").json["requests"]
        return found

    def numbers(self) -> dict[str, str]:
        """The numbers of those requests, by their cues."""
        return {one["cue"]: one["id"] for one in self.requests()}

    def prompts(self) -> dict[str, str]:
        """The prompt of every cue, by the cue's id."""
        cues = self.place.run("cues", self.timeline, "--json").json["cues"]
        return {cue["id"]: cue["prompts"]["sound_effect"] for cue in cues}

    def marked(self) -> Counter[str]:
        """Every prompt of the cut, once."""
        return Counter(mark.prompt for mark in self.cut.marks)

    def billed(self) -> Counter[str]:
        """How often each prompt was billed."""
        return Counter(bill.prompts[0] for bill in self.gateway.bills)

    def entries(self) -> dict[str, str]:
        """The state of every request of the ledger, by key, read without the program."""
        ledger = self.folder / "ledger.sqlite3"
        if not ledger.exists():
            return {}
        with closing(sqlite3.connect(ledger)) as connection:
            try:
                return dict(connection.execute("select key, state from request").fetchall())
            except sqlite3.OperationalError:
                # Killed before its tables were there.
                return {}

    def states(self) -> Counter[str]:
        """How many requests are in which state."""
        return Counter(self.entries().values())

    def in_state(self, state: str) -> set[str]:
        """The keys of the requests in a state."""
        return {key for key, one in self.entries().items() if one == state}


@contextmanager
def a_desk(
    name: str, folder: Path, media: Path, cut: Cut = REEL, gateway: Gateway | None = None
) -> Iterator[Desk]:
    """A desk at a fake of that provider; where it takes no files, a folder shows them.

    `media` holds the movie that the cut is made of.
    """
    place = a_place(folder)
    cut.save(folder, "Reel 1.otio", media)
    with ExitStack() as stack:
        fake = stack.enter_context(gateway or GATEWAYS[name]())
        place.extra.update(fake.environment)
        place.extra.update({f"OTIO_V2A_GATEWAY__{key}": value for key, value in PATIENCE.items()})
        place.extra[f"OTIO_V2A_PROVIDERS__{name.upper()}__SUBMIT_INTERVAL"] = "0"
        if name == "replicate-mmaudio":
            place.extra["OTIO_V2A_PROVIDERS__REPLICATE-MMAUDIO__VERSION"] = VERSION
        if name in KLINGS:
            public = folder / "public"
            public.mkdir()
            site = stack.enter_context(Folder(public))
            place.extra.update(static(public, site))
        yield Desk(name, place, fake, cut)


def a_copy(desk: Desk, folder: Path, media: Path, cut: Cut | None = None) -> Desk:
    """The same work in another folder, at the same gateway; the timeline perhaps changed since."""
    place = a_place(folder)
    place.extra.update({**desk.place.extra, **place.extra})
    shutil.copytree(desk.folder, folder / "Reel 1.v2a")
    (cut or desk.cut).save(folder, "Reel 1.otio", media)
    return replace(desk, place=place, cut=cut or desk.cut)


def reworded(cut: Cut, **words: str) -> Cut:
    """A cut whose ranges ask for something else, by the range's number: `_1="rain"`."""
    marks = list(cut.marks)
    for number, prompt in words.items():
        index = int(number[1:]) - 1
        marks[index] = replace(marks[index], prompt=prompt)
    return replace(cut, marks=tuple(marks))


def static(public: Path, site: Folder) -> dict[str, str]:
    """A folder that a web server shows, as the environment says it."""
    said = {"KIND": "static", "FOLDER": str(public), "BASE_URL": site.url}
    return {f"OTIO_V2A_HOSTING__{name}": value for name, value in said.items()}
