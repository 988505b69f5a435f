"""The report of a run as a page: one file, whole and harmless, with the worst said first."""

import base64
import re
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from xml.etree.ElementTree import Element

import pytest
from pages import every, facts, page, words
from reports import (
    ABOUT_RAIN,
    BROKEN,
    EVERY,
    FOLDER,
    HELD,
    HUSH,
    JPEG,
    LATER,
    LOST,
    OFF,
    RAIN,
    WAVES,
    a_cue,
    a_report,
)

from otio_v2a.model import Level, Notice, Span
from otio_v2a.score.heard import Heard, Seen
from otio_v2a.score.report import Report
from otio_v2a.score.reports.as_html import as_html

MADE = datetime.fromisoformat("2026-11-20T14:02:31+01:00")
HOSTILE = '<script>alert(1)</script> & "it\'s" </style></p><img src=x onerror=alert(1)>\ud800\x1b'
SHOWN = '<script>alert(1)</script> & "it\'s" </style></p><img src=x onerror=alert(1)>?'


def paged(report: Report) -> Element:
    return page(as_html(report, FOLDER, MADE))


def verdict(report: Report) -> tuple[str, str]:
    (found,) = every(paged(report), "verdict")
    return found.attrib["class"].split()[1], words(found)


def sections(report: Report) -> list[Element]:
    return every(paged(report), "cue")


# --- the page -------------------------------------------------------------------------------


def test_the_page_is_whole_and_needs_nothing_else() -> None:
    text = as_html(EVERY, FOLDER, MADE)
    root = page(text)
    assert root.get("lang") == "en"
    assert [words(one) for one in (root[0].find("title"), root.find(".//h1"))] == [
        *("Sound report: Cut 01.otio",) * 2
    ]
    assert not re.search(r"https?:|url\(|@import|<script|<link|\bon\w+=", text)
    given = [(name, value) for one in root.iter() for name, value in one.attrib.items()]
    assert all(
        value.startswith("data:image/jpeg;base64,") for name, value in given if name == "src"
    )
    assert all(value.startswith(("#", "audio/")) for name, value in given if name == "href")
    (policy,) = [one.attrib["content"] for one in root.iter("meta") if one.get("http-equiv")]
    assert policy == "default-src 'none'; img-src data:; style-src 'unsafe-inline'"
    assert as_html(EVERY, FOLDER, MADE) == text


def test_the_page_is_headed_with_what_the_run_came_to() -> None:
    (head,) = paged(EVERY).iter("header")
    assert facts(head) == {
        "Timeline": "Cut 01.otio/edit",
        "Output": "Cut 01.v2a.otio/edit",
        "Provider": "wavespeed",
        "Made": "2026-11-20 14:02",
        "Money": "$0.14 spent on 4 requests",
        # 120 + 96 + 72 frames, counted at 24 a second, lasting 1.001 s each.
        "Scored": "00:00:12:00 (12.01 s)",
        "Loudness": "-31.0 to -23.4 LUFS",
    }
    (head,) = paged(a_report(output=None, cost=Decimal(0), requests=0)).iter("header")
    told = facts(head)
    assert (told["Output"], told["Money"]) == ("none written", "nothing was spent")


def test_a_cue_in_two_roles_is_scored_once_and_timecodes_drop_as_the_timeline_does() -> None:
    # At 29.97 a minute of drop-frame labels has 1798 frames: 1790 is still the first minute's.
    span = Span(1_790, 30, Fraction(30_000, 1001))
    music = replace(RAIN, record=span, heard=None, seen=())
    both = (music, replace(music, role="bgm", audio="/x.wav"))
    root = paged(a_report(*both, start=0, drop_frame=True))
    (head,) = root.iter("header")
    assert facts(head)["Scored"] == "00:00:01;00 (1.00 s)"
    told = [facts(one) for one in every(root, "cue")]
    assert [(one["In"], one["Out"], one["Role"]) for one in told] == [
        ("00:00:59;20", "00:01:00;22", "sfx"),
        ("00:00:59;20", "00:01:00;22", "bgm"),
    ]


