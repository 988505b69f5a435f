"""Every real timeline there is, through the whole way: marked, read, placed, read again, compared.

`python tests/every.py --write` puts the table into docs/timelines.md.
"""

import os
import re
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import aaf2
import opentimelineio as otio
from aaf2.components import CommentMarker
from placing import a_lane, a_placement

from otio_v2a.errors import TimelineError
from otio_v2a.model import Cue, Lane
from otio_v2a.spotting import spot
from otio_v2a.timecode import timecode
from otio_v2a.timeline.check import verify
from otio_v2a.timeline.document import load, save
from otio_v2a.timeline.reading import Reading
from otio_v2a.timeline.written import Document

ROOT = Path(__file__).resolve().parents[1]
SHARED = Path(os.environ.get("OTIO_V2A_SHARED", ROOT.parent / "shared")) / "timelines"
ENDINGS = (".otio", ".xml", ".fcpxml", ".edl", ".aaf", ".json")
FILES = tuple(sorted(path for path in SHARED.rglob("*") if path.suffix in ENDINGS))
DOCUMENT = ROOT / "docs" / "timelines.md"
BEGIN, END = "<!-- files:begin -->\n", "\n<!-- files:end -->"

RATES = {"25fps.edl": Fraction(25)}
SEQUENCES = {"fcpx_example.fcpxml": "OpenTimeline_Project"}
_PROMPT = "rain on glass"


@dataclass(frozen=True, slots=True)
class Row:
    """What became of one file. `said` is why it is not read; `judge` who read the result too."""

    file: str
    said: str = ""
    dialect: str = ""
    rate: str = ""
    markers: int = 0
    cues: int = 0
    written: str = ""
    judge: str = ""

    @property
    def line(self) -> str:
        """The row as a table has it."""
        if self.said:
            return f"| `{self.file}` | | | | not read: {self.said} | | |"
        told = f"{self.dialect}, {self.rate} fps"
        return (
            f"| `{self.file}` | {told} | {self.markers} | {self.cues} | placed, `{self.written}`"
            f" | {self.judge} | none |"
        )


def walked(source: Path, folder: Path) -> Row:
    """A copy of a file, marked, taken the whole way; asserts that nothing of it is lost."""
    name = str(source.relative_to(SHARED))
    reading = Reading(
        rate=RATES.get(source.name, Fraction(24)) if source.suffix == ".edl" else None,
        sequence=SEQUENCES.get(source.name, ""),
    )
    try:
        plain = load(source, reading)
    except TimelineError as error:
        return Row(name, str(error).removeprefix(f"{source.name}: "))
    copy = folder / source.name
    copy.write_bytes(marked(source, plain))
    if source.suffix == ".aaf":
        mark_aaf(copy)
    before = load(copy, reading)
    cues = spot(before.edit).cues
    lanes = dummies(cues, before)
    out = folder / before.output_name
    text = before.placed(lanes)
    verify(text, before)
    if not any(before.claims[index].holds() for index in before.ours()):
        assert is_one_insertion(before.text, text)
    save(before.encoding.encoded(text), out)
    after = load(out, reading if before.suffix == ".xml" else Reading())
    same(before, after)
    assert after.placed([]) == before.placed([])
    assert after.placed(lanes) == text
    assert before.placed(lanes) == text
    return Row(
        file=name,
        dialect=before.dialect.name,
        rate=f"{float(before.edit.rate):.6g}",
        markers=len(before.edit.markers),
        cues=len(cues),
        written=out.suffix,
        judge=judged(out, lanes),
    )


def is_one_insertion(source: str, out: str) -> bool:
    """Whether `out` is `source` with something put in at one place."""
    pairs = enumerate(zip(source, out, strict=False))
    at = next((index for index, (one, other) in pairs if one != other), len(source))
    while at and not out.endswith(source[at:]):
        at -= 1
    return len(out) > len(source) and out.startswith(source[:at]) and out.endswith(source[at:])


def same(before: Document, after: Document) -> None:
    """Assert that both mean the same edit, but for what was said while it was converted."""
    one, two = (replace(one.edit, notices=(), name="") for one in (before, after))
    assert one == two
    assert (before.edit.drop_frame, before.edit.frame) == (after.edit.drop_frame, after.edit.frame)


def dummies(cues: tuple[Cue, ...], document: Document) -> list[Lane]:
    """A lane of our own for each cue, and one with a crossfade, wherever it fits."""
    edit = document.edit
    length = max(1, edit.length)
    fading = [
        a_placement(0, length, edit.rate, tail=2, cue_id="aaaaaaa1"),
        a_placement(length, 5, edit.rate, head=2, cue_id="aaaaaaa2"),
    ]
    crossfades = (4,) if length > 4 else ()
    if not crossfades:
        fading = fading[:1]
    placed = [
        a_lane(
            a_placement(cue.record.start, cue.record.length, edit.rate, cue_id=cue.id),
            name=f"V2A SFX {index}",
        )
        for index, cue in enumerate(cues, 2)
    ]
    return [a_lane(*fading, crossfades=crossfades), *placed]


def judged(out: Path, lanes: list[Lane]) -> str:
    """Who else reads the result and finds our clips where they belong."""
    wanted = sorted(
        (one.record.start, one.record.length) for lane in lanes for one in lane.placements
    )
    if out.suffix == ".xml":
        adapter = otio.adapters.read_from_file(str(out), "fcp_xml")
        timelines = [adapter] if isinstance(adapter, otio.schema.Timeline) else list(adapter)
        tracks = [track for one in timelines for track in one.tracks]
        # The adapter merges the two channels of a stereo clip, and has no names of tracks.
        ours = [track for track in tracks if _is_ours(track)]
        assert _found(ours) == wanted
        return "otio-fcp-adapter"
    try:
        timeline = otio.adapters.read_from_file(str(out), "otio_json")
    except otio.exceptions.OTIOError:
        return "opentimelineio refuses the source itself"
    assert _found([track for track in timeline.tracks if _is_ours(track)]) == wanted
    return "opentimelineio"


