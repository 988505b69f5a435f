"""Ratios, each measured against a floor in the same run: `python benchmarks/run.py [name …]`.

    planning   reading and planning a timeline / bare opentimelineio read + write of the same file
    second     a second run with nothing changed / the first
    startup    --help and plan / a bare interpreter, and / import opentimelineio
    gateway    40 requests to a seller / what its waiting alone takes; a second run / the first
    rendering  20 ranges of a long-GOP movie, cuts, layers / bare ffmpeg doing the same; its memory
               / one ffmpeg; a second run / the first
    mixing     an hour's mix / a minute's memory; a mix / PyAV decode, resample, ebur128 and write
    sounding   ten minutes baked of 20 s replies / a bare decode, resample, measure and write of the
               same samples; memory of sixty minutes / of one
    sketching  20 s of picture scored by sketch: how many times faster than real time on one core
    xmeml      reading, placing and checking FCP7 XML / a bare parse of the same text
    reviewing  the review's first view of 200 cues, by the clock
    resolving  calls of Resolve a clip that is placed, 200 clips / 50, in a stand-in of it
    watching   500 timelines through a watch folder: memory, files, threads of the service at the
               end / after a tenth; ten minutes

CPU seconds of whole child processes where a process is measured, best of several, interleaved.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import imageio_ffmpeg
from measuring import best, child
from mixing import mixing
from rendering import rendering
from resolving import resolving
from reviewing import reviewing
from sketching import sketching
from sounding import sounding
from watching import watching
from xmeml import xmeml

CLI = "from otio_v2a.cli import main; main()"


def seconds(value: float, rate: float) -> dict[str, object]:
    """A RationalTime."""
    return {"OTIO_SCHEMA": "RationalTime.1", "rate": rate, "value": value}


def span(start: float, length: float, rate: float) -> dict[str, object]:
    """A TimeRange."""
    return {
        "OTIO_SCHEMA": "TimeRange.1",
        "duration": seconds(length, rate),
        "start_time": seconds(start, rate),
    }


def clip(index: int, media: str, every: int, length: float = 50.0) -> dict[str, object]:
    """A Resolve-like clip with about 3 kB of metadata, a marker on one in `every`."""
    start = 90000.0 + (index * 7) % 300
    marker = {
        "OTIO_SCHEMA": "Marker.2",
        "metadata": {"Resolve_OTIO": {"Keywords": [], "Note": f"rain on glass, take {index}"}},
        "name": "sfx",
        "color": "GREEN",
        "marked_range": span(start + 4, length - 9, 25.0),
        "comment": "",
    }
    effects = [{"Key": f"parameter {n}", "Value": n * 0.5, "Enabled": True} for n in range(2)]
    return {
        "OTIO_SCHEMA": "Clip.2",
        "metadata": {
            "Resolve_OTIO": {"Link Group ID": index, "Effects": effects, "Pad": "x" * 300}
        },
        "name": f"A{index:05}.mov",
        "source_range": span(start, length, 25.0),
        "effects": [],
        "markers": [marker] if index % every == 0 else [],
        "enabled": True,
        "media_references": {
            "DEFAULT_MEDIA": {
                "OTIO_SCHEMA": "ExternalReference.1",
                "metadata": {},
                "name": f"A{index:05}.mov",
                "available_range": span(90000.0, 500.0, 25.0),
                "available_image_bounds": None,
                "target_url": media,
            }
        },
        "active_media_reference_key": "DEFAULT_MEDIA",
    }


def timeline(clips: int, media: str, every: int, tracks: int = 3) -> str:
    """A whole timeline, its clips dealt to the tracks."""
    children = [
        {
            "OTIO_SCHEMA": "Track.1",
            "metadata": {"Resolve_OTIO": {"Locked": False}},
            "name": f"Video {number + 1}",
            "source_range": None,
            "effects": [],
            "markers": [],
            "enabled": True,
            "children": [clip(index, media, every) for index in range(number, clips, tracks)],
            "kind": "Video",
        }
        for number in range(tracks)
    ]
    stack = {
        "OTIO_SCHEMA": "Stack.1",
        "metadata": {},
        "name": "",
        "source_range": None,
        "effects": [],
        "markers": [],
        "enabled": True,
        "children": children,
    }
    whole = {
        "OTIO_SCHEMA": "Timeline.1",
        "metadata": {"Resolve_OTIO": {"Resolve OTIO Meta Version": "1.0"}},
        "name": "",
        "global_start_time": seconds(90000.0, 25.0),
        "tracks": stack,
    }
    return json.dumps(whole, indent=4)


BARE = """
import sys, time
import opentimelineio as otio
begin = time.process_time()
timeline = otio.adapters.read_from_file(sys.argv[1])
otio.adapters.write_to_file(timeline, sys.argv[1] + ".out.otio")
open(sys.argv[2], "w").write(str(time.process_time() - begin))
"""
OURS = """
import os, sys, time
from pathlib import Path
from otio_v2a.score.prepare import prepare
from otio_v2a.settings import Settings
begin = time.process_time()
prepared = prepare(Path(sys.argv[1]), Settings(), {})
open(sys.argv[2], "w").write(str(time.process_time() - begin))
assert prepared.plan.parts
"""


def planning() -> None:
    """What planning costs, inside the process: no imports counted on either side."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for clips in (1_000, 10_000):
            path = folder / f"{clips}.otio"
            path.write_text(timeline(clips, "/media/offline/A001.mov", 10), encoding="utf-8")
            spent = folder / "spent"

            def inside(code: str, path: Path = path, spent: Path = spent) -> tuple[float, float]:
                child(code, str(path), str(spent))
                return float(spent.read_text()), 0.0

            (bare, _), (ours, _) = best(5, lambda: inside(BARE), lambda: inside(OURS))
            size = path.stat().st_size / 1e6
            print(
                f"planning  {clips:6} clips, {size:5.1f} MB: plan {ours:.3f} CPU s,"
                f" bare read + write {bare:.3f} CPU s, ratio {ours / bare:.2f}"
            )


