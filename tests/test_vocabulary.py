"""The values of keys, slips in their spelling, and the page that documents them."""

import re
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from readings import FADE, GAIN, ID, MEND, STAYS, TAKES, VIDEO_ID, frames, held, ok

from otio_v2a.model import Fade, Stems
from otio_v2a.notes import KEYS, Hint, Reading, read

MARKERS_PAGE = Path(__file__).parent.parent / "docs" / "markers.md"
STEMS = "it has to be mix or split."
ASMR = "it has to be yes or no."


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("asmr", {"asmr": True}),
        ("asmr:", {"asmr": True}),
        ("asmr = ON", {"asmr": True}),
        ("ASMR_mode: y", {"asmr": True}),
        ("asmr: Off", {"asmr": False}),
        ("asmr: 0", {"asmr": False}),
        ("takes: 1", {"takes": 1}),
        ("takes: 08", {"takes": 8}),
        ("gain: -6.5 dB", {"gain_db": -6.5}),
        ("gain: -6,5dB", {"gain_db": -6.5}),
        ("gain: +12", {"gain_db": 12.0}),
        ("gain: \N{MINUS SIGN}60", {"gain_db": -60.0}),
        ("fade: 0.5s", {"fade": Fade(Fraction(1, 2), "s")}),
        ("fade: 0,25 S", {"fade": Fade(Fraction(1, 4), "s")}),
        ("fade: 40ms", {"fade": Fade(Fraction(40), "ms")}),
        ("fade: 0f", {"fade": frames(0)}),
        ("stems: split", {"stems": Stems.SPLIT}),
        ("stems: MIX", {"stems": Stems.MIX}),
        ("id: Roof_1-b", {"id": "Roof_1-b"}),
        ("id: " + "a" * 64, {"id": "a" * 64}),
        ("video_id: 8123:Clip_4.b-2", {"video_id": "8123:Clip_4.b-2"}),
        ("Video_ID = 71", {"video_id": "71"}),
        ("kling_id: " + "c" * 128, {"video_id": "c" * 128}),
    ],
)
def test_a_value_its_key_accepts_is_read(value: str, expected: dict[str, Any]) -> None:
    assert read("sfx", f"hail | {value}") == ok("hail", **expected)


@pytest.mark.parametrize(
    ("value", "error"),
    [
        ("asmr: yes please", f"asmr is 'yes please'; {ASMR}"),
        ("takes: 0", f"takes is '0'; {TAKES}"),
        ("takes: 9", f"takes is '9'; {TAKES}"),
        ("takes: 2.5", f"takes is '2.5'; {TAKES}"),
        ("takes", f"takes is ''; {TAKES}"),
        ("takes: \N{SUPERSCRIPT TWO}", f"takes is '\N{SUPERSCRIPT TWO}'; {TAKES}"),
        ("gain: 12.1", f"gain is '12.1'; {GAIN}"),
        ("gain: -60.1 dB", f"gain is '-60.1 dB'; {GAIN}"),
        ("gain: nan", f"gain is 'nan'; {GAIN}"),
        ("gain: 1e1", f"gain is '1e1'; {GAIN}"),
        ("fade: -1s", f"fade is '-1s'; {FADE}"),
        ("fade: 1.5f", f"fade is '1.5f'; {FADE}"),
        ("fade: 1/2s", f"fade is '1/2s'; {FADE}"),
        ("stems: both", f"stems is 'both'; {STEMS}"),
        ("id: ../../etc", f"id is '../../etc'; {ID}"),
        ("id: roof 1", f"id is 'roof 1'; {ID}"),
        ("id: " + "b" * 65, f"id is '{'b' * 59}…'; {ID}"),
        ("id:", f"id is ''; {ID}"),
        ("video_id: a/b", f"video_id is 'a/b'; {VIDEO_ID}"),
        ("video_id: clip 4", f"video_id is 'clip 4'; {VIDEO_ID}"),
        ("kling_id: " + "d" * 129, f"video_id is '{'d' * 59}…'; {VIDEO_ID}"),
        ("kling_id", f"video_id is ''; {VIDEO_ID}"),
    ],
)
def test_a_value_its_key_does_not_accept_holds_the_marker(value: str, error: str) -> None:
    assert read("sfx", f"hail | {value}") == held("hail", "", error)


