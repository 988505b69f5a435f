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
COLOURS = {"Video": "#4a6fa5", "Audio": "#3d8168", "SFX": "#58a55c", "BGM": "#8a63b0", "MIX": "#c08a3e"}


def main() -> None:
    """Write the picture."""
    timeline = otio.adapters.read_from_file(str(SCORED))
    tracks = [*reversed(timeline.video_tracks()), *timeline.audio_tracks()]
    length = max(track.duration().to_seconds() for track in tracks)
    scale = (WIDTH - LEFT - 20) / length
    rows = [row for index, track in enumerate(tracks) for row in draw(track, index, scale)]
    height = 56 + len(tracks) * (ROW + GAP)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" font-family="sans-serif">'
    ground = f'<rect width="{WIDTH}" height="{height}" rx="8" fill="#1e1f23"/>'
    ruler = list(draw_ruler(timeline, length, scale, height))
    out = "\n".join([head, ground, *ruler, *rows, "</svg>", ""])
    (ROOT / "docs" / "result.svg").write_text(out, encoding="utf-8")


def draw_ruler(timeline: otio.schema.Timeline, length: float, scale: float, height: int) -> Iterator[str]:
    """A timecode every five seconds."""
    start = timeline.global_start_time.to_seconds()
    for second in range(0, int(length) + 1, 5):
        x = LEFT + second * scale
        at = otio.opentime.RationalTime(start + second, 1).rescaled_to(25).to_timecode()
        yield f'<line x1="{x:.1f}" x2="{x:.1f}" y1="30" y2="{height - 14}" stroke="#33353b"/>'
        yield f'<text x="{x + 3:.1f}" y="24" font-size="11" fill="#8b8f98">{at}</text>'


def draw(track: otio.schema.Track, index: int, scale: float) -> Iterator[str]:
    """One track: its name, its clips, and for ours the sound in them."""
    top = 40 + index * (ROW + GAP)
    ours = track.name.startswith("V2A")
    colour = COLOURS[track.name.split()[1]] if ours else COLOURS[track.kind]
    weight = ' font-weight="bold"' if ours else ""
    label = "#e8eaed" if ours else "#8b8f98"
    yield f'<rect x="8" y="{top}" width="{WIDTH - 16}" height="{ROW}" rx="4" fill="#26282d"/>'
    yield f'<text x="16" y="{top + 28}" font-size="13" fill="{label}"{weight}>{escape(track.name)}</text>'
    at = 0.0
    for item in track:
        if isinstance(item, otio.schema.Transition):
            x, half = LEFT + at * scale, item.in_offset.to_seconds() * scale
            cross = f"M{x - half:.1f} {top} L{x + half:.1f} {top + ROW} M{x - half:.1f} {top + ROW} L{x + half:.1f} {top}"
            yield f'<path d="{cross}" stroke="#fff" stroke-width="1.5" fill="none"/>'
            continue
        seconds = item.duration().to_seconds()
        if not isinstance(item, otio.schema.Gap):
            yield from draw_clip(item, (LEFT + at * scale, top, seconds * scale), colour, ours=ours)
        at += seconds


def draw_clip(
    item: otio.core.Item, place: tuple[float, int, float], colour: str, *, ours: bool
) -> Iterator[str]:
    """One clip with its name, its markers, and its waveform where it is ours."""
    x, top, width = place
    faint = "" if getattr(item, "enabled", True) else ' opacity="0.35"'
    yield f'<g{faint}><rect x="{x:.1f}" y="{top}" width="{width:.1f}" height="{ROW}" rx="3" fill="{colour}"/>'
    if ours:
        yield draw_wave(item, x, top, width)
    name = item.name if len(item.name) * 6.2 < width else item.name[: max(0, int(width / 6.2) - 1)] + "…"
    yield f'<text x="{x + 5:.1f}" y="{top + 14}" font-size="11" fill="#fff">{escape(name)}</text></g>'
    for marker in item.markers:
        offset = marker.marked_range.start_time - item.trimmed_range().start_time
        left = x + offset.to_seconds() * width / item.duration().to_seconds()
        across = max(4.0, marker.marked_range.duration.to_seconds() * width / item.duration().to_seconds())
        note = marker.metadata.get("Resolve_OTIO", {}).get("Note", "")
        shown = f"{marker.name}: {note}"[: max(3, int(across / 5.6))]
        yield f'<rect x="{left:.1f}" y="{top + ROW - 20}" width="{across:.1f}" height="16" rx="3" fill="#f2c14e"/>'
        yield f'<text x="{left + 4:.1f}" y="{top + ROW - 8}" font-size="10" fill="#222">{escape(shown)}</text>'


def draw_wave(item: otio.schema.Clip, x: float, top: int, width: float) -> str:
    """The clip's sound: highest and lowest sample of each column."""
    start, length = item.source_range.start_time.to_seconds(), item.source_range.duration.to_seconds()
    samples, rate = soundfile.read(item.media_reference.target_url)
    heard = samples[round(start * rate) : round((start + length) * rate)].mean(axis=1)
    loudest = max(0.05, float(np.abs(heard).max()))
    columns = np.array_split(heard / loudest, max(1, int(width / 1.5)))
    middle, tall = top + ROW / 2 + 4, ROW / 2 - 6
    lines = " ".join(
        f"M{x + i * width / len(columns):.1f} {middle - column.max() * tall:.1f}V{middle - column.min() * tall:.1f}"
        for i, column in enumerate(columns)
    )
    return f'<path d="{lines}" stroke="#fff" stroke-opacity="0.65" stroke-width="0.9"/>'


if __name__ == "__main__":
    main()
