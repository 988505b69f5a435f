"""A sound drawn on the report's page: levels, handles, seams and events where they are."""

from dataclasses import replace
from datetime import datetime
from xml.etree.ElementTree import Element

from pages import every, page, words
from reports import BROKEN, FOLDER, RAIN, a_report

from otio_v2a.score.heard import Seen
from otio_v2a.score.report import CueReport
from otio_v2a.score.reports.as_html import as_html
from otio_v2a.score.reports.waveform import outline

MADE = datetime.fromisoformat("2026-11-20T14:02:31+01:00")


def paged(*cues: CueReport) -> Element:
    return page(as_html(a_report(*cues), FOLDER, MADE))


def drawn(cue: CueReport) -> Element:
    (drawing,) = paged(cue).iter("svg")
    return drawing


def test_the_waveform_shows_levels_handles_seams_and_events_where_they_are() -> None:
    drawing = drawn(RAIN)
    assert drawing.attrib["aria-label"] == "Waveform of cue 1"
    # Four peaks are four units wide: 6.505 s. Two kinds of events take a row of 16 each.
    assert drawing.attrib["viewbox"] == "0 0 4 128"
    paths = {
        name: [one.attrib["d"] for one in every(drawing, name)]
        for name in ("wave", "handle", "seam")
    }
    # Of 48 dB, -6.02 is 42 units of 48 high, -12.04 is 36.
    assert paths == {
        "wave": ["M0 48l1-42l1-6l1 12h1v72h-1l-1 12l-1-6l-1-42z"],
        "handle": ["M0 0H0.6149V96H0z", "M3.693 0H4V96H3.693z"],
        "seam": ["M2.152 0v96", "M3.075 0v96"],
    }
    rows = every(drawing, "events")
    # Frames 2, 102 and 32 of the cue, after a second of handle.
    assert [[one.attrib["d"] for one in row] for row in rows] == [
        ["M0.6662 111v-13", "M3.231 111v-14"],
        ["M1.436 127v-7"],
    ]
    assert [words(one) for row in rows for one in row] == [
        *("cut 01:00:02:02", "cut 01:00:06:06", "step 01:00:03:08")
    ]


def test_the_legend_speaks_of_drawings_only_where_there_are_any() -> None:
    legends = [every(paged(*cues), "legend") for cues in ((), (BROKEN,), (BROKEN, RAIN))]
    none, bare, long = (words(one) for (one,) in legends)
    assert (none, bare) == ("No marker asks for sound.", "Out is the first frame after a cue.")
    assert long.startswith(f"{bare} A waveform's height is its level, from -48 dBFS to full scale.")


def test_an_outline_goes_there_and_back() -> None:
    assert outline((0.0,)) == "M0 48h1v0h-1z"
    assert outline((1.0, 0.0)) == "M0 0l1 48h1v0h-1l-1 48z"
    # -48 dBFS and below is nothing; 2 is drawn as full scale.
    assert outline((0.0039, 2.0)) == "M0 48l1-48h1v96h-1l-1-48z"


def test_what_happens_outside_the_file_is_not_drawn() -> None:
    # The file begins 24 frames before frame 48 and ends 12 after frame 167.
    seen = tuple(Seen("cut", frame, 0.5) for frame in (23, 24, 179, 180))
    root = paged(replace(RAIN, seen=seen))
    assert [words(one) for row in every(root, "events") for one in row] == [
        *("cut 01:00:01:00", "cut 01:00:07:11")
    ]
    assert [words(one) for one in root.iter("li")] == ["cut 2"]


def test_events_are_drawn_without_a_sound_too() -> None:
    drawing = drawn(replace(RAIN, heard=None))
    assert drawing.attrib["aria-label"] == "Events of cue 1"
    assert drawing.attrib["viewbox"] == "0 0 400 32"
    # Frame 32 of 120 stands at 400 / 120 * 32.
    assert [one.attrib["d"] for one in every(drawing, "events")[1]] == ["M106.7 31v-7"]
