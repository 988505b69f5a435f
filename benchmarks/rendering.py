"""What rendering costs beside bare ffmpeg doing the same by hand: CPU seconds and memory."""

import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Any

import imageio_ffmpeg
from measuring import MIB, Memory, best, child, peak, side_by_side, watched

RATE, GOP, FRAMES = 25, 250, 6000
SIZE = "1280:720"
AT_ONCE = os.cpu_count() or 1
ENCODED = ("-an", "-c:v", "libx264", "-preset", "superfast", "-crf", "23", "-threads", "1")
CLI = "from otio_v2a.cli import main; main()"
OURS = """
import asyncio, os, sys, time
from pathlib import Path
from otio_v2a.picture.render import render
from otio_v2a.score.ordering import ordered_parts
from otio_v2a.score.prepare import prepare
from otio_v2a.score.workfolder import WorkFolder
from otio_v2a.settings import Settings

async def rendered(pictures, folder, at_once):
    free = asyncio.Semaphore(at_once)
    async def one(number, shown):
        out = folder / f"{number}.mp4"
        async with free:
            await render(shown.visuals, shown.sources, shown.canvas, out, lambda _: None)
    await asyncio.gather(*(one(number, shown) for number, shown in enumerate(pictures)))

prepared = prepare(Path(sys.argv[1]), Settings(handles=0), os.environ)
ordered = ordered_parts(prepared, None, WorkFolder(Path(sys.argv[2])))
pictures = [shown for part in ordered for shown in part.pictures]
assert [shown.frames for shown in pictures] == [int(length) for length in sys.argv[4].split()]
asyncio.run(rendered(pictures, Path(sys.argv[2]), int(sys.argv[3])))
Path(sys.argv[5]).write_text(str(time.process_time()))
"""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some frames of the material."""

    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Reel:
    """A timeline whose markers ask for pictures of so many frames each."""

    path: Path
    lengths: tuple[int, ...]

    def rendered(self, at_once: int = AT_ONCE) -> tuple[float, float]:
        """CPU and wall seconds of our rendering of all its pictures, in one process."""
        with tempfile.TemporaryDirectory() as out:
            lengths = " ".join(map(str, self.lengths))
            return child(OURS, str(self.path), out, str(at_once), lengths, str(self.own))

    @property
    def own(self) -> Path:
        """Where the CPU seconds of our own process stand afterwards, without its children's."""
        return self.path.with_suffix(".own")

    def remembered(self, at_once: int) -> Memory:
        """The most memory that its rendering takes."""
        with watched(FFMPEG) as seen:
            self.rendered(at_once)
        return seen


FFMPEG = imageio_ffmpeg.get_ffmpeg_exe()
SPREAD = tuple(Stretch(300 * i + i * 97 % 50, 100 + i * 67 % 151) for i in range(20))


def rendering() -> None:
    """Ranges of a long-GOP movie, cuts, layers: CPU and memory; then a second run."""
    sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests"))
    material = footage()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _processors(material, folder)
        _memory(material, folder)
        _cuts(material, folder)
        _layers(material, folder)
        _again(material, folder)


def footage() -> Path:
    """Four minutes of 1080p25 as a camera makes them; kept for the next time.

    H.264 with B-frames and a key frame every ten seconds, which costs about as much to decode, to
    scale and to encode as a grainy picture does. Forty seconds, six times.
    """
    path = Path(tempfile.gettempdir()) / "otio_v2a-benchmark" / "grain.mp4"
    if path.is_file():
        return path
    path.parent.mkdir(exist_ok=True)
    once, made = path.with_name("once.mp4"), path.with_name("made.mp4")
    grain = f"testsrc2=s=960x540:r={RATE}:d={FRAMES // 6 // RATE},noise=alls=4:allf=t"
    tags = "range=tv:color_primaries=bt709:color_trc=bt709:colorspace=bt709"
    coded = ["-c:v", "libx264", "-preset", "veryfast", "-crf", "23", "-bf", "3"]
    keys = ["-g", str(GOP), "-keyint_min", str(GOP), "-sc_threshold", "0"]
    shown = f"{grain},scale=1920:1080,format=yuv420p,setparams={tags}"
    _ffmpeg("-f", "lavfi", "-i", shown, *coded, *keys, str(once))
    listed = path.with_name("six.txt")
    listed.write_text("file once.mp4\n" * 6, encoding="utf-8")
    _ffmpeg("-f", "concat", "-i", str(listed), "-c", "copy", str(made))
    made.replace(path)
    return path


