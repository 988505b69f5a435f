"""What a converted file means, read as every .otio is, and where the real ones are."""

import os
from pathlib import Path

from placing import place, two_that_fade

from otio_v2a.edit import Edit, Event
from otio_v2a.timeline.check import verify
from otio_v2a.timeline.clips import objects
from otio_v2a.timeline.converted import Converted
from otio_v2a.timeline.dialects import detect
from otio_v2a.timeline.document import Document, load, save
from otio_v2a.timeline.items import Setting
from otio_v2a.timeline.otio_json import first_frame, read_edit
from otio_v2a.timeline.rates import timeline_rate
from otio_v2a.timeline.scan import scan

_HOME = Path(os.environ.get("OTIO_V2A_SHARED", Path(__file__).parents[2] / "shared"))
SHARED = _HOME / "timelines"


def understood(converted: Converted, folder: Path) -> Edit:
    """The edit in a converted text, by the dialect that the text itself says."""
    scanned = scan(converted.text)
    root, tracks = scanned.root, objects([child.value for child in scanned.children])
    rate, _ = timeline_rate(root, tracks)
    chosen = detect(root, tracks)
    assert chosen is converted.dialect
    return read_edit(scanned, Setting(rate, first_frame(root, rate), chosen, folder))


def scored(converted: Converted, folder: Path) -> tuple[Document, Document]:
    """The conversion saved as .otio and read, and again with a track of ours in it."""
    path = folder / "Cut 01.otio"
    save(converted.text.encode(), path)
    before = load(path)
    text = place(before, [two_that_fade(before.edit.rate)])
    verify(text, before)
    save(text.encode(), path)
    return before, load(path)


def places(events: tuple[Event, ...]) -> list[tuple[str, int, int]]:
    """Name, first record frame and length of events."""
    return [(event.name, event.record.start, event.record.length) for event in events]


def sources(events: tuple[Event, ...]) -> list[tuple[str, str]]:
    """Source frame at the first record frame, and speed, of events."""
    return [(str(one.source_in * one.record.rate), str(one.speed)) for one in events]
