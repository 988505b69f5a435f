"""The command line as its users run it: real processes, real media, results read independently."""

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import numpy as np
import pytest
import soundfile
from flashes import Mark, Use
from pages import every, page, words
from reels import (
    BELL,
    MOVIE,
    RAIN,
    REEL,
    STEPS,
    a_place,
    both,
    ids,
    renders,
    sounds,
    statuses,
)
from running import Done, Place, placed


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("media")
    MOVIE.make(folder)
    return folder


@pytest.fixture(scope="module")
def reel(media: Path) -> Place:
    REEL.save(media, "Reel 1.otio")
    return a_place(media)


@pytest.fixture(scope="module")
def scored(reel: Place) -> Done:
    return score(reel, "--progress", "jsonl", "--json")


def score(place: Place, *words: object, timeline: str = "Reel 1.otio") -> Done:
    silence = () if "--progress" in words else ("--progress", "none")
    return place.run("score", place.folder / timeline, "--provider", "clicker", *silence, *words)


@pytest.fixture
def again(scored: Done, reel: Place, tmp_path: Path) -> Place:
    """A copy of the scored reel and all its work, without the output."""
    assert scored.code == 0
    keep = shutil.ignore_patterns("*.v2a.otio", "ffmpeg.sh", "renders.txt")
    shutil.copytree(reel.folder, tmp_path, dirs_exist_ok=True, ignore=keep)
    return a_place(tmp_path)


def expected_cue(mark: Mark, role: str, found: Any, folder: Path) -> dict[str, Any]:
    assert re.fullmatch("[0-9a-f]{8}", found["id"])
    audio = Path(found["audio"])
    assert re.fullmatch(rf"v2a_{found['id']}_{role}_t1_[0-9a-f]{{8}}\.wav", audio.name)
    assert audio.parent == folder / "Reel 1.v2a" / "audio"
    return {
        "id": found["id"],
        "name": mark.name,
        "role": role,
        "address": f"video track 1, clip 'reel.mov', marker '{mark.name}'",
        "record": {"start": mark.at, "length": mark.length, "rate": "25"},
        "status": "placed",
        "take": 1,
        "audio": str(audio),
        "message": "",
        "prompts": found["prompts"],
        "takes": [1],
        "price_usd": 0.0,
        "loudness_lufs": found["loudness_lufs"],
        "true_peak_dbtp": found["true_peak_dbtp"],
        "seams": [],
        "events": found["events"],
    }


def test_the_json_of_a_run_is_one_object_that_says_everything(scored: Done, reel: Place) -> None:
    told, folder = scored.json, reel.folder
    rows = zip((RAIN, STEPS, BELL), ("sfx", "sfx", "mix"), told["cues"], strict=True)
    expected = {
        "schema": "otio_v2a.report/1",
        "timeline": str(folder / "Reel 1.otio"),
        "output": str(folder / "Reel 1.v2a.otio"),
        "audio_only": None,
        "bundle": None,
        "provider": "clicker",
        "cost_usd": 0.0,
        "requests": 0,
        "cues": [expected_cue(mark, role, found, folder) for mark, role, found in rows],
        "notices": told["notices"],
    }
    assert told == expected
    short = "shorter than the provider takes: its picture is extended by 0.60 s."
    address = "video track 1, clip 'reel.mov', marker 'sfx'"
    assert told["notices"][0] == {"level": "info", "address": address, "message": short}
    assert json.loads((folder / "Reel 1.v2a" / "report.json").read_text("utf-8")) == told


def test_a_run_tells_what_was_asked_how_loud_it_is_and_what_is_seen(scored: Done) -> None:
    cues = scored.json["cues"]
    asked = [(cue["prompts"]["sound_effect"], cue["prompts"]["background_music"]) for cue in cues]
    assert asked[:2] == [("rain", ""), ("steps", "")]
    assert all(asked[2])
    for cue in cues:
        sound, _ = soundfile.read(cue["audio"])
        highest = 20 * np.log10(np.abs(sound).max())
        assert 0 <= cue["true_peak_dbtp"] - highest < 1
        assert cue["loudness_lufs"] < highest
        record = cue["record"]
        frames = [event["frame"] for event in cue["events"]]
        assert all(
            record["start"] <= frame < record["start"] + record["length"] for frame in frames
        )


def test_the_page_of_a_run_says_that_all_is_well_and_links_every_sound(
    scored: Done, reel: Place
) -> None:
    folder = reel.folder / "Reel 1.v2a"
    root = page((folder / "report.html").read_text("utf-8"))
    (verdict,) = every(root, "verdict")
    assert words(verdict) == "✓ All is well 3 cues: 3 placed"
    links = [unquote(one.attrib["href"]) for one in root.iter("a")]
    assert [str(folder / one) for one in links] == [cue["audio"] for cue in scored.json["cues"]]