def _ffmpeg(*arguments: str) -> None:
    subprocess.run([FFMPEG, "-nostdin", "-v", "error", "-y", *arguments], check=True)


def _processors(material: Path, folder: Path) -> None:
    reel = _one_each(material, SPREAD, folder / "spread.otio")
    commands = [_bare(material, one, folder) for one in SPREAD]
    (floor, _), (ours, _) = best(3, partial(side_by_side, commands, AT_ONCE), reel.rendered)
    frames = sum(one.length for one in SPREAD)
    own = float(reel.own.read_text())
    print(
        f"rendering {len(SPREAD)} ranges, {frames} frames, {AT_ONCE} at once: {ours:.2f} CPU s,"
        f" {own:.2f} of them our own process, bare ffmpeg {floor:.2f} CPU s,"
        f" ratio {ours / floor:.3f}"
    )


def _memory(material: Path, folder: Path) -> None:
    """Ranges that begin soon after a key frame: how long it takes to get there costs no memory."""
    every = [
        Stretch(GOP * (i % (FRAMES // GOP)) + 10 + 20 * (i // (FRAMES // GOP)), 75)
        for i in range(80)
    ]
    bare = max(peak(_bare(material, one, folder)) for one in every[:3])
    few = _one_each(material, every[:8], folder / "few.otio").remembered(2)
    many = _one_each(material, every, folder / "many.otio").remembered(2)
    print(
        f"rendering memory of 8 ranges, 2 at once: {few.below / MIB:.0f} MiB, bare ffmpeg 2 x"
        f" {bare / MIB:.0f} MiB, ratio {few.below / bare / 2:.2f}; our own process"
        f" {few.own / MIB:.0f} MiB"
    )
    print(
        f"rendering memory of 80 ranges: {many.below / MIB:.0f} MiB, ratio to 8"
        f" {many.below / few.below:.2f}; our own process {many.own / MIB:.0f} MiB, ratio"
        f" {many.own / few.own:.2f}"
    )


def _cuts(material: Path, folder: Path) -> None:
    """Twenty seconds in shots of equal length from all over the material, in one picture."""
    for count in (8, 24):
        length = 20 * RATE // count
        shots = [Stretch(FRAMES * i // count + i * 97 % 150, length) for i in range(count)]
        reel = _in_one(material, shots, folder / f"{count}.otio")
        commands = [_bare(material, one, folder) for one in shots]
        bare = max(peak(command) for command in commands[:3])
        bare_ones = partial(side_by_side, commands, 1)
        with watched(FFMPEG) as seen:
            (floor, _), (ours, _) = best(2, bare_ones, reel.rendered)
        print(
            f"rendering {count} cuts in one picture: {ours:.2f} CPU s, bare ffmpeg once a shot"
            f" {floor:.2f} CPU s, ratio {ours / floor:.3f}; memory {seen.below / MIB:.0f} MiB,"
            f" ratio {seen.below / bare:.2f}"
        )


OUT, IN, OVER, SIDE, SHARE = Stretch(440, 225), Stretch(1450, 275), Stretch(2460, 100), 25, 50


def _layers(material: Path, folder: Path) -> None:
    """A dissolve of two seconds, then a layer at half opacity for four, in twenty seconds."""
    from effects import opacity
    from timelines import a_dissolve, a_gap

    length, fade = OUT.length + IN.length, 2 * SIDE
    tail = length - OVER.length - SIDE
    below = [_clip(material, OUT), a_dissolve(SIDE * 24 / RATE), _clip(material, IN)]
    above = [a_gap(tail, RATE), _clip(material, OVER, effects=[opacity("resolve", SHARE)])]
    reel = _reel(folder / "layers.otio", [below, above], [length])
    long = [Stretch(OUT.start, OUT.length + SIDE), Stretch(IN.start - SIDE, IN.length + SIDE), OVER]
    graph = (
        f"[0:v]scale={SIZE}[a];[1:v]scale={SIZE}[b];"
        f"[a][b]xfade=duration={fade / RATE}:offset={(OUT.length - SIDE) / RATE}[ab];"
        f"[2:v]scale={SIZE},format=yuva420p,colorchannelmixer=aa={SHARE / 100},"
        f"setpts=PTS+{tail / RATE}/TB[c];[ab][c]overlay=eof_action=pass"
    )
    files = [word for one in long for word in _opened(material, one)]
    head = [FFMPEG, "-nostdin", "-v", "error", "-y", "-filter_complex_threads", "1"]
    tail_end = ["-frames:v", str(length), *ENCODED, str(folder / "bare.mp4")]
    command = [*head, *files, "-filter_complex", graph, *tail_end]
    bare = peak(command)
    with watched(FFMPEG) as seen:
        (floor, _), (ours, _) = best(2, partial(side_by_side, [command], 1), reel.rendered)
    print(
        f"rendering a dissolve and a layer: {ours:.2f} CPU s, bare ffmpeg by hand {floor:.2f}"
        f" CPU s, ratio {ours / floor:.3f}; memory {seen.below / MIB:.0f} MiB, ratio"
        f" {seen.below / bare:.2f}"
    )


def _again(material: Path, folder: Path) -> None:
    reel = _one_each(material, SPREAD[:6], folder / "again.otio")
    arguments = ("score", str(reel.path), "--progress", "none", "--json")
    first, _ = child(CLI, *arguments)
    pictures = sorted(folder.glob("**/pictures/*.mp4"))
    made = [path.stat().st_mtime_ns for path in pictures]
    again, _ = min(child(CLI, *arguments) for _ in range(3))
    rendered = sum(path.stat().st_mtime_ns not in made for path in folder.glob("**/pictures/*.mp4"))
    print(
        f"rendering second run of {len(pictures)} pictures: {rendered} rendered, {again:.2f} CPU s"
        f" against {first:.2f}, ratio {again / first:.3f}"
    )


def _opened(material: Path, one: Stretch) -> list[str]:
    """The material as an input, sought as our rendering does it: half a frame before the first."""
    return ["-threads", "1", "-ss", f"{(one.start - 0.5) / RATE}", "-i", str(material)]


def _bare(material: Path, one: Stretch, folder: Path) -> list[str]:
    """The least that a stretch can cost: decoded from its key frame on, scaled and encoded."""
    head = [FFMPEG, "-nostdin", "-v", "error", "-y", "-filter_threads", "1"]
    return [
        *(
            *head,
            *(_opened(material, one) if one.start else ["-threads", "1", "-i", str(material)]),
        ),
        *("-vf", f"scale={SIZE}", "-frames:v", str(one.length), *ENCODED),
        str(folder / f"bare {one.start}.mp4"),
    ]


def _one_each(material: Path, every: Sequence[Stretch], path: Path) -> Reel:
    """One cut a stretch, one picture a cut."""
    return _reel(path, [[_clip(material, one) for one in every]], [one.length for one in every])


def _in_one(material: Path, every: Sequence[Stretch], path: Path) -> Reel:
    """One cut a stretch, one picture of them all."""
    shots = [_clip(material, one) for one in every]
    return _reel(path, [shots], [sum(one.length for one in every)])


def _clip(material: Path, one: Stretch, **fields: Any) -> dict[str, Any]:
    from timelines import a_clip, a_range, a_reference

    media = a_reference(str(material), a_range(0, FRAMES, RATE))
    return a_clip(f"from {one.start}", a_range(one.start, one.length, RATE), media, **fields)


def _reel(path: Path, tracks: list[list[dict[str, Any]]], lengths: Sequence[int]) -> Reel:
    from timelines import a_marker, a_track, resolve, written

    begun = accumulate(lengths, initial=90_000)
    cues = [
        a_marker(start, length, f"picture {number}", rate=RATE)
        for number, (start, length) in enumerate(zip(begun, lengths, strict=False))
    ]
    video = [a_track(*items) for items in tracks]
    written(path.parent, resolve(*video, start=90_000, rate=RATE, markers=cues), path.name)
    return Reel(path, tuple(lengths))
