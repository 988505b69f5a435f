"""Small FCPXML files as text, and the edit that one becomes."""

from fractions import Fraction
from pathlib import Path
from typing import Any

from otio_v2a.conform import program, shots
from otio_v2a.edit import Edit
from otio_v2a.model import Layers, Mix, Span, Visual
from otio_v2a.timeline.clips import objects
from otio_v2a.timeline.converted import Converted
from otio_v2a.timeline.fcpxml import read_fcpxml
from otio_v2a.timeline.items import Setting
from otio_v2a.timeline.otio_json import first_frame, read_edit
from otio_v2a.timeline.rates import timeline_rate
from otio_v2a.timeline.scan import scan

DISSOLVE = "FxPlug:4731E73A-8DAC-4113-9A30-AE85B1761265"


def secs(value: Fraction | int | str) -> str:
    """A time as Final Cut writes it."""
    exact = Fraction(value)
    below = f"/{exact.denominator}" if exact.denominator > 1 else ""
    return f"{exact.numerator}{below}s"


def element(tag: str, *children: str, **told: Any) -> str:
    """An element; attributes that are numbers are times, unless they are whole ones: `lane`."""
    written = {
        name.rstrip("_"): secs(value) if isinstance(value, Fraction) else str(value)
        for name, value in told.items()
    }
    attributes = "".join(f' {name}="{value}"' for name, value in written.items())
    return f"<{tag}{attributes}>{''.join(children)}</{tag}>"


def an_asset(ref: str, start: Fraction, duration: Fraction, **told: Any) -> str:
    """A movie with sound, its file in a media-rep, unless told otherwise."""
    url = f"file:///footage/{ref}.mov"
    rep = told.pop("inner", element("media-rep", kind="original-media", src=url))
    usual = {"name": ref, "hasVideo": 1, "hasAudio": 1, "format": "r1"}
    return element("asset", rep, id=ref, start=start, duration=duration, **{**usual, **told})


def a_document(
    spine: str, *resources: str, frame: Fraction, version: str = "1.10", **told: Any
) -> str:
    """A library with one project of a frame duration, 1920x1080, that holds a storyline."""
    form = element("format", id="r1", frameDuration=frame, width=1920, height=1080)
    sequence = element("sequence", element("spine", spine), format="r1", **told)
    project = element("project", sequence, name="Cut 01")
    held = element("library", element("event", project, name="Event"))
    made = element("fcpxml", element("resources", form, *resources), held, version=version)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE fcpxml>\n\n{made}'


def converted(folder: Path, text: str, sequence: str = "") -> Converted:
    """What a text becomes as a file."""
    path = folder / "Cut 01.fcpxml"
    path.write_text(text, encoding="utf-8")
    return read_fcpxml(path, sequence)


def read(folder: Path, text: str, sequence: str = "") -> Edit:
    """The edit that a text means."""
    return edit_of(converted(folder, text, sequence), folder)


def edit_of(made: Converted, folder: Path) -> Edit:
    """The edit that a converted timeline means."""
    scanned = scan(made.text)
    tracks = objects([child.value for child in scanned.children])
    rate, _ = timeline_rate(scanned.root, tracks)
    return read_edit(scanned, Setting(rate, first_frame(scanned.root, rate), made.dialect, folder))


def frames(edit: Edit) -> list[str]:
    """What each record frame shows: `A:7` for frame 7 of media A, `-` for black.

    A mix names both and the share of the second: `A:7>B:0 1/2`; what lies over something `B:0/A:7`.
    """
    shown = program(edit)
    found = []
    for at in range(edit.length):
        (one,) = shots(shown, Span(at, 1, edit.rate))
        found.append(_seen(one, edit.rate))
    return found


def of(media: str, first: int, count: int, step: int = 1) -> list[str]:
    """So many frames of a media from one of its frames on."""
    return [f"{media}:{first + number * step}" for number in range(count)]


def _seen(visual: Visual, rate: Fraction) -> str:
    if isinstance(visual, Mix):
        old, new = _seen(visual.outgoing, rate), _seen(visual.incoming, rate)
        return f"{old}>{new} {visual.share}"
    if isinstance(visual, Layers):
        return "/".join(_seen(one, rate) for one in reversed(visual.visuals))
    if visual.media is None:
        return "-"
    into = visual.source_in - (visual.media.start or 0)
    return f"{visual.media.name}:{int(into * (visual.media.rate or rate))}"