def _is_ours(track: otio.schema.Track) -> bool:
    clips = [child for child in track if isinstance(child, otio.schema.Clip)]
    urls = [getattr(clip.media_reference, "target_url", "") or "" for clip in clips]
    return bool(urls) and all("/v2a_" in url for url in urls)


def _found(tracks: list[otio.schema.Track]) -> list[tuple[int, int]]:
    places = []
    for track in tracks:
        ranges = track.range_of_all_children()
        for child in track:
            if isinstance(child, otio.schema.Clip):
                found = ranges[child]
                places.append((int(found.start_time.value), int(found.duration.value)))
    return sorted(places)


def marked(source: Path, plain: Document) -> bytes:
    """A file's bytes with two markers of ours in it, where its format can be written as text."""
    raw = source.read_bytes()
    marking: dict[str, Callable[[str, Document], str]] = {
        ".otio": _otio,
        ".json": _otio,
        ".xml": _xmeml,
        ".edl": _edl,
        ".fcpxml": _fcpxml,
    }
    change = marking.get(source.suffix)
    return raw if change is None else change(raw.decode(), plain).encode()


def _otio(text: str, plain: Document) -> str:
    rate, length = plain.edit.rate, min(30, max(1, plain.edit.length - 1))

    def a_time(value: int) -> str:
        return f'{{"OTIO_SCHEMA": "RationalTime.1", "rate": {float(rate)}, "value": {value}.0}}'

    marker = (
        '{"OTIO_SCHEMA": "Marker.2", "metadata": {}, "name": "sfx", "color": "GREEN",'
        f' "comment": "{_PROMPT}", "marked_range": {{"OTIO_SCHEMA": "TimeRange.1",'
        f' "start_time": {a_time(0)}, "duration": {a_time(length)}}}}}'
    )
    stack = re.search(r'"tracks"\s*:\s*\{', text)
    assert stack
    for found in re.finditer(r'"markers"\s*:\s*\[\s*(\]?)', text):
        at, comma = found.start(1), "" if found.group(1) else ","
        changed = f"{text[:at]}{marker}{comma}{text[at:]}"
        if _has_more(changed, plain):
            return changed
    return f'{text[: stack.end()]}"markers": [{marker}],{text[stack.end() :]}'


def _has_more(text: str, plain: Document) -> bool:
    """Whether a marker just put in belongs to the whole timeline."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "marked.otio"
        path.write_text(text, encoding="utf-8")
        try:
            markers = load(path).edit.markers
        except TimelineError:
            return False
    whole = [one for one in markers if one.address.startswith("timeline, marker 'sfx'")]
    return len(markers) == len(plain.edit.markers) + 1 and len(whole) == 1


def _xmeml(text: str, plain: Document) -> str:
    end = text.rindex("</sequence>")
    last = min(40, plain.edit.length)
    told = "<marker><name>{}</name><comment>{}</comment><in>{}</in><out>{}</out></marker>"
    ranged = told.format("sfx", _PROMPT, 5, last)
    return f"{text[:end]}{ranged}{told.format('bgm', 'slow piano', 60, -1)}{text[end:]}"


def _edl(text: str, plain: Document) -> str:
    edit = plain.edit
    event = max((one for track in edit.tracks for one in track.events), key=lambda one: one.record)
    label = timecode(edit.start + event.record.start, edit.rate, drop=edit.drop_frame)
    return f"{text.rstrip()}\n* LOC: {label} GREEN   sfx: {_PROMPT}\n"


def _fcpxml(text: str, plain: Document) -> str:
    project = text.index(f'<project name="{plain.edit.name}"')
    clip = re.compile(r"<(asset-clip|clip|ref-clip)\b[^>]*>").search(text, project)
    assert clip
    start = re.search(r'\bstart="([^"]*)"', clip.group())
    at = start.group(1) if start else "0s"
    marker = f'<marker start="{at}" duration="100/3000s" value="sfx" note="{_PROMPT}"/>'
    if clip.group().endswith("/>"):
        return f"{text[: clip.end() - 2]}>{marker}</{clip.group(1)}>{text[clip.end() :]}"
    return f"{text[: clip.end()]}{marker}{text[clip.end() :]}"


def mark_aaf(copy: Path) -> None:
    """Every comment of a marker in an AAF becomes one of ours."""
    with aaf2.open(str(copy), "rw") as file:
        for mob in file.content.mobs:
            for slot in mob.slots:
                for one in getattr(slot.segment, "components", ()):
                    if isinstance(one, CommentMarker):
                        one["Comment"].value = f"sfx: {_PROMPT}"


def table() -> str:
    """Every file and what became of it."""
    head = (
        "| file | read as | markers, ours put in | cues | placed | read again by | lost |",
        "|---|---|---|---|---|---|---|",
    )
    rows = []
    for source in FILES:
        with tempfile.TemporaryDirectory() as folder:
            rows.append(walked(source, Path(folder)).line)
    return "\n".join((*head, *rows))


def rewritten(text: str, lines: str) -> str:
    """The document with a new table."""
    head, _, rest = text.partition(BEGIN)
    return f"{head}{BEGIN}{lines}{END}{rest.partition(END)[2]}"


if __name__ == "__main__" and "--write" in sys.argv:
    DOCUMENT.write_text(rewritten(DOCUMENT.read_text(encoding="utf-8"), table()), encoding="utf-8")