def footage(folder: Path) -> Path:
    """Twenty seconds of test picture with a timecode of one hour."""
    path = folder / "bars.mov"
    command = [imageio_ffmpeg.get_ffmpeg_exe(), "-v", "error", "-f", "lavfi"]
    command += ["-i", "testsrc2=s=320x180:r=25:d=20", "-timecode", "01:00:00:00", "-y", str(path)]
    subprocess.run(command, check=True)
    return path


def second() -> None:
    """What a run costs when nothing has changed: 50 clips, 50 cues."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "fifty.otio"
        path.write_text(timeline(50, str(footage(folder)), 1, tracks=1), encoding="utf-8")
        arguments = ("score", str(path), "--progress", "none", "--json")
        first_cpu, first = child(CLI, *arguments)
        (again_cpu, again), *_ = best(3, lambda: child(CLI, *arguments))
        print(
            f"second    50 cues: first {first:.2f} s ({first_cpu:.2f} CPU s),"
            f" second {again:.2f} s ({again_cpu:.2f} CPU s), ratio {again_cpu / first_cpu:.3f}"
        )


def review() -> None:
    """How soon a page has its plan."""

    def write(folder: Path) -> Path:
        path = folder / "two hundred.otio"
        path.write_text(timeline(200, str(footage(folder)), 1, tracks=1), encoding="utf-8")
        return path

    reviewing(write)


def startup() -> None:
    """How long the first word takes."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        path = folder / "fifty.otio"
        path.write_text(timeline(50, str(footage(folder)), 1, tracks=1), encoding="utf-8")
        bare, heard, otio, planned = best(
            7,
            lambda: child("pass"),
            lambda: child(CLI, "--help"),
            lambda: child("import opentimelineio"),
            lambda: child(CLI, "plan", str(path)),
        )
        print(f"startup   --help {heard[1]:.3f} s, {heard[0] / bare[0]:.1f} x a bare interpreter")
        print(
            f"startup   plan of 50 clips {planned[1]:.3f} s ({planned[0]:.3f} CPU s),"
            f" {planned[0] / otio[0]:.1f} x import opentimelineio ({otio[0]:.3f} CPU s)"
        )


REQUESTS, AT_ONCE, LATENCY = 40, 8, 15.0
PATIENCE = {
    "OTIO_V2A_PROVIDERS__FAL__CONCURRENCY": str(AT_ONCE),
    "OTIO_V2A_PROVIDERS__FAL__SUBMIT_INTERVAL": "0",
    # The latency is a quarter of a minute, and so is the patience.
    "OTIO_V2A_GATEWAY__POLL_FIRST": str(3 / 4),
    "OTIO_V2A_GATEWAY__POLL_MAX": str(15 / 4),
}


def gateway() -> None:
    """How long 40 requests take at a seller that works on 8 at once, each for 15 s."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
    from fakes.gateways import Fal

    ideal = -(-REQUESTS // AT_ONCE) * LATENCY
    with tempfile.TemporaryDirectory() as name, Fal() as seller:
        seller.latency, seller.form = LATENCY, "wav"
        folder = Path(name)
        path = folder / "forty.otio"
        path.write_text(timeline(40, str(footage(folder)), 1, tracks=1), encoding="utf-8")
        environment = {**seller.environment, **PATIENCE}
        arguments = ("score", str(path), "--provider", "fal", "--yes", "--progress", "none")
        first_cpu, first = child(CLI, *arguments, environment=environment)
        again_cpu, again = child(CLI, *arguments, environment=environment)
        print(
            f"gateway   {len(seller.bills)} requests, {AT_ONCE} at once, {LATENCY:g} s each: wall"
            f" {first:.1f} s, waiting alone {ideal:.1f} s, ratio {first / ideal:.2f}"
        )
        print(
            f"gateway   second run {again:.2f} s, {again_cpu:.2f} CPU s against {first_cpu:.2f},"
            f" ratio {again_cpu / first_cpu:.3f}"
        )


BENCHMARKS = {
    "planning": planning,
    "second": second,
    "startup": startup,
    "gateway": gateway,
    "rendering": rendering,
    "mixing": mixing,
    "sounding": sounding,
    "sketching": sketching,
    "xmeml": xmeml,
    "reviewing": review,
    "resolving": resolving,
    "watching": watching,
}


def main() -> None:
    """Run the named benchmarks, or all."""
    print(f"{os.cpu_count()} processors, Python {sys.version.split()[0]}")
    for name in sys.argv[1:] or BENCHMARKS:
        BENCHMARKS[name]()


if __name__ == "__main__":
    main()
