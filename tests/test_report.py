"""The report of a run as JSON and as text, and what is kept of a sound."""

import json
from dataclasses import replace
from decimal import Decimal
from math import inf, nan
from pathlib import Path

import pytest
from reports import BROKEN, EVERY, HELD, HUSH, LOST, OFF, RAIN, WAVES, a_cue, a_report

from otio_v2a.score.heard import Heard, Seen
from otio_v2a.score.report import Report, dumped
from otio_v2a.score.reports.as_json import as_json
from otio_v2a.score.reports.as_text import as_text

# --- what is kept of a sound ------------------------------------------------------------------


def test_what_is_kept_comes_back_and_silence_is_null() -> None:
    rain, hush = RAIN.heard, HUSH.heard
    assert rain is not None
    assert hush is not None
    assert rain.as_json() == {
        **{"loudness": -23.44, "true_peak": -1.26, "seconds": 6.505, "head": 1.0, "tail": 0.5},
        **{"waveform": (0.0, 0.5, 1.0, 0.25), "seams": (3.5, 5.0)},
    }
    assert (hush.as_json()["loudness"], hush.as_json()["true_peak"]) == (None, None)
    for heard in (rain, hush):
        assert Heard.from_json(json.loads(json.dumps(heard.as_json(), allow_nan=False))) == heard
    (cut, *_) = RAIN.seen
    assert cut.as_json() == {"kind": "cut", "frame": 50, "strength": 0.9}
    assert Seen.from_json(json.loads(json.dumps(cut.as_json()))) == cut


def test_what_else_is_kept_there_does_not_matter() -> None:
    assert RAIN.heard is not None
    assert Heard.from_json({**RAIN.heard.as_json(), "lra": 7}) == RAIN.heard
    assert Seen.from_json({**RAIN.seen[0].as_json(), "x": 0.5}) == RAIN.seen[0]


@pytest.mark.parametrize(
    "wrong",
    [
        *({"loudness": nan}, {"loudness": inf}, {"true_peak": "loud"}, {"seconds": -1.0}),
        *({"seconds": inf}, {"waveform": [0.5, nan]}, {"waveform": [1.5]}, {"waveform": 3}),
        *({"seams": [None]}, {"head": None}),
    ],
)
def test_a_sound_that_was_kept_badly_was_not_heard(wrong: dict[str, object]) -> None:
    assert RAIN.heard is not None
    assert Heard.from_json({**RAIN.heard.as_json(), **wrong}) is None


def test_what_misses_anything_was_not_heard_or_seen() -> None:
    for whole, read in ((RAIN.heard, Heard.from_json), (RAIN.seen[0], Seen.from_json)):
        assert whole is not None
        kept = whole.as_json()
        for left_out in kept:
            assert read({name: kept[name] for name in kept if name != left_out}) is None
        assert [read(one) for one in (None, [], "x", {}, [kept])] == [None] * 5
    assert Seen.from_json({"kind": "cut", "frame": 2.5, "strength": 1}) is None


# --- for programs -----------------------------------------------------------------------------


def test_the_json_says_all_that_is_known_of_a_cue() -> None:
    told = as_json(EVERY)
    assert told["schema"] == "otio_v2a.report/1"
    assert told["cues"][0] == {
        "id": "id-rain",
        "name": "rain",
        "role": "sfx",
        "address": "clip 'rain.mov'",
        "record": {"start": 48, "length": 120, "rate": "24000/1001"},
        "status": "placed",
        "take": 2,
        "audio": "/edit/Cut 01.v2a/audio/rain t2.wav",
        "message": "",
        "prompts": {"sound_effect": "rain on tin", "background_music": "", "asmr": False},
        "takes": [1, 2, 3],
        "price_usd": 0.105,
        "loudness_lufs": -23.44,
        "true_peak_dbtp": -1.26,
        # 2.5 s and 4 s into the cue at 23.976 frames a second: 59.94 and 95.90 frames.
        "seams": [48 + 60, 48 + 96],
        "events": [
            {"kind": "cut", "frame": 50, "timecode": "01:00:02:02"},
            {"kind": "step", "frame": 80, "timecode": "01:00:03:08"},
            {"kind": "cut", "frame": 150, "timecode": "01:00:06:06"},
        ],
    }


def test_the_json_of_what_is_not_known_is_null_or_empty() -> None:
    plain = a_cue("plain", 10, 20)
    off, hush, bare = as_json(a_report(OFF, HUSH, plain))["cues"]
    assert (off["record"], off["audio"], off["take"]) == (None, None, None)
    assert (hush["loudness_lufs"], hush["true_peak_dbtp"]) == (None, None)
    unknown = ("prompts", "loudness_lufs", "true_peak_dbtp", "takes", "seams", "events")
    assert [bare[name] for name in unknown] == [None, None, None, [], [], []]
    json.loads(dumped(as_json(EVERY)), parse_constant=pytest.fail)


# --- for people -------------------------------------------------------------------------------


def test_the_text_is_as_people_read_it() -> None:
    report = replace(EVERY, cues=(RAIN, WAVES, BROKEN, LOST, HUSH, HELD, OFF))
    assert as_text(report) == (
        "Timeline  /edit/Cut 01.otio\n"
        "Output    /edit/Cut 01.v2a.otio\n"
        "Provider  wavespeed, $0.14 spent on 4 requests\n"
        "Cues      2 placed, 1 kept, 2 failed, 1 uncertain, 1 skipped\n"
        "\n"
        "01:00:02:00  id-rain  sfx   placed     take 2  rain  rain t2.wav\n"
        "             -23.4 LUFS, true peak -1.3 dBTP, 3 events in the picture\n"
        "01:00:10:00  id-waves  bgm   kept       take 1  waves  waves.wav\n"
        "             -31.0 LUFS, true peak -9.0 dBTP\n"
        "01:00:12:12  id-broken  sfx   failed             broken  refused. Reword it.\n"
        "01:00:20:20  id-lost  sfx   uncertain          lost  its answer is lost. Say: otio-v2a"
        " takes\n             '/edit/Cut 01.otio' resubmit 1a2b3c4d.\n"
        "01:00:16:16  id-hush  mix   placed     take 1  hush  hush.wav\n"
        "             silent\n"
        "01:00:25:00  id-held        failed             held  the prompt is too long. Shorten it.\n"
        "--:--:--:--  id-off        skipped            off  its clip is disabled.\n"
        "\n"
        "warning: clip 'rain.mov': peaks were clipped, lower the gain\n"
        "hint: timeline, marker 'sfx 1': its name goes on.\n"
        "info: elsewhere: its picture is extended by 0.60 s.\n"
    )


def test_the_text_fits_a_hundred_columns_and_breaks_no_path() -> None:
    path = f"/nowhere/{'x' * 120}.mov"
    message = f"media is offline: {path}. Relink it in the editor, or add its folder. " * 3
    cue = a_cue("a\x1b[2J\nb", 5, 9, status="failed", message=message)
    told = as_text(a_report(cue))
    assert "\x1b" not in told
    assert told.count(path) == 3
    assert [line for line in told.splitlines() if len(line) > 100 and path not in line] == []


def test_a_report_without_cues_says_so() -> None:
    empty = Report(Path("/edit/a.otio"), None, "sketch", Decimal(0), (), ())
    assert as_text(empty) == (
        "Timeline  /edit/a.otio\nOutput    none written\nProvider  sketch, nothing was spent\n"
        "Cues      no cues\n\n"
    )
