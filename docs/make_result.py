"""Draws docs/result.svg: a scored timeline as an editor sees it, its sounds as waveforms.

otio-v2a score sample_timelines/storm_25.otio && python docs/make_result.py
"""

from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
import opentimelineio as otio
import soundfile

ROOT = Path(__file__).resolve().parents[1]
SCORED = ROOT / "sample_timelines" / "storm_25.v2a.otio"
WIDTH, LEFT, ROW, GAP = 1200, 110, 46, 6
COLOURS = {
    "Video": "#4a6fa5",
    "Audio": "#3d8168",
    "SFX": "#58a55c",
    "BGM": "#8a63b0",
    "MIX": "#c08a3e",
}


def main() -> None:
    """Write the picture."""
    timeline = otio.adapters.read_from_file(str(SCORED))
    tracks = [*reversed(timeline.video_tracks()), *timeline.audio_tracks()]
    length = max(track.duration().to_seconds() for track in tracks)
    scale = (WIDTH - LEFT - 20) / length
    rows = [row for index, track in enumerate(tracks) for row in draw(track, index, scale)]
    height = 56 + len(tracks) * (ROW + GAP)
    box = f'viewBox="0 0 {WIDTH} {height}" font-family="sans-serif"'
    head = f'<svg xmlns="http://www.w3.org/2000/svg" {box}>'
    ground = f'<rect width="{WIDTH}" height="{height}" rx="8" fill="#1e1f23"/>'
    ruler = list(draw_ruler(timeline, length, scale, height))
    out = "\n".join([head, ground, *ruler, *rows, "</svg>", ""])
    (ROOT / "docs" / "result.svg").write_text(out, encoding="utf-8")


def draw_ruler(
    timeline: otio.schema.Timeline, length: float, scale: float, height: int
) -> Iterator[str]:
    """A timecode every five seconds."""
    start = timeline.global_start_time.to_seconds()
    for second in range(0, int(length) + 1, 5):
        x = LEFT + second * scale
        at = otio.opentime.RationalTime(start + second, 1).rescaled_to(25).to_timecode()
        yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="30" y2="{height - 14}" stroke="#33353b"/>'
        if x < WIDTH - 80:
            yield f'<text x="{x + 3:.1f}" y="24" font-size="11" fill="#8b8f98">{at}</text>'


def draw(track: otio.schema.Track, index: int, scale: float) -> Iterator[str]:
    """One track: its name, its clips, for ours the sound in them, and its crossfades on top."""
    top = 40 + index * (ROW + GAP)
    ours = track.name.startswith("V2A")
    colour = COLOURS[track.name.split()[1] if ours else track.kind]
    style = 'fill="#e8eaed" font-weight="bold"' if ours else 'fill="#8b8f98"'
    yield f'<rect x="8" y="{top}" width="{WIDTH - 16}" height="{ROW}" rx="4" fill="#26282d"/>'
    yield f'<text x="16" y="{top + 28}" font-size="13" {style}>{escape(track.name)}</text>'
    at, crossfades = 0.0, []
    for item in track:
        if isinstance(item, otio.schema.Transition):
            x, half = LEFT + at * scale, item.in_offset.to_seconds() * scale
            crossfades.append(cross(x, half, top))
            continue
        seconds = item.duration().to_seconds()
        if not isinstance(item, otio.schema.Gap):
            yield from draw_clip(item, (LEFT + at * scale, top, seconds * scale), colour, ours=ours)
        at += seconds
    yield from crossfades


def cross(x: float, half: float, top: int) -> str:
    """A crossfade: both sides' fades."""
    left, right, bottom = f"{x - half:.1f}", f"{x + half:.1f}", top + ROW
    lines = f"M{left} {top}L{right} {bottom}M{left} {bottom}L{right} {top}"
    return f'<path d="{lines}" stroke="#fff" stroke-width="1.5" fill="none"/>'


def draw_clip(
    item: otio.core.Item, place: tuple[float, int, float], colour: str, *, ours: bool
) -> Iterator[str]:
    """One clip with its name, its markers, and its waveform where it is ours."""
    x, top, width = place
    faint = "" if getattr(item, "enabled", True) else ' opacity="0.35"'
    box = f'x="{x:.1f}" y="{top}" width="{width:.1f}" height="{ROW}"'
    yield f'<g{faint}><rect {box} rx="3" fill="{colour}"/>'
    if ours:
        yield draw_wave(item, x, top, width)
    name = fitting(item.name, width - 8, 6.6)
    yield f'<text x="{x + 5:.1f}" y="{top + 14}" font-size="11" fill="#fff">{name}</text></g>'
    used = item.trimmed_range()
    for marker in item.markers:
        offset = (marker.marked_range.start_time - used.start_time).to_seconds()
        pixels = width / used.duration.to_seconds()
        across = max(4.0, marker.marked_range.duration.to_seconds() * pixels)
        note = marker.metadata.get("Resolve_OTIO", {}).get("Note", "")
        yield from draw_marker(x + offset * pixels, top, across, f"{marker.name}: {note}")


def draw_marker(x: float, top: int, width: float, text: str) -> Iterator[str]:
    """A marker with as much of its text as fits."""
    box = f'x="{x:.1f}" y="{top + ROW - 20}" width="{width:.1f}" height="16"'
    yield f'<rect {box} rx="3" fill="#f2c14e" stroke="#1e1f23" stroke-width="0.6"/>'
    place = f'x="{x + 4:.1f}" y="{top + ROW - 8}"'
    yield f'<text {place} font-size="10" fill="#222">{fitting(text, width - 6, 5.7)}</text>'


def fitting(text: str, width: float, letter: float) -> str:
    """As much of a text as fits, with an ellipsis where it was longer."""
    room = int(width / letter)
    return escape(text if len(text) <= room else text[: room - 1] + "…" if room > 1 else "")


def draw_wave(item: otio.schema.Clip, x: float, top: int, width: float) -> str:
    """The clip's sound: highest and lowest sample of each column."""
    used = item.source_range
    start, length = used.start_time.to_seconds(), used.duration.to_seconds()
    samples, rate = soundfile.read(item.media_reference.target_url)
    heard = samples[round(start * rate) : round((start + length) * rate)].mean(axis=1)
    loudest = max(0.05, float(np.abs(heard).max()))
    columns = np.array_split(heard / loudest, max(1, int(width / 1.5)))
    middle, tall = top + ROW / 2 + 4, ROW / 2 - 6
    step = width / len(columns)
    lines = " ".join(
        f"M{x + i * step:.1f} {middle - column.max() * tall:.1f}V{middle - column.min() * tall:.1f}"
        for i, column in enumerate(columns)
    )
    return f'<path d="{lines}" stroke="#fff" stroke-opacity="0.65" stroke-width="0.9"/>'


if __name__ == "__main__":
    main()
