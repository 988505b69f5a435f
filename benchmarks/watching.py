"""A watch folder that is never out of work: memory, files, threads of the service, and its speed.

So many timelines, each 3 s of a tiny picture, go through one service that scores with `sketch`. It
is looked at when a tenth of them are done and when all are: what grows then would grow for ever.
`python benchmarks/run.py watching` takes 500; `python benchmarks/watching.py 60` so many.
"""

import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import imageio_ffmpeg
from measuring import MIB

CLI = "from otio_v2a.cli import main; main()"
MANY = 500
AHEAD = 20
"""So many timelines lie in `in/`: exporting all at once would measure a look at them."""

_PAGE = os.sysconf("SC_PAGE_SIZE")


@dataclass(frozen=True, slots=True)
class Size:
    """How large a process is. Unit: bytes of memory."""

    memory: int
    files: int
    threads: int


def size(process: int) -> Size:
    """How large a process is now. Linux."""
    folder = Path("/proc") / str(process)
    pages = int((folder / "statm").read_text().split()[1])
    files, threads = ((folder / one).iterdir() for one in ("fd", "task"))
    return Size(pages * _PAGE, len([*files]), len([*threads]))


def footage(folder: Path) -> Path:
    """Three seconds of a tiny picture."""
    path = folder / "tiny.mov"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi"]
    command += ["-i", "testsrc2=s=96x54:r=10:d=3", "-pix_fmt", "yuv420p", "-y", str(path)]
    subprocess.run(command, check=True)
    return path


def span(start: float, length: float) -> dict[str, Any]:
    """A TimeRange at 10 frames a second."""
    times = {
        name: {"OTIO_SCHEMA": "RationalTime.1", "rate": 10.0, "value": value}
        for name, value in (("start_time", start), ("duration", length))
    }
    return {"OTIO_SCHEMA": "TimeRange.1", **times}


def timeline(media: Path, prompt: str) -> str:
    """One clip with one cue."""
    marker = {"OTIO_SCHEMA": "Marker.2", "name": "sfx", "marked_range": span(0, 30)}
    reference = {
        "OTIO_SCHEMA": "ExternalReference.1",
        "target_url": str(media),
        "available_range": span(0, 30),
    }
    clip = {
        "OTIO_SCHEMA": "Clip.2",
        "name": "tiny",
        "source_range": span(0, 30),
        "markers": [{**marker, "comment": prompt, "metadata": {}, "color": "GREEN"}],
        "media_references": {"DEFAULT_MEDIA": reference},
        "active_media_reference_key": "DEFAULT_MEDIA",
    }
    track = {"OTIO_SCHEMA": "Track.1", "name": "V1", "kind": "Video", "children": [clip]}
    stack = {"OTIO_SCHEMA": "Stack.1", "children": [track]}
    return json.dumps({"OTIO_SCHEMA": "Timeline.1", "name": "", "tracks": stack})


class Soak:
    """A folder, its service, and how many timelines have come out of it."""

    def __init__(self, folder: Path, many: int) -> None:
        self.root, self.many = folder / "scoring", many
        self.ended: list[str] = []
        self._media = footage(folder)
        self._made = 0
        (self.root / "in").mkdir(parents=True)
        environment = {"HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
        short = {"SETTLE": "0.2", "RESCAN": "2"}
        watch = {f"OTIO_V2A_WATCH__{name}": value for name, value in short.items()}
        self.service = subprocess.Popen(
            [sys.executable, "-c", CLI, "watch", str(self.root), "--provider", "sketch", "--json"],
            env={**os.environ, **environment, **watch},
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
        )
        threading.Thread(target=self._listen, daemon=True).start()

    def until(self, count: int) -> None:
        """Keep the folder busy until so many timelines have come out."""
        while len(self.ended) < count:
            if self.service.poll() is not None:
                message = f"the service ended with code {self.service.returncode}"
                raise RuntimeError(message)
            while self._made < min(self.many, len(self.ended) + AHEAD):
                self._drop()
            time.sleep(0.05)

    def filed(self) -> Counter[str]:
        """How many timelines lie in each place, counted on the disk."""
        found: Counter[str] = Counter()
        for place in ("in", "processing", "done", "failed", "needs-approval"):
            paths = (self.root / place).rglob("Cut *.otio")
            found[place] += sum(".v2a-" not in path.name for path in paths)
        return found

    def _drop(self) -> None:
        part = self.root / "in" / "next.part"
        part.write_text(timeline(self._media, f"rain {self._made}"), encoding="utf-8")
        part.replace(part.with_name(f"Cut {self._made:05}.otio"))
        self._made += 1

    def _listen(self) -> None:
        assert self.service.stdout is not None
        for line in self.service.stdout:
            self.ended.append(json.loads(line)["how"])


def watching(many: int = MANY) -> None:
    """Soak and print."""
    with tempfile.TemporaryDirectory() as name:
        soak = Soak(Path(name), many)
        try:
            _soaked(soak, many, soak.service.pid)
        finally:
            soak.service.send_signal(signal.SIGTERM)
            soak.service.wait(180)


def _soaked(soak: Soak, many: int, process: int) -> None:
    begun = time.perf_counter()
    soak.until(many // 10)
    early = size(process)
    soak.until(many)
    late, minutes = size(process), (time.perf_counter() - begun) / 60
    filed = soak.filed()
    out = filed["done"] + filed["failed"] + filed["needs-approval"]
    told: list[tuple[str, Callable[[Size], float], str]] = [
        ("memory", lambda one: one.memory / MIB, " MB"),
        ("open files", lambda one: one.files, ""),
        ("threads", lambda one: one.threads, ""),
    ]
    for what, of, unit in told:
        first, last = of(early), of(late)
        print(
            f"watching  {what} of the service after {many // 10} timelines {first:.1f}{unit},"
            f" after {many} {last:.1f}{unit}, ratio {last / first:.2f}"
        )
    print(
        f"watching  {many / minutes:.0f} timelines a minute; {many} in, {filed['done']} done,"
        f" {filed['failed']} failed, {filed['needs-approval']} held: {many - out} lost"
    )


if __name__ == "__main__":
    watching(int(sys.argv[1]) if sys.argv[1:] else MANY)
