"""Regenerates the sample media and timelines: `python sample_timelines/make_media.py`."""

import argparse
from collections.abc import Iterable
from pathlib import Path

from making import cut_bench, cut_generic, cut_storm, cut_street, cut_walk
from making.clips import CLIPS
from making.movie import write
from making.otio import save

HERE = Path(__file__).resolve().parent

TIMELINES = (
    ("storm_25.otio", cut_storm.build),
    ("walk_23976.otio", cut_walk.build),
    ("street_2997df.otio", cut_street.build),
    ("bench_kdenlive_30.otio", cut_bench.build),
    ("generic_24.otio", cut_generic.build),
)


def media(folder: Path, names: Iterable[str]) -> None:
    """Every movie, or those named, in the folder's `media`."""
    wanted = frozenset(names)
    (folder / "media").mkdir(parents=True, exist_ok=True)
    for clip in CLIPS:
        if not wanted or clip.file in wanted:
            made = write(clip, folder / "media")
            print(f"{clip.file}: {clip.frames} frames, {made.stat().st_size // 1000} kB")


def main() -> None:
    """The command line: all of it, only timelines, or only some movies."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--into", type=Path, default=HERE, help="folder to write to")
    parser.add_argument("--no-media", action="store_true", help="write the timelines only")
    parser.add_argument("clips", nargs="*", help="only these movies, by file name")
    arguments = parser.parse_args()
    for name, build in TIMELINES:
        save(build(), arguments.into / name)
    if not arguments.no_media:
        media(arguments.into, arguments.clips)


if __name__ == "__main__":
    main()
