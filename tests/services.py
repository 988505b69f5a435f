"""Watch folders with real services on them, in processes of their own, and what came of it all."""

import json
import os
import signal
import socket
import sqlite3
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from subprocess import Popen
from typing import Any

from counters import PATIENCE, static
from fakes.gateways.base import Gateway
from fakes.gateways.folder import Folder
from flashes import Cut, Mark, Movie, Use
from reels import PAL, a_place
from running import Done, Place
from shop import KLINGS

MOVIE = Movie("scene.mov", PAL, 5, 9, 90_000, "01:00:00:00")
HERE = socket.gethostname()
PRICE = 0.035
"""USD a request, at the sellers used here."""

_QUICK = {"SETTLE": "0.1", "RESCAN": "0.3", "PATIENCE": "0.5", "HEARTBEAT": "0.3"}
_PATIENCE = 60.0


def a_cut(*prompts: str) -> Cut:
    """Three seconds with so many cues on them, all of one picture."""
    marks = tuple(Mark(prompt, 0, 75) for prompt in prompts)
    return Cut(PAL, "resolve", ((Use(MOVIE, 0, 75, skip=25),),), marks, start=90_000)


def cost(requests: int) -> float:
    """What so many requests come to. Unit: USD."""
    return round(requests * PRICE, 6)


def until(true: Callable[[], object], seconds: float = _PATIENCE) -> None:
    """Wait for something."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it never came to be"
        time.sleep(0.01)


@dataclass(frozen=True, slots=True)
class Station:
    """A watch folder in a place, the seller that its provider buys from, and its media."""

    place: Place
    media: Path
    provider: str
    gateway: Gateway | None = None

    @property
    def root(self) -> Path:
        return self.place.folder / "scoring"

    @property
    def seller(self) -> Gateway:
        assert self.gateway is not None
        return self.gateway

    def set(self, **watch: object) -> None:
        """Settings of watch folders, for all that is started from now on."""
        self.place.extra.update(
            {f"OTIO_V2A_WATCH__{name.upper()}": str(value) for name, value in watch.items()}
        )

    def drop(self, name: str, *prompts: str, approved: bool = False) -> Path:
        """A timeline, whole at once in `in/`."""
        part = a_cut(*prompts).save(self.place.folder, f"{name}.part", self.media)
        place = self.root / "in" / ("approved" if approved else "")
        place.mkdir(parents=True, exist_ok=True)
        return part.replace(place / f"{name}.otio")

    def approve(self, name: str) -> Path:
        """Move a held timeline to where that is a yes."""
        held = self.root / "needs-approval" / f"{name}.otio"
        return held.rename(self.root / "in" / "approved" / held.name)

    def words(self, *more: object) -> tuple[object, ...]:
        return ("watch", self.root, "--provider", self.provider, "--json", *more)

    def once(self, *more: object) -> Done:
        """A service that does what is there, and ends."""
        return self.place.run(*self.words("--once", *more))

    @contextmanager
    def service(self, *more: object) -> Iterator["Serving"]:
        """A service under way; it and its jobs are killed if they are still there at the end."""
        with self.place.start(*self.words(*more)) as child:
            serving = Serving(self, child)
            try:
                yield serving
            finally:
                serving.end()

    def status(self) -> Any:
        """What `watch status` tells."""
        return self.place.run("watch", "status", self.root, "--json").json

    def spent(self) -> float:
        """What `watch status` says was spent today. Unit: USD."""
        return round(self.status()["spent_today_usd"], 6)

    def billed(self) -> Counter[str]:
        """How often each prompt was billed."""
        return Counter(bill.prompts[0] for bill in self.seller.bills)

    def owed(self) -> float:
        """What all bills come to. Unit: USD."""
        return cost(len(self.seller.bills))

    def timelines(self, where: str) -> list[str]:
        """The timelines that were dropped and lie in a place now, by name."""
        # A walk does not mind folders that go away meanwhile.
        names = [name for _, _, names in os.walk(self.root / where) for name in names]
        return sorted(
            name.removesuffix(".otio")
            for name in names
            if name.endswith(".otio") and ".v2a-" not in name
        )

    def filed(self) -> dict[str, list[str]]:
        """Where everything is, empty places left out."""
        places = ("in", "processing", "needs-approval", "done", "failed")
        found = {place: self.timelines(place) for place in places}
        return {place: names for place, names in found.items() if names}

    def results(self) -> list[Path]:
        """The scored timelines."""
        found = (self.root / "done").rglob("*.v2a-*.otio")
        return sorted(path for path in found if path.is_file())

    def report(self, where: str, name: str) -> dict[str, Any]:
        """The report beside a timeline."""
        (path,) = (self.root / where).rglob(f"{name}.otio.v2a-report.json")
        return dict(json.loads(path.read_text(encoding="utf-8")))

    def log(self) -> str:
        """The logs of all services."""
        logs = sorted((self.root / ".state" / "log").glob("*.log"))
        return "".join(path.read_text(encoding="utf-8") for path in logs)

    def owners(self) -> dict[str, dict[str, Any]]:
        """Who works at what in `processing/`, by the timeline's name."""
        found = {}
        for job in (self.root / "processing").glob("*/.v2a-job"):
            try:
                said = json.loads((job / "job.json").read_text())
                found[Path(said["key"]).stem] = json.loads((job / "owner.json").read_text())
            except (OSError, ValueError):
                continue
        return found

    def stray(self) -> list[str]:
        """What is left in `processing/`."""
        return sorted(path.name for path in (self.root / "processing").iterdir())

    def states(self) -> Counter[str]:
        """How many requests of all work folders are in which state."""
        found: Counter[str] = Counter()
        for path in (self.root / "work").rglob("ledger.sqlite3"):
            with closing(sqlite3.connect(path)) as connection:
                try:
                    rows = connection.execute("select state from request").fetchall()
                except sqlite3.OperationalError:
                    # Killed before its tables were there.
                    continue
            found.update(state for (state,) in rows)
        return found


