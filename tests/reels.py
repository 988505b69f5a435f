"""A small reel to score, places to score it in, and short readings of what came of it."""

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

import imageio_ffmpeg
from flashes import Cut, Mark, Movie, Use
from running import Done, Place

PAL = Fraction(25)
MOVIE = Movie("reel.mov", PAL, 14, 9, 90_000, "01:00:00:00")
BOTH = json.dumps({"v2a": {"sound_effect_prompt": "bell", "bgm_prompt": "calm piano"}})
RAIN, STEPS, BELL = (
    Mark("rain", 20, 60),
    Mark("steps", 80, 75, name="foley"),
    Mark(BOTH, 240, 80, name="V2A"),
)
REEL = Cut(
    PAL,
    "resolve",
    ((Use(MOVIE, 0, 200, skip=30), Use(MOVIE, 225, 100, skip=235)),),
    (RAIN, STEPS, BELL),
    start=90_000,
)
WRAPPER = """#!/bin/sh
echo $$ >> "{log}"
while [ -e "{hold}" ]; do sleep 0.05; done
exec "{real}" "$@"
"""


def a_place(folder: Path) -> Place:
    """A place whose ffmpeg writes down that it was started, and waits while `hold` is there."""
    script = folder / "ffmpeg.sh"
    log, hold, real = folder / "renders.txt", folder / "hold", imageio_ffmpeg.get_ffmpeg_exe()
    script.write_text(WRAPPER.format(log=log, hold=hold, real=real))
    script.chmod(0o755)
    return Place(folder, {"OTIO_V2A_FFMPEG": str(script)})


def renders(place: Place) -> list[str]:
    log = place.folder / "renders.txt"
    return log.read_text().split() if log.exists() else []


def both(jobs: Sequence[tuple[Place, tuple[object, ...]]]) -> list[Done]:
    """The ends of several commands, two at a time."""
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(lambda job: job[0].run(*job[1]), jobs))


def ids(done: Done) -> list[str]:
    return [cue["id"] for cue in done.json["cues"]]


def statuses(done: Done) -> list[str]:
    return [cue["status"] for cue in done.json["cues"]]


def sounds(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("*.v2a/audio/*.wav")}
