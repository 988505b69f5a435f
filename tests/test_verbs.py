"""What the verbs that score nothing print, for people and for programs."""

import re
from pathlib import Path
from typing import Any

import pytest
from reels import MOVIE, REEL, a_place, both
from running import Done, Place

ADDRESS = "video track 1, clip 'reel.mov', marker"
LEFT = "1 | free | to be scored"
SHORT = "shorter than the provider takes: its picture is extended by 0.60 s."


@pytest.fixture(scope="module")
def reel(tmp_path_factory: pytest.TempPathFactory) -> Place:
    folder = tmp_path_factory.mktemp("reel")
    MOVIE.make(folder)
    REEL.save(folder, "Reel 1.otio")
    return a_place(folder)


@pytest.fixture(scope="module")
def said(reel: Place) -> dict[str, Done]:
    """What each verb says of a reel that was never scored; two at a time."""
    timeline, clicker = reel.folder / "Reel 1.otio", ("--provider", "clicker")
    commands: dict[str, tuple[object, ...]] = {
        "cues": ("cues", timeline),
        "plan": ("plan", timeline, *clicker),
        "takes": ("takes", timeline, *clicker),
        "place": ("place", timeline, *clicker),
        "providers": ("providers",),
        "plan --json": ("plan", timeline, "--provider", "priced", "--json"),
        "takes --json": ("takes", timeline, *clicker, "--json"),
        "providers --json": ("providers", "--json"),
        "doctor --json": ("doctor", "--json"),
    }
    ends = both([(reel, words) for words in commands.values()])
    return dict(zip(commands, ends, strict=True))


def lines(done: Done, folder: Path) -> list[str]:
    """Its lines without alignment, ids and folder."""
    plain = re.sub(r"\b[0-9a-f]{8}\b", "ID", done.out.replace(str(folder), "FOLDER"))
    return [re.sub(" {2,}", " | ", line.strip()) for line in plain.splitlines() if line.strip()]


def online(*facts: str) -> str:
    """The line of a seller without a key."""
    name, model, length, price = facts
    return f"{name} | {model} | online | {length} | 200 characters | {price} | none"


@pytest.mark.parametrize(
    ("verb", "expected"),
    [
        (
            "cues",
            [
                "Reel 1.otio | resolve, 25 fps, from 01:00:00:00, 00:00:13:00 long: 3 cues",
                "Cue | In | Out | Length | Prompts | Where",
                f"ID | 01:00:00:20 | 01:00:03:05 | 2.40 s | sfx | rain | {ADDRESS} 'sfx'",
                f"ID | 01:00:03:05 | 01:00:06:05 | 3.00 s | sfx | steps | {ADDRESS} 'foley'",
                f"ID | 01:00:09:15 | 01:00:12:20 | 3.20 s | sfx | bell | {ADDRESS} 'V2A'",
                "bgm | calm piano",
            ],
        ),
        (
            "plan",
            [
                "Reel 1.otio | resolve, 25 fps, from 01:00:00:00, 00:00:13:00 long: 3 cues",
                "Cue | In | Out | Length | Role | Prompts | Requests | Cost | State",
                f"ID | 01:00:00:20 | 01:00:03:05 | 2.40 s | sfx | sfx | rain | {LEFT}",
                f"ID | 01:00:03:05 | 01:00:06:05 | 3.00 s | sfx | sfx | steps | {LEFT}",
                f"ID | 01:00:09:15 | 01:00:12:20 | 3.20 s | mix | sfx | bell | {LEFT}",
                "bgm | calm piano",
                f"info | {ADDRESS} 'sfx': {SHORT}",
                "3 requests to clicker, free. Nothing was sent.",
            ],
        ),
        (
            "takes",
            [
                "Cue | In | Out | Length | Role | Takes | Prompts",
                "ID | 01:00:00:20 | 01:00:03:05 | 2.40 s | sfx | none yet | sfx | rain",
                "ID | 01:00:03:05 | 01:00:06:05 | 3.00 s | sfx | none yet | sfx | steps",
                "ID | 01:00:09:15 | 01:00:12:20 | 3.20 s | mix | none yet | sfx | bell",
                "bgm | calm piano",
            ],
        ),
        (
            "providers",
            [
                "Provider | Model | Where | Length | Prompt | USD | Key",
                "sketch | sketch-2 | this machine | any | 200 characters | free",
                "clicker | click-1 | this machine | 3-20 s | 200 characters | free",
                "clicker-whole | click-1 | this machine | any | 200 characters | free",
                "command | command-5d9b363e0dd65e5e | this machine | any | 200 characters | free",
                online("fal", "fal-ai/kling-video/video-to-audio", "3-20 s", "0.035"),
                online("fal-mmaudio", "fal-ai/mmaudio-v2", "1-30 s", "0.001 a second"),
                online("inference", "klingai/video-to-audio", "3-20 s", "0.0088"),
                online("kkiai", "kling-video-to-audio", "3-20 s", "(0.035)"),
                online("kling", "kling-video-to-audio", "3-20 s", "(0.035)"),
                "priced | click-1 | this machine | 3-20 s | 200 characters | 0.40",
                online("replicate-mmaudio", "zsxkib/mmaudio", "1-20 s", "(0.008)"),
                online("scenario", "model_kling-video-to-audio", "3-20 s", "(0.035)"),
                online("scenario-foley", "model_controlfoley", "1-30 s", "(0.035)"),
                online("scenario-mmaudio", "model_mm-audio-2", "1-30 s", "(0.035)"),
                "stumbler | stumble-1 | this machine | any | 200 characters | free",
                online("wavespeed", "kwaivgi/kling-video-to-audio", "3-20 s", "0.035"),
                "A price in brackets is assumed: nobody publishes it.",
            ],
        ),
    ],
    ids=["cues", "plan", "takes", "providers"],
)
def test_a_verb_says_all_of_it_and_nothing_else(
    verb: str, expected: list[str], said: dict[str, Done], reel: Place
) -> None:
    done = said[verb]
    assert (done.code, done.err, lines(done, reel.folder)) == (0, "", expected)


