"""A watch folder as its users have it: timelines are dropped, a real service scores and files."""

import json
import os
import subprocess
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from signal import SIGINT
from typing import IO, Any

import soundfile
from flashes import Cut, Mark, Movie, Use
from running import COMMAND, Done, Place, Running, placed

PAL = Fraction(25)
TINY = Movie("tiny.mov", PAL, 4, 9)
_ROOT = hasattr(os, "geteuid") and os.geteuid() == 0
UNPRIVILEGED = ("setpriv", "--bounding-set=-dac_override,-dac_read_search") if _ROOT else ("env",)
"""What starts a command so that even root may not read what nobody may.

Such a command is started as its users start it, and so are the jobs it sends: nothing is forked.
"""

SIDECARS = (".v2a-report.html", ".v2a-report.json", ".v2a-report.txt")
_QUICK = {"settle": 0.2, "rescan": 0.3, "patience": 1.5, "min_free_mb": 1, "heartbeat": 0.2}
_LONG = 60


def a_cut(*prompts: str) -> Cut:
    """Four seconds, each prompt on a second of its own."""
    marks = tuple(Mark(prompt, 25 * number, 25) for number, prompt in enumerate(prompts))
    return Cut(PAL, "resolve", ((Use(TINY, 0, 100),),), marks)


def until(true: Callable[[], object], what: str = "") -> None:
    """Wait for something that has to come true."""
    end = time.monotonic() + _LONG
    while not true():
        assert time.monotonic() < end, f"it never came true: {what}"
        time.sleep(0.02)


@dataclass(frozen=True, slots=True)
class Service:
    """A service under way, and what it has said so far."""

    child: Running
    err: list[str] = field(default_factory=list)
    out: list[str] = field(default_factory=list)

    @property
    def log(self) -> list[str]:
        """Its log without times: `WARNING Cut 01.otio: …`."""
        return [" ".join(line.split()[2:]) for line in self.err if line[:2] == "20"]

    @property
    def told(self) -> list[dict[str, Any]]:
        """What it said on stdout, with --json."""
        return [json.loads(line) for line in self.out]

    def said(self, text: str) -> list[str]:
        """The lines of its log that hold a text."""
        return [line for line in self.log if text in line]

    def says(self, text: str, times: int = 1) -> None:
        """Wait until its log holds a text."""
        until(lambda: len(self.said(text)) >= times or self._ended(), f"{text!r}: {self.err}")
        assert len(self.said(text)) >= times, self.err

    def rests(self, looks: float = 1.2) -> None:
        """Give it time for several looks."""
        time.sleep(looks)
        assert not self._ended(), self.err

    def stop(self) -> int:
        """Ctrl-C; the exit code."""
        self.child.send_signal(SIGINT)
        return self.child.wait(_LONG)

    def _ended(self) -> bool:
        return self.child.poll() is not None