@pytest.mark.parametrize(
    ("cues", "told"),
    [
        ((RAIN, WAVES), ("good", "✓ All is well 2 cues: 1 placed, 1 kept")),
        ((RAIN, OFF), ("good", "✓ All is well 2 cues: 1 placed, 1 skipped")),
        ((RAIN, HUSH), ("doubt", "? 1 cue to look at 2 cues: 1 placed, 1 silent")),
        ((RAIN, LATER), ("doubt", "? 1 cue to look at 2 cues: 1 placed, 1 not scored")),
        ((OFF,), ("doubt", "? Nothing is scored 1 cue: 1 skipped")),
        ((), ("doubt", "? Nothing is scored no cues")),
        ((RAIN, HELD), ("bad", "✗ 1 cue without a sound 2 cues: 1 placed, 1 held")),
        (
            (WAVES, BROKEN, LOST, HUSH),
            (
                "bad",
                "✗ 2 cues without a sound 4 cues: 1 kept, 1 silent, 1 uncertain, 1 failed",
            ),
        ),
    ],
)
def test_two_seconds_are_enough_to_see_whether_all_is_well(cues, told) -> None:
    assert verdict(a_report(*cues)) == told


def test_warnings_are_counted_and_hints_are_not() -> None:
    notices = (ABOUT_RAIN, Notice("x", "y", Level.HINT))
    assert verdict(a_report(RAIN, notices=notices))[1].endswith("1 cue: 1 placed, 1 warning")


def test_what_needs_somebody_is_listed_first_with_its_reason_and_a_way_to_it() -> None:
    root = paged(EVERY)
    (found,) = every(root, "open")
    assert [words(one) for one in found] == [
        "3 01:00:12:12 broken failed refused. Reword it.",
        "4 01:00:16:16 hush silent Nothing is heard in it. Choose another take, or change its"
        " prompt and score again.",
        "5 01:00:20:20 lost uncertain its answer is lost. Say: otio-v2a takes '/edit/Cut 01.otio'"
        " resubmit 1a2b3c4d.",
        "6 01:00:25:00 held held the prompt is too long. Shorten it.",
        "7 01:00:29:04 later not scored not scored yet.",
    ]
    places = {one.get("id"): words(one[0]) for one in every(root, "cue")}
    for line in found:
        (link,) = line.iter("a")
        assert places[link.attrib["href"].removeprefix("#")].startswith(words(link))
    tones = [one.attrib["class"].removeprefix("cue ") for one in every(root, "cue")]
    assert tones == ["good", "good", "bad", "doubt", "bad", "bad", "doubt", "left"]


# --- a cue ----------------------------------------------------------------------------------


def test_a_cue_tells_all_that_is_known_of_it() -> None:
    first, second, *_ = sections(EVERY)
    assert [words(one) for one in first.iter("h3")] == ["1 01:00:02:00 rain placed"]
    assert facts(first) == {
        "In": "01:00:02:00",
        "Out": "01:00:07:00",
        "Length": "00:00:05:00 (5.00 s)",
        "Role": "sfx",
        "Take": "2 of 3",
        "Loudness": "-23.4 LUFS",
        "True peak": "-1.3 dBTP",
        "Gain": "-6 dB",
        "Fades": "12f",
        "Handles": "1.00 s before, 0.50 s after",
        "Price": "$0.105",
        "File": "rain t2.wav",
    }
    assert [one.get("href") for one in first.iter("a")] == ["audio/rain%20t2.wav"]
    (shown,) = first.iter("img")
    assert shown.get("alt") == "The picture in the middle of cue 1"
    assert base64.b64decode(shown.attrib["src"].partition(",")[2], validate=True) == JPEG
    assert [words(one) for one in every(first, "prompt")] == ["Effects rain on tin"]
    assert [words(one) for one in every(second, "prompt")] == ["Music slow piano", "ASMR on"]


