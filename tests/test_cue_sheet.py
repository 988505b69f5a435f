"""The cue sheet as CSV: every marker is a line, with its place, its words and how it stands."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import opentimelineio as otio
import pytest
from counters import Desk, a_copy, a_desk
from filelock import FileLock
from flashes import Mark
from reels import BELL, MOVIE, RAIN, REEL, STEPS
from running import ROOT, Place
from sheets import HEADER, exactly, rows, storm
from timelines import a_clip, a_marker, a_range, a_reference, a_track, resolve, written

NTSC = Fraction(30000, 1001)
CLIP = "video track 1, clip 'reel.mov', marker"
SHORT = "shorter than the provider takes: its picture is extended by 0.60 s."


@pytest.fixture(scope="module")
def media(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("media")
    MOVIE.make(folder)
    return folder


@pytest.fixture
def place(tmp_path: Path, media: Path) -> Place:
    """A place with a reel that was never scored."""
    REEL.save(tmp_path, "Reel 1.otio", media)
    return Place(tmp_path)


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Place:
    """The sample timelines, without their results."""
    folder = tmp_path_factory.mktemp("samples")
    for path in (ROOT / "sample_timelines").glob("*_*.otio"):
        shutil.copy(path, folder)
    (folder / "media").symlink_to(ROOT / "sample_timelines" / "media")
    return Place(folder)


@pytest.fixture(scope="module")
def bought(tmp_path_factory: pytest.TempPathFactory, media: Path) -> Iterator[Desk]:
    """A reel of three cues that fal has scored, for 0.035 USD each."""
    with a_desk("fal", tmp_path_factory.mktemp("bought"), media) as desk:
        assert desk.score().code == 0
        yield desk


def listed(place: Place, *words: object) -> list[dict[str, str]]:
    """The lines of the sheet, from stdout."""
    done = place.run("cues", *words, "--csv", "-o", "-")
    assert (done.code, done.err) == (0, "")
    return rows(done.out.encode())


def column(found: list[dict[str, str]], name: str) -> list[str]:
    return [row[name] for row in found]


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in files}


# --- the whole sheet ------------------------------------------------------------------------


def test_the_whole_sheet_of_the_storm_before_it_is_scored(samples: Place) -> None:
    timeline = samples.folder / "storm_25.otio"
    out = samples.folder / "storm_25.cues.csv"
    done = samples.run("cues", timeline, "--csv")
    assert (done.code, done.out, done.err) == (0, f"{out}\n", "")
    assert out.read_bytes() == storm(samples, timeline, "not scored")
    assert not (samples.folder / "storm_25.v2a").exists()


def test_times_are_told_as_the_timeline_counts_them(samples: Place) -> None:
    timeline = samples.folder / "street_2997df.otio"
    cues = samples.run("cues", timeline, "--json").json
    spans = [(one["record"]["start"], one["record"]["length"]) for one in cues["cues"]]

    def drops(frame: int) -> str:
        return otio.opentime.RationalTime(frame, 30000 / 1001).to_timecode(30000 / 1001, True)

    begin = cues["start"]
    assert (begin, cues["drop_frame"], spans[0]) == (107_892, True, (15, 660))
    assert [
        tuple(row[name] for name in ("In", "Out (first frame after)", "Duration", "Seconds"))
        for row in listed(samples, timeline)
    ] == [
        (drops(begin + at), drops(begin + at + length), drops(length), exactly(length / NTSC))
        for at, length in spans
    ]


def test_a_cue_across_a_minute_skips_the_dropped_labels(tmp_path: Path) -> None:
    rate = 30000 / 1001
    clip = a_clip("A", a_range(0.0, 4000.0, rate), a_reference("/gone.mov"))
    marker = a_marker(1795.0, 10.0, rate=rate)
    timeline = resolve(a_track({**clip, "markers": [marker]}), start=0.0, rate=rate)
    (row,) = listed(Place(tmp_path), written(tmp_path, timeline))
    assert (row["In"], row["Out (first frame after)"]) == ("00:00:59;25", "00:01:00;07")
    assert (row["Duration"], row["Seconds"]) == ("00:00:00;10", "0.334")


def test_every_option_has_a_column_and_what_is_held_says_why(samples: Place) -> None:
    asked = ("Name", "Role", "ASMR", "Takes", "Gain (dB)", "Fade", "Stems")
    walk = listed(samples, samples.folder / "walk_23976.otio")
    assert [tuple(row[name] for name in asked) for row in walk] == [
        ("score", "bgm", "", "", "", "", ""),
        ("sfx", "sfx", "", "2", "", "12f", ""),
        ("foley", "sfx", "", "", "-3", "", ""),
        ("sfx + bgm", "sfx + bgm", "", "", "", "", "split"),
        ("asmr", "sfx", "yes", "", "", "", ""),
        ("sfx", "sfx", "", "", "", "", ""),
    ]
    generic = listed(samples, samples.folder / "generic_24.otio")
    told = {row["Number"]: (row["Status"], row["Notes"]) for row in generic}
    assert told["5"] == (
        "held: the sfx prompt has 201 characters, at most 200 fit. Shorten it.",
        "",
    )
    # The marker beside it has the same address; what is said of one is not said of the other.
    assert generic[4]["Where"] == generic[5]["Where"]
    assert told["6"] == (
        "not scored",
        "unknown key 'reverb' in the note: it stays part of the text before it."
        " Take it out if it should not.",
    )


def test_a_marker_without_a_place_comes_last(tmp_path: Path) -> None:
    clip = a_clip(
        "A",
        a_range(100.0, 48.0),
        a_reference("/gone.mov"),
        markers=[a_marker(300.0, 10.0, name="sfx"), a_marker(110.0, 5.0, name="foley")],
    )
    found = listed(Place(tmp_path), written(tmp_path, resolve(a_track(clip))))
    assert column(found, "Name") == ["foley", "sfx"]
    assert [found[1][name] for name in ("In", "Duration", "Seconds")] == ["", "", ""]
    assert found[1]["Status"].startswith("held: ")


# --- how a cue stands -----------------------------------------------------------------------


def test_what_failed_says_why_and_the_chosen_take_is_named(tmp_path: Path, media: Path) -> None:
    cut = replace(REEL, marks=(replace(RAIN, prompt="fail here"), replace(STEPS, prompt="walk")))
    timeline, place = cut.save(tmp_path, "Reel 1.otio", media), Place(tmp_path)
    words = (timeline, "--provider", "stumbler")
    assert place.run("score", *words, "--takes", "3").code == 3
    failed = "failed: the stumbler cannot score 'fail here'. Ask for less."
    of_three = "scored: take {} chosen of 1, 2, 3"
    assert column(listed(place, *words), "Status") == [failed, of_three.format(1)]
    assert place.run("takes", timeline, "use", "foley", "2", "--provider", "stumbler").code == 0
    assert column(listed(place, *words), "Status") == [failed, of_three.format(2)]
    # Take 3 was asked for once, and is not planned any more: what became of it is still told.
    with closing(sqlite3.connect(tmp_path / "Reel 1.v2a" / "ledger.sqlite3")) as ledger, ledger:
        ledger.execute("update request set state = 'failed', message = 'lost.' where take = 3")
    told = column(listed(place, *words), "Status")[1]
    assert told == "scored: take 2 chosen of 1, 2; take 3 failed: lost."
    # Nothing is known of it at another provider.
    assert column(listed(place, timeline), "Status") == ["not scored"] * 2


def test_stems_that_stand_differently_are_told_apart(tmp_path: Path, media: Path) -> None:
    cut = replace(REEL, marks=(Mark("walk | bgm: calm piano", 20, 60, name="sfx + bgm"),))
    timeline, place = cut.save(tmp_path, "Reel 1.otio", media), Place(tmp_path)
    words = (timeline, "--provider", "stumbler", "--stems", "split")
    (before,) = listed(place, *words)
    assert (before["Role"], before["Status"]) == ("sfx + bgm", "not scored")
    assert place.run("score", *words).code == 3
    (row,) = listed(place, *words)
    # The stumbler reads the effects prompt alone, and the music's request has none.
    assert row["Status"] == (
        "sfx scored: take 1; bgm failed: the provider 'stumbler' broke (IndexError: list index out"
        " of range). Tell its makers."
    )


def test_media_that_are_gone_are_said_where_the_sound_is_missing(tmp_path: Path) -> None:
    clip = a_clip("A", a_range(0.0, 48.0), a_reference("/gone/A012.mov"), markers=[a_marker(0, 9)])
    (row,) = listed(Place(tmp_path), written(tmp_path, resolve(a_track(clip))))
    assert row["Status"] == (
        "failed: media is offline: 'A012.mov' (looked in /gone/A012.mov). Relink it in the editor,"
        " or add its folder to search_dirs."
    )


def test_what_a_seller_owes_us_and_what_may_be_lost_is_told(
    bought: Desk, tmp_path: Path, media: Path
) -> None:
    desk = a_copy(bought, tmp_path, media)
    scored = listed(desk.place, desk.timeline, "--provider", "fal")
    assert column(scored, "Status") == ["scored: take 1"] * 3
    assert column(scored, "Paid (USD)") == ["0.035"] * 3
    assert column(scored, "Notes") == [SHORT, "", ""]
    cues = column(scored, "Cue")
    states = (("submitted", ""), ("uncertain", "nobody answered."), ("failed", "too dark."))
    with closing(sqlite3.connect(desk.folder / "ledger.sqlite3")) as ledger, ledger:
        for cue, (state, message) in zip(cues, states, strict=True):
            values = (state, message, cue)
            ledger.execute("update request set state = ?, message = ? where cue = ?", values)
    posts = desk.gateway.posts
    found = listed(desk.place, desk.timeline, "--provider", "fal")
    assert column(found, "Status") == [
        "under way",
        "uncertain: nobody answered.",
        "failed: too dark.",
    ]
    assert column(found, "Paid (USD)") == ["0.035", "0.00", "0.00"]
    unsure = "$0.035 more may have been paid."
    assert column(found, "Notes") == [SHORT, unsure, unsure]
    assert desk.gateway.posts == posts


def test_what_two_cues_ask_for_is_paid_once(tmp_path: Path, media: Path) -> None:
    twins = (RAIN, replace(RAIN, name="foley"), BELL)
    timeline = replace(REEL, marks=twins).save(tmp_path, "Reel 1.otio", media)
    place, words = Place(tmp_path), (timeline, "--provider", "priced")
    done = place.run("score", *words, "--yes", "--json")
    assert (done.json["requests"], done.json["cost_usd"]) == (2, 0.8)
    found = listed(place, *words)
    assert column(found, "Status") == ["scored: take 1"] * 3
    assert column(found, "Paid (USD)") == ["0.40", "0.00", "0.40"]
    # Under another id it is the same request still.
    renamed = replace(RAIN, prompt="rain | id: roof-1")
    replace(REEL, marks=(renamed, BELL)).save(tmp_path, "Reel 1.otio", media)
    again = listed(place, *words)
    assert again[0]["Cue"] not in column(found, "Cue")
    assert column(again, "Paid (USD)") == ["0.40", "0.40"]


# --- harmless -------------------------------------------------------------------------------


def test_no_cell_is_taken_for_a_formula_and_a_number_stays_one(tmp_path: Path) -> None:
    words = {
        "=cmd|'/C calc'!A0": "'=cmd|'/C calc'!A0",
        '+1, "two"': '\'+1, "two"',
        "-1+1": "'-1+1",
        "@SUM(A1)": "'@SUM(A1)",
        "\uff1dA1": "'\uff1dA1",
        'rain "hard", -3': 'rain "hard", -3',
        "a\tb\nc": "a b c",
    }
    markers = [
        a_marker(10.0 * index, 5.0, note=f"sfx: {said} | gain: -4.5", name="V2A")
        for index, said in enumerate(words)
    ]
    clip = a_clip("x", a_range(0.0, 480.0), a_reference("/gone.mov"), markers=markers)
    loose = a_marker(86400.0, 9.0, note="too loud | gain: -99", name="sfx")
    timeline = resolve(a_track(clip, name="=T"), markers=[loose])
    found = listed(Place(tmp_path), written(tmp_path, timeline))
    cues = [row for row in found if row["Name"] == "V2A"]
    assert column(cues, "Effects") == [*words.values()]
    assert column(cues, "Gain (dB)") == ["-4.5"] * len(words)
    for row in found:
        assert [cell for cell in row.values() if cell[:1] in {*"=+@\t\r"}] == []


# --- files ----------------------------------------------------------------------------------


def test_nothing_but_the_sheet_is_written_and_a_run_is_not_waited_for(
    bought: Desk, tmp_path: Path, media: Path
) -> None:
    desk = a_copy(bought, tmp_path, media)
    before = tree(tmp_path)
    with FileLock(desk.folder / "lock", timeout=0):
        done = desk.run("cues", "--csv")
    assert (done.code, done.err) == (0, "")
    assert sorted(tree(tmp_path)) == sorted([*before, "Reel 1.cues.csv"])


def test_a_sheet_replaces_a_sheet_and_nothing_else(place: Place) -> None:
    timeline, csv = place.folder / "Reel 1.otio", place.folder / "Reel 1.cues.csv"
    before = timeline.read_bytes()
    assert place.run("cues", timeline, "--csv").code == 0
    sheet = csv.read_bytes()
    csv.write_bytes(HEADER.encode() + b"\n1,mine\n")
    assert place.run("cues", timeline, "--csv").code == 0
    assert csv.read_bytes() == sheet
    line = (
        "otio-v2a: '{}' exists and is no cue sheet of ours. Name another file with -o, or move it"
        " away.\n"
    )
    for mine in (b"", b"Number,Cue\r\n", sheet.replace(b"Notes", b"My notes"), b"\n" + sheet):
        csv.write_bytes(mine)
        done = place.run("cues", timeline, "--csv")
        assert (done.code, done.out, done.err) == (2, "", line.format(csv))
        assert csv.read_bytes() == mine
    done = place.run("cues", timeline, "--csv", "-o", timeline)
    assert (done.code, done.err, timeline.read_bytes()) == (2, line.format(timeline), before)
    assert sorted(tree(place.folder)) == ["Reel 1.cues.csv", "Reel 1.otio"]


def test_the_sheet_goes_where_it_is_told(place: Place) -> None:
    timeline, room = place.folder / "Reel 1.otio", place.folder / "room"
    room.mkdir()
    other = room / "other.csv"
    for asked, out in ((other, other), (room, room / "Reel 1.cues.csv")):
        done = place.run("cues", timeline, "--csv", "-o", asked)
        assert (done.code, done.out, done.err) == (0, f"{out}\n", "")
    printed = place.run("cues", timeline, "--csv", "-o", "-").out.encode()
    assert {other.read_bytes(), (room / "Reel 1.cues.csv").read_bytes()} == {printed}
    both = place.run("cues", timeline, "--csv", "--html")
    names = [f"{place.folder}/Reel 1.cues.{ending}\n" for ending in ("csv", "html")]
    assert (both.code, both.out) == (0, "".join(names))


WRONG = {
    ("--csv", "--json"): "a cue sheet is a file, not JSON: say --json without --csv and --html.",
    ("--csv", "--html", "-o", "x"): ("-o names one cue sheet: say either --csv or --html with it."),
    ("-o", "x"): "-o names one cue sheet: say either --csv or --html with it.",
    ("--csv", "-o", "/nowhere/x.csv"): (
        "there is no folder '/nowhere'. Make it, or name another file with -o."
    ),
}


@pytest.mark.parametrize("words", WRONG, ids=" ".join)
def test_flags_that_do_not_go_together_are_one_line(words: tuple[str, ...], place: Place) -> None:
    done = place.run("cues", place.folder / "Reel 1.otio", *words)
    assert (done.code, done.out, done.err) == (2, "", f"otio-v2a: {WRONG[words]}\n")
    assert sorted(tree(place.folder)) == ["Reel 1.otio"]