def test_progress_lines_never_go_back_and_end_at_one(scored: Done) -> None:
    lines = [json.loads(line) for line in scored.err.splitlines()]
    keys = ("cue", "name", "role", "stage", "share", "overall", "requests")
    assert {tuple(line) for line in lines} == {keys}
    overall = [line["overall"] for line in lines]
    assert overall == sorted(overall)
    assert overall[-1] == 1.0
    stages = {line["stage"] for line in lines}
    assert {"rendering", "scoring", "placing"} <= stages
    assert stages <= {"waiting", "rendering", "scoring", "placing", "placed", "kept"}


def test_a_second_run_asks_renders_and_changes_nothing(scored: Done, reel: Place) -> None:
    asked, rendered = reel.requests(), renders(reel)
    output = Path(scored.json["output"])
    before, wavs = output.read_bytes(), sounds(reel.folder)
    done = score(reel, "--progress", "jsonl", "--json")
    assert (done.code, statuses(done)) == (0, ["kept"] * 3)
    assert (reel.requests(), renders(reel)) == (asked, rendered)
    assert (output.read_bytes(), sounds(reel.folder)) == (before, wavs)
    assert json.loads(done.err.splitlines()[-1])["overall"] == 1.0
    # The handles of one picture lie beyond a cut, and each shot is rendered alone.
    pictures = [*(reel.folder / "Reel 1.v2a" / "pictures").glob("*.mp4")]
    assert [len(every) for every in (asked, {*asked}, pictures, rendered)] == [3, 3, 3, 4]


def test_a_reworded_prompt_costs_one_request_and_no_render(
    scored: Done, again: Place, reel: Place
) -> None:
    reworded = replace(REEL, marks=(RAIN, replace(STEPS, prompt="boots"), BELL))
    reworded.save(again.folder, "Reel 1.otio", reel.folder)
    before = sounds(again.folder)
    done = score(again, "--json")
    assert statuses(done) == ["kept", "placed", "kept"]
    assert ids(done) == ids(scored)
    assert (len(again.requests()), renders(again)) == (4, [])
    assert len(sounds(again.folder).keys() - before.keys()) == 1


def test_what_is_moved_renamed_or_recoloured_costs_nothing(
    scored: Done, again: Place, reel: Place
) -> None:
    first, second = REEL.tracks[0]
    moved = replace(
        REEL,
        tracks=((replace(first, at=40), replace(second, at=300)),),
        marks=(
            replace(RAIN, at=60, name="foley", colour="RED"),
            replace(STEPS, at=120, on_timeline=True),
            replace(BELL, at=315, colour="CYAN"),
        ),
    )
    moved.save(again.folder, "Reel 1.otio", reel.folder)
    done = score(again, "--json")
    starts = [cue["record"]["start"] for cue in done.json["cues"]]
    assert (done.code, starts, statuses(done)) == (0, [60, 120, 315], ["kept"] * 3)
    assert (len(again.requests()), renders(again)) == (3, [])
    unchanged = [ids(scored)[0], ids(scored)[2]]
    assert [ids(done)[0], ids(done)[2]] == unchanged


def test_a_second_take_is_added_chosen_and_placed_alone(scored: Done, again: Place) -> None:
    steps = ids(scored)[1]
    more = score(again, "--takes", 2, "--only", steps, "--json")
    assert (more.code, statuses(more), len(again.requests())) == (0, ["kept"] * 3, 4)
    assert [cue["take"] for cue in more.json["cues"]] == [1, 1, 1]
    timeline = again.folder / "Reel 1.otio"
    common = ("--provider", "clicker", "--json")
    used = again.run("takes", timeline, "use", steps, 2, *common)
    rows = [(cue["takes"], cue["chosen"]) for cue in used.json["cues"]]
    assert rows == [([1], 1), ([1, 2], 2), ([1], 1)]
    before = placed(Path(more.json["output"]))
    done = again.run("place", timeline, "--alternates", *common)
    after = placed(Path(done.json["output"]))
    assert (done.code, len(again.requests()), renders(again)) == (0, 4, [])
    chosen = [clip for clip in after if clip.enabled]
    assert [clip.path for clip in before if clip.path not in {one.path for one in chosen}] == [
        Path(more.json["cues"][1]["audio"])
    ]
    others = [(clip.track, clip.start, clip.path) for clip in after if not clip.enabled]
    assert [(track, start) for track, start, _ in others] == [("V2A SFX · take 1", 80)]
    assert f"v2a_{steps}_sfx_t1_" in others[0][2].name


def test_split_stems_are_two_requests_on_two_tracks(scored: Done, again: Place) -> None:
    done = score(again, "--stems", "split", "--only", ids(scored)[2], "--json")
    assert (done.code, len(again.requests()), renders(again)) == (0, 5, [])
    bell = [cue for cue in done.json["cues"] if cue["name"] == "V2A"]
    assert [(cue["role"], cue["status"]) for cue in bell] == [("sfx", "placed"), ("bgm", "placed")]
    tracks = [clip.track for clip in placed(Path(done.json["output"])) if clip.start == 240]
    assert tracks == ["V2A SFX", "V2A BGM"]