def test_a_cue_of_which_nothing_is_known_says_little() -> None:
    (first,) = sections(a_report(a_cue("plain", 0, 24, "mix", status="skipped", message="why.")))
    assert facts(first) == {
        **{"In": "01:00:00:00", "Out": "01:00:01:00", "Length": "00:00:01:00 (1.00 s)"},
        **{"Role": "mix", "Price": "$0.00"},
    }
    assert [*first.iter("svg"), *first.iter("img"), *every(first, "notices")] == []
    assert words(first).startswith("1 01:00:00:00 plain not scored No picture. why.")
    (off,) = sections(a_report(OFF))
    assert words(off) == (
        "1 off skipped It has no place in the timeline. its clip is disabled. clip 'off.mov', cue"
        " id-off"
    )


def test_notices_stand_with_their_cue_and_the_others_below() -> None:
    twins = [replace(one, address="clip 'twin.mov'") for one in (BROKEN, LATER)]
    either = Notice("clip 'twin.mov'", "nobody knows which.")
    report = replace(EVERY, cues=(RAIN, WAVES, *twins), notices=(*EVERY.notices, either))
    root = paged(report)
    found = [[words(one) for one in cue.iter("li")] for cue in every(root, "cue")]
    assert found == [
        ["warning peaks were clipped, lower the gain", "cut 2", "step 1"],
        ["info its picture is extended by 0.60 s."],
        *([], []),
    ]
    (main,) = root.iter("main")
    assert [words(one) for one in main[-1]] == [
        "hint timeline, marker 'sfx 1': its name goes on.",
        "warning clip 'twin.mov': nobody knows which.",
    ]


def test_a_sound_elsewhere_is_named_but_not_linked() -> None:
    (first,) = sections(a_report(a_cue("rain", 0, 9, audio="/elsewhere/rain.wav")))
    assert (facts(first)["File"], [*first.iter("a")]) == ("rain.wav", [])


def test_nothing_of_a_timeline_becomes_markup() -> None:
    cue = replace(
        RAIN,
        **dict.fromkeys(("name", "role", "address", "message", "id"), HOSTILE),
        prompts=RAIN.prompts.model_copy(update={"sound_effect": HOSTILE}),
        seen=(Seen(HOSTILE, 60, 0.5),),
        audio=str(FOLDER / HOSTILE),
    )
    notices = (Notice(HOSTILE, HOSTILE), Notice("x", HOSTILE))
    report = replace(EVERY, timeline=Path(f"/edit/{HOSTILE}"), provider=HOSTILE, notices=notices)
    text = as_html(replace(report, cues=(cue, LOST)), FOLDER, MADE)
    text.encode()
    root = page(text)
    assert {one.tag for one in root.iter()} == {
        *("html", "head", "meta", "title", "style", "body", "header", "h1", "h2", "h3", "p", "b"),
        *("span", "ul", "li", "a", "dl", "div", "dt", "dd", "small", "main", "section", "img"),
        *("bdi", "svg", "path", "g"),
    }
    (first, _) = every(root, "cue")
    assert [words(one) for one in every(first, "prompt")] == [f"Effects {SHOWN}"]
    assert words(next(first.iter("h3"))) == f"1 01:00:02:00 {SHOWN} placed"
    assert [words(one) for one in first.iter("title")][2] == f"{SHOWN} 01:00:02:12"


# --- many -------------------------------------------------------------------------------------


def long(count: int) -> Report:
    wave = tuple(0.5 + 0.5 * (-1) ** n * n / 400 for n in range(400))
    heard = Heard(-20.0, -1.0, 7.0, 1.0, 1.0, wave, (3.0,))
    seen = tuple(Seen("step", 50 + 3 * n, 0.5) for n in range(40))
    one = replace(RAIN, heard=heard, seen=seen, still=bytes(15_000))
    return a_report(*(replace(one, id=f"{n:08x}") for n in range(count)))


def test_five_hundred_cues_are_a_page_of_their_pictures_and_little_more() -> None:
    text = as_html(long(500), FOLDER, MADE)
    # A picture of 15 kB is 20 kB in base64; the rest of a cue is less than half of that.
    assert len(text) < 500 * 30_000
    assert len(text) < 1.01 * 2 * len(as_html(long(250), FOLDER, MADE))
