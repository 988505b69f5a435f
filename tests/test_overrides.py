"""What is changed in the review is kept beside the ledger, and every verb asks for it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from reels import BELL, MOVIE, RAIN, REEL, STEPS, a_place
from running import SMALL, Place, placed

WORDED = {"sound_effect": "gravel", "background_music": "", "asmr": False}
AS_MARKED = {"sound_effect": "rain", "background_music": "", "asmr": False}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    MOVIE.make(tmp_path)
    REEL.save(tmp_path, "Reel 1.otio")
    made = a_place(tmp_path)
    return replace(made, extra={**made.extra, **SMALL})


def change(place: Place, **cues: object) -> None:
    folder = place.folder / "Reel 1.v2a"
    folder.mkdir(exist_ok=True)
    (folder / "overrides.json").write_text(json.dumps({"version": 1, "cues": cues}))


def first(place: Place) -> str:
    """The id of the first cue, which asks for rain."""
    return str(place.run("cues", place.folder / "Reel 1.otio", "--json").json["cues"][0]["id"])


def test_a_reworded_cue_is_asked_for_by_every_verb_and_the_marker_is_left(place: Place) -> None:
    timeline, cue = place.folder / "Reel 1.otio", first(place)
    before = timeline.read_bytes()
    change(place, **{cue: {"prompts": WORDED, "marker": AS_MARKED}})
    told = place.run("cues", timeline, "--json").json
    assert told["cues"][0]["prompts"] == WORDED
    assert [one["message"] for one in told["notices"] if "reworded" in one["message"]] == [
        "it was reworded in the review: not what its marker says is asked for."
    ]
    parts = place.run("plan", timeline, "--json", "--provider", "clicker").json["parts"]
    assert parts[0]["prompts"]["sound_effect"] == "gravel"
    assert timeline.read_bytes() == before


def test_rewording_one_cue_scores_that_one_alone_once_more(place: Place) -> None:
    timeline, words = place.folder / "Reel 1.otio", ("--provider", "clicker", "--json")
    place.run("score", timeline, *words)
    scored = len(place.requests())
    change(place, **{first(place): {"prompts": WORDED, "marker": AS_MARKED}})
    done = place.run("score", timeline, *words)
    assert (done.code, len(place.requests())) == (0, scored + 1)
    assert len(placed(place.folder / "Reel 1.v2a.otio")) == len(REEL.marks)


def test_a_marker_that_is_changed_afterwards_counts_again(place: Place) -> None:
    cue = first(place)
    change(place, **{cue: {"prompts": WORDED, "marker": AS_MARKED}})
    again = replace(RAIN, prompt="hail")
    replace(REEL, marks=(again, STEPS, BELL)).save(place.folder, "Reel 1.otio")
    told = place.run("cues", place.folder / "Reel 1.otio", "--json").json
    assert (told["cues"][0]["id"], told["cues"][0]["prompts"]["sound_effect"]) == (cue, "hail")
    assert [one["message"] for one in told["notices"] if "reworded" in one["message"]] == [
        "its marker was changed after it was reworded in the review: the marker counts."
    ]


def test_takes_gain_and_fades_are_changed_too(place: Place) -> None:
    fade = {"amount": 12, "unit": "f"}
    change(place, **{first(place): {"takes": 3, "gain_db": -4.5, "fade": fade}})
    told = place.run("cues", place.folder / "Reel 1.otio", "--json").json["cues"][0]
    options = {name: told["options"][name] for name in ("takes", "gain_db", "fade")}
    assert options == {"takes": 3, "gain_db": -4.5, "fade": "12f"}
    assert told["prompts"] == AS_MARKED


@pytest.mark.parametrize("text", ["", "[]", '{"version": 2}', '{"version": 1, "cues": {"a": 3}}'])
def test_changes_that_cannot_be_read_stop_everything_and_are_not_lost(
    place: Place, text: str
) -> None:
    change(place)
    file = place.folder / "Reel 1.v2a" / "overrides.json"
    file.write_text(text)
    done = place.run("cues", place.folder / "Reel 1.otio")
    assert (done.code, done.out, file.read_text()) == (2, "", text)
    assert done.err == (
        f"otio-v2a: '{file}' cannot be read. Restore it, or delete it to have the markers count.\n"
    )
