"""Movies that flash, cuts made of them, and where a cut flashes: computed without the program."""

import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import imageio_ffmpeg
import numpy as np
import opentimelineio as otio
from opentimelineio.opentime import RationalTime, TimeRange
from running import note

WIDTH, HEIGHT = 160, 90
_DARK, _LIT = 40, 235


@dataclass(frozen=True)
class Movie:
    """A dark movie with white frames at uneven distances; `start` is its first timecode, counted.

    `label` is that timecode as ffmpeg writes it into the file, empty for none.
    """

    name: str
    rate: Fraction
    seconds: int
    seed: int
    start: int = 0
    label: str = ""

    @property
    def frames(self) -> int:
        return self.seconds * round(self.rate)

    @cached_property
    def flashes(self) -> frozenset[int]:
        fps = round(self.rate)
        gaps = np.random.default_rng(self.seed).integers(fps // 2, fps + fps // 3, 99)
        return frozenset(int(at) for at in np.cumsum(gaps) if at < self.frames)

    def make(self, folder: Path) -> Path:
        """The movie as a file: H.264 with B-frames."""
        path = folder / self.name
        dark, lit = (bytes([luma]) * (WIDTH * HEIGHT) for luma in (_DARK, _LIT))
        raw = b"".join(lit if at in self.flashes else dark for at in range(self.frames))
        command = [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-v", "error", "-y"]
        command += ["-f", "rawvideo", "-pix_fmt", "gray", "-s", f"{WIDTH}x{HEIGHT}"]
        command += ["-r", str(self.rate), "-i", "-", "-pix_fmt", "yuv420p", "-c:v", "libx264"]
        command += ["-preset", "ultrafast", "-bf", "2", "-g", "50"]
        command += ["-timecode", self.label] if self.label else []
        subprocess.run([*command, f"file:{path}"], input=raw, check=True)
        return path


@dataclass(frozen=True, slots=True)
class Use:
    """A stretch of a movie in the cut. Unit: `at`, `length` record frames, `skip` movie frames."""

    movie: Movie
    at: int
    length: int
    skip: int = 0

    def frame(self, record: int, rate: Fraction) -> int:
        """The movie's frame that a record frame shows."""
        return int((self.skip / self.movie.rate + (record - self.at) / rate) * self.movie.rate)


@dataclass(frozen=True, slots=True)
class Mark:
    """A marker on the clip it begins in, or on the timeline. Unit: record frames; 1 is a point."""

    prompt: str
    at: int
    length: int = 1
    name: str = "sfx"
    on_timeline: bool = False
    colour: str = "GREEN"


@dataclass(frozen=True, slots=True)
class Cut:
    """A timeline to write. `written` is its rate as the application spells it.

    `media_clock` writes source ranges at the rate of the movie, as some applications do.
    """

    rate: Fraction
    dialect: str
    tracks: tuple[tuple[Use, ...], ...]
    marks: tuple[Mark, ...]
    start: int = 0
    written: float = 0.0
    media_clock: bool = False

    def flashes(self) -> list[int]:
        """The record frames on which the picture flashes, as a viewer sees it."""
        top: dict[int, tuple[Movie, int]] = {}
        for use in (use for track in self.tracks for use in track):
            for record in range(use.at, use.at + use.length):
                top[record] = (use.movie, use.frame(record, self.rate))
        lit = {record for record, (movie, frame) in top.items() if frame in movie.flashes}
        return sorted(record for record in lit if record - 1 not in lit)

    def save(self, folder: Path, name: str, media: Path | None = None) -> Path:
        """The cut as an .otio file; its movies are in the same folder unless another is named."""
        path = folder / name
        timeline = _Writer(self, media or folder).timeline()
        text = otio.adapters.write_to_string(timeline, "otio_json")
        path.write_text(text, encoding="utf-8")
        return path


@dataclass(frozen=True, slots=True)
class _Writer:
    cut: Cut
    folder: Path

    def timeline(self) -> otio.schema.Timeline:
        start = None if self._kdenlive else self._time(self.cut.start)
        timeline = otio.schema.Timeline("", global_start_time=start)
        timeline.tracks.name = ""
        if self.cut.dialect == "resolve":
            timeline.metadata["Resolve_OTIO"] = {"Resolve OTIO Meta Version": "1.0"}
        timeline.tracks.extend([*self._tracks()])
        origin = self.cut.start if self.cut.dialect == "resolve" else 0
        marks = [mark for mark in self.cut.marks if mark.on_timeline]
        timeline.tracks.markers.extend(self._marker(mark, origin + mark.at) for mark in marks)
        return timeline

    @property
    def _kdenlive(self) -> bool:
        return self.cut.dialect == "kdenlive"

    def _tracks(self) -> Iterator[otio.schema.Track]:
        pictures = [(f"Video {n}", "Video", uses) for n, uses in enumerate(self.cut.tracks, 1)]
        for name, kind, uses in (*pictures, ("Audio 1", "Audio", self.cut.tracks[0][:1])):
            track = otio.schema.Track("" if self._kdenlive else name, kind=kind)
            track.extend(self._children(uses, marked=kind == "Video"))
            if self._kdenlive:
                track.source_range = TimeRange(self._time(0), track.duration())
            yield track

    def _children(self, uses: tuple[Use, ...], *, marked: bool) -> Iterator[otio.core.Item]:
        at = 0
        for use in uses:
            if use.at > at:
                yield otio.schema.Gap(
                    source_range=TimeRange(self._time(0), self._time(use.at - at))
                )
            yield self._clip(use, self._marks_on(use, uses) if marked else [])
            at = use.at + use.length

    def _marks_on(self, use: Use, uses: tuple[Use, ...]) -> list[Mark]:
        if uses is not self.cut.tracks[0]:
            return []
        reach = range(use.at, use.at + use.length)
        return [mark for mark in self.cut.marks if mark.at in reach and not mark.on_timeline]

    def _clip(self, use: Use, marks: list[Mark]) -> otio.schema.Clip:
        movie = use.movie
        source = (movie.start + use.skip) / movie.rate
        first = self._time(source * self.cut.rate)
        shown = TimeRange(first, self._time(use.length))
        if self.cut.media_clock:
            length = use.length / self.cut.rate * movie.rate
            shown = TimeRange(_at(movie.start + use.skip, movie), _at(length, movie))
        reference = otio.schema.ExternalReference(
            str(self.folder / movie.name),
            TimeRange(_at(movie.start, movie), _at(movie.frames, movie)),
        )
        clip = otio.schema.Clip("" if self._kdenlive else movie.name, reference, shown)
        origin = 0 if self._kdenlive else first.value
        clip.markers.extend(self._marker(mark, origin + mark.at - use.at) for mark in marks)
        return clip

    def _marker(self, mark: Mark, at: float) -> otio.schema.Marker:
        ranged = TimeRange(self._time(at), self._time(mark.length))
        if self._kdenlive:
            return otio.schema.Marker("", ranged, mark.colour, comment=note(mark.prompt))
        if self.cut.dialect != "resolve":
            return otio.schema.Marker(mark.name, ranged, mark.colour, comment=mark.prompt)
        words = {"Resolve_OTIO": {"Keywords": [], "Note": mark.prompt}}
        return otio.schema.Marker(mark.name, ranged, mark.colour, words)

    def _time(self, frames: float | Fraction) -> RationalTime:
        return RationalTime(float(frames), self.cut.written or float(self.cut.rate))


def _at(frames: float | Fraction, movie: Movie) -> RationalTime:
    return RationalTime(float(frames), float(movie.rate))
