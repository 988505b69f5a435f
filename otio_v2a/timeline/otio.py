"""An .otio timeline: JSON read in one pass, and our tracks put into its text."""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from otio_v2a.model import Lane
from otio_v2a.timeline.clips import objects
from otio_v2a.timeline.clips import text as spelled
from otio_v2a.timeline.dialects import detect, named
from otio_v2a.timeline.encoding import Encoding
from otio_v2a.timeline.items import Setting
from otio_v2a.timeline.otio_json import first_frame, read_edit
from otio_v2a.timeline.ours import claim
from otio_v2a.timeline.rates import timeline_rate
from otio_v2a.timeline.reading import Reading
from otio_v2a.timeline.scan import Scan, scan
from otio_v2a.timeline.surgery import Layout, Slot, replaced
from otio_v2a.timeline.tracks import Style, alone, style_of, tracks_of
from otio_v2a.timeline.written import Document, mixed


@dataclass(frozen=True, slots=True)
class OtioDocument(Document):
    """A timeline in OpenTimelineIO's JSON."""

    layout: Layout
    style: Style
    head: dict[str, object]

    def placed(self, lanes: Sequence[Lane], files: Collection[str] = ()) -> str:
        """As Document says."""
        tracks = tracks_of(lanes, self.style, self.edit.length)
        return replaced(self.text, self.layout, self.ours(files), tracks)

    def bundled(self, lanes: Sequence[Lane], files: Collection[str] = ()) -> str:
        """As Document says."""
        inside = replace(self, style=replace(self.style, bundled=True))
        return inside.placed(lanes, files)

    def alone(self, lanes: Sequence[Lane]) -> str:
        """As Document says."""
        tracks = tracks_of(lanes, self.style, self.edit.length, whole=True)
        return json.dumps(alone(self.head, tracks), ensure_ascii=False, indent=4) + "\n"


def read_otio(path: Path, text: str, encoding: Encoding, reading: Reading) -> OtioDocument:
    """The timeline in `text`, in the dialect it is written in unless another is named.

    Raises: TimelineError saying what is wrong and where in the text.
    """
    scanned = scan(text)
    claims = tuple(claim(child.value) for child in scanned.children)
    ours = frozenset(index for index, found in enumerate(claims) if found.holds(found.files))
    kept = (child for index, child in enumerate(scanned.children) if index not in ours)
    root, foreign = scanned.root, objects([child.value for child in kept])
    chosen = named(reading.dialect) if reading.dialect else detect(root, foreign)
    rate, written_rate = timeline_rate(root, foreign)
    setting = Setting(rate, first_frame(root, rate), chosen, reading.beside(path))
    edit = read_edit(scanned, setting, ours)
    names = [_name(child.value) for child in scanned.children]
    return OtioDocument(
        path=path,
        text=text,
        encoding=encoding,
        dialect=chosen,
        edit=replace(edit, notices=(*edit.notices, *mixed(names, claims))),
        claims=claims,
        suffix=".otio",
        sequence="",
        layout=_layout(scanned),
        style=style_of(foreign, setting, written_rate, reading.clip_schema),
        head=root,
    )


def _name(track: object) -> str:
    return spelled(track.get("name")) if isinstance(track, dict) else ""


def _layout(scanned: Scan) -> Layout:
    return Layout(scanned.array, tuple(Slot(child.start, child.end) for child in scanned.children))