def test_clips_without_a_marker_are_scored_when_asked(media: Path, tmp_path: Path) -> None:
    bare = replace(REEL, marks=())
    place = a_place(tmp_path)
    timeline = bare.save(media, "Bare.otio")
    work = ("--workdir", tmp_path, "-o", tmp_path / "out.otio", "--json")
    runs = [("score", timeline, *work), ("cues", timeline)]
    done, listed = both([(place, words) for words in runs])
    assert (done.code, done.out, done.err) == (
        *(1, ""),
        "otio-v2a: no marker in 'Bare.otio' asks for sound. Name a marker 'sfx' or 'bgm', write the"
        " prompt into its note, and export again; or say --unmarked.\n",
    )
    assert listed.out.endswith(
        "No marker asks for sound. Name a marker 'sfx' or 'bgm' and write the prompt in\n"
        "its note, then export again.\n"
    )
    every = place.run("score", timeline, "--unmarked", "--provider", "clicker", *work)
    spans = [(one["record"]["start"], one["record"]["length"]) for one in every.json["cues"]]
    assert (every.code, spans) == (0, [(0, 200), (225, 100)])


def test_held_and_offline_cues_are_reported_and_the_others_placed(
    media: Path, tmp_path: Path
) -> None:
    gone = replace(MOVIE, name="gone.mov")
    tracks = ((*REEL.tracks[0], Use(gone, 330, 100)),)
    marks = (replace(RAIN, prompt="r" * 201), STEPS, Mark("wind", 340, 80))
    timeline = replace(REEL, tracks=tracks, marks=marks).save(media, "Holes.otio")
    place = a_place(tmp_path)
    done = place.run(
        *("score", timeline, "--workdir", tmp_path, "-o", tmp_path / "out.otio", "--json"),
        *("--provider", "clicker", "--progress", "jsonl"),
    )
    rows = [(one["record"]["start"], one["status"], one["message"]) for one in done.json["cues"]]
    assert done.code == 3
    assert rows == [
        (80, "placed", ""),
        (
            *(340, "failed"),
            f"media is offline: 'gone.mov' (looked in {media / 'gone.mov'})."
            " Relink it in the editor, or add its folder to search_dirs.",
        ),
        (
            *(20, "failed"),
            "the sfx prompt has 201 characters, at most 200 fit. Shorten it.",
        ),
    ]
    assert [clip.start for clip in placed(tmp_path / "out.otio")] == [80]
    assert json.loads(done.err.splitlines()[-1])["overall"] == 1.0


def test_replies_are_judged_by_what_they_hold_and_a_bad_one_fails_alone(
    media: Path, tmp_path: Path
) -> None:
    words = ("fail", "garbage", "nothing", "break", "short", "mp3", "m4a", "44100")
    marks = tuple(Mark(f"{word} {n}", 5 + 27 * n, 25) for n, word in enumerate(words))
    timeline = replace(REEL, marks=marks).save(media, "Stumbles.otio")
    place = a_place(tmp_path)
    done = place.run(
        *("score", timeline, "--workdir", tmp_path, "-o", tmp_path / "out.otio", "--json"),
        *("--provider", "stumbler", "--progress", "none"),
    )
    assert (done.code, statuses(done), len(place.requests())) == (
        *(3, ["failed"] * 4 + ["placed"] * 4),
        8,
    )
    messages = [re.sub("[0-9a-f]{32}", "REPLY", cue["message"]) for cue in done.json["cues"]]
    assert messages == [
        "the stumbler cannot score 'fail 0'. Ask for less.",
        "REPLY.wav cannot be read as sound (Invalid data found when processing input):"
        " delete it, then fetch it anew",
        "the provider 'stumbler' wrote no sound. Update it, or use another.",
        "the provider 'stumbler' broke (IndexError: list index out of range). Tell its makers.",
        *[""] * 4,
    ]
    clips = placed(tmp_path / "out.otio")
    assert [clip.start for clip in clips] == [113, 140, 167, 194]
    # A second of handle on either side of a second.
    assert [soundfile.info(clip.path).frames for clip in clips] == [144_000] * 4
    assert [(clip.first, clip.length, clip.available) for clip in clips] == [(25, 25, (0, 75))] * 4


def test_a_yes_pays_within_the_cap_and_a_second_run_pays_nothing(again: Place) -> None:
    words = ("score", again.folder / "Reel 1.otio", "--provider", "priced", "--yes", "--json")
    first, second = again.run(*words), again.run(*words)
    assert (first.code, first.json["cost_usd"], len(again.requests())) == (0, 1.2, 6)
    assert (second.code, second.json["cost_usd"], len(again.requests())) == (0, 0.0, 6)
    assert renders(again) == []