@dataclass(frozen=True, slots=True)
class Watched:
    """A watch folder, its media elsewhere, and a place to run commands from."""

    place: Place

    @property
    def root(self) -> Path:
        return self.place.folder / "scoring"

    @property
    def media(self) -> Path:
        return self.place.folder / "media"

    @property
    def inbox(self) -> Path:
        return self.root / "in"

    def configure(self, top: str = "provider = 'stumbler'", tables: str = "", **watch: Any) -> None:
        """Write the folder's settings: single ones, tables, and those of the watch itself."""
        said = "\n".join(f"{name} = {value}" for name, value in {**_QUICK, **watch}.items())
        toml = self.root / "otio-v2a.toml"
        part = toml.with_name(".new.toml")
        part.write_text(f"{top}\n[watch]\n{said}\n{tables}\n", encoding="utf-8")
        part.replace(toml)

    def drop(self, name: str, *prompts: str) -> Path:
        """A timeline as an export leaves it, at once; without prompts it has one of its own."""
        path = self.inbox / name
        path.parent.mkdir(parents=True, exist_ok=True)
        self.export(path, *prompts or (f"tone {name}",))
        return path

    def export(self, path: Path, *prompts: str) -> Path:
        """A timeline somewhere."""
        return a_cut(*prompts).save(path.parent, path.name, self.media)

    def once(self, *words: object) -> Done:
        """What is there is done."""
        return self.place.run("watch", self.root, "--once", *words)

    @contextmanager
    def service(self, *words: object, before: Sequence[str] = ()) -> Iterator[Service]:
        """A service that is killed at the end, should it still run; `before` starts it."""
        with self._started("watch", self.root, *words, before=before) as child:
            service = Service(child)
            readers = [
                threading.Thread(target=_read, args=(child.stderr, service.err)),
                threading.Thread(target=_read, args=(child.stdout, service.out)),
            ]
            for reader in readers:
                reader.start()
            try:
                yield service
            finally:
                child.kill()
                for reader in readers:
                    reader.join()

    def _started(self, *words: object, before: Sequence[str]) -> Running:
        if not before:
            return self.place.start(*words)
        return subprocess.Popen(
            [*before, *COMMAND, *map(str, words)],
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
            start_new_session=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=self.place.environment(),
        )

    def once_unprivileged(self, *words: object) -> Done:
        """What is there is done, by somebody to whom permissions mean something."""
        with self.service("--once", *words, before=UNPRIVILEGED) as service:
            code = service.child.wait(_LONG)
        return Done(code, "".join(service.out), "".join(service.err))

    def status(self) -> dict[str, Any]:
        told: dict[str, Any] = self.place.run("watch", "status", self.root, "--json").json
        return told

    def files(self, place: str) -> list[str]:
        """What lies in a place, without reports; days and the names of jobs are left out."""
        below = self.root / place
        cut = {"done": 1, "processing": 1}.get(place, 0)
        return sorted(
            "/".join(path.relative_to(below).parts[cut:])
            for path in below.rglob("*")
            if (path.is_file() or path.is_symlink() or path.suffix == ".otiod")
            and not path.name.endswith(SIDECARS)
            and not any(part.startswith(".") for part in path.relative_to(self.root).parts)
        )

    def lies(self) -> dict[str, list[str]]:
        """All places where something lies."""
        places = ("in", "processing", "needs-approval", "done", "failed")
        return {place: found for place in places if (found := self.files(place))}

    def done(self, name: str) -> Path:
        """Something in `done/`, whatever the day."""
        (found,) = (self.root / "done").glob(f"*/{name}")
        return found

    def reports(self, place: str) -> list[str]:
        """The reports in a place, by their names."""
        found = (path for path in (self.root / place).rglob("*") if path.name.endswith(SIDECARS))
        return sorted(path.name for path in found)

    def requests(self) -> int:
        """How often a scorer was asked."""
        return len(self.place.requests())


def a_watched(folder: Path, **watch: Any) -> Watched:
    """A watch folder with quick settings, made by hand, and a tiny movie."""
    watched = Watched(Place(folder, {"OPENBLAS_NUM_THREADS": "1"}))
    watched.inbox.mkdir(parents=True)
    watched.media.mkdir()
    TINY.make(watched.media)
    watched.configure(**watch)
    return watched


def sidecar(timeline: Path) -> dict[str, Any]:
    """What is told of a timeline beside it, for programs."""
    path = timeline.with_name(timeline.name + ".v2a-report.json")
    told: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return told


def text_of(timeline: Path) -> str:
    """What is told of a timeline beside it, for people."""
    return timeline.with_name(timeline.name + ".v2a-report.txt").read_text("utf-8")


def heard(result: Path) -> list[tuple[int, int]]:
    """Where the sounds of a result stand, start and length in frames; each is as long as that."""
    found = placed(result)
    for one in found:
        sound, rate = soundfile.read(one.path)
        needed = (one.first + one.length) / PAL * rate
        assert (rate, len(sound) >= needed, abs(sound).max() > 0) == (48_000, True, True)
    return [(one.start, one.length) for one in found]


def _read(source: IO[str] | None, lines: list[str]) -> None:
    for line in source or ():
        lines.append(line)