def test_placing_before_scoring_writes_the_timeline_as_it_is(
    said: dict[str, Done], reel: Place
) -> None:
    done = said["place"]
    assert (done.code, lines(done, reel.folder)) == (
        0,
        [
            "Cue | In | Role | State | Take | Where",
            f"ID | 01:00:00:20 | sfx | skipped | {ADDRESS} 'sfx'",
            "not scored yet.",
            f"ID | 01:00:03:05 | sfx | skipped | {ADDRESS} 'foley'",
            "not scored yet.",
            f"ID | 01:00:09:15 | mix | skipped | {ADDRESS} 'V2A'",
            "not scored yet.",
            f"info | {ADDRESS} 'sfx': {SHORT}",
            "3 skipped. Written: FOLDER/Reel 1.v2a.otio",
        ],
    )
    written, source = (reel.folder / f"Reel 1{end}.otio" for end in (".v2a", ""))
    assert written.read_bytes() == source.read_bytes()


def span(start: int, length: int) -> dict[str, Any]:
    return {"start": start, "length": length, "rate": "25"}


def test_the_plan_as_json_holds_cues_segments_and_the_price(said: dict[str, Done]) -> None:
    told = said["plan --json"].json
    # A second of handle on each side, where the reel has it: every movie here has.
    segments = [span(20 - 25, 110), span(80 - 25, 125), span(240 - 25, 130)]
    prompts = [
        {"sound_effect": words, "background_music": music, "asmr": False}
        for words, music in (("rain", ""), ("steps", ""), ("bell", "calm piano"))
    ]
    cues = [cue["id"] for cue in told["cues"]]
    assert told["parts"] == [
        {
            "cue": cue,
            "role": role,
            "prompts": words,
            "takes": [1],
            "head": 25,
            "tail": 25,
            "segments": [segment],
            "requests": 1,
            "cost_usd": 0.4,
            "states": {"to be scored": 1},
            "problem": "",
        }
        for cue, role, words, segment in zip(
            cues, ("sfx", "sfx", "mix"), prompts, segments, strict=True
        )
    ]
    rest = {name: told[name] for name in told if name not in ("timeline", "cues", "parts")}
    assert rest == {
        "dialect": "resolve",
        "rate": "25",
        "start": 90_000,
        "drop_frame": False,
        "length": 325,
        "held": [],
        "notices": [{"level": "info", "address": f"{ADDRESS} 'sfx'", "message": SHORT}],
        "provider": "priced",
        "cost_usd": 1.2,
        "requests": 3,
    }


def test_a_cue_as_json_has_its_place_its_words_and_its_options(said: dict[str, Done]) -> None:
    cue = said["plan --json"].json["cues"][2]
    assert re.fullmatch("[0-9a-f]{8}", cue["id"])
    assert cue == {
        "id": cue["id"],
        "name": "V2A",
        "address": f"{ADDRESS} 'V2A'",
        "record": span(240, 80),
        "timecode": {"in": "01:00:09:15", "out": "01:00:12:20"},
        "prompts": {"sound_effect": "bell", "background_music": "calm piano", "asmr": False},
        "roles": ["bgm", "sfx"],
        "options": {
            "takes": None,
            "gain_db": 0.0,
            "fade": None,
            "stems": None,
            "video_id": None,
        },
    }


def test_takes_and_providers_as_json_say_what_there_is(said: dict[str, Done], reel: Place) -> None:
    takes = said["takes --json"].json
    assert takes["timeline"] == str(reel.folder / "Reel 1.otio")
    assert takes["requests"] == []
    rows = [(cue["role"], cue["name"], cue["takes"], cue["chosen"]) for cue in takes["cues"]]
    assert rows == [
        ("sfx", "sfx", [], None),
        ("sfx", "foley", [], None),
        ("mix", "V2A", [], None),
    ]
    found = {one["name"]: one for one in said["providers --json"].json["providers"]}
    assert found["priced"] == {
        "name": "priced",
        "model": "click-1",
        "local": True,
        "min_seconds": 3.0,
        "max_seconds": 20.0,
        "prompt_characters": 200,
        "price_usd": 0.4,
        "price_usd_a_second": 0.0,
        "price_assumed": False,
        "concurrency": 0,
        "key": False,
    }
    assert found["kling"] == {
        "name": "kling",
        "model": "kling-video-to-audio",
        "local": False,
        "min_seconds": 3.0,
        "max_seconds": 20.0,
        "prompt_characters": 200,
        "price_usd": 0.035,
        "price_usd_a_second": 0.0,
        "price_assumed": True,
        "concurrency": 2,
        "key": False,
    }


def test_doctor_finds_everything_a_run_needs(said: dict[str, Done]) -> None:
    done = said["doctor --json"]
    checks = {check["name"]: check["good"] for check in done.json["checks"]}
    assert checks.keys() >= {"configuration", "ffmpeg", "av", "opentimelineio", "providers", "disk"}
    assert done.code == (0 if all(checks.values()) else 1)


def test_verbs_that_score_nothing_ask_nobody_and_render_nothing(
    said: dict[str, Done], reel: Place
) -> None:
    assert {done.err for done in said.values()} == {""}
    assert reel.requests() == []
    assert not (reel.folder / "Reel 1.v2a" / "pictures").exists()
