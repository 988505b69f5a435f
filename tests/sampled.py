"""What the sample timelines and their README say, read without the program under test."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import opentimelineio as otio
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

SAMPLES = Path(__file__).parent.parent / "sample_timelines"

Row = tuple[str, ...]
Found = tuple[str, int, Any]
Picture = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Probe:
    rate: Fraction
    frames: int
    timecode: str
    sound: bool


def probed(path: Path) -> Probe:
    with av.open(str(path)) as container:
        picture = container.streams.video[0]
        assert (picture.width, picture.height, picture.codec_context.name) == (640, 360, "h264")
        assert picture.codec_context.has_b_frames
        assert picture.average_rate is not None
        timecode = picture.metadata.get("timecode", "")
        rate = Fraction(picture.average_rate.numerator, picture.average_rate.denominator)
        frames = sum(1 for packet in container.demux(picture) if packet.size)
        return Probe(rate, frames, timecode, bool(container.streams.audio))


def declared(probe: Probe) -> otio.opentime.TimeRange:
    """What a timeline must say of a movie's range."""
    rate = float(probe.rate)
    start = otio.opentime.RationalTime(0, rate)
    if probe.timecode:
        start = otio.opentime.from_timecode(probe.timecode, rate)
    return otio.opentime.TimeRange(start, otio.opentime.RationalTime(probe.frames, rate))


def described(probe: Probe, clip: Any) -> Row:
    assert (clip.rate, clip.frames, clip.timecode) == (probe.rate, probe.frames, probe.timecode)
    events = "; ".join(
        f"{what} {', '.join(map(str, frames))}" for what, frames in clip.events.items()
    )
    sound = "voice" if probe.sound else ""
    return (str(probe.rate), str(probe.frames), probe.timecode, sound, events)


def pictures(path: Path, wanted: Sequence[int], form: str = "rgb24") -> list[Picture]:
    """The frames with these numbers, in the order asked for."""
    found: dict[int, Picture] = {}
    last, converter = max(wanted), VideoReformatter()
    with av.open(str(path)) as container:
        for index, frame in enumerate(container.decode(video=0)):
            if index in wanted:
                found[index] = converter.reformat(frame, format=form).to_ndarray().astype(np.uint8)
            if index == last:
                break
    return [found[index] for index in wanted]


def voice(path: Path) -> NDArray[np.float64]:
    """The movie's mono sound at 48 kHz, full scale ±1."""
    with av.open(str(path)) as container:
        assert container.streams.audio[0].rate == 48_000
        pieces = [frame.to_ndarray()[0] for frame in container.decode(audio=0)]
    return np.concatenate(pieces).astype(np.float64)


def lowest_red(picture: Picture) -> int:
    red, green, blue = (picture[..., channel].astype(int) for channel in range(3))
    ball = (red > 150) & (green < 90) & (blue < 90)
    return int(np.flatnonzero(ball[210:].any(axis=1)).max(initial=-1))


def timeline_of(path: Path) -> otio.schema.Timeline:
    return otio.adapters.read_from_file(str(path))


def rate_of(timeline: otio.schema.Timeline) -> Fraction:
    """The exact rate of a timeline's clips."""
    written = timeline.find_clips()[0].trimmed_range().duration.rate
    return min(
        (Fraction(24), Fraction(25), Fraction(30), Fraction(24000, 1001), Fraction(30000, 1001)),
        key=lambda rate: abs(rate - Fraction(written)),
    )


def table(heading: str) -> list[Row]:
    """The rows of the first table under a heading, without its head."""
    readme = (SAMPLES / "README.md").read_text("utf-8")
    section = readme.split(f"\n{heading}\n", 1)[1].split("\n#", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")][2:]
    cells = (re.split(r"(?<!\\)\|", line)[1:-1] for line in lines)
    return [tuple(cell.strip() for cell in row) for row in cells]


def marked(timeline: otio.schema.Timeline) -> Iterator[Row]:
    """A README row for each marker: timecode, frames, place, name, note."""
    rate = rate_of(timeline)
    first = int(timeline.global_start_time.value) if timeline.global_start_time else 0
    for where, start, marker in sorted(_markers(timeline, first), key=lambda found: found[1]):
        note = marker.metadata.get("Resolve_OTIO", {}).get("Note") or marker.comment
        length = int(marker.marked_range.duration.value)
        span = f"{start} + {length}" if length > 1 else str(start)
        yield _timecode(first + start, rate), span, where, _code(marker.name), _code(note)


def _code(text: str) -> str:
    shown = text if len(text) <= 110 else text[:60] + "…"
    return f"`{shown}`".replace("|", r"\|") if text else ""


def _timecode(frame: int, rate: Fraction) -> str:
    if rate == Fraction(30000, 1001):
        exact = otio.opentime.RationalTime(frame, float(rate))
        return str(exact.to_timecode(float(rate), drop_frame=True))
    whole = float(round(rate))
    return str(otio.opentime.RationalTime(frame, whole).to_timecode(whole))


def _markers(timeline: otio.schema.Timeline, first: int) -> Iterator[Found]:
    for marker in timeline.tracks.markers:
        start = int(marker.marked_range.start_time.value)
        yield "timeline", start - first if start >= first else start, marker
    for number, track in enumerate(timeline.video_tracks(), 1):
        for marker in track.markers:
            yield f"V{number}", int(marker.marked_range.start_time.value), marker
        yield from _hanging(track, f"V{number}", 0)


def _hanging(track: otio.schema.Track, where: str, base: int) -> Iterator[Found]:
    for child, place in track.range_of_all_children().items():
        start = base + int(place.start_time.value)
        if isinstance(child, otio.schema.Stack):
            inner = start - int(child.source_range.start_time.value)
            yield from _hanging(child[0], f"{where} {child.name},", inner)
        elif isinstance(child, otio.schema.Clip):
            name = Path(child.media_reference.target_url).name
            for marker in child.markers:
                yield f"{where} {name}", start + _offset(child, marker), marker


def _offset(clip: otio.schema.Clip, marker: otio.schema.Marker) -> int:
    """Where a marker stands in its clip.

    Source: timelines fact sheet sections 3 and 4.2: Kdenlive counts from the clip, Resolve on
    retimed clips from A + (S - A) / speed, everything else from the source range.
    """
    at = marker.marked_range.start_time.value
    if not clip.metadata and not clip.name:
        return int(at)
    origin = clip.source_range.start_time.value
    for effect in clip.effects:
        if isinstance(effect, otio.schema.LinearTimeWarp):
            media = clip.available_range().start_time.value
            origin = media + (origin - media) / effect.time_scalar
    return int(at - origin)