@dataclass(slots=True)
class Serving:
    """A service under way, and what it has said so far."""

    station: Station
    child: Popen[str]
    out: list[str] = field(default_factory=list)
    err: list[str] = field(default_factory=list)
    _readers: list[threading.Thread] = field(default_factory=list)

    def __post_init__(self) -> None:
        for stream, lines in ((self.child.stdout, self.out), (self.child.stderr, self.err)):
            assert stream is not None
            reader = threading.Thread(target=lines.extend, args=(stream,), daemon=True)
            reader.start()
            self._readers.append(reader)

    @property
    def told(self) -> list[dict[str, Any]]:
        """How its jobs ended, as `--json` tells it."""
        return [json.loads(line) for line in list(self.out)]

    def jobs(self) -> list[int]:
        """Its job processes."""
        return below(self.child.pid)

    def ended(self, seconds: float = _PATIENCE) -> int:
        """Wait for its end; its exit code."""
        code = self.child.wait(seconds)
        for reader in self._readers:
            reader.join(10)
        return code

    def begun(self) -> None:
        """Wait until it has looked for the first time."""
        card = f"{HERE}-{self.child.pid}.json"
        until((self.station.root / ".state" / "services" / card).is_file)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask it to end, once it has begun; its exit code."""
        self.begun()
        self.child.send_signal(number)
        return self.ended()

    def kill(self) -> list[int]:
        """Kill it alone with -9; its jobs, which are orphans now."""
        orphans = self.jobs()
        self.child.kill()
        self.child.wait()
        return orphans

    def kill_all(self) -> None:
        """Kill it with -9 together with everything it has started, and what they have."""
        self.child.send_signal(signal.SIGSTOP)
        doomed = [*self.jobs()]
        for one in doomed:
            doomed += below(one)
        for one in (self.child.pid, *doomed):
            _kill(one)
        self.child.wait()
        until(lambda: not any(map(running, doomed)))

    def end(self) -> None:
        if self.child.poll() is None:
            self.kill_all()


def below(parent: int) -> list[int]:
    """The processes that a process has started. Linux."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            told = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        if int(told[1]) == parent:
            found.append(int(folder.name))
    return found


def running(pid: int) -> bool:
    """Whether a process is there and has not ended."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return False
    return told[0] != "Z"


def _kill(pid: int) -> None:
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def lines(done: Done) -> list[dict[str, Any]]:
    """How jobs ended, as `--json` tells it."""
    return [json.loads(line) for line in done.out.splitlines()]


def ends(told: Sequence[dict[str, Any]]) -> dict[str, str]:
    """How each job ended, by the timeline's name; none twice."""
    found = {Path(one["name"]).stem: one["how"] for one in told}
    assert len(found) == len(told)
    return found


@contextmanager
def a_station(
    folder: Path, media: Path, provider: str, gateway: Gateway | None = None, **watch: object
) -> Iterator[Station]:
    """An empty watch folder; with a gateway, its provider buys there. `media` holds the movie."""
    place = a_place(folder)
    station = Station(place, media, provider, gateway)
    station.root.mkdir()
    station.set(**{name.lower(): value for name, value in _QUICK.items()} | watch)
    with ExitStack() as stack:
        if gateway:
            place.extra.update(stack.enter_context(gateway).environment)
            place.extra.update({f"OTIO_V2A_GATEWAY__{key}": one for key, one in PATIENCE.items()})
            place.extra[f"OTIO_V2A_PROVIDERS__{provider.upper()}__SUBMIT_INTERVAL"] = "0"
        if provider in KLINGS:
            public = folder / "public"
            public.mkdir()
            place.extra.update(static(public, stack.enter_context(Folder(public))))
        yield station
