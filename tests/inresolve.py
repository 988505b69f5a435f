"""Resolve's menu: entries put there by the installer, run as Resolve runs them, in a fake of it."""

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

import imageio_ffmpeg
from running import ROOT, SMALL, Place

HOST = ROOT / "tests" / "fakes" / "resolve" / "host.py"
PATIENCE = 120
AT_ONCE = {**SMALL, "OTIO_V2A_RESOLVE__PAGE": "false"}
"""No page: what is free is scored and placed at once."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How an entry ended: its code, what the console shows, and the Resolve it leaves."""

    code: int
    out: str
    resolve: dict[str, Any]

    def timeline(self, name: str) -> dict[str, Any]:
        (found,) = [one for one in self.resolve["timelines"] if one["name"] == name]
        return dict(found)

    @property
    def names(self) -> list[str]:
        return [one["name"] for one in self.resolve["timelines"]]

    @property
    def log(self) -> str:
        """The log whose path the console names first."""
        first = self.out.partition("\n")[0]
        assert first.startswith("V2A log: "), self.out
        return Path(first[len("V2A log: ") :]).read_text(encoding="utf-8")


@dataclass
class Menu:
    """A user with a home, in which the entries are installed."""

    place: Place
    extra: dict[str, str] = field(default_factory=lambda: dict(AT_ONCE))
    count: int = 0

    @property
    def home(self) -> Path:
        """The engine's home."""
        return self.place.folder / "home" / ".otio_v2a"

    @property
    def scripts(self) -> Path:
        below = "home/.local/share/DaVinciResolve/Fusion/Scripts/Utility"
        return self.place.folder / below

    def install(self) -> None:
        done = self.place.run("resolve", "install")
        assert done.code == 0, done.err

    def environment(self, extra: Mapping[str, str]) -> dict[str, str]:
        """What Resolve's own process has: nothing of ours but the settings of the test."""
        said = {**self.place.environment(), **self.extra, **extra}
        return {name: one for name, one in said.items() if name not in ("PYTHONPATH", "PYTHONUTF8")}

    def start(
        self,
        scene: Mapping[str, Any],
        entry: str = "V2A Score.py",
        *words: str,
        python: str = sys.executable,
        **extra: str,
    ) -> "Child":
        """An entry under way, as Resolve starts it."""
        self.count += 1
        story, result = (
            self.place.folder / f"{name}-{self.count}.json" for name in ("scene", "result")
        )
        story.write_text(json.dumps(scene), encoding="utf-8")
        said = words or ("--globals", "resolve")
        process = subprocess.Popen(
            [python, str(HOST), str(story), str(self.scripts / entry), str(result), *said],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            stdin=subprocess.DEVNULL,
            encoding="utf-8",
            env=self.environment(extra),
            start_new_session=os.name == "posix",
        )
        return Child(process, result)

    def run(self, scene: Mapping[str, Any], *words: str, **extra: Any) -> Ended:
        """An entry run to its end."""
        return self.start(scene, *words, **extra).ended()


@dataclass(frozen=True, slots=True)
class Child:
    """An entry under way."""

    process: "subprocess.Popen[str]"
    result: Path

    def ended(self) -> Ended:
        out, _ = self.process.communicate(timeout=PATIENCE)
        told = json.loads(self.result.read_text(encoding="utf-8")) if self.result.exists() else {}
        return Ended(self.process.returncode, out, told)


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip of a scene. Unit: `record`, `duration` frames of the timeline, `skip` of media."""

    file: Path
    record: int
    duration: int
    skip: int = 0
    markers: tuple[tuple[int, int, str, str], ...] = ()
    """Frame behind the clip's start, duration, name, note."""

    def told(self, start: int, rate: str, frames: int) -> dict[str, Any]:
        return {
            "file": str(self.file),
            "name": self.file.name,
            "media_start": start,
            "media_rate": rate,
            "media_frames": frames,
            "record": self.record,
            "source_in": self.skip,
            "duration": self.duration,
            "markers": [
                {"frame": at, "duration": long, "name": name, "note": note}
                for at, long, name, note in self.markers
            ],
        }


def a_movie(folder: Path, rate: Fraction, seconds: int, label: str = "") -> Path:
    """A small movie whose picture moves; with a timecode where one is given."""
    path = folder / f"shot {float(rate):.3f} {label.replace(':', '').replace(';', '')}.mov"
    said = ["-timecode", label] if label else []
    source = f"testsrc2=s=160x90:r={rate}:d={seconds}"
    subprocess.run(
        [
            *(imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-v", "error", "-y", "-f", "lavfi"),
            *("-i", source, "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "ultrafast"),
            *(*said, f"file:{path}"),
        ],
        check=True,
    )
    return path