def test_every_error_of_a_marker_is_told_at_once() -> None:
    note = "hail | takes: 0 | gain: loud | bgm: " + "y" * 203 + " | muisc: organ | takes: 3"
    assert read("sfx", note) == held(
        "hail",
        "y" * 203 + " | muisc: organ",
        f"unknown key 'muisc' in the note: did you mean 'music'? {MEND}",
        "the note gives takes twice. Keep one of them.",
        "the bgm prompt has 218 characters, at most 200 fit. Shorten it.",
        f"takes is '0'; {TAKES}",
        f"gain is 'loud'; {GAIN}",
    )


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sxf", "sfx"),
        ("sfxx", "sfx"),
        ("bg", ""),
        ("gbm", "bgm"),
        ("foly", "foley"),
        ("sund", "sound"),
        ("scare", "score"),
        ("take", "takes"),
        ("gian", "gain"),
        ("fades", "fade"),
        ("stem", "stems"),
        ("amsr", "asmr"),
        ("videoid", "video_id"),
        ("kling", ""),
        ("bgm_promt", "bgm_prompt"),
        ("musci", "music"),
        ("mucsi", ""),
        ("ixd", ""),
        ("reverb", ""),
    ],
)
def test_a_key_one_slip_away_from_ours_is_asked_about(typed: str, meant: str) -> None:
    asked = held(
        f"hail; {typed}: low",
        "",
        f"unknown key '{typed}' in the note: did you mean '{meant}'? {MEND}",
    )
    kept = ok(f"hail; {typed}: low", warnings=(f"unknown key '{typed}' in the note: {STAYS}",))
    assert read("sfx", f"hail; {typed}: low") == (asked if meant else kept)


def test_a_slip_at_the_start_of_a_note_is_a_warning_since_prose_may_start_so() -> None:
    warning = f"unknown key 'rain' in the note: did you mean 'gain'? {MEND}"
    assert read("sfx", "Rain: heavy, on tin") == ok("Rain: heavy, on tin", warnings=(warning,))


def keys_table() -> str:
    """The table of keys as the markers page shows it."""
    rows = [
        (f"`{key.name}`", ", ".join(f"`{alias}`" for alias in key.aliases), key.value, key.meaning)
        for key in KEYS
    ]
    head = (("Key", "Also", "Value", "What it does"), ("---",) * 4)
    return "\n".join("| " + " | ".join(row) + " |" for row in (*head, *rows))


def test_the_table_of_keys_on_the_markers_page_is_the_codes() -> None:
    page = MARKERS_PAGE.read_text(encoding="utf-8")
    shown = re.search(r"<!-- keys:begin -->\n(.*)\n<!-- keys:end -->", page, re.DOTALL)
    assert shown is not None
    assert shown[1] == keys_table()


def rows_of(section: str) -> list[list[str]]:
    """The cells of a section's table on the markers page, its head left out."""
    page = MARKERS_PAGE.read_text(encoding="utf-8")
    body = page.split(f"\n## {section}\n")[1].split("\n## ")[0]
    lines = [line for line in body.splitlines() if line.startswith("| ")][2:]
    return [[plain(cell) for cell in re.split(r" ?(?<!\\)\| ?", line)[1:-1]] for line in lines]


def plain(cell: str) -> str:
    """What an editor would have typed for a cell."""
    return "" if cell == "(empty)" else cell.strip("`").replace("\\|", "|").replace(" ⏎ ", "\n")


def test_the_ten_examples_of_the_markers_page_are_read_without_a_complaint() -> None:
    readings = [read(name, note) for _, name, note, *_ in rows_of("Ten good markers")]
    complaints = [
        (*reading.errors, *reading.warnings) if isinstance(reading, Reading) else (reading,)
        for reading in readings
    ]
    assert complaints == [()] * 10


def test_each_message_of_the_markers_page_is_what_its_marker_gets() -> None:
    rows = rows_of("What the messages mean")
    told = [(kind, name, note, said(read(name, note))) for kind, name, note, *_ in rows]
    assert told == [(kind, name, note, (kind, message)) for kind, name, note, message in rows]
    assert {kind for kind, *_ in rows} == {"error", "warning", "hint"}


def said(reading: Reading | Hint | None) -> tuple[str, str]:
    """The only thing a reading complains about."""
    if isinstance(reading, Hint):
        return "hint", reading.message
    assert reading is not None
    (told,) = [("error", text) for text in reading.errors] + [
        ("warning", text) for text in reading.warnings
    ]
    return told


def test_each_marker_the_page_calls_ignored_is_not_ours() -> None:
    rows = rows_of("What is ignored, and why")
    assert [read(name, note) for name, note, _ in rows] == [None] * len(rows)
