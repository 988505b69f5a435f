"""The command line in child processes, and its results read without the program."""

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import numpy as np
import opentimelineio as otio
import soundfile
import warm

ROOT = Path(__file__).resolve().parents[1]
FAKES = ROOT / "tests" / "fakes" / "providers"
# Whoever started the tests may have had Ctrl-C ignored, and children inherit that.
COMMAND = (
    sys.executable,
    "-c",
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"
    "from otio_v2a.cli import main; main()",
)
SAMPLE_RATE = 48_000
SMALL = {"OTIO_V2A_FRAME": "160x90"}
"""Says that pictures are small, where large ones would be rendered and nobody looks at them."""

_HEARD = 0.02
_APART = 200


def note(prompt: str) -> str:
    """A prompt as JSON, for markers that have no name."""
    return json.dumps({"v2a": {"sound_effect_prompt": prompt}})


Running = subprocess.Popen[str] | warm.Child
"""A command under way."""


@dataclass(frozen=True, slots=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@dataclass(frozen=True, slots=True)
class Place:
    """A folder to run commands in, with a home of its own and a count of requests."""

    folder: Path
    extra: dict[str, str] = field(default_factory=dict)

    @property
    def counter(self) -> Path:
        return self.folder / "requests.txt"

    @property
    def gate(self) -> Path:
        """The file that opens when a slow scorer may go on."""
        return self.folder / "gate"

    def requests(self) -> list[str]:
        """The beginnings of the keys of all requests so far, in their order."""
        return self.counter.read_text().split() if self.counter.exists() else []

    def environment(self) -> dict[str, str]:
        kept = {name: os.environ[name] for name in ("PATH", "LANG", "TMPDIR") if name in os.environ}
        home = {name: str(self.folder / "home") for name in ("HOME", "XDG_CONFIG_HOME", "APPDATA")}
        paths = os.pathsep.join((str(ROOT), str(FAKES)))
        files = {"V2A_REQUESTS": str(self.counter), "V2A_GATE": str(self.gate)}
        return {**kept, **home, **files, "PYTHONPATH": paths, "PYTHONUTF8": "1", **self.extra}

    def run(self, *words: object) -> Done:
        """The end of a command; nobody sits at its terminal."""
        if hasattr(os, "fork"):
            code, out, err = warm.run([*map(str, words)], self.environment())
            return Done(code, out.decode(), err.decode())
        ended = subprocess.run(
            [*COMMAND, *map(str, words)],
            capture_output=True,
            encoding="utf-8",
            env=self.environment(),
            stdin=subprocess.DEVNULL,
            check=False,
            timeout=300,
        )
        return Done(ended.returncode, ended.stdout, ended.stderr)

    def start(self, *words: object, terminal: int = subprocess.DEVNULL) -> Running:
        """A command under way, in a group of its own; its progress comes line by line on stderr."""
        if hasattr(os, "fork"):
            return warm.Child([*map(str, words)], self.environment(), terminal)
        return subprocess.Popen(
            [*COMMAND, *map(str, words)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            stdin=terminal,
            encoding="utf-8",
            env=self.environment(),
            start_new_session=True,
        )


def until(so: Callable[[], bool], child: Running) -> None:
    """Wait until it is so, while a command is under way."""
    while not so():
        assert child.poll() is None
        time.sleep(0.01)


@dataclass(frozen=True, slots=True)
class Placed:
    """A clip on a track of ours. Unit: frames of the timeline; `first` counts inside the file."""

    track: str
    start: int
    first: int
    length: int
    available: tuple[int, int]
    path: Path
    enabled: bool = True

    @property
    def file_start(self) -> int:
        """The record frame at which the file's first sample stands."""
        return self.start - self.first


def placed(timeline: Path) -> list[Placed]:
    """The clips on our tracks, in the order of the file."""
    tracks = otio.adapters.read_from_file(str(timeline)).tracks
    return [clip for track in tracks if track.name.startswith("V2A ") for clip in _clips(track)]


def _clips(track: otio.schema.Track) -> Iterator[Placed]:
    at = 0
    for child in track:
        if isinstance(child, otio.schema.Clip):
            shown, whole = child.source_range, child.media_reference.available_range
            yield Placed(
                track=track.name,
                start=at,
                first=_whole(shown.start_time.value),
                length=_whole(shown.duration.value),
                available=(_whole(whole.start_time.value), _whole(whole.duration.value)),
                path=Path(_native(child.media_reference.target_url)),
                enabled=child.enabled and track.enabled,
            )
        if not isinstance(child, otio.schema.Transition):
            at += _whole(child.duration().value)


def _native(url: str) -> str:
    return unquote(url.removeprefix("file://")) if url.startswith("file:") else url


def _whole(value: float) -> int:
    assert value == int(value), f"{value} is not a whole frame"
    return int(value)


def foreign(text: str) -> Any:
    """A timeline's JSON without the tracks that are ours."""
    root = json.loads(text)
    stack = root["tracks"]
    stack["children"] = [one for one in stack["children"] if not one["name"].startswith("V2A ")]
    return root


def sample(frame: int, rate: Fraction) -> int:
    """The sample at which a frame starts: the nearest, halves up."""
    return int((frame * SAMPLE_RATE / rate + Fraction(1, 2)) // 1)


@cache
def clicks(path: Path) -> tuple[int, ...]:
    """The samples at which clicks begin."""
    sound, rate = soundfile.read(path, dtype="float32", always_2d=True)
    assert rate == SAMPLE_RATE
    loud = np.flatnonzero(np.abs(sound).max(axis=1) > _HEARD)
    return tuple(int(at) for at in loud[np.diff(loud, prepend=-SAMPLE_RATE) > _APART])


def alive(pid: int) -> bool:
    """Whether a process of that number is there."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
